"""Places as people write them: ISO 3166-1 codes, EU and EEA, or the names of countries in a few languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from licensedb.errors import MisuseError
from licensedb.vocabulary import COUNTRIES, PLACE_GROUPS

# Codes and names in use beside the standard, folded; one name may stand for several places.
_ALSO: dict[str, tuple[str, ...]] = {
    "uk": ("GB",),
    "el": ("GR",),
    "usa": ("US",),
    "u s": ("US",),
    "u s a": ("US",),
    "united states of america": ("US",),
    "america": ("US",),
    "great britain": ("GB",),
    "britain": ("GB",),
    "england": ("GB",),
    "scotland": ("GB",),
    "wales": ("GB",),
    "northern ireland": ("GB",),
    "uae": ("AE",),
    "republic of korea": ("KR",),
    "korea republic of": ("KR",),
    "czech republic": ("CZ",),
    "holland": ("NL",),
    "turkey": ("TR",),
    "ivory coast": ("CI",),
    "hong kong": ("HK",),
    "macau": ("MO",),
    "mainland china": ("CN",),
    "people s republic of china": ("CN",),
    "prc": ("CN",),
    "russian federation": ("RU",),
    "viet nam": ("VN",),
    "السعودية": ("SA",),
    "الامارات": ("AE",),
    "امريكا": ("US",),
    "بريطانيا": ("GB",),
    "انجلترا": ("GB",),
    "فلسطين": ("PS",),
    "سلطنة عمان": ("OM",),
    "الدنمارك": ("DK",),
    "european union": ("EU",),
    "الاتحاد الاوروبي": ("EU",),
    "eea": ("EU", "IS", "LI", "NO"),
    "european economic area": ("EU", "IS", "LI", "NO"),
}
_LANGUAGES = ("en", "ar", "fr", "de", "es", "it", "pt", "nl", "zh", "ko", "ja")


def places(names: Iterable[str]) -> tuple[str, ...]:
    """Codes (any case), names, EU or EEA, each item one place or several by comma. Raises MisuseError with the nearest names."""
    found: list[str] = []
    for item in names:
        parts = item.split(",")
        if len(parts) > 1 and not all(map(_short, parts)) and _read(item):  # Korea, Republic of
            parts = [item]
        for part in parts:
            codes = _read(part)
            if not codes:
                raise MisuseError(f"{part.strip()[:60]!r} is no ISO 3166-1 code or name of a country, nor EU", tip=_tip(part))
            found += codes
    return tuple(dict.fromkeys(found))


def name_of(code: str) -> str:
    """The English name of a place of the vocabulary."""
    if code in PLACE_GROUPS:
        return "the European Union"
    return _locale_names("en").get(code, code)


def _short(text: str) -> tuple[str, ...]:
    """A code, or one of the few names that are read without a list of names."""
    code = text.strip().upper()
    return (code,) if code in COUNTRIES or code in PLACE_GROUPS else _ALSO.get(_fold(text), ())


def _read(text: str) -> tuple[str, ...]:
    if short := _short(text):
        return short
    folded = _fold(text)
    if len(folded) < 3 and folded.isascii():
        return ()
    for language in _LANGUAGES:
        if folded in _by_name(language):
            return (_by_name(language)[folded],)
    return ()


def _tip(part: str) -> str:
    import difflib

    known = {**{name: codes[0] for name, codes in _ALSO.items()}, **_by_name("en")}
    near = difflib.get_close_matches(_fold(part), known, 3, 0.6)
    if len(_fold(part)) > 3:
        near += [name for name in _by_name("en") if _fold(part) in name]
    codes = list(dict.fromkeys(known[name] for name in near))[:3]
    return "nearest: " + ", ".join(f"{name_of(code)} ({code})" for code in codes) if codes else "write FR, France, EU ..."


@cache
def _by_name(language: str) -> dict[str, str]:
    """Folded names of countries and their codes in one language."""
    return {_fold(name): code for code, name in _locale_names(language).items()}


@cache
def _locale_names(language: str) -> dict[str, str]:
    from babel import Locale

    return {str(code): str(name) for code, name in Locale(language).territories.items() if code in COUNTRIES}


def _fold(text: str) -> str:
    """Case, accents and marks aside; a leading article too."""
    import re
    import unicodedata

    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", plain).strip()
    return words.removeprefix("the ")
