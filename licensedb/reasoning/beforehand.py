"""Answers beforehand: what terms say for every number of users, revenue and place that they can tell apart.

The axes are cut where the terms draw lines; each part is answered once, by the same deciding as everywhere, for a value that
stands for it. Who has the table looks a scenario up and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from licensedb.reasoning.compiled import FigureKey, Key, Test, compiled
from licensedb.reasoning.decide import BEST_OVER
from licensedb.reasoning.point import Group, Part, parts_of
from licensedb.records import Figure, Rate
from licensedb.vocabulary import COUNTRIES, PLACE_OPERANDS, REVENUE_OPERANDS, USER_OPERANDS, Operand

_T = TypeVar("_T")
CURRENCY = "USD"
PURPOSES = (None, True, False)  # commercial: as the scenario has it, yes, no


class Axes(NamedTuple):
    """Where terms cut users, revenue (whole US dollars; least values of the parts) and places (codes; all others are the last part)."""

    users: tuple[int, ...]
    revenue: tuple[int, ...]
    places: tuple[tuple[str, ...], ...]
    purposes: bool = True  # whether commercial use or not can make a difference


class Told(NamedTuple):
    """What is stated on top of a scenario; None leaves it as it is. Revenue in whole US dollars."""

    commercial: bool | None
    users: int | None
    revenue: int | None
    place: str | None


def axes(group: Group, rates: Iterable[Rate]) -> Axes:
    """The parts of each axis between which the terms of a group may tell."""
    users, revenue = {0}, {0}
    lists: set[frozenset[str]] = set()
    into = {rate.into: rate for rate in rates if rate.currency == CURRENCY}
    purposes = False
    for part in parts_of(group):
        for key, tests in tests_of(part).items():
            purposes = purposes or key in BEST_OVER
            if key in PLACE_OPERANDS:
                lists |= {test.values for test in tests}
            if not isinstance(key, FigureKey):
                continue
            starts = {test.threshold.value + (not test.threshold.inclusive) for test in tests if test.threshold}
            if key.operand in USER_OPERANDS:
                users |= starts
            elif key.operand in REVENUE_OPERANDS:
                revenue |= {_dollars(start, key.currency, into) for start in starts if key.currency in (CURRENCY, *into)}
    return Axes(tuple(sorted(users)), tuple(sorted(revenue)), _classes(frozenset(lists)), purposes)


def tests_of(part: Part) -> dict[Key, tuple[Test, ...]]:
    """What is asked of the scenario, in either reading of what is disputed."""
    if not part.terms.disputed:
        return part.terms.tests[part.act]
    found = dict(part.terms.tests[part.act])
    for ready in part.terms.disputed:
        assert part.terms.terms is not None
        for key, tests in compiled(part.terms.terms, frozenset((ready.name,))).tests[part.act].items():
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *tests)))
    return found


def _dollars(start: int, currency: str | None, into: dict[str, Rate]) -> int:
    """The least whole US dollars that reach a line (in hundredths of a currency)."""
    if currency == CURRENCY or currency is None:
        return -(-start // 100)
    rate = into[currency]
    least = int(start / (float(rate.rate) * 100)) - 2
    while rate.taken(least * 100) < start:
        least += 1
    return max(least, 0)


@lru_cache(maxsize=256)
def _classes(lists: frozenset[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    """Countries that no list tells apart, a class each; those that stand in no list are left out: they are the rest."""
    ordered = sorted(lists, key=sorted)
    found: dict[tuple[bool, ...], list[str]] = {}
    for code in sorted(COUNTRIES):
        told = tuple(code in values for values in ordered)
        if any(told):
            found.setdefault(told, []).append(code)
    return tuple(map(tuple, found.values()))


def table(cut: Axes, answer: Callable[[Told], _T]) -> tuple[_T, ...]:
    """The answers for each purpose, then users, revenue and place, the last axis fastest; an axis that is cut ends with None."""
    figures = [(users, revenue) for users in _parts(cut.users) for revenue in _parts(cut.revenue)]
    each = (
        tuple(answer(Told(commercial, *told, place)) for told in figures for place in _places(cut.places))
        for commercial in (PURPOSES if cut.purposes else PURPOSES[:1])
    )
    found = tuple(one for some in each for one in some)
    return found if cut.purposes else found * len(PURPOSES)


def _parts(starts: tuple[int, ...]) -> tuple[int | None, ...]:
    return (None,) if len(starts) == 1 else (*starts, None)


def _places(classes: tuple[tuple[str, ...], ...]) -> tuple[str | None, ...]:
    if not classes:
        return (None,)
    named = {code for some in classes for code in some}
    rest = next(code for code in sorted(COUNTRIES) if code not in named)
    return (*(some[0] for some in classes), rest, None)


def stated(told: Told) -> dict[str, Any]:
    """What is told as the fields of a scenario, to be put on top of another."""
    figures = []
    if told.users is not None:
        figures.append(Figure(Operand.MONTHLY_ACTIVE_USERS, told.users))
    if told.revenue is not None:
        figures.append(Figure(Operand.ANNUAL_REVENUE, told.revenue * 100, CURRENCY))
    places = (told.place,) if told.place else None
    return {"figures": tuple(figures), "commercial": told.commercial, "territory": places, "domicile": places}


def simplified(group: Group) -> Group:
    """The group without parts that say what another one before them says: the worst of all is the same, and whose it is."""
    found: dict[Any, Part | Group] = {}
    for part in _flat(group):
        found.setdefault(signature(part, whose=False), part)
    return Group(tuple(found.values()))


def _flat(group: Group) -> Iterator[Part | Group]:
    for part in group.parts:
        if isinstance(part, Group) and not part.choice:
            yield from _flat(part)
        else:
            yield part


def anonymous(group: Group) -> tuple[Group, tuple[str, ...]]:
    """The group with its bases numbered, and their names: groups that ask the same terms of other bases become the same."""
    names: dict[str, int] = {}

    def numbered(part: Part | Group) -> Any:
        if isinstance(part, Group):
            return part._replace(parts=tuple(map(numbered, part.parts)))
        return part if part.through is None else part._replace(through=str(names.setdefault(part.through, len(names))))

    return numbered(group), tuple(names)


def signature(group: Group | Part, whose: bool = True) -> Any:
    """What tells groups apart that ask different terms (of different bases)."""
    if isinstance(group, Part):
        return (group.terms.id, group.act, group.modified, group.through if whose else None)
    return (group.choice, *(signature(part, whose) for part in group.parts))


__all__ = ["CURRENCY", "Axes", "Told", "anonymous", "axes", "signature", "simplified", "stated", "table", "tests_of"]
