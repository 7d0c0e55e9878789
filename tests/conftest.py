"""The site as readers get it: built once from this checkout, at the root of a host and below a sub-path."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.env import ROOT
from kb.host import Served, serve


def _served(folder: Path, base: str) -> Iterator[Served]:
    with serve(folder, base) as url:
        subprocess.run([sys.executable, "scripts/build", str(folder)], cwd=ROOT, env=os.environ | {"SITE_URL": url}, check=True)
        yield Served(folder, url)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from _served(tmp_path_factory.mktemp("root") / "site", "/")


@pytest.fixture(scope="session")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from _served(tmp_path_factory.mktemp("below") / "site", "/kb/")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of its own with one commit, to break as one likes; it shares the environment of this one."""
    copy = tmp_path / "checkout"
    leave = shutil.ignore_patterns(".git", ".venv", "site", "*.partial", "*_cache", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=leave)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    for step in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "start"],
    ):
        subprocess.run(["git", *step], cwd=copy, check=True)
    return copy
