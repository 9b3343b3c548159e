"""Findings: what is wrong with a curated file, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Finding(NamedTuple):
    """One problem. `rule` names the check that found it; `line` counts from 1."""

    path: str
    line: int
    field: str
    problem: str
    rule: str
    tip: str = ""

    def text(self) -> str:
        """`path:line: field: problem`, with the tip behind."""
        tip = f" ({self.tip})" if self.tip else ""
        return f"{self.path}:{self.line}: {self.field or 'file'}: {self.problem}{tip}"


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by path and line, each once."""
    return sorted(dict.fromkeys(findings), key=lambda f: (f.path, f.line, f.field, f.problem))
