"""Sections of a licence text: headings and numbered clauses, wherever a paste has left them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from licensedb.texts.normal import without_front_matter, words

LONGEST_LABEL = 60


class Section(NamedTuple):
    """A leaf of a text: its label as a lawyer would cite it, its range of words (normal form 1), its depth."""

    label: str
    start: int
    end: int
    level: int


def sections(source: str) -> list[Section]:
    """The sections of a text in order; together they cover all its words. What stands before the first has no label."""
    body = without_front_matter(source)
    lines = _Lines(body.replace("\r\n", " \n").replace("\r", "\n"))
    headings = list(_headings(lines))
    titles = sorted({*(at for at, _ in headings), *_captions(lines)})
    clauses = _Outline(list(_marks(lines)), titles).clauses
    taken = {lines.at(clause.mark.start) for clause in clauses if clause.mark.fresh}
    starts = [_Start(clause.mark.start, clause, "") for clause in clauses]
    starts += [_Start(at, None, title) for at, title in headings if lines.at(at) not in taken]
    starts.sort(key=lambda start: start.at)
    return list(_cut(body, starts))


class _Start(NamedTuple):
    """Where a section starts: at a numbered clause, or at a heading with this title."""

    at: int
    clause: _Clause | None
    title: str


_CAPTION = 4  # a heading that follows a number after no more words than these is the name of that clause


def _cut(body: str, starts: list[_Start]) -> Iterator[Section]:
    """Counts the words between the starts. A heading just after a number names that clause and starts nothing."""
    heading, seen = "", set[str]()
    held, captioned = Section("", 0, 0, 0), False
    for start, following in pairwise([_Start(0, None, ""), *starts, _Start(len(body), None, "")]):
        end = held.end + len(words(body[start.at : following.at]))
        if end == held.end:
            continue
        if start.title and captioned and held.end - held.start <= _CAPTION:
            held = held._replace(end=end)
            continue
        if held.end > held.start:
            yield held
        label, level = start.title, 0
        heading = start.title or heading
        captioned = start.clause is not None
        if start.clause is not None:
            label, level = start.clause.label, start.clause.level
            if label in seen and heading and len(heading) + len(label) < LONGEST_LABEL:
                label = f"{heading}.{label}"
            seen.add(label)
        held = Section(label[:LONGEST_LABEL].strip(), held.end, end, level)
    if held.end > held.start:
        yield held


# Lines


_LEAD = " \t*_#>|\\-–•·+●◦▪　\xa0\ufeff"
_CLOSED = frozenset(".;:!?。；：！？")
_SPACE = " \t\xa0　*_\\"


class _Lines:
    """A text with its lines: where they start, which are blank, and at which width they were wrapped."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts, self.lines = [], text.split("\n")
        position = 0
        for line in self.lines:
            self.starts.append(position)
            position += len(line) + 1
        self.bare = [line.strip(_LEAD + "\f\v") for line in self.lines]
        lengths = sorted(len(line.rstrip()) for line, bare in zip(self.lines, self.bare, strict=True) if bare) or [0]
        self.width = lengths[len(lengths) * 9 // 10]

    def at(self, position: int) -> int:
        """The number of the line in which a position lies."""
        return bisect_right(self.starts, position) - 1

    def freshness(self, line: int) -> int:
        """How surely a line begins something: 3 after a blank line, 2 after a line that ended early, 0 where wrapping may have put it."""
        if line == 0 or not self.bare[line - 1]:
            return 3
        if self.lines[line].lstrip().startswith("#"):
            return 3
        before = self.lines[line - 1].rstrip()
        first = self.bare[line].split(maxsplit=1)[0] if self.bare[line] else ""
        if before.lstrip().startswith("#"):
            return 2
        return 2 if len(before) + 1 + len(first) < self.width * 0.9 or len(before) > self.width * 1.3 else 0


# Headings without a number


_RULE = re.compile(r"\s*(?:={3,}|-{3,})\s*\Z")
_UNTITLED = re.compile(r"https?:|www\.|@|©|\(c\)|copyright|\bdate\b|\bversion [\d.]+\Z|\A\S+\.\S+\Z|\d{4}|: \S|：\S|<|\[", re.IGNORECASE)


def _headings(lines: _Lines) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines.lines):
        bare = lines.bare[number]
        if not bare or len(bare) > 100:
            continue
        title = _title(bare)
        if title and _stands_alone(lines, number, line):
            yield lines.starts[number], title


def _title(bare: str) -> str:
    """The words of a line that can be a heading, else nothing."""
    title = bare.strip(_LEAD + ":：《》").replace("**", "").replace("__", "")
    loud = title.isupper() and title[:1].isalpha()
    if title[-1:] in ".,;。，；、" or not title[:1].isalpha() or (_UNTITLED.search(title) and not loud):
        return ""
    if title[:1].islower() or len(title.split()) > (14 if loud else 8) or len(title) > 80:
        return ""
    return title if any(char.isalpha() for char in title) and (title.isascii() or len(words(title)) <= 24) else ""


def _stands_alone(lines: _Lines, number: int, line: str) -> bool:
    if re.match(r"\s{0,3}#{1,6}\s", line) or re.match(r"\s*(\*\*|__)[^*_]+\1:?\s*\Z", line):
        return True
    after = lines.lines[number + 1] if number + 1 < len(lines.lines) else ""
    alone = number == 0 or not lines.bare[number - 1]
    if line.lstrip()[:1] in "-*•+|>" and not line.lstrip().startswith(("**", "__")):
        return False
    return alone and (not after.strip(_LEAD) or bool(_RULE.match(after)))


def _captions(lines: _Lines) -> Iterator[int]:
    """Lines after a blank one that look like a title, with text right below.

    A list below one may begin anew; they start no section, for a paste often runs them into that text.
    """
    for number in range(1, len(lines.lines) - 1):
        line, bare = lines.lines[number], lines.bare[number]
        if not bare or lines.bare[number - 1] or len(line) > min(100, 0.6 * lines.width):
            continue
        capitals = all(word[0].isupper() or not word[0].isalpha() for word in bare.split() if len(word) > 3)
        if capitals and len(lines.lines[number + 1]) > len(line) and _title(bare):
            yield lines.starts[number]


# Marks: whatever may number a clause


class _Reading(NamedTuple):
    """One way to read a mark: its style, its place in the sequence, and how it is written in a label."""

    style: str
    value: int
    text: str
    path: tuple[int, ...] = ()


class _Mark(NamedTuple):
    """A mark: where its section starts, its readings, how freshly it stands (0 to 3), its indentation (-1 inside a line)."""

    start: int
    readings: tuple[_Reading, ...]
    fresh: int
    indent: int
    nests: bool  # a colon stands before it
    firm: bool  # a sentence may begin after it


_CJK = "\u3040-\u30ff\u3400-\u9fff"
_HAN_NUMBER = "一二三四五六七八九十百"
_MARK = re.compile(
    rf"""(?<![^\s*_#>|\-–•·。；：:;，,、”"）)!?！？])
    (?:
      (?P<word>sections?|articles?|part|chapter|attachment|exhibit|appendix|schedule|annex|addendum|附件|附录|§)
        (?:[ \t]{{0,3}}(?P<wordval>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}|[IVX]{{1,6}}|[A-Z]|one|two|three|four|five|six
          |[{_HAN_NUMBER}]{{1,2}})(?![\w]))?
        (?P<wordend>[ \t]*[.:：–—)、-])?
    | 第[ ]?(?P<ord>[{_HAN_NUMBER}]{{1,4}}|\d{{1,3}})[ ]?(?P<unit>条|章|节|部分|編|编)
    | (?P<open>[(（])?(?:
        (?P<num>\d{{1,2}}(?:\.\d{{1,2}}){{0,4}})
      | (?P<roman>[ivx]{{2,6}}|[IVX]{{2,6}})
      | (?P<letter>[A-Za-z])
      | (?P<han>[{_HAN_NUMBER}]{{1,3}})
      )(?P<close>\\?[.)）、．:：])?(?=[\s*_"“”'‘’「【《<\[(（\\:]|\Z|[A-Z]|[{_CJK}])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_REFERS = re.compile(
    r"(?:\b(?:sections?|articles?|clauses?|paragraphs?|subsections?|items?|parts?|versions?|attachments?|exhibits?|appendix|schedule"
    r"|chapter|usc|no|of|the|this|least|llama|gemma|v)|§|第|[(（])\s*\Z"
    r"|\d\s*(?:and|or|to|through|,|&|-|–)\s*\Z",
    re.IGNORECASE,
)
_TAGS = re.compile(r"(?:<[^<>]*>\s*)+\Z")
_ANNEXES = {"attachment": "Attachment", "exhibit": "Exhibit", "appendix": "Appendix", "schedule": "Schedule", "annex": "Annex"}
_ANNEXES |= {"addendum": "Addendum", "附件": "Attachment", "附录": "Appendix"}
_UNITS = {"条": "", "节": "", "章": "Chapter ", "部分": "Part ", "編": "Part ", "编": "Part "}
_SPELLED = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def _marks(lines: _Lines) -> Iterator[_Mark]:
    text = lines.text
    for match in _MARK.finditer(text):
        readings = tuple(_readings(match))
        if not readings:
            continue
        at, line = match.start(), lines.at(match.start())
        lead = text[lines.starts[line] : at] if at - lines.starts[line] < 200 else "x"
        leads = not lead.strip(_LEAD)
        fresh = lines.freshness(line) if leads else 0
        if leads and match["word"] and lines.bare[line] == match.group().strip():
            fresh = max(fresh, 2)
        before = text[max(0, at - 40) : at].rstrip(_LEAD + "\n")
        if before.endswith(("br", "/p", "/li")) and "<" in before:
            before = _TAGS.sub("", before + ">").rstrip(_LEAD + "\n")
        if fresh < 3 and _REFERS.search(before):
            continue
        follows = not before or before[-1] in _CLOSED or bool(re.search(r"[.;,；，]\s*(?:and|or|and/or|及|和|或)\Z", before, re.IGNORECASE))
        if fresh == 0 and follows:
            fresh = 1
        if match["word"] and not _is_caption(text, match, fresh):
            continue
        after = text[match.end() : match.end() + 12].lstrip(_SPACE + "\n“\"‘'「【《(（")[:1]
        firm = not after or not after.isalpha() or not after.islower()
        nests = before[-1:] in ":：—"
        start = lines.starts[line] if leads else at
        yield _Mark(start, readings, fresh, _indentation(lead) if leads else -1, nests, firm)


def _indentation(lead: str) -> int:
    """The columns of white space before a mark; a Markdown heading has none."""
    return 0 if "#" in lead else len(lead.expandtabs(4)) - len(lead.expandtabs(4).lstrip())


def _readings(match: re.Match[str]) -> Iterator[_Reading]:
    if match["word"]:
        yield from _word_readings(match)
    elif match["ord"]:
        value = _han(match["ord"])
        yield _Reading(f"第{match['unit']}", value, f"{_UNITS[match['unit']]}{value}", (value,))
    elif match["num"]:
        yield from _number_readings(match)
    else:
        close = _closing(match)
        if not close or (match["open"] and close != "()"):
            return
        if match["han"]:
            yield _Reading(f"一{close}", _han(match["han"]), str(_han(match["han"])))
            return
        if close == ".":
            follow = match.string[match.end() : match.end() + 1]
            if follow.isascii() and follow.isalpha():
                return
        mark = match["roman"] or match["letter"]
        case = "i" if mark.islower() else "I"
        if match["roman"] and not (mark.islower() or mark.isupper()):
            return
        value = _roman(mark.lower())
        if value:
            yield _Reading(case + close, value, mark)
        if match["letter"]:
            yield _Reading(("a" if mark.islower() else "A") + close, ord(mark.lower()) - 96, mark)


def _word_readings(match: re.Match[str]) -> Iterator[_Reading]:
    word, value = match["word"].lower(), match["wordval"] or ""
    if word in _ANNEXES:
        if value.lower() in _SPELLED or (value and value.islower()):
            value = ""
        yield _Reading("annex", 0, f"{_ANNEXES[word]} {value}".strip())
        return
    if not value:
        return
    if value.isalpha() and value.isascii() and value.lower() not in _SPELLED and not value.isupper():
        return
    name = {"article": "Article ", "part": "Part ", "chapter": "Chapter "}.get(word.rstrip("s"), "")
    style = "section" if not name else word.rstrip("s")
    if "." in value:
        yield _decimal(value)
        return
    number = int(value) if value.isdecimal() else _SPELLED.get(value.lower()) or _roman(value.lower()) or _han(value)
    if number:
        yield _Reading(f"{style} {'1' if value.isdecimal() else 'I'}", number, f"{name}{value}", (number,))


def _number_readings(match: re.Match[str]) -> Iterator[_Reading]:
    number, close = match["num"], _closing(match)
    if match["open"] and close != "()":
        return
    if "." in number:
        if close in ("", ".", "、"):
            yield _decimal(number)
        return
    yield _Reading(f"1{close}", int(number), str(int(number)), (int(number),) if close != "()" else ())


def _decimal(number: str) -> _Reading:
    path = tuple(int(part) for part in number.split("."))
    return _Reading("1.1", path[-1], ".".join(map(str, path)), path)


def _closing(match: re.Match[str]) -> str:
    close = (match["close"] or "").lstrip("\\").replace("）", ")").replace("．", ".").replace("：", ":")
    return "()" if match["open"] and close == ")" else close


def _is_caption(text: str, match: re.Match[str], fresh: int) -> bool:
    """Whether `Section 4` or `Attachment A` captions what follows, and is not the beginning of a sentence."""
    if fresh < 2:
        return bool(fresh and match["wordval"] and match["wordend"] and match["wordend"].strip() in ":：–—")
    if not match["word"][0].isupper() and match["word"].isascii() and match["word"] != "§":
        return False
    if match["wordend"] and match["wordend"].strip() in (".", ":", "：", "–", "—", "-", "、"):
        return True
    line = text[match.end() : match.end() + 80].split("\n")[0].strip(_SPACE)
    if not line:
        return True
    return bool(match["wordval"]) and not line[0].islower() and line[0] not in ",;)" and not re.match(r"(?:of|to|in|and|or|is)\b", line)


def _roman(mark: str) -> int:
    """The value of a Roman numeral up to 39; 0 for what is none."""
    match = re.fullmatch(r"(x{0,3})(ix|iv|v?i{0,3})", mark)
    if not match or not mark:
        return 0
    ones = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
    return 10 * len(match[1]) + ones[match[2]]


def _han(number: str) -> int:
    """The value of a Chinese or Arabic number below 200."""
    if number.isdecimal():
        return int(number)
    total, digit = 0, 0
    for char in number:
        if char not in _HAN_NUMBER:
            return 0
        at = _HAN_NUMBER.index(char) + 1
        if at == 11:
            total, digit = total + 100 * (digit or 1), 0
        elif at == 10:
            total, digit = total + 10 * (digit or 1), 0
        else:
            digit = at
    return total + digit


# The outline: which marks number clauses


class _Clause:
    """A numbered clause: its mark, how it was read, and the clause that it belongs to."""

    __slots__ = ("loose", "mark", "parent", "reading")

    def __init__(self, mark: _Mark, reading: _Reading, parent: _Clause | None, loose: _Loose) -> None:
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
    clause: _Clause
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


class _Outline:
    """Walks the marks of a text and keeps those that continue an open list or open a plausible one."""

    def __init__(self, marks: list[_Mark], headings: list[int]) -> None:
        self.marks, self.headings, self.clauses = marks, headings, list[_Clause]()
        self.open: list[_Open] = []
        self.parted: dict[str, _Open] = {}
        self.ahead = _ahead(marks)
        for index, mark in enumerate(marks):
            self._take(index, mark)

    def _take(self, index: int, mark: _Mark) -> None:
        for step in (self._part, self._continue, self._decimal, self._begin, self._resume, self._mend):
            if step(index, mark):
                return

    def _add(self, depth: int, mark: _Mark, reading: _Reading, loose: _Loose | None = None) -> bool:
        """Puts a clause at a depth of the outline; what was open there and below is closed."""
        if depth >= _DEEPEST:
            return False
        for closed in self.open[depth:]:
            self.parted[closed.style] = closed
        del self.open[depth:]
        clause = _Clause(mark, reading, self.open[-1].clause if self.open else None, loose or _Loose())
        self.open.append(_Open(reading.style, clause, mark.indent))
        self.clauses.append(clause)
        return True

    def _part(self, _index: int, mark: _Mark) -> bool:
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

    def _continue(self, index: int, mark: _Mark) -> bool:
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

    def _prefers_roman(self, index: int, mark: _Mark) -> bool:
        roman, letter = mark.readings[0], mark.readings[1]
        second, tenth = self.ahead[index].get(roman.style), self.ahead[index].get(letter.style)
        return second is not None and (tenth is None or second < tenth)

    def _decimal(self, index: int, mark: _Mark) -> bool:
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

    def _begin(self, index: int, mark: _Mark) -> bool:
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

    def _is_deeper(self, mark: _Mark, item: _Open) -> bool:
        """Whether a first number in the style of an open list stands below that list, and does not begin it anew."""
        if self._is_headed(mark):
            return False
        return mark.indent > item.indent >= 0 or ((mark.nests or self._is_near(mark)) and not 0 <= mark.indent < item.indent)

    def _restarts_at(self, mark: _Mark, same: int) -> int:
        """The list that a first number begins anew: the outermost of its style below a heading, else the one indented alike."""
        style = self.open[same].style
        alike = [at for at in range(same, -1, -1) if self.open[at].style == style]
        if self._is_headed(mark):
            return alike[-1]
        return next((at for at in alike if self.open[at].indent == mark.indent >= 0), same)

    def _is_headed(self, mark: _Mark) -> bool:
        """Whether a heading without number stands between the last clause's number and this mark."""
        if not self.clauses:
            return False
        last = bisect_right(self.headings, mark.start - 1)
        return last > 0 and self.headings[last - 1] > self.clauses[-1].mark.start

    def _chain(self, index: int, reading: _Reading) -> int:
        """How many numbers of a sequence follow, counted up to three."""
        at: int | None = index
        for count in range(3):
            at = self.ahead[at].get(reading.style) if at is not None else None
            if at is None:
                return count
        return 3

    def _begins(self, mark: _Mark, reading: _Reading, chain: int) -> bool:
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

    def _is_near(self, mark: _Mark) -> bool:
        """Whether nothing but a title can stand between the last clause's number and this mark."""
        return bool(self.clauses) and mark.start - self.clauses[-1].mark.start < _TITLE

    def _depth_for(self, mark: _Mark) -> int:
        depth = len(self.open)
        while depth and mark.fresh == 3 and self.open[depth - 1].indent < 0 and self.open[depth - 1].style.endswith("()"):
            depth -= 1  # a list inside a paragraph ends with it
        if mark.indent >= 0:
            while depth and self.open[depth - 1].indent > mark.indent and _rank(self.open[depth - 1].style) is None:
                depth -= 1
        return depth

    def _resume(self, _index: int, mark: _Mark) -> bool:
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

    def _mend(self, index: int, mark: _Mark) -> bool:
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


def _continues(mark: _Mark, style: str) -> bool:
    if style == "1":
        return mark.fresh == 3 and mark.firm
    if mark.fresh:
        return True
    return mark.firm or style.endswith("()")


def _rank(style: str) -> int | None:
    return _RANKS.get(style.split(" ")[0])


def _ahead(marks: list[_Mark]) -> list[dict[str, int]]:
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
