"""JSON: documented and stable shapes (docs/json.md), one schema name each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from licensedb.present import sentences, tasks
from licensedb.records import (
    About,
    Answer,
    Change,
    Check,
    CheckRow,
    Citation,
    Comparison,
    DueRule,
    Explained,
    Listing,
    ListRow,
    Scenario,
    Shipment,
    Shown,
)


def dumps(value: Any) -> str:
    """A value as indented JSON text."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def listing(found: Listing) -> str:
    """`licensedb.models/1` or `licensedb.licences/1`."""
    begin = head(f"licensedb.{found.kind}s/1", found.about)
    return dumps({**begin, "asked": list(found.asked), "rows": [_list_row(row) for row in found.rows]})


def comparison(found: Comparison) -> str:
    """`licensedb.compare/1`."""
    rows = [
        {
            "id": row.id,
            "kind": row.kind,
            "name": row.name,
            "licences": list(row.licences),
            "confidence": row.confidence,
            "cells": {str(answer.question): cell(answer) for answer in row.answers},
        }
        for row in found.rows
    ]
    return dumps({**head("licensedb.compare/1", found.about), "questions": list(found.questions), "rows": rows})


def check(found: Check) -> str:
    """`licensedb.check/1`."""
    rows = [check_row(row) for row in found.rows]
    documents = [{name: getattr(one, name) for name in one.__struct_fields__} for one in found.documents]
    return dumps({**head("licensedb.check/1", found.about), "rows": rows, "documents": documents})


def shown(found: Shown) -> str:
    """`licensedb.show/1`."""
    body = {
        "kind": found.kind,
        "record": record(found.record),
        "licences": list(found.licences),
        "policies": [record(policy) for policy in found.policies],
        "cells": {str(answer.question): cell(answer) for answer in found.answers},
    }
    return dumps({**head("licensedb.show/1", found.about), "id": found.id, **body})


def explained(found: Explained) -> str:
    """`licensedb.explain/1`."""
    part = found.rule or found.provision
    name = found.rule.id if found.rule else str(found.provision.key) if found.provision else ""
    body = {
        "document": found.document.id,
        "name": f"means-{found.definition[0]}" if found.definition else name,
        "sentence": sentences.rule(found.rule) if found.rule else None,
        "record": msgspec.to_builtins(
            part if part else {"means": found.definition and found.definition[0], "cite": found.definition and found.definition[1]}
        ),
        "state": found.state,
        "address": found.document.address,
        "sources": [msgspec.to_builtins(source) for edition in found.document.editions for source in edition.sources],
        "edition": {"digest": found.edition, "listed": found.listed, "path": found.path} if found.edition else None,
        "changed": found.changed or None,
        "before": found.before,
        "clause": found.clause,
        "after": found.after,
    }
    return dumps({**head("licensedb.explain/1", found.about), **body})


def information(path: str, meta: dict[str, str], counts: dict[str, int]) -> str:
    """`licensedb.info/1`."""
    told = {**meta, "seeds": msgspec.json.decode(meta.get("seeds") or "[]"), "rates": msgspec.json.decode(meta.get("rates") or "null")}
    return dumps({"schema": "licensedb.info/1", "path": path, **told, "counts": counts})


def cell(answer: Answer) -> dict[str, Any]:
    """One answer: `{value, section, text, note, state, ...}`."""
    return {
        "value": msgspec.to_builtins(answer.value),
        "section": answer.section,
        "text": answer.text,
        "note": answer.note,
        "state": str(answer.state) or None,
        "verified": answer.verified,
        "confidence": answer.confidence,
        "rule": answer.rule,
        "disputed": answer.disputed,
        "through": answer.through,
    }


def record(one: Any) -> dict[str, Any]:
    """A licence or model with all its fields and identifiers."""
    found: dict[str, Any] = msgspec.to_builtins(one)
    found.pop("file", None)
    if "licences" in found:
        for entry in found["licences"]:
            entry["from"] = entry.pop("from_", None)
    return found


def notice(found: Shipment, folder: str, written: Sequence[str], more: Mapping[str, Any]) -> str:
    """`licensedb.notice/1`; `more` holds texts, restrictions, names and marks."""
    told = {**head("licensedb.notice/1", found.about), "act": found.act, "folder": folder, "written": list(written), "name": found.name}
    return dumps({**told, "rows": [check_row(row) for row in found.rows], **more})


def scenario(one: Scenario | None) -> dict[str, Any] | None:
    """A scenario; what is open is null."""
    if one is None:
        return None
    found: dict[str, Any] = {name: msgspec.to_builtins(getattr(one, name)) for name in one.__struct_fields__}
    found["granted"] = [{"of": name, "route": route} for name, route in one.granted]
    return found


def head(schema: str, about: About) -> dict[str, Any]:
    """What all shapes begin with."""
    return {
        "schema": schema,
        "data": about.data,
        "reviewed": about.reviewed,
        "as_of": about.as_of,
        "scenario": scenario(about.scenario),
    }


def _list_row(row: ListRow) -> dict[str, Any]:
    found = {"id": row.id, "kind": row.kind, "name": row.record.name}
    if row.kind == "model":
        found |= {"licences": list(row.licences), "through": list(row.through), "conflicts": list(row.conflicts)}  # type: ignore[dict-item]
    verdicts = {str(act): str(verdict) for act, verdict in row.verdicts}
    group = ("yes" if row.sure else "undetermined") if row.verdicts or row.answers else None
    cells = {"cells": {str(answer.question): cell(answer) for answer in row.answers}} if row.answers else {}
    return {**found, "verdicts": verdicts, **cells, "group": group, "confidence": row.confidence, "record": record(row.record)}


def check_row(row: CheckRow) -> dict[str, Any]:
    """A row of `check`, of whatever answer it is part."""
    decision = row.decision
    reason = decision.reason
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "licences": list(row.licences),
        "act": decision.act,
        "verdict": decision.verdict,
        "confidence": row.confidence,
        "reason": {
            "why": reason.why,
            "document": reason.document,
            "rule": reason.rule,
            "through": reason.through,
            "way": reason.way,
            "sentence": sentences.why(decision, row.deciding),
            **_cite(reason.cite),
        },
        "duties": [_due(one) for one in row.duties],
        "obligations": [_due(one) for one in row.obligations],
        "outcomes": [
            {
                "verdict": outcome.verdict,
                "when": [dict(box) for box in outcome.when],
                "sentence": sentences.outcome(outcome),
                "document": outcome.reason.document,
                "rule": outcome.reason.rule,
            }
            for outcome in decision.outcomes
        ],
        "depends_on": [msgspec.to_builtins(line) for line in decision.depends_on],
        "disputed": [{"rule": rule, "verdict": verdict, "note": note} for rule, verdict, note in decision.disputed],
        "assumed": list(decision.assumed),
        "changes": [_change(change) for change in row.changes],
        "converted": [
            {"sentence": sentences.taken(one.figure, one.rate), **msgspec.to_builtins(one), "near": one.near} for one in decision.converted
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    reason = change.reason
    return {
        "operand": change.operand,
        "to": change.to,
        "above": change.above,
        "threshold": None if change.threshold is None else {name: getattr(change.threshold, name) for name in _THRESHOLD},
        "of": change.of,
        "held": change.held,
        "sentence": tasks.crossing(change),
        "verdict": change.verdict,
        "why": reason.why,
        "document": reason.document,
        "rule": reason.rule,
        "way": reason.way,
        **_cite(reason.cite),
        "scenario": scenario(change.scenario),
    }


_THRESHOLD = ("value", "inclusive", "currency", "over", "window", "date")


def _due(one: DueRule) -> dict[str, Any]:
    rule = one.rule
    return {
        "document": one.document,
        "rule": rule.id,
        "duty": rule.duty,
        "text": rule.text,
        "worded": rule.worded.section if rule.worded else None,
        "where": rule.where,
        "at": rule.at,
        "kind": tasks.kind(rule.duty) or None,
        "sentence": sentences.duty(rule),
        **_cite(rule.cite),
    }


def _cite(cite: Citation | None) -> dict[str, Any]:
    if cite is None:
        return {"section": None, "state": None, "verified": None}
    return {"section": cite.section, "state": str(cite.state), "verified": cite.verified}
