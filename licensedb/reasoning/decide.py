"""Deciding (design section 3): may this be done, under these terms, in this scenario, and which rule says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from licensedb.reasoning.cells import Alternative, Dimension, combinations, dimensions
from licensedb.reasoning.compiled import NOTHING, UNKNOWN, Cell, Compiled, FigureKey, Ready, Test, compile_terms, compiled, live
from licensedb.reasoning.facts import Facts, facts
from licensedb.records import Decision, Line, Outcome, Reason, Scenario, Terms
from licensedb.vocabulary import (
    BEST_OVER_QUESTIONS,
    REFUSALS,
    VERDICT_QUESTIONS,
    WEIGHT_ACTS,
    Act,
    Confidence,
    Operand,
    Route,
    Verdict,
)

# Worst last. A separate licence that is held (`depends`) stands between a request and a plain refusal.
ORDER = {
    Verdict.ALLOWED: 0,
    Verdict.WITH_DUTIES: 1,
    Verdict.SILENT: 2,
    Verdict.ON_REQUEST: 3,
    Verdict.DEPENDS: 4,
    Verdict.FORBIDDEN: 5,
}


# Acts that say by themselves whether the weights are modified.
SAYS_MODIFIED = {Act.MODIFY: True, Act.DISTRIBUTE_DERIVATIVES: True, Act.REDISTRIBUTE: False}
BEST_OVER = (Operand.COMMERCIAL, Operand.PRODUCTION, Operand.USE)
BEST_OVER_ACTS = tuple(VERDICT_QUESTIONS[question] for question in BEST_OVER_QUESTIONS)


class Part(NamedTuple):
    """Terms asked for one act: a licence of the model itself, or of a base with the act that is asked there."""

    terms: Compiled
    act: Act
    modified: bool | None = None
    through: str | None = None  # the base model whose terms these are


class Group(NamedTuple):
    """Parts of which the worst (`choice` false) or the best counts."""

    parts: tuple[Part | Group, ...]
    choice: bool = False


class Point(NamedTuple):
    """What one part says in one cell. `rule` is None where no rule decides; `live` are the duties on the act."""

    verdict: Verdict
    part: Part
    rule: Ready | None
    why: str


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


def _join(group: Group, act: Act, known: Facts) -> Decision:
    dims, results = _results(group, act, known)
    verdicts = list(dict.fromkeys(result.point.verdict for result in results))
    worst = max(results, key=lambda result: ORDER[result.point.verdict])
    one = len(verdicts) == 1
    duties, standing = _duties(group, [result.cell for result in results], known)
    return Decision(
        act=act,
        verdict=verdicts[0] if one else Verdict.DEPENDS,
        reason=_reason(worst.point, worst.cell, known),
        duties=duties,
        obligations=standing,
        outcomes=() if one else tuple(_outcomes(dims, results, verdicts, known)),
        depends_on=() if one else tuple(_lines(dims, results, group)),
        assumed=tuple(_assumed(group, known)),
        confidence=_confidence(group),
    )


def _results(group: Group, act: Act, known: Facts) -> tuple[list[Dimension], list[Result]]:
    """What the terms say in each cell. For a purpose that is free to choose, only the best cells are kept."""
    free = _free(act, known)
    if free:
        known = known._replace(cell={key: value for key, value in known.cell.items() if key not in free})
    dims = dimensions_of(group, known)
    every = (cell_of(known, zip(dims, chosen, strict=True)) for chosen in combinations(dims))
    if not free:
        found = (Result(chosen, evaluate(group, cell, known), cell) for chosen, cell in zip(combinations(dims), every, strict=True))
        return dims, list(found)
    kept = [at for at, dim in enumerate(dims) if dim.key not in free]
    best: dict[tuple[Alternative, ...], Result] = {}
    for chosen, cell in zip(combinations(dims), every, strict=True):
        outer = tuple(chosen[at] for at in kept)
        point = evaluate(group, cell, known)
        if outer not in best or ORDER[point.verdict] < ORDER[best[outer].point.verdict]:
            best[outer] = Result(outer, point, cell)
    return [dims[at] for at in kept], list(best.values())


def _free(act: Act, known: Facts) -> tuple[Operand, ...]:
    """The operands over which the best is taken: a purpose that the terms are open to."""
    return BEST_OVER if known.any_purpose and act in BEST_OVER_ACTS else ()


def evaluate(group: Group | Part, cell: Cell, known: Facts) -> Point:
    if isinstance(group, Part):
        return _point(group, cell, known)
    points = [evaluate(part, cell, known) for part in group.parts]
    if len(points) == 1:
        return points[0]
    pick = min if group.choice else max
    return pick(points, key=lambda point: ORDER[point.verdict])


def _point(part: Part, cell: Cell, known: Facts) -> Point:
    """One part in a cell in which every operand it needs is known (design section 3, steps 1 to 5)."""
    terms, act = part.terms, part.act
    if terms is UNKNOWN:
        return Point(Verdict.SILENT, part, None, "not-recorded")
    cell = _with_modified(cell, part)
    worst: Point | None = None
    for ready in terms.forbids.get(act, ()):
        if not live(ready, cell, known.competitors):
            continue
        point = _barred(part, ready, known)
        if point is not None and (worst is None or ORDER[point.verdict] > ORDER[worst.verdict]):
            worst = point
            if point.verdict is Verdict.FORBIDDEN:
                break
    if worst is not None:
        return worst
    failed: Ready | None = None
    for ready in terms.permits.get(act, ()):
        if live(ready, cell, known.competitors):
            return _granted(part, ready, cell, known)
        failed = failed if failed is not None and (failed.rule.route or not ready.rule.route) else ready
    if failed is not None or act in WEIGHT_ACTS:
        return _outside(part, failed, cell, known)
    if terms.terms is not None and not terms.terms.licence.rules:
        return Point(Verdict.SILENT, part, None, "silent")  # no text at all: what its outputs are subject to is not known
    run = _point(Part(terms, Act.RUN, part.modified, part.through), cell, known)
    if run.verdict in REFUSALS or run.verdict is Verdict.DEPENDS:
        return Point(run.verdict, part, run.rule, "run-decides" if run.rule or terms.terms else run.why)
    return Point(Verdict.SILENT, part, None, "silent")


def _barred(part: Part, ready: Ready, known: Facts) -> Point | None:
    """What a live prohibition says; None where a held registration lifts it."""
    route = ready.rule.route
    if route is None:
        return Point(Verdict.FORBIDDEN, part, ready, "prohibition")
    if not _held(part, route, known):
        return Point(Verdict.ON_REQUEST, part, ready, "prohibition")
    return None if route is Route.REGISTRATION else Point(Verdict.DEPENDS, part, ready, "route-held")


def _granted(part: Part, ready: Ready, cell: Cell, known: Facts) -> Point:
    due = any(live(duty, cell, known.competitors) for duty in part.terms.duties.get(part.act, ()))
    return Point(Verdict.WITH_DUTIES if due else Verdict.ALLOWED, part, ready, "permission")


def _outside(part: Part, failed: Ready | None, cell: Cell, known: Facts) -> Point:
    """Outside the grant: a permission whose conditions fail, or an act on weights that none covers."""
    routes = part.terms.routes.get(part.act, ())
    way = failed if failed is not None and failed.rule.route else routes[0] if routes else None
    why = "condition-fails" if failed is not None else "not-granted" if part.terms.terms else "no-licence"
    if way is None:
        return Point(Verdict.FORBIDDEN, part, failed, why)
    assert way.rule.route is not None
    if not _held(part, way.rule.route, known):
        return Point(Verdict.ON_REQUEST, part, failed or way, why)
    if way.rule.route is Route.REGISTRATION:
        return _granted(part, failed or way, cell, known)
    return Point(Verdict.DEPENDS, part, way, "route-held")


def _held(part: Part, route: Route, known: Facts) -> bool:
    return bool(known.granted) and any((name, route) in known.granted for name in part.terms.names)


def _with_modified(cell: Cell, part: Part) -> Cell:
    """The cell with `modified` as the part has it; an act that changes the weights says so itself."""
    told = part.modified if part.modified is not None else SAYS_MODIFIED.get(part.act)
    if told is None:
        return cell if Operand.MODIFIED in cell else {**cell, Operand.MODIFIED: False}
    return {**cell, Operand.MODIFIED: told}


def parts_of(group: Group | Part) -> list[Part]:
    """All parts, in order."""
    return [group] if isinstance(group, Part) else [part for inner in group.parts for part in parts_of(inner)]


def dimensions_of(group: Group, known: Facts) -> list[Dimension]:
    tests: dict[Test, None] = {}
    for part in parts_of(group):
        for test in part.terms.tests[part.act]:
            if test.operand is not Operand.MODIFIED or _modified_is_open(part):
                tests[test] = None
    return dimensions(tests, known, group_act(group)) if tests else []


def _modified_is_open(part: Part) -> bool:
    return part.modified is None and part.act not in SAYS_MODIFIED


def group_act(group: Group) -> Act:
    """The act asked of the first part: what the asker does."""
    return parts_of(group)[0].act if parts_of(group) else Act.RUN


def cell_of(known: Facts, chosen: Iterable[tuple[Dimension, Alternative]]) -> Cell:
    return {**known.cell, **{dim.key: alternative.value for dim, alternative in chosen}}


def _duties(group: Group, cells: Sequence[Cell], known: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the duties live on the act in some cell, and of the standing obligations."""
    due: dict[str, None] = {}
    standing: dict[str, None] = {}
    for part in parts_of(group):
        for rules, found in ((part.terms.duties, due), (part.terms.standing, standing)):
            for ready in rules.get(part.act, ()):
                tests = [test for one in (*ready.when, *ready.unless) for test in one]
                if not tests or any(_live_in(ready, part, cell, known) for cell in cells):
                    found[ready.name] = None
    return tuple(due), tuple(standing)


def _live_in(ready: Ready, part: Part, cell: Cell, known: Facts) -> bool:
    try:
        return live(ready, _with_modified(cell, part), known.competitors)
    except KeyError:  # a standing obligation may hang on an operand that no verdict needs: it may be live
        return True


def _reason(point: Point, cell: Cell, known: Facts) -> Reason:
    """The rule that decided; for `with-duties` also the first duty due."""
    part, ready = point.part, point.rule
    due = None
    if point.verdict is Verdict.WITH_DUTIES:
        due = next(duty for duty in part.terms.duties[part.act] if live(duty, _with_modified(cell, part), known.competitors))
    return Reason(
        document=ready.document if ready is not None else part.terms.id,
        rule=None if ready is None else ready.rule.id,
        why=point.why,
        cite=None if ready is None else ready.rule.cite,
        through=part.through,
        duty=None if due is None else due.name,
    )


class Result(NamedTuple):
    """One cell: the regions it lies in, what the terms say there, and the cell itself."""

    chosen: tuple[Alternative, ...]
    point: Point
    cell: Cell


def _outcomes(dims: list[Dimension], results: list[Result], verdicts: list[Verdict], known: Facts) -> Iterable[Outcome]:
    """For each verdict the circumstances in which it holds, dimensions that make no difference left out."""
    every = {result.chosen for result in results}
    for verdict in sorted(verdicts, key=lambda one: ORDER[one]):
        having = [result for result in results if result.point.verdict is verdict]
        boxes = _covered(dims, [result.chosen for result in having], every)
        yield Outcome(verdict, tuple(boxes), _reason(having[0].point, having[0].cell, known))


def _covered(
    dims: list[Dimension], wanted: list[tuple[Alternative, ...]], every: set[tuple[Alternative, ...]]
) -> Iterable[tuple[tuple[str, str], ...]]:
    """`wanted` cells as a few boxes: each is widened along every dimension as long as it holds no unwanted cell."""
    goal, left = set(wanted), list(wanted)
    while left:
        sides = [{alternative} for alternative in left[0]]
        for at, dim in enumerate(dims):
            for alternative in dim.alternatives:
                wider = [*sides[:at], sides[at] | {alternative}, *sides[at + 1 :]]
                if all(cell in goal for cell in every if all(part in side for part, side in zip(cell, wider, strict=True))):
                    sides = wider
        left = [cell for cell in left if not all(part in side for part, side in zip(cell, sides, strict=True))]
        yield tuple(
            (str(dim.operand), " | ".join(one.label for one in dim.alternatives if one in side))
            for dim, side in zip(dims, sides, strict=True)
            if len(side) < len(dim.alternatives)
        )


def _lines(dims: list[Dimension], results: list[Result], group: Group) -> Iterable[Line]:
    """The operands on which the verdict turns, each with the line that divides it and the rule that draws it."""
    verdicts = {result.chosen: result.point.verdict for result in results}
    told: set[tuple[Operand, str]] = set()
    for at, dim in enumerate(dims):
        crossed: set[int] = set()
        for cell, verdict in verdicts.items():
            place = dim.alternatives.index(cell[at])
            for other in range(len(dim.alternatives)):
                moved = (*cell[:at], dim.alternatives[other], *cell[at + 1 :])
                if other != place and verdicts.get(moved, verdict) is not verdict:
                    crossed.update((place, other))
        if not crossed:
            continue
        for line, ready in _drawn(dim, crossed, group):
            if (dim.operand, line) not in told:
                told.add((dim.operand, line))
                yield Line(dim.operand, line, ready.rule.id, ready.document)


def _drawn(dim: Dimension, crossed: set[int], group: Group) -> Iterable[tuple[str, Ready]]:
    """The rules whose tests lie on this dimension, each with its line as text."""
    starts = {dim.alternatives[place].label.split("..")[0] for place in crossed}
    for part in parts_of(group):
        for rules in (part.terms.forbids, part.terms.permits, part.terms.duties):
            for act in dict.fromkeys((part.act, Act.RUN)):
                for ready in rules.get(act, ()):
                    for test in (test for one in (*ready.when, *ready.unless) for test in one):
                        if test.key != dim.key:
                            continue
                        if test.threshold is None:
                            yield "" if test.flag is not None else ",".join(_named(ready, test)), ready
                        elif str(test.threshold.value + (not test.threshold.inclusive)) in starts:
                            sign = ">=" if test.threshold.inclusive else ">"
                            money = f" {test.threshold.currency}" if test.threshold.currency else ""
                            yield f"{sign}{test.threshold.value}{money}", ready


def _named(ready: Ready, test: Test) -> Iterable[str]:
    """The values of a list as its text has them (EU, not its members)."""
    for part in (*ready.rule.when, *ready.rule.unless):
        for condition in part:
            if condition.operand is test.operand and condition.any_of:
                yield from condition.any_of


def _assumed(group: Group, known: Facts) -> Iterable[str]:
    """What was taken as no because nothing was said of it, where some rule asks for it; and figures that count on one day only."""
    tests = [test for part in parts_of(group) for test in part.terms.tests[part.act]]
    operands = {test.operand for test in tests}
    if Operand.PURPOSE in operands and not known.cell.get(Operand.PURPOSE):
        yield "no-restricted-purpose"
    if Operand.COMPETITOR in operands and not known.competitors:
        yield "no-competition"
    if Operand.RECEIVED in operands and known.cell.get(Operand.RECEIVED) == "from-licensor":
        yield "from-licensor"
    if not known.granted and any(_names_route(part) for part in parts_of(group)):
        yield "no-route-held"
    for test in dict.fromkeys(tests):
        if isinstance(test.key, FigureKey) and test.key.date:
            yield f"counts-only {test.operand} {test.key.date}"


def _names_route(part: Part) -> bool:
    rules = (*part.terms.forbids.get(part.act, ()), *part.terms.permits.get(part.act, ()), *part.terms.routes.get(part.act, ()))
    return any(ready.rule.route for ready in rules)


def _confidence(group: Group) -> Confidence:
    if any(part.terms is UNKNOWN for part in parts_of(group)):
        return Confidence.LOW
    found = {part.terms.terms.licence.confidence for part in parts_of(group) if part.terms.terms}
    return next((level for level in (Confidence.LOW, Confidence.MEDIUM) if level in found), Confidence.HIGH)


def _with_disputes(group: Group, act: Act, known: Facts, decision: Decision) -> Decision:
    """The decision with the verdicts of other readings beside it, where they differ."""
    import msgspec

    found = []
    for part in parts_of(group):
        for note, names in _doubts(part):
            assert part.terms.terms is not None
            changed = compile_terms(part.terms.terms, names)
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


__all__ = ["Group", "Part", "Point", "decide", "decide_group", "parts_of", "verdict_of"]
