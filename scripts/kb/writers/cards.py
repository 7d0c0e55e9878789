"""card.png beside every page and share page: the picture that chat apps show, 1200 by 630 pixels.

A card is drawn anew only when what stands on it changes: drawn cards are kept in .cache/cards/ under a digest of their words
and of this module, and a build copies them from there.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kb.env import ROOT
from kb.permalinks import Entries, ids, is_page, page_target, target
from kb.site import Page, Section, Site
from kb.source import address
from kb.writers.plain import CARD

CACHE = ROOT / ".cache" / "cards"
SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 80
FONTS = {
    "serif": ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    "sans": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
}
TITLE = [(120, 2), (96, 3), (78, 4), (62, 5), (52, 6)]  # size in pixels, and the most lines of it: the first that holds the title
PAPER, INK, GREEN = 127, 0, 255  # a card is drawn in one channel: below paper it shades into ink, above into green
COLOURS = {INK: (34, 32, 28), PAPER: (251, 250, 246), GREEN: (10, 82, 65)}


@dataclass(frozen=True)
class Card:
    """What stands on a card: a line above, the title, a line below, and the site's name."""

    above: str
    title: str
    below: str
    name: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((astuple(self), _code())).encode()).hexdigest()[:24]


@cache
def _code() -> bytes:
    return Path(__file__).read_bytes()


def write(site: Site, entries: Entries, kept: Path = CACHE) -> None:
    """Write the card of every page, and of every id on record. Those not in `kept` are drawn on all processors."""
    wanted = dict(_wanted(site, entries))
    kept.mkdir(parents=True, exist_ok=True)
    new = sorted({card for card in wanted.values() if not _file(card, kept).exists()}, key=astuple)
    if len(new) > 8:
        with ProcessPoolExecutor() as pool:
            list(pool.map(_keep, new, repeat(kept), chunksize=8))
    else:
        list(map(_keep, new, repeat(kept)))
    for path, card in wanted.items():
        (site.root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_file(card, kept), site.root / path)


def _wanted(site: Site, entries: Entries) -> Iterator[tuple[str, Card]]:
    """Each card with its path below the site."""
    topics = {
        page.topic: page.meta.get("short") or page.title for page in site.pages if page.topic and page.url == page.topic + "/"
    }
    live = {section.id: (page, section) for page, section in site.sections()}
    pages = {page.source.removeprefix("docs/"): page for page in site.pages if page.source}
    for path in [*pages, *filter(is_page, entries)]:
        page = pages[page_target(path, entries)]
        above = topics.get(page.topic, "") if page.url != page.topic + "/" else ""
        yield f"{address(path)}{CARD}", Card(above, page.title, _extent(page, live), site.name)
    for key in ids(entries):
        found = live.get(target(key, entries) or "")
        if found:
            yield f"s/{key}/{CARD}", Card(topics.get(found[0].topic, ""), found[1].title, _where(*found), site.name)
        else:
            yield f"s/{key}/{CARD}", Card("", "This section was retired", "What happened, and where to look now", site.name)


def _extent(page: Page, live: dict[str, tuple[Page, Section]]) -> str:
    if "days" in page.meta:
        return f"{len(page.meta['days'])} sittings, {sum(day['minutes'] for day in page.meta['days']) / 60:.0f} hours in all"
    if "pack" in page.meta:
        chosen = [live[entry["section"]][1] for entry in page.meta["pack"]]
        return f"{len(chosen)} sections · {sum(section.minutes for section in chosen)} min read"
    number = len(page.sections)
    return f"{number} section{'s' * (number > 1)} · {page.minutes} min read" if number else "Independent, with dated sources"


def _where(page: Page, section: Section) -> str:
    return f"{page.title} · {section.minutes} min read"


def _file(card: Card, kept: Path) -> Path:
    return kept / f"{card.digest}.png"


def _keep(card: Card, kept: Path) -> None:
    partial = _file(card, kept).with_suffix(f".{os.getpid()}")
    draw(card).save(partial, "PNG", compress_level=6)
    partial.replace(_file(card, kept))


def draw(card: Card) -> Image.Image:
    """The card as a palette image of SIZE."""
    image = Image.new("L", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 24, HEIGHT), fill=GREEN)
    width = WIDTH - 2 * MARGIN
    if card.above:
        pen.text((MARGIN, 68), _clipped(card.above, "sans", 36, width), GREEN, _font("sans", 36))
    size, lines = _fitted(card.title, width)
    top = 138 if card.above else 84
    for number, line in enumerate(lines):
        pen.text((MARGIN - size // 24, top + number * round(size * 1.12)), line, INK, _font("serif", size))
    pen.line((MARGIN, 508, WIDTH - MARGIN, 508), fill=GREEN, width=3)
    name = _font("sans", 32)
    left = WIDTH - MARGIN - round(name.getlength(card.name))
    pen.text((left, 544), card.name, INK, name)
    pen.rounded_rectangle((left - 62, 543, left - 16, 589), 10, fill=GREEN)
    pen.text((left - 39, 566), "§", PAPER, _font("serif", 34), anchor="mm")
    pen.text((MARGIN, 544), _clipped(card.below, "sans", 32, left - 100 - MARGIN), INK, name)
    image.putpalette(_palette())
    return image


@cache
def _font(kind: str, size: int) -> ImageFont.FreeTypeFont:
    package, file = FONTS[kind]
    return ImageFont.truetype(str(files(package) / "files" / file), size)


@cache
def _palette() -> list[int]:
    """Red, green and blue of every grey level: evenly from ink through paper to green."""
    found: list[int] = []
    for level in range(256):
        full = INK if level < PAPER else GREEN
        share = abs(level - PAPER) / abs(full - PAPER)
        found += [round(paper + share * (far - paper)) for paper, far in zip(COLOURS[PAPER], COLOURS[full], strict=True)]
    return found


def _fitted(text: str, width: int) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines, of about one length; the smallest size cuts it off."""
    for size, most in TITLE:
        font = _font("serif", size)
        lines = _lines(text, font, width)
        if len(lines) <= most and all(font.getlength(line) <= width for line in lines):
            widths = range(width, max(width // 2, round(max(map(font.getlength, text.split())))), -24)
            narrow = min((each for each in widths if len(_lines(text, font, each)) == len(lines)), default=width)
            return size, _lines(text, font, narrow)
    cut = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return size, [_clipped(line, "serif", size, width) for line in cut if line]


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _clipped(text: str, kind: str, size: int, width: int) -> str:
    """As many words as fit into `width` pixels, or letters of a single long word."""
    if _font(kind, size).getlength(text) <= width:
        return text
    parts = text.split() if " " in text else list(text)
    between = " " if " " in text else ""
    while len(parts) > 1 and _font(kind, size).getlength(between.join(parts) + " …") > width:
        parts.pop()
    return between.join(parts) + " …"
