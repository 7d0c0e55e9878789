"""search/<version>.json: all that search needs in the browser, fetched when it is first used.

Ranking is BM25F (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations and
Trends in Information Retrieval 3(4), 2009, section 3.6): for a word w in a section d,

    tf(w, d) = sum over fields f of  weight_f * count_f(w, d) / (1 - b_f + b_f * length_f(d) / average length_f)
    score    = sum over words of  idf(w) * tf(w, d) / (K1 + tf(w, d))

The last factor is worked out here and stored as one of LEVELS steps, so that the browser only adds up.
"""

import json
import math
from collections import Counter
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


FIELDS = {"title": Field(6, 0.3), "answers": Field(6, 0.5), "page": Field(1.5, 0.3), "text": Field(0.7, 0.6)}
K1 = 4.0
LEVELS = 16
COMMON = 0.1  # a word in the text, or the questions, of more than this share of the sections counts only where a title has it,
FREQUENT = 0.03  # and one in more than this share only where the text has it twice (pruning after D. Carmel and others, 2001)
DIGITS = "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`qr"  # not the level letters, blank, quote, backslash
LETTERS = "abcdefghijklmnop"  # levels, the lowest first


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
    terms = _by_form(found, _postings(found))
    return {
        "version": version,
        "topics": {page.topic: _label(page) for page in site.pages if page.topic and page.url == page.topic + "/"},
        "stages": {page.url.split("/")[-2]: _label(page) for page in _steps(site)},
        "ask": next((page.meta.get("ask", []) for page in site.pages if not page.url), []),
        "pages": [[url, by_url[url].title, by_url[url].topic, by_url[url].meta.get("stages", [])] for url in pages],
        "sections": [[section.id, section.title, pages.index(page.url), section.minutes] for page, section in found],
        "terms": _front_coded(sorted(terms)),
        "postings": " ".join(_packed(terms[word]) for word in sorted(terms)),
        "synonyms": [[" ".join(tokens(name, whole=False)) for name in group] for group in groups],
    }


def _label(page: Page) -> str:
    return str(page.meta.get("short") or page.title)


def _steps(site: Site) -> list[Page]:
    return sorted((page for page in site.pages if page.meta.get("step")), key=lambda page: int(page.meta["step"]))


def _postings(found: list[tuple[Page, Section]]) -> dict[str, dict[int, int]]:
    """Word → number of a section → level of its score there, from 0."""
    counts = {name: [Counter(tokens(text)) for text in texts] for name, texts in _texts(found).items()}
    average = {name: sum(each.total() for each in counts[name]) / len(found) or 1 for name in counts}
    most, many = (share * len(found) + 3 for share in (COMMON, FREQUENT))
    spread = {name: Counter(word for each in counts[name] for word in each) for name in FIELDS}
    weights: dict[str, dict[int, float]] = {}
    for name, field in FIELDS.items():
        for number, here in enumerate(counts[name]):
            norm = 1 - field.b + field.b * here.total() / average[name]
            for word, count in here.items():
                if name in ("text", "answers") and spread[name][word] > most:
                    continue
                if name == "text" and spread[name][word] > many and count == 1:
                    continue
                postings = weights.setdefault(word, {})
                postings[number] = postings.get(number, 0) + field.weight * count / norm
    return {
        word: {number: min(LEVELS - 1, math.floor(LEVELS * tf / (K1 + tf))) for number, tf in postings.items()}
        for word, postings in weights.items()
    }


def _by_form(found: list[tuple[Page, Section]], terms: dict[str, dict[int, int]]) -> dict[str, dict[int, int]]:
    """The postings by the most common form of each stem: readers are shown that, and its stem is worked out again."""
    forms: dict[str, Counter[str]] = {}
    for texts in _texts(found).values():
        for text in texts:
            for word in words(text):
                forms.setdefault(stem(word), Counter())[word] += 1
    return {max(sorted(forms[term]), key=forms[term].__getitem__): postings for term, postings in terms.items()}


def _texts(found: list[tuple[Page, Section]]) -> dict[str, list[str]]:
    return {
        "title": [section.title for _, section in found],
        "answers": ["\n".join(page.meta.get("answers", {}).get(section.id, ())) for page, section in found],
        "page": [page.title for page, _ in found],
        "text": [section.own for _, section in found],
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


def _packed(levels: dict[int, int]) -> str:
    """Postings of a word: for each level its letter, then the gaps between section numbers in base 64, the last digit of a
    number below 32 and those before it 32 or more.
    """
    packed = []
    for level in sorted(set(levels.values()), reverse=True):
        packed.append(LETTERS[level])
        last = -1
        for number in sorted(number for number, its in levels.items() if its == level):
            packed.append(_number(number - last - 1))
            last = number
    return "".join(packed)


def _number(value: int) -> str:
    digits = DIGITS[value % 32]
    while value := value // 32:
        digits = DIGITS[32 + (value % 32)] + digits
    return digits
