"""The outline of a text: which marks number clauses, and how the clauses nest."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from licensedb.texts.marks import Mark, Reading

LONGEST_LABEL = 60


class Clause:
    """A numbered clause: its mark, how it was read, and the clause that it belongs to."""

    __slots__ = ("loose", "mark", "parent", "reading")

    def __init__(self, mark: Mark, reading: Reading, parent: Clause | None, loose: _Loose) -> None:
        self.mark, self.reading, self.parent, self.loose = mark, reading, parent, loose

    @property
    def label(self) -> str:
        text, parent = self.reading.text, self.parent
        while parent is not None:
            annexed = parent.reading.style == "annex"
            absolute = self.reading.style == "1.1" or self.loose.loose
            if annexed or not absolute:
                return _joined(parent.label, text)
            parent = parent.parent
        return text

    @property
    def level(self) -> int:
        return 0 if self.parent is None else self.parent.level + 1


def _joined(parent: str, text: str) -> str:
    return f"{parent}.{text}" if len(parent) + len(text) < LONGEST_LABEL else text


class _Loose:
    """Whether a list runs on through the parts of a text, and so is cited without them."""

    __slots__ = ("loose",)

    def __init__(self) -> None:
        self.loose = False


class _Open(NamedTuple):
    """An open list: its style, the clause it stands at, the indentation of its marks."""

    style: str
    clause: Clause
    indent: int

    @property
    def value(self) -> int:
        return self.clause.reading.value


_RANKS = {
    "annex": 0,
    "part": 1,
    "第部分": 1,
    "第编": 1,
    "第編": 1,
    "chapter": 2,
    "第章": 2,
    "article": 3,
    "section": 4,
    "第条": 4,
    "第节": 3,
}
_DEEPEST = 12
_TITLE = 60  # characters of the longest title that may stand between two numbers


class Outline:
    """Walks the marks of a text and keeps those that continue an open list or open a plausible one."""

    def __init__(self, marks: list[Mark], headings: list[int]) -> None:
        self.marks, self.headings, self.clauses = marks, headings, list[Clause]()
        self.open: list[_Open] = []
        self.parted: dict[str, _Open] = {}
        self.ahead = _ahead(marks)
        for index, mark in enumerate(marks):
            self._take(index, mark)

    def _take(self, index: int, mark: Mark) -> None:
        for step in (self._part, self._continue, self._decimal, self._begin, self._resume, self._mend):
            if step(index, mark):
                return

    def _add(self, depth: int, mark: Mark, reading: Reading, loose: _Loose | None = None) -> bool:
        """Puts a clause at a depth of the outline; what was open there and below is closed."""
        if depth >= _DEEPEST:
            return False
        for closed in self.open[depth:]:
            self.parted[closed.style] = closed
        del self.open[depth:]
        clause = Clause(mark, reading, self.open[-1].clause if self.open else None, loose or _Loose())
        self.open.append(_Open(reading.style, clause, mark.indent))
        self.clauses.append(clause)
        return True

    def _part(self, _index: int, mark: Mark) -> bool:
        """An annex, part, chapter, article or section: closes everything of its rank and below."""
        reading = mark.readings[0]
        rank = _rank(reading.style)
        if rank is None:
            return False
        depth = next((at for at, item in enumerate(self.open) if (_rank(item.style) or 9) >= rank or item.style == "annex"), len(self.open))
        if rank == 0:
            self.parted.clear()
            if self.open and self.open[0].clause.reading.text == reading.text and len(self.open) == 1:
                return True
            self.open.clear()
            self.parted.clear()
            return self._add(0, mark, reading)
        inside = self.open[:1] if self.open and self.open[0].style == "annex" else []
        depth = max(depth, len(inside)) if inside else depth
        last = self.open[depth] if depth < len(self.open) and self.open[depth].style == reading.style else None
        if mark.fresh < 2 and (last is None or reading.value != last.value + 1):
            return True
        return self._add(depth, mark, reading) or True

    def _continue(self, index: int, mark: Mark) -> bool:
        """The next number of an open list, the deepest that expects it (indentation decides between two)."""
        fits = [
            (depth, reading)
            for depth in range(len(self.open) - 1, -1, -1)
            for reading in mark.readings
            if reading.style == self.open[depth].style != "1.1" and reading.value == self.open[depth].value + 1
        ]
        if not fits or not _continues(mark, fits[0][1].style):
            return False
        depth, reading = fits[0]
        if reading.value == 9 and len(mark.readings) > 1 and reading.style[0] in "aA" and self._prefers_roman(index, mark):
            return False
        if mark.indent >= 0:
            depth, reading = next((fit for fit in fits if self.open[fit[0]].indent == mark.indent), fits[0])
        return self._add(depth, mark, reading, self.open[depth].clause.loose)

    def _prefers_roman(self, index: int, mark: Mark) -> bool:
        roman, letter = mark.readings[0], mark.readings[1]
        second, tenth = self.ahead[index].get(roman.style), self.ahead[index].get(letter.style)
        return second is not None and (tenth is None or second < tenth)

    def _decimal(self, index: int, mark: Mark) -> bool:
        """A number such as 4.2: below an open 4, after an open 4.1, or the first of a text that numbers only so."""
        reading = mark.readings[0]
        if reading.style != "1.1":
            return False
        path = reading.path
        for depth in range(len(self.open) - 1, -1, -1):
            item = self.open[depth]
            here = item.clause.reading.path
            if here[:-1] == path[:-1] and item.style == "1.1" and path[-1] == here[-1] + 1 and (mark.fresh or mark.firm):
                return self._add(depth, mark, reading)
            if here == path[:-1] and path[-1] <= 1 and (mark.fresh or mark.firm):
                return self._add(depth + 1, mark, reading)
        if mark.fresh < 2 and not (mark.fresh and path[-1] == 1 and self.ahead[index].get("1.1")):
            return True
        for depth in range(len(self.open) - 1, -1, -1):
            item = self.open[depth]
            here = item.clause.reading.path
            if here and (here[: len(path) - 1] == path[:-1] or here == path[:-1]):
                return self._add(depth + (here == path[:-1]), mark, reading) or True
            if item.style == "1.1" and here < path and path[0] - here[0] <= 2:
                return self._add(depth, mark, reading) or True
        if path[-1] <= 1 and self.ahead[index].get("1.1") is not None:
            annexed = bool(self.open) and self.open[0].style == "annex"
            numbered = next((at for at, item in enumerate(self.open) if item.clause.reading.path), int(annexed))
            return self._add(numbered, mark, reading) or True
        return True

    def _begin(self, index: int, mark: Mark) -> bool:
        """The first number of a list: fresh on its line or after a sentence's end, and with a second one to come."""
        for reading in mark.readings:
            if reading.style == "1.1" or (reading.value != 1 and not (reading.value == 0 and reading.style[0] == "1")):
                continue
            if not self._begins(mark, reading, self._chain(index, reading)):
                continue
            same = next((at for at in range(len(self.open) - 1, -1, -1) if self.open[at].style == reading.style), None)
            if same is None:
                return self._add(self._depth_for(mark), mark, reading)
            if self._is_deeper(mark, self.open[same]):
                return self._add(len(self.open), mark, reading)
            if mark.fresh >= 2 or (mark.firm and self.open[same].value > 3 and self._chain(index, reading) > 2):
                return self._add(self._restarts_at(mark, same), mark, reading)
        return False

    def _is_deeper(self, mark: Mark, item: _Open) -> bool:
        """Whether a first number in the style of an open list stands below that list, and does not begin it anew."""
        if self._is_headed(mark):
            return False
        return mark.indent > item.indent >= 0 or ((mark.nests or self._is_near(mark)) and not 0 <= mark.indent < item.indent)

    def _restarts_at(self, mark: Mark, same: int) -> int:
        """The list that a first number begins anew: the outermost of its style below a heading, else the one indented alike."""
        style = self.open[same].style
        alike = [at for at in range(same, -1, -1) if self.open[at].style == style]
        if self._is_headed(mark):
            return alike[-1]
        return next((at for at in alike if self.open[at].indent == mark.indent >= 0), same)

    def _is_headed(self, mark: Mark) -> bool:
        """Whether a heading without number stands between the last clause's number and this mark."""
        if not self.clauses:
            return False
        last = bisect_right(self.headings, mark.start - 1)
        return last > 0 and self.headings[last - 1] > self.clauses[-1].mark.start

    def _chain(self, index: int, reading: Reading) -> int:
        """How many numbers of a sequence follow, counted up to three."""
        at: int | None = index
        for count in range(3):
            at = self.ahead[at].get(reading.style) if at is not None else None
            if at is None:
                return count
        return 3

    def _begins(self, mark: Mark, reading: Reading, chain: int) -> bool:
        """Whether a first number can be one. `chain` counts the numbers of its sequence that are yet to come."""
        if reading.style == "1":
            return mark.fresh == 3 and mark.firm and chain > 1
        if mark.fresh == 3:
            return chain > 0 or reading.style[0] in "1一"
        if mark.fresh == 2:
            return chain > 0
        bracketed = reading.style.endswith("()") and reading.style[0] != "一"
        if bracketed and not self.open:
            return False  # a list inside a paragraph of a text that numbers nothing else
        if mark.fresh or self._is_near(mark):
            return chain > (0 if mark.firm else 1)
        return chain > 2 if bracketed else mark.firm and chain > 1

    def _is_near(self, mark: Mark) -> bool:
        """Whether nothing but a title can stand between the last clause's number and this mark."""
        return bool(self.clauses) and mark.start - self.clauses[-1].mark.start < _TITLE

    def _depth_for(self, mark: Mark) -> int:
        depth = len(self.open)
        while depth and mark.fresh == 3 and self.open[depth - 1].indent < 0 and self.open[depth - 1].style.endswith("()"):
            depth -= 1  # a list inside a paragraph ends with it
        if mark.indent >= 0:
            while depth and self.open[depth - 1].indent > mark.indent and _rank(self.open[depth - 1].style) is None:
                depth -= 1
        return depth

    def _resume(self, _index: int, mark: Mark) -> bool:
        """A list that runs on although a new part has begun: RAIL licences number 1, 2, 3 through their Sections I, II, III."""
        for reading in mark.readings:
            before = self.parted.get(reading.style)
            if (
                before is None
                or not 1 <= reading.value - before.value <= (1 + 3 * (mark.fresh >= 2))
                or any(item.style == reading.style for item in self.open)
            ):
                continue
            if mark.fresh < 2 and not (mark.firm and (mark.fresh or self._is_near(mark))):
                continue
            if _rank(self.open[-1].style) is None and self.open[-1].style[0] not in "I一":
                continue
            before.clause.loose.loose = True
            return self._add(len(self.open), mark, reading, before.clause.loose)
        return False

    def _mend(self, index: int, mark: Mark) -> bool:
        """Numbering that is broken: a number left out or given twice, or a list that starts late."""
        if mark.fresh < 2 or not mark.firm or mark.indent < 0:
            return False
        for reading in mark.readings:
            if reading.style in ("1", "1.1") or reading.value > 60:
                continue
            for depth in range(len(self.open) - 1, -1, -1):
                item = self.open[depth]
                if item.style == reading.style and item.indent == mark.indent and 0 <= reading.value - item.value <= 3:
                    return self._add(depth, mark, reading, item.clause.loose)
        for reading in mark.readings:
            if reading.style[0] in "1一" and len(reading.style) > 1 and reading.value <= 30 and mark.nests and self._chain(index, reading):
                return self._add(len(self.open), mark, reading)
        return False


def _continues(mark: Mark, style: str) -> bool:
    if style == "1":
        return mark.fresh == 3 and mark.firm
    if mark.fresh:
        return True
    return mark.firm or style.endswith("()")


def _rank(style: str) -> int | None:
    return _RANKS.get(style.split(" ")[0])


def _ahead(marks: list[Mark]) -> list[dict[str, int]]:
    """For each mark and style, the next mark with the number that follows it in that style."""
    latest: dict[tuple[str, int], int] = {}
    ahead: list[dict[str, int]] = [{} for _ in marks]
    for index in range(len(marks) - 1, -1, -1):
        for reading in marks[index].readings:
            following = latest.get((reading.style, reading.value + 1))
            if following is not None:
                ahead[index][reading.style] = following
        for reading in marks[index].readings:
            if marks[index].fresh or marks[index].firm:
                latest[reading.style, reading.value] = index
    return ahead
