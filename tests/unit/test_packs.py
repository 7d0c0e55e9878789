"""A ready pack or a plan never promises more than its link holds."""

from kb import packs
from kb.records import Record
from kb.source import Page


def plan(number: int) -> Page:
    days = [{"title": "Day", "minutes": 30, "do": "Read.", "sections": [f"a-{day}"]} for day in range(number)]
    return Page("practice/plan.md", Record("docs/practice/plan.md", {"title": "A plan", "days": days}), ())


def test_a_plan_with_more_sections_than_a_pack_holds_is_a_fault() -> None:
    entries = {f"a-{day}": "a.md" for day in range(60)}
    assert list(packs.check([plan(packs.MOST_SECTIONS)], entries)) == []
    [fault] = packs.check([plan(packs.MOST_SECTIONS + 1)], entries)
    assert fault.rule == "pack" and "more than 40" in fault.what
