"""The joint of `report`: a comparison with profiles, answers beforehand, duties, lineage and clauses, all by the same deciding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from licensedb import records as r
from licensedb.reasoning import beforehand, questions, scenarios
from licensedb.reasoning.compiled import compiled
from licensedb.reasoning.decide import decide_group, verdict_of
from licensedb.reasoning.lineage import World, asked, facts_of
from licensedb.reasoning.point import Group, Part, parts_of
from licensedb.vocabulary import MODEL_FACTS, PROFILES, VERDICT_QUESTIONS, Confidence, Operand, Question, Verdict

Build = Callable[[r.Scenario, dict[str, Any]], r.Scenario]
_SURE = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


def report(found: r.Comparison, world: World, scenario: r.Scenario, build: Build, texts: Sequence[Path]) -> r.Report:
    """All that a page tells. `build` puts what is stated on top of a scenario."""
    reporter = Reporter(found, world, scenario, build)
    rows = tuple(reporter.row(row) for row in found.rows)
    outcomes = tuple(reporter.outcomes)
    documents = {one.id: one for terms in world.terms.values() for one in terms.documents}
    answers = [*(answer for row in found.rows for answer in row.answers), *outcomes]
    cited = {(answer.text, answer.rule) for answer in answers} | {(one.due.document, one.due.rule.id) for row in rows for one in row.duties}
    rules = tuple(r.DueRule(one.id, rule) for one in documents.values() for rule in one.rules if (one.id, rule.id) in cited)
    shown = {row.id for row in found.rows}
    return r.Report(
        comparison=found,
        asked=reporter.asked,
        rows=rows,
        profiles=tuple(PROFILES),
        tables=tuple(reporter.tables),
        outcomes=outcomes,
        rules=rules,
        clauses=tuple(_clauses(documents, cited, texts)),
        documents=tuple(documents[name] for name in sorted(documents)),
        bases=tuple(model for name, model in sorted(world.models.items()) if name not in shown),
    )


class Asked(NamedTuple):
    """A question on a record: whose terms are asked (bases by number), the names of the bases, and facts that the terms ask for."""

    record: r.Model | r.Licence
    question: Question
    group: Group
    bases: tuple[str, ...]
    facts: tuple[Any, ...]


class Reporter:
    """Answers row after row; what asks the same terms is decided once."""

    def __init__(self, found: r.Comparison, world: World, scenario: r.Scenario, build: Build) -> None:
        self.asked = tuple(question for question in found.questions if question in VERDICT_QUESTIONS)
        self.tables: dict[r.OutcomeTable, int] = {}
        self.outcomes: dict[r.Answer, int] = {}
        self._world, self._day, self._scenario, self._build = world, found.about.as_of, scenario, build
        self._told: dict[beforehand.Told, r.Scenario] = {}
        self._profiles = [build(scenarios.profile(name), {}) for name in PROFILES]
        self._memo: dict[Any, Any] = {}
        dollar = r.Figure(Operand.ANNUAL_REVENUE, 100, beforehand.CURRENCY)
        self._rates = build(scenario, {"figures": (dollar,)}).rates
        every = (document for terms in world.terms.values() for document in terms.documents)
        self._rules = {f"{document.id}/{rule.id}": (document.id, rule) for document in every for rule in document.rules}

    def row(self, row: r.CompareRow) -> r.ReportRow:
        """What the page tells of a model or licence beside its answers."""
        record: r.Model | r.Licence
        record = self._world.models[row.id] if row.kind == "model" else self._world.terms[row.id].licence
        asked_ = [self._ask(record, question) for question in self.asked]
        families = dict.fromkeys(self._world.terms[name].licence.family for name in row.licences)
        per_question = [self._once("fits", one, self._fits) for one in asked_]
        return r.ReportRow(
            record,
            tuple(family for family in families if family),
            tuple(map(self._table, asked_)),
            tuple(zip(*per_question, strict=True)),
            tuple(self._duties(asked_)),
        )

    def _ask(self, record: r.Model | r.Licence, question: Question) -> Asked:
        act = VERDICT_QUESTIONS[question]
        facts: tuple[Any, ...] = ()
        if isinstance(record, r.Licence):
            return Asked(record, question, Group((Part(compiled(self._world.terms[record.id]), act),)), (), facts)
        group, bases = beforehand.anonymous(beforehand.simplified(asked(self._world, record, act, self._day)))
        if any(map(self._asks_facts, parts_of(group))):
            facts = (record.family, record.modalities)
        return Asked(record, question, group, bases, facts)

    def _asks_facts(self, part: Part) -> bool:
        key = ("facts", part.terms.id, part.act)
        if key not in self._memo:
            self._memo[key] = any(one in MODEL_FACTS for one in beforehand.tests_of(part))
        return bool(self._memo[key])

    def _once(self, kind: str, one: Asked, make: Callable[[Asked], Any]) -> Any:
        """What `make` gives, once for all that ask the same terms (and, where these ask for them, have the same facts)."""
        key = (kind, one.question, type(one.record), one.facts, beforehand.signature(one.group))
        if key not in self._memo:
            self._memo[key] = make(one)
        return self._memo[key]

    def _fits(self, one: Asked) -> list[Verdict]:
        act = VERDICT_QUESTIONS[one.question]
        return [verdict_of(one.group, act, _facts(one, profile)) for profile in self._profiles]

    def _table(self, one: Asked) -> int:
        """The place of the table of answers, with the bases of this record named, as sure as the record is."""
        cut, answers = self._once("answers", one, self._answers)
        sure = one.record.confidence if isinstance(one.record, r.Model) else None
        named = tuple(_place(self.outcomes, _own(answer, one.bases, sure)) for answer in answers)
        return _place(self.tables, r.OutcomeTable(cut.users, cut.revenue, cut.places, named))

    def _answers(self, one: Asked) -> tuple[beforehand.Axes, tuple[r.Answer, ...]]:
        cut = beforehand.axes(one.group, self._rates)
        return cut, beforehand.table(cut, lambda told: self._answer(one, told))

    def _answer(self, one: Asked, told: beforehand.Told) -> r.Answer:
        if told not in self._told:
            self._told[told] = self._build(self._scenario, beforehand.stated(told))
        scenario = self._told[told]
        if isinstance(one.record, r.Licence):
            return questions.of_any_model(one.question, self._world.terms[one.record.id], scenario)
        decision = decide_group(one.group, VERDICT_QUESTIONS[one.question], _facts(one, scenario))
        return questions.of_decision(one.question, one.group, decision)

    def _duties(self, asked_: Sequence[Asked]) -> Iterator[r.ReportedDuty]:
        """The performance duties of a record in the scenario of the report, each once with its acts."""
        found: dict[str, list[Any]] = {}
        for one in asked_:
            for name in self._once("duties", one, self._due):
                found.setdefault(name, []).append(VERDICT_QUESTIONS[one.question])
        for name, acts in found.items():
            yield r.ReportedDuty(r.DueRule(*self._rules[name]), tuple(acts))

    def _due(self, one: Asked) -> tuple[str, ...]:
        return decide_group(one.group, VERDICT_QUESTIONS[one.question], _facts(one, self._scenario), disputes=False).duties


def _own(answer: r.Answer, bases: tuple[str, ...], sure: Confidence | None) -> r.Answer:
    """An answer with the name of the base that it comes through, for its number, and no surer than its record."""
    through = None if answer.through is None else bases[int(answer.through)]
    confidence = answer.confidence if sure is None else min((answer.confidence, sure), key=_SURE.index)
    if (through, confidence) == (answer.through, answer.confidence):
        return answer
    return msgspec.structs.replace(answer, through=through, confidence=confidence)


def _facts(one: Asked, scenario: r.Scenario) -> r.Scenario:
    """The scenario with the facts of a model, where the terms ask for them."""
    return facts_of(one.record, scenario) if isinstance(one.record, r.Model) and one.facts else scenario


def _place(found: dict[Any, int], one: Any) -> int:
    """The number of a value, given when it is first met."""
    return found.setdefault(one, len(found))


def _clauses(documents: dict[str, r.Licence], cited: set[Any], folders: Sequence[Path]) -> Iterator[r.QuotedClause]:
    """The words of cited clauses whose texts are at hand."""
    if not any(folder.is_dir() and any(folder.iterdir()) for folder in folders):
        return
    from licensedb.texts.cite import passage
    from licensedb.texts.library import Library

    library = Library(folders)
    for name in sorted({name for name, rule in cited if name in documents and rule}):
        text = library.text(documents[name])
        if text is None:
            continue
        for key, cite in _cites(documents[name]):
            if (name, key) in cited and cite.words and cite.sha256:
                found = passage(text.source, text.words, cite.words, cite.sha256, around=0)
                if found is not None:
                    yield r.QuotedClause(name, key, " ".join(found[1].split()))


def _cites(document: r.Licence) -> Iterator[tuple[str, r.Citation]]:
    yield from ((rule.id, rule.cite) for rule in document.rules)
    yield from ((str(fact.key), fact.cite) for fact in document.provisions)


__all__ = ["Reporter", "report"]
