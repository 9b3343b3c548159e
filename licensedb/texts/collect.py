"""Collecting the texts to be fingerprinted: from folders with an index, of ScanCode, or of plain files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from licensedb.errors import MisuseError
from licensedb.records import KnownText, Licence
from licensedb.texts import traits
from licensedb.texts.fingerprint import Details, Source
from licensedb.texts.normal import digest, without_front_matter, words
from licensedb.texts.query import layout
from licensedb.texts.reading import read_text
from licensedb.texts.sections import sections
from licensedb.texts.windows import hash_of, windows

_FIELD = re.compile(r"^(name|spdx_license_key|homepage_url): +(.+)$", re.MULTILINE)
_ENDINGS = (".txt", ".md", ".LICENSE", "")


class Found(NamedTuple):
    """A text in a folder: the id it has there, what is told of it, and the text."""

    id: str
    told: Mapping[str, Any]
    text: str


def collect(folders: Iterable[Path], keys: Iterable[str], records: Iterable[Licence]) -> list[Source]:
    """Every text of the folders, each wording once, ready to be written.

    Of a folder of ScanCode's texts only those of `keys` are taken. A wording that a record names goes by the record's id.
    """
    by_digest = {edition.sha256: record for record in records for edition in record.editions}
    wanted = frozenset(keys)
    same: dict[str, list[Found]] = {}
    for folder in folders:
        for found in _in_folder(folder, wanted):
            same.setdefault(digest(words(found.text)), []).append(found)
    return [_source(sha256, every, by_digest.get(sha256)) for sha256, every in same.items()]


def _in_folder(folder: Path, keys: frozenset[str]) -> Iterator[Found]:
    if not folder.is_dir():
        raise MisuseError("is no folder of texts", place=str(folder), tip="name folders, or set LICENSEDB_TEXTS")
    if (folder / "index.json").is_file():
        yield from _indexed(folder)
    elif any(folder.glob("*.LICENSE")):
        yield from (_of_scancode(path) for path in sorted(folder.glob("*.LICENSE")) if path.stem in keys)
    else:
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix in _ENDINGS and not path.name.startswith("."):
                text = without_front_matter(read_text(path))
                yield Found(path.stem, {"name": _first_line(text) or path.stem}, text)


def _indexed(folder: Path) -> Iterator[Found]:
    try:
        rows = msgspec.json.decode((folder / "index.json").read_bytes(), type=list[dict[str, Any]])
    except (OSError, msgspec.MsgspecError) as error:
        raise MisuseError(f"is no index of texts: {error}", place=str(folder / "index.json")) from None
    for row in rows:
        names = {"title": "name", "version_date": "date", "source_repo": "repository", "source_path": "path", "source_commit": "commit"}
        told = {name: row[key] for key, name in names.items() if row.get(key)} | {"address": row.get("canonical_url")}
        path = folder / f"{row.get('id')}.txt"
        if path.is_file():
            yield Found(str(row["id"]), told, without_front_matter(read_text(path)))


def _of_scancode(path: Path) -> Found:
    source = read_text(path)
    text = without_front_matter(source)
    fields = dict(_FIELD.findall(source[: len(source) - len(text)]))
    spdx = fields.get("spdx_license_key", "")
    told = {"name": fields.get("name", path.stem).strip("'\""), "scancode": path.stem, "address": fields.get("homepage_url")}
    return Found(path.stem, told | ({} if spdx.startswith("LicenseRef") else {"spdx": spdx or None}), text)


def _first_line(text: str) -> str:
    return next((line.strip(" #*\t") for line in text.splitlines() if line.strip()), "")[:80]


def _source(sha256: str, every: list[Found], record: Licence | None) -> Source:
    # The licensor's own copy tells most of itself; what ScanCode alone knows of it is added.
    first = min(every, key=lambda found: ("scancode" in found.told, found.id))
    told = {key: value for found in (*every, first) for key, value in found.told.items() if value and key != "scancode"}
    name = str(told.pop("name", first.id))
    name = record.name if record else name
    text = words(first.text)
    called = (name, first.id, *(str(found.told.get("name", "")) for found in every))
    known = KnownText(
        id=first.id,
        name=name,
        words=len(text),
        sha256=sha256,
        layout=layout(first.text),
        licence=record.id if record else None,
        kind=record.kind if record else _kind(name),
        scancode=tuple(str(found.told["scancode"]) for found in every if "scancode" in found.told),
        aliases=tuple(dict.fromkeys(found.id for found in every if found.id != first.id)),
        **{key: str(value) for key, value in told.items()},
    )
    return Source(known, windows(text), frozenset(map(hash_of, text)), _details(first.text, text, called))


def _kind(name: str) -> str:
    return "policy" if re.search(r"use policy|usage policy", name, re.IGNORECASE) else "licence"


def _details(source: str, text: list[str], called: Iterable[str]) -> Details:
    found = [(section.label, section.start) for section in sections(source)]
    return Details(
        sections=tuple(found),
        names=traits.names(text, called),
        dates=traits.dates(text),
        numbers=traits.numbers(text),
        blanks=traits.blanks(source),
        appendix=traits.appendix(source),
        title=traits.title(source),
    )
