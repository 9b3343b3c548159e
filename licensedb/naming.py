"""How names are folded for looking up and for telling them apart: case, separators and spellings levelled."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s_\-–—]+")
_DROPPED = re.compile(r"\b(?:the|licen[sc]e|agreement)\b")
_VERSION = re.compile(r"\bversion\b|v(?=\d)|\bv(?=-\d)")
_ZEROS = re.compile(r"(\d)(?:\.0)+(?![\d.])")
_MARKS = re.compile(r"(?!(?<=\d)-\d)[^\w+.]|(?<!\d)\.|\.(?!\d)")
_BRACKETS = str.maketrans("", "", "[]()\"'")
_LETTER_V = re.compile(r"(?<=-)v(?=\d)")
_APART = re.compile(r"(?<=[^\W\d_])-(?=\d)")
_REF = re.compile(r"^licenseref-(?:scancode-)?", re.IGNORECASE)


def fold(name: str) -> str:
    """A name with case, separators and compatibility forms levelled."""
    text = unicodedata.normalize("NFKC", name.encode("utf-8", "replace").decode()).casefold()
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc") or char in "\t\n")
    return _SEPARATORS.sub("-", text.strip()).strip("-")


def fold_loosely(name: str) -> str:
    """A folded name without what names are written with or without: the word licence, brackets, `LicenseRef-`."""
    return loosened(fold(name))


def loosened(folded: str) -> str:
    """`fold_loosely` of a name that is folded already."""
    text = _DROPPED.sub("", _REF.sub("", folded).replace("-", " ")).translate(_BRACKETS)
    return _SEPARATORS.sub("-", text.strip()).strip("-")


def squash(name: str) -> str:
    """A loosely folded name without separators (but between numbers), the word version and closing zeros: `gplv3`, `gpl-3.0` are one."""
    text = _VERSION.sub("", name)
    return _ZEROS.sub(r"\1", _MARKS.sub("", text))


def levelled(folded: str) -> str:
    """A folded name of a model, the same whether its numbers stand apart from the letters before them, and with a v or without."""
    return _APART.sub("", _LETTER_V.sub("", folded))
