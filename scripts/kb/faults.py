"""A fault: where it is, which rule it breaks, and how to mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that must be mended. `line` counts from 1; 0 stands for the file as a whole."""

    file: str
    line: int
    rule: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: [{self.rule}] {self.what}\n    To mend: {self.mend}"


class Faulty(Exception):
    """Input that cannot be used, with every fault found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(report(self.faults))


def report(faults: Iterable[Fault]) -> str:
    """All faults, one below the other, and their number."""
    found = sorted(set(faults))
    return "\n".join([*map(str, found), f"{len(found)} fault{'s' * (len(found) != 1)} to mend."])


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of `words` that was probably meant, or ""."""
    return next(iter(difflib.get_close_matches(word, list(words), 1)), "")
