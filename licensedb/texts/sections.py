"""Sections of a licence text: headings and numbered clauses, wherever a paste has left them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from licensedb.texts.marks import LEAD, Lines, marks
from licensedb.texts.normal import without_front_matter, words
from licensedb.texts.outline import LONGEST_LABEL, Clause, Outline


class Section(NamedTuple):
    """A leaf of a text: its label as a lawyer would cite it, its range of words (normal form 1), its depth."""

    label: str
    start: int
    end: int
    level: int


def sections(source: str) -> list[Section]:
    """The sections of a text in order; together they cover all its words. What stands before the first has no label."""
    body = without_front_matter(source)
    lines = Lines(body.replace("\r\n", " \n").replace("\r", "\n"))
    headings = list(_headings(lines))
    titles = sorted({*(at for at, _ in headings), *_captions(lines)})
    clauses = Outline(list(marks(lines)), titles).clauses
    taken = {lines.at(clause.mark.start) for clause in clauses if clause.mark.fresh}
    starts = [_Start(clause.mark.start, clause, "") for clause in clauses]
    starts += [_Start(at, None, title) for at, title in headings if lines.at(at) not in taken]
    starts.sort(key=lambda start: start.at)
    return list(_cut(body, starts))


class _Start(NamedTuple):
    """Where a section starts: at a numbered clause, or at a heading with this title."""

    at: int
    clause: Clause | None
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


_RULE = re.compile(r"\s*(?:={3,}|-{3,})\s*\Z")
_UNTITLED = re.compile(r"https?:|www\.|@|©|\(c\)|copyright|\bdate\b|\bversion [\d.]+\Z|\A\S+\.\S+\Z|\d{4}|: \S|：\S|<|\[", re.IGNORECASE)


def _headings(lines: Lines) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines.lines):
        bare = lines.bare[number]
        if not bare or len(bare) > 100:
            continue
        title = _title(bare)
        if title and _stands_alone(lines, number, line):
            yield lines.starts[number], title


def _title(bare: str) -> str:
    """The words of a line that can be a heading, else nothing."""
    title = bare.strip(LEAD + ":：《》").replace("**", "").replace("__", "")
    loud = title.isupper() and title[:1].isalpha()
    if title[-1:] in ".,;。，；、" or not title[:1].isalpha() or (_UNTITLED.search(title) and not loud):
        return ""
    if title[:1].islower() or len(title.split()) > (14 if loud else 8) or len(title) > 80:
        return ""
    return title if any(char.isalpha() for char in title) and (title.isascii() or len(words(title)) <= 24) else ""


def _stands_alone(lines: Lines, number: int, line: str) -> bool:
    if re.match(r"\s{0,3}#{1,6}\s", line) or re.match(r"\s*(\*\*|__)[^*_]+\1:?\s*\Z", line):
        return True
    after = lines.lines[number + 1] if number + 1 < len(lines.lines) else ""
    alone = number == 0 or not lines.bare[number - 1]
    if line.lstrip()[:1] in "-*•+|>" and not line.lstrip().startswith(("**", "__")):
        return False
    return alone and (not after.strip(LEAD) or bool(_RULE.match(after)))


def _captions(lines: Lines) -> Iterator[int]:
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
