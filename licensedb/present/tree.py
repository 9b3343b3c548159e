"""Lineage as text: the tree of bases, verdicts declared and effective, findings with both clauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import Clause, Decision, Derived, Lineage, LineageFinding, LineageRow, ModelLicence, Rule, TreeNode
from licensedb.vocabulary import CONFLICTS, Confidence, FindingKind, Operand, Verdict

SHOWN = 4  # clauses of one finding that are told in full; JSON has them all
_STATES = {"named": "its terms are not recorded", "circle": "stands above: a circle", "repeated": "drawn elsewhere in this tree"}
_HEADS = {
    FindingKind.MORE_PERMISSIVE: "more permissive than its base",
    FindingKind.CANNOT_BE_RELICENSED: "cannot be relicensed",
    FindingKind.DROPPED_DUTY: "dropped duty",
    FindingKind.INHERITS: "inherits",
}
_MATTERS = {
    "cap": "a limit on size",
    "field": "a limit on what it may be used for",
    "territory": "a limit on places",
    "policy": "use restrictions",
    "name": "the name",
    "display": "what is to be displayed",
    "terms": "restrictions to pass on",
}


def lineage(found: Lineage, form: str, width: int) -> str:
    """The tree, the verdicts and the findings."""
    if form == "json":
        return as_json(found)
    if form == "csv":
        return grid.comma_separated(_HEADER, list(_rows(found)))
    title = "## " if form == "markdown" else ""
    parts = [say.heading(found.about), _tree(found, form), f"{title}Verdicts", _verdicts(found, form, width)]
    parts += [f"{title}Findings", _findings(found, form), _not_recorded(found)]
    if found.derived:
        table = [[one.id, f"{one.relation} of {one.base}", _licences(one.licences)] for one in found.derived]
        header = ["model", "made as", "licence"]
        shown = grid.markdown(header, table) if form == "markdown" else grid.plain(header, table, width)
        parts += [f"{title}Made from it: {len(found.derived)}", shown]
    if found.confidence is not Confidence.HIGH:
        parts.append(f"Confidence: {found.confidence}")
    return "\n\n".join(part for part in [*parts, w.NOT_ADVICE] if part)


def _not_recorded(found: Lineage) -> str:
    if not found.unknown:
        return ""
    return f"Not recorded: the terms of {w.listed(list(found.unknown), 'and')} on {found.held}. What they add is not known."


def _licences(names: tuple[str, ...]) -> str:
    return " + ".join(names) or "no licence recorded"


# The tree


def _tree(found: Lineage, form: str) -> str:
    lines = list(_branch(found.tree, "", "")) if form != "markdown" else list(_items(found.tree, 0))
    return "\n".join(_clean(line) for line in lines)


def _clean(line: str) -> str:
    return "".join(char for char in line if char.isprintable())


def _branch(node: TreeNode, first: str, rest: str) -> Iterator[str]:
    yield first + _label(node)
    below = f"{rest}│    " if node.bases else f"{rest}     "
    yield from (below.rstrip("\n") + line for line in _terms(node))
    for at, base in enumerate(node.bases):
        last = at == len(node.bases) - 1
        yield from _branch(base, f"{rest}{'└─ ' if last else '├─ '}", f"{rest}{'   ' if last else '│  '}")


def _items(node: TreeNode, depth: int) -> Iterator[str]:
    yield "  " * depth + "- " + _label(node)
    yield from ("  " * (depth + 1) + "- " + line for line in _terms(node))
    for base in node.bases:
        yield from _items(base, depth + 1)


def _label(node: TreeNode) -> str:
    name = node.name if node.name == node.id else f"{node.name} ({node.id})"
    relation = f"{_RELATIONS.get(str(node.relation), node.relation)} " if node.relation else ""
    released = f", released {node.released}" if node.released else ""
    return f"{relation}{name}{released}"


_RELATIONS = {
    "finetune": "fine-tune of",
    "adapter": "adapter on",
    "merge": "merge of",
    "quantized": "quantised copy of",
    "component": "contains",
    "distilled": "distilled from",
}


def _terms(node: TreeNode) -> list[str]:
    """The licences of a node, those of other days in brackets."""
    if node.state != "recorded":
        return [_STATES[node.state]]
    lines = [period(entry) for entry in node.licences] or ["no licence recorded for that day" if node.all_licences else "no licence given"]
    others = [entry for entry in node.all_licences if entry not in node.licences]
    return [*lines, *(f"({period(entry)})" for entry in others)]


def period(entry: ModelLicence) -> str:
    """A licence with its days, and how it goes together with others."""
    days = "".join((f", from {entry.from_}" if entry.from_ else "", f", until {entry.until}" if entry.until else ""))
    together = {"all": ", together with the others", "choice": ", to choose from"}.get(entry.together or "", "")
    sure = "" if entry.confidence is Confidence.HIGH else f" ({entry.confidence} confidence)"
    return f"{entry.licence}{days}{together}{sure}"


# Verdicts


def _verdicts(found: Lineage, form: str, width: int) -> str:
    header = ["act", "declared", "effective", "by way of", "clause"]
    rows = [_verdict_row(row) for row in found.rows]
    return grid.markdown(header, rows) if form == "markdown" else grid.plain(header, rows, width)


def _verdict_row(row: LineageRow) -> list[str]:
    reason = row.effective.reason
    clause = f"{reason.document} {say.section(reason.cite.section)}" if reason.cite else reason.document
    return [str(row.act), _verdict(row.declared), _verdict(row.effective), reason.through or "", clause]


def _verdict(decision: Decision) -> str:
    return f"{w.MARKS[decision.verdict]} {w.VERDICTS[decision.verdict]}"


# Findings


def _findings(found: Lineage, form: str) -> str:
    if not found.tree.licences:
        return "None can be told: no licence of the model is recorded for that day."
    if not found.tree.bases:
        return "None: nothing is recorded that it was made from."
    lead = f"The licence declared on {found.about.as_of}, held against the bases' licences of {found.held}."
    if not found.findings:
        return f"{lead}\nNone." if form != "markdown" else f"{lead}\n\nNone."
    bullet, item = ("- ", "  - ") if form == "markdown" else ("", "  ")
    blocks = ["\n".join(_lines(one, bullet, item, form)) for one in found.findings]
    return "\n\n".join([lead, "\n".join(blocks)])


def _lines(one: LineageFinding, bullet: str, item: str, form: str) -> list[str]:
    strong = "**" if form == "markdown" and one.kind in CONFLICTS else ""
    mark = "✗ " if one.kind in CONFLICTS else "· "
    head = f"{mark}{_HEADS[one.kind]}{f' ({_MATTERS[one.matter]})' if one.matter else ''}: {_base(one)}"
    lines = [f"{bullet}{strong}{head}{strong}"]
    if one.acts and one.kind is FindingKind.MORE_PERMISSIVE:
        lines.append(f"{item}acts: {', '.join(one.acts)}")
    label = "the base" if one.kind is not FindingKind.INHERITS else "it says"
    lines += [f"{item}{label}: {text}" for text in told(one.theirs)]
    if one.kind is FindingKind.INHERITS:
        lines += [f"{item}the declared licence says the same"] if one.own else []
    else:
        lines += [f"{item}declared: {text}" for text in told(one.own)]
    lines += [f"{item}note: {one.note}"] if one.note else []
    lines += [f"{item}disputed: {one.disputed}"] if one.disputed else []
    return lines


def _base(one: LineageFinding) -> str:
    way = f", by way of {', '.join(one.through[:-1])}" if len(one.through) > 1 else ""
    return f"{one.base}{way}" + (f"; also {', '.join(one.also)}" if one.also else "")


def told(clauses: tuple[Clause, ...]) -> list[str]:
    """The clauses in words; bars on purposes are told as one for each document, and of many others the first few."""
    barring = [one for one in clauses if one.rule is not None and one.rule.kind == "forbid" and _purposes(one.rule)]
    others = [clause(one) for one in clauses if one not in barring]
    if len(others) > SHOWN:
        others[SHOWN:] = [f"and {len(others) - SHOWN} more clauses (--format json has them)"]
    if len(barring) == 1:
        return [*others, clause(barring[0])]
    for document in dict.fromkeys(one.document for one in barring):
        rules = [one.rule for one in barring if one.document == document and one.rule is not None]
        names = dict.fromkeys(name.replace("-", " ") for rule in rules for name in _purposes(rule))
        sections = dict.fromkeys(say.section(rule.cite.section) for rule in rules)
        others.append(f"You may not use it for: {', '.join(names)}. [{document} {', '.join(sections)}]")
    return others


def _purposes(rule: Rule) -> list[str]:
    return [name for part in rule.when for test in part if test.operand is Operand.PURPOSE for name in test.any_of]


def clause(one: Clause) -> str:
    """A clause: what it says, document, section and state; what there is instead where no rule says it."""
    if one.provision is not None:
        return f"{w.PROVISIONS.get(one.provision.key, one.provision.key)} [{say.cite(one.provision.cite)}]"
    if one.rule is None:
        reasons = {"no-licence": "no licence is given, so nothing is granted", "not-granted": "the text does not grant it"}
        told = reasons.get(one.why, "")
        return f"{one.document}: {told}" if told and one.document != "no licence" else told or one.document
    return f"{say.rule(one.rule)} [{say.cite(one.rule.cite)}]"


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
