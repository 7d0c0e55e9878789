"""The index and the browser cut text into the same words. The browser runs the same cases in tests/browser/test_search.py."""

import json

from kb.env import ROOT
from kb.tokens import tokens

CASES = json.loads((ROOT / "tests/data/tokens.json").read_text("utf-8"))


def test_text_is_cut_into_the_words_that_were_agreed() -> None:
    assert {text: tokens(text) for text, _ in CASES} == dict(CASES)
