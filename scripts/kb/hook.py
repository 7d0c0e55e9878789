"""What MkDocs calls: the checks before a build, the writers after it. All else works on files, without MkDocs."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from lxml import html
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.utils import get_relative_url

from kb import (
    crawl,
    facts,
    figures,
    glossary,
    packs,
    permalinks,
    practice,
    related,
    rules,
    site,
    source,
    style,
    synonyms,
    writers,
)
from kb.env import ROOT, say
from kb.faults import Fault, Faulty, report

state: dict[str, Any] = {}  # the pages and the record that this build read


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Live reload works by an inline script, which the content security policy of a built page forbids."""
    state["live"] = command == "serve"


def on_pre_build(config: MkDocsConfig) -> None:
    """Stop on any fault in the sources."""
    try:
        pages, known, record = source.read_all(Path(config.docs_dir)), facts.load(), permalinks.load()
        groups = synonyms.load()
        faults = [
            *rules.check(pages, known),
            *permalinks.check(pages, record, permalinks.earlier()),
            *packs.check(pages, record.data),
            *practice.check(permalinks.sections(pages), known),
            *figures.check(pages),
            *style.check(pages),
        ]
    except Faulty as error:
        raise PluginError(f"\n{error}") from None
    _judge(faults)
    if left := rules.unused(pages, known):
        say(f"Facts that no page cites: {', '.join(left)}")
    state.update(pages=pages, entries=record.data, groups=groups, version=_version(Path(config.docs_dir)))


def _version(docs: Path) -> str:
    """A name that changes whenever the text, the data, or the code that turns them into files does."""
    digest = hashlib.sha256()
    for path in sorted([*docs.rglob("*.*"), *Path(__file__).parent.rglob("*.py"), ROOT / "mkdocs.yml"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _judge(faults: Iterable[Fault]) -> None:
    """Stop on faults. While somebody edits, tell them and go on: the server would else hang until they are mended."""
    found = list(faults)
    if found and state["live"] and "entries" in state:
        say(report(found))
    elif found:
        raise PluginError(f"\n{report(found)}")


def on_files(files: Files, config: MkDocsConfig) -> None:
    """The theme's own scripts and styles are not used, so they are not published."""
    for file in list(files):
        if file.src_uri.startswith(("assets/javascripts/", "assets/stylesheets/", "assets/images/")):
            files.remove(file)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Lend the templates what MkDocs does not tell them."""
    env.globals["related"] = related.by_url(state["pages"])
    env.globals["sections"] = dict(_sections(files))
    _link_terms(files)
    env.globals["packs"] = {page.url: pack for page in state["pages"] if (pack := packs.ready(page))}
    env.globals["version"] = state["version"]
    env.globals["live"] = state.get("live", False)


def _sections(files: Files) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each section by its id, with its page, as templates show them; read from text that is rendered and not yet on a page."""
    written = {page.path: {heading.id for heading in page.headings()} for page in state["pages"]}
    for file in files.documentation_pages():
        if file.page and file.page.content:
            prose = html.fragment_fromstring(file.page.content, create_parent="div")
            for section in site.outline(prose, written.get(file.src_uri, set())):
                yield section.id, {"section": section, "page": file.page}


def _link_terms(files: Files) -> None:
    """Link each term of the glossary where a page first uses it."""
    for file in files.documentation_pages():
        if file.page and file.page.content and file.src_uri != glossary.PAGE:
            to = get_relative_url(source.address(glossary.PAGE), file.url)
            file.page.content = glossary.linked(file.page.content, to, glossary.terms())


def on_post_build(config: MkDocsConfig) -> None:
    """Read what was built, check it, write everything that is made from it."""
    built = site.read(Path(config.site_dir), config.site_url or "/", config.site_name, state["pages"])
    _judge(crawl.check(built))
    writers.write_all(built, state["entries"], state["version"], state["groups"], practice.load())
