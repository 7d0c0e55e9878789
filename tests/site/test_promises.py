"""What the built site promises to readers and to programs."""

import json
import os
import subprocess
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import jsonschema
import pytest
from lxml import html
from PIL import Image

from kb import facts, packs, permalinks, records, rules, source
from kb import site as built
from kb.env import ROOT
from kb.host import Served
from kb.writers import cards

POINTS = [f"{kind}{number}" for kind, last in (("R", 7), ("U", 6), ("C", 3), ("I", 7)) for number in range(last + 1)]
POINTS = [point for point in POINTS if point not in ("U0", "C0")]
SOURCES = source.read_all(ROOT / "docs")


def sections(site: Served) -> list[dict]:
    return json.loads((site.folder / "sections.json").read_text())["sections"]


@pytest.mark.parametrize("where", ["site", "below"])
def test_every_link_and_fragment_leads_somewhere(where: str, request: pytest.FixtureRequest) -> None:
    site: Served = request.getfixturevalue(where)
    trees = {path: html.parse(path).getroot() for path in site.folder.rglob("*.html")}
    ids = {path: set(tree.xpath("//@id")) for path, tree in trees.items()}
    dead = []
    for path, tree in trees.items():
        here = urljoin(site.url, path.relative_to(site.folder).as_posix().removesuffix("index.html"))
        refresh = [text.partition("url=")[2] for text in tree.xpath("//meta[@http-equiv='refresh']/@content")]
        for link in chain(tree.xpath("//@href | //@src"), refresh):
            there = urlsplit(urljoin(here, link))
            if not there.geturl().startswith(site.url):
                if there.hostname in (None, "127.0.0.1"):
                    dead.append(f"{here}: {link} leaves the site")
                continue
            file = site.folder / unquote(there.path).removeprefix(urlsplit(site.url).path)
            file = file / "index.html" if there.path.endswith("/") else file
            known = link.endswith(".svg#mark") or packs.FRAGMENT.fullmatch(there.fragment)
            if not file.is_file() or (there.fragment and not known and unquote(there.fragment) not in ids.get(file, ())):
                dead.append(f"{here}: {link}")
    assert len(trees) > 200
    assert not dead


def test_the_section_list_is_complete_and_keeps_its_schema(site: Served) -> None:
    listing = json.loads((site.folder / "sections.json").read_text())
    schema = json.loads((site.folder / "sections.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(listing, schema, format_checker=jsonschema.FormatChecker())
    written = {heading.id for page in SOURCES for heading in page.headings() if heading.level > 1}
    listed = [section["id"] for section in listing["sections"]]
    assert written == set(listed)
    assert len(listed) == len(set(listed)) > 150
    assert all(section["answers"] for section in listing["sections"])


def test_every_point_of_the_article_has_a_section_of_substance(site: Served) -> None:
    words = {section.id: section.words for _, section in built.read(site.folder, site.url, "", SOURCES).sections()}
    covered = Counter()
    for page in SOURCES:
        for key, points in (page.meta.get("covers") or {}).items():
            covered.update({point: 1 for point in points if words[key] >= 120})
    assert len(POINTS) == 25
    assert [point for point in POINTS if not covered[point]] == []


def test_every_fact_is_cited_and_every_source_is_dated(site: Served) -> None:
    assert rules.unused(SOURCES, facts.load()) == []
    for item in html.parse(site.folder / "role/recommendations/index.html").xpath("//section[@class='sources']//li"):
        assert any(year in item.text_content() for year in ("20", "undated")), item.text_content()


def told(path: Path) -> dict[str, str]:
    """What a chat app reads of a page: it runs no script and follows no refresh."""
    page = html.parse(path)
    names = page.xpath("//meta[@property or @name]")
    return {"title": page.xpath("string(//title)")} | {
        each.get("property") or each.get("name"): each.get("content") for each in names
    }


def picture(site: Served, address: str) -> Image.Image:
    assert address.startswith(site.url)
    image = Image.open(site.folder / address.removeprefix(site.url))
    image.load()
    assert (site.folder / address.removeprefix(site.url)).stat().st_size < 300_000  # the least that a chat app allows
    return image


def test_a_chat_app_sees_the_section_and_not_the_site(below: Served) -> None:
    drawn = set()
    for section in sections(below):
        path = below.folder / "s" / section["id"] / "index.html"
        seen = told(path)
        assert section["title"] in seen["title"]
        assert seen["og:title"] == seen["twitter:title"] == section["title"]
        assert seen["og:description"] == seen["description"] == section["summary"]
        assert seen["og:url"] == section["share_url"]
        assert seen["twitter:card"] == "summary_large_image"
        assert seen["og:image"] == seen["twitter:image"]
        card = picture(below, seen["og:image"])
        assert card.size == (int(seen["og:image:width"]), int(seen["og:image:height"])) == (1200, 630)
        drawn.add(card.tobytes())
        page = html.parse(path)
        assert page.xpath("string(//link[@rel='canonical']/@href)") == section["url"]
        assert section["summary"] in page.xpath("string(//main)")
    assert len(drawn) == len(sections(below))  # each its own


def test_every_page_and_every_ready_pack_has_a_preview_of_its_own(below: Served) -> None:
    seen = [told(below.folder / page.url / "index.html") for page in SOURCES]
    for each, page in zip(seen, SOURCES, strict=True):
        assert page.meta["title"] in each["title"] or page.url == ""
        assert each["og:description"] == page.meta["description"]
        assert picture(below, each["og:image"]).size == (1200, 630)
    assert len({each["og:title"] for each in seen}) == len({each["og:image"] for each in seen}) == len(SOURCES)
    assert sum("pack" in page.meta for page in SOURCES) >= 8


def test_a_card_holds_a_long_title_and_odd_words_within_its_edges() -> None:
    for title in ("W" * 60, "Supercalifragilistic " * 12, "Ångström, 100 % “quoted” – §", "x"):
        image = cards.draw(cards.Card("Topic " * 20, title, "Where it stands " * 9, "TikTok PM guide"))
        beside = image.crop((30, 0, *cards.SIZE)).point(lambda level: 255 * (level != cards.PAPER), "L")  # of the green edge
        left, top, right, bottom = beside.getbbox()
        assert left >= 20 and top >= 40 and right <= cards.WIDTH - 30 - 50 and bottom <= 600


def test_no_address_ever_recorded_is_lost(below: Served) -> None:
    """Every id and page of every version of the record, as readers have them in old messages."""
    log = subprocess.run(
        ["git", "log", "--format=%H", "--", permalinks.FILE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    now = json.loads((below.folder / "permalinks.json").read_text())
    lost, replayed = [], set()
    for revision in log.stdout.split():
        text = subprocess.run(["git", "show", f"{revision}:{permalinks.FILE}"], cwd=ROOT, capture_output=True, text=True).stdout
        replayed.update(
            (key, entry if isinstance(entry, str) else "") for key, entry in records.parse(text, revision).data.items()
        )
    assert len(replayed) > 280
    for key, path in sorted(replayed):
        if not permalinks.is_page(key):
            share = html.parse(below.folder / "s" / key / "index.html")
            target = share.xpath("substring-after(//meta[@http-equiv='refresh']/@content, 'url=')")
            if target:
                address, _, fragment = target.partition("#")
                there = (below.folder / "s" / key / address / "index.html").resolve()
                assert html.parse(there).xpath("boolean(//*[@id=$id])", id=fragment), key
            elif key not in now["retired"]:
                lost.append(key)
        for page in filter(None, (path, key if permalinks.is_page(key) else "")):
            if not (below.folder / source.address(page) / "index.html").is_file():
                lost.append(page)
        if not permalinks.is_page(key) and not any(key in now[part] for part in ("sections", "moved", "retired")):
            lost.append(f"{path}#{key}")
    assert lost == []


def test_every_page_says_that_it_is_independent(site: Served) -> None:
    for path in site.folder.rglob("*.html"):
        foot = html.parse(path).xpath("string(//footer[last()])")
        assert "independent" in foot and "endorsed by TikTok" in foot, path


def test_two_builds_are_the_same_to_the_byte(site: Served, tmp_path: Path) -> None:
    again = tmp_path / "again"
    subprocess.run([sys.executable, "scripts/build", str(again)], cwd=ROOT, env=os.environ | {"SITE_URL": site.url}, check=True)
    files = sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(site.folder) for path in site.folder.rglob("*") if path.is_file())
    assert [file for file in files if (again / file).read_bytes() != (site.folder / file).read_bytes()] == []


def test_nothing_of_the_theme_is_published_that_nobody_uses(site: Served) -> None:
    assert not list(site.folder.glob("assets/javascripts/*"))
    assert not list(site.folder.rglob("facts.yml"))
