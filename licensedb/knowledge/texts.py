"""The texts of records: which are at hand, fetching those that are not, adding one's own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from licensedb import records as r
from licensedb.errors import LicensedbError, MisuseError
from licensedb.knowledge import states
from licensedb.knowledge.building import Talk, quiet
from licensedb.texts import sources
from licensedb.texts.cite import citations, passages
from licensedb.texts.library import Judged, Library, Text, file_stem, judge
from licensedb.vocabulary import State

if TYPE_CHECKING:
    from licensedb.knowledge.base import KnowledgeBase
    from licensedb.texts.fetch import Web

LISTED, UNLISTED, CHANGED, NOT_AT_HAND = "listed", "unlisted edition", "changed", "not at hand"
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
Package = Callable[[Iterable[str]], dict[str, str]]


def listed(kb: KnowledgeBase, names: Sequence[str] = (), *, folders: Sequence[Path] | None = None) -> r.Texts:
    """How records stand with their texts: those named (with the policies they incorporate), or all."""
    library = Library(states.folders_at_hand() if folders is None else folders)
    documents = kb.documents(names) if names else kb.documents()
    return r.Texts(kb.about(), tuple(_held(licence, library) for licence in documents))


def _held(licence: r.Licence, library: Library) -> r.HeldText:
    text = library.text(licence)
    if text is not None:
        return _row(licence, LISTED if text.listed else UNLISTED, text.path, judge(licence, text.source))
    near = library.nearest(licence)
    if near is None:
        return _row(licence, NOT_AT_HAND)
    return _row(licence, CHANGED, near[0].path, near[1])


def _row(licence: r.Licence, status: str, path: Path | None = None, judged: Judged | None = None) -> r.HeldText:
    found = frozenset(one.sha256 for one in judged.found) if judged and status in (LISTED, UNLISTED) else frozenset()
    here = State.VERIFIED_HERE if status == LISTED else State.UNLISTED_EDITION
    counted: dict[tuple[str, str | None], int] = {}
    for cite in citations(licence):
        key = (str(here), None) if cite.sha256 in found else (str(cite.state), cite.verified)
        counted[key] = counted.get(key, 0) + 1
    return r.HeldText(
        licence.id,
        licence.kind,
        licence.name,
        status,
        str(path or ""),
        judged.sha256 if judged else "",
        len(judged.words) if judged else 0,
        licence.editions[0].words if licence.editions else None,
        len(passages(licence)),
        len(judged.found) if judged else 0,
        judged.missing if judged else (),
        tuple((state, day, count) for (state, day), count in counted.items()),
    )


class Means(NamedTuple):
    """What fetching works with; tests bring their own."""

    web: Web
    package: Package
    bases: sources.Bases = sources.Bases()


def means() -> Means:
    """The net, and the ScanCode package by pip."""
    from licensedb.texts import package
    from licensedb.texts.fetch import Web

    return Means(Web(), package.texts)


def pulled(
    kb: KnowledgeBase,
    names: Sequence[str] = (),
    *,
    every: bool = False,
    only: Sequence[str] = (),
    into: Path | None = None,
    again: bool = False,
    by: Means | None = None,
    talk: Talk | None = None,
) -> r.Texts:
    """Fetch texts that are not at hand (with `again` also those that are) into a folder, from the sources in their order.

    A row whose status is changed or not at hand says in `tried` why. Raises LicensedbError where the folder cannot be written.
    """
    if not names and not every:
        raise MisuseError("no text to pull", tip="name licences, policies or models, or take --all")
    chosen = _sources(only)
    folder = into or states.own_folder()
    run = _Pull(kb, folder, chosen, by or means(), talk or quiet, again)
    rows = run.pull(kb.documents() if every else kb.documents(names))
    return r.Texts(kb.about(), rows)


def _sources(only: Sequence[str]) -> tuple[str, ...]:
    from licensedb.knowledge.asking import nearest

    named = [part.strip() for one in only for part in one.split(",") if part.strip()]
    for name in named:
        if name not in sources.NAMES:
            tip = "nearest: " + ", ".join(nearest(name, sources.NAMES) or sources.NAMES)
            raise MisuseError(f"no source is called {name[:60]!r}", tip=tip)
    return tuple(name for name in sources.NAMES if name in named) or sources.NAMES


class _Pull:
    """One run of `pulled`."""

    def __init__(self, kb: KnowledgeBase, folder: Path, chosen: tuple[str, ...], by: Means, talk: Talk, again: bool) -> None:
        self.folder, self.chosen, self.by, self.talk, self.again = folder, chosen, by, talk, again
        self.all = kb.documents()
        self.seen: list[states.Seen] = []
        self.reasons: dict[str, list[str]] = {}
        self.nearest: dict[str, tuple[str, Judged]] = {}
        self.told: set[str] = set()
        self.held: dict[str, r.HeldText] = {}

    def pull(self, documents: Sequence[r.Licence]) -> tuple[r.HeldText, ...]:
        library = Library([*states.text_folders(), self.folder, states.own_folder()])
        self.held = {one.id: _held(one, library) for one in documents}
        wanted = [one for one in documents if self.again or self.held[one.id].status not in (LISTED, UNLISTED)]
        if wanted:
            must_be_writable(self.folder)
        got: dict[str, r.HeldText] = {}
        for number, licence in enumerate(wanted, 1):
            row = self._from_the_web(licence, f"[{number}/{len(wanted)}]")
            if row is not None:
                got[licence.id] = row
        got |= self._from_the_package([one for one in wanted if one.id not in got])
        rows = [got.get(one.id) or self._not_had(one, self.held[one.id]) for one in documents]
        self._remember([one for one in documents if one.id not in got], library)
        return tuple(rows)

    def _from_the_web(self, licence: r.Licence, place: str) -> r.HeldText | None:
        for source, address in sources.places(licence, self.by.bases):
            if source in self.chosen:
                try:
                    if not self.by.web.given_up(address):
                        self.talk(f"licensedb: {place} {licence.id}: {source}: {address}")
                    text = self.by.web.text(address)
                except LicensedbError as error:
                    self._failed(licence, f"{source}: {error.line()}")
                    continue
                if row := self._taken(licence, text, source, address):
                    return row
        return None

    def _from_the_package(self, licences: Sequence[r.Licence]) -> dict[str, r.HeldText]:
        keys = {one.id: sources.scancode_keys(one) for one in licences}
        wanted = list(dict.fromkeys(key for some in keys.values() for key in some))
        if sources.PACKAGE not in self.chosen or not wanted:
            return {}
        self.talk(f"licensedb: {sources.PACKAGE}: fetching one file of 126 MB by pip, for {len(wanted)} texts")
        try:
            texts = self.by.package(wanted)
        except LicensedbError as error:
            for licence in licences:
                if keys[licence.id]:
                    self._failed(licence, f"{sources.PACKAGE}: {error.line()}")
            return {}
        got = {}
        for licence in licences:
            for key in keys[licence.id]:
                if key not in texts:
                    self._failed(licence, f"{sources.PACKAGE}: holds no {key}")
                elif licence.id not in got and (row := self._taken(licence, texts[key], sources.PACKAGE, key)):
                    got[licence.id] = row
        return got

    def _taken(self, licence: r.Licence, text: str, source: str, address: str) -> r.HeldText | None:
        """Store an acceptable text; else say what it lacks."""
        judged = judge(licence, text)
        why = refusal(licence, judged, self.all)
        if why:
            self._failed(licence, f"{source}: {address}: {why}")
            if judged.found and len(judged.found) > len(self.nearest[licence.id][1].found if licence.id in self.nearest else ()):
                self.nearest[licence.id] = (address, judged)
            return None
        if self.held[licence.id].status == LISTED and not judged.listed:
            self._failed(licence, f"{source}: {address}: is an unlisted edition; the listed one at hand is kept")
            return None
        path = store(self.folder, licence, text, judged)
        self.seen.append(seen(self.folder, licence, path, judged))
        row = _row(licence, LISTED if judged.listed else UNLISTED, path, judged)
        return msgspec.structs.replace(row, source=f"{source}: {address}", tried=tuple(self.reasons.get(licence.id, ())))

    def _failed(self, licence: r.Licence, why: str) -> None:
        if why not in self.told:
            self.talk(f"licensedb: {why}")
        self.told.add(why)
        self.reasons.setdefault(licence.id, []).append(why)

    def _not_had(self, licence: r.Licence, held: r.HeldText) -> r.HeldText:
        tried = tuple(self.reasons.get(licence.id, ()))
        if held.status == NOT_AT_HAND and licence.id in self.nearest:
            address, judged = self.nearest[licence.id]
            held = msgspec.structs.replace(_row(licence, CHANGED, None, judged), source=address)
        if held.status in (LISTED, UNLISTED) or tried:
            return msgspec.structs.replace(held, tried=tried)
        return msgspec.structs.replace(held, tried=(_hopeless(licence, self.chosen),))

    def _remember(self, others: Sequence[r.Licence], library: Library) -> None:
        """Keep what was found for later questions, also of the texts that were at hand before."""
        rows = [*self.seen]
        for licence in others:
            if text := library.text(licence):
                rows.append(seen(self.folder, licence, text.path, judge(licence, text.source)))
        remember(rows, self.folder, self.talk)


def _hopeless(licence: r.Licence, chosen: tuple[str, ...]) -> str:
    if not licence.editions and not passages(licence):
        return "its text was never at hand: there is no edition and no citation to know it by"
    return f"no source of it is recorded among {', '.join(chosen)}"


def refusal(licence: r.Licence, judged: Judged, every: Iterable[r.Licence]) -> str:
    """Why a text is not that of a record; empty when it is. A text that is rather another record's is refused too."""
    if judged.listed:
        return ""
    for other in every:
        if other.id != licence.id and judged.sha256 in {edition.sha256 for edition in other.editions}:
            return f"is the text of {other.id}"
    if not judged.found and not judged.missing:
        return "is no listed edition, and the record cites no passage to know it by"
    if judged.missing:
        total = len(judged.found) + len(judged.missing)
        return f"is another text: {len(judged.found)} of {total} cited passages are found" + (
            f"; not found: {_named(judged.missing)}" if judged.found else ""
        )
    for other in every:
        if other.id != licence.id and len(passages(other)) > len(judged.found) and _holds(other, judged):
            return f"holds all that is cited here, but also all that {other.id} cites, which is more"
    return ""


def _holds(other: r.Licence, judged: Judged) -> bool:
    from licensedb.texts.cite import place_of

    return all(len(place_of(judged.words, one.words, one.sha256)) == 1 for one in passages(other).values())


def _named(missing: Sequence[r.Passage]) -> str:
    return "; ".join(f"{', '.join(one.names)} ({one.section})" for one in missing)


def added(kb: KnowledgeBase, name: str, text: str, place: str, *, into: Path | None = None) -> r.HeldText:
    """Hold a text against a record, and store it where it is its text; `place` is the file it was read from.

    The row's status is changed where it is not, and `tried` says why.
    """
    licence = kb.document(name)
    folder = into or states.own_folder()
    judged = judge(licence, text)
    why = refusal(licence, judged, kb.documents())
    known = Library([*states.text_folders(), folder, states.own_folder()]).text(licence)
    differs = _differing(known, judged)
    if why:
        row = _row(licence, CHANGED, Path(place), judged)
        return msgspec.structs.replace(row, tried=(why,), differs=differs)
    must_be_writable(folder)
    path = store(folder, licence, text, judged)
    if judged.listed or known is None or not known.listed:
        remember([seen(folder, licence, path, judged)], folder, quiet)
    return msgspec.structs.replace(_row(licence, LISTED if judged.listed else UNLISTED, path, judged), differs=differs)


def _differing(known: Text | None, judged: Judged) -> int | None:
    """How many words differ from a listed edition at hand: those on either side that the other has not."""
    from difflib import SequenceMatcher

    if known is None or not known.listed or len(judged.words) > 4 * len(known.words):
        return None
    if known.sha256 == judged.sha256:
        return 0
    same = SequenceMatcher(None, known.words, judged.words, autojunk=False)
    return sum(max(b - a, d - c) for tag, a, b, c, d in same.get_opcodes() if tag != "equal")


def store(folder: Path, licence: r.Licence, text: str, judged: Judged) -> Path:
    """Write a text whole into a folder, named by the id of its record. Raises LicensedbError where that cannot be done."""
    if not _ID.fullmatch(licence.id):
        raise MisuseError(f"{licence.id[:60]!r} is no id that can name a file", tip="lower case, digits, dots, hyphens")
    path = folder / f"{file_stem(licence, judged.sha256)}.txt"
    try:
        states.put(path, text.encode())
    except OSError as error:
        raise _unwritable(path, error) from None
    return path


def seen(folder: Path, licence: r.Licence, path: Path, judged: Judged) -> states.Seen:
    """What is to be remembered of a text that was held against its record."""
    found = path.stat()
    file = path.name if path.absolute().parent == folder.absolute() else str(path.absolute())
    digests = tuple(one.sha256 for one in judged.found)
    return states.Seen(licence.id, file, found.st_size, found.st_mtime_ns, judged.sha256, judged.listed, digests)


def remember(rows: Sequence[states.Seen], folder: Path, talk: Talk) -> None:
    """Keep what was verified here; that it cannot be kept is told, and no more."""
    if rows:
        try:
            states.remember(folder, rows)
        except OSError as error:
            talk(f"licensedb: what was verified here cannot be kept: {folder}: {error.strerror or error}")


def must_be_writable(folder: Path) -> None:
    """Make the folder where it is missing. Raises LicensedbError where no file can be written into it."""
    probe = folder / f".licensedb.{os.getpid()}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise _unwritable(folder, error) from None


def _unwritable(path: Path, error: OSError) -> LicensedbError:
    return LicensedbError(f"cannot be written: {error.strerror or error}", place=str(path), tip="choose another folder with --into")
