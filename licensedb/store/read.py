"""Reading: plain SQL over the DB-API into frozen records. No object mapper is loaded; every command starts here."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from licensedb import records as r
from licensedb.errors import DatabaseError, NotFoundError
from licensedb.naming import fold, fold_loosely, levelled, loosened, squash
from licensedb.store.schema import HEAD

_T = TypeVar("_T")
_PATH = (".", "/", "~", "\\")  # what begins so is a path, and no way to write a name


class _Through(msgspec.Struct):
    """Of a ready answer the base that gives it."""

    through: str | None = None


@cache
def _decoder(record: type[_T]) -> Callable[[str | bytes], _T]:
    """Reads a record from its JSON; made when it is first needed."""
    return msgspec.json.Decoder(record).decode


def rebuild(path: Path) -> str:
    """What to run for a database that does not fit."""
    return f"run: licensedb db build --db {shlex.quote(str(path))}"


def peek(path: Path) -> dict[str, str]:
    """What a database says of itself, whatever its schema; nothing where it says nothing.

    Raises DatabaseError where another program holds it, so that nothing is forgotten by mistake.
    """
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            return dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise DatabaseError(f"cannot be read: {error}", place=str(path), tip="another program is writing it; try again") from None
        return {}


class Reader:
    """An open database, for reading only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.amend: Callable[[r.Licence], r.Licence] | None = None  # what becomes of each licence that is read
        self._levelled: dict[str, set[str]] | None = None  # models by levelled name, once they were looked for
        self.copies: dict[str, r.Model] = {}  # models asked for that are no records: copies of recorded ones, by name
        try:
            if not path.is_file():
                raise DatabaseError("there is no database", place=str(path), tip=rebuild(path))
            self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        except (sqlite3.Error, OSError) as error:
            raise DatabaseError(f"cannot be opened: {error}", place=str(path), tip=rebuild(path)) from None
        try:
            found = self._ask(_revision)
        except DatabaseError:
            self.close()
            raise
        if found != HEAD:
            self.close()
            said = f"has schema {found}, this licensedb works with {HEAD}" if found else "is no database of licensedb"
            raise DatabaseError(said, place=str(path), tip=rebuild(path) if found else "choose another with --db")

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def meta(self) -> dict[str, str]:
        """What the database is made of."""
        return dict(self._rows("SELECT key, value FROM meta"))

    def counts(self) -> dict[str, int]:
        """Rows of each table that a user may ask about."""
        tables = ("licence", "rule", "citation", "provision", "model", "answer")
        return {table: self._rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}

    def licences(self, ids: Iterable[str] | None = None, kind: str | None = "licence") -> list[r.Licence]:
        """Licences by id, in the order asked, or all of a kind (None: policies too) by id."""
        if ids is None:
            where, values = ("WHERE kind = ? ", [kind]) if kind else ("", [])
            return [self._licence(row[0]) for row in self._rows(f"SELECT record FROM licence {where}ORDER BY id", values)]
        return self._some("licence", ids, self._licence)

    def _licence(self, record: str) -> r.Licence:
        read = _decoder(r.Licence)(record)
        return self.amend(read) if self.amend else read

    def licensors(self) -> dict[str, str]:
        """The licensor of each licence, by id."""
        return dict(self._rows("SELECT id, licensor FROM licence WHERE kind = 'licence'"))

    def confidences(self) -> dict[str, str]:
        """How sure each licence's record is, by id."""
        return dict(self._rows("SELECT id, confidence FROM licence"))

    def models(self, ids: Iterable[str] | None = None) -> list[r.Model]:
        """Models by id, in the order asked, or all by id."""
        if ids is None:
            return [_decoder(r.Model)(row[0]) for row in self._rows("SELECT record FROM model ORDER BY id")]
        wanted = list(dict.fromkeys(ids))
        found = {model.id: model for model in self._some("model", (name for name in wanted if name not in self.copies), _decoder(r.Model))}
        found |= {name: self.copies[name] for name in wanted if name in self.copies}
        return [found[name] for name in wanted if name in found]

    def only_model(self, folded: str) -> str | None:
        """The id of the only model that has this folded name, of whatever kind of name; or a name of the same letters and numbers."""
        rows = self._rows("SELECT record, scheme FROM identifier WHERE kind = 'model' AND folded = ?", [folded])
        records = {str(record) for record, _ in rows}
        if {scheme for _, scheme in rows} == {"hub-name"} and self._of_another_family(folded, records):
            return None
        if not records:
            if self._levelled is None:
                self._levelled = {}
                for record, name in self._rows("SELECT record, folded FROM identifier WHERE kind = 'model'"):
                    self._levelled.setdefault(levelled(name), set()).add(record)
            records = self._levelled.get(levelled(folded), set())
        return next(iter(records)) if len(records) == 1 else None

    def family_called(self, squashed: str) -> tuple[str, int] | None:
        """The family of that squashed name and how many models it has."""
        rows = self._rows("SELECT family, count(*) FROM model WHERE family IS NOT NULL GROUP BY family")
        return next(((str(name), int(count)) for name, count in rows if squash(fold(name)) == squashed), None)

    def by_owner(self, owners: Iterable[str], written: str) -> list[str]:
        """Ids of the models that are called `written`, with or without an owner, by developers who publish as one of `owners`.

        All names are folded.
        """
        found: dict[str, None] = {}
        for owner in owners:
            sql = (
                "SELECT DISTINCT called.record FROM identifier called JOIN model ON model.id = called.record"
                " WHERE called.kind = 'model' AND (called.folded = ? OR substr(called.folded, ?) = ?) AND model.developer IN"
                " (SELECT other.developer FROM identifier hub JOIN model other ON other.id = hub.record"
                " WHERE hub.kind = 'model' AND hub.scheme = 'hub' AND hub.folded >= ? AND hub.folded < ?)"
            )
            ending = f"/{written}"
            values = [written, -len(ending), ending, f"{owner}/", f"{owner}/\U0010ffff"]
            found |= {str(row[0]): None for row in self._rows(sql, values)}
        return sorted(found)

    def bases(self) -> list[tuple[str, str, str]]:
        """(model, base, relation) of every base that is recorded, by model."""
        return self._rows("SELECT model_id, base_id, relation FROM model_base WHERE base_id IS NOT NULL ORDER BY model_id, id")

    def claims(self) -> list[r.Claim]:
        """All claims by id."""
        return [_decoder(r.Claim)(row[0]) for row in self._rows("SELECT record FROM claim ORDER BY id")]

    def terms(self, ids: Iterable[str] | None = None) -> dict[str, r.Terms]:
        """Licences with the policies they incorporate, by id."""
        licences = self.licences(ids)
        named = dict.fromkeys(name for licence in licences for name in licence.members)
        members = self.terms(named) if named else {}
        wanted = dict.fromkeys(policy for licence in licences for policy in licence.incorporates)
        policies = self._with_their_own({policy.id: policy for policy in self._some("licence", wanted, self._licence)})
        return {
            licence.id: r.Terms(licence, tuple(_incorporated(licence, policies)), tuple(members[name] for name in licence.members))
            for licence in licences
        }

    def _with_their_own(self, policies: dict[str, r.Licence]) -> dict[str, r.Licence]:
        while wanted := {name for policy in policies.values() for name in policy.incorporates} - policies.keys():
            found = self._some("licence", sorted(wanted), self._licence)
            if not found:
                break
            policies |= {policy.id: policy for policy in found}
        return policies

    def with_bases(self, models: Sequence[r.Model]) -> dict[str, r.Model]:
        """The models and all that they are made from, by id."""
        found = {model.id: model for model in models}
        todo = models
        while wanted := {base.model for model in todo for base in model.bases if base.model} - found.keys():
            todo = self._some("model", sorted(wanted), _decoder(r.Model))
            if not todo:
                break
            found |= {model.id: model for model in todo}
        return found

    def answers(self, kind: str, subjects: Sequence[str], questions: Sequence[str]) -> dict[str, list[r.Answer]]:
        """Ready answers by subject, in the order of the questions."""
        marks = ",".join("?" * len(questions))
        found: dict[str, dict[str, r.Answer]] = {}
        for some in _slices(subjects):
            sql = (
                f"SELECT subject, question, record FROM answer WHERE kind = ? AND question IN ({marks})"
                f" AND subject IN ({','.join('?' * len(some))})"
            )
            for subject, question, record in self._rows(sql, [kind, *questions, *some]):
                found.setdefault(subject, {})[question] = _decoder(r.Answer)(record)
        return {subject: [found[subject][question] for question in questions] for subject in subjects if subject in found}

    def words(self, kind: str, question: str) -> dict[str, tuple[str, str | None]]:
        """The plain word that answers a question, and the base that gives it, for every subject of a kind."""
        rows = self._rows("SELECT subject, word, record FROM answer WHERE kind = ? AND question = ?", [kind, question])
        decode = _decoder(_Through)
        return {subject: (word, decode(record).through if '"through"' in record else None) for subject, word, record in rows}

    def find(self, kind: str, name: str, *, near: bool = True) -> str:
        """The id of what is called `name`: an id, a hub or SPDX id, a title. Raises NotFoundError, with the nearest names if `near`."""
        for folded in dict.fromkeys((fold(name), fold_loosely(name))):
            sql = "SELECT DISTINCT record, scheme FROM identifier WHERE kind = ? AND folded = ?"
            rows = self._rows(sql, [kind, folded])
            exact = [record for record, scheme in rows if scheme in ("id", "hub")] or [record for record, _ in rows]
            if kind == "model" and {scheme for _, scheme in rows} == {"hub-name"} and self._of_another_family(folded, set(exact)):
                raise NotFoundError(kind, name, tuple(sorted(set(exact))))
            if len(set(exact)) == 1:
                return str(exact[0])
            if exact:
                return self._family(kind, set(exact)) or self._ambiguous(kind, name, exact)
        return self._loosely(kind, name, near)

    def _of_another_family(self, folded: str, records: set[str]) -> bool:
        """Whether a name is that of a family, and these models, whose addresses end so, are none of it."""
        family = self.family_called(squash(folded))
        return family is not None and all(model.family != family[0] for model in self.models(records))

    def names_from(self, beginning: str) -> list[tuple[str, str, str, str]]:
        """(kind, id, scheme, folded name) of every name that begins so."""
        sql = "SELECT kind, record, scheme, folded FROM identifier WHERE folded >= ? AND folded < ? ORDER BY id"
        return self._rows(sql, [beginning, f"{beginning}\U0010ffff"])

    def names(self) -> set[str]:
        """Every folded name."""
        return {row[0] for row in self._rows("SELECT DISTINCT folded FROM identifier")}

    def developers(self) -> set[str]:
        """Who made the models."""
        return {row[0] for row in self._rows("SELECT DISTINCT developer FROM model")}

    def _ambiguous(self, kind: str, name: str, records: Iterable[str]) -> str:
        raise NotFoundError(kind, name, tuple(sorted(set(records))[:5]))

    def _family(self, kind: str, records: set[str]) -> str | None:
        """Of a family of versions and its members, which one name may stand for, the family: which version is not told."""
        if kind != "licence":
            return None
        families = (one.id for one in self.licences(sorted(records)) if one.members and records - {one.id} <= set(one.members))
        return next(families, None)

    def _loosely(self, kind: str, name: str, near: bool) -> str:
        rows = self._rows("SELECT record, folded FROM identifier WHERE kind = ?", [kind])
        wanted = fold_loosely(name)
        loose = [(record, loosened(folded)) for record, folded in rows]
        same = {record for record, one in loose if one == wanted} if wanted else set()
        if not same and kind != "model" and not wanted.startswith(_PATH) and (tight := squash(wanted)):
            same = {record for record, one in loose if squash(one) == tight}
        if len(same) == 1:
            return str(same.pop())
        if same and (family := self._family(kind, same)):
            return family
        if not near:
            raise NotFoundError(kind, name, tuple(sorted(same))[:5])
        import difflib

        close = difflib.get_close_matches(fold(name)[:80], {folded for _, folded in rows}, 8, 0.6)
        parts = [folded for _, folded in rows if wanted and len(wanted) > 2 and wanted in folded]
        nearest = [record for hit in (*close, *parts) for record, folded in rows if folded == hit]
        raise NotFoundError(kind, name, tuple(dict.fromkeys((*sorted(same), *nearest)))[:5])

    def _some(self, table: str, ids: Iterable[str], decode: Callable[[Any], _T]) -> list[_T]:
        wanted = list(dict.fromkeys(ids))
        found: dict[str, _T] = {}
        for some in _slices(wanted):
            marks = ",".join("?" * len(some))
            for name, record in self._rows(f"SELECT id, record FROM {table} WHERE id IN ({marks})", some):
                found[name] = decode(record)
        return [found[name] for name in wanted if name in found]

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._ask(lambda connection: connection.execute(sql, values).fetchall())

    def _ask(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        try:
            return question(self._connection)
        except sqlite3.Error as error:
            locked = "locked" in str(error)
            tip = "another program is writing it; try again" if locked else rebuild(self.path)
            raise DatabaseError(f"cannot be read: {error}", place=str(self.path), tip=tip) from None


def _revision(connection: sqlite3.Connection) -> str | None:
    sql = "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'meta', 'answer')"
    if connection.execute(sql).fetchone()[0] < 3:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _incorporated(licence: r.Licence, policies: dict[str, r.Licence]) -> list[r.Licence]:
    found: dict[str, r.Licence] = {}
    todo = list(licence.incorporates)
    while todo:
        name = todo.pop(0)
        if name in policies and name not in found:
            found[name] = policies[name]
            todo += policies[name].incorporates
    return list(found.values())


def _slices(items: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (items[at : at + size] for at in range(0, len(items), size))
