"""Answers as table, Markdown, CSV or JSON text. `width` is that of the terminal, for tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.records import Answer, Check, Comparison, Explained, Licence, Listing, ListRow, Model, ModelLicence, Rates, Shown
from licensedb.vocabulary import VERDICT_QUESTIONS, Confidence, Verdict

FORMATS = ("table", "markdown", "csv", "json")


def listing(found: Listing, form: str, width: int, t: Language = ENGLISH) -> str:
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
    sure = [_list_cells(row, through, t) for row in found.rows if row.sure]
    unsure = [_list_cells(row, through, t) for row in found.rows if not row.sure]
    told = [t.trc("heading", name) for name in header]
    effective = t.tr(w.EFFECTIVE) if found.asked and found.kind == "model" else ""
    parts = [say.heading(found.about, t), effective, _count(len(sure), found, t)]
    if sure:
        parts.append(_table(told, sure, form, width))
    if unsure:
        head = t.tr("Undetermined (silent, or it depends): {count}", count=t.number(len(unsure)))
        parts += [head, _table(told, unsure, form, width)]
    return _document(parts)


def _questions(found: Listing) -> list[str]:
    """The questions by which the list was made."""
    return [str(answer.question) for row in found.rows[:1] for answer in row.answers]


def _count(found: int, listing: Listing, t: Language) -> str:
    asked = t.listed([w.act_name(act, t) for act in listing.asked], "and")
    if listing.kind == "model":
        if asked:
            return t.trn("{count} model allows {acts}.", "{count} models allow {acts}.", found, acts=asked)
        return t.trn("{count} model.", "{count} models.", found)
    if asked:
        return t.trn("{count} licence allows {acts}.", "{count} licences allow {acts}.", found, acts=asked)
    return t.trn("{count} licence.", "{count} licences.", found)


def _list_cells(row: ListRow, through: bool, t: Language = ENGLISH) -> list[str]:
    record = row.record
    cells = [row.id, record.name]
    cells += [_licences(row.licences, t)] if isinstance(record, Model) else [record.licensor, w.family(record.family, t)]
    cells += (w.verdict(verdict, t) for _, verdict in row.verdicts)
    cells += [_cell(answer, t) for answer in row.answers]
    conflicts = [t.comma.join(row.conflicts)] if row.conflicts else []
    return [*cells, *([t.comma.join(row.through)] if through else []), *conflicts, w.confidence(row.confidence, t)]


def comparison(found: Comparison, form: str, width: int, t: Language = ENGLISH) -> str:
    """Questions down, licences and models across; each cell with its section."""
    if form == "json":
        from licensedb.present import as_json

        return as_json.comparison(found)
    if form == "csv":
        header = ["id", "kind", "question", "value", "document", "section", "state", "confidence", "note", "disputed", "through"]
        rows = [[row.id, row.kind, *_csv_cell(answer)] for row in found.rows for answer in row.answers]
        return grid.comma_separated(header, rows)
    header = [t.trc("heading", "question"), *(f"{row.id}\n({_licences(row.licences, t)})" for row in found.rows)]
    rows = [[w.question(question, t), *(_cell(row.answers[at], t) for row in found.rows)] for at, question in enumerate(found.questions)]
    doubts = [f"{row.id}: {w.sure(row.confidence, t)}" for row in found.rows if row.confidence is not Confidence.HIGH]
    states = ((row.id, say.states(row.answers, t)) for row in found.rows)
    cited = [t.tr("{name}: citations {states}", name=t.isolate(name), states=told) for name, told in states if told]
    effective = t.tr(w.EFFECTIVE) if any(answer.through for row in found.rows for answer in row.answers) else ""
    parts = [say.heading(found.about, t), _table(header, rows, form, width)]
    return _document([*parts, effective, "; ".join(doubts), "\n".join(cited), t.tr(w.NOT_ADVICE)])


def _cell(answer: Answer, t: Language = ENGLISH) -> str:
    text = say.value(answer, t)
    if answer.question in VERDICT_QUESTIONS and answer.state != "not recorded":
        text = f"{w.MARKS[Verdict(answer.value)]} {text}"
    if answer.section:
        where = f"{say.section(answer.section)}{f', {answer.text}' if answer.through else ''}"
        text += f" [{t.isolate(where)}]"
    if answer.through:
        text += t.tr(" through {name}", name=t.isolate(answer.through))
    if answer.state in ("policy not at hand", "section only", "unlisted edition"):
        text += f" ({t.trc('state', str(answer.state))})"
    return text + (t.tr(" *disputed") if answer.disputed else "")


def _csv_cell(answer: Answer) -> list[str]:
    value = say.value(answer)
    texts = (answer.text, answer.section, str(answer.state), str(answer.confidence), answer.note, answer.disputed, answer.through)
    return [str(answer.question), value, *(text or "" for text in texts)]


def check(found: Check, form: str, t: Language = ENGLISH) -> str:
    """The verdicts, each with its reason, its duties as a list to work through, and what it depends on."""
    if form == "json":
        from licensedb.present import as_json

        return as_json.check(found)
    if form == "markdown":
        from licensedb.present import memo

        return memo.memo(found, t)
    from licensedb.present import checked

    return checked.comma_separated(found) if form == "csv" else checked.table(found, t)


def shown(found: Shown, form: str, width: int, t: Language = ENGLISH) -> str:
    """One record: its facts, its rules as sentences with their clauses, its answers."""
    if form == "json":
        from licensedb.present import as_json

        return as_json.shown(found)
    if form == "csv":
        facts = _facts(found, ENGLISH)
        return grid.comma_separated(["field", "value"], [*facts, *([str(a.question), say.value(a)] for a in found.answers)])
    facts = [[t.trc("field", name), value] for name, value in _facts(found, t)]
    parts = [say.heading(found.about, t), _table([t.trc("heading", "field"), t.trc("heading", "value")], facts, form, width)]
    for document in [found.record, *found.policies]:
        if isinstance(document, Licence) and document.rules:
            rows = [[rule.id, say.rule(rule, t), say.place(rule.cite, t)] for rule in document.rules]
            head = [t.trc("heading", name) for name in ("rule", "what it says", "section")]
            parts += [t.tr("Rules of {name}", name=t.isolate(document.id)), _table(head, rows, form, width)]
    if found.answers:
        rows = [[w.question(answer.question, t), _cell(answer, t), answer.note or ""] for answer in found.answers]
        head = [t.trc("heading", name) for name in ("question", "answer", "note")]
        parts += [t.tr("Answers"), _table(head, rows, form, width)]
    return _document([*parts, t.tr(w.NOT_ADVICE)])


def _facts(found: Shown, t: Language) -> list[list[str]]:
    record = found.record
    return _licence_facts(record, t) if isinstance(record, Licence) else _model_facts(record, found.licences, t)


def _licence_facts(licence: Licence, t: Language) -> list[list[str]]:
    named = [[identifier.scheme, identifier.value] for identifier in licence.identifiers]
    editions = [["text", f"{edition.sha256[:16]}… ({_sources(edition.sources)})"] for edition in licence.editions]
    secondary = [["secondary source", source.address] for source in licence.secondary]
    pairs = [
        ["id", licence.id],
        ["name", licence.name],
        ["licensor", licence.licensor],
        ["family", w.family(licence.family, t)],
        ["published", t.date(licence.published) if licence.published else ""],
        ["address", licence.address or ""],
        ["incorporates", t.comma.join(licence.incorporates)],
        ["supersedes", licence.supersedes or ""],
        ["members", t.comma.join(licence.members)],
        ["reviewed", f"{t.date(licence.reviewed)}{t.comma}{w.sure(licence.confidence, t)}"],
        ["text known", _text_known(licence, t)],
        ["citations", say.cited_states(licence, t)],
        *named,
        *editions,
        *secondary,
        ["note", licence.note or ""],
    ]
    return [pair for pair in pairs if pair[1]]


def _text_known(licence: Licence, t: Language) -> str:
    if licence.members:
        return t.tr("see its members")
    if licence.not_recorded:
        return t.tr("no: its terms are not recorded")
    return t.tr("yes") if licence.at_hand else t.tr("no: sections are cited from secondary sources")


def _sources(sources: Sequence[object]) -> str:
    from licensedb.records import Source

    return "; ".join(f"{s.kind} {s.address} {s.path or ''}".strip() for s in sources if isinstance(s, Source))


def _model_facts(model: Model, licences: tuple[str, ...], t: Language) -> list[list[str]]:
    bases = [["made from", f"{base.model or base.name} ({t.trc('relation', str(base.relation))})"] for base in model.bases]
    components = t.comma.join(f"{w.component(component, t)} {t.trc('release', str(release))}" for component, release in model.components)
    pairs = [
        ["id", model.id],
        ["name", model.name],
        ["developer", model.developer],
        ["family", model.family or ""],
        ["hub", model.hub or ""],
        ["also called", t.comma.join(model.aliases)],
        ["released", _released(model, t)],
        ["parameters", t.number(model.parameters) if model.parameters else t.tr("not confirmed")],
        ["modalities", t.comma.join(w.term("modality", one, t) for one in model.modalities)],
        ["licence today", _licences(licences, t)],
        *(["licence", _period(entry, t)] for entry in model.licences),
        *bases,
        ["components", components],
        ["note", model.note or ""],
    ]
    return [pair for pair in pairs if pair[1]]


def _released(model: Model, t: Language) -> str:
    if not model.released:
        return t.tr("not confirmed")
    source = model.released_source
    return t.date(model.released) + (f" ({t.isolate(source.title or source.address)})" if source else "")


def _period(entry: ModelLicence, t: Language) -> str:
    covers = t.comma.join(w.component(one, t) for one in entry.covers)
    since = t.date(entry.from_) if entry.from_ else t.trc("of a period", "start")
    until = t.date(entry.until) if entry.until else t.trc("of a period", "today")
    period = t.tr("{since} to {until}", since=since, until=until)
    return "; ".join([f"{entry.licence}: {covers}", period, w.sure(entry.confidence, t), entry.source.address if entry.source else ""])


def explained(found: Explained, form: str, t: Language = ENGLISH) -> str:
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
    place = t.isolate(f"{found.document.id}, {name}: {say.section(cite.section)}")
    lines = [f"{place} [{say.state(found.state, cite.verified, t)}]"]
    if found.rule:
        lines.append(say.rule(found.rule, t))
    elif found.provision:
        value = found.provision.value
        lines.append(f"{name}: {', '.join(value) if isinstance(value, tuple) else value}")
    elif found.definition:
        lines.append(t.tr("Here the text says what it means by {word}.", word=t.isolate(found.definition[0])))
    if part and part.note:
        lines.append(t.tr("Note: {note}", note=t.isolate(part.note)))
    told = part.disputed if part else None
    disputed = told if isinstance(told, str) else told.note if told else None
    if disputed:
        lines.append(t.tr("Disputed: {note}", note=t.isolate(disputed)))
    if found.clause:
        before, after = " ".join(found.before.split()), " ".join(found.after.split())
        quote = "> " if form == "markdown" else "  "
        parts = ["…", before, f"[[ {' '.join(found.clause.split())} ]]", after, "…"]
        lines += ["", quote + " ".join(part for part in parts if part), "", _edition(found, t)]
    elif found.edition:
        lines += ["", f"{_edition(found, t)} {t.tr('This clause is cited by its section alone, or is not in it.')}"]
    elif found.changed:
        unknown = t.tr("{path} is no known edition, and not all that is cited stands in it.", path=t.isolate(found.changed))
        lines += ["", f"{unknown} {_where(found, t)}"]
    else:
        lines += ["", f"{t.tr('The text is not at hand here.')} {_where(found, t)}"]
    return "\n".join(line.replace("\x1b", "") for line in lines)


def _edition(found: Explained, t: Language) -> str:
    told = {"edition": found.edition, "path": t.isolate(found.path)}
    if found.listed:
        return t.tr("Text: listed edition {edition}, {path}.", **told)
    return t.tr("Text: unlisted edition, in which all that is cited stands; its other words may differ: {edition}, {path}.", **told)


def _where(found: Explained, t: Language) -> str:
    sources = [f"{source.address} {source.path or ''}".strip() for edition in found.document.editions for source in edition.sources]
    named = [source.address for source in found.document.secondary]
    places = [place for place in (found.document.address, *sources, *named) if place]
    told = t.isolate("; ".join(dict.fromkeys(places)))
    where = t.tr("Find it at: {places}", places=told) if places else t.tr("No address of it is known.")
    command = t.isolate(f"licensedb texts pull {found.document.id}")
    return where + (f"\n{t.tr('Fetch it with: {command}', command=command)}" if found.document.editions else "")


def _licences(names: tuple[str, ...], t: Language = ENGLISH) -> str:
    return " + ".join(names) or t.tr("no licence recorded")


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
