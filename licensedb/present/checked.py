"""The answer of `check` as text and CSV: verdict, clause, duties to work through, what would change it."""

from __future__ import annotations

from licensedb.present import grid, tasks
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.records import Check, CheckRow
from licensedb.vocabulary import Confidence, Verdict


def table(found: Check, t: Language = ENGLISH) -> str:
    """One paragraph a model and act."""
    parts = [say.heading(found.about, t), *("\n".join(_lines(row, found, t)) for row in found.rows), t.tr(w.NOT_ADVICE)]
    return "\n\n".join(parts)


def _lines(row: CheckRow, found: Check, t: Language) -> list[str]:
    decision = row.decision
    lines = [f"{title(row, t)}: {w.MARKS[decision.verdict]} {w.verdict(decision.verdict, t)}"]
    lines.append("  " + t.tr("why: {reason} [{clause}]", reason=say.why(decision, row.deciding, t), clause=clause(row, t)))
    if decision.verdict is Verdict.DEPENDS:
        lines += [f"  {say.outcome(outcome, t)}" for outcome in decision.outcomes]
    lines += _block(t.tr("duties"), [f"[ ] {task}" for task in tasks.tasks(row, t=t)])
    if row.obligations:
        lines.append("  " + t.tr("standing obligations: {obligations}", obligations=t.semicolon.join(tasks.obligations(row, t))))
    lines += _block(t.tr("what would change it"), tasks.capped(tasks.changes(row, found, t=t), t))
    lines += [f"  {doubt}" for doubt in doubts(row, t)]
    if decision.assumed:
        lines.append("  " + t.tr("assumed: {codes}", codes=t.semicolon.join(say.assumed(code, t) for code in decision.assumed)))
    if row.confidence is not Confidence.HIGH:
        lines.append("  " + t.tr("confidence: {confidence}", confidence=w.confidence(row.confidence, t)))
    return lines


def _block(name: str, lines: list[str]) -> list[str]:
    return [f"  {name}:", *(f"    {line}" for line in lines)] if lines else []


def title(row: CheckRow, t: Language = ENGLISH) -> str:
    """Model, licences and act of a row."""
    licences = t.isolate(" + ".join(row.licences)) or t.tr("no licence recorded")
    return f"{t.isolate(row.name)} ({licences}): {w.act_name(row.decision.act, t)}"


def clause(row: CheckRow, t: Language = ENGLISH) -> str:
    """Where the deciding rule stands, and how far its citation has been held against the text."""
    reason = row.decision.reason
    text = say.cite(reason.cite, t) if reason.cite else t.isolate(reason.document)
    return text + (t.tr(", by way of {name}", name=t.isolate(reason.through)) if reason.through else "")


def doubts(row: CheckRow, t: Language = ENGLISH) -> list[str]:
    """Other readings that change the verdict, and money so near a line that the rate decides."""
    decision = row.decision
    near = [t.tr("near the line: {conversion}", conversion=say.conversion(one, t)) for one in decision.converted if one.near]
    return [*near, *(_dispute(verdict, rule, note, t) for rule, verdict, note in decision.disputed)]


def _dispute(verdict: Verdict, rule: str, note: str, t: Language) -> str:
    told = {"rule": t.isolate(rule), "note": t.isolate(note)}
    return t.tr("disputed: {verdict} on another reading of {rule} ({note})", verdict=w.verdict(verdict, t), **told)


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
