"""Writing records and ready answers: aside, then swapped in whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from licensedb import records as r
from licensedb.errors import DatabaseError
from licensedb.naming import fold
from licensedb.store import schema
from licensedb.store.names import names_of_licence, names_of_model

BATCH = 500
LICENCES_AT_ONCE = 50
APPLICATION = 0x4C444201  # in the header of every database: it is ours
Answers = Iterable[tuple[str, str, list[r.Answer]]]  # kind, subject, answers
_json = msgspec.json.Encoder(decimal_format="string")


def build(
    target: Path,
    migrations: Path,
    meta: Mapping[str, str],
    licences: list[r.Licence],
    models: list[r.Model],
    claims: list[r.Claim],
    answers: Answers,
) -> None:
    """Write a whole database beside `target` and swap it in. The old file stays as it is until the last step.

    Raises DatabaseError when the folder, the disk or the file do not allow it.
    """
    if _foreign(target):
        raise DatabaseError("is a file of another program and is left as it is", place=str(target), tip="choose another with --db")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".building", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise DatabaseError(f"cannot be written: {error.strerror}", place=str(target.parent), tip="choose another with --db") from None
    aside = Path(name)
    try:
        _fill(aside, migrations, meta, licences, models, claims, answers)
        with contextlib.suppress(OSError):
            aside.chmod(0o644)
        for left in ("-journal", "-wal", "-shm"):  # of a writer that was killed: they belong to the old file
            target.with_name(target.name + left).unlink(missing_ok=True)
        aside.replace(target)
    except OSError as error:
        raise DatabaseError(f"cannot be written: {error.strerror}", place=str(target)) from None
    finally:
        aside.unlink(missing_ok=True)


def _foreign(target: Path) -> bool:
    """Whether a file is there that no licensedb wrote: its header says so, even when the rest of it is damaged."""
    try:
        with target.open("rb") as file:
            header = file.read(100)
    except OSError:
        return False
    ours = APPLICATION.to_bytes(4, "big")
    return bool(header) and not (header.startswith(b"SQLite format 3\0") and header[68:72] in (ours, b""))


def _sweep(target: Path) -> None:
    """Remove what builds left behind that were killed more than an hour ago."""
    import time

    for left in target.parent.glob(f".{target.name}.*.building*"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < time.time() - 3600:
                left.unlink()


def _fill(aside: Path, migrations: Path, meta: Mapping[str, str], *rest: Any) -> None:
    from sqlalchemy import URL, create_engine
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    engine = create_engine(URL.create("sqlite", database=str(aside)), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = OFF")
            connection.exec_driver_sql("PRAGMA synchronous = OFF")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            connection.commit()
            schema.upgrade(connection, migrations)
            connection.commit()
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            _write(connection, meta, *rest)
            connection.commit()
    except SQLAlchemyError as error:
        raise DatabaseError(f"cannot be built: {getattr(error, 'orig', None) or error}", place=str(aside.parent)) from None
    finally:
        engine.dispose()
    with aside.open("rb") as file:
        os.fsync(file.fileno())


def _write(
    connection: Any,
    meta: Mapping[str, str],
    licences: list[r.Licence],
    models: list[r.Model],
    claims: list[r.Claim],
    answers: Answers,
) -> None:
    from licensedb.store import tables as t

    _insert(connection, t.Meta, ({"key": key, "value": value} for key, value in meta.items()))
    _insert(connection, t.Licence, map(_licence, licences))
    every = (*_licence_names(licences), *_model_names(models))
    _insert(connection, t.Identifier, every)
    incorporated = (
        {"licence_id": licence.id, "policy_id": policy, "position": at}
        for licence in licences
        for at, policy in enumerate(dict.fromkeys(licence.incorporates))
    )
    _insert(connection, t.Incorporation, incorporated)
    _rules(connection, licences)
    _insert(connection, t.Model, map(_model, models))
    _insert(connection, t.ModelLicence, (row for model in models for row in _model_licences(model)))
    bases = (
        {"model_id": model.id, "base_id": base.model, "name": base.name, "relation": str(base.relation), "relicensed": int(base.relicensed)}
        for model in models
        for base in model.bases
    )
    _insert(connection, t.ModelBase, bases)
    components = (
        {"model_id": model.id, "component": str(component), "release": str(release)}
        for model in models
        for component, release in model.components
    )
    _insert(connection, t.Component, components)
    told = ({"id": c.id, "subject": ",".join(c.subjects), "statement": c.statement, "record": _text(c)} for c in claims)
    _insert(connection, t.Claim, told)
    _insert(connection, t.Answer, (_answer(kind, subject, one) for kind, subject, found in answers for one in found))


def _insert(connection: Any, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    from sqlalchemy import insert

    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        connection.execute(insert(table.__table__), batch)


def _licence(licence: r.Licence) -> dict[str, Any]:
    return {
        "id": licence.id,
        "kind": licence.kind,
        "name": licence.name,
        "licensor": licence.licensor,
        "family": licence.family and str(licence.family),
        "published": licence.published,
        "reviewed": licence.reviewed,
        "confidence": str(licence.confidence),
        "at_hand": int(licence.at_hand),
        "address": licence.address,
        "record": _text(licence),
    }


def _licence_names(licences: Iterable[r.Licence]) -> Iterator[dict[str, Any]]:
    for licence in licences:
        for scheme, value in names_of_licence(licence):
            yield {"kind": licence.kind, "record": licence.id, "scheme": scheme, "value": value, "folded": fold(value)}


def _model_names(models: Iterable[r.Model]) -> Iterator[dict[str, Any]]:
    for model in models:
        for scheme, value in names_of_model(model):
            yield {"kind": "model", "record": model.id, "scheme": scheme, "value": value, "folded": fold(value)}


def _rules(connection: Any, licences: Iterable[r.Licence]) -> None:
    from licensedb.store import tables as t

    citation = rule_id = 0
    left = iter(licences)
    while some := list(islice(left, LICENCES_AT_ONCE)):
        rows: dict[Any, list[dict[str, Any]]] = {t.Citation: [], t.Rule: [], t.RuleAct: [], t.RuleCondition: [], t.Provision: []}
        for licence in some:
            for rule in licence.rules:
                citation, rule_id = citation + 1, rule_id + 1
                rows[t.Citation].append(_citation(citation, rule.cite))
                rows[t.Rule].append(_rule(rule_id, licence.id, rule, citation))
                rows[t.RuleAct] += ({"rule_id": rule_id, "act": str(act)} for act in rule.acts)
                rows[t.RuleCondition] += _conditions(rule_id, rule)
            for fact in licence.provisions:
                citation += 1
                rows[t.Citation].append(_citation(citation, fact.cite))
                rows[t.Provision].append(_provision(licence.id, fact, citation))
        for table, found in rows.items():
            _insert(connection, table, found)


def _citation(number: int, cite: r.Citation) -> dict[str, Any]:
    first, last = cite.words or (None, None)
    return {
        "id": number,
        "document_id": cite.document,
        "section": cite.section,
        "first_word": first,
        "last_word": last,
        "sha256": cite.sha256,
        "state": str(cite.state),
        "verified": cite.verified,
    }


def _rule(number: int, document: str, rule: r.Rule, citation: int) -> dict[str, Any]:
    return {
        "id": number,
        "document_id": document,
        "name": rule.id,
        "kind": rule.kind,
        "duty": rule.duty and str(rule.duty),
        "route": rule.route and str(rule.route),
        "text": rule.text,
        "place": rule.where or rule.at,
        "rate": rule.rate,
        "note": rule.note,
        "disputed": rule.disputed.note if rule.disputed else None,
        "citation_id": citation,
    }


def _conditions(number: int, rule: r.Rule) -> Iterator[dict[str, Any]]:
    for side, alternatives in (("when", rule.when), ("unless", rule.unless)):
        for at, part in enumerate(alternatives):
            for condition in part:
                line = condition.threshold
                yield {
                    "rule_id": number,
                    "side": side,
                    "alternative": at,
                    "operand": str(condition.operand),
                    "flag": None if condition.flag is None else int(condition.flag),
                    "comparison": None if line is None else "at-least" if line.inclusive else "more-than",
                    "value": None if line is None else line.value,
                    "currency": None if line is None else line.currency,
                    "over": None if line is None or line.over is None else str(line.over),
                    "period": None if line is None else line.window,
                    "date": None if line is None else line.date,
                    "any_of": ",".join(condition.any_of) or None,
                }


def _provision(document: str, fact: r.ProvisionFact, citation: int) -> dict[str, Any]:
    value = fact.value
    text = str(int(value)) if isinstance(value, bool) else ",".join(value) if isinstance(value, tuple) else value
    return {
        "document_id": document,
        "key": str(fact.key),
        "value": text,
        "note": fact.note,
        "disputed": fact.disputed,
        "citation_id": citation,
    }


def _model(model: r.Model) -> dict[str, Any]:
    return {
        "id": model.id,
        "name": model.name,
        "developer": model.developer,
        "family": model.family,
        "hub": model.hub,
        "released": model.released,
        "parameters": model.parameters,
        "modalities": ",".join(model.modalities),
        "record": _text(model),
    }


def _model_licences(model: r.Model) -> Iterator[dict[str, Any]]:
    for entry in model.licences:
        yield {
            "model_id": model.id,
            "licence_id": entry.licence,
            "covers": ",".join(entry.covers),
            "first_day": entry.from_,
            "last_day": entry.until,
            "together": entry.together,
            "confidence": str(entry.confidence),
            "source": entry.source.address if entry.source else None,
        }


def _answer(kind: str, subject: str, answer: r.Answer) -> dict[str, Any]:
    value = answer.value
    number = value.get("threshold", value.get("amount")) if isinstance(value, dict) else None
    word = value if isinstance(value, str) else value.get("text") if isinstance(value, dict) else None
    if isinstance(value, (list, tuple)):
        word = ",".join(value)
    return {
        "kind": kind,
        "subject": subject,
        "question": str(answer.question),
        "value": _json.encode(value).decode(),
        "word": None if word is None else str(word),
        "flag": int(value) if isinstance(value, bool) else None,
        "number": None if number is None else int(number),
        "section": answer.section,
        "document": answer.text,
        "state": str(answer.state),
        "confidence": str(answer.confidence),
        "record": _text(answer),
    }


def _text(record: Any) -> str:
    return _json.encode(record).decode()
