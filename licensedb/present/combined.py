"""Bringing together as text: the verdict on each plan, clashes, duties, limits, and what the result may be offered under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from licensedb.present import checked, grid, tasks, tree
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import (
    Clause,
    Combination,
    JoinAnswer,
    JoinClash,
    JoinFact,
    JoinLimit,
    JoinOffer,
    JoinRow,
    OfferedLicence,
    Rule,
)
from licensedb.vocabulary import GRANTS, REFUSALS, ClashKind, Confidence, Duty, Joining, JoinReading, Outcoming, PartRole, Verdict

NAMED = 12  # licences told by name in a table; JSON and Markdown tell all
GROUPS = 6
_TERMS = (ClashKind.SHARE_ALIKE, ClashKind.ADDED_TERMS, ClashKind.NAMES)
_ROLES = {
    PartRole.MERGED: "part",
    PartRole.ADAPTED: "base",
    PartRole.TEACHER: "teacher",
    PartRole.COMPONENT: "component",
    PartRole.DATA: "data",
    PartRole.CHANGED: "changed",
}
_JOININGS = {
    Joining.MERGE: "merged into one model",
    Joining.ADAPTER: "an adapter made for them, given out alone",
    Joining.DISTIL: "a student trained on their outputs",
    Joining.ENSEMBLE: "side by side, each unchanged",
    Joining.TRAIN: "a model trained on them as data",
}
_PLANS = {
    Outcoming.KEEP: "keep it in house",
    Outcoming.PUBLISH: "give it to others",
    Outcoming.SELL: "sell it",
    Outcoming.HOST: "offer it as a service",
    Outcoming.GENERATE: "use and publish its outputs",
}
CLASHES = {
    ClashKind.SHARE_ALIKE: "two parts ask for different licences on the whole",
    ClashKind.ADDED_TERMS: "one part asks for its licence on the whole, which cannot hold another's terms",
    ClashKind.NAMES: "two rules on how the name begins",
    ClashKind.OTHER_MODELS: "a ban on making or bettering other models",
    ClashKind.NO_DERIVATIVES: "no derivatives",
    ClashKind.FIELD: "a limit on what it may be used for",
    ClashKind.LIMIT: "a limit on size, place or purpose",
    ClashKind.NOT_GRANTED: "not granted",
}
# How the two readings are told: what is unsettled, and each of them.
OPEN = {
    Joining.MERGE: "whether a merge betters the other models or is no more than a derivative of each",
    Joining.ADAPTER: "whether an adapter that holds none of the weights is a derivative of its base, where the text does not say",
    Joining.DISTIL: "whether a student is a derivative of its teacher, where the text does not say",
    Joining.ENSEMBLE: "whether models that work together stay separate works or are one work",
    Joining.TRAIN: "whether a model derives from the data that it was trained on",
}
_READINGS = {
    (Joining.MERGE, JoinReading.BETTERS_ANOTHER): "the merge betters the other models too",
    (Joining.MERGE, JoinReading.DERIVATIVE): "the merge is a derivative of each part and nothing more",
    (Joining.ADAPTER, JoinReading.NO_DERIVATIVE): "the adapter is no derivative unless the text says so",
    (Joining.ADAPTER, JoinReading.DERIVATIVE): "the adapter is a derivative of its base",
    (Joining.DISTIL, JoinReading.NO_DERIVATIVE): "the student is no derivative unless the text says so",
    (Joining.DISTIL, JoinReading.DERIVATIVE): "the student is a derivative of its teachers",
    (Joining.ENSEMBLE, JoinReading.SIDE_BY_SIDE): "the models stay separate works",
    (Joining.ENSEMBLE, JoinReading.ONE_WORK): "the models are one work",
    (Joining.TRAIN, JoinReading.DERIVATIVE): "the model derives from the data",
    (Joining.TRAIN, JoinReading.NO_DERIVATIVE): "the model does not derive from the data",
}
WHY_NOT = {
    "same-licence": "a part asks for another licence",
    "own-text": "a licensor's text for its own works: not on the SPDX list, nor recorded to be chosen by others",
    "restrictions": "it does not bar what a part wants barred",
    "grants-more": "it grants what a part refuses",
    "added-terms": "it suffers no added terms, and a part's go along",
}


def combined(found: Combination, form: str, width: int) -> str:
    """The answer of `combine`."""
    if form in ("json", "csv"):
        from licensedb.present import combined_data

        return combined_data.as_json(found) if form == "json" else combined_data.comma_separated(found)
    marked = form == "markdown"
    parts = [say.heading(found.about), _title("Brought together", marked), _parts(found, marked, width)]
    before: JoinRow | None = None
    for row in found.answer.rows:
        parts.append(_row(row, before, found, marked))
        before = row
    parts += _section("Terms of the result", _terms(found.answer, marked), marked)
    parts += _section("Limits that bind", _limits(found), marked)
    parts += _section("Suits and governing law", [_fact(one) for one in found.facts], marked)
    parts += _section("Unsettled", _unsettled(found, marked), marked)
    return "\n\n".join(part for part in [*parts, w.NOT_ADVICE] if part)


def _title(text: str, marked: bool) -> str:
    return f"## {text}" if marked else text


def _section(title: str, lines: Sequence[str], marked: bool) -> list[str]:
    if not lines:
        return []
    return [_title(title, True), _items(lines)] if marked else [title + "\n" + "\n".join(f"  {line}" for line in lines)]


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _parts(found: Combination, marked: bool, width: int) -> str:
    header = ["as", "what", "id", "licence", "confidence"]
    rows = [[_ROLES[one.role], one.name, one.id, " + ".join(one.licences) or "no licence recorded", one.confidence] for one in found.parts]
    table = grid.markdown(header, rows) if marked else grid.plain(header, rows, width)
    into = "" if any(one.role is PartRole.CHANGED for one in found.parts) else _NEW.get(found.joining, "")
    return f"{tasks.upper(_JOININGS[found.joining])}.{into}\n\n{table}"


_NEW = {
    Joining.ADAPTER: " The adapter is new; name one that exists with --into.",
    Joining.DISTIL: " The student is new; name one that exists with --into.",
    Joining.TRAIN: " The model is new; name one that exists with --into.",
}


# A plan


def _row(row: JoinRow, before: JoinRow | None, found: Combination, marked: bool) -> str:
    check = row.check
    scenario = found.about.scenario
    free = scenario is not None and scenario.any_purpose and row.do in (Outcoming.KEEP, Outcoming.PUBLISH)
    head = f"{row.do} ({_PLANS[row.do]}{', for a purpose that all parts are open to' if free else ''}): {verdict(row)}"
    lines = [f"why: {_why(row)}"]
    if before is not None and (before.verdict, before.clashes, _said(before)) == (row.verdict, row.clashes, _said(row)):
        lines = [f"as for {before.do}"]
        return f"## {head}\n\n- {lines[0]}" if marked else f"{head}\n  {lines[0]}"
    if row.verdict is Verdict.DEPENDS:
        lines += [say.outcome(outcome) for outcome in check.decision.outcomes]
    told = None if _at_odds(row) else check.deciding
    lines += [line for clash in row.clashes for line in _clash(clash, told)]
    if row.verdict not in REFUSALS:
        same = before is not None and before.verdict not in REFUSALS and before.check.duties == check.duties
        due = [f"[ ] {task}" for task in dict.fromkeys(tasks.tasks(check, full=marked))]
        lines += [f"duties: those of {before.do}"] if same and due and before is not None else (["duties:", *_deeper(due)] if due else [])
        if check.obligations and not same:
            lines.append("standing obligations: " + "; ".join(tasks.obligations(check)))
    lines += _said(row)
    lines += checked.doubts(check)
    if check.decision.assumed and before is None:
        lines.append("assumed: " + "; ".join(say.assumed(code) for code in check.decision.assumed))
    if check.confidence is not Confidence.HIGH:
        lines.append(f"confidence: {check.confidence}")
    if marked:
        return f"## {head}\n\n" + "\n".join(line if line.startswith("  ") else f"- {line}" for line in (_nested(line) for line in lines))
    return "\n".join([head, *(f"  {line}" for line in lines)])


def _deeper(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _nested(line: str) -> str:
    return f"  - {line.strip()}" if line.startswith("  ") else line


def verdict(row: JoinRow) -> str:
    """The verdict on a plan with its mark."""
    return f"{w.MARKS[row.verdict]} {w.VERDICTS[row.verdict]}"


def _at_odds(row: JoinRow) -> bool:
    """Whether the duties of the parts are why it is refused."""
    return any(one.kind in _TERMS for one in row.clashes)


def _why(row: JoinRow) -> str:
    if _at_odds(row):
        return "Not all that the parts ask for can be kept together."
    decision = row.check.decision
    return f"{say.why(decision, row.check.deciding)} [{checked.clause(row.check)}]"


def _clash(one: JoinClash, told: Rule | None = None) -> list[str]:
    """The kind and the parts, then the clauses; but for the rule that has been told as the reason."""
    clauses = () if told is not None and [clause.rule for clause in one.clauses] == [told] else one.clauses
    lines = [f"✗ {CLASHES[one.kind]}: {_names(one.parts)}", *_deeper(tree.clause(clause) for clause in clauses)]
    alike = [clause.rule for clause in one.clauses if clause.rule and clause.rule.duty is Duty.SAME_LICENCE]
    lines += [f"  note: {note}" for note in dict.fromkeys(rule.note for rule in alike) if note and one.kind in _TERMS]
    return [*lines, f"  disputed: {one.disputed}"] if one.disputed else lines


def _names(parts: Iterable[str]) -> str:
    return w.listed(list(dict.fromkeys(parts)), "and")


def _said(row: JoinRow) -> list[str]:
    """What each part says to each act by itself."""
    by_part: dict[str, list[str]] = {}
    for one in row.said:
        name = f"{one.through}, a base of {one.part}" if one.through else one.part
        mark = f"{one.decision.act} {w.MARKS[one.decision.verdict]} {w.VERDICTS[one.decision.verdict]}"
        cite = one.decision.reason.cite
        place = f"{one.decision.reason.document} {say.section(cite.section)}" if cite else one.decision.reason.document
        by_part.setdefault(name, []).append(f"{mark} [{place}]")
    return ["asked of each part:", *_deeper(f"{name}: {'; '.join(told)}" for name, told in by_part.items())]


# Terms


def _terms(answer: JoinAnswer, marked: bool) -> list[str]:
    offer = answer.offer
    if offer is None:
        if answer.reading is JoinReading.SIDE_BY_SIDE:
            return ["Each part goes out under its own licence; what you put around them may have any."]
        return []
    if all(row.verdict in REFUSALS for row in answer.rows):
        return ["None can be offered: it may not be given out. Of the terms alone:", *_offer(offer, marked)]
    return _offer(offer, marked)


def _offer(offer: JoinOffer, marked: bool) -> list[str]:
    if not offer.bound:
        return ["No part has a say in them: any licence will do, and terms of your own."]
    lines = [f"it could go out under: {_named(offer.fits, marked)}" if offer.fits else "no recorded licence fits"]
    own = "yes, as far as they keep the duties above and the limits below" if offer.own_terms else "no: a part asks for a licence by name"
    lines.append(f"terms of your own: {own}")
    lines += [f"disputed: {offer.disputed}"] if offer.disputed else []
    groups = _grouped(offer.others)
    shown = groups if marked else groups[:GROUPS]
    lines += [f"not {_named(rows, False)}: {_reason(why, clause)}" for why, clause, rows in shown]
    return [*lines, f"{len(groups) - GROUPS} more reasons (--format markdown or json tells all)"] if len(groups) > len(shown) else lines


def _named(rows: Sequence[OfferedLicence], every: bool) -> str:
    names = [one.id for one in rows]
    if every or len(names) <= NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"


def _grouped(rows: Iterable[OfferedLicence]) -> list[tuple[str, Clause | None, list[OfferedLicence]]]:
    found: dict[tuple[str, str], tuple[str, Clause | None, list[OfferedLicence]]] = {}
    for one in rows:
        first = one.clauses[0] if one.clauses else None
        named = tree.clause(first) if first is not None else ""
        found.setdefault((one.why, named), (one.why, first, []))[2].append(one)
    return list(found.values())


def _reason(why: str, clause: Clause | None) -> str:
    return WHY_NOT[why] + (f": {tree.clause(clause)}" if clause is not None else "")


# What goes on


def _limits(found: Combination) -> list[str]:
    lines = []
    for matter, name in (("cap", "size"), ("field", "what it may be used for"), ("territory", "places"), ("policy", "use restrictions")):
        some = [one for one in found.limits if one.matter == matter]
        told = tree.told(tuple(Clause(one.document, one.rule) for one in some))
        lines += [f"{name}: {line}" for line in told if matter != "cap"]
        lines += [f"{name}{' (the lowest)' if one.tightest else ''}: {_limit(one)}" for one in some if matter == "cap"]
    if found.excluded:
        lines.append(f"places shut out by one or the other: {', '.join(found.excluded)}")
    return lines


def _limit(one: JoinLimit) -> str:
    return tree.clause(Clause(one.document, one.rule))


def _fact(one: JoinFact) -> str:
    value = ", ".join(one.fact.value) if isinstance(one.fact.value, tuple) else str(one.fact.value)
    note = f" ({one.fact.note.rstrip('.')})" if one.fact.note else ""
    return f"{str(one.fact.key).replace('-', ' ')}: {value}{note} [{say.cite(one.fact.cite)}]"


def _unsettled(found: Combination, marked: bool) -> list[str]:
    other = found.other
    if other is None:
        return []
    lines = [
        f"It is not settled {OPEN[found.joining]}.",
        f"The answer above takes it that {_READINGS[found.joining, found.answer.reading]}.",
        f"On the other reading {_READINGS[found.joining, other.reading]}:",
    ]
    for row in other.rows:
        lines.append(f"  {row.do}: {verdict(row)}. {_why(row)}")
        lines += [f"    {line}" for clash in row.clashes for line in _clash(clash, None if _at_odds(row) else row.check.deciding)]
        due = [f"{say.duty(one.rule)} [{one.document} {say.place(one.rule.cite)}]" for one in row.check.duties]
        if due and row.verdict in GRANTS and row is other.rows[0]:
            lines.append(f"    duties: {'; '.join(dict.fromkeys(due))}")
    if other.offer is not None and any(row.verdict not in REFUSALS for row in other.rows):
        lines += [f"  {line}" for line in _offer(other.offer, marked)[:2]]
    return lines


__all__ = ["CLASHES", "OPEN", "WHY_NOT", "combined", "verdict"]
