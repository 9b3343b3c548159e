"""History as text: licences of a model by period, versions of a licence, and what each changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.present.tree import entry_json, period
from licensedb.records import Answer, AnswerChange, Grant, History, Licence, Period, Version


def _granted(said: str, t: Language) -> str:
    return {
        "irrevocable": t.tr("its grant is irrevocable: copies received until then stay under it, as long as its terms are kept"),
        "revocable": t.tr("its grant can be taken back, also for copies received until then"),
        "silent": t.tr("its text is silent on whether the grant can be taken back"),
    }[said]


def history(found: History, form: str, width: int, t: Language = ENGLISH) -> str:
    """The periods of a model, or the versions of a licence."""
    if form == "json":
        return as_json(found)
    if form == "csv":
        return grid.comma_separated(_HEADER, list(_rows(found)))
    marks = ("## ", "- ") if form == "markdown" else ("", "  ")
    parts = [say.heading(found.about, t), f"{marks[0] and '# '}{t.isolate(found.name)} ({t.isolate(found.id)})"]
    for one in found.periods:
        parts += _period(one, marks, form, width, t)
    if found.periods and not any(one.asked for one in found.periods):
        parts.append(t.tr("On {day} no licence is recorded.", day=t.date(found.about.as_of)))
    if not found.periods and found.kind == "model":
        parts.append(t.tr("No licence is recorded."))
    if found.grants:
        parts.append("\n".join([f"{marks[0]}{t.tr('Earlier grants')}", *(f"{marks[1]}{_grant(one, t)}" for one in found.grants)]))
    if found.bases:
        told = t.semicolon.join(t.tr("{name} on {day}", name=t.isolate(name), day=t.date(day)) for name, day in found.bases)
        parts.append(t.tr("The licences of what it was made from changed too: {changes} (licensedb history NAME).", changes=told))
    for version in found.versions:
        parts += _version(version, marks, form, width, t)
    return "\n\n".join(part for part in [*parts, t.tr(w.NOT_ADVICE)] if part)


def _period(one: Period, marks: tuple[str, str], form: str, width: int, t: Language) -> list[str]:
    start = t.date(one.from_) if one.from_ else t.trc("a period begins at", "start")
    end = t.date(one.until) if one.until else t.trc("a period ends", "today")
    here = t.tr(" (the day asked for)") if one.asked else ""
    lines = [f"{marks[0]}{t.tr('{start} to {end}', start=start, end=end)}{here}"]
    for entry in one.entries:
        lines.append(f"{marks[1]}{period(entry, t)}")
        if entry.source:
            name = t.isolate(entry.source.title or entry.source.address)
            seen = t.tr(", seen {day}", day=t.date(entry.source.seen)) if entry.source.seen else ""
            lines.append(f"{marks[1]}{t.tr('source: {name}{seen}', name=name, seen=seen)}")
            lines += [f"{marks[1]}{t.isolate(entry.source.address)}"] if entry.source.title else []
        lines += [f"{marks[1]}{t.tr('note: {note}', note=t.isolate(entry.note))}"] if entry.note else []
    return ["\n".join(lines), *_changes(one.changes, t.trc("heading", "the period before"), form, width, t)]


def _changes(changes: tuple[AnswerChange, ...], before: str, form: str, width: int, t: Language) -> list[str]:
    if not changes:
        return []
    header = [t.trc("heading", "question"), before, t.trc("heading", "then")]
    rows = [[w.question(one.question, t), _cell(one.before, t), _cell(one.after, t)] for one in changes]
    return [grid.markdown(header, rows) if form == "markdown" else grid.plain(header, rows, width)]


def _cell(answer: Answer, t: Language) -> str:
    where = f" [{t.isolate(f'{answer.text} {say.section(answer.section)}')}]" if answer.section else ""
    measured = answer.value.get("measured") if isinstance(answer.value, dict) else None
    how = f" ({', '.join(map(str, measured.values()))})" if measured else ""
    return say.value(answer, t) + how + where + (t.tr(" *disputed") if answer.disputed else "")


def _grant(one: Grant, t: Language) -> str:
    told = {"licence": t.isolate(one.licence), "day": t.date(one.until), "said": _granted(one.said, t)}
    return t.tr("{licence}, until {day}: {said}", **told) + (f" [{say.cite(one.cite, t)}]" if one.cite else "")


def _version(one: Version, marks: tuple[str, str], form: str, width: int, t: Language) -> list[str]:
    licence = one.licence
    published = t.tr(", published {day}", day=t.date(licence.published)) if licence.published else ""
    here = t.tr(" (asked for)") if one.asked else ""
    lines = [f"{marks[0]}{t.isolate(licence.id)}: {t.isolate(licence.name)}{published}{here}"]
    lines += [f"{marks[1]}{t.tr('supersedes {name}', name=t.isolate(licence.supersedes))}"] if licence.supersedes else []
    lines += [f"{marks[1]}{text}" for text in _editions(licence, t)]
    return ["\n".join(lines), *_changes(one.changes, licence.supersedes or "", form, width, t)]


def _editions(licence: Licence, t: Language) -> list[str]:
    told = []
    for edition in licence.editions:
        date = t.tr(" of {day}", day=t.date(edition.date)) if edition.date else ""
        size = t.comma + t.trn("{count} word", "{count} words", edition.words) if edition.words else ""
        note = f" ({t.isolate(edition.note.rstrip('.'))})" if edition.note else ""
        told.append(t.tr("edition{date}: {digest}{size}{note}", date=date, digest=edition.sha256[:16], size=size, note=note))
    return told or [t.tr("no edition has been at hand: its sections are cited from secondary sources")]


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
        yield ["grant", grant.licence, "", grant.until, "", "", grant.said, *cite, _granted(grant.said, ENGLISH)]
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
