"""Cells: the combinations of open operands between which terms can tell. An open operand is never guessed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from licensedb.reasoning.compiled import ELSEWHERE, FigureKey, Test
from licensedb.reasoning.facts import UNBOUNDED, Facts, below, bounds
from licensedb.vocabulary import BOOLEAN_OPERANDS, SET_OPERANDS, Act, Licensee, Modality, Offering, Operand, Purpose, Received, Target, Use

_CHOICES: dict[Operand, tuple[str, ...]] = {
    Operand.USE: tuple(Use),
    Operand.OFFERING: tuple(Offering),
    Operand.LICENSEE: tuple(Licensee),
    Operand.TARGET: tuple(Target),
    Operand.RECEIVED: tuple(Received),
    Operand.MODEL_MODALITY: tuple(Modality),
    Operand.PURPOSE: tuple(Purpose),
}


class Alternative(NamedTuple):
    """One region of an operand: a value that stands for it, and how it is called (`label`; for figures, its bounds)."""

    value: bool | str | int | frozenset[str]
    label: str
    low: int = 0
    high: int = 0


class Dimension(NamedTuple):
    """An open operand with the regions into which the terms cut it."""

    key: Operand | FigureKey
    operand: Operand
    alternatives: tuple[Alternative, ...]


def dimensions(tests: Iterable[Test], facts: Facts, act: Act) -> list[Dimension]:
    """The open operands that the tests speak of, each cut where they cut it."""
    by_key: dict[Operand | FigureKey, list[Test]] = {}
    for test in tests:
        if test.operand is not Operand.COMPETITOR and test.key not in facts.cell:
            by_key.setdefault(test.key, []).append(test)
    return [
        Dimension(key, key.operand, _regions(found, *bounds(facts.figures, key)))
        if isinstance(key, FigureKey)
        else Dimension(key, key, _choices(key, found, act))
        for key, found in by_key.items()
    ]


def combinations(dims: list[Dimension]) -> Iterator[tuple[Alternative, ...]]:
    """Every combination of regions in which the figures can go together."""
    pairs = [
        (first, second)
        for first, one in enumerate(dims)
        for second, two in enumerate(dims)
        if first != second
        and isinstance(one.key, FigureKey)
        and isinstance(two.key, FigureKey)
        and one.key.date == two.key.date
        and one.key.currency == two.key.currency
        and below((one.key.operand, one.key.over), (two.key.operand, two.key.over))
    ]
    for chosen in itertools.product(*(dim.alternatives for dim in dims)):
        # A smaller figure's least value must fit under every larger figure's most; regions are in order, so pairs suffice.
        if all(chosen[small].low <= chosen[large].high for small, large in pairs):
            yield chosen


def _regions(tests: list[Test], low: int, high: int) -> tuple[Alternative, ...]:
    """The regions between thresholds that lie within the bounds; each region is (least, most), both inclusive."""
    starts = sorted({test.threshold.value + (not test.threshold.inclusive) for test in tests if test.threshold})
    edges = [0, *starts, UNBOUNDED + 1]
    found = []
    for start, end in itertools.pairwise(edges):
        least, most = max(start, low), min(end - 1, high)
        if least <= most:
            found.append(Alternative(least, f"{start}..{'' if end > UNBOUNDED else end - 1}", least, most))
    return tuple(found)


def _choices(operand: Operand, tests: list[Test], act: Act) -> tuple[Alternative, ...]:
    if operand in BOOLEAN_OPERANDS:
        return (Alternative(False, "false"), Alternative(True, "true"))
    named = sorted({value for test in tests for value in test.values})
    values: list[str] = [*dict.fromkeys((*_CHOICES.get(operand, ()), *named))]
    if operand not in _CHOICES:
        values.append(ELSEWHERE)
    if operand is Operand.OFFERING and act is Act.HOST:
        values.remove(Offering.INTERNAL)
    groups: dict[tuple[bool, ...], list[str]] = {}
    for value in values:
        groups.setdefault(tuple(value in test.values for test in tests), []).append(value)
    return tuple(
        Alternative(frozenset((group[0],)) if operand in SET_OPERANDS else group[0], _label(group, named)) for group in groups.values()
    )


def _label(group: list[str], named: list[str]) -> str:
    return "not " + ",".join(named) if ELSEWHERE in group else ",".join(group)
