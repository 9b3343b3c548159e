"""Bringing together as JSON and comma-separated values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from licensedb.present import as_json as j
from licensedb.present import grid, tree
from licensedb.present import sentences as say
from licensedb.present.combined import CLASHES, OPEN, WHY_NOT
from licensedb.records import Clause, Combination, JoinAnswer, JoinClash, JoinedPart, JoinFact, JoinOffer, JoinRow, OfferedLicence

_HEADER = ["reading", "do", "verdict", "confidence", "about", "part", "act", "part_verdict", "document", "section", "state", "text"]


def comma_separated(found: Combination) -> str:
    """Comma-separated values; `about` tells what a line is."""
    return grid.comma_separated(_HEADER, list(_rows(found)))


def _rows(found: Combination) -> Iterator[list[str]]:
    """A row for each act asked of a part, each clause of a clash, each duty, of each plan and reading; then the licences."""
    for answer in (found.answer, *([found.other] if found.other else [])):
        for row in answer.rows:
            begin = [str(answer.reading), str(row.do), str(row.verdict), str(row.check.confidence)]
            for one in row.said:
                reason = one.decision.reason
                cite = [reason.cite.section, str(reason.cite.state)] if reason.cite else ["", ""]
                told = [one.through or one.part, str(one.decision.act), str(one.decision.verdict), reason.document, *cite]
                yield [*begin, "asked", *told, say.why(one.decision, one.deciding)]
            for clash in row.clashes:
                for clause in clash.clauses:
                    yield [*begin, f"clash: {clash.kind}", " ".join(clash.parts), "", "", *_cited(clause), tree.clause(clause)]
            for due in row.check.duties:
                where = _cited(Clause(due.document, due.rule))
                yield [*begin, f"duty: {due.rule.duty}", "", "", "", *where, say.duty(due.rule)]
        for licence in answer.offer.fits if answer.offer else ():
            yield [str(answer.reading), "", "", "", "licence", licence.id, "", "", "", "", "", "fits"]
        for licence in answer.offer.others if answer.offer else ():
            first = licence.clauses[0] if licence.clauses else None
            where = _cited(first) if first is not None else ["", "", ""]
            yield [str(answer.reading), "", "", "", "licence", licence.id, "", "", *where, WHY_NOT[licence.why]]


def _cited(clause: Clause) -> list[str]:
    cite = clause.rule.cite if clause.rule else clause.provision.cite if clause.provision else None
    return [clause.document, cite.section, str(cite.state)] if cite else [clause.document, "", ""]


def as_json(found: Combination) -> str:
    """`licensedb.combine/1`."""
    body = {
        "as": found.joining,
        "parts": [_part_json(one) for one in found.parts],
        **_answer_json(found.answer),
        "unsettled": OPEN[found.joining] if found.other else None,
        "other_reading": _answer_json(found.other) if found.other else None,
        "limits": [
            {"matter": one.matter, "tightest": one.tightest, **tree.clause_json(Clause(one.document, one.rule))} for one in found.limits
        ],
        "excluded": list(found.excluded),
        "facts": [_fact_json(one) for one in found.facts],
        "documents": [{name: getattr(one, name) for name in one.__struct_fields__} for one in found.documents],
    }
    return j.dumps({**j.head("licensedb.combine/1", found.about), **body})


def _part_json(one: JoinedPart) -> dict[str, Any]:
    return {
        "role": one.role,
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "licences": list(one.licences),
        "confidence": one.confidence,
    }


def _answer_json(answer: JoinAnswer) -> dict[str, Any]:
    return {"reading": answer.reading, "rows": [_row_json(row) for row in answer.rows], "offer": _offer_json(answer.offer)}


def _row_json(row: JoinRow) -> dict[str, Any]:
    told = j.check_row(row.check)
    of_all = {key: told[key] for key in told if key not in ("id", "kind", "name", "verdict")}
    return {
        "do": row.do,
        "verdict": row.verdict,
        "without_clashes": row.check.decision.verdict,
        **of_all,
        "clashes": [_clash_json(one) for one in row.clashes],
        "asked": [
            {
                "part": one.part,
                "through": one.through,
                "act": one.decision.act,
                "verdict": one.decision.verdict,
                "document": one.decision.reason.document,
                "rule": one.decision.reason.rule,
                "section": one.decision.reason.cite.section if one.decision.reason.cite else None,
                "state": str(one.decision.reason.cite.state) if one.decision.reason.cite else None,
                "sentence": say.why(one.decision, one.deciding),
            }
            for one in row.said
        ],
    }


def _clash_json(one: JoinClash) -> dict[str, Any]:
    clauses = [tree.clause_json(clause) for clause in one.clauses]
    return {"kind": one.kind, "sentence": CLASHES[one.kind], "parts": list(one.parts), "clauses": clauses, "disputed": one.disputed}


def _offer_json(offer: JoinOffer | None) -> dict[str, Any] | None:
    if offer is None:
        return None
    return {
        "bound": offer.bound,
        "own_terms": offer.own_terms,
        "disputed": offer.disputed,
        "fits": [_licence_json(one) for one in offer.fits],
        "others": [
            {**_licence_json(one), "why": one.why, "clauses": [tree.clause_json(each) for each in one.clauses]} for one in offer.others
        ],
    }


def _fact_json(one: JoinFact) -> dict[str, Any]:
    fact = one.fact
    return {
        "document": one.document,
        "key": fact.key,
        "value": msgspec.to_builtins(fact.value),
        "note": fact.note,
        "section": fact.cite.section,
        "state": str(fact.cite.state),
        "verified": fact.cite.verified,
    }


def _licence_json(one: OfferedLicence) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "models": one.models}


__all__ = ["as_json", "comma_separated"]
