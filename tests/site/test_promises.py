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

from kb import facts, rules, source
from kb import site as built
from kb.env import ROOT
from kb.host import Served

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
            if not file.is_file() or (
                there.fragment and not link.endswith(".svg#mark") and unquote(there.fragment) not in ids.get(file, ())
            ):
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


def test_a_chat_app_sees_the_section_and_not_the_site(site: Served) -> None:
    for section in sections(site):
        page = html.parse(site.folder / "s" / section["id"] / "index.html")
        told = dict(zip(page.xpath("//meta/@property"), page.xpath("//meta[@property]/@content"), strict=True))
        assert told["og:title"] == section["title"]
        assert told["og:description"] == section["summary"]
        assert told["og:url"] == section["share_url"]
        assert page.xpath("string(//link[@rel='canonical']/@href)") == section["url"]


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
