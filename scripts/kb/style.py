"""The writing rules of STYLE.md that a machine can check, with their lists in docs/data/style.yml.

A fault can be let stand only by an entry of `exceptions` there, which says why; one that no longer applies is a fault itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.env import ROOT
from kb.facts import CITATION
from kb.faults import Fault
from kb.prose import sentences
from kb.records import read
from kb.source import Page

FILE = "docs/data/style.yml"
LONGEST = 32  # words of a sentence
GRADE = 10.0  # of a page
REPEATED = 12  # words in a row that stand on two pages
WORD = re.compile(r"[A-Za-z0-9][\w'’-]*")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|`[^`]*`")
TARGET = re.compile(r"\]\([^)]*\)")


@dataclass(frozen=True)
class Sentence:
    line: int
    text: str  # without citations and the addresses of links
    words: tuple[str, ...]


Told = list[tuple[Page, list[Sentence]]]


def check(pages: list[Page]) -> Iterator[Fault]:
    """Every departure from the rules that no exception covers, and every exception that covers nothing."""
    record = read(ROOT / FILE, "style", ROOT)
    told = [(page, [_read(line, text) for line, text in sentences(page)]) for page in pages]
    allowed = {
        (each["page"], each["rule"], each["text"].casefold()): number for number, each in enumerate(record.data["exceptions"])
    }
    used = set()
    for fault, text in _faults(told, record.data):
        found = next(
            (key for key in allowed if key[0] == fault.file and key[1] == fault.rule and key[2] in text.casefold()), None
        )
        if found:
            used.add(found)
        else:
            yield fault
    for key, number in allowed.items():
        if key not in used:
            what = f"The exception for {key[0]} ({key[1]}) covers nothing any more."
            yield Fault(FILE, record.line("exceptions", number), "needless", what, "remove it")


def _read(line: int, text: str) -> Sentence:
    plain = TARGET.sub("]", CITATION.sub("", text))
    return Sentence(line, plain, tuple(WORD.findall(plain)))


def _faults(told: Told, rules: dict[str, Any]) -> Iterator[tuple[Fault, str]]:
    """Each fault with the text that it is about."""
    filler = re.compile(rf"\b({'|'.join(rules['filler'])})\b", re.I)
    terms = [
        (re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, each['not']))})(?![\w-])"), each["write"]) for each in rules["terms"]
    ]
    for page, said in told:
        for each in said:
            own = QUOTED.sub("", each.text)
            for found in filler.findall(own):
                yield Fault(page.file, each.line, "filler", f"“{found}” says nothing.", "cut it, or say what is meant"), each.text
            for pattern, write in terms:
                for found in pattern.findall(own):
                    yield (
                        Fault(page.file, each.line, "term", f"“{found}” is not the word this guide uses.", f"write “{write}”"),
                        each.text,
                    )
            if len(each.words) > LONGEST:
                what = f"A sentence of {len(each.words)} words: “{each.text[:60]} …”"
                yield (
                    Fault(page.file, each.line, "long-sentence", what, f"make two of it; {LONGEST} words are the most"),
                    each.text,
                )
        if (level := grade(said)) > GRADE:
            what = f"The page reads at grade {level:.1f}; {GRADE:.0f} is the most."
            yield Fault(page.file, 0, "grade", what, "shorten sentences, and choose shorter words"), page.path
    yield from _repeated(told)


def _repeated(told: Told) -> Iterator[tuple[Fault, str]]:
    first: dict[tuple[str, ...], tuple[Page, int]] = {}
    for page, said in told:
        for each in said:
            words = tuple(word.casefold() for word in each.words)
            for start in range(len(words) - REPEATED + 1):
                run = words[start : start + REPEATED]
                other, line = first.setdefault(run, (page, each.line))
                if other is not page:
                    what = f"“{' '.join(run)} …” stands on {other.file}:{line} as well."
                    yield Fault(page.file, each.line, "repeated", what, "say it in other words, or link there"), each.text
                    break


def grade(said: list[Sentence]) -> float:
    """The Flesch-Kincaid grade of sentences of four words or more (J. P. Kincaid and others, 1975, Research Branch Report 8-75):
    0.39 words a sentence + 11.8 syllables a word - 15.59.
    """
    counted = [each.words for each in said if len(each.words) > 3]
    words = [word for each in counted for word in each]
    return 0.39 * len(words) / len(counted) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59 if words else 0.0


@cache
def _syllables(word: str) -> int:
    """Groups of vowels, a silent ending left out."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= 3:
        return 1
    letters = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", letters)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", letters)))
