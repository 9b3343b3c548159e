"""One cell: what terms say where every operand they need is known (design section 3, steps 1 to 5)."""

from __future__ import annotations

from typing import NamedTuple

from licensedb.reasoning.compiled import NO_BASE, UNKNOWN, Cell, Compiled, Ready, live
from licensedb.reasoning.facts import Facts
from licensedb.vocabulary import REFUSALS, WEIGHT_ACTS, Act, Operand, Route, Verdict

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
    way: Route | None = None  # the route that leads on, or that was held


def evaluate(group: Group | Part, cell: Cell, known: Facts) -> Point:
    """What the terms together say in a cell: the worst of the parts, or the best where they are a choice."""
    if isinstance(group, Part):
        return _point(group, cell, known)
    if len(group.parts) == 1:
        return evaluate(group.parts[0], cell, known)
    points = [evaluate(part, cell, known) for part in group.parts]
    pick = min if group.choice else max
    return pick(points, key=lambda point: ORDER[point.verdict])


def _point(part: Part, cell: Cell, known: Facts) -> Point:
    """One part in a cell in which every operand it needs is known (design section 3, steps 1 to 5)."""
    terms, act = part.terms, part.act
    if terms is UNKNOWN or terms is NO_BASE:
        return Point(Verdict.SILENT, part, None, "not-recorded" if terms is UNKNOWN else "base-not-recorded")
    if terms.members:
        part = resolved(part, cell)
        terms = part.terms
    if terms.unrecorded:
        return Point(Verdict.SILENT, part, None, "terms-not-recorded")
    cell = with_modified(cell, part)
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
        return Point(run.verdict, part, run.rule, "run-decides" if run.rule or terms.terms else run.why, run.way)
    return Point(Verdict.SILENT, part, None, "silent")


def _barred(part: Part, ready: Ready, known: Facts) -> Point | None:
    """What a live prohibition says; None where a held registration lifts it."""
    route = ready.rule.route
    if route is None:
        return Point(Verdict.FORBIDDEN, part, ready, "prohibition")
    if not _held(part, route, known):
        return Point(Verdict.ON_REQUEST, part, ready, "prohibition", route)
    return None if route is Route.REGISTRATION else Point(Verdict.DEPENDS, part, ready, "route-held", route)


def _granted(part: Part, ready: Ready, cell: Cell, known: Facts) -> Point:
    due = any(live(duty, cell, known.competitors) for duty in part.terms.duties.get(part.act, ()))
    return Point(Verdict.WITH_DUTIES if due else Verdict.ALLOWED, part, ready, "permission")


def _outside(part: Part, failed: Ready | None, cell: Cell, known: Facts) -> Point:
    """Outside the grant: a permission whose conditions fail, or an act on weights that none covers."""
    routes = (ready for ready in part.terms.routes.get(part.act, ()) if live(ready, cell, known.competitors))
    way = failed if failed is not None and failed.rule.route else next(routes, None)
    why = "condition-fails" if failed is not None else "not-granted" if part.terms.terms else "no-licence"
    if way is None:
        return Point(Verdict.FORBIDDEN, part, failed, why)
    route = way.rule.route
    assert route is not None
    if not _held(part, route, known):
        return Point(Verdict.ON_REQUEST, part, failed or way, why, route)
    if route is Route.REGISTRATION:
        return _granted(part, failed or way, cell, known)._replace(why="registered", way=route)
    return Point(Verdict.DEPENDS, part, way, "route-held", route)


def _held(part: Part, route: Route, known: Facts) -> bool:
    return bool(known.granted) and any((name, route) in known.granted for name in part.terms.names)


def with_modified(cell: Cell, part: Part) -> Cell:
    """The cell with `modified` as the part has it; an act that changes the weights says so itself."""
    told = part.modified if part.modified is not None else SAYS_MODIFIED.get(part.act)
    if told is None:
        return cell if Operand.MODIFIED in cell else {**cell, Operand.MODIFIED: False}
    return {**cell, Operand.MODIFIED: told}


def resolved(part: Part, cell: Cell) -> Part:
    """The part with the licence of a family that a cell means."""
    if part.terms.family is None:
        return part
    return part._replace(terms=next(one for one in part.terms.members if one.id == cell[part.terms.family]))


def members_of(part: Part) -> list[Part]:
    """The part for each licence of a family; itself where its terms are none."""
    return [part._replace(terms=one) for one in part.terms.members] or [part]


def parts_of(group: Group | Part) -> list[Part]:
    """All parts, in order."""
    return [group] if isinstance(group, Part) else [part for inner in group.parts for part in parts_of(inner)]


def bound_parts(group: Group | Part, cell: Cell, known: Facts) -> list[Part]:
    """The parts that bind in a cell: all, but of a choice only the one that is taken."""
    if isinstance(group, Part):
        return [resolved(group, cell)]
    if not group.choice:
        return [part for inner in group.parts for part in bound_parts(inner, cell, known)]
    taken = min(group.parts, key=lambda inner: ORDER[evaluate(inner, cell, known).verdict])
    return bound_parts(taken, cell, known)
