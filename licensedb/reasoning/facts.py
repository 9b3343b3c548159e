"""What a scenario states, and what it leaves open: the facts that `decide` starts from."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from licensedb.errors import MisuseError
from licensedb.reasoning.compiled import Cell, FigureKey, codes
from licensedb.records import Figure, Scenario
from licensedb.vocabulary import AT_MOST, Operand, Over

_OVERS = tuple(Over)
UNBOUNDED = 2**62


class Facts(NamedTuple):
    """The stated operands as a cell, the stated figures, who competes and which routes are held."""

    cell: Cell
    figures: tuple[Figure, ...]
    competitors: frozenset[str]
    granted: frozenset[tuple[str, str]]
    any_purpose: bool = False


@lru_cache(maxsize=512)
def facts(scenario: Scenario) -> Facts:
    """The facts of a scenario. Raises MisuseError where its figures contradict each other."""
    cell: Cell = {}
    for operand, stated in (
        (Operand.COMMERCIAL, scenario.commercial),
        (Operand.PRODUCTION, scenario.production),
        (Operand.MODIFIED, scenario.modified),
        (Operand.USE, scenario.use),
        (Operand.OFFERING, scenario.offering),
        (Operand.LICENSEE, scenario.licensee),
        (Operand.TARGET, scenario.target),
        (Operand.RECEIVED, scenario.received),
    ):
        if stated is not None:
            cell[operand] = stated
    for operand, listed in (
        (Operand.TERRITORY, scenario.territory),
        (Operand.DOMICILE, scenario.domicile),
        (Operand.PURPOSE, scenario.purpose),
        (Operand.MODEL_MODALITY, scenario.model_modality),
        (Operand.MODEL_FAMILY, scenario.model_family),
    ):
        if listed is not None:
            cell[operand] = codes(listed)
    _agree(scenario.figures)
    granted = frozenset((name, str(route)) for name, route in scenario.granted)
    return Facts(cell, scenario.figures, frozenset(scenario.competes_with), granted, scenario.any_purpose)


def below(first: tuple[Operand, Over | None], second: tuple[Operand, Over | None]) -> bool:
    """Whether the first figure is never more than the second: narrower metric, narrower whose. No `over` means every one."""
    operands = first[0] == second[0] or AT_MOST.get(first[0]) == second[0]
    overs = first[1] is None or second[1] is None or _OVERS.index(first[1]) <= _OVERS.index(second[1])
    return operands and overs


def counts_for(figure: Figure, key: FigureKey) -> bool:
    """Whether a stated figure speaks of a threshold's day: a dated one does on its month and the month after it."""
    if figure.currency != key.currency:
        return False
    if figure.date is None:
        return True
    if key.date is None:
        return False
    return key.date[:7] in (figure.date[:7], _next_month(figure.date))


def bounds(stated: tuple[Figure, ...], key: FigureKey) -> tuple[int, int]:
    """The least and the most that the stated figures leave for `key`; equal where it is known."""
    low, high = 0, UNBOUNDED
    speaking = [figure for figure in stated if counts_for(figure, key)]
    if any(figure.date for figure in speaking):
        speaking = [figure for figure in speaking if figure.date]
    for figure in speaking:
        of = (figure.operand, figure.over)
        if below(of, (key.operand, key.over)):
            low = max(low, figure.value)
        if below((key.operand, key.over), of):
            high = min(high, figure.value)
    return low, high


def _agree(figures: tuple[Figure, ...]) -> None:
    for first in figures:
        for second in figures:
            comparable = first.date == second.date and first.currency == second.currency
            overs = (first.over, second.over)
            strict = below((first.operand, first.over), (second.operand, second.over))
            if comparable and strict and first.value > second.value and (None not in overs or first.operand != second.operand):
                raise MisuseError(
                    f"{first.operand} of {first.value:,} is more than {second.operand} of {second.value:,}",
                    tip="daily and unique users are among the monthly ones, a product's among the group's",
                )


def _next_month(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7] or "12")
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"
