"""What was verified on this machine: a small file beside the texts, so that a question need not read them again.

Nothing of the texts room is loaded here: a question that meets no such file pays for one look at a folder.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from licensedb import records as r
from licensedb.vocabulary import State

if TYPE_CHECKING:
    from licensedb.store.read import Reader

CACHE = "verified-here.json"
SHIPPABLE = (State.VERIFIED_BY_CURATORS, State.SECTION_ONLY)


def data_folder() -> Path:
    """licensedb's folder in the user's data. On Linux it is told without loading a library, as every question asks for it."""
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        base = os.environ.get("XDG_DATA_HOME", "")
        return Path(base if base.strip() else "~/.local/share").expanduser() / "licensedb"
    import platformdirs

    return Path(platformdirs.user_data_dir("licensedb", appauthor=False))


def text_folders() -> list[Path]:
    """The folders named by LICENSEDB_TEXTS, in order."""
    return [Path(name) for name in os.environ.get("LICENSEDB_TEXTS", "").split(os.pathsep) if name]


def own_folder() -> Path:
    """The user's folder of texts, where they are pulled to."""
    named = os.environ.get("LICENSEDB_TEXTS_INTO")
    return Path(named) if named else data_folder() / "texts"


def folders_at_hand() -> list[Path]:
    """All folders in which texts are at hand: those named by LICENSEDB_TEXTS, then the user's own."""
    return [*text_folders(), own_folder()]


class Seen(msgspec.Struct, frozen=True):
    """A text as it was when its record was held against it; `file` is a name in the folder of the cache, or a path."""

    document: str
    file: str
    size: int
    mtime: int  # nanoseconds
    text: str
    listed: bool
    citations: tuple[str, ...]  # digests of the passages found


class States:
    """The states that the citations of a record have on this machine."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._seen: dict[str, Seen | None] = {}
        self._rows: dict[str, list[tuple[Path, Seen]]] = {}
        known = {folder.absolute() for folder in folders}
        for folder in folders:
            for row in read(folder):
                path = folder / row.file
                if path.absolute().parent in known:
                    self._rows.setdefault(row.document, []).append((path, row))

    def __bool__(self) -> bool:
        return bool(self._rows)

    def licence(self, licence: r.Licence) -> r.Licence:
        """The record with the state of each citation that was found in a text which has not changed since."""
        seen = self._of(licence.id)
        if seen is None:
            return licence
        from licensedb.curation.lock import retold

        state = State.VERIFIED_HERE if seen.listed else State.UNLISTED_EDITION
        found = frozenset(seen.citations)
        return retold(licence, lambda cite: msgspec.structs.replace(cite, state=state) if cite.sha256 in found else cite)

    def answers(self, answers: Iterable[r.Answer], reader: Reader) -> Iterator[r.Answer]:
        """Ready answers, each with the state that the citation behind it has here."""
        every = list(answers)
        documents = sorted({answer.text for answer in every if answer.text and answer.rule and self._of(answer.text)})
        cites: dict[tuple[str, str], r.Citation] = {}
        for document in reader.licences(documents):
            cites |= {(document.id, rule.id): rule.cite for rule in document.rules}
            cites |= {(document.id, str(fact.key)): fact.cite for fact in document.provisions}
        for answer in every:
            cite = cites.get((answer.text or "", answer.rule or ""))
            if cite and answer.state in SHIPPABLE and cite.section == answer.section:
                answer = msgspec.structs.replace(answer, state=str(cite.state))
            yield answer

    def _of(self, document: str) -> Seen | None:
        if document not in self._seen:
            self._seen[document] = next((row for path, row in self._rows.get(document, ()) if _same(path, row)), None)
        return self._seen[document]


def _same(path: Path, row: Seen) -> bool:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return False
    return (found.st_size, found.st_mtime_ns) == (row.size, row.mtime)


def read(folder: Path) -> list[Seen]:
    """The rows of a folder's cache; none where it has none, or one that cannot be read."""
    try:
        data = (folder / CACHE).read_bytes()
        return msgspec.json.decode(data, type=list[Seen])
    except (OSError, msgspec.MsgspecError):
        return []


def remember(folder: Path, rows: Iterable[Seen]) -> None:
    """Add rows to the cache of a folder, in place of older ones of the same documents. Raises OSError."""
    new = list(rows)
    again = {row.document for row in new}
    kept = [row for row in read(folder) if row.document not in again and _same(folder / row.file, row)]
    lines = [msgspec.json.encode(row).decode() for row in sorted([*kept, *new], key=lambda row: row.document)]
    put(folder / CACHE, ("[\n" + ",\n".join(lines) + "\n]\n").encode())


def put(path: Path, data: bytes) -> None:
    """Write a file whole: aside first, then in its place. Raises OSError, and then leaves nothing behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
