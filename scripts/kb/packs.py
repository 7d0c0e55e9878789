"""A pack as a link: chosen sections in order, with a note. All of it is in the fragment, which browsers never send.

    /pack/#1.<codes>.<text>.<check>

    1       the version of this form
    codes   four characters for each section, kb.permalinks.code
    text    base64url, without padding, of UTF-8 JSON with any of t (title), s (stage), n (note), d (day, or day and time);
            empty where there is none of them
    check   six hex digits: kb.permalinks.digest of all that stands before the last dot

overrides/assets/pack/link.js reads and writes the same form; tests hold both to it.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kb.faults import Fault
from kb.permalinks import Entries, code, digest, target
from kb.source import Page

VERSION = "1"
MOST_SECTIONS = 40
TITLE, NOTE = 80, 1000  # the most characters of each
LINK = 2000  # the most characters of a whole link
FRAGMENT = re.compile(r"1\.(?:[\w-]{4})*\.[\w-]*\.[0-9a-f]{6}", re.A)
WHEN = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d)?")


@dataclass(frozen=True)
class Pack:
    sections: Sequence[str]  # ids
    title: str = ""
    stage: str = ""
    note: str = ""
    when: str = ""  # 2026-12-03 or 2026-12-03T14:30

    def fragment(self) -> str:
        """What stands behind the # of the link."""
        told = {name: text for name, text in zip("tsnd", (self.title, self.stage, self.note, self.when), strict=True) if text}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""
        packed = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        body = f"{VERSION}.{''.join(map(code, self.sections))}.{packed}"
        return f"{body}.{digest(body).hex()}"

    def link(self, site: str) -> str:
        """The whole address; `site` is the site's own, with a slash at its end."""
        return f"{site}pack/#{self.fragment()}"


def ready(page: Page) -> Pack | None:
    """The pack that the page's front matter describes: that of a ready pack, or of a plan; None for other pages."""
    chosen = [key for _, key in _named(page)]
    stages = page.meta.get("stages", [])
    if not chosen:
        return None
    return Pack(list(dict.fromkeys(chosen)), str(page.meta.get("title")), stages[0] if len(stages) == 1 else "")


def _named(page: Page) -> Iterator[tuple[int, str]]:
    """Each section that the front matter of a ready pack or a plan names, with its line."""
    for number, entry in enumerate(_list(page, "pack")):
        yield page.front.line("pack", number), str(entry.get("section"))
    for number, entry in enumerate(_list(page, "days")):
        chosen = entry.get("sections")
        for key in chosen if isinstance(chosen, list) else ():
            yield page.front.line("days", number), str(key)


def _list(page: Page, name: str) -> list[dict[str, Any]]:
    entries = page.meta.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def check(pages: Iterable[Page], entries: Entries) -> Iterator[Fault]:
    """Ready packs and plans name sections that are there; a ready pack names each once."""
    pages = list(pages)
    paths = {page.path for page in pages}
    for page in pages:
        for line, key in _named(page):
            if not isinstance(entries.get(key), str):
                into = target(key, entries)
                what = f"The pack names `{key}`, which is no section{f'; it is `{into}` now' if into else ''}."
                yield Fault(page.file, line, "pack", what, f"name {f'`{into}`' if into else 'a section that is there'}")
        if len({key for _, key in _named(page)}) > MOST_SECTIONS:
            what = f"There are more than {MOST_SECTIONS} sections, which is what a pack holds."
            yield Fault(page.file, page.front.line("days"), "pack", what, "name fewer")
        seen = [entry.get("section") for entry in _list(page, "pack")]
        if len(set(seen)) < len(seen):
            yield Fault(page.file, page.front.line("pack"), "pack", "A section stands in this pack twice.", "keep one of the two")
        offered = page.meta.get("offered_on")
        for number, path in enumerate(offered if isinstance(offered, list) else ()):
            if path not in paths:
                what = f"The pack is offered on {path}, which is no page."
                line = page.front.line("offered_on", number)
                yield Fault(page.file, line, "pack", what, "name a page, such as interviewing/final.md")
