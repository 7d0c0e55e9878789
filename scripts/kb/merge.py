"""Mail merge: a table of candidates becomes a table with the link of a pack and a message for each."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb import packs, permalinks, source
from kb.build import ADDRESS
from kb.env import ROOT
from kb.faults import Fault, Faulty, nearest
from kb.packs import Pack
from kb.permalinks import Entries, target
from kb.practice import STAGES
from kb.source import Page

KNOWN = ("name", "sections", "pack", "stage", "title", "note", "date")
CHOICES = ("sections", "pack", "stage")
ADDED = ("link", "message")
FORMULA = re.compile(r"[=+\-@\t\r]")  # https://owasp.org/www-community/attacks/CSV_Injection
NUMBER = re.compile(r"[+-]?[\d\s().,/-]+")  # a telephone number is no formula
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MESSAGE = """\
Hello {name},

these sections will help you to prepare:

{sections}

{link}

They are part of the TikTok PM guide, which is independent: not made or endorsed by TikTok.
"""


@dataclass(frozen=True)
class Guide:
    """What packs are made of."""

    entries: Entries
    titles: Mapping[str, str]  # of sections, by id
    ready: Mapping[str, Pack]  # by name of the file
    by_stage: Mapping[str, Pack]


def merge(table: Path, output: Path, site: str, message: Path | None = None, root: Path = ROOT) -> int:
    """Write the new table and return its number of rows. Raises Faulty with every fault; then nothing is written."""
    if not ADDRESS.fullmatch(site):
        mend = "--site https://example.org/guide/"
        raise Faulty([Fault("scripts/packs", 0, "site", f"{site!r} is no public address of the site.", mend)])
    if output.exists() and output.samefile(table):
        raise Faulty([Fault(str(output), 0, "output", "The new table would take the place of the old.", "name another file")])
    template = _text(message) if message else MESSAGE
    faults = list(_placeholders(template, str(message))) if message else []
    header, rows, delimiter = _read(table)
    guide = _guide(root)
    made: list[list[str]] = []
    first: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, 2):
        cells = dict(zip(header, row, strict=False))
        here = list(_cells(table, number, header, row))
        who = tuple(cell.casefold().strip() for name, cell in cells.items() if name not in KNOWN[1:])
        if first.setdefault(who, number) != number:
            mend = "remove one of the two, or tell two people of one name apart by another column, such as their address"
            here.append(_fault(table, number, header, "name", f"{cells['name']!r} is on row {first[who]} already.", mend))
        if not here:
            pack, wrong = _pack(cells, guide)
            here += [_fault(table, number, header, *each) for each in wrong]
            link = pack.link(site.rstrip("/") + "/")
            if len(link) > packs.LINK:
                what = f"The link has {len(link)} characters; some mail programs cut at {packs.LINK}."
                here.append(_fault(table, number, header, "note", what, "shorten the note"))
            titles = "\n".join(f"- {guide.titles.get(key, key)}" for key in pack.sections)
            told = {"name": cells["name"].strip(), "title": pack.title, "sections": titles, "link": link}
            text = re.sub(r"\{(\w+)\}", lambda found, told=told: told[found[1]], template) if not faults else ""  # type: ignore[misc]
            if _is_formula(text):
                here.append(Fault(str(message), 1, "formula", "The message begins like a formula.", "begin it with a word"))
            made.append([*row, link, text])
        faults += here
    if faults:
        raise Faulty(faults)
    _write(output, [[*header, *ADDED], *made], delimiter)
    return len(made)


def _guide(root: Path) -> Guide:
    pages = source.read_all(root / "docs")
    ready = {Path(page.path).stem: pack for page in pages if (pack := packs.ready(page))}
    by_stage = {
        stage: pack
        for page in pages
        if (pack := packs.ready(page))
        for stage in STAGES
        if f"interviewing/{stage}.md" in page.meta.get("offered_on", [])
    }
    return Guide(permalinks.load(root).data, _titles(pages), ready, by_stage)


def _titles(pages: list[Page]) -> dict[str, str]:
    return {heading.id: heading.text for page in pages for heading in page.headings()}


def _text(path: Path) -> str:
    """The text of a UTF-8 file. Raises Faulty with the row where it stops being that."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Faulty([Fault(str(path), 0, "missing", f"The file cannot be read: {error.strerror}.", "check its name")]) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        mend = "save it as UTF-8; in Excel choose “CSV UTF-8”"
        raise Faulty([Fault(str(path), row, "encoding", f"Row {row} is not UTF-8.", mend)]) from None


def _read(table: Path) -> tuple[list[str], list[list[str]], str]:
    """Header, rows and delimiter. Raises Faulty where these cannot be made out."""
    text = _text(table)
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        what = f"This is not CSV: {error}."
        raise Faulty(
            [Fault(str(table), reader.line_num, "csv", what, "put texts with quotes or line breaks in quotes")]
        ) from None
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    faults = []
    for name in header:
        if header.count(name) > 1 or not name:
            faults.append(
                Fault(str(table), 1, "header", f"The column {name!r} stands twice, or has no name.", "name each column once")
            )
        if name in ADDED:
            faults.append(Fault(str(table), 1, "header", f"The column `{name}` is one that is added.", "rename it"))
    if "name" not in header or not set(CHOICES) & set(header):
        what = "The first row must name the columns: `name`, and one of `sections`, `pack` and `stage`."
        faults.append(Fault(str(table), 1, "header", what, "see scripts/packs --help"))
    if not faults and len(rows) < 2:
        faults.append(Fault(str(table), 1, "empty", "There is no row below the header.", "add a row for each candidate"))
    if faults:
        raise Faulty(faults)
    return header, rows[1:], delimiter


def _cells(table: Path, number: int, header: list[str], row: list[str]) -> Iterator[Fault]:
    if len(row) != len(header):
        what = f"Row {number} has {len(row)} cells, and the header {len(header)}."
        yield Fault(str(table), number, "cells", what, "put texts that hold a delimiter in quotes")
        return
    for name, cell in zip(header, row, strict=True):
        if _is_formula(cell):
            what = f"{cell[:40]!r} would be a formula in a spreadsheet."
            yield _fault(table, number, header, name, what, "begin the cell with a letter or a digit")
        elif CONTROL.search(cell) or (name != "note" and len(cell.splitlines()) > 1):
            yield _fault(table, number, header, name, f"{cell[:40]!r} holds a control character or a line break.", "remove it")
    if not row[header.index("name")].strip():
        yield _fault(table, number, header, "name", "There is no name.", "give one; it stays in your message")


def _is_formula(cell: str) -> bool:
    return bool(FORMULA.match(cell) or FORMULA.match(cell.lstrip())) and not NUMBER.fullmatch(cell.strip())


def _pack(cells: Mapping[str, str], guide: Guide) -> tuple[Pack, list[tuple[str, str, str]]]:
    """The pack that a row asks for, and what is wrong with it: column, fault, remedy."""
    told = {name: cells.get(name, "").strip() for name in KNOWN}
    wrong: list[tuple[str, str, str]] = []
    chosen = [name for name in CHOICES if told[name]]
    base = Pack(())
    if len(chosen) != 1:
        what = f"The row has {'none' if not chosen else 'more than one'} of `sections`, `pack` and `stage`."
        wrong.append((chosen[0] if chosen else next(name for name in CHOICES if name in cells), what, "fill in one of them"))
    elif told["sections"]:
        base = Pack(list(dict.fromkeys(_sections(told["sections"], guide, wrong))))
    elif told["pack"] in guide.ready:
        base = guide.ready[told["pack"]]
    elif told["stage"] in guide.by_stage:
        base = guide.by_stage[told["stage"]]
    else:
        names = guide.ready if told["pack"] else guide.by_stage
        wrong.append((chosen[0], f"There is no {chosen[0]} {told[chosen[0]][:40]!r}.", f"use one of: {', '.join(sorted(names))}"))
    if len(base.sections) > packs.MOST_SECTIONS:
        what = f"{len(base.sections)} sections are more than the {packs.MOST_SECTIONS} of a pack."
        wrong.append(("sections", what, "name fewer"))
    for name, most in (("title", packs.TITLE), ("note", packs.NOTE)):
        if len(told[name]) > most:
            wrong.append((name, f"It has {len(told[name])} characters, {most} are allowed.", "shorten it"))
    if told["date"] and not packs.WHEN.fullmatch(told["date"]):
        wrong.append(("date", f"{told['date'][:40]!r} is no date.", "write 2026-12-03 or 2026-12-03T14:30"))
    return Pack(base.sections, told["title"] or base.title, base.stage, told["note"], told["date"]), wrong


def _sections(text: str, guide: Guide, wrong: list[tuple[str, str, str]]) -> Iterator[str]:
    for key in re.split(r"[\s,;|]+", text):
        into = target(key, guide.entries)
        if into:
            yield into
        elif key:
            entry = guide.entries.get(key)
            see = target(entry.get("see", ""), guide.entries) if isinstance(entry, dict) else None
            near = see or nearest(key, guide.titles)
            gone = "was retired" if isinstance(entry, dict) else "is no section"
            wrong.append(("sections", f"`{key[:60]}` {gone}.", f"use `{near}`" if near else "take an id from sections.json"))


def _fault(table: Path, number: int, header: list[str], name: str, what: str, mend: str) -> Fault:
    column = header.index(name) if name in header else 0
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return Fault(str(table), number, name, f"Row {number}, column {letters} (`{name}`): {what}", mend)


def _placeholders(template: str, file: str) -> Iterator[Fault]:
    for number, line in enumerate(template.splitlines(), 1):
        for name in re.findall(r"\{(\w*)\}", line):
            if name not in ("name", "title", "sections", "link"):
                mend = "use {name}, {title}, {sections} and {link}"
                yield Fault(file, number, "placeholder", f"{{{name}}} stands for nothing.", mend)
    if "{link}" not in template:
        yield Fault(file, 0, "placeholder", "The message has no {link}.", "put {link} where the address goes")


def _write(output: Path, rows: list[list[str]], delimiter: str) -> None:
    beside = output.with_name(output.name + ".new")
    try:
        with beside.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        beside.replace(output)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Faulty(
            [Fault(str(output), 0, "output", f"It cannot be written: {error.strerror}.", "name a folder that is there")]
        ) from None
