"""Grids of text: a plain table fitted to a width, Markdown, CSV.

Our own few lines: the table libraries cost more to load than a whole command may take.
"""

from __future__ import annotations

import csv
import io
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

Row = Sequence[str]


def plain(header: Row, rows: Sequence[Row], width: int) -> str:
    """Columns side by side, wrapped so that no line is wider than `width` (if the words allow it)."""
    clean = [list(map(_printable, row)) for row in (header, *rows)]
    columns = [dict.fromkeys(column) for column in zip(*clean, strict=True)]  # long lists say the same thing again and again
    widths = _fit(columns, width)
    lines = [{cell: _lines(cell, size) for cell in column} for column, size in zip(columns, widths, strict=True)]
    out = []
    for number, row in enumerate(clean):
        cells = [column[cell] for column, cell in zip(lines, row, strict=True)]
        for line in range(max(map(len, cells))):
            parts = [cell[line] if line < len(cell) else " " * size for cell, size in zip(cells, widths, strict=True)]
            out.append("  ".join(parts).rstrip())
        if number == 0:
            out.append("  ".join("-" * size for size in widths))
    return "\n".join(out)


def _lines(cell: str, size: int) -> list[str]:
    return [_pad(line, size) for line in _wrap(cell, size)]


def markdown(header: Row, rows: Sequence[Row]) -> str:
    """A Markdown table; nothing in a cell can end it."""
    lines = ["| " + " | ".join(map(_escaped, header)) + " |", "|" + " --- |" * len(header)]
    return "\n".join([*lines, *("| " + " | ".join(map(_escaped, row)) + " |" for row in rows)])


def comma_separated(header: Row, rows: Sequence[Row]) -> str:
    """CSV with a header. A cell that a spreadsheet would run as a formula is given a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().rstrip("\n")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _escaped(cell: str) -> str:
    text = _printable(cell).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")
    return text


def _printable(cell: str) -> str:
    if cell.isascii() and cell.isprintable():
        return cell
    return "".join(char for char in cell if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf"))


def wide(text: str) -> int:
    """The columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, size: int) -> str:
    return text + " " * (size - wide(text))


def _wrap(cell: str, size: int) -> list[str]:
    if all(wide(line) <= size for line in cell.splitlines()):
        return cell.splitlines() or [""]
    return [part for line in cell.splitlines() for part in textwrap.wrap(line, size, break_on_hyphens=True) or [""]]


def _fit(columns: Sequence[Iterable[str]], width: int) -> list[int]:
    """Column widths: as wide as the content, the widest narrowed until the line fits, none below its longest word."""
    wanted = [max((wide(line) for cell in column for line in cell.splitlines()), default=0) for column in columns]
    room = width - 2 * (len(wanted) - 1)
    if sum(wanted) <= room:
        return wanted
    least = [min(24, max((wide(word) for cell in column for word in cell.replace("-", "- ").split()), default=1)) for column in columns]
    while sum(wanted) > room:
        widest = max(range(len(wanted)), key=lambda at: wanted[at] - least[at])
        if wanted[widest] <= least[widest]:
            break
        wanted[widest] -= 1
    return wanted
