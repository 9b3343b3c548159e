"""The answer of `check` as text and CSV: verdict, clause, duties to work through, what would change it."""

from __future__ import annotations

from licensedb.present import grid, tasks
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import Check, CheckRow
from licensedb.vocabulary import Confidence, Verdict


def table(found: Check) -> str:
    """One paragraph a model and act."""
    parts = [say.heading(found.about), *("\n".join(_lines(row, found)) for row in found.rows), w.NOT_ADVICE]
    return "\n\n".join(parts)


def _lines(row: CheckRow, found: Check) -> list[str]:
    decision = row.decision
    lines = [f"{title(row)}: {w.MARKS[decision.verdict]} {w.VERDICTS[decision.verdict]}"]
    lines.append(f"  why: {say.why(decision, row.deciding)} [{clause(row)}]")
    if decision.verdict is Verdict.DEPENDS:
        lines += [f"  {say.outcome(outcome)}" for outcome in decision.outcomes]
    lines += _block("duties", [f"[ ] {task}" for task in tasks.tasks(row)])
    if row.obligations:
        lines.append("  standing obligations: " + "; ".join(tasks.obligations(row)))
    lines += _block("what would change it", tasks.capped(tasks.changes(row, found)))
    lines += [f"  {doubt}" for doubt in doubts(row)]
    if decision.assumed:
        lines.append("  assumed: " + "; ".join(say.assumed(code) for code in decision.assumed))
    if row.confidence is not Confidence.HIGH:
        lines.append(f"  confidence: {row.confidence}")
    return lines


def _block(name: str, lines: list[str]) -> list[str]:
    return [f"  {name}:", *(f"    {line}" for line in lines)] if lines else []


def title(row: CheckRow) -> str:
    """Model, licences and act of a row."""
    return f"{row.name} ({' + '.join(row.licences) or 'no licence recorded'}): {row.decision.act}"


def clause(row: CheckRow) -> str:
    """Where the deciding rule stands, and how far its citation has been held against the text."""
    reason = row.decision.reason
    text = say.cite(reason.cite) if reason.cite else reason.document
    return text + (f", by way of {reason.through}" if reason.through else "")


def doubts(row: CheckRow) -> list[str]:
    """Other readings that change the verdict, and money so near a line that the rate decides."""
    decision = row.decision
    near = [f"near the line: {say.conversion(one)}" for one in decision.converted if one.near]
    return near + [f"disputed: {w.VERDICTS[verdict]} on another reading of {rule} ({note})" for rule, verdict, note in decision.disputed]


def comma_separated(found: Check) -> str:
    """One line a model and act."""
    header = ["id", "act", "verdict", "confidence", "document", "section", "reason", "duties", "depends_on", "state", "changes"]
    return grid.comma_separated(header, [_cells(row, found) for row in found.rows])


def _cells(row: CheckRow, found: Check) -> list[str]:
    decision = row.decision
    cite = decision.reason.cite
    depends = "; ".join(f"{line.operand} {line.line}".strip() for line in decision.depends_on)
    duties = "; ".join(say.duty(one.rule) for one in row.duties)
    where = [decision.reason.document, cite.section if cite else ""]
    told = [row.id, str(decision.act), str(decision.verdict), str(row.confidence), *where, say.why(decision, row.deciding), duties, depends]
    return [*told, str(cite.state) if cite else "", "; ".join(tasks.changes(row, found))]
