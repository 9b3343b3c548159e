"""A family of unknown version is an open operand over its members: one verdict where they agree, else it depends on the version."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from licensedb import knowledge
from licensedb.reasoning import findings, questions
from licensedb.reasoning.decide import decide_group
from licensedb.reasoning.lineage import World, asked
from licensedb.records import Scenario, Terms
from licensedb.vocabulary import Act, Duty, Operand, Provision, Question, Relation, Verdict
from tests import samples
from tests.by_hand import ask, fact, forbid, licence, made_from, model, more_than, must, other, permit, terms
from tests.conftest import DAY, Result
from tests.test_decide_properties import ACTS, contradictory, run_often, scenarios
from tests.test_decide_properties import licences as random_licences

OLD = terms(permit("run modify distribute-derivatives"), must(Duty.SAME_LICENCE, "distribute-derivatives"), id="gnu-2")
NEW = terms(
    permit("run modify distribute-derivatives"),
    must(Duty.SAME_LICENCE, "distribute-derivatives"),
    must(Duty.DISCLOSE_SOURCE, "modify", "source"),
    id="gnu-3",
    provisions=(fact(Provision.PATENT_GRANT, True),),
)
GNU = Terms(licence(id="gnu"), members=(OLD, NEW))
FREE = terms(permit("run modify redistribute distribute-derivatives host"), id="free")


def test_where_all_members_agree_that_is_the_answer() -> None:
    found = ask(GNU, "run")
    assert (found.verdict, found.depends_on, found.outcomes) == ("allowed", (), ())
    assert ask(GNU, "host").verdict == "forbidden"


def test_where_they_differ_it_depends_and_names_the_version() -> None:
    found = ask(GNU, "modify")
    assert found.verdict is Verdict.DEPENDS
    assert [(line.operand, line.line, line.document) for line in found.depends_on] == [(Operand.LICENCE_VERSION, "gnu-2,gnu-3", "gnu")]
    told = {str(one.verdict): (one.when, one.reason.document) for one in found.outcomes}
    assert told == {"allowed": (((("licence-version", "gnu-2"),),), "gnu-2"), "with-duties": (((("licence-version", "gnu-3"),),), "gnu-3")}
    assert found.duties == ("gnu-3/source",)


def test_a_line_of_one_member_divides_within_that_version_alone() -> None:
    capped = terms(permit("run"), forbid("run", "cap", when={"monthly-active-users": more_than(700)}), id="gnu-4")
    found = ask(Terms(licence(id="gnu"), members=(OLD, capped)), "run")
    assert {line.operand for line in found.depends_on} == {Operand.LICENCE_VERSION, Operand.MONTHLY_ACTIVE_USERS}
    refused = next(one for one in found.outcomes if one.verdict is Verdict.FORBIDDEN)
    assert dict(refused.when[0])["licence-version"] == "gnu-4"


def test_a_doubt_of_a_member_is_told() -> None:
    doubtful = terms(permit("run"), forbid("run", "ban", disputed=other(absent=True)), id="gnu-4")
    found = ask(Terms(licence(id="gnu"), members=(doubtful, terms(forbid("run"), id="gnu-5"))), "run")
    assert (found.verdict, [verdict for _, verdict, _ in found.disputed]) == ("forbidden", ["depends"])


@run_often
@given(random_licences(id="one"), random_licences(id="two"), scenarios(), st.sampled_from(ACTS))
def test_the_verdict_is_that_of_the_members_joined(one: Terms, two: Terms, scenario: Scenario, act: str) -> None:
    assume(not contradictory(scenario))
    both = ask(Terms(licence(id="family"), members=(one, two)), act, scenario)
    alone = {ask(each, act, scenario).verdict for each in (one, two)}
    assert both.verdict == (alone.pop() if len(alone) == 1 else "depends")


def test_the_answers_of_a_family_are_the_cautious_ones_and_say_where_they_hold() -> None:
    answers = {one.question: one for one in questions.of_licence(GNU)}
    assert answers[Question.SAME_LICENCE].value is True
    assert answers[Question.SAME_LICENCE].note is None
    assert answers[Question.PATENT_GRANT].value is False
    assert answers[Question.PATENT_GRANT].note == "depends on the version: so in gnu-2"
    assert answers[Question.MODIFY].value == "depends"


def test_a_model_and_its_derivative_stand_under_the_same_unknown_version() -> None:
    child = model("child", "free", bases=[made_from("parent")])
    world = World({"free": FREE, "gnu": GNU}, {"parent": model("parent", "gnu"), "child": child})
    found = decide_group(asked(world, child, Act.MODIFY, DAY), Act.MODIFY, Scenario())
    assert found.verdict is Verdict.DEPENDS
    kinds = [str(one.kind) for one in findings.of_model(world, child, DAY)]
    assert kinds == ["more-permissive-than-base", "cannot-be-relicensed", "cannot-be-relicensed"]


@pytest.mark.parametrize("relation", list(Relation))
def test_a_family_is_not_more_permissive_than_itself(relation: Relation) -> None:
    child = model("child", "gnu", bases=[made_from("parent", relation)])
    world = World({"gnu": GNU}, {"parent": model("parent", "gnu"), "child": child})
    assert findings.of_model(world, child, DAY) == []


# As seeds


def files(*members: str, rules: str = "") -> dict[str, str]:
    """A family and two versions of it, and a model under the family."""
    one = samples.licence("rules:", f"  grant: {{permit: [run, modify], {samples.CITE}}}", identity="gnu-2")
    two = samples.licence("rules:", f"  grant: {{permit: run, {samples.CITE}}}", identity="gnu-3")
    return {
        "licences/gnu": samples.licence(f"members: [{', '.join(members)}]", rules, identity="gnu", text="{}"),
        "licences/gnu-2": one,
        "licences/gnu-3": two,
        "models/acme": samples.model(terms="gnu"),
    }


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database with the family."""
    place = tmp_path_factory.mktemp("family")
    target = place / "own.sqlite"
    knowledge.build(target, seeds=[samples.write(place / "seeds", files("gnu-2", "gnu-3"))], day=DAY)
    yield target


def test_a_model_under_a_family_is_decided_from_the_database(run: Callable[..., Result], database: Path) -> None:
    told = json.loads(run("check", "acme-1", "--do", "run,modify", "-f", "json", db=database).out)
    assert [row["verdict"] for row in told["rows"]] == ["allowed", "depends"]
    assert told["rows"][1]["depends_on"][0]["line"] == "gnu-2,gnu-3"
    text = run("check", "acme-1", "--do", "modify", db=database)
    assert text.code == 3
    assert "allowed: if version of the licence: gnu-2" in text.out
    assert "not licensed: if version of the licence: gnu-3" in text.out
    listed = run("models", "--allows", "modify", "--users", "5M", "--developer", "acme", db=database)
    assert "Undetermined (silent, or it depends): 1" in listed.out
    assert any(line.split() == ["members", "gnu-2,", "gnu-3"] for line in run("show", "gnu", db=database).out.splitlines())
