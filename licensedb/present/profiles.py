"""Named profiles: operands down, profiles across."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.present import grid
from licensedb.present import words as w
from licensedb.records import ProfileRow, Scenario
from licensedb.vocabulary import BOOLEAN_OPERANDS, FIGURE_OPERANDS, STATED_OPERANDS, Operand


def profiles(rows: Sequence[ProfileRow], form: str, width: int) -> str:
    """What each profile states; `open` where it does not say."""
    if form == "json":
        from licensedb.present import as_json

        told = [{"name": row.name, "file": row.file, "scenario": as_json.scenario(row.scenario)} for row in rows]
        return as_json.dumps({"schema": "licensedb.profiles/1", "rows": told})
    header = ["operand", *(row.name for row in rows)]
    lines = [[str(operand), *(said(row.scenario, operand) for row in rows)] for operand in STATED_OPERANDS]
    lines += [["routes held", *(", ".join(f"{name}={route}" for name, route in row.scenario.granted) or "none" for row in rows)]]
    lines += [["from", *(row.file or "licensedb" for row in rows)]]
    if form == "csv":
        return grid.comma_separated(header, lines)
    return grid.markdown(header, lines) if form == "markdown" else grid.plain(header, lines, width)


def said(scenario: Scenario, operand: Operand) -> str:
    """What a scenario says of an operand, as one would write it."""
    if operand in FIGURE_OPERANDS:
        figures = [one for one in scenario.figures if one.operand is operand]
        return ", ".join(_figure(w.amount(one.value, one.currency), one.over, one.date) for one in figures) or "open"
    if operand is Operand.COMPETITOR:
        return ", ".join(scenario.competes_with) or "none"
    value = getattr(scenario, str(operand).replace("-", "_"))
    if operand in BOOLEAN_OPERANDS:
        return "open" if value is None else "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(value) or "none"
    return "open" if value is None else str(value)


def _figure(amount: str, over: str | None, date: str | None) -> str:
    return (f"{over}:" if over else "") + amount + (f"@{date}" if date else "")
