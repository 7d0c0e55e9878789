"""What every page must keep, checked on the sources so that each fault has its line."""

import posixpath
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from kb.facts import Fact
from kb.faults import Fault, nearest
from kb.permalinks import sections
from kb.prose import uncited
from kb.records import faults_against
from kb.source import Page


def check(pages: list[Page], facts: dict[str, Fact]) -> Iterator[Fault]:
    """Every fault of the pages."""
    for page in pages:
        yield from faults_against("front-matter", page.front)
        yield from uncited(page)
    yield from _heading_ids(pages)
    yield from _citations(pages, facts)
    yield from _links(pages)


def unused(pages: Iterable[Page], facts: dict[str, Fact]) -> list[str]:
    """Ids of the facts that no page cites, sorted."""
    return sorted(set(facts) - {key for page in pages for _, key in page.citations()})


def _heading_ids(pages: list[Page]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for page in pages:
        own = set()
        for heading in page.headings():
            if heading.level == 1:
                what = "A heading of level 1; the page's title stands there already."
                yield Fault(page.file, heading.line, "heading-level", what, "make it level 2, or remove it")
            elif not heading.id:
                slug = "-".join("".join(c if c.isalnum() else " " for c in heading.text.lower()).split()[:5])
                mend = f"write `{'#' * heading.level} {heading.text} {{ #{slug} }}`, with the page's own prefix in front"
                yield Fault(page.file, heading.line, "heading-id", f"“{heading.text}” has no id.", mend)
            elif heading.id in first:
                what = f"The id `{heading.id}` stands twice, first at {first[heading.id]}."
                yield Fault(page.file, heading.line, "doubled-id", what, "give this heading an id of its own")
            else:
                first[heading.id] = f"{page.file}:{heading.line}"
            own.add(heading.id)
        for part in ("covers", "answers"):
            named = page.meta.get(part)
            for key in named if isinstance(named, dict) else ():
                if key not in own:
                    what = f"`{part}` names `{key}`, which is no section of this page.{_nearest(key, own)}"
                    yield Fault(page.file, page.front.line(part, key), part, what, "use the id of a section on this page")


def _citations(pages: Iterable[Page], facts: dict[str, Fact]) -> Iterator[Fault]:
    for page in pages:
        for line, key in page.citations():
            if key not in facts:
                what = f"`[@{key}]` is no fact on record.{_nearest(key, facts)}"
                yield Fault(page.file, line, "unknown-citation", what, "cite an id of docs/data/facts.yml, or add the fact there")


def _links(pages: list[Page]) -> Iterator[Fault]:
    by_path = {page.path: page for page in pages}
    where = sections(pages)
    for page in pages:
        for line, link in page.links():
            try:
                parts = urlsplit(link)
            except ValueError:
                yield Fault(page.file, line, "broken-link", f"`{link}` is no address.", "write it as a path or an https address")
                continue
            if parts.scheme or parts.netloc or not (parts.path.endswith(".md") or not parts.path):
                continue
            path = (
                posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(parts.path))) if parts.path else page.path
            )
            if path not in by_path:
                what = f"`{link}` leads to {path}, which is no page.{_nearest(path, by_path)}"
                yield Fault(page.file, line, "dead-link", what, "link a page of docs/, relative to this one")
            elif parts.fragment and where.get(parts.fragment) != path and not parts.fragment.startswith("fact-"):
                there = where.get(parts.fragment)
                what = f"`{link}`: {path} has no section `{parts.fragment}`.{_nearest(parts.fragment, where)}"
                mend = f"it stands on {there}: link that page" if there else "use the id of a section on that page"
                yield Fault(page.file, line, "dead-fragment", what, mend)


def _nearest(word: str, words: Iterable[str]) -> str:
    near = nearest(word, words)
    return f" Did you mean `{near}`?" if near else ""
