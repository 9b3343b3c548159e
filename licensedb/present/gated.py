"""What a gate says on stderr: one summary line, and the exceptions that no longer serve."""

from __future__ import annotations

from licensedb.present import words as w
from licensedb.records import Check, Gate, Policy, PolicyException

_ORDER = ("fine", "accepted", "excepted", "no", "undetermined")


def lines(found: Check, held: Gate, policy: Policy | None) -> list[str]:
    """The summary, where there is a policy or more than one answer; then expired and needless exceptions."""
    said = [_summary(found, held)] if policy or len(found.rows) > 1 else []
    said += [f"licensedb: exception expired on {one.until}: {_exception(one)}" for one in held.expired]
    said += [f"licensedb: exception no longer needed: {_exception(one)}" for one in held.needless]
    return said


def _summary(found: Check, held: Gate) -> str:
    counts = [f"{held.outcomes.count(name)} {name}" for name in _ORDER if name in held.outcomes]
    named = [
        f"{row.id} {row.decision.act} {w.VERDICTS[row.decision.verdict]}"
        for row, outcome in zip(found.rows, held.outcomes, strict=True)
        if outcome in ("no", "undetermined")
    ]
    more = [f"{len(named) - 5} more"] if len(named) > 5 else []
    asked = f"{len(held.outcomes)} answer{'s' if len(held.outcomes) != 1 else ''}"
    return f"licensedb: {asked}: {', '.join(counts)}" + (f" ({'; '.join([*named[:5], *more])})" if named else "")


def _exception(one: PolicyException) -> str:
    return f"{one.model}, {one.act} ({one.reason})"
