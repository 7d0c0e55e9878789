"""A new page from the template of its kind."""

import re
from datetime import date
from pathlib import Path

from kb.env import ROOT
from kb.faults import Fault, Faulty
from kb.practice import FOLDER, STAGES

HERE = Path(__file__).parent
PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+")
LEFT_TO_DO = """\
Wrote docs/{path}.md. Now:
  1. write the text; STYLE.md says how
  2. add the page to `nav` in mkdocs.yml:   - {path}.md
  3. scripts/links add
  4. scripts/build"""


def begin(kind: str, path: str, title: str, root: Path = ROOT) -> str:
    """Write the page, or the entry of a stage; returns what is left to do. Raises Faulty, and then nothing is written."""
    if not 3 <= len(title) <= 60 or any(char in title for char in '"\\\n'):
        raise Faulty([Fault("scripts/new", 0, "title", f"{title!r} is no title.", "give 3 to 60 characters, without quotes")])
    slug = "-".join(re.findall(r"[a-z0-9]+", title.lower())) or "untitled"
    today = f"{date.today():%Y-%m-%d}"
    text = (HERE / f"{kind}.{'yml' if kind == 'question' else 'md'}").read_text("utf-8")
    if kind == "question":
        return _question(path, text.format(title=title, slug=f"{slug}-question" if "-" not in slug else slug), root)
    if not PATH.fullmatch(path):
        mend = "give a path below docs/ in lower case, such as role/live"
        raise Faulty([Fault("scripts/new", 0, "path", f"{path!r} is no path of a page.", mend)])
    file = root / "docs" / f"{path}.md"
    if file.exists():
        raise Faulty([Fault(f"docs/{path}.md", 0, "exists", "There is a page already.", "choose another path")])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.format(title=title, prefix=path.rpartition("/")[2], today=today), "utf-8", newline="\n")
    return LEFT_TO_DO.format(path=path)


def _question(stage: str, text: str, root: Path) -> str:
    if stage not in STAGES:
        raise Faulty([Fault("scripts/new", 0, "stage", f"{stage!r} is no stage.", f"use one of: {', '.join(STAGES)}")])
    file = root / FOLDER / f"{stage}.yml"
    with file.open("a", encoding="utf-8", newline="\n") as bank:
        bank.write(text)
    return f"Added an entry at the end of {FOLDER}/{stage}.yml. Fill it in, then: scripts/links add, scripts/build"
