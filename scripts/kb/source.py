"""The Markdown sources, read with line numbers: front matter, headings, citations, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb import practice
from kb.facts import CITATION
from kb.faults import Fault, Faulty
from kb.records import Record, parse

HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(?:\{[^}]*?#([\w-]+)[^}]*\})?\s*#*\s*$")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)")
FENCE = re.compile(r"^\s*(```|~~~)")


@dataclass(frozen=True)
class Heading:
    id: str  # empty where none is given
    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Page:
    """One Markdown file. `path` is relative to docs/, with forward slashes; lines count from 1."""

    path: str
    front: Record
    body: tuple[tuple[int, str], ...]  # (line number, text), without front matter and fenced code

    @property
    def meta(self) -> dict[str, Any]:
        return self.front.data if isinstance(self.front.data, dict) else {}

    @property
    def file(self) -> str:
        return f"docs/{self.path}"

    @property
    def url(self) -> str:
        """The page's address relative to the site's root: "" for the home page, else with a slash at its end."""
        return address(self.path)

    @property
    def topic(self) -> str:
        """The folder that the page is in, "" for the home page."""
        return self.path.rpartition("/")[0]

    def headings(self) -> Iterator[Heading]:
        for line, text in self.body:
            if found := HEADING.match(text):
                yield Heading(found[3] or "", len(found[1]), found[2], line)

    def citations(self) -> Iterator[tuple[int, str]]:
        for line, text in self.body:
            yield from ((line, found) for found in CITATION.findall(text))

    def links(self) -> Iterator[tuple[int, str]]:
        for line, text in self.body:
            yield from ((line, found) for found in LINK.findall(text))


def address(path: str) -> str:
    """Where MkDocs puts the page `path`, such as role/index.md, relative to the site's root."""
    stem = path.removesuffix(".md")
    stem = "" if stem == "index" else stem.removesuffix("/index")
    return f"{stem}/" if stem else ""


def read_page(path: Path, docs: Path) -> Page:
    """Read one Markdown file, with the questions of the bank where it calls for them. Raises Faulty when it is not UTF-8, its
    front matter is not YAML, or the bank cannot be read.
    """
    name = path.relative_to(docs).as_posix()
    file = f"docs/{name}"
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise Faulty([Fault(file, 0, "encoding", f"This is not UTF-8: {error.reason}.", "save it as UTF-8")]) from None
    start = 0
    front = Record(file, {})
    if lines and lines[0].rstrip() == "---":
        end = next((n for n, text in enumerate(lines[1:], 1) if text.rstrip() in ("---", "...")), None)
        if end is None:
            what = "The front matter begins here and has no end."
            raise Faulty([Fault(file, 1, "front-matter", what, "close it with a line `---`")])
        front = parse("\n".join(lines[1:end]), file, 2)
        start = end + 1
    body, fenced = [], False
    for number, text in enumerate(lines[start:], start + 1):
        if FENCE.match(text):
            fenced = not fenced
        elif not fenced:
            body += [(number, line) for line in practice.expand(text, docs.parent) or [text]]
            if isinstance(front.data, dict) and (made := practice.answers(text, docs.parent)):
                own = front.data.get("answers")
                front.data["answers"] = {**own, **made} if isinstance(own, dict) else made
    return Page(name, front, tuple(body))


def read_all(docs: Path) -> list[Page]:
    """Every page below `docs`, sorted by path. Raises Faulty with the faults of all files that cannot be read."""
    pages, faults = [], []
    for path in sorted(docs.rglob("*.md")):
        try:
            pages.append(read_page(path, docs))
        except Faulty as error:
            faults += error.faults
    if faults:
        raise Faulty(faults)
    return pages
