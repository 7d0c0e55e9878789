"""search/<version>.json: all that search needs in the browser, fetched when it is first used.

Ranking is BM25F (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations and
Trends in Information Retrieval 3(4), 2009, section 3.6): for a word w in a section d,

    tf(w, d) = sum over fields f of  weight_f * count_f(w, d) / (1 - b_f + b_f * length_f(d) / average length_f)
    score    = sum over words of  idf(w) * tf(w, d) / (K1 + tf(w, d))

The last factor is worked out here and stored as one of LEVELS steps, so that the browser only adds up. The questions that
a section answers are kept one by one, so that a query can be compared with the question most like it.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from kb.site import Page, Section, Site
from kb.synonyms import Groups
from kb.tokens import stem, tokens, words


@dataclass(frozen=True)
class Field:
    weight: float
    b: float  # how much a long field is held against it, from 0 to 1


FIELDS = {"title": Field(6, 0.3), "page": Field(1.5, 0.3), "text": Field(0.7, 0.6)}
K1 = 4.0
LEVELS = 16
COMMON = 0.115  # a word in the text of more than this share of the sections counts only where a title or a question has it,
RARE = 1  # and one in the text of more sections than this only where it stands twice (pruning after D. Carmel and others, 2001),
NAME = re.compile(r"\b[A-Z][\w’-]+")  # unless it is a name: a word that the text never writes with a small letter
BANK = "practice"  # a topic of which title, questions and first sentence are searched alone: it asks where others answer
PRIOR = {BANK: 0.6, "practice/examples": 0.9, "packs": 0.9, "reference": 0.85}  # what a section of a topic counts beside others
ASKED = 0.1  # a word in more than this share of the questions is left out of them
LETTERS = "abcdefghijklmnop"  # levels, the lowest first
QUESTIONS = "~"  # what stands before the numbers of questions
DIGITS = "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`qr"  # none of the above, no blank, quote or backslash


def write(site: Site, version: str, groups: Groups) -> None:
    """Write the index below search/, under a name that changes with what it was made from."""
    folder = site.root / "search"
    folder.mkdir(exist_ok=True)
    text = json.dumps(index(site, version, groups), ensure_ascii=False, separators=(",", ":"))
    (folder / f"{version}.json").write_text(text, "utf-8", newline="\n")
    (site.root / "opensearch.xml").write_text(_description(site), "utf-8", newline="\n")


def _description(site: Site) -> str:
    """The OpenSearch description by which browsers offer the site's search: https://github.com/dewitt/opensearch."""
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{escape(site.name[:16])}</ShortName>
<Description>{escape(site.name)}: search for a section</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image width="16" height="16" type="image/svg+xml">{escape(site.url)}assets/favicon.svg</Image>
<Url type="text/html" template="{escape(site.url)}?q={{searchTerms}}"/>
</OpenSearchDescription>
"""


def index(site: Site, version: str, groups: Groups) -> dict[str, Any]:
    """The index as overrides/assets/search/rank.js reads it."""
    found = list(site.sections())
    pages = list(dict.fromkeys(page.url for page, _ in found))
    by_url = {page.url: page for page, _ in found}
    levels, asked = _levels(found), _asked(found)
    packed = {form: _packed(levels.get(term, {}), asked.get(term, [])) for form, term in _forms(found, {*levels, *asked})}
    return {
        "version": version,
        "topics": {page.topic: _label(page) for page in site.pages if page.topic and page.url == page.topic + "/"},
        "prior": PRIOR,
        "stages": {page.url.split("/")[-2]: _label(page) for page in _steps(site)},
        "ask": next((page.meta.get("ask", []) for page in site.pages if not page.url), []),
        "pages": [[url, by_url[url].title, by_url[url].topic, by_url[url].meta.get("stages", [])] for url in pages],
        "sections": [[section.id, section.title, pages.index(page.url), section.minutes] for page, section in found],
        "questions": [len(_questions(page, section)) for page, section in found],
        "terms": _front_coded(sorted(packed)),
        "postings": " ".join(packed[form] for form in sorted(packed)),
        "synonyms": [[" ".join(tokens(name, whole=False)) for name in group] for group in groups],
    }


def _label(page: Page) -> str:
    return str(page.meta.get("short") or page.title)


def _steps(site: Site) -> list[Page]:
    return sorted((page for page in site.pages if page.meta.get("step")), key=lambda page: int(page.meta["step"]))


def _levels(found: list[tuple[Page, Section]]) -> dict[str, dict[int, int]]:
    """Stem → number of a section → level of its score there, from 0."""
    counts = {name: [Counter(tokens(text)) for text in texts] for name, texts in _fields(found).items()}
    average = {name: sum(each.total() for each in counts[name]) / len(found) or 1 for name in counts}
    spread = Counter(word for each in counts["text"] for word in each)
    texts = _fields(found)["text"]
    small = {word for text in texts for word in tokens(NAME.sub(" ", text))}
    names = {word for text in texts for name in NAME.findall(text) for word in tokens(name)} - small
    weights: dict[str, dict[int, float]] = {}
    for name, field in FIELDS.items():
        for number, here in enumerate(counts[name]):
            norm = 1 - field.b + field.b * here.total() / average[name]
            for word, count in here.items():
                passing = count == 1 and spread[word] > RARE and word not in names
                if name == "text" and (passing or spread[word] > COMMON * len(found) + 3):
                    continue
                postings = weights.setdefault(word, {})
                postings[number] = postings.get(number, 0) + field.weight * count / norm
    return {
        word: {number: min(LEVELS - 1, math.floor(LEVELS * tf / (K1 + tf))) for number, tf in postings.items()}
        for word, postings in weights.items()
    }


def _asked(found: list[tuple[Page, Section]]) -> dict[str, list[int]]:
    """Stem → numbers of the questions that have it; questions are numbered through all sections."""
    questions = [question for page, section in found for question in _questions(page, section)]
    numbers: dict[str, list[int]] = {}
    for number, question in enumerate(questions):
        for word in dict.fromkeys(tokens(question)):
            numbers.setdefault(word, []).append(number)
    return {word: those for word, those in numbers.items() if len(those) <= ASKED * len(questions) + 3}


def _questions(page: Page, section: Section) -> list[str]:
    return list(page.meta.get("answers", {}).get(section.id, ()))


def _forms(found: list[tuple[Page, Section]], terms: set[str]) -> list[tuple[str, str]]:
    """The most common form of each stem, with the stem: readers are shown the form, and the stem is worked out again."""
    forms: dict[str, Counter[str]] = {}
    texts = [text for field in _fields(found).values() for text in field]
    for text in [*texts, *("\n".join(_questions(page, section)) for page, section in found)]:
        for word in words(text):
            forms.setdefault(stem(word), Counter())[word] += 1
    return [(max(sorted(forms[term]), key=forms[term].__getitem__), term) for term in sorted(terms)]


def _fields(found: list[tuple[Page, Section]]) -> dict[str, list[str]]:
    return {
        "title": [section.title for _, section in found],
        "page": [page.title for page, _ in found],
        "text": [section.summary if page.topic == BANK else section.own for page, section in found],
    }


def _front_coded(words: list[str]) -> str:
    """Sorted words, each as the number of letters it shares with the one before (0-9, A-Z) and the rest."""
    coded, last = [], ""
    for word in words:
        shared = 0
        while shared < min(len(word), len(last), 35) and word[shared] == last[shared]:
            shared += 1
        coded.append(f"{'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'[shared]}{word[shared:]}")
        last = word
    return " ".join(coded)


def _packed(levels: dict[int, int], questions: list[int]) -> str:
    """Postings of a word: for each level its letter, then the gaps between the numbers of its sections; then, after a mark,
    the gaps between the numbers of its questions. A gap is written in base 32, its last digit from the first half of DIGITS
    and those before it from the second.
    """
    packed = []
    for level in sorted(set(levels.values()), reverse=True):
        packed += [LETTERS[level], *_gaps(number for number, its in levels.items() if its == level)]
    if questions:
        packed += [QUESTIONS, *_gaps(questions)]
    return "".join(packed)


def _gaps(numbers: Iterable[int]) -> Iterator[str]:
    last = -1
    for number in sorted(numbers):
        yield _number(number - last - 1)
        last = number


def _number(value: int) -> str:
    digits = DIGITS[value % 32]
    while value := value // 32:
        digits = DIGITS[32 + (value % 32)] + digits
    return digits
