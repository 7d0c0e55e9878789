"""The question bank, docs/data/questions/<stage>.yml, and the text that pages make of it.

A line `[@questions:<stage>]` alone stands for all questions of a stage, each a section; `[@questions-of:<skill>]` for links to
all of a skill. They become Markdown before a page is read or rendered, so ids, links and citations are checked as always.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb.env import ROOT
from kb.facts import CITATION, Fact
from kb.faults import Fault, Faulty, nearest
from kb.records import read

FOLDER = "docs/data/questions"
INSERT = re.compile(r"^\[@questions(-of)?:([a-z-]+)\]\s*$")
HEADING = re.compile(r"^#{2,6}\s+(.*?)\s*\{ #([\w-]+) \}\s*$", re.M)
STAGES = {
    "screening": "Screening",
    "behavioural": "Behavioural round",
    "design-and-strategy": "Design and strategy round",
    "cross-functional": "Cross-functional round",
    "final": "Final round",
}
SKILLS = {
    "motivation": "motivation",
    "story": "telling a story",
    "product-sense": "product sense",
    "metrics": "metrics",
    "experiments": "experiments",
    "recommendations": "recommendations",
    "safety": "safety",
    "markets": "markets",
    "collaboration": "collaboration",
    "judgement": "judgement",
}
LEVELS = {1: "warm-up", 2: "standard", 3: "hard"}


@dataclass(frozen=True)
class Question:
    id: str
    title: str
    prompt: str
    stage: str
    skill: str
    level: int  # a key of LEVELS
    shows: tuple[str, ...]  # what a strong answer shows
    miss: str
    follow_up: str
    help: tuple[str, ...]  # ids of sections
    answers: tuple[str, ...]  # what search finds it by
    reported: str  # a sentence with its citation, or ""
    file: str
    line: int

    @property
    def section(self) -> str:
        return f"practice-{self.id}"


def load(root: Path = ROOT) -> list[Question]:
    """All questions, by stage in the order of STAGES. Raises Faulty."""
    folder = root / FOLDER
    return _load(folder, root, max((path.stat().st_mtime_ns for path in folder.glob("*.yml")), default=0))


@lru_cache(maxsize=4)
def _load(folder: Path, root: Path, changed: int) -> list[Question]:  # noqa: ARG001  (changed files are read anew)
    found: list[Question] = []
    faults: list[Fault] = []
    for stage in STAGES:
        path = folder / f"{stage}.yml"
        if not path.exists():
            continue
        record = read(path, "questions", root)
        for number, entry in enumerate(record.data):
            first = next((other for other in found if other.id == entry["id"]), None)
            if first:
                what = f"The question `{entry['id']}` stands twice, first at {first.file}:{first.line}."
                faults.append(Fault(record.file, record.line(number), "doubled-id", what, "give it an id of its own"))
            found.append(_question(stage, entry, record.file, record.line(number)))
    if faults:
        raise Faulty(faults)
    return found


def _question(stage: str, entry: dict[str, Any], file: str, line: int) -> Question:
    def text(name: str) -> str:
        return " ".join(str(entry.get(name, "")).split())

    def texts(name: str) -> tuple[str, ...]:
        return tuple(" ".join(item.split()) for item in entry[name])

    return Question(
        id=entry["id"],
        title=text("title"),
        prompt=text("prompt"),
        stage=stage,
        skill=entry["skill"],
        level=entry["level"],
        shows=texts("shows"),
        miss=text("miss"),
        follow_up=text("follow_up"),
        help=texts("help"),
        answers=texts("answers"),
        reported=text("reported"),
        file=file,
        line=line,
    )


def check(sections: Collection[str], facts: dict[str, Fact], root: Path = ROOT) -> Iterator[Fault]:
    """Questions point to sections, given by their ids, and to facts that are there."""
    for question in load(root):
        for key in question.help:
            if key not in sections:
                mend = f"use `{nearest(key, sections)}`" if nearest(key, sections) else "use the id of a section"
                yield Fault(
                    question.file, question.line, "help", f"`{question.id}` points to `{key}`, which is no section.", mend
                )
        for key in CITATION.findall(question.reported):
            if key not in facts:
                mend = f"cite `{nearest(key, facts)}`" if nearest(key, facts) else "cite an id of docs/data/facts.yml"
                yield Fault(question.file, question.line, "unknown-citation", f"`[@{key}]` is no fact on record.", mend)


def expand(line: str, root: Path = ROOT) -> list[str] | None:
    """The Markdown that a line stands for; None for a line that stands for itself."""
    found = INSERT.match(line)
    if not found:
        return None
    of_skill, name = found.groups()
    if of_skill:
        chosen = [question for question in load(root) if question.skill == name]
        return [
            "",
            *(f"- [{q.title}]({q.stage}.md#{q.section}) ({STAGES[q.stage].lower()}, {LEVELS[q.level]})" for q in chosen),
            "",
        ]
    docs = root / "docs"
    there = _headings(docs, max(path.stat().st_mtime_ns for path in docs.rglob("*.md")))
    return [text for question in load(root) if question.stage == name for text in _section(question, there)]


def answers(line: str, root: Path = ROOT) -> dict[str, list[str]]:
    """What search finds the questions by that a line stands for: section id → searches."""
    found = INSERT.match(line)
    if not found or found[1]:
        return {}
    return {question.section: list(question.answers) for question in load(root) if question.stage == found[2]}


def _section(question: Question, there: dict[str, tuple[str, str]]) -> Iterator[str]:
    yield from ("", f"## {question.title} {{ #{question.section} }}", "", f"“{question.prompt}”", "")
    yield from ("**A strong answer shows**", "", *(f"- {item}" for item in question.shows), "")
    yield from (f"**Common miss:** {question.miss}", "", f"**Follow-up:** “{question.follow_up}”", "")
    if question.reported:
        yield from (question.reported, "")
    yield from (f"Skill: {SKILLS[question.skill]}. Level: {LEVELS[question.level]}.", "", "**Read first**", "")
    yield from (f"- [{there[key][1]}](../{there[key][0]}#{key})" for key in question.help if key in there)
    yield ""


@lru_cache(maxsize=4)
def _headings(docs: Path, changed: int) -> dict[str, tuple[str, str]]:  # noqa: ARG001  (changed files are read anew)
    """Section id → its page and heading, as written."""
    return {
        key: (path.relative_to(docs).as_posix(), title)
        for path in sorted(docs.rglob("*.md"))
        for title, key in HEADING.findall(path.read_text("utf-8", errors="replace"))
    }
