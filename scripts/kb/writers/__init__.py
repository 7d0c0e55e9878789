"""Writers: each is a function from the site that was read to files of its own. None reads what another wrote."""

from kb.permalinks import Entries
from kb.site import Site
from kb.synonyms import Groups
from kb.writers import cards, permalinks, search, sections, share


def write_all(site: Site, entries: Entries, version: str, groups: Groups) -> None:
    """Write everything that is made from the sections; `version` names what changes with them."""
    sections.write(site)
    permalinks.write(site, entries)
    share.write(site, entries)
    cards.write(site, entries)
    search.write(site, version, groups)
