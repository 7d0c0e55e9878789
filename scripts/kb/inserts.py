"""A Markdown extension: what pages draw from data, questions of the bank and figures."""

import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from kb import figures, practice


class Inserts(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Questions(md), "questions", 40)
        md.parser.blockprocessors.register(_Figure(md.parser), "figure", 175)


class _Questions(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [text for line in lines for text in practice.expand(line) or [line]]


class _Figure(BlockProcessor):
    def test(self, parent: etree.Element, block: str) -> bool:
        return bool(figures.INSERT.match(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        holder = etree.SubElement(parent, "p")  # which gives way to the figure
        holder.text = self.parser.md.htmlStash.store(figures.html(blocks.pop(0)))


def makeExtension(**options: Any) -> Inserts:
    """What Python-Markdown calls."""
    return Inserts(**options)
