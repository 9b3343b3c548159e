"""Bringing together: models, or data and a model, made into one result; what that asks of each part, and what comes of it.

No deciding of its own: the result is a model whose bases are the parts, lineage tells what an act on it asks of each of them,
and `decide` answers. What the result may be offered under is offering.py's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from licensedb.reasoning.compiled import NO_BASE, NOTHING, UNKNOWN
from licensedb.reasoning.decide import decide_group, dimensions_of
from licensedb.reasoning.facts import facts
from licensedb.reasoning.limits import matter_of
from licensedb.reasoning.lineage import World, asked, facts_of, reached, said_by
from licensedb.reasoning.point import Group, Part, parts_of
from licensedb.records import Base, Clause, Decision, JoinClash, Model, Rule, Scenario, Terms
from licensedb.vocabulary import (
    REFUSALS,
    Act,
    ClashKind,
    Joining,
    JoinReading,
    Operand,
    Outcoming,
    PartRole,
    Provision,
    Relation,
    Target,
)

RESULT = "the result"
ROLES = {
    Joining.MERGE: PartRole.MERGED,
    Joining.ADAPTER: PartRole.ADAPTED,
    Joining.DISTIL: PartRole.TEACHER,
    Joining.ENSEMBLE: PartRole.COMPONENT,
    Joining.TRAIN: PartRole.DATA,
}
_RELATIONS = {
    PartRole.MERGED: Relation.MERGE,
    PartRole.ADAPTED: Relation.ADAPTER,
    PartRole.TEACHER: Relation.DISTILLED,
    PartRole.COMPONENT: Relation.COMPONENT,
    PartRole.DATA: Relation.FINETUNE,
    PartRole.CHANGED: Relation.FINETUNE,
}
# What is asked of the result once it is made.
_DONE = {
    Outcoming.KEEP: (Act.RUN,),
    Outcoming.PUBLISH: (Act.DISTRIBUTE_DERIVATIVES,),
    Outcoming.SELL: (Act.DISTRIBUTE_DERIVATIVES,),
    Outcoming.HOST: (Act.HOST,),
    Outcoming.GENERATE: (Act.USE_OUTPUTS, Act.PUBLISH_OUTPUTS),
}
# The act under which the parts are decided together: on it hangs whether the best purpose may be chosen.
_LEADING = {
    Outcoming.KEEP: Act.MODIFY,
    Outcoming.PUBLISH: Act.DISTRIBUTE_DERIVATIVES,
    Outcoming.SELL: Act.DISTRIBUTE_DERIVATIVES,
    Outcoming.HOST: Act.HOST,
    Outcoming.GENERATE: Act.USE_OUTPUTS,
}
_OTHER_MODELS = (Act.IMPROVE_OTHER_MODEL, Act.TRAIN_ON_OUTPUTS)
_UNSETTLED = (JoinReading.DERIVATIVE, JoinReading.ONE_WORK)
_WIDER = {
    Joining.MERGE: (JoinReading.BETTERS_ANOTHER,),
    Joining.ADAPTER: (JoinReading.NO_DERIVATIVE,),
    Joining.DISTIL: (JoinReading.DERIVATIVE,),
}


class Piece(NamedTuple):
    """A part: its role, and its record; of a licence, a model that stands under it alone."""

    role: PartRole
    kind: str
    id: str
    model: Model


class Plan(NamedTuple):
    """What is brought together and how, on a day. `wider` is the world in which leave to modify reaches a further act."""

    world: World
    day: str
    joining: Joining
    pieces: tuple[Piece, ...]
    wider: World


def planned(world: World, day: str, joining: Joining, pieces: tuple[Piece, ...]) -> Plan:
    """A plan. Leave to modify is leave to merge, or to make a student that is a derivative, unless a rule says otherwise."""
    act = Act.TRAIN_ON_OUTPUTS if joining is Joining.DISTIL else Act.IMPROVE_OTHER_MODEL
    wider = world._replace(terms={name: reaching(terms, act) for name, terms in world.terms.items()})
    return Plan(world, day, joining, pieces, wider)


class Asked(NamedTuple):
    """What an act on the result asks of a part, or of a base of it (`through`)."""

    piece: Piece
    through: str | None
    act: Act
    unit: Part | Group


def asks(plan: Plan, do: Outcoming, reading: JoinReading) -> list[Asked]:
    """All that making the result and doing this with it asks, each once."""
    acts = making(plan.joining, reading)
    if reading in _WIDER.get(plan.joining, ()):
        plan = plan._replace(world=plan.wider)  # for all that is asked: a text in two forms would be read as two
    return _once(_asked(plan, reading, (*acts, *(given_as(plan.joining, act, reading) for act in _DONE[do]))))


def making(joining: Joining, reading: JoinReading) -> tuple[Act, ...]:
    """The acts on the parts by which the result comes to be."""
    if joining is Joining.ENSEMBLE and reading is JoinReading.SIDE_BY_SIDE:
        return (Act.RUN,)
    if reading is JoinReading.BETTERS_ANOTHER:
        return (Act.MODIFY, Act.IMPROVE_OTHER_MODEL)
    return (Act.MODIFY,)


def given_as(joining: Joining, act: Act, reading: JoinReading) -> Act:
    """An act on the result: models side by side are given away unchanged."""
    apart = joining is Joining.ENSEMBLE and reading is JoinReading.SIDE_BY_SIDE
    return Act.REDISTRIBUTE if apart and act is Act.DISTRIBUTE_DERIVATIVES else act


def _asked(plan: Plan, reading: JoinReading, acts: Iterable[Act]) -> Iterator[Asked]:
    for act in acts:
        for piece in plan.pieces:
            yield from _bettered(plan, piece) if act is Act.IMPROVE_OTHER_MODEL else asked_of(plan, piece, act, reading)


def asked_of(plan: Plan, piece: Piece, act: Act, reading: JoinReading) -> Iterator[Asked]:
    """What an act on the result asks of one part, on a reading of what the result is to it."""
    if piece.role is PartRole.DATA and (reading is JoinReading.NO_DERIVATIVE or students_are_free(plan, piece)):
        yield from _used(plan, piece, act)
        return
    if piece.role is PartRole.DATA and act is Act.MODIFY:
        yield from _of(plan, piece, Relation.FINETUNE, Act.RUN)
    relation = _RELATIONS[piece.role]
    if reading in _UNSETTLED and piece.role in (PartRole.ADAPTED, PartRole.COMPONENT):
        relation = Relation.FINETUNE
    if piece.role is PartRole.TEACHER:
        yield from (_taught(plan, one) for one in _of(plan, piece, relation, act))
        if reading is not JoinReading.DERIVATIVE or students_are_free(plan, piece):
            return
        relation = Relation.FINETUNE
    yield from _of(plan, piece, relation, act)
    if piece.role is PartRole.ADAPTED and act is Act.MODIFY and reading is JoinReading.NO_DERIVATIVE:
        yield from (one for one in _of(plan, piece, relation, Act.IMPROVE_OTHER_MODEL) if _burdened(one))


def _burdened(one: Asked) -> bool:
    """Whether the text grants making other models with it, and lays duties on that: a model of its own, an adapter is one of them."""
    return all(
        part.terms.permits.get(one.act)
        and part.terms.duties.get(one.act)
        and all(_operands(ready.rule) for ready in part.terms.forbids.get(one.act, ()))
        for part in parts_of(one.unit)
    )


def _taught(plan: Plan, one: Asked) -> Asked:
    """What a teacher is asked: a student made from a model under the teacher's own terms is no other model to it."""
    own = {part.terms.id for part in parts_of(one.unit)}
    changed = [_licences(plan, piece) for piece in plan.pieces if piece.role is PartRole.CHANGED]
    if one.act is not Act.TRAIN_ON_OUTPUTS or not any(own <= licences for licences in changed):
        return one
    return one._replace(act=Act.USE_OUTPUTS, unit=_asking(one.unit, Act.USE_OUTPUTS))


def _asking(unit: Part | Group, act: Act) -> Part | Group:
    if isinstance(unit, Part):
        return unit._replace(act=act)
    return unit._replace(parts=tuple(_asking(part, act) for part in unit.parts))


def _of(plan: Plan, piece: Piece, relation: Relation, act: Act) -> Iterator[Asked]:
    result = Model(RESULT, RESULT, "", bases=(Base(relation, piece.model.id),))
    for one in reached(plan.world, result, act, plan.day):
        name = one.model.id if one.model is not None else one.way[-1].name or str(one.way[-1].model)
        yield Asked(piece, None if name == piece.model.id else name, one.act, one.asked)


def _used(plan: Plan, piece: Piece, act: Act) -> Iterator[Asked]:
    """Data that the result does not derive from: it is used, and what comes of it is its output where the text speaks of outputs."""
    wanted = Act.RUN if act in (Act.MODIFY, Act.RUN) else Act.PUBLISH_OUTPUTS
    group = asked(plan.world, piece.model, wanted, plan.day)
    if wanted is Act.RUN or any(_speaks_of(part, wanted) for part in parts_of(group)):
        yield Asked(piece, None, wanted, group)


def _speaks_of(part: Part, act: Act) -> bool:
    terms = part.terms
    return any(rules.get(act) for one in (terms, *terms.members) for rules in (one.permits, one.forbids, one.duties))


def _bettered(plan: Plan, piece: Piece) -> Iterator[Asked]:
    """A merge makes the other parts better; those that stand under the same licence are no other models to it."""
    others = [_licences(plan, other) for other in plan.pieces if other is not piece]
    for one in _of(plan, piece, Relation.MERGE, Act.IMPROVE_OTHER_MODEL):
        terms = {part.terms.id for part in parts_of(one.unit)}
        if any(not terms <= licences for licences in others):
            yield one


def _licences(plan: Plan, piece: Piece) -> set[str]:
    """The licences that a part stands under, its own and its bases'."""
    units = (one.unit for one in _of(plan, piece, Relation.MERGE, Act.MODIFY))
    return {part.terms.id for unit in units for part in parts_of(unit)}


def reaching(terms: Terms, act: Act) -> Terms:
    """Terms whose leave to modify reaches a further act; as they are where a permission names that act."""
    if terms.members:
        return msgspec.structs.replace(terms, members=tuple(reaching(one, act) for one in terms.members))
    rules = terms.licence.rules
    if any(rule.kind == "permit" and act in rule.acts for rule in rules):
        return terms
    return msgspec.structs.replace(terms, licence=msgspec.structs.replace(terms.licence, rules=tuple(_wider(rule, act) for rule in rules)))


def _wider(rule: Rule, act: Act) -> Rule:
    if rule.kind != "permit" or Act.MODIFY not in rule.acts:
        return rule
    other = rule.disputed
    if other is not None and other.acts is not None and Act.MODIFY in other.acts:
        other = msgspec.structs.replace(other, acts=(*other.acts, act))
    return msgspec.structs.replace(rule, acts=(*rule.acts, act), disputed=other)


def students_are_free(plan: Plan, piece: Piece) -> bool:
    """Whether a part's text says that a model made with it is no derivative."""
    return said_by(plan.world, piece.model, Provision.DERIVATIVE_DISTILLATION_FROM_OUTPUTS, plan.day) is False


def settled(plan: Plan) -> bool:
    """Whether the texts of all data say what a model trained on it is."""
    return all(students_are_free(plan, piece) for piece in plan.pieces if piece.role is PartRole.DATA)


def _once(found: Iterable[Asked]) -> list[Asked]:
    kept: dict[tuple[str | None, str, Act, object], Asked] = {}
    for one in found:
        kept.setdefault((one.through or one.piece.id, one.piece.kind, one.act, shape(one.unit)), one)
    return list(kept.values())


def shape(unit: Part | Group) -> object:
    """What a question turns on, without the names of models."""
    if isinstance(unit, Part):
        return unit.terms.id, unit.act, unit.modified
    return unit.choice, tuple(map(shape, unit.parts))


# What comes of it


def told_of(plan: Plan, do: Outcoming, scenario: Scenario) -> Scenario:
    """The scenario of one plan: what is sold is commercial, a merge could stand in for its parts and an adapter could not."""
    stated: dict[str, object] = {}
    if plan.joining is Joining.MERGE and scenario.target is None:
        stated["target"] = Target.SAME_KIND
    if plan.joining is Joining.ADAPTER:
        stated["target"] = Target.OTHER_KIND
    if do is Outcoming.SELL:
        stated |= {"commercial": True, "any_purpose": False}
    scenario = msgspec.structs.replace(scenario, **stated)
    models = [piece.model for piece in plan.pieces]
    if not all(piece.kind == "model" for piece in plan.pieces):
        return scenario
    modalities = tuple(dict.fromkeys(one for model in models for one in model.modalities)) if all(m.modalities for m in models) else ()
    families = {model.family for model in models}
    family = families.pop() if len(families) == 1 else None
    return facts_of(Model(RESULT, RESULT, "", family=family, modalities=modalities), scenario)


def group_of(found: Iterable[Asked]) -> Group:
    """All that is asked, the worst of it."""
    return Group(tuple(one.unit for one in found))


def left_open(group: Group, act: Act, scenario: Scenario) -> tuple[int, list[str]]:
    """How many cells what is not stated makes, and the operands that are open."""
    dims = dimensions_of(group, act, facts(scenario))
    return math.prod(len(dim.alternatives) for dim in dims), list(dict.fromkeys(str(dim.operand) for dim in dims))


def leading(do: Outcoming, joining: Joining, reading: JoinReading) -> Act:
    """The act under which a plan is decided."""
    return given_as(joining, _LEADING[do], reading)


def said(found: Iterable[Asked], do: Outcoming, plan: Plan, reading: JoinReading, scenario: Scenario) -> list[tuple[Asked, Decision]]:
    """What each part says by itself."""
    act = leading(do, plan.joining, reading)
    return [(one, msgspec.structs.replace(decide_group(Group((one.unit,)), act, scenario, disputes=False), act=one.act)) for one in found]


def refusals(found: Iterable[tuple[Asked, Decision]], rules: dict[str, Rule]) -> Iterator[JoinClash]:
    """The parts that refuse the plan by themselves, each rule once."""
    kept: dict[tuple[ClashKind, Clause], list[str]] = {}
    notes: dict[Clause, str | None] = {}
    for one, decision in found:
        reason = decision.reason
        if decision.verdict not in REFUSALS:
            continue
        rule = rules.get(f"{reason.document}/{reason.rule}")
        clause = Clause(reason.document, rule, decision.verdict, reason.why)
        kept.setdefault((_kind(one.act, rule, reason.why), clause), []).append(one.through or one.piece.id)
        notes[clause] = rule.disputed.note if rule is not None and rule.disputed else None
    for (kind, clause), parts in kept.items():
        yield JoinClash(kind, (clause,), tuple(dict.fromkeys(parts)), notes[clause])


def _kind(act: Act, rule: Rule | None, why: str) -> ClashKind:
    if why in ("not-granted", "no-licence") or rule is None:
        return ClashKind.NO_DERIVATIVES if why == "not-granted" and act in _CHANGED else ClashKind.NOT_GRANTED
    if rule.kind == "forbid" and _operands(rule) <= {Operand.TARGET}:
        if act in _OTHER_MODELS:
            return ClashKind.OTHER_MODELS
        return ClashKind.NO_DERIVATIVES if act in _CHANGED and Act.REDISTRIBUTE not in rule.acts else ClashKind.NOT_GRANTED
    return ClashKind.FIELD if matter_of(rule) == "field" else ClashKind.LIMIT


def _operands(rule: Rule) -> set[Operand]:
    return {test.operand for part in (*rule.when, *rule.unless) for test in part}


_CHANGED = (Act.MODIFY, Act.DISTRIBUTE_DERIVATIVES)


def parts_in(found: Iterable[Asked]) -> list[Part]:
    """The recorded terms that are asked."""
    return [part for one in found for part in parts_of(one.unit) if part.terms not in (NO_BASE, UNKNOWN, NOTHING)]


__all__ = [
    "RESULT",
    "ROLES",
    "Asked",
    "Piece",
    "Plan",
    "asked_of",
    "asks",
    "group_of",
    "leading",
    "left_open",
    "parts_in",
    "planned",
    "refusals",
    "said",
    "settled",
    "shape",
    "told_of",
]
