"""Two licence texts compared: their passages with sections, and the words as their sources write them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from licensedb.records import Compared, WordChange, Written
from licensedb.texts.compare import Passage, passages, slid
from licensedb.texts.normal import exact_spans, without_front_matter, words
from licensedb.texts.sections import sections

CONTEXT = 8  # words of common text on either side of a change


def compare(source_a: str, source_b: str, context: int = CONTEXT) -> Compared:
    """What differs between two texts, word by word in normal form 1, with `context` common words around each change."""
    a, b = _Source(source_a), _Source(source_b)
    found = passages(a.words, b.words)
    if found:
        found = slid(a.words, b.words, found, a.sentence_starts(), b.sentence_starts())
    common = len(a.words) - sum(one.a[1] - one.a[0] for one in found)
    return Compared((len(a.words), len(b.words)), common, tuple(_changes(a, b, found, context)))


def _changes(a: _Source, b: _Source, found: list[Passage], context: int) -> Iterator[WordChange]:
    """Passages with what stands around them. Two of one section that little common text parts are joined by all of it."""
    sides = [(a.side(one.a), b.side(one.b)) for one in found]
    joins, least = False, 0
    for index, one in enumerate(found):
        start, end = one.a
        last = index + 1 == len(found)
        most = len(a.words) if last else found[index + 1].a[0]
        joined = not last and most - end <= 2 * context and _same_place(sides[index], sides[index + 1])
        before = "" if joins else a.written(max(least, start - context), start)
        after = a.written(end, most if joined else min(most, end + context))
        there = (b if start < end else a).section_at(one.moved[0]) if one.moved else None
        yield WordChange(one.kind, *sides[index], before, after, joins, there)
        joins, least = joined, end


def _same_place(one: tuple[Written, Written], other: tuple[Written, Written]) -> bool:
    return all((x.section, x.last) == (y.section, y.last) for x, y in zip(one, other, strict=True))


_ENDS = frozenset(".;:!?。；：！？")


def _ends_sentence(between: str) -> bool:
    """Whether what stands between two words ends a sentence or a paragraph."""
    return between.rstrip().rstrip("\"'”’)*_")[-1:] in _ENDS or between.count("\n") > 1


class _Source:
    """A text with its words, where they are written, and its sections."""

    def __init__(self, source: str) -> None:
        self.body = without_front_matter(source)
        self.words = words(self.body)
        self.spans = exact_spans(self.body)
        if len(self.spans) != len(self.words):  # characters that join across a space: the words stand for themselves
            self.body = " ".join(self.words)
            self.spans = exact_spans(self.body)
        self.sections = sections(source)
        self._starts = [section.start for section in self.sections]

    def section_at(self, word: int) -> str:
        """The label of the section that holds a word."""
        return self.sections[max(0, bisect_right(self._starts, word) - 1)].label if self.sections else ""

    def sentence_starts(self) -> list[int]:
        """The words that begin a section or a sentence."""
        found = set(self._starts)
        for index in range(1, len(self.spans)):
            if _ends_sentence(self.body[self.spans[index - 1][1] : self.spans[index][0]]):
                found.add(index)
        return sorted(found)

    def side(self, at: tuple[int, int]) -> Written:
        """A range as it is written. What is empty lies in the section of the word before it."""
        start, end = at
        if start == end:
            here = self.section_at(start - 1)
            return Written(here, here, at, "")
        return Written(self.section_at(start), self.section_at(end - 1), at, self.written(start, end))

    def written(self, start: int, end: int) -> str:
        """The words of a range as written, with the marks that belong to them, in one line."""
        if start >= end:
            return ""
        return " ".join(self.body[self._begin(start) : self._end(end - 1)].split())

    def _begin(self, word: int) -> int:
        """Where a word begins, opening marks included; those after a word in the same run belong to that one."""
        at = start = self.spans[word][0]
        least = self.spans[word - 1][1] if word else 0
        while at > least and not self.body[at - 1].isspace():
            at -= 1
        return start if word and at == least and at > 0 and not self.body[at - 1].isspace() else at

    def _end(self, word: int) -> int:
        end = self.spans[word][1]
        most = self.spans[word + 1][0] if word + 1 < len(self.spans) else len(self.body)
        while end < most and not self.body[end].isspace():
            end += 1
        return end
