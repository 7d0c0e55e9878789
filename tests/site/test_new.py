"""A new page begins from the template of its kind, and facts that are due are listed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

MADE = {
    "topic": ("role/trial", "role/index.md"),
    "example": ("practice/examples/trial", "practice/examples/index.md"),
    "pack": ("packs/trial", "packs/index.md"),
    "plan": ("practice/plan-trial", "practice/index.md"),
}


def run(checkout: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, f"scripts/{command[0]}", *command[1:]], cwd=checkout, capture_output=True, text=True)


def test_a_page_of_each_kind_and_a_question_build_as_soon_as_they_are_in_the_navigation(checkout: Path) -> None:
    menu = checkout / "mkdocs.yml"
    for kind, (path, after) in MADE.items():
        done = run(checkout, "new", kind, path, "--title", f"A trial {kind}")
        assert done.returncode == 0 and "scripts/links add" in done.stdout, done.stderr
        menu.write_text(menu.read_text().replace(f"      - {after}\n", f"      - {after}\n      - {path}.md\n"))
    assert run(checkout, "new", "question", "final", "--title", "A trial question").returncode == 0
    assert run(checkout, "links", "add").returncode == 0
    done = run(checkout, "build", "out")
    faults = re.findall(r"\[(\w[\w-]*)\] ", done.stderr)
    assert set(faults) <= {"repeated"}, done.stderr  # the templates' own sentences, until they are written over


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["topic", "../evil", "--title", "Evil"], r"\[path\] '../evil' is no path"),
        (["topic", "role/index", "--title", "Again"], r"docs/role/index.md:0: \[exists\]"),
        (["topic", "role/new", "--title", 'Say "no"'], r"\[title\]"),
        (["question", "sixth-round", "--title", "A question"], r"\[stage\] 'sixth-round' is no stage"),
    ],
)
def test_what_cannot_be_begun_is_told_and_nothing_is_written(command: list[str], told: str, checkout: Path) -> None:
    done = run(checkout, "new", *command)
    assert done.returncode == 1 and re.search(told, done.stderr) and "To mend: " in done.stderr
    status = subprocess.run(["git", "status", "--short"], cwd=checkout, capture_output=True, text=True).stdout
    assert status == ""


def test_facts_that_are_due_are_listed_with_the_pages_that_cite_them(checkout: Path) -> None:
    facts = yaml.safe_load((checkout / "docs/data/facts.yml").read_text())
    due = [fact["id"] for fact in facts if fact.get("check_by")]
    assert len(due) > 20
    late = run(checkout, "stale", "--month", "2099-12")
    assert late.returncode == 1 and all(key in late.stdout for key in due) and re.search(r"cited at docs/\S+:\d+", late.stdout)
    early = run(checkout, "stale", "--month", "2020-01")
    assert early.returncode == 0 and "0 facts are due" in early.stdout
