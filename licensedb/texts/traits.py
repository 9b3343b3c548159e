"""The places of a text that tell it from its siblings: title, names, dates, numbers, blanks, appendix. Positions, no words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from licensedb.texts.normal import words

TITLE = 24  # words at most
_HEADER = 120  # words at the beginning in which a date dates the text itself
COMMON = frozenset(
    words(
        "license licence licensing agreement agreements community open model models weights research commercial noncommercial non terms of"
        " use policy acceptable prohibited additional version versions series first the and with for ai ml v general public a an to in on"
        " by or as from large language foundation material materials software data code text only dated family international universal"
        " unported generic shipped publication modified clause display english chinese simplified service services conditions expat this"
        " is under see below"
    )
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov"
    " dec".split()
)
_DATING = frozenset("dated date released release updated modified effective published version v revision 版本 日期".split())
_BLANK = re.compile(
    r"[<\[{]{1,2}\s*(?:y{2,4}|year|date|name|full ?name|insert|(?:the )?owner|copyright|xx+|organi[sz]ation|author|program|one line)\b"
    r"[^<>\[\]{}\n]{0,60}[>\]}]{1,2}|\bORGANI[SZ]ATION\b",
)
_NOTICE = re.compile(r"^\W{0,6}(?:copyright\s+(?:\(c\)|©|\d|[\[<{])|\(c\)\s|©|版权所有|all rights reserved\W*$)", re.IGNORECASE)
_APPENDIX = re.compile(r"^\W*(?:appendix\W+)?how to (?:apply|use) (?:the|these|this)\b.*(?:licen[sc]e|terms|work|program)", re.IGNORECASE)


def is_notice(line: str) -> bool:
    """Whether a line is a copyright notice: each copy has its own."""
    return _NOTICE.match(line) is not None


def names(text: Sequence[str], called: Iterable[str]) -> tuple[tuple[str, int, tuple[int, ...]], ...]:
    """Where a text names its subject: each distinguishing word of what it is `called`, its length in words, and its places.

    Numbers that follow such a word are one name with it (`llama 3 1`): a version is told by all its numbers.
    """
    known = {word for name in called for word in words(name) if word not in COMMON and word not in MONTHS and not _is_year(word)}
    found: dict[tuple[str, int], list[int]] = {}
    at = 0
    while at < len(text):
        word = text[at]
        at += 1
        if word not in known or word.isdigit() or (len(word) == 1 and word.isascii()):
            continue
        end = at
        while end < len(text) and text[end].isdigit() and text[end] in known and end - at < 3:
            end += 1
        found.setdefault((" ".join(text[at - 1 : end]), end - at + 1), []).append(at - 1)
        at = end
    return tuple((word, length, tuple(places)) for (word, length), places in sorted(found.items()))


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word.startswith(("19", "20"))


def dates(text: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Dates and versions of the text itself, word by word with its place: dates in its header, and what follows a word that dates."""
    found = []
    for at, word in enumerate(text):
        if at < 2 and word.isdigit():
            continue  # the number of a first section
        if _is_number(word) or word in MONTHS:
            around = text[max(0, at - 2) : at + 3]
            dated = at < _HEADER and any(one in MONTHS or _is_year(one) for one in around)
            if dated or any(before in _DATING for before in text[max(0, at - 4) : at]):
                found.append((at, word))
    return tuple(found)


def numbers(text: Sequence[str]) -> tuple[int, ...]:
    """The words that hold a digit."""
    return tuple(at for at, word in enumerate(text) if _is_number(word))


def _is_number(word: str) -> bool:
    return any(char.isdigit() for char in word)


def blanks(source: str) -> tuple[tuple[int, int], ...]:
    """Places to be filled in: placeholders and copyright notices, as (start, end) in words."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in source.splitlines():
        count = len(words(line))
        if is_notice(line) and count:
            found.append((at, at + count))
        else:
            for match in _BLANK.finditer(line):
                start = at + len(words(line[: match.start()]))
                end = start + len(words(match.group()))
                if end > start:
                    found.append((start, end))
        at += count
    return tuple(found)


def appendix(source: str) -> int | None:
    """Where an appendix begins that tells how to use the text and is no part of its terms, in words."""
    at = 0
    for line in source.splitlines():
        if at and _APPENDIX.match(line):
            return at
        at += len(words(line))
    return None


def title(source: str) -> tuple[str, ...]:
    """The words of the title: the short lines at the very beginning, up to the first gap, notice or sentence."""
    block = list(_first_block(source))
    found: list[str] = []
    for line in block:
        here = words(line)
        if is_notice(line) or len(found) + len(here) > TITLE or line.rstrip().endswith((".", ",", ";", ":", "。", "：")):
            break
        found += here
    if len(found) <= 14 and (len(block) < 3 or _TITLED.search(block[0])):
        return tuple(found)
    first = words(block[0]) if block else []
    return tuple(first) if first and len(first) <= 14 and _TITLED.search(block[0]) and found else ()


def is_title(line: str) -> bool:
    """Whether a line may be the title of a licence: short, no sentence, and it says what it is."""
    return _TITLED.search(line) is not None and len(words(line)) <= 14 and not line.rstrip().endswith((".", ",", ";", ":", "。", "："))


_TITLED = re.compile(r"licen[sc]e|agreement|terms|policy|许可|协议|声明", re.IGNORECASE)


def _first_block(source: str) -> Iterator[str]:
    begun = False
    for line in source.splitlines():
        if line.strip():
            begun = True
            yield line
        elif begun:
            return
