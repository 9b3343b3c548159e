"""A text to be named, and the known text that a stretch of it is likest to."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from licensedb.records import KnownText
from licensedb.texts.align import Gap, Run
from licensedb.texts.fingerprint import Details
from licensedb.texts.normal import without_front_matter, words
from licensedb.texts.windows import windows

_END = 12  # words at an end that are taken as changed, not as missing
TOUCHED = 60  # words of a difference beyond which it tells nothing of names and dates


class File(NamedTuple):
    """A text to be named: its words with the line each stands in (from 1), and its windows."""

    lines: list[str]
    words: list[str]
    line_of: list[int]
    windows: list[int]


def read(source: str) -> File:
    """A source text made ready. Front matter is no text, but its lines count."""
    lines = source.splitlines()
    skipped = len(lines) - len(without_front_matter(source).splitlines())
    found: list[str] = []
    line_of: list[int] = []
    for number, line in enumerate(lines[skipped:], skipped + 1):
        here = words(line)
        found += here
        line_of += [number] * len(here)
    return File(lines, found, line_of, windows(found))


def layout(source: str) -> str:
    """The digest of a text with its line breaks and punctuation; trailing blanks and line endings do not count."""
    lines = [line.rstrip() for line in without_front_matter(source.lstrip("\ufeff")).strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


class Likest(NamedTuple):
    """The known text that a stretch of a file is likest to, aligned with it."""

    number: int
    text: KnownText
    details: Details
    runs: list[Run]
    differences: list[Gap]
    head: Gap
    tail: Gap
    cost: float
    alike: tuple[KnownText, ...] = ()

    @property
    def shared(self) -> int:
        """How many words both have, in order."""
        return sum(run.length for run in self.runs)

    @property
    def covered(self) -> list[tuple[int, int]]:
        """The words of the known text that the file has, as ranges."""
        return [(run.known, run.known + run.length) for run in self.runs]


def changes(found: Likest) -> tuple[list[Gap], Gap, Gap]:
    """The differences, with what was changed at the very ends among them, and what is left before and after."""
    differing, head, tail = list(found.differences), found.head, found.tail
    if 0 < head.known_end <= (TOUCHED if head.file_end > head.file else _END):
        begin = max(head.file, head.file_end - head.known_end - 3)
        differing.insert(0, Gap(0, head.known_end, begin, head.file_end))
        head = Gap(0, 0, head.file, begin)
    missing = tail.known_end - tail.known
    if 0 < missing <= _END:
        stop = min(tail.file_end, tail.file + missing)
        differing.append(Gap(tail.known, tail.known_end, tail.file, stop))
        tail = Gap(tail.known_end, tail.known_end, stop, tail.file_end)
    return differing, head, tail


def is_unspaced(file: File, at: int) -> bool:
    """Whether the words around a place are of a script without spaces."""
    around = file.words[max(0, at - 3) : at] + file.words[at + 1 : at + 4]
    return sum(len(word) == 1 and not word.isascii() for word in around) > 2
