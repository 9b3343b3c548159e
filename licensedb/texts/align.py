"""Aligning two texts by their windows: which runs of words they share, in order, and what lies between."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from licensedb.texts.windows import WIDTH

_SMALL = 60  # windows on a side below which a gap is searched pair by pair
_DEEPEST = 12


class Run(NamedTuple):
    """Words that both texts share: where they start in the known text and in the file, and how many they are."""

    known: int
    file: int
    length: int


class Gap(NamedTuple):
    """What differs between two runs: words of the known text that are missing, words of the file that are new."""

    known: int
    known_end: int
    file: int
    file_end: int


def places(windows: Sequence[int]) -> dict[int, int]:
    """Where each window stands; -1 where it stands more than once."""
    found: dict[int, int] = {}
    for at, window in enumerate(windows):
        found[window] = -1 if window in found else at
    return found


def align(known: Sequence[int], file: Sequence[int], where: dict[int, int] | None = None) -> list[Run]:
    """The runs of words that two texts share, in order, none overlapping; `where` are the places of the file's windows."""
    known = list(known)
    blocks = _between(known, file, 0, len(known), 0, len(file), where, 0)
    runs: list[Run] = []
    for at, other, count in blocks:
        length = count + WIDTH - 1
        if runs:
            last = runs[-1]
            cut = max(0, last.known + last.length - at, last.file + last.length - other)
            at, other, length = at + cut, other + cut, length - cut
        if length > 0:
            if runs and runs[-1].known + runs[-1].length == at and runs[-1].file + runs[-1].length == other:
                runs[-1] = runs[-1]._replace(length=runs[-1].length + length)
            else:
                runs.append(Run(at, other, length))
    return runs


def gaps(runs: Sequence[Run]) -> list[Gap]:
    """What lies between runs."""
    return [
        Gap(one.known + one.length, two.known, one.file + one.length, two.file)
        for one, two in itertools.pairwise(runs)
        if (one.known + one.length, one.file + one.length) != (two.known, two.file)
    ]


_Block = tuple[int, int, int]


def _between(
    known: Sequence[int], file: Sequence[int], start: int, end: int, begin: int, stop: int, where: dict[int, int] | None, depth: int
) -> list[_Block]:
    """Shared runs of windows within a stretch of both texts: those that stand once in each, widened, then what is left between."""
    if start >= end or begin >= stop or depth > _DEEPEST:
        return []
    offset = 0
    if where is None:
        if set(known[start:end]).isdisjoint(file[begin:stop]):
            return []
        where, offset = places(file[begin:stop]), begin
    found: dict[int, int] = {}
    for at in range(start, end):
        other = where.get(known[at], -1)
        if other >= 0:
            found[other] = -1 if other in found else at
    pairs = sorted((at, other + offset) for other, at in found.items() if at >= 0)
    anchors = _in_order(_joined(pairs))
    if not anchors:
        return _small(known, file, start, end, begin, stop)
    blocks: list[_Block] = []
    at, other = start, begin
    for anchor, there, count in anchors:
        if anchor < at or there < other:
            cut = max(at - anchor, other - there)
            anchor, there, count = anchor + cut, there + cut, count - cut
            if count <= 0:
                continue
        while anchor > at and there > other and known[anchor - 1] == file[there - 1]:
            anchor, there, count = anchor - 1, there - 1, count + 1
        while anchor + count < end and there + count < stop and known[anchor + count] == file[there + count]:
            count += 1
        if anchor > at and there > other:
            blocks += _between(known, file, at, anchor, other, there, None, depth + 1)
        blocks.append((anchor, there, count))
        at, other = anchor + count, there + count
    if at < end and other < stop:
        blocks += _between(known, file, at, end, other, stop, None, depth + 1)
    return blocks


def _joined(pairs: Sequence[tuple[int, int]]) -> list[_Block]:
    """Neighbouring pairs as blocks."""
    blocks: list[_Block] = []
    start = begin = count = 0
    for at, other in pairs:
        if count and at == start + count and other == begin + count:
            count += 1
        else:
            if count:
                blocks.append((start, begin, count))
            start, begin, count = at, other, 1
    if count:
        blocks.append((start, begin, count))
    return blocks


def _in_order(blocks: list[_Block]) -> list[_Block]:
    """The heaviest choice of blocks that stand in the same order in both texts."""
    if all(one[1] < two[1] for one, two in itertools.pairwise(blocks)):
        return blocks
    # By place in the file, the best weight of a chain that ends there; kept increasing in both.
    ends: list[int] = []
    weights: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, other, count) in enumerate(blocks):
        at = bisect_left(ends, other)
        weight = count + (weights[at - 1] if at else 0)
        before.append(last[at - 1] if at else -1)
        if at < len(ends) and weights[at] >= weight and ends[at] == other:
            continue
        stop = at
        while stop < len(ends) and weights[stop] <= weight:
            stop += 1
        ends[at:stop], weights[at:stop], last[at:stop] = [other], [weight], [number]
    chain = []
    number = last[-1]
    while number >= 0:
        chain.append(blocks[number])
        number = before[number]
    return chain[::-1]


def _small(known: Sequence[int], file: Sequence[int], start: int, end: int, begin: int, stop: int) -> list[_Block]:
    """The longest shared runs of a small stretch in which no window stands once in each."""
    if end - start > _SMALL or stop - begin > _SMALL:
        return []
    best = (0, 0, 0)
    for at in range(start, end):
        for other in range(begin, stop):
            if known[at] == file[other]:
                count = 1
                while at + count < end and other + count < stop and known[at + count] == file[other + count]:
                    count += 1
                if count > best[2]:
                    best = (at, other, count)
    if not best[2]:
        return []
    at, other, count = best
    left = _small(known, file, start, at, begin, other)
    return [*left, best, *_small(known, file, at + count, end, other + count, stop)]
