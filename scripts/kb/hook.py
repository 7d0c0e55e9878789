"""What MkDocs calls: the checks before a build, the writers after it. All else works on files, without MkDocs."""

import logging
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from kb import crawl, facts, permalinks, related, rules, site, source, writers
from kb.faults import Faulty, report

log = logging.getLogger("mkdocs.hooks.kb")
state: dict[str, Any] = {}  # the pages and the record that this build read


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Live reload works by an inline script, which the content security policy of a built page forbids."""
    state["live"] = command == "serve"


def on_pre_build(config: MkDocsConfig) -> None:
    """Stop on any fault in the sources."""
    try:
        pages, known, record = source.read_all(Path(config.docs_dir)), facts.load(), permalinks.load()
    except Faulty as error:
        raise PluginError(f"\n{error}") from None
    faults = [*rules.check(pages, known), *permalinks.check(pages, record, permalinks.earlier_ids())]
    if faults:
        raise PluginError(f"\n{report(faults)}")
    if left := rules.unused(pages, known):
        log.info("Facts that no page cites: %s", ", ".join(left))
    state.update(pages=pages, entries=record.data)


def on_files(files: Files, config: MkDocsConfig) -> None:
    """The theme's own scripts and styles are not used, so they are not published."""
    for file in list(files):
        if file.src_uri.startswith(("assets/javascripts/", "assets/stylesheets/", "assets/images/")):
            files.remove(file)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Lend the templates what MkDocs does not tell them."""
    env.globals["related"] = related.by_url(state["pages"])
    env.globals["live"] = state.get("live", False)


def on_post_build(config: MkDocsConfig) -> None:
    """Read what was built, check it, write everything that is made from it."""
    built = site.read(Path(config.site_dir), config.site_url or "/", config.site_name, state["pages"])
    if faults := list(crawl.check(built)):
        raise PluginError(f"\n{report(faults)}")
    writers.write_all(built, state["entries"])
