"""The record of ids keeps every address alive."""

import pytest

from kb import permalinks
from kb.faults import Faulty
from kb.records import Record, parse
from kb.source import Page


def page(path: str, *ids: str) -> Page:
    return Page(path, Record(f"docs/{path}", {}), tuple((number, f"## T {{ #{key} }}") for number, key in enumerate(ids, 1)))


PAGES = [page("a.md", "a-one", "a-two"), page("b.md", "b-one")]
RECORD = {"a-one": "a.md", "a-two": "a.md", "b-one": "b.md"}


def rules(entries: permalinks.Entries, earlier: dict[str, tuple[str, str]] | None = None) -> list[str]:
    return [fault.rule for fault in permalinks.check(PAGES, Record(permalinks.FILE, entries), earlier or {})]


def test_a_sound_record_has_no_faults() -> None:
    assert rules(RECORD) == []
    assert rules(RECORD | {"old-one": {"moved": "a-one"}, "gone-one": {"retired": "Said twice.", "see": "old-one"}}) == []


def test_a_lost_id_is_found_on_the_record_and_in_the_past() -> None:
    assert rules(RECORD | {"a-three": "a.md"}) == ["lost-id"]
    assert rules(RECORD, {"a-three": ("v1", "a.md"), "a-one": ("v1", "a.md")}) == ["lost-record"]


def test_a_page_that_is_gone_says_where_it_went() -> None:
    past = {"a-one": ("v1", "old/a.md")}
    assert rules(RECORD, past) == ["lost-page"]
    assert rules(RECORD | {"old/a.md": {"moved": "a.md"}}, past) == []
    assert rules(RECORD | {"old/a.md": {"moved": "old/b.md"}, "old/b.md": {"moved": "a.md"}}) == []
    assert rules(RECORD | {"old/a.md": {"moved": "c.md"}}) == ["dead-end"]
    assert rules(RECORD | {"a.md": {"moved": "b.md"}}) == ["still-there"]
    assert rules(RECORD, {"old/a.md": ("v1", "")}) == ["lost-record"]


def test_a_page_whose_sections_moved_leads_to_the_page_that_has_most_of_them() -> None:
    entries: permalinks.Entries = {"a-one": "c.md", "a-two": "c.md", "b-one": "c.md"}
    assert permalinks.add(PAGES, entries) == ["a-one", "a-two", "b-one", "c.md"]
    assert entries == RECORD | {"c.md": {"moved": "a.md"}}


def test_two_ids_never_share_the_code_that_packs_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permalinks, "digest", lambda text: text[-1:].encode() * 3)
    assert rules(RECORD) == ["same-code"]  # a-one and b-one


def test_moves_may_chain_but_never_end_nowhere() -> None:
    assert rules(RECORD | {"x-one": {"moved": "x-two"}, "x-two": {"moved": "a-one"}}) == []
    assert rules(RECORD | {"x-one": {"moved": "x-two"}}) == ["dead-end"]
    assert rules(RECORD | {"x-one": {"moved": "x-two"}, "x-two": {"moved": "x-one"}}) == ["dead-end", "dead-end"]


def test_a_retired_id_is_never_used_anew() -> None:
    assert rules(RECORD | {"a-one": {"retired": "It was wrong."}}) == ["reused-id"]


def test_add_records_what_is_new_and_follows_a_section_to_its_new_page() -> None:
    entries: permalinks.Entries = {"a-one": "b.md", "b-one": "b.md"}
    assert permalinks.add(PAGES, entries) == ["a-one", "a-two"]
    assert entries == RECORD


def test_move_and_retire_refuse_what_would_break_a_link() -> None:
    entries: permalinks.Entries = dict(RECORD)
    for old, new in (("a-one", "a-two"), ("x-one", "nowhere-else"), ("x-one", "x-one"), ("<script>", "a-one")):
        with pytest.raises(Faulty):
            permalinks.move(PAGES, entries, old, new)
    with pytest.raises(Faulty):
        permalinks.retire(PAGES, entries, "x-one", "short", None)
    assert entries == RECORD


def test_what_is_saved_reads_back_the_same(tmp_path) -> None:
    (tmp_path / "docs/data").mkdir(parents=True)
    entries: permalinks.Entries = RECORD | {
        "x-one": {"moved": "a-one"},
        "y-one": {"retired": 'He said: "no" # \\ {x}', "see": "a-one"},
    }
    permalinks.save(entries, tmp_path)
    assert parse((tmp_path / permalinks.FILE).read_text(), "x").data == entries == permalinks.load(tmp_path).data
