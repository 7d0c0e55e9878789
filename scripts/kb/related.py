"""Pages that belong together: those that link to a page although it does not lead on to them."""

import posixpath
from collections import Counter

from kb.source import Page

MOST = 3


def by_url(pages: list[Page]) -> dict[str, list[str]]:
    """Page address → addresses of at most three related pages, the closest first.

    A link either way counts 2 from it and 1 to it, and a shared interview stage half a point; ties go by path.
    """
    by_path = {page.path: page for page in pages}
    links = Counter[tuple[str, str]]()
    for page in pages:
        for _, link in page.links():
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), link.partition("#")[0]))
            if path in by_path and path != page.path:
                links[page.path, path] = 1
    return {page.url: _closest(page, pages, links) for page in pages}


def _closest(page: Page, pages: list[Page], links: Counter[tuple[str, str]]) -> list[str]:
    def closeness(other: Page) -> float:
        stages = set(page.meta.get("stages", [])) & set(other.meta.get("stages", []))
        return 2 * links[other.path, page.path] + links[page.path, other.path] + len(stages) / 2

    others = [other for other in pages if other is not page and other.url and other.meta.get("stages")]
    ranked = sorted(others, key=lambda other: (-closeness(other), other.path))
    return [other.url for other in ranked[:MOST] if closeness(other) >= 1]
