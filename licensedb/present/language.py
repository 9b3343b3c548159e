"""Languages: messages, numbers, money, dates and names of places. English is written in the code, others are catalogues.

English loads nothing: its messages are the keys, its numbers need no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from licensedb.errors import MisuseError
from licensedb.resources import locale_folder

LANGUAGES = {"en": "English", "ar": "العربية"}


class Language:
    """English, and what the other languages share: `tr` translates a message and fills its places in."""

    code = "en"
    dir = "ltr"
    comma = ", "
    semicolon = "; "

    def gettext(self, message: str) -> str:
        return message

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return message

    def ngettext(self, one: str, many: str, count: int) -> str:
        return one if count == 1 else many

    def tr(self, message: str, /, **values: Any) -> str:
        """A message with its places filled in."""
        text = self.gettext(message)
        return text.format(**values) if values else text

    def trc(self, context: str, message: str) -> str:
        """A word of the vocabulary; the context tells apart what English calls by one word."""
        return self.pgettext(context, message)

    def trn(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """A message with a count, in the plural form that the count asks for."""
        return self.ngettext(one, many, count).format(count=self.number(count), **values)

    def number(self, value: int) -> str:
        """700000000 as 700,000,000."""
        return f"{value:,}"

    def amount(self, minor: int, currency: str | None) -> str:
        """Minor units and currency as 1,000,000 USD; a bare count without currency."""
        if currency is None:
            return self.number(minor)
        units, cents = divmod(minor, 100)
        return f"{units:,}.{cents:02d} {currency}" if cents else f"{units:,} {currency}"

    def money(self, units: int | float, currency: str) -> str:
        """Whole or broken units of a currency."""
        return f"{units:,} {currency}"

    def date(self, day: str) -> str:
        """A day (ISO) as the language writes it."""
        return day

    def month(self, day: str) -> str:
        """A day or month (ISO) as month and year; a year alone as it is."""
        return day[:7]

    def listed(self, words: Sequence[str], last: str = "or") -> str:
        """a, b or c."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {last} {words[-1]}"

    def place(self, code: str) -> str:
        """A place by its code."""
        return code

    def country(self, code: str) -> str:
        """The name of a place."""
        from licensedb.reasoning.places import name_of

        return name_of(code)

    def isolate(self, text: str) -> str:
        """A foreign name set apart, so that the direction of what is around does not reorder it."""
        return text


class Catalogue(Language):
    """A language from its catalogue; numbers and dates by its locale."""

    def __init__(self, code: str) -> None:
        import gettext

        from babel import Locale

        self.code = code
        self._locale = Locale.parse(code)
        self._days: dict[str, str] = {}  # pages tell the same few days thousands of times
        self.dir = self._locale.text_direction
        with (locale_folder() / code / "LC_MESSAGES" / "licensedb.mo").open("rb") as file:
            self._messages = gettext.GNUTranslations(file)
        self.comma = self.trc("between the items of a list", ", ")
        self.semicolon = self.trc("between parts of a scenario", "; ")

    def gettext(self, message: str) -> str:
        return self._messages.gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        return self._messages.pgettext(context, message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self._messages.ngettext(one, many, count)

    def number(self, value: int) -> str:
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self._locale, numbering_system="default")

    def amount(self, minor: int, currency: str | None) -> str:
        if currency is None:
            return self.number(minor)
        units, cents = divmod(minor, 100)
        return self.money(units if not cents else minor / 100, currency)

    def money(self, units: int | float, currency: str) -> str:
        from babel.numbers import format_decimal, get_currency_name

        name = get_currency_name(currency, count=int(units), locale=self._locale)
        return f"{format_decimal(units, locale=self._locale, numbering_system='default')} {name}"

    def date(self, day: str) -> str:
        if day not in self._days:
            self._days[day] = self._date(day) if len(day) == len("2026-11-23") else self.month(day)
        return self._days[day]

    def _date(self, day: str) -> str:
        import datetime

        from babel.dates import format_date

        return self._digits(format_date(datetime.date.fromisoformat(day), "d MMMM y", locale=self._locale))

    def month(self, day: str) -> str:
        import datetime

        from babel.dates import format_date

        if len(day) < len("2026-11"):
            return self._digits(day)
        return self._digits(format_date(datetime.date.fromisoformat(f"{day[:7]}-01"), "MMMM y", locale=self._locale))

    def _digits(self, text: str) -> str:
        """Digits as the locale writes them."""
        return "".join(self.number(int(char)) if char.isascii() and char.isdigit() else char for char in text)

    def listed(self, words: Sequence[str], last: str = "or") -> str:
        if len(words) < 2:
            return "".join(words)
        joined = self.trc("joins alternatives: a or b", " or ") if last == "or" else self.trc("joins items: a and b", " and ")
        return joined.join(words)

    def place(self, code: str) -> str:
        return self.country(code) if code.isupper() else code

    def country(self, code: str) -> str:
        if code == "EU":
            return self.trc("place", "the European Union")
        return str(self._locale.territories.get(code, code))

    def isolate(self, text: str) -> str:
        return f"\u2066{text}\u2069" if any(char.isascii() and char.isalnum() for char in text) else text


class Prose(Language):
    """English for readers: names, where the command line shows the keys and codes that it takes."""

    def pgettext(self, context: str, message: str) -> str:
        return message.replace("-", " ") if context in ("profile", "who asks") else message

    def place(self, code: str) -> str:
        name = self.country(code)
        return f"the {name}" if code in ("US", "GB") else name


ENGLISH = Language()
PROSE = Prose()


@cache
def language(code: str) -> Language:
    """The language of a code. Raises MisuseError for one that there is no catalogue of."""
    if code not in LANGUAGES:
        raise MisuseError(f"no language is called {code[:40]!r}", tip="known: " + ", ".join(LANGUAGES))
    return ENGLISH if code == "en" else Catalogue(code)
