"""Bringing together as text: the verdict on each plan, clashes, duties, limits, and what the result may be offered under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from licensedb.present import checked, grid, tasks, tree
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.records import (
    Clause,
    Combination,
    JoinAnswer,
    JoinClash,
    JoinedPart,
    JoinFact,
    JoinLimit,
    JoinOffer,
    JoinRow,
    OfferedLicence,
    ProvisionFact,
    Rule,
)
from licensedb.vocabulary import (
    GRANTS,
    REFUSALS,
    ClashKind,
    Confidence,
    Duty,
    Joining,
    JoinReading,
    Outcoming,
    PartRole,
    Provision,
    Verdict,
)

NAMED = 12  # licences told by name in a table; JSON and Markdown tell all
GROUPS = 6
_TERMS = (ClashKind.SHARE_ALIKE, ClashKind.ADDED_TERMS, ClashKind.NAMES)
ROLES = {
    PartRole.MERGED: "part",
    PartRole.ADAPTED: "base",
    PartRole.TEACHER: "teacher",
    PartRole.COMPONENT: "component",
    PartRole.DATA: "data",
    PartRole.CHANGED: "changed",
}
JOININGS = {
    Joining.MERGE: "merged into one model",
    Joining.ADAPTER: "an adapter made for them, given out alone",
    Joining.DISTIL: "a student trained on their outputs",
    Joining.ENSEMBLE: "side by side, each unchanged",
    Joining.TRAIN: "a model trained on them as data",
}
PLANS = {
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
READINGS = {
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


def combined(found: Combination, form: str, width: int, t: Language = ENGLISH) -> str:
    """The answer of `combine`."""
    if form in ("json", "csv"):
        from licensedb.present import combined_data

        return combined_data.as_json(found) if form == "json" else combined_data.comma_separated(found)
    marked = form == "markdown"
    parts = [say.heading(found.about, t), _title(t.tr("Brought together"), marked), _parts(found, marked, width, t)]
    before: JoinRow | None = None
    for row in found.answer.rows:
        parts.append(_row(row, before, found, marked, t))
        before = row
    parts += _section(t.tr("Terms of the result"), _terms(found.answer, marked, t), marked)
    parts += _section(t.tr("Limits that bind"), _limits(found, t), marked)
    parts += _section(t.tr("Suits and governing law"), [_fact(one, t) for one in found.facts], marked)
    parts += _section(t.tr("Unsettled"), _unsettled(found, marked, t), marked)
    return "\n\n".join(part for part in [*parts, t.tr(w.NOT_ADVICE)] if part)


def _title(text: str, marked: bool) -> str:
    return f"## {text}" if marked else text


def _section(title: str, lines: Sequence[str], marked: bool) -> list[str]:
    if not lines:
        return []
    return [_title(title, True), _items(lines)] if marked else [title + "\n" + "\n".join(f"  {line}" for line in lines)]


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _parts(found: Combination, marked: bool, width: int, t: Language) -> str:
    header = [t.trc("heading", name) for name in ("as", "what", "id", "licence", "confidence")]
    rows = [_part(one, t) for one in found.parts]
    table = grid.markdown(header, rows) if marked else grid.plain(header, rows, width)
    how = t.trc("how parts are brought together", JOININGS[found.joining])
    into = "" if any(one.role is PartRole.CHANGED for one in found.parts) else _new(found.joining, t)
    return f"{tasks.upper(how)}.{into}\n\n{table}"


def _part(one: JoinedPart, t: Language) -> list[str]:
    licences = " + ".join(one.licences) or t.tr("no licence recorded")
    return [t.trc("role of a part", ROLES[one.role]), one.name, one.id, licences, w.confidence(one.confidence, t)]


def _new(joining: Joining, t: Language) -> str:
    return {
        Joining.ADAPTER: t.tr(" The adapter is new; name one that exists with --into."),
        Joining.DISTIL: t.tr(" The student is new; name one that exists with --into."),
        Joining.TRAIN: t.tr(" The model is new; name one that exists with --into."),
    }.get(joining, "")


# A plan


def _row(row: JoinRow, before: JoinRow | None, found: Combination, marked: bool, t: Language) -> str:
    check = row.check
    scenario = found.about.scenario
    free = scenario is not None and scenario.any_purpose and row.do in (Outcoming.KEEP, Outcoming.PUBLISH)
    plan = t.trc("plan", PLANS[row.do]) + (t.tr(", for a purpose that all parts are open to") if free else "")
    head = f"{plan if t is not ENGLISH else f'{row.do} ({plan})'}: {verdict(row, t)}"
    lines = [t.tr("why: {reason}", reason=_why(row, t))]
    if before is not None and (before.verdict, before.clashes, _said(before, t)) == (row.verdict, row.clashes, _said(row, t)):
        lines = [t.tr("as for {plan}", plan=_plan(before.do, t))]
        return f"## {head}\n\n- {lines[0]}" if marked else f"{head}\n  {lines[0]}"
    if row.verdict is Verdict.DEPENDS:
        lines += [say.outcome(outcome, t) for outcome in check.decision.outcomes]
    told = None if _at_odds(row) else check.deciding
    lines += [line for clash in row.clashes for line in _clash(clash, t, told)]
    if row.verdict not in REFUSALS:
        same = before is not None and before.verdict not in REFUSALS and before.check.duties == check.duties
        due = [f"[ ] {task}" for task in dict.fromkeys(tasks.tasks(check, full=marked, t=t))]
        if same and due and before is not None:
            lines.append(t.tr("duties: those of {plan}", plan=_plan(before.do, t)))
        elif due:
            lines += [f"{t.tr('duties')}:", *_deeper(due)]
        if check.obligations and not same:
            lines.append(t.tr("standing obligations: {obligations}", obligations=t.semicolon.join(tasks.obligations(check, t))))
    lines += _said(row, t)
    lines += checked.doubts(check, t)
    if check.decision.assumed and before is None:
        lines.append(t.tr("assumed: {codes}", codes=t.semicolon.join(say.assumed(code, t) for code in check.decision.assumed)))
    if check.confidence is not Confidence.HIGH:
        lines.append(t.tr("confidence: {confidence}", confidence=w.confidence(check.confidence, t)))
    if marked:
        return f"## {head}\n\n" + "\n".join(line if line.startswith("  ") else f"- {line}" for line in (_nested(line) for line in lines))
    return "\n".join([head, *(f"  {line}" for line in lines)])


def _deeper(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _nested(line: str) -> str:
    return f"  - {line.strip()}" if line.startswith("  ") else line


def _plan(do: Outcoming, t: Language) -> str:
    return str(do) if t is ENGLISH else t.trc("plan", PLANS[do])


def verdict(row: JoinRow, t: Language = ENGLISH) -> str:
    """The verdict on a plan with its mark."""
    return f"{w.MARKS[row.verdict]} {w.verdict(row.verdict, t)}"


def _at_odds(row: JoinRow) -> bool:
    """Whether the duties of the parts are why it is refused."""
    return any(one.kind in _TERMS for one in row.clashes)


def _why(row: JoinRow, t: Language) -> str:
    if _at_odds(row):
        return t.tr("Not all that the parts ask for can be kept together.")
    decision = row.check.decision
    return f"{say.why(decision, row.check.deciding, t)} [{checked.clause(row.check, t)}]"


def _clash(one: JoinClash, t: Language, told: Rule | None = None) -> list[str]:
    """The kind and the parts, then the clauses; but for the rule that has been told as the reason."""
    clauses = () if told is not None and [clause.rule for clause in one.clauses] == [told] else one.clauses
    kind = t.trc("clash", CLASHES[one.kind])
    lines = [f"✗ {kind}: {_names(one.parts, t)}", *_deeper(tree.clause(clause, t) for clause in clauses)]
    alike = [clause.rule for clause in one.clauses if clause.rule and clause.rule.duty is Duty.SAME_LICENCE]
    notes = dict.fromkeys(rule.note for rule in alike if rule.note and one.kind in _TERMS)
    lines += [f"  {t.tr('note: {note}', note=t.isolate(note))}" for note in notes if note]
    return [*lines, f"  {t.tr('disputed: {text}', text=t.isolate(one.disputed))}"] if one.disputed else lines


def _names(parts: Iterable[str], t: Language) -> str:
    return t.listed([t.isolate(name) for name in dict.fromkeys(parts)], "and")


def _said(row: JoinRow, t: Language) -> list[str]:
    """What each part says to each act by itself."""
    by_part: dict[str, list[str]] = {}
    for one in row.said:
        part = t.isolate(one.part)
        name = t.tr("{name}, a base of {part}", name=t.isolate(one.through), part=part) if one.through else part
        mark = f"{w.act_name(one.decision.act, t)} {w.MARKS[one.decision.verdict]} {w.verdict(one.decision.verdict, t)}"
        cite = one.decision.reason.cite
        place = f"{one.decision.reason.document} {say.section(cite.section)}" if cite else one.decision.reason.document
        by_part.setdefault(name, []).append(f"{mark} [{t.isolate(place)}]")
    told = (f"{name}: {t.semicolon.join(said)}" for name, said in by_part.items())
    return [f"{t.tr('asked of each part')}:", *_deeper(told)]


# Terms


def _terms(answer: JoinAnswer, marked: bool, t: Language) -> list[str]:
    offer = answer.offer
    if offer is None:
        if answer.reading is JoinReading.SIDE_BY_SIDE:
            return [t.tr("Each part goes out under its own licence; what you put around them may have any.")]
        return []
    if all(row.verdict in REFUSALS for row in answer.rows):
        return [t.tr("None can be offered: it may not be given out. Of the terms alone:"), *_offer(offer, marked, t)]
    return _offer(offer, marked, t)


def _offer(offer: JoinOffer, marked: bool, t: Language) -> list[str]:
    if not offer.bound:
        return [t.tr("No part has a say in them: any licence will do, and terms of your own.")]
    fits = t.tr("it could go out under: {licences}", licences=_named(offer.fits, marked, t))
    lines = [fits if offer.fits else t.tr("no recorded licence fits")]
    if offer.own_terms:
        lines.append(t.tr("terms of your own: yes, as far as they keep the duties above and the limits below"))
    else:
        lines.append(t.tr("terms of your own: no: a part asks for a licence by name"))
    lines += [t.tr("disputed: {text}", text=t.isolate(offer.disputed))] if offer.disputed else []
    groups = _grouped(offer.others)
    shown = groups if marked else groups[:GROUPS]
    for why, clause, rows in shown:
        lines.append(t.tr("not {licences}: {reason}", licences=_named(rows, False, t), reason=_reason(why, clause, t)))
    left = len(groups) - len(shown)
    if left:
        lines.append(
            t.trn(
                "{count} more reason (--format markdown or json tells all)",
                "{count} more reasons (--format markdown or json tells all)",
                left,
            )
        )
    return lines


def _named(rows: Sequence[OfferedLicence], every: bool, t: Language) -> str:
    names = [t.isolate(one.id) for one in rows]
    if every or len(names) <= NAMED + 1:
        return t.comma.join(names)
    return t.tr("{names} and {count} more", names=t.comma.join(names[:NAMED]), count=t.number(len(names) - NAMED))


def _grouped(rows: Iterable[OfferedLicence]) -> list[tuple[str, Clause | None, list[OfferedLicence]]]:
    found: dict[tuple[str, str], tuple[str, Clause | None, list[OfferedLicence]]] = {}
    for one in rows:
        first = one.clauses[0] if one.clauses else None
        named = tree.clause(first) if first is not None else ""
        found.setdefault((one.why, named), (one.why, first, []))[2].append(one)
    return list(found.values())


def _reason(why: str, clause: Clause | None, t: Language) -> str:
    return t.trc("why a licence does not fit", WHY_NOT[why]) + (f": {tree.clause(clause, t)}" if clause is not None else "")


# What goes on


def _limits(found: Combination, t: Language) -> list[str]:
    lines = []
    names = {
        "cap": t.tr("size"),
        "field": t.tr("what it may be used for"),
        "territory": t.tr("places"),
        "policy": t.tr("use restrictions"),
    }
    for matter, name in names.items():
        some = [one for one in found.limits if one.matter == matter]
        told = tree.told(tuple(Clause(one.document, one.rule) for one in some), t)
        lines += [f"{name}: {line}" for line in told if matter != "cap"]
        lines += [f"{name}{t.tr(' (the lowest)') if one.tightest else ''}: {_limit(one, t)}" for one in some if matter == "cap"]
    if found.excluded:
        lines.append(t.tr("places shut out by one or the other: {places}", places=t.comma.join(map(t.place, found.excluded))))
    return lines


def _limit(one: JoinLimit, t: Language) -> str:
    return tree.clause(Clause(one.document, one.rule), t)


def _fact(one: JoinFact, t: Language) -> str:
    note = f" ({t.isolate(one.fact.note.rstrip('.'))})" if one.fact.note else ""
    name = t.trc("fact", str(one.fact.key).replace("-", " "))
    return f"{name}: {_value(one.fact, t)}{note} [{say.cite(one.fact.cite, t)}]"


def _value(fact: ProvisionFact, t: Language) -> str:
    values = fact.value if isinstance(fact.value, tuple) else (str(fact.value),)
    if t is ENGLISH or fact.key in (Provision.GOVERNING_LAW, Provision.VENUE):
        return t.comma.join(map(t.isolate, values))
    return t.comma.join(t.trc("answer", one.replace("-", " ")) for one in values)


def _unsettled(found: Combination, marked: bool, t: Language) -> list[str]:
    other = found.other
    if other is None:
        return []
    lines = [
        t.tr("It is not settled {question}.", question=t.trc("unsettled", OPEN[found.joining])),
        t.tr("The answer above takes it that {reading}.", reading=t.trc("reading", READINGS[found.joining, found.answer.reading])),
        t.tr("On the other reading {reading}:", reading=t.trc("reading", READINGS[found.joining, other.reading])),
    ]
    for row in other.rows:
        lines.append(f"  {_plan(row.do, t)}: {verdict(row, t)}. {_why(row, t)}")
        lines += [f"    {line}" for clash in row.clashes for line in _clash(clash, t, None if _at_odds(row) else row.check.deciding)]
        due = [f"{say.duty(one.rule, t)} [{t.isolate(one.document)} {say.place(one.rule.cite, t)}]" for one in row.check.duties]
        if due and row.verdict in GRANTS and row is other.rows[0]:
            lines.append(f"    {t.tr('duties')}: {t.semicolon.join(dict.fromkeys(due))}")
    if other.offer is not None and any(row.verdict not in REFUSALS for row in other.rows):
        lines += [f"  {line}" for line in _offer(other.offer, marked, t)[:2]]
    return lines
