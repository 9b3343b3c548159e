"""The only joint between rooms: build = curation -> reasoning -> store; `open`, `check`, `compare` for library and commands."""

from __future__ import annotations

import datetime
import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from licensedb import records as r
from licensedb.errors import DatabaseError, DataError, MisuseError
from licensedb.resources import LOCK, digest, folder, stamp, version
from licensedb.store.read import Reader, peek, rebuild
from licensedb.vocabulary import GRANTS, VERDICT_QUESTIONS, Act, Family, Question, Verdict

Talk = Callable[[str], None]
DATABASE = "licensedb.sqlite"


def today() -> str:
    """The day of the asker, ISO; the one place that looks at the clock."""
    return datetime.date.today().isoformat()


def default_path() -> Path:
    """The database in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("licensedb", appauthor=False)) / DATABASE


def text_folders() -> list[Path]:
    """The folders named by LICENSEDB_TEXTS, in order."""
    return [Path(name) for name in os.environ.get("LICENSEDB_TEXTS", "").split(os.pathsep) if name]


class Built(NamedTuple):
    """What a build made: where, and of what."""

    path: Path
    data: str
    licences: int
    policies: int
    models: int
    answers: int


def load(seeds: Sequence[Path] = (), *, texts: Sequence[Path] = ()) -> Any:
    """The shipped seeds with those of own folders, read and checked (curation.corpus.Knowledge)."""
    from licensedb.curation import corpus
    from licensedb.texts.library import Library

    for own in seeds:
        if not own.is_dir():
            raise MisuseError("is no folder of seeds", place=str(own), tip="it holds licences/, policies/, models/")
    return corpus.load([folder("seeds"), *seeds], Library(texts) if texts else None)


def build(path: Path | None = None, *, seeds: Sequence[Path] = (), day: str | None = None, talk: Talk | None = None) -> Built:
    """Build the database from the seeds: read, check, answer, write aside, swap in.

    Raises DataError when the seeds have findings (each told through `talk`), DatabaseError when it cannot be written.
    """
    from licensedb.store import write

    target = path or default_path()
    read = load(seeds)
    if read.findings:
        for finding in read.findings:
            (talk or _quiet)(finding.text())
        first = read.findings[0].text()
        more = f" (and {len(read.findings) - 1} more)" if len(read.findings) > 1 else ""
        raise DataError(f"the seeds cannot be built: {first}{more}", tip="licensedb curate check lists all findings")
    licences = [*read.licences, *read.policies]
    folders = [folder("seeds"), *(own.resolve() for own in seeds)]
    counted = [0]
    write.build(
        target,
        folder("migrations"),
        {
            "data": data_version(read.digest),
            "digest": read.digest,
            "stamp": stamp(folders),
            "next-change": _next_change(read.models, day or today()),
            "made-with": version(),
            "seeds": msgspec.json.encode([str(own.resolve()) for own in seeds]).decode(),
            "reviewed": max((licence.reviewed for licence in licences), default=""),
            "answered-as-of": day or today(),
        },
        licences,
        read.models,
        read.claims,
        _answers(read, day or today(), counted),
    )
    return Built(target, data_version(read.digest), len(read.licences), len(read.policies), len(read.models), counted[0])


class Verification(NamedTuple):
    """What a run over all citations found: those in their text, those not, and documents whose text is not at hand."""

    found: int
    findings: list[str]
    not_at_hand: list[str]
    unlocked: list[str]


def verify(seeds: Path | None = None, *, texts: Sequence[Path], write: bool = True, day: str | None = None) -> Verification:
    """Hold every citation of every record against the texts at hand, and write `verified.lock` into the folder of seeds.

    Documents whose text is not at hand keep what the lock says of them; `unlocked` names those that it does not know.
    """
    from licensedb.curation import corpus, lock
    from licensedb.texts.library import Library

    target = seeds or folder("seeds")
    library = Library(texts)
    shipped = [folder("seeds")]
    known = corpus.load(shipped if seeds else [])
    others = {one.id for one in (*known.licences, *known.policies)}
    read = corpus.load(shipped if seeds is None else [*shipped, seeds], library)
    try:
        before = lock.read(target)
    except msgspec.MsgspecError as error:
        raise DataError(f"is no lock: {error}", place=str(target / LOCK), tip="remove it and run texts verify again") from None
    rows, not_at_hand, unlocked, found = [], [], [], 0
    for licence in (*read.licences, *read.policies):
        cited = tuple(dict.fromkeys(cite.sha256 for cite in lock.citations(licence) if cite.sha256))
        if not cited or licence.id in others:
            continue
        text = library.text(licence)
        old = before.documents.get(licence.id)
        if text is not None:
            found += len(cited)
            same = old is not None and old.text == text.sha256 and set(old.citations) == set(cited)
            rows.append(old if same and old else lock.Verified(licence.id, text.sha256, day or today(), tuple(sorted(cited))))
        else:
            not_at_hand.append(licence.id)
            rows += [old] if old else []
            if old is None or not set(cited) <= set(old.citations):
                unlocked.append(licence.id)
    problems = [finding.text() for finding in read.findings if finding.rule == "citation-holds"]
    if write and not problems:
        lock.write(target, rows)
    return Verification(found, problems, not_at_hand, unlocked)


def skeleton(kind: str, name: str, seeds: Path | None = None) -> Path:
    """Write the file of a new record and return its path."""
    from licensedb.curation.new import skeleton as write

    return write(kind, name, seeds or folder("seeds"), today())


class Cited(NamedTuple):
    """A passage looked for: lines to print, and whether it stands in the text exactly once."""

    lines: list[str]
    unique: bool


def cite(name: str, words: str, seeds: Path | None, texts: Sequence[Path]) -> Cited:
    """The citation of a passage in the text of a licence or policy (by id), or in a text file."""
    from licensedb.texts.cite import LEAST_WORDS, find
    from licensedb.texts.library import Library, read_file
    from licensedb.texts.normal import digest as digest_of

    if Path(name).is_file():
        whole = read_file(Path(name)).words
    else:
        read = load([seeds] if seeds else [])
        record = next((one for one in (*read.licences, *read.policies) if one.id == name), None)
        if record is None:
            known = [one.id for one in (*read.licences, *read.policies)]
            raise MisuseError(f"no licence or policy is called {name!r}", tip="nearest: " + ", ".join(_nearest(name, known)))
        text = Library(texts).text(record)
        if text is None:
            raise MisuseError(f"the text of {name} is not at hand", tip="set LICENSEDB_TEXTS to a folder that holds it, or name a file")
        whole = text.words
    if not words:
        return Cited([f"sha256: {digest_of(whole)}", f"words: {len(whole)}"], True)
    places = find(whole, words)
    lines = []
    for start, end in places[:5]:
        cited = whole[start:end]
        around = " ".join(cited if end - start < 14 else [*cited[:6], "...", *cited[-6:]])
        lines.append(f'cite: {{section: "", words: [{start}, {end}], sha256: "{digest_of(cited)}"}}  # {end - start} words: {around}')
        if end - start < LEAST_WORDS:
            lines.append(f"# a citation holds at least {LEAST_WORDS} words")
    if len(places) != 1:
        lines.insert(0, f"# stands {len(places)} times in the text: cite a passage that stands once")
    return Cited(lines, len(places) == 1)


def write_schemas(target: Path) -> list[Path]:
    """Write the JSON Schemas of the curated files into a folder."""
    import json

    from licensedb.curation import schema, shapes

    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in shapes.SHAPES:
        path = target / f"{kind}.json"
        path.write_text(json.dumps(schema.document(kind), indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _next_change(models: Iterable[r.Model], day: str) -> str:
    """The next day on which the licence of some model changes: until then the stored answers hold."""
    import itertools

    days = itertools.chain.from_iterable((entry.from_ or "", entry.until or "") for model in models for entry in model.licences)
    return min((one for one in days if one > day), default="9999-12-31")


def data_version(digest: str) -> str:
    """How a state of the seeds is called in answers."""
    return f"{version()}+{digest[:8]}"


def _answers(read: Any, day: str, counted: list[int]) -> Iterator[tuple[str, str, list[r.Answer]]]:
    from licensedb.reasoning import questions
    from licensedb.reasoning.lineage import World

    policies = {policy.id: policy for policy in read.policies}
    terms = {licence.id: r.Terms(licence, tuple(_incorporated(licence, policies))) for licence in read.licences}
    world = World(terms, {model.id: model for model in read.models})
    for licence in read.licences:
        answers = questions.of_licence(terms[licence.id])
        counted[0] += len(answers)
        yield "licence", licence.id, answers
    for model in read.models:
        answers = questions.of_model(world, model, day)
        counted[0] += len(answers)
        yield "model", model.id, answers


def _incorporated(licence: r.Licence, policies: dict[str, r.Licence]) -> Iterator[r.Licence]:
    todo, seen = list(licence.incorporates), set[str]()
    while todo:
        name = todo.pop(0)
        if name in policies and name not in seen:
            seen.add(name)
            yield policies[name]
            todo += policies[name].incorporates


def _quiet(_: str) -> None:
    """Says nothing."""


def open(path: str | Path | None = None, *, seeds: Sequence[str | Path] = (), talk: Talk | None = None) -> KnowledgeBase:
    """Open the knowledge base.

    Without a path (and without LICENSEDB_DB) it is the database in the user's data folder, which is built when it is missing
    or older than the installed seeds; `seeds` are folders of own records, remembered in the database.
    Another database is never touched: where it does not fit, DatabaseError says what to run.
    """
    named = path or os.environ.get("LICENSEDB_DB") or None
    target = Path(named) if named else default_path()
    own = [Path(one) for one in seeds]
    say = talk or _quiet
    if named is None:
        _refresh(target, own, say)
        return KnowledgeBase(Reader(target))
    reader = Reader(target)
    if own and not _same_folders(own, reader.meta()):
        reader.close()
        raise DatabaseError(
            "was built from other seeds", place=str(target), tip=f"run: licensedb db build --db {shlex.quote(str(target))} --seeds DIR"
        )
    _must_be_current(reader)
    return KnowledgeBase(reader)


def _refresh(target: Path, own: list[Path], say: Talk) -> None:
    """Build the default database where there is none, or one of another schema or of older seeds."""
    remembered: list[Path] = []
    try:
        reader = Reader(target)
        meta = reader.meta()
        reader.close()
        remembered = _folders(meta)
        if (not own or _same_folders(own, meta)) and _is_current(meta) and today() < meta.get("next-change", "9"):
            return
        why = "the seeds have changed" if not own else "with own records"
    except DatabaseError:
        remembered = _folders(peek(target))
        why = "there was none yet" if not target.exists() else "the old one could not be read"
    gone = [str(one) for one in remembered if not one.is_dir()]
    if gone and not own:
        raise DatabaseError(f"was built with own records from {gone[0]}, which is gone", place=str(target), tip="db build --seeds DIR")
    built = build(target, seeds=own or remembered)
    say(f"licensedb: built {target} ({built.licences} licences, {built.models} models): {why}")


def _folders(meta: dict[str, str]) -> list[Path]:
    return [Path(one) for one in msgspec.json.decode(meta.get("seeds") or "[]", type=list[str])]


def remembered(path: Path) -> list[Path]:
    """The folders of own records that a database was built with, whatever its schema; none where it is no database of ours."""
    return _folders(peek(path))


def _same_folders(own: list[Path], meta: dict[str, str]) -> bool:
    return [one.resolve() for one in own] == _folders(meta)


def _is_current(meta: dict[str, str]) -> bool:
    folders = [folder("seeds"), *_folders(meta)]
    if meta.get("stamp") == stamp(folders):
        return True
    return meta.get("made-with") == version() and meta.get("digest") == digest(folders)


def _must_be_current(reader: Reader) -> None:
    meta = reader.meta()
    if not all(one.is_dir() for one in _folders(meta)):
        return  # built elsewhere, with folders that are not here: what it holds can be read all the same
    if not _is_current(meta):
        reader.close()
        said = f"holds data {meta.get('data')}, this licensedb brings {data_version(digest([folder('seeds'), *_folders(meta)]))}"
        raise DatabaseError(said, place=str(reader.path), tip=rebuild(reader.path))


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
        given = _stated(stated)
        names = self._reader.licensors() if given.keys() & {"granted", "competes_with"} else {}
        for licensor in given.get("competes_with", ()):
            _known("licensor", licensor, names.values())
        for name, _ in given.get("granted", ()):
            if name not in names.values():
                _known("licence", name, (*names, *names.values()))
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
        acts = _acts(do)
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
        _known("developer", developer, (model.developer for model in every))
        _known("family", family, (model.family or "" for model in every))
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
        _known("licensor", licensor, (one.licensor for one in every))
        _known("family", family, map(str, Family))
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
        asked = _questions(questions)
        given = _stated(stated)
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
        raise NotFoundError("rule", rule, _nearest(rule, known))

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
        acts = _acts(allows)
        given = _stated(stated)
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


def _known(what: str, name: str | None, known: Iterable[str]) -> None:
    if name is None:
        return
    names = sorted({one for one in known if one})
    if name.casefold() not in names:
        raise MisuseError(f"no {what} is called {name[:60]!r}", tip="nearest: " + ", ".join(_nearest(name, names) or names[:8]))


def put(path: Path, text: str) -> None:
    """Write a file whole: aside first, then in its place."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise MisuseError(f"cannot be written: {error.strerror}", place=str(path), tip="choose another with -o") from None
    finally:
        aside.unlink(missing_ok=True)


def _stated(given: dict[str, Any]) -> dict[str, Any]:
    """What was stated, read into the fields of a scenario."""
    from licensedb.reasoning import scenarios
    from licensedb.vocabulary import Licensee, Offering, Operand, Over, Received, Target, Use

    figures = []
    read: dict[str, Any] = {}
    metrics = {
        "users": (Operand.MONTHLY_ACTIVE_USERS, None),
        "product_users": (Operand.MONTHLY_ACTIVE_USERS, Over.PRODUCT),
        "group_users": (Operand.MONTHLY_ACTIVE_USERS, Over.GROUP),
        "unique_users": (Operand.MONTHLY_UNIQUE_USERS, None),
        "daily_users": (Operand.DAILY_ACTIVE_USERS, None),
        "devices": (Operand.DEPLOYED_DEVICES, None),
        "revenue": (Operand.ANNUAL_REVENUE, None),
        "monthly_revenue": (Operand.MONTHLY_REVENUE, None),
        "attributable_revenue": (Operand.ATTRIBUTABLE_REVENUE, None),
    }
    words = {"use": Use, "offering": Offering, "licensee": Licensee, "target": Target, "received": Received}
    readers: dict[str, Callable[[Any], Any]] = {
        "territory": scenarios.places,
        "domicile": scenarios.places,
        "purpose": scenarios.purposes,
        "granted": scenarios.routes,
        "competes_with": tuple,
    }
    for key, value in given.items():
        if value is None or value in ((), []):
            continue
        if key in metrics:
            operand, over = metrics[key]
            for one in value if isinstance(value, (list, tuple)) else [value]:
                figures.append(scenarios.figure(operand, one, over))
        elif key in readers:
            read[key] = readers[key]([value] if isinstance(value, str) else list(value))
        elif key in words:
            read[key] = scenarios.word(value, words[key], key)
        elif key in ("commercial", "production", "modified"):
            read[key] = bool(value)
        else:
            raise MisuseError(
                f"a scenario has no {key!r}", tip="known: " + ", ".join([*metrics, *readers, *words, "commercial", "production"])
            )
    if figures:
        read["figures"] = tuple(figures)
    return read


def _acts(names: Sequence[str | Act]) -> tuple[Act, ...]:
    found = []
    for name in (part.strip() for item in ([names] if isinstance(names, str) else names) for part in item.split(",")):
        if name not in {str(act) for act in Act}:
            known = [str(act) for act in Act]
            raise MisuseError(f"no act is called {name[:60]!r}", tip="nearest: " + ", ".join(_nearest(name, known) or known))
        found.append(Act(name))
    return tuple(dict.fromkeys(found))


def _questions(names: Sequence[str | Question]) -> tuple[Question, ...]:
    known = [str(question) for question in Question]
    found = []
    for name in (part.strip() for item in names for part in item.split(",")):
        folded = name.replace("_", "-").casefold()
        if folded not in known:
            raise MisuseError(f"no question is called {name[:60]!r}", tip="nearest: " + ", ".join(_nearest(folded, known) or known))
        found.append(Question(folded))
    return tuple(dict.fromkeys(found)) or tuple(Question)


def _nearest(name: str, known: Sequence[str]) -> tuple[str, ...]:
    import difflib

    parts = [one for one in known if len(name) > 2 and name in one]
    return tuple(dict.fromkeys((*difflib.get_close_matches(name[:80], known, 5, 0.5), *parts)))[:5]


def _current(model: r.Model, day: str) -> tuple[str, ...]:
    """The licences on the weights of a model on a day."""
    return tuple(dict.fromkeys(entry.licence for entry in model.licences_on(day)))


def _worst(levels: Iterable[Any]) -> Any:
    order = ("low", "medium", "high")
    return min(levels, key=order.index)


__all__ = ["Built", "KnowledgeBase", "build", "load", "open"]
