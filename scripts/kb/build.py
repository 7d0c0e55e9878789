"""A strict build that ends whole or not at all."""

import os
import re
import shutil
import sys
from pathlib import Path

from mkdocs.__main__ import cli

from kb.env import ROOT

ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~%!$&()*+,;=:@/-]*)?")
MARK = "sections.json"  # only a folder that holds it, or nothing, is built over


def build(folder: Path, site_url: str | None = None) -> None:
    """Build into `folder` for the public address `site_url`. Exits 1 with the faults; `folder` is then as it was."""
    if site_url and not ADDRESS.fullmatch(site_url):
        sys.exit(f"SITE_URL is {site_url!r}. Give the whole public address, such as https://example.org/guide/")
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).exists())):
        sys.exit(f"{folder} holds something else than a built site. Name a new folder, or an empty one.")
    partial = folder.with_name(folder.name + ".partial")
    os.chdir(ROOT)
    try:
        cli(["build", "--quiet", "--strict", "--site-dir", str(partial)], standalone_mode=False)
        shutil.rmtree(folder, ignore_errors=True)
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
