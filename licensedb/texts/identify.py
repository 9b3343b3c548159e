"""Naming the licence of a text from fingerprints: which known text it is, what is missing from it, and what is new in it.

Likeness alone names nothing: at 95 % of the words one text in ten is another licence. So the texts that share most windows
are aligned word by word, and names, versions and dates decide between siblings (docs/commands/identify.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from licensedb.records import Identified, Match, RunnerUp
from licensedb.texts.align import Gap, align, gaps, places
from licensedb.texts.fingerprint import Fingerprints
from licensedb.texts.judge import TERMS, match
from licensedb.texts.normal import digest
from licensedb.texts.query import File, Likest, changes, read
from licensedb.texts.siblings import another, is_damaged
from licensedb.texts.windows import SAMPLED, WIDTH, sampled
from licensedb.vocabulary import NAMED, Likeness

FIRST = 24  # texts looked at by all their windows
ALIGNED = 6  # texts aligned word by word
MOST_PARTS = 12  # licences told of one file
_HEAD_MISSING = 0.1  # what a word missing before the first shared one costs; texts are seldom cut off at the start
_TAIL_MISSING = 0.02
_TOLD = 25  # what a name or date that differs costs, in words
_MOST_TOLD = 60
_REST = 25  # words left over in which a further licence is looked for
_WORSE = (Likeness.EXACT, Likeness.REFORMATTED, Likeness.TRUNCATED, Likeness.MODIFIED, Likeness.CLOSE, Likeness.UNKNOWN)
_SAYS = re.compile(
    r"^\W*SPDX-License-Identifier:\s*([\w.+() -]{1,80}?)\W*$|^license(?:_name)?:\s*[\"']?([\w.+-]{1,60})[\"']?\s*$", re.MULTILINE
)


def identify(known: Fingerprints, source: str, place: str = "") -> Identified:
    """Name the licences of a text."""
    file = read(source)
    says = tuple(dict.fromkeys((one or two).strip() for one, two in _SAYS.findall(source)))[:5]
    if not file.words:
        return Identified(place, Likeness.UNKNOWN, (), (), 0, says)
    found: list[Likest] = []
    runners: tuple[RunnerUp, ...] = ()
    todo = [(0, len(file.words))]
    while todo and len(found) < MOST_PARTS:
        start, end = todo.pop(0)
        likest, others = _likest(known, file, start, end)
        runners = runners or others
        if likest is None or (found and likest.shared < min(150, 0.5 * likest.text.words)):
            continue
        found.append(likest)
        todo += _rests(likest, start, end)
    alone = [match(known, file, likest, (), source) for likest in found]
    named = [likest for likest, one in zip(found, alone, strict=True) if one.core in NAMED]
    matches = [match(known, file, likest, [one for one in named if one is not likest], source) for likest in found]
    kept = _kept(matches)
    told = {one.text.id for one in kept}
    status = max((one.status for one in kept), key=_WORSE.index) if kept else Likeness.UNKNOWN
    if status in NAMED and _unexplained(file, [likest for likest, one in zip(found, matches, strict=True) if one.status in NAMED]):
        status = Likeness.UNKNOWN
    return Identified(place, status, kept, tuple(one for one in runners if one.text.id not in told)[:5], len(file.words), says)


def _unexplained(file: File, named: Sequence[Likest]) -> bool:
    """Whether a large part of a file, and one that lays down terms, belongs to none of the licences named in it."""
    inside = {at for one in named for at in range(one.runs[0].file, one.runs[-1].file + one.runs[-1].length)}
    rest = [word for at, word in enumerate(file.words) if at not in inside]
    return len(rest) > 0.3 * len(file.words) and sum(word in TERMS for word in rest) >= max(5, len(rest) // 60)


def _kept(matches: list[Match]) -> tuple[Match, ...]:
    """The licences of a file in the order of its lines; where none is named, only the likest text."""
    named = [one for one in matches if one.status in NAMED]
    if not named:
        return tuple(one for one in matches[:1] if one.status is not Likeness.UNKNOWN)
    first = [one for one in matches[:1] if one.status is Likeness.CLOSE]
    return tuple(sorted((*first, *named), key=lambda one: one.lines))


def _likest(known: Fingerprints, file: File, start: int, end: int) -> tuple[Likest | None, tuple[RunnerUp, ...]]:
    """The likest text to words `start` to `end` of a file, and the next ones."""
    part = file.windows[start : max(start + 1, end - WIDTH + 1)]
    shared = _sharing(known, part)
    if not shared:
        return None, ()
    where = places(part)
    same = known.number_of(digest(file.words[start:end]))
    aligned: list[Likest] = []
    for number, count in [(same, len(part))] if same is not None else shared[:ALIGNED]:
        if aligned and (len(part) - count) / WIDTH > min(one.cost for one in aligned):
            continue  # each differing word spoils WIDTH windows at most: it cannot be the likest
        aligned.append(_aligned(known, file, number, part, where, start, end))
    aligned = sorted((one for one in aligned if one.runs), key=lambda one: (one.cost, one.text.licence is None, one.text.id))
    if not aligned:
        return None, ()
    best = aligned[0]
    alike = tuple(one.text for one in aligned[1:] if _same_so_far(best, one))
    total = len(part)
    runners = [RunnerUp(known.texts[number], round(2 * count / (total + known.size(number)), 4)) for number, count in shared]
    return best._replace(alike=alike), tuple(sorted(runners, key=lambda one: -one.score))


def _same_so_far(best: Likest, other: Likest) -> bool:
    """Whether what is there of a text stands in the other one, too, word for word."""
    return abs(best.cost - other.cost) < 0.02 * (best.text.words + other.text.words) and _internal(best) == _internal(other)


def _internal(one: Likest) -> int:
    return sum(max(gap.known_end - gap.known, gap.file_end - gap.file) for gap in one.differences)


def _sharing(known: Fingerprints, part: Sequence[int]) -> list[tuple[int, int]]:
    """(number, windows shared) of the texts that share most with a stretch of a file, the likest first."""
    hits: Counter[int] = Counter()
    for window in set(filter(sampled, part)):
        hits.update(known.holding(window))
    size = len(part)

    def rank(count: int, number: int) -> float:
        return size - count + 0.02 * max(0, known.size(number) - count)

    first = sorted(hits, key=lambda number: rank(hits[number] * SAMPLED, number))[:FIRST]
    whole = set(part)
    found = [(number, len(whole.intersection(known.windows(number)))) for number in first]
    return sorted(((number, count) for number, count in found if count), key=lambda one: rank(one[1], one[0]))


def _aligned(known: Fingerprints, file: File, number: int, part: Sequence[int], where: dict[int, int], start: int, end: int) -> Likest:
    text, details = known.texts[number], known.details(number)
    runs = [run._replace(file=run.file + start) for run in align(known.windows(number), part, where)]
    if text.words < WIDTH or end - start < WIDTH:
        runs = [run._replace(length=min(run.length, text.words, end - start)) for run in runs]
    if not runs:
        return Likest(number, text, details, [], [], Gap(0, 0, 0, 0), Gap(0, 0, 0, 0), float("inf"))
    first, last = runs[0], runs[-1]
    head = Gap(0, first.known, start, first.file)
    tail = Gap(last.known + last.length, text.words, last.file + last.length, end)
    found = Likest(number, text, details, runs, gaps(runs), head, tail, 0.0)
    return found._replace(cost=_cost(known, found, file))


def _cost(known: Fingerprints, found: Likest, file: File) -> float:
    """How far a file is from a text, in words: names and dates that differ weigh most, what is missing at an end least."""
    differing, head, tail = changes(found)
    inner = sum(max(gap.known_end - gap.known, gap.file_end - gap.file) for gap in differing)
    outside = (head.file_end - head.file) + (tail.file_end - tail.file)
    missing = _HEAD_MISSING * (head.known_end - head.known) + _TAIL_MISSING * (tail.known_end - tail.known)
    told = another(found, file, differing, is_damaged(known, found, file, differing))
    return inner + outside + missing + min(_MOST_TOLD, _TOLD * len(told))


def _rests(found: Likest, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a file that a text does not explain, long enough to be looked at by themselves."""
    at = start
    for run in found.runs:
        if run.file - at >= _REST:
            yield at, run.file
        at = run.file + run.length
    if end - at >= _REST:
        yield at, end
