"""Answers held against a project's policy: which are fine, accepted, excepted, refused or undetermined."""

from __future__ import annotations

from collections.abc import Mapping

from licensedb import records as r
from licensedb.errors import NO, UNDETERMINED, YES
from licensedb.knowledge.base import KnowledgeBase
from licensedb.knowledge.building import today
from licensedb.vocabulary import GRANTS, REFUSALS, Confidence, Verdict


def gate(found: r.Check, policy: r.Policy | None, ids: Mapping[str, str], day: str, *, whole: bool) -> r.Gate:
    """How each row ends. `ids` are the ids of the models that exceptions name; `whole` says that all the policy asks for was asked.

    An exception counts up to and on its day. One that has passed is expired; one without which the row would be fine, or
    (where the whole policy was asked) that meets no row, is needless.
    """
    told = policy or r.Policy()
    outcomes: list[str] = []
    used: dict[r.PolicyException, bool] = dict.fromkeys(told.exceptions, False)
    met: set[r.PolicyException] = set()
    for row in found.rows:
        outcome = _outcome(row, told)
        for exception in told.exceptions:
            if ids.get(exception.model) != row.id or exception.act is not row.decision.act:
                continue
            met.add(exception)
            if outcome in ("no", "undetermined") and day <= exception.until:
                outcome, used[exception] = "excepted", True
        outcomes.append(outcome)
    expired = tuple(one for one in told.exceptions if day > one.until and (one in met or whole))
    needless = tuple(one for one, served in used.items() if not served and one not in expired and (one in met or whole))
    return r.Gate(tuple(outcomes), expired, needless)


def of(kb: KnowledgeBase, found: r.Check, policy: r.Policy | None, as_of: str | None, *, whole: bool) -> r.Gate:
    """The gate on the day asked for, today unless told. Raises NotFoundError where an exception names no model."""
    ids = {exception.model: kb.find(exception.model)[1] for exception in (policy.exceptions if policy else ())}
    return gate(found, policy, ids, as_of or today(), whole=whole)


def _outcome(row: r.CheckRow, policy: r.Policy) -> str:
    verdict = row.decision.verdict
    if verdict in REFUSALS:
        return "no"
    doubts = set()
    if verdict not in GRANTS:
        doubts.add("silent" if verdict is Verdict.SILENT else "depends")
    if row.confidence is Confidence.LOW:
        doubts.add("low-confidence")
    if not doubts:
        return "fine"
    return "accepted" if doubts <= set(policy.accept) else "undetermined"


def code(outcomes: tuple[str, ...]) -> int:
    """1 when anything is refused, 3 when anything is undetermined, else 0."""
    return NO if "no" in outcomes else UNDETERMINED if "undetermined" in outcomes else YES
