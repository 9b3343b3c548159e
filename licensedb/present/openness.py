"""Openness as text: the class of a model with its components, what is missing, warnings, the Open Source AI Definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import ComponentRow, Evidence, OpennessReport, OpennessRow, Requirement
from licensedb.vocabulary import Fulfilment, OpennessClass, Standing

CLASSES = {
    OpennessClass.NONE: "none",
    OpennessClass.III: "III, Open Model",
    OpennessClass.II: "II, Open Tooling",
    OpennessClass.I: "I, Open Science",
}
STANDINGS = {
    Standing.OPEN: "✓ open",
    Standing.NOT_OPEN: "✗ licence not open",
    Standing.UNLICENSED: "✗ no licence",
    Standing.LICENCE_UNKNOWN: "? licence not recorded",
    Standing.PARTIAL: "✗ released in part",
    Standing.WITHHELD: "✗ withheld",
    Standing.UNKNOWN: "? not recorded",
}
FULFILMENTS = {
    Fulfilment.MET: "✓ met",
    Fulfilment.PARTLY: "~ partly",
    Fulfilment.NOT_MET: "✗ not met",
    Fulfilment.UNKNOWN: "? not recorded",
}
_BOXES = {Fulfilment.MET: "[x]", Fulfilment.PARTLY: "[~]", Fulfilment.NOT_MET: "[ ]", Fulfilment.UNKNOWN: "[?]"}
NAMES = {
    "data": "Data information",
    "code": "Code",
    "parameters": "Parameters",
    "use": "Use, for any purpose and without asking",
    "study": "Study how it works",
    "modify": "Modify",
    "share": "Share, with or without changes, for any purpose",
}
_LISTS = {"osi-approved": "OSI-approved", "fsf-libre": "FSF free", "open-data": "open data", "framework": "the framework's own"}


def openness(found: OpennessReport, form: str, width: int) -> str:
    """Models in full, or the table of all."""
    if form == "json":
        return as_json(found)
    if form == "csv":
        return _csv(found)
    parts = [say.heading(found.about)]
    if found.detailed:
        for row in found.rows:
            parts += _full(row, form, width)
    else:
        parts += _table(found, form, width)
    parts.append(f"What counts as open: {found.source} (docs/openness.md)." if found.source else "")
    return "\n\n".join(part for part in [*parts, w.NOT_ADVICE] if part)


# The table

_HEADER = ["model", "class", "III", "II", "I", "open", "not recorded", "definition", "licence on the weights"]


def _table(found: OpennessReport, form: str, width: int) -> list[str]:
    rows = [[*_cells(row)] for row in found.rows]
    count = f"{len(rows)} model{'' if len(rows) == 1 else 's'}."
    if not rows:
        return [count]
    told = "Percentages are those of the framework's classes; with >, what is not recorded could make the class better."
    shown = grid.markdown(_HEADER, rows) if form == "markdown" else grid.plain(_HEADER, rows, width)
    return [count, told, shown]


def _cells(row: OpennessRow) -> Iterator[str]:
    yield row.model.id
    yield row.attained + (f" > {row.at_most}" if row.at_most is not row.attained else "")
    yield from (f"{one.percent:.0f} %" for one in row.progress)
    yield f"{_count(row, Standing.OPEN)} of {len(row.rows)}"
    yield str(_count(row, Standing.UNKNOWN, Standing.LICENCE_UNKNOWN))
    yield FULFILMENTS[row.fulfilment]
    yield " + ".join(row.licences) or "none recorded"


def _count(row: OpennessRow, *standings: Standing) -> int:
    return sum(one.standing in standings for one in row.rows)


# A model in full


def _full(row: OpennessRow, form: str, width: int) -> Iterator[str]:
    mark = "## " if form == "markdown" else ""
    yield f"{mark and '# '}{row.model.name} ({row.model.id}), {' + '.join(row.licences) or 'no licence recorded'}"
    yield "\n".join(_class(row))
    header = ["component", "class", "standing", "licence", "counts as"]
    cells = [_component(one) for one in row.rows]
    yield f"{mark}Components"
    yield grid.markdown(header, cells) if form == "markdown" else grid.plain(header, cells, width)
    if row.stands_in:
        yield "The research paper stands in for the technical report."
    if row.following is not None:
        yield f"{mark}Missing for class {CLASSES[row.following]}"
        yield "\n".join(f"- {one.component}: {_lack(one)}" for one in row.missing)
    told = [*_warnings(row)]
    if told:
        yield f"{mark}Warnings"
        yield "\n".join(f"- {text}" for text in told)
    yield f"{mark}Open Source AI Definition 1.0, as far as is recorded: {FULFILMENTS[row.fulfilment]}"
    yield "\n".join(line for one in row.requirements for line in _requirement(one))
    sources = "\n".join(f"- {one.title or one.address}, seen {one.seen}: {one.address}" for one in row.model.component_sources)
    if sources:
        yield f"{mark}Where the components were looked at"
        yield sources
    if row.model.component_note:
        yield f"Note: {row.model.component_note}"


def _class(row: OpennessRow) -> Iterator[str]:
    yield f"Class of the Model Openness Framework 1.0: {CLASSES[row.attained]}"
    if row.at_most is not row.attained:
        yield f"At most {CLASSES[row.at_most]}, if all that is not recorded were there and open."
    for one in row.progress:
        gate = "" if one.percent or not one.included else "; a class before it is not full"
        yield f"  {CLASSES[one.of]}: {one.percent:.0f} % ({one.included} of {one.total}{gate})"


def _component(one: ComponentRow) -> list[str]:
    optional = "" if one.required else " (optional)"
    why = ", ".join(_LISTS.get(name, name) for name in one.open_by)
    return [str(one.component) + optional, str(one.since), STANDINGS[one.standing], " + ".join(one.licences), why]


def _lack(one: ComponentRow) -> str:
    named = f" ({' + '.join(one.licences)})" if one.licences else ""
    return STANDINGS[one.standing].split(" ", 1)[1] + named


def _warnings(row: OpennessRow) -> Iterator[str]:
    for one in row.warned:
        yield f"{one.component}: {' + '.join(one.licences)} is open, and not made for {_KINDS[one.kind]}; it counts all the same"
    for base in row.bases:
        yield f"made from {base}, whose weights are under terms that do not count as open"


_KINDS = {"code": "code", "data": "data (weights are data)", "document": "documents"}


def _requirement(one: Requirement) -> Iterator[str]:
    yield f"{_BOXES[one.fulfilment]} {NAMES[one.name]}: {FULFILMENTS[one.fulfilment].split(' ', 1)[1]}"
    if one.name != "study":
        yield from (f"      {FULFILMENTS[each.fulfilment][0]} {_evidence(each)}" for each in one.evidence)


def _evidence(one: Evidence) -> str:
    where = f" [{one.document} {say.section(one.section)}]" if one.document and one.section else ""
    through = f", by way of {one.through}" if one.through else ""
    return f"{one.told}{where}{through}"


# CSV and JSON


def _csv(found: OpennessReport) -> str:
    if found.detailed:
        header = ["model", "component", "kind", "class", "required", "release", "standing", "licences", "open_by", "fits"]
        rows = [
            [
                row.model.id,
                str(one.component),
                one.kind,
                str(one.since),
                "yes" if one.required else "no",
                str(one.release or ""),
                str(one.standing),
                " + ".join(one.licences),
                ",".join(one.open_by),
                "" if one.fits is None else "yes" if one.fits else "no",
            ]
            for row in found.rows
            for one in row.rows
        ]
        return grid.comma_separated(header, rows)
    header = ["model", "developer", "class", "at_most", "III", "II", "I", "open", "not_recorded", "definition", "licences"]
    table = [
        [
            row.model.id,
            row.model.developer,
            str(row.attained),
            str(row.at_most),
            *(f"{one.percent:.1f}" for one in row.progress),
            str(_count(row, Standing.OPEN)),
            str(_count(row, Standing.UNKNOWN, Standing.LICENCE_UNKNOWN)),
            str(row.fulfilment),
            " + ".join(row.licences),
        ]
        for row in found.rows
    ]
    return grid.comma_separated(header, table)


def as_json(found: OpennessReport) -> str:
    """`licensedb.openness/1`."""
    from licensedb.present import as_json as j

    return j.dumps({**j.head("licensedb.openness/1", found.about), "framework": "1.0", "rows": [_row_json(row) for row in found.rows]})


def _row_json(row: OpennessRow) -> dict[str, Any]:
    return {
        "id": row.model.id,
        "name": row.model.name,
        "developer": row.model.developer,
        "licences": list(row.licences),
        "class": row.attained,
        "at_most": row.at_most,
        "classes": {
            str(one.of): {"percent": round(one.percent, 2), "included": one.included, "total": one.total, "lacking": list(one.lacking)}
            for one in row.progress
        },
        "progress": round(row.total, 2),
        "stands_in": row.stands_in,
        "next": None if row.following is None else {"class": row.following, "missing": [_missing_json(one) for one in row.missing]},
        "components": [_component_json(one) for one in row.rows],
        "warnings": list(_warnings(row)),
        "definition": {
            "fulfilment": row.fulfilment,
            "requirements": [_requirement_json(one) for one in row.requirements],
        },
        "sources": [{"address": one.address, "title": one.title, "seen": one.seen} for one in row.model.component_sources],
        "note": row.model.component_note,
    }


def _missing_json(one: ComponentRow) -> dict[str, Any]:
    return {"component": one.component, "standing": one.standing, "licences": list(one.licences)}


def _component_json(one: ComponentRow) -> dict[str, Any]:
    return {
        "component": one.component,
        "kind": one.kind,
        "class": one.since,
        "required": one.required,
        "release": one.release,
        "standing": one.standing,
        "licences": list(one.licences),
        "open_by": list(one.open_by),
        "fits": one.fits,
    }


def _requirement_json(one: Requirement) -> dict[str, Any]:
    evidence = [
        {
            "about": each.about,
            "fulfilment": each.fulfilment,
            "told": each.told,
            "document": each.document,
            "section": each.section,
            "through": each.through,
        }
        for each in one.evidence
    ]
    return {"name": one.name, "fulfilment": one.fulfilment, "evidence": evidence}
