"""Opening: the default database is built when it is missing or old; another is never touched."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

import msgspec

from licensedb.errors import DatabaseError
from licensedb.knowledge.base import KnowledgeBase
from licensedb.knowledge.building import Talk, build, data_version, default_path, quiet, today
from licensedb.resources import digest, folder, stamp, version
from licensedb.store.read import Reader, peek, rebuild


def open(path: str | Path | None = None, *, seeds: Sequence[str | Path] = (), talk: Talk | None = None) -> KnowledgeBase:
    """Open the knowledge base.

    Without a path (and without LICENSEDB_DB) it is the database in the user's data folder, which is built when it is missing
    or older than the installed seeds; `seeds` are folders of own records, remembered in the database.
    Another database is never touched: where it does not fit, DatabaseError says what to run.
    """
    named = path or os.environ.get("LICENSEDB_DB") or None
    target = Path(named) if named else default_path()
    own = [Path(one) for one in seeds]
    say = talk or quiet
    if named is None:
        _refresh(target, own, say)
        return KnowledgeBase(Reader(target))
    reader = Reader(target)
    if own and not _same_folders(own, reader.meta()):
        reader.close()
        raise DatabaseError(
            "was built from other seeds", place=str(target), tip=f"run: licensedb db build --db {shlex.quote(str(target))} --seeds DIR"
        )
    _must_be_current(reader)
    return KnowledgeBase(reader)


def _refresh(target: Path, own: list[Path], say: Talk) -> None:
    """Build the default database where there is none, or one of another schema or of older seeds."""
    remembered: list[Path] = []
    try:
        reader = Reader(target)
        meta = reader.meta()
        reader.close()
        remembered = _folders(meta)
        if (not own or _same_folders(own, meta)) and _is_current(meta) and today() < meta.get("next-change", "9"):
            return
        why = "the seeds have changed" if not own else "with own records"
    except DatabaseError:
        remembered = _folders(peek(target))
        why = "there was none yet" if not target.exists() else "the old one could not be read"
    gone = [str(one) for one in remembered if not one.is_dir()]
    if gone and not own:
        raise DatabaseError(f"was built with own records from {gone[0]}, which is gone", place=str(target), tip="db build --seeds DIR")
    built = build(target, seeds=own or remembered)
    say(f"licensedb: built {target} ({built.licences} licences, {built.models} models): {why}")


def _folders(meta: dict[str, str]) -> list[Path]:
    return [Path(one) for one in msgspec.json.decode(meta.get("seeds") or "[]", type=list[str])]


def remembered(path: Path) -> list[Path]:
    """The folders of own records that a database was built with, whatever its schema; none where it is no database of ours."""
    return _folders(peek(path))


def _same_folders(own: list[Path], meta: dict[str, str]) -> bool:
    return [one.resolve() for one in own] == _folders(meta)


def _is_current(meta: dict[str, str]) -> bool:
    folders = [folder("seeds"), *_folders(meta)]
    if meta.get("stamp") == stamp(folders):
        return True
    return meta.get("made-with") == version() and meta.get("digest") == digest(folders)


def _must_be_current(reader: Reader) -> None:
    meta = reader.meta()
    if not all(one.is_dir() for one in _folders(meta)):
        return  # built elsewhere, with folders that are not here: what it holds can be read all the same
    if not _is_current(meta):
        reader.close()
        said = f"holds data {meta.get('data')}, this licensedb brings {data_version(digest([folder('seeds'), *_folders(meta)]))}"
        raise DatabaseError(said, place=str(reader.path), tip=rebuild(reader.path))
