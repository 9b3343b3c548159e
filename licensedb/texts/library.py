"""Texts at hand: folders searched for the texts of records, known by the digest of their words or by all their citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from licensedb.errors import MisuseError
from licensedb.records import Edition, Licence, Passage
from licensedb.texts.cite import passages, place_of
from licensedb.texts.normal import digest, without_front_matter, words
from licensedb.texts.reading import read_text

_ENDINGS = (".txt", ".LICENSE", ".md", "")
SHORT = 12  # digits of a digest in the name of a file, where a record lists several editions


class Text(NamedTuple):
    """A text at hand: the document it belongs to, its file, its words and their digest, and whether the record lists it."""

    document: str
    path: Path
    source: str
    words: list[str]
    sha256: str
    listed: bool


class Judged(NamedTuple):
    """How a text stands to a record: whether it is a listed edition, and which of the cited passages are not in it."""

    sha256: str
    words: list[str]
    listed: bool
    found: tuple[Passage, ...]
    missing: tuple[Passage, ...]

    @property
    def accepted(self) -> bool:
        """Whether it counts as the text: a listed edition, or all that is cited stands in it (an unlisted edition)."""
        return self.listed or bool(self.found and not self.missing)


def judge(licence: Licence, source: str) -> Judged:
    """Hold a text against a record: its digest against the editions, and each cited passage against its words."""
    text = words(without_front_matter(source))
    sha256 = digest(text)
    found: list[Passage] = []
    missing: list[Passage] = []
    for one in passages(licence).values():
        (found if len(place_of(text, one.words, one.sha256)) == 1 else missing).append(one)
    return Judged(sha256, text, sha256 in {edition.sha256 for edition in licence.editions}, tuple(found), tuple(missing))


class Library:
    """Folders of licence texts, looked through in order. Nothing is read before it is asked for."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = tuple(folders)

    def text(self, licence: Licence) -> Text | None:
        """The text of `licence`: the first of its listed editions that is at hand; else an unlisted edition; else None."""
        candidates = self._read(licence)
        for edition in licence.editions:
            for path, source, found, sha256 in candidates:
                if sha256 == edition.sha256:
                    return Text(licence.id, path, source, found, sha256, listed=True)
        cited = passages(licence).values()
        for path, source, found, sha256 in candidates:
            if cited and all(len(place_of(found, one.words, one.sha256)) == 1 for one in cited):
                return Text(licence.id, path, source, found, sha256, listed=False)
        return None

    def nearest(self, licence: Licence) -> tuple[Text, Judged] | None:
        """The text of that name in which most of the cited passages stand, where there is no acceptable one."""
        best: tuple[Text, Judged] | None = None
        for path, source, found, sha256 in self._read(licence):
            judged = judge(licence, source)
            if best is None or len(judged.found) > len(best[1].found):
                best = Text(licence.id, path, source, found, sha256, listed=False), judged
        return best

    def _read(self, licence: Licence) -> list[tuple[Path, str, list[str], str]]:
        return [read for path in self._candidates(licence) if (read := _read(path))]

    def _candidates(self, licence: Licence) -> Iterator[Path]:
        own = (file_stem(licence, edition.sha256) for edition in licence.editions)
        stems = dict.fromkeys([*own, licence.id, file_stem(licence, ""), *_names(licence.editions), *self._indexed(licence.editions)])
        for folder in self.folders:
            for stem in stems:
                for ending in _ENDINGS:
                    if (path := folder / f"{stem}{ending}").is_file():
                        yield path

    def _indexed(self, editions: Sequence[Edition]) -> Iterator[str]:
        wanted = {
            (source.address, source.path, source.commit)
            for edition in editions
            for source in edition.sources
            if source.kind in ("repository", "huggingface")
        }
        for folder in self.folders:
            for key, stem in _index(folder):
                if key in wanted:
                    yield stem


def file_stem(licence: Licence, sha256: str) -> str:
    """The name of a text's file without its ending: the id, the digest where a record lists several editions, `unlisted`."""
    if sha256 not in {edition.sha256 for edition in licence.editions}:
        return f"{licence.id}.unlisted"
    return f"{licence.id}.{sha256[:SHORT]}" if len(licence.editions) > 1 else licence.id


def _names(editions: Sequence[Edition]) -> Iterator[str]:
    for edition in editions:
        for source in edition.sources:
            if source.kind == "scancode":
                yield source.address


@lru_cache(maxsize=8)
def _index(folder: Path) -> tuple[tuple[tuple[str, str, str], str], ...]:
    try:
        rows = msgspec.json.decode((folder / "index.json").read_bytes(), type=list[dict[str, object]])
    except (OSError, msgspec.MsgspecError):
        return ()
    keys = ("source_repo", "source_path", "source_commit")
    return tuple(((str(row.get(keys[0])), str(row.get(keys[1])), str(row.get(keys[2]))), str(row.get("id"))) for row in rows)


def read_file(path: Path) -> Text:
    """A text file by its path. Raises MisuseError where it cannot be read as text."""
    return Text("", path, *_counted(read_text(path)), listed=False)


def _counted(source: str) -> tuple[str, list[str], str]:
    found = words(without_front_matter(source))
    return source, found, digest(found)


def _read(path: Path) -> tuple[Path, str, list[str], str] | None:
    try:
        found = path.stat()
        return _read_as_of(path, found.st_mtime_ns, found.st_size)
    except (OSError, MisuseError):
        return None


@lru_cache(maxsize=64)
def _read_as_of(path: Path, mtime: int, size: int) -> tuple[Path, str, list[str], str]:  # noqa: ARG001 - a changed file is another
    return path, *_counted(read_text(path))
