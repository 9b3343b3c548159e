"""Answers as table, Markdown, CSV or JSON text. `width` is that of the terminal, for tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import Answer, Check, Comparison, Explained, Licence, Listing, ListRow, Model, Rates, Shown
from licensedb.vocabulary import VERDICT_QUESTIONS, Confidence, Verdict

FORMATS = ("table", "markdown", "csv", "json")


def listing(found: Listing, form: str, width: int) -> str:
    """Licences or models; those silent or undetermined stand in a second, marked group."""
    if form == "json":
        from licensedb.present import as_json

        return as_json.listing(found)
    header = [found.kind, "name"]
    header += ["licence"] if found.kind == "model" else ["licensor", "family"]
    through = found.kind == "model" and (form == "csv" or any(row.through for row in found.rows))
    conflicts = ["conflicts"] if any(row.conflicts for row in found.rows) else []
    header += [*map(str, found.asked), *_questions(found), *(["through"] if through else []), *conflicts, "confidence"]
    if form == "csv":
        rows = [[*_list_cells(row, through), "yes" if row.sure else "undetermined"] for row in found.rows]
        return grid.comma_separated([*header, "group"], rows)
    sure = [_list_cells(row, through) for row in found.rows if row.sure]
    unsure = [_list_cells(row, through) for row in found.rows if not row.sure]
    parts = [say.heading(found.about), w.EFFECTIVE if found.asked and found.kind == "model" else "", _count(len(sure), found)]
    if sure:
        parts.append(_table(header, sure, form, width))
    if unsure:
        parts += [f"Undetermined (silent, or it depends): {len(unsure)}", _table(header, unsure, form, width)]
    return _document(parts)


def _questions(found: Listing) -> list[str]:
    """The questions by which the list was made."""
    return [str(answer.question) for row in found.rows[:1] for answer in row.answers]


def _count(found: int, listing: Listing) -> str:
    kind = listing.kind if found == 1 else f"{listing.kind}s"
    asked = w.listed([str(act) for act in listing.asked], "and")
    return f"{found} {kind} allow {asked}." if asked and found != 1 else f"{found} {kind} allows {asked}." if asked else f"{found} {kind}."


def _list_cells(row: ListRow, through: bool) -> list[str]:
    record = row.record
    cells = [row.id, record.name]
    cells += [_licences(row.licences)] if isinstance(record, Model) else [record.licensor, str(record.family or "")]
    cells += (w.VERDICTS[verdict] for _, verdict in row.verdicts)
    cells += map(_cell, row.answers)
    conflicts = [", ".join(row.conflicts)] if row.conflicts else []
    return [*cells, *([", ".join(row.through)] if through else []), *conflicts, str(row.confidence)]


def comparison(found: Comparison, form: str, width: int) -> str:
    """Questions down, licences and models across; each cell with its section."""
    if form == "json":
        from licensedb.present import as_json

        return as_json.comparison(found)
    if form == "csv":
        header = ["id", "kind", "question", "value", "document", "section", "state", "confidence", "note", "disputed", "through"]
        rows = [[row.id, row.kind, *_csv_cell(answer)] for row in found.rows for answer in row.answers]
        return grid.comma_separated(header, rows)
    header = ["question", *(f"{row.id}\n({_licences(row.licences)})" for row in found.rows)]
    rows = [[str(question), *(_cell(row.answers[at]) for row in found.rows)] for at, question in enumerate(found.questions)]
    doubts = [f"{row.id}: {row.confidence} confidence" for row in found.rows if row.confidence is not Confidence.HIGH]
    cited = [f"{row.id}: citations {states}" for row in found.rows if (states := say.states(row.answers))]
    effective = w.EFFECTIVE if any(answer.through for row in found.rows for answer in row.answers) else ""
    parts = [say.heading(found.about), _table(header, rows, form, width)]
    return _document([*parts, effective, "; ".join(doubts), "\n".join(cited), w.NOT_ADVICE])


def _cell(answer: Answer) -> str:
    text = say.value(answer)
    if answer.question in VERDICT_QUESTIONS and answer.state != "not recorded":
        text = f"{w.MARKS[Verdict(answer.value)]} {text}"
    if answer.section:
        text += f" [{say.section(answer.section)}{f', {answer.text}' if answer.through else ''}]"
    if answer.through:
        text += f" through {answer.through}"
    if answer.state == "policy not at hand":
        text += " (policy not at hand)"
    elif answer.state in ("section only", "unlisted edition"):
        text += f" ({answer.state})"
    return text + (" *disputed" if answer.disputed else "")


def _csv_cell(answer: Answer) -> list[str]:
    value = say.value(answer)
    texts = (answer.text, answer.section, str(answer.state), str(answer.confidence), answer.note, answer.disputed, answer.through)
    return [str(answer.question), value, *(text or "" for text in texts)]


def check(found: Check, form: str) -> str:
    """The verdicts, each with its reason, its duties as a list to work through, and what it depends on."""
    if form == "json":
        from licensedb.present import as_json

        return as_json.check(found)
    if form == "markdown":
        from licensedb.present import memo

        return memo.memo(found)
    from licensedb.present import checked

    return checked.comma_separated(found) if form == "csv" else checked.table(found)


def shown(found: Shown, form: str, width: int) -> str:
    """One record: its facts, its rules as sentences with their clauses, its answers."""
    if form == "json":
        from licensedb.present import as_json

        return as_json.shown(found)
    facts = _licence_facts(found.record) if isinstance(found.record, Licence) else _model_facts(found.record, found.licences)
    if form == "csv":
        return grid.comma_separated(["field", "value"], [*facts, *([str(a.question), say.value(a)] for a in found.answers)])
    parts = [say.heading(found.about), _table(["field", "value"], facts, form, width)]
    for document in [found.record, *found.policies]:
        if isinstance(document, Licence) and document.rules:
            rows = [[rule.id, say.rule(rule), say.place(rule.cite)] for rule in document.rules]
            parts += [f"Rules of {document.id}", _table(["rule", "what it says", "section"], rows, form, width)]
    if found.answers:
        rows = [[str(answer.question), _cell(answer), answer.note or ""] for answer in found.answers]
        parts += ["Answers", _table(["question", "answer", "note"], rows, form, width)]
    return _document([*parts, w.NOT_ADVICE])


def _licence_facts(licence: Licence) -> list[list[str]]:
    named = [[identifier.scheme, identifier.value] for identifier in licence.identifiers]
    editions = [["text", f"{edition.sha256[:16]}… ({_sources(edition.sources)})"] for edition in licence.editions]
    secondary = [["secondary source", source.address] for source in licence.secondary]
    pairs = [
        ["id", licence.id],
        ["name", licence.name],
        ["licensor", licence.licensor],
        ["family", str(licence.family or "")],
        ["published", licence.published or ""],
        ["address", licence.address or ""],
        ["incorporates", ", ".join(licence.incorporates)],
        ["supersedes", licence.supersedes or ""],
        ["members", ", ".join(licence.members)],
        ["reviewed", f"{licence.reviewed}, {licence.confidence} confidence"],
        ["text known", _text_known(licence)],
        ["citations", say.cited_states(licence)],
        *named,
        *editions,
        *secondary,
        ["note", licence.note or ""],
    ]
    return [pair for pair in pairs if pair[1]]


def _text_known(licence: Licence) -> str:
    if licence.members:
        return "see its members"
    if licence.not_recorded:
        return "no: its terms are not recorded"
    return "yes" if licence.at_hand else "no: sections are cited from secondary sources"


def _sources(sources: Sequence[object]) -> str:
    from licensedb.records import Source

    return "; ".join(f"{s.kind} {s.address} {s.path or ''}".strip() for s in sources if isinstance(s, Source))


def _model_facts(model: Model, licences: tuple[str, ...]) -> list[list[str]]:
    periods = [
        [
            "licence",
            f"{entry.licence}: {', '.join(entry.covers)}; {entry.from_ or 'start'} to {entry.until or 'today'};"
            f" {entry.confidence} confidence; {entry.source.address if entry.source else ''}",
        ]
        for entry in model.licences
    ]
    bases = [["made from", f"{base.model or base.name} ({base.relation})"] for base in model.bases]
    components = ", ".join(f"{component} {release}" for component, release in model.components)
    pairs = [
        ["id", model.id],
        ["name", model.name],
        ["developer", model.developer],
        ["family", model.family or ""],
        ["hub", model.hub or ""],
        ["also called", ", ".join(model.aliases)],
        ["released", model.released or "not confirmed"],
        ["parameters", w.number(model.parameters) if model.parameters else "not confirmed"],
        ["modalities", ", ".join(model.modalities)],
        ["licence today", _licences(licences)],
        *periods,
        *bases,
        ["components", components],
        ["note", model.note or ""],
    ]
    return [pair for pair in pairs if pair[1]]


def explained(found: Explained, form: str) -> str:
    """A rule with its clause in context, or where to find it."""
    if form == "json":
        from licensedb.present import as_json

        return as_json.explained(found)
    part = found.rule or found.provision
    name = found.rule.id if found.rule else str(found.provision.key) if found.provision else ""
    if found.definition:
        name = f"means-{found.definition[0]}"
    cite = part.cite if part else found.definition[1] if found.definition else None
    assert cite is not None
    lines = [f"{found.document.id}, {name}: {say.section(cite.section)} [{say.state(found.state, cite.verified)}]"]
    if found.rule:
        lines.append(say.rule(found.rule))
    elif found.provision:
        value = found.provision.value
        lines.append(f"{name}: {', '.join(value) if isinstance(value, tuple) else value}")
    elif found.definition:
        lines.append(f"Here the text says what it means by {found.definition[0]}.")
    if part and part.note:
        lines.append(f"Note: {part.note}")
    told = part.disputed if part else None
    disputed = told if isinstance(told, str) else told.note if told else None
    if disputed:
        lines.append(f"Disputed: {disputed}")
    if found.clause:
        before, after = " ".join(found.before.split()), " ".join(found.after.split())
        quote = "> " if form == "markdown" else "  "
        parts = ["…", before, f"[[ {' '.join(found.clause.split())} ]]", after, "…"]
        lines += ["", quote + " ".join(part for part in parts if part), "", _edition(found)]
    elif found.edition:
        lines += ["", f"{_edition(found)} This clause is cited by its section alone, or is not in it."]
    elif found.changed:
        lines += ["", f"{found.changed} is no known edition, and not all that is cited stands in it. " + _where(found)]
    else:
        lines += ["", "The text is not at hand here. " + _where(found)]
    return "\n".join(line.replace("\x1b", "") for line in lines)


def _edition(found: Explained) -> str:
    kind = "listed edition" if found.listed else "unlisted edition, in which all that is cited stands; its other words may differ:"
    return f"Text: {kind} {found.edition}, {found.path}."


def _where(found: Explained) -> str:
    sources = [f"{source.address} {source.path or ''}".strip() for edition in found.document.editions for source in edition.sources]
    named = [source.address for source in found.document.secondary]
    places = [place for place in (found.document.address, *sources, *named) if place]
    where = "Find it at: " + "; ".join(dict.fromkeys(places)) if places else "No address of it is known."
    return where + (f"\nFetch it with: licensedb texts pull {found.document.id}" if found.document.editions else "")


def _licences(names: tuple[str, ...]) -> str:
    return " + ".join(names) or "no licence recorded"


def _table(header: list[str], rows: list[list[str]], form: str, width: int) -> str:
    return grid.markdown(header, rows) if form == "markdown" else grid.plain(header, rows, width)


def _document(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def findings(found: Sequence[Any], warnings: Sequence[Any], form: str) -> str:
    """Findings of curation, then warnings: a line each, or as JSON."""
    if form == "json":
        from licensedb.present import as_json

        told = {"findings": [one._asdict() for one in found], "warnings": [one._asdict() for one in warnings]}
        return as_json.dumps({"schema": "licensedb.findings/1", **told})
    if form == "csv":
        header = ["path", "line", "field", "problem", "rule", "tip", "level"]
        levels = (("finding", found), ("warning", warnings))
        return grid.comma_separated(header, [[*map(str, one), level] for level, some in levels for one in some])
    counted = [_several(len(found), "finding"), *([_several(len(warnings), "warning")] if warnings else [])]
    return "\n".join([*(one.text() for one in found), *(f"{one.text()} [warning]" for one in warnings), ", ".join(counted)])


def _several(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def information(path: str, meta: dict[str, str], counts: dict[str, int], form: str, width: int) -> str:
    """What a database is and holds."""
    if form == "json":
        from licensedb.present import as_json

        return as_json.information(path, meta, counts)
    told = {**meta, "rates": _rates(meta.get("rates", ""))}
    rows = [["database", path], *([key, value] for key, value in told.items() if value not in ("", "[]"))]
    rows += [[f"{table}s", w.number(count)] for table, count in counts.items()]
    if form == "csv":
        return grid.comma_separated(["field", "value"], rows)
    return _table(["field", "value"], rows, form, width)


def _rates(text: str) -> str:
    import msgspec

    if not text:
        return ""
    rates = msgspec.json.decode(text, type=Rates)
    return f"{rates.source}, {rates.date}"
