"""Figures, docs/figures/<name>.svg: a line `[@figure:<name>]` alone puts one into a page. A line `[@try:<name>]` puts a small
model to try there, overrides/assets/try/<name>.js.

They are part of the page, so that the site's own colours and type reach them in both schemes and in print. A figure has a title,
which names it for those who do not see it, and a desc, which is its caption; its looks come from classes of site.css alone.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from kb.env import ROOT
from kb.faults import Fault, nearest
from kb.source import Page

FOLDER = "docs/figures"
MODELS = "overrides/assets/try"
INSERT = re.compile(r"^\[@(figure|try):([a-z0-9-]+)\]\s*$")
SVG = "{http://www.w3.org/2000/svg}"
WIDTH = 360  # of every figure, so that its text is legible on a phone
SHAPES = {"g", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text", "tspan", "title", "desc"}
GEOMETRY = {
    "class", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width", "height", "points",
    "transform",
}  # fmt: skip


def check(pages: Iterable[Page], root: Path = ROOT) -> Iterator[Fault]:
    """Figures that pages name are there; those that are there keep the rules, and a page shows them."""
    there = {
        "figure": {path.stem for path in (root / FOLDER).glob("*.svg")},
        "try": {path.stem for path in (root / MODELS).glob("*.js")} - {"slider"},
    }
    shown = set()
    for page in pages:
        for line, text in page.body:
            if found := INSERT.match(text):
                kind, name = found.groups()
                shown.add(name)
                if name not in there[kind]:
                    near = nearest(name, there[kind])
                    mend = f"use `{near}`" if near else f"add it to {FOLDER if kind == 'figure' else MODELS}/"
                    yield Fault(page.file, line, kind, f"There is no {kind} `{name}`.", mend)
    for name in sorted(there["figure"]):
        file = f"{FOLDER}/{name}.svg"
        if name not in shown:
            yield Fault(file, 0, "figure", "No page shows this figure.", f"put `[@figure:{name}]` on a page, or remove the file")
        yield from _faults(file, (root / file).read_bytes())


def _faults(file: str, content: bytes) -> Iterator[Fault]:
    try:
        tree: Any = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        yield Fault(file, error.lineno or 0, "figure", f"This is not well-formed: {error.msg}.", "correct that line")
        return
    box = (tree.get("viewBox") or "").split()
    if tree.tag != f"{SVG}svg" or set(tree.attrib) != {"viewBox"} or box[:3] != ["0", "0", str(WIDTH)]:
        yield Fault(
            file,
            1,
            "figure",
            "The root is not as the rules have it.",
            f'write `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} 200">`',
        )
    if [child.tag for child in tree[:2]] != [f"{SVG}title", f"{SVG}desc"] or not all(child.text for child in tree[:2]):
        yield Fault(file, 1, "figure", "It does not begin with a title and a desc.", "say what it shows, and what it tells")
    for element in tree.iter():
        if element is tree:
            continue
        tag = str(element.tag).removeprefix(SVG)
        if tag not in SHAPES:
            yield Fault(file, element.sourceline or 0, "figure", f"`<{tag}>` is not allowed.", "draw with plain shapes and text")
        for name in sorted(map(str, set(element.attrib) - GEOMETRY)):
            yield Fault(file, element.sourceline or 0, "figure", f"`{name}` is not allowed.", "use the classes of site.css")


def html(line: str, root: Path = ROOT) -> str:
    """What a line stands for, as HTML on one line; "" where there is no such thing."""
    found = INSERT.match(line)
    kind, name = found.groups() if found else ("", "")
    if kind == "try":
        return f'<div class="try figure" data-try="{name}"></div>'
    path = root / FOLDER / f"{name}.svg"
    return _html(path, path.stat().st_mtime_ns) if path.exists() else ""


@lru_cache
def _html(path: Path, changed: int) -> str:  # noqa: ARG001  (a changed file is read anew)
    tree = etree.fromstring(
        path.read_bytes(), etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    )
    title, desc = (" ".join((tree.findtext(f"{SVG}{name}") or "").split()) for name in ("title", "desc"))
    for child in list(tree)[:2]:
        tree.remove(child)
    tree.set("role", "img")
    tree.set("aria-label", title)
    caption = etree.Element("figcaption")
    caption.text = desc
    drawn = etree.tostring(tree, encoding="unicode") + etree.tostring(caption, encoding="unicode")
    return f'<figure class="figure">{" ".join(drawn.split())}</figure>'
