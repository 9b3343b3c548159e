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


def tasks(row: CheckRow, *, full: bool = False) -> list[str]:
    """The duties of a row, each as a line to tick: what to do, with its text and place, when, and the clause.

    In `full` also how far the citation has been held against the text, and the doubts about the duty.
    """
    order = list(KINDS)
    due = sorted(row.duties, key=lambda one: order.index(kind(one.rule.duty)))
    depends = row.decision.verdict is Verdict.DEPENDS
    lines = []
    for one in due:
        cited = say.cite(one.rule.cite) if full else f"{one.document} {say.place(one.rule.cite)}"
        note = f" ({one.rule.note.rstrip('.')})" if one.rule.note else ""
        doubt = f" Disputed: {one.rule.disputed.note}" if full and one.rule.disputed else ""
        lines.append(f"{kind(one.rule.duty).capitalize()}: {_task(one, depends)}{note} [{cited}]{doubt}")
    return lines


def _task(one: DueRule, conditional: bool) -> str:
    rule = one.rule
    said = say.duty(rule)
    where = f" ({rule.where})" if rule.where and rule.where not in said else ""
    when = f", {say.alternatives(rule.when)}" if conditional and rule.when else ""
    return f"{said}{where}{when}"


def obligations(row: CheckRow) -> list[str]:
    """The standing obligations of a row, each kind once with its clauses."""
    by_text: dict[str, list[str]] = {}
    for one in row.obligations:
        by_text.setdefault(upper(say.duty(one.rule)), []).append(f"{one.document} {say.place(one.rule.cite)}")
    return [f"{text} [{'; '.join(dict.fromkeys(clauses))}]" for text, clauses in by_text.items()]


def changes(row: CheckRow, found: Check, *, full: bool = False) -> list[str]:
    """All that would change the verdict of a row, nearest first; purposes with one outcome in one line, in `full` all named."""
    licensors = {document.id: document.licensor for document in found.documents}
    lines = [f"{crossing(change)}: {_outcome(change, licensors)}" for change in row.changes if not _is_listed_purpose(change)]
    return [*lines, *_purposes([change for change in row.changes if _is_listed_purpose(change)], full)]


def capped(lines: Sequence[str]) -> list[str]:
    """The first few lines, and how many more there are."""
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], f"{more} more (--format markdown or json tells all)"] if more > 0 else list(lines)


def _is_listed_purpose(change: Change) -> bool:
    return change.operand == Operand.PURPOSE and change.to != "none"


def _purposes(found: Iterable[Change], full: bool) -> Iterable[str]:
    by_verdict: dict[Verdict, list[Change]] = {}
    for change in found:
        by_verdict.setdefault(change.verdict, []).append(change)
    for verdict, some in by_verdict.items():
        names = [name.replace("-", " ") for change in some for name in change.to.split(",")]
        told = names if full or len(names) <= PURPOSES + 1 else [*names[:PURPOSES], f"{len(names) - PURPOSES} more"]
        documents = "; ".join(dict.fromkeys(change.reason.document for change in some))
        yield f"for a restricted purpose ({w.listed(told)}): {w.VERDICTS[verdict]} [{documents}]"


def crossing(change: Change) -> str:
    """What would have to be otherwise: `above 700,000,000 monthly active users (...)`."""
    if change.operand == "route":
        held = "if a" if change.held else "without the"
        return f"{held} {change.to.replace('-', ' ')} is held for {change.of}" if change.held else f"{held} {change.to} for {change.of}"
    operand = Operand(change.operand)
    if change.threshold is not None:
        return _over_line(change, w.OPERANDS[operand])
    if operand is Operand.COMPETITOR:
        return f"if you compete with {change.to}" if change.held else f"if you do not compete with {change.to}"
    if change.to in ("true", "false"):
        return "if " + say.condition(Condition(operand, flag=change.to == "true"))
    if change.to == "none":
        return "without the restricted purpose"
    if change.to.startswith("not "):
        outside = change.to[4:].replace(",", ", ")
        return f"if your seat is outside {outside}" if operand is Operand.DOMICILE else f"if it is used and offered only outside {outside}"
    return "if " + say.condition(Condition(operand, any_of=tuple(change.to.split(","))))


def _over_line(change: Change, name: str) -> str:
    line = change.threshold
    assert line is not None
    words = ("from", "below") if line.inclusive else ("above", "up to")
    inside = [line.window or "", f"on {line.date}" if line.date else "", w.OVERS[line.over] if line.over else ""]
    told = ", ".join(part for part in inside if part)
    amount = w.amount(line.value, line.currency)
    return f"{words[0] if change.above else words[1]} {amount} {name}" + (f" ({told})" if told else "")


def _outcome(change: Change, licensors: dict[str, str]) -> str:
    reason = change.reason
    where = say.section(reason.cite.section) if reason.cite else ""
    place = f" [{reason.document} {where}".rstrip() + "]"
    if change.verdict is Verdict.DEPENDS:
        return ("the terms of the licence held decide" if reason.why == "route-held" else "it depends on more") + place
    text = w.VERDICTS[change.verdict]
    if change.verdict is Verdict.ON_REQUEST and reason.way:
        text += " - " + w.ROUTES[reason.way].replace("the licensor", licensors.get(reason.document, "the licensor"))
    return text + place


def upper(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
