"""What a reader does: arrive, read, find the way, change the colours, with a mouse, a thumb, the keyboard, or no JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from kb.host import Served

CONTENT = "interviewing/screening/"


def test_every_page_opens_without_a_word_in_the_console_or_a_request_elsewhere(site: Served, reader) -> None:
    with reader.opens() as page:  # the reader itself asserts it
        for path in site.pages():
            page.goto(site.url + path)
            expect(page.locator("h1")).to_have_count(1)


def test_the_reader_would_notice(reader) -> None:
    for fault in (
        "console.log('hello')",
        "fetch('http://localhost:9/').catch(() => {})",
        "setTimeout(() => { throw Error('no') })",
    ):
        with pytest.raises(AssertionError), reader.opens(CONTENT) as page:
            page.evaluate(fault)
            page.wait_for_timeout(200)


def test_a_strict_policy_stops_what_a_page_does_not_bring_itself(reader) -> None:
    with pytest.raises(AssertionError), reader.opens(CONTENT) as page:
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.owned = 1'}))")
        assert page.evaluate("window.owned") is None
        page.wait_for_timeout(100)


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_scrolls_sideways(width: int, site: Served, reader) -> None:
    wide = []
    with reader.opens(width=width) as page:
        for path in site.pages():
            page.goto(site.url + path)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(path)
    assert wide == []


def test_everything_can_be_read_and_reached_without_javascript(reader) -> None:
    with reader.opens(java_script_enabled=False) as page:
        page.locator(".topics a", has_text="Interviewing").click()
        page.locator(".stages a", has_text="Screening").click()
        expect(page).to_have_url(re.compile("/interviewing/screening/$"))
        expect(page.locator(".prose h2").first).to_be_visible()
        page.locator(".masthead [data-search-open]").click()  # leads to the list of all sections
        page.locator(".section-list a").first.click()
        expect(page).to_have_url(re.compile("#"))


def test_the_drawer_opens_without_javascript_too(reader) -> None:
    with reader.opens(CONTENT, width=360, java_script_enabled=False) as page:
        expect(page.locator("#drawer")).to_be_hidden()
        page.get_by_role("button", name="Pages", exact=True).click()
        page.locator("#drawer a", has_text="Final").click()
        expect(page).to_have_url(re.compile("/interviewing/final/$"))


def test_the_keyboard_alone_opens_the_drawer_moves_through_it_and_leaves_it(reader) -> None:
    with reader.opens(CONTENT, width=360) as page:
        tab_to(page, "button[aria-label=Pages]")
        page.keyboard.press("Enter")
        expect(page.locator("#drawer")).to_be_visible()
        page.keyboard.press("Tab")
        assert focused(page, "#drawer *")
        for _ in range(3):
            page.keyboard.press("Tab")
            assert focused(page, "#drawer a")
        page.keyboard.press("Escape")
        expect(page.locator("#drawer")).to_be_hidden()
        assert focused(page, "button[aria-label=Pages]")
        page.keyboard.press("Enter")
        tab_to(page, "#drawer a[href*='final']")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/interviewing/final/$"))


def test_the_first_tab_offers_to_skip_to_the_text(reader) -> None:
    with reader.opens(CONTENT) as page:
        page.keyboard.press("Tab")
        assert focused(page, ".md-skip")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("#screening-"))


def test_colours_follow_the_system_until_the_reader_chooses_and_the_choice_is_kept(reader) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with reader.opens(CONTENT, color_scheme="dark") as page:
        dark = page.evaluate(ground)
        switch = page.get_by_role("button", name="Dark colours")
        expect(switch).to_have_attribute("aria-pressed", "true")
        switch.click()
        light = page.evaluate(ground)
        assert light != dark
        page.reload()
        assert page.evaluate(ground) == light
        expect(switch).to_have_attribute("aria-pressed", "false")


def test_the_contents_mark_the_section_that_is_read(reader) -> None:
    with reader.opens(CONTENT, width=1440) as page:
        links = page.locator(".toc a")
        expect(links.first).to_have_attribute("aria-current", "location")
        links.nth(3).click()
        expect(links.nth(3)).to_have_attribute("aria-current", "location")
        expect(page.locator(".toc a[aria-current]")).to_have_count(1)


def test_on_a_phone_the_contents_open_close_and_lead_to_the_section(reader) -> None:
    with reader.opens(CONTENT, width=360, has_touch=True) as page:
        page.get_by_role("button", name="On this page").tap()
        page.locator(".toc a").nth(2).tap()
        expect(page.locator(".toc")).to_be_hidden()
        expect(page.locator(".prose :target")).to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [360, 1440])
def test_a_sent_link_opens_on_its_section_right_under_the_header(javascript: bool, width: int, reader_below) -> None:
    with reader_below.opens("s/hours-reputation/", width=width, java_script_enabled=javascript) as page:
        page.wait_for_url("**/culture/hours-and-balance/#hours-reputation")
        heading = page.locator("#hours-reputation")
        expect(heading).to_be_in_viewport()
        if javascript:
            page.wait_for_timeout(300)
            assert 50 <= heading.evaluate("h => h.getBoundingClientRect().top") <= 160


def test_a_citation_leads_to_its_source_and_back(reader) -> None:
    with reader.opens(CONTENT) as page:
        page.locator(".cite a").first.click()
        expect(page.locator("#source-1")).to_be_in_viewport()
        page.locator("#source-1 .back").click()
        expect(page.locator("#cited-1")).to_be_in_viewport()


def test_an_unknown_address_helps_instead_of_ending(reader_below) -> None:
    with reader_below.browser.new_context() as context:
        page = context.new_page()
        assert page.goto(reader_below.site.url + "no/such/page/").status == 404
        page.get_by_role("link", name="Every section, by topic").click()
        expect(page.locator("h1")).to_have_text("All sections")


def test_search_finds_a_section_and_the_keyboard_opens_it(reader) -> None:
    with reader.opens() as page:
        page.keyboard.press("/")
        field = page.locator("dialog input[role=combobox]")
        expect(field).to_be_focused()
        field.fill("long hours")
        expect(page.locator("dialog [role=option]").first).to_be_visible()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/culture/hours-and-balance/#"))


def tab_to(page: Page, selector: str, most: int = 150) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page, selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def focused(page: Page, selector: str) -> bool:
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)
