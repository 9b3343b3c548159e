"""Findings: where a declared licence and the terms of a base part, and the command that tells them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import licensedb
from licensedb import knowledge
from licensedb.knowledge import building
from licensedb.reasoning import findings
from licensedb.reasoning.lineage import World
from licensedb.records import Base, LineageFinding, Model, Rule, Scenario, Terms
from licensedb.vocabulary import CONFLICTS, Duty, FindingKind, Modality, Provision, Relation, Route
from tests import samples
from tests.by_hand import fact, forbid, made_from, model, more_than, must, permit, terms, under, way
from tests.conftest import DAY, Result
from tests.test_decide_properties import PURPOSES, fillings, licences, run_often, verdict_in

Run = Callable[..., Result]
WEIGHTS = "run modify redistribute distribute-derivatives host"
FREE = terms(permit(WEIGHTS), id="free")
STUDY = terms(permit(WEIGHTS, when={"commercial": False}), id="study")
CAPPED = terms(
    permit(WEIGHTS),
    forbid("all", "cap", when={"monthly-active-users": more_than(700)}, route=Route.SEPARATE_LICENCE),
    id="capped",
)
BEHAVED = terms(
    permit(WEIGHTS),
    forbid("all", "no-spam", when={"purpose": "spam"}),
    must(Duty.PASS_ON_RESTRICTIONS, "redistribute distribute-derivatives host"),
    id="behaved",
)
ALIKE = terms(permit(WEIGHTS), must(Duty.SAME_LICENCE, "distribute-derivatives", accepts=("alike-2",)), id="alike")


def found(
    own: Terms | None, base: Terms | None, relation: Relation = Relation.FINETUNE, name: str = "Child", more: Sequence[Terms] = ()
) -> list[LineageFinding]:
    """The findings on a model called `name` under `own` made from one under `base`."""
    child = Model("child", name, "someone", licences=model("child", own.id).licences if own else (), bases=(made_from("parent", relation),))
    parent = model("parent", base.id) if base else model("parent")
    every = {one.id: one for one in (own, base, *more) if one is not None}
    return findings.of_model(World(every, {"parent": parent, "child": child}), child, DAY)


def kinds(some: Sequence[LineageFinding]) -> list[tuple[str, str]]:
    """Kind and matter of each finding."""
    return [(str(one.kind), one.matter) for one in some]


def conflicts(some: Sequence[LineageFinding]) -> list[str]:
    """The kinds of the conflicts."""
    return [str(one.kind) for one in some if one.kind in CONFLICTS]


def clauses(one: LineageFinding) -> tuple[list[str], list[str]]:
    """The rules named on either side."""
    return [each.rule.id for each in one.theirs if each.rule], [each.rule.id for each in one.own if each.rule]


# More permissive than the base


def test_what_frees_from_a_cap_is_more_permissive_and_names_both_clauses() -> None:
    first = found(FREE, CAPPED)[0]
    assert (first.kind, first.base, first.through) == ("more-permissive-than-base", "parent", ("parent",))
    assert clauses(first) == (["cap"], ["grant"])
    assert set(first.acts) == {"run", "modify", "redistribute", "distribute-derivatives", "host"}


@pytest.mark.parametrize("base", [FREE, ALIKE, terms(permit(WEIGHTS + " use-outputs train-on-outputs"), id="wide")])
def test_a_base_that_refuses_nothing_is_not_exceeded(base: Terms) -> None:
    assert "more-permissive-than-base" not in conflicts(found(FREE, base))


def test_a_narrower_licence_is_not_more_permissive_and_inherits_the_cap() -> None:
    some = found(STUDY, CAPPED)
    assert kinds(some) == [("inherits", "cap")]
    assert clauses(some[0]) == (["cap"], [])


def test_a_narrower_licence_that_speaks_of_outputs_is_not_more_permissive_on_them() -> None:
    grant = permit(WEIGHTS, when={"commercial": False}), permit("use-outputs", "outputs", when={"commercial": False})
    assert conflicts(found(terms(*grant, id="study"), CAPPED)) == []


def test_silence_is_no_refusal_of_the_base_and_no_grant_of_the_declared_licence() -> None:
    silent_base = terms(permit(WEIGHTS), id="silent")
    assert conflicts(found(terms(permit(WEIGHTS + " use-outputs"), id="own"), silent_base)) == []
    barred = terms(permit(WEIGHTS), forbid("train-on-outputs", "ban"), id="barred")
    assert conflicts(found(FREE, barred)) == []
    assert found(terms(permit(WEIGHTS + " train-on-outputs"), id="own"), barred)[0].acts == ("train-on-outputs",)


def test_what_a_base_does_not_grant_is_refused() -> None:
    kept = terms(permit("run modify"), id="kept")
    first = found(FREE, kept)[0]
    assert set(first.acts) == {"redistribute", "distribute-derivatives", "host"}
    assert [(each.rule, each.why) for each in first.theirs] == [(None, "not-granted")]


def test_a_base_without_a_licence_grants_nothing_that_could_be_passed_on() -> None:
    first = found(FREE, None)[0]
    assert (first.kind, first.theirs[0].why) == ("more-permissive-than-base", "no-licence")


def test_a_licence_that_grants_no_sublicences_still_frees_from_use_limits() -> None:
    own = terms(permit(WEIGHTS), forbid("sublicense"), id="own")
    base = terms(*BEHAVED.licence.rules, permit("sublicense", "sub"), id="base")
    assert "more-permissive-than-base" in conflicts(found(own, base))


def test_competition_counts_as_a_limit() -> None:
    base = terms(permit(WEIGHTS), forbid("run", "rivals", when={"competitor": True}), id="base")
    first = found(FREE, base)[0]
    assert (clauses(first)[0], first.acts) == (["rivals"], ("run",))


def test_a_later_line_of_the_same_kind_is_no_conflict() -> None:
    """Each of two caps that count on different days refuses someone whom the other one lets through."""
    early, late = (
        terms(permit(WEIGHTS), forbid("all", when={"monthly-active-users": more_than(700, date=day)}), id=day)
        for day in ("2023-07-18", "2024-04-18")
    )
    assert conflicts(found(late, early)) == []
    higher = terms(permit(WEIGHTS), forbid("all", when={"monthly-active-users": more_than(900)}), id="higher")
    assert conflicts(found(higher, CAPPED)) == ["more-permissive-than-base"]
    assert conflicts(found(CAPPED, higher)) == []


def test_several_declared_licences_bind_together_or_leave_the_choice() -> None:
    base = model("parent", "capped")
    for together, expected in (("all", []), ("choice", ["more-permissive-than-base"])):
        entries = (under("free", together=together), under("capped", together=together))
        child = Model("child", "Child", "someone", licences=entries, bases=(made_from("parent"),))
        told = World({"free": FREE, "capped": CAPPED}, {"parent": base, "child": child})
        assert conflicts(findings.of_model(told, child, DAY)) == expected


@pytest.mark.parametrize("said", [(), (fact(Provision.DERIVATIVE_ADAPTER, False),)])
def test_an_adapter_given_away_alone_is_free_but_run_with_its_base_it_is_not(said: tuple[object, ...]) -> None:
    base = terms(*CAPPED.licence.rules, id="capped", provisions=said)
    assert set(found(FREE, base, Relation.ADAPTER)[0].acts) == {"run", "modify", "host"}


def test_a_quantised_copy_that_is_no_derivative_is_asked_as_a_copy() -> None:
    copies = terms(permit("run redistribute host"), id="copies", provisions=(fact(Provision.DERIVATIVE_QUANTISATION, False),))
    assert set(found(FREE, copies, Relation.QUANTIZED)[0].acts) == {"modify", "distribute-derivatives"}


def test_a_component_is_asked_unchanged() -> None:
    part = terms(permit("run redistribute host"), id="part")
    assert set(found(FREE, part, Relation.COMPONENT)[0].acts) == {"modify", "distribute-derivatives"}


def test_a_student_is_held_against_what_its_teacher_says_of_training() -> None:
    teacher = terms(permit("run"), forbid("train-on-outputs", "ban"), id="teacher")
    first = found(FREE, teacher, Relation.DISTILLED)[0]
    assert (first.kind, clauses(first)[0]) == ("more-permissive-than-base", ["ban"])
    open_teacher = terms(permit("run train-on-outputs"), id="open")
    assert found(FREE, open_teacher, Relation.DISTILLED) == []


# Duties on derivatives


def test_a_share_alike_base_accepts_itself_and_what_it_names() -> None:
    assert conflicts(found(FREE, ALIKE)) == ["cannot-be-relicensed"]
    assert conflicts(found(ALIKE, ALIKE)) == []
    assert conflicts(found(terms(permit(WEIGHTS), id="alike-2"), ALIKE)) == []


def test_of_a_base_s_licences_to_choose_from_one_will_do_and_of_those_that_bind_together_none_may_be_left_out() -> None:
    for together, expected in (("choice", []), ("all", ["cannot-be-relicensed"])):
        base = model("parent", under("free", together=together), under("alike", together=together))
        child = model("child", "free", bases=[made_from("parent")])
        told = World({"free": FREE, "alike": ALIKE}, {"parent": base, "child": child})
        assert conflicts(findings.of_model(told, child, DAY)) == expected


def test_of_a_base_s_licences_to_choose_from_the_one_that_asks_least_counts() -> None:
    def under_choice(*names: str) -> list[str]:
        base = model("parent", *(under(name, together="choice") for name in names))
        child = model("child", "study", bases=[made_from("parent")])
        told = World({one.id: one for one in (FREE, STUDY, CAPPED, ALIKE)}, {"parent": base, "child": child})
        return [str(one.kind) for one in findings.of_model(told, child, DAY)]

    assert under_choice("capped", "free") == []
    assert under_choice("alike", "capped") == ["inherits"]
    assert under_choice("alike", "free") == []


def test_a_share_alike_base_of_an_adapter_that_is_no_derivative_asks_nothing() -> None:
    assert conflicts(found(FREE, ALIKE, Relation.ADAPTER)) == []


def test_terms_are_passed_on_where_the_declared_licence_bars_the_same_purposes() -> None:
    assert conflicts(found(FREE, BEHAVED)) == ["more-permissive-than-base", "dropped-duty"]
    assert conflicts(found(BEHAVED, BEHAVED)) == []
    likewise = terms(permit(WEIGHTS), forbid("run", when={"purpose": ["spam", "fraud"]}), id="likewise")
    assert ("dropped-duty", "terms") not in kinds(found(likewise, BEHAVED))
    other = terms(permit(WEIGHTS), forbid("run", when={"purpose": "fraud"}), id="other")
    assert ("dropped-duty", "terms") in kinds(found(other, BEHAVED))


NAMED = terms(permit(WEIGHTS), must(Duty.NAME_RULE, "distribute-derivatives", text="Llama 3", at="start"), id="named")


@pytest.mark.parametrize("name", ["Llama 3 Foo", "LLAMA-3-Foo", "llama3_foo", "Ｌlama 3"])
def test_a_name_is_met_however_it_is_written(name: str) -> None:
    assert conflicts(found(NAMED, NAMED, name=name)) == []


@pytest.mark.parametrize("name", ["Foo", "Foo Llama 3", "Llama Foo", "Llama 2 Foo"])
def test_a_name_that_does_not_begin_as_told_drops_the_duty(name: str) -> None:
    assert kinds(found(NAMED, NAMED, name=name)) == [("dropped-duty", "name")]


def test_a_name_anywhere_will_do_where_the_text_says_so() -> None:
    anywhere = terms(permit(WEIGHTS), must(Duty.NAME_RULE, "distribute-derivatives", text="Mini", at="anywhere"), id="named")
    assert conflicts(found(anywhere, anywhere, name="Great MiniCPM")) == []


def test_the_name_of_the_repository_counts_too() -> None:
    rule = NAMED.licence.rules[1]
    assert findings.is_named(Model("m", "Foo", "d", hub="someone/Llama-3-Foo"), rule)
    assert not findings.is_named(Model("m", "Foo", "d", hub="Llama-3/Foo"), rule)


def test_a_teacher_s_name_rule_reaches_its_student() -> None:
    teacher = terms(permit("run train-on-outputs"), must(Duty.NAME_RULE, "train-on-outputs", text="Teacher", at="start"), id="teacher")
    assert kinds(found(FREE, teacher, Relation.DISTILLED)) == [("dropped-duty", "name")]
    assert found(FREE, teacher, Relation.DISTILLED, name="Teacher Junior") == []


def test_a_display_is_dropped_unless_the_declared_licence_asks_for_it() -> None:
    show = must(Duty.DISPLAY_ATTRIBUTION, "host", text="Built with Base")
    base = terms(permit(WEIGHTS), show, id="base")
    assert kinds(found(FREE, base)) == [("dropped-duty", "display")]
    assert found(terms(permit(WEIGHTS), show, id="own"), base) == []


def test_a_duty_on_unmodified_copies_alone_is_none_on_derivatives() -> None:
    show = must(Duty.DISPLAY_ATTRIBUTION, "host", text="Base", when={"modified": False})
    assert found(FREE, terms(permit(WEIGHTS), show, id="base")) == []


def test_a_licensor_owes_itself_nothing() -> None:
    base = terms(permit(WEIGHTS), NAMED.licence.rules[1], id="named", licensor="developer")
    told = World({"named": base}, {"parent": model("parent", "named"), "child": model("child", "named", bases=[made_from("parent")])})
    assert findings.of_model(told, told.models["child"], DAY) == []


# What is inherited


def test_every_limit_of_a_base_is_inherited_once() -> None:
    base = terms(
        permit(WEIGHTS, when={"commercial": False}),
        forbid("all", "cap", when={"annual-revenue": more_than(100, currency="USD")}),
        forbid("all", "places", when={"domicile": "EU"}),
        forbid("all", "no-spam", when={"purpose": "spam"}),
        forbid("all", "no-fraud", when={"purpose": "fraud"}),
        must(Duty.FOLLOW_USE_POLICY, "run modify redistribute distribute-derivatives host", "policy"),
        must(Duty.OBEY_LAW, WEIGHTS, "law"),
        id="base",
    )
    some = {one.matter: clauses(one)[0] for one in found(STUDY, base) if one.kind is FindingKind.INHERITS}
    assert some == {"cap": ["cap"], "field": ["grant"], "territory": ["places"], "policy": ["policy", "no-spam", "no-fraud"]}


def test_a_limit_that_speaks_of_other_models_is_not_inherited() -> None:
    base = terms(permit(WEIGHTS), forbid("all", "vision", when={"model-modality": "image", "domicile": "EU"}), id="base")
    entries = model("x", "free").licences
    for modality, expected in ((Modality.TEXT, []), (Modality.IMAGE, ["more-permissive-than-base", "inherits"])):
        child = Model("child", "Child", "d", modalities=(modality,), licences=entries, bases=(made_from("parent"),))
        told = World({"free": FREE, "base": base}, {"parent": model("parent", "base"), "child": child})
        assert [str(one.kind) for one in findings.of_model(told, child, DAY)] == expected


def test_a_student_that_is_no_derivative_inherits_what_hangs_on_training_alone() -> None:
    teacher = terms(
        permit("run train-on-outputs"),
        forbid("run", "no-spam", when={"purpose": "spam"}),
        forbid("train-on-outputs", "cap", when={"monthly-active-users": more_than(700)}),
        id="teacher",
    )
    assert [clauses(one)[0] for one in found(FREE, teacher, Relation.DISTILLED) if one.kind is FindingKind.INHERITS] == [["cap"]]


# Chains, merges, circles, days


def line(*entries: tuple[str, str | None]) -> tuple[World, Model]:
    """A line of models (id, licence), oldest first, each made from the one before."""
    made: dict[str, Model] = {}
    before: str | None = None
    for name, under_ in entries:
        made[name] = model(name, *([under_] if under_ else []), bases=[made_from(before)] if before else [])
        before = name
    return World({one.id: one for one in (FREE, CAPPED, STUDY, ALIKE, BEHAVED)}, made), made[entries[-1][0]]


def test_a_base_of_a_base_counts_and_the_way_to_it_is_told() -> None:
    told, last = line(("old", "capped"), ("middle", "free"), ("new", "free"))
    first = findings.of_model(told, last, DAY)[0]
    assert (first.kind, first.base, first.through) == ("more-permissive-than-base", "old", ("middle", "old"))


def test_the_same_finding_on_two_bases_is_told_once() -> None:
    told, last = line(("old", "capped"), ("middle", "capped"), ("new", "free"))
    some = findings.of_model(told, last, DAY)
    assert [(str(one.kind), one.base, one.also) for one in some] == [
        ("more-permissive-than-base", "middle", ("old",)),
        ("inherits", "middle", ("old",)),
    ]


def test_each_base_of_a_merge_is_held_against_the_declared_licence() -> None:
    merged = model("merged", "free", bases=[made_from("one", Relation.MERGE), made_from("two", Relation.MERGE)])
    told = World({"free": FREE, "capped": CAPPED, "alike": ALIKE}, {"one": model("one", "capped"), "two": model("two", "alike")})
    some = [(str(one.kind), one.base) for one in findings.of_model(told, merged, DAY) if one.kind in CONFLICTS]
    assert some == [("more-permissive-than-base", "one"), ("cannot-be-relicensed", "two")]


def test_a_circle_of_bases_and_a_base_without_record_come_to_an_end() -> None:
    first = model("first", "free", bases=[made_from("second"), Base(Relation.MERGE, name="something else")])
    told = World({"free": FREE, "capped": CAPPED}, {"first": first, "second": model("second", "capped", bases=[made_from("first")])})
    assert conflicts(findings.of_model(told, first, DAY)) == ["more-permissive-than-base"]


CHANGED = model("changed", under("capped", "2023-01-01", "2023-12-31"), under("free", "2024-01-01"))


@pytest.mark.parametrize(
    ("released", "start", "expected"),
    [
        ("2023-06-01", None, ["more-permissive-than-base"]),
        ("2024-06-01", None, []),
        ("2023-06-01", "2024-02-01", []),
        (None, "2023-02-01", ["more-permissive-than-base"]),
        (None, None, []),
    ],
)
def test_the_base_s_licence_of_the_release_counts(released: str | None, start: str | None, expected: list[str]) -> None:
    """Or that of the day from which the declared licence holds, where that is later; without either the day asked for."""
    child = Model("child", "Child", "someone", released=released, licences=(under("free", start),), bases=(made_from("changed"),))
    told = World({"free": FREE, "capped": CAPPED}, {"changed": CHANGED, "child": child})
    assert conflicts(findings.of_model(told, child, DAY)) == expected


def test_a_day_of_which_no_licence_is_recorded_gives_no_finding() -> None:
    late = Model("child", "Child", "someone", licences=(under("free", "2025-01-01"),), bases=(made_from("parent"),))
    told = World({"free": FREE, "capped": CAPPED}, {"parent": model("parent", "capped"), "child": late})
    assert findings.of_model(told, late, "2024-01-01") == []


# Against a second evaluation, and over all shipped licences


@run_often
@given(licences(id="own"), licences(id="base"), st.sampled_from((Relation.FINETUNE, Relation.MERGE, Relation.COMPONENT)))
def test_more_permissive_is_found_exactly_where_trying_every_filling_finds_it(own: Terms, base: Terms, relation: Relation) -> None:
    joint = terms(*(msgspec.structs.replace(rule, id=f"{one.id}-{rule.id}") for one in (own, base) for rule in one.licence.rules))
    grants, refuses = ("allowed", "with-duties"), ("on-request", "forbidden")
    narrower: set[str] = set()
    wider: set[str] = set()
    for act in ("run", "modify", "host", "use-outputs", "train-on-outputs"):
        for purpose in ((), *((one,) for one in PURPOSES)):
            for filling in fillings(joint, Scenario(purpose=purpose), act):
                mine, theirs = verdict_in(own, act, filling), verdict_in(base, act, filling)
                narrower |= {act} if mine in refuses and theirs in grants else set()
                wider |= {act} if mine in grants and theirs in refuses else set()
    expected = set() if "run" in narrower else wider - narrower
    some = [one for one in found(own, base, relation) if one.kind is FindingKind.MORE_PERMISSIVE]
    assert {str(act) for one in some for act in one.acts} == expected


@run_often
@given(licences(id="own"), st.sampled_from(list(Relation)))
def test_no_licence_is_more_permissive_than_itself(own: Terms, relation: Relation) -> None:
    assert "more-permissive-than-base" not in conflicts(found(own, own, relation))


def shipped() -> dict[str, Terms]:
    """All shipped licences with their policies."""
    read = building.load()
    policies = {policy.id: policy for policy in read.policies}
    return {one.id: Terms(one, tuple(building._incorporated(one, policies))) for one in read.licences}


SHIPPED = shipped()


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("relation", list(Relation))
def test_no_shipped_licence_is_more_permissive_than_itself_nor_than_its_double(name: str, relation: Relation) -> None:
    one = SHIPPED[name]
    assert "more-permissive-than-base" not in conflicts(found(one, one, relation))
    assert "cannot-be-relicensed" not in conflicts(found(one, one, relation))
    if relation is not Relation.DISTILLED:  # a double is another licence, and its text may well refuse students
        double = Terms(msgspec.structs.replace(one.licence, id="double"), one.policies)
        assert "more-permissive-than-base" not in conflicts(found(double, one, relation))


@pytest.mark.parametrize(
    ("own", "base", "expected"),
    [
        ("apache-2.0", "llama-2-community", {"more-permissive-than-base", "dropped-duty"}),
        ("mit", "gemma-tou-2025-03", {"more-permissive-than-base", "dropped-duty"}),
        ("apache-2.0", "apache-2.0", set()),
        ("apache-2.0", "mit", set()),
        ("mit", "apache-2.0", set()),
        ("cc-by-nc-4.0", "apache-2.0", set()),
        ("llama-2-community", "llama-2-community", set()),
        ("apache-2.0", "cc-by-sa-4.0", {"cannot-be-relicensed"}),
        ("cc-by-sa-4.0", "cc-by-sa-4.0", set()),
        ("mit", "creativeml-openrail-m", {"more-permissive-than-base", "dropped-duty"}),
        ("apache-2.0", "cc-by-nc-4.0", {"more-permissive-than-base"}),
        ("mit", "stability-community-2024", {"more-permissive-than-base", "dropped-duty"}),
        ("apache-2.0", "lfm-open-1.0", {"more-permissive-than-base"}),
        ("mit", "kimi-k2-modified-mit", {"dropped-duty"}),
    ],
)
def test_known_pairs(own: str, base: str, expected: set[str]) -> None:
    assert set(conflicts(found(SHIPPED[own], SHIPPED[base]))) == expected


@pytest.mark.parametrize("own", ["cc-by-nc-4.0", "mistral-research-0.1", "exaone-1.1-nc", "flux-1-dev-nc", "falcon-tii-1.0-2023-05"])
def test_a_non_commercial_declaration_on_llama_2_inherits_the_user_cap(own: str) -> None:
    some = found(SHIPPED[own], SHIPPED["llama-2-community"])
    assert "more-permissive-than-base" not in conflicts(some)
    assert ("llama-2-community", "user-cap") in {
        (each.document, each.rule.id) for one in some if one.kind is FindingKind.INHERITS for each in one.theirs if each.rule
    }


def test_a_conflict_names_the_cap_and_the_policy_of_llama_2() -> None:
    first = found(SHIPPED["apache-2.0"], SHIPPED["llama-2-community"])[0]
    sections = {(each.document, each.rule.cite.section) for each in first.theirs if isinstance(each.rule, Rule)}
    assert {("llama-2-community", "2"), ("llama-2-use-policy", "2.1")} <= sections
    assert [(each.document, each.rule and each.rule.cite.section) for each in first.own] == [("apache-2.0", "2")]


# The command


@pytest.fixture(scope="module")
def own_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with models of our own on shipped bases."""
    place = tmp_path_factory.mktemp("own")
    gemma = samples.one_model(identity="base-g", terms="gemma-tou-2025-03")
    tuned = samples.one_model("    bases: [{relation: finetune, model: base-g}]", identity="tuned-g", terms="mit")
    further = samples.one_model("    bases: [{relation: quantized, model: tuned-g}]", identity="quant-g", terms="mit")
    blind = samples.one_model("    bases: [{relation: merge, name: Some secret model}]", identity="blind", terms="mit")
    text = "developer: acme\nmodels:\n" + gemma + tuned + further + blind
    seeds = samples.write(place / "seeds", {"models/acme": text})
    target = place / "own.sqlite"
    knowledge.build(target, seeds=[seeds], day=DAY)
    return target


def test_lineage_draws_the_tree_the_verdicts_and_the_findings(run: Run) -> None:
    done = run("lineage", "nous-hermes-llama2-13b")
    assert (done.code, done.err) == (1, "")
    assert "Nous-Hermes-Llama2-13b (nous-hermes-llama2-13b), released 2023-07-21" in done.out
    assert "└─ fine-tune of Llama 2 13B (llama-2-13b), released 2023-07-18" in done.out
    assert "mit, from 2023-07-21 (medium confidence)" in done.out
    host = next(line for line in done.out.splitlines() if line.startswith("host "))
    assert host.split() == "host ✓ allowed ✓+ with duties llama-2-13b llama-2-community §1.a".split()
    assert "✗ more permissive than its base: llama-2-13b" in done.out
    assert "700,000,000" in done.out
    assert "[mit first paragraph [verified by curators" in done.out
    assert f"as of {DAY}" in done.out


@pytest.mark.parametrize(("name", "code"), [("zephyr-7b-beta", 0), ("grok-1", 0), ("vicuna-7b-v1.5", 0), ("llama-2-7b-gguf-thebloke", 0)])
def test_lineage_ends_with_0_where_all_fits(run: Run, name: str, code: int) -> None:
    assert run("lineage", name).code == code


def test_lineage_ends_with_1_along_a_chain_and_with_3_where_a_base_is_unknown(run: Run, own_models: Path) -> None:
    tuned, quantised, blind = (run("lineage", name, db=own_models) for name in ("tuned-g", "quant-g", "blind"))
    assert (tuned.code, quantised.code, blind.code) == (1, 1, 3)
    assert "base-g, by way of tuned-g" in quantised.out
    assert "Some secret model" in blind.out
    assert "its terms are not recorded" in blind.out
    assert "What they add is not known" in blind.out


def test_lineage_tells_what_was_made_from_a_model(run: Run, own_models: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("lineage", "base-g", "--derived", "-f", "csv", db=own_models).out)))
    made = [(row["id"], row["kind"], row["through"]) for row in rows if row["part"] == "derived"]
    assert made == [("tuned-g", "finetune", "base-g"), ("quant-g", "quantized", "tuned-g")]


def test_lineage_prints_json_in_the_documented_shape(run: Run) -> None:
    done = run("lineage", "nous-hermes-llama2-13b", "--derived", "--format", "json")
    told = json.loads(done.out)
    assert told["schema"] == "licensedb.lineage/1"
    assert told["held"] == "2023-07-21"
    assert [base["id"] for base in told["tree"]["bases"]] == ["llama-2-13b"]
    first = told["findings"][0]
    assert (first["kind"], first["conflict"], first["base"]) == ("more-permissive-than-base", True, "llama-2-13b")
    assert first["theirs"][0]["section"] == "2"
    assert first["declared"][0]["document"] == "mit"
    trained = next(row for row in told["verdicts"] if row["act"] == "train-on-outputs")
    assert (trained["declared"], trained["effective"], trained["through"]) == ("silent", "forbidden", "llama-2-13b")


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_lineage_names_both_clauses_in_every_form(run: Run, own_models: Path, form: str) -> None:
    done = run("lineage", "tuned-g", "-f", form, db=own_models)
    assert done.code == 1
    for word in ("gemma-prohibited-use-policy", "gemma-tou-2025-03", "first paragraph", "verified"):
        assert word in done.out


def test_lineage_of_a_licence_is_misuse(run: Run) -> None:
    done = run("lineage", "apache-2.0")
    assert (done.code, done.out) == (2, "")
    assert done.err == "'apache-2.0' is a licence (lineage takes a model)\n"


def test_lineage_of_a_day_before_the_first_licence_says_so(run: Run) -> None:
    done = run("lineage", "nous-hermes-llama2-13b", "--as-of", "2023-01-01")
    assert done.code == 3
    assert "no licence recorded for that day" in done.out


def test_models_with_conflicts_alone(run: Run, own_models: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("models", "--conflicts", "-f", "csv", db=own_models).out)))
    told = {row["model"]: row["conflicts"] for row in rows}
    assert set(told) >= {"nous-hermes-llama2-13b", "tuned-g", "quant-g"}
    assert all(told.values())
    assert not set(told) & {"llama-2-7b", "llama-2-7b-chat", "mistral-7b-instruct-v0.1", "zephyr-7b-beta"}
    assert "more-permissive-than-base (base-g)" in told["quant-g"]


def test_lists_say_which_base_decides(run: Run) -> None:
    listed = run("models", "--developer", "nousresearch", "--allows", "host")
    assert "their own licences and those of their bases together" in listed.out
    told = csv.DictReader(io.StringIO(run("models", "--developer", "nousresearch", "--allows", "host", "-f", "csv").out))
    assert {row["model"]: row["through"] for row in told}["nous-hermes-llama2-13b"] == "llama-2-13b"
    stated = ("--allows", "host", "--users", "5M")
    fresh = csv.DictReader(io.StringIO(run("models", "--developer", "nousresearch", *stated, "-f", "csv").out))
    assert {row["model"]: row["through"] for row in fresh}["nous-hermes-llama2-13b"] == "llama-2-13b"
    compared = run("compare", "nous-hermes-llama2-13b", "-q", "user-cap")
    assert "[§2, llama-2-community] through llama-2-13b" in compared.out


def test_the_library_gives_the_same_findings(kb: licensedb.KnowledgeBase) -> None:
    some = kb.lineage("nous-hermes-llama2-13b").findings
    assert [str(one.kind) for one in some if one.kind in CONFLICTS] == ["more-permissive-than-base", "dropped-duty"]
    assert [str(one.act) for one in kb.lineage("grok-1").rows][:2] == ["run", "modify"]


def test_a_way_to_ask_is_a_refusal_too() -> None:
    gated = terms(permit(WEIGHTS, when={"commercial": False}), way(Route.SEPARATE_LICENCE), id="gated")
    assert conflicts(found(FREE, gated)) == ["more-permissive-than-base"]
