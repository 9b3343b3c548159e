"""seeds/verified.lock: for each citation, the text it was found in and the day; written by `texts verify`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from licensedb.records import Citation, Licence
from licensedb.resources import LOCK
from licensedb.vocabulary import State


class Verified(msgspec.Struct, frozen=True):
    """A document's citations (digests) that a curator's run found in the text of digest `text`."""

    document: str
    text: str
    date: str
    citations: tuple[str, ...]


class Lock(NamedTuple):
    """What is locked, by document."""

    documents: dict[str, Verified]

    def date(self, cite: Citation) -> str | None:
        """The day a citation was found in its text; None where no run found it."""
        found = self.documents.get(cite.document)
        return found.date if found and cite.sha256 in found.citations else None


def read(folder: Path) -> Lock:
    """The lock of a folder of seeds; empty where there is none. Raises msgspec.MsgspecError where it is no lock."""
    try:
        rows = msgspec.json.decode((folder / LOCK).read_bytes(), type=list[Verified])
    except OSError:
        rows = []
    return Lock({row.document: row for row in rows})


def write(folder: Path, rows: Iterable[Verified]) -> None:
    """Write the lock, a line per document, in order."""
    lines = [msgspec.json.encode(row).decode() for row in sorted(rows, key=lambda row: row.document)]
    aside = folder / f".{LOCK}.new"
    try:
        aside.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
        aside.replace(folder / LOCK)
    finally:
        aside.unlink(missing_ok=True)


def with_states(licence: Licence, lock: Lock) -> Licence:
    """The record with the state of each citation as the lock has it."""

    def told(cite: Citation) -> Citation:
        day = lock.date(cite)
        return msgspec.structs.replace(cite, state=State.VERIFIED_BY_CURATORS, verified=day) if day else cite

    return retold(licence, told)


def retold(licence: Licence, told: Callable[[Citation], Citation]) -> Licence:
    """The record with another citation for each."""
    replace = msgspec.structs.replace
    return replace(
        licence,
        means=tuple((word, told(cite)) for word, cite in licence.means),
        rules=tuple(replace(rule, cite=told(rule.cite), worded=told(rule.worded) if rule.worded else None) for rule in licence.rules),
        provisions=tuple(replace(fact, cite=told(fact.cite)) for fact in licence.provisions),
    )
