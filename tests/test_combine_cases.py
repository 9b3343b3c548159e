"""Worked cases of bringing together: a careful reader's answer, derived from the texts, against the program's (docs/combining.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import licensedb
from licensedb import records as r
from licensedb.knowledge.building import load
from licensedb.vocabulary import ClashKind, Joining, Outcoming, Verdict
from tests import joined
from tests.conftest import DAY
from tests.joined import JoinCase

CASES = joined.every()


@pytest.fixture(scope="session")
def documents() -> dict[str, r.Licence]:
    """Licences and policies by id."""
    read = load()
    return {one.id: one for one in (*read.licences, *read.policies)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: JoinCase, kb: licensedb.KnowledgeBase) -> None:
    told = case.expect.other
    plans = {**case.expect.plans(), **(told.plans() if isinstance(told, joined.Reading) else {})}
    found = kb.combine(case.parts, case.as_, list(plans), into=case.into, as_of=DAY, **case.scenario)
    differs = list(_of_reading(case.expect, found.answer))
    if case.expect.excluded is not None and sorted(case.expect.excluded) != sorted(found.excluded):
        differs.append(f"shut out: expected {case.expect.excluded}, answered {found.excluded}")
    if case.expect.tightest is not None:
        caps = {_place(one.document, one.rule) for one in found.limits if one.tightest}
        differs += [f"{cap} is not the tightest" for cap in case.expect.tightest if cap not in caps]
    if told == "none" and found.other is not None:
        differs.append("a second reading is told")
    if isinstance(told, joined.Reading):
        assert found.other is not None, "no second reading is told"
        differs += [f"other reading: {line}" for line in _of_reading(told, found.other)]
    assert not differs, "\n".join(["", case.asks, f"expected because: {case.because.strip()}", *differs])


def _of_reading(expect: joined.Reading, answer: r.JoinAnswer) -> Iterator[str]:
    rows = {row.do: row for row in answer.rows}
    for do, planned in expect.plans().items():
        yield from (f"{do}: {line}" for line in _of_plan(planned, rows[do]))
    offer = answer.offer
    told = expect.fits_among or expect.fits_exactly is not None or expect.fits_not or expect.own_terms is not None
    if offer is None:
        yield from ["no terms are told"] if told or expect.free is not None else []
        return
    fits = {one.id for one in offer.fits}
    yield from (f"{name} does not fit" for name in expect.fits_among if name not in fits)
    if expect.fits_exactly is not None and fits != set(expect.fits_exactly):
        yield f"fits: expected {expect.fits_exactly}, answered {sorted(fits)}"
    others = {one.id: one for one in offer.others}
    for name, why in expect.fits_not.items():
        reasons = (
            {others[name].why, *_places(others[name].clauses), *(each.document for each in others[name].clauses)}
            if name in others
            else {"fits"}
        )
        if why not in reasons:
            yield f"{name} does not fit for {why}, answered {sorted(reasons)}"
    if expect.own_terms is not None and offer.own_terms is not expect.own_terms:
        yield f"own terms: expected {expect.own_terms}"
    if expect.free is not None and offer.bound is expect.free:
        yield f"free: expected {expect.free}"


def _reasons(licence: r.OfferedLicence) -> set[str]:
    return {licence.why, *_places(licence.clauses), *(each.document for each in licence.clauses)}


def _of_plan(planned: joined.Planned, row: r.JoinRow) -> Iterator[str]:
    if planned.verdict is not row.verdict:
        yield f"verdict: expected {planned.verdict}, answered {row.verdict}"
    due = {(one.rule.duty, _place(one.document, one.rule)) for one in row.check.duties}
    for duty, clause in (pair for each in planned.duties_among for pair in each.items()):
        if (duty, clause) not in due:
            yield f"{duty} [{clause}] is not due"
    if planned.clashes is None:
        return
    left = list(row.clashes)
    for kind, clauses in (pair for each in planned.clashes for pair in each.items()):
        hit = next((one for one in left if one.kind is kind and set(clauses) <= _places(one.clauses)), None)
        if hit is None:
            yield f"no clash {kind} of {clauses}"
        else:
            left.remove(hit)
    yield from (f"clash {one.kind} of {sorted(_places(one.clauses))} is more than the case knows" for one in left)


def _places(clauses: Iterable[r.Clause]) -> set[str]:
    found = {_place(one.document, one.rule) for one in clauses if one.rule is not None}
    return found | {f"{one.document} {one.provision.cite.section}" for one in clauses if one.provision is not None}


def _place(document: str, rule: r.Rule) -> str:
    return f"{document} {rule.cite.section}"


# The files themselves


def test_there_are_enough_cases_each_with_a_name_of_its_own() -> None:
    names = [case.id for case in CASES]
    assert len(names) == len(set(names)) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case_is_complete(case: JoinCase, documents: dict[str, r.Licence]) -> None:
    assert case.asks.strip().endswith(("?", ")")) and case.because.strip().endswith(".")
    assert case.expect.plans()
    for clause in _clauses(case):
        document, _, section = clause.partition(" ")
        cited = {rule.cite.section for rule in documents[document].rules} | {fact.cite.section for fact in documents[document].provisions}
        assert section in cited, f"nothing of {document} cites {section}"


def _clauses(case: JoinCase) -> Iterator[str]:
    for reading in (case.expect, case.expect.other):
        if not isinstance(reading, joined.Reading):
            continue
        for planned in reading.plans().values():
            yield from (clause for each in planned.clashes or () for clauses in each.values() for clause in clauses)
            yield from (clause for each in planned.duties_among for clause in each.values())
        yield from (why for why in reading.fits_not.values() if " " in why)
    yield from case.expect.tightest or ()


def test_the_cases_cover_every_way_plan_clash_and_verdict() -> None:
    assert {case.as_ for case in CASES} == set(Joining)
    plans = [(do, planned) for case in CASES for do, planned in case.expect.plans().items()]
    assert {do for do, _ in plans} == set(Outcoming)
    assert {kind for _, planned in plans for each in planned.clashes or () for kind in each} == set(ClashKind)
    assert {planned.verdict for _, planned in plans} >= set(Verdict) - {Verdict.DEPENDS}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cases: [{id: a, asks: b?, parts: [mit], as: merge, because: c.}]", "missing required field `expect`"),
        ("cases: [{id: a, asks: b?, parts: [mit], as: glue, because: c., expect: {publish: {verdict: allowed}}}]", "glue"),
        ("cases: [{id: a, asks: b?, parts: [mit], as: merge, because: c., expect: {publsh: {verdict: allowed}}}]", "publsh"),
    ],
)
def test_a_case_file_that_is_wrong_says_so(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        joined.read(path)
