"""Texts at hand, pulled and added, as table, Markdown, CSV, JSON or lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import HeldText, Passage, Texts

HAD = ("listed", "unlisted edition")


def listed(found: Texts, form: str, width: int) -> str:
    """Every record with its text: whether it is at hand, as which edition, and how its citations stand."""
    if form == "json":
        return as_json(found)
    if form == "csv":
        header = ["id", "kind", "at_hand", "status", "path", "sha256", "citations", "found", "state", "not_found"]
        return grid.comma_separated(header, [_csv(row) for row in found.rows])
    header = ["id", "text", "in", "citations", "state"]
    rows = [[row.id, _text(row), _folder(row), _count(row), states(row)] for row in found.rows]
    table = grid.markdown(header, rows) if form == "markdown" else grid.plain(header, rows, width)
    had = sum(row.status in HAD for row in found.rows)
    lacking = [f"{row.id}: not found in {row.path}: {passages(row.missing)}" for row in found.rows if row.status == "changed"]
    return "\n\n".join([say.heading(found.about), table, *lacking, f"{had} of {len(found.rows)} texts at hand."])


def as_json(found: Texts) -> str:
    """`licensedb.texts/1`."""
    from licensedb.present.as_json import dumps

    about = found.about
    head = {"schema": "licensedb.texts/1", "data": about.data, "reviewed": about.reviewed, "as_of": about.as_of}
    return dumps({**head, "rows": [_json(row) for row in found.rows]})


def _json(row: HeldText) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "at_hand": row.status in HAD,
        "status": row.status,
        "path": row.path or None,
        "sha256": row.sha256 or None,
        "words": row.words or None,
        "listed_words": row.listed_words,
        "citations": row.citations,
        "found": row.found,
        "missing": [msgspec.to_builtins(one) for one in row.missing],
        "states": [{"state": state, "verified": day, "citations": count} for state, day, count in row.states],
        "source": row.source or None,
        "tried": list(row.tried),
    }


def _csv(row: HeldText) -> list[str]:
    had = "yes" if row.status in HAD else "no"
    numbers = [str(row.citations), str(row.found)]
    return [row.id, row.kind, had, row.status, row.path, row.sha256, *numbers, states(row), passages(row.missing)]


def _text(row: HeldText) -> str:
    return "listed edition" if row.status == "listed" else row.status


def _folder(row: HeldText) -> str:
    return str(Path(row.path).parent) if row.path else ""


def _count(row: HeldText) -> str:
    total = sum(count for _, _, count in row.states)
    return f"{row.found} of {row.citations} passages found" if row.status == "changed" else str(total)


def states(row: HeldText) -> str:
    """How the citations of a record stand, with how many where they differ."""
    told = [(say.state(state, day), count) for state, day, count in row.states]
    return told[0][0] if len(told) == 1 else "; ".join(f"{words}: {count}" for words, count in told)


def passages(missing: Sequence[Passage]) -> str:
    """Passages by the rules that cite them, with their sections."""
    return "; ".join(f"{', '.join(one.names)} ({say.section(one.section)})" for one in missing)


def pulled(found: Texts) -> str:
    """A line per text, and below it why a text could not be had."""
    lines = []
    for row in found.rows:
        if row.status in HAD:
            how = f"from {row.source}, {row.path}" if row.source else f"at hand in {row.path}"
            lines.append(f"{row.id}: {edition(row)}, {how}")
            lines += [f"  {why}" for why in row.tried] if not row.source else []
        else:
            lines.append(f"{row.id}: not had")
            lines += [f"  {why}" for why in row.tried]
    had = sum(row.status in HAD for row in found.rows)
    return "\n".join(_clean(line) for line in [*lines, f"{had} of {len(found.rows)} texts are at hand"])


def edition(row: HeldText) -> str:
    """What a text is to its record."""
    if row.status == "listed":
        return f"listed edition {row.sha256[:12]}"
    told = f"unlisted edition {row.sha256[:12]}: all {row.citations} cited passages are found"
    if row.listed_words is None:
        return f"{told}, in {w.number(row.words)} words"
    return f"{told}, but it has {w.number(row.words)} words and the listed edition {w.number(row.listed_words)}"


def added(row: HeldText, file: str) -> str:
    """How far a file is from the known text, and where it was stored."""
    lines = []
    if row.status in HAD:
        lines.append(f"{row.id}: {file} is the {edition(row)}" if row.status == "listed" else f"{row.id}: {file} is an {edition(row)}")
    else:
        lines.append(f"{row.id}: {file} {row.tried[0] if row.tried else 'is another text'}")
    if row.differs:
        lines.append(f"{w.number(row.differs)} word{'s differ' if row.differs > 1 else ' differs'} from the listed edition at hand")
    elif row.status not in HAD and row.listed_words is not None:
        lines.append(f"it has {w.number(row.words)} words, the listed edition {w.number(row.listed_words)}")
    lines.append(f"stored: {row.path}" if row.status in HAD else "not stored")
    return "\n".join(_clean(line) for line in lines)


def _clean(line: str) -> str:
    """What comes from the net or a name of a file cannot steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in line)
