"""Naming licences from their texts: a seeded set of queries of nine kinds, right or wrong, with speed and memory.

Texts are looked for in the folders of LICENSEDB_TEXTS: a folder with an index.json, and one of ScanCode's licence texts.
"""

from __future__ import annotations

import itertools
import random
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from licensedb.texts.normal import words

SEED = 20261124
_SENTENCE = re.compile(r"(?<=[.;:])\s+(?=[A-Z(“\"a-z])|(?<=[。；])")
_SWAPS = (
    ("may not", "may"), ("shall not", "shall"), ("must", "need not"), ("non-exclusive", "exclusive"), ("royalty-free", "royalty-bearing"),
    ("worldwide", "domestic"), ("perpetual", "annual"), ("irrevocable", "revocable"), ("without charge", "for a fee"), ("shall", "should"),
    ("may", "shall"), ("不得", "可以"), ("应当", "可以"), ("免费", "收费"), ("any", "no"), ("with", "without"),
)  # fmt: skip


_PREAMBLES = (
    "---\nlanguage: en\ntags: [text-generation]\n---\n# Our model\n\nThis model was trained on two nodes for three weeks."
    " Scores are in the table.\n\n## License\n\n",
    "# Weights\n\nDownload the files with the script. Questions go to the forum.\n\n```\npython run.py\n```\n\n## Licence text\n\n",
    "<p align='center'>Banner</p>\n\n# Model card\n\nThe tokenizer has 32,000 entries and the context is 8,192 tokens long.\n\n# License\n\n",
)


class Query(NamedTuple):
    """A text to be named; `expected` is the id of a known text, or None where it is none."""

    kind: str
    expected: str | None
    source: str
    changed: tuple[str, ...] = ()  # the words that were put in, or taken out


def rewrapped(source: str, rng: random.Random) -> str:
    """The same words in paragraphs of another width."""
    width = rng.choice((58, 72, 100, 160))
    blocks = re.split(r"\n\s*\n", source)
    return "\n\n".join(textwrap.fill(" ".join(block.split()), width, break_on_hyphens=False, break_long_words=False) for block in blocks)


def as_markdown(source: str, rng: random.Random) -> str:
    """A model card: front matter, a preamble, and the text with Markdown marks."""

    def marked(line: str) -> str:
        return f"**{line.strip()}**" if 0 < len(line.split()) < 7 and rng.random() < 0.4 else line

    return rng.choice(_PREAMBLES) + "\n".join(map(marked, source.splitlines())) + "\n"


def damaged(source: str, rng: random.Random) -> str:
    """One word in twenty misspelt, dropped or doubled."""

    def spoil(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() >= 0.05:
            return word
        way = rng.random()
        if way < 0.4 and len(word) > 2:
            at = rng.randrange(len(word) - 1)
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if way < 0.7:
            at = rng.randrange(len(word))
            return word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]
        return "" if way < 0.85 else f"{word} {word}"

    return re.sub(r"[^\W_]+", spoil, source)


def truncated(source: str, _: random.Random) -> str:
    """The first two fifths."""
    return source[: len(source) * 2 // 5]


def clause_changed(source: str, rng: random.Random) -> tuple[str, tuple[str, ...]] | None:
    """One sentence turned: a permission into a ban, or a number into another."""
    spots: list[tuple[int, int, str]] = []
    for old, new in _SWAPS:
        boundary = r"\b" if old.isascii() else ""
        spots += [(match.start(), match.end(), new) for match in re.finditer(boundary + re.escape(old) + boundary, source)]
    body = [spot for spot in spots if spot[0] > len(source) // 10]
    if not body:
        return None
    start, end, new = rng.choice(sorted(body))
    return source[:start] + new + source[end:], (new,)


def sentence_deleted(source: str, rng: random.Random) -> tuple[str, tuple[str, ...]] | None:
    """One sentence of eight words at least taken out."""
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(source)), len(source)]
    spans = [(one, two) for one, two in itertools.pairwise(cuts) if 8 <= len(words(source[one:two])) <= 80]
    spans = [span for span in spans if span[0] > len(source) // 10 and span[1] < len(source) * 0.97]
    if not spans:
        return None
    start, end = rng.choice(spans)
    return source[:start] + source[end:], (source[start:end],)


def queries(texts: dict[str, str], foreign: Sequence[str], rng: random.Random) -> Iterator[Query]:
    """Queries of every kind from known texts, and texts that are none of them."""
    for name, source in texts.items():
        yield Query("verbatim", name, source)
        yield Query("re-wrapped", name, rewrapped(source, rng))
        yield Query("markdown", name, as_markdown(source, rng))
        yield Query("damaged", name, damaged(source, rng))
        if len(words(source)) >= 150:
            yield Query("truncated", name, truncated(source, rng))
        for kind, change in (("clause changed", clause_changed), ("sentence deleted", sentence_deleted)):
            made = change(source, rng)
            if made:
                yield Query(kind, name, *made)
    for source in foreign:
        yield Query("foreign", None, source)
