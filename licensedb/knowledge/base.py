"""The open knowledge base: the same answers as the commands, as frozen records."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.knowledge import asking
from licensedb.knowledge.asking import acts as read_acts
from licensedb.knowledge.asking import known, nearest
from licensedb.knowledge.asking import questions as read_questions
from licensedb.knowledge.building import text_folders, today
from licensedb.store.read import Reader
from licensedb.vocabulary import GRANTS, VERDICT_QUESTIONS, Act, Family, Question, Verdict


class KnowledgeBase:
    """An open knowledge base: the same answers as the commands, as frozen records."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._meta = reader.meta()

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._reader.close()

    @property
    def path(self) -> Path:
        """The file of the database."""
        return self._reader.path

    @property
    def meta(self) -> dict[str, str]:
        """Data version, digest, day of the last review and of the answers, folders of own records."""
        return dict(self._meta)

    def counts(self) -> dict[str, int]:
        """How many licences, rules, citations, models and answers it holds."""
        return self._reader.counts()

    def find(self, name: str, kind: str | None = None) -> tuple[str, str]:
        """(kind, id) of what is called `name`; a model before a licence before a policy, unless `kind` tells.

        Raises NotFoundError with the nearest names.
        """
        from licensedb.errors import NotFoundError

        nearest: list[str] = []
        kinds = (kind,) if kind else ("model", "licence", "policy")
        for each in kinds:
            try:
                return each, self._reader.find(each, name)
            except NotFoundError as error:
                nearest += error.nearest
        raise NotFoundError(kind or "model", name, tuple(dict.fromkeys(nearest))[:5])

    def scenario(self, profile: str | None = None, **stated: Any) -> r.Scenario:
        """A scenario: a profile (`small-company` unless told) with what is stated on top.

        Keys as in `check`: users, revenue, territory, domicile, commercial, purpose, granted, competes_with ...
        """
        from licensedb.reasoning import scenarios

        base = scenarios.profile(profile) if profile else scenarios.baseline()
        return scenarios.build(base, self._stated(stated))

    def _stated(self, stated: dict[str, Any]) -> dict[str, Any]:
        """What was stated, read; routes and competition of licences and licensors that exist."""
        given = asking.stated(stated)
        names = self._reader.licensors() if given.keys() & {"granted", "competes_with"} else {}
        for licensor in given.get("competes_with", ()):
            known("licensor", licensor, names.values())
        for name, _ in given.get("granted", ()):
            if name not in names.values():
                known("licence", name, (*names, *names.values()))
        return given

    def check(
        self,
        names: str | Sequence[str],
        do: Sequence[str | Act] = ("run",),
        *,
        profile: str | None = None,
        as_of: str | None = None,
        **stated: Any,
    ) -> r.Check:
        """May this be done with these models (or licences)? One row per name and act.

        Nothing stated assumes `small-company`; once something is stated, what is not given stays open, or comes from `profile`.
        Stated: users, daily_users, revenue (5_000_000 or "5M"), territory, domicile ("FR" or a list), commercial, production,
        use, offering, licensee, target, received, purpose, granted ("LICENCE=registration"), competes_with.
        """
        from licensedb.reasoning import scenarios
        from licensedb.reasoning.decide import decide_group

        given = self._stated(stated)
        acts = read_acts(do)
        if profile:
            scenario = scenarios.build(scenarios.profile(profile), given)
        else:
            scenario = scenarios.build(r.Scenario() if given else scenarios.baseline(), given)
        day = self._day(as_of)
        found = [self.find(name) for name in ([names] if isinstance(names, str) else names)]
        world = self._world([name for kind, name in found if kind == "model"], [name for kind, name in found if kind != "model"])
        rows = []
        for kind, name in found:
            for act in acts:
                group, told = self._asked(world, kind, name, act, day, scenario)
                rows.append(self._row(world, kind, name, day, decide_group(group, act, told)))
        return r.Check(self._about(scenario, day), tuple(rows))

    def notice(
        self,
        names: str | Sequence[str],
        do: str | Act = Act.DISTRIBUTE_DERIVATIVES,
        *,
        name: str | None = None,
        profile: str | None = None,
        as_of: str | None = None,
        texts: Sequence[Path] | None = None,
        **stated: Any,
    ) -> r.Shipment:
        """What must be shipped or shown when these models (or licences) are given to others, or hosted; `name` is held to their rules.

        The scenario is that of `check`. `texts` are folders of licence texts, else those of LICENSEDB_TEXTS.
        """
        from licensedb.knowledge import shipping
        from licensedb.reasoning.decide import parts_of
        from licensedb.texts.library import Library

        act, called = shipping.act_of(do), shipping.name_of(name)
        checked = self.check(names, [act], profile=profile, as_of=as_of, **stated)
        ids = {kind: [row.id for row in checked.rows if row.kind == kind] for kind in ("model", "licence", "policy")}
        if ids["policy"]:
            raise MisuseError(f"{ids['policy'][0]!r} is a use policy", tip="notice takes models and licences")
        world = self._world(ids["model"], ids["licence"])
        day, scenario = checked.about.as_of, checked.about.scenario or r.Scenario()
        asked = [(row, tuple(parts_of(self._asked(world, row.kind, row.id, act, day, scenario)[0]))) for row in checked.rows]
        return shipping.shipment(checked.about, act, world, asked, called, Library(text_folders() if texts is None else texts))

    def models(
        self,
        allows: Sequence[str | Act] = (),
        *,
        only_yes: bool = False,
        developer: str | None = None,
        family: str | None = None,
        licence: str | None = None,
        profile: str | None = None,
        as_of: str | None = None,
        **stated: Any,
    ) -> r.Listing:
        """Models that pass the filters; with `allows`, those allowed (or with duties), then those silent or that depend."""
        wanted = self.find(licence, "licence")[1] if licence else None
        day = self._day(as_of)
        every = self._reader.models()
        known("developer", developer, (model.developer for model in every))
        known("family", family, (model.family or "" for model in every))
        models = [
            model
            for model in every
            if (developer is None or model.developer == developer.casefold())
            and (family is None or (model.family or "") == family.casefold())
            and (wanted is None or wanted in _current(model, day))
        ]
        return self._listing("model", models, allows, only_yes, profile, day, stated)

    def licences(
        self,
        allows: Sequence[str | Act] = (),
        *,
        only_yes: bool = False,
        licensor: str | None = None,
        family: str | None = None,
        profile: str | None = None,
        **stated: Any,
    ) -> r.Listing:
        """Licences that pass the filters; `allows` as in `models`."""
        every = self._reader.licences()
        known("licensor", licensor, (one.licensor for one in every))
        known("family", family, map(str, Family))
        licences = [
            licence
            for licence in every
            if (licensor is None or licence.licensor == licensor.casefold()) and (family is None or licence.family == family.casefold())
        ]
        return self._listing("licence", licences, allows, only_yes, profile, self._day(None), stated)

    def compare(
        self,
        names: Sequence[str] = (),
        *,
        questions: Sequence[str | Question] = (),
        all_licences: bool = False,
        all_models: bool = False,
        profile: str | None = None,
        as_of: str | None = None,
        with_rules: bool = False,
        **stated: Any,
    ) -> r.Comparison:
        """Models and licences against the comparison questions, ready answers unless a scenario or a day is stated.

        `with_rules` brings the rules that the cells cite.
        """
        found = [self.find(name) for name in names]
        if all_licences:
            found += [("licence", licence.id) for licence in self._reader.licences()]
        if all_models:
            found += [("model", model.id) for model in self._reader.models()]
        asked = read_questions(questions)
        given = asking.stated(stated)
        scenario = self.scenario(profile, **stated)
        day = self._day(as_of)
        fresh = bool(given) or bool(profile) or day != self._meta["answered-as-of"]
        rows = tuple(self._compared(list(dict.fromkeys(found)), asked, scenario, day, fresh))
        return r.Comparison(self._about(scenario, day), asked, rows, self._cited(rows) if with_rules else ())

    def _cited(self, rows: Iterable[r.CompareRow]) -> tuple[r.DueRule, ...]:
        cited = {(answer.text, answer.rule) for row in rows for answer in row.answers if answer.text and answer.rule}
        documents = self._reader.licences(sorted({document for document, _ in cited if document}), None)
        return tuple(r.DueRule(one.id, rule) for one in documents for rule in one.rules if (one.id, rule.id) in cited)

    def show(self, name: str, *, as_of: str | None = None) -> r.Shown:
        """One model, licence or policy in full."""
        kind, found = self.find(name)
        day = self._day(as_of)
        if kind == "model":
            model = self._reader.models([found])[0]
            answers = self.compare([found], as_of=as_of).rows[0].answers
            return r.Shown(self._about(None, day), found, kind, model, answers, licences=_current(model, day))
        if kind == "policy":
            return r.Shown(self._about(None, day), found, kind, self._reader.licences([found])[0], ())
        terms = self._reader.terms([found])[found]
        answers = tuple(self._reader.answers(kind, [found], [str(question) for question in Question])[found])
        return r.Shown(self._about(None, day), found, kind, terms.licence, answers, terms.policies)

    def explain(self, licence: str, rule: str, *, texts: Sequence[Path] | None = None) -> r.Explained:
        """A rule or provision of a licence (or of a policy it incorporates) with its clause, in words where the text is at hand."""
        from licensedb.errors import NotFoundError

        kind, found = self._document(licence)
        documents = [self._reader.licences([found])[0]]
        if kind == "licence":
            documents = [documents[0], *self._reader.terms([found])[found].policies]
        for document in documents:
            for each in document.rules:
                if each.id == rule:
                    return self._explained(document, each, None, texts)
            for fact in document.provisions:
                if fact.key == rule:
                    return self._explained(document, None, fact, texts)
        known = [each.id for document in documents for each in document.rules]
        known += [str(fact.key) for document in documents for fact in document.provisions]
        raise NotFoundError("rule", rule, nearest(rule, known))

    def _document(self, name: str) -> tuple[str, str]:
        """(kind, id) of a licence or policy; a model is misuse that names its licences."""
        from licensedb.errors import NotFoundError

        nearest: list[str] = []
        for kind in ("licence", "policy"):
            try:
                return kind, self._reader.find(kind, name)
            except NotFoundError as error:
                nearest += error.nearest
        try:
            model = self._reader.find("model", name)
        except NotFoundError:
            raise NotFoundError("licence", name, tuple(nearest[:5])) from None
        raise MisuseError(f"{name!r} is a model", tip="explain takes a licence: " + ", ".join(self._licences_of(model)))

    def _explained(
        self, document: r.Licence, rule: r.Rule | None, fact: r.ProvisionFact | None, texts: Sequence[Path] | None
    ) -> r.Explained:
        from licensedb.texts.cite import passage
        from licensedb.texts.library import Library

        cite = rule.cite if rule else fact.cite if fact else None
        assert cite is not None
        shown = r.Explained(self._about(None, self._day(None)), document, rule, fact, str(cite.state))
        text = Library(text_folders() if texts is None else texts).text(document)
        found = passage(text.source, text.words, cite.words, cite.sha256) if text and cite.words and cite.sha256 else None
        if text is None or found is None:
            return shown
        before, clause, after = found
        edition = text.sha256[:12]
        return msgspec.structs.replace(shown, state="verified here", before=before, clause=clause, after=after, edition=edition)

    def _licences_of(self, model: str) -> tuple[str, ...]:
        return _current(self._reader.models([model])[0], self._day(None))

    def _listing(
        self, kind: str, records: Sequence[Any], allows: Sequence[str | Act], only_yes: bool, profile: str | None, day: str, stated: Any
    ) -> r.Listing:
        acts = read_acts(allows)
        given = asking.stated(stated)
        scenario = self.scenario(profile, **stated)
        ready = not given and not profile and day == self._meta["answered-as-of"]
        verdicts = self._verdicts(kind, records, acts, scenario, day, ready)
        sureness = self._reader.confidences()
        rows = []
        for record in records:
            found = verdicts.get(record.id, ())
            if any(verdict in (Verdict.ON_REQUEST, Verdict.FORBIDDEN) for _, verdict in found):
                continue
            sure = all(verdict in GRANTS for _, verdict in found)
            if sure or not only_yes:
                licences = _current(record, day) if kind == "model" else (record.id,)
                confidence = _worst((record.confidence, *(sureness[name] for name in licences if name in sureness)))
                rows.append(r.ListRow(record.id, kind, record, licences, found, sure, confidence))
        rows.sort(key=lambda row: (not row.sure, row.id))
        return r.Listing(self._about(scenario if acts else None, day), kind, tuple(rows), acts)

    def _verdicts(
        self, kind: str, records: Sequence[Any], acts: tuple[Act, ...], scenario: r.Scenario, day: str, ready: bool
    ) -> dict[str, tuple[tuple[Act, Verdict], ...]]:
        if not acts:
            return {}
        by_act: dict[Act, dict[str, Verdict]] = {}
        questions = {act: question for question, act in VERDICT_QUESTIONS.items()}
        for act in acts:
            if ready and act in questions:
                words = self._reader.words(kind, questions[act])
                by_act[act] = {name: Verdict(word) for name, word in words.items()}
            else:
                by_act[act] = self._decided(kind, records, act, scenario, day)
        return {record.id: tuple((act, by_act[act][record.id]) for act in acts) for record in records}

    def _decided(self, kind: str, records: Sequence[Any], act: Act, scenario: r.Scenario, day: str) -> dict[str, Verdict]:
        from licensedb.reasoning.decide import verdict_of

        names = [record.id for record in records]
        world = self._world(names if kind == "model" else [], names if kind != "model" else [])
        found = {}
        for name in names:
            group, told = self._asked(world, kind, name, act, day, scenario)
            found[name] = verdict_of(group, act, told)
        return found

    def _compared(
        self, found: list[tuple[str, str]], asked: tuple[Question, ...], scenario: r.Scenario, day: str, fresh: bool
    ) -> Iterator[r.CompareRow]:
        from licensedb.reasoning import questions

        names = [str(question) for question in asked]
        by_kind = {kind: [name for each, name in found if each == kind] for kind in ("model", "licence", "policy")}
        if by_kind["policy"]:
            raise MisuseError(f"{by_kind['policy'][0]!r} is a use policy", tip="compare the licences that incorporate it")
        models = {model.id: model for model in self._reader.models(by_kind["model"])}
        licences = {licence.id: licence for licence in self._reader.licences(by_kind["licence"])}
        world = self._world(by_kind["model"], by_kind["licence"]) if fresh else None
        ready = {} if fresh else {kind: self._reader.answers(kind, some, names) for kind, some in by_kind.items() if some}
        for kind, name in found:
            record: Any = models[name] if kind == "model" else licences[name]
            if world is None:
                answers = tuple(ready[kind][name])
            elif kind == "model":
                answers = tuple(questions.of_model(world, record, day, scenario, asked))
            else:
                answers = tuple(questions.of_licence(world.terms[name], scenario, asked))
            of = _current(record, day) if kind == "model" else (name,)
            confidence = _worst(answer.confidence for answer in answers) if answers else record.confidence
            yield r.CompareRow(name, kind, record.name, of, answers, confidence, getattr(record, "reviewed", ""))

    def _row(self, world: Any, kind: str, name: str, day: str, decision: r.Decision) -> r.CheckRow:
        record: Any = world.models[name] if kind == "model" else world.terms[name].licence
        documents = {one.id: one for terms in world.terms.values() for one in (terms.licence, *terms.policies)}
        by_name = {f"{document.id}/{rule.id}": rule for document in documents.values() for rule in document.rules}
        deciding = by_name.get(f"{decision.reason.document}/{decision.reason.rule}")
        due = [tuple(r.DueRule(one.split("/")[0], by_name[one]) for one in some) for some in (decision.duties, decision.obligations)]
        licences = _current(record, day) if kind == "model" else (name,)
        confidence = _worst((decision.confidence, record.confidence))
        state = str(deciding.cite.state) if deciding else ""
        return r.CheckRow(name, kind, record.name, licences, decision, deciding, due[0], due[1], confidence, state)

    def _asked(self, world: Any, kind: str, name: str, act: Act, day: str, scenario: r.Scenario) -> tuple[Any, r.Scenario]:
        from licensedb.reasoning.compiled import compiled
        from licensedb.reasoning.decide import Group, Part
        from licensedb.reasoning.lineage import asked, facts_of

        if kind == "model":
            model = world.models[name]
            return asked(world, model, act, day), facts_of(model, scenario)
        return Group((Part(compiled(world.terms[name]), act),)), scenario

    def _world(self, models: Iterable[str], licences: Iterable[str]) -> Any:
        from licensedb.reasoning.lineage import World

        found = self._reader.with_bases(self._reader.models(list(models)))
        wanted = dict.fromkeys([*licences, *(entry.licence for model in found.values() for entry in model.licences)])
        return World(self._reader.terms(list(wanted)), found)

    def _about(self, scenario: r.Scenario | None, day: str) -> r.About:
        return r.About(self._meta["data"], self._meta["reviewed"], day, scenario)

    def _day(self, as_of: str | None) -> str:
        if as_of is None:
            return self._meta["answered-as-of"] if self._meta["answered-as-of"] <= today() < self._meta["next-change"] else today()
        try:
            day = datetime.date.fromisoformat(as_of).isoformat()
            if day != as_of:  # other forms of ISO 8601 are dates too, but not what was asked for
                raise ValueError
            return day
        except ValueError:
            raise MisuseError(f"{as_of[:40]!r} is no date", tip="write YYYY-MM-DD") from None


def _current(model: r.Model, day: str) -> tuple[str, ...]:
    """The licences on the weights of a model on a day."""
    return tuple(dict.fromkeys(entry.licence for entry in model.licences_on(day)))


def _worst(levels: Iterable[Any]) -> Any:
    order = ("low", "medium", "high")
    return min(levels, key=order.index)
