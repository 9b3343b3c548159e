"""What a file is in the light of its alignment with a known text: exact, reformatted, modified, truncated, close or unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licensedb.records import Match, Mismatch
from licensedb.texts.align import Gap
from licensedb.texts.fingerprint import Details, Fingerprints
from licensedb.texts.normal import digest, exact_spans
from licensedb.texts.query import File, Likest, changes, is_unspaced, layout
from licensedb.texts.siblings import another, is_damaged
from licensedb.texts.traits import is_notice
from licensedb.texts.windows import WIDTH
from licensedb.vocabulary import Likeness

_END = 12  # words that may be missing at an end before a text is truncated
_OTHER_TEXT = 0.35  # share of differing words from which a text is another
_LEAST_SHARED = 0.3  # share of a file or of a text below which nothing is known of it
_LEAST_WORDS = 12
_EDITS = 3  # places in which a text may have been edited and still is the same licence, modified
_WIDTH_OF_EDIT = 12
_SHORT = 300  # shared words below which what is both cut off and changed is a variant of its own
_NEW_TEXT = 0.08  # share of new words, not scattered ones, from which a text is another
_LEAST_PRESENT = 0.2  # share of a text below which a file is no copy of it
_AROUND = ("other", "notice")  # what a passage may be about without a word of the licence being changed
_LONGEST = 1200  # characters of a passage that are shown
TERMS = frozenset(
    "shall must may not agree agrees condition conditions provided permitted prohibited prohibit restrict restriction restrictions"
    " notwithstanding subject exclusively terminate royalty warranty liable indemnify comply required require requires only unless except"
    " 不得 应当 必须 禁止 许可".split()
)


def match(known: Fingerprints, file: File, found: Likest, others: Sequence[Likest], source: str) -> Match:
    """What a file, or a stretch of it, is in the light of its alignment."""
    text, details = found.text, found.details
    differing, head, tail = changes(found)
    taken = [(other.runs[0].file, other.runs[-1].file + other.runs[-1].length) for other in others]
    first, last = found.runs[0].file, found.runs[-1].file + found.runs[-1].length
    reach = text.words if details.appendix is None or tail.known < details.appendix else max(details.appendix, tail.known)
    if details.appendix is not None:
        differing = [gap for gap in differing if gap.known < details.appendix or gap.file_end > gap.file]
        if tail.known >= details.appendix - WIDTH:
            tail = tail._replace(known=tail.known_end)
    inside = list(_passages(found, file, differing, taken))
    outside = list(_outside(file, head, tail, taken))
    missing = (head.known_end - head.known) + (tail.known_end - tail.known)
    damaged = is_damaged(known, found, file, differing)
    differs = tuple(another(found, file, differing, damaged))
    core = _status(known, found, file, source, missing, reach, differs, inside, damaged)
    status = _status(known, found, file, source, missing, reach, differs, [*inside, *outside], damaged)
    passages = [*inside, *outside]
    counted = [one for one in passages if one.about not in _AROUND]
    span = sum(one.file[1] - one.file[0] for one in counted) + found.shared
    score = round(2 * found.shared / (reach + span), 4) if status is not Likeness.EXACT else 1.0
    return Match(
        text=text,
        status=status,
        score=min(score, 1.0),
        lines=(file.line_of[first], file.line_of[min(last, len(file.line_of)) - 1]),
        present=round(min(1.0, found.shared / max(text.words, 1)), 4),
        missing=tuple(_missing(found, reach)),
        passages=tuple(sorted(passages, key=lambda one: (one.file, one.known))),
        differs=differs,
        alike=found.alike,
        core=core,
    )


def _weight(known: Fingerprints, file: File, passage: Mismatch) -> float:
    """How much a passage says for another text: what is lost, doubled or misspelt says little."""
    start, end = passage.file
    new = file.words[start:end]
    length = end - start
    doubled = new == file.words[max(0, start - length) : start] or new == file.words[end : end + length]
    odd = length <= 2 and any(not known.is_common(word) or (word.isascii() and len(word) == 1 and is_unspaced(file, start)) for word in new)
    return 0.34 if not new or doubled or odd else 1.0


def _status(
    known: Fingerprints,
    found: Likest,
    file: File,
    source: str,
    missing: int,
    reach: int,
    differs: tuple[str, ...],
    passages: Sequence[Mismatch],
    damaged: bool,
) -> Likeness:
    shared, text = found.shared, found.text
    if known.number_of(digest(file.words)) == found.number:
        return Likeness.EXACT if layout(source) == text.layout else Likeness.REFORMATTED
    span = max(1, found.runs[-1].known + found.runs[-1].length - found.runs[0].known)
    of_file = shared / max(1, found.tail.file_end - found.head.file)
    if shared < min(_LEAST_WORDS, text.words) or (of_file < _LEAST_SHARED and shared < _LEAST_SHARED * reach):
        return Likeness.UNKNOWN
    counted = [one for one in passages if one.about not in _AROUND]
    new = sum(one.file[1] - one.file[0] for one in counted)
    changed = sum(max(one.known[1] - one.known[0], one.file[1] - one.file[0]) for one in counted)
    edits = sum(_weight(known, file, one) for one in counted)
    edited = damaged or (edits <= _EDITS and new <= max(_NEW_TEXT * span, _WIDTH_OF_EDIT))
    around = sum(one.file[1] - one.file[0] for one in passages if one.about == "other" and one.known[0] == found.head.known_end)
    replaced = found.head.known_end > _END < around
    if differs or replaced or changed > _OTHER_TEXT * span or not edited or shared < _LEAST_PRESENT * reach:
        return Likeness.CLOSE
    if missing > max(_END, 0.04 * reach):
        return Likeness.CLOSE if counted and not damaged and shared < _SHORT else Likeness.TRUNCATED
    return Likeness.MODIFIED if counted else Likeness.REFORMATTED


def _passages(found: Likest, file: File, differing: Sequence[Gap], taken: Sequence[tuple[int, int]]) -> Iterator[Mismatch]:
    details = found.details
    marked = {at: "name" for _, length, standing in details.names for start in standing for at in range(start, start + length)}
    marked = dict.fromkeys(details.numbers, "number") | {at: "date" for at, _ in details.dates} | marked
    for gap in differing:
        if any(start <= gap.file and gap.file_end <= end for start, end in taken) and gap.known == gap.known_end:
            continue
        new = file.words[gap.file : gap.file_end]
        kind = "added" if gap.known == gap.known_end else "changed" if new else "deleted"
        about = next((marked[at] for at in range(gap.known, gap.known_end) if at in marked), None)
        if about is None:
            about = "number" if any(any(char.isdigit() for char in word) for word in new) else "words"
        if _is_filled(gap, details, file):
            about = "notice"
        yield _passage(found, file, gap, kind, about)


def _passage(found: Likest, file: File, gap: Gap, kind: str, about: str) -> Mismatch:
    return Mismatch(
        kind,
        about,
        _section(found.details, gap.known),
        (gap.known, gap.known_end),
        (gap.file, gap.file_end),
        _lines(file, gap),
        _new(file, gap),
    )


def _outside(file: File, head: Gap, tail: Gap, taken: Sequence[tuple[int, int]]) -> Iterator[Mismatch]:
    """Text before and after a licence: other text, unless it lays down terms."""
    for gap, least in ((head, 3), (tail, 2)):
        start, end = gap.file, gap.file_end
        for one, two in taken:
            if one < end and start < two:
                start, end = (two, end) if one - start < end - two else (start, one)
        if end <= start:
            continue
        rest = gap._replace(file=start, file_end=end, known=gap.known_end if gap is head else gap.known)
        rest = rest._replace(known_end=rest.known)
        binding = sum(word in TERMS for word in file.words[start:end]) >= least
        about = "words" if binding else "notice" if _all_notices(file, start, end) else "other"
        yield Mismatch("added", about, "", (rest.known, rest.known), (start, end), _lines(file, rest), _new(file, rest))


def _is_filled(gap: Gap, details: Details, file: File) -> bool:
    """Whether a difference lies in a blank that each copy fills in, or in copyright notices."""
    blank = all(any(start <= at < end for start, end in details.blanks) for at in range(gap.known, gap.known_end))
    if gap.known == gap.known_end:
        return _all_notices(file, gap.file, gap.file_end)
    return blank and (gap.file_end - gap.file <= 12 or _all_notices(file, gap.file, gap.file_end))


def _all_notices(file: File, start: int, end: int) -> bool:
    lines = {file.line_of[at] for at in range(start, end)}
    return all(is_notice(file.lines[number - 1]) for number in lines)


def _section(details: Details, at: int) -> str:
    label = ""
    for name, start in details.sections:
        if start > at:
            break
        label = name
    return label


def _lines(file: File, gap: Gap) -> tuple[int, int]:
    """The lines of the file in which a difference stands; of a deletion, the lines between which it stood."""
    if gap.file_end > gap.file:
        return file.line_of[gap.file], file.line_of[gap.file_end - 1]
    last = len(file.line_of) - 1
    return file.line_of[max(0, min(gap.file - 1, last))], file.line_of[max(0, min(gap.file, last))]


def _new(file: File, gap: Gap) -> str:
    """What stands in the file in a difference, as it is written."""
    if gap.file == gap.file_end:
        return ""
    first, last = file.line_of[gap.file], file.line_of[gap.file_end - 1]
    start = exact_spans(file.lines[first - 1])[gap.file - file.line_of.index(first)][0]
    end = exact_spans(file.lines[last - 1])[gap.file_end - 1 - file.line_of.index(last)][1]
    if first == last:
        text = file.lines[first - 1][start:end]
    else:
        text = " ".join((file.lines[first - 1][start:], *file.lines[first : last - 1], file.lines[last - 1][:end]))
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _missing(found: Likest, reach: int) -> Iterator[str]:
    """The sections of which next to nothing is in the file."""
    sections = found.details.sections
    covered = found.covered
    ends = [start for _, start in sections[1:]] + [found.text.words]
    for (label, start), end in zip(sections, ends, strict=False):
        if not label or start >= reach or end <= start:
            continue
        kept = sum(max(0, min(end, stop) - max(start, begin)) for begin, stop in covered)
        if kept < 0.2 * (end - start) and end - start >= 4:
            yield label
