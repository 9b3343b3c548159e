"""Openness of recorded models: the engine of `reasoning.openness` over the records of the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.knowledge.asking import known
from licensedb.vocabulary import Component, OpennessClass, Question, Standing

if TYPE_CHECKING:
    from licensedb.knowledge.base import KnowledgeBase
    from licensedb.store.read import Reader

QUESTIONS = (
    Question.USE_COMMERCIALLY,
    Question.USE_RESTRICTIONS,
    Question.USER_CAP,
    Question.REVENUE_CAP,
    Question.EXCLUDED_TERRITORIES,
    Question.REGISTRATION_REQUIRED,
    Question.MODIFY,
    Question.REDISTRIBUTE,
    Question.DISTRIBUTE_DERIVATIVES,
    Question.PASS_ON_RESTRICTIONS,
)
ENOUGH = 4  # components that must be recorded for a model to stand in the table
_ORDER = list(OpennessClass)


def tables(kb: KnowledgeBase) -> r.OpenLicences:
    """Which licences count as open, as the database was built with."""
    text = kb.meta.get("open-licences")
    return msgspec.json.decode(text, type=r.OpenLicences) if text else r.OpenLicences({})


def report(
    kb: KnowledgeBase, reader: Reader, names: list[str], day: str, developer: str | None, of_class: str | None, *, every: bool
) -> r.OpennessReport:
    """The models named, in full and in the order asked; else a table of those that pass the filters, the most open first."""
    if names and (developer or of_class or every):
        raise MisuseError("filters are for the table of all models", tip="name models, or filter")
    lists = tables(kb)
    about = msgspec.structs.replace(kb.about(), as_of=day)
    source = "; ".join(one.title or one.address for one in lists.sources)
    if names:
        rows = tuple(_rows(kb, reader, dict.fromkeys(names), day, lists.licences))
        return r.OpennessReport(about, rows, source, detailed=True)
    wanted = _class(of_class)
    models = reader.models()
    developer = known("developer", developer, (model.developer for model in models))
    some = [
        model
        for model in models
        if developer in (None, model.developer) and (len(model.components) >= ENOUGH or (every and model.components))
    ]
    found = (row for row in _table(kb, some, day, lists.licences) if wanted is None or row.attained is wanted)
    ordered = sorted(found, key=lambda row: (-_ORDER.index(row.attained), -row.total, -_open(row), row.model.id))
    return r.OpennessReport(about, tuple(ordered), source)


def _class(word: str | None) -> OpennessClass | None:
    if word is None:
        return None
    for one in OpennessClass:
        if word.casefold() == one.casefold():
            return one
    raise MisuseError(f"no class is called {word[:40]!r}", tip="one of " + ", ".join(OpennessClass))


def _open(row: r.OpennessRow) -> int:
    return sum(one.standing is Standing.OPEN for one in row.rows)


def _rows(kb: KnowledgeBase, reader: Reader, names: Iterable[str], day: str, lists: dict[str, r.OpenLicence]) -> Iterator[r.OpennessRow]:
    from licensedb.reasoning.openness import evaluate

    for name in names:
        model = reader.models([name])[0]
        compared = kb.compare([name], questions=QUESTIONS, as_of=day).rows[0]
        row = evaluate(model, day, lists, {answer.question: answer for answer in compared.answers})
        yield msgspec.structs.replace(row, bases=tuple(_closed_bases(reader, model, day, lists)))


def _table(kb: KnowledgeBase, models: list[r.Model], day: str, lists: dict[str, r.OpenLicence]) -> Iterator[r.OpennessRow]:
    """All at once, with the requirements of the definition."""
    from licensedb.reasoning.openness import evaluate

    ids = [model.id for model in models]
    answers = {row.id: row.answers for row in kb.compare(ids, questions=QUESTIONS, as_of=day).rows} if ids else {}
    for model in models:
        yield evaluate(model, day, lists, {answer.question: answer for answer in answers[model.id]})


def _closed_bases(reader: Reader, model: r.Model, day: str, lists: dict[str, r.OpenLicence]) -> Iterator[str]:
    """What a model was made from whose weights are under terms that do not count as open."""
    world: dict[str, Any] = reader.with_bases([model])
    for base in world.values():
        if base.id == model.id or any(one.relicensed for one in model.bases if one.model == base.id):
            continue
        entries = base.licences_on(day, Component.WEIGHTS)
        if entries and not all(lists.get(entry.licence, r.OpenLicence()).open_by for entry in entries):
            yield base.id
