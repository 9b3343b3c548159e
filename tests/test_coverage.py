"""What curators see of the seeds as a whole: how much they hold, answers that cite nothing, and reviews that are old."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensedb.curation import corpus
from licensedb.curation.findings import Finding
from licensedb.knowledge import surveying
from licensedb.present import coverage as present
from licensedb.records import Coverage
from licensedb.vocabulary import Confidence, Family, Question
from tests.conftest import ROOT, Result
from tests.samples import CITE, licence, model, policy, write

DISPUTED = f"  grant: {{permit: run, {CITE}, disputed: {{absent: true, note: It may be a wish.}}}}"
SEEDS = {
    "licences/one": licence("rules:", DISPUTED, identity="one").replace("permissive", "research"),
    "licences/two": licence("incorporates: [acme-policy]", "rules:", f"  grant: {{permit: run, {CITE}}}", identity="two"),
    "licences/both": licence("members: [one, two]", identity="both", text="{}"),
    "licences/unsaid": licence("not-recorded: true", "note: Not at hand.", identity="unsaid", confidence="low", text="{}"),
    "policies/acme-policy": policy(f"rules: {{spam: {{forbid: all, when: {{purpose: spam}}, {CITE}}}}}"),
    "models/acme": model(terms="two"),
}


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeds above in the place of the shipped ones."""
    place = write(tmp_path / "seeds", SEEDS)
    monkeypatch.setattr(surveying, "load", lambda seeds, texts=(), day=None: corpus.load([place], None, day))  # noqa: ARG005
    return place


def tables(found: Coverage) -> dict[str, dict[str, tuple[int, ...]]]:
    return {table.name: dict(table.rows) for table in found.tables}


@pytest.mark.usefixtures("alone")
def test_records_are_counted_each_under_what_it_is() -> None:
    told = {name: count for name, (count,) in tables(surveying.coverage())["records"].items()}
    assert {name: count for name, count in told.items() if count} == {
        "licences": 2,
        "licences that a recorded model carries": 1,
        "families of unknown version": 1,
        "names that tell no terms, or whose text was not at hand": 1,
        "use policies": 1,
        "use policies that licences incorporate": 1,
        "rules": 3,
        "rules with a second reading": 1,
        "models": 1,
        "developers": 1,
    }


@pytest.mark.usefixtures("alone")
def test_kinds_states_and_confidence_are_counted() -> None:
    told = tables(surveying.coverage())
    assert {name: counts for name, counts in told["kinds"].items() if any(counts)} == {"permissive": (1, 1), "research": (1, 0)}
    assert told["citations"] == {"verified by curators": (0, 0), "section only": (2, 1)}
    assert told["confidence"] == {"high": (0, 0, 1), "medium": (2, 1, 0), "low": (1, 0, 0)}


@pytest.mark.usefixtures("alone")
def test_answers_are_counted_as_what_they_say() -> None:
    told = tables(surveying.coverage())["questions"]
    assert told["use-commercially"] == (2, 0, 0, 0, 1)
    assert told["use-outputs"] == (0, 0, 2, 0, 1)
    assert told["use-restrictions"] == (1, 1, 0, 0, 0)
    assert told["military-use"] == (0, 0, 2, 0, 0)


@pytest.mark.usefixtures("alone")
def test_reviews_are_told_by_month_and_only_for_a_day_by_age() -> None:
    assert tables(surveying.coverage())["reviews"] == {"2026-01": (4, 1)}
    for day, age in (
        ("2026-01-01", "after that day"),
        ("2026-04-02", "up to 3 months"),
        ("2026-04-03", "up to 6 months"),
        ("2027-01-02", "up to 12 months"),
        ("2027-01-03", "older than a year"),
    ):
        assert tables(surveying.coverage(day=day))["reviews"] == {age: (4, 1)}


@given(st.dates(), st.dates())
def test_a_review_has_one_age(reviewed: Any, day: Any) -> None:
    age = surveying._age(reviewed.isoformat(), day.isoformat())
    assert age in surveying.AGES
    assert (age == "after that day") == (reviewed > day)
    if age == "older than a year":
        assert (day - reviewed).days >= 365
    elif age != "after that day":
        assert (day - reviewed).days <= 366


@pytest.mark.usefixtures("alone")
def test_a_review_of_more_than_a_year_ago_is_a_warning_at_its_line() -> None:
    assert surveying.checked(day="2027-01-02").warnings == []
    found = surveying.checked(day="2027-01-03")
    assert found.findings == []
    assert [(one.path, one.line, one.field, one.rule) for one in found.warnings][:2] == [
        ("seeds/licences/both.yaml", 5, "reviewed.date", "review-is-recent"),
        ("seeds/licences/one.yaml", 5, "reviewed.date", "review-is-recent"),
    ]
    assert len(found.warnings) == 5
    assert len(surveying.checked(day="2028-02-29").warnings) == 5


@pytest.mark.usefixtures("alone")
def test_an_answer_that_names_no_section_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    from licensedb.reasoning import questions
    from licensedb.records import Answer, Terms

    real = questions.of_licence

    def without_sections(terms: Terms) -> list[Answer]:
        from msgspec.structs import replace

        return [replace(answer, section=None) for answer in real(terms) if answer.question != "modify"]

    assert surveying.checked().findings == []
    monkeypatch.setattr(questions, "of_licence", without_sections)
    found = {(one.path, one.field): one for one in surveying.checked().findings if one.path.endswith("two.yaml")}
    assert found["seeds/licences/two.yaml", "answers.modify"].problem == "is not answered"
    assert found["seeds/licences/two.yaml", "answers.use-commercially"].problem == "is allowed and names no section"
    assert ("seeds/licences/two.yaml", "answers.patent-grant") not in found
    assert {one.rule for one in found.values()} == {surveying.COMPLETE}


def test_the_shipped_licences_answer_all_questions_and_cite_what_they_say() -> None:
    assert [finding.text() for finding in surveying.checked(day="2026-12-01").findings] == []


# The page, and what the command prints


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert page == present.coverage(surveying.coverage(), "markdown", 0) + "\n", "licensedb curate coverage -f markdown >docs/coverage.md"


def test_every_form_tells_the_same_numbers(run: Callable[..., Result]) -> None:
    told = json.loads(run("curate", "coverage", "-f", "json").out)
    assert told["schema"] == "licensedb.coverage/1"
    assert [row["question"] for row in told["tables"]["questions"]] == [str(question) for question in Question]
    assert {row["kind of licence"] for row in told["tables"]["kinds"]} == set(map(str, Family))
    assert {row["confidence"] for row in told["tables"]["confidence"]} == set(map(str, Confidence))
    rows = list(csv.DictReader(io.StringIO(run("curate", "coverage", "-f", "csv").out)))
    by_cell = {(row["table"], row["row"], row["column"]): int(row["value"]) for row in rows}
    for name, lines in told["tables"].items():
        for line in lines:
            (first, label), *cells = line.items()
            assert isinstance(label, str), first
            assert all(by_cell[name, label, column] == value for column, value in cells)
    licences = by_cell["records", "licences", "number"]
    assert f"| licences | {licences} |" in run("curate", "coverage", "-f", "markdown").out
    assert any(line.split() == ["licences", str(licences)] for line in run("curate", "coverage").out.splitlines())


def test_own_seeds_are_counted_with_the_shipped_ones(run: Callable[..., Result], tmp_path: Path) -> None:
    before = json.loads(run("curate", "coverage", "-f", "json").out)["tables"]["records"][0]["number"]
    write(tmp_path / "ours", {"licences/ours-1.0": licence(identity="ours-1.0")})
    done = run("curate", "coverage", "ours", "-f", "json")
    assert json.loads(done.out)["tables"]["records"][0]["number"] == before + 1


def test_seeds_with_findings_are_not_counted(run: Callable[..., Result], tmp_path: Path) -> None:
    write(tmp_path / "ours", {"licences/ours": licence(identity="ours-1.0")})
    done = run("curate", "coverage", "ours")
    assert (done.code, done.out) == (4, "")
    assert "the seeds have 1 findings (licensedb curate check lists them)" in done.err


def test_warnings_fail_nothing(run: Callable[..., Result], tmp_path: Path) -> None:
    write(tmp_path / "ours", {"licences/ours-1.0": licence(identity="ours-1.0")})
    done = run("curate", "check", "ours", "--as-of", "2027-01-03")
    assert done.code == 0
    (warning,) = (line for line in done.out.splitlines() if line.startswith("ours/"))
    assert warning.startswith("ours/licences/ours-1.0.yaml:5: reviewed.date: 2026-01-02 is more than a year before 2027-01-03 (")
    assert warning.endswith("[warning]")
    assert done.out.splitlines()[-1] == "no findings, 1 warning"
    told = json.loads(run("curate", "check", "ours", "--as-of", "2027-01-03", "-f", "json").out)
    assert (told["findings"], [one["rule"] for one in told["warnings"]]) == ([], ["review-is-recent"])
    listed = run("curate", "check", "ours", "--as-of", "2027-01-03", "-f", "csv").out
    assert [row["level"] for row in csv.DictReader(io.StringIO(listed))] == ["warning"]


@pytest.mark.parametrize("command", ["check", "coverage"])
@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "20261124x", "-1"])
def test_a_day_that_is_none_is_misuse(run: Callable[..., Result], command: str, day: str) -> None:
    done = run("curate", command, f"--as-of={day}")
    assert (done.code, done.out) == (2, "")
    assert "is no date" in done.err


def test_findings_are_told_before_warnings() -> None:
    from licensedb.present import render

    one = Finding("a", 1, "b", "c", "d")
    assert render.findings([one], [one], "table").splitlines() == ["a:1: b: c", "a:1: b: c [warning]", "1 finding, 1 warning"]
