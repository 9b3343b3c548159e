"""Lineage: which terms a model stands under, and what is asked of each (design section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from licensedb.reasoning.compiled import NO_BASE, NOTHING, UNKNOWN, compiled
from licensedb.reasoning.point import Group, Part
from licensedb.records import Base, Model, Scenario, Terms
from licensedb.vocabulary import Act, Provision, Relation

DEEPEST = 32


class World(NamedTuple):
    """The records that lineage walks over, by id."""

    terms: Mapping[str, Terms]
    models: Mapping[str, Model]


def asked(world: World, model: Model, act: Act, day: str) -> Group:
    """What to ask of whom for an act on a model: its own licences, then its bases', the worst of all."""
    return Group(tuple(_own(world, model, act, day, None, None)) + tuple(_from_bases(world, model, act, day, frozenset((model.id,)))))


def facts_of(model: Model, scenario: Scenario) -> Scenario:
    """The scenario with the facts of the model filled in; what its record does not say stays as stated."""
    import msgspec

    modality = tuple(map(str, model.modalities)) or scenario.model_modality
    family = (model.family,) if model.family else scenario.model_family
    return msgspec.structs.replace(scenario, model_modality=modality, model_family=family)


def _own(world: World, model: Model, act: Act, day: str, modified: bool | None, through: str | None) -> Iterator[Part | Group]:
    entries = model.licences_on(day)
    if not entries:
        yield Part(UNKNOWN if model.has_licence else NOTHING, act, modified, through)
        return
    parts = [Part(compiled(world.terms[entry.licence]), act, modified, through) for entry in entries]
    choice = any(entry.together == "choice" for entry in entries)
    yield Group(tuple(parts), choice) if len(parts) > 1 else parts[0]


def _from_bases(world: World, model: Model, act: Act, day: str, seen: frozenset[str]) -> Iterator[Part | Group]:
    for base in model.bases:
        parent = world.models.get(base.model or "")
        if parent is None:
            yield Part(NO_BASE, act, None, base.name)
            continue
        if parent.id in seen or len(seen) > DEEPEST:
            continue
        for wanted, modified in _questions(world, base, parent, act, day):
            yield from _own(world, parent, wanted, day, modified, parent.id)
            yield from _from_bases(world, parent, wanted, day, seen | {parent.id})


def _questions(world: World, base: Base, parent: Model, act: Act, day: str) -> Iterator[tuple[Act, bool | None]]:
    """Which act a base is asked for, and whether as modified."""
    relation = base.relation
    if relation is Relation.COMPONENT:
        yield act, None
    elif relation is Relation.DISTILLED:
        if act in (Act.RUN, Act.MODIFY, Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES, Act.HOST):
            yield Act.TRAIN_ON_OUTPUTS, None
            if _says(world, parent, Provision.DERIVATIVE_DISTILLATION_FROM_OUTPUTS, day) is True:
                yield from _as_derivative(act)
    elif relation is Relation.ADAPTER and act in (Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES):
        # Given away alone it holds nothing of its base; run, hosted or changed it goes with it.
        if _says(world, parent, Provision.DERIVATIVE_ADAPTER, day) is True:
            yield from _as_derivative(act)
    elif relation is Relation.QUANTIZED and _says(world, parent, Provision.DERIVATIVE_QUANTISATION, day) is False:
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


def _says(world: World, model: Model, key: Provision, day: str) -> bool | str | tuple[str, ...] | None:
    for entry in model.licences_on(day):
        terms = world.terms[entry.licence]
        for document in (terms.licence, *terms.policies):
            for fact in document.provisions:
                if fact.key is key:
                    return fact.value
    return None
