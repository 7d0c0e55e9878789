"""The record of every section id ever published, docs/data/permalinks.yml.

An entry is one of
    some-id: topic/page.md                          the section stands there today
    old-id: {moved: new-id}                         another id took its place
    gone-id: {retired: why it is gone, see: an-id}  there is no such section any more
    old/page.md: {moved: new/page.md}               a page that had sections once, and the page that took its place

In a pack's link a section stands as its code, four characters worked out from its id.
"""

import base64
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.env import ROOT
from kb.faults import Fault, Faulty
from kb.records import Record, parse, read
from kb.source import Page

FILE = "docs/data/permalinks.yml"
HEAD = """\
# Every section id ever published, sorted. Kept by scripts/links; see CONTRIBUTING.md.
"""

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
PAGE = re.compile(r"[a-z0-9/-]+\.md")
Entries = dict[str, str | dict[str, str]]


def load(root: Path = ROOT) -> Record:
    """The record as it stands. Raises Faulty."""
    return read(root / FILE, "permalinks", root)


def save(entries: Entries, root: Path = ROOT) -> None:
    """Write the record anew, sorted, all of it or nothing."""
    target = root / FILE
    beside = target.with_suffix(".yml.new")
    beside.write_text(HEAD + "".join(_line(key, entries[key]) for key in sorted(entries)), "utf-8", newline="\n")
    beside.replace(target)


def _line(key: str, entry: str | dict[str, str]) -> str:
    if isinstance(entry, dict):
        entry = "{" + ", ".join(f"{name}: {_quoted(text)}" for name, text in entry.items()) + "}"
    return f"{key}: {entry}\n"


def _quoted(text: str) -> str:
    plain = all(char.isalnum() or char in "-" for char in text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def sections(pages: Iterable[Page]) -> dict[str, str]:
    """Every section id in the sources, and the page it is on."""
    return {h.id: page.path for page in pages for h in page.headings() if h.level > 1 and h.id}


def target(key: str, entries: Entries) -> str | None:
    """The id of the section that `key` leads to today, through any moves; None where it was retired or is lost."""
    seen = set()
    while key not in seen:
        seen.add(key)
        entry = entries.get(key)
        if isinstance(entry, str):
            return key
        if not entry or "moved" not in entry:
            return None
        key = entry["moved"]
    return None


def is_page(key: str) -> bool:
    """Whether a key of the record names a page, not a section."""
    return key.endswith(".md")


def ids(entries: Entries) -> list[str]:
    """Every section id on record."""
    return [key for key in entries if not is_page(key)]


def digest(text: str) -> bytes:
    """Three bytes: FNV-1a of 32 bits over UTF-8, folded to 24 (RFC 9923), as overrides/assets/pack/link.js has it."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return (value >> 24 ^ value & 0xFFFFFF).to_bytes(3, "big")


def code(key: str) -> str:
    """The four characters that stand for a section in a pack's link."""
    return base64.urlsafe_b64encode(digest(key)).decode()


def check(pages: list[Page], record: Record, earlier: dict[str, tuple[str, str]]) -> Iterator[Fault]:
    """Faults where the record and the sections part, or where what was recorded earlier is lost.

    earlier: id or page → the git revision that recorded it, and the page it stood on, from `earlier`.
    """
    here, entries = sections(pages), record.data
    yield from _codes(record)
    yield from _pages({page.path for page in pages}, record, earlier)
    lines = {h.id: (page.file, h.line) for page in pages for h in page.headings()}
    for key, path in here.items():
        entry = entries.get(key)
        if entry is None:
            yield Fault(*lines[key], "new-id", f"The id `{key}` is not on record yet.", "scripts/links add")
        elif not isinstance(entry, str):
            what = f"The id `{key}` is on record as {'moved' if 'moved' in entry else 'retired'}, so it cannot be used anew."
            yield Fault(*lines[key], "reused-id", what, "give this heading another id")
        elif entry != path:
            what = f"The section `{key}` stood on {entry} and is now on {path}."
            yield Fault(*lines[key], "new-page", what, "scripts/links add")
    for key in ids(entries):
        entry = entries[key]
        if isinstance(entry, str):
            if key not in here:
                what = f"The section `{key}` was on {entry} and is on no page now. Links to it were sent to people."
                yield Fault(record.file, record.line(key), "lost-id", what, _mend(key))
        else:
            into = entry.get("moved") or entry.get("see")
            if into and target(into, entries) is None:
                what = f"`{key}` leads to `{into}`, which leads to no section."
                yield Fault(record.file, record.line(key), "dead-end", what, _mend(key))
    for key, (revision, _) in earlier.items():
        if key not in entries:
            what = f"The {'page' if is_page(key) else 'id'} `{key}` was on record at {revision} and is gone from the record."
            yield Fault(record.file, 0, "lost-record", what, _mend(key))


def _codes(record: Record) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for key in ids(record.data):
        other = first.setdefault(code(key), key)
        if other != key:
            what = f"`{key}` and `{other}` have the same code, {code(key)}, in the links of packs."
            yield Fault(record.file, record.line(key), "same-code", what, "give the newer of the two another id")


def _pages(here: set[str], record: Record, earlier: dict[str, tuple[str, str]]) -> Iterator[Fault]:
    for path in sorted({path for _, path in earlier.values() if path} - here):
        if path not in record.data:
            what = f"The page {path} is gone. Links to it were sent to people."
            yield Fault(record.file, 0, "lost-page", what, f"say where it went: `scripts/links move {path} NEW-PAGE.md`")
    for key, entry in record.data.items():
        if is_page(key) and key in here:
            yield Fault(
                record.file, record.line(key), "still-there", f"The page {key} is on record as moved.", "remove that line"
            )
        elif is_page(key) and page_target(key, record.data) not in here:
            what = f"The page {key} leads to {entry['moved']}, which is no page."
            yield Fault(record.file, record.line(key), "dead-end", what, f"`scripts/links move {key} NEW-PAGE.md`")


def page_target(path: str, entries: Entries) -> str:
    """The page that took the place of `path`, through any moves."""
    seen = set()
    while path in entries and path not in seen:
        seen.add(path)
        entry = entries[path]
        path = entry["moved"] if isinstance(entry, dict) else entry
    return path


def _mend(key: str) -> str:
    return (
        f"put its heading back, or say where it went: `scripts/links move {key} NEW-ID`, "
        f'or `scripts/links retire {key} --why "..." [--see ID]`'
    )


def add(pages: list[Page], entries: Entries) -> list[str]:
    """Put new ids on record, and the new page of those that moved with their heading; returns them. A page that is gone
    leads from now on to the page that has most of its sections.
    """
    here, paths = sections(pages), {page.path for page in pages}
    new = sorted(key for key, path in here.items() if isinstance(entries.get(key, ""), str) and entries.get(key) != path)
    went: dict[str, Counter[str]] = {}
    for key in new:
        if key in entries and entries[key] not in paths:
            went.setdefault(str(entries[key]), Counter())[here[key]] += 1
    entries.update((key, here[key]) for key in new)
    entries.update((path, {"moved": there.most_common(1)[0][0]}) for path, there in went.items())
    return [*new, *sorted(went)]


def move(pages: list[Page], entries: Entries, old: str, new: str) -> None:
    """Lead the section or page `old` to `new` from now on. Raises Faulty when `old` is still there, or `new` is not."""
    if is_page(old) or is_page(new):
        _end_page({page.path for page in pages}, old, new)
    else:
        _end(pages, entries, old, new)
    entries[old] = {"moved": new}


def retire(pages: Iterable[Page], entries: Entries, key: str, why: str, see: str | None) -> None:
    """Say why the section is gone and, where there is one, what to see instead. Raises Faulty, as `move` does."""
    _end(pages, entries, key, see)
    if len(why) < 10:
        raise Faulty([Fault(FILE, 0, "retire", f"{why!r} tells a reader little.", "give --why as a sentence")])
    entries[key] = {"retired": " ".join(why.split()), **({"see": see} if see else {})}


def _end(pages: Iterable[Page], entries: Entries, old: str, into: str | None) -> None:
    here = sections(pages)
    faults = []
    if old in here:
        what = f"`{old}` still has its heading on {here[old]}."
        faults.append(Fault(FILE, 0, "still-there", what, "remove or rename that heading first"))
    if not ID.fullmatch(old):
        faults.append(Fault(FILE, 0, "id", f"`{old}` is no id of a section.", "use lower case, digits and at least one hyphen"))
    if into is not None and into not in here and target(into, entries) in (None, old):
        what = f"`{into}` is the id of no section{' but itself' if into == old else ''}."
        faults.append(Fault(FILE, 0, "dead-end", what, "name an id that stands on a page (scripts/links add records new ones)"))
    if faults:
        raise Faulty(faults)


def _end_page(here: set[str], old: str, new: str) -> None:
    faults = []
    if not PAGE.fullmatch(old) or old in here:
        what = f"The page {old} is still there." if old in here else f"{old} is no page."
        faults.append(Fault(FILE, 0, "page", what, "name a page that is gone, such as role/old.md"))
    if new not in here:
        faults.append(Fault(FILE, 0, "dead-end", f"There is no page {new}.", "name a page of docs/, such as role/index.md"))
    if faults:
        raise Faulty(faults)


def earlier(root: Path = ROOT) -> dict[str, tuple[str, str]]:
    """Ids and pages on record, each with a git revision and the page it stood on, "" where it had moved already: at the last
    release tag, at the merge base with main, and at the last commit or, when that is all on main already, at the one before it.
    Without git, or history, there are none.
    """
    found: dict[str, tuple[str, str]] = {}
    tag = _git(root, "describe", "--tags", "--abbrev=0", "--match", "v*")
    base = next(filter(None, (_git(root, "merge-base", "HEAD", name) for name in ("origin/main", "main"))), "")
    revisions = {tag: tag, base: base[:12], "HEAD": "HEAD"}
    if base and base == _git(root, "rev-parse", "HEAD"):
        revisions["HEAD^"] = "HEAD^"
    for revision, name in revisions.items():
        text = _git(root, "show", f"{revision}:{FILE}") if revision else ""
        try:
            recorded = parse(text, f"{name}:{FILE}").data
        except Faulty:
            continue  # that revision's own build failed
        if isinstance(recorded, dict):
            found.update((key, (name, entry if isinstance(entry, str) else "")) for key, entry in recorded.items())
    return found


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, encoding="utf-8")
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.rstrip("\n")
