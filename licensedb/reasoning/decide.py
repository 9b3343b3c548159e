"""Deciding (design section 3): may this be done, under these terms, in this scenario, and which rule says so.

`point.py` answers one cell; here cells are joined, and the answer gives its account: outcomes, lines, duties, disputes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from licensedb.reasoning.cells import Dimension, Place, combinations, dimensions
from licensedb.reasoning.compiled import (
    NO_BASE,
    NOTHING,
    UNKNOWN,
    Cell,
    Compiled,
    FigureKey,
    Key,
    MemberKey,
    Ready,
    Test,
    compiled,
    live,
)
from licensedb.reasoning.facts import Facts, bounding, facts
from licensedb.reasoning.point import ORDER, SAYS_MODIFIED, Group, Part, Point, bound_parts, evaluate, members_of, parts_of, with_modified
from licensedb.reasoning.rates import near
from licensedb.records import Conversion, Decision, Line, Outcome, Reason, Scenario, Terms, Threshold
from licensedb.vocabulary import BEST_OVER_QUESTIONS, GRANTS, PLACE_OPERANDS, VERDICT_QUESTIONS, Act, Confidence, Operand, Verdict

BEST_OVER = (Operand.COMMERCIAL, Operand.PRODUCTION, Operand.USE)
BEST_OVER_ACTS = tuple(VERDICT_QUESTIONS[question] for question in BEST_OVER_QUESTIONS)


def decide(terms: Terms | None, act: Act, scenario: Scenario, *, disputes: bool = True) -> Decision:
    """The verdict of one licence (None: no licence at all) on one act.

    With `disputes`, each disputed rule that bears on it is also taken in its other reading.
    """
    part = Part(compiled(terms) if terms is not None else NOTHING, act)
    return decide_group(Group((part,)), act, scenario, disputes=disputes)


def decide_group(group: Group, act: Act, scenario: Scenario, *, disputes: bool = True) -> Decision:
    """The verdict of several terms together: the worst (or best) inside each cell, cells joined last."""
    known = facts(scenario)
    decision = _join(group, act, known)
    if not disputes:
        return decision
    return _with_disputes(group, act, known, decision)


def verdict_of(group: Group, act: Act, scenario: Scenario) -> Verdict:
    """The bare verdict; the fast path of filters."""
    return _bare(group, act, facts(scenario))


def reasoned(group: Group, act: Act, scenario: Scenario) -> tuple[Verdict, Reason]:
    """The bare verdict with its reason."""
    known = facts(scenario)
    results = _results(group, act, known)[1]
    worst = max(results, key=lambda result: ORDER[result.point.verdict])
    one = all(result.point.verdict is worst.point.verdict for result in results)
    return worst.point.verdict if one else Verdict.DEPENDS, _reason(worst, known)


def verdict_through(group: Group, act: Act, scenario: Scenario) -> tuple[Verdict, str | None]:
    """The bare verdict, and the base whose terms give it (or its worst outcome)."""
    ranks, through = ranks_of(group, act, scenario)
    verdicts = [verdict for verdict, rank in ORDER.items() if rank in ranks]
    return verdicts[0] if len(verdicts) == 1 else Verdict.DEPENDS, through


def ranks_of(group: Group, act: Act, scenario: Scenario) -> tuple[set[int], str | None]:
    """The ranks of the verdicts of all cells, and the base whose terms give the worst."""
    results = _results(group, act, facts(scenario))[1]
    worst = max(results, key=lambda result: ORDER[result.point.verdict]).point
    return {ORDER[result.point.verdict] for result in results}, worst.part.through


def _join(group: Group, act: Act, known: Facts) -> Decision:
    parts = parts_of(group)
    dims, results = _results(group, act, known)
    verdicts = list(dict.fromkeys(result.point.verdict for result in results))
    worst = results[0] if len(verdicts) == 1 else max(results, key=lambda result: ORDER[result.point.verdict])
    one = len(verdicts) == 1
    duties, standing = _duties(group, results, known)
    converted = tuple(dict.fromkeys(_conversions(parts, known))) if known.origins else ()
    return Decision(
        act=act,
        verdict=verdicts[0] if one else Verdict.DEPENDS,
        reason=_reason(worst, known),
        duties=duties,
        obligations=standing,
        outcomes=() if one else tuple(_outcomes(dims, results, verdicts, known)),
        depends_on=() if one else tuple(_lines(dims, results, parts)),
        assumed=tuple(_assumed(parts, known)),
        confidence=_confidence(parts, converted),
        converted=converted,
    )


class Result(NamedTuple):
    """One cell: the regions it lies in (by place in each dimension), what the terms say there, and the cell itself.

    `elsewhere` are the same cell in the other countries told, whose duties are due as well.
    """

    chosen: Place
    point: Point
    cell: Cell
    elsewhere: tuple[Cell, ...] = ()


def _results(group: Group, act: Act, known: Facts) -> tuple[list[Dimension], list[Result]]:
    """What the terms say in each cell. For a purpose that is free to choose, only the best cells are kept."""
    free = free_operands(act, known)
    if free:
        known = known._replace(cell={key: value for key, value in known.cell.items() if key not in free})
    everywhere = _places(group, known)
    if len(everywhere) > 1:
        each = [_results(group, act, known._replace(cell={**known.cell, **places}, memo={})) for places in everywhere]
        return _worst_of(each)
    dims = dimensions_of(group, act, known)
    settled = {dim.key: dim.alternatives[0].value for dim in dims if len(dim.alternatives) == 1}
    if settled:
        known = known._replace(cell={**known.cell, **settled})
        dims = [dim for dim in dims if len(dim.alternatives) > 1]
    if not dims:
        return dims, [Result((), evaluate(group, known.cell, known), known.cell)]
    kept = [at for at, dim in enumerate(dims) if dim.key not in free]
    best: dict[Place, Result] = {}
    for chosen in combinations(dims):
        cell = {**known.cell, **{dim.key: dim.alternatives[at].value for dim, at in zip(dims, chosen, strict=True)}}
        point = evaluate(group, cell, known)
        outer = chosen if len(kept) == len(dims) else tuple(chosen[at] for at in kept)
        if outer not in best or ORDER[point.verdict] < ORDER[best[outer].point.verdict]:
            best[outer] = Result(outer, point, cell)
    return [dims[at] for at in kept], list(best.values())


def _places(group: Group, known: Facts) -> list[Cell]:
    """The places told, one at a time, as far as the terms can tell them apart: what is done in several is done in each."""
    sides: list[list[tuple[Operand, frozenset[str]]]] = []
    for operand in PLACE_OPERANDS:
        told = known.cell.get(operand)
        if not isinstance(told, frozenset) or len(told) < 2:
            continue
        lists = [test.values for part in parts_of(group) for test in part.terms.tests[part.act].get(operand, ())]
        groups = {tuple(place in values for values in lists): place for place in sorted(told, reverse=True)}
        sides.append([(operand, frozenset((place,))) for place in groups.values()])
    return [dict(chosen) for chosen in itertools.product(*sides)] if sides else []


def _worst_of(each: Sequence[tuple[list[Dimension], list[Result]]]) -> tuple[list[Dimension], list[Result]]:
    """Of the same cells in several places, the worst of each."""
    dims = each[0][0]
    found: dict[Place, list[Result]] = {}
    for _, results in each:
        for result in results:
            found.setdefault(result.chosen, []).append(result)
    return dims, [_worst(same) for same in found.values()]


def _worst(same: Sequence[Result]) -> Result:
    worst = max(same, key=lambda result: ORDER[result.point.verdict])
    return worst._replace(elsewhere=tuple(result.cell for result in same if result is not worst))


def free_operands(act: Act, known: Facts) -> tuple[Operand, ...]:
    """The operands over which the best is taken: a purpose that the terms are open to."""
    return BEST_OVER if known.any_purpose and act in BEST_OVER_ACTS else ()


def dimensions_of(group: Group, act: Act, known: Facts) -> list[Dimension]:
    """The open operands of which the terms speak, each cut where they cut it."""
    by_key: dict[Key, tuple[Test, ...]] = {}
    for part in parts_of(group):
        for key, tests in part.terms.tests[part.act].items():
            if key in known.cell or (key is Operand.MODIFIED and (part.modified is not None or part.act in SAYS_MODIFIED)):
                continue
            by_key[key] = (*by_key[key], *tests) if key in by_key else tests
    return dimensions(by_key, known, act) if by_key else []


def _duties(group: Group, results: Sequence[Result], known: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the duties live on the act in some cell that grants it, and of the standing obligations."""
    due: dict[str, None] = {}
    standing: dict[str, None] = {}
    for result in results:
        granted = result.point.verdict in GRANTS
        for cell in (result.cell, *result.elsewhere):
            for part in bound_parts(group, cell, known):
                for rules, found in ((part.terms.duties if granted else {}, due), (part.terms.standing, standing)):
                    for ready in rules.get(part.act, ()):
                        if not (ready.when or ready.unless) or _live_in(ready, part, cell, known):
                            found[ready.name] = None
    return tuple(due), tuple(standing)


def _live_in(ready: Ready, part: Part, cell: Cell, known: Facts) -> bool:
    try:
        return live(ready, with_modified(cell, part), known.competitors)
    except KeyError:  # a standing obligation may hang on an operand that no verdict needs: it may be live
        return True


def _reason(result: Result, known: Facts) -> Reason:
    """The rule that decided; for `with-duties` also the first duty due."""
    part, ready = result.point.part, result.point.rule
    due = None
    if result.point.verdict is Verdict.WITH_DUTIES:
        cell = with_modified(result.cell, part)
        due = next(duty for duty in part.terms.duties[part.act] if live(duty, cell, known.competitors))
    return Reason(
        document=ready.document if ready is not None else part.terms.id,
        rule=None if ready is None else ready.rule.id,
        why=result.point.why,
        cite=None if ready is None else ready.rule.cite,
        through=part.through,
        way=result.point.way,
        duty=None if due is None else due.name,
    )


def _outcomes(dims: list[Dimension], results: list[Result], verdicts: list[Verdict], known: Facts) -> Iterable[Outcome]:
    """For each verdict the circumstances in which it holds, dimensions that make no difference left out."""
    for verdict in sorted(verdicts, key=lambda one: ORDER[one]):
        having = [result for result in results if result.point.verdict is verdict]
        others = {result.chosen for result in results if result.point.verdict is not verdict}
        boxes = _covered(dims, [result.chosen for result in having], others)
        yield Outcome(verdict, tuple(boxes), _reason(having[0], known))


def _covered(dims: list[Dimension], wanted: list[Place], others: set[Place]) -> Iterable[tuple[tuple[str, str], ...]]:
    """`wanted` cells as a few boxes: each is widened along every dimension as long as it holds none of the `others`."""
    left = wanted
    while left:
        sides: list[tuple[int, ...]] = [(place,) for place in left[0]]
        for at, dim in enumerate(dims):
            for place in range(len(dim.alternatives)):
                slab = (*sides[:at], (place,), *sides[at + 1 :])
                if place not in sides[at] and others.isdisjoint(itertools.product(*slab)):
                    sides[at] = (*sides[at], place)
        left = [cell for cell in left if not all(place in side for place, side in zip(cell, sides, strict=True))]
        yield tuple(
            (str(dim.operand), " | ".join(dim.alternatives[place].label for place in sorted(side)))
            for dim, side in zip(dims, sides, strict=True)
            if len(side) < len(dim.alternatives)
        )


def _lines(dims: list[Dimension], results: list[Result], parts: Sequence[Part]) -> Iterable[Line]:
    """The operands on which the verdict turns, each with the line that divides it and the rule that draws it."""
    verdicts = {result.chosen: result.point.verdict for result in results}
    told: set[tuple[Operand, str]] = set()
    parts = [one for part in parts for one in members_of(part)]
    for at, dim in enumerate(dims):
        crossed = set(_crossed(at, verdicts))
        if isinstance(dim.key, MemberKey) and crossed:
            yield Line(dim.operand, ",".join(dim.alternatives[place].label for place in sorted(crossed)), "", dim.key.family)
            continue
        for line, ready in _drawn(dim, crossed, parts) if crossed else ():
            if (dim.operand, line) not in told:
                told.add((dim.operand, line))
                yield Line(dim.operand, line, ready.rule.id, ready.document)


def _crossed(at: int, verdicts: dict[Place, Verdict]) -> Iterable[int]:
    """The places on one dimension between which the verdict differs, all else equal."""
    rows: dict[Place, list[tuple[int, Verdict]]] = {}
    for cell, verdict in verdicts.items():
        rows.setdefault((*cell[:at], *cell[at + 1 :]), []).append((cell[at], verdict))
    for row in rows.values():
        if len(row) > 1 and any(verdict is not row[0][1] for _, verdict in row):
            yield from (place for place, _ in row)


def _drawn(dim: Dimension, crossed: set[int], parts: Sequence[Part]) -> Iterable[tuple[str, Ready]]:
    """The rules whose tests lie on this dimension, each with its line as text."""
    starts = {dim.alternatives[place].start for place in crossed}
    for part in parts:
        for rules in (part.terms.forbids, part.terms.permits, part.terms.duties):
            for act in dict.fromkeys((part.act, Act.RUN)):
                for ready in rules.get(act, ()):
                    for test in (test for one in (*ready.when, *ready.unless) for test in one):
                        if test.key != dim.key:
                            continue
                        if test.threshold is None:
                            yield "" if test.flag is not None else ",".join(_named(ready, test)), ready
                        elif test.threshold.value + (not test.threshold.inclusive) in starts:
                            sign = ">=" if test.threshold.inclusive else ">"
                            yield f"{sign}{_amount(test.threshold)}", ready


def _amount(line: Threshold) -> str:
    if line.currency is None:
        return str(line.value)
    units, cents = divmod(line.value, 100)
    return f"{units}.{cents:02d} {line.currency}" if cents else f"{units} {line.currency}"


def _named(ready: Ready, test: Test) -> Iterable[str]:
    """The values of a list as its text has them (EU, not its members)."""
    for part in (*ready.rule.when, *ready.rule.unless):
        for condition in part:
            if condition.operand is test.operand and condition.any_of:
                yield from condition.any_of


def _assumed(parts: Sequence[Part], known: Facts) -> Iterable[str]:
    """What was taken as no because nothing was said of it, where some rule asks for it; and figures that count on one day only."""
    keys = {key: None for part in parts for key in part.terms.tests[part.act]}
    if Operand.PURPOSE in keys and not known.cell.get(Operand.PURPOSE):
        yield "no-restricted-purpose"
    if Operand.COMPETITOR in keys and not known.competitors:
        yield "no-competition"
    if Operand.RECEIVED in keys and known.cell.get(Operand.RECEIVED) == "from-licensor":
        yield "from-licensor"
    if not known.granted and any(part.act in part.terms.routed for part in parts):
        yield "no-route-held"
    for key in keys:
        if isinstance(key, FigureKey) and key.date:
            yield f"counts-only {key.operand} {key.date}"


def _conversions(parts: Sequence[Part], known: Facts) -> Iterable[Conversion]:
    """Stated money that was held against a line in another currency."""
    for part in parts:
        for key, tests in part.terms.tests[part.act].items():
            if not isinstance(key, FigureKey) or key.currency is None:
                continue
            for figure in bounding(known.figures, key):
                if figure in known.origins:
                    stated, rate = known.origins[figure]
                    for line in (test.threshold.value for test in tests if test.threshold):
                        yield Conversion(stated, rate, figure.value, line, near(figure.value, line))


def _confidence(parts: Sequence[Part], converted: Sequence[Conversion]) -> Confidence:
    found = {Confidence.LOW if part.terms is UNKNOWN or part.terms is NO_BASE else part.terms.confidence for part in parts}
    if any(one.near for one in converted):
        found.add(Confidence.MEDIUM)
    return next((level for level in (Confidence.LOW, Confidence.MEDIUM) if level in found), Confidence.HIGH)


def _with_disputes(group: Group, act: Act, known: Facts, decision: Decision) -> Decision:
    """The decision with the verdicts of other readings beside it, where they differ."""
    import msgspec

    found = []
    for part in parts_of(group):
        for note, names in _doubts(part):
            assert part.terms.terms is not None
            changed = compiled(part.terms.terms, names)
            verdict = _bare(_replaced(group, part.terms.id, changed), act, known)
            if verdict is not decision.verdict:
                found.append((sorted(names)[0], verdict, note))
    return msgspec.structs.replace(decision, disputed=tuple(dict.fromkeys(found))) if found else decision


def _doubts(part: Part) -> Iterable[tuple[str, frozenset[str]]]:
    """The doubts that bear on a part: each with the rules that rest on it (those of one note go together)."""
    doubts: dict[str, set[str]] = {}
    for ready in part.terms.disputed:
        other = ready.rule.disputed
        assert other is not None
        if {*ready.rule.acts, *(other.acts or ())} & {part.act, Act.RUN}:
            doubts.setdefault(other.note, set()).add(ready.name)
    return ((note, frozenset(names)) for note, names in doubts.items())


def _bare(group: Group, act: Act, known: Facts) -> Verdict:
    found = {result.point.verdict for result in _results(group, act, known)[1]}
    return found.pop() if len(found) == 1 else Verdict.DEPENDS


def _replaced(group: Group, name: str, changed: Compiled) -> Group:
    """The group with the terms called `name` taken in another reading."""
    parts: list[Part | Group] = []
    for part in group.parts:
        if isinstance(part, Group):
            parts.append(_replaced(part, name, changed))
        else:
            parts.append(part._replace(terms=changed) if part.terms.id == name else part)
    return group._replace(parts=tuple(parts))


__all__ = [
    "Group",
    "Part",
    "Point",
    "decide",
    "decide_group",
    "dimensions_of",
    "parts_of",
    "ranks_of",
    "reasoned",
    "verdict_of",
    "verdict_through",
]
