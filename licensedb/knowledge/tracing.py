"""Tracing: where a model comes from, and what held when (`lineage` and `history`)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from licensedb import records as r
from licensedb.store.read import Reader
from licensedb.vocabulary import CONFLICTS, VERDICT_QUESTIONS, Component, Confidence, Provision, Question

ACTS = tuple(VERDICT_QUESTIONS.values())
DEEPEST = 100  # levels of a tree that are drawn
_NO_END = "9999-12-31"


def lineage(reader: Reader, world: Any, model: r.Model, about: r.About, *, derived: bool = False) -> r.Lineage:
    """A model's tree of bases, its verdicts declared and effective, the findings; with `derived`, what was made from it."""
    from licensedb.reasoning import findings
    from licensedb.reasoning.decide import Group, decide_group
    from licensedb.reasoning.lineage import asked, declared, facts_of

    day = about.as_of
    told = facts_of(model, about.scenario or r.Scenario())
    rows = []
    for act in ACTS:
        own = decide_group(Group((declared(world, model, act, day),)), act, told, disputes=False)
        effective = decide_group(asked(world, model, act, day), act, told, disputes=False)
        rows.append(r.LineageRow(act, own, effective, _rule(world, effective.reason)))
    tree = _tree(world, model, day, None, (), set())
    found = tuple(findings.of_model(world, model, day))
    levels = {row.effective.confidence for row in rows} | {model.confidence}
    sureness = next((level for level in (Confidence.LOW, Confidence.MEDIUM) if level in levels), Confidence.HIGH)
    made = tuple(_derived(reader, model.id, day)) if derived else ()
    held = findings.held_on(model, day)
    return r.Lineage(about, model, tree, tuple(rows), found, held, tuple(_unknown(tree, world, held)), made, sureness)


def _rule(world: Any, reason: r.Reason) -> r.Rule | None:
    documents = (one for terms in world.terms.values() for one in terms.documents if one.id == reason.document)
    return next((rule for one in documents for rule in one.rules if rule.id == reason.rule), None)


def _tree(world: Any, model: r.Model, day: str, base: r.Base | None, above: tuple[str, ...], drawn: set[str]) -> r.TreeNode:
    """The model with its bases; one that is drawn already stands without its own."""
    state = "circle" if model.id in above else "repeated" if model.id in drawn else "recorded"
    if len(above) >= DEEPEST:
        state = "repeated"
    drawn.add(model.id)
    weights = tuple(entry for entry in model.licences if Component.WEIGHTS in entry.covers)
    bases: list[r.TreeNode] = []
    for each in model.bases if state == "recorded" else ():
        parent = world.models.get(each.model or "")
        if parent is None:
            name = each.name or each.model or ""
            bases.append(r.TreeNode(name, name, "named", each.relation))
        else:
            bases.append(_tree(world, parent, day, each, (*above, model.id), drawn))
    return r.TreeNode(
        model.id,
        model.name,
        state,
        base.relation if base else None,
        model.developer,
        model.released,
        tuple(model.licences_on(day)),
        weights,
        tuple(bases),
    )


def _unknown(tree: r.TreeNode, world: Any, held: str) -> Iterator[str]:
    """Bases that are known by name only, or whose licence on the day of the release is not recorded."""
    for base in tree.bases:
        if base.state == "named":
            yield base.name
        elif base.state == "recorded":
            model = world.models[base.id]
            if not model.licences_on(held) and model.has_licence:
                yield base.id
            yield from _unknown(base, world, held)


def _derived(reader: Reader, model: str, day: str) -> Iterator[r.Derived]:
    """Every recorded model made from this one, nearest first."""
    children: dict[str, list[tuple[str, str]]] = {}
    for child, base, relation in reader.bases():
        children.setdefault(base, []).append((child, relation))
    found: dict[str, tuple[str, str, int]] = {}
    todo = [(model, 0)]
    while todo:
        name, depth = todo.pop(0)
        for child, relation in children.get(name, ()):
            if child not in found and child != model:
                found[child] = (name, relation, depth + 1)
                todo.append((child, depth + 1))
    for one in reader.models(found):
        base, relation, depth = found[one.id]
        licences = tuple(dict.fromkeys(entry.licence for entry in one.licences_on(day)))
        yield r.Derived(one.id, one.name, relation, base, depth, licences)  # type: ignore[arg-type]


def in_conflict(world: Any, listing: r.Listing) -> r.Listing:
    """Of listed models those with a conflict, each with its kinds of conflicts and the bases."""
    from licensedb.reasoning import findings

    memo: dict[Any, Any] = {}
    rows = []
    for row in listing.rows:
        found = findings.of_model(world, world.models[row.id], listing.about.as_of, memo)
        kinds = dict.fromkeys(f"{one.kind} ({one.base})" for one in found if one.kind in CONFLICTS)
        if kinds:
            rows.append(msgspec.structs.replace(row, conflicts=tuple(kinds)))
    return msgspec.structs.replace(listing, rows=tuple(rows))


def history_of_model(world: Any, model: r.Model, about: r.About) -> r.History:
    """The periods of a model's licences with what each changed, and what holds of the earlier ones."""
    periods: list[r.Period] = []
    before: list[r.Answer] = []
    for start, end, entries in _periods(model):
        answers = _answers(world, model, start or end or about.as_of)
        changes = tuple(_changes(before, answers)) if periods else ()
        holds = (start or "") <= about.as_of <= (end or _NO_END)
        periods.append(r.Period(entries, start, end, holds, changes))
        before = answers
    bases = sorted(
        (entry.from_, one.id)
        for one in world.models.values()
        if one.id != model.id
        for entry in one.licences
        if entry.from_ and any(other.until and other.until < entry.from_ for other in one.licences)
    )
    past = (period for period in periods if period.until and period.until < about.as_of)
    grants = tuple(grant for period in past for grant in _grants(world, period))
    return r.History(about, model.id, "model", model.name, tuple(periods), grants, bases=tuple((name, day) for day, name in bases))


def _periods(model: r.Model) -> Iterator[tuple[str | None, str | None, tuple[r.ModelLicence, ...]]]:
    """Spans of days in which the same licences cover the weights, in order."""
    entries = [entry for entry in model.licences if Component.WEIGHTS in entry.covers]
    starts = {entry.from_ for entry in entries} | {_shifted(entry.until, 1) for entry in entries if entry.until}
    days = sorted(starts, key=lambda day: day or "")
    for start, following in zip(days, [*days[1:], None], strict=True):
        end = None if following is None else _shifted(following, -1)
        some = tuple(entry for entry in entries if entry.counts_on(start or end or _NO_END))
        if some:
            yield start, end, some


def _shifted(day: str, by: int) -> str:
    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=by)).isoformat()
    except OverflowError:
        return day


def _answers(world: Any, model: r.Model, day: str) -> list[r.Answer]:
    """The answers of a model's own licences on a day."""
    from licensedb.reasoning import questions

    return questions.of_model(world, msgspec.structs.replace(model, bases=()), day)


def _changes(before: Iterable[r.Answer], after: Iterable[r.Answer]) -> Iterator[r.AnswerChange]:
    for old, new in zip(before, after, strict=True):
        if old.value != new.value:
            yield r.AnswerChange(old.question, old, new)


def _grants(world: Any, period: r.Period) -> Iterator[r.Grant]:
    """What each licence of a period says of taking its grant back."""
    for entry in period.entries:
        licence = world.terms[entry.licence].licence
        fact = next((fact for fact in licence.provisions if fact.key is Provision.REVOCABLE), None)
        said = "silent" if fact is None else "revocable" if fact.value else "irrevocable"
        yield r.Grant(entry.licence, period.until or "", said, fact.cite if fact else None, fact.note if fact else None)


def history_of_licence(reader: Reader, terms: dict[str, r.Terms], licence: str, about: r.About) -> r.History:
    """The versions of a licence, oldest first, with what each changed from the one it supersedes."""
    order = _versions(terms, licence)
    answers = reader.answers("licence", order, [str(question) for question in Question])
    versions = []
    for name in order:
        one = terms[name].licence
        changes = tuple(_changes(answers[one.supersedes], answers[name])) if one.supersedes in answers else ()
        versions.append(r.Version(one, name == licence, changes))
    return r.History(about, licence, "licence", terms[licence].licence.name, versions=tuple(versions))


def _versions(terms: dict[str, r.Terms], licence: str) -> list[str]:
    """The licence, those it comes from and those that come from it, each after the one it supersedes."""
    first = licence
    seen = {licence}
    while (older := terms[first].licence.supersedes) and older in terms and older not in seen:
        seen.add(older)
        first = older
    order = [first]
    for name in order:  # grows while it is walked
        following = (one for one in terms if terms[one].licence.supersedes == name and one not in order)
        order += sorted(following, key=lambda one: (terms[one].licence.published or "", one))
    return order


__all__ = ["ACTS", "history_of_licence", "history_of_model", "in_conflict", "lineage"]
