"""What a scenario states, and what it leaves open: the facts that `decide` starts from."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from licensedb.errors import MisuseError
from licensedb.reasoning.compiled import Cell, FigureKey, codes
from licensedb.records import Figure, Rate, Scenario
from licensedb.vocabulary import AT_MOST, Operand, Over

_OVERS = tuple(Over)
UNBOUNDED = 2**62


class Facts(NamedTuple):
    """The stated operands as a cell, the stated figures, who competes and which routes are held."""

    cell: Cell
    figures: tuple[Figure, ...]
    competitors: frozenset[str]
    granted: frozenset[tuple[str, str]]
    any_purpose: bool
    memo: dict[Any, Any]  # dimensions already cut, kept by cells.py
    origins: dict[Figure, tuple[Figure, Rate]] = {}  # noqa: RUF012 - of converted figures, what was stated and at which rate; never written


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
    figures = spread(scenario.figures)
    origins = _converted(figures, scenario.rates) if scenario.rates else {}
    figures = (*figures, *origins)
    _agree(figures)
    granted = frozenset((name, str(route)) for name, route in scenario.granted)
    return Facts(cell, figures, frozenset(scenario.competes_with), granted, scenario.any_purpose, {}, origins)


def below(first: tuple[Operand, Over], second: tuple[Operand, Over]) -> bool:
    """Whether the first figure is never more than the second: narrower metric, narrower whose."""
    operands = first[0] == second[0] or AT_MOST.get(first[0]) == second[0]
    return operands and _OVERS.index(first[1]) <= _OVERS.index(second[1])


def bounds(stated: tuple[Figure, ...], key: FigureKey) -> tuple[int, int]:
    """The least and the most that the stated figures leave for `key`; equal where it is known."""
    low, high = 0, UNBOUNDED
    for figure in speaking(stated, key):
        assert figure.over is not None
        of = (figure.operand, figure.over)
        if below(of, (key.operand, key.over)):
            low = max(low, figure.value)
        if below((key.operand, key.over), of):
            high = min(high, figure.value)
    return low, high


def bounding(stated: tuple[Figure, ...], key: FigureKey) -> list[Figure]:
    """The figures that fix a threshold's, or else those that bound it from above or below."""
    place = (key.operand, key.over)
    heard = [(figure, (figure.operand, figure.over)) for figure in speaking(stated, key) if figure.over]
    fixed = [figure for figure, of in heard if of == place]
    return fixed or [figure for figure, of in heard if below(of, place) or below(place, of)]


def speaking(stated: tuple[Figure, ...], key: FigureKey) -> list[Figure]:
    """The figures that speak of a threshold: of its currency, and of its day.

    Of the day speaks a figure of the month before it, else one of its own month, else one without a date. A threshold that
    counts at any time hears only figures without a date.
    """
    figures = [figure for figure in stated if figure.currency == key.currency]
    undated = [figure for figure in figures if figure.date is None]
    if key.date is None:
        return undated
    month = key.date[:7]
    before = [figure for figure in figures if figure.date and _next_month(figure.date) == month]
    return before or [figure for figure in figures if figure.date and figure.date[:7] == month] or undated


def spread(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Figures told for nobody in particular, written out for product, licensee and group, where none is told for these."""
    told = {(figure.operand, figure.over, figure.date) for figure in figures}
    found: list[Figure] = []
    for figure in figures:
        overs = [figure.over] if figure.over else [over for over in _OVERS if (figure.operand, over, figure.date) not in told]
        found += (Figure(figure.operand, figure.value, figure.currency, over, figure.date) for over in overs)
    return tuple(dict.fromkeys(found))


def _converted(figures: tuple[Figure, ...], rates: tuple[Rate, ...]) -> dict[Figure, tuple[Figure, Rate]]:
    """Stated money in the other currencies that a rate is given for, where nothing is stated in those."""
    told = {(figure.operand, figure.over, figure.date, figure.currency) for figure in figures}
    found: dict[Figure, tuple[Figure, Rate]] = {}
    for figure in figures:
        for rate in rates:
            place = (figure.operand, figure.over, figure.date, rate.into)
            if rate.currency == figure.currency and place not in told:
                told.add(place)
                found[Figure(figure.operand, rate.taken(figure.value), rate.into, figure.over, figure.date)] = (figure, rate)
    return found


def _agree(figures: tuple[Figure, ...]) -> None:
    for first in figures:
        for second in figures:
            assert first.over and second.over
            comparable = first.date == second.date and first.currency == second.currency
            if comparable and first.value > second.value and below((first.operand, first.over), (second.operand, second.over)):
                raise MisuseError(
                    f"{first.operand} of {_shown(first)} is more than {second.operand} of {_shown(second)}",
                    tip="daily and unique users are among the monthly ones, a product's among the group's; each is told once",
                )


def _shown(figure: Figure) -> str:
    return f"{figure.value:,}" if figure.currency is None else f"{figure.value / 100:,.0f} {figure.currency}"


def _next_month(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7] or "12")
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"
