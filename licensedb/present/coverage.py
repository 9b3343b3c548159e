"""How much the knowledge base holds and how sure it is, as tables."""

from __future__ import annotations

from licensedb.present import grid
from licensedb.present import words as w
from licensedb.records import Coverage, CoverageTable

PAGE = """# Coverage

What the shipped records hold. Written by `licensedb curate coverage -f markdown`; a test fails when it is out of date.
"""
TITLES = {
    "records": "Records",
    "kinds": "Kinds of licences",
    "citations": "Citations",
    "confidence": "Confidence",
    "reviews": "Reviews",
    "questions": "Answers of licences",
}
NOTES = {
    "kinds": "A model counts once for each licence that it has or had.",
    "citations": (
        "*Verified by curators*: a run has found the words in the text. *Section only*: the text was not at hand, or no run was made."
    ),
    "confidence": "Families of unknown version are as sure as their members and are not counted.",
    "questions": (
        "Of licences that are texts, asked by a small company; families and names that tell no terms are left out. Disputed answers are "
        "counted among the others too."
    ),
}


def coverage(found: Coverage, form: str, width: int) -> str:
    """The tables one after another; as Markdown a whole page."""
    if form == "json":
        from licensedb.present import as_json

        body = {"schema": "licensedb.coverage/1", "data": found.data, "as_of": found.as_of}
        return as_json.dumps({**body, "tables": {table.name: _rows_json(table) for table in found.tables}})
    if form == "csv":
        rows = [
            [table.name, name, column, str(value)]
            for table in found.tables
            for name, values in table.rows
            for column, value in zip(table.header[1:], values, strict=True)
        ]
        return grid.comma_separated(["table", "row", "column", "value"], rows)
    parts = [PAGE] if form == "markdown" else [f"Data {found.data}.\n"]
    for table in found.tables:
        title = TITLES[table.name]
        lines = [[name, *map(w.number, values)] for name, values in table.rows]
        shown = grid.markdown(table.header, lines) if form == "markdown" else grid.plain(table.header, lines, width)
        note = NOTES.get(table.name, "") if form == "markdown" else ""
        parts += [f"## {title}\n" if form == "markdown" else f"{title}\n", f"{note}\n" if note else "", f"{shown}\n"]
    return "\n".join(part for part in parts if part).rstrip("\n")


def _rows_json(table: CoverageTable) -> list[dict[str, str | int]]:
    return [{table.header[0]: name} | dict(zip(table.header[1:], values, strict=True)) for name, values in table.rows]
