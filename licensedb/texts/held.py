"""A known text at hand: found in a folder by its names, and taken only when its words have the known digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from licensedb.errors import LicensedbError
from licensedb.records import KnownText
from licensedb.texts.normal import digest, exact_spans, without_front_matter, words
from licensedb.texts.reading import read_text

_ENDINGS = (".txt", ".LICENSE", ".md", "")
_LONGEST = 1200  # characters that are shown


class Held(NamedTuple):
    """A text as it is written, and where each of its words stands in it."""

    source: str
    at: list[tuple[int, int]]

    def between(self, start: int, end: int) -> str:
        """The words from `start` to `end` as they are written."""
        if not 0 <= start < end <= len(self.at):
            return ""
        text = " ".join(self.source[self.at[start][0] : self.at[end - 1][1]].split())
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def held(folders: Iterable[Path], text: KnownText) -> Held | None:
    """The text, where it is at hand in a folder."""
    for path in _candidates(folders, text):
        try:
            source = without_front_matter(read_text(path))
        except LicensedbError:
            continue
        if digest(words(source)) == text.sha256:
            at = exact_spans(source)
            return Held(source, at) if len(at) == text.words else None
    return None


def _candidates(folders: Iterable[Path], text: KnownText) -> Iterator[Path]:
    names = dict.fromkeys((text.id, *text.aliases, *text.scancode, *((text.licence,) if text.licence else ())))
    for folder in folders:
        for name in names:
            yield from (path for ending in _ENDINGS if (path := folder / f"{name}{ending}").is_file())
        if text.licence:
            yield from sorted(folder.glob(f"{text.licence}.*"))
