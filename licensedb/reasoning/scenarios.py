"""Scenarios: profiles, and what people write of users, money, places and routes, read without guessing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from licensedb.errors import MisuseError
from licensedb.reasoning.facts import facts
from licensedb.records import Figure, Scenario
from licensedb.vocabulary import COUNTRIES, CURRENCIES, PLACE_GROUPS, PROFILES, SMALL_COMPANY, Operand, Over, Purpose, Route

_NUMBER = re.compile(r"(?P<sign>-?)(?P<digits>\d[\d,_ ]*(?:\.\d+)?)\s*(?P<unit>[a-z]*)\Z", re.IGNORECASE)
_UNITS = {"": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9}
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "¥": "CNY", "RMB": "CNY"}
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?\Z")
MOST = 10**15


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


def count(text: str | int) -> tuple[int, str | None]:
    """`5M`, `2.5bn`, `10 million`, `50M@2023-06` as a count and the month it is of, if told."""
    if isinstance(text, int):
        return _in_range(text, str(text)), None
    number, at, month = text.partition("@")
    if at and not _MONTH.match(month):
        raise MisuseError(f"{month!r} is no month", tip="write a figure of a month as 50M@2023-06")
    return _in_range(_number(number, text), text), month or None


def money(text: str | int) -> tuple[int, str, str | None]:
    """`2M`, `2.5bn USD`, `$800k` as minor units, currency (USD unless told) and the month, if told."""
    if isinstance(text, int):
        return _in_range(text, str(text)) * 100, "USD", None
    number, at, month = text.partition("@")
    if at and not _MONTH.match(month):
        raise MisuseError(f"{month!r} is no month", tip="write a figure of a month as 2M@2023-06")
    amount, currency = number.strip(), "USD"
    for sign, code in (*_SIGNS.items(), *((code, code) for code in CURRENCIES)):
        if amount.upper().startswith(sign):
            amount, currency = amount[len(sign) :].strip(), code
        elif amount.upper().endswith(sign):
            amount, currency = amount[: -len(sign)].strip(), code
    minor = _number(amount, text, minor=True)
    _in_range(minor // 100, text)
    return minor, currency, month or None


def places(names: Iterable[str]) -> tuple[str, ...]:
    """ISO 3166-1 codes (any case) or EU."""
    found = []
    for name in (part.strip() for item in names for part in item.split(",")):
        code = {"UK": "GB", "EL": "GR"}.get(name.upper(), name.upper())
        if code not in COUNTRIES and code not in PLACE_GROUPS:
            raise MisuseError(f"{name!r} is no ISO 3166-1 code of a country, nor EU", tip="write FR, US, EU ...")
        found.append(code)
    return tuple(dict.fromkeys(found))


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
    """A stated figure of a metric."""
    if operand.endswith("revenue"):
        minor, currency, month = money(text)
        return Figure(operand, minor, currency, over, month)
    value, month = count(text)
    return Figure(operand, value, None, over, month)


def word(name: str, vocabulary: Any, what: str) -> str:
    """A term of a closed list. Raises MisuseError with the nearest ones."""
    known = [str(term) for term in vocabulary]
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, known, 3) or known
        raise MisuseError(f"no {what} is called {name[:60]!r}", tip="known: " + ", ".join(near[:12]))
    return name


def _number(text: str, shown: str, minor: bool = False) -> int:
    from decimal import Decimal

    match = _NUMBER.match(text.strip())
    unit = match["unit"].lower() if match else ""
    if not match or unit not in _UNITS:
        raise MisuseError(f"{shown[:40]!r} is no number", tip="write 5000000, 5M, 2.5bn or 10 million")
    if match["sign"]:
        raise MisuseError(f"{shown[:40]!r} is less than nothing")
    value = Decimal(re.sub(r"[,_ ]", "", match["digits"])) * _UNITS[unit] * (100 if minor else 1)
    if value != value.to_integral_value():
        raise MisuseError(f"{shown[:40]!r} is a fraction", tip="write whole users, or cents at least")
    return int(value)


def _in_range(value: int, shown: str) -> int:
    if value < 0:
        raise MisuseError(f"{shown[:40]!r} is less than nothing")
    if value > MOST:
        raise MisuseError(f"{shown[:40]!r} is more than anyone has")
    return value


def _kind(operand: Operand) -> str:
    return "users" if operand.endswith("users") else "revenue" if operand.endswith("revenue") else str(operand)
