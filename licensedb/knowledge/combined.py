"""Models, licences and data brought together (`combine`): the pieces read, each reading answered."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

import msgspec

from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.knowledge.asking import nearest
from licensedb.knowledge.checking import Checker
from licensedb.reasoning import combining, offering
from licensedb.reasoning.combining import Asked, Piece, Plan
from licensedb.reasoning.lineage import World
from licensedb.reasoning.point import parts_of
from licensedb.store.read import Reader
from licensedb.vocabulary import JOIN_READINGS, Component, Confidence, Joining, JoinReading, Outcoming, PartRole, Verdict

_OF_A_LICENCE = "licence "  # what the model that stands for a licence is called, so that it is no model's name
_SURE = ("low", "medium", "high")
_HANDED = (Outcoming.PUBLISH, Outcoming.SELL)
MOST = 50  # parts
MOST_CELLS = 500  # some fifteen seconds


def joining_of(name: str | Joining) -> Joining:
    """The way of bringing together. Raises MisuseError."""
    return Joining(_word(str(name), [str(one) for one in Joining], "way of bringing together"))


def outcomings_of(names: str | Sequence[str | Outcoming]) -> tuple[Outcoming, ...]:
    """What is done with the result. Raises MisuseError."""
    known = [str(one) for one in Outcoming]
    parts = [part.strip() for item in ([names] if isinstance(names, str) else names) for part in item.split(",")]
    return tuple(dict.fromkeys(Outcoming(_word(part, known, "plan for the result")) for part in parts))


def _word(name: str, known: list[str], what: str) -> str:
    if name not in known:
        raise MisuseError(f"no {what} is called {name[:60]!r}", tip="known: " + ", ".join(nearest(name, known) or known))
    return name


def parts(named: Sequence[tuple[str, tuple[str, str]]], joining: Joining) -> list[tuple[str, str]]:
    """The parts by what they are called. Raises MisuseError where a model is named twice, or one alone for what takes several.

    A licence may be named twice: it stands for anything under it.
    """
    found: dict[tuple[str, str], str] = {}
    for name, one in named:
        if one[0] == "policy":
            raise _a_policy(one[1])
        if one in found and one[0] == "model":
            told = f"{name!r} is named twice" if name == found[one] else f"{found[one]!r} and {name!r} are both {one[1]}"
            raise MisuseError(told, tip="name each model once")
        found.setdefault(one, name)
    if len(named) < 2 and joining in (Joining.MERGE, Joining.ENSEMBLE):
        name = named[0][0] if named else ""
        what = "a merge" if joining is Joining.MERGE else "an ensemble"
        alone = f"of {name} alone: licensedb check {shlex.quote(name)} --do modify,distribute-derivatives" if name else "name two or more"
        raise MisuseError(f"{what} takes two parts or more", tip=alone)
    if not named:
        raise MisuseError("no part is named", tip="name a model or a licence")
    return list(found)


def _a_policy(name: str) -> MisuseError:
    return MisuseError(f"{name!r} is a use policy", tip="combine takes models and licences")


def combination(
    reader: Reader,
    about: r.About,
    found: Sequence[tuple[str, str]],
    joining: Joining,
    do: tuple[Outcoming, ...],
    into: tuple[str, str] | None,
) -> r.Combination:
    """The answer for parts (kind, id) brought together; `into` is the model that is changed thereby."""
    _sensible(found, joining, into, about.scenario, do)
    terms = reader.terms()
    plan = _plan(reader, terms, found, joining, into, about.as_of)
    known = offering.pool(terms, reader.models() if set(do) & set(_HANDED) else ())
    answering = Answering(plan, about, do, known)
    reading, other = JOIN_READINGS[joining]
    answer = answering.answer(reading)
    beside = None if joining is Joining.TRAIN and combining.settled(plan) else answering.answer(other)
    every = [one for each in do for one in combining.asks(plan, each, reading)]
    limits = tuple(offering.lasting(every))
    return r.Combination(
        about,
        joining,
        tuple(_part(piece, about.as_of) for piece in plan.pieces),
        answer,
        beside if beside is not None and (joining is Joining.TRAIN or _differ(answer, beside)) else None,
        limits,
        offering.places_of(limits),
        tuple(offering.facts_in(every)),
        answering.documents(),
    )


def _sensible(
    found: Sequence[tuple[str, str]],
    joining: Joining,
    into: tuple[str, str] | None,
    scenario: r.Scenario | None,
    do: tuple[Outcoming, ...],
) -> None:
    if into is not None and into[0] == "policy":
        raise _a_policy(into[1])
    if into is not None and joining in (Joining.MERGE, Joining.ENSEMBLE):
        raise MisuseError(f"nothing goes into another model in a {joining}", tip="name all of them as parts, without --into")
    if len(found) > MOST:
        raise MisuseError(f"{len(found)} parts are too many", tip=f"at most {MOST}")
    if scenario is not None and scenario.commercial is False and Outcoming.SELL in do and scenario.profile is None:
        raise MisuseError("to sell is commercial", tip="leave --non-commercial out, or ask for publish alone")


def _plan(
    reader: Reader,
    terms: dict[str, r.Terms],
    found: Sequence[tuple[str, str]],
    joining: Joining,
    into: tuple[str, str] | None,
    day: str,
) -> Plan:
    role = combining.ROLES[joining]
    roles = {(one, role) for one in found} | ({(into, PartRole.CHANGED)} if into else set())
    ids = sorted({name for kind, name in (*found, *([into] if into else ())) if kind == "model"})
    models = reader.with_bases(reader.models(ids))
    pieces = []
    for (kind, name), each in sorted(roles):
        model = models[name] if kind == "model" else _standing_for(name)
        models[model.id] = model
        pieces.append(Piece(each, kind, name, model))
    wanted = {entry.licence for model in models.values() for entry in model.licences}
    _of_known_version(models.values(), terms, day)
    world = World({name: terms[name] for name in sorted(wanted)}, models)
    return combining.planned(world, day, joining, tuple(pieces))


def _of_known_version(models: Iterable[r.Model], terms: dict[str, r.Terms], day: str) -> None:
    """What two versions of a text ask of a result may clash with each other: a family says nothing of a result."""
    for model in models:
        for family in (terms[entry.licence] for entry in model.licences_on(day)):
            if family.members:
                under = "" if model.id.startswith(_OF_A_LICENCE) else f", the licence of {model.id}"
                versions = ", ".join(one.id for one in family.members)
                raise MisuseError(f"{family.id!r}{under} is a family of licences, its version unknown", tip=f"name one: {versions}")


def _standing_for(licence: str) -> r.Model:
    """A model under a licence, of which nothing else is known."""
    name = _OF_A_LICENCE + licence
    return r.Model(name, licence, "", licences=(r.ModelLicence(licence, (Component.WEIGHTS,)),))


def _part(piece: Piece, day: str) -> r.JoinedPart:
    licences = tuple(dict.fromkeys(entry.licence for entry in piece.model.licences_on(day)))
    return r.JoinedPart(piece.role, piece.id, piece.kind, piece.model.name, licences, piece.model.confidence)


def _differ(one: r.JoinAnswer, other: r.JoinAnswer) -> bool:
    """Whether two readings come to other verdicts, or to other terms."""
    if [row.verdict for row in one.rows] != [row.verdict for row in other.rows]:
        return True
    granted = any(row.verdict in (Verdict.ALLOWED, Verdict.WITH_DUTIES, Verdict.DEPENDS, Verdict.SILENT) for row in one.rows)
    return granted and one.offer is not None and other.offer is not None and _ids(one.offer) != _ids(other.offer)


def _ids(offer: r.JoinOffer) -> tuple[bool, bool, list[str]]:
    return offer.bound, offer.own_terms, [one.id for one in offer.fits]


class Answering:
    """Answers reading after reading over the same pieces."""

    def __init__(self, plan: Plan, about: r.About, do: tuple[Outcoming, ...], known: offering.Pool) -> None:
        self._plan, self._about, self._do, self._known = plan, about, do, known
        result = r.Model(combining.RESULT, combining.RESULT, "")
        self._world = World(plan.world.terms, {**plan.world.models, result.id: result})
        self._checker = Checker(self._world, about.as_of, about.scenario or r.Scenario())
        self._rules = {
            f"{document.id}/{rule.id}": rule
            for terms in plan.world.terms.values()
            for document in terms.documents
            for rule in document.rules
        }
        self._confidence = min((piece.model.confidence for piece in plan.pieces), key=lambda one: _SURE.index(str(one)))

    def documents(self) -> tuple[r.Document, ...]:
        """The licences and policies that the answers so far rest on."""
        return self._checker.documents()

    def answer(self, reading: JoinReading) -> r.JoinAnswer:
        """The answer on one reading."""
        apart = reading is JoinReading.SIDE_BY_SIDE
        rows, offer = [], None
        for do in self._do:
            found = combining.asks(self._plan, do, reading)
            clashing: list[r.JoinClash] = []
            if not apart and do not in (Outcoming.KEEP, Outcoming.GENERATE):
                options = list(offering.demands(self._plan, found, reading))
                wanted = min(options, key=lambda one: len(offering.clashes(one, self._known)))
                clashing = offering.clashes(wanted, self._known)
                if do in _HANDED and offer is None:
                    offer = offering.offer(wanted, self._known)
            rows.append(self._row(do, found, reading, clashing))
        return r.JoinAnswer(reading, tuple(rows), offer)

    def _row(self, do: Outcoming, found: list[Asked], reading: JoinReading, clashing: list[r.JoinClash]) -> r.JoinRow:
        told = combining.told_of(self._plan, do, self._about.scenario or r.Scenario())
        act = combining.leading(do, self._plan.joining, reading)
        group = combining.group_of(found)
        cells, open_ = combining.left_open(group, act, told)
        if cells > MOST_CELLS:
            tip = f"state more or name a profile; open: {', '.join(open_)}"
            raise MisuseError(f"what is left open makes {cells} different cases for so many parts", tip=tip)
        check = self._checker.row("model", combining.RESULT, act, group, told)
        licences = tuple(dict.fromkeys(part.terms.id for one in found for part in parts_of(one.unit)))
        sureness: Confidence = min((check.confidence, self._confidence), key=lambda one: _SURE.index(str(one)))
        decision = _plain(check.decision)
        check = msgspec.structs.replace(check, licences=licences, confidence=sureness, decision=decision)
        said = [(one, _plain(each)) for one, each in combining.said(found, do, self._plan, reading, told)]
        if decision.verdict is Verdict.SILENT:  # what one part says nothing of leaves the duties of the others
            duties = self._checker.due(dict.fromkeys(name for _, each in said for name in each.duties))
            obligations = self._checker.due(dict.fromkeys(name for _, each in said for name in each.obligations))
            check = msgspec.structs.replace(check, duties=duties, obligations=obligations)
        refused = list(combining.refusals(said, self._rules))
        return r.JoinRow(
            do,
            Verdict.FORBIDDEN if clashing else decision.verdict,
            check,
            tuple(self._said(one, each) for one, each in said),
            (*refused, *clashing),
        )

    def _said(self, one: Asked, decision: r.Decision) -> r.PartSaid:
        return r.PartSaid(one.piece.id, decision, self._rules.get(f"{decision.reason.document}/{decision.reason.rule}"), one.through)


def _plain(decision: r.Decision) -> r.Decision:
    """The decision without the models that stand for licences."""
    through = decision.reason.through
    if through is None or not through.startswith(_OF_A_LICENCE):
        return decision
    return msgspec.structs.replace(decision, reason=msgspec.structs.replace(decision.reason, through=None))


__all__ = ["Answering", "combination", "joining_of", "outcomings_of", "parts"]
