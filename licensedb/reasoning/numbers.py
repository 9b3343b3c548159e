"""Numbers and money as people write them. What can be read in two ways is refused, never guessed."""

from __future__ import annotations

import re
from typing import NoReturn

from licensedb.errors import MisuseError
from licensedb.vocabulary import CURRENCIES, Over

MOST = 10**15
DEFAULT_CURRENCY = "USD"

# Compiled when they are first used: a command that states nothing reads no number.
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z|\d{1,3}(?:[_ ']\d{3})+(?:\.\d+)?\Z"
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?\Z"
_CONTINENTAL = r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?\Z|\d{1,3}\.\d{3},\d{1,2}\Z"
_PLAIN = r"\d+(?:\.\d+)?\Z"
_PARTS = r"(?P<digits>\d[\d,._' ]*?)\s*(?:(?P<unit>[^\W\d_]+)\.?)?\Z"
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t"), " ") | {ord("’"): "'"}
_UNITS = {
    unit: 10**power
    for power, units in {
        0: "",
        3: "k thousand tausend ألف 千",
        4: "万 萬 만",
        5: "lakh lakhs",
        6: "m mn mio million millions millionen مليون",
        7: "crore crores",
        8: "亿 億 억",
        9: "b bn billion billions mrd milliarde milliarden مليار",
    }.items()
    for unit in (units.split() or [""])
}
_SIGNS = {
    "US$": "USD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "CN¥": "CNY",
    "RMB": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "JP¥": "JPY",
    "円": "JPY",
    "DOLLARS": "USD",
    "EUROS": "EUR",
    "YUAN": "CNY",
    "YEN": "JPY",
}
_TWO_CURRENCIES = "¥￥"
_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?\Z"


def count(text: str | int) -> tuple[int, str | None]:
    """`5M`, `2.5bn`, `10 million`, `50M@2023-06` as a count and the month it is of, if told."""
    if isinstance(text, int):
        return _in_range(text, str(text)), None
    written, month = _dated(text)
    return _in_range(_number(written, text), text), month


def money(text: str | int) -> tuple[int, str, str | None]:
    """`2M`, `€2.5bn`, `20 million CNY` as hundredths of a currency (US dollars unless told) and the month, if told."""
    if isinstance(text, int):
        return _in_range(text, str(text)) * 100, DEFAULT_CURRENCY, None
    written, month = _dated(text)
    amount, currency = _currency(written.strip(), text)
    minor = _number(amount, text, minor=True)
    _in_range(minor // 100, text)
    return minor, currency, month


def whose(text: str | int) -> tuple[Over | None, str | int]:
    """`group:5M` as whose figure it is, and the figure; a bare figure is nobody's in particular."""
    if isinstance(text, int):
        return None, text
    name, sign, rest = text.partition(":")
    if not sign:
        return None, text
    told = {str(over): over for over in Over}.get(name.strip().casefold())
    if told is None:
        raise MisuseError(f"{name[:40]!r} is none of those whose figures are counted", tip="write product:5M, licensee:5M or group:5M")
    return told, rest


def _dated(text: str) -> tuple[str, str | None]:
    written, at, month = text.translate(_SPACES).partition("@")
    if at and not re.match(_MONTH, month.strip()):
        raise MisuseError(f"{month[:40]!r} is no month", tip="write a figure of a month as 50M@2023-06")
    return written, month.strip() or None


def _currency(amount: str, shown: str) -> tuple[str, str]:
    if any(sign in amount for sign in _TWO_CURRENCIES) and not amount.upper().startswith(("CN¥", "JP¥")):
        raise MisuseError(f"{shown[:40]!r} may be yuan or yen", tip="write CNY or JPY")
    for sign, code in (*_SIGNS.items(), *((code, code) for code in CURRENCIES)):
        if amount.upper().startswith(sign):
            return amount[len(sign) :].strip(), code
        if amount.upper().endswith(sign):
            return amount[: -len(sign)].strip(), code
    return amount, DEFAULT_CURRENCY


def _number(text: str, shown: str, minor: bool = False) -> int:
    from decimal import Decimal

    match = re.match(_PARTS, text.strip())
    if text.strip().startswith("-"):
        raise MisuseError(f"{shown[:40]!r} is less than nothing")
    name = (match["unit"] or "").casefold() if match else None
    if match is None or name not in _UNITS:
        _no_number(shown)
    unit = _UNITS[name]
    value = Decimal(_digits(match["digits"].strip(), unit, shown)) * unit * (100 if minor else 1)
    if value != value.to_integral_value():
        raise MisuseError(f"{shown[:40]!r} is a fraction", tip="write whole users, or cents at least")
    return int(value)


def _digits(digits: str, unit: int, shown: str) -> str:
    """The digits as a decimal number; which mark divides thousands must be beyond doubt."""
    if re.match(_PLAIN, digits):
        whole, _, part = digits.partition(".")
        if len(part) == 3 and len(whole) < 4 and whole.strip("0"):
            _two_ways(shown, f"{whole}{part}", f"{whole}.{part.rstrip('0')}".rstrip("."), unit)
        return digits
    if re.match(_GROUPED, digits) or re.match(_INDIAN, digits):
        plain = re.sub("[,_ ']", "", digits)
        if unit > 1 and digits.count(",") == 1 and "." not in digits:
            _two_ways(shown, plain, digits.replace(",", ".").rstrip("0").rstrip("."), unit)
        return plain
    if re.match(_CONTINENTAL, digits):
        return digits.replace(".", "").replace(",", ".")
    if re.match(r"\d+,\d+\Z", digits):
        _two_ways(shown, digits.replace(",", ""), digits.replace(",", "."), unit)
    return _no_number(shown)


def _two_ways(shown: str, first: str, second: str, unit: int) -> NoReturn:
    ways = " or ".join(f"{_times(one, unit)}" for one in (second, first))
    raise MisuseError(f"{shown[:40]!r} can be read in two ways", tip=f"is it {ways}? write it without the mark, or as 2.5M")


def _times(number: str, unit: int) -> str:
    from decimal import Decimal

    value = Decimal(number) * unit
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value.normalize():f}"


def _no_number(shown: str) -> NoReturn:
    raise MisuseError(f"{shown[:40]!r} is no number", tip="write 5000000, 5M, 2.5bn or 10 million")


def _in_range(value: int, shown: str) -> int:
    if value < 0:
        raise MisuseError(f"{shown[:40]!r} is less than nothing")
    if value > MOST:
        raise MisuseError(f"{shown[:40]!r} is more than anyone has")
    return value
