"""Figures about the company need a source; the check reads sentences as people do."""

import pytest

from kb.facts import in_words
from kb.prose import sentences, uncited
from kb.records import Record
from kb.source import Page


def page(text: str) -> Page:
    return Page("a.md", Record("docs/a.md", {}), tuple(enumerate(text.split("\n"), 1)))


@pytest.mark.parametrize(
    "text",
    [
        "TikTok has 12 million of them.",
        "In March 2024 TikTok changed it.[@x-y] ByteDance paid 5 billion.",
        "A paragraph that goes on\nand says that TikTok\nhas two million.",
        "| Who | What |\n|---|---|\n| TikTok | 45 minutes |\n| TikTok took 45 minutes | x |",
        "- TikTok has a dozen.",
        '!!! claim "x"\n    Half of TikTok’s users left.',
    ],
)
def test_a_figure_about_the_company_without_a_source_is_found(text: str) -> None:
    assert len(list(uncited(page(text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "TikTok has 12 million of them.[@x-y]",
        "TikTok has 12 million of them, it says,[@x-y] and more.",
        "Half is enough. TikTok is an app.",
        "TikTok is an app. Take 30 minutes.",
        "Ask: “What would you do if TikTok lost 5% of its viewers?”",
        "See [TikTok](x-2024.md).",
    ],
)
def test_what_has_a_source_or_no_figure_passes(text: str) -> None:
    assert list(uncited(page(text))) == []


def test_a_citation_belongs_to_the_sentence_before_it() -> None:
    told = [sentence for _, sentence in sentences(page("One is so.[@a][@b] Two is not. Three?"))]
    assert told == ["One is so.[@a][@b]", "Two is not.", "Three?"]


def test_dates_are_told_in_words() -> None:
    assert in_words("undated (seen 2026-11-22)") == "undated, seen 22 November 2026"
    assert [in_words(date) for date in ("2022", "2022-09", "2020-06-18", "2025 (page undated)")] == [
        "2022",
        "September 2022",
        "18 June 2020",
        "2025, page undated",
    ]
