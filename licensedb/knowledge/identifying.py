"""Naming the licences of texts, and making the fingerprints for it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from licensedb import records as r
from licensedb.errors import LicensedbError
from licensedb.knowledge.states import folders_at_hand
from licensedb.resources import folder
from licensedb.texts.fingerprint import Fingerprints
from licensedb.texts.identify import identify as named
from licensedb.texts.reading import LARGEST, read_stream, read_text

FILE = "fingerprints.bin"
STDIN = "-"


@lru_cache(maxsize=4)
def fingerprints(path: Path | None = None) -> Fingerprints:
    """The shipped fingerprints, or those of a file."""
    return Fingerprints(path or folder("seeds") / FILE)


def identify(path: str | Path, *, known: Path | None = None, texts: Sequence[Path] | None = None) -> r.Identified:
    """Name the licences of a file; `-` is standard input.

    `texts` are folders of licence texts: the words that a passage replaced are told where the text is at hand. Raises
    MisuseError for what is no text.
    """
    place = str(path)
    source = read_stream(sys.stdin.buffer, "standard input", pages=True) if place == STDIN else read_text(Path(path), pages=True)
    return identify_text(source, place=place, known=known, texts=texts)


def identify_text(source: str, *, place: str = "", known: Path | None = None, texts: Sequence[Path] | None = None) -> r.Identified:
    """Name the licences of a text, as `identify` does."""
    found = named(fingerprints(known), source, place)
    if not any(match.passages for match in found.matches):
        return found
    folders = folders_at_hand() if texts is None else texts
    return msgspec.structs.replace(found, matches=tuple(_with_old_words(match, folders) for match in found.matches))


def _with_old_words(match: r.Match, folders: Sequence[Path]) -> r.Match:
    from licensedb.texts.held import held

    text = held(folders, match.text) if match.passages else None
    if text is None:
        return match
    passages = tuple(
        msgspec.structs.replace(one, old=text.between(*one.known)) if one.known[0] < one.known[1] else one for one in match.passages
    )
    return msgspec.structs.replace(match, passages=passages)


def make(folders: Iterable[Path], target: Path, *, seeds: Sequence[Path] = (), alone: bool = False) -> tuple[int, int]:
    """Write the fingerprints of the texts in folders, added to the shipped ones unless `alone`; (texts, bytes).

    Of ScanCode's texts those are taken that `fingerprints.yaml` beside the seeds names.
    """
    from licensedb.knowledge.building import load
    from licensedb.texts.collect import collect
    from licensedb.texts.fingerprint import decoded, encoded

    read = load(seeds)
    found = collect(folders, _keys(), [*read.licences, *read.policies])
    if not alone:
        told = {source.text.sha256 for source in found}
        found += [source for source in decoded(fingerprints()) if source.text.sha256 not in told]
    data = encoded(found)
    aside = target.with_name(f".{target.name}.new")
    try:
        aside.write_bytes(data)
        aside.replace(target)
    except OSError as error:
        raise LicensedbError(f"cannot be written: {error.strerror}", place=str(target), tip="choose another with -o") from None
    finally:
        aside.unlink(missing_ok=True)
    return len(found), len(data)


def _keys() -> list[str]:
    from licensedb.curation.strict_yaml import read

    data = read(folder("seeds") / "fingerprints.yaml").data
    return list(data["scancode"]) if isinstance(data, dict) else []


__all__ = ["LARGEST", "fingerprints", "identify", "identify_text", "make"]
