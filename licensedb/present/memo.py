"""`check --format markdown`: a memo that can be sent to counsel."""

from __future__ import annotations

from collections.abc import Iterable

from licensedb.present import checked, grid, tasks
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.records import Check, CheckRow, Document
from licensedb.vocabulary import Verdict


def memo(found: Check, t: Language = ENGLISH) -> str:
    """Question and scenario in words, a summary, an account of each act, and the records it all rests on."""
    about = found.about
    names = t.listed([t.isolate(name) for name in dict.fromkeys(row.name for row in found.rows)], "and")
    acts = t.listed(list(dict.fromkeys(w.act(row.decision.act, t) for row in found.rows)), "or")
    scenario = []
    if about.scenario:
        told = tasks.upper(say.scenario(about.scenario, t))
        scenario = [f"**{t.tr('Scenario.')}** {told}.", *say.rates(about.scenario, t)]
    head = [t.trc("heading", name) for name in ("model", "licence", "act", "verdict", "deciding clause", "confidence")]
    data = {"data": t.isolate(about.data), "reviewed": t.date(about.reviewed), "day": t.date(about.as_of)}
    question = t.tr("May someone in the scenario below, with {names}: {acts}?", names=names, acts=acts)
    rests = t.tr("licensedb data {data}, last reviewed {reviewed}, as of {day}.", **data)
    parts = [
        f"# {t.tr('Licence check: {names}', names=names)}",
        f"**{t.tr('Question.')}** {question}",
        "  \n".join(scenario),
        f"**{t.tr('Data.')}** {rests}",
        f"## {t.tr('Summary')}",
        grid.markdown(head, [_summary(row, t) for row in found.rows]),
    ]
    for name, rows in _by_name(found.rows, t).items():
        parts.append(f"## {name}")
        parts += ["\n\n".join(_account(row, found, t)) for row in rows]
    if found.documents:
        documents = [t.trc("heading", name) for name in _DOCUMENT]
        parts += [f"## {t.tr('What this rests on')}", grid.markdown(documents, [_document(one, t) for one in found.documents])]
    return "\n\n".join(part for part in [*parts, t.tr(w.NOT_ADVICE)] if part)


_DOCUMENT = ["licence or policy", "name", "licensor", "published", "reviewed", "confidence", "text read by curators", "address"]


def _document(one: Document, t: Language) -> list[str]:
    read = t.tr("yes") if one.at_hand else t.tr("no: secondary sources")
    days = [t.date(one.published) if one.published else "", t.date(one.reviewed)]
    return [one.id, one.name, one.licensor, *days, w.confidence(one.confidence, t), read, one.address or ""]


def _by_name(rows: Iterable[CheckRow], t: Language) -> dict[str, list[CheckRow]]:
    found: dict[str, list[CheckRow]] = {}
    for row in rows:
        licences = t.isolate(" + ".join(row.licences)) or t.tr("no licence recorded")
        found.setdefault(f"{t.isolate(row.name)} ({licences})", []).append(row)
    return found


def _summary(row: CheckRow, t: Language) -> list[str]:
    verdict = f"{w.MARKS[row.decision.verdict]} {w.verdict(row.decision.verdict, t)}"
    licences = " + ".join(row.licences) or t.tr("none recorded")
    act, sure = w.act_name(row.decision.act, t), w.confidence(row.confidence, t)
    return [row.name, licences, act, verdict, checked.clause(row, t), sure]


def _account(row: CheckRow, found: Check, t: Language) -> list[str]:
    decision = row.decision
    mark = f"{w.MARKS[decision.verdict]} {w.verdict(decision.verdict, t)}"
    parts = [f"### {w.act_name(decision.act, t)}: {mark}", f"{tasks.upper(w.meaning(decision.verdict, t))}."]
    reason = t.tr("Reason: {reason}", reason=say.why(decision, row.deciding, t))
    parts.append(_items(None, [reason, t.tr("Clause: {clause}", clause=checked.clause(row, t))]))
    if decision.verdict is Verdict.DEPENDS:
        parts.append(_items(t.tr("Outcomes"), [say.outcome(outcome, t) for outcome in decision.outcomes]))
        lines = [f"{w.operand(line.operand, t)} {t.isolate(f'{line.line} ({line.document}, {line.rule})')}" for line in decision.depends_on]
        parts.append(_items(t.tr("It depends on"), lines))
    parts.append(_items(t.tr("Duties"), [f"[ ] {task}" for task in tasks.tasks(row, full=True, t=t)]))
    parts.append(_items(t.tr("Standing obligations"), tasks.obligations(row, t)))
    parts.append(_items(t.tr("What would change the verdict"), tasks.changes(row, found, full=True, t=t)))
    parts.append(_items(t.tr("Doubts"), checked.doubts(row, t)))
    parts.append(_items(t.tr("Assumed"), [say.assumed(code, t) for code in decision.assumed]))
    sure = t.tr("Confidence: {confidence}.", confidence=w.confidence(row.confidence, t))
    return [part for part in (*parts, sure) if part]


def _items(title: str | None, lines: Iterable[str]) -> str:
    items = "\n".join(f"- {line}" for line in lines)
    if not items:
        return ""
    return items if title is None else f"**{title}**\n\n{items}"
