"""Chromium, and readers of the built site in it."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from kb.browser import FLAGS, chromium
from kb.host import Served
from tools import Visitor


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or chromium()
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def reader(browser: Browser, site: Served) -> Visitor:
    return Visitor(browser, site)


@pytest.fixture
def reader_below(browser: Browser, below: Served) -> Visitor:
    return Visitor(browser, below)
