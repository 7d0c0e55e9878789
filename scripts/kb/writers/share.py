"""/s/<id>/: the permanent address of a section, as people send it.

A chat app reads the page's own title, text, picture and Open Graph tags; a reader is led straight on, without JavaScript too.
"""

from html import escape

from kb import permalinks
from kb.permalinks import Entries, target
from kb.site import Page, Section, Site
from kb.source import address
from kb.writers import plain


def write(site: Site, entries: Entries) -> None:
    """One small page for every id on record, live, moved or retired, and one for every page that moved."""
    live = {section.id: (page, section) for page, section in site.sections()}
    by_source = {page.source: page for page in site.pages if page.source}
    for key, entry in entries.items():
        if permalinks.is_page(key):
            _old_page(site, key, by_source[f"docs/{permalinks.page_target(key, entries)}"])
            continue
        into = target(key, entries)
        if into in live:
            _onward(site, key, *live[into])
        elif isinstance(entry, dict) and "retired" in entry:
            see = target(entry.get("see", ""), entries)
            _gone(site, key, entry["retired"], live.get(see or ""))


def _onward(site: Site, key: str, page: Page, section: Section) -> None:
    there = f"../../{page.url}#{section.id}"
    body = (
        f'<h1><a href="{there}">{escape(section.title)}</a></h1>\n<p>{escape(section.summary)}</p>\n'
        f'<p>From “{escape(page.title)}”, {section.minutes} min. <a href="{there}">Read the section</a></p>'
    )
    canonical = f"{site.url}{page.url}#{section.id}"
    plain.write(site, f"s/{key}/", section.title, section.summary, body, onward=there, canonical=canonical)


def _gone(site: Site, key: str, why: str, see: tuple[Page, Section] | None) -> None:
    look = '<a href="../../reference/sections/">All sections</a>'
    if see:
        look = f'<a href="../../{see[0].url}#{see[1].id}">{escape(see[1].title)}</a>, or {look}'
    body = f"<h1>This section was retired</h1>\n<p>{escape(why)}</p>\n<p>Where to look now: {look}.</p>"
    plain.write(site, f"s/{key}/", "This section was retired", why, body)


def _old_page(site: Site, path: str, page: Page) -> None:
    old = address(path)
    there = "../" * old.count("/") + page.url
    body = f'<h1><a href="{there}">{escape(page.title)}</a></h1>\n<p>This page has moved. <a href="{there}">Read it there</a></p>'
    canonical = site.url + page.url
    text = str(page.meta["description"])
    plain.write(site, old, page.title, text, body, onward=there, canonical=canonical, script="moved.js")
