"""Lineage: which terms a model stands under, and what is asked of each (design section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from licensedb.reasoning.compiled import NO_BASE, NOTHING, UNKNOWN, compiled
from licensedb.reasoning.point import Group, Part
from licensedb.records import Base, Model, Scenario, Terms
from licensedb.vocabulary import Act, Provision, Relation


class World(NamedTuple):
    """The records that lineage walks over, by id."""

    terms: Mapping[str, Terms]
    models: Mapping[str, Model]


class Reached(NamedTuple):
    """A base that an act on a model reaches: the way there (from the model on), and what is asked of it."""

    way: tuple[Base, ...]
    model: Model | None  # None: known by name only
    act: Act
    asked: Part | Group


def asked(world: World, model: Model, act: Act, day: str) -> Group:
    """What to ask of whom for an act on a model: its own licences, then its bases', the worst of all."""
    return Group((declared(world, model, act, day), *(one.asked for one in reached(world, model, act, day))))


def declared(world: World, model: Model, act: Act, day: str) -> Part | Group:
    """What a model's own licences are asked."""
    return _own(world, model, act, day, None, None)


def reached(world: World, model: Model, act: Act, day: str) -> Iterator[Reached]:
    """Every base that an act reaches with what is asked of it, each once, nearest first along each line.

    A base whose maker offers the later model under other terms is not asked, but what that base was made from.
    """
    seen: set[tuple[str, Act, bool | None, bool]] = set()
    todo: list[tuple[tuple[Base, ...], Act]] = [((base,), act) for base in reversed(model.bases)]
    while todo:
        way, wanted = todo.pop()
        base = way[-1]
        parent = world.models.get(base.model or "")
        if parent is None:
            yield Reached(way, None, wanted, Part(NO_BASE, wanted, None, base.name or base.model))
            continue
        if parent.id == model.id:
            continue
        for question, modified in questions(world, base, parent, wanted, day):
            if (parent.id, question, modified, base.relicensed) in seen:
                continue
            seen.add((parent.id, question, modified, base.relicensed))
            if not base.relicensed:
                yield Reached(way, parent, question, _own(world, parent, question, day, modified, parent.id))
            todo += [((*way, further), question) for further in reversed(parent.bases)]


def bearing(model: Model, day: str) -> object:
    """What the answers on a model rest on: models alike in it have the same answers."""
    licences = tuple((entry.licence, entry.together) for entry in model.licences_on(day))
    bases = tuple((base.relation, base.model, base.name, base.relicensed) for base in model.bases)
    return licences, model.has_licence, model.confidence, model.modalities, model.family, bases


def facts_of(model: Model, scenario: Scenario) -> Scenario:
    """The scenario with the facts of the model filled in; what its record does not say stays as stated."""
    import msgspec

    modality = tuple(map(str, model.modalities)) or scenario.model_modality
    family = (model.family,) if model.family else scenario.model_family
    return msgspec.structs.replace(scenario, model_modality=modality, model_family=family)


def _own(world: World, model: Model, act: Act, day: str, modified: bool | None, through: str | None) -> Part | Group:
    entries = model.licences_on(day)
    if not entries:
        return Part(UNKNOWN if model.has_licence else NOTHING, act, modified, through)
    parts = [Part(compiled(world.terms[entry.licence]), act, modified, through) for entry in entries]
    return Group(tuple(parts), is_choice(model, day)) if len(parts) > 1 else parts[0]


def is_choice(model: Model, day: str) -> bool:
    """Whether the licences of a day are to choose from."""
    return any(entry.together == "choice" for entry in model.licences_on(day))


def questions(world: World, base: Base, parent: Model, act: Act, day: str) -> Iterator[tuple[Act, bool | None]]:
    """Which act a base is asked for, and whether as modified."""
    relation = base.relation
    if relation is Relation.COMPONENT:
        yield act, None
    elif relation is Relation.DISTILLED:
        if act in (Act.RUN, Act.MODIFY, Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES, Act.HOST):
            yield Act.TRAIN_ON_OUTPUTS, None
            if said_by(world, parent, Provision.DERIVATIVE_DISTILLATION_FROM_OUTPUTS, day) is True:
                yield from _as_derivative(act)
    elif relation is Relation.ADAPTER and act in (Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES):
        # Given away alone it holds nothing of its base; run, hosted or changed it goes with it.
        if said_by(world, parent, Provision.DERIVATIVE_ADAPTER, day) is True:
            yield from _as_derivative(act)
    elif relation is Relation.QUANTIZED and said_by(world, parent, Provision.DERIVATIVE_QUANTISATION, day) is False:
        yield act, True if act is Act.DISTRIBUTE_DERIVATIVES else False if act is Act.HOST else None
    else:
        yield from _as_derivative(act)


def _as_derivative(act: Act) -> Iterator[tuple[Act, bool | None]]:
    if act in (Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES):
        yield Act.DISTRIBUTE_DERIVATIVES, True
    elif act is Act.HOST:
        yield Act.HOST, True
    else:
        yield act, None


def said_by(world: World, model: Model, key: Provision, day: str) -> bool | str | tuple[str, ...] | None:
    """What the licences of a model say of a provision; None where they do not."""
    for entry in model.licences_on(day):
        value = _said(world.terms[entry.licence], key)
        if value is not None:
            return value
    return None


def _said(terms: Terms, key: Provision) -> bool | str | tuple[str, ...] | None:
    """What terms say of a provision; of a family what all its members say."""
    if terms.members:
        values = {_said(one, key) for one in terms.members}
        return values.pop() if len(values) == 1 else None
    facts = (fact for document in (terms.licence, *terms.policies) for fact in document.provisions)
    return next((fact.value for fact in facts if fact.key is key), None)
