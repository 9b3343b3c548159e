"""Building: curation -> reasoning -> store."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from licensedb import records as r
from licensedb.errors import DataError, MisuseError
from licensedb.knowledge.states import data_folder
from licensedb.resources import folder, stamp, version

Talk = Callable[[str], None]
DATABASE = "licensedb.sqlite"


def today() -> str:
    """The day of the asker, ISO; the one place that looks at the clock."""
    return datetime.date.today().isoformat()


def default_path() -> Path:
    """The database in the user's data folder."""
    return data_folder() / DATABASE


class Built(NamedTuple):
    """What a build made: where, and of what."""

    path: Path
    data: str
    licences: int
    policies: int
    models: int
    answers: int


def load(seeds: Sequence[Path] = (), *, texts: Sequence[Path] = (), day: str | None = None) -> Any:
    """The shipped seeds with those of own folders, read and checked (curation.corpus.Knowledge)."""
    from licensedb.curation import corpus
    from licensedb.texts.library import Library

    for own in seeds:
        if not own.is_dir():
            raise MisuseError("is no folder of seeds", place=str(own), tip="it holds licences/, policies/, models/")
    return corpus.load([folder("seeds"), *seeds], Library(texts) if texts else None, day)


def build(path: Path | None = None, *, seeds: Sequence[Path] = (), day: str | None = None, talk: Talk | None = None) -> Built:
    """Build the database from the seeds: read, check, answer, write aside, swap in.

    Raises DataError when the seeds have findings (each told through `talk`), DatabaseError when it cannot be written.
    """
    from licensedb.store import write

    target = path or default_path()
    read = load(seeds)
    if read.findings:
        for finding in read.findings:
            (talk or quiet)(finding.text())
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
            "currencies": ",".join(sorted(set(_currencies(licences)))),
            "rates": _json(read.rates),
            "open-licences": _json(read.open_licences),
            "copies": _json(read.copies),
        },
        licences,
        read.models,
        read.claims,
        _answers(read, day or today(), counted),
    )
    return Built(target, data_version(read.digest), len(read.licences), len(read.policies), len(read.models), counted[0])


def _json(record: r.Record | None) -> str:
    return "" if record is None else msgspec.json.encode(record).decode()


def _next_change(models: Iterable[r.Model], day: str) -> str:
    """The next day on which the licence of some model changes: until then the stored answers hold."""
    days = itertools.chain.from_iterable((entry.from_ or "", entry.until or "") for model in models for entry in model.licences)
    return min((one for one in days if one > day), default="9999-12-31")


def data_version(digest: str) -> str:
    """How a state of the seeds is called in answers."""
    return f"{version()}+{digest[:8]}"


def terms_of(read: Any) -> dict[str, r.Terms]:
    """Every licence of the seeds with its policies, and of a family with its members, by id."""
    policies = {policy.id: policy for policy in read.policies}
    terms = {licence.id: r.Terms(licence, tuple(_incorporated(licence, policies))) for licence in read.licences}
    families = [licence for licence in read.licences if licence.members]
    terms |= {one.id: msgspec.structs.replace(terms[one.id], members=tuple(terms[name] for name in one.members)) for one in families}
    return terms


def _answers(read: Any, day: str, counted: list[int]) -> Iterator[tuple[str, str, list[r.Answer]]]:
    from licensedb.reasoning import questions, rates, scenarios
    from licensedb.reasoning.lineage import World, bearing

    terms = terms_of(read)
    small = rates.rated(scenarios.baseline(), read.rates, {}, set(_currencies([*read.licences, *read.policies])))
    world = World(terms, {model.id: model for model in read.models})
    for licence in read.licences:
        answers = questions.of_licence(terms[licence.id], small)
        counted[0] += len(answers)
        yield "licence", licence.id, answers
    same: dict[object, list[r.Answer]] = {}
    for model in read.models:
        key = bearing(model, day)
        answers = same[key] if key in same else same.setdefault(key, questions.of_model(world, model, day, small))
        counted[0] += len(answers)
        yield "model", model.id, answers


def _currencies(documents: Iterable[r.Licence]) -> Iterator[str]:
    """The currencies that lines are drawn in."""
    for document in documents:
        for rule in document.rules:
            readings = [rule.when, rule.unless, *([rule.disputed.when or (), rule.disputed.unless or ()] if rule.disputed else [])]
            for condition in (condition for reading in readings for part in reading for condition in part):
                if condition.threshold is not None and condition.threshold.currency is not None:
                    yield condition.threshold.currency


def _incorporated(licence: r.Licence, policies: dict[str, r.Licence]) -> Iterator[r.Licence]:
    todo, seen = list(licence.incorporates), set[str]()
    while todo:
        name = todo.pop(0)
        if name in policies and name not in seen:
            seen.add(name)
            yield policies[name]
            todo += policies[name].incorporates


def quiet(_: str) -> None:
    """Says nothing."""
