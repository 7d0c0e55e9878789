"""Every internal link and fragment of the built site resolves. It sees raw HTML and templates, which the sources do not show."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from kb.faults import Fault
from kb.packs import FRAGMENT
from kb.site import Page, Site

LATER = (
    "s/",
    "search/",
    "opensearch.xml",
    "permalinks.json",
    "sections.json",
    "sections.schema.json",
)  # what writers add after the site was read


def check(site: Site) -> Iterator[Fault]:
    """Dead links and dead fragments, and addresses that leave the site's folder."""
    pages = {page.url: page for page in site.pages}
    base = urlsplit(site.url)
    for page in site.pages:
        for line, link in page.links:
            try:
                parts = urlsplit(link)
            except ValueError:
                yield _fault(page, line, "broken-link", link, "is no address")
                continue
            path = unquote(parts.path)
            if parts.scheme or parts.netloc:
                if (parts.scheme, parts.netloc) != (base.scheme, base.netloc) or not path.startswith(base.path):
                    continue
            elif path:
                path = _absolute(posixpath.join(base.path, page.url, path))
                if not path.startswith(base.path):
                    yield _fault(page, line, "outside", link, f"leaves {base.path}, where the site stands")
                    continue
            else:
                path = base.path + page.url
            path = path.removeprefix(base.path).removesuffix("index.html")
            if path.startswith(LATER):
                continue
            if path in pages:
                if parts.fragment and unquote(parts.fragment) not in pages[path].ids and not FRAGMENT.fullmatch(parts.fragment):
                    yield _fault(page, line, "dead-fragment", link, f"names an id that /{path} does not have")
            elif not (site.root / path).is_file():
                yield _fault(page, line, "dead-link", link, "leads nowhere")


def _absolute(path: str) -> str:
    """`path` without dots; a slash stays at its end, as a folder's address has it."""
    folder = path.endswith(("/", "/.", "/.."))
    return posixpath.normpath(path).rstrip("/") + "/" * folder


def _fault(page: Page, line: int, rule: str, link: str, what: str) -> Fault:
    where = page.source or f"site/{page.path}"
    return Fault(
        where, 0 if page.source else line, rule, f"The link `{link}` {what}.", "correct the link, or the template that makes it"
    )
