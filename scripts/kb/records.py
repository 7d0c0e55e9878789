"""YAML with line numbers, checked by a JSON Schema."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from kb.faults import Fault, Faulty

SCHEMAS = Path(__file__).with_name("schemas")


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """Safe YAML in which a date stays the text it is."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Record:
    """Parsed YAML: the data, and the line of every key and item by its path, such as ("answers", "some-id", 0)."""

    file: str
    data: Any
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of `path`, or of the nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(text: str, file: str, first_line: int = 1) -> Record:
    """Parse YAML that starts on `first_line` of `file`. Raises Faulty on broken YAML and on doubled keys."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        mend = "correct the line; a text that holds `: ` or begins with a special character wants quotes around it"
        raise Faulty([Fault(file, line, "yaml", f"This is not valid YAML: {error.problem}.", mend)]) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise Faulty([Fault(file, first_line, "yaml", str(error).splitlines()[0], "remove that character")]) from None
    finally:
        loader.dispose()
    lines: dict[tuple[str | int, ...], int] = {}
    faults = list(_walk(node, (), first_line, file, lines)) if node else []
    if faults:
        raise Faulty(faults)
    return Record(file, data, lines)


def _walk(
    node: yaml.Node, path: tuple[str | int, ...], first: int, file: str, lines: dict[tuple[str | int, ...], int]
) -> Iterator[Fault]:
    lines.setdefault(path, first + node.start_mark.line)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*path, key.value)
            if below in lines:
                what = f"The key `{key.value}` stands here a second time (first on line {lines[below]})."
                yield Fault(file, first + key.start_mark.line, "doubled-key", what, "keep one of the two")
            lines[below] = first + key.start_mark.line
            yield from _walk(value, below, first, file, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _walk(value, (*path, number), first, file, lines)


def faults_against(schema: str, record: Record) -> Iterator[Fault]:
    """Where the record departs from scripts/kb/schemas/`schema`.json; the schema's `title` says how to mend a part."""
    rules = json.loads((SCHEMAS / f"{schema}.json").read_text("utf-8"))
    for error in jsonschema.Draft202012Validator(rules).iter_errors(record.data):
        where = ".".join(str(part) for part in error.absolute_path)
        mend = error.schema.get("title") or rules["title"] if isinstance(error.schema, dict) else rules["title"]
        what = f"{where + ': ' if where else ''}{error.message[:200]}."
        yield Fault(record.file, record.line(*error.absolute_path), schema, what, mend)


def read(path: Path, schema: str, root: Path) -> Record:
    """Read and check one data file. Raises Faulty."""
    file = path.relative_to(root).as_posix()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise Faulty([Fault(file, 0, "missing", "This file does not exist.", "restore it from git")]) from None
    except UnicodeDecodeError as error:
        raise Faulty([Fault(file, 0, "encoding", f"This is not UTF-8: {error.reason}.", "save it as UTF-8")]) from None
    record = parse(text, file)
    if faults := list(faults_against(schema, record)):
        raise Faulty(faults)
    return record
