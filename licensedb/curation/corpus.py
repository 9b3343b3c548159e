"""Reading folders of seeds: every file, all findings, and the records of what is sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from licensedb import records as r
from licensedb.curation import check, convert, lock
from licensedb.curation import shapes as s
from licensedb.curation.findings import Finding, in_order
from licensedb.curation.strict_yaml import Document, Path_, dotted, read
from licensedb.resources import COPIES, LOCK, OPEN_LICENCES, RATES, digest, seed_files
from licensedb.texts.library import Library


class Knowledge(NamedTuple):
    """What the seeds hold. With findings in it, it is not fit to be built."""

    licences: list[r.Licence]
    policies: list[r.Licence]
    models: list[r.Model]
    claims: list[r.Claim]
    findings: list[Finding]
    digest: str
    rates: r.Rates | None = None
    open_licences: r.OpenLicences | None = None
    copies: r.CopyNames | None = None
    warnings: Sequence[Finding] = ()


def load(folders: Sequence[Path], library: Library | None = None, day: str | None = None) -> Knowledge:
    """Read and check the seeds of all `folders`; with a library, hold citations against the texts at hand; with a day, warn."""
    findings: list[Finding] = []
    warnings: list[Finding] = []
    unread: set[tuple[str, str]] = set()
    sound: list[tuple[Document, s.Shape]] = []
    records: dict[str, list[Any]] = {kind: [] for kind in s.SHAPES}
    alone: dict[str, s.Shape] = {}
    for folder in folders:
        locked = _lock(folder, findings)
        alone |= _alone(folder, findings)
        for kind, path in seed_files(folder):
            shown = _shown(path, folder)
            document = read(path, shown)
            shape = shaped(document, s.SHAPES[kind])
            findings += document.findings
            if shape is None:
                unread.update(_named(kind, path, document.data))
                continue
            findings += check.of_file(shape, document, path.stem)
            warnings += check.of_day(shape, document, day) if day else []
            sound.append((document.lean(path), shape))
            if isinstance(shape, s.OpennessShape):
                continue
            made = _records(shape, document.path, locked)
            records[kind] += made
            if library is not None and isinstance(shape, (s.LicenceShape, s.PolicyShape)):
                findings += check.of_texts(document, shape, made[0], library)
    findings += check.of_corpus(check.Corpus(sound, frozenset(unread)))
    models = convert.with_components(records["models"], (shape for _, shape in sound if isinstance(shape, s.OpennessShape)))
    kinds = (records["licences"], records["policies"], models, records["claims"])
    lists = alone.get(OPEN_LICENCES)
    rates, copies = alone.get(RATES), alone.get(COPIES)
    return Knowledge(
        *kinds,
        in_order(findings),
        digest(folders),
        convert.rates(rates) if isinstance(rates, s.RatesShape) else None,
        convert.open_licences(lists, records["licences"]) if isinstance(lists, s.OpenLicencesShape) else None,
        convert.copies(copies) if isinstance(copies, s.CopiesShape) else None,
        in_order(warnings),
    )


_ALONE: dict[str, type[s.Shape]] = {RATES: s.RatesShape, OPEN_LICENCES: s.OpenLicencesShape, COPIES: s.CopiesShape}


def _alone(folder: Path, findings: list[Finding]) -> dict[str, s.Shape]:
    """The files that stand alone in a folder; those of an own folder take the place of the shipped ones."""
    found = {}
    for name, wanted in _ALONE.items():
        path = folder / name
        if not path.is_file():
            continue
        document = read(path, _shown(path, folder))
        shape = shaped(document, wanted)
        findings += document.findings
        if shape is not None:
            findings += check.of_file(shape, document, path.stem)
            found[name] = shape
    return found


def shaped(document: Document, shape: type[s.Shape]) -> Any:
    """The document as its shape; None when it has not that shape, and then the findings say why, all at once."""
    if document.data is None:
        return None
    try:
        return msgspec.convert(document.data, shape)
    except msgspec.ValidationError:
        document.findings.extend(_misshapen(document, shape))
        return None


def _misshapen(document: Document, shape: type[s.Shape]) -> Iterator[Finding]:
    from licensedb.curation.schema import problems

    found = False
    for path, problem, tip, rule in problems(document.data, shape):
        found = True
        yield Finding(document.path, document.line(path), dotted(path), problem, rule, tip)
    if not found:
        try:
            msgspec.convert(document.data, shape)
        except msgspec.ValidationError as error:
            yield Finding(document.path, 1, "", str(error), "shape")


def _records(shape: s.Shape, file: str, locked: lock.Lock) -> list[Any]:
    if isinstance(shape, s.ModelsShape):
        return list(convert.models(shape, file))
    if isinstance(shape, s.ClaimsShape):
        return list(convert.claims(shape))
    assert isinstance(shape, (s.LicenceShape, s.PolicyShape))
    return [lock.with_states(convert.licence(shape, file), locked)]


def _named(kind: str, path: Path, data: Any) -> Iterator[tuple[str, str]]:
    """What a file that has not its shape is about, as far as it can be told."""
    if kind != "models":
        yield {"licences": "licence", "policies": "policy"}.get(kind, kind), path.stem
    elif isinstance(data, dict) and isinstance(data.get("models"), list):
        yield from (("model", str(one["id"])) for one in data["models"] if isinstance(one, dict) and "id" in one)


def _lock(folder: Path, findings: list[Finding]) -> lock.Lock:
    try:
        return lock.read(folder)
    except msgspec.MsgspecError as error:
        findings.append(Finding(f"{folder.name}/{LOCK}", 1, "", f"is no lock: {error}", "lock", "run: licensedb texts verify"))
        return lock.Lock({})


def _shown(path: Path, folder: Path) -> str:
    relative = path.relative_to(folder)
    return str(Path(folder.name) / relative)


__all__ = ["Knowledge", "Path_", "load", "shaped"]
