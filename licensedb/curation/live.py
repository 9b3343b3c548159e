"""Whether a rule, as it is written, can ever count: conditions that shut each other out, told from the shapes alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from licensedb.curation import shapes as s
from licensedb.vocabulary import ACT_GROUPS, SET_OPERANDS

_SETS = {operand.replace("-", "_") for operand in SET_OPERANDS}
Conditions = s.When | list[s.When] | None


def never_live(rule: s.RuleShape) -> bool:
    """Whether `unless` takes back all that `when` says."""
    return shut_out(rule.when, rule.unless, permits=rule.permit is not None)


def other_never_live(rule: s.RuleShape) -> bool:
    """Whether the other reading of a disputed rule is one that is never live."""
    other = rule.disputed
    if other is None or other.absent or (other.when is None and other.unless is None):
        return False
    return shut_out(other.when or rule.when, other.unless or rule.unless, permits=rule.permit is not None)


def shut_out(when: Conditions, unless: Conditions, *, permits: bool) -> bool:
    """Whether every alternative of `when` holds only where one of `unless` does.

    Of several stated places or purposes one is enough for a prohibition and none may be outside for its exception; for a
    permission it is the other way round. So a list of a prohibition is never taken to be within that of its exception.
    """
    taken = _alternatives(unless)
    return bool(taken) and all(any(_within(one, other, permits) for other in taken) for one in _alternatives(when) or [s.When()])


def _alternatives(conditions: Conditions) -> list[s.When]:
    if conditions is None:
        return []
    return conditions if isinstance(conditions, list) else [conditions]


def _within(when: s.When, unless: s.When, permits: bool) -> bool:
    for field in when.__struct_fields__:
        wide, narrow = getattr(unless, field), getattr(when, field)
        if wide is None:
            continue
        if narrow is None or (field in _SETS and not permits) or not _implies(narrow, wide):
            return False
    return True


def _implies(narrow: Any, wide: Any) -> bool:
    """Whether what meets the one value meets the other."""
    if isinstance(wide, bool):
        return narrow is wide
    if isinstance(wide, (s.CountThreshold, s.MoneyThreshold)):
        return bool(narrow == wide)
    return set(_listed(narrow)) <= set(_listed(wide))


def barred(rules: dict[str, s.RuleShape]) -> Iterator[tuple[str, str]]:
    """Permissions of which every act is barred without condition and without doubt: their names, and that of the bar."""
    bars = {
        act: name
        for name, rule in rules.items()
        if rule.forbid is not None and rule.disputed is None and rule.route is None and rule.when is None and rule.unless is None
        for act in acts(rule.forbid)
    }
    for name, rule in rules.items():
        permitted = acts(rule.permit) if rule.permit is not None else []
        if permitted and all(act in bars for act in permitted):
            yield name, bars[permitted[0]]


def acts(names: s.ActName | Sequence[s.ActName]) -> list[str]:
    """Names of acts with groups written out."""
    return [str(act) for name in _listed(names) for act in ACT_GROUPS.get(name) or (name,)]


def _listed(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
