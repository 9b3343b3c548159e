"""Windows: overlapping runs of words as 32-bit hashes. Texts are compared by them where no text is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

WIDTH = 5  # words in a window
SAMPLED = 4  # one window in so many is indexed
_BASE = 1_000_003
_MASK = 0xFFFFFFFF
_LAST = pow(_BASE, WIDTH, 1 << 32)


def windows(words: Sequence[str]) -> list[int]:
    """The hash of each run of WIDTH words, in order; a shorter text is one window. A hash depends on its words alone."""
    known: dict[str, int] = {}
    codes = [known[word] if word in known else known.setdefault(word, hash_of(word)) for word in words]
    if len(codes) < WIDTH:
        return [_mixed(_folded(codes))] if codes else []
    value = _folded(codes[:WIDTH])
    found = [value]
    for old, new in zip(codes, codes[WIDTH:], strict=False):
        value = (value * _BASE + new - old * _LAST) & _MASK
        found.append(value)
    return [_mixed(value) for value in found]


def hash_of(word: str) -> int:
    """The 32-bit hash of one word."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def _folded(codes: Sequence[int]) -> int:
    value = 0
    for code in codes:
        value = (value * _BASE + code) & _MASK
    return value


def _mixed(value: int) -> int:
    value = ((value ^ (value >> 16)) * 0x45D9F3B) & _MASK
    return value ^ (value >> 16)


def sampled(value: int) -> bool:
    """Whether a window is one of those that the index holds."""
    return value % SAMPLED == 0
