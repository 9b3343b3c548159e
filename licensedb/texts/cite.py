"""Citations: passages known by their place and the digest of their words."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.texts.normal import digest, spans, without_front_matter, words

LEAST_WORDS = 6


def place_of(text: Sequence[str], span: tuple[int, int], sha256: str) -> list[int]:
    """Where a cited passage starts in `text`: at its range when it stands there, else everywhere it is found.

    One place means that the citation holds; none that it is missing; several that it is ambiguous.
    """
    start, end = span
    if end <= len(text) and digest(text[start:end]) == sha256:
        return [start]
    length = end - start
    if length < 1:
        return []
    return [at for at in range(len(text) - length + 1) if digest(text[at : at + length]) == sha256]


def passage(source: str, text: Sequence[str], span: tuple[int, int], sha256: str, around: int = 30) -> tuple[str, str, str] | None:
    """What stands before, in and after a cited passage, as its source is written; None when it is not found once."""
    places = place_of(text, span, sha256)
    if len(places) != 1:
        return None
    body = without_front_matter(source)
    at = spans(body)
    start, end = places[0], places[0] + span[1] - span[0]
    if len(at) != len(text):
        return "", " ".join(text[start:end]), ""
    first, last = at[start][0], at[end - 1][1]
    before, after = at[max(0, start - around)][0], at[min(len(at), end + around) - 1][1]
    return body[before:first], body[first:last], body[last:after]


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
