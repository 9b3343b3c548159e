"""What would change a verdict: each line that the terms draw on the act, crossed alone, and the act decided again.

No licence and no operand is treated apart: the lines are read off the tests of the rules, as `decide` reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from licensedb.reasoning.cells import Alternative, choices_of, regions_of
from licensedb.reasoning.compiled import ELSEWHERE, FigureKey, MemberKey, Test
from licensedb.reasoning.decide import free_operands, reasoned
from licensedb.reasoning.facts import UNBOUNDED, Facts, below, bounds, facts, speaking, spread
from licensedb.reasoning.point import ORDER, Group, Part, parts_of
from licensedb.reasoning.scenarios import build
from licensedb.records import Change, Decision, Figure, Rate, Reason, Scenario, Threshold
from licensedb.vocabulary import GRANTS, MODEL_FACTS, PLACE_GROUPS, PLACE_OPERANDS, Act, Operand, Over, Route, Verdict

# Facts of the model: nobody who asks can move them.
ROUTE = "route"
_LAST = (Operand.TERRITORY, Operand.DOMICILE, Operand.COMPETITOR, Operand.PURPOSE)

_UNDECIDED = Reason("", None, "undecided")


def changes(group: Group, act: Act, scenario: Scenario, decision: Decision) -> tuple[Change, ...]:
    """The lines that, crossed alone, change the verdict of a decision; the nearest first, after a refusal those that mend it."""
    known, now = facts(scenario), decision.verdict
    found: list[Change] = []
    for key, drawn in _tests(parts_of(group)).items():
        operand = key.operand if isinstance(key, FigureKey) else key
        if operand in MODEL_FACTS or operand in free_operands(act, known):
            continue
        if isinstance(key, FigureKey):
            found += _over_figures(group, act, scenario, known, key, drawn, now)
        else:
            found += _decided(group, act, now, _over_values(group, act, scenario, known, key, drawn))
    found += _decided(group, act, now, _over_routes(group, scenario))
    return tuple(sorted(_joined(found), key=lambda change: _rank(change, now, known)))


def _tests(parts: Sequence[Part]) -> dict[Operand | FigureKey, tuple[Test, ...]]:
    """Every test that bears on the act, by what it is drawn on."""
    found: dict[Operand | FigureKey, tuple[Test, ...]] = {}
    for part in parts:
        for key, tests in part.terms.tests[part.act].items():
            if isinstance(key, MemberKey):
                continue  # which version is meant is no line that someone crosses
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *tests)))
    return found


def _decided(group: Group, act: Act, now: Verdict, moves: Iterable[Change]) -> Iterator[Change]:
    """The moves after which the verdict is another, with that verdict and its reason."""
    for change in moves:
        verdict, reason = reasoned(group, act, change.scenario)
        if verdict is not now:
            yield msgspec.structs.replace(change, verdict=verdict, reason=reason)


def _move(scenario: Scenario, operand: str, to: str, **more: Any) -> Change:
    """A move whose verdict is still to be decided."""
    return Change(operand, to, Verdict.DEPENDS, _UNDECIDED, scenario, **more)


# Figures


def _over_figures(
    group: Group, act: Act, scenario: Scenario, known: Facts, key: FigureKey, drawn: Sequence[Test], now: Verdict
) -> Iterator[Change]:
    """Upwards and downwards from where the figure lies, each line after which the verdict is another than before it."""
    low, high = bounds(known.figures, key)
    regions = regions_of(drawn, 0, UNBOUNDED, key.currency)
    at = next((place for place, one in enumerate(regions) if one.low <= low and high <= one.high), None)
    if at is None:  # open: what it depends on is told by the decision itself
        return
    for side, upwards in ((regions[at + 1 :], True), (regions[:at][::-1], False)):
        before = now
        for region in side:
            moved = with_figure(scenario, key, region.low if upwards else region.high)
            verdict, reason = reasoned(group, act, moved)
            if verdict is not before and verdict is not now:
                line = _line(drawn, region.start if upwards else region.high + 1)
                yield Change(str(key.operand), region.label, verdict, reason, moved, above=upwards, threshold=line)
            before = verdict


def _line(drawn: Sequence[Test], start: int) -> Threshold:
    """The threshold behind which a region starts."""
    lines = (test.threshold for test in drawn if test.threshold)
    return next(line for line in lines if line.value + (not line.inclusive) == start)


def with_figure(scenario: Scenario, key: FigureKey, value: int) -> Scenario:
    """The scenario with one figure moved, and with it those that cannot be less or more than it."""
    heard = speaking(facts(scenario).figures, key)
    date = None if key.date is None else (heard[0].date if heard and heard[0].date else key.date[:7])
    place = (key.operand, key.over)
    moved = [Figure(figure.operand, _adjusted(figure, place, value), key.currency, figure.over, date) for figure in heard]
    if not any((figure.operand, figure.over) == place for figure in moved):
        moved.append(Figure(key.operand, value, key.currency, key.over, date))
    money = key.currency is not None
    kept = [figure for figure in spread(scenario.figures) if figure.date != date or (figure.currency is not None) is not money]
    rates = (*scenario.rates, *_from(scenario.rates, key.currency)) if key.currency else scenario.rates
    return msgspec.structs.replace(scenario, figures=(*kept, *moved), rates=tuple(dict.fromkeys(rates)))


def _adjusted(figure: Figure, place: tuple[Any, Any], value: int) -> int:
    assert figure.over is not None
    of = (figure.operand, figure.over)
    if of == place:
        return value
    if below(place, of):
        return max(figure.value, value)
    return min(figure.value, value) if below(of, place) else figure.value


def _from(rates: tuple[Rate, ...], currency: str) -> Iterator[Rate]:
    """The rates from a currency into the others, where both are reached from one that was stated."""
    from decimal import Context, Decimal

    for one in rates:
        for other in rates:
            if one.into == currency and other.currency == one.currency and other.into != currency:
                rate = Context(prec=12).divide(Decimal(other.rate), Decimal(one.rate))
                yield Rate(currency, other.into, f"{rate:f}", other.date, other.source)


# Flags, words, places, purposes, competition


def _over_values(group: Group, act: Act, scenario: Scenario, known: Facts, operand: Operand, drawn: Sequence[Test]) -> Iterator[Change]:
    if operand is Operand.COMPETITOR:
        yield from _over_competition(group, scenario)
    elif operand not in known.cell:  # open: what it depends on is told by the decision itself
        return
    elif operand is Operand.PURPOSE:
        yield from _over_purposes(scenario, act, drawn)
    else:
        field = str(operand).replace("-", "_")
        for region in choices_of(operand, drawn, act):
            value: Any = tuple(sorted(region.value)) if isinstance(region.value, frozenset) else region.value
            yield _move(build(scenario, {field: value}), str(operand), _named(region) if operand in PLACE_OPERANDS else region.label)


def _over_purposes(scenario: Scenario, act: Act, drawn: Sequence[Test]) -> Iterator[Change]:
    if scenario.purpose:
        yield _move(msgspec.structs.replace(scenario, purpose=()), Operand.PURPOSE, "none")
    for region in choices_of(Operand.PURPOSE, drawn, act):
        values = region.label.split(",")
        if any(values[0] in test.values for test in drawn):
            yield _move(msgspec.structs.replace(scenario, purpose=(*scenario.purpose, values[0])), Operand.PURPOSE, region.label)


def _over_competition(group: Group, scenario: Scenario) -> Iterator[Change]:
    for part in parts_of(group):
        for licensor in dict.fromkeys(_licensors(part)):
            competes = licensor in scenario.competes_with
            others = tuple(name for name in scenario.competes_with if name != licensor)
            moved = msgspec.structs.replace(scenario, competes_with=others if competes else (*others, licensor))
            yield _move(moved, Operand.COMPETITOR, licensor, held=not competes)


def _licensors(part: Part) -> Iterator[str]:
    """Whose competitors the rules on the act ask for."""
    for rules in (part.terms.forbids, part.terms.permits, part.terms.duties, part.terms.routes):
        for ready in (one for act in (part.act, Act.RUN) for one in rules.get(act, ())):
            if any(test.operand is Operand.COMPETITOR for side in (*ready.when, *ready.unless) for test in side):
                yield ready.licensor


def _named(region: Alternative) -> str:
    """A region of places with groups by their names: EU, not its members."""
    before, codes = ("not ", region.label[4:]) if region.label.startswith("not ") else ("", region.label)
    left = codes.split(",")
    for name, members in PLACE_GROUPS.items():
        if set(members) <= set(left):
            left = [name, *(code for code in left if code not in members)]
    return before + ",".join(code for code in left if code != ELSEWHERE)


# Routes


def _over_routes(group: Group, scenario: Scenario) -> Iterator[Change]:
    for part in parts_of(group):
        for route in _routes(part):
            of = part.terms.id
            held = [(name, one) for name, one in scenario.granted if one == route and name in part.terms.names]
            others = tuple(one for one in scenario.granted if one not in held)
            granted = others if held else (*others, (of, route))
            yield _move(msgspec.structs.replace(scenario, granted=granted), ROUTE, str(route), of=of, held=not held)


def _routes(part: Part) -> Iterable[Route]:
    kinds = (part.terms.forbids, part.terms.permits, part.terms.routes)
    rules = (ready.rule for rules in kinds for act in (part.act, Act.RUN) for ready in rules.get(act, ()))
    return dict.fromkeys(rule.route for rule in rules if rule.route is not None)


# Together


def _joined(found: Iterable[Change]) -> Iterator[Change]:
    """Changes of one operand to one verdict by one rule as one."""
    by_end: dict[Any, Change] = {}
    for change in found:
        reason = change.reason
        end = (change.operand, change.verdict, reason.document, reason.rule, change.threshold, change.above, change.of, change.held)
        listed = change.threshold is None and change.operand != Operand.COMPETITOR
        key = end if listed and not change.to.startswith("not ") else (*end, change.to)
        first = by_end.get(key)
        if first is None:
            by_end[key] = change
        elif change.to not in first.to.split(","):
            by_end[key] = msgspec.structs.replace(first, to=f"{first.to},{change.to}")
    return iter(by_end.values())


def _rank(change: Change, now: Verdict, known: Facts) -> tuple[bool, int, float]:
    """After a refusal what mends it, then lines on figures by how near they are, then the other operands."""
    mends = ORDER[change.verdict] < ORDER[now] and change.verdict is not Verdict.DEPENDS
    worse_first = now not in GRANTS and not mends
    if change.threshold is None:
        order = 1 if change.operand == ROUTE else 3 if change.operand in _LAST else 2
        return worse_first, order, float(_LAST.index(Operand(change.operand))) if order == 3 else 0.0
    line = change.threshold
    key = FigureKey(Operand(change.operand), line.over or Over.LICENSEE, line.date, line.currency)
    at = bounds(known.figures, key)[0] + 1
    return worse_first, 0, max(at, line.value + 1) / min(at, line.value + 1)
