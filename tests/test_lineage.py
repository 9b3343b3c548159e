"""Lineage: what a model's bases are asked, on which day, and the known cases of the shipped seeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

import licensedb
from licensedb.reasoning import findings, questions
from licensedb.reasoning.batch import Batch
from licensedb.reasoning.decide import decide_group
from licensedb.reasoning.lineage import World, asked, facts_of
from licensedb.records import Base, Decision, Model, ProvisionFact, Scenario, Terms
from licensedb.vocabulary import Act, Duty, Modality, Provision, Question, Relation, Route
from tests.by_hand import fact, forbid, made_from, model, more_than, must, permit, terms, under

DAY = "2026-01-01"
WEIGHTS = "run modify redistribute distribute-derivatives host"
FREE = terms(permit(WEIGHTS), id="free")
EVERY_RELATION = [relation for relation in Relation if relation is not Relation.DISTILLED]


def world(base: Terms, *models: Model, own: Terms = FREE, more: Sequence[Terms] = ()) -> World:
    """A world of a few licences and models."""
    return World({one.id: one for one in (base, own, *more)}, {one.id: one for one in models})


def child_of(base: Terms, relation: Relation = Relation.FINETUNE, own: Terms = FREE) -> tuple[World, Model]:
    """A model under `own` made from one under `base`."""
    child = model("child", own.id, bases=[made_from("parent", relation)])
    return world(base, model("parent", base.id), child, own=own), child


def ask(found: tuple[World, Model], act: str, day: str = DAY, **stated: Any) -> Decision:
    """The decision on a model."""
    told, child = found
    return decide_group(asked(told, child, Act(act), day), Act(act), facts_of(child, Scenario(**stated)))


def verdict(found: tuple[World, Model], act: str, **stated: Any) -> str:
    """The bare verdict on a model."""
    return str(ask(found, act, **stated).verdict)


# What a base is asked


@pytest.mark.parametrize("relation", [Relation.FINETUNE, Relation.MERGE, Relation.QUANTIZED])
def test_giving_out_a_derivative_asks_the_base_for_derivatives(relation: Relation) -> None:
    copies_only = terms(permit("run modify redistribute host"), id="copies-only")
    for act in ("redistribute", "distribute-derivatives"):
        found = ask(child_of(copies_only, relation), act)
        assert (found.verdict, found.reason.through, found.reason.why) == ("forbidden", "parent", "not-granted")


@pytest.mark.parametrize("act", ["run", "modify", "use-outputs", "train-on-outputs"])
def test_other_acts_are_asked_of_the_base_unchanged(act: str) -> None:
    base = terms(permit(WEIGHTS + " use-outputs train-on-outputs"), forbid(act), id="base")
    found = ask(child_of(base), act)
    assert (found.verdict, found.reason.document, found.reason.through) == ("forbidden", "base", "parent")


def test_hosting_a_derivative_asks_the_base_for_hosting_modified_weights() -> None:
    base = terms(permit(WEIGHTS), must(Duty.NAME_RULE, "host", text="Base", at="start", when={"modified": True}), id="base")
    assert verdict(child_of(base), "host") == "with-duties"


def test_the_worst_of_a_model_and_its_base_counts_either_way() -> None:
    strict = terms(permit("run"), forbid("run", route=Route.SEPARATE_LICENCE), id="strict")
    assert verdict(child_of(strict), "run") == "on-request"
    assert verdict(child_of(FREE, own=strict), "run") == "on-request"
    assert verdict(child_of(FREE), "run") == "allowed"


def test_duties_of_a_base_are_due_on_what_is_made_from_it() -> None:
    base = terms(permit(WEIGHTS), must(Duty.PROVIDE_LICENCE_COPY, "distribute-derivatives", "copy"), id="base")
    found = ask(child_of(base), "redistribute")
    assert (found.verdict, found.duties, found.reason.through) == ("with-duties", ("base/copy",), "parent")


def test_bases_of_bases_are_asked_too() -> None:
    base = terms(permit(WEIGHTS), forbid("host", when={"commercial": True}), id="base")
    models = [model("old", "base"), model("middle", "free", bases=[made_from("old")]), model("new", "free", bases=[made_from("middle")])]
    found = ask((world(base, *models), models[-1]), "host", commercial=True)
    assert (found.verdict, found.reason.through) == ("forbidden", "old")


def test_every_base_of_a_merge_is_asked() -> None:
    study = terms(permit(WEIGHTS, when={"commercial": False}), id="study")
    merged = model("merged", "free", bases=[made_from("first", Relation.MERGE), made_from("second", Relation.MERGE)])
    told = World({"free": FREE, "study": study}, {"first": model("first", "free"), "second": model("second", "study"), "merged": merged})
    assert ask((told, merged), "run", commercial=True).reason.through == "second"


def test_a_model_and_its_base_are_asked_in_the_same_cell() -> None:
    trade, study = terms(permit("run", when={"commercial": True}), id="trade"), terms(permit("run", when={"commercial": False}), id="study")
    assert verdict(child_of(trade, own=study), "run") == "forbidden"


def test_a_base_that_is_not_recorded_leaves_the_answer_open() -> None:
    child = model("child", "free", bases=[Base(Relation.FINETUNE, name="something else")])
    found = ask((world(FREE, child), child), "run")
    assert (found.verdict, found.reason.why, found.confidence) == ("silent", "base-not-recorded", "low")


def test_a_base_without_a_licence_grants_nothing() -> None:
    child = model("child", "free", bases=[made_from("parent")])
    found = ask((world(FREE, model("parent"), child), child), "run")
    assert (found.verdict, found.reason.why, found.reason.through) == ("forbidden", "no-licence", "parent")


def test_a_circle_of_bases_comes_to_an_end() -> None:
    first, second = model("first", "free", bases=[made_from("second")]), model("second", "free", bases=[made_from("first")])
    assert verdict((world(FREE, first, second), first), "run") == "allowed"


@pytest.mark.parametrize("relation", EVERY_RELATION)
def test_running_what_is_made_from_a_base_asks_the_base(relation: Relation) -> None:
    study = terms(permit(WEIGHTS, when={"commercial": False}), id="study")
    assert verdict(child_of(study, relation), "run", commercial=True) == "forbidden"


# Quantised copies, adapters, components, students


SAME_FORMAT = fact(Provision.DERIVATIVE_QUANTISATION, False)


def test_a_quantised_copy_is_a_mere_copy_where_the_licence_says_so() -> None:
    copies_only = terms(permit("run modify redistribute host"), id="copies-only", provisions=(SAME_FORMAT,))
    assert verdict(child_of(copies_only, Relation.QUANTIZED), "redistribute") == "allowed"


def test_a_derivative_of_a_mere_copy_is_a_derivative_of_the_base() -> None:
    copies_only = terms(permit("run modify redistribute host"), id="copies-only", provisions=(SAME_FORMAT,))
    assert verdict(child_of(copies_only, Relation.QUANTIZED), "distribute-derivatives") == "forbidden"


def test_a_hosted_mere_copy_is_not_modified() -> None:
    base = terms(permit(WEIGHTS), must(Duty.STATE_CHANGES, "host", when={"modified": True}), id="base", provisions=(SAME_FORMAT,))
    assert verdict(child_of(base, Relation.QUANTIZED), "host") == "allowed"


NO_DERIVATIVE = fact(Provision.DERIVATIVE_ADAPTER, False)


@pytest.mark.parametrize("said", [(NO_DERIVATIVE,), ()])
def test_an_adapter_alone_asks_no_base_that_does_not_count_it_as_a_derivative(said: tuple[ProvisionFact, ...]) -> None:
    closed = terms(permit("run modify"), id="closed", provisions=said)
    assert verdict(child_of(closed, Relation.ADAPTER), "redistribute") == "allowed"


def test_an_adapter_that_is_a_derivative_asks_the_base() -> None:
    closed = terms(permit("run modify"), id="closed", provisions=(fact(Provision.DERIVATIVE_ADAPTER, True),))
    assert verdict(child_of(closed, Relation.ADAPTER), "redistribute") == "forbidden"


@pytest.mark.parametrize("act", ["run", "host", "use-outputs"])
def test_an_adapter_runs_with_its_base_and_then_the_base_is_asked(act: str) -> None:
    study = terms(permit(WEIGHTS, when={"commercial": False}), id="study", provisions=(NO_DERIVATIVE,))
    assert verdict(child_of(study, Relation.ADAPTER), act, commercial=True) == "forbidden"


def test_a_component_is_asked_every_act_unchanged() -> None:
    part = terms(permit("run redistribute host"), must(Duty.STATE_CHANGES, "host", when={"modified": True}), id="part")
    found = child_of(part, Relation.COMPONENT)
    assert verdict(found, "redistribute") == "allowed"
    assert verdict(found, "distribute-derivatives") == "forbidden"
    assert verdict(found, "host", modified=False) == "allowed"


@pytest.mark.parametrize("act", ["run", "modify", "redistribute", "distribute-derivatives", "host"])
def test_a_student_asks_whether_its_teacher_s_outputs_may_train(act: str) -> None:
    teacher = terms(permit("run"), forbid("train-on-outputs"), id="teacher")
    found = ask(child_of(teacher, Relation.DISTILLED), act)
    assert (found.verdict, found.reason.through) == ("forbidden", "parent")


def test_a_student_bears_the_duties_of_training_and_no_others() -> None:
    teacher = terms(
        permit("run train-on-outputs"),
        must(Duty.NAME_RULE, "train-on-outputs", "name", text="Teacher", at="start"),
        must(Duty.PROVIDE_LICENCE_COPY, "redistribute distribute-derivatives", "copy"),
        id="teacher",
    )
    assert ask(child_of(teacher, Relation.DISTILLED), "redistribute").duties == ("teacher/name",)


def test_a_student_is_bound_in_full_where_the_text_makes_it_a_derivative() -> None:
    teacher = terms(permit("run train-on-outputs"), id="teacher", provisions=(fact(Provision.DERIVATIVE_DISTILLATION_FROM_OUTPUTS, True),))
    assert verdict(child_of(teacher, Relation.DISTILLED), "redistribute") == "forbidden"


def test_a_student_s_outputs_are_its_own() -> None:
    teacher = terms(permit("run train-on-outputs"), forbid("use-outputs"), id="teacher")
    assert verdict(child_of(teacher, Relation.DISTILLED), "use-outputs") == "silent"


# Several licences, and days


def test_licences_together_bind_all_and_a_choice_takes_the_better() -> None:
    closed = terms(permit("modify"), id="closed")
    both = model("both", under("free", together="all"), under("closed", together="all"))
    either = model("either", under("closed", together="choice"), under("free", together="choice"))
    told = world(FREE, both, either, more=[closed])
    assert ask((told, both), "run").reason.document == "closed"
    found = ask((told, either), "run")
    assert (found.verdict, found.reason.document) == ("allowed", "free")


CHANGED = model("changed", under("strict", "2023-05-01", "2023-05-30"), under("free", "2023-05-31"))
STRICT = terms(permit("run", when={"commercial": False}), id="strict")


BOTH_ENDS = [("2023-05-01", "forbidden"), ("2023-05-30", "forbidden"), ("2023-05-31", "allowed"), (DAY, "allowed")]


@pytest.mark.parametrize(("day", "found"), BOTH_ENDS)
def test_the_licence_of_the_day_asked_for_counts_both_ends_included(day: str, found: str) -> None:
    assert ask((world(STRICT, CHANGED), CHANGED), "run", day, commercial=True).verdict == found


def test_the_base_s_licence_counts_as_of_the_day_asked_for_the_asker() -> None:
    child = model("child", "free", bases=[made_from("changed")])
    told = world(STRICT, CHANGED, child)
    assert ask((told, child), "run", "2023-05-20", commercial=True).verdict == "forbidden"
    assert ask((told, child), "run", DAY, commercial=True).verdict == "allowed"


def test_facts_of_the_model_decide_what_hangs_on_them() -> None:
    base = terms(permit("run"), forbid("run", when={"model-modality": "multimodal", "domicile": "EU"}), id="base")
    text, vision = (
        model("text", "base", modalities=(Modality.TEXT,)),
        model("vision", "base", modalities=(Modality.TEXT, Modality.MULTIMODAL)),
    )
    told = world(base, text, vision)
    assert verdict((told, text), "run", domicile=("FR",)) == "allowed"
    assert verdict((told, vision), "run", domicile=("FR",)) == "forbidden"


# The comparison questions through lineage


def answers(found: tuple[World, Model]) -> dict[str, Any]:
    """The answers of a model by question."""
    told, child = found
    return {str(answer.question): answer for answer in questions.of_model(told, child, DAY)}


def test_a_base_s_cap_is_the_model_s_and_says_through_whom() -> None:
    base = terms(permit(WEIGHTS), forbid("all", "cap", when={"monthly-active-users": more_than(700)}), id="base")
    cap = answers(child_of(base))[Question.USER_CAP]
    assert (cap.value["threshold"], cap.through, cap.text) == (700, "parent", "text")


def test_the_lower_of_two_caps_is_told() -> None:
    base = terms(permit(WEIGHTS), forbid("all", when={"monthly-active-users": more_than(700)}), id="base")
    own = terms(permit(WEIGHTS), forbid("all", when={"monthly-active-users": more_than(900)}), id="own")
    assert answers(child_of(base, own=own))[Question.USER_CAP].value["threshold"] == 700


def test_a_patent_grant_needs_all_and_a_duty_needs_one() -> None:
    own = terms(permit(WEIGHTS), id="own", provisions=(fact(Provision.PATENT_GRANT, True),))
    base = terms(permit(WEIGHTS), must(Duty.PROVIDE_LICENCE_COPY, "distribute-derivatives"), id="base")
    found = answers(child_of(base, own=own))
    assert found[Question.PATENT_GRANT].value is False
    assert found[Question.PROVIDE_LICENCE_COPY].value is True
    assert answers(child_of(own, own=own))[Question.PATENT_GRANT].value is True


def test_a_student_that_is_no_derivative_takes_on_no_other_terms_of_its_teacher() -> None:
    teacher = terms(permit("run train-on-outputs"), must(Duty.PROVIDE_LICENCE_COPY, "redistribute", "copy"), id="teacher")
    assert answers(child_of(teacher, Relation.DISTILLED))[Question.PROVIDE_LICENCE_COPY].value is False


# Known cases


def check(kb: licensedb.KnowledgeBase, name: str, act: str, **stated: Any) -> Decision:
    """The decision that `check` gives."""
    return kb.check(name, [act], **stated).rows[0].decision


def cell(kb: licensedb.KnowledgeBase, name: str, question: str) -> Any:
    """One cell of `compare`."""
    return kb.compare([name], questions=[question]).rows[0].answers[0]


def test_vicuna_inherits_the_user_cap_of_llama_2(kb: licensedb.KnowledgeBase) -> None:
    cap = cell(kb, "vicuna-7b-v1.5", "user-cap")
    assert (cap.value["metric"], cap.value["threshold"], cap.section) == ("monthly-active-users", 700_000_000, "2")
    assert check(kb, "vicuna-7b-v1.5", "run", profile="cloud-provider").verdict == "on-request"


def test_a_permissive_tag_does_not_free_a_model_from_llama_2(kb: licensedb.KnowledgeBase) -> None:
    name = "nous-hermes-llama2-13b"
    given = check(kb, name, "redistribute")
    assert given.verdict == "with-duties"
    assert {"llama-2-community/copy", "llama-2-community/notice"} <= set(given.duties)
    cap = cell(kb, name, "user-cap")
    assert (cap.value["threshold"], cap.through, cap.text) == (700_000_000, "llama-2-13b", "llama-2-community")
    trained = cell(kb, name, "train-other-models")
    assert (trained.value, trained.through, trained.section) == ("forbidden", "llama-2-13b", "1.b.v")
    bombs = check(kb, name, "run", purpose="military")
    assert (bombs.verdict, bombs.reason.document, bombs.reason.through) == ("forbidden", "llama-2-use-policy", "llama-2-13b")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("use-commercially", "allowed"),
        ("modify", "allowed"),
        ("redistribute", "with-duties"),
        ("host-service", "allowed"),
        ("train-other-models", "silent"),
        ("user-cap", None),
        ("patent-grant", False),
        ("state-changes", True),
    ],
)
def test_zephyr_under_mit_on_an_apache_base_is_fine(kb: licensedb.KnowledgeBase, question: str, value: object) -> None:
    assert cell(kb, "zephyr-7b-beta", question).value == value


def test_falcon_7b_changed_its_licence_at_the_end_of_may_2023(kb: licensedb.KnowledgeBase) -> None:
    first, today = check(kb, "falcon-7b", "run", as_of="2023-05-28"), check(kb, "falcon-7b", "run")
    assert (first.verdict, first.reason.document) == ("on-request", "falcon-tii-1.0-2023-05")
    assert (today.verdict, today.reason.document) == ("allowed", "apache-2.0")
    assert kb.check("falcon-7b", as_of="2023-05-28").rows[0].licences == ("falcon-tii-1.0-2023-05",)
    assert kb.check("falcon-7b", as_of="2023-05-31").rows[0].licences == ("apache-2.0",)


def test_falcon_7b_instruct_follows_its_base_on_each_day(kb: licensedb.KnowledgeBase) -> None:
    assert check(kb, "falcon-7b-instruct", "run", as_of="2023-05-28").verdict == "on-request"
    assert check(kb, "falcon-7b-instruct", "run").verdict == "allowed"


@pytest.mark.parametrize("stated", [{"profile": "cloud-provider"}, {"users": "800M"}, {"users": "800M@2023-06", "commercial": True}])
@pytest.mark.parametrize("act", ["run", "modify", "redistribute", "host"])
def test_eight_hundred_million_users_must_ask_meta_by_the_clause_of_the_cap(
    kb: licensedb.KnowledgeBase, act: str, stated: dict[str, Any]
) -> None:
    found = check(kb, "llama-2-7b", act, **stated)
    assert found.verdict == "on-request"
    assert found.reason.cite is not None
    assert (found.reason.document, found.reason.rule, found.reason.cite.section) == ("llama-2-community", "user-cap", "2")


def test_the_cap_spares_exactly_700_million(kb: licensedb.KnowledgeBase) -> None:
    assert check(kb, "llama-2-7b", "run", users="700M").verdict == "allowed"
    assert check(kb, "llama-2-7b", "run", users=700_000_001).verdict == "on-request"


def test_growth_after_the_release_day_does_not_meet_the_cap_of_llama_2(kb: licensedb.KnowledgeBase) -> None:
    assert check(kb, "llama-2-7b", "run", users=["50M@2023-06", "800M"], commercial=True).verdict == "allowed"


def test_the_cap_depends_when_users_are_unknown(kb: licensedb.KnowledgeBase) -> None:
    found = check(kb, "llama-2-7b", "run", commercial=True)
    assert found.verdict == "depends"
    assert {str(outcome.verdict) for outcome in found.outcomes} == {"allowed", "on-request"}
    assert [(str(line.operand), line.line) for line in found.depends_on] == [("monthly-active-users", ">700000000")]


@pytest.mark.parametrize("act", ["run", "modify", "redistribute", "host"])
def test_llama_3_2_vision_is_not_licensed_to_a_french_company(kb: licensedb.KnowledgeBase, act: str) -> None:
    found = check(kb, "llama-3.2-11b-vision", act, profile="small-company", domicile="FR")
    assert (found.verdict, found.reason.document) == ("forbidden", "llama-3.2-use-policy")
    assert check(kb, "llama-3.2-11b-vision", "run", profile="small-company", domicile="US").verdict == "allowed"


def test_llama_3_2_vision_made_into_a_derivative_is_still_not_licensed_there(kb: licensedb.KnowledgeBase) -> None:
    assert check(kb, "llama-3.2-11b-vision-instruct", "run", profile="small-company", domicile="DE").verdict == "forbidden"


def test_llama_3_2_vision_may_be_offered_in_france_from_a_seat_outside(kb: licensedb.KnowledgeBase) -> None:
    assert check(kb, "llama-3.2-11b-vision", "run", profile="small-company", domicile="US", territory="FR").verdict == "allowed"


def test_llama_3_2_text_models_are_licensed_to_a_french_company(kb: licensedb.KnowledgeBase) -> None:
    assert check(kb, "llama-3.2-3b", "run", profile="small-company", domicile="FR").verdict == "allowed"


def test_llama_3_2_vision_inside_a_product_is_free_for_its_users(kb: licensedb.KnowledgeBase) -> None:
    stated = {"profile": "small-company", "domicile": "FR", "received": "inside-a-product"}
    assert check(kb, "llama-3.2-11b-vision", "run", **stated).verdict == "allowed"


@pytest.mark.parametrize("act", ["run", "modify", "redistribute", "distribute-derivatives", "host"])
@pytest.mark.parametrize("profile", ["small-company", "hobbyist", "university"])
def test_nothing_on_the_weights_of_chatgpt_is_licensed(kb: licensedb.KnowledgeBase, act: str, profile: str) -> None:
    assert check(kb, "chatgpt", act, profile=profile).verdict == "forbidden"


def test_a_quantised_copy_of_llama_2_stays_under_llama_2(kb: licensedb.KnowledgeBase) -> None:
    found = check(kb, "llama-2-7b-gguf-thebloke", "redistribute")
    assert found.verdict == "with-duties"
    assert "llama-2-community/copy" in found.duties
    assert check(kb, "llama-2-7b-gguf-thebloke", "run", users="800M").verdict == "on-request"


def test_no_model_is_more_permissive_than_its_recorded_bases(kb: licensedb.KnowledgeBase) -> None:
    """Through lineage a model never grants what a base refuses when asked the same."""
    ranks = ["allowed", "with-duties", "silent", "on-request", "forbidden"]
    asked_unchanged = ["use-commercially", "modify", "use-outputs", "train-other-models"]
    rows = {row.id: row for row in kb.compare(all_models=True, questions=asked_unchanged).rows}
    compared = 0
    for listed in kb.models().rows:
        assert isinstance(listed.record, Model)
        for base in listed.record.bases:
            bound = base.relation in (Relation.FINETUNE, Relation.MERGE, Relation.QUANTIZED) and not base.relicensed
            if base.model and bound:
                for mine, theirs in zip(rows[listed.id].answers, rows[base.model].answers, strict=True):
                    assert ranks.index(mine.value) >= ranks.index(theirs.value), (listed.id, mine.question)
                    compared += 1
    assert compared > 40


NOT_FOR_SALE = terms(permit(WEIGHTS), forbid(WEIGHTS, when={"commercial": True}), id="not-for-sale")


@pytest.mark.parametrize("relation", EVERY_RELATION)
def test_a_base_that_its_maker_relicensed_does_not_bind_but_its_own_bases_do(relation: Relation) -> None:
    child = model("child", FREE.id, bases=[Base(relation, "parent", relicensed=True)])
    alone = world(NOT_FOR_SALE, model("parent", NOT_FOR_SALE.id), child)
    assert verdict((alone, child), "run", commercial=True) == "allowed"
    assert Batch(alone, DAY, Scenario(commercial=True)).decide(child, Act.RUN)[0] == "allowed"
    middle = model("parent", FREE.id, bases=[made_from("old")])
    chain = world(NOT_FOR_SALE, model("old", NOT_FOR_SALE.id), middle, child)
    assert verdict((chain, child), "run", commercial=True) == "forbidden"
    assert Batch(chain, DAY, Scenario(commercial=True)).decide(child, Act.RUN)[0] == "forbidden"


@pytest.mark.parametrize(
    ("released", "held"), [("2024-02", "2024-02-29"), ("2023", "2023-12-31"), ("2024-04-05", "2024-04-05"), ("2026-12", "2026-11-24")]
)
def test_a_release_of_which_the_month_is_known_is_held_against_its_last_day(released: str, held: str) -> None:
    some = Model("some", "Some", "acme", released=released)
    assert findings.held_on(some, "2026-11-24") == held
