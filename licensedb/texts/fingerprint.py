"""Fingerprints: every known text as hashes of its overlapping word windows, with positions and sections; no text.

One file holds a header (JSON), a details block per text, and three arrays: the windows of all texts in order, and an index
from sampled windows to texts. It is mapped into memory, so that a cold process reads only what a question needs
(docs/fingerprints.md).
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from licensedb.errors import LicensedbError
from licensedb.records import KnownText, Record
from licensedb.texts.windows import SAMPLED, WIDTH, hash_of, sampled

FORM = 1
MAGIC = b"licensedb fingerprints 1\n"
_HEAD = struct.Struct("<5I")  # bytes of the header, of the details, windows in all, keys in the index, common words


class Details(Record, frozen=True):
    """What is known of places in a text, counted in words: sections (label, start), the words of its name with length and
    places, its dates and versions, numbers, places to be filled in (start, end), where an appendix on how to use the text begins, and
    its title, which stands at the start."""

    sections: tuple[tuple[str, int], ...] = ()
    names: tuple[tuple[str, int, tuple[int, ...]], ...] = ()
    dates: tuple[tuple[int, str], ...] = ()
    numbers: tuple[int, ...] = ()
    blanks: tuple[tuple[int, int], ...] = ()
    appendix: int | None = None
    title: tuple[str, ...] = ()


class _Row(msgspec.Struct, frozen=True, array_like=True):
    text: KnownText
    windows: int  # where its windows begin, and how many they are
    count: int
    details: int  # where its details begin, and how many bytes they are
    size: int


class _Header(msgspec.Struct, frozen=True):
    form: int
    width: int
    sampled: int
    rows: list[_Row]


class Fingerprints:
    """A file of fingerprints, read as far as it is asked."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._map = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            self._open(path)
        except (OSError, ValueError, struct.error, msgspec.MsgspecError) as error:
            tip = "install licensedb again, or run: licensedb curate fingerprint"
            raise LicensedbError(f"are no fingerprints of this version: {error}", place=str(path), tip=tip) from None

    def _open(self, path: Path) -> None:
        data = self._map
        if bytes(data[: len(MAGIC)]) != MAGIC:
            raise ValueError("another kind of file")
        at = len(MAGIC)
        head, details, total, keys, common = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        header = msgspec.json.decode(data[at : at + head], type=_Header)
        if (header.form, header.width, header.sampled) != (FORM, WIDTH, SAMPLED):
            raise ValueError("another form")
        self._rows = header.rows
        self._details = data[at + head : at + head + details]
        at = _aligned(at + head + details)
        self._windows = _numbers(data[at : at + 4 * total], "I")
        at += 4 * total
        self._keys = _numbers(data[at : at + 4 * keys], "I")
        at += 4 * keys
        self._starts = _numbers(data[at : at + 4 * (keys + 1)], "I")
        at += 4 * (keys + 1)
        self.common = _numbers(data[at : at + 4 * common], "I")
        at += 4 * common
        self._texts = _numbers(data[at : at + 2 * self._starts[keys]], "H")
        self.texts = tuple(row.text for row in header.rows)
        self._numbers = {row.text.sha256: number for number, row in enumerate(header.rows)}
        self.path = path

    def __len__(self) -> int:
        return len(self._rows)

    def windows(self, number: int) -> Sequence[int]:
        """The windows of a text, by its number."""
        row = self._rows[number]
        return self._windows[row.windows : row.windows + row.count]

    def size(self, number: int) -> int:
        """How many windows a text has."""
        return self._rows[number].count

    def details(self, number: int) -> Details:
        """What is known of places in a text."""
        row = self._rows[number]
        return msgspec.json.decode(self._details[row.details : row.details + row.size], type=Details)

    def number_of(self, sha256: str) -> int | None:
        """The number of the text whose words have a digest."""
        return self._numbers.get(sha256)

    def is_common(self, word: str) -> bool:
        """Whether a word stands in several known texts: another is a name of its own, or misspelt."""
        code = hash_of(word)
        at = bisect_left(self.common, code)
        return at < len(self.common) and self.common[at] == code

    def holding(self, window: int) -> Sequence[int]:
        """The numbers of the texts that hold a sampled window."""
        at = bisect_left(self._keys, window)
        if at == len(self._keys) or self._keys[at] != window:
            return ()
        return self._texts[self._starts[at] : self._starts[at + 1]]


def _numbers(data: memoryview, kind: Literal["I", "H"]) -> Sequence[int]:
    """Little-endian numbers of a file, as this machine reads them."""
    if sys.byteorder == "little":
        return data.cast(kind)
    swapped = array(kind, data.tobytes())
    swapped.byteswap()
    return swapped


def _aligned(at: int) -> int:
    return (at + 7) // 8 * 8


class Source(NamedTuple):
    """A text to be fingerprinted: what is known of it, its windows, its different words as hashes, and places."""

    text: KnownText
    windows: Sequence[int]
    words: frozenset[int]
    details: Details


def decoded(known: Fingerprints) -> list[Source]:
    """The texts of a file, to be written again with others. Its common words stay common."""
    common = frozenset(known.common)
    return [Source(text, list(known.windows(number)), common, known.details(number)) for number, text in enumerate(known.texts)]


def encoded(sources: Sequence[Source]) -> bytes:
    """The file for some texts: the same texts make the same bytes."""
    rows, details, every = [], bytearray(), array("I")
    postings: dict[int, list[int]] = {}
    for number, source in enumerate(sorted(sources, key=lambda source: source.text.id)):
        block = msgspec.json.encode(source.details)
        rows.append(_Row(source.text, len(every), len(source.windows), len(details), len(block)))
        details += block
        every.extend(source.windows)
        for window in sorted({window for window in source.windows if sampled(window)}):
            postings.setdefault(window, []).append(number)
    header = msgspec.json.encode(_Header(FORM, WIDTH, SAMPLED, rows))
    keys, starts, texts = array("I"), array("I", [0]), array("H")
    for window in sorted(postings):
        keys.append(window)
        texts.extend(postings[window])
        starts.append(len(texts))
    counts = Counter(word for source in sources for word in source.words)
    common = array("I", sorted(word for word, count in counts.items() if count > 1))
    head = MAGIC + _HEAD.pack(len(header), len(details), len(every), len(keys), len(common)) + header + bytes(details)
    arrays = b"".join(_little(numbers) for numbers in (every, keys, starts, common, texts))
    return head.ljust(_aligned(len(head)), b"\0") + arrays


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
