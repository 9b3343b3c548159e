"""Normal form 1: the words of a text, in which citations and fingerprints count (docs/normal-form.md)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

FORM = 1
# Scripts written without spaces: each of their characters is a word by itself.
_UNSPACED = (
    "CJK UNIFIED IDEOGRAPH",
    "CJK COMPATIBILITY IDEOGRAPH",
    "IDEOGRAPHIC ITERATION",
    "IDEOGRAPHIC NUMBER ZERO",
    "VERTICAL IDEOGRAPHIC ITERATION",
    "HIRAGANA",
    "KATAKANA",
    "THAI ",
    "LAO ",
    "KHMER ",
    "MYANMAR ",
)
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
# Ideographs stand alone (they join with nothing); all else is taken by runs without white space.
_CHUNK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]|[^\\s\u3400-\u4dbf\u4e00-\u9fff]+")


class _Table(dict[int, "str | None"]):
    """What becomes of each code point, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = value = self._of(chr(code))
        return value

    @staticmethod
    def _of(char: str) -> str | None:
        category = unicodedata.category(char)
        if category == "Cf":
            return None
        name = unicodedata.name(char, "")
        if category[0] in "LM" or category in ("Nd", "Nl"):
            if name.startswith(_UNSPACED):
                return f" {char} "
            return char if category != "Nl" else " "
        return " "


_TABLE = _Table()


class _Format(dict[int, "int | None"]):
    """Drops format characters, keeps all others."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.category(chr(code)) == "Cf" else code
        return kept


_FORMAT = _Format()


def words(text: str) -> list[str]:
    """The words of `text` in normal form 1."""
    if not text.isascii():
        text = text.translate(_FORMAT)  # first, so that letters and marks that a format character kept apart can join
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(_TABLE).split()


def spans(text: str) -> list[tuple[int, int]]:
    """For each word, the (start, end) of the run of characters of `text` it was written in.

    Words that share a run (as in `and/or`) share its span; an ideograph has its own.
    """
    return [match.span() for match in _CHUNK.finditer(text) for _ in words(match.group())]


def exact_spans(text: str) -> list[tuple[int, int]]:
    """For each word, the (start, end) of its own characters; `spans` where a run cannot be told apart (as in `½`)."""
    found: list[tuple[int, int]] = []
    for match in _CHUNK.finditer(text):
        found.extend(_within(match.group(), match.start()))
    return found


_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")


def _within(run: str, at: int) -> list[tuple[int, int]]:
    if run.isascii():
        return [(at + match.start(), at + match.end()) for match in _ASCII_WORD.finditer(run)]
    count, pieces = len(words(run)), list(_pieces(run))
    if len(pieces) == count:
        return [(at + start, at + end) for start, end in pieces]
    return [(at, at + len(run))] * count


def _pieces(run: str) -> Iterator[tuple[int, int]]:
    """Where the words of a run seem to stand, character by character."""
    start = -1
    for index, char in enumerate(run):
        mapped = _TABLE[ord(unicodedata.normalize("NFKC", char)[:1] or char)]
        if mapped is None:
            continue  # a format character parts nothing
        if start >= 0 and mapped[:1] == " ":
            yield start, index
            start = -1
        if len(mapped) > 1:
            yield index, index + 1
        elif mapped != " " and start < 0:
            start = index
    if start >= 0:
        yield start, len(run)


def digest(sequence: Sequence[str]) -> str:
    """SHA-256 of words joined by single spaces, in hexadecimal."""
    return hashlib.sha256(" ".join(sequence).encode("utf-8", "surrogatepass")).hexdigest()


def without_front_matter(source: str) -> str:
    """A source file without the YAML front matter that catalogues and model cards put before a text."""
    return _FRONT_MATTER.sub("", source, count=1)
