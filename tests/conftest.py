"""The site as readers get it: built once from this checkout, at the root of a host and below a sub-path."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.env import ROOT
from kb.host import Served, serve

pytest.register_assert_rewrite("tools")

from tools import new_checkout  # noqa: E402  (what it asserts is told like what tests assert)


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
    return new_checkout(tmp_path)
