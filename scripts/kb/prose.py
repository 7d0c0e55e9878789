"""Sentences of a Markdown page, and those that state a figure about the company without a source."""

import re
from collections.abc import Iterator

from kb.facts import CITATION
from kb.faults import Fault
from kb.source import HEADING, Page

COMPANY = re.compile(r"\b(TikTok|ByteDance|Douyin)(?:['’]s)?\b")
FIGURE = re.compile(
    r"[0-9]|\b(?:hundred|thousand|million|billion|trillion|percent|per cent|dozens?|twice|half|quarter of|third of)\b", re.I
)
MARK = re.compile(r"^(?:\s*(?:[-*+]|\d+[.)]|>|!!!|\?\?\?|:)\s*)+")
END = re.compile(r"(?<=[.!?])[\"”’)]*((?:\s*\[@[\w-]+\])*)\s+(?=[A-Z\"“(*\[])")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def sentences(page: Page) -> Iterator[tuple[int, str]]:
    """Each sentence with the line it begins on. A citation belongs to the sentence that it follows; a cell of a table, an
    item of a list and a paragraph each end a sentence; headings are none.
    """
    for line, block in _blocks(page):
        start = 0
        for end in END.finditer(block):
            yield line, block[start : end.end()].strip()
            start = end.end()
        if block[start:].strip():
            yield line, block[start:].strip()


def _blocks(page: Page) -> Iterator[tuple[int, str]]:
    """Paragraphs and list items joined to one line each, and table cells."""
    first, words = 0, ""
    for line, text in page.body:
        ends = not text.strip() or HEADING.match(text) or text.lstrip().startswith("|") or MARK.match(text)
        if ends and words:
            yield first, words
            words = ""
        if HEADING.match(text):
            continue
        if text.lstrip().startswith("|"):
            yield from ((line, cell.strip()) for cell in text.strip().strip("|").split("|") if cell.strip())
        elif text.strip():
            if not words:
                first = line
            words = f"{words} {MARK.sub('', text).strip()}".strip()
    if words:
        yield first, words


def uncited(page: Page) -> Iterator[Fault]:
    """Sentences that name the company, hold a figure, a date or an amount, and carry no citation."""
    for line, sentence in sentences(page):
        told = QUOTED.sub("", re.sub(r"\]\([^)]*\)", "]", sentence))  # a question to practise is no statement; nor is an address
        if COMPANY.search(told) and FIGURE.search(CITATION.sub("", told)) and not CITATION.search(sentence):
            what = f"A figure about the company without a source: “{sentence[:90]}”"
            yield Fault(page.file, line, "uncited", what, "cite the fact, `[@fact-id]`, or take the figure out")
