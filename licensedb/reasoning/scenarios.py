"""Scenarios: profiles, and what people state of them, read without guessing (numbers.py and places.py read their part)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from licensedb.errors import MisuseError
from licensedb.reasoning.facts import facts
from licensedb.reasoning.numbers import count, money, whose
from licensedb.reasoning.places import places
from licensedb.records import Figure, Scenario
from licensedb.vocabulary import PROFILES, SMALL_COMPANY, Operand, Over, Purpose, Route


def profile(name: str) -> Scenario:
    """The scenario of a named profile."""
    if name not in PROFILES:
        raise MisuseError(f"no profile is called {name!r}", tip="known: " + ", ".join(PROFILES))
    stated = dict(PROFILES[name])
    rows: Any = stated.pop("figures", ())
    figures = tuple(Figure(operand, value, currency) for operand, value, currency in rows)
    values: dict[str, Any] = stated
    return Scenario(**values, figures=figures, any_purpose=name == SMALL_COMPANY, profile=name)


def baseline() -> Scenario:
    """The scenario that comparison questions assume."""
    return profile(SMALL_COMPANY)


def build(base: Scenario, stated: Mapping[str, Any]) -> Scenario:
    """A scenario from a base and what was stated; stated figures of a kind replace the base's of that kind.

    Keys are the fields of Scenario; None means not stated. Raises MisuseError on contradictions.
    """
    given = {key: value for key, value in stated.items() if value is not None and value != () and key != "figures"}
    figures: tuple[Figure, ...] = tuple(stated.get("figures") or ())
    kinds = {_kind(figure.operand) for figure in figures}
    kept = tuple(figure for figure in base.figures if _kind(figure.operand) not in kinds)
    if not given.keys().isdisjoint(("commercial", "production", "use")):
        given["any_purpose"] = False
    scenario = msgspec.structs.replace(base, **given, figures=(*kept, *figures))
    if scenario.commercial is False and "commercial" in given and "use" not in given:
        scenario = msgspec.structs.replace(scenario, use=None)  # a profile's commercial use says nothing of this one
    facts(scenario)
    return scenario


def purposes(names: Iterable[str]) -> tuple[str, ...]:
    """Restricted purposes of the vocabulary."""
    return tuple(dict.fromkeys(word(name, Purpose, "purpose") for name in names))


def routes(items: Iterable[str]) -> tuple[tuple[str, Route], ...]:
    """`stability-community-2024=registration` as (licence or licensor, route)."""
    found = []
    for item in items:
        name, sign, route = item.partition("=")
        if not sign or not name:
            raise MisuseError(f"{item!r} is no route held", tip="write LICENCE=registration or LICENCE=separate-licence")
        found.append((name, Route(word(route, Route, "route"))))
    return tuple(found)


def figure(operand: Operand, text: str | int, over: Over | None = None) -> Figure:
    """A stated figure of a metric: `5M`, `group:5M`, `2M EUR@2023-06`."""
    told, rest = whose(text)
    if told and over and told is not over:
        raise MisuseError(f"{str(text)[:40]!r} is told for {told}, where the figure of the {over} is asked for")
    if operand.endswith("revenue"):
        minor, currency, month = money(rest)
        return Figure(operand, minor, currency, told or over, month)
    value, month = count(rest)
    return Figure(operand, value, None, told or over, month)


def word(name: str, vocabulary: Any, what: str) -> str:
    """A term of a closed list. Raises MisuseError with the nearest ones."""
    known = [str(term) for term in vocabulary]
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, known, 3) or known
        raise MisuseError(f"no {what} is called {name[:60]!r}", tip="known: " + ", ".join(near[:12]))
    return name


def _kind(operand: Operand) -> str:
    return "users" if operand.endswith("users") else "revenue" if operand.endswith("revenue") else str(operand)


__all__ = ["baseline", "build", "count", "figure", "money", "places", "profile", "purposes", "routes", "word"]
