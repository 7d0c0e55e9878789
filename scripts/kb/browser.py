"""The Chromium that browser tests use: the one that is installed, else one by the platform's ordinary means."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from kb.env import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
# Nothing but the page under test: no lookups of the browser's own, no sandbox where containers allow none.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-proxy-server",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
)


def chromium() -> str:
    """Path of a Chromium or Chrome. Installs one where there is none; exits with one line when that fails."""
    if found := _found():
        return found
    say("No Chromium or Chrome here; installing one ...")
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if as_root and shutil.which("apt-get"):
        for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *step], capture_output=True)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True)
    if found := _found():
        return found
    sys.exit(
        "No browser: install Chromium or Chrome (`sudo apt install chromium`, or from google.com/chrome), then run this again."
    )


def _found() -> str:
    asked = os.environ.get("CHROMIUM", "")
    for name in (asked, *NAMES, *PLACES):
        if name and (path := shutil.which(name)):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else ""
