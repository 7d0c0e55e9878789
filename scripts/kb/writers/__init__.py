"""Writers: each is a function from the site that was read to files of its own. None reads what another wrote."""

from kb.permalinks import Entries
from kb.site import Site
from kb.writers import sections, share


def write_all(site: Site, entries: Entries) -> None:
    """Write everything that is made from the sections."""
    sections.write(site)
    share.write(site, entries)
