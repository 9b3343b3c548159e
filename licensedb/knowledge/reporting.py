"""The joint of `report`: a comparison with profiles, answers beforehand, duties, lineage and clauses, all by the same deciding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

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
        groups = {question: self._group(record, question) for question in self.asked}
        families = dict.fromkeys(self._world.terms[name].licence.family for name in row.licences)
        per_question = [self._fits(record, question, group) for question, group in groups.items()]
        return r.ReportRow(
            record,
            tuple(family for family in families if family),
            tuple(self._table(record, question, group) for question, group in groups.items()),
            tuple(zip(*per_question, strict=True)),
            tuple(self._duties(record, groups)),
        )

    def _group(self, record: r.Model | r.Licence, question: Question) -> Group:
        act = VERDICT_QUESTIONS[question]
        if isinstance(record, r.Model):
            return beforehand.simplified(asked(self._world, record, act, self._day))
        return Group((Part(compiled(self._world.terms[record.id]), act),))

    def _once(self, kind: str, record: r.Model | r.Licence, question: Question, group: Group, make: Callable[[], Any]) -> Any:
        """What `make` gives, once for all that ask the same terms (and, where these ask for them, have the same facts)."""
        facts: tuple[Any, ...] = ()
        if isinstance(record, r.Model) and any(key in part.terms.tests[part.act] for part in parts_of(group) for key in MODEL_FACTS):
            facts = (record.family, record.modalities)
        key = (kind, question, isinstance(record, r.Model), record.confidence, facts, beforehand.signature(group))
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]

    def _fits(self, record: r.Model | r.Licence, question: Question, group: Group) -> list[Verdict]:
        act = VERDICT_QUESTIONS[question]
        return self._once(  # type: ignore[no-any-return]
            "fits", record, question, group, lambda: [verdict_of(group, act, _facts(record, one)) for one in self._profiles]
        )

    def _table(self, record: r.Model | r.Licence, question: Question, group: Group) -> int:
        def make() -> int:
            cut = beforehand.axes(group, self._rates)
            answers = beforehand.table(cut, lambda told: self._outcome(record, question, group, told))
            return _place(self.tables, r.OutcomeTable(cut.users, cut.revenue, cut.places, answers))

        return self._once("table", record, question, group, make)  # type: ignore[no-any-return]

    def _outcome(self, record: r.Model | r.Licence, question: Question, group: Group, told: beforehand.Told) -> int:
        if told not in self._told:
            self._told[told] = self._build(self._scenario, beforehand.stated(told))
        scenario = self._told[told]
        if isinstance(record, r.Licence):
            return _place(self.outcomes, questions.of_any_model(question, self._world.terms[record.id], scenario))
        answer = questions.of_decision(question, group, decide_group(group, VERDICT_QUESTIONS[question], _facts(record, scenario)))
        sure = min((answer.confidence, record.confidence), key=_SURE.index)
        return _place(self.outcomes, msgspec.structs.replace(answer, confidence=sure))

    def _duties(self, record: r.Model | r.Licence, groups: dict[Question, Group]) -> Iterator[r.ReportedDuty]:
        """The performance duties of a record in the scenario of the report, each once with its acts."""
        found: dict[str, list[Any]] = {}
        for question, group in groups.items():
            for name in self._once("duties", record, question, group, partial(self._due, record, question, group)):
                found.setdefault(name, []).append(VERDICT_QUESTIONS[question])
        for name, acts in found.items():
            yield r.ReportedDuty(r.DueRule(*self._rules[name]), tuple(acts))

    def _due(self, record: r.Model | r.Licence, question: Question, group: Group) -> tuple[str, ...]:
        return decide_group(group, VERDICT_QUESTIONS[question], _facts(record, self._scenario), disputes=False).duties


def _facts(record: r.Model | r.Licence, scenario: r.Scenario) -> r.Scenario:
    return facts_of(record, scenario) if isinstance(record, r.Model) else scenario


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
