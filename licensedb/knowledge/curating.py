"""What curators run: citations verified and found, files started, schemas written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from licensedb import records as r
from licensedb.errors import DataError, LicensedbError, MisuseError
from licensedb.knowledge.asking import nearest
from licensedb.knowledge.building import Talk, load, quiet, today
from licensedb.knowledge.states import own_folder
from licensedb.resources import LOCK, folder, is_checkout

if TYPE_CHECKING:
    from licensedb.curation.lock import Verified
    from licensedb.texts.library import Library


class Verification(NamedTuple):
    """What a run over all citations found: those in their text, those not, and documents whose text is not at hand.

    `told` is what there is to say of texts that are no listed edition.
    """

    found: int
    findings: list[str]
    not_at_hand: list[str]
    unlocked: list[str]
    told: list[str]


def verify(
    seeds: Path | None = None, *, texts: Sequence[Path], write: bool = True, day: str | None = None, talk: Talk | None = None
) -> Verification:
    """Hold every citation of every record against the texts at hand, and write `verified.lock` into the folder of seeds.

    Documents whose text is not at hand keep what the lock says of them; `unlocked` names those that it does not know.
    The seeds of an installation are not written to. Raises LicensedbError where the lock cannot be written.
    """
    from licensedb.curation import corpus, lock
    from licensedb.knowledge import texts as held
    from licensedb.texts.cite import citations
    from licensedb.texts.library import Library, judge

    target = seeds or folder("seeds")
    library = Library(texts)
    shipped = [folder("seeds")]
    known = corpus.load(shipped if seeds else [])
    others = {one.id for one in (*known.licences, *known.policies)}
    read = corpus.load(shipped if seeds is None else [*shipped, seeds], library)
    try:
        before = lock.read(target)
    except msgspec.MsgspecError as error:
        raise DataError(f"is no lock: {error}", place=str(target / LOCK), tip="remove it and run texts verify again") from None
    rows, not_at_hand, unlocked, told, found = [], [], [], [], 0
    seen = []
    for licence in (*read.licences, *read.policies):
        cited = tuple(dict.fromkeys(cite.sha256 for cite in citations(licence) if cite.sha256))
        if not cited or licence.id in others:
            continue
        text = library.text(licence)
        old = before.documents.get(licence.id)
        missing: tuple[r.Passage, ...] = ()
        if text is not None:
            judged = judge(licence, text.source)
            missing = judged.missing
            found += len(judged.found)
            seen.append(held.seen(own_folder(), licence, text.path, judged))
        if text is not None and missing and text.sha256 != licence.editions[0].sha256:
            share = f"{len(judged.found)} of {len(cited)} cited passages are in it"
            told.append(f"{licence.id}: {text.path.name} is a further edition: {share}")
            rows += [old] if old else []
            if old is None or not {one.sha256 for one in missing} <= set(old.citations):
                unlocked.append(licence.id)
        elif text is not None and not text.listed:
            told.append(f"{licence.id}: {text.path.name} is an unlisted edition in which all that is cited stands; the lock is as it was")
            rows += [old] if old else []
        elif text is not None:
            same = old is not None and old.text == text.sha256 and set(old.citations) == set(cited)
            rows.append(old if same and old else lock.Verified(licence.id, text.sha256, day or today(), tuple(sorted(cited))))
        else:
            not_at_hand.append(licence.id)
            told += _lacking(licence, library)
            rows += [old] if old else []
            if old is None or not set(cited) <= set(old.citations):
                unlocked.append(licence.id)
    problems = [finding.text() for finding in read.findings if finding.rule == "citation-holds"]
    held.remember(seen, own_folder(), talk or quiet)
    if write and not problems:
        _lock(target, rows, seeds is not None or is_checkout(), talk or quiet)
    return Verification(found, problems, not_at_hand, unlocked, told)


def _lacking(licence: r.Licence, library: Library) -> list[str]:
    near = library.nearest(licence)
    if near is None:
        return []
    text, judged = near
    total = len(judged.found) + len(judged.missing)
    return [f"{licence.id}: {text.path.name} is no known edition: {len(judged.found)} of {total} cited passages are found in it"]


def _lock(target: Path, rows: list[Verified], ours: bool, talk: Talk) -> None:
    from licensedb.curation import lock

    if not ours:
        talk(f"licensedb: {target / LOCK} is that of an installation and is not written; curators work in a checkout")
        return
    try:
        lock.write(target, rows)
    except OSError as error:
        tip = "take --no-write, or work in a folder of your own"
        raise LicensedbError(f"cannot be written: {error.strerror or error}", place=str(target / LOCK), tip=tip) from None


def skeleton(kind: str, name: str, seeds: Path | None = None) -> Path:
    """Write the file of a new record and return its path."""
    from licensedb.curation.new import skeleton as write

    return write(kind, name, seeds or folder("seeds"), today(), "../schema" if seeds else "../../docs/schema")


class Cited(NamedTuple):
    """A passage looked for: lines to print, and whether it stands in the text exactly once."""

    lines: list[str]
    unique: bool


def cite(name: str, words: str, seeds: Path | None, texts: Sequence[Path]) -> Cited:
    """The citation of a passage in the text of a licence or policy (by id), or in a text file."""
    from licensedb.texts.cite import LEAST_WORDS, find
    from licensedb.texts.cite import nearest as nearest_passage
    from licensedb.texts.library import Library, read_file
    from licensedb.texts.normal import digest as digest_of
    from licensedb.texts.normal import words as words_of

    if Path(name).exists() or "/" in name:
        whole = read_file(Path(name)).words
    else:
        read = load([seeds] if seeds else [])
        record = next((one for one in (*read.licences, *read.policies) if one.id == name), None)
        if record is None:
            known = [one.id for one in (*read.licences, *read.policies)]
            raise MisuseError(f"no licence or policy is called {name!r}", tip="nearest: " + ", ".join(nearest(name, known)))
        text = Library(texts).text(record)
        if text is None:
            raise MisuseError(f"the text of {name} is not at hand", tip=f"licensedb texts pull {name}, or name a file")
        whole = text.words
    if not words:
        return Cited([f"sha256: {digest_of(whole)}", f"words: {len(whole)}"], True)
    places = find(whole, words)
    lines = []
    for start, end in places[:5]:
        cited = whole[start:end]
        around = " ".join(cited if end - start < 14 else [*cited[:6], "...", *cited[-6:]])
        lines.append(f'cite: {{section: "", words: [{start}, {end}], sha256: "{digest_of(cited)}"}}  # {end - start} words: {around}')
        if end - start < LEAST_WORDS:
            lines.append(f"# a citation holds at least {LEAST_WORDS} words")
    if not places and (near := nearest_passage(whole, words_of(words))):
        lines.append(f"# nearest: words {near[0]} to {near[1]}: {' '.join(whole[near[0] : near[1]][:60])}")
    if len(places) != 1:
        lines.insert(0, f"# stands {len(places)} times in the text: cite a passage that stands once")
    return Cited(lines, len(places) == 1)


def write_schemas(target: Path) -> list[Path]:
    """Write the JSON Schemas of the curated files into a folder."""
    import json

    from licensedb.curation import schema, shapes

    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in shapes.SHAPES:
        path = target / f"{kind}.json"
        path.write_text(json.dumps(schema.document(kind), indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        paths.append(path)
    return paths
