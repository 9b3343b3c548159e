"""Small records made by hand, for tests that need no seeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from licensedb.reasoning.decide import decide
from licensedb.records import (
    Base,
    Citation,
    Condition,
    Conditions,
    Decision,
    Figure,
    Licence,
    Model,
    ModelLicence,
    ProvisionFact,
    Reading,
    Rule,
    Scenario,
    Terms,
    Threshold,
)
from licensedb.vocabulary import ACT_GROUPS, Act, Component, Confidence, Duty, Family, Operand, Over, Provision, Relation, Route

CITE = Citation("text", "1")
MAU = Operand.MONTHLY_ACTIVE_USERS
DAU = Operand.DAILY_ACTIVE_USERS
YEAR = Operand.ANNUAL_REVENUE
MONTH = Operand.MONTHLY_REVENUE

When = dict[str, Any] | list[dict[str, Any]]


def more_than(value: int, over: str | None = None, date: str | None = None, currency: str | None = None) -> Threshold:
    """A line above which the condition holds; money in minor units."""
    return Threshold(value, False, currency, Over(over) if over else None, None, date)


def at_least(value: int, over: str | None = None, date: str | None = None, currency: str | None = None) -> Threshold:
    """A line from which on the condition holds."""
    return Threshold(value, True, currency, Over(over) if over else None, None, date)


def conditions(when: When | None) -> Conditions:
    """A mapping (all must hold) or a list of mappings (any may), as records."""
    if when is None:
        return ()
    return tuple(
        tuple(_condition(Operand(name), value) for name, value in part.items()) for part in ([when] if isinstance(when, dict) else when)
    )


def _condition(operand: Operand, value: Any) -> Condition:
    if isinstance(value, bool):
        return Condition(operand, flag=value)
    if isinstance(value, Threshold):
        return Condition(operand, threshold=value)
    return Condition(operand, any_of=(value,) if isinstance(value, str) else tuple(value))


def acts(names: str) -> tuple[Act, ...]:
    """`run host weights` as acts, groups written out."""
    return tuple(dict.fromkeys(act for name in names.split() for act in ACT_GROUPS.get(name) or (Act(name),)))


def rule(kind: str, names: str, name: str, when: When | None = None, unless: When | None = None, **more: Any) -> Rule:
    """A rule of any kind on acts."""
    return Rule(name, kind, acts(names), CITE, when=conditions(when), unless=conditions(unless), **more)


def permit(names: str, name: str = "grant", **more: Any) -> Rule:
    """A permission."""
    return rule("permit", names, name, **more)


def forbid(names: str, name: str = "ban", **more: Any) -> Rule:
    """A prohibition."""
    return rule("forbid", names, name, **more)


def must(duty: Duty, names: str, name: str = "", **more: Any) -> Rule:
    """A duty, called after its kind unless told."""
    return rule("duty", names, name or str(duty), duty=duty, **more)


def way(route: Route, name: str = "way", **more: Any) -> Rule:
    """A route that the text names for whatever lies beyond it."""
    return rule("route", " ".join(Act), name, route=route, **more)


def licence(*rules: Rule, id: str = "text", licensor: str = "maker", kind: str = "licence", **more: Any) -> Licence:
    """A licence of these rules."""
    return Licence(id, kind, id.title(), licensor, Family.COMMUNITY, "2026-01-01", Confidence.HIGH, rules=rules, **more)


def terms(*rules: Rule, id: str = "text", licensor: str = "maker", policies: Sequence[Licence] = (), **more: Any) -> Terms:
    """A licence with its policies, ready to be asked."""
    return Terms(licence(*rules, id=id, licensor=licensor, **more), tuple(policies))


def fact(key: Provision, value: bool | str) -> ProvisionFact:
    """A provision."""
    return ProvisionFact(key, value, CITE)


def other(note: str = "it may be read otherwise", when: When | None = None, **more: Any) -> Reading:
    """The other reading of a disputed rule."""
    return Reading(note, when=None if when is None else conditions(when), **more)


def figure(operand: Operand, value: int, over: str | None = None, date: str | None = None, currency: str | None = None) -> Figure:
    """A stated figure; revenue in minor units of a dollar unless told."""
    money = currency or ("USD" if operand.endswith("revenue") else None)
    return Figure(operand, value, money, Over(over) if over else None, date)


def ask(told: Terms | None, act: str, scenario: Scenario | None = None, **stated: Any) -> Decision:
    """The decision on an act; what is not stated is open."""
    return decide(told, Act(act), scenario or Scenario(**stated))


def verdict(told: Terms | None, act: str, **stated: Any) -> str:
    """The bare verdict of the decision on an act."""
    return str(ask(told, act, **stated).verdict)


def model(id: str, *licences: str | ModelLicence, bases: Sequence[Base] = (), **more: Any) -> Model:
    """A model whose weights stand under these licences."""
    entries = tuple(one if isinstance(one, ModelLicence) else under(one) for one in licences)
    return Model(id, id.title(), "developer", licences=entries, bases=tuple(bases), **more)


def under(name: str, from_: str | None = None, until: str | None = None, together: str | None = None) -> ModelLicence:
    """A licence on the weights, for a period."""
    return ModelLicence(name, (Component.WEIGHTS,), from_, until, together)


def made_from(name: str, relation: Relation = Relation.FINETUNE) -> Base:
    """A recorded base."""
    return Base(relation, name)
