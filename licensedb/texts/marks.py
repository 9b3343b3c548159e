"""Marks that may number a clause, and the lines of a text: what an outline is made of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

LEAD = " \t*_#>|\\-–•·+●◦▪　\xa0\ufeff"
CLOSED = frozenset(".;:!?。；：！？")
SPACE = " \t\xa0　*_\\"


class Lines:
    """A text with its lines: where they start, which are blank, and at which width they were wrapped."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts, self.lines = [], text.split("\n")
        position = 0
        for line in self.lines:
            self.starts.append(position)
            position += len(line) + 1
        self.bare = [line.strip(LEAD + "\f\v") for line in self.lines]
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


class Reading(NamedTuple):
    """One way to read a mark: its style, its place in the sequence, and how it is written in a label."""

    style: str
    value: int
    text: str
    path: tuple[int, ...] = ()


class Mark(NamedTuple):
    """A mark: where its section starts, its readings, how freshly it stands (0 to 3), its indentation (-1 inside a line)."""

    start: int
    readings: tuple[Reading, ...]
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


def marks(lines: Lines) -> Iterator[Mark]:
    text = lines.text
    for match in _MARK.finditer(text):
        readings = tuple(_readings(match))
        if not readings:
            continue
        at, line = match.start(), lines.at(match.start())
        lead = text[lines.starts[line] : at] if at - lines.starts[line] < 200 else "x"
        leads = not lead.strip(LEAD)
        fresh = lines.freshness(line) if leads else 0
        if leads and match["word"] and lines.bare[line] == match.group().strip():
            fresh = max(fresh, 2)
        before = text[max(0, at - 40) : at].rstrip(LEAD + "\n")
        if before.endswith(("br", "/p", "/li")) and "<" in before:
            before = _TAGS.sub("", before + ">").rstrip(LEAD + "\n")
        if fresh < 3 and _REFERS.search(before):
            continue
        follows = not before or before[-1] in CLOSED or bool(re.search(r"[.;,；，]\s*(?:and|or|and/or|及|和|或)\Z", before, re.IGNORECASE))
        if fresh == 0 and follows:
            fresh = 1
        if match["word"] and not _is_caption(text, match, fresh):
            continue
        after = text[match.end() : match.end() + 12].lstrip(SPACE + "\n“\"‘'「【《(（")[:1]
        firm = not after or not after.isalpha() or not after.islower()
        nests = before[-1:] in ":：—"
        start = lines.starts[line] if leads else at
        yield Mark(start, readings, fresh, _indentation(lead) if leads else -1, nests, firm)


def _indentation(lead: str) -> int:
    """The columns of white space before a mark; a Markdown heading has none."""
    return 0 if "#" in lead else len(lead.expandtabs(4)) - len(lead.expandtabs(4).lstrip())


def _readings(match: re.Match[str]) -> Iterator[Reading]:
    if match["word"]:
        yield from _word_readings(match)
    elif match["ord"]:
        value = _han(match["ord"])
        yield Reading(f"第{match['unit']}", value, f"{_UNITS[match['unit']]}{value}", (value,))
    elif match["num"]:
        yield from _number_readings(match)
    else:
        close = _closing(match)
        if not close or (match["open"] and close != "()"):
            return
        if match["han"]:
            yield Reading(f"一{close}", _han(match["han"]), str(_han(match["han"])))
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
            yield Reading(case + close, value, mark)
        if match["letter"]:
            yield Reading(("a" if mark.islower() else "A") + close, ord(mark.lower()) - 96, mark)


def _word_readings(match: re.Match[str]) -> Iterator[Reading]:
    word, value = match["word"].lower(), match["wordval"] or ""
    if word in _ANNEXES:
        if value.lower() in _SPELLED or (value and value.islower()):
            value = ""
        yield Reading("annex", 0, f"{_ANNEXES[word]} {value}".strip())
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
        yield Reading(f"{style} {'1' if value.isdecimal() else 'I'}", number, f"{name}{value}", (number,))


def _number_readings(match: re.Match[str]) -> Iterator[Reading]:
    number, close = match["num"], _closing(match)
    if match["open"] and close != "()":
        return
    if "." in number:
        if close in ("", ".", "、"):
            yield _decimal(number)
        return
    yield Reading(f"1{close}", int(number), str(int(number)), (int(number),) if close != "()" else ())


def _decimal(number: str) -> Reading:
    path = tuple(int(part) for part in number.split("."))
    return Reading("1.1", path[-1], ".".join(map(str, path)), path)


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
    line = text[match.end() : match.end() + 80].split("\n")[0].strip(SPACE)
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
