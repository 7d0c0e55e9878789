"""The libraries to compare with, each given the same sections; fetched for a benchmark only, from their registries."""

import json
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

import material  # type: ignore[import-untyped]

from kb.env import say

MINISEARCH = "minisearch@7.2.0"
PAGEFIND = "pagefind[bin]>=1.5"


def make(folder: Path, sections: list[dict[str, str]]) -> dict[str, Any]:
    """Put what each library needs below `folder`; returns what engines.js needs to know of each. One that cannot be fetched
    is left out, and that is said.
    """
    (folder / "peers").mkdir()
    (folder / "peers" / "sections.json").write_text(json.dumps(sections), "utf-8")
    made: dict[str, Any] = {"lunr (Material)": _lunr(folder, sections)}
    for name, maker in (("MiniSearch", _minisearch), ("Pagefind", _pagefind)):
        try:
            made[name] = maker(folder, sections)
        except (OSError, subprocess.CalledProcessError) as error:
            say(f"{name} is left out: {error}")
    return made


def _lunr(folder: Path, sections: list[dict[str, str]]) -> dict[str, str]:
    """Stock Material's own search worker, with the configuration its plugin writes by default."""
    worker = next((Path(material.__file__).parent / "templates/assets/javascripts/workers").glob("search.*.min.js"))
    shutil.copy(worker, folder / "peers" / "lunr.js")
    docs = [
        {"location": s["id"], "title": escape(s["title"]), "text": escape(f"{s['questions']}\n{s['text']}")} for s in sections
    ]
    config = {"lang": ["en"], "separator": r"[\s\-]+", "pipeline": ["stopWordFilter"], "fields": {}}
    config["fields"] = {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}}
    (folder / "peers" / "lunr.json").write_text(json.dumps({"config": config, "docs": docs}), "utf-8")
    return {"module": "lunr"}


def _minisearch(folder: Path, _sections: list[dict[str, str]]) -> dict[str, str]:
    npm = shutil.which("npm")
    if not npm:
        raise OSError("npm is not installed")
    work = folder.parent / "npm"
    work.mkdir()
    subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", MINISEARCH], cwd=work, check=True, capture_output=True)
    shutil.copy(work / "node_modules/minisearch/dist/es/index.js", folder / "peers" / "minisearch.js")
    return {"module": "minisearch"}


def _pagefind(folder: Path, sections: list[dict[str, str]]) -> dict[str, str]:
    """A page for each section, as Pagefind ranks pages."""
    packages, pages = folder.parent / "pagefind", folder / "peers" / "pages"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(packages), PAGEFIND]
    subprocess.run(pip, check=True, capture_output=True)
    for section in sections:
        (pages / section["id"]).mkdir(parents=True)
        body = f"<h1>{escape(section['title'])}</h1><p>{escape(section['questions'])}</p><p>{escape(section['text'])}</p>"
        (pages / section["id"] / "index.html").write_text(f"<html lang=en><body>{body}</body></html>", "utf-8")
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(folder / "peers" / "pagefind")]
    subprocess.run(command, check=True, capture_output=True, env={"PYTHONPATH": str(packages), "PATH": ""})
    return {"module": "pagefind"}
