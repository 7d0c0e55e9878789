"""The built site, read once into pages and sections.

Everything that is made or checked after a build starts from here, and from nothing a writer wrote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

from lxml import html

from kb import source

WORDS_A_MINUTE = 220  # silent reading of English non-fiction is about 238: Brysbaert, 2019, doi:10.1016/j.jml.2019.104047
SENTENCE = re.compile(r"^.*?[.!?](?=[\"”’)]*\s+[A-Z“\"(]|$)", re.S)
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
LEFT_OUT = (".//a[@class='headerlink']", ".//sup[@class='cite']", ".//script", ".//style", ".//svg")


@dataclass(frozen=True)
class Section:
    """A heading of level 2 or deeper and what stands below it, up to the next heading of its level or above."""

    id: str
    title: str
    level: int
    parents: tuple[str, ...]  # ids of the sections it is part of, outermost first
    text: str  # all of it, subsections with their headings included
    own: str  # up to the next heading of any level, without lists of facts that are told elsewhere
    summary: str

    @cached_property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def minutes(self) -> int:
        return _minutes(self.words)


@dataclass(frozen=True)
class Page:
    """One built page. `path` is its file below the site, `url` its address relative to the site's root."""

    path: str
    url: str
    ids: frozenset[str]
    links: tuple[tuple[int, str], ...]  # (line in the built file, href or src)
    sections: tuple[Section, ...] = ()
    meta: dict[str, Any] = field(default_factory=dict)  # front matter; empty where no source page stands behind it
    source: str = ""  # docs/…, "" likewise

    @property
    def title(self) -> str:
        return str(self.meta.get("title", ""))

    @property
    def minutes(self) -> int:
        return _minutes(sum(section.words for section in self.sections if not section.parents))

    @property
    def topic(self) -> str:
        return self.source.removeprefix("docs/").rpartition("/")[0]


@dataclass(frozen=True)
class Site:
    root: Path
    url: str  # public address, with a slash at its end
    name: str
    pages: tuple[Page, ...]

    def sections(self) -> Iterator[tuple[Page, Section]]:
        for page in self.pages:
            for section in page.sections:
                yield page, section


def _minutes(words: int) -> int:
    return max(1, round(words / WORDS_A_MINUTE))


def read(root: Path, url: str, name: str, sources: list[source.Page]) -> Site:
    """Read every HTML file below `root`; `sources` lends the built pages their front matter."""
    behind = {page.url: page for page in sources}
    pages = []
    for path in sorted(root.rglob("*.html")):
        relative = path.relative_to(root).as_posix()
        address = relative.removesuffix("index.html")
        pages.append(_page(path, relative, address, behind.get(address)))
    return Site(root, url.rstrip("/") + "/", name, tuple(pages))


def _page(path: Path, relative: str, address: str, behind: source.Page | None) -> Page:
    tree: Any = html.fromstring(path.read_bytes())  # the stubs of lxml know neither what an XPath returns nor lines
    ids = frozenset(map(str, tree.xpath("//@id")))
    links = tuple(
        (element.sourceline or 0, element.get(name))
        for name in ("href", "src", "action")
        for element in tree.iterfind(f".//*[@{name}]")
    )
    prose = tree.find(".//*[@data-prose]")
    if behind is None:
        return Page(relative, address, ids, links)
    sections = () if prose is None else tuple(outline(prose, {heading.id for heading in behind.headings()}))
    return Page(relative, address, ids, links, sections, behind.meta, behind.file)


def outline(prose: html.HtmlElement, written: set[str]) -> Iterator[Section]:
    """The sections of a page's text, given the ids of its own headings: a template may add headings that are no sections."""
    for query in LEFT_OUT:
        for element in prose.findall(query):
            element.drop_tree()
    blocks = [element for element in prose if isinstance(element.tag, str) and element.get("class") != "sources"]
    parents: list[tuple[int, str]] = []
    for number, block in enumerate(blocks):
        key = block.get("id")
        if block.tag not in HEADINGS or key not in written:
            continue
        level = int(block.tag[1])
        parents = [parent for parent in parents if parent[0] < level]
        inside = _until(HEADINGS[: level - 1], blocks[number + 1 :])
        own = [other for other in _until(HEADINGS, inside) if other.get("class") != "facts"]
        first = next((text_of(b) for b in inside if b.tag == "p"), "")
        title = text_of(block)
        yield Section(
            key,
            title,
            level,
            tuple(parent[1] for parent in parents),
            " ".join(map(text_of, inside)),
            " ".join(map(text_of, own)),
            _first_sentence(first) or title,
        )
        parents.append((level, key))


def _until(tags: Sequence[str], blocks: list[html.HtmlElement]) -> list[html.HtmlElement]:
    return list(takewhile(lambda block: block.tag not in tags, blocks))


def text_of(element: html.HtmlElement) -> str:
    """The words of an element, blocks parted by a space."""
    return " ".join(" ".join(element.itertext()).split()).replace(" ,", ",").replace(" .", ".")


def _first_sentence(text: str) -> str:
    found = SENTENCE.match(text)
    return found[0] if found else text
