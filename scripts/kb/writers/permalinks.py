"""permalinks.json: where each section ever published is today, for the browser and for other programs."""

import json

from kb.permalinks import Entries, ids, target
from kb.site import Site


def write(site: Site, entries: Entries) -> None:
    """Write the file into the site's root.

    pages     [address relative to the site, title]
    sections  id → [number of its page, title, minutes]
    moved     old id → id of the section that took its place
    retired   id → [why, id of a section to look at or null]
    """
    pages = [page for page in site.pages if page.sections]
    here = {
        section.id: [number, section.title, section.minutes] for number, page in enumerate(pages) for section in page.sections
    }
    moved = {key: target(key, entries) for key in ids(entries) if key not in here and target(key, entries)}
    retired = {
        key: [entry["retired"], target(entry.get("see", ""), entries)]
        for key, entry in entries.items()
        if isinstance(entry, dict) and "retired" in entry
    }
    told = {
        "version": 1,
        "pages": [[page.url, page.title] for page in pages],
        "sections": here,
        "moved": moved,
        "retired": retired,
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
    (site.root / "permalinks.json").write_text(text, "utf-8", newline="\n")
