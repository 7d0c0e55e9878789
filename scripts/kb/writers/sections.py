"""sections.json: every section of the site for other programs, and its schema beside it."""

import json
import shutil
from typing import Any

from kb.permalinks import code
from kb.records import SCHEMAS
from kb.site import Page, Section, Site

SCHEMA = "sections.schema.json"


def write(site: Site) -> None:
    """Write both files into the site's root."""
    listing = {
        "$schema": site.url + SCHEMA,
        "version": 1,
        "name": site.name,
        "url": site.url,
        "sections": [entry(site, page, section) for page, section in site.sections()],
    }
    text = json.dumps(listing, ensure_ascii=False, indent=1) + "\n"
    (site.root / "sections.json").write_text(text, "utf-8", newline="\n")
    shutil.copyfile(SCHEMAS / "sections.json", site.root / SCHEMA)


def entry(site: Site, page: Page, section: Section) -> dict[str, Any]:
    """One section as sections.schema.json describes it."""
    return {
        "id": section.id,
        "code": code(section.id),
        "title": section.title,
        "page": page.title,
        "url": f"{site.url}{page.url}#{section.id}",
        "share_url": f"{site.url}s/{section.id}/",
        "summary": section.summary,
        "topic": page.topic,
        "stages": page.meta.get("stages", []),
        "minutes": section.minutes,
        "updated": page.meta["reviewed"],
        "answers": page.meta.get("answers", {}).get(section.id, []),
    }
