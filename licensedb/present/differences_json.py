"""Two documents compared as JSON: `licensedb.diff/1` (docs/json.md)."""

from __future__ import annotations

from typing import Any

import msgspec

from licensedb.present import as_json
from licensedb.present import sentences as say
from licensedb.records import Citation, Differences, LoneRule, ProvisionFact, Side, WordChange, Written


def differences(found: Differences) -> str:
    """`licensedb.diff/1`."""
    about = found.about
    head = {
        "schema": "licensedb.diff/1",
        "data": about.data if about else None,
        "reviewed": about.reviewed if about else None,
        "as_of": about.as_of if about else None,
        "scenario": as_json.scenario(about.scenario) if about else None,
    }
    body = {
        "a": _side(found.a),
        "b": _side(found.b),
        "differs": found.differs,
        "asked": found.asked,
        "answers": [{"question": one.question, "a": as_json.cell(one), "b": as_json.cell(other)} for one, other in found.answers],
        "rules": [_rule(one) for one in found.rules],
        "provisions": [{"key": pair.key, "a": _fact(pair.a), "b": _fact(pair.b)} for pair in found.facts],
        "words": None,
        "not_at_hand": list(found.lacking),
    }
    if found.words:
        a, b = found.words.words
        body["words"] = {"a": a, "b": b, "common": found.words.common, "passages": [_change(one) for one in found.words.changes]}
    return as_json.dumps({**head, **body})


def _side(one: Side) -> dict[str, Any]:
    return {"id": one.name, "kind": one.kind, "name": one.title, "text": one.state, "sha256": one.sha256}


def _rule(one: LoneRule) -> dict[str, Any]:
    told = {"side": one.side, "document": one.document, "rule": one.rule.id, "kind": one.rule.kind, "only": list(one.only)}
    return {**told, "sentence": say.rule(one.rule), **_cite(one.rule.cite)}


def _fact(one: ProvisionFact | None) -> dict[str, Any] | None:
    return {"value": msgspec.to_builtins(one.value), "note": one.note, **_cite(one.cite)} if one else None


def _cite(cite: Citation) -> dict[str, Any]:
    return {"section": cite.section, "state": str(cite.state), "verified": cite.verified}


def _change(one: WordChange) -> dict[str, Any]:
    told = {"kind": one.kind, "a": _written(one.a), "b": _written(one.b)}
    return {**told, "before": one.before, "after": one.after, "joins": one.joins, "moved": one.moved}


def _written(one: Written) -> dict[str, Any]:
    return {"section": one.section, "last_section": one.last, "words": list(one.words), "text": one.text}
