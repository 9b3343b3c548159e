"""Numbers, money, days and places in a question, as the options of a scenario take them. Nothing is rounded and nothing guessed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence

from licensedb.errors import MisuseError
from licensedb.reasoning.numbers import count
from licensedb.wording.tokens import Token

_UNITS = {"k": 10**3, "M": 10**6, "bn": 10**9}
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW"}


def number(text: str, unit: str) -> int:
    """`2.5` and `M` as a count. Raises MisuseError where it can be read in two ways, or is none."""
    if "." not in text and "," not in text and not text.isdigit():
        raise MisuseError(f"{text[:40]!r} is no number", tip="write 5000000, 5M, 2.5bn or 10 million")
    return count(text + unit)[0]


def sign(token: Token) -> str | None:
    """The currency of a sign."""
    return _SIGNS.get(token.text) if token.kind == "sign" else None


def written(value: int) -> str:
    """A count as an option takes it, as short as it can be written without loss."""
    for unit, times in sorted(_UNITS.items(), key=lambda one: -one[1]):
        if value and value % times == 0:
            return f"{value // times}{unit}"
    return str(value)


def day(found: Sequence[Token], at: int, months: Sequence[int | None]) -> tuple[int, str] | None:
    """How many words from `at` on are a day, and the day: `2024-05-01`, `1 May 2024`, `May 1, 2024`. `months` are those of the words."""
    token = found[at]
    if token.kind == "number" and len(token.text) == 10 and token.text[4] == token.text[7] == "-":
        return 1, token.text
    parts = [one for one in found[at : at + 4] if one.text != ","]
    length = 3 + (len(found) > at + 2 and found[at + 2].text == ",")
    if len(parts) < 3 or not _is_year(parts[2]):
        return None
    for month_at, day_at in ((1, 0), (0, 1)):
        month, told = months[month_at], parts[day_at].text
        if month and told.isdigit() and 1 <= int(told) <= 31:
            return length, f"{parts[2].text}-{month:02}-{int(told):02}"
    return None


def month(found: Sequence[Token], at: int, months: Sequence[int | None]) -> tuple[int, str] | None:
    """How many words from `at` on are a month of a year, and the month: `January 2025`, `2025-01`."""
    token = found[at]
    if token.kind == "number" and len(token.text) == 7 and token.text[4] == "-":
        return 1, token.text
    if months[0] and at + 1 < len(found) and _is_year(found[at + 1]):
        return 2, f"{found[at + 1].text}-{months[0]:02}"
    return None


def last_day(told: str) -> str:
    """The last day of a month."""
    year, number = map(int, told.split("-"))
    return f"{told}-{monthrange(year, number)[1]:02}"


def is_year(token: Token) -> bool:
    """Whether a number is a year of these."""
    return _is_year(token) and 2015 <= int(token.text) <= 2035


def _is_year(token: Token) -> bool:
    return token.kind == "number" and len(token.text) == 4 and token.text.isdigit() and token.text[:2] in ("19", "20")
