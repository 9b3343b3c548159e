"""History as text: licences of a model by period, versions of a licence, and what each changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.tree import entry_json, period
from licensedb.records import Answer, AnswerChange, Grant, History, Licence, Period, Version

_GRANTS = {
    "irrevocable": "its grant is irrevocable: copies received until then stay under it, as long as its terms are kept",
    "revocable": "its grant can be taken back, also for copies received until then",
    "silent": "its text is silent on whether the grant can be taken back",
}


def history(found: History, form: str, width: int) -> str:
    """The periods of a model, or the versions of a licence."""
    if form == "json":
        return as_json(found)
    if form == "csv":
        return grid.comma_separated(_HEADER, list(_rows(found)))
    marks = ("## ", "- ") if form == "markdown" else ("", "  ")
    parts = [say.heading(found.about), f"{marks[0] and '# '}{found.name} ({found.id})"]
    for one in found.periods:
        parts += _period(one, marks, form, width)
    if found.periods and not any(one.asked for one in found.periods):
        parts.append(f"On {found.about.as_of} no licence is recorded.")
    if not found.periods and found.kind == "model":
        parts.append("No licence is recorded.")
    if found.grants:
        parts.append("\n".join([f"{marks[0]}Earlier grants", *(f"{marks[1]}{_grant(one)}" for one in found.grants)]))
    if found.bases:
        told = "; ".join(f"{name} on {day}" for name, day in found.bases)
        parts.append(f"The licences of what it was made from changed too: {told} (licensedb history NAME).")
    for version in found.versions:
        parts += _version(version, marks, form, width)
    return "\n\n".join(part for part in [*parts, w.NOT_ADVICE] if part)


def _period(one: Period, marks: tuple[str, str], form: str, width: int) -> list[str]:
    days = f"{one.from_ or 'start'} to {one.until or 'today'}"
    here = " (the day asked for)" if one.asked else ""
    lines = [f"{marks[0]}{days}{here}"]
    for entry in one.entries:
        lines.append(f"{marks[1]}{period(entry)}")
        if entry.source:
            seen = f", seen {entry.source.seen}" if entry.source.seen else ""
            lines.append(f"{marks[1]}source: {entry.source.title or entry.source.address}{seen}")
            lines += [f"{marks[1]}{entry.source.address}"] if entry.source.title else []
        lines += [f"{marks[1]}note: {entry.note}"] if entry.note else []
    return ["\n".join(lines), *_changes(one.changes, "the period before", form, width)]


def _changes(changes: tuple[AnswerChange, ...], before: str, form: str, width: int) -> list[str]:
    if not changes:
        return []
    header = ["question", before, "then"]
    rows = [[str(one.question), _cell(one.before), _cell(one.after)] for one in changes]
    return [grid.markdown(header, rows) if form == "markdown" else grid.plain(header, rows, width)]


def _cell(answer: Answer) -> str:
    where = f" [{answer.text} {say.section(answer.section)}]" if answer.section else ""
    measured = answer.value.get("measured") if isinstance(answer.value, dict) else None
    how = f" ({', '.join(map(str, measured.values()))})" if measured else ""
    return say.value(answer) + how + where + (" *disputed" if answer.disputed else "")


def _grant(one: Grant) -> str:
    return f"{one.licence}, until {one.until}: {_GRANTS[one.said]}" + (f" [{say.cite(one.cite)}]" if one.cite else "")


def _version(one: Version, marks: tuple[str, str], form: str, width: int) -> list[str]:
    licence = one.licence
    published = f", published {licence.published}" if licence.published else ""
    here = " (asked for)" if one.asked else ""
    lines = [f"{marks[0]}{licence.id}: {licence.name}{published}{here}"]
    lines += [f"{marks[1]}supersedes {licence.supersedes}"] if licence.supersedes else []
    lines += [f"{marks[1]}{text}" for text in _editions(licence)]
    return ["\n".join(lines), *_changes(one.changes, licence.supersedes or "", form, width)]


def _editions(licence: Licence) -> list[str]:
    told = []
    for edition in licence.editions:
        date = f" of {edition.date}" if edition.date else ""
        size = f", {w.number(edition.words)} words" if edition.words else ""
        note = f" ({edition.note.rstrip('.')})" if edition.note else ""
        told.append(f"edition{date}: {edition.sha256[:16]}{size}{note}")
    return told or ["no edition has been at hand: its sections are cited from secondary sources"]


_HEADER = ["part", "id", "from", "until", "question", "before", "after", "document", "section", "text"]


def _rows(found: History) -> Iterator[list[str]]:
    for one in found.periods:
        for entry in one.entries:
            source = entry.source.address if entry.source else ""
            yield ["period", entry.licence, one.from_ or "", one.until or "", *[""] * 5, source]
        name = " + ".join(entry.licence for entry in one.entries)
        yield from (_change_row(name, change) for change in one.changes)
    for grant in found.grants:
        cite = [grant.cite.document, grant.cite.section] if grant.cite else ["", ""]
        yield ["grant", grant.licence, "", grant.until, "", "", grant.said, *cite, _GRANTS[grant.said]]
    for version in found.versions:
        licence = version.licence
        yield ["version", licence.id, licence.published or "", "", *[""] * 5, licence.supersedes or ""]
        for edition in licence.editions:
            yield ["edition", licence.id, edition.date or "", "", *[""] * 5, edition.sha256]
        yield from (_change_row(licence.id, change) for change in version.changes)


def _change_row(name: str, one: AnswerChange) -> list[str]:
    after = one.after
    values = [say.value(one.before), say.value(after), after.text or "", after.section or ""]
    return ["change", name, "", "", str(one.question), *values, after.note or ""]


def as_json(found: History) -> str:
    """`licensedb.history/1`."""
    from licensedb.present import as_json as j

    body = {
        "id": found.id,
        "kind": found.kind,
        "name": found.name,
        "periods": [
            {
                "from": one.from_,
                "until": one.until,
                "asked": one.asked,
                "licences": [entry_json(entry) for entry in one.entries],
                "changes": [_change_json(change) for change in one.changes],
            }
            for one in found.periods
        ],
        "grants": [
            {
                "licence": one.licence,
                "until": one.until,
                "said": one.said,
                "document": one.cite.document if one.cite else None,
                "section": one.cite.section if one.cite else None,
                "state": str(one.cite.state) if one.cite else None,
                "verified": one.cite.verified if one.cite else None,
                "note": one.note,
            }
            for one in found.grants
        ],
        "bases_changed": [{"base": name, "day": day} for name, day in found.bases],
        "versions": [_version_json(one) for one in found.versions],
    }
    return j.dumps({**j.head("licensedb.history/1", found.about), **body})


def _version_json(one: Version) -> dict[str, Any]:
    from licensedb.present.as_json import record

    licence = one.licence
    return {
        "id": licence.id,
        "name": licence.name,
        "published": licence.published,
        "supersedes": licence.supersedes,
        "asked": one.asked,
        "editions": [record(edition) for edition in licence.editions],
        "changes": [_change_json(change) for change in one.changes],
    }


def _change_json(one: AnswerChange) -> dict[str, Any]:
    from licensedb.present.as_json import cell

    return {"question": one.question, "before": cell(one.before), "after": cell(one.after)}
