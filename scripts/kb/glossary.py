"""Terms of the glossary, linked where a page first uses them."""

import re
from functools import lru_cache
from pathlib import Path

from kb.env import ROOT
from kb.source import read_page

PAGE = "reference/glossary.md"
TAG = re.compile(r"(<[^>]+>)")
NAME = re.compile(r"</?([a-z][a-z0-9]*)")
QUOTE = "(?:'|’|&rsquo;)"  # an apostrophe, as written and as rendered
PROSE = {"p", "li", "td"}  # what terms are linked in, one in each at most
LEFT = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "svg", "figure", "section", "blockquote"}  # and what not


def terms(root: Path = ROOT) -> dict[str, str]:
    """Form, in lower case → id of the term's section. Raises Faulty."""
    path = root / "docs" / PAGE
    return _terms(path, root, path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=4)
def _terms(path: Path, root: Path, changed: int) -> dict[str, str]:  # noqa: ARG001  (a changed file is read anew)
    listed = read_page(path, root / "docs").meta.get("terms") or {}
    return {form.lower(): key for key, forms in listed.items() for form in forms}


@lru_cache(maxsize=4)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(form).replace("'", QUOTE) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w&#-])(?:{longest_first})(?![\w-])", re.I)


def linked(html: str, to: str, known: dict[str, str]) -> str:
    """The text of a page with a link at the first use of each term. to: the glossary's address as the page sees it."""
    if not known:
        return html
    pattern, seen, made = _pattern(tuple(known)), set[str](), []
    left, free = 0, False  # how many elements of LEFT are open; whether this block has no link yet
    for part in TAG.split(html):
        if name := NAME.match(part):
            if name[1] in LEFT:
                left += -1 if part.startswith("</") else 1
            elif name[1] in PROSE:
                free = not part.startswith("</")
        elif free and not left:
            for found in pattern.finditer(part):
                key = known[re.sub(QUOTE, "'", found[0]).lower()]
                if key not in seen:
                    seen.add(key)
                    free = False
                    part = f'{part[: found.start()]}<a class="term" href="{to}#{key}">{found[0]}</a>{part[found.end() :]}'
                    break
        made.append(part)
    return "".join(made)
