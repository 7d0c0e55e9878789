"""practice.json: the question bank for the drill, and for other programs."""

import json

from kb.practice import LEVELS, SKILLS, STAGES, Question
from kb.site import Site


def write(site: Site, questions: list[Question]) -> None:
    """Write the file into the site's root; `url` is where the question is told in full, relative to that root."""
    pages = {section.id: page.url for page, section in site.sections()}
    told = {
        "version": 1,
        "stages": STAGES,
        "skills": SKILLS,
        "levels": {str(level): name for level, name in LEVELS.items()},
        "questions": [
            {
                "id": question.id,
                "title": question.title,
                "prompt": question.prompt,
                "stage": question.stage,
                "skill": question.skill,
                "level": question.level,
                "shows": question.shows,
                "miss": question.miss,
                "follow_up": question.follow_up,
                "url": f"{pages[question.section]}#{question.section}",
            }
            for question in questions
            if question.section in pages
        ],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
    (site.root / "practice.json").write_text(text, "utf-8", newline="\n")
