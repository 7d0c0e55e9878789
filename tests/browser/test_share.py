"""A section is sent with one press: by mouse, by touch, from the keyboard, and where the clipboard is forbidden. Whoever
opens the link stands at the section, and finds it when it has moved."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from test_accessibility import findings
from test_reading import focused

from kb.host import Served, serve
from kb.packs import Pack
from tools import Visitor, new_checkout

PAGE = "interviewing/screening/"
LINK = "#screening-signs .headerlink"
ALLOWED = ["clipboard-read", "clipboard-write"]


def copied(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def scanned(page: Page, selector: str, folder: Path) -> str:
    """What a scanner reads from the picture on the screen."""
    page.locator(selector).screenshot(path=folder / "code.png")
    return zxingcpp.read_barcodes(Image.open(folder / "code.png"))[0].text


@pytest.mark.parametrize("way", ["mouse", "touch", "keyboard"])
@pytest.mark.parametrize("width", [360, 1440])
def test_one_press_copies_the_permanent_address_and_says_so(way: str, width: int, reader_below) -> None:
    with reader_below.opens(PAGE, width=width, has_touch=way == "touch", permissions=ALLOWED) as page:
        link = page.locator(LINK)
        link.evaluate("link => link.scrollIntoView({block: 'end'})")  # the panel has to open upwards
        if way == "mouse":
            link.click()
        elif way == "touch":
            link.tap()
        else:
            link.focus()
            page.keyboard.press("Enter")
        expect(page.locator(".share [role=status]")).to_have_text("Link copied")
        expect(page.locator(".share")).to_be_in_viewport(ratio=1)
        sent = copied(page)
        assert sent == reader_below.site.url + "s/screening-signs/"
    with reader_below.opens(sent.removeprefix(reader_below.site.url), width=width) as page:  # somebody else, elsewhere
        page.wait_for_url("**/interviewing/screening/#screening-signs")
        assert stands_under_the_header(page, "screening-signs")


@pytest.mark.parametrize("where", ["reader", "reader_below"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("javascript", [True, False])
def test_who_opens_a_link_stands_at_the_section(javascript: bool, width: int, where: str, request: pytest.FixtureRequest) -> None:
    visitor = request.getfixturevalue(where)
    with visitor.opens("s/hours-reputation/", width=width, java_script_enabled=javascript) as page:
        page.wait_for_url("**/culture/hours-and-balance/#hours-reputation")
        expect(page.locator("#hours-reputation")).to_be_in_viewport()
        if javascript:
            assert stands_under_the_header(page, "hours-reputation")
            expect(page.locator("#hours-reputation")).to_be_focused()
            page.keyboard.press("Tab")
            assert focused(page, "#hours-reputation .headerlink")  # the keyboard goes on from there


def stands_under_the_header(page: Page, key: str) -> bool:
    page.wait_for_timeout(300)
    marked = "h => h.matches(':target') && getComputedStyle(h).backgroundImage !== 'none'"
    heading = page.locator(f"#{key}")
    header = page.locator(".masthead").evaluate("h => h.getBoundingClientRect().bottom")
    return heading.evaluate(marked) and 0 <= heading.evaluate("h => h.getBoundingClientRect().top") - header <= 100


def test_other_forms_are_reached_by_tab_and_escape_leads_back(reader) -> None:
    with reader.opens(PAGE, permissions=ALLOWED) as page:
        page.locator(LINK).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".share [role=status]")).to_have_text("Link copied")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".share [role=status]")).to_have_text("Markdown copied")
        title = "Strong and weak signs in a recruiter screen"
        assert copied(page) == f"[{title}]({reader.site.url}s/screening-signs/)"
        page.get_by_role("button", name="Copy as a message").click()
        expect(page.locator(".share [role=status]")).to_have_text("Message copied")
        assert copied(page) == f"“{title}”, a section of the TikTok PM guide:\n{reader.site.url}s/screening-signs/"
        page.keyboard.press("Escape")
        expect(page.locator(".share")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_panel_with_its_qr_code_fits_reads_and_has_no_accessibility_fault(
    width: int, scheme: str, reader, tmp_path: Path
) -> None:
    with reader.opens(PAGE, width=width, height=740, color_scheme=scheme, permissions=ALLOWED) as page:
        page.locator(LINK).click()
        page.get_by_role("button", name="Show QR code").click()
        expect(page.locator(".share svg")).to_be_visible()
        expect(page.locator(".share")).to_be_in_viewport(ratio=1)
        assert scanned(page, ".share svg", tmp_path) == reader.site.url + "s/screening-signs/"
        assert findings(page) == []


DRAW = """async ([root, text]) => {
    const {picture} = await import(root + "assets/qr.js");
    document.querySelector("#code").replaceChildren(picture(text, "x"));
}"""


def test_a_qr_code_of_any_length_can_be_read(reader, tmp_path: Path) -> None:
    with reader.opens(PAGE, width=1400, height=1400) as page:
        page.evaluate("""() => {
            document.body.replaceChildren(Object.assign(document.createElement("div"), {id: "code"}));
            document.querySelector("#code").style.width = "1200px";
        }""")
        for length in (1, 14, 15, 60, 107, 214, 331, 700, 1300, 2000, 2331):
            text = ("https://example.org/ü/#" + "aB3_-." * 400).encode()[:length].decode(errors="ignore")
            page.evaluate(DRAW, [reader.site.url, text])
            assert scanned(page, "#code svg", tmp_path) == text
        too_long = "async root => (await import(root + 'assets/qr.js')).matrix('x'.repeat(2332))"
        with pytest.raises(Exception, match="RangeError"):
            page.evaluate(too_long, reader.site.url)


SELECT = """([from, to]) => {
    const text = node => document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
    const range = document.createRange();
    range.setStart(text(document.querySelector(from[0])), from[1]);
    range.setEnd(text(document.querySelector(to[0])), to[1]);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


@pytest.mark.parametrize("last", ["#screening-signs + p", "#screening-signs ~ p:last-of-type"])
def test_a_link_to_a_selection_leads_to_its_words(last: str, reader) -> None:
    with reader.opens(PAGE, permissions=ALLOWED) as page:
        page.evaluate(SELECT, [["#screening-signs + p", 8], [last, 31]])  # cuts through words
        page.locator(LINK).click()
        page.get_by_role("button", name="Copy link to selection").click()
        expect(page.locator(".share [role=status]")).to_have_text("Link to the selection copied")
        sent = copied(page)
        assert re.match(re.escape(reader.site.url + PAGE) + "#screening-signs:~:text=[^ ]+$", sent)
    with reader.opens() as page:
        page.goto(sent)
        expect(page.locator("#screening-signs + p")).to_be_in_viewport()
        page.wait_for_timeout(300)
        marked = page.evaluate("document.fragmentDirective !== undefined && location.hash")
        assert marked == "#screening-signs"  # the words are the browser's own affair; the section is where it was


def test_without_a_selection_in_the_section_no_link_to_one_is_offered(reader) -> None:
    with reader.opens(PAGE, permissions=ALLOWED) as page:
        page.evaluate(SELECT, [["#screening-purpose + p", 0], ["#screening-purpose + p", 9]])
        page.locator(LINK).click()
        expect(page.locator(".share [role=status]")).to_have_text("Link copied")
        expect(page.get_by_role("button", name="Copy link to selection")).to_be_hidden()


def test_where_the_clipboard_is_forbidden_the_address_is_there_to_copy(reader) -> None:
    with reader.opens(PAGE) as page:
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')) }")
        page.locator(LINK).click()
        expect(page.locator(".share [role=status]")).to_contain_text("to copy")
        expect(page.locator(".share input")).to_be_focused()
        expect(page.locator(".share input")).to_have_value(reader.site.url + "s/screening-signs/")


def test_without_javascript_the_sign_is_a_plain_link(reader) -> None:
    with reader.opens(PAGE, java_script_enabled=False) as page:
        page.locator(LINK).click()
        assert page.url.endswith("#screening-signs")


SECTIONS = "".join(
    f"\n## Trial section {number} {{ #trial-{number} }}\n\nText of the trial section {number}.\n"
    for number in ("one", "two", "three")
)
PAGE_OF_TRIAL = f"""---
title: A trial page
description: A page that is published, sent to people, and then moves to another place with its sections.
reviewed: 2026-11-23
---
{SECTIONS}"""


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory, browser) -> Iterator[Visitor]:
    """The site after a page was renamed, one of its sections replaced by another and one withdrawn."""
    root = new_checkout(tmp_path_factory.mktemp("later"))
    old, new, menu = root / "docs/role/trial.md", root / "docs/culture/trial.md", root / "mkdocs.yml"

    def run(*verb: str) -> None:
        done = subprocess.run(
            [sys.executable, f"scripts/{verb[0]}", *verb[1:]], cwd=root, capture_output=True, text=True, env=env
        )
        assert done.returncode == 0, done.stderr

    with serve(root / "out", "/kb/") as url:
        env = os.environ | {"SITE_URL": url}
        old.write_text(PAGE_OF_TRIAL)
        run("links", "add")
        subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qam", "published"], cwd=root, check=True
        )
        new.write_text(old.read_text().replace("#trial-two }", "#trial-second }").partition("\n## Trial section three")[0])
        old.unlink()
        menu.write_text(
            menu.read_text().replace("      - culture/index.md\n", "      - culture/index.md\n      - culture/trial.md\n")
        )
        run("links", "add")
        run("links", "move", "trial-two", "trial-second")
        run("links", "retire", "trial-three", "--why", "It was wrong, and is told better elsewhere.", "--see", "trial-one")
        run("build", "out")
        yield Visitor(browser, Served(root / "out", url))


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(("sent", "leads"), [("one", "one"), ("two", "second")])
def test_a_link_sent_before_its_section_moved_leads_to_the_new_place(sent: str, leads: str, javascript: bool, later) -> None:
    with later.opens(f"s/trial-{sent}/", java_script_enabled=javascript) as page:
        page.wait_for_url(f"**/kb/culture/trial/#trial-{leads}")
        expect(page.locator(f"#trial-{leads}")).to_be_in_viewport()


def test_a_link_to_a_withdrawn_section_says_what_happened_and_where_to_look(later) -> None:
    with later.opens("s/trial-three/", java_script_enabled=False) as page:
        expect(page.locator("main")).to_contain_text("It was wrong, and is told better elsewhere.")
        page.get_by_role("link", name="Trial section one").click()
        page.wait_for_url("**/culture/trial/#trial-one")


@pytest.mark.parametrize(
    ("sent", "leads"), [("one", "culture/trial/#trial-one"), ("two", "culture/trial/#trial-second"), ("three", "s/trial-three/")]
)
@pytest.mark.parametrize("page_address", ["role/trial/", "role/no-such-page/", "role/"])
def test_an_old_address_with_a_fragment_leads_to_the_new_place(page_address: str, sent: str, leads: str, later) -> None:
    """From the page that took its place, from the page that is not found, and from a page that had the section once."""
    context = later.browser.new_context()
    page = context.new_page()
    page.goto(f"{later.site.url}{page_address}#trial-{sent}")
    page.wait_for_url(later.site.url + leads)
    context.close()


def test_an_old_fragment_followed_on_the_page_itself_leads_on_too(later) -> None:
    with later.opens("role/") as page:
        page.evaluate("location.hash = 'trial-two'")
        page.wait_for_url("**/culture/trial/#trial-second")


def test_the_old_address_of_a_page_leads_on_without_javascript(later) -> None:
    with later.opens("role/trial/", java_script_enabled=False) as page:
        page.wait_for_url("**/culture/trial/")


def test_a_pack_sent_before_all_that_still_opens_and_says_what_changed(later) -> None:
    sent = Pack(["trial-one", "trial-two", "trial-three", "screening-signs"], "Before your call").fragment()
    with later.opens(f"pack/#{sent}") as page:
        sections = page.locator(".pack__section")
        expect(sections).to_have_count(3)
        expect(sections.nth(0)).to_contain_text("Text of the trial section one.")
        expect(sections.nth(1)).to_contain_text("has been replaced by this one")
        expect(sections.nth(1)).to_contain_text("Text of the trial section two.")
        withdrawn = page.locator(".pack__notice", has_text="was retired")
        expect(withdrawn).to_contain_text("It was wrong, and is told better elsewhere.")
        expect(withdrawn.get_by_role("link", name="Trial section one")).to_be_visible()
        assert findings(page) == []
