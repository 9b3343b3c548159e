"""Worked cases: a careful reader's answer, derived from the text, against the program's (docs/cases.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import licensedb
from licensedb import knowledge
from licensedb.knowledge.building import load
from licensedb.records import CheckRow, DueRule, Licence
from licensedb.vocabulary import Duty, Family, Verdict
from tests import worked
from tests.conftest import DAY
from tests.worked import Case

CASES = worked.every()


@pytest.fixture(scope="session")
def documents() -> dict[str, Licence]:
    """Licences and policies by id."""
    read = load()
    return {one.id: one for one in (*read.licences, *read.policies)}


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[licensedb.KnowledgeBase]:
    """The shipped records with the models that cases bring along."""
    folder = tmp_path_factory.mktemp("cases")
    own = worked.seeds(CASES, {model.id for model in load().models}, folder / "seeds")
    knowledge.build(folder / "cases.sqlite", seeds=[own], day=DAY)
    with licensedb.open(folder / "cases.sqlite") as opened:
        yield opened


def _marked(case: Case) -> object:
    """A case that is open has to fail: once it passes, its mark goes."""
    marks = [pytest.mark.xfail(reason=case.open, strict=True)] if case.open else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_case(case: Case, asked: licensedb.KnowledgeBase) -> None:
    row = asked.check(case.of, [case.do], as_of=case.as_of or DAY, **case.scenario).rows[0]
    differs = list(_differences(case, row))
    assert not differs, "\n".join(["", case.asks, f"expected because: {case.because.strip()}", *differs])


def _differences(case: Case, row: CheckRow) -> Iterator[str]:
    """What the answer says otherwise than the case, a line each."""
    expect, decision = case.expect, row.decision
    reason = decision.reason
    clause = f"{reason.cite.document} {reason.cite.section}" if reason.cite else "none"
    plain = [
        ("verdict", expect.verdict, decision.verdict),
        ("clause", expect.clause, clause),
        ("through", expect.through, reason.through),
        ("route", expect.route, reason.way),
        ("why", expect.why, reason.why),
        ("confidence", expect.confidence, row.confidence),
    ]
    yield from (f"{key}: expected {wanted}, answered {found}" for key, wanted, found in plain if wanted is not None and wanted != found)
    yield from _due("duties", expect.duties_among, expect.duties, row.duties)
    yield from _due("obligations", expect.obligations_among, None, row.obligations)
    yield from (f"duties: {duty} is not due" for duty in expect.duties_not if duty in {one.rule.duty for one in row.duties})
    if expect.outcomes and set(expect.outcomes) != {outcome.verdict for outcome in decision.outcomes}:
        yield f"outcomes: expected {_listed(expect.outcomes)}, answered {_listed(one.verdict for one in decision.outcomes)}"
    if expect.depends_on and set(expect.depends_on) != {line.operand for line in decision.depends_on}:
        yield f"depends on: expected {_listed(expect.depends_on)}, answered {_listed(line.operand for line in decision.depends_on)}"
    readings = {verdict for _, verdict, _ in decision.disputed}
    if expect.other_reading is not None and expect.other_reading not in readings:
        yield f"other reading: expected {expect.other_reading}, answered {_listed(readings) or 'none'}"


def _due(what: str, among: list[worked.Due], every: list[worked.Due] | None, rows: tuple[DueRule, ...]) -> Iterator[str]:
    found = {(one.rule.duty, f"{one.document} {one.rule.cite.section}") for one in rows}
    wanted = {pair for due in (*among, *(every or ())) for pair in due.items()}
    yield from (f"{what}: {duty} [{clause}] is missing" for duty, clause in sorted(wanted - found))
    if every is not None:
        yield from (f"{what}: {duty} [{clause}] is more than the case knows" for duty, clause in sorted(found - wanted))


def _listed(some: object) -> str:
    return ", ".join(sorted({str(one) for one in some}))  # type: ignore[attr-defined]


# The files themselves


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.id for case in CASES]
    given = [model.id for case in CASES for model in case.given]
    assert len(names) == len(set(names)) and len(given) == len(set(given))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case_is_complete(case: Case, documents: dict[str, Licence]) -> None:
    assert case.asks.strip().endswith(("?", ".", ")")) and case.because.strip().endswith(".")
    expect = case.expect
    if expect.verdict is Verdict.DEPENDS:
        assert (len(expect.outcomes) > 1 and expect.depends_on) or expect.why == "route-held"
    else:
        assert expect.clause is not None, "the deciding clause, or none where no text decides"
    for clause in _clauses(case):
        document, _, section = clause.partition(" ")
        cited = [rule.cite.section for rule in documents[document].rules]
        assert section in cited, f"no rule of {document} cites {section}: {', '.join(dict.fromkeys(cited))}"


def _clauses(case: Case) -> Iterator[str]:
    expect = case.expect
    if expect.clause not in (None, "none"):
        yield str(expect.clause)
    for due in (*(expect.duties or ()), *expect.duties_among, *expect.obligations_among):
        yield from due.values()


def test_the_cases_cover_every_kind_of_licence(documents: dict[str, Licence]) -> None:
    models = {model.id: model for model in load().models}
    told = {clause.partition(" ")[0] for case in CASES for clause in _clauses(case)} | {case.of for case in CASES}
    told |= {entry.licence for case in CASES if case.of in models for entry in models[case.of].licences}
    families = Counter(documents[name].family for name in told if name in documents and documents[name].kind == "licence")
    assert set(families) >= set(Family)
    assert sum(families.values()) >= 25


def test_the_cases_cover_every_verdict() -> None:
    assert {case.expect.verdict for case in CASES} == set(Verdict)
    assert {duty for case in CASES for due in (*(case.expect.duties or ()), *case.expect.duties_among) for duty in due} >= {
        Duty.NAME_RULE,
        Duty.DISPLAY_ATTRIBUTION,
        Duty.INCLUDE_NOTICE,
        Duty.SAME_LICENCE,
        Duty.PASS_ON_RESTRICTIONS,
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cases: [{id: a, asks: b?, of: mit, do: run, scenario: {}, because: c.}]", "missing required field `expect`"),
        ("cases: [{id: a, asks: b?, of: mit, do: fly, scenario: {}, because: c., expect: {verdict: allowed}}]", "fly"),
        ("cases: [{id: a, id: b}]", "stands twice"),
    ],
)
def test_a_case_file_that_is_wrong_says_so(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        worked.read(path)
