"""Terms made ready for deciding: rules by act, conditions as tests, lists as sets of codes. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import msgspec

from licensedb.records import Condition, Conditions, Licence, Reading, Rule, Terms, Threshold
from licensedb.vocabulary import PLACE_GROUPS, SET_OPERANDS, STANDING, WEIGHT_ACTS, Act, Confidence, Operand, Over

ELSEWHERE = "ZZ"  # the place that no list names


class FigureKey(NamedTuple):
    """What a threshold is drawn on: a metric, whose, and the day it counts (None: at any time)."""

    operand: Operand
    over: Over
    date: str | None
    currency: str | None


class Test(NamedTuple):
    """One condition: on a flag, on a list (`values`), or on a figure (`threshold`). `every` asks that all of a set match."""

    operand: Operand
    key: Operand | FigureKey
    flag: bool | None
    values: frozenset[str]
    threshold: Threshold | None
    every: bool


class MemberKey(NamedTuple):
    """Which licence of a family is meant."""

    operand: Operand
    family: str
    members: tuple[str, ...]


Key = Operand | FigureKey | MemberKey
Alternatives = tuple[tuple[Test, ...], ...]


class Ready(NamedTuple):
    """A rule with its tests; `licensor` is whose competitors and routes count."""

    document: str
    licensor: str
    rule: Rule
    when: Alternatives
    unless: Alternatives

    @property
    def name(self) -> str:
        return f"{self.document}/{self.rule.id}"


class Compiled(NamedTuple):
    """The rules of a licence and its policies by act."""

    id: str
    terms: Terms | None
    names: frozenset[str]  # licence id and licensor: what a held route may be called by
    forbids: dict[Act, tuple[Ready, ...]]
    permits: dict[Act, tuple[Ready, ...]]
    duties: dict[Act, tuple[Ready, ...]]
    standing: dict[Act, tuple[Ready, ...]]
    routes: dict[Act, tuple[Ready, ...]]
    disputed: tuple[Ready, ...]
    tests: dict[Act, dict[Key, tuple[Test, ...]]]  # every test that bears on the act, by what it is drawn on
    routed: frozenset[Act] = frozenset()  # acts on which some rule names a route
    confidence: Confidence = Confidence.HIGH
    family: MemberKey | None = None  # of a family whose version is not told
    members: tuple[Compiled, ...] = ()
    unrecorded: bool = False  # what the terms say is not known


NOTHING = Compiled("no licence", None, frozenset(), {}, {}, {}, {}, {}, (), {act: {} for act in Act})

# A day of which no licence is recorded, of a model that has one for other days.
UNKNOWN = NOTHING._replace(id="not recorded")
# A base that is known by name only: its terms are not recorded.
NO_BASE = NOTHING._replace(id="base not recorded")


@lru_cache(maxsize=4096)
def _expand(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(code for name in names for code in PLACE_GROUPS.get(name, (name,)))


_READY: dict[tuple[int, frozenset[str]], tuple[Terms, Compiled]] = {}
_KEPT = 4096


def compiled(terms: Terms, other: frozenset[str] = frozenset()) -> Compiled:
    """Terms made ready; the same record is made ready once for each set of other readings.

    Records are known by identity here: to hash one is dearer than to read it.
    """
    found = _READY.get((id(terms), other))
    if found is None:
        if len(_READY) >= _KEPT:
            _READY.clear()
        found = _READY[id(terms), other] = (terms, compile_terms(terms, other))
    return found[1]


@lru_cache(maxsize=1024)
def read_otherwise(terms: Terms, names: frozenset[str]) -> Compiled:
    """Terms with disputed rules (document/rule) in their other reading, made ready once."""
    return compile_terms(terms, names)


def compile_terms(terms: Terms, other: frozenset[str] = frozenset()) -> Compiled:
    """Terms made ready; `other` names disputed rules (document/rule) to be taken in their other reading."""
    if terms.licence.not_recorded:
        names = frozenset((terms.licence.id, terms.licence.licensor))
        return NOTHING._replace(id=terms.id, terms=terms, names=names, confidence=Confidence.LOW, unrecorded=True)
    if terms.members:
        return _family(terms, tuple(compiled(one, other) for one in terms.members))
    by_kind: dict[str, dict[Act, list[Ready]]] = {kind: {} for kind in ("forbid", "permit", "duty", "standing", "route")}
    disputed: list[Ready] = []
    for document in (terms.licence, *terms.policies):
        for rule in document.rules:
            read: Rule | None = rule
            if rule.disputed is not None:
                disputed.append(_ready(document, rule))
                if f"{document.id}/{rule.id}" in other:
                    read = other_reading(rule, rule.disputed)
            if read is None:
                continue
            ready = _ready(document, read)
            kind = "standing" if read.duty in STANDING else read.kind
            for act in read.acts:
                by_kind[kind].setdefault(act, []).append(ready)
    frozen = {kind: {act: tuple(rules) for act, rules in acts.items()} for kind, acts in by_kind.items()}
    tests = {act: _tests(frozen, act) for act in Act}
    names = frozenset((terms.licence.id, terms.licence.licensor))
    parts = (frozen["forbid"], frozen["permit"], frozen["duty"], frozen["standing"], frozen["route"])
    routing = ("forbid", "permit", "route")
    routed = frozenset(act for kind in routing for act, rules in frozen[kind].items() if any(ready.rule.route for ready in rules))
    return Compiled(terms.id, terms, names, *parts, tuple(disputed), tests, routed, terms.licence.confidence)


def _family(terms: Terms, members: tuple[Compiled, ...]) -> Compiled:
    """A family made ready: it has no rules, and an operand that is open over its members."""
    key = MemberKey(Operand.LICENCE_VERSION, terms.id, tuple(one.id for one in members))
    tests: dict[Act, dict[Key, tuple[Test, ...]]] = {}
    for act in Act:
        found: dict[Key, tuple[Test, ...]] = {key: ()}
        for one in members:
            for drawn, some in one.tests[act].items():
                found[drawn] = tuple(dict.fromkeys((*found.get(drawn, ()), *some)))
        tests[act] = found
    levels = {terms.licence.confidence, *(one.confidence for one in members)}
    return NOTHING._replace(
        id=terms.id,
        terms=terms,
        names=frozenset(name for one in members for name in one.names),
        disputed=tuple(ready for one in members for ready in one.disputed),
        tests=tests,
        routed=frozenset(act for one in members for act in one.routed),
        confidence=next((level for level in (Confidence.LOW, Confidence.MEDIUM) if level in levels), Confidence.HIGH),
        family=key,
        members=members,
    )


def other_reading(rule: Rule, other: Reading) -> Rule | None:
    """The rule as its other reading has it; None where that finds no such rule."""
    if other.absent:
        return None
    return msgspec.structs.replace(
        rule,
        acts=rule.acts if other.acts is None else other.acts,
        when=rule.when if other.when is None else other.when,
        unless=rule.unless if other.unless is None else other.unless,
        route=None if other.drop_route else other.route or rule.route,
        disputed=None,
    )


def _tests(frozen: dict[str, dict[Act, tuple[Ready, ...]]], act: Act) -> dict[Key, tuple[Test, ...]]:
    kinds = ("forbid", "permit", "duty", "route")
    # Where the text does not reach an act on outputs, the verdict of `run` counts, and with it the tests of `run`.
    acts = (act,) if act in WEIGHT_ACTS or frozen["permit"].get(act) else (act, Act.RUN)
    found: dict[Key, dict[Test, None]] = {}
    for each in acts:
        for kind in kinds:
            for ready in frozen[kind].get(each, ()):
                for test in (test for part in (*ready.when, *ready.unless) for test in part):
                    found.setdefault(test.key, {})[test] = None
    return {key: tuple(tests) for key, tests in found.items()}


def _ready(document: Licence, rule: Rule) -> Ready:
    permits = rule.kind == "permit"
    return Ready(
        document.id, document.licensor, rule, _alternatives(rule.when, every=permits), _alternatives(rule.unless, every=not permits)
    )


def _alternatives(conditions: Conditions, every: bool) -> Alternatives:
    return tuple(tuple(_test(condition, every) for condition in part) for part in conditions)


def _test(condition: Condition, every: bool) -> Test:
    operand, threshold = condition.operand, condition.threshold
    key: Operand | FigureKey = operand
    if threshold is not None:
        key = FigureKey(operand, threshold.over or Over.LICENSEE, threshold.date, threshold.currency)
    return Test(operand, key, condition.flag, _expand(condition.any_of), threshold, every and operand in SET_OPERANDS)


Cell = dict[Key, "bool | str | int | frozenset[str]"]


def live(ready: Ready, cell: Cell, competitors: frozenset[str]) -> bool:
    """Whether a rule's `when` holds in a cell and its `unless` does not."""
    if ready.when and not _any_holds(ready.when, cell, ready.licensor in competitors):
        return False
    return not (ready.unless and _any_holds(ready.unless, cell, ready.licensor in competitors))


def _any_holds(alternatives: Alternatives, cell: Cell, competes: bool) -> bool:
    for tests in alternatives:
        for test in tests:
            if not _holds(test, cell, competes):
                break
        else:
            return True
    return False


def _holds(test: Test, cell: Cell, competes: bool) -> bool:
    if test.operand is Operand.COMPETITOR:
        return competes is test.flag
    value = cell[test.key]
    if test.threshold is not None:
        assert isinstance(value, (int, float))
        return value >= test.threshold.value if test.threshold.inclusive else value > test.threshold.value
    if test.flag is not None:
        return value is test.flag
    if isinstance(value, frozenset):
        if test.every:
            return bool(value) and value <= test.values
        return not value.isdisjoint(test.values)
    return value in test.values


def codes(names: Iterable[str]) -> frozenset[str]:
    """Names of places or other list values, groups written out."""
    return _expand(tuple(names))
