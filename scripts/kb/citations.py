"""A Markdown extension: `[@fact-id]` becomes a numbered link to a list of sources at the end of the page.

`[@topic:A]`, alone on a line, lists every fact of that topic with its source.
"""

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from kb import facts
from kb.facts import CITATION, Source

FACT = "data-fact"  # until it is numbered
TOPIC = re.compile(r"^\[@topic:([A-Z])\]\s*$")


class Citations(Extension):
    """Numbers run through a page in the order of reading; facts from one source, date and trust share one."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_Citation(r"\s*((?:\[@[a-z0-9-]+\])+)", md), "citation", 175)
        md.parser.blockprocessors.register(_TopicList(md.parser), "fact-list", 175)
        md.treeprocessors.register(_SourceList(md), "source-list", 4)  # after the table of contents was read


class _Citation(InlineProcessor):
    """One mark for the citations that stand together; it is numbered when the whole page is known."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[etree.Element | None, int | None, int | None]:  # type: ignore[override]
        mark = etree.Element("sup", {"class": "cite"})
        for key in CITATION.findall(match[1]):
            if key in facts.load():  # kb.rules names the file and the line of one that is not
                etree.SubElement(mark, "a", {"role": "doc-noteref", FACT: key})
        return mark, match.start(0), match.end(0)


class _TopicList(BlockProcessor):
    def test(self, parent: etree.Element, block: str) -> bool:
        return bool(TOPIC.match(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        topic = TOPIC.match(blocks.pop(0))
        listing = etree.SubElement(parent, "ul", {"class": "facts"})
        for fact in facts.load().values():
            if topic and fact.topic == topic[1]:
                item = etree.SubElement(listing, "li", {"id": f"fact-{fact.id}"})
                etree.SubElement(item, "p").text = fact.text
                _describe(etree.SubElement(item, "p", {"class": "facts__source"}), fact.source)


class _SourceList(Treeprocessor):
    """Numbers the citations and lists their sources at the end of the page."""

    def run(self, root: etree.Element) -> None:
        numbers: dict[Source, int] = {}
        for mark in root.iter("sup"):
            if mark.get("class") == "cite":
                self._number(mark, numbers)
        if not numbers:
            return
        section = etree.SubElement(root, "section", {"class": "sources", "aria-label": "Sources"})
        etree.SubElement(section, "h2").text = "Sources"
        listing = etree.SubElement(section, "ol")
        for source, number in numbers.items():
            item = etree.SubElement(listing, "li", {"id": f"source-{number}"})
            _describe(item, source)
            back = {"href": f"#cited-{number}", "class": "back", "aria-label": f"Back to where source {number} is cited"}
            etree.SubElement(item, "a", back).text = "↩"

    def _number(self, mark: etree.Element, numbers: dict[Source, int]) -> None:
        here: list[int] = []
        for link in list(mark):
            source = facts.load()[link.attrib.pop(FACT)].source
            first = source not in numbers
            number = numbers.setdefault(source, len(numbers) + 1)
            if number in here:  # two facts of one source
                mark.remove(link)
                continue
            if here:
                mark[len(here) - 1].tail = ", "
            here.append(number)
            link.set("href", f"#source-{number}")
            link.set("aria-label", f"Source {number}")
            if first:
                link.set("id", f"cited-{number}")
            link.text = str(number)


def _describe(parent: etree.Element, source: Source) -> None:
    if source.url:
        title = etree.SubElement(parent, "a", {"href": source.url, "rel": "external"})
        tail = ""
    else:
        title = etree.SubElement(parent, "cite")
        tail = " (read in a copy, so not linked)"
    title.text = source.title
    title.tail = f"{tail}. {source.publisher}, {source.date}; {source.trust}. "


def makeExtension(**options: Any) -> Citations:
    """What Python-Markdown calls."""
    return Citations(**options)
