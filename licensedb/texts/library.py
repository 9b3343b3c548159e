"""Texts at hand: folders searched for the editions that records name, each known by the digest of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from licensedb.errors import MisuseError
from licensedb.records import Edition, Licence
from licensedb.texts.normal import digest, without_front_matter, words
from licensedb.texts.reading import read_text

_ENDINGS = (".txt", ".LICENSE", ".md", "")


class Text(NamedTuple):
    """A text at hand: the document it belongs to, its file, its words and their digest, and whether the record lists it."""

    document: str
    path: Path
    source: str
    words: list[str]
    sha256: str
    listed: bool


class Library:
    """Folders of licence texts, looked through in order. Nothing is read before it is asked for."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = tuple(folders)

    def text(self, licence: Licence) -> Text | None:
        """The text of `licence`: one of its listed editions, the first in their order that is at hand; else None."""
        candidates = [read for path in self._candidates(licence) if (read := _read(path))]
        for edition in licence.editions:
            for path, source, found, sha256 in candidates:
                if sha256 == edition.sha256:
                    return Text(licence.id, path, source, found, sha256, listed=True)
        return None

    def _candidates(self, licence: Licence) -> Iterator[Path]:
        stems = dict.fromkeys([licence.id, *_names(licence.editions), *self._indexed(licence.editions)])
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
            if source.kind == "repository"
        }
        for folder in self.folders:
            for key, stem in _index(folder):
                if key in wanted:
                    yield stem


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


@lru_cache(maxsize=64)
def _read(path: Path) -> tuple[Path, str, list[str], str] | None:
    try:
        return path, *_counted(read_text(path))
    except MisuseError:
        return None
