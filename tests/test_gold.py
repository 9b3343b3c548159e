"""The gold set: a second, independent reading of the texts against the answers of the records (docs/gold.md)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
import yaml

import licensedb
from licensedb.knowledge.building import load
from licensedb.records import Answer
from licensedb.vocabulary import RANKED, VERDICT_QUESTIONS, Question
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "gold"
FILES = sorted(FOLDER.glob("*.yaml"))
CAPS: dict[str, tuple[str, ...]] = {
    Question.USER_CAP: ("metric", "threshold", "consequence"),
    Question.REVENUE_CAP: ("amount", "currency", "period", "consequence"),
}
OWNERS = ("licensor-disclaims", "licensor", "licensee", "silent")
PAGE = (ROOT / "docs" / "gold.md").read_text(encoding="utf-8")


class Settled(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a difference came to: whose value holds, what the record answered before, and why."""

    value: Any
    by: Literal["record", "reader", "dispute"]
    before: Any
    why: str
    same: bool = False


class Cell(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A reader's answer to one question; `other` is the answer of a reading that the reader found possible."""

    value: Any
    section: str | None
    note: str | None = None
    other: Any = msgspec.UNSET
    settled: Settled | None = None


class Document(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A text that was read: of which licence or policy, and the digest of its words."""

    document: str
    sha256: str


class Gold(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A licence as the second reader answered it."""

    licence: str
    read: list[Document]
    date: str
    answers: dict[str, Cell]


def gold(path: Path) -> Gold:
    """A file of the gold set."""
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Gold)


GOLD = {path.stem: gold(path) for path in FILES}
CELLS = [(one.licence, question, cell) for one in GOLD.values() for question, cell in one.answers.items()]
DIFFERENCES = [(licence, question, cell, cell.settled) for licence, question, cell in CELLS if cell.settled]


def comparable(question: str, value: Any) -> Any:
    """What of a value two readers must agree on: figures and consequence of a cap, the words of a line, places as a set."""
    if value is None or value is False:
        return value
    if question in CAPS:
        return tuple(value[key] for key in CAPS[question])
    if isinstance(value, dict):
        return " ".join(re.findall(r"\w+", value["text"].casefold()))
    return frozenset(value) if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("licence", GOLD)
def test_the_database_answers_as_the_gold_set(kb: licensedb.KnowledgeBase, licence: str) -> None:
    answers = kb.compare([licence]).rows[0].answers
    differs = list(_differences(GOLD[licence], answers))
    assert not differs, "\n".join(["", licence, *differs])


def _differences(wanted: Gold, answers: tuple[Answer, ...]) -> Iterator[str]:
    for answer in answers:
        cell = wanted.answers[answer.question]
        value = cell.settled.value if cell.settled else cell.value
        if comparable(answer.question, answer.value) != comparable(answer.question, value):
            why = f"settled: {cell.settled.why}" if cell.settled else f"the reader [{cell.section}]: {cell.note or 'no note'}"
            yield f"  {answer.question}: {answer.value!r} [{answer.section}, {answer.rule}], gold has {value!r}; {why}"


@pytest.mark.parametrize("licence", GOLD)
def test_a_file_answers_every_question_once_in_order_and_in_its_kind(licence: str) -> None:
    one = GOLD[licence]
    assert one.licence == licence
    assert list(one.answers) == list(Question)
    for question, cell in one.answers.items():
        for value in (cell.value, *((cell.settled.value, cell.settled.before) if cell.settled else ())):
            assert _fits(Question(question), value), (question, value)


def _fits(question: Question, value: Any) -> bool:
    if question in VERDICT_QUESTIONS:
        return value in (*RANKED, "depends")
    if question in CAPS:
        return value is None or set(value) == set(CAPS[question])
    if question in (Question.DISPLAY_ATTRIBUTION, Question.DERIVATIVE_NAME_RULE):
        return value is None or set(value) == {"text"}
    if question is Question.EXCLUDED_TERRITORIES:
        return isinstance(value, list) and all(re.fullmatch("[A-Z]{2}", code) for code in value)
    if question is Question.OUTPUTS_OWNED_BY:
        return value in OWNERS
    if question is Question.GOVERNING_LAW:
        return value is None or isinstance(value, str)
    if question is Question.MILITARY_USE:
        return value in ("forbidden", "allowed", "silent")
    return isinstance(value, bool)


def test_the_texts_that_were_read_are_editions_of_the_records() -> None:
    read = load()
    records = {one.id: one for one in (*read.licences, *read.policies)}
    for licence, one in GOLD.items():
        documents = [text.document for text in one.read]
        assert licence in documents
        assert set(documents) <= {licence, *records[licence].incorporates}
        for text in one.read:
            known = {edition.sha256 for edition in records[text.document].editions}
            assert text.sha256 in known, f"{text.document}: no edition has the words that were read"


def test_what_was_settled_was_a_difference_and_says_why() -> None:
    for licence, question, cell, settled in DIFFERENCES:
        at = f"{licence} {question}"
        before, read, now = (comparable(question, value) for value in (settled.before, cell.value, settled.value))
        assert before != read, f"{at}: the record and the reader agreed"
        assert len(settled.why.split()) >= 6, at
        assert now == (read if settled.by == "reader" else before), f"{at}: settled by {settled.by}"
        assert not settled.same or settled.by == "record", at


def test_a_dispute_that_settled_a_difference_stands_in_the_record(kb: licensedb.KnowledgeBase) -> None:
    for licence, question, _, settled in DIFFERENCES:
        if settled.by == "dispute":
            assert kb.compare([licence], questions=[question]).rows[0].answers[0].disputed, f"{licence} {question}"


def test_the_page_tells_the_figures_of_the_files() -> None:
    told = re.search(r"\*\*([\d,]+) of ([\d,]+) cells, ([\d.]+) %\*\*", PAGE)
    assert told is not None
    agreed = len(CELLS) - len(DIFFERENCES)
    assert told.groups() == (f"{agreed:,}", f"{len(CELLS):,}", f"{100 * agreed / len(CELLS):.1f}")
    rows = {name: tuple(map(int, numbers)) for name, *numbers in re.findall(r"^\| `([a-z-]+)` \| (\d+) \| (\d+) \| (\d+) \|", PAGE, re.M)}
    differ = Counter(question for _, question, _, _ in DIFFERENCES)
    named = Counter(question for _, question, _, settled in DIFFERENCES if settled.same)
    assert rows == {str(one): (len(GOLD), len(GOLD) - differ[one], len(GOLD) - differ[one] + named[one]) for one in Question}
    kinds = Counter("same" if settled.same else settled.by for _, _, _, settled in DIFFERENCES)
    assert {key: int(number) for key, number in re.findall(r"^\| (same|record|reader|dispute): .* \| (\d+) \|$", PAGE, re.M)} == kinds


def test_forty_licences_have_a_second_reader() -> None:
    assert len(GOLD) >= 40
