"""Search, measured in Chromium: this site's beside the libraries it was written instead of."""

import gzip
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from kb import judged, permalinks, site, source, synonyms
from kb.bench import peers as others
from kb.browser import FLAGS, chromium
from kb.build import build
from kb.env import ROOT, say
from kb.host import serve
from kb.judged import Score
from kb.site import Page, Section, Site
from kb.writers import cards, search

ENGINES = Path(__file__).with_name("engines.js")
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1638 * 1024 / 8, "uploadThroughput": 750 * 1024 / 8}  # slow 4G
SLOWDOWN = 4  # of the processor, as on a cheap phone


def run(peers: bool, misses: bool) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name) / "site"
        build(folder, "http://127.0.0.1/")
        read = site.read(folder, "http://127.0.0.1/", "", source.read_all(ROOT / "docs"))
        read = replace(read, pages=tuple(page for page in read.pages if page.source))
        engines = {"ours": {"module": "rank", "index": next((folder / "search").glob("*.json")).name}}
        if peers:
            engines |= others.make(folder, sections(read))
        (folder / "engines.js").write_text(ENGINES.read_text("utf-8"), "utf-8")
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or chromium(), args=list(FLAGS))
        with serve(folder) as url:
            _relevance(browser, url, engines, misses)
            _cost(browser, url, folder, engines)
            _growth(browser, url, folder, read)
        browser.close()
        _cards(read, Path(name))


def sections(read: Site) -> list[dict[str, str]]:
    """What every engine is given of a section: its id, title, questions and text."""
    return [
        {"id": s.id, "title": s.title, "questions": "\n".join(page.meta.get("answers", {}).get(s.id, ())), "text": s.own}
        for page, s in read.sections()
    ]


def _relevance(browser: Browser, url: str, engines: Mapping[str, Any], misses: bool) -> None:
    queries = judged.load()
    table: dict[str, Mapping[str, Score]] = {}
    for name, engine in engines.items():
        found = _in_page(browser, url, "ranked", engine, [query.text for query in queries])
        table[name] = judged.scores(queries, found)
        if misses and name == "ours":
            for query, hits in zip(queries, found, strict=True):
                if judged.rank(query, hits) != 1:
                    say(
                        f"{query.kind:13} {query.text!r}: wants {' '.join(query.sections) or 'nothing'}, got {' '.join(hits[:3])}"
                    )
    _print(
        f"Relevance on {len(queries)} judged queries: right section first / among three, %, and mean reciprocal rank",
        ["kind", *engines],
        [[f"{kind} ({score.queries})", *(_told(table[name][kind]) for name in engines)] for kind, score in table["ours"].items()],
    )


def _told(score: Score) -> str:
    return f"{100 * score.first:.1f} / {100 * score.three:.1f}  {score.reciprocal:.3f}"


def _cost(browser: Browser, url: str, folder: Path, engines: Mapping[str, Any]) -> None:
    rows = []
    keys = [query.text[:length] for query in judged.load()[::12] for length in range(1, len(query.text) + 1, 3)]
    for name, engine in engines.items():
        first = sorted(_first(browser, url, folder, engine) for _ in range(3))
        times = _in_page(browser, url, "timed", engine, keys, slowdown=SLOWDOWN)
        rows.append([name, f"{first[1][1] / 1024:.1f}", f"{first[1][0]:.0f}", *_spread(times)])
    head = ["engine", "KiB (gzip) to first result", "ms to first result", "ms a key, median", "95 % under"]
    _print(f"Cost: first result on slow 4G, keys at {SLOWDOWN}x slowdown (workers are not slowed)", head, rows)


def _first(browser: Browser, url: str, folder: Path, engine: Any) -> tuple[float, int]:
    """Time in ms from nothing to a first result, with a cold cache on a slow link, and the bytes it took."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(url + "sections.json")
        page.evaluate("import('/engines.js')")
        files: set[str] = set()
        page.on("request", lambda request: files.add(request.url.removeprefix(url).partition("?")[0]))
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        taken = page.evaluate("async engine => (await import('/engines.js')).first(engine, 'guardrail')", engine)
    paths = (folder / name for name in files)
    return taken, sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths if path.is_file())


def _growth(browser: Browser, url: str, folder: Path, read: Site) -> None:
    rows = []
    keys = [query.text for query in judged.load()[::12]]
    for number in (len(list(read.sections())), 1_000, 10_000):
        grown = replace(read, pages=tuple(_grown(read, number)))
        text = json.dumps(search.index(grown, "grown", synonyms.load()), ensure_ascii=False, separators=(",", ":"))
        (folder / "search" / "grown.json").write_text(text, "utf-8")
        times = _in_page(browser, url, "timed", {"module": "rank", "index": "grown.json"}, keys)
        index = len(gzip.compress(text.encode(), 9))
        shown = "\n".join(f"{section.title}\n{section.text}" for _, section in grown.sections() if not section.parents)
        share = f"{100 * index / len(gzip.compress(shown.encode(), 9)):.0f} %"
        rows.append([f"{number:,}", f"{index / 1024:.0f}", share, *_spread(times)])
    head = ["sections", "index, KiB gzip", "of the text, gzip", "ms a query, median", "95 % under"]
    _print("Growth: the real sections, then sections mixed from their sentences and from made-up words", head, rows)


def _cards(read: Site, folder: Path) -> None:
    """Share cards beside a build of the site that finds all of them drawn."""
    start = time.perf_counter()
    build(folder / "site", "http://127.0.0.1/")
    whole = time.perf_counter() - start
    rows: list[list[str]] = []
    for number in (400, 400):
        grown = replace(read, root=folder / "cards", pages=tuple(_grown(read, max(number, len(list(read.sections()))))))
        entries: permalinks.Entries = {
            section.id: page.source.removeprefix("docs/") for page, section in list(grown.sections())[:number]
        }
        start = time.perf_counter()
        cards.write(grown, entries, folder / "kept")
        taken = time.perf_counter() - start
        rows.append(
            ["none drawn" if not rows else "all drawn", f"{len(entries)}", f"{taken:.1f}", f"{100 * taken / whole:.0f} %"]
        )
    _print("Share cards: seconds for the cards of 400 sections and all pages", ["before", "sections", "s", "of a build"], rows)


def _spread(times: list[float]) -> list[str]:
    return [f"{statistics.median(times):.1f}", f"{statistics.quantiles(times, n=20)[-1]:.1f}"]


def _grown(read: Site, number: int) -> Iterator[Page]:
    """Pages with `number` sections in all: the real ones, and ones mixed from them in which one word in ten is made up."""
    yield from read.pages
    real = [section for _, section in read.sections()]
    sentences = [sentence for section in real for sentence in section.own.split(". ")]
    chance = random.Random(1)  # noqa: S311  (no secret)
    made_up = ["".join(chance.choices("abcdefghijklmnoprstuvwxyz", k=chance.randint(5, 11))) for _ in range(number * 2)]
    for page in range((number - len(real)) // 10 + (number > len(real))):
        mixed = []
        for place in range(min(10, number - len(real) - 10 * page)):
            words = ". ".join(chance.sample(sentences, 12)).split()
            text = " ".join(chance.choice(made_up) if chance.random() < 0.1 else word for word in words)
            title = " ".join(chance.sample(words, 6))
            mixed.append(Section(f"mixed-{page}-{place}", title, 2, (), text, text, ""))
        yield Page("", f"mixed/{page}/", frozenset(), (), tuple(mixed), {"title": f"Mixed {page}"}, f"docs/mixed/{page}.md")


def _in_page(browser: Browser, url: str, function: str, engine: Any, queries: Sequence[str], slowdown: int = 1) -> Any:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(600_000)
        page.goto(url + "sections.json")
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        call = f"async ([engine, queries]) => (await import('/engines.js')).{function}(engine, queries)"
        return page.evaluate(call, [engine, list(queries)])


def _print(title: str, head: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    print(f"\n{title}\n")
    for row in [head, ["-" * width for width in widths], *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
