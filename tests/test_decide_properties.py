"""Deciding against a second evaluation that tries every filling of the open operands on a grid."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from licensedb.errors import MisuseError
from licensedb.present import render, sentences
from licensedb.reasoning.batch import Batch
from licensedb.reasoning.decide import decide, decide_group
from licensedb.reasoning.lineage import World, asked, facts_of
from licensedb.records import About, Check, CheckRow, Condition, Decision, DueRule, Figure, Rule, Scenario, Terms, Threshold
from licensedb.vocabulary import Act, Duty, Operand, Over, Relation, Route, Verdict
from tests import by_hand
from tests.by_hand import CITE, ask, forbid, made_from, model, more_than, must, other, permit, terms, way

run_often = settings(
    max_examples=120,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

# The ground of the second evaluation: every whole number around the small thresholds, five places, a few words.
NUMBERS = range(8)
PLACES = ("US", "FR", "KR", "DE", "BR")
UNION = {"EU": ("FR", "DE")}
USES = ("research", "personal", "product")
OFFERINGS = ("internal", "embedded-product", "model-api")
PURPOSES = ("military", "spam", "crime")
WEIGHTS = ("run", "modify", "host")
ACTS = (*WEIGHTS, "use-outputs", "train-on-outputs")
RANKS = ("allowed", "with-duties", "silent", "on-request", "forbidden")
WORSE = (*RANKS[:4], "depends", "forbidden")  # a separate licence that is held is worse than having to ask, better than a refusal
BELOW = {  # whose figure is never more than whose
    ("daily-active-users", "monthly-active-users"),
    ("monthly-unique-users", "monthly-active-users"),
    ("monthly-revenue", "annual-revenue"),
    ("attributable-revenue", "annual-revenue"),
}
WHOSE = ("product", "licensee", "group")


class Metered(NamedTuple):
    """What a figure is of: metric, whose, and the day it counts."""

    metric: str
    whose: str
    day: str | None


METRICS = tuple(
    [(metric, day) for metric in ("monthly-active-users", "daily-active-users", "monthly-unique-users") for day in (None, "2024-02-01")]
    + [(metric, None) for metric in ("annual-revenue", "monthly-revenue", "attributable-revenue")]
)


# Random licences


def values_of(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Lists as a licence would name them."""
    choices = {
        "territory": (*PLACES[:3], "EU"),
        "domicile": (*PLACES[:3], "EU"),
        "use": USES[:2],
        "offering": OFFERINGS,
        "purpose": PURPOSES,
    }
    return st.lists(st.sampled_from(choices[name]), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def conditions_on(draw: st.DrawFn, operand: Any) -> Condition:
    """A condition on one operand of the palette."""
    if isinstance(operand, tuple):
        metric, day, whose = operand
        money = "USD" if metric.endswith("revenue") else None
        over = Over(whose) if whose else None
        return Condition(Operand(metric), threshold=Threshold(draw(st.integers(1, 6)), draw(st.booleans()), money, over, None, day))
    if operand == "commercial":
        return Condition(Operand.COMMERCIAL, flag=draw(st.booleans()))
    return Condition(Operand(operand), any_of=draw(values_of(operand)))


@st.composite
def alternatives(draw: st.DrawFn, palette: list[Any], most: int) -> tuple[tuple[Condition, ...], ...]:
    """No condition, or one or two alternatives of conditions that must hold together."""
    if not palette:
        return ()
    found = []
    for _ in range(draw(st.integers(0, most))):
        chosen = draw(
            st.lists(st.sampled_from(palette), min_size=1, max_size=2, unique_by=lambda one: one[0] if isinstance(one, tuple) else one)
        )
        found.append(tuple(draw(conditions_on(one)) for one in chosen))
    return tuple(found)


@st.composite
def rules(draw: st.DrawFn, palette: list[Any], number: int, route: Route, kinds: tuple[str, ...]) -> Rule:
    """A rule on some acts under conditions of the palette."""
    kind = draw(st.sampled_from(kinds))
    acts = tuple(Act(name) for name in draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=3, unique=True)))
    if kind == "route":
        return way(route, f"rule-{number}")
    when = draw(alternatives(palette, 2))
    # An exception on the very list that the rule is limited to makes no sense, and no text has one.
    lists = {condition.operand for part in when for condition in part if condition.any_of}
    unless = draw(alternatives([one for one in palette if one not in lists], 1)) if draw(st.booleans()) else ()
    named = route if kind in ("permit", "forbid") and draw(st.booleans()) else None
    duty = draw(st.sampled_from((Duty.STATE_CHANGES, Duty.KEEP_NOTICES, Duty.INDEMNIFY))) if kind == "duty" else None
    return Rule(f"rule-{number}", kind, acts, CITE, duty=duty, when=when, unless=unless, route=named)


PALETTE = st.lists(
    st.one_of(
        st.sampled_from(("commercial", "territory", "domicile", "use", "offering", "purpose")),
        st.tuples(st.sampled_from(METRICS), st.sampled_from((*WHOSE, None))).map(lambda pair: (*pair[0], pair[1])),
    ),
    min_size=1,
    max_size=3,
    unique=True,
)
KINDS = ("permit", "permit", "forbid", "forbid", "duty", "route")


@st.composite
def licences(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS, id: str = "text") -> Terms:
    """Terms of up to six rules over up to three operands; all routes in one text are of one kind."""
    palette = draw(PALETTE)
    route = draw(st.sampled_from(list(Route)))
    return terms(*(draw(rules(palette, number, route, kinds)) for number in range(draw(st.integers(1, 6)))), id=id)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A scenario with some operands stated; each metric at most once."""
    figures = []
    for metric in draw(st.lists(st.sampled_from(sorted({metric for metric, _ in METRICS})), max_size=2, unique=True)):
        money = "USD" if metric.endswith("revenue") else None
        over = draw(st.sampled_from((None, *Over)))
        figures.append(Figure(Operand(metric), draw(st.integers(0, 7)), money, over))
    places = st.none() | st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True).map(tuple)
    return Scenario(
        commercial=draw(st.none() | st.booleans()),
        use=draw(st.none() | st.sampled_from(USES)),
        offering=draw(st.none() | st.sampled_from(OFFERINGS[1:])),
        territory=draw(places),
        domicile=draw(st.none() | st.sampled_from(PLACES).map(lambda one: (one,))),
        purpose=draw(st.lists(st.sampled_from(PURPOSES), max_size=2, unique=True).map(tuple)),
        figures=tuple(figures),
    )


# The second evaluation: written from the rules of deciding, on nothing but explicit values


Filling = dict[Any, Any]


def metered(condition: Condition) -> Metered:
    """What the threshold of a condition is drawn on; the licensee's figure unless told."""
    assert condition.threshold is not None
    return Metered(str(condition.operand), str(condition.threshold.over or "licensee"), condition.threshold.date)


def never_more(first: Metered, second: Metered) -> bool:
    """Whether of two figures of one day the first is part of the second."""
    kind = first.metric == second.metric or (first.metric, second.metric) in BELOW
    return first.day == second.day and kind and WHOSE.index(first.whose) <= WHOSE.index(second.whose)


def stated_figures(scenario: Scenario, days: set[str | None]) -> dict[Metered, int]:
    """The stated figures, for everyone and for each day they are taken to hold on."""
    return {
        Metered(str(one.operand), whose, day): one.value
        for one in scenario.figures
        for whose in ([str(one.over)] if one.over else WHOSE)
        for day in days
    }


def contradictory(scenario: Scenario) -> bool:
    """Whether a part is stated to be more than the whole."""
    told = stated_figures(scenario, {None})
    return any(never_more(a, b) and told[a] > told[b] for a in told for b in told)


def fillings(told: Terms, scenario: Scenario, act: str) -> Iterator[Filling]:
    """Every way to fill what the scenario leaves open of what the terms speak of."""
    conditions = [one for rule in told.licence.rules for part in (*rule.when, *rule.unless) for one in part]
    keys = list(dict.fromkeys(metered(one) for one in conditions if one.threshold))
    known = stated_figures(scenario, {key.day for key in keys})
    ranges = []
    for key in keys:
        least = max((value for other, value in known.items() if never_more(other, key)), default=0)
        most = min((value for other, value in known.items() if never_more(key, other)), default=NUMBERS[-1])
        ranges.append([number for number in NUMBERS if least <= number <= most])
    pairs = [(i, j) for i, a in enumerate(keys) for j, b in enumerate(keys) if i != j and never_more(a, b)]
    named = {str(one.operand) for one in conditions if not one.threshold}
    free = {
        "commercial": (False, True),
        "use": USES,
        "offering": OFFERINGS[1:] if act == "host" else OFFERINGS,
        "territory": [*((one,) for one in PLACES), *itertools.combinations(PLACES, 2)],
        "domicile": [(one,) for one in PLACES],
    }
    fixed = {name: getattr(scenario, name) for name in (*free, "purpose")}
    open_ = [name for name in free if name in named and fixed[name] is None]
    for numbers in itertools.product(*ranges):
        if all(numbers[i] <= numbers[j] for i, j in pairs):
            for words in itertools.product(*(free[name] for name in open_)):
                yield {**fixed, **dict(zip(open_, words, strict=True)), **dict(zip(keys, numbers, strict=True))}


def holds(condition: Condition, filling: Filling, whole: bool) -> bool:
    """Whether a condition holds; of a set, one member is enough unless the `whole` must match."""
    if condition.threshold is not None:
        value, line = filling[metered(condition)], condition.threshold
        return bool(value >= line.value if line.inclusive else value > line.value)
    value = filling[str(condition.operand)]
    if condition.flag is not None:
        return value is condition.flag
    names = {code for name in condition.any_of for code in UNION.get(name, (name,))}
    if isinstance(value, tuple):
        return (bool(value) and set(value) <= names) if whole else bool(set(value) & names)
    return value in names


def is_live(rule: Rule, filling: Filling) -> bool:
    """`when` holds and `unless` does not: a permission reaches no further than the whole of what is planned."""
    whole = rule.kind == "permit"
    when = not rule.when or any(all(holds(one, filling, whole) for one in part) for part in rule.when)
    return when and not any(all(holds(one, filling, not whole) for one in part) for part in rule.unless)


def verdict_in(told: Terms, act: str, filling: Filling, held: Route | None = None) -> str:
    """The verdict where everything is known: the worst of the places, as what is done in several is done in each."""
    places: list[Any] = [(place,) for place in filling["territory"] or ()] or [None]
    return max((verdict_at(told, act, {**filling, "territory": place}, held) for place in places), key=WORSE.index)


def verdict_at(told: Terms, act: str, filling: Filling, held: Route | None) -> str:
    """The verdict in one place where everything is known."""
    on_act = [rule for rule in told.licence.rules if act in rule.acts]
    bars = [rule for rule in on_act if rule.kind == "forbid" and is_live(rule, filling)]
    if any(rule.route is None for rule in bars):
        return "forbidden"
    if bars and held is not Route.REGISTRATION:
        return "depends" if held else "on-request"
    due = any(rule.kind == "duty" and rule.duty is not Duty.INDEMNIFY and is_live(rule, filling) for rule in on_act)
    granted = "with-duties" if due else "allowed"
    permits = [rule for rule in on_act if rule.kind == "permit"]
    if any(is_live(rule, filling) for rule in permits):
        return granted
    if permits or act in WEIGHTS:
        if not any(rule.route for rule in on_act if rule.kind in ("permit", "route")):
            return "forbidden"
        return "on-request" if held is None else granted if held is Route.REGISTRATION else "depends"
    run = verdict_at(told, "run", filling, held)
    return run if run in ("on-request", "forbidden", "depends") else "silent"


def tried(told: Terms, act: str, scenario: Scenario, held: Route | None = None) -> set[str]:
    """The verdicts of all fillings."""
    return {verdict_in(told, act, filling, held) for filling in fillings(told, scenario, act)}


# Properties


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS))
def test_depends_exactly_when_two_fillings_differ(told: Terms, scenario: Scenario, act: str) -> None:
    if contradictory(scenario):
        with pytest.raises(MisuseError):
            decide(told, Act(act), scenario)
        return
    found, expected = decide(told, Act(act), scenario), tried(told, act, scenario)
    assert str(found.verdict) == (expected.pop() if len(expected) == 1 else "depends")


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS))
def test_the_outcomes_told_are_those_of_the_fillings(told: Terms, scenario: Scenario, act: str) -> None:
    assume(not contradictory(scenario))
    found, expected = decide(told, Act(act), scenario), tried(told, act, scenario)
    assert {str(outcome.verdict) for outcome in found.outcomes} == (expected if len(expected) > 1 else set())


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS), st.sampled_from(list(Route)))
def test_a_route_held_counts_as_in_every_filling(told: Terms, scenario: Scenario, act: str, route: Route) -> None:
    assume(not contradictory(scenario))
    named = {rule.route for rule in told.licence.rules if rule.route}
    held = msgspec.structs.replace(scenario, granted=(("text", route),))
    expected = tried(told, act, scenario, route if route in named else None)
    assert str(decide(told, Act(act), held).verdict) == (expected.pop() if len(expected) == 1 else "depends")


EVER = float("inf")


def spans(text: str) -> list[tuple[float, float]]:
    """The regions of a figure as told: `0..5 | 9..`."""
    ends = re.findall(r"(\d+(?:\.\d\d(?!\d))?)\.\.(\d*(?:\.\d\d(?!\d))?)", text)
    minor = [(low.replace(".", ""), high.replace(".", "")) for low, high in ends]
    return [(int(low), int(high) if high else EVER) for low, high in minor]


def lies_in(box: tuple[tuple[str, str], ...], filling: Filling) -> bool:
    """Whether a filling lies in the circumstances told."""
    for operand, text in box:
        parts = text.split(" | ")
        keys = [key for key in filling if isinstance(key, Metered) and key.metric == operand]
        if keys:
            inside = any(low <= filling[keys[0]] <= high for low, high in spans(text))
        elif isinstance(filling[operand], bool):
            inside = str(filling[operand]).lower() in parts
        else:
            value = filling[operand] if isinstance(filling[operand], str) else filling[operand][0]
            inside = any(value not in part[4:].split(",") if part.startswith("not ") else value in part.split(",") for part in parts)
        if not inside:
            return False
    return True


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS))
def test_each_outcome_holds_in_the_circumstances_told_and_nowhere_else(told: Terms, scenario: Scenario, act: str) -> None:
    assume(not contradictory(scenario))
    found = decide(told, Act(act), scenario)
    for filling in fillings(told, scenario, act):
        metrics = [key.metric for key in filling if isinstance(key, Metered)]
        if len(metrics) > len(set(metrics)) or not found.outcomes:
            return  # circumstances do not tell whose figure they speak of
        if scenario.territory is None and len(filling["territory"] or ()) > 1:
            continue
        verdict = verdict_in(told, act, filling)
        for outcome in found.outcomes:
            assert any(lies_in(box, filling) for box in outcome.when) == (str(outcome.verdict) == verdict)


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS))
def test_what_is_said_to_divide_does_divide(told: Terms, scenario: Scenario, act: str) -> None:
    assume(not contradictory(scenario))
    found = decide(told, Act(act), scenario)
    if found.verdict is not Verdict.DEPENDS:
        assert not found.depends_on
        return
    every = [filling for filling in fillings(told, scenario, act) if len(filling["territory"] or ()) < 2 or scenario.territory]
    if sum(isinstance(key, Metered) for key in every[0]) > 1:
        return  # two figures may divide together what neither divides alone
    verdicts = {tuple(filling.items()): verdict_in(told, act, filling) for filling in every}
    dividing = set()
    for at in range(len(every[0])):
        rest: dict[Any, set[str]] = {}
        for items, verdict in verdicts.items():
            rest.setdefault(items[:at] + items[at + 1 :], set()).add(verdict)
        if any(len(some) > 1 for some in rest.values()):
            key = list(every[0])[at]
            dividing.add(key.metric if isinstance(key, Metered) else key)
    assert {str(line.operand) for line in found.depends_on} == dividing


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS), st.sampled_from((Duty.INDEMNIFY, Duty.OBEY_LAW, Duty.FOLLOW_USE_POLICY)))
def test_a_standing_obligation_never_changes_a_verdict(told: Terms, scenario: Scenario, act: str, duty: Duty) -> None:
    assume(not contradictory(scenario))
    bound = terms(*told.licence.rules, must(duty, " ".join(ACTS), "standing"))
    assert decide(bound, Act(act), scenario).verdict is decide(told, Act(act), scenario).verdict


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS), st.data())
def test_a_disputed_rule_shows_the_verdict_without_it(told: Terms, scenario: Scenario, act: str, data: st.DataObject) -> None:
    assume(not contradictory(scenario))
    every = told.licence.rules
    at = data.draw(st.integers(0, len(every) - 1))
    rest = (*every[:at], *every[at + 1 :])
    assume(rest)
    doubtful = terms(*every[:at], msgspec.structs.replace(every[at], disputed=other(absent=True)), *every[at + 1 :])
    found = decide(doubtful, Act(act), scenario)
    without = decide(terms(*rest), Act(act), scenario).verdict
    assert found.verdict is decide(told, Act(act), scenario).verdict
    assert [verdict for _, verdict, _ in found.disputed] == ([] if without is found.verdict else [without])


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS))
def test_duties_are_told_exactly_where_they_are_due(told: Terms, scenario: Scenario, act: str) -> None:
    assume(not contradictory(scenario))
    found, expected = decide(told, Act(act), scenario), tried(told, act, scenario)
    if expected == {"allowed"}:
        assert not found.duties
    if "with-duties" in expected:
        assert found.duties
    if found.verdict is Verdict.WITH_DUTIES:
        assert found.reason.duty in found.duties


# More of anything


@st.composite
def monotone_licences(draw: st.DrawFn) -> Terms:
    """Permissions whatever the size, prohibitions and duties from some size, place or purpose on, no exceptions."""
    route = draw(st.sampled_from((None, *Route)))
    # What lies outside the grant is refused outright, and a bar that names a route would stand before that.
    limited = route is None and draw(st.booleans())
    found = [permit("run modify", when={"commercial": True}) if limited else permit(" ".join((*WEIGHTS, "use-outputs")))]
    for number in range(draw(st.integers(1, 5))):
        palette = [*((metric, day, draw(st.sampled_from(WHOSE))) for metric, day in METRICS), "territory", "purpose"]
        when = (tuple(draw(conditions_on(one)) for one in draw(st.lists(st.sampled_from(palette), min_size=1, max_size=2, unique=True))),)
        acts = tuple(Act(name) for name in draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=5, unique=True)))
        duty = draw(st.booleans())
        kind, what = ("duty", Duty.STATE_CHANGES) if duty else ("forbid", None)
        found.append(Rule(f"line-{number}", kind, acts, CITE, duty=what, when=when, route=None if duty else route))
    return terms(*found)


@st.composite
def growing(draw: st.DrawFn) -> tuple[Scenario, Scenario]:
    """Two scenarios in which everything is known, the second with no less of anything."""
    first: dict[str, int] = {}
    second: dict[str, int] = {}
    for whole, parts in (
        ("monthly-active-users", ("daily-active-users", "monthly-unique-users")),
        ("annual-revenue", ("monthly-revenue", "attributable-revenue")),
    ):
        first[whole] = draw(st.integers(0, 7))
        second[whole] = draw(st.integers(first[whole], 8))
        for part in parts:
            first[part] = draw(st.integers(0, first[whole]))
            second[part] = draw(st.integers(first[part], second[whole]))
    places = draw(st.permutations(PLACES))
    purposes = draw(st.permutations(PURPOSES))
    commercial = draw(st.booleans())
    sizes = sorted((draw(st.integers(1, 5)), draw(st.integers(1, 5))))
    aims = sorted((draw(st.integers(0, 3)), draw(st.integers(0, 3))))
    told = [
        Scenario(
            commercial=commercial,
            territory=tuple(places[:size]),
            purpose=tuple(purposes[:aim]),
            figures=tuple(Figure(Operand(name), value, "USD" if name.endswith("revenue") else None) for name, value in figures.items()),
        )
        for size, aim, figures in zip(sizes, aims, (first, second), strict=True)
    ]
    return told[0], told[1]


@run_often
@given(monotone_licences(), growing(), st.sampled_from(ACTS))
def test_more_users_revenue_territories_and_purposes_never_improve_a_verdict(
    told: Terms, pair: tuple[Scenario, Scenario], act: str
) -> None:
    small, large = (str(decide(told, Act(act), scenario).verdict) for scenario in pair)
    assert RANKS.index(large) >= RANKS.index(small)


@run_often
@given(licences(id="own"), licences(id="base"), scenarios(), st.sampled_from(ACTS), st.sampled_from(list(Relation)))
def test_adding_a_base_never_improves_a_verdict(own: Terms, base: Terms, scenario: Scenario, act: str, relation: Relation) -> None:
    assume(not contradictory(scenario))
    parent = model("parent", "base")
    alone, derived = model("child", "own"), model("child", "own", bases=[made_from("parent", relation)])
    world = World({"own": own, "base": base}, {"parent": parent, "child": derived})
    before, after = (decide_group(asked(world, one, Act(act), "2026-01-01"), Act(act), scenario) for one in (alone, derived))
    assert worst(after) >= worst(before)
    assert best(after) >= best(before)
    if before.verdict is after.verdict is Verdict.WITH_DUTIES:
        assert set(before.duties) <= set(after.duties)


@st.composite
def known_in_full(draw: st.DrawFn) -> Scenario:
    """A scenario in which nothing is open: one cell."""
    scenario = draw(growing())[0]
    stated = {"use": USES, "offering": OFFERINGS[1:], "domicile": [(place,) for place in PLACES]}
    return msgspec.structs.replace(scenario, **{name: draw(st.sampled_from(values)) for name, values in stated.items()})


@run_often
@given(licences(id="own"), licences(id="base"), known_in_full(), st.sampled_from(ACTS), st.sampled_from(list(Relation)))
def test_in_every_cell_a_base_never_improves_a_verdict(own: Terms, base: Terms, scenario: Scenario, act: str, relation: Relation) -> None:
    parent = model("parent", "base")
    alone, derived = model("child", "own"), model("child", "own", bases=[made_from("parent", relation)])
    world = World({"own": own, "base": base}, {"parent": parent})
    before, after = (str(decide_group(asked(world, one, Act(act), "2026-01-01"), Act(act), scenario).verdict) for one in (alone, derived))
    assert before in RANKS
    assert RANKS.index(after) >= RANKS.index(before)


@run_often
@given(st.lists(licences(), min_size=2, max_size=3), scenarios(), st.sampled_from(ACTS))
def test_cells_joined_along_a_chain_are_those_of_every_filling(told: list[Terms], scenario: Scenario, act: str) -> None:
    """Of a line of fine-tunes: the worst of all texts in each filling of what is open, fillings joined last."""
    assume(not contradictory(scenario))
    told = [msgspec.structs.replace(one, licence=msgspec.structs.replace(one.licence, id=f"text-{at}")) for at, one in enumerate(told)]
    models = [
        model(f"model-{at}", one.id, bases=[made_from(f"model-{at + 1}")] if at + 1 < len(told) else []) for at, one in enumerate(told)
    ]
    world = World({one.id: one for one in told}, {one.id: one for one in models})
    rules = [msgspec.structs.replace(rule, id=f"{one.id}-{rule.id}") for one in told for rule in one.licence.rules]
    every = {max((verdict_in(one, act, filling) for one in told), key=WORSE.index) for filling in fillings(terms(*rules), scenario, act)}
    found = decide_group(asked(world, models[0], Act(act), "2026-01-01"), Act(act), scenario)
    assert str(found.verdict) == (every.pop() if len(every) == 1 else "depends")


@st.composite
def families(draw: st.DrawFn) -> World:
    """A few models under a few licences, made from one another in any way: merges, circles, bases without record or licence."""
    told = [draw(licences(id=f"text-{at}")) for at in range(2)]
    names = [f"model-{at}" for at in range(draw(st.integers(2, 5)))]
    models = []
    for name in names:
        bases = draw(st.lists(st.sampled_from([*names, "nowhere"]), max_size=2, unique=True))
        relations = [draw(st.sampled_from(list(Relation))) for _ in bases]
        under = draw(st.lists(st.sampled_from([one.id for one in told]), max_size=2, unique=True))
        choice = draw(st.sampled_from(("all", "choice"))) if len(under) > 1 else None
        entries = [by_hand.under(one, together=choice) for one in under]
        models.append(model(name, *entries, bases=[made_from(base, relation) for base, relation in zip(bases, relations, strict=True)]))
    return World({one.id: one for one in told}, {one.id: one for one in models})


@run_often
@given(families(), scenarios(), st.booleans(), st.sampled_from(("run", "modify", "host", "redistribute", "use-outputs")))
def test_models_decided_in_a_list_get_the_verdict_they_get_alone(world: World, scenario: Scenario, best: bool, act: str) -> None:
    assume(not contradictory(scenario))
    scenario = msgspec.structs.replace(scenario, any_purpose=best)
    batch = Batch(world, "2026-01-01", scenario)
    for one in world.models.values():
        alone = decide_group(asked(world, one, Act(act), "2026-01-01"), Act(act), facts_of(one, scenario), disputes=False)
        assert batch.decide(one, Act(act))[0] is alone.verdict


def ranks(found: Decision) -> list[int]:
    """The ranks of all outcomes."""
    return [RANKS.index(str(one.verdict)) for one in found.outcomes] or [RANKS.index(str(found.verdict))]


def worst(found: Decision) -> int:
    """The rank of the worst outcome."""
    return max(ranks(found))


def best(found: Decision) -> int:
    """The rank of the best outcome."""
    return min(ranks(found))


# Words


def shown(told: Terms, found: Decision, form: str = "table") -> str:
    """The decision as the command prints it."""
    by_name = {f"{told.id}/{rule.id}": rule for rule in told.licence.rules}
    deciding = by_name.get(f"{found.reason.document}/{found.reason.rule}")
    due, standing = (tuple(DueRule(told.id, by_name[name]) for name in some) for some in (found.duties, found.obligations))
    row = CheckRow(told.id, "licence", told.licence.name, (told.id,), found, deciding, due, standing)
    return render.check(Check(About("0", "2026-01-01", "2026-01-01"), (row,)), form)


WORDED = {
    "allowed": "allowed",
    "with-duties": "with duties",
    "silent": "silent",
    "on-request": "on request",
    "forbidden": "not licensed",
    "depends": "depends",
}
REFUSED = r"why: (You may not |Outside the grant\.|The text does not grant it|The text does not reach it by itself)"
REASONED = {
    "allowed": r"why: You may (?!not )",
    "with-duties": r"why: You may (?!not )",
    "silent": "why: The text says nothing of it",
    "on-request": REFUSED,
    "forbidden": REFUSED,
}


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS))
def test_the_words_never_contradict_the_verdict(told: Terms, scenario: Scenario, act: str) -> None:
    assume(not contradictory(scenario))
    found = decide(told, Act(act), scenario)
    text = shown(told, found)
    lines = text.splitlines()
    first = next(line for line in lines if line.startswith(told.licence.name))
    assert first.endswith(" " + WORDED[str(found.verdict)])
    if found.verdict is Verdict.DEPENDS:
        worded = [line.strip().split(": if ")[0] for line in lines if ": if " in line and "why:" not in line and "[ ]" not in line]
        assert sorted(worded) == sorted(WORDED[one] for one in tried(told, act, scenario))
    else:
        assert re.search(REASONED[str(found.verdict)], text)
        assert ": if " not in "".join(line for line in lines if "why:" not in line)
    if found.verdict is Verdict.ALLOWED:
        assert "[ ]" not in text
    if found.verdict is Verdict.WITH_DUTIES:
        assert "[ ]" in text


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS))
def test_on_request_says_whom_to_ask(told: Terms, scenario: Scenario, act: str) -> None:
    assume(not contradictory(scenario))
    found = decide(told, Act(act), scenario)
    named = {rule.route for rule in told.licence.rules if rule.route}
    words = {Route.REGISTRATION: "register with the licensor", Route.SEPARATE_LICENCE: "ask the licensor for another licence"}
    assert found.verdict is not Verdict.ON_REQUEST or words[named.pop()] in shown(told, found).lower()


def bounds_of(value: str) -> set[float]:
    """The numbers at which the regions of a circumstance begin and end, neighbours joined; zero and for ever bound nothing."""
    joined: list[list[float]] = []
    for low, high in spans(value):
        if joined and joined[-1][1] == low - 1:
            joined[-1][1] = high
        else:
            joined.append([low, high])
    return {low for low, _ in joined if low} | {high for _, high in joined if high < EVER}


@run_often
@given(licences(), scenarios(), st.sampled_from(ACTS))
@example(
    terms(
        permit("run"),
        forbid("run", when={"monthly-active-users": more_than(2)}, unless={"monthly-active-users": more_than(5)}),
    ),
    Scenario(),
    "run",
)
def test_figures_are_worded_as_the_circumstances_have_them(told: Terms, scenario: Scenario, act: str) -> None:
    assume(not contradictory(scenario))
    for outcome in decide(told, Act(act), scenario).outcomes:
        for operand, value in itertools.chain.from_iterable(outcome.when):
            if ".." in value:
                text = sentences.circumstance(operand, value)
                cents = 100 if operand.endswith("revenue") else 1
                numbers = {round(float(number.replace(",", "")) * cents) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
                assert numbers == bounds_of(value), text


def test_what_is_allowed_wherever_it_is_used_is_allowed_in_two_places_together() -> None:
    told = terms(permit("run", "abroad", unless={"territory": "US"}), permit("run", "home", when={"territory": "US"}))
    assert str(ask(told, "run").verdict) in (str(ask(told, "run", territory=("US", "FR")).verdict), "depends")


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_a_line_of_a_million_is_told_as_a_million_in_every_form(form: str) -> None:
    told = terms(permit("run"), forbid("run", when={"annual-revenue": more_than(1_000_000_00, currency="USD")}))
    text = shown(told, ask(told, "run"), form)
    assert re.search(r"1,?000,?000(?:\.00)? USD", text)
    assert not re.search(r"100,?000,?00[01] USD", text)


def test_money_is_worded_in_the_currency_of_its_line() -> None:
    told = terms(permit("run"), forbid("run", when={"annual-revenue": more_than(1_000_000_00, currency="EUR")}))
    text = shown(told, ask(told, "run"))
    assert "EUR" in text
    assert "USD" not in text


@pytest.mark.parametrize("rules_told", [(way(Route.REGISTRATION),), ()])
def test_what_a_registration_opens_is_not_worded_as_closed(rules_told: tuple[Rule, ...]) -> None:
    grant = permit("run", when={"commercial": False}, route=None if rules_told else Route.REGISTRATION)
    told = terms(grant, *rules_told)
    found = ask(told, "run", commercial=True, granted=(("text", Route.REGISTRATION),))
    assert found.verdict == "allowed"
    assert "regist" in shown(told, found).lower()


def test_the_second_evaluation_tells_a_product_s_users_from_the_group_s_and_days_from_months() -> None:
    when = {"daily-active-users": more_than(3, "product"), "monthly-active-users": more_than(6, "group")}
    told = terms(permit("run"), forbid("run", when=when))
    few = Scenario(figures=(Figure(Operand.MONTHLY_ACTIVE_USERS, 3),))
    assert {verdict_in(told, "run", filling) for filling in fillings(told, Scenario(), "run")} == {"allowed", "forbidden"}
    assert {verdict_in(told, "run", filling) for filling in fillings(told, few, "run")} == {"allowed"}
