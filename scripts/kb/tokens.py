"""Words as search sees them. overrides/assets/search/tokens.js does the same; tests/data/tokens.json holds both to it.

The stemmer is steps 1a, 1b and 1c of Porter's: M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980. It unites
the forms of one word (share, shares, shared, sharing) and leaves related words (recommend, recommender) to the ranking.
"""

import re
import unicodedata
from functools import cache

MARKS = re.compile(r"[\u0300-\u036f]")
POSSESSIVE = re.compile(r"['’]s?(?![^\W_])")
APOSTROPHE = re.compile(r"['’]")
RUN = re.compile(r"[^\W_]+(?:[-‐‑/&][^\W_]+)*")
WORD = re.compile(r"[^\W_]+")
SHORT = re.compile(r"^[^aeiouy]*[aeiouy][^aeiouywx]$")  # mak-, hir-: an e was dropped
LATIN = re.compile(r"^[a-z]+$")


def tokens(text: str, *, whole: bool = True) -> list[str]:
    """Stems in the order of the text. A compound such as "short-form" gives its parts and, with `whole`, then itself.

    >>> tokens("TikTok’s short-form videos")
    ['tiktok', 'short', 'form', 'shortform', 'video']
    """
    return [stem(word) for word in words(text, whole=whole)]


def words(text: str, *, whole: bool = True) -> list[str]:
    """As `tokens`, before the endings are taken off."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = MARKS.sub("", unicodedata.normalize("NFD", text))
    text = APOSTROPHE.sub("", POSSESSIVE.sub("", text))
    found: list[str] = []
    for run in RUN.findall(text):
        parts = WORD.findall(run)
        found += parts
        if whole and len(parts) > 1:
            found.append("".join(parts))
    return found


@cache
def stem(word: str) -> str:
    """The word without the endings of its inflection. Words under four letters, and those not in Latin letters, stay."""
    if len(word) < 4 or not LATIN.match(word):
        return word
    if word.endswith("sses"):
        word = word[:-2]
    elif word.endswith("ies"):
        word = word[:-3] + ("y" if len(word) > 4 else "ie")
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("eed", "ed", "ing"):
        if word.endswith(ending):
            base = word[: -len(ending)]
            if ending == "eed":
                word = word[:-1] if _measure(base) else word
            elif _has_vowel(base) and len(base) > 2:
                word = _tidy(base)
            break
    if len(word) > 3 and word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    if len(word) > 4 and word.endswith("e"):  # Porter's step 5a, so that "share" and "sharing" meet
        word = word[:-1]
    return word


def _tidy(base: str) -> str:
    if base.endswith(("at", "bl", "iz")):
        return base + "e"
    if SHORT.match(base):
        return base + "e"
    if base[-1] == base[-2] and base[-1] not in "aeioulsz":
        return base[:-1]
    return base


def _has_vowel(word: str) -> bool:
    return any(letter in "aeiouy" for letter in word)


def _measure(word: str) -> bool:
    """Whether a vowel is followed by a consonant."""
    return bool(re.search(r"[aeiouy][^aeiouy]", word))
