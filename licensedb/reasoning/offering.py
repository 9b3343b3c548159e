"""What a result may be offered under: duties of its parts that cannot be kept together, and every licence tested against each part.

It looks at every scenario, as findings do: whoever receives the result may be larger, elsewhere or in another trade.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from licensedb.reasoning.combining import Asked, Plan, asked_of, parts_in, shape
from licensedb.reasoning.compiled import Ready, compiled
from licensedb.reasoning.facts import Facts, facts
from licensedb.reasoning.findings import COMPARED, OPEN, letters
from licensedb.reasoning.limits import limits, may_be_live, purposes_of
from licensedb.reasoning.permissive import cells, clause_of
from licensedb.reasoning.point import Group, Part, evaluate, members_of, parts_of
from licensedb.records import Clause, JoinClash, JoinFact, JoinLimit, JoinOffer, Model, OfferedLicence, Rule, Terms
from licensedb.vocabulary import (
    FIGURE_OPERANDS,
    GRANTS,
    PLACE_OPERANDS,
    REFUSALS,
    Act,
    ClashKind,
    Component,
    Duty,
    JoinReading,
    Provision,
)

# Acts that hand the result on: duties on them are duties on its terms and name.
_HANDED_ON = (Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES, Act.HOST, Act.TRAIN_ON_OUTPUTS, Act.IMPROVE_OTHER_MODEL, Act.MODIFY)
_WANTED = (Duty.SAME_LICENCE, Duty.PASS_ON_RESTRICTIONS, Duty.NO_ADDED_TERMS, Duty.DISPLAY_ATTRIBUTION, Duty.NAME_RULE)
_LASTING = (Duty.DISPLAY_ATTRIBUTION, Duty.NAME_RULE)
_OWN_USERS = 2  # developers beside the licensor, with models made from nothing else, that make a text more than its own
_MOST_CHOICES = 16
_FACTS = (Provision.LITIGATION_TERMINATION, Provision.GOVERNING_LAW)


class Owed(NamedTuple):
    """A duty of a part on the terms or the name of the result."""

    part: str
    rule: Rule
    document: str
    terms: Terms
    accepts: frozenset[str]  # of `same-licence`: the licences that will do

    @property
    def clause(self) -> Clause:
        return Clause(self.document, self.rule)


class Demands(NamedTuple):
    """What the parts ask of the terms of the result."""

    owed: tuple[Owed, ...]
    grants: tuple[tuple[Act, Part | Group], ...]  # what an act on the result asks of parts that it derives from
    terms: tuple[Terms, ...]
    memo: dict[Any, Any]

    def of(self, duty: Duty) -> list[Owed]:
        """The duties of a kind."""
        return [one for one in self.owed if one.rule.duty is duty]


class Pool(NamedTuple):
    """The recorded licences, and how they are used."""

    terms: Mapping[str, Terms]
    models: Mapping[str, int]
    own: frozenset[str]  # texts of a licensor for its own works


def pool(terms: Mapping[str, Terms], models: Iterable[Model]) -> Pool:
    """Which licences are known, by how many models, and which are their licensor's own.

    A text is for general use where SPDX lists it, where others than its licensor have chosen it for models that are made from
    nothing under that licensor's terms, or where it is nobody's who makes models and no model has it.
    """
    every = {model.id: model for model in models}
    counted: dict[str, int] = {}
    users: dict[str, set[str]] = {}
    developers = set()
    for model in every.values():
        developers.add(model.developer)
        licensors = _licensors_of_bases(model, every, terms)
        for name in {entry.licence for entry in model.licences if Component.WEIGHTS in entry.covers}:
            counted[name] = counted.get(name, 0) + 1
            if licensors is not None and name in terms and terms[name].licence.licensor not in licensors:
                users.setdefault(name, set()).add(model.developer)
    own = frozenset(
        name
        for name, one in terms.items()
        if not any(known.scheme == "spdx" and not known.value.startswith("LicenseRef") for known in one.licence.identifiers)
        and len(users.get(name, set()) - {one.licence.licensor}) < _OWN_USERS
        and (one.licence.licensor in developers or name in counted)
    )
    return Pool(terms, counted, own)


def _licensors_of_bases(model: Model, every: Mapping[str, Model], terms: Mapping[str, Terms]) -> set[str] | None:
    """Who licensed what a model was made from; None where that is not recorded."""
    bases = [every.get(base.model or "") for base in model.bases]
    if any(base is None for base in bases):
        return None
    return {terms[entry.licence].licence.licensor for base in bases if base for entry in base.licences if entry.licence in terms}


def demands(plan: Plan, found: Sequence[Asked], reading: JoinReading) -> Iterator[Demands]:
    """What is asked of the terms of the result, once for each choice among licences that a part offers."""
    for choice in _choices(found):
        chosen = [one._replace(unit=_taken(one, choice)) for one in found]
        parts = [(one, part) for one in chosen for part in parts_in([one])]
        owed: dict[Any, Owed] = {}
        every = {part.terms.id: part.terms.terms for _, part in parts if part.terms.terms is not None}
        known = facts(OPEN)
        for one, part in parts:
            for ready, terms in _duties(part, known) if part.act in _HANDED_ON else ():
                name = one.through or one.piece.id
                will_do = {*ready.rule.accepts, *(set(ready.rule.accepts_beside) & every.keys()), terms.id}
                owed.setdefault((name, ready.name), Owed(name, ready.rule, ready.document, terms, frozenset(will_do)))
        grants = tuple(_grants(plan, reading, choice))
        for _, unit in grants:  # lines to show that fall due only when the result is run or hosted
            for part in parts_of(unit):
                for ready, terms in _duties(part, known, (Duty.DISPLAY_ATTRIBUTION,)):
                    owed.setdefault((terms.id, ready.name), Owed(terms.id, ready.rule, ready.document, terms, frozenset()))
        yield Demands(tuple(owed.values()), grants, tuple(every.values()), {})


def _duties(part: Part, known: Facts, wanted: tuple[Duty, ...] = _WANTED) -> Iterator[tuple[Ready, Terms]]:
    """The duties on terms and name that may fall due, with the licence of each."""
    for one in members_of(part):
        for ready in one.terms.duties.get(part.act, ()):
            if ready.rule.duty in wanted and one.terms.terms is not None and may_be_live(ready, one, known):
                yield ready, one.terms.terms


Choice = tuple[tuple[str, int], ...]


def _choices(found: Sequence[Asked]) -> list[Choice]:
    """Every way to take one of the licences that parts offer to choose from."""
    sizes: dict[str, int] = {}
    for one in found:
        if isinstance(one.unit, Group) and one.unit.choice:
            name = one.through or one.piece.id
            sizes[name] = max(sizes.get(name, 0), len(one.unit.parts))
    every = itertools.product(*([(name, at) for at in range(size)] for name, size in sorted(sizes.items())))
    return list(itertools.islice(every, _MOST_CHOICES))


def _taken(one: Asked, choice: Choice) -> Part | Group:
    at = dict(choice).get(one.through or one.piece.id)
    if at is None or not isinstance(one.unit, Group) or not one.unit.choice:
        return one.unit
    return one.unit.parts[min(at, len(one.unit.parts) - 1)]


def _grants(plan: Plan, reading: JoinReading, choice: Choice) -> Iterator[tuple[Act, Part | Group]]:
    """What acts of a recipient on the result ask of the parts that it derives from: those that have a say when it is given away.

    A teacher's say ends with the training, that on the base of an adapter with the base.
    """
    given = Act.DISTRIBUTE_DERIVATIVES
    pieces = [piece for piece in plan.pieces if any(one.act is given for one in asked_of(plan, piece, given, reading))]
    seen = set()
    for act in COMPARED:
        for piece in pieces:
            for one in asked_of(plan, piece, act, reading):
                unit = _taken(one, choice)
                key = (act, shape(unit))
                if (one.act is Act.TRAIN_ON_OUTPUTS) is (act is Act.TRAIN_ON_OUTPUTS) and parts_in([one]) and key not in seen:
                    seen.add(key)
                    yield act, unit


# Clashes


def clashes(wanted: Demands, known: Pool) -> list[JoinClash]:
    """The duties of the parts that cannot be kept together."""
    return [*_terms_clash(wanted, known), *_names_clash(wanted)]


def _terms_clash(wanted: Demands, known: Pool) -> Iterator[JoinClash]:
    alike = wanted.of(Duty.SAME_LICENCE)
    if not alike:
        return
    apart = [(one, two) for one, two in itertools.combinations(alike, 2) if not one.accepts & two.accepts]
    for one, two in apart:
        yield _clash(ClashKind.SHARE_ALIKE, one, two)
    shared = frozenset.intersection(*(one.accepts for one in alike))
    if apart or any(name in known.terms and not fit(known.terms[name], wanted, known)[0] for name in sorted(shared)):
        return
    if not shared:
        yield JoinClash(ClashKind.SHARE_ALIKE, tuple(one.clause for one in alike), tuple(one.part for one in alike), _doubts(alike))
        return
    # No licence that the first asks for holds what the others ask for: told of its own, which comes nearest.
    for one in alike:
        name = one.terms.id if one.terms.id in shared else min(shared)
        if name in known.terms:
            against = _objections(known.terms[name], wanted, known)
            theirs = [clause for _, clauses in against for clause in clauses if clause.document != name]
            bare = [other.clause for other in wanted.of(Duty.NO_ADDED_TERMS) if other.part == one.part]
            yield JoinClash(ClashKind.ADDED_TERMS, tuple(dict.fromkeys((one.clause, *bare, *theirs))), (one.part,), _doubts([one]))


def _names_clash(wanted: Demands) -> Iterator[JoinClash]:
    """Two rules on how the name begins, of which neither's words begin with the other's."""
    rules = [one for one in wanted.of(Duty.NAME_RULE) if one.rule.at == "start"]
    told = set()
    for one, two in itertools.combinations(rules, 2):
        first, second = letters(one.rule.text or ""), letters(two.rule.text or "")
        same = frozenset(((one.document, first), (two.document, second)))
        if not first.startswith(second) and not second.startswith(first) and same not in told:
            told.add(same)
            yield _clash(ClashKind.NAMES, one, two)


def _clash(kind: ClashKind, one: Owed, two: Owed) -> JoinClash:
    return JoinClash(kind, (one.clause, two.clause), (one.part, two.part), _doubts([one, two]))


def _doubts(owed: Iterable[Owed]) -> str | None:
    notes = dict.fromkeys(one.rule.disputed.note for one in owed if one.rule.disputed)
    return "; ".join(note.rstrip(".") for note in notes) or None


# Licences for the result


def offer(wanted: Demands, known: Pool) -> JoinOffer:
    """Every recorded licence held against what the parts ask."""
    if not wanted.owed and not wanted.grants:
        return JoinOffer(False, True)
    fits: list[OfferedLicence] = []
    others: list[OfferedLicence] = []
    for terms in sorted(known.terms.values(), key=lambda one: (-known.models.get(one.id, 0), one.id)):
        if terms.members or not terms.licence.rules:
            continue
        why, clauses = fit(terms, wanted, known)
        row = OfferedLicence(terms.id, terms.licence.name, known.models.get(terms.id, 0), why, clauses)
        (others if why else fits).append(row)
    on_terms = (*wanted.of(Duty.SAME_LICENCE), *wanted.of(Duty.PASS_ON_RESTRICTIONS))
    return JoinOffer(True, not wanted.of(Duty.SAME_LICENCE), tuple(fits), tuple(others), _doubts(on_terms))


def fit(terms: Terms, wanted: Demands, known: Pool) -> tuple[str, tuple[Clause, ...]]:
    """Why a licence does not fit the result, with the clauses; an empty word where it does."""
    if terms.id not in wanted.memo:
        wanted.memo[terms.id] = _fit(terms, wanted, known)
    return wanted.memo[terms.id]  # type: ignore[no-any-return]


def _fit(terms: Terms, wanted: Demands, known: Pool) -> tuple[str, tuple[Clause, ...]]:
    for why, clauses in _objections(terms, wanted, known):
        return why, tuple(itertools.islice(clauses, 2) if why == "grants-more" else clauses)
    return "", ()


def _objections(terms: Terms, wanted: Demands, known: Pool) -> Iterator[tuple[str, Iterator[Clause]]]:
    """What stands against a licence: the reasons that are found fastest first, each with its clauses."""
    alike = wanted.of(Duty.SAME_LICENCE)
    refused = [one.clause for one in alike if terms.id not in one.accepts]
    if refused:
        yield "same-licence", iter(refused)
    if terms.id in known.own and terms.id not in {one.id for one in wanted.terms} | {name for one in alike for name in one.accepts}:
        yield "own-text", iter(())
    for why, found in (
        ("restrictions", (one.clause for one in wanted.of(Duty.PASS_ON_RESTRICTIONS) if not _carries(terms, one))),
        ("added-terms", _added(terms, wanted)),
        ("grants-more", _grants_more(terms, wanted)),
    ):
        first = next(found, None)
        if first is not None:
            yield why, itertools.chain([first], found)


def _carries(terms: Terms, owed: Owed) -> bool:
    """Whether a licence bars all that a part wants barred."""
    barred = purposes_of(owed.terms)
    return terms.id == owed.terms.id or (bool(barred) and barred <= purposes_of(terms))


def _added(terms: Terms, wanted: Demands) -> Iterator[Clause]:
    """What would add to a licence that suffers no added terms: lines to show, names, an end to rights on a suit.

    A licence that grants no patents is not narrowed by rights in them that end. A part whose own text lets it stand under the
    licence adds nothing to it.
    """
    duties = [rule for rule in terms.licence.rules if rule.kind == "duty" and Act.DISTRIBUTE_DERIVATIVES in rule.acts]
    if not {Duty.SAME_LICENCE, Duty.NO_ADDED_TERMS} <= {rule.duty for rule in duties}:
        return
    has = {(rule.duty, rule.text, rule.worded) for rule in terms.licence.rules}
    stands = {terms.id, *(one.terms.id for one in wanted.of(Duty.SAME_LICENCE) if terms.id in one.accepts)}  # parts that may be under it
    for one in wanted.owed:
        if one.terms.id not in stands and one.rule.duty in _LASTING and (one.rule.duty, one.rule.text, one.rule.worded) not in has:
            yield one.clause
    own = {fact.key: fact.value for fact in terms.licence.provisions}
    if Provision.LITIGATION_TERMINATION in own or own.get(Provision.PATENT_GRANT) is False:
        return
    for other in wanted.terms:
        for fact in other.licence.provisions if other.id not in stands else ():
            if fact.key is Provision.LITIGATION_TERMINATION:
                yield Clause(other.id, provision=fact)


def _grants_more(terms: Terms, wanted: Demands) -> Iterator[Clause]:
    """Where a licence grants what a part refuses: the part's clause and the licence's own, once for each of the parts' licences."""
    ready = compiled(terms)
    told: set[str] = set()
    for act, asked in wanted.grants:
        first = parts_of(asked)[0]
        names = {part.terms.id for part in parts_of(asked)}
        if names <= {terms.id, *told}:
            continue
        own = Part(ready, first.act, first.modified)
        for cell, known in cells(Group((own, asked)), act, OPEN):
            mine = evaluate(own, cell, known)
            if mine.verdict in GRANTS:
                theirs = evaluate(asked, cell, known)
                if theirs.verdict in REFUSALS:
                    yield clause_of(theirs)
                    yield clause_of(mine)
                    told |= names
                    break


# What goes on to bind


def lasting(found: Sequence[Asked]) -> list[JoinLimit]:
    """The limits of the parts: caps, fields, places, policies; of caps on one figure the lowest is marked."""
    parts = [one for part in parts_in(found) for one in members_of(part)]
    rows = [(matter, ready) for matter, rules in limits(parts, facts(OPEN)).items() for ready, _ in rules.values()]
    lowest: dict[Any, int] = {}
    for matter, ready in rows:
        for key, value in _lines(ready.rule) if matter == "cap" else ():
            lowest[key] = min(value, lowest.get(key, value))
    return [
        JoinLimit(matter, ready.document, ready.rule, matter == "cap" and any(lowest[key] == value for key, value in _lines(ready.rule)))
        for matter, ready in rows
    ]


def _lines(rule: Rule) -> Iterator[tuple[Any, int]]:
    for part in (*rule.when, *rule.unless):
        for test in part:
            if test.threshold is not None and test.operand in FIGURE_OPERANDS:
                yield (test.operand, test.threshold.currency), test.threshold.value


def places_of(limits_: Iterable[JoinLimit]) -> tuple[str, ...]:
    """The places that some part shuts out."""
    found: dict[str, None] = {}
    for one in limits_:
        rule = one.rule
        for part in rule.when if rule.kind == "forbid" else rule.unless:
            for test in part:
                if test.operand in PLACE_OPERANDS and one.matter == "territory":
                    found |= dict.fromkeys(test.any_of)
    return tuple(sorted(found))


def facts_in(found: Sequence[Asked]) -> list[JoinFact]:
    """What the parts' texts say of suits and of the governing law, each once."""
    terms = {part.terms.id: part.terms.terms for part in parts_in(found) if part.terms.terms is not None}
    documents = {one.id: one for each in terms.values() for one in each.documents}
    return [JoinFact(one.id, fact) for one in documents.values() for fact in one.provisions if fact.key in _FACTS]


__all__ = ["Demands", "Pool", "clashes", "demands", "facts_in", "fit", "lasting", "offer", "places_of", "pool"]
