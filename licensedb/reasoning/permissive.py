"""Whether one licence is more permissive than another on an act: both evaluated in every cell between which either can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from licensedb.reasoning.cells import combinations
from licensedb.reasoning.compiled import Cell
from licensedb.reasoning.decide import dimensions_of
from licensedb.reasoning.facts import Facts, facts
from licensedb.reasoning.point import Group, Part, Point, evaluate, parts_of
from licensedb.records import Clause, Scenario
from licensedb.vocabulary import GRANTS, REFUSALS, Act, Operand


class Compared(NamedTuple):
    """`narrower`: the declared licence refuses what the base grants somewhere; else the clauses where it is the other way round."""

    narrower: bool
    theirs: tuple[Clause, ...] = ()
    own: tuple[Clause, ...] = ()


def compared(own: Part | Group, base: Part | Group, act: Act, scenario: Scenario, memo: dict[Any, Any]) -> Compared:
    """The comparison of what two sides say, remembered in `memo` for the same terms asked the same."""
    same = (_shape(own), _shape(base), act, scenario)
    if same not in memo:
        memo[same] = _compare(own, base, act, scenario)
    return memo[same]  # type: ignore[no-any-return]


def _shape(asked: Part | Group) -> Any:
    """What a comparison turns on, without the names of models."""
    if isinstance(asked, Part):
        return asked.terms.id, asked.act, asked.modified
    return asked.choice, tuple(map(_shape, asked.parts))


def _compare(own: Part | Group, base: Part | Group, act: Act, scenario: Scenario) -> Compared:
    theirs: dict[Clause, None] = {}
    mine: dict[Clause, None] = {}
    for cell, known in cells(Group((own, base)), act, scenario):
        ours, other = evaluate(own, cell, known), evaluate(base, cell, known)
        if ours.verdict in REFUSALS and other.verdict in GRANTS:
            return Compared(True)
        if ours.verdict in GRANTS and other.verdict in REFUSALS:
            theirs[clause_of(other)] = None
            mine[clause_of(ours)] = None
    return Compared(False, tuple(theirs), tuple(mine))


def cells(group: Group, act: Act, scenario: Scenario) -> Iterator[tuple[Cell, Facts]]:
    """Every cell between which the terms together can tell, without and with competition where they speak of it."""
    known = facts(scenario)
    dims = dimensions_of(group, act, known)
    parts = parts_of(group)
    licensors = frozenset(name for part in parts for name in part.terms.names)
    competes = any(Operand.COMPETITOR in part.terms.tests[part.act] for part in parts)
    for chosen in combinations(dims):
        cell = {**known.cell, **{dim.key: dim.alternatives[at].value for dim, at in zip(dims, chosen, strict=True)}}
        yield cell, known
        if competes:
            yield cell, known._replace(competitors=licensors)


def clause_of(point: Point) -> Clause:
    """What decided a point, as a clause."""
    ready = point.rule
    document = ready.document if ready is not None else point.part.terms.id
    return Clause(document, None if ready is None else ready.rule, point.verdict, point.why)
