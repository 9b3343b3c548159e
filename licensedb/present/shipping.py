"""What goes along with a model, as files: NOTICE, ATTRIBUTION, CHECKLIST.md and the folder LICENSES; and the answer that tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import CheckRow, DueRule, Licence, NameCheck, Shipment, ShippedText
from licensedb.vocabulary import GRANTS, REFUSALS, Confidence, Duty, Operand, Verdict

NAMES = {"met": "fits", "close": "written otherwise", "missing": "does not fit"}
_BLANK = re.compile(r"\[[^\]]* [^\]]*\]")  # what a text leaves to be filled in: [applicable year]
_TITLES = {
    "redistribute": "giving the unmodified weights to others",
    "distribute-derivatives": "giving derivatives to others",
    "host": "letting third parties use it over a network",
}


def files(found: Shipment) -> dict[str, str]:
    """Path in the folder to text, in the order of writing."""
    made = {"NOTICE": _notice(found), "ATTRIBUTION": _attribution(found)}
    made |= {path_of(one): one.source for one in found.texts if one.source}
    made["LICENSES/MISSING"] = _missing(found)
    made["CHECKLIST.md"] = _checklist(found)
    return {name: text for name, text in made.items() if text}


def told(found: Shipment, folder: str, written: Sequence[str], form: str) -> str:
    """The answer: the verdicts, what was written, what is missing, how the name does."""
    if form == "json":
        return _json(found, folder, written)
    if form == "csv":
        return grid.comma_separated(["file", "holds"], [[name, _holds(found, name)] for name in written])
    item = "- " if form == "markdown" else "  "
    parts = [("# What to ship\n\n" if form == "markdown" else "") + say.heading(found.about)]
    parts.append("\n".join(line for row in found.rows for line in _verdict_lines(row, item)))
    if written:
        parts.append("\n".join([f"Written to {folder}:", *(f"{item}{name}: {_holds(found, name)}" for name in written)]))
    else:
        parts.append("Nothing was written. Files are written all the same with --anyway.")
    missing = [f"{item}{_where(one)}" for one in found.texts if not one.source]
    if missing:
        parts.append("\n".join(["Texts not at hand:", *missing]))
    named = [f"{item}{line}" for line in _name_lines(found)]
    if named:
        parts.append("\n".join([f'Name "{found.name}":', *named]))
    return "\n\n".join([*parts, w.NOT_ADVICE])


def planned(found: Shipment, form: str) -> str:
    """What would be written: the checklist, and as JSON the answer without files."""
    return _json(found, "", ()) if form == "json" else told(found, "", (), form) if form == "csv" else _checklist(found).rstrip()


def refused(found: Shipment) -> bool:
    """Whether the act is refused for any of the models."""
    return any(row.decision.verdict in REFUSALS for row in found.rows)


def _verdict_lines(row: CheckRow, item: str) -> Iterator[str]:
    decision = row.decision
    mark = w.MARKS[decision.verdict]
    yield f"{row.name} ({' + '.join(row.licences) or 'no licence recorded'}): {decision.act}: {mark} {w.VERDICTS[decision.verdict]}"
    if decision.verdict not in GRANTS:
        yield f"{item}why: {_why(row)}"
    if decision.verdict is Verdict.DEPENDS:
        yield from (f"{item}{say.outcome(outcome)}" for outcome in decision.outcomes)
    if row.confidence is not Confidence.HIGH:
        yield f"{item}confidence: {row.confidence}"


def _why(row: CheckRow) -> str:
    reason = row.decision.reason
    clause = say.cite(reason.cite) if reason.cite else reason.document
    return f"{say.why(row.decision, row.deciding)} [{clause}]" + (f" by way of {reason.through}" if reason.through else "")


def _holds(found: Shipment, name: str) -> str:
    fixed = {
        "NOTICE": "notices that must go along, word for word",
        "ATTRIBUTION": "lines to display, and where",
        "LICENSES/MISSING": "texts that must go along and are not at hand",
        "CHECKLIST.md": "every duty, to work through",
    }
    return fixed.get(name) or next((one.document.name for one in found.texts if path_of(one) == name), "")


# NOTICE and ATTRIBUTION


def _notice(found: Shipment) -> str:
    blocks = [f"{text}\n{_orders(found, dues)}" for text, dues in _by_text(found, Duty.INCLUDE_NOTICE)]
    inside = [one for one in _due(found, Duty.STATE_CHANGES) if "notice" in (one.rule.where or "").casefold()]
    if inside:
        blocks.append(f"[say here what you changed, and how]\n{_orders(found, inside)}")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _attribution(found: Shipment) -> str:
    blocks = [f"{_filled(text, found)}\n{_shown(found, dues)}" for text, dues in _by_text(found, Duty.DISPLAY_ATTRIBUTION)]
    credit = _due(found, Duty.CREDIT_IN_PUBLICATIONS)
    if credit:
        blocks.append(f"[credit {_models(found, credit)} in publications]\n{_orders(found, credit)}")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _shown(found: Shipment, dues: Sequence[DueRule]) -> str:
    where = list(dict.fromkeys(one.rule.where for one in dues if one.rule.where))
    return "\n".join([*(f"  where: {one}" for one in where), _orders(found, dues)])


def _orders(found: Shipment, dues: Sequence[DueRule]) -> str:
    return f"  for {_models(found, dues)}, by {w.listed(list(dict.fromkeys(_clause(one) for one in dues)), 'and')}"


def _filled(text: str, found: Shipment) -> str:
    """The text with the name put in where it asks for one."""
    if not found.name:
        return text
    name = found.name.rsplit("/", 1)[-1]
    return re.sub(r"\[name of [^\]]*\]", lambda _: name, text)


def _by_text(found: Shipment, duty: Duty) -> Iterator[tuple[str, list[DueRule]]]:
    by_text: dict[str, list[DueRule]] = {}
    for one in _due(found, duty):
        by_text.setdefault(one.rule.text or _unworded(one), []).append(one)
    yield from ((text, dues) for text, dues in by_text.items() if text)


def _unworded(one: DueRule) -> str:
    """What stands for words that are not at hand; nothing where there are none to put in."""
    cite = one.rule.worded
    if cite is None:
        return ""
    return f"[put in here, word for word, the notice in {one.document} {say.section(cite.section)}: licensedb texts pull {one.document}]"


def _due(found: Shipment, *duties: Duty) -> list[DueRule]:
    every = dict.fromkeys(one for row in found.rows for one in row.duties)
    return [one for one in every if one.rule.duty in duties]


def _models(found: Shipment, dues: Iterable[DueRule]) -> str:
    by_document = dict(found.models)
    return w.listed(list(dict.fromkeys(model for one in dues for model in by_document.get(one.document, ()))), "and")


def _clause(one: DueRule) -> str:
    return f"{one.document} {say.section(one.rule.cite.section)}"


# LICENSES


def path_of(one: ShippedText) -> str:
    """A file of LICENSES: the id with nothing in it that a file system could take amiss."""
    name = re.sub(r"[^a-zA-Z0-9.-]+", "-", one.document.id).strip(".-")[:100]
    return f"LICENSES/{name or 'text'}.txt"


def _missing(found: Shipment) -> str:
    lines = [_where(one) for one in found.texts if not one.source]
    if not lines:
        return ""
    return "\n".join(["These texts must go along and were not at hand. Put them into this folder.", "", *lines]) + "\n"


def _where(one: ShippedText) -> str:
    places = "; ".join(_places(one.document)) or "no address of it is known"
    return f"{one.document.id}: {one.document.name}: {places}"


def _places(document: Licence) -> Iterator[str]:
    sources = [source for edition in document.editions for source in edition.sources]
    named = [f"{source.kind} {source.address} {source.path or ''}".strip() for source in sources]
    yield from dict.fromkeys([*([document.address] if document.address else []), *named, *(one.address for one in document.secondary)])


# CHECKLIST.md


def _checklist(found: Shipment) -> str:
    title = f"# Checklist for {_TITLES[str(found.act)]}"
    parts = [title, *_warnings(found), say.heading(found.about)]
    parts += ["\n".join(_section(found, row)) for row in found.rows]
    parts += [_restrictions(found), _name(found), _texts(found), w.NOT_ADVICE]
    return "\n\n".join(part for part in parts if part) + "\n"


def _warnings(found: Shipment) -> Iterator[str]:
    for row in found.rows:
        verdict = row.decision.verdict
        if verdict in REFUSALS:
            yield f"> **Not licensed as things stand:** {row.name}: {w.VERDICTS[verdict]}. {_why(row)}"
        elif verdict not in GRANTS:
            yield f"> **Not settled:** {row.name}: {w.VERDICTS[verdict]}. {_why(row)} Settle this before you ship."
        elif row.confidence is Confidence.LOW:
            yield f"> **Not settled:** {row.name}: the record is of low confidence. Settle this before you ship."


def _section(found: Shipment, row: CheckRow) -> Iterator[str]:
    decision = row.decision
    licences = " + ".join(row.licences) or "no licence recorded"
    yield f"## {row.name} ({licences}): {w.MARKS[decision.verdict]} {w.VERDICTS[decision.verdict]}"
    yield ""
    yield f"Why: {_why(row)}"
    if decision.verdict is Verdict.DEPENDS:
        yield ""
        yield from (f"- {say.outcome(outcome)}" for outcome in decision.outcomes)
    yield ""
    if row.duties and decision.verdict in REFUSALS:
        yield from ("Should it be granted to you after all, and the grant say nothing else, these duties of the text are due:", "")
    yield from (line for one in row.duties for line in _box(found, one))
    if not row.duties:
        yield "No duties hang on this act."
    if row.obligations:
        yield from ("", "Standing obligations:", "")
        yield from (f"- {_upper(say.duty(one.rule))} {_bracket(one)}" for one in row.obligations)
    if decision.disputed:
        yield ""
        yield from (f"On another reading {w.VERDICTS[verdict]}: {note}" for _, verdict, note in decision.disputed)
    if decision.assumed:
        yield from ("", "Assumed: " + "; ".join(say.assumed(code) for code in decision.assumed) + ".")


def _box(found: Shipment, one: DueRule) -> Iterator[str]:
    rule = one.rule
    where = f" ({rule.where})" if rule.where and rule.where not in say.duty(rule) else ""
    place = f": see {', '.join(_places_of(found, one))}" if _places_of(found, one) else ""
    yield f"- [ ] {_upper(say.duty(rule))}{where} {_bracket(one)}, for {_models(found, [one])}{place}"
    if rule.when:
        yield f"  - Due {say.alternatives(rule.when)}."
    if _BLANK.search(rule.text or _unworded(one)):
        yield "  - Fill in what stands in brackets."
    if rule.note:
        yield f"  - Note: {rule.note}"
    if rule.disputed:
        yield f"  - Another reading: {rule.disputed.note}"


def _places_of(found: Shipment, one: DueRule) -> list[str]:
    """The files of the folder that serve a duty."""
    duty, where = one.rule.duty, (one.rule.where or "").casefold()
    if duty is Duty.INCLUDE_NOTICE or (duty is Duty.STATE_CHANGES and "notice" in where):
        return ["NOTICE"]
    if duty in (Duty.DISPLAY_ATTRIBUTION, Duty.CREDIT_IN_PUBLICATIONS):
        return ["ATTRIBUTION"]
    if duty in (Duty.PROVIDE_LICENCE_COPY, Duty.SAME_LICENCE):
        return [path_of(text) if text.source else "LICENSES/MISSING" for text in found.texts if text.document.id == one.document]
    return ["the restrictions below"] if duty is Duty.PASS_ON_RESTRICTIONS and found.restrictions else []


def _bracket(one: DueRule) -> str:
    cite = one.rule.cite
    return f"[{one.document} {say.section(cite.section)}, {say.state(str(cite.state), cite.verified)}]"


def _restrictions(found: Shipment) -> str:
    if not found.restrictions:
        return ""
    lines = ["## Use restrictions to pass on", "", "Put them into the terms under which others receive or use the model."]
    for document in dict.fromkeys(one.document for one in found.restrictions):
        lines += ["", f"- [ ] Those of {document}:"]
        lines += [f"  - {_purposes(one)}" for one in found.restrictions if one.document == document]
    return "\n".join(lines)


def _purposes(one: DueRule) -> str:
    tests = [test for part in one.rule.when for test in part if test.operand is Operand.PURPOSE]
    named = list(dict.fromkeys(value.replace("-", " ") for test in tests for value in test.any_of))
    note = f". Note: {one.rule.note}" if one.rule.note else ""
    return f"{w.listed(named, 'and')} [{say.section(one.rule.cite.section)}]{note}"


def _name(found: Shipment) -> str:
    rules = _due(found, Duty.NAME_RULE)
    lines = [f"- [{'x' if line.startswith('fits') else ' '}] {_upper(line)}" for line in _name_lines(found)]
    if rules and not found.name:
        lines = [f"- [ ] {_upper(say.duty(one.rule))} {_bracket(one)}" for one in rules]
    lines += [f"- No leave to use marks, beyond what its duties ask and customary mention: {_clause(one)}" for one in found.trademarks]
    if not lines:
        return ""
    title = f'## Name "{found.name}"' if found.name else "## Name"
    return "\n".join([title, "", *lines])


def _name_lines(found: Shipment) -> Iterator[str]:
    """How the name does under every rule on names, and the marks that are in it."""
    if not found.name:
        return
    for one in found.names:
        yield f"{NAMES[one.result]}: {say.duty(one.due.rule)}, by {_clause(one.due)}{_clash(one)}"
    if not found.names:
        yield "fits: no rule on names is due"
    for mark in found.marks:
        yield f'holds the word "{mark.word}", and {_clause(mark.due)} gives no leave to use marks: ask whether it is one'


def _clash(one: NameCheck) -> str:
    return f'; another rule wants "{one.clash}" there, and no name can do both' if one.clash else ""


def _texts(found: Shipment) -> str:
    if not found.texts:
        return ""
    lines = [
        f"- [x] {one.document.name}: {path_of(one)} (edition {one.sha256[:12]})"
        if one.source
        else f"- [ ] {_where(one)}: get it, put it in"
        for one in found.texts
    ]
    own = "A LICENSE or NOTICE file that came with the model goes along too: it may hold copyright lines that the general text lacks."
    return "\n".join(["## Texts that go along", "", *lines, "", own])


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _json(found: Shipment, folder: str, written: Sequence[str]) -> str:
    """`licensedb.notice/1`."""
    from licensedb.present import as_json

    texts = [
        {
            "document": one.document.id,
            "name": one.document.name,
            "models": list(one.models),
            "file": path_of(one) if one.source else None,
            "sha256": one.sha256 or None,
            "places": list(_places(one.document)),
        }
        for one in found.texts
    ]
    names = [
        _json_clause(one.due) | {"text": one.due.rule.text, "at": one.due.rule.at, "result": one.result, "clash": one.clash}
        for one in found.names
    ]
    marks = [_json_clause(one.due) | {"word": one.word} for one in found.marks]
    restrictions = [
        _json_clause(one)
        | {"purposes": [value for part in one.rule.when for test in part if test.operand is Operand.PURPOSE for value in test.any_of]}
        for one in found.restrictions
    ]
    return as_json.notice(found, folder, written, {"texts": texts, "restrictions": restrictions, "names": names, "marks": marks})


def _json_clause(one: DueRule) -> dict[str, object]:
    return {"document": one.document, "rule": one.rule.id, "section": one.rule.cite.section}
