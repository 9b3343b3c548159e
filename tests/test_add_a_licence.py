"""The page "Add a licence in ten minutes", played through: its files written, its commands run, its mistakes corrected."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.conftest import ROOT, Result

PAGE = (ROOT / "docs" / "add-a-licence.md").read_text(encoding="utf-8")
TEXT, RECORD = "texts/nimbus-weights-1.0.txt", "mine/licences/nimbus-weights-1.0.yaml"
# What the reader corrects before the command that stands at this place among those of its name.
CORRECTIONS = {
    ("curate check", 2): ("purpose: weapon}", "purpose: weapons}"),
    ("curate check", 3): ("[207, 212]", "[207, 213]"),
    ("db build", 2): ("at-least", "more-than"),
}


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)\n```", PAGE, re.DOTALL)
    return str(found)


def steps() -> Iterator[tuple[str, list[str]]]:
    """Each command of the page with the lines that it is said to print."""
    for shown in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for step in re.split(r"^\$ ", shown, flags=re.MULTILINE)[1:]:
            command, *lines = step.splitlines()
            yield command, lines


def pattern(lines: list[str]) -> re.Pattern[str]:
    """What is printed may have anything in the place of `...`, and any number of lines where that is all of a line."""
    parts = []
    for line in lines:
        if line == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            told = line.split("# ", 1)[0] if line.startswith("cite:") else line
            rest = ".*" if line.startswith("cite:") else ""
            parts.append(".*?".join(map(re.escape, told.split("..."))) + rest + r"\n")
    return re.compile("".join(parts))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the text of the page."""
    (tmp_path / "texts").mkdir()
    (tmp_path / TEXT).write_text(block("text") + "\n", encoding="utf-8")
    return tmp_path


def test_the_page_can_be_played_through(run: Callable[..., Result], desk: Path) -> None:
    seen: dict[str, int] = {}
    codes = []
    for command, lines in steps():
        words = shlex.split(command)
        env = dict([words.pop(0).split("=", 1)]) if "=" in words[0] else {}
        assert words.pop(0) == "licensedb"
        name = " ".join(words[:2])
        seen[name] = seen.get(name, 0) + 1
        if (name, seen[name]) == ("curate check", 1):
            (desk / RECORD).write_text(block("yaml") + "\n", encoding="utf-8")
        if wrong := CORRECTIONS.get((name, seen[name])):
            record = (desk / RECORD).read_text(encoding="utf-8")
            assert record.count(wrong[0]) == 1
            (desk / RECORD).write_text(record.replace(*wrong), encoding="utf-8")
        done = run(*words, db=None, env={"COLUMNS": "100", "LICENSEDB_TEXTS_INTO": str(desk / "none"), **env})
        assert pattern(lines).fullmatch(done.out.rstrip("\n") + "\n"), (command, done.out, done.err)
        codes.append(done.code)
    assert {name: seen[name] for name, _ in CORRECTIONS} == {"curate check": 3, "db build": 2}
    assert set(codes) == {0, 1}


def test_the_schema_that_the_page_writes_accepts_the_record_of_the_page(run: Callable[..., Result], desk: Path) -> None:
    run("curate", "new", "licence", "nimbus-weights-1.0", "--seeds", "mine", db=None)
    first = (desk / RECORD).read_text(encoding="utf-8").splitlines()[0]
    assert first == block("yaml").splitlines()[0]
    run("curate", "schema", "mine/schema", db=None)
    schema = json.loads(((desk / RECORD).parent / first.split("$schema=")[1]).read_text(encoding="utf-8"))
    record = block("yaml")
    for wrong, right in CORRECTIONS.values():
        with pytest.raises(jsonschema.ValidationError) if wrong == "purpose: weapon}" else _nothing():
            jsonschema.validate(_loaded(record), schema)
        record = record.replace(wrong, right)
    jsonschema.validate(_loaded(record), schema)


def _loaded(text: str) -> object:
    return yaml.load(text, Loader=yaml.BaseLoader) and _with_numbers(yaml.safe_load(text))


def _with_numbers(value: object) -> object:
    """Dates as text, as licensedb reads them."""
    if isinstance(value, dict):
        return {str(key): _with_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_numbers(item) for item in value]
    return value if isinstance(value, (bool, int, float, str)) or value is None else str(value)


class _nothing:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...
