"""Strict YAML: plain data with lines, no guesses, no aliases, every problem at once, and nothing that stops the reader."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from licensedb.curation import strict_yaml
from licensedb.curation.strict_yaml import Document, dotted, parse

PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF, exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | PLAIN
DATA = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN, inner, max_size=4), max_leaves=20)


def rules(document: Document) -> list[str]:
    return [finding.rule for finding in document.findings]


def read_bytes(folder: Path, content: bytes) -> Document:
    path = folder / "record.yaml"
    path.write_bytes(content)
    return strict_yaml.read(path, "record.yaml")


def test_plain_values_have_their_types() -> None:
    document = parse("word: llama\ncount: 700000000\nbig: 314e9\nshare: 2.5\nyes-it-is: true\nnot: false\nnone: ~\nlist: [a, 1]\n", "x")
    wanted = {
        "word": "llama",
        "count": 700_000_000,
        "big": 314_000_000_000,
        "share": 2.5,
        "yes-it-is": True,
        "not": False,
        "none": None,
        "list": ["a", 1],
    }
    assert document.data == wanted
    assert not document.findings


def test_dates_stay_text() -> None:
    assert parse("published: 2023-07-18\n", "x").data == {"published": "2023-07-18"}


def test_quoted_values_are_text_whatever_they_look_like() -> None:
    document = parse("a: 'no'\nb: \"3.10\"\nc: '0x10'\nd: 'true'\n'on': e\n", "x")
    assert document.data == {"a": "no", "b": "3.10", "c": "0x10", "d": "true", "on": "e"}
    assert not document.findings


def test_every_part_knows_its_line() -> None:
    document = parse("id: x\nrules:\n  copy:\n    duty: keep-notices\n    for:\n    - run\n    - host\n", "x")
    assert document.line(("id",)) == 1
    assert document.line(("rules", "copy", "duty")) == 4
    assert document.line(("rules", "copy", "for", 1)) == 7


def test_a_missing_part_has_the_line_of_what_it_is_missing_from() -> None:
    document = parse("id: x\nrules:\n  copy:\n    duty: keep-notices\n", "x")
    assert document.line(("rules", "copy", "cite", "section")) == document.line(("rules", "copy")) == 3


@pytest.mark.parametrize("guess", "no yes on off y n No YES Off True FALSE 0x1F 0o17 017 1_000 +5 12:30 .inf -.INF .nan".split())
def test_guessed_values_are_findings_that_say_what_to_write(guess: str) -> None:
    document = parse(f"id: x\nvalue: {guess}\n", "licence.yaml")
    assert rules(document) == ["guessed-type"]
    text = document.findings[0].text()
    assert text.startswith("licence.yaml:2: value: ")
    assert f'quote it: "{guess}"' in text


@pytest.mark.parametrize("key", ["no", "on", "y", "5", "3.10"])
def test_guessed_keys_are_findings(key: str) -> None:
    document = parse(f"{key}: x\n", "x")
    assert rules(document) == ["guessed-type"]
    assert f'quote it: "{key}"' in document.findings[0].tip


def test_a_number_too_long_for_any_figure_is_a_finding() -> None:
    assert rules(parse("count: " + "9" * 5000 + "\n", "x")) == ["guessed-type"]


def test_a_key_that_stands_twice_names_both_lines() -> None:
    document = parse("id: a\nname: b\nrules:\n  copy: 1\n  keep: 2\n  copy: 3\nid: c\n", "licence.yaml")
    assert [finding.text() for finding in document.findings] == [
        "licence.yaml:6: rules.copy: stands twice; first in line 4",
        "licence.yaml:7: id: stands twice; first in line 1",
    ]


@pytest.mark.parametrize(
    "text",
    ["a: &x {b: 1}\nc: *x\n", "a: &x [1]\nc: *x\n", "a: &x one\nc: *x\n", "a: &x {b: 1}\nc:\n  <<: *x\n", "a: &x [*x]\n"],
    ids=["mapping", "list", "word", "merge key", "of itself"],
)
def test_aliases_are_findings(text: str) -> None:
    assert "alias" in rules(parse(text, "x"))


def test_an_alias_is_found_where_it_stands() -> None:
    document = parse("a: &x\n  b: 1\nc: 2\nd: *x\n", "x")
    assert [(finding.line, finding.field) for finding in document.findings] == [(4, "d")]


def test_aliases_of_aliases_stay_small() -> None:
    levels = [f"level{at + 1}: &l{at + 1} [{', '.join([f'*l{at}'] * 9)}]" for at in range(20)]
    document = parse("\n".join(["level0: &l0 [lol, lol]", *levels]), "x")
    assert set(rules(document)) == {"alias"}
    assert len(json.dumps(document.data)) < 5000


@pytest.mark.parametrize("tag", ["!own", "!!python/name:os.system", "!!python/object/apply:os.getcwd", "!!set", "!!binary", "!<x:y>"])
def test_tags_are_findings(tag: str) -> None:
    found = parse(f"id: x\nvalue: {tag} {{}}\n", "x").findings
    assert [(finding.rule, finding.line) for finding in found] == [("tag", 2)]


@pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "? {a: b}\n: c\n"])
def test_a_key_that_is_no_word_is_a_finding(text: str) -> None:
    assert "key" in rules(parse(text, "x"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: [1, 2\n", 2),
        ("id: a\n\tname: b\n", 2),
        ("id: a\n---\nid: b\n", 2),
        ("id: 'a\n", 2),
        ("id: a: b\n", 1),
        ("id: \0\n", 1),
        ("", 1),
    ],
    ids=["open list", "tab", "two documents", "open quote", "two colons", "control character", "empty"],
)
def test_what_is_no_yaml_is_one_finding_with_its_line(text: str, line: int) -> None:
    document = parse(text, "x")
    assert document.data is None
    assert [(finding.rule, finding.line) for finding in document.findings] == [("yaml-syntax", line)]


def test_deep_nesting_is_a_finding() -> None:
    assert rules(parse("a: " + "[" * 30 + "]" * 30, "x")) == []
    assert rules(parse("a: " + "[" * 60 + "]" * 60, "x")) == ["too-deep"]


@pytest.mark.parametrize("text", ["'[' * 400_000", "'{a: ' * 100_000", "'- ' * 100_000", "'[' * 100_000 + ']' * 100_000"])
def test_bottomless_nesting_is_a_finding_and_no_crash(text: str) -> None:
    code = f"from licensedb.curation.strict_yaml import parse; print(len(parse({text}, 'x').findings))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "1", "")


def test_a_file_of_megabytes_is_not_read(tmp_path: Path) -> None:
    assert rules(read_bytes(tmp_path, b"x" * (strict_yaml.LARGEST + 1))) == ["too-large"]


def test_a_file_in_another_encoding_is_told_where(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, "id: café".encode("latin-1"))
    assert rules(document) == ["not-utf-8"]
    assert "byte 7" in document.findings[0].problem


def test_a_byte_order_mark_and_windows_lines_are_no_matter(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, b"\xef\xbb\xbfid: a\r\nname: b\r\n")
    assert document.data == {"id": "a", "name": "b"}
    assert not document.findings
    assert document.line(("name",)) == 2


def test_what_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    assert rules(strict_yaml.read(tmp_path / "nowhere.yaml")) == ["unreadable"]
    assert rules(strict_yaml.read(tmp_path)) == ["unreadable"]


def test_all_problems_are_told_at_once() -> None:
    document = parse("a: no\nb: &x [1]\nc: *x\nd: !own 5\na: 1\n", "x")
    assert {(finding.line, finding.rule) for finding in document.findings} == {
        (1, "guessed-type"),
        (3, "alias"),
        (4, "tag"),
        (5, "duplicate-key"),
    }


def test_places_are_written_as_people_say_them() -> None:
    assert dotted(("rules", "copy", "for", 1)) == "rules.copy.for[1]"
    assert dotted(()) == ""


@given(DATA.filter(lambda data: data is not None))
def test_quoted_data_is_read_as_it_was_written(data: object) -> None:
    document = parse(json.dumps({"data": data}, ensure_ascii=False), "x")
    assert document.data == {"data": data}
    assert not document.findings


@given(st.text(max_size=200))
@example("~")
@example("--- # nothing")
def test_no_text_stops_the_reader(text: str) -> None:
    document = parse(text, "x")
    assert document.findings or document.data is not None
    assert all(line >= 1 for line in document.lines.values())
    assert all(finding.line >= 1 and finding.problem for finding in document.findings)


@given(st.binary(max_size=200))
def test_no_bytes_stop_the_reader(content: bytes) -> None:
    document = parse(content.decode("utf-8", "replace"), "x")
    assert all(finding.text().startswith("x:") for finding in document.findings)
