"""The site as readers get it: built once from this checkout, at the root of a host and below a sub-path."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from kb.env import ROOT
from served import BUILD, Handler, Served


def _served(folder: Path, base: str) -> Iterator[Served]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder), base=base))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    env = os.environ | {"SITE_URL": f"http://127.0.0.1:{server.server_port}{base}"}
    subprocess.run([*BUILD, str(folder)], cwd=ROOT, env=env, check=True)
    yield Served(folder, env["SITE_URL"])
    server.shutdown()


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
