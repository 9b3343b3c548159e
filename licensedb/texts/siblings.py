"""What tells a text from its siblings: names, title, dates and versions that became others; and what is only a bad copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from licensedb.texts.align import Gap
from licensedb.texts.fingerprint import Fingerprints
from licensedb.texts.normal import words
from licensedb.texts.query import TOUCHED, File, Likest, is_unspaced
from licensedb.texts.traits import COMMON, MONTHS, is_notice, is_title

_WORD_DAMAGE = 0.025  # differing places for each shared word from which a text may be a bad copy
_UNSPACED_DAMAGE = 0.003  # the same where words are single characters, of which a damaged line has many
_ARTICLES = frozenset(("the", "license", "licence", "text", "file", "legal", "copy", "a", "copying", "md", "txt"))


def another(found: Likest, file: File, differing: Sequence[Gap], damaged: bool) -> list[str]:
    """What says that a file is another text than the one it is likest to: names, title, dates and versions that differ."""
    touched = [gap for gap in differing if gap.file_end - gap.file <= TOUCHED and gap.known_end - gap.known <= TOUCHED]
    said = [*_other_names(found, file, touched, damaged)]
    if not damaged:
        said += _other_title(found, file, touched)
        said += _other_dates(found, file, touched)
    return list(dict.fromkeys(said))


def is_damaged(known: Fingerprints, found: Likest, file: File, differing: Sequence[Gap]) -> bool:
    """Whether single words differ all over a text, each in its own way: a bad copy, not another edition."""
    real = [gap for gap in differing if not _is_renumbered(file, gap)]
    new = [tuple(file.words[gap.file : gap.file_end]) for gap in real]
    small = sum(gap.known_end - gap.known <= 2 and gap.file_end - gap.file <= 2 for gap in real)
    odd = {word for some in new for word in some if _is_odd(known, word)}
    if len(odd) >= max(2, 0.35 * len(real)):
        return small >= 0.5 * len(real)
    dense = _UNSPACED_DAMAGE if real and sum(is_unspaced(file, gap.file) for gap in real) > 0.5 * len(real) else _WORD_DAMAGE
    many = len(real) >= max(4, dense * found.shared)
    return many and small >= 0.7 * len(real) and len(set(new)) >= 0.6 * len(new)


def _is_renumbered(file: File, gap: Gap) -> bool:
    """Whether only a number or a letter of a list became another: a clause was put in or taken out elsewhere."""
    new = file.words[gap.file : gap.file_end]
    return all((len(word) == 1 and word.isascii()) or word.isdigit() for word in new) and not is_unspaced(file, gap.file)


def _is_odd(known: Fingerprints, word: str) -> bool:
    """Whether a word is none that licences use: a name of its own, or misspelt."""
    return not known.is_common(word) and not word.isdigit()


def _other_names(found: Likest, file: File, differing: Sequence[Gap], damaged: bool) -> Iterator[str]:
    """Words of the name that most of their places have lost to other words; numbers that follow the name."""
    lost: dict[int, Gap] = {at: gap for gap in differing for at in range(gap.known, gap.known_end)}
    inserted = {gap.known: gap for gap in differing if gap.known == gap.known_end}
    covered = found.covered
    for word, length, standing in found.details.names:
        kept, others = 0, Counter[str]()
        for at in standing:
            gap = next((lost[place] for place in range(at, at + length) if place in lost), None)
            after = inserted.get(at + length)
            if gap is not None:
                told = _instead(word.split(), file.words[gap.file : gap.file_end], gap, at)
                kept, others[told or ""] = kept + (told == ""), others[told or ""] + bool(told)
            elif after is not None and _is_version(file.words[after.file]):
                others[f"{word} {file.words[after.file]}"] += 1
            elif any(start <= at < end for start, end in covered):
                kept += 1
        count = sum(others.values())
        if count and count >= kept and (not damaged or others.most_common(1)[0][1] > 2):
            yield f"name: {word} became {others.most_common(1)[0][0]}"


def _instead(name: Sequence[str], new: Sequence[str], gap: Gap, at: int) -> str | None:
    """What stands in a difference where a name stood: other words; "" for the name itself, None where nothing tells."""
    if not new:
        shortened = gap.known > at and all(word.isdigit() for word in name[gap.known - at :])
        return " ".join(name[: gap.known - at]) if shortened else None
    for start in range(len(new)):
        if list(new[start : start + len(name)]) == list(name):
            after = new[start + len(name) : start + len(name) + 1]
            return f"{' '.join(name)} {after[0]}" if after and after[0].isdigit() and len(after[0]) < 4 else ""
    if any(_misspelt(one, two) for one in name for two in new if not one.isdigit()):
        numbers = [word for word in new if word.isdigit()]
        wanted = [word for word in name if word.isdigit()]
        return " ".join(new[:6]) if numbers and wanted and not set(wanted) <= set(numbers) else ""
    if gap.known > at and all(word.isdigit() for word in name[gap.known - at :]):  # the letters are kept, the numbers are not
        return " ".join([*name[: gap.known - at], *new[:2]]) if _is_version(new[0]) else None
    return " ".join(new[:6])


def _is_version(word: str) -> bool:
    return any(char.isdigit() for char in word) and len(word) <= 4


def _other_title(found: Likest, file: File, differing: Sequence[Gap]) -> Iterator[str]:
    """A title of which words became others or are gone, or that has more words in its line; another title above the text."""
    title = found.details.title
    for gap in differing:
        old, new = title[gap.known : gap.known_end], file.words[gap.file : gap.file_end]
        if old and gap.known_end <= len(title) + TOUCHED:
            lost = [word for word in old if len(word) > 2 and not any(_misspelt(word, one) for one in new)]
            if any(not any(_misspelt(one, two) for two in old) for one in new[: len(old) + 3]):
                yield f"title: {' '.join(new[:8])}"
            elif lost and (new or (gap.known > 0 and gap.known_end < len(title))):
                yield f"title: without {' '.join(lost)}"
        elif gap.known == gap.known_end == len(title) and title and _is_version(new[0]) and _same_line(file, gap.file - 1, gap.file):
            yield f"title: followed by {new[0]}"
    if found.head.file_end > found.head.file and found.head.known_end == 0:
        yield from _title_above(found, file)


def _title_above(found: Likest, file: File) -> Iterator[str]:
    """A title in the line in which the text begins, or right above it, that has words which are none of the text's name."""
    start = found.head.file_end
    here = file.line_of[start]
    known = {word for name in (found.text.name, found.text.id, found.text.spdx or "") for word in words(name)} | COMMON | _ARTICLES
    known |= {word for label, _, _ in found.details.names for word in label.split()} | set(found.details.title)
    lines = [number for number in range(here, max(0, here - 8), -1) if file.lines[number - 1].strip()][:4]
    for number in lines:
        line = file.lines[number - 1]
        before = [file.words[at] for at in range(found.head.file, start) if file.line_of[at] == number]
        alone = number < 2 or not file.lines[number - 2].strip()
        titled = is_title(line) and alone if number != here else bool(found.details.title)
        if before and titled and not is_notice(line):
            if new := [word for word in before if word not in known]:
                yield f"title: {' '.join(before[:10])} ({', '.join(new[:4])})"
            return


def _same_line(file: File, one: int, two: int) -> bool:
    return one >= 0 and two < len(file.line_of) and file.line_of[one] == file.line_of[two]


def _misspelt(one: str, two: str) -> bool:
    """Whether one word may be the other, badly copied. With other digits it is another: a version, a size."""
    if one == two:
        return True
    if abs(len(one) - len(two)) > 1 or min(len(one), len(two)) < 3:
        return False
    if (one in MONTHS and two in MONTHS) or _digits(one) != _digits(two):
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    end = next((at for at, (a, b) in enumerate(zip(one[::-1], two[::-1], strict=False)) if a != b), min(len(one), len(two)))
    return max(len(one), len(two)) - start - end <= (2 if len(one) > 3 else 1)


def _digits(word: str) -> str:
    return "" if word.isalpha() else "".join(sorted(char for char in word if char.isdigit()))


def _other_dates(found: Likest, file: File, differing: Sequence[Gap]) -> Iterator[str]:
    """Dates and versions of the text itself that became others."""
    dates = dict(found.details.dates)
    for gap in differing:
        old = [dates[at] for at in range(gap.known, gap.known_end) if at in dates]
        new = file.words[gap.file : gap.file_end]
        if not old or len(new) > 20:
            continue
        dating = [word for word in new if word.isdigit() or word in MONTHS]
        if dating and dating != old and not set(dating) <= set(old):
            yield f"date or version: {' '.join(old)} became {' '.join(dating)}"
