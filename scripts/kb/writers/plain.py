"""A small page without the site around it: what chat apps read, and what leads a reader on."""

from html import escape
from pathlib import Path

from kb.site import Site

CARD = "card.png"


def write(
    site: Site, address: str, title: str, text: str, body: str, *, onward: str = "", canonical: str = "", script: str = ""
) -> None:
    """Write the page at `address`, a folder's.

    text: one sentence about it; body: HTML; onward: where it leads at once, as the page sees it; script: an asset it loads.
    """
    up = "../" * address.count("/")
    refresh = f'<meta http-equiv="refresh" content="0; url={onward}">\n' if onward else ""
    module = f'<script type="module" src="{up}assets/{script}"></script>\n' if script else ""
    own = site.url + address
    html = f"""\
<!doctype html>
<html lang="en" prefix="og: https://ogp.me/ns#">
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
<meta property="og:image" content="{own}{CARD}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="{escape(title)}">
<meta name="twitter:card" content="summary_large_image">
<meta name="twitter:title" content="{escape(title)}">
<meta name="twitter:description" content="{escape(text)}">
<meta name="twitter:image" content="{own}{CARD}">
<meta name="twitter:image:alt" content="{escape(title)}">
<link rel="icon" href="{up}assets/favicon.svg">
<link rel="stylesheet" href="{up}assets/site.css">
{module}</head>
<body class="plain">
<main>
{body}
</main>
<footer><p>{escape(site.name)} is independent: not made or endorsed by TikTok.</p></footer>
</body>
</html>
"""
    folder = site.root / address
    folder.mkdir(parents=True, exist_ok=True)
    Path(folder / "index.html").write_text(html, "utf-8", newline="\n")
