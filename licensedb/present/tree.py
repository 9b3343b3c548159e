"""Lineage as text: the tree of bases, verdicts declared and effective, findings with both clauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.records import Clause, Decision, Derived, Lineage, LineageFinding, LineageRow, ModelLicence, Rule, TreeNode
from licensedb.vocabulary import CONFLICTS, Confidence, FindingKind, Operand, Verdict

SHOWN = 4  # clauses of one finding that are told in full; JSON has them all
_ISOLATES = ("\u2066", "\u2069")


def _state(name: str, t: Language) -> str:
    return {
        "named": t.tr("its terms are not recorded"),
        "circle": t.tr("stands above: a circle"),
        "repeated": t.tr("drawn elsewhere in this tree"),
    }[name]


def _head(kind: FindingKind, t: Language) -> str:
    return {
        FindingKind.MORE_PERMISSIVE: t.tr("more permissive than its base"),
        FindingKind.CANNOT_BE_RELICENSED: t.tr("cannot be relicensed"),
        FindingKind.DROPPED_DUTY: t.tr("dropped duty"),
        FindingKind.INHERITS: t.tr("inherits"),
    }[kind]


def _matter(name: str, t: Language) -> str:
    return {
        "cap": t.tr("a limit on size"),
        "field": t.tr("a limit on what it may be used for"),
        "territory": t.tr("a limit on places"),
        "policy": t.tr("use restrictions"),
        "name": t.tr("the name"),
        "display": t.tr("what is to be displayed"),
        "terms": t.tr("restrictions to pass on"),
    }[name]


def lineage(found: Lineage, form: str, width: int, t: Language = ENGLISH) -> str:
    """The tree, the verdicts and the findings."""
    if form == "json":
        return as_json(found)
    if form == "csv":
        return grid.comma_separated(_HEADER, list(_rows(found)))
    title = "## " if form == "markdown" else ""
    parts = [say.heading(found.about, t), _tree(found, form, t), f"{title}{t.tr('Verdicts')}", _verdicts(found, form, width, t)]
    parts += [f"{title}{t.tr('Findings')}", _findings(found, form, t), _not_recorded(found, t)]
    if found.derived:
        table = [[one.id, _made(one, t), _licences(one.licences, t)] for one in found.derived]
        header = [t.trc("heading", name) for name in ("model", "made as", "licence")]
        shown = grid.markdown(header, table) if form == "markdown" else grid.plain(header, table, width)
        parts += [f"{title}{t.tr('Made from it: {count}', count=t.number(len(found.derived)))}", shown]
    if found.confidence is not Confidence.HIGH:
        parts.append(t.tr("Confidence: {confidence}", confidence=w.confidence(found.confidence, t)))
    return "\n\n".join(part for part in [*parts, t.tr(w.NOT_ADVICE)] if part)


def _made(one: Derived, t: Language) -> str:
    return t.tr("{relation} of {base}", relation=t.trc("relation", str(one.relation)), base=t.isolate(one.base))


def _not_recorded(found: Lineage, t: Language) -> str:
    if not found.unknown:
        return ""
    names = t.listed([t.isolate(name) for name in found.unknown], "and")
    return t.tr("Not recorded: the terms of {names} on {day}. What they add is not known.", names=names, day=t.date(found.held))


def _licences(names: tuple[str, ...], t: Language = ENGLISH) -> str:
    return " + ".join(names) or t.tr("no licence recorded")


# The tree


def _tree(found: Lineage, form: str, t: Language) -> str:
    lines = list(_branch(found.tree, "", "", t)) if form != "markdown" else list(_items(found.tree, 0, t))
    return "\n".join(_clean(line) for line in lines)


def _clean(line: str) -> str:
    return "".join(char for char in line if char.isprintable() or char in _ISOLATES)


def _branch(node: TreeNode, first: str, rest: str, t: Language) -> Iterator[str]:
    yield first + _label(node, t)
    below = f"{rest}│    " if node.bases else f"{rest}     "
    yield from (below.rstrip("\n") + line for line in _terms(node, t))
    for at, base in enumerate(node.bases):
        last = at == len(node.bases) - 1
        yield from _branch(base, f"{rest}{'└─ ' if last else '├─ '}", f"{rest}{'   ' if last else '│  '}", t)


def _items(node: TreeNode, depth: int, t: Language) -> Iterator[str]:
    yield "  " * depth + "- " + _label(node, t)
    yield from ("  " * (depth + 1) + "- " + line for line in _terms(node, t))
    for base in node.bases:
        yield from _items(base, depth + 1, t)


def _label(node: TreeNode, t: Language) -> str:
    shown = _clean_name(node.name)
    name = t.isolate(shown if node.name == node.id else f"{shown} ({node.id})")
    if node.relation:
        name = _related(str(node.relation), name, t)
    return name + (t.tr(", released {day}", day=t.date(node.released)) if node.released else "")


def _clean_name(name: str) -> str:
    return "".join(char for char in name if char.isprintable())


def _related(relation: str, name: str, t: Language) -> str:
    said = {
        "finetune": t.tr("fine-tune of {name}", name=name),
        "adapter": t.tr("adapter on {name}", name=name),
        "merge": t.tr("merge of {name}", name=name),
        "quantized": t.tr("quantised copy of {name}", name=name),
        "component": t.tr("contains {name}", name=name),
        "distilled": t.tr("distilled from {name}", name=name),
    }
    return said.get(relation, f"{relation} {name}")


def _terms(node: TreeNode, t: Language = ENGLISH) -> list[str]:
    """The licences of a node, those of other days in brackets."""
    if node.state != "recorded":
        return [_state(node.state, t)]
    none = t.tr("no licence recorded for that day") if node.all_licences else t.tr("no licence given")
    lines = [period(entry, t) for entry in node.licences] or [none]
    others = [entry for entry in node.all_licences if entry not in node.licences]
    return [*lines, *(f"({period(entry, t)})" for entry in others)]


def period(entry: ModelLicence, t: Language = ENGLISH) -> str:
    """A licence with its days, and how it goes together with others."""
    start = t.tr(", from {day}", day=t.date(entry.from_)) if entry.from_ else ""
    end = t.tr(", until {day}", day=t.date(entry.until)) if entry.until else ""
    together = {"all": t.tr(", together with the others"), "choice": t.tr(", to choose from")}.get(entry.together or "", "")
    sure = "" if entry.confidence is Confidence.HIGH else f" ({w.sure(entry.confidence, t)})"
    return f"{t.isolate(entry.licence)}{start}{end}{together}{sure}"


# Verdicts


def _verdicts(found: Lineage, form: str, width: int, t: Language) -> str:
    header = [t.trc("heading", name) for name in ("act", "declared", "effective", "by way of", "clause")]
    rows = [_verdict_row(row, t) for row in found.rows]
    return grid.markdown(header, rows) if form == "markdown" else grid.plain(header, rows, width)


def _verdict_row(row: LineageRow, t: Language) -> list[str]:
    reason = row.effective.reason
    clause = f"{reason.document} {say.section(reason.cite.section)}" if reason.cite else reason.document
    return [w.act_name(row.act, t), _verdict(row.declared, t), _verdict(row.effective, t), reason.through or "", t.isolate(clause)]


def _verdict(decision: Decision, t: Language) -> str:
    return f"{w.MARKS[decision.verdict]} {w.verdict(decision.verdict, t)}"


# Findings


def _findings(found: Lineage, form: str, t: Language) -> str:
    if not found.tree.licences:
        return t.tr("None can be told: no licence of the model is recorded for that day.")
    if not found.tree.bases:
        return t.tr("None: nothing is recorded that it was made from.")
    days = {"day": t.date(found.about.as_of), "held": t.date(found.held)}
    lead = t.tr("The licence declared on {day}, held against the bases' licences of {held}.", **days)
    if not found.findings:
        none = t.tr("None.")
        return f"{lead}\n{none}" if form != "markdown" else f"{lead}\n\n{none}"
    bullet, item = ("- ", "  - ") if form == "markdown" else ("", "  ")
    blocks = ["\n".join(_lines(one, bullet, item, form, t)) for one in found.findings]
    return "\n\n".join([lead, "\n".join(blocks)])


def _lines(one: LineageFinding, bullet: str, item: str, form: str, t: Language) -> list[str]:
    strong = "**" if form == "markdown" and one.kind in CONFLICTS else ""
    mark = "✗ " if one.kind in CONFLICTS else "· "
    head = f"{mark}{_head(one.kind, t)}{f' ({_matter(one.matter, t)})' if one.matter else ''}: {_base(one, t)}"
    lines = [f"{bullet}{strong}{head}{strong}"]
    if one.acts and one.kind is FindingKind.MORE_PERMISSIVE:
        lines.append(f"{item}{t.tr('acts: {acts}', acts=t.comma.join(w.act_name(act, t) for act in one.acts))}")
    if one.kind is FindingKind.INHERITS:
        lines += [f"{item}{t.tr('it says: {text}', text=text)}" for text in told(one.theirs, t)]
        lines += [f"{item}{t.tr('the declared licence says the same')}"] if one.own else []
    else:
        lines += [f"{item}{t.tr('the base: {text}', text=text)}" for text in told(one.theirs, t)]
        lines += [f"{item}{t.tr('declared: {text}', text=text)}" for text in told(one.own, t)]
    lines += [f"{item}{t.tr('note: {note}', note=t.isolate(one.note))}"] if one.note else []
    lines += [f"{item}{t.tr('disputed: {text}', text=t.isolate(one.disputed))}"] if one.disputed else []
    return lines


def _base(one: LineageFinding, t: Language) -> str:
    names = t.comma.join(map(t.isolate, one.through[:-1]))
    way = t.tr(", by way of {names}", names=names) if len(one.through) > 1 else ""
    also = t.tr("; also {names}", names=t.comma.join(map(t.isolate, one.also))) if one.also else ""
    return f"{t.isolate(one.base)}{way}{also}"


def told(clauses: tuple[Clause, ...], t: Language = ENGLISH) -> list[str]:
    """The clauses in words; bars on purposes are told as one for each document, and of many others the first few."""
    barring = [one for one in clauses if one.rule is not None and one.rule.kind == "forbid" and _purposes(one.rule)]
    others = [clause(one, t) for one in clauses if one not in barring]
    if len(others) > SHOWN:
        more = len(others) - SHOWN
        others[SHOWN:] = [
            t.trn("and {count} more clause (--format json has them)", "and {count} more clauses (--format json has them)", more)
        ]
    if len(barring) == 1:
        return [*others, clause(barring[0], t)]
    for document in dict.fromkeys(one.document for one in barring):
        rules = [one.rule for one in barring if one.document == document and one.rule is not None]
        names = dict.fromkeys(w.term("purpose", name, t) for rule in rules for name in _purposes(rule))
        sections = dict.fromkeys(say.section(rule.cite.section) for rule in rules)
        told = t.tr("You may not use it for: {purposes}.", purposes=t.comma.join(names))
        where = t.isolate(f"{document} {', '.join(sections)}")
        others.append(f"{told} [{where}]")
    return others


def _purposes(rule: Rule) -> list[str]:
    return [name for part in rule.when for test in part if test.operand is Operand.PURPOSE for name in test.any_of]


def clause(one: Clause, t: Language = ENGLISH) -> str:
    """A clause: what it says, document, section and state; what there is instead where no rule says it."""
    if one.provision is not None:
        return f"{w.PROVISIONS.get(one.provision.key, one.provision.key)} [{say.cite(one.provision.cite)}]"
    if one.rule is None:
        reasons = {"no-licence": t.trc("reason", w.REASONS["no-licence"]), "not-granted": t.trc("reason", w.REASONS["not-granted"])}
        told = reasons.get(one.why, "")
        document = t.isolate(one.document)
        return f"{document}: {told}" if told and one.document != "no licence" else told or document
    return f"{say.rule(one.rule, t)} [{say.cite(one.rule.cite, t)}]"


# CSV and JSON

_HEADER = ["part", "id", "kind", "through", "act", "declared", "effective", "document", "section", "state", "declared_document"]
_HEADER += ["declared_section", "text"]


def _rows(found: Lineage) -> Iterator[list[str]]:
    """A row for each model of the tree, each verdict, each clause of a finding, each model made from it."""
    for node in _nodes(found.tree):
        text = "; ".join(_terms(node))
        yield ["base" if node.relation else "model", node.id, str(node.relation or ""), *[""] * 9, text]
    for row in found.rows:
        reason = row.effective.reason
        cite = [reason.cite.section, str(reason.cite.state)] if reason.cite else ["", ""]
        told = [str(row.declared.verdict), str(row.effective.verdict), reason.document, *cite]
        text = say.why(row.effective, row.deciding)
        yield ["verdict", found.model.id, "", reason.through or "", str(row.act), *told, "", "", text]
    for one in found.findings:
        for each in one.theirs:
            own = one.own[0] if one.own else None
            mine = [own.document, own.rule.cite.section if own.rule else ""] if own else ["", ""]
            cite = [each.rule.cite.section, str(each.rule.cite.state)] if each.rule else ["", ""]
            told = ["", "", each.document, *cite, *mine]
            yield ["finding", one.base, str(one.kind), " > ".join(one.through), " ".join(one.acts), *told, clause(each)]
    for derived in found.derived:
        yield ["derived", derived.id, str(derived.relation), derived.base, *[""] * 8, _licences(derived.licences)]


def _nodes(node: TreeNode) -> Iterator[TreeNode]:
    yield node
    for base in node.bases:
        yield from _nodes(base)


def as_json(found: Lineage) -> str:
    """`licensedb.lineage/1`."""
    from licensedb.present import as_json as j

    body = {
        "id": found.model.id,
        "name": found.model.name,
        "held": found.held,
        "tree": _node_json(found.tree),
        "verdicts": [_verdict_json(row) for row in found.rows],
        "findings": [_finding_json(one) for one in found.findings],
        "not_recorded": list(found.unknown),
        "derived": [_derived_json(one) for one in found.derived],
        "confidence": found.confidence,
    }
    return j.dumps({**j.head("licensedb.lineage/1", found.about), **body})


def _node_json(node: TreeNode) -> dict[str, Any]:
    return {
        "id": node.id if node.state != "named" else None,
        "name": node.name,
        "state": node.state,
        "relation": node.relation,
        "developer": node.developer or None,
        "released": node.released,
        "licences": [entry_json(entry) for entry in node.licences],
        "other_periods": [entry_json(entry) for entry in node.all_licences if entry not in node.licences],
        "bases": [_node_json(base) for base in node.bases],
    }


def entry_json(entry: ModelLicence) -> dict[str, Any]:
    """A licence of a model with its period."""
    return {
        "licence": entry.licence,
        "covers": list(entry.covers),
        "from": entry.from_,
        "until": entry.until,
        "together": entry.together,
        "confidence": entry.confidence,
        "source": {"address": entry.source.address, "title": entry.source.title, "seen": entry.source.seen} if entry.source else None,
        "note": entry.note,
    }


def _verdict_json(row: LineageRow) -> dict[str, Any]:
    reason = row.effective.reason
    return {
        "act": row.act,
        "declared": row.declared.verdict,
        "effective": row.effective.verdict,
        "through": reason.through,
        "document": reason.document,
        "rule": reason.rule,
        "section": reason.cite.section if reason.cite else None,
        "state": str(reason.cite.state) if reason.cite else None,
        "sentence": say.why(row.effective, row.deciding),
    }


def _finding_json(one: LineageFinding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "conflict": one.kind in CONFLICTS,
        "base": one.base,
        "relation": one.relation,
        "through": list(one.through),
        "also": list(one.also),
        "matter": one.matter or None,
        "acts": list(one.acts),
        "theirs": [clause_json(each) for each in one.theirs],
        "declared": [clause_json(each) for each in one.own],
        "disputed": one.disputed,
        "note": one.note,
    }


def clause_json(one: Clause) -> dict[str, Any]:
    """A clause: the rule or provision, where it stands and what it says."""
    rule, fact = one.rule, one.provision
    cite = rule.cite if rule else fact.cite if fact else None
    return {
        "document": one.document,
        "rule": rule.id if rule else str(fact.key) if fact else None,
        "verdict": one.verdict,
        "why": one.why or None,
        "section": cite.section if cite else None,
        "state": str(cite.state) if cite else None,
        "verified": cite.verified if cite else None,
        "sentence": say.rule(rule) if rule else clause(one),
    }


def _derived_json(one: Derived) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "relation": one.relation,
        "base": one.base,
        "depth": one.depth,
        "licences": list(one.licences),
    }


def undetermined(found: Lineage) -> bool:
    """Whether what is not recorded leaves the answer open."""
    silent = any(row.effective.verdict is Verdict.SILENT and row.effective.reason.why == "not-recorded" for row in found.rows)
    return bool(found.unknown) or silent or found.confidence is Confidence.LOW
