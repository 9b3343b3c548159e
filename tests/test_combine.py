"""Bringing together, by properties and as a command; the worked cases are in test_combine_cases.py."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import licensedb
from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.knowledge.combined import Answering
from licensedb.reasoning import combining, offering
from licensedb.reasoning.combining import Piece
from licensedb.reasoning.lineage import World
from licensedb.vocabulary import JOIN_READINGS, ClashKind, Duty, Joining, JoinReading, Outcoming, Relation, Verdict
from tests.by_hand import forbid, made_from, model, must, permit, terms
from tests.conftest import DAY, Result

Run = Callable[..., Result]
PLANS = (Outcoming.KEEP, Outcoming.PUBLISH, Outcoming.SELL, Outcoming.HOST)
RANKS = (Verdict.ALLOWED, Verdict.WITH_DUTIES, Verdict.SILENT, Verdict.ON_REQUEST, Verdict.DEPENDS, Verdict.FORBIDDEN)
ABOUT = r.About("test", "2026-01-01", DAY, r.Scenario(commercial=False, received="from-licensor", target="same-kind"))

some = settings(max_examples=80, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


# A small world of licences that differ in what bears on bringing together

NAMES = ("a", "b", "c", "d")


@st.composite
def licences(draw: st.DrawFn) -> tuple[r.Terms, ...]:
    """Four licences, some of them share-alike, limited, with restrictions, bans and names."""
    return tuple(draw(licence(name)) for name in NAMES)


@st.composite
def licence(draw: st.DrawFn, name: str) -> r.Terms:
    only = {"when": {"commercial": False}} if draw(st.booleans()) else {}
    rules = [permit(draw(st.sampled_from(["weights", "run redistribute", "run modify redistribute host"])), **only)]
    if draw(st.booleans()):
        rules.append(permit("outputs", "outputs"))
    if draw(st.booleans()):
        rules.append(forbid("improve-other-model train-on-outputs", "no-others", when={"target": "same-kind"}))
    if draw(st.booleans()):
        accepts = tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)))
        rules.append(must(Duty.SAME_LICENCE, "distribute-derivatives", accepts=accepts))
        rules += [must(Duty.NO_ADDED_TERMS, "distribute-derivatives")] if draw(st.booleans()) else []
    if draw(st.booleans()):
        purposes = draw(st.lists(st.sampled_from(["military", "spam", "hate"]), min_size=1, max_size=2, unique=True))
        rules += [forbid("all", "bars", when={"purpose": purposes}), must(Duty.PASS_ON_RESTRICTIONS, "distribute-derivatives")]
    if draw(st.booleans()):
        rules.append(must(Duty.NAME_RULE, "distribute-derivatives", text=draw(st.sampled_from(["Ox", "Ox 2", "Elk"])), at="start"))
    return terms(*rules, id=name, licensor=name)


class Answered(NamedTuple):
    """What a way of bringing together comes to."""

    ranks: tuple[int, ...]
    fits: frozenset[str] | None  # None: no part has a say
    own_terms: bool
    clashes: frozenset[tuple[Outcoming, ClashKind, frozenset[str]]]


def answered(world: Sequence[r.Terms], parts: Sequence[str], joining: Joining, reading: JoinReading, models: bool = False) -> Answered:
    """The answer for parts under these licences, in this order."""
    every = {one.id: one for one in world}
    made = [model(f"{name}-{at if models else 0}", name) for at, name in enumerate(parts)]
    pieces = tuple(Piece(combining.ROLES[joining], "licence", one.id, one) for one in dict.fromkeys(made))
    plan = combining.planned(World(every, {one.id: one for one in made}), DAY, joining, pieces)
    known = offering.Pool(every, {}, frozenset())
    answer = Answering(plan, ABOUT, PLANS, known).answer(reading)
    offer = answer.offer
    fits = None if offer is None or not offer.bound else frozenset(one.id for one in offer.fits)
    clashes = frozenset(
        (row.do, one.kind, frozenset(f"{c.document}/{c.rule.id}" for c in one.clauses if c.rule))
        for row in answer.rows
        for one in row.clashes
    )
    return Answered(tuple(map(rank, answer.rows)), fits, offer is None or offer.own_terms, clashes)


def rank(row: r.JoinRow) -> int:
    """How bad the verdict is; of one that depends, its worst outcome."""
    if row.verdict is Verdict.DEPENDS and row.check.decision.outcomes:
        return max(RANKS.index(one.verdict) for one in row.check.decision.outcomes)
    return RANKS.index(row.verdict)


WAYS = st.sampled_from([(joining, reading) for joining, both in JOIN_READINGS.items() for reading in both])
PARTS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)


@some
@given(world=licences(), parts=PARTS, further=st.sampled_from(NAMES), way=WAYS)
def test_a_further_part_never_improves_the_answer(
    world: tuple[r.Terms, ...], parts: list[str], further: str, way: tuple[Joining, JoinReading]
) -> None:
    before, after = answered(world, parts, *way), answered(world, [*parts, further], *way)
    assert all(old <= new for old, new in zip(before.ranks, after.ranks, strict=True))
    assert before.own_terms or not after.own_terms
    assert before.fits is None or (after.fits is not None and after.fits <= before.fits)


@some
@given(world=licences(), parts=st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True), way=WAYS)
def test_the_order_of_parts_does_not_matter(world: tuple[r.Terms, ...], parts: list[str], way: tuple[Joining, JoinReading]) -> None:
    assert answered(world, parts, *way) == answered(world, parts[::-1], *way)


@some
@given(world=licences(), name=st.sampled_from(NAMES), way=WAYS)
def test_a_part_beside_another_under_its_own_licence_is_no_worse_than_alone(
    world: tuple[r.Terms, ...], name: str, way: tuple[Joining, JoinReading]
) -> None:
    alone, twice = answered(world, [name], *way), answered(world, [name, name], *way, models=True)
    assert (alone.ranks, alone.fits, alone.own_terms) == (twice.ranks, twice.fits, twice.own_terms)


@some
@given(world=licences(), parts=PARTS, way=WAYS)
def test_no_clash_of_terms_where_a_licence_fits(world: tuple[r.Terms, ...], parts: list[str], way: tuple[Joining, JoinReading]) -> None:
    found = answered(world, parts, *way)
    terms_clash = any(kind in (ClashKind.SHARE_ALIKE, ClashKind.ADDED_TERMS) for do, kind, _ in found.clashes if do is Outcoming.PUBLISH)
    if found.fits is not None:
        assert terms_clash is not (bool(found.fits) or found.own_terms)


KNOWN = [
    "apache-2.0",
    "mit",
    "gpl-3.0",
    "cc-by-sa-4.0",
    "cc-by-nc-4.0",
    "cc-by-nd-4.0",
    "creativeml-openrail-m",
    "llama-2-community",
    "llama-3.1-community",
    "gemma-tou-2025-03",
    "odbl-1.0",
    "flux-1-dev-nc-1.1.1",
]


@pytest.mark.parametrize("joining", Joining)
@pytest.mark.parametrize("one", KNOWN)
def test_with_recorded_licences_a_further_part_never_improves_the_answer(kb: licensedb.KnowledgeBase, joining: Joining, one: str) -> None:
    other = KNOWN[(KNOWN.index(one) + 5) % len(KNOWN)]
    before, after, turned = (kb.combine(names, joining, as_of=DAY).answer for names in ([one, one], [one, other], [other, one]))
    assert after == turned
    assert all(rank(old) <= rank(new) for old, new in zip(before.rows, after.rows, strict=True))


# What the terms of bases and of licences to choose from come to


def test_terms_of_bases_count(kb: licensedb.KnowledgeBase) -> None:
    found = kb.combine(["nous-hermes-llama2-13b", "mistral-7b-v0.1"], as_of=DAY)
    row = found.answer.rows[0]
    assert row.verdict is Verdict.FORBIDDEN
    assert {one.through for one in row.said} >= {None, "llama-2-13b"}
    assert any(clause.document == "llama-2-community" for one in row.clashes for clause in one.clauses)


def test_of_licences_to_choose_from_the_one_that_clashes_least_is_taken() -> None:
    alike = {name: terms(permit("weights"), must(Duty.SAME_LICENCE, "distribute-derivatives"), id=name) for name in ("a", "b")}
    from tests.by_hand import under

    both = model("both", under("a", together="choice"), under("b", together="choice"))
    pieces = tuple(Piece(combining.ROLES[Joining.MERGE], "model", one.id, one) for one in (both, model("one", "b")))
    plan = combining.planned(World(alike, {piece.id: piece.model for piece in pieces}), DAY, Joining.MERGE, pieces)
    answer = Answering(plan, ABOUT, (Outcoming.PUBLISH,), offering.Pool(alike, {}, frozenset())).answer(JoinReading.BETTERS_ANOTHER)
    assert answer.rows[0].verdict is Verdict.WITH_DUTIES
    assert answer.offer is not None and [one.id for one in answer.offer.fits] == ["b"]


def test_a_model_without_a_licence_bars_the_result() -> None:
    bare = model("bare")
    plan = combining.planned(World({}, {"bare": bare}), DAY, Joining.MERGE, (Piece(combining.ROLES[Joining.MERGE], "model", "bare", bare),))
    row = Answering(plan, ABOUT, (Outcoming.PUBLISH,), offering.Pool({}, {}, frozenset())).answer(JoinReading.BETTERS_ANOTHER).rows[0]
    assert (row.verdict, row.clashes[0].kind) == (Verdict.FORBIDDEN, ClashKind.NOT_GRANTED)


def test_which_texts_are_their_licensors_own() -> None:
    every = {
        "general": terms(id="general", licensor="steward"),
        "chosen": terms(id="chosen", licensor="maker"),
        "vendor": terms(id="vendor", licensor="maker"),
        "listed": terms(id="listed", licensor="maker", identifiers=(r.Identifier("spdx", "Listed-1.0"),)),
    }

    def made(name: str, by: str, under_: str, *bases: str) -> r.Model:
        return r.Model(
            name, name, by, licences=model(name, under_).licences, bases=tuple(made_from(base, Relation.FINETUNE) for base in bases)
        )

    models = [
        made("first", "maker", "vendor"),
        made("tuned", "other", "vendor", "first"),
        made("tuned-2", "another", "vendor", "first"),
        made("x", "other", "chosen"),
        made("y", "another", "chosen"),
    ]
    known = offering.pool(every, models)
    assert known.own == {"vendor"}
    assert known.models == {"vendor": 3, "chosen": 2}


def test_the_licences_that_most_models_have_come_first(kb: licensedb.KnowledgeBase) -> None:
    offer = kb.combine(["mit", "apache-2.0"], as_of=DAY).answer.offer
    assert offer is not None
    assert [one.id for one in offer.fits[:3]] == ["apache-2.0", "mit", "cc-by-nc-4.0"]
    counts = [one.models for one in offer.fits]
    assert counts == sorted(counts, reverse=True)


def test_a_disputed_duty_on_the_terms_is_told(run: Run) -> None:
    told = run("combine", "flux-1-dev", "mit", "--do", "publish").out.split("Terms of the result")[1]
    assert "terms of your own: no" in told.split("disputed: ")[0]


def test_suits_and_governing_law_are_listed(kb: licensedb.KnowledgeBase) -> None:
    facts = {(one.document, str(one.fact.key)) for one in kb.combine(["llama-2-7b", "mistral-7b-v0.1"], as_of=DAY).facts}
    assert facts >= {
        ("llama-2-community", "litigation-termination"),
        ("apache-2.0", "litigation-termination"),
        ("llama-2-community", "governing-law"),
    }


def test_both_readings_of_unsettled_law_are_told(run: Run) -> None:
    done = run("combine", "cc-by-nd-4.0", "--as", "train", "--do", "publish")
    told = done.out.split("Unsettled\n")[1]
    assert done.code == 1
    assert "whether a model derives from the data" in told
    assert "publish: ✓ allowed" in told


# The command


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["mit", "apache-2.0"], 0),
        (["llama-2-7b", "mistral-7b-v0.1"], 1),
        (["cc-by-nc-4.0", "mit", "--do", "publish"], 0),
        (["cc-by-nc-4.0", "mit"], 1),
        (["gpt-4", "--as", "distil"], 3),
        (["cc-by-nc-4.0", "mit", "--do", "publish", "--users", "5M"], 3),
    ],
)
def test_the_exit_code_tells_yes_no_and_undetermined(run: Run, arguments: list[str], code: int) -> None:
    assert run("combine", *arguments).code == code


def test_names_and_order_are_free(run: Run) -> None:
    one = run("combine", "mistralai/Mistral-7B-v0.1", "Llama 2 7B")
    other = run("combine", "llama-2-7b", "mistral-7b-v0.1")
    assert one.out == other.out


def test_json_has_the_documented_shape(run: Run) -> None:
    done = run("combine", "llama-3.1-8b", "--as", "distil", "--into", "qwen2.5-7b", "-f", "json")
    found = json.loads(done.out)
    assert done.code == 0
    assert (found["schema"], found["as"], found["reading"]) == ("licensedb.combine/1", "distil", "no-derivative")
    assert [(part["role"], part["id"]) for part in found["parts"]] == [("teacher", "llama-3.1-8b"), ("changed", "qwen2.5-7b")]
    assert [row["do"] for row in found["rows"]] == ["publish", "sell"]
    name = next(due for due in found["rows"][0]["duties"] if due["duty"] == "name-rule")
    assert (name["document"], name["section"], name["text"], name["at"]) == ("llama-3.1-community", "1.b.i", "Llama", "start")
    assert {"part", "act", "verdict", "document", "section", "state"} <= set(found["rows"][0]["asked"][0])
    assert found["offer"]["own_terms"] is True and found["offer"]["fits"][0]["id"] == "apache-2.0"
    assert {one["why"] for one in found["offer"]["others"]} >= {"own-text"}
    assert found["other_reading"]["reading"] == "derivative" and found["unsettled"]
    assert all(clause["section"] for clause in found["limits"])


def test_a_clash_names_both_clauses_in_every_format(run: Run) -> None:
    arguments = ("combine", "gpl-3.0", "creativeml-openrail-m", "--do", "publish")
    for form in ("table", "markdown"):
        told = run(*arguments, "-f", form).out
        assert "gpl-3.0 §5(c)" in told and "creativeml-openrail-m §4 (1st condition)" in told
    clash = json.loads(run(*arguments, "-f", "json").out)["rows"][0]["clashes"][0]
    assert {(one["document"], one["section"]) for one in clash["clauses"]} >= {
        ("gpl-3.0", "5(c)"),
        ("creativeml-openrail-m", "4 (1st condition)"),
    }
    rows = list(csv.DictReader(io.StringIO(run(*arguments, "-f", "csv").out)))
    assert {row["section"] for row in rows if row["about"] == "clash: added-terms"} >= {"5(c)", "4 (1st condition)"}


def test_markdown_has_a_heading_for_each_plan(run: Run) -> None:
    told = run("combine", "mit", "apache-2.0", "-f", "markdown").out
    assert [line.split(" (")[0] for line in told.splitlines() if line.startswith("## ")] == [
        "## Brought together",
        "## publish",
        "## sell",
        "## Terms of the result",
        "## Suits and governing law",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing-of-that-name"], "no model is called"),
        (["mit", "--as", "glue"], "no way of bringing together"),
        (["mit", "--do", "eat"], "no plan for the result"),
        (["mit", "llama-2-use-policy"], "use policy"),
        (["mit", "--as", "distil", "--into", "llama-2-use-policy"], "use policy"),
        (["mit", "bsd-3-clause", "--into", "apache-2.0"], "without --into"),
        (["mit", "apache-2.0", "--do", "sell", "--non-commercial"], "to sell is commercial"),
        (["mit", "apache-2.0", "--as-of", "yesterday"], "is no date"),
        (["mit OR apache-2.0", "mit"], "expression of several licences"),
        (["llama-2-7b"], "a merge takes two parts or more (of llama-2-7b alone: licensedb check llama-2-7b --do"),
        (["mit", "--as", "ensemble"], "an ensemble takes two parts or more"),
        (["llama-2-7b", "mit", "llama-2-7b"], "'llama-2-7b' is named twice"),
        (["llama-2-7b", "meta-llama/Llama-2-7b-hf", "--as", "distil"], "'llama-2-7b' and 'meta-llama/Llama-2-7b-hf' are both llama-2-7b"),
        (["gpl", "mit"], "'gpl' is a family of licences, its version unknown (name one: gpl-1.0, gpl-2.0, gpl-3.0)"),
        (["mit", "--as", "train", "--into", "cc-by-nc"], "'cc-by-nc' is a family"),
        ([], "NAME"),
    ],
)
def test_misuse_is_one_line_and_no_answer(run: Run, arguments: list[str], told: str) -> None:
    done = run("combine", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert told in done.err


def test_a_licence_may_be_named_twice(run: Run) -> None:
    assert run("combine", "cc-by-sa-4.0", "CC-BY-SA-4.0", "--do", "publish").code == 0


def test_a_student_under_its_teachers_terms_is_no_other_model(kb: licensedb.KnowledgeBase) -> None:
    own = kb.combine(["llama-2-70b"], "distil", into="llama-2-7b", as_of=DAY).answer.rows[0]
    assert (own.verdict, own.clashes) == (Verdict.SILENT, ())  # Llama 2 says nothing of outputs but that ban
    assert {str(one.decision.act) for one in own.said if one.part == "llama-2-70b"} == {"use-outputs"}
    other = kb.combine(["llama-2-70b"], "distil", into="llama-3-8b", as_of=DAY).answer.rows[0]
    assert [one.kind for one in other.clashes] == [ClashKind.OTHER_MODELS]


def test_the_clause_of_a_limit_is_told_where_terms_clash_too(run: Run) -> None:
    told = run("combine", "flux-1-dev", "stable-diffusion-xl-base-1.0", "--do", "sell").out
    assert told.count("a limit on what it may be used for: flux-1-dev\n    You may") == 2


def test_what_one_part_says_nothing_of_leaves_the_duties_of_the_others(kb: licensedb.KnowledgeBase) -> None:
    row = kb.combine(["command-r-v01", "qwen2.5-72b"], "distil", as_of=DAY).answer.rows[0]
    assert row.verdict is Verdict.SILENT
    assert Duty.DISPLAY_ATTRIBUTION in {one.rule.duty for one in row.check.duties if one.document == "qwen-2024"}


def test_a_duty_with_one_clause_is_told_once(run: Run) -> None:
    lines = [line for line in run("combine", "gemma-2-9b", "--as", "distil", "--do", "publish").out.splitlines() if "[ ]" in line]
    assert lines and len(lines) == len(set(lines))


def test_too_much_left_open_is_said(kb: licensedb.KnowledgeBase) -> None:
    names = ["llama-2-7b", "llama-3-8b", "llama-3.1-8b", "gemma-2-9b", "qwen2.5-72b", "stable-diffusion-3.5-large", "falcon-180b"]
    names += ["flux-1-dev", "hunyuan-large", "kimi-k2-instruct"]
    with pytest.raises(MisuseError, match=r"state more or name a profile; open: .*monthly-active-users"):
        kb.combine(names, commercial=True, as_of=DAY)
    assert all(row.verdict is Verdict.FORBIDDEN for row in kb.combine(names, profile="startup", as_of=DAY).answer.rows)


def test_every_reading_and_way_has_words(run: Run) -> None:
    for joining, do in itertools.product(Joining, ("keep", "generate")):
        done = run("combine", "creativeml-openrail-m", "gpl-3.0", "--as", joining, "--do", do)
        assert done.code in (0, 1, 3)
        assert f"{do} (" in done.out
