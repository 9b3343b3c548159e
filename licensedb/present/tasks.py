"""Duties as a list to work through, and what would change a verdict, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.records import Change, Check, CheckRow, Condition, DueRule
from licensedb.vocabulary import Duty, Operand, Verdict

# The heading a duty goes under, in the order in which they are worked through.
KINDS = {
    "files": (Duty.PROVIDE_LICENCE_COPY, Duty.INCLUDE_NOTICE, Duty.KEEP_DOCUMENTATION, Duty.DISCLOSE_SOURCE),
    "notices": (Duty.KEEP_NOTICES, Duty.STATE_CHANGES),
    "display": (Duty.DISPLAY_ATTRIBUTION, Duty.NOTIFY_USERS, Duty.MARK_GENERATED, Duty.CREDIT_IN_PUBLICATIONS),
    "name": (Duty.NAME_RULE,),
    "terms": (Duty.SAME_LICENCE, Duty.NO_ADDED_TERMS, Duty.PASS_ON_RESTRICTIONS),
    "licensor": (Duty.NOTIFY_LICENSOR, Duty.PAY),
}
_KIND_OF = {duty: kind for kind, duties in KINDS.items() for duty in duties}
SHOWN = 5  # changes told in a table; JSON and Markdown tell all
PURPOSES = 6


def kind(duty: Duty | None) -> str:
    """What a duty asks one to handle: files, notices, display, name, terms, licensor; standing obligations have none."""
    return _KIND_OF.get(duty, "") if duty else ""


def kind_name(kind: str, t: Language = ENGLISH) -> str:
    """The heading of a kind of duties."""
    return t.trc("kind of duty", kind.capitalize())


def tasks(row: CheckRow, *, full: bool = False, t: Language = ENGLISH) -> list[str]:
    """The duties of a row, each as a line to tick: what to do, with its text and place, when, and the clause.

    In `full` also how far the citation has been held against the text, and the doubts about the duty.
    """
    order = list(KINDS)
    due = sorted(row.duties, key=lambda one: order.index(kind(one.rule.duty)))
    depends = row.decision.verdict is Verdict.DEPENDS
    lines = []
    for one in due:
        cited = say.cite(one.rule.cite, t) if full else f"{t.isolate(one.document)} {say.place(one.rule.cite, t)}"
        note = f" ({t.isolate(one.rule.note.rstrip('.'))})" if one.rule.note else ""
        doubt = t.tr(" Disputed: {note}", note=t.isolate(one.rule.disputed.note)) if full and one.rule.disputed else ""
        lines.append(f"{kind_name(kind(one.rule.duty), t)}: {_task(one, depends, t)}{note} [{cited}]{doubt}")
    return lines


def _task(one: DueRule, conditional: bool, t: Language) -> str:
    rule = one.rule
    said = say.duty(rule, t)
    where = f" ({t.isolate(rule.where)})" if rule.where and rule.where not in said else ""
    when = f"{t.comma}{say.alternatives(rule.when, t)}" if conditional and rule.when else ""
    return f"{said}{where}{when}"


def obligations(row: CheckRow, t: Language = ENGLISH) -> list[str]:
    """The standing obligations of a row, each kind once with its clauses."""
    by_text: dict[str, list[str]] = {}
    for one in row.obligations:
        by_text.setdefault(upper(say.duty(one.rule, t)), []).append(f"{t.isolate(one.document)} {say.place(one.rule.cite, t)}")
    return [f"{text} [{t.semicolon.join(dict.fromkeys(clauses))}]" for text, clauses in by_text.items()]


def changes(row: CheckRow, found: Check, *, full: bool = False, t: Language = ENGLISH) -> list[str]:
    """All that would change the verdict of a row, nearest first; purposes with one outcome in one line, in `full` all named."""
    licensors = {document.id: document.licensor for document in found.documents}
    told = [change for change in row.changes if not _is_listed_purpose(change)]
    lines = [f"{crossing(change, t)}: {_outcome(change, licensors, t)}" for change in told]
    return [*lines, *_purposes([change for change in row.changes if _is_listed_purpose(change)], full, t)]


def capped(lines: Sequence[str], t: Language = ENGLISH) -> list[str]:
    """The first few lines, and how many more there are."""
    more = len(lines) - SHOWN
    if more <= 0:
        return list(lines)
    return [*lines[:SHOWN], t.trn("{count} more", "{count} more", more) + t.tr(" (--format markdown or json tells all)")]


def _is_listed_purpose(change: Change) -> bool:
    return change.operand == Operand.PURPOSE and change.to != "none"


def _purposes(found: Iterable[Change], full: bool, t: Language) -> Iterable[str]:
    by_verdict: dict[Verdict, list[Change]] = {}
    for change in found:
        by_verdict.setdefault(change.verdict, []).append(change)
    for verdict, some in by_verdict.items():
        names = [w.term("purpose", name, t) for change in some for name in change.to.split(",")]
        rest = len(names) - PURPOSES
        told = names if full or rest <= 1 else [*names[:PURPOSES], t.trn("{count} more", "{count} more", rest)]
        documents = t.isolate("; ".join(dict.fromkeys(change.reason.document for change in some)))
        word = w.verdict(verdict, t)
        yield t.tr(
            "for a restricted purpose ({purposes}): {verdict} [{documents}]", purposes=t.listed(told), verdict=word, documents=documents
        )


def crossing(change: Change, t: Language = ENGLISH) -> str:
    """What would have to be otherwise: `above 700,000,000 monthly active users (...)`."""
    if change.operand == "route":
        return _without_route(change, t)
    operand = Operand(change.operand)
    if change.threshold is not None:
        return _over_line(change, w.operand(operand, t), t)
    if operand is Operand.COMPETITOR:
        name = t.isolate(change.to)
        return t.tr("if you compete with {name}", name=name) if change.held else t.tr("if you do not compete with {name}", name=name)
    if change.to in ("true", "false"):
        return t.tr("if {condition}", condition=say.condition(Condition(operand, flag=change.to == "true"), t))
    if change.to == "none":
        return t.tr("without the restricted purpose")
    if change.to.startswith("not "):
        outside = t.comma.join(map(t.place, change.to[4:].split(",")))
        if operand is Operand.DOMICILE:
            return t.tr("if your seat is outside {places}", places=outside)
        return t.tr("if it is used and offered only outside {places}", places=outside)
    return t.tr("if {condition}", condition=say.condition(Condition(operand, any_of=tuple(change.to.split(","))), t))


def _without_route(change: Change, t: Language) -> str:
    name = t.isolate(change.of or "")
    if t is not ENGLISH:
        held = w.held(change.to, t)
        return (
            t.tr("if a {route} is held for {name}", route=held, name=name)
            if change.held
            else t.tr("without the {route} for {name}", route=held, name=name)
        )
    return f"if a {change.to.replace('-', ' ')} is held for {name}" if change.held else f"without the {change.to} for {name}"


def _over_line(change: Change, name: str, t: Language) -> str:
    line = change.threshold
    assert line is not None
    told = {"amount": t.amount(line.value, line.currency), "figure": name}
    if line.inclusive:
        text = t.tr("from {amount} {figure}", **told) if change.above else t.tr("below {amount} {figure}", **told)
    else:
        text = t.tr("above {amount} {figure}", **told) if change.above else t.tr("up to {amount} {figure}", **told)
    inside = say.measured(line, t)
    return f"{text} ({inside})" if inside else text


def _outcome(change: Change, licensors: dict[str, str], t: Language) -> str:
    reason = change.reason
    where = say.section(reason.cite.section) if reason.cite else ""
    place = f" [{t.isolate(f'{reason.document} {where}'.rstrip())}]"
    if change.verdict is Verdict.DEPENDS:
        return (t.tr("the terms of the licence held decide") if reason.why == "route-held" else t.tr("it depends on more")) + place
    text = w.verdict(change.verdict, t)
    if change.verdict is Verdict.ON_REQUEST and reason.way:
        licensor, named = t.tr("the licensor"), t.isolate(licensors.get(reason.document, ""))
        text += " - " + w.route(reason.way, t).replace(licensor, named or licensor)
    return text + place


def upper(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
