"""The store: the schema from empty to head, tables that agree with the records, and records that come back as they were."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import NullPool

from licensedb import records as r
from licensedb import vocabulary as v
from licensedb.curation import corpus
from licensedb.errors import DatabaseError
from licensedb.resources import folder
from licensedb.store import schema, write
from licensedb.store.read import Reader
from licensedb.store.tables import Table

MIGRATIONS = folder("migrations")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A connection to an empty database."""
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}", poolclass=NullPool)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


@pytest.fixture(scope="module")
def rows(database: Path) -> Iterator[sqlite3.Connection]:
    """The built database as any tool may read it."""
    with closing(sqlite3.connect(database)) as opened:
        yield opened


@pytest.fixture(scope="module")
def seeds() -> corpus.Knowledge:
    return corpus.load([folder("seeds")])


def write_all(
    target: Path,
    licences: Iterable[r.Licence] = (),
    models: Iterable[r.Model] = (),
    claims: Iterable[r.Claim] = (),
    answers: Any = (),
) -> Path:
    """Write a database of these records alone."""
    write.build(target, MIGRATIONS, {"data": "test"}, list(licences), list(models), list(claims), answers)
    return target


# The schema


def test_migrations_lead_from_nothing_to_the_declared_tables(connection: Connection) -> None:
    schema.upgrade(connection, MIGRATIONS)
    assert set(inspect(connection).get_table_names()) == {*Table.metadata.tables, "alembic_version"}
    assert set(inspect(connection).get_view_names()) == {"licence_answers", "model_answers"}


def test_the_tables_as_migrated_are_the_tables_as_declared(connection: Connection) -> None:
    schema.upgrade(connection, MIGRATIONS)
    command.check(schema.config(connection, MIGRATIONS))


def test_the_code_names_the_newest_revision(connection: Connection) -> None:
    assert ScriptDirectory.from_config(schema.config(connection, MIGRATIONS)).get_heads() == [schema.HEAD]


def test_a_downgrade_leaves_nothing_behind(connection: Connection) -> None:
    schema.upgrade(connection, MIGRATIONS)
    command.downgrade(schema.config(connection, MIGRATIONS), "base")
    assert inspect(connection).get_table_names() == ["alembic_version"]
    assert inspect(connection).get_view_names() == []


def test_migrating_says_nothing_on_stdout(connection: Connection, capfd: pytest.CaptureFixture[str]) -> None:
    schema.upgrade(connection, MIGRATIONS)
    command.current(schema.config(connection, MIGRATIONS))
    assert capfd.readouterr().out == ""


def test_constraints_are_named_by_convention(rows: sqlite3.Connection) -> None:
    for name, sql in rows.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'alembic%'"):
        assert f"CONSTRAINT pk_{name} PRIMARY KEY" in sql
        assert len(re.findall("FOREIGN KEY", sql)) == len(re.findall(f"CONSTRAINT fk_{name}_", sql))


# The views


@pytest.mark.parametrize("view", ["licence_answers", "model_answers"])
def test_a_view_has_one_column_per_question(rows: sqlite3.Connection, view: str) -> None:
    columns = [row[1] for row in rows.execute(f"PRAGMA table_info({view})")]
    assert columns == ["id", *(question.replace("-", "_") for question in v.Question)]


def test_views_have_a_row_for_every_licence_and_model(rows: sqlite3.Connection, seeds: corpus.Knowledge) -> None:
    assert {row[0] for row in rows.execute("SELECT id FROM licence_answers")} == {licence.id for licence in seeds.licences}
    assert {row[0] for row in rows.execute("SELECT id FROM model_answers")} == {model.id for model in seeds.models}


def test_a_question_is_asked_in_plain_sql(rows: sqlite3.Connection) -> None:
    free = {row[0] for row in rows.execute("SELECT id FROM licence_answers WHERE modify = 'allowed'")}
    assert {"mit", "apache-2.0"} <= free
    assert "proprietary-service" not in free
    models = {row[0] for row in rows.execute("SELECT id FROM model_answers WHERE modify = 'allowed'")}
    assert {"mistral-7b-v0.1", "grok-1"} <= models


def test_figures_and_flags_are_numbers_in_sql(rows: sqlite3.Connection) -> None:
    sql = "SELECT id FROM licence_answers WHERE user_cap >= 700000000 AND patent_grant = 0"
    assert "llama-2-community" in {row[0] for row in rows.execute(sql)}
    assert rows.execute("SELECT patent_grant, user_cap FROM licence_answers WHERE id = 'apache-2.0'").fetchall() == [(1, None)]


def test_views_say_what_the_answers_say(rows: sqlite3.Connection, database: Path) -> None:
    with closing(Reader(database)) as reader:
        said = dict(rows.execute("SELECT id, modify FROM model_answers"))
        assert said == {name: word for name, (word, _) in reader.words("model", "modify").items()}
        assert set(said.values()) <= {*v.Verdict}


# The tables agree with the records


def test_the_database_is_whole(rows: sqlite3.Connection) -> None:
    assert rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert rows.execute("PRAGMA foreign_key_check").fetchall() == []


def documents(seeds: corpus.Knowledge) -> list[r.Licence]:
    return [*seeds.licences, *seeds.policies]


def test_rules_and_their_acts_agree(rows: sqlite3.Connection, seeds: corpus.Knowledge) -> None:
    stored: dict[tuple[str, str], set[str]] = {}
    for document, name, act in rows.execute("SELECT document_id, name, act FROM rule LEFT JOIN rule_act ON rule_id = rule.id"):
        stored.setdefault((document, name), set()).add(act)
    assert stored == {(one.id, rule.id): set(rule.acts) for one in documents(seeds) for rule in one.rules}


def test_rules_agree_in_kind_duty_and_route(rows: sqlite3.Connection, seeds: corpus.Knowledge) -> None:
    stored = set(rows.execute("SELECT document_id, name, kind, duty, route, text, note FROM rule"))
    assert stored == {
        (one.id, rule.id, rule.kind, rule.duty, rule.route, rule.text, rule.note) for one in documents(seeds) for rule in one.rules
    }


def test_citations_agree(rows: sqlite3.Connection, seeds: corpus.Knowledge) -> None:
    columns = "c.document_id, name, section, first_word, last_word, sha256, state"
    stored = rows.execute(f"SELECT {columns} FROM citation c JOIN rule ON citation_id = c.id").fetchall()
    stored += rows.execute(f"SELECT {columns.replace('name', 'key')} FROM citation c JOIN provision ON citation_id = c.id").fetchall()
    cited = [(one.id, rule.id, rule.cite) for one in documents(seeds) for rule in one.rules]
    cited += [(one.id, str(fact.key), fact.cite) for one in documents(seeds) for fact in one.provisions]
    wanted = [(name, key, cite.section, *(cite.words or (None, None)), cite.sha256, str(cite.state)) for name, key, cite in cited]
    assert sorted(stored, key=repr) == sorted(wanted, key=repr)
    assert rows.execute("SELECT count(*) FROM citation").fetchone() == (len(wanted),)


def test_conditions_agree(rows: sqlite3.Connection, seeds: corpus.Knowledge) -> None:
    sql = (
        "SELECT document_id, name, side, alternative, operand, flag, comparison, value, currency, any_of"
        " FROM rule_condition c JOIN rule ON rule_id = rule.id"
    )
    wanted = []
    for one in documents(seeds):
        for rule in one.rules:
            for side, alternatives in (("when", rule.when), ("unless", rule.unless)):
                for at, part in enumerate(alternatives):
                    for test in part:
                        line = test.threshold
                        drawn = ("at-least" if line.inclusive else "more-than", line.value, line.currency) if line else (None, None, None)
                        flag = None if test.flag is None else int(test.flag)
                        wanted.append((one.id, rule.id, side, at, str(test.operand), flag, *drawn, ",".join(test.any_of) or None))
    assert sorted(rows.execute(sql), key=repr) == sorted(wanted, key=repr)


def test_provisions_and_incorporated_policies_agree(rows: sqlite3.Connection, seeds: corpus.Knowledge) -> None:
    assert set(rows.execute("SELECT document_id, key FROM provision")) == {
        (one.id, str(fact.key)) for one in documents(seeds) for fact in one.provisions
    }
    assert set(rows.execute("SELECT licence_id, policy_id FROM incorporation")) == {
        (one.id, policy) for one in documents(seeds) for policy in one.incorporates
    }


def test_models_agree_in_licences_bases_and_components(rows: sqlite3.Connection, seeds: corpus.Knowledge) -> None:
    columns = "model_id, licence_id, covers, first_day, last_day, together"
    assert sorted(rows.execute(f"SELECT {columns} FROM model_licence"), key=repr) == sorted(
        ((m.id, e.licence, ",".join(e.covers), e.from_, e.until, e.together) for m in seeds.models for e in m.licences), key=repr
    )
    assert sorted(rows.execute("SELECT model_id, base_id, name, relation FROM model_base"), key=repr) == sorted(
        ((m.id, base.model, base.name, str(base.relation)) for m in seeds.models for base in m.bases), key=repr
    )
    assert set(rows.execute("SELECT model_id, component, release FROM component")) == {
        (m.id, str(component), str(release)) for m in seeds.models for component, release in m.components
    }


def test_answers_agree_with_their_plain_columns(rows: sqlite3.Connection) -> None:
    for value, word, flag, number, record in rows.execute("SELECT value, word, flag, number, record FROM answer"):
        answer = json.loads(record)["value"]
        assert json.loads(value) == answer
        if isinstance(answer, bool):
            assert (word, flag, number) == (None, int(answer), None)
        elif isinstance(answer, str):
            assert (word, flag, number) == (answer, None, None)
        elif isinstance(answer, list):
            assert (word, flag, number) == (",".join(answer), None, None)
        elif isinstance(answer, dict):
            assert number == answer.get("threshold", answer.get("amount"))
        else:
            assert (word, flag, number) == (None, None, None)


# Reading


def test_reading_gives_back_what_was_curated(database: Path, seeds: corpus.Knowledge) -> None:
    with closing(Reader(database)) as reader:
        assert reader.licences() == sorted(seeds.licences, key=lambda one: one.id)
        assert reader.licences(kind="policy") == sorted(seeds.policies, key=lambda one: one.id)
        assert reader.models() == sorted(seeds.models, key=lambda one: one.id)
        assert reader.claims() == sorted(seeds.claims, key=lambda one: one.id)
        assert reader.counts()["model"] == len(seeds.models)


def test_records_come_in_the_order_asked_each_once(database: Path) -> None:
    with closing(Reader(database)) as reader:
        found = reader.licences(["mit", "nowhere", "apache-2.0", "mit"])
        assert [licence.id for licence in found] == ["mit", "apache-2.0"]


def test_terms_bring_the_policies_of_policies(tmp_path: Path) -> None:
    def record(name: str, kind: str, *incorporates: str) -> r.Licence:
        return r.Licence(name, kind, name, "acme", None, "2026-01-02", v.Confidence.HIGH, incorporates=incorporates)

    told = [record("open", "licence", "use", "brand"), record("use", "policy", "safety"), record("brand", "policy")]
    told.append(record("safety", "policy", "use"))
    with closing(Reader(write_all(tmp_path / "x", told))) as reader:
        assert [policy.id for policy in reader.terms()["open"].policies] == ["use", "brand", "safety"]


def test_bases_come_with_all_that_they_are_made_from(tmp_path: Path) -> None:
    def record(name: str, *bases: str) -> r.Model:
        return r.Model(name, name, "acme", bases=tuple(r.Base(v.Relation.MERGE, base) for base in bases))

    models = [record("child", "mother", "father"), record("mother", "root"), record("father"), record("root"), record("other")]
    with closing(Reader(write_all(tmp_path / "x", models=models))) as reader:
        assert reader.with_bases(reader.models(["child"])).keys() == {"child", "mother", "father", "root"}


def test_more_names_than_one_statement_takes_are_read(tmp_path: Path) -> None:
    models = [r.Model(f"m-{number:04}", "M", "acme") for number in range(1201)]
    with closing(Reader(write_all(tmp_path / "x", models=models))) as reader:
        assert reader.models(model.id for model in reversed(models)) == models[::-1]


def test_a_path_of_any_characters_is_built_and_opened(tmp_path: Path) -> None:
    target = tmp_path / "a b%20?x=1#é" / "d?b%.sqlite"
    with closing(Reader(write_all(target, models=[r.Model("m", "M", "acme")]))) as reader:
        assert [model.id for model in reader.models()] == ["m"]
    assert [path.name for path in tmp_path.iterdir()] == [target.parent.name]


# Writing


def left_beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path != target)


def test_a_failed_build_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = write_all(tmp_path / "x.sqlite", models=[r.Model("m", "M", "acme")])
    before = target.read_bytes()
    with pytest.raises(DatabaseError, match="cannot be built"):
        write_all(target, models=[r.Model("twin", "M", "acme"), r.Model("twin", "M", "acme")])
    assert target.read_bytes() == before
    assert left_beside(target) == []


def test_answers_that_fail_half_way_leave_the_old_file(tmp_path: Path) -> None:
    def failing() -> Iterator[Any]:
        yield "model", "m", [r.Answer(v.Question.MODIFY, "allowed")]
        raise ZeroDivisionError

    target = write_all(tmp_path / "x.sqlite", models=[r.Model("m", "M", "acme")])
    before = target.read_bytes()
    with pytest.raises(ZeroDivisionError):
        write_all(target, answers=failing())
    assert target.read_bytes() == before
    assert left_beside(target) == []


def test_what_killed_builds_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    target = tmp_path / "x.sqlite"
    old, young = tmp_path / ".x.sqlite.old.building", tmp_path / ".x.sqlite.young.building"
    for path in (old, young):
        path.touch()
    os.utime(old, (0, 0))
    write_all(target)
    assert left_beside(target) == [young.name]


def test_a_journal_left_by_a_killed_writer_does_not_spoil_the_new_file(tmp_path: Path) -> None:
    target = write_all(tmp_path / "x.sqlite", models=[r.Model(f"m-{number}", "M" * 500, "acme") for number in range(50)])
    with closing(sqlite3.connect(target)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN")
        writer.execute("UPDATE model SET name = 'broken' || name")
        journal = Path(f"{target}-journal")
        hot = journal.read_bytes()
        writer.rollback()
    journal.write_bytes(hot)
    write_all(target, models=[r.Model("new", "New", "acme")])
    with closing(Reader(target)) as reader:
        assert [model.id for model in reader.models()] == ["new"]


# Whatever a record holds comes back

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SOME_TEXT = st.none() | TEXT
WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)
DAY = st.none() | st.dates().map(str)
BIG = st.integers(0, 2**63 - 1)


def of(words: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(list(words))


def some(items: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=most).map(tuple)


def unique(items: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=most, unique=True).map(tuple)


SPANS = st.none() | st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))
SOURCES = st.builds(r.Source, of(["repository", "scancode", "address", "secondary"]), TEXT, SOME_TEXT, SOME_TEXT, SOME_TEXT, DAY)
THRESHOLDS = st.builds(r.Threshold, BIG, st.booleans(), st.none() | of(v.CURRENCIES), st.none() | of(v.Over), SOME_TEXT, DAY)
CONDITIONS = (
    st.builds(r.Condition, of(v.Operand), flag=st.booleans())
    | st.builds(r.Condition, of(v.Operand), threshold=THRESHOLDS)
    | st.builds(r.Condition, of(v.Operand), any_of=some(WORD))
)
ALTERNATIVES = some(some(CONDITIONS, 2), 2)
ACTS = unique(of(v.Act))
READINGS = st.builds(r.Reading, TEXT, st.booleans(), st.none() | ACTS, st.none() | ALTERNATIVES, st.none() | ALTERNATIVES)
JSON = st.none() | st.booleans() | BIG | TEXT | st.lists(WORD, max_size=3)
ASSERTIONS = st.builds(r.Assertion, WORD, WORD, JSON, some(WORD), st.none())
CAPS = st.fixed_dictionaries({"metric": WORD, "threshold": BIG, "measured": SOME_TEXT})
ANSWERS = st.builds(
    r.Answer, of(v.Question), JSON | CAPS, SOME_TEXT, SOME_TEXT, SOME_TEXT, of(v.State).map(str), DAY, of(v.Confidence), SOME_TEXT
)


@st.composite
def licences(draw: st.DrawFn) -> list[r.Licence]:
    """Licences and policies that name each other as curated ones may."""
    ids = draw(st.lists(WORD, max_size=4, unique=True))
    policies = ids[1::2]
    made = []
    for at, name in enumerate(ids):
        cites = st.builds(r.Citation, st.just(name), TEXT, SPANS, st.none() | WORD, of(v.State), DAY)
        rules = st.builds(
            r.Rule,
            TEXT,
            of(["permit", "forbid", "duty", "route"]),
            ACTS,
            cites,
            duty=st.none() | of(v.Duty),
            when=ALTERNATIVES,
            unless=ALTERNATIVES,
            route=st.none() | of(v.Route),
            text=SOME_TEXT,
            where=SOME_TEXT,
            at=SOME_TEXT,
            accepts=some(WORD),
            accepts_beside=some(WORD),
            above=SOME_TEXT,
            disputed=st.none() | READINGS,
            note=SOME_TEXT,
        )
        facts = st.builds(r.ProvisionFact, of(v.Provision), st.booleans() | TEXT | some(WORD), cites, SOME_TEXT, SOME_TEXT)
        made.append(
            draw(
                st.builds(
                    r.Licence,
                    st.just(name),
                    st.just("policy" if at % 2 else "licence"),
                    TEXT,
                    WORD,
                    st.none() | of(v.Family),
                    st.dates().map(str),
                    of(v.Confidence),
                    published=DAY,
                    address=SOME_TEXT,
                    identifiers=some(st.builds(r.Identifier, of(["hub", "spdx", "scancode", "name"]), TEXT)),
                    editions=some(st.builds(r.Edition, WORD, some(SOURCES), st.none() | BIG, DAY, SOME_TEXT)),
                    secondary=some(SOURCES),
                    incorporates=unique(of(policies)) if policies else st.just(()),
                    means=some(st.tuples(TEXT, cites)),
                    rules=some(rules),
                    provisions=st.lists(facts, max_size=3, unique_by=lambda fact: fact.key).map(tuple),
                    note=SOME_TEXT,
                    file=TEXT,
                )
            )
        )
    return made


@st.composite
def models(draw: st.DrawFn, terms: list[r.Licence]) -> list[r.Model]:
    """Models under those licences, made from each other."""
    ids = draw(st.lists(WORD, max_size=4, unique=True))
    names = [licence.id for licence in terms]
    entries = st.builds(
        r.ModelLicence, of(names or [""]), unique(of(v.Component)), DAY, DAY, SOME_TEXT, of(v.Confidence), st.none() | SOURCES
    )
    bases = st.builds(r.Base, of(v.Relation), st.none() | of(ids or [""]), SOME_TEXT, st.none() | SOURCES)
    parts = st.dictionaries(of(v.Component), of(v.Release), max_size=3).map(lambda found: tuple(found.items()))
    return [
        draw(
            st.builds(
                r.Model,
                st.just(name),
                TEXT,
                WORD,
                family=SOME_TEXT,
                hub=st.none() | st.tuples(WORD, WORD).map("/".join),
                aliases=some(TEXT),
                released=DAY,
                parameters=st.none() | BIG,
                modalities=unique(of(v.Modality)),
                licences=some(entries) if names else st.just(()),
                bases=some(bases),
                components=parts,
                note=SOME_TEXT,
                file=TEXT,
            )
        )
        for name in ids
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_a_record_holds_comes_back(tmp_path: Path, data: st.DataObject) -> None:
    terms = data.draw(licences())
    made = data.draw(models(terms))
    claims = data.draw(
        st.lists(st.builds(r.Claim, WORD, some(WORD), TEXT, SOURCES, some(ASSERTIONS), *[SOME_TEXT] * 3, DAY), unique_by=lambda one: one.id)
    )
    answered = {one.id: data.draw(st.lists(ANSWERS, max_size=3, unique_by=lambda answer: answer.question)) for one in made}
    target = write_all(tmp_path / "x.sqlite", terms, made, claims, [("model", name, found) for name, found in answered.items()])
    with closing(Reader(target)) as reader:
        assert reader.licences([one.id for one in terms]) == terms
        assert reader.models([one.id for one in made]) == made
        assert reader.claims() == sorted(claims, key=lambda one: one.id)
        for name, answers in answered.items():
            asked = [str(answer.question) for answer in answers]
            assert asked == [] or reader.answers("model", [name], asked) == {name: answers}
        assert [reader.find("model", one.id) for one in made] == [one.id for one in made]
    with closing(sqlite3.connect(target)) as rows:
        assert rows.execute("PRAGMA foreign_key_check").fetchall() == []
        assert rows.execute("SELECT count(*) FROM rule").fetchone() == (sum(len(one.rules) for one in terms),)
