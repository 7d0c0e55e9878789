"""Practice: questions are dealt where they are needed, plans go into a calendar, models answer to the hand."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_accessibility import findings

from kb import practice
from kb.host import Served

DRILL = "practice/drill/"
QUESTIONS = practice.load()
PLAIN = str.maketrans("“”‘’", "\"\"''")  # typographic quotes as typed


def pages_with(site: Served, text: str) -> list[str]:
    return [path for path in site.pages() if path.endswith("/") and text in (site.folder / path / "index.html").read_text()]


def answer(page: Page, rating: int) -> str:
    """Answer the question that is on the table, rate it, and go on; returns its prompt."""
    prompt = page.locator("[data-part=prompt]").inner_text()
    page.get_by_role("button", name="Show what a strong answer shows").click()
    page.get_by_role("radio", name=re.compile(f"^{rating} ")).check()
    page.get_by_role("button", name="Keep it and deal the next").click()
    return prompt


def test_the_bank_is_large_varied_and_complete() -> None:
    assert len(QUESTIONS) >= 120
    assert {question.stage for question in QUESTIONS} == set(practice.STAGES)
    assert {question.skill for question in QUESTIONS} == set(practice.SKILLS)
    assert len({question.prompt for question in QUESTIONS}) == len({question.title for question in QUESTIONS}) == len(QUESTIONS)


def test_every_question_is_a_section_that_can_be_read_without_javascript(site: Served, reader) -> None:
    with reader.opens(java_script_enabled=False) as page:
        for stage in practice.STAGES:
            page.goto(f"{site.url}practice/{stage}/")
            shown = page.locator(".prose").inner_text().translate(PLAIN)
            for question in QUESTIONS:
                if question.stage == stage:
                    assert question.prompt.translate(PLAIN) in shown and question.follow_up.translate(PLAIN) in shown
    listed = json.loads((site.folder / "practice.json").read_text())["questions"]
    assert len(listed) == len(QUESTIONS)


def test_a_drill_deals_a_question_of_the_stage_and_skill_that_was_asked_for(reader) -> None:
    asked = {question.prompt for question in QUESTIONS if (question.stage, question.skill) == ("design-and-strategy", "metrics")}
    with reader.opens(DRILL) as page:
        page.locator("[name=stage]").select_option("design-and-strategy")
        page.locator("[name=skill]").select_option("metrics")
        page.get_by_role("button", name="Deal a question").click()
        expect(page.locator("[data-part=prompt]")).to_be_focused()
        expect(page.locator("[role=timer]")).to_have_text(re.compile(r"^\d:\d\d$"))
        seen = [answer(page, 3) for _ in range(len(asked))]
        assert set(seen) == asked  # each once before one comes again


def test_the_drill_comes_back_to_what_went_badly(reader) -> None:
    with reader.opens(DRILL) as page:
        stage = "behavioural"
        page.locator("[name=stage]").select_option(stage)
        page.get_by_role("button", name="Deal a question").click()
        mine = [question for question in QUESTIONS if question.stage == stage]
        weak = mine[0].skill
        by_prompt = {question.prompt: question.skill for question in mine}
        for _ in mine:
            prompt = page.locator("[data-part=prompt]").inner_text()
            answer(page, 1 if by_prompt[prompt] == weak else 4)
        again = [by_prompt[answer(page, 1)] for _ in range(sum(skill == weak for skill in by_prompt.values()) - 1)]
        assert set(again) == {weak}
        expect(page.locator("[data-part=table] tr").first).to_contain_text(practice.SKILLS[weak])


def test_an_answer_is_rated_before_it_is_kept_and_the_record_is_exported_and_deleted(reader) -> None:
    with reader.opens(DRILL) as page:
        page.get_by_role("button", name="Deal a question").click()
        page.get_by_label("Notes").fill("Cap per viewer <b>first</b>.")
        page.get_by_role("button", name="Show what a strong answer shows").click()
        page.get_by_role("button", name="Keep it and deal the next").click()
        expect(page.locator("[data-part=status]")).to_have_text("Rate your answer first.")
        page.get_by_role("radio", name=re.compile("^2 ")).check()
        page.get_by_role("button", name="Keep it and deal the next").click()
        page.reload()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Export as a file").click()
        exported = Path(waiting.value.path()).read_text()
        assert "rated 2 of 4" in exported and "Cap per viewer <b>first</b>." in exported
        page.get_by_role("button", name="Delete my record").click()
        page.get_by_role("button", name="Delete my record").click()
        expect(page.locator("[data-part=record]")).to_be_hidden()
        assert page.evaluate("JSON.parse(localStorage.getItem('drill')).length") == 0


def test_a_broken_record_or_none_at_all_breaks_nothing(reader) -> None:
    with reader.opens(DRILL) as page:
        for kept in ("{", "7", '[null, {"id": 5}, {"id": "x", "rating": "<b>"}, {"id": "gone-question", "rating": 2}]'):
            page.evaluate("kept => localStorage.setItem('drill', kept)", kept)
            page.reload()
            page.get_by_role("button", name="Deal a question").click()
            expect(page.locator("[data-part=prompt]")).not_to_be_empty()
        page.goto(reader.site.url + DRILL + "?stage=final&skill=%3Cscript%3E")
        expect(page.locator("[name=stage]")).to_have_value("final")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_drill_has_no_accessibility_fault_at_any_step(width: int, scheme: str, reader) -> None:
    with reader.opens(DRILL, width=width, height=900, color_scheme=scheme) as page:
        expect(page.get_by_role("button", name="Deal a question")).to_be_visible()
        page.get_by_role("button", name="Deal a question").click()
        assert faults_at_the_top(page) == []
        page.get_by_role("button", name="Show what a strong answer shows").click()
        assert faults_at_the_top(page) == []
        answer_again = page.get_by_role("radio", name=re.compile("^3 "))
        answer_again.check()
        page.get_by_role("button", name="Keep it and deal the next").click()
        assert faults_at_the_top(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def faults_at_the_top(page: Page) -> list[str]:
    page.evaluate("scrollTo(0, 0)")  # so that no button lies half under the header, where none is too small to press
    return findings(page)


def test_a_plan_goes_into_a_calendar_day_by_day(reader) -> None:
    with reader.opens("practice/plan-seven-days/", timezone_id="America/Los_Angeles") as page:
        page.locator("[name=day]").fill("2026-12-28")
        page.locator("[name=time]").fill("18:30")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Calendar file").click()
        text = Path(waiting.value.path()).read_bytes().decode()
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        starts = re.findall(r"DTSTART:(\S+)", text)
        assert len(starts) == page.locator(".plan > li").count() == text.count("BEGIN:VEVENT")
        assert starts[0] == "20261228T183000" and starts == sorted(starts) and "202701" in starts[-1]
        assert len(set(re.findall(r"UID:(\S+)", text))) == len(starts)
        page.get_by_role("link", name="Open all its sections").click()
        expect(page.locator(".pack__section").first).to_be_visible()
        expect(page.locator(".pack__notice")).to_have_count(0)


MODELS = {
    "ranking": ("Says “Not interested”", "First: "),
    "decay": ("Hours until new views halve", "After two days"),
    "sample": ("Smallest lift worth finding", "people in each group"),
}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_answers_when_something_is_moved(name: str, site: Served, reader) -> None:
    label, told = MODELS[name]
    where = pages_with(site, f'data-try="{name}"')[0]
    with reader.opens(where, width=360) as page:
        slider = page.get_by_label(label)
        before = page.locator(f"[data-try={name}] [role=status]").inner_text()
        assert told in before
        slider.focus()
        for _ in range(30):
            page.keyboard.press("ArrowRight")
        assert page.locator(f"[data-try={name}] [role=status]").inner_text() != before
        assert findings(page) == []
    with reader.opens(where, java_script_enabled=False) as page:
        expect(page.locator(f"[data-try={name}]")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1440])
def test_who_arrives_below_a_model_stands_at_the_section_all_the_same(width: int, reader) -> None:
    with reader.opens("s/metrics-watch-time-drop/", width=width) as page:
        page.wait_for_url("**/#metrics-watch-time-drop")
        expect(page.locator("[data-try=sample] svg")).to_be_attached()
        page.wait_for_timeout(200)
        header = page.locator(".masthead").evaluate("h => h.getBoundingClientRect().bottom")
        assert abs(page.locator("#metrics-watch-time-drop").evaluate("h => h.getBoundingClientRect().top") - header) <= 100


def test_the_sample_size_is_that_of_the_formula(reader) -> None:
    with reader.opens() as page:
        call = """async root => {
            const {show} = await import(root + "assets/try/sample.js"), place = document.createElement("div");
            show(place);
            return place.querySelector("[role=status]").textContent;
        }"""
        told = page.evaluate(call, reader.site.url)
        needed = int(re.match(r"[\d,]+", told)[0].replace(",", ""))
        exact = 2 * (1.959964 + 0.841621) ** 2 * 0.2 * 0.8 / (0.2 * 0.02) ** 2
        assert abs(needed / exact - 1) < 0.001


def test_figures_are_named_captioned_and_legible_in_both_schemes(site: Served, reader) -> None:
    drawn = 0
    for scheme in ("light", "dark"):
        with reader.opens(width=360, color_scheme=scheme) as page:
            for path in pages_with(site, "<figure"):
                page.goto(site.url + path)
                for figure in page.locator("figure").all():
                    drawn += 1
                    assert figure.locator("svg").get_attribute("aria-label")
                    assert len(figure.locator("figcaption").inner_text()) > 30
                    sizes = figure.evaluate(SIZES)
                    assert min(sizes["text"]) >= 10.5, (path, sizes)
                    assert sizes["out"] == [], (path, sizes)
    assert drawn >= 20  # ten figures, in two schemes


SIZES = """figure => {
    const svg = figure.querySelector("svg"), box = svg.getBoundingClientRect(), scale = box.width / 360;
    const texts = [...svg.querySelectorAll("text")];
    return {
        text: texts.map(text => parseFloat(getComputedStyle(text).fontSize) * scale),
        out: texts.filter(text => {
            const {left, right, top, bottom} = text.getBoundingClientRect();
            return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
        }).map(text => text.textContent),
    };
}"""


def test_terms_lead_to_the_glossary_where_a_page_first_uses_them(reader) -> None:
    with reader.opens("interviewing/metrics-and-experiments/") as page:
        terms = page.locator("a.term")
        assert terms.count() >= 3
        addresses = terms.evaluate_all("all => all.map(each => each.hash)")
        assert len(addresses) == len(set(addresses))
        terms.first.click()
        expect(page.locator("h2:target")).to_be_in_viewport()
        assert "/reference/glossary/#term-" in page.url
