"""Citations: passages known by their place and the digest of their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from licensedb.records import Citation, Licence, Passage
from licensedb.texts.normal import digest, spans, without_front_matter, words

LEAST_WORDS = 6
# Beyond this a file is no licence text, and a passage is not looked for at each of its words.
MOST_WORDS = 100_000
# Where a context may begin or end: after a sentence (but not after its number or a letter in a list), or at an empty line.
_SENTENCE = re.compile(r"(?<![\W_]\w)(?<!\d)[.!?;:][\"'”’»)\]*_]*\s+|[。！？；]|\n\s*\n\s*")
_LINE = re.compile(r"\n\s*")


def citations(licence: Licence) -> list[Citation]:
    """Every citation of a record."""
    found = [cite for _, cite in licence.means]
    found += [cite for rule in licence.rules for cite in (rule.cite, rule.worded) if cite]
    return [*found, *(fact.cite for fact in licence.provisions)]


def passages(licence: Licence) -> dict[str, Passage]:
    """The passages that a record cites by their words, by digest; rules that cite the same words share one."""
    named = [(f"means {word}", cite) for word, cite in licence.means]
    named += [(rule.id, cite) for rule in licence.rules for cite in (rule.cite, rule.worded) if cite]
    named += [(str(fact.key), fact.cite) for fact in licence.provisions]
    found: dict[str, Passage] = {}
    for name, cite in named:
        if cite.sha256 and cite.words:
            before = found.get(cite.sha256)
            names = (*before.names, name) if before else (name,)
            found[cite.sha256] = Passage(names, cite.section, cite.words, cite.sha256)
    return found


def place_of(text: Sequence[str], span: tuple[int, int], sha256: str) -> list[int]:
    """Where a cited passage starts in `text`: at its range when it stands there, else everywhere it is found.

    One place means that the citation holds; none that it is missing; several that it is ambiguous.
    """
    start, end = span
    if end <= len(text) and digest(text[start:end]) == sha256:
        return [start]
    length = end - start
    if length < 1 or len(text) > MOST_WORDS:
        return []
    return [at for at in range(len(text) - length + 1) if digest(text[at : at + length]) == sha256]


def passage(source: str, text: Sequence[str], span: tuple[int, int], sha256: str, around: int = 30) -> tuple[str, str, str] | None:
    """What stands before, in and after a cited passage, as its source is written; None when it is not found once.

    The context is about `around` words long on each side, and begins and ends with a sentence or paragraph where it can.
    """
    places = place_of(text, span, sha256)
    if len(places) != 1:
        return None
    body = without_front_matter(source)
    at = spans(body)
    start, end = places[0], places[0] + span[1] - span[0]
    if len(at) != len(text):
        return "", " ".join(text[start:end]), ""
    first, last = at[start][0], at[end - 1][1]
    far, near = (at[max(0, start - reach)][0] for reach in (2 * around, around))
    before = body[far:first]
    begin = 0 if start <= 2 * around else _boundary(before, near - far)
    near, far = (at[min(len(at), end + reach) - 1][1] for reach in (around, 2 * around))
    if end + 2 * around >= len(at):
        return before[begin:], body[first:last], body[last:].rstrip()
    after = body[last:far]
    return before[begin:], body[first:last], after[: _boundary(after, near - last)]


def _boundary(text: str, wanted: int) -> int:
    """The border of sentences or paragraphs nearest to `wanted`; else that of lines; else `wanted`, which is one of words."""
    for pattern in (_SENTENCE, _LINE):
        ends = [match.end() for match in pattern.finditer(text)]
        if ends:
            return min(ends, key=lambda end: abs(end - wanted))
    return wanted


def find(text: Sequence[str], passage: str) -> list[tuple[int, int]]:
    """All ranges of `text` that hold the words of `passage`; `...` or an ellipsis in it stands for any words between."""
    parts = [part for part in (words(piece) for piece in passage.replace("…", "...").split("...")) if part]
    if not parts:
        return []
    found = []
    for start in _starts(text, parts[0], 0):
        end: int | None = start + len(parts[0])
        for part in parts[1:]:
            following = next(iter(_starts(text, part, end or 0)), None)
            end = None if following is None else following + len(part)
            if end is None:
                break
        if end is not None:
            found.append((start, end))
    return found


def _starts(text: Sequence[str], part: Sequence[str], since: int) -> list[int]:
    first, length = part[0], len(part)
    return [at for at in range(since, len(text) - length + 1) if text[at] == first and list(text[at : at + length]) == list(part)]


def nearest(text: Sequence[str], wanted: Sequence[str]) -> tuple[int, int] | None:
    """The range of `text`, as long as `wanted`, that has most of its words; None when it has fewer than half of them."""
    length = min(len(wanted), len(text))
    if not length:
        return None
    need, held, common = Counter(wanted), Counter[str](), 0
    best, place = 0, 0
    for at, word in enumerate(text):
        held[word] += 1
        common += held[word] <= need[word]
        if at >= length:
            gone = text[at - length]
            common -= held[gone] <= need[gone]
            held[gone] -= 1
        if common > best:
            best, place = common, at + 1
    start = max(0, place - length)
    return (start, start + length) if best * 2 >= len(wanted) else None
