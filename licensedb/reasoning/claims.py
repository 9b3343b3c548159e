"""Claims: what is asserted held against what was found, and the verdict that comes of it (docs/commands/claims.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from licensedb.records import ClaimPart
from licensedb.vocabulary import GRANTED, GRANTS, REFUSALS, REFUSED, ClaimVerdict, OpennessClass, Release, Verdict

_CLASSES = list(OpennessClass)


def verdict(parts: Iterable[ClaimPart]) -> ClaimVerdict:
    """All that is asserted holds: supported; nothing of it: contradicted; some of it, or not all can be told: partly."""
    found = [part.holds for part in parts]
    if True in found:
        return ClaimVerdict.SUPPORTED if set(found) == {True} else ClaimVerdict.PARTLY
    return ClaimVerdict.CONTRADICTED if False in found else ClaimVerdict.NOT_CHECKABLE


def of_act(asserted: str, found: Verdict) -> bool | None:
    """Whether a verdict is as claimed; None where the text is silent or the answer turns on what is not told."""
    if asserted not in (GRANTED, REFUSED):
        return found == asserted
    if found in GRANTS:
        return asserted == GRANTED
    return asserted == REFUSED if found in REFUSALS else None


def of_component(asserted: str, found: Release | None) -> bool | None:
    """Whether a component is as claimed; None where it is not recorded."""
    return None if found is None else found == asserted


def of_class(asserted: str, attained: OpennessClass, at_most: OpennessClass) -> bool | None:
    """Whether a class is reached; None where that hangs on components that are not recorded."""
    wanted = _CLASSES.index(OpennessClass(asserted))
    if _CLASSES.index(attained) >= wanted:
        return True
    return None if _CLASSES.index(at_most) >= wanted else False


def of_value(asserted: Any, found: Any) -> Iterator[tuple[str, Any, Any, bool]]:
    """(what, asserted, found, whether they are the same) of an answer; of one with several values each that is asserted."""
    if not isinstance(asserted, dict):
        same = (not asserted and not found) or asserted == found
        yield "", asserted, found, bool(same)
        return
    has = found if isinstance(found, dict) else {}
    for name, value in asserted.items():
        yield name, value, has.get(name), has.get(name) == value
