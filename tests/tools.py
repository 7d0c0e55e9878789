"""What tests of several parts use."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from kb.env import ROOT
from kb.host import Served


def new_checkout(folder: Path) -> Path:
    """A checkout of its own with one commit, to break as one likes; it shares the environment and the cards of this one."""
    copy = folder / "checkout"
    leave = shutil.ignore_patterns(".git", ".venv", ".cache", "site", "*.partial", "*_cache", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=leave)
    (ROOT / ".cache").mkdir(exist_ok=True)
    for name in (".venv", ".cache"):
        (copy / name).symlink_to(ROOT / name)
    for step in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "start"],
    ):
        subprocess.run(["git", *step], cwd=copy, check=True)
    return copy


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
