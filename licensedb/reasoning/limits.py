"""The limits that terms draw: on size, on the field of use, on places, by a use policy; and which rules may be live at all."""

from __future__ import annotations

from licensedb.reasoning.compiled import Cell, Ready, Test
from licensedb.reasoning.facts import Facts
from licensedb.reasoning.point import Part, with_modified
from licensedb.records import Rule, Terms
from licensedb.vocabulary import FIGURE_OPERANDS, PLACE_OPERANDS, Duty, Operand


def limits(parts: list[Part], known: Facts) -> dict[str, dict[str, tuple[Ready, Part]]]:
    """The limiting rules of a base by matter, each once."""
    found: dict[str, dict[str, tuple[Ready, Part]]] = {"cap": {}, "field": {}, "territory": {}, "policy": {}}
    for part in parts:
        terms, act = part.terms, part.act
        limiting = [*terms.forbids.get(act, ())]
        permits = terms.permits.get(act, ())
        if all(ready.when or ready.unless for ready in permits):
            limiting += permits
        limiting += (ready for ready in terms.duties.get(act, ()) if matter_of(ready.rule) == "cap")
        limiting += (ready for ready in terms.standing.get(act, ()) if ready.rule.duty is Duty.FOLLOW_USE_POLICY)
        for ready in limiting:
            matter = matter_of(ready.rule)
            if may_be_live(ready, part, known):
                found[matter].setdefault(ready.name, (ready, part))
    # A duty to follow a policy comes before the purposes that the policy bars.
    found["policy"] = dict(sorted(found["policy"].items(), key=lambda item: item[1][0].rule.kind != "duty"))
    return found


def matter_of(rule: Rule) -> str:
    """What a limit is about; nothing where a rule draws none."""
    if rule.duty is Duty.FOLLOW_USE_POLICY:
        return "policy"
    operands = {test.operand for part in (*rule.when, *rule.unless) for test in part}
    if operands & set(FIGURE_OPERANDS):
        return "cap"
    if rule.kind == "duty":
        return ""
    if operands & set(PLACE_OPERANDS):
        return "territory"
    if Operand.PURPOSE in operands:
        return "policy"
    return "field"


def purposes_of(terms: Terms) -> frozenset[str]:
    """The purposes that a licence and its policies bar."""
    rules = (rule for document in (terms.licence, *terms.policies) for rule in document.rules if rule.kind == "forbid")
    tests = (test for rule in rules for part in rule.when for test in part if test.operand is Operand.PURPOSE)
    return frozenset(name for test in tests for name in test.any_of)


def may_be_live(ready: Ready, part: Part, known: Facts) -> bool:
    """Whether some filling of what is open makes a rule live."""
    cell = with_modified({key: value for key, value in known.cell.items() if key is not Operand.MODIFIED}, part)
    if ready.when and not any(all(_may_hold(test, cell) for test in tests) for tests in ready.when):
        return False
    return not any(all(test.key in cell and _may_hold(test, cell) for test in tests) for tests in ready.unless)


def _may_hold(test: Test, cell: Cell) -> bool:
    value = cell.get(test.key)
    if value is None or test.threshold is not None:
        return True
    if test.flag is not None:
        return value is test.flag
    if isinstance(value, frozenset):
        return value <= test.values if test.every else not value.isdisjoint(test.values)
    return value in test.values
