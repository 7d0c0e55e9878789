"""/s/<id>/: the permanent address of a section, as people send it.

A chat app reads the page's own title, text and Open Graph tags; a reader is led straight on, without JavaScript too.
"""

from html import escape
from pathlib import Path

from kb.permalinks import Entries, target
from kb.site import Page, Section, Site


def write(site: Site, entries: Entries) -> None:
    """One small page for every id on record: live, moved or retired."""
    live = {section.id: (page, section) for page, section in site.sections()}
    for key, entry in entries.items():
        into = target(key, entries)
        if into in live:
            text = _onward(site, key, *live[into])
        elif isinstance(entry, dict) and "retired" in entry:
            see = target(entry.get("see", ""), entries)
            text = _gone(site, key, entry["retired"], live.get(see or ""))
        else:
            continue  # the record's own check says what is wrong
        folder = site.root / "s" / key
        folder.mkdir(parents=True, exist_ok=True)
        Path(folder / "index.html").write_text(text, "utf-8", newline="\n")


def _onward(site: Site, key: str, page: Page, section: Section) -> str:
    there = f"../../{page.url}#{section.id}"
    body = (
        f'<h1><a href="{there}">{escape(section.title)}</a></h1>\n<p>{escape(section.summary)}</p>\n'
        f'<p>From “{escape(page.title)}”, {section.minutes} min. <a href="{there}">Read the section</a></p>'
    )
    return _page(site, key, section.title, section.summary, body, there, f"{site.url}{page.url}#{section.id}")


def _gone(site: Site, key: str, why: str, see: tuple[Page, Section] | None) -> str:
    onward = "../../reference/sections/"
    look = f'<a href="{onward}">All sections</a>'
    if see:
        look = f'<a href="../../{see[0].url}#{see[1].id}">{escape(see[1].title)}</a>, or {look}'
    body = f"<h1>This section was retired</h1>\n<p>{escape(why)}</p>\n<p>Where to look now: {look}.</p>"
    return _page(site, key, "This section was retired", why, body)


def _page(site: Site, key: str, title: str, text: str, body: str, onward: str = "", canonical: str = "") -> str:
    own = f"{site.url}s/{key}/"
    refresh = f'<meta http-equiv="refresh" content="0; url={onward}">\n' if onward else ""
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
{refresh}<title>{escape(title)} - {escape(site.name)}</title>
<meta name="description" content="{escape(text)}">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical or own}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{escape(site.name)}">
<meta property="og:title" content="{escape(title)}">
<meta property="og:description" content="{escape(text)}">
<meta property="og:url" content="{own}">
<meta name="twitter:card" content="summary">
<link rel="icon" href="../../assets/favicon.svg">
<link rel="stylesheet" href="../../assets/site.css">
</head>
<body class="plain">
<main>
{body}
</main>
<footer><p>{escape(site.name)} is independent: not made or endorsed by TikTok.</p></footer>
</body>
</html>
"""
