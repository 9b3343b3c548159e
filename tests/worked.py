"""The worked cases of tests/cases: their shape, and the records that a case brings along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from licensedb.curation import strict_yaml
from licensedb.vocabulary import Act, Confidence, Duty, Operand, Relation, Route, Verdict

FOLDER = Path(__file__).resolve().parent / "cases"
Due = dict[Duty, str]  # one duty with its clause: `provide-licence-copy: llama-2-community 1.b.i`


class _Shape(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    """A mapping of a case file."""


class Given(_Shape, kw_only=True):
    """A model that a case brings along; `from` names its bases, by id or else by a name that no record has."""

    id: str
    licence: str | list[str] = []
    together: str | None = None
    from_: dict[str, Relation] = msgspec.field(default={}, name="from")


class Expected(_Shape, kw_only=True):
    """What a careful reader of the text answers. A key left out is not held against the answer."""

    verdict: Verdict
    clause: str | None = None  # DOCUMENT SECTION, or none
    through: str | None = None  # the base whose terms decide
    route: Route | None = None  # the way to more rights
    why: str | None = None
    duties: list[Due] | None = None  # all of them
    duties_among: list[Due] = []
    duties_not: list[Duty] = []
    obligations_among: list[Due] = []
    outcomes: list[Verdict] = []
    depends_on: list[Operand] = []
    other_reading: Verdict | None = None
    confidence: Confidence | None = None


class Case(_Shape, kw_only=True):
    """A question as a user asks it, and the answer that the text gives."""

    id: str
    asks: str
    of: str
    do: Act
    scenario: dict[str, Any]
    expect: Expected
    because: str
    given: list[Given] = []
    as_of: str | None = None
    open: str | None = None  # why the program does not answer this yet


class _File(_Shape, kw_only=True):
    cases: list[Case]


def files() -> list[Path]:
    """The case files, in order."""
    return sorted(FOLDER.glob("*.yaml"))


def read(path: Path) -> list[Case]:
    """The cases of a file. Raises ValueError where it is no case file: what is wrong, with its line where YAML is."""
    document = strict_yaml.parse(path.read_text(encoding="utf-8"), path.name)
    if document.findings:
        raise ValueError("; ".join(finding.text() for finding in document.findings))
    return msgspec.convert(document.data, _File, strict=False).cases


def every() -> list[Case]:
    """All cases."""
    return [case for path in files() for case in read(path)]


def seeds(cases: list[Case], known: set[str], folder: Path) -> Path:
    """A folder of seeds with the models that the cases bring along; `known` are the ids of recorded models."""
    given = [model for case in cases for model in case.given]
    known = known | {model.id for model in given}
    source = {"url": "https://example.org/card", "title": "as the case gives it", "seen": "2026-11-23"}
    models = []
    for model in given:
        names = [model.licence] if isinstance(model.licence, str) else model.licence
        together = {"together": model.together} if model.together else {}
        licences = [{"licence": name, "covers": ["weights"], "confidence": "high", "source": source, **together} for name in names]
        bases = [{"model" if name in known else "name": name, "relation": str(relation)} for name, relation in model.from_.items()]
        note = {} if licences else {"note": "The case gives no licence."}
        models.append({"id": model.id, "name": model.id, "licences": licences, "bases": bases, **note})
    target = folder / "models"
    target.mkdir(parents=True)
    (target / "cases.yaml").write_text(json.dumps({"developer": "cases", "models": models}), encoding="utf-8")
    return folder
