"""Judged queries, and how well a search answers them, by kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.env import ROOT
from kb.records import read

FILE = ROOT / "tests" / "data" / "queries.yml"
ALL = "all"


@dataclass(frozen=True)
class Query:
    kind: str
    text: str
    sections: tuple[str, ...]  # ids, each of them right as the first hit; none where nothing may be found


@dataclass(frozen=True)
class Score:
    """Shares of the queries, from 0 to 1."""

    queries: int
    first: float  # the first hit is right
    three: float  # one of the first three is
    reciprocal: float  # mean of 1 / rank of the first right hit


def load(path: Path = FILE) -> list[Query]:
    """The queries of the file. Raises Faulty."""
    return [Query(each["kind"], each["query"], tuple(each["sections"])) for each in read(path, "queries", ROOT).data]


def rank(query: Query, hits: Sequence[str]) -> int:
    """Place of the first right hit, from 1; 0 for none. Where nothing may be found, nothing found is place 1."""
    if not query.sections:
        return 0 if hits else 1
    return next((place for place, hit in enumerate(hits, 1) if hit in query.sections), 0)


def scores(queries: Iterable[Query], found: Iterable[Sequence[str]]) -> Mapping[str, Score]:
    """Scores by kind, and of all together. found: for each query the ids of its hits, the best first."""
    ranks: dict[str, list[int]] = {}
    for query, hits in zip(queries, found, strict=True):
        for kind in (query.kind, ALL):
            ranks.setdefault(kind, []).append(rank(query, hits))
    return {kind: _score(places) for kind, places in sorted(ranks.items(), key=lambda item: (item[0] == ALL, item[0]))}


def _score(places: list[int]) -> Score:
    number = len(places)
    right = [place for place in places if place]
    return Score(
        number,
        sum(place == 1 for place in right) / number,
        sum(place <= 3 for place in right) / number,
        sum(1 / place for place in right) / number,
    )
