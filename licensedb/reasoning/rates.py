"""Rates of exchange: what stated money is in the currency of a line, at a dated rate that the answer names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from licensedb.errors import MisuseError
from licensedb.records import Rate, Rates, Scenario
from licensedb.vocabulary import CURRENCIES

TOLD = "as told"
DIGITS = 6  # significant digits of a cross rate; the rate shown is the rate used
NEAR = 10  # per cent of a line within which a conversion is no safe distance


def read(items: Iterable[str]) -> dict[str, str]:
    """`EUR=1.10` as the US dollars that one unit is taken for."""
    from decimal import Decimal, InvalidOperation

    found: dict[str, str] = {}
    for item in items:
        currency, sign, text = (part.strip() for part in item.partition("="))
        code = currency.upper()
        if not sign or code not in CURRENCIES or code == "USD":
            raise MisuseError(f"{item[:40]!r} is no rate", tip="write EUR=1.10: the US dollars for one euro")
        try:
            value = Decimal(text.removesuffix("USD").strip())
        except InvalidOperation:
            value = Decimal(0)
        if not value.is_finite() or not Decimal("1e-9") <= value <= Decimal("1e9"):
            raise MisuseError(f"{item[:40]!r} is no rate", tip="write EUR=1.10: the US dollars for one euro")
        found[code] = f"{value.normalize():f}"
    return found


def rated(scenario: Scenario, published: Rates | None, told: Mapping[str, str], lines: Iterable[str]) -> Scenario:
    """The scenario with the rates by which its money is held against lines drawn in other currencies."""
    stated = [figure.currency for figure in scenario.figures if figure.currency]
    found = pairs(published, told, stated, lines)
    return msgspec.structs.replace(scenario, rates=found) if found else scenario


def pairs(published: Rates | None, told: Mapping[str, str], stated: Iterable[str], lines: Iterable[str]) -> tuple[Rate, ...]:
    """The rates by which money stated in some currencies is held against lines drawn in others."""
    wanted = [(one, other) for one in sorted(set(stated)) for other in sorted(set(lines)) if one != other]
    return tuple(rate for one, other in wanted for rate in _cross(published, told, one, other))


def _cross(published: Rates | None, told: Mapping[str, str], one: str, other: str) -> Iterator[Rate]:
    from decimal import Context, Decimal

    dollars = {"USD": Decimal(1)} | {currency: Decimal(rate) for currency, rate in told.items()}
    by_base = {} if published is None else {currency: Decimal(rate) for currency, rate in published.rates}
    if published is not None:
        by_base[published.base] = Decimal(1)
    for currency in (one, other):
        if currency not in dollars and currency in by_base and "USD" in by_base:
            dollars[currency] = by_base["USD"] / by_base[currency]
    if one not in dollars or other not in dollars:
        return
    rate = Context(prec=DIGITS).divide(dollars[one], dollars[other])
    looked_up = [currency for currency in (one, other) if currency not in told and currency != "USD"]
    sources = [TOLD] if told.keys() & {one, other} else []
    if looked_up and published is not None:
        sources.append(published.source)
    yield Rate(one, other, f"{rate:f}", published.date if looked_up and published else None, "; ".join(sources))


def near(value: int, line: int) -> bool:
    """Whether a converted figure lies so near a line that another day's rate may put it on the other side."""
    return abs(value - line) * 100 <= line * NEAR
