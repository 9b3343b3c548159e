"""Verdicts on many models at once, each lineage walked once.

The verdict on a model is the worst of what its licences and its bases' say in each cell. What one of them says alike in every
cell is a floor under the verdict and needs no cells; only those that differ between cells are decided together. So a base's
share is kept as its floor and the rest, and what is made from it builds on that: time grows with the number of models alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from licensedb.reasoning.decide import BEST_OVER, Group, Part, parts_of, ranks_of, verdict_through
from licensedb.reasoning.lineage import World, asked, declared, questions
from licensedb.reasoning.point import ORDER
from licensedb.records import Base, Model, Scenario
from licensedb.vocabulary import Act, Operand, Verdict

_FACTS = (Operand.MODEL_MODALITY, Operand.MODEL_FAMILY)
_RANKED = {rank: verdict for verdict, rank in ORDER.items()}
Own = tuple[tuple[str, ...], bool, bool]  # licences of the day, whether to choose from, whether any is recorded
Key = tuple[Own, Act, bool | None]


class _Unit(NamedTuple):
    """What some licences say to an act: a rank that holds in every cell, or None where it must be decided with the others."""

    asked: Part | Group
    rank: int | None
    facts: tuple[Operand, ...]  # facts of the model that the terms ask for


class _Share(NamedTuple):
    """What a lineage says to an act: the worst rank that holds in every cell and whose it is, and what is left to decide."""

    rank: int
    through: str | None
    open: tuple[tuple[Key, str | None], ...] = ()


_NOTHING_SAID = _Share(-1, None)
_WORST = max(ORDER.values())
_NO_OWN: Own = ((), False, False)
DEEPEST = 100  # levels of bases that are built upon each other; what lies deeper is walked anew for each model


class _Link(NamedTuple):
    """A base with its own licences; `parent` is None where it is known by name only."""

    base: Base
    parent: Model | None
    own: Own


class Batch:
    """Decides acts on the models of a world, on a day, in one scenario."""

    def __init__(self, world: World, day: str, scenario: Scenario) -> None:
        self._world, self._day, self._scenario = world, day, scenario
        self._owns: dict[str, Own] = {}
        self._links: dict[str, tuple[_Link, ...]] = {}
        self._depths: dict[str, int] = {}
        self._units: dict[Key, _Unit] = {}
        self._questions: dict[Any, tuple[tuple[Act, bool | None], ...]] = {}
        self._shares: dict[Act, dict[str, _Share]] = {act: {} for act in Act}
        self._settled: dict[Any, tuple[Verdict, int, int]] = {}

    def decide(self, model: Model, act: Act) -> tuple[Verdict, str | None]:
        """The verdict, and the base whose terms give it (or its worst outcome)."""
        share = self._own_share(model, self._own(model), act, None, None)
        if model.bases:
            if (self._depths.get(model.id) or self._depth(model)) > DEEPEST:
                return verdict_through(asked(self._world, model, act, self._day), act, self._told(model, _FACTS))
            share = _worse(share, self._share(model, act))
        if not share.open or share.rank == _WORST:
            return _RANKED[share.rank], share.through
        return self._settle(model, act, share)

    def _settle(self, model: Model, act: Act, share: _Share) -> tuple[Verdict, str | None]:
        """The verdict where some terms differ between cells, or ask for facts of the model."""
        facts = tuple(dict.fromkeys(operand for key, _ in share.open for operand in self._unit(key).facts))
        same = (act, share.rank, *(key for key, _ in share.open), *(self._fact(model, operand) for operand in facts))
        found = self._settled.get(same)
        if found is None:
            units = [self._unit(key).asked for key, _ in share.open]
            marked = Group(tuple(_through(unit, str(at)) for at, unit in enumerate(units)))
            ranks, place = ranks_of(marked, act, self._told(model, facts))
            every = {max(rank, share.rank) for rank in ranks}
            verdict = _RANKED[every.pop()] if len(every) == 1 else Verdict.DEPENDS
            found = self._settled[same] = (verdict, int(place or 0), max(ranks))
        verdict, at, worst = found
        other = share.open[at][1]
        if worst == share.rank:  # either gives it: the model's own licence is named before a base
            return verdict, share.through and other and share.through
        return verdict, other if worst > share.rank else share.through

    def _share(self, model: Model, act: Act) -> _Share:
        """What the bases of a model say to an act on it."""
        shares = self._shares[act]
        found = shares.get(model.id)
        if found is None:
            found = _NOTHING_SAID
            for link in self._links[model.id]:
                found = self._with_link(found, link, act)
            shares[model.id] = found
        return found

    def _with_link(self, share: _Share, link: _Link, act: Act) -> _Share:
        base, parent, own = link
        if parent is None:
            return _worse(share, _Share(ORDER[Verdict.SILENT], base.name or base.model))
        same = (base.relation, own, act)
        asked_ = self._questions.get(same)
        if asked_ is None:
            asked_ = self._questions[same] = tuple(questions(self._world, base, parent, act, self._day))
        for question, modified in asked_:
            if not base.relicensed:
                share = _worse(share, self._own_share(parent, own, question, modified, parent.id))
            if parent.bases:
                share = _worse(share, self._share(parent, question))
        return share

    def _own(self, model: Model) -> Own:
        found = self._owns.get(model.id)
        if found is None:
            entries = model.licences_on(self._day)
            choice = any(entry.together == "choice" for entry in entries)
            found = (tuple(entry.licence for entry in entries), choice, bool(entries) or model.has_licence)
            self._owns[model.id] = found
        return found

    def _own_share(self, model: Model, own: Own, act: Act, modified: bool | None, through: str | None) -> _Share:
        key = (own, act, modified)
        unit = self._units.get(key)
        if unit is None:
            unit = self._units[key] = self._measured(_marked(declared(self._world, model, act, self._day), modified))
        return _Share(-1, None, ((key, through),)) if unit.rank is None else _Share(unit.rank, through)

    def _unit(self, key: Key) -> _Unit:
        return self._units[key]

    def _measured(self, unit: Part | Group) -> _Unit:
        parts = parts_of(unit)
        facts = tuple(operand for operand in _FACTS if any(operand in part.terms.tests[part.act] for part in parts))
        if facts:
            return _Unit(unit, None, facts)
        scenario = self._scenario
        if scenario.any_purpose:  # the best over purposes is taken of all together: only what holds for every purpose is a floor
            opened = {operand.replace("-", "_"): None for operand in BEST_OVER}
            scenario = msgspec.structs.replace(scenario, any_purpose=False, **opened)
        ranks, _ = ranks_of(Group((unit,)), parts[0].act, scenario)
        return _Unit(unit, ranks.pop() if len(ranks) == 1 else None, ())

    def _told(self, model: Model, facts: tuple[Operand, ...]) -> Scenario:
        """The scenario with these facts of the model filled in."""
        return msgspec.structs.replace(self._scenario, **{operand.replace("-", "_"): self._fact(model, operand) for operand in facts})

    @staticmethod
    def _fact(model: Model, operand: Operand) -> tuple[str, ...] | None:
        if operand is Operand.MODEL_FAMILY:
            return (model.family,) if model.family else None
        return tuple(map(str, model.modalities)) or None

    def _depth(self, model: Model) -> int:
        """How many levels of bases a model has; more than are walked where its lineage runs in a circle."""
        if model.id in self._depths:
            return self._depths[model.id]
        todo, above = [model], set[str]()
        while todo:
            one = todo[-1]
            if one.id not in self._links:
                above.add(one.id)
                self._links[one.id] = tuple(map(self._link, one.bases))
            parents = [link.parent for link in self._links[one.id] if link.parent is not None]
            missing = [parent for parent in parents if parent.id not in self._depths and parent.id not in above]
            if missing:
                todo.append(missing[0])
                continue
            # A parent without a depth by now stands above: a circle.
            self._depths[one.id] = max((self._depths.get(parent.id, DEEPEST) + 1 for parent in parents), default=0)
            above.discard(one.id)
            todo.pop()
        return self._depths[model.id]

    def _link(self, base: Base) -> _Link:
        parent = self._world.models.get(base.model or "")
        return _Link(base, parent, self._own(parent) if parent is not None else _NO_OWN)


def _worse(first: _Share, second: _Share) -> _Share:
    """Both together: the worse rank (of equal ones the first), and all that is left to decide."""
    if second.rank <= first.rank and not second.open:
        return first
    if first is _NOTHING_SAID:
        return second
    if _WORST in (first.rank, second.rank):  # nothing that is left could make it worse
        return first if first.rank == _WORST else second
    if second.rank > first.rank:
        rank, through = second.rank, second.through
    else:
        rank, through = first.rank, first.through
    if not second.open:
        return _Share(rank, through, first.open)
    if not first.open:
        return _Share(rank, through, second.open)
    known = {key for key, _ in first.open}
    return _Share(rank, through, (*first.open, *(one for one in second.open if one[0] not in known)))


def _marked(unit: Part | Group, modified: bool | None) -> Part | Group:
    """The same asked as (un)modified."""
    if isinstance(unit, Part):
        return unit._replace(modified=modified)
    return unit._replace(parts=tuple(_marked(part, modified) for part in unit.parts))


def _through(unit: Part | Group, name: str) -> Part | Group:
    """The same under the name of whose terms they are."""
    if isinstance(unit, Part):
        return unit._replace(through=name)
    return unit._replace(parts=tuple(_through(part, name) for part in unit.parts))


__all__ = ["Batch"]
