"""The open knowledge base: the same answers as the commands, as frozen records."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.knowledge import asking
from licensedb.knowledge.asking import acts as read_acts
from licensedb.knowledge.asking import known, known_all, nearest, several
from licensedb.knowledge.asking import questions as read_questions
from licensedb.knowledge.building import today
from licensedb.knowledge.states import States, folders_at_hand
from licensedb.naming import fold, squash
from licensedb.resources import uncollected
from licensedb.store.read import Reader
from licensedb.vocabulary import GRANTS, REFUSALS, VERDICT_QUESTIONS, Act, Family, Modality, Question, State, Verdict


class KnowledgeBase:
    """An open knowledge base: the same answers as the commands, as frozen records."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._states = States(folders_at_hand())
        reader.amend = self._states.licence if self._states else None
        self._meta = reader.meta()

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._reader.close()

    @property
    def reader(self) -> Reader:
        """What reads the database."""
        return self._reader

    @property
    def path(self) -> Path:
        """The file of the database."""
        return self._reader.path

    @property
    def meta(self) -> dict[str, str]:
        """Data version, digest, day of the last review and of the answers, folders of own records, and the lists as JSON."""
        return dict(self._meta)

    @property
    def essentials(self) -> dict[str, str]:
        """`meta` without the lists that the package reads for itself: which licences are open, how copies are called."""
        return {key: value for key, value in self._meta.items() if key not in ("open-licences", "copies")}

    def counts(self) -> dict[str, int]:
        """How many licences, rules, citations, models and answers it holds."""
        return self._reader.counts()

    def find(self, name: str, kind: str | None = None) -> tuple[str, str]:
        """(kind, id) of what is called `name`; a model before a licence before a policy, unless `kind` or the name tells.

        The name of a well-known copy is found as a model of its own, made from a recorded one.
        Raises NotFoundError with the nearest names, MisuseError for an SPDX expression of several licences.
        """
        from licensedb.errors import NotFoundError

        nearest: list[str] = []
        says_licence = "licence" in name.casefold() or "license" in name.casefold()
        kinds = (kind,) if kind else ("licence", "policy", "model") if says_licence else ("model", "licence", "policy")
        for near in (False, True):  # what is nearest takes long to tell, and is of use only where a name is no copy's either
            for each in kinds:
                try:
                    return each, self._reader.find(each, name, near=near)
                except NotFoundError as error:
                    nearest += error.nearest
                if each == "model" and not near and any(mark in name for mark in "/:") and (found := self._elsewhere(name)):
                    return "model", found
            if not near and "model" in kinds and (found := self._elsewhere(name)):
                return "model", found
            if not near and "licence" in kinds:
                self._refuse_expression(name)
        family = self._reader.family_called(squash(fold(name))) if "model" in kinds else None
        what = kind or ("licence" if says_licence else "model")
        raise NotFoundError(what, name, tuple(dict.fromkeys(nearest))[:5], family, self._stood_for(name) if "model" in kinds else ())

    def _elsewhere(self, name: str) -> str | None:
        """The model that is called so elsewhere: by its developer's account, with a number written otherwise, or as a copy."""
        return self._by_owner(name) or self._reader.only_model(fold(name)) or self._copy(name)

    def _stood_for(self, name: str) -> tuple[str, ...]:
        from licensedb.knowledge.copying import stood_for

        return stood_for(self._reader, self._meta.get("copies", ""), name)

    def _refuse_expression(self, name: str) -> None:
        from licensedb.knowledge.expressions import refuse

        refuse(name, lambda symbol: self._reader.find("licence", symbol))

    def _by_owner(self, name: str) -> str | None:
        """The one model of that name by the developer whose account, or former account, stands before it."""
        from licensedb.knowledge.copying import by_owner

        owner, slash, written = fold(name).partition("/")
        if not slash or not written or "/" in written:
            return None
        renamed = msgspec.json.decode(self._meta.get("copies") or b"{}").get("renamed", {})
        return by_owner(self._reader, renamed, owner, written)

    def _copy(self, name: str) -> str | None:
        """What is called so where it is a copy of a recorded model: a model for as long as the knowledge base is open."""
        from licensedb.knowledge.copying import copy_of

        made = self._reader.copies.get(name.strip()) or copy_of(self._reader, self._meta.get("copies", ""), name)
        if made is None:
            return None
        self._reader.copies[made.id] = made
        return made.id

    def about(self) -> r.About:
        """The version of the data, and the day that answers are for."""
        return self._about(None, self._day(None))

    def document(self, name: str) -> r.Licence:
        """The licence or policy of that name. Raises NotFoundError, MisuseError for a model."""
        return self._reader.licences([self.named(name, "texts")[1]])[0]

    def documents(self, names: Sequence[str] | None = None) -> list[r.Licence]:
        """Licences and policies: those named with the policies they incorporate, of a model those of its licences; or all."""
        if names is None:
            return self._reader.licences(None, None)
        found: dict[str, r.Licence] = {}
        for kind, name in (self.find(name) for name in names):
            if kind == "policy":
                found[name] = self._reader.licences([name])[0]
                continue
            for terms in self._reader.terms(self._licences_of(name) if kind == "model" else [name]).values():
                found |= {one.id: one for one in (terms.licence, *terms.policies)}
        return list(found.values())

    def scenario(self, profile: str | r.Scenario | None = None, **stated: Any) -> r.Scenario:
        """A scenario: a profile (`small-company` unless told; a name or a scenario of your own) with what is stated on top.

        Keys as in `check`: users, revenue, territory, domicile, commercial, purpose, granted, competes_with, rate ...
        """
        from licensedb.reasoning import scenarios

        return self._scenario(self._base(profile) or scenarios.baseline(), self._stated(stated))

    def _scenario(self, base: r.Scenario, given: dict[str, Any]) -> r.Scenario:
        """A base with what is stated on top, and the rates by which its money is held against the lines of the licences."""
        from licensedb.reasoning import rates, scenarios

        told = {key: value for key, value in given.items() if key != "rate"}
        scenario = scenarios.build(base, told)
        text = self._meta.get("rates")
        published = msgspec.json.decode(text, type=r.Rates) if text else None
        lines = [one for one in self._meta.get("currencies", "").split(",") if one]
        return rates.rated(scenario, published, given.get("rate", {}), lines)

    def _base(self, profile: str | r.Scenario | None) -> r.Scenario | None:
        from licensedb.reasoning import scenarios

        if not isinstance(profile, r.Scenario):
            return scenarios.profile(profile) if profile else None
        self._exist(profile.competes_with, profile.granted, profile.model_family or ())
        return profile

    def _stated(self, stated: dict[str, Any]) -> dict[str, Any]:
        """What was stated, read; routes and competition of licences and licensors that exist."""
        given = asking.stated(stated)
        self._exist(given.get("competes_with", ()), given.get("granted", ()), given.get("model_family", ()))
        return given

    def _exist(self, competes_with: Sequence[str], granted: Sequence[tuple[str, Any]], families: Sequence[str]) -> None:
        """Raises MisuseError for a licensor, licence or family of models that is not recorded."""
        for family in families:
            known("family", family, (model.family or "" for model in self._reader.models()))
        names = self._reader.licensors() if competes_with or granted else {}
        for licensor in competes_with:
            known("licensor", licensor, names.values())
        for name, _ in granted:
            if name not in names.values():
                known("licence", name, (*names, *names.values()))

    def check(
        self,
        names: str | Sequence[str],
        do: Sequence[str | Act] = ("run",),
        *,
        profile: str | r.Scenario | None = None,
        as_of: str | None = None,
        **stated: Any,
    ) -> r.Check:
        """May this be done with these models (or licences)? One row per name and act.

        Nothing stated assumes `small-company`; once something is stated, what is not given stays open, or comes from `profile`.
        Stated: users, daily_users, revenue (5_000_000, "5M", "group:5M", "2M EUR"), territory, domicile ("FR", "France" or a
        list), commercial, production, use, offering, licensee, target, received, purpose, model_modality, model_family,
        granted ("LICENCE=registration"), competes_with; and rate ("EUR=1.10").
        """
        from licensedb.knowledge.checking import Checker
        from licensedb.reasoning import scenarios

        given = self._stated(stated)
        acts = read_acts(do)
        open_ = r.Scenario() if given.keys() - {"rate"} else scenarios.baseline()
        scenario = self._scenario(self._base(profile) or open_, given)
        day = self._day(as_of)
        found = [self.find(name) for name in ([names] if isinstance(names, str) else names)]
        found = list(dict.fromkeys(found))
        world = self._world([name for kind, name in found if kind == "model"], [name for kind, name in found if kind != "model"])
        checker = Checker(world, day, scenario)
        rows = tuple(
            checker.row(kind, name, act, *self._asked(world, kind, name, act, day, scenario)) for kind, name in found for act in acts
        )
        return r.Check(self._about(scenario, day, checker.currencies()), rows, checker.documents())

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
        return shipping.shipment(checked.about, act, world, asked, called, Library(folders_at_hand() if texts is None else texts))

    def combine(
        self,
        names: str | Sequence[str],
        as_: str = "merge",
        do: str | Sequence[str] = ("publish", "sell"),
        *,
        into: str | None = None,
        profile: str | r.Scenario | None = None,
        as_of: str | None = None,
        **stated: Any,
    ) -> r.Combination:
        """May these models (or licences, also of data) be brought together, and under which licences may the result go out?

        `as_` is merge, adapter, distil, ensemble or train; `do` any of keep, publish, sell, host, generate; `into` the model
        that is changed (the student, the adapter, the trained model). The scenario is that of `check`.
        """
        from licensedb.knowledge import combined
        from licensedb.reasoning import scenarios

        joining, plans = combined.joining_of(as_), combined.outcomings_of(do)
        given = self._stated(stated)
        open_ = r.Scenario() if given.keys() - {"rate"} else scenarios.baseline()
        scenario = self._scenario(self._base(profile) or open_, given)
        found = combined.parts([(name, self.find(name)) for name in ([names] if isinstance(names, str) else names)], joining)
        about = self._about(scenario, self._day(as_of), self._lines(stated))
        return combined.combination(self._reader, about, found, joining, plans, self.find(into) if into else None)

    def models(
        self,
        allows: Sequence[str | Act] = (),
        *,
        only_yes: bool = False,
        developer: str | Sequence[str] = (),
        family: str | Sequence[str] = (),
        licence: str | Sequence[str] = (),
        modality: str | Sequence[str] = (),
        conflicts: bool = False,
        having: Sequence[str] = (),
        lacking: Sequence[str] = (),
        profile: str | r.Scenario | None = None,
        as_of: str | None = None,
        **stated: Any,
    ) -> r.Listing:
        """Models that pass the filters; with `allows`, those allowed (or with duties), then those silent or that depend.

        `having` and `lacking` name comparison questions that are answered with yes (or with what is asked: `user-cap`,
        `military-use=forbidden`), or with no. Of several developers, families or licences any will do; a model has every `modality`.
        With `conflicts`, only those whose declared licence or name does not fit the terms of their bases.
        """
        licences = {self.find(one, "licence")[1] for one in several(licence)}
        day = self._day(as_of)
        every = self._reader.models()
        developers = known_all("developer", developer, (model.developer for model in every))
        families = known_all("family", family, (model.family or "" for model in every))
        modalities = known_all("modality", several(modality, split=True), map(str, Modality))
        models = [
            model
            for model in every
            if (not developers or model.developer in developers)
            and (not families or model.family in families)
            and (not licences or not licences.isdisjoint(_current(model, day)))
            and modalities <= set(model.modalities)
        ]
        listing = self._having("model", models, allows, only_yes, profile, day, stated, (having, lacking))
        if not conflicts:
            return listing
        from licensedb.knowledge import tracing

        return tracing.in_conflict(self._world_of(models), listing)

    def licences(
        self,
        allows: Sequence[str | Act] = (),
        *,
        only_yes: bool = False,
        licensor: str | None = None,
        family: str | None = None,
        having: Sequence[str] = (),
        lacking: Sequence[str] = (),
        profile: str | r.Scenario | None = None,
        **stated: Any,
    ) -> r.Listing:
        """Licences that pass the filters; `allows`, `having` and `lacking` as in `models`."""
        every = self._reader.licences()
        licensor = known("licensor", licensor, (one.licensor for one in every))
        family = known("family", family, map(str, Family))
        licences = [one for one in every if licensor in (None, one.licensor) and family in (None, one.family)]
        return self._having("licence", licences, allows, only_yes, profile, self._day(None), stated, (having, lacking))

    def compare(
        self,
        names: Sequence[str] = (),
        *,
        questions: Sequence[str | Question] = (),
        all_licences: bool = False,
        all_models: bool = False,
        profile: str | r.Scenario | None = None,
        as_of: str | None = None,
        with_rules: bool = False,
        kind: str | None = None,
        **stated: Any,
    ) -> r.Comparison:
        """Models and licences against the comparison questions, ready answers unless a scenario or a day is stated.

        `with_rules` brings the rules that the cells cite; `kind` tells what `names` are names of, where one is of a model and a licence.
        """
        found = [self.find(name, kind) for name in names]
        if all_licences:
            found += [("licence", licence.id) for licence in self._reader.licences()]
        if all_models:
            found += [("model", model.id) for model in self._reader.models()]
        asked = read_questions(questions)
        given = asking.stated(stated)
        scenario = self.scenario(profile, **stated)
        day = self._day(as_of)
        fresh = bool(given) or profile is not None or day != self._meta["answered-as-of"]
        fresh = fresh or any(name in self._reader.copies for _, name in found)
        rows = tuple(self._compared(list(dict.fromkeys(found)), asked, scenario, day, fresh))
        caps = [answer.value for row in rows for answer in row.answers if answer.question is Question.REVENUE_CAP and answer.value]
        about = self._about(scenario, day, {cap["currency"] for cap in caps})
        return r.Comparison(about, asked, rows, self._cited(rows) if with_rules else ())

    def _cited(self, rows: Iterable[r.CompareRow]) -> tuple[r.DueRule, ...]:
        cited = {(answer.text, answer.rule) for row in rows for answer in row.answers if answer.text and answer.rule}
        documents = self._reader.licences(sorted({document for document, _ in cited if document}), None)
        return tuple(r.DueRule(one.id, rule) for one in documents for rule in one.rules if (one.id, rule.id) in cited)

    @uncollected()
    def report(
        self,
        names: Sequence[str] = (),
        *,
        profile: str | r.Scenario | None = None,
        texts: Sequence[Path] | None = None,
        claims: bool = False,
        **asked: Any,
    ) -> r.Report:
        """A comparison with all that a page tells of it: profiles, answers beforehand, duties, bases. Keywords as in `compare`.

        With `claims`, also what is said of those shown, held against the texts.
        """
        from licensedb.knowledge.reporting import report

        found = self.compare(names, with_rules=True, profile=profile, **asked)
        models = self._reader.models([row.id for row in found.rows if row.kind == "model"])
        world = self._world_of(models, [row.id for row in found.rows if row.kind == "licence"])
        base = self._base(profile) or self.scenario()
        scenario = self._scenario(base, self._stated({name: value for name, value in asked.items() if name in asking.KEYWORDS}))
        page = report(found, world, scenario, self._scenario, folders_at_hand() if texts is None else texts)
        if not claims:
            return page
        shown = {row.id for row in found.rows}
        said = tuple(row for row in self.claims(as_of=asked.get("as_of")).rows if any(part.subject in shown for part in row.parts))
        return msgspec.structs.replace(page, claims=said)

    def show(self, name: str, *, kind: str | None = None, as_of: str | None = None) -> r.Shown:
        """One model, licence or policy in full; a model before a licence of the same name, unless `kind` tells."""
        kind, found = self.find(name, kind)
        day = self._day(as_of)
        if kind == "model":
            model = self._reader.models([found])[0]
            answers = self.compare([found], as_of=as_of).rows[0].answers
            return r.Shown(self._about(None, day), found, kind, model, answers, licences=_current(model, day))
        if kind == "policy":
            return r.Shown(self._about(None, day), found, kind, self._reader.licences([found])[0], ())
        terms = self._reader.terms([found])[found]
        answers = tuple(self._ready(kind, [found], [str(question) for question in Question])[found])
        return r.Shown(self._about(None, day), found, kind, terms.licence, answers, terms.policies)

    def lineage(
        self, name: str, *, derived: bool = False, profile: str | None = None, as_of: str | None = None, **stated: Any
    ) -> r.Lineage:
        """What a model was made from, its verdicts declared and effective, and where its licence and its bases' part.

        With `derived`, also the recorded models made from it.
        """
        from licensedb.knowledge import tracing

        found = self._model(name, "lineage")
        scenario = self.scenario(profile, **stated)
        world = self._world([found], [])
        about = self._about(scenario, self._day(as_of), self._lines(stated))
        return tracing.lineage(self._reader, world, world.models[found], about, derived=derived)

    def openness(
        self,
        names: Sequence[str] = (),
        *,
        developer: str | None = None,
        of_class: str | None = None,
        every: bool = False,
        as_of: str | None = None,
    ) -> r.OpennessReport:
        """How open models are: those named, in full; else a table of those of which enough components are recorded (`every`: any)."""
        from licensedb.knowledge import openness

        found = [self._model(name, "openness") for name in names]
        return openness.report(self, self._reader, found, self._day(as_of), developer, of_class, every=every)

    def claims(self, names: Sequence[str] = (), *, subject: str | None = None, as_of: str | None = None) -> r.ClaimsReport:
        """Statements held against the texts: those named, those on one subject, or all."""
        from licensedb.knowledge import claiming

        return claiming.report(self, self._reader, names, subject, as_of, self._about(None, self._day(as_of)))

    def history(self, name: str, *, as_of: str | None = None) -> r.History:
        """A model's licences by period, or a licence's editions and versions, with what each changed."""
        from licensedb.knowledge import tracing

        kind, found = self.find(name)
        about = self._about(None, self._day(as_of))
        if kind == "policy":
            raise MisuseError(f"{found!r} is a use policy", tip="history takes a model or a licence")
        if kind == "licence":
            return tracing.history_of_licence(self._reader, self._reader.terms(), found, about)
        world = self._world([found], [])
        return tracing.history_of_model(world, world.models[found], about)

    def _model(self, name: str, command: str) -> str:
        """The id of a model; a licence or policy is misuse."""
        kind, found = self.find(name)
        if kind != "model":
            raise MisuseError(f"{found!r} is a {kind}", tip=f"{command} takes a model")
        return found

    def explain(self, licence: str, rule: str, *, texts: Sequence[Path] | None = None) -> r.Explained:
        """A rule or provision of a licence (or of a policy it incorporates) with its clause, in words where the text is at hand."""
        from licensedb.errors import NotFoundError

        kind, found = self.named(licence, "explain")
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
            for word, cite in document.means:
                if f"means-{word}" == rule:
                    return self._explained(document, None, None, texts, (word, cite))
        known = [each.id for document in documents for each in document.rules]
        known += [str(fact.key) for document in documents for fact in document.provisions]
        known += [f"means-{word}" for document in documents for word, _ in document.means]
        raise NotFoundError("rule", rule, nearest(rule, known))

    def diff(
        self,
        a: str | Path,
        b: str | Path,
        *,
        answers: bool = True,
        words: bool = True,
        context: int = 8,
        texts: Sequence[Path] | None = None,
    ) -> r.Differences:
        """Two licences, use policies or files (paths): the answers that differ, then rules, then the words of their texts."""
        from licensedb.knowledge.differing import documents

        folders = folders_at_hand() if texts is None else texts
        return documents(self, a, b, folders, answers=answers, words=words, context=context)

    def named(self, name: str, command: str) -> tuple[str, str]:
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
            self._refuse_expression(name)
            raise NotFoundError("licence", name, tuple(nearest[:5])) from None
        raise MisuseError(f"{name!r} is a model", tip=f"{command} takes a licence: " + ", ".join(self._licences_of(model)))

    def _explained(
        self,
        document: r.Licence,
        rule: r.Rule | None,
        fact: r.ProvisionFact | None,
        texts: Sequence[Path] | None,
        definition: tuple[str, r.Citation] | None = None,
    ) -> r.Explained:
        from licensedb.texts.cite import passage
        from licensedb.texts.library import Library

        cite = rule.cite if rule else fact.cite if fact else definition[1] if definition else None
        assert cite is not None
        shown = r.Explained(self._about(None, self._day(None)), document, rule, fact, str(cite.state), definition=definition)
        replace = msgspec.structs.replace
        library = Library(folders_at_hand() if texts is None else texts)
        text = library.text(document)
        found = passage(text.source, text.words, cite.words, cite.sha256) if text and cite.words and cite.sha256 else None
        if text is None:
            near = library.nearest(document)
            return replace(shown, changed=str(near[0].path)) if near else shown
        shown = replace(shown, edition=text.sha256[:12], listed=text.listed, path=str(text.path))
        if found is None:
            return shown
        state = State.VERIFIED_HERE if text.listed else State.UNLISTED_EDITION
        before, clause, after = found
        return replace(shown, state=str(state), before=before, clause=clause, after=after)

    def _licences_of(self, model: str) -> tuple[str, ...]:
        return _current(self._reader.models([model])[0], self._day(None))

    def _listing(
        self,
        kind: str,
        records: Sequence[Any],
        allows: Sequence[str | Act],
        only_yes: bool,
        profile: str | r.Scenario | None,
        day: str,
        stated: Any,
    ) -> r.Listing:
        acts = read_acts(allows)
        given = asking.stated(stated)
        scenario = self.scenario(profile, **stated)
        ready = not given and profile is None and day == self._meta["answered-as-of"]
        verdicts = self._verdicts(kind, records, acts, scenario, day, ready)
        sureness = self._reader.confidences()
        rows = []
        for record in records:
            found = verdicts.get(record.id, {})
            told = tuple((act, verdict) for act, (verdict, _) in found.items())
            if any(verdict in REFUSALS for _, verdict in told):
                continue
            sure = all(verdict in GRANTS for _, verdict in told)
            if sure or not only_yes:
                licences = _current(record, day) if kind == "model" else (record.id,)
                confidence = _worst((record.confidence, *(sureness[name] for name in licences if name in sureness)))
                through = tuple(dict.fromkeys(base for _, base in found.values() if base))
                rows.append(r.ListRow(record.id, kind, record, licences, told, through, sure=sure, confidence=confidence))
        rows.sort(key=lambda row: (not row.sure, row.id))
        return r.Listing(self._about(scenario if acts else None, day, self._lines(stated)), kind, tuple(rows), acts)

    def _having(self, kind: str, records: Any, allows: Any, only_yes: bool, profile: Any, day: str, stated: Any, asked: Any) -> r.Listing:
        listing = self._listing(kind, records, allows, only_yes, profile, day, stated)
        if not any(asked):
            return listing
        from licensedb.knowledge import having

        wanted = having.wanted(*asked)
        verdicts = any(one.question in VERDICT_QUESTIONS for one in wanted)
        if verdicts and listing.about.scenario is None:
            about = self._about(self.scenario(profile, **stated), day, self._lines(stated))
            listing = msgspec.structs.replace(listing, about=about)
        return having.keep(self, listing, wanted, only_yes, verdicts and (bool(stated) or profile is not None))

    def answers_of(
        self, kind: str, names: Sequence[str], asked: tuple[Question, ...], scenario: r.Scenario, day: str, *, fresh: bool
    ) -> dict[str, tuple[r.Answer, ...]]:
        """The answers to questions by id; ready ones unless another day, or `fresh`, is asked for."""
        fresh = fresh or day != self._meta["answered-as-of"]
        return {row.id: row.answers for row in self._compared([(kind, name) for name in names], asked, scenario, day, fresh)}

    def ask(self, question: str) -> r.Asked:
        """A question in words, English or Arabic: how it was read, and its answer. Raises MisuseError where it is not understood."""
        from licensedb.knowledge import answering

        return answering.ask(self, question)

    def _verdicts(
        self, kind: str, records: Sequence[Any], acts: tuple[Act, ...], scenario: r.Scenario, day: str, ready: bool
    ) -> dict[str, dict[Act, tuple[Verdict, str | None]]]:
        """By record and act the verdict, and the base that gives it."""
        found: dict[str, dict[Act, tuple[Verdict, str | None]]] = {record.id: {} for record in records}
        questions = {act: question for question, act in VERDICT_QUESTIONS.items()}
        fresh = []
        for act in acts:
            words = self._reader.words(kind, questions[act]) if ready and act in questions else {}
            if found.keys() <= words.keys():
                for name, by_act in found.items():
                    by_act[act] = Verdict(words[name][0]), words[name][1]
            else:
                fresh.append(act)
        for name, by_act in self._decided(kind, records, fresh, scenario, day) if fresh else ():
            found[name] |= by_act
        return {name: {act: by_act[act] for act in acts if act in by_act} for name, by_act in found.items()}

    def _decided(
        self, kind: str, records: Sequence[Any], acts: Sequence[Act], scenario: r.Scenario, day: str
    ) -> Iterator[tuple[str, dict[Act, tuple[Verdict, str | None]]]]:
        """Verdicts by record; after a refusal, which keeps a record off the list, no further act is decided."""
        from licensedb.reasoning.batch import Batch
        from licensedb.reasoning.decide import verdict_of

        batch = Batch(self._world_of(records), day, scenario) if kind == "model" else None
        world = self._world([], [record.id for record in records]) if batch is None else None

        for record in records:
            by_act: dict[Act, tuple[Verdict, str | None]] = {}
            for act in acts:
                if batch is not None:
                    by_act[act] = batch.decide(record, act)
                else:
                    group, told = self._asked(world, kind, record.id, act, day, scenario)
                    by_act[act] = verdict_of(group, act, told), None
                if by_act[act][0] in REFUSALS:
                    break
            yield record.id, by_act

    def _compared(
        self, found: list[tuple[str, str]], asked: tuple[Question, ...], scenario: r.Scenario, day: str, fresh: bool
    ) -> Iterator[r.CompareRow]:
        from licensedb.reasoning import questions
        from licensedb.reasoning.lineage import bearing

        names = [str(question) for question in asked]
        by_kind = {kind: [name for each, name in found if each == kind] for kind in ("model", "licence", "policy")}
        if by_kind["policy"]:
            raise MisuseError(f"{by_kind['policy'][0]!r} is a use policy", tip="compare the licences that incorporate it")
        models = {model.id: model for model in self._reader.models(by_kind["model"])}
        licences = {licence.id: licence for licence in self._reader.licences(by_kind["licence"])}
        world = self._world(by_kind["model"], by_kind["licence"]) if fresh else None
        ready = {} if fresh else {kind: self._ready(kind, some, names) for kind, some in by_kind.items() if some}
        same: dict[object, tuple[r.Answer, ...]] = {}
        for kind, name in found:
            record: Any = models[name] if kind == "model" else licences[name]
            if world is None:
                answers = tuple(ready[kind][name])
            elif kind == "model":
                key = bearing(record, day)
                if key not in same:
                    same[key] = tuple(questions.of_model(world, record, day, scenario, asked))
                answers = same[key]
            else:
                answers = tuple(questions.of_licence(world.terms[name], scenario, asked))
            of = _current(record, day) if kind == "model" else (name,)
            confidence = _worst(answer.confidence for answer in answers) if answers else record.confidence
            yield r.CompareRow(name, kind, record.name, of, answers, confidence, getattr(record, "reviewed", ""))

    def _ready(self, kind: str, subjects: Sequence[str], questions: Sequence[str]) -> dict[str, list[r.Answer]]:
        """Ready answers by subject, with the states that their citations have on this machine."""
        ready = self._reader.answers(kind, subjects, questions)
        return {name: list(self._states.answers(some, self._reader)) for name, some in ready.items()} if self._states else ready

    def _asked(self, world: Any, kind: str, name: str, act: Act, day: str, scenario: r.Scenario) -> tuple[Any, r.Scenario]:
        from licensedb.reasoning.compiled import compiled
        from licensedb.reasoning.decide import Group, Part
        from licensedb.reasoning.lineage import asked, facts_of

        if kind == "model":
            model = world.models[name]
            return asked(world, model, act, day), facts_of(model, scenario)
        return Group((Part(compiled(world.terms[name]), act),)), scenario

    def _world(self, models: Iterable[str], licences: Iterable[str]) -> Any:
        return self._world_of(self._reader.models(list(models)), licences)

    def _world_of(self, models: Sequence[r.Model], licences: Iterable[str] = ()) -> Any:
        from licensedb.reasoning.lineage import World

        found = self._reader.with_bases(models)
        wanted = dict.fromkeys([*licences, *(entry.licence for model in found.values() for entry in model.licences)])
        return World(self._reader.terms(list(wanted)), found)

    def _lines(self, stated: dict[str, Any]) -> list[str]:
        """The currencies in which licences draw lines, where money is stated."""
        return self._meta.get("currencies", "").split(",") if any("revenue" in name for name in stated) else []

    def _about(self, scenario: r.Scenario | None, day: str, lines: Collection[str] = ()) -> r.About:
        """What an answer begins with; of the rates those by which money was held against lines in the currencies `lines`."""
        if scenario is not None and scenario.rates:
            rates = tuple(rate for rate in scenario.rates if rate.into in lines or rate.into == "USD")
            scenario = msgspec.structs.replace(scenario, rates=rates)
        return r.About(self._meta["data"], self._meta["reviewed"], day, scenario, day > today())

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
