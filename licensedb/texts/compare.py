"""What two texts have in common and what differs: an alignment by words in normal form 1, and its passages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Lengths of the word sequences that anchor an alignment where both texts hold them once; the longest first.
_ANCHORS = (12, 6, 3)
_OFTEN = 4  # how often they may stand where none stands once, as in a text that repeats itself
_SMALL = 60_000  # words of one gap times words of the other, up to which each pair of words is looked at
_WEAK = 3  # common words that do not interrupt a passage, where it is longer than they are
LEAST_MOVED = 8


class Passage(NamedTuple):
    """A difference: words `a` of the one text stand where words `b` of the other do (ranges, end exclusive, either may be empty).

    Kinds: changed, added, deleted; moved, where the same words stand elsewhere in the other text, in the range `moved`.
    Each passage with its range of A replaced by that of B makes B of A, moved ones included.
    """

    kind: str
    a: tuple[int, int]
    b: tuple[int, int]
    moved: tuple[int, int] | None = None


def passages(a: Sequence[str], b: Sequence[str]) -> list[Passage]:
    """The differences between two sequences of words, in order; none when they are equal."""
    return _with_moves(a, b, _joined(gaps_of(align(a, b), len(a), len(b))))


Run = tuple[int, int, int]  # start in a, start in b, length
Gap = tuple[int, int, int, int]  # start and end in a, start and end in b


def align(a: Sequence[str], b: Sequence[str]) -> list[Run]:
    """Runs of words that two texts have in common, in the order of both."""
    runs: list[Run] = []
    for start_a, start_b, length in _aligned(a, b):
        if runs and runs[-1][0] + runs[-1][2] == start_a and runs[-1][1] + runs[-1][2] == start_b:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + length)
        else:
            runs.append((start_a, start_b, length))
    return runs


def _aligned(a: Sequence[str], b: Sequence[str]) -> Iterator[Run]:
    """Common words in order, gap after gap: no recursion, so that no text is too long."""
    todo: list[tuple[Gap, int] | Run] = [((0, len(a), 0, len(b)), 0)]
    while todo:
        item = todo.pop()
        if len(item) == 3:
            yield item
            continue
        (a0, a1, b0, b1), level = item
        head = _common_head(a, b, a0, a1, b0, b1)
        if head:
            yield a0, b0, head
            a0, b0 = a0 + head, b0 + head
        tail = _common_tail(a, b, a0, a1, b0, b1)
        if tail:
            a1, b1 = a1 - tail, b1 - tail
            todo.append((a1, b1, tail))
        if a0 == a1 or b0 == b1:
            continue
        if level < len(_ANCHORS) and (a1 - a0) * (b1 - b0) > _SMALL // 20:
            todo.extend(reversed(list(_cut_at_anchors(a, b, (a0, a1, b0, b1), level))))
        elif (a1 - a0) * (b1 - b0) <= _SMALL:
            todo.extend(reversed(_looked_at(a, b, (a0, a1, b0, b1))))


def _common_head(a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int) -> int:
    length, most = 0, min(a1 - a0, b1 - b0)
    while length < most and a[a0 + length] == b[b0 + length]:
        length += 1
    return length


def _common_tail(a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int) -> int:
    length, most = 0, min(a1 - a0, b1 - b0)
    while length < most and a[a1 - 1 - length] == b[b1 - 1 - length]:
        length += 1
    return length


def _cut_at_anchors(a: Sequence[str], b: Sequence[str], gap: Gap, level: int) -> Iterator[tuple[Gap, int] | Run]:
    """The gap cut at the word sequences that are rare in both its sides, in the longest chain that both have in order."""
    size = _ANCHORS[level]
    a0, a1, b0, b1 = gap
    places_a, places_b = _places(a, a0, a1, size), _places(b, b0, b1, size)
    for at_a, at_b in _longest_chain(_pairs(places_a, places_b, 1) or _pairs(places_a, places_b, _OFTEN)):
        if at_a < a0 or at_b < b0:
            continue  # overlaps the anchor before, whose common words have been taken
        yield (a0, at_a, b0, at_b), level + 1
        length = size + _common_head(a, b, at_a + size, a1, at_b + size, b1)
        yield at_a, at_b, length
        a0, b0 = at_a + length, at_b + length
    yield (a0, a1, b0, b1), level + 1


def _places(words: Sequence[str], start: int, end: int, size: int) -> dict[tuple[str, ...], list[int]]:
    """Each sequence of `size` words between `start` and `end`, with its places."""
    found: dict[tuple[str, ...], list[int]] = {}
    for at, several in enumerate(zip(*(words[start + shift : end] for shift in range(size)), strict=False), start):
        found.setdefault(several, []).append(at)
    return found


def _pairs(a: dict[tuple[str, ...], list[int]], b: dict[tuple[str, ...], list[int]], most: int) -> list[tuple[int, int]]:
    """The places in both texts of what stands at most `most` times in either; of equal firsts the later second comes first."""
    shared = ((at, b[several]) for several, at in a.items() if len(at) <= most and len(b.get(several, ())) <= most and several in b)
    return sorted(((one, other) for at, others in shared for one in at for other in others), key=lambda pair: (pair[0], -pair[1]))


def _longest_chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` (sorted by the first, then backwards by the second) that rises in both."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        before.append(tops[at - 1] if at else -1)
        if at == len(ends):
            ends.append(second)
            tops.append(index)
        else:
            ends[at], tops[at] = second, index
    chain, index = [], tops[-1] if tops else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _looked_at(a: Sequence[str], b: Sequence[str], gap: Gap) -> list[tuple[Gap, int] | Run]:
    a0, a1, b0, b1 = gap
    matcher = SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False)
    return [(a0 + run.a, b0 + run.b, run.size) for run in matcher.get_matching_blocks() if run.size]


def gaps_of(runs: Sequence[Run], length_a: int, length_b: int) -> list[Gap]:
    """What stands between common runs."""
    found, a0, b0 = [], 0, 0
    for at_a, at_b, length in (*runs, (length_a, length_b, 0)):
        if at_a > a0 or at_b > b0:
            found.append((a0, at_a, b0, at_b))
        a0, b0 = at_a + length, at_b + length
    return found


def _joined(gaps: Sequence[Gap]) -> list[Gap]:
    """Gaps with those made one that only a few common words part: `the` and `of` in a rewritten sentence are no common text."""
    found: list[Gap] = []
    for gap in gaps:
        if found and (between := gap[0] - found[-1][1]) <= _WEAK and between < min(_size(found[-1]), _size(gap)):
            found[-1] = (found[-1][0], gap[1], found[-1][2], gap[3])
        else:
            found.append(gap)
    return found


def _size(gap: Gap) -> int:
    return max(gap[1] - gap[0], gap[3] - gap[2])


def _with_moves(a: Sequence[str], b: Sequence[str], gaps: Sequence[Gap]) -> list[Passage]:
    deleted: dict[tuple[str, ...], list[Gap]] = {}
    for gap in gaps:
        if gap[2] == gap[3] and gap[1] - gap[0] >= LEAST_MOVED:
            deleted.setdefault(tuple(a[gap[0] : gap[1]]), []).append(gap)
    moved: dict[Gap, tuple[int, int]] = {}
    for gap in gaps:
        if gap[0] == gap[1] and gap[3] - gap[2] >= LEAST_MOVED and (from_ := deleted.get(tuple(b[gap[2] : gap[3]]))):
            source = from_.pop(0)
            moved[source], moved[gap] = (gap[2], gap[3]), (source[0], source[1])
    return [Passage("moved" if gap in moved else _kind(gap), gap[:2], gap[2:], moved.get(gap)) for gap in gaps]


def _kind(gap: Gap) -> str:
    if gap[0] == gap[1]:
        return "added"
    return "deleted" if gap[2] == gap[3] else "changed"


def slid(a: Sequence[str], b: Sequence[str], found: Sequence[Passage], starts_a: Sequence[int], starts_b: Sequence[int]) -> list[Passage]:
    """Passages moved to where a sentence starts, when the words allow it.

    When `foo. Bar foo.` has lost a `foo.`, either can be said to be gone; readers expect the one that is a whole sentence.
    `starts_a` and `starts_b` are the words that begin a sentence, sorted.
    """
    moved = []
    least = (0, 0)
    for index, one in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        most = (following.a[0], following.b[0]) if following else (len(a), len(b))
        if one.kind in ("added", "deleted"):
            words, at, starts = (b, one.b, starts_b) if one.kind == "added" else (a, one.a, starts_a)
            room = min(one.a[0] - least[0], one.b[0] - least[1]), min(most[0] - one.a[1], most[1] - one.b[1])
            shift = _slide(words, at, room, starts)
            one = one._replace(a=(one.a[0] + shift, one.a[1] + shift), b=(one.b[0] + shift, one.b[1] + shift))
        moved.append(one)
        least = (one.a[1], one.b[1])
    return moved


def _slide(words: Sequence[str], at: tuple[int, int], room: tuple[int, int], starts: Sequence[int]) -> int:
    start, end = at
    left = 0
    while left < room[0] and words[start - left - 1] == words[end - left - 1]:
        left += 1
    right = 0
    while right < room[1] and words[start + right] == words[end + right]:
        right += 1
    if not left and not right:
        return 0
    near = starts[bisect_left(starts, start - left) : bisect_right(starts, start + right)]
    return min((one - start for one in near), key=abs, default=0)
