"""Findings: what stands between a model's declared licence and the terms of its bases (design section 3, Lineage)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from licensedb.reasoning.compiled import NO_BASE, NOTHING, UNKNOWN, Ready
from licensedb.reasoning.facts import facts
from licensedb.reasoning.limits import limits, matter_of, may_be_live, purposes_of
from licensedb.reasoning.lineage import Reached, World, declared, facts_of, is_choice, reached
from licensedb.reasoning.permissive import compared
from licensedb.reasoning.point import Group, Part, members_of, parts_of
from licensedb.records import Clause, LineageFinding, Model, ModelLicence, Rule, Scenario, Terms
from licensedb.vocabulary import ACT_GROUPS, CONFLICTS, Act, Duty, FindingKind

# The acts on which licences are compared. What stands beside them (sublicensing, marks, papers) frees no one from a base's
# limits, and a licence that merely grants no sublicences would else hide that it drops them.
COMPARED = ACT_GROUPS["all"]
# Acts on which a duty is one on derivatives: they are given away, hosted, or made by training on outputs.
_HANDING_ON = (Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES, Act.HOST, Act.TRAIN_ON_OUTPUTS)
_MATTERS = {Duty.NAME_RULE: "name", Duty.DISPLAY_ATTRIBUTION: "display", Duty.PASS_ON_RESTRICTIONS: "terms"}
# Everything is open, purposes and how the weights came too; no route is held.
OPEN = Scenario(received=None, purpose=None)  # type: ignore[arg-type]


def held_on(model: Model, day: str) -> str:
    """The day whose licences of bases count for findings: the release, or the day from which the declared licence holds."""
    starts = [entry.from_ for entry in model.licences_on(day) if entry.from_]
    released = min(last_day(model.released), day) if model.released else ""
    return max(released, *starts, "") or day


def last_day(date: str) -> str:
    """The last day of a day, month or year (ISO)."""
    if len(date) == len("2024"):
        return f"{date}-12-31"
    if len(date) == len("2024-02"):
        import calendar

        year, month = map(int, date.split("-"))
        return f"{date}-{calendar.monthrange(year, month)[1]:02}"
    return date


def of_model(world: World, model: Model, day: str, memo: dict[Any, Any] | None = None) -> list[LineageFinding]:
    """The findings on the licence that a model declares on a day, conflicts first, by base in the order of its lineage.

    `memo` keeps comparisons of licences for the next model of the same world.
    """
    entries = model.licences_on(day)
    if not model.bases or not entries:
        return []
    told = _Declared(world, model, entries, day, {} if memo is None else memo)
    bases = _bases(world, model, held_on(model, day))
    found = _merged(finding for base in bases for finding in _of_base(told, base))
    return sorted(found, key=lambda one: list(FindingKind).index(one.kind))


def _merged(findings: Iterable[LineageFinding]) -> list[LineageFinding]:
    """Findings that rest on the same clauses made one, called after the base that comes first."""
    found: dict[Any, LineageFinding] = {}
    for one in findings:
        same = (one.kind, one.matter, one.acts, _named(one.theirs), _named(one.own))
        first = found.get(same)
        found[same] = one if first is None else msgspec.structs.replace(first, also=(*first.also, one.base))
    return list(found.values())


def _named(clauses: Iterable[Clause]) -> tuple[Any, ...]:
    return tuple((clause.document, clause.rule.id if clause.rule else clause.why) for clause in clauses)


class _Base(NamedTuple):
    """A base with what each act on the model asks of it."""

    first: Reached
    asked: tuple[tuple[Act, Part | Group], ...]

    @property
    def ids(self) -> set[str]:
        """The licences that are asked."""
        return {part.terms.id for _, asked in self.asked for part in parts_of(asked)}

    @property
    def parts(self) -> list[Part]:
        """What is asked of recorded terms."""
        unknown = (NO_BASE, UNKNOWN, NOTHING)
        parts = [part for _, asked in self.asked for part in parts_of(asked) if part.terms not in unknown and not part.terms.unrecorded]
        return [one for part in parts for one in members_of(part)]


class _Declared(NamedTuple):
    """The licences that a model declares."""

    world: World
    model: Model
    entries: list[ModelLicence]
    day: str
    memo: dict[Any, Any]

    def meets(self, test: Callable[[Terms], bool]) -> bool:
        """Whether the declared licence passes: of licences to choose from each must, of those that bind together one.

        Of one whose terms are not recorded it cannot be said that it does not.
        """
        terms = [self.world.terms[entry.licence] for entry in self.entries]
        every = [one.licence.not_recorded or (all(map(test, one.members)) if one.members else test(one)) for one in terms]
        return all(every) if is_choice(self.model, self.day) else any(every)

    def documents(self) -> frozenset[str]:
        """The licences declared and the policies they incorporate."""
        return frozenset(one.id for entry in self.entries for one in self.world.terms[entry.licence].documents)


def _bases(world: World, model: Model, day: str) -> list[_Base]:
    found: dict[str, list[tuple[Act, Reached]]] = {}
    for act in COMPARED:
        for one in reached(world, model, act, day):
            if one.model is not None:
                found.setdefault(one.model.id, []).append((act, one))
    return [_Base(some[0][1], tuple((act, one.asked) for act, one in some)) for some in found.values()]


def _of_base(told: _Declared, base: _Base) -> Iterator[LineageFinding]:
    yield from _more_permissive(told, base)
    # Of licences to choose from, the one that asks least is taken.
    yield from min(([*_owed(told, one), *_inherited(told, one)] for one in _options(base)), key=_weight)


def _options(base: _Base) -> list[_Base]:
    """The base under each of its licences to choose from; as it is where there is no choice."""
    count = max((len(asked.parts) for _, asked in base.asked if isinstance(asked, Group) and asked.choice), default=0)
    return [
        base._replace(
            asked=tuple((act, asked.parts[at] if isinstance(asked, Group) and asked.choice else asked) for act, asked in base.asked)
        )
        for at in range(count)
    ] or [base]


def _weight(some: list[LineageFinding]) -> tuple[int, int]:
    return sum(one.kind in CONFLICTS for one in some), len(some)


def _owed(told: _Declared, base: _Base) -> Iterator[LineageFinding]:
    """Duties on derivatives that are not met. What a licence asks of them is met by the licence itself, but for the name."""
    same = {entry.licence for entry in told.entries} == base.ids
    for ready, terms, acts in _duties(told, base):
        if not same or ready.rule.duty is Duty.NAME_RULE:
            check = _relicensed if ready.rule.duty is Duty.SAME_LICENCE else _dropped
            yield from check(told, base, ready, terms, acts)


# More permissive than the base


def _more_permissive(told: _Declared, base: _Base) -> Iterator[LineageFinding]:
    """In no cell does the declared licence refuse what the base grants, and in one it grants what the base refuses.

    A licence that refuses to be run where the base grants it is a narrower one, whatever it says of other acts.
    """
    if base.ids == {entry.licence for entry in told.entries}:
        return
    open_ = facts_of(told.model, OPEN)
    acts: dict[Act, None] = {}
    theirs: dict[Any, Clause] = {}
    own: dict[Any, Clause] = {}
    for act, asked in base.asked:
        found = compared(_same_act(told, act, asked), asked, act, open_, told.memo)
        if found.narrower and act is Act.RUN:
            return
        if found.theirs and not found.narrower:
            acts[act] = None
            theirs |= {name: theirs.get(name, one) for name, one in zip(_named(found.theirs), found.theirs, strict=True)}
            own |= {name: own.get(name, one) for name, one in zip(_named(found.own), found.own, strict=True)}
    if acts:
        clauses = sorted(theirs.values(), key=_purposes_last)
        yield _finding(FindingKind.MORE_PERMISSIVE, told, base, tuple(clauses), tuple(own.values()), acts=tuple(acts))


def _purposes_last(clause: Clause) -> tuple[bool, int, str, tuple[int, int]]:
    """Limits that reach everyone first; within a document in the order of its text."""
    if clause.rule is None:
        return False, 0, clause.document, (0, 0)
    return matter_of(clause.rule) == "policy", 1, clause.document, clause.rule.cite.words or (0, 0)


def _same_act(told: _Declared, act: Act, asked: Part | Group) -> Part | Group:
    """The declared licence asked for what the base is asked for; a student's for its own act, as its teacher's bears on that."""
    first = parts_of(asked)[0]
    wanted = act if first.act is Act.TRAIN_ON_OUTPUTS else first.act
    return _with_modified(declared(told.world, told.model, wanted, told.day), first.modified)


def _with_modified(asked: Part | Group, modified: bool | None) -> Part | Group:
    if isinstance(asked, Part):
        return asked._replace(modified=modified)
    return asked._replace(parts=tuple(_with_modified(part, modified) for part in asked.parts))


# Duties of the base on derivatives


def _relicensed(told: _Declared, base: _Base, ready: Ready, terms: Terms, acts: tuple[Act, ...]) -> Iterator[LineageFinding]:
    """A base's `same-licence` does not accept the declared licence."""
    accepted = {*ready.rule.accepts, *ready.rule.accepts_beside, terms.id}
    if not told.meets(lambda one: one.id in accepted):
        own = tuple(Clause(entry.licence) for entry in told.entries)
        yield _finding(FindingKind.CANNOT_BE_RELICENSED, told, base, (Clause(ready.document, ready.rule),), own, acts=acts)


def _dropped(told: _Declared, base: _Base, ready: Ready, terms: Terms, acts: tuple[Act, ...]) -> Iterator[LineageFinding]:
    """A base's duty on derivatives that neither the declared licence nor the name meets."""
    rule = ready.rule
    assert rule.duty is not None
    if not _is_met(told, rule, terms):
        own = tuple(Clause(entry.licence) for entry in told.entries)
        clause = Clause(ready.document, rule)
        yield _finding(FindingKind.DROPPED_DUTY, told, base, (clause,), own, acts=acts, matter=_MATTERS[rule.duty])


def _is_met(told: _Declared, rule: Rule, terms: Terms) -> bool:
    if rule.duty is Duty.NAME_RULE:
        return is_named(told.model, rule)
    if rule.duty is Duty.DISPLAY_ATTRIBUTION:
        return told.meets(lambda one: one.id == terms.id or _displays(one, rule))
    barred = purposes_of(terms)
    return told.meets(lambda one: one.id == terms.id or (bool(barred) and barred <= purposes_of(one)))


def _displays(terms: Terms, rule: Rule) -> bool:
    return any(each.duty is Duty.DISPLAY_ATTRIBUTION and each.text == rule.text for each in terms.licence.rules)


def is_named(model: Model, rule: Rule) -> bool:
    """Whether a model's name, or that of its repository, has the words a name rule asks for where it asks for them."""
    wanted = letters(rule.text or "")
    names = [letters(name) for name in (model.name, (model.hub or "").rpartition("/")[2]) if name]
    return any(name.startswith(wanted) if rule.at == "start" else wanted in name for name in names)


def letters(name: str) -> str:
    """Letters and digits alone, in one case: `Llama-3 8B` is written in many ways."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def _duties(told: _Declared, base: _Base) -> Iterator[tuple[Ready, Terms, tuple[Act, ...]]]:
    """The duties of a base on derivatives, each once, with the acts on which it may be live; of equal ones the first.

    A licensor is no licensee of its own: it owes none of them on what it makes of its own model.
    """
    known = facts(facts_of(told.model, OPEN))
    found: dict[tuple[str, str | None, str | None], tuple[Ready, Terms, dict[Act, None]]] = {}
    parent = base.first.model
    for part in base.parts:
        terms = part.terms.terms
        if terms is None or parent is None or terms.licence.licensor == told.model.developer == parent.developer:
            continue
        for ready in part.terms.duties.get(part.act, ()) if part.act in _HANDING_ON else ():
            duty = ready.rule.duty
            if (duty in _MATTERS or duty is Duty.SAME_LICENCE) and may_be_live(ready, part, known):
                same = (str(duty), ready.rule.text, ready.document)
                found.setdefault(same, (ready, terms, {}))[2][part.act] = None
    yield from ((ready, terms, tuple(acts)) for ready, terms, acts in found.values())


# What is inherited


def _inherited(told: _Declared, base: _Base) -> Iterator[LineageFinding]:
    """Each cap, limit on the field of use, territory and policy of a base."""
    documents = told.documents()
    for matter, rules in limits(base.parts, facts(facts_of(told.model, OPEN))).items():
        by_finding: dict[str, list[Clause]] = {}
        for ready, part in rules.values():
            key = part.terms.id if matter == "policy" else ready.name
            by_finding.setdefault(key, []).append(Clause(ready.document, ready.rule))
        for clauses in by_finding.values():
            own = tuple(clause for clause in clauses if clause.document in documents)
            yield _finding(FindingKind.INHERITS, told, base, tuple(clauses), own, matter=matter)


def _finding(
    kind: FindingKind,
    told: _Declared,
    base: _Base,
    theirs: tuple[Clause, ...],
    own: tuple[Clause, ...] = (),
    acts: Iterable[Act] = (),
    matter: str = "",
) -> LineageFinding:
    parent = base.first.model
    assert parent is not None
    way = base.first.way
    notes = [clause.rule.disputed.note for clause in theirs if clause.rule and clause.rule.disputed]
    same = kind is not FindingKind.INHERITS and parent.developer == told.model.developer
    return LineageFinding(
        kind,
        parent.id,
        way[-1].relation,
        tuple(str(one.model) for one in way),
        theirs,
        own,
        tuple(acts),
        matter,
        (),
        "; ".join(dict.fromkeys(notes)) if len(notes) == len(theirs) else None,
        "the developer made the base too, and may license its own work otherwise" if same else None,
    )


__all__ = ["COMPARED", "OPEN", "held_on", "is_named", "letters", "of_model"]
