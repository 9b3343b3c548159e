"""Cells: the combinations of open operands between which terms can tell. An open operand is never guessed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from licensedb.reasoning.compiled import ELSEWHERE, FigureKey, Key, MemberKey, Test
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


MEMO = 4096  # dimensions remembered per scenario: the same thresholds are cut again and again


class Alternative(NamedTuple):
    """One region of an operand: a value that stands for it, and how it is called (`label`; for figures, its bounds)."""

    value: bool | str | int | frozenset[str]
    label: str
    low: int = 0
    high: int = 0
    start: int = 0


class Dimension(NamedTuple):
    """An open operand with the regions into which the terms cut it."""

    key: Key
    operand: Operand
    alternatives: tuple[Alternative, ...]


# The place of a region in each dimension.
Place = tuple[int, ...]


def dimensions(tests: Mapping[Key, tuple[Test, ...]], facts: Facts, act: Act) -> list[Dimension]:
    """The open operands that the tests speak of, each cut where they cut it."""
    found = []
    for key, drawn in tests.items():
        if key is Operand.COMPETITOR:
            continue
        memo = (key, drawn, act is Act.HOST)
        dim = facts.memo.get(memo)
        if dim is None:
            if isinstance(key, FigureKey):
                regions = regions_of(drawn, *bounds(facts.figures, key), key.currency)
            elif isinstance(key, MemberKey):
                regions = tuple(Alternative(name, name) for name in key.members)
            else:
                regions = choices_of(key, drawn, act)
            dim = Dimension(key, key if isinstance(key, Operand) else key.operand, regions)
            if len(facts.memo) < MEMO:
                facts.memo[memo] = dim
        found.append(dim)
    return found


def combinations(dims: list[Dimension]) -> Iterator[Place]:
    """Every combination of regions in which the figures can go together, each region by its place."""
    figures = [(at, dim.key) for at, dim in enumerate(dims) if isinstance(dim.key, FigureKey)]
    pairs = [
        (first, second)
        for first, one in figures
        for second, two in figures
        if first != second
        and one.date == two.date
        and one.currency == two.currency
        and below((one.operand, one.over), (two.operand, two.over))
    ]
    for chosen in itertools.product(*(range(len(dim.alternatives)) for dim in dims)):
        # A smaller figure's least value must fit under every larger figure's most; regions are in order, so pairs suffice.
        if all(_low(dims, chosen, small) <= _high(dims, chosen, large) for small, large in pairs):
            yield chosen


def _low(dims: list[Dimension], chosen: Place, at: int) -> int:
    return dims[at].alternatives[chosen[at]].low


def _high(dims: list[Dimension], chosen: Place, at: int) -> int:
    return dims[at].alternatives[chosen[at]].high


def regions_of(tests: Sequence[Test], low: int, high: int, currency: str | None) -> tuple[Alternative, ...]:
    """The regions between thresholds that lie within the bounds; each region is (least, most), both inclusive."""
    starts = sorted({test.threshold.value + (not test.threshold.inclusive) for test in tests if test.threshold})
    edges = [0, *starts, UNBOUNDED + 1]
    found = []
    for start, end in itertools.pairwise(edges):
        least, most = max(start, low), min(end - 1, high)
        if least <= most:
            ends = f"{_units(start, currency)}..{'' if end > UNBOUNDED else _units(end - 1, currency)}"
            found.append(Alternative(least, f"{ends} {currency or ''}".strip(), least, most, start))
    return tuple(found)


def _units(value: int, currency: str | None) -> str:
    """A count as it is; money in units with its cents."""
    return str(value) if currency is None else f"{value // 100}.{value % 100:02d}"


def choices_of(operand: Operand, tests: Sequence[Test], act: Act) -> tuple[Alternative, ...]:
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
