"""The dated, sourced facts that pages cite."""

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.env import ROOT
from kb.faults import Fault, Faulty
from kb.records import read

CITATION = re.compile(r"\[@([\w-]+)\]")  # of a fact, on a page
TRUST = {"primary": "primary source", "press": "press report", "secondary": "reported, not confirmed"}


@dataclass(frozen=True)
class Source:
    """Where a fact was read. `url` is empty where only a copy was seen: those are named, never linked."""

    title: str
    publisher: str
    url: str
    date: str  # in words: "18 June 2020"
    trust: str  # in words


@dataclass(frozen=True)
class Fact:
    id: str
    topic: str  # the letter that docs/data/facts.yml gives its topic
    text: str
    source: Source
    check_by: str  # the month by which it should be looked at again, "2027-03", or ""


def in_words(date: str) -> str:
    """ "2020-06-18" as "18 June 2020", inside longer texts too.

    >>> in_words("undated (seen 2026-11-22)"), in_words("2022-09"), in_words("2025 (page undated)")
    ('undated, seen 22 November 2026', 'September 2022', '2025, page undated')
    """
    words = []
    for part in date.replace("(", ", ").replace(")", "").replace(" , ", ", ").split(" "):
        year, *rest = part.split("-")
        if rest and year.isdigit() and all(number.isdigit() for number in rest):
            day = [str(int(rest[1]))] if len(rest) > 1 else []
            part = " ".join([*day, calendar.month_name[int(rest[0])], year])
        words.append(part)
    return " ".join(words)


@lru_cache(maxsize=4)
def _load(path: Path, root: Path, changed: int) -> dict[str, Fact]:  # noqa: ARG001  (a changed file is read anew)
    record = read(path, "facts", root)
    facts: dict[str, Fact] = {}
    faults = []
    for number, entry in enumerate(record.data):
        source = entry["source"]
        fact = Fact(
            entry["id"],
            entry["topic"][0],
            " ".join(entry["fact"].split()),
            Source(source["title"], source["publisher"], source.get("url", ""), in_words(entry["as_of"]), TRUST[entry["trust"]]),
            entry.get("check_by", ""),
        )
        last = next(reversed(facts), "")
        if fact.id <= last:
            what = f"`{fact.id}` stands after `{last}`{', and was there before' if fact.id in facts else ''}."
            mend = "keep the facts sorted by id, each id once"
            faults.append(Fault(record.file, record.line(number), "facts-order", what, mend))
        facts[fact.id] = fact
    if faults:
        raise Faulty(faults)
    return facts


def load(root: Path = ROOT) -> dict[str, Fact]:
    """All facts by id. Raises Faulty."""
    path = root / "docs" / "data" / "facts.yml"
    return _load(path, root, path.stat().st_mtime_ns if path.exists() else 0)


def due(month: str, root: Path = ROOT) -> list[Fact]:
    """Facts to be looked at again by `month`, such as "2027-03", the longest due first. Raises Faulty."""
    return sorted(
        (fact for fact in load(root).values() if fact.check_by and fact.check_by <= month), key=lambda fact: fact.check_by
    )
