"""A section is sent with one press: by mouse, by touch, from the keyboard, and where the clipboard is forbidden."""

import pytest
from playwright.sync_api import Page, expect
from test_accessibility import findings

PAGE = "interviewing/screening/"
LINK = "#screening-signs .headerlink"
ALLOWED = ["clipboard-read", "clipboard-write"]


def copied(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


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
        page.goto(sent)
        page.wait_for_url("**/interviewing/screening/#screening-signs")


def test_other_forms_are_reached_by_tab_and_escape_leads_back(reader) -> None:
    with reader.opens(PAGE, permissions=ALLOWED) as page:
        page.locator(LINK).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".share [role=status]")).to_have_text("Link copied")
        assert findings(page) == []
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
