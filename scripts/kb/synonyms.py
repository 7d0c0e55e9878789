"""Words that mean the same to somebody who searches, kept by editors in docs/data/synonyms.yml."""

from pathlib import Path

from kb.env import ROOT
from kb.faults import Fault, Faulty
from kb.records import read

FILE = "docs/data/synonyms.yml"
Groups = list[list[str]]


def load(root: Path = ROOT) -> Groups:
    """Groups of names, each with the one the guide uses first. Raises Faulty."""
    record = read(root / FILE, "synonyms", root)
    faults, owner, last = [], dict[str, str](), ""
    for name, others in record.data.items():
        if name <= last:
            what = f"`{name}` stands after `{last}`."
            faults.append(Fault(FILE, record.line(name), "synonyms-order", what, "keep the groups sorted by their first name"))
        last = name
        for number, other in enumerate([name, *others]):
            if other in owner:
                what = f"`{other}` belongs to `{owner[other]}` already."
                where = record.line(name, number - 1) if number else record.line(name)
                faults.append(Fault(FILE, where, "synonyms-doubled", what, "keep it in one group, or join the two"))
            owner[other] = name
    if faults:
        raise Faulty(faults)
    return [[name, *others] for name, others in record.data.items()]
