"""Openness as text: the class of a model with its components, what is missing, warnings, the Open Source AI Definition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.records import ComponentRow, Evidence, OpennessReport, OpennessRow, Requirement, Source
from licensedb.vocabulary import Component, Fulfilment, OpennessClass, Standing

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
KINDS = {"code": "code", "data": "data (weights are data)", "document": "documents"}
LISTS = {"osi-approved": "OSI-approved", "fsf-libre": "FSF free", "open-data": "open data", "framework": "the framework's own"}


def of_class(one: OpennessClass, t: Language = ENGLISH) -> str:
    """A class of the framework by its name."""
    return t.trc("class of openness", CLASSES[one])


def standing(one: Standing, t: Language = ENGLISH) -> str:
    """How a component stands, with its mark."""
    mark, told = STANDINGS[one].split(" ", 1)
    return f"{mark} {t.trc('standing of a component', told)}"


def fulfilment(one: Fulfilment, t: Language = ENGLISH) -> str:
    """How a requirement is fulfilled, with its mark."""
    mark, told = FULFILMENTS[one].split(" ", 1)
    return f"{mark} {t.trc('fulfilment', told)}"


def openness(found: OpennessReport, form: str, width: int, t: Language = ENGLISH) -> str:
    """Models in full, or the table of all."""
    if form == "json":
        return as_json(found)
    if form == "csv":
        return _csv(found)
    parts = [say.heading(found.about, t)]
    if found.detailed:
        for row in found.rows:
            parts += _full(row, form, width, t)
    else:
        parts += _table(found, form, width, t)
    parts.append(t.tr("What counts as open: {source} (docs/openness.md).", source=t.isolate(found.source)) if found.source else "")
    return "\n\n".join(part for part in [*parts, t.tr(w.NOT_ADVICE)] if part)


# The table

_HEADER = ["model", "class", "III", "II", "I", "open", "not recorded", "definition", "licence on the weights"]


def _table(found: OpennessReport, form: str, width: int, t: Language) -> list[str]:
    rows = [[*_cells(row, t)] for row in found.rows]
    count = t.trn("{count} model.", "{count} models.", len(rows))
    if not rows:
        return [count]
    told = t.tr("Percentages are those of the framework's classes; with >, what is not recorded could make the class better.")
    header = [t.trc("heading", name) if name.islower() else name for name in _HEADER]
    return [count, told, grid.markdown(header, rows) if form == "markdown" else grid.plain(header, rows, width)]


def _cells(row: OpennessRow, t: Language) -> Iterator[str]:
    yield row.model.id
    yield _short(row.attained, t) + (f" > {_short(row.at_most, t)}" if row.at_most is not row.attained else "")
    yield from (_percent(one.percent, t) for one in row.progress)
    yield t.tr("{count} of {total}", count=t.number(_count(row, Standing.OPEN)), total=t.number(len(row.rows)))
    yield t.number(_count(row, Standing.UNKNOWN, Standing.LICENCE_UNKNOWN))
    yield fulfilment(row.fulfilment, t)
    yield " + ".join(row.licences) or t.tr("none recorded")


def _short(one: OpennessClass, t: Language) -> str:
    return t.trc("class of openness", "none") if one is OpennessClass.NONE else str(one)


def _percent(value: float, t: Language) -> str:
    return t.tr("{number} %", number=t.number(round(value)))


def _count(row: OpennessRow, *standings: Standing) -> int:
    return sum(one.standing in standings for one in row.rows)


# A model in full


def _full(row: OpennessRow, form: str, width: int, t: Language) -> Iterator[str]:
    mark = "## " if form == "markdown" else ""
    name = t.isolate(f"{row.model.name} ({row.model.id})")
    yield f"{mark and '# '}{name}{t.comma}{' + '.join(map(t.isolate, row.licences)) or t.tr('no licence recorded')}"
    yield "\n".join(_class(row, t))
    header = [t.trc("heading", name) for name in ("component", "class", "standing", "licence", "counts as")]
    cells = [_component(one, t) for one in row.rows]
    yield f"{mark}{t.tr('Components')}"
    yield grid.markdown(header, cells) if form == "markdown" else grid.plain(header, cells, width)
    if row.stands_in:
        yield t.tr("The research paper stands in for the technical report.")
    if row.following is not None:
        yield f"{mark}{t.tr('Missing for class {name}', name=of_class(row.following, t))}"
        yield "\n".join(f"- {w.component(one.component, t)}: {_lack(one, t)}" for one in row.missing)
    told = [*_warnings(row, t)]
    if told:
        yield f"{mark}{t.tr('Warnings')}"
        yield "\n".join(f"- {text}" for text in told)
    yield f"{mark}{t.tr('Open Source AI Definition 1.0, as far as is recorded: {answer}', answer=fulfilment(row.fulfilment, t))}"
    yield "\n".join(line for one in row.requirements for line in _requirement(one, t))
    sources = "\n".join(_source(one, t) for one in row.model.component_sources)
    if sources:
        yield f"{mark}{t.tr('Where the components were looked at')}"
        yield sources
    if row.model.component_note:
        yield t.tr("Note: {note}", note=t.isolate(row.model.component_note))


def _source(one: Source, t: Language) -> str:
    seen = t.tr(", seen {day}", day=t.date(one.seen)) if one.seen else ""
    return f"- {t.isolate(one.title or one.address)}{seen}: {t.isolate(one.address)}"


def _class(row: OpennessRow, t: Language) -> Iterator[str]:
    yield t.tr("Class of the Model Openness Framework 1.0: {name}", name=of_class(row.attained, t))
    if row.at_most is not row.attained:
        yield t.tr("At most {name}, if all that is not recorded were there and open.", name=of_class(row.at_most, t))
    for one in row.progress:
        told = {"count": t.number(one.included), "total": t.number(one.total)}
        share = t.tr("{count} of {total}", **told)
        if not one.percent and one.included:
            share = t.tr("{count} of {total}; a class before it is not full", **told)
        yield f"  {of_class(one.of, t)}: {_percent(one.percent, t)} ({share})"


def _component(one: ComponentRow, t: Language) -> list[str]:
    optional = t.tr(" (optional)") if not one.required else ""
    why = t.comma.join(t.trc("list of open licences", LISTS[name]) if name in LISTS else name for name in one.open_by)
    licences = " + ".join(map(t.isolate, one.licences))
    return [w.component(one.component, t) + optional, str(one.since), standing(one.standing, t), licences, why]


def _lack(one: ComponentRow, t: Language) -> str:
    named = f" ({' + '.join(map(t.isolate, one.licences))})" if one.licences else ""
    return standing(one.standing, t).split(" ", 1)[1] + named


def _warnings(row: OpennessRow, t: Language) -> Iterator[str]:
    for one in row.warned:
        kind = t.trc("kind of component", KINDS[one.kind])
        names = " + ".join(map(t.isolate, one.licences))
        told = {"component": w.component(one.component, t), "licences": names, "kind": kind}
        yield t.tr("{component}: {licences} is open, and not made for {kind}; it counts all the same", **told)
    for base in row.bases:
        yield t.tr("made from {base}, whose weights are under terms that do not count as open", base=t.isolate(base))


def _requirement(one: Requirement, t: Language) -> Iterator[str]:
    name = t.trc("requirement of the definition", NAMES[one.name])
    yield f"{_BOXES[one.fulfilment]} {name}: {fulfilment(one.fulfilment, t).split(' ', 1)[1]}"
    if one.name != "study":
        yield from (f"      {FULFILMENTS[each.fulfilment][0]} {_evidence(each, t)}" for each in one.evidence)


def _evidence(one: Evidence, t: Language) -> str:
    where = f" [{t.isolate(f'{one.document} {say.section(one.section)}')}]" if one.document and one.section else ""
    through = t.tr(", by way of {names}", names=t.isolate(one.through)) if one.through else ""
    return f"{one.told if t is ENGLISH else _in_short(one, t)}{where}{through}"


def _in_short(one: Evidence, t: Language) -> str:
    """Evidence in another language than that of the records: what it is about, how it stands, and the licences named."""
    name = one.about.replace("-", " ")
    told = t.trc("component", name) if one.about in set(Component) else t.trc("question", name)
    licences = f" ({t.isolate(found[1])})" if (found := _LICENCES.search(one.told)) else ""
    return f"{told}: {t.trc('fulfilment', FULFILMENTS[one.fulfilment][2:])}{licences}"


_LICENCES = re.compile(r"\(([^)]+)\)")


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
        "warnings": list(_warnings(row, ENGLISH)),
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
