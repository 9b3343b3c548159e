"""The worked cases of tests/cases/combine: their shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from licensedb.curation import strict_yaml
from licensedb.vocabulary import ClashKind, Duty, Joining, Outcoming, Verdict

FOLDER = Path(__file__).resolve().parent / "cases" / "combine"


class _Shape(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    """A mapping of a case file."""


class Planned(_Shape, kw_only=True):
    """What is expected of one plan for the result. A key left out is not held against the answer."""

    verdict: Verdict
    clashes: list[dict[ClashKind, list[str]]] | None = None  # all of them, each with clauses that must be among its own
    duties_among: list[dict[Duty, str]] = []


class Reading(_Shape, kw_only=True):
    """The answer on one reading: plan by plan, and what the result may be offered under."""

    keep: Planned | None = None
    publish: Planned | None = None
    sell: Planned | None = None
    host: Planned | None = None
    generate: Planned | None = None
    fits_among: list[str] = []
    fits_exactly: list[str] | None = None
    fits_not: dict[str, str] = {}  # licence to the reason, or to a clause (or a document) that stands against it
    own_terms: bool | None = None
    free: bool | None = None  # no part has a say

    def plans(self) -> dict[Outcoming, Planned]:
        """The plans that are told, in the order of the vocabulary."""
        found = {do: getattr(self, do) for do in Outcoming}
        return {do: planned for do, planned in found.items() if planned is not None}


class Expected(Reading, kw_only=True):
    """What a careful reader of the texts answers."""

    other: Reading | Literal["none"] | None = None
    excluded: list[str] | None = None
    tightest: list[str] | None = None


class JoinCase(_Shape, kw_only=True):
    """A question as a user asks it, and the answer that the texts give."""

    id: str
    asks: str
    parts: list[str]
    as_: Joining = msgspec.field(name="as")
    expect: Expected
    because: str
    into: str | None = None
    scenario: dict[str, Any] = {}


class _File(_Shape, kw_only=True):
    cases: list[JoinCase]


def read(path: Path) -> list[JoinCase]:
    """The cases of a file. Raises ValueError where it is no case file."""
    document = strict_yaml.parse(path.read_text(encoding="utf-8"), path.name)
    if document.findings:
        raise ValueError("; ".join(finding.text() for finding in document.findings))
    return msgspec.convert(document.data, _File, strict=False).cases


def every() -> list[JoinCase]:
    """All cases."""
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in read(path)]
