"""A question taken apart into words, numbers and signs, each levelled for looking up and each with its place in the question."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

LONGEST = 1000  # characters of a question


class Token(NamedTuple):
    """A levelled word or number, or a sign that bears meaning. `shown` is how it was written.

    `cased` says that it was written in capitals, `glued` that nothing but a mark stands between it and the token before,
    `tight` that nothing does; `opens` that a sentence begins with it.
    """

    text: str
    kind: str  # word, number, sign, file
    shown: str
    cased: bool = False
    glued: bool = False
    tight: bool = False
    opens: bool = False


# A word with the apostrophes inside it, a number with the marks inside it, a sign; everything else separates.
_PIECES = re.compile(
    r"(?P<file>(?<![\w/.])(?:\.{0,2}/)?(?:[\w.-]+/)*[\w-]+\.(?:txt|md|rst|html?)\b|(?<![\w/.<])\.{1,2}/[\w./-]*\w)|"
    r"(?P<number>\d+(?:[.,:]\d+)*(?:-\d+(?:[.,]\d+)*)*)|(?P<word>[\u0620-\u06ff]+|[^\W\d_\u0620-\u06ff]+(?:'[^\W\d_\u0620-\u06ff]+)*)|(?P<sign>[^\w\s])"
)
_DATE = re.compile(r"\d{4}-\d\d?(?:-\d\d?)?\Z")
_DROPPED = frozenset(".;:!?()[]{}\"'`´-_/*~…“”„‘’«»‹›–—‐‑؛؟٪^&•·@#\\")
_STOPS = frozenset(".;!?؛؟…")
_OPENING = frozenset("([{\"'`“„‘«‹")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ´`"), "'")
_VOWELS = frozenset(map(chr, (*range(0x064B, 0x0660), 0x0670, 0x0640)))  # Arabic: written or not
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(20\d\d)(?![\d/])|(?<![\d/])(20\d\d)/(\d{1,2})/(\d{1,2})(?![\d/])")
_ORDINAL = {"1st": "first", "2nd": "second", "3rd": "third"}
_ORDINALS = re.compile(r"(?<![\w.])(1st|2nd|3rd)(?!\w)")
_NOT = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_UNMARKED = {
    "cannot": "can not",
    **{f"{verb}nt": f"{verb} not" for verb in "do does did is are was would could should must has have need".split()},
    "cant": "can not",
    "wont": "will not",
    "im": "i",
    "ive": "i",
    "whats": "what",
    "whos": "who",
    "thats": "that",
    "lets": "let",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "must",
}
_THEN = frozenset("فأي فأية فأيها فأيهم فأيهما".split())  # which, then: without its hamza it would be a name (Phi)
_MARKED = {"عمّان": "عمان الأردن", "عُمان": "سلطنة عمان"}  # told apart by a mark alone
_ALEF = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": None, "ـ": None, "گ": "ك", "ی": "ي", "ک": "ك"}
)


def tokens(question: str) -> list[Token]:
    """The words, numbers and signs of a question, in order; a contraction is taken apart."""
    found: list[Token] = []
    text = level(question)
    end, marked = -1, True
    opens = set[int]()
    for match in _PIECES.finditer(text):
        if match[0] in _STOPS and text[match.end() : match.end() + 1].isspace():
            opens.add(len(found))
        shown, glued = match[0], match.start() == end
        tight, marked = glued and not marked, match[0] in _DROPPED
        end = -1 if shown in _OPENING and not glued else match.end()
        if match["file"]:
            found.append(Token(shown, "file", shown))
        elif match["number"]:
            found += _numbers(shown, glued, tight)
        elif match["word"]:
            for at, word in enumerate(_apart(shown)):
                found.append(Token(word, "word", shown, shown.isupper(), glued and at == 0, tight and at == 0))
        elif shown not in _DROPPED:
            found.append(Token("," if shown == "،" else shown, "sign", shown, False, glued))
    return [token._replace(opens=True) if at in opens else token for at, token in enumerate(found)] if opens else found


def level(text: str) -> str:
    """Compatibility forms, digits of other scripts and apostrophes levelled; marks of direction taken out."""
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())
    if not plain.isascii():
        for marked, told in _MARKED.items():
            plain = plain.replace(marked, told) if "سلطنة" not in plain and "الأردن" not in plain else plain
        plain = "".join(_digit(char) for char in plain if unicodedata.category(char) != "Cf" and char not in _VOWELS)
    plain = _SLASHED.sub(_slashed, plain)
    return _ORDINALS.sub(lambda match: _ORDINAL[match[1]], re.sub(r"(?<=\d)'s\b", "", plain.translate(_APOSTROPHES)))


def _slashed(match: re.Match[str]) -> str:
    """A day with strokes, where it can be read in one way only."""
    first, second, year = (int(match[5]), int(match[6]), match[4]) if match[4] else (int(match[2]), int(match[1]), match[3])
    if match[4] is None and second <= 12 and first != second:
        first, second = (second, first) if first > 12 else (0, 0)
    return f"{year}-{first:02}-{second:02}" if 1 <= first <= 12 and 1 <= second <= 31 else match[0]


def _digit(char: str) -> str:
    if char in "٫٬":
        return "." if char == "٫" else ","
    return str(unicodedata.decimal(char)) if char.isdecimal() else " " if char in "٪۔" else char


def word(text: str) -> str:
    """A word levelled: case, accents, Arabic letters that are written in several ways, British spelling."""
    found = text.casefold()
    if found.isascii():
        return _british(found)
    bare = "".join(char for char in unicodedata.normalize("NFD", found) if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).translate(_ALEF) or found


def _numbers(shown: str, glued: bool, tight: bool) -> list[Token]:
    """A day stays whole; other numbers with hyphens are several."""
    parts = [shown] if _DATE.match(shown) else re.split("-", shown)
    return [Token(part, "number", part, False, glued and at == 0, tight and at == 0) for at, part in enumerate(parts)]


def _apart(shown: str) -> list[str]:
    """can't as can, not; model's as model."""
    found = shown.casefold()
    if found.endswith("n't"):
        stem = found[:-3]
        return [_NOT.get(stem, stem), "not"]
    stem, mark, _ = found.partition("'")
    if mark and len(stem) > 1:
        found = stem
    elif mark:
        found = stem or found.strip("'")
    if shown in _THEN:
        return [word(shown[1:])]
    if shown.endswith(("إنهاء", "انهاء")) and "ال" not in shown:
        return [shown]  # to end it: not أنها, that it
    if found in _UNMARKED:
        return _UNMARKED[found].split()
    return [word(found)]


@cache
def _british(found: str) -> str:
    if found.startswith(("license", "sublicense", "relicense")):
        return found.replace("license", "licence")
    if found.startswith("licensing"):
        return "licencing"
    for american, british in (("iz", "is"),):
        for ending in ("e", "es", "ed", "ing", "ation", "er"):
            if len(found) > 5 and found.endswith(american + ending):
                return found[: -len(american + ending)] + british + ending
    return found.replace("favor", "favour").replace("defense", "defence") if found.endswith(("favor", "defense")) else found
