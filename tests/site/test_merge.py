"""Mail merge: a link for every candidate, or a list of every fault and no file."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kb import packs, source
from kb.env import ROOT
from kb.packs import Pack

SITE = "https://example.org/guide/"
HEAD = "name,email,stage,pack,sections,note,date\n"
READY = {Path(page.path).stem: pack for page in source.read_all(ROOT / "docs") if (pack := packs.ready(page))}


def merged(folder: Path, table: str | bytes, *more: str) -> subprocess.CompletedProcess[str]:
    (folder / "in.csv").write_bytes(table.encode() if isinstance(table, str) else table)
    command = [sys.executable, str(ROOT / "scripts/packs"), str(folder / "in.csv"), "-o", str(folder / "out.csv"), *more]
    return subprocess.run(command, capture_output=True, text=True)


def rows(folder: Path, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "out.csv").read_text("utf-8-sig").splitlines(True), delimiter=delimiter))


def test_every_row_gets_its_link_and_a_message(tmp_path: Path) -> None:
    table = HEAD + (
        'Ana Łukasz,ana@example.org,screening,,,"Two are enough,\nAna.",2026-12-03\n'
        "Ben,+44 20 7946 0000,,metrics-round,,,\n"
        "Ana Łukasz,other@example.org,,,screening-signs final-purpose,,2026-12-04T09:30\n"
    )
    done = merged(tmp_path, table, "--site", SITE)
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = rows(tmp_path)
    expected = Pack(READY["first-call"].sections, READY["first-call"].title, "screening", "Two are enough,\nAna.", "2026-12-03")
    assert first["link"] == expected.link(SITE) and first["link"] in first["message"]
    assert first["message"].startswith("Hello Ana Łukasz,") and first["email"] == "ana@example.org"
    assert "Ana" not in first["link"]
    assert second["link"] == READY["metrics-round"].link(SITE)
    assert third["link"] == Pack(["screening-signs", "final-purpose"], when="2026-12-04T09:30").link(SITE)


def test_semicolons_a_byte_order_mark_and_a_message_of_ones_own_are_fine(tmp_path: Path) -> None:
    (tmp_path / "message.txt").write_text("Dear {name}: {title} {link}")
    table = "\ufeffName;Stage\r\nZoë;final\r\n\r\n"
    done = merged(tmp_path, table, "--site", SITE.rstrip("/"), "--message", str(tmp_path / "message.txt"))
    assert done.returncode == 0, done.stderr
    [row] = rows(tmp_path, ";")
    assert row["message"] == f"Dear Zoë: {READY['final-round'].title} {row['link']}"


ROW = "Ana,a@example.org,screening,,,,\n"
BAD = {
    "unknown section": (
        HEAD + "Ana,a@x.org,,,screening-sings,,\n",
        r"in.csv:2: .*Row 2, column E \(`sections`\).*\n.*screening-signs",
    ),
    "unknown stage": (HEAD + "Ana,a@x.org,screning,,,,\n", r"Row 2, column C \(`stage`\): There is no stage 'screning'"),
    "unknown pack": (HEAD + "Ana,a@x.org,,first,,,\n", r"column D \(`pack`\).*\n.*first-call"),
    "nothing chosen": (HEAD + "Ana,a@x.org,,,,,\n", r"Row 2, .*none of"),
    "two chosen": (HEAD + "Ana,a@x.org,final,first-call,,,\n", r"Row 2, .*more than one of"),
    "no name": (HEAD + " ,a@x.org,final,,,,\n", r"column A \(`name`\): There is no name"),
    "doubled row": (HEAD + ROW + "Bo,b@x.org,final,,,,\n" + ROW, r"Row 4, column A \(`name`\): 'Ana' is on row 2 already"),
    "formula": (HEAD + ROW + 'Bo,"=HYPERLINK(""http://x"")",final,,,,\n', r"Row 3, column B \(`email`\).*formula"),
    "formula behind a blank": (HEAD + "Bo,b@x.org,final,,, @SUM(A1),\n", r"Row 2, column F \(`note`\).*formula"),
    "formula like a number": (HEAD + "Bo,b@x.org,final,,,-2+3+cmd|' /C calc'!A0,\n", r"Row 2, column F .*formula"),
    "Latin-1": (HEAD.encode() + ROW.encode() + "Zoë,z@x.org,final,,,,\n".encode("latin-1"), r"in.csv:3: \[encoding\] Row 3"),
    "UTF-16": ((HEAD + ROW).encode("utf-16"), r"in.csv:1: \[encoding\]"),
    "NUL": (HEAD + "A\0na,a@x.org,final,,,,\n", r"in.csv:\d: .*(control|CSV)"),
    "line break in a name": (HEAD + '"Ana\nBcc: x",a@x.org,final,,,,\n', r"column A .*line break"),
    "open quote": (HEAD + '"Ana,a@x.org,final,,,,\n', r"in.csv:\d: \[csv\]"),
    "too few cells": (HEAD + "Ana,a@x.org,final\n", r"Row 2 has 3 cells, and the header 7"),
    "bad date": (HEAD + "Ana,a@x.org,final,,,,3.12.2026\n", r"column G \(`date`\).*\n.*2026-12-03"),
    "long note": (HEAD + f"Ana,a@x.org,final,,,{'x' * 1001},\n", r"column F \(`note`\): It has 1001"),
    "long link": (HEAD + f"Ana,a@x.org,final,,,{'漢' * 900},\n", r"column F \(`note`\): The link has"),
    "no header": (ROW, r"in.csv:1: \[header\]"),
    "doubled column": ("name,stage,stage\nAna,final,final\n", r"`?'stage'`? stands twice"),
    "column of ours": ("name,stage,link\nAna,final,x\n", r"`link` is one that is added"),
    "no rows": (HEAD, r"no row below the header"),
    "empty": ("", r"in.csv:1: \[header\]"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_fault_is_told_with_row_and_column_and_nothing_is_written(fault: str, tmp_path: Path) -> None:
    table, told = BAD[fault]
    (tmp_path / "out.csv").write_text("of yesterday")
    done = merged(tmp_path, table, "--site", SITE)
    assert done.returncode == 1
    assert re.search(told, done.stderr), done.stderr
    assert "To mend: " in done.stderr and "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]
    assert (tmp_path / "out.csv").read_text() == "of yesterday"


def test_every_fault_of_every_row_is_told_at_once(tmp_path: Path) -> None:
    table = HEAD + "Ana,=1+a,final,,,,\nBo,b@x.org,,,no-such,,tomorrow\n"
    done = merged(tmp_path, table, "--site", SITE)
    assert "Row 2, column B" in done.stderr and "Row 3, column E" in done.stderr and "Row 3, column G" in done.stderr
    assert "3 faults to mend" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "no public address"),
        (["--site", "javascript:alert(1)"], "no public address"),
        (["--site", SITE, "--message", "nowhere.txt"], "cannot be read"),
        (["--site", SITE, "-o", "in.csv"], "take the place of the old"),
        (["--site", SITE, "-o", "no/such/folder/out.csv"], "cannot be written"),
    ],
)
def test_an_option_that_cannot_be_followed_is_told(options: list[str], told: str, tmp_path: Path) -> None:
    options = [str(tmp_path / each) if each.endswith((".csv", ".txt")) else each for each in options]
    done = merged(tmp_path, HEAD + ROW, *options)
    assert done.returncode == 1 and told in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize("template", ["Dear {nmae}: {link}", "Dear {name}", "{name.__class__} {link}", "=1+{link}"])
def test_a_message_that_cannot_be_filled_in_is_told(template: str, tmp_path: Path) -> None:
    (tmp_path / "message.txt").write_text(template)
    done = merged(tmp_path, HEAD + ROW, "--site", SITE, "--message", str(tmp_path / "message.txt"))
    assert ("{name.__class__}" in template) == (done.returncode == 0), done.stderr
    if done.returncode == 0:
        assert rows(tmp_path)[0]["message"].startswith("{name.__class__} https://")
    else:
        assert re.search(r"message.txt:\d: \[(placeholder|formula)\]", done.stderr)


def test_the_worked_examples_of_the_page_work(tmp_path: Path, site) -> None:
    page = (ROOT / "docs/packs/at-scale.md").read_text()
    table = next(block for block in re.findall(r"```\n(.*?)```", page, re.S) if block.startswith("name,"))
    assert merged(tmp_path, table, "--site", SITE).returncode == 0
    [example] = re.findall(r"```python\n(.*?)```", page, re.S)
    done = subprocess.run(
        [sys.executable, "-c", example.replace("https://example.org/guide/", site.url)], capture_output=True, text=True
    )
    told = {"t": "Your first call", "n": "Read these before Thursday."}
    body, check = done.stdout.strip().removeprefix(f"{site.url}pack/#").rsplit(".", 1)
    assert packs.digest(body).hex() == check, done.stderr
    version, codes, text = body.split(".")
    assert (version, codes) == ("1", packs.code("screening-purpose") + packs.code("screening-signs"))
    from base64 import urlsafe_b64decode

    assert json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4))) == told
