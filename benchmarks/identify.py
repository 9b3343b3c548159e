"""Naming licences from their texts: a seeded set of queries of nine kinds, right or wrong, with speed and memory.

Texts are looked for in the folders of LICENSEDB_TEXTS: a folder with an index.json, and one of ScanCode's licence texts.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.common import line, side_by_side
from licensedb import knowledge
from licensedb.knowledge import identifying
from licensedb.records import Identified
from licensedb.texts.fingerprint import Fingerprints
from licensedb.texts.identify import identify
from licensedb.texts.normal import digest, without_front_matter, words
from licensedb.vocabulary import NAMED, Likeness

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
    "<p align='center'>Banner</p>\n\n# Model card\n\nThe tokenizer has 32,000 entries; the context is 8,192 tokens.\n\n# License\n\n",
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


def main() -> bool:
    """Print the shares right and the costs; True when all bounds are held. Without texts at hand it says so and is content."""
    texts, foreign = _texts()
    if not texts:
        print("     no texts at hand: set LICENSEDB_TEXTS")
        return True
    rng = random.Random(SEED)
    known = identifying.fingerprints()
    tally = Tally()
    for query in queries(texts, rng.sample(foreign, min(FOREIGN, len(foreign))), rng):
        tally.add(query, identify(known, query.source))
    for query in _held_out(texts):
        tally.add(query, identify(Hiding(known.path, query.changed[0]), query.source))
    return all([*tally.lines(), *_costs(texts)])


FOREIGN = 300  # texts of ScanCode that are not fingerprinted
WHOLE = ("verbatim", "re-wrapped", "markdown")


class Tally:
    """How many queries of each kind were answered right, and how many changed passages were pointed out."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.pointed: Counter[str] = Counter()
        self.wrong: list[str] = []

    def add(self, query: Query, found: Identified) -> None:
        """Judge one answer."""
        self.asked[query.kind] += 1
        best = max(found.matches, key=lambda match: match.present * match.text.words, default=None)
        if query.expected is None:
            good = found.status in (Likeness.CLOSE, Likeness.UNKNOWN)
        else:
            good = best is not None and best.status in NAMED and query.expected in (best.text.id, *(one.id for one in best.alike))
        self.right[query.kind] += good
        if not good:
            self.wrong.append(
                f"{query.kind}: {query.expected or query.changed[1:]} -> {best.text.id if best else 'nothing'} {found.status}"
            )
        if query.kind in ("clause changed", "sentence deleted") and best is not None:
            kinds = ("changed", "added", "deleted") if query.kind == "clause changed" else ("changed", "deleted")
            least = 0 if query.kind == "clause changed" else len(words(query.changed[0])) - 6
            told = [one for one in best.passages if one.about not in ("other", "notice") and one.kind in kinds]
            self.pointed[query.kind] += any(one.known[1] - one.known[0] >= least for one in told)

    def lines(self) -> Iterator[bool]:
        """A line a kind, and the bounds."""
        for kind, count in self.asked.items():
            print(f"     {kind}: {self.right[kind]} of {count}")
        for one in self.wrong if os.environ.get("LICENSEDB_WRONG") else ():
            print(f"       {one}")
        known = [kind for kind in self.asked if kind not in ("foreign", "held out")]
        yield _share(
            "right over all kinds of known texts", sum(self.right[kind] for kind in known), sum(self.asked[kind] for kind in known), 0.99
        )
        yield _share("right on whole texts", sum(self.right[kind] for kind in WHOLE), sum(self.asked[kind] for kind in WHOLE), 1.0)
        yield _share("right on truncated texts", self.right["truncated"], self.asked["truncated"], 0.95)
        yield _share("other texts not named", self.right["foreign"], self.asked["foreign"], 0.98)
        changed = ("clause changed", "sentence deleted")
        yield _share("changes pointed out", sum(self.pointed.values()), sum(self.asked[kind] for kind in changed), 0.95)


def _share(what: str, right: int, asked: int, bound: float) -> bool:
    return line(what, right / max(asked, 1), bound, at_least=True)


class Hiding(Fingerprints):
    """The shipped fingerprints as if one text were not known."""

    def __init__(self, path: Path, sha256: str) -> None:
        super().__init__(path)
        self.hidden = self.number_of(sha256)

    def holding(self, window: int) -> list[int]:
        """As the file has it, without the hidden text."""
        return [number for number in super().holding(window) if number != self.hidden]

    def number_of(self, sha256: str) -> int | None:
        """As the file has it, without the hidden text."""
        found = super().number_of(sha256)
        return None if found == getattr(self, "hidden", -1) else found


def _held_out(texts: dict[str, str]) -> Iterator[Query]:
    """Texts of AI licences, each as if it were not known: what has the words of a known edition may be named, no other."""
    ours = {text.id for text in identifying.fingerprints().texts if text.repository}
    for name, source in texts.items():
        if name in ours:
            yield Query("held out", None, source, (digest(words(source)), name))


def _texts() -> tuple[dict[str, str], list[str]]:
    """The fingerprinted texts that are at hand, and texts of ScanCode that are not fingerprinted."""
    known = identifying.fingerprints()
    by_digest = {text.sha256: text.id for text in known.texts}
    texts: dict[str, str] = {}
    foreign: list[str] = []
    for folder in knowledge.text_folders():
        for path in sorted(folder.iterdir()):
            if path.suffix not in (".txt", ".LICENSE"):
                continue
            source = without_front_matter(path.read_text(encoding="utf-8", errors="replace"))
            name = by_digest.get(digest(words(source)))
            if name:
                texts.setdefault(name, source)
            elif path.suffix == ".LICENSE" and len(words(source)) > 20:
                foreign.append(source)
    return texts, foreign


_MEASURED = """
import resource, sys
from licensedb.cli.app import run
run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _costs(texts: dict[str, str]) -> Iterator[bool]:
    """A cold process against `--version`, its memory, and the warm time for 15 KB."""
    scripts = Path(sys.executable).parent
    licensedb = str(scripts / "licensedb")
    source = next(source for source in texts.values() if 14_000 < len(source.encode()) < 16_000)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "LICENSE"
        file.write_text(source.replace("not", "never", 1), encoding="utf-8")
        cold = side_by_side({"identify": [licensedb, "identify", str(file)], "version": [licensedb, "--version"]}, {"LICENSEDB_TEXTS": ""})
        done = subprocess.run([sys.executable, "-c", _MEASURED, "identify", str(file)], capture_output=True, text=True, check=True)
        yield from _scancode(file, cold["identify"])
    print(f"     identify: {cold['identify'] * 1000:.0f} ms, --version: {cold['version'] * 1000:.0f} ms")
    yield line("cold identify / (1.5 times --version and 100 ms)", cold["identify"] / (1.5 * cold["version"] + 0.1), 1.0)
    yield line("memory of it", int(done.stdout.splitlines()[-1]) / 1024, 80, " MiB")
    known = identifying.fingerprints()
    some = [text for text in texts.values() if 13_000 < len(text.encode()) < 17_000][:40]
    yield line("warm, a text of 15 KB", 1000 * statistics.median(min(_timed(known, text) for _ in range(5)) for text in some), 10, " ms")
    yield line("the file of fingerprints", known.path.stat().st_size / 1e6, 6, " MB")


def _timed(known: Fingerprints, source: str) -> float:
    changed = source.replace(" not ", " never ", 1)
    start = time.perf_counter()
    identify(known, changed)
    return time.perf_counter() - start


def _scancode(file: Path, cold: float) -> Iterator[bool]:
    """The same file by ScanCode, where LICENSEDB_SCANCODE names its command."""
    command = os.environ.get("LICENSEDB_SCANCODE")
    if not command:
        print("     ScanCode is not named (LICENSEDB_SCANCODE)")
        return
    asked = [command, "--license", "--quiet", "--json", str(file.with_suffix(".json")), str(file)]
    subprocess.run(asked, capture_output=True, check=True)  # it builds its index the first time
    start = time.perf_counter()
    subprocess.run(asked, capture_output=True, check=True)
    seconds = time.perf_counter() - start
    print(f"     ScanCode: {seconds:.1f} s")
    yield line("cold identify / cold ScanCode", cold / seconds, 0.1)
