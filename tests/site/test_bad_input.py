"""Each kind of broken input stops the build, names file, line, rule and remedy, and leaves the site as it was."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PAGE = "docs/interviewing/screening.md"
AGAIN = "\n## Again { #final-purpose-again }\n"


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(checkout: Path) -> None:
        file = checkout / path
        text = file.read_text()
        assert re.search(old, text, re.M), f"{old} is not in {path}"
        file.write_text(re.sub(old, new, text, count=1, flags=re.M))

    return change


def append(text: str) -> Callable[[Path], None]:
    return lambda checkout: (checkout / PAGE).write_text((checkout / PAGE).read_text() + text) and None


def delete_section(checkout: Path) -> None:
    text = (checkout / PAGE).read_text()
    heading = re.search(r"^## .*\{ #(screening-[\w-]+) \}\n", text, re.M)
    (checkout / PAGE).write_text(re.sub(rf"(?m)^  {heading[1]}:.*\n(    .*\n)*", "", text).replace(heading[0], ""))


def delete_section_and_record(checkout: Path) -> None:
    delete_section(checkout)
    record = checkout / "docs/data/permalinks.yml"
    text = (checkout / PAGE).read_text()
    gone = [key for key in re.findall(r"(?m)^(screening-[\w-]+):", record.read_text()) if f"#{key} }}" not in text]
    kept = [line for line in record.read_text().splitlines(True) if line.partition(":")[0] not in gone]
    record.write_text("".join(kept))


def rename_page(checkout: Path) -> None:
    (checkout / "docs/culture/values.md").rename(checkout / "docs/culture/principles.md")


def copy_sentence(checkout: Path) -> None:
    text = (checkout / "docs/role/community.md").read_text()
    sentence = max(re.findall(r"(?m)^[A-Z][^\n.:|\[\]*(]{90,190}\.(?= |$)", text), key=len)
    (checkout / PAGE).write_text((checkout / PAGE).read_text() + f"\n{sentence}\n")


def double_question(checkout: Path) -> None:
    bank = checkout / "docs/data/questions/final.yml"
    text = bank.read_text()
    bank.write_text(text + "\n" + re.search(r"(?ms)^- id: .*?(?=^- id: )", text)[0])


EXCEPTION = """exceptions:
  - {page: docs/role/index.md, rule: filler, text: no such sentence, reason: It was quoted once.}
"""

FAULTS = {
    "no description": (edit(PAGE, r"^description: .*\n", ""), rf"{PAGE}:\d+: \[front-matter\] 'description' is a required"),
    "broken front matter": (edit(PAGE, r"^title: .*", 'title: "Screening'), rf"{PAGE}:\d+: \[yaml\]"),
    "front matter without end": (
        lambda c: (c / PAGE).write_text("---\ntitle: Screening\n") and None,
        rf"{PAGE}:1: \[front-matter\]",
    ),
    "doubled id": (
        append("\n## Again { #final-purpose-again }\n\n## Again { #final-purpose-again }\n"),
        rf"{PAGE}:\d+: \[doubled-id\]",
    ),
    "heading without id": (append("\n## No id here\n"), rf"{PAGE}:\d+: \[heading-id\]"),
    "dead fragment": (append("\nSee [it](final.md#no-such-section).\n"), rf"{PAGE}:\d+: \[dead-fragment\]"),
    "dead link": (append("\nSee [it](finale.md).\n"), rf"{PAGE}:\d+: \[dead-link\] .*Did you mean `interviewing/final.md`"),
    "dead link in raw HTML": (append('\n<a href="../nowhere/">it</a>\n'), rf"{PAGE}:0: \[dead-link\] The link `../nowhere/`"),
    "unknown citation": (append("\nSo it is.[@no-such-fact]\n"), rf"{PAGE}:\d+: \[unknown-citation\]"),
    "figure without source": (append("\nTikTok has 12 million of them.\n"), rf"{PAGE}:\d+: \[uncited\]"),
    "answers for no section": (edit(PAGE, r"^answers:", "answers:\n  no-such-id: [What is it?]"), rf"{PAGE}:\d+: \[answers\]"),
    "unknown stage": (edit(PAGE, r"^stages: .*", "stages: [screning]"), rf"{PAGE}:\d+: \[front-matter\] stages.0"),
    "not UTF-8": (lambda c: (c / PAGE).write_bytes(b"\xff\xfe") and None, rf"{PAGE}:0: \[encoding\]"),
    "broken facts": (edit("docs/data/facts.yml", r"^  trust: .*", "  trust: rumour"), r"facts.yml:\d+: \[facts\] 0.trust"),
    "doubled fact": (edit("docs/data/facts.yml", r"^- id: (.*)", r"- id: \1\n  id: \1"), r"facts.yml:\d+: \[doubled-key\]"),
    "unrecorded section": (append("\n## New { #screening-brand-new }\n\nText.\n"), r"\[new-id\] .*\n.*scripts/links add"),
    "page that moved unrecorded": (
        rename_page,
        r"permalinks.yml:0: \[lost-page\] The page culture/values.md is gone.*\n.*scripts/links move culture/values.md",
    ),
    "pack of a section that is none": (
        edit("docs/packs/first-call.md", "section: screening-purpose", "section: no-such-section"),
        r"packs/first-call.md:\d+: \[pack\] The pack names `no-such-section`",
    ),
    "pack without a reason": (
        edit("docs/packs/first-call.md", r"^    why: .*\n", ""),
        r"packs/first-call.md:\d+: \[front-matter\] pack.0: 'why' is a required",
    ),
    "pack offered on no list": (
        edit("docs/packs/first-call.md", r"^offered_on: .*", "offered_on: 5"),
        r"packs/first-call.md:\d+: \[front-matter\] offered_on: 5",
    ),
    "front matter that is a list": (
        lambda c: (c / "docs/practice/final.md").write_text("---\n- a\n---\n\n[@questions:final]\n") and None,
        r"practice/final.md:\d+: \[front-matter\]",
    ),
    "a day of a plan without a list": (
        edit("docs/practice/plan-one-day.md", r"^    sections: .*", "    sections: 7"),
        r"plan-one-day.md:\d+: \[front-matter\] days.0.sections",
    ),
    "pack offered nowhere": (
        edit("docs/packs/first-call.md", "interviewing/screening.md", "interviewing/nowhere.md"),
        r"packs/first-call.md:\d+: \[pack\] The pack is offered on interviewing/nowhere.md",
    ),
    "filler": (append("\nIt is very good.\n"), rf"{PAGE}:\d+: \[filler\] “very” says nothing"),
    "a word of its own": (append("\nWatch the FYP.\n"), rf"{PAGE}:\d+: \[term\] “FYP”.*\n.*For You feed"),
    "a long sentence": (append(f"\nA sentence {'that goes on ' * 12}.\n"), rf"{PAGE}:\d+: \[long-sentence\] A sentence of 38"),
    "hard words": (
        append("\nOrganisational considerations necessitate institutional accommodation.\n" * 600),
        rf"{PAGE}:0: \[grade\]",
    ),
    "a sentence of another page": (copy_sentence, r"\[repeated\] .* stands on docs/"),
    "an exception for nothing": (
        edit("docs/data/style.yml", r"^exceptions:.*", EXCEPTION),
        r"style.yml:\d+: \[needless\] The exception for docs/role/index.md \(filler\)",
    ),
    "a broken list of words": (
        edit("docs/data/style.yml", r"^filler:", "filer:"),
        r"style.yml:\d+: \[style\] .*'filler' is a required",
    ),
    "a figure that is none": (append("\n[@figure:no-such-figure]\n"), rf"{PAGE}:\d+: \[figure\] There is no figure"),
    "a model that is none": (append("\n[@try:samples]\n"), rf"{PAGE}:\d+: \[try\] There is no try `samples`.*\n.*`sample`"),
    "a script in a figure": (
        edit("docs/figures/feed-pipeline.svg", "</svg>", "<script>1</script></svg>"),
        r"feed-pipeline.svg:\d+: \[figure\] `<script>` is not allowed",
    ),
    "a handler in a figure": (
        edit("docs/figures/feed-pipeline.svg", "<text ", '<text onclick="1" '),
        r"feed-pipeline.svg:\d+: \[figure\] `onclick` is not allowed",
    ),
    "a figure without words": (edit("docs/figures/feed-pipeline.svg", "<desc>", "<title>"), r"feed-pipeline.svg:\d+: \[figure\]"),
    "a question that points nowhere": (
        edit("docs/data/questions/final.yml", r"^  help: \[", "  help: [no-such-section, "),
        r"questions/final.yml:\d+: \[(help|questions)\]",
    ),
    "a question without a miss": (
        edit("docs/data/questions/final.yml", r"^  miss: ", "  mist: "),
        r"final.yml:\d+: \[questions\]",
    ),
    "a doubled question": (double_question, r"final.yml:\d+: \[doubled-id\] The question `[\w-]+` stands twice"),
    "deleted section": (delete_section, r"permalinks.yml:\d+: \[lost-id\] The section `(screening-[\w-]+)`.*\n.*links move \1"),
    "deleted section and its record": (
        delete_section_and_record,
        r"permalinks.yml:0: \[lost-record\] The id `(screening-[\w-]+)` was on record at.*\n.*links retire \1",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_bad_input_stops_the_build_and_says_how_to_mend_it(fault: str, checkout: Path) -> None:
    plant, told = FAULTS[fault]
    plant(checkout)
    done = subprocess.run([sys.executable, "scripts/build", "out"], cwd=checkout, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert re.search(told, done.stderr), done.stderr
    assert "To mend: " in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in checkout.iterdir() if path.name.startswith("out")] == []


def test_a_failed_build_leaves_the_last_good_site_in_place(checkout: Path) -> None:
    good = checkout / "out"
    good.mkdir()
    (good / "sections.json").write_text("{}")
    append("\nSo it is.[@no-such-fact]\n")(checkout)
    assert subprocess.run([sys.executable, "scripts/build", "out"], cwd=checkout, capture_output=True).returncode == 1
    assert (good / "sections.json").read_text() == "{}"


def test_a_folder_that_is_no_site_is_never_built_over(checkout: Path) -> None:
    (checkout / "mine").mkdir()
    (checkout / "mine/thesis.txt").write_text("precious")
    done = subprocess.run([sys.executable, "scripts/build", "mine"], cwd=checkout, capture_output=True, text=True)
    assert done.returncode == 1 and "holds something else" in done.stderr
    assert (checkout / "mine/thesis.txt").read_text() == "precious"


@pytest.mark.parametrize(
    "url", ["example.org", "javascript:alert(1)", "https://", "file:///etc", 'https://example.org/"><script>']
)
def test_a_site_address_that_is_none_is_refused(url: str, checkout: Path) -> None:
    env = os.environ | {"SITE_URL": url}
    done = subprocess.run([sys.executable, "scripts/build", "out"], cwd=checkout, env=env, capture_output=True, text=True)
    assert done.returncode == 1 and "https://example.org/guide/" in done.stderr
