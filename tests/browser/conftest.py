"""Chromium, and pages in it that remember everything they complained of."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kb.browser import FLAGS, chromium
from kb.host import Served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or chromium()
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Visitor:
    """Opens pages as one reader would, and collects console messages, errors and requests to other hosts."""

    def __init__(self, browser: Browser, site: Served) -> None:
        self.browser, self.site = browser, site

    @contextmanager
    def opens(self, path: str = "", *, width: int = 1280, height: int = 800, **options: object) -> Iterator[Page]:
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
        own = urlsplit(self.site.url).netloc
        page.on(
            "request", lambda asked: told.append(f"asks {asked.url}") if urlsplit(asked.url).netloc not in (own, "") else None
        )
        page.goto(self.site.url + path)
        yield page
        assert told == []
        context.close()


@pytest.fixture
def reader(browser: Browser, site: Served) -> Visitor:
    return Visitor(browser, site)


@pytest.fixture
def reader_below(browser: Browser, below: Served) -> Visitor:
    return Visitor(browser, below)
