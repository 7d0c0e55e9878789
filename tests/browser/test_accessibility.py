"""axe-core finds nothing on any page: every rule it has, its best practices, AAA and experimental rules among them."""

import json
from itertools import pairwise

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from kb.host import Served

# A rule is left out only for a reason that stands beside it.
LEFT_OUT: dict[str, str] = {}

RUN = """left => axe.run(document, {
    rules: Object.fromEntries(axe.getRules().map(({ruleId}) => [ruleId, {enabled: !left.includes(ruleId)}])),
    resultTypes: ["violations"],
}).then(({violations}) => violations.flatMap(({id, help, nodes}) =>
    nodes.map(node => `${id}: ${help} ${node.target} ${node.failureSummary.split("\\n").slice(1, 2)}`)))"""


def findings(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, list(LEFT_OUT))


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_an_accessibility_fault(scheme: str, width: int, site: Served, reader) -> None:
    found = {}
    with reader.opens(width=width, height=900, color_scheme=scheme) as page:
        for path in site.pages():
            page.goto(site.url + path)
            if faults := findings(page):
                found[path] = faults
    assert not found, json.dumps(found, indent=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_drawer_contents_and_search_have_no_accessibility_fault(scheme: str, reader) -> None:
    with reader.opens("interviewing/screening/", width=360, height=740, color_scheme=scheme) as page:
        page.get_by_role("button", name="Pages", exact=True).click()
        assert findings(page) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name="On this page").click()
        assert findings(page) == []
        page.keyboard.press("Escape")
        page.locator("[data-search-open]").click()
        page.locator("dialog input[role=combobox]").fill("hours")
        page.locator("dialog [role=option]").first.wait_for()
        assert findings(page) == []


def test_axe_would_notice(reader) -> None:
    with reader.opens("interviewing/screening/") as page:
        page.evaluate("document.querySelector('.prose p').style.color = 'silver'")
        assert any(fault.startswith("color-contrast") for fault in findings(page))


def test_headings_never_skip_a_level(site: Served, reader) -> None:
    with reader.opens() as page:
        for path in site.pages():
            page.goto(site.url + path)
            levels = [int(tag[1]) for tag in page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")]
            assert levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)
