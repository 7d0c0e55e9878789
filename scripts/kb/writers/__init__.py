"""Writers: each is a function from the site that was read to files of its own. None reads what another wrote."""

from kb.permalinks import Entries
from kb.practice import Question
from kb.site import Site
from kb.synonyms import Groups
from kb.writers import cards, permalinks, practice, search, sections, share


def write_all(site: Site, entries: Entries, version: str, groups: Groups, questions: list[Question]) -> None:
    """Write everything that is made from the sections; `version` names what changes with them."""
    sections.write(site)
    permalinks.write(site, entries)
    share.write(site, entries)
    practice.write(site, questions)
    cards.write(site, entries)
    search.write(site, version, groups)
