"""`check --format markdown`: a memo that can be sent to counsel."""

from __future__ import annotations

from collections.abc import Iterable

from licensedb.present import checked, grid, tasks
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import Check, CheckRow, Document
from licensedb.vocabulary import Verdict


def memo(found: Check) -> str:
    """Question and scenario in words, a summary, an account of each act, and the records it all rests on."""
    about = found.about
    names = w.listed(list(dict.fromkeys(row.name for row in found.rows)), "and")
    acts = w.listed(list(dict.fromkeys(w.ACTS[row.decision.act] for row in found.rows)), "or")
    scenario = [f"**Scenario.** {tasks.upper(say.scenario(about.scenario))}.", *say.rates(about.scenario)] if about.scenario else []
    parts = [
        f"# Licence check: {names}",
        f"**Question.** May someone in the scenario below, with {names}: {acts}?",
        "  \n".join(scenario),
        f"**Data.** licensedb data {about.data}, last reviewed {about.reviewed}, as of {about.as_of}.",
        "## Summary",
        grid.markdown(["model", "licence", "act", "verdict", "deciding clause", "confidence"], [_summary(row) for row in found.rows]),
    ]
    for name, rows in _by_name(found.rows).items():
        parts.append(f"## {name}")
        parts += ["\n\n".join(_account(row, found)) for row in rows]
    if found.documents:
        parts += ["## What this rests on", grid.markdown(_DOCUMENT, [_document(one) for one in found.documents])]
    return "\n\n".join(part for part in [*parts, w.NOT_ADVICE] if part)


_DOCUMENT = ["licence or policy", "name", "licensor", "published", "reviewed", "confidence", "text read by curators", "address"]


def _document(one: Document) -> list[str]:
    read = "yes" if one.at_hand else "no: secondary sources"
    return [one.id, one.name, one.licensor, one.published or "", one.reviewed, str(one.confidence), read, one.address or ""]


def _by_name(rows: Iterable[CheckRow]) -> dict[str, list[CheckRow]]:
    found: dict[str, list[CheckRow]] = {}
    for row in rows:
        found.setdefault(f"{row.name} ({' + '.join(row.licences) or 'no licence recorded'})", []).append(row)
    return found


def _summary(row: CheckRow) -> list[str]:
    verdict = f"{w.MARKS[row.decision.verdict]} {w.VERDICTS[row.decision.verdict]}"
    return [row.name, " + ".join(row.licences) or "none recorded", str(row.decision.act), verdict, checked.clause(row), str(row.confidence)]


def _account(row: CheckRow, found: Check) -> list[str]:
    decision = row.decision
    verdict = w.VERDICTS[decision.verdict]
    parts = [f"### {decision.act}: {w.MARKS[decision.verdict]} {verdict}", f"{tasks.upper(w.MEANINGS[decision.verdict])}."]
    parts.append(_items(None, [f"Reason: {say.why(decision, row.deciding)}", f"Clause: {checked.clause(row)}"]))
    if decision.verdict is Verdict.DEPENDS:
        parts.append(_items("Outcomes", [say.outcome(outcome) for outcome in decision.outcomes]))
        lines = [f"{w.OPERANDS[line.operand]} {line.line} ({line.document}, {line.rule})" for line in decision.depends_on]
        parts.append(_items("It depends on", lines))
    parts.append(_items("Duties", [f"[ ] {task}" for task in tasks.tasks(row, full=True)]))
    parts.append(_items("Standing obligations", tasks.obligations(row)))
    parts.append(_items("What would change the verdict", tasks.changes(row, found, full=True)))
    parts.append(_items("Doubts", checked.doubts(row)))
    parts.append(_items("Assumed", [say.assumed(code) for code in decision.assumed]))
    return [part for part in (*parts, f"Confidence: {row.confidence}.") if part]


def _items(title: str | None, lines: Iterable[str]) -> str:
    items = "\n".join(f"- {line}" for line in lines)
    if not items:
        return ""
    return items if title is None else f"**{title}**\n\n{items}"
