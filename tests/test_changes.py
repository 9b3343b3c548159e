"""What would change a verdict: every line that is told changes it, and the lines of known licences are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given

import licensedb
from licensedb.errors import MisuseError
from licensedb.present.tasks import crossing
from licensedb.reasoning.changes import changes
from licensedb.reasoning.compiled import compiled
from licensedb.reasoning.decide import Group, Part, decide_group
from licensedb.reasoning.facts import facts
from licensedb.reasoning.rates import rated
from licensedb.records import Change, Figure, Rates, Scenario, Terms
from licensedb.vocabulary import Act, Duty, Route
from tests.by_hand import DAU, MAU, YEAR, at_least, figure, forbid, more_than, must, permit, terms, way
from tests.conftest import Result
from tests.test_decide_properties import ACTS, licences, run_often, scenarios


def told(one: Terms, act: str = "run", scenario: Scenario | None = None, **stated: Any) -> tuple[Change, ...]:
    """The changes of one licence on one act."""
    group, asked = Group((Part(compiled(one), Act(act)),)), scenario or Scenario(**stated)
    return changes(group, Act(act), asked, decide_group(group, Act(act), asked))


def said(one: Terms, act: str = "run", **stated: Any) -> dict[str, str]:
    """What would have to be otherwise, in words, with the verdict then."""
    return {crossing(change): str(change.verdict) for change in told(one, act, **stated)}


# Whatever is told is so


@run_often
@given(licences(), licences(id="other"), scenarios())
def test_every_change_that_is_told_changes_the_verdict(first: Terms, second: Terms, scenario: Scenario) -> None:
    try:
        facts(scenario)
    except MisuseError:
        assume(False)
    for act in map(Act, ACTS):
        group = Group((Part(compiled(first), act), Part(compiled(second), act)))
        now = decide_group(group, act, scenario)
        for change in changes(group, act, scenario, now):
            again = decide_group(group, act, change.scenario)
            assert again.verdict is change.verdict
            assert again.verdict is not now.verdict
            assert change.scenario != scenario
            assert (again.reason.document, again.reason.rule) == (change.reason.document, change.reason.rule)


@run_often
@given(licences(), scenarios())
def test_each_purpose_and_place_that_is_named_changes_the_verdict_by_itself(one: Terms, scenario: Scenario) -> None:
    try:
        facts(scenario)
    except MisuseError:
        assume(False)
    for change in told(one, "run", scenario):
        if change.operand not in ("purpose", "use", "territory") or change.to.startswith("not ") or change.to == "none":
            continue
        for value in change.to.split(","):
            moved: dict[str, Any] = {"purpose": (*scenario.purpose, value)} if change.operand == "purpose" else {change.operand: value}
            if change.operand == "territory":
                moved = {"territory": (value,)}
            again = Scenario(**{**{name: getattr(scenario, name) for name in scenario.__struct_fields__}, **moved})
            group = Group((Part(compiled(one), Act.RUN),))
            assert decide_group(group, Act.RUN, again).verdict is change.verdict


# Lines on figures


def test_lines_are_told_upwards_and_downwards_the_nearest_first() -> None:
    one = terms(
        permit("run"),
        forbid("run", "ask", when={"monthly-active-users": more_than(100)}, route=Route.SEPARATE_LICENCE),
        forbid("run", "never", when={"monthly-active-users": at_least(10_000)}),
    )
    assert said(one, figures=(figure(MAU, 5000),)) == {
        "up to 100 monthly active users": "allowed",
        "from 10,000 monthly active users": "forbidden",
        "if a separate licence is held for text": "depends",
    }
    assert list(said(one, figures=(figure(MAU, 50),))) == ["above 100 monthly active users", "from 10,000 monthly active users"]
    assert list(said(one, figures=(figure(MAU, 20_000),))) == ["below 10,000 monthly active users", "up to 100 monthly active users"]


def test_a_line_behind_which_nothing_changes_is_not_told() -> None:
    one = terms(permit("run"), *(forbid("run", str(line), when={"monthly-active-users": more_than(line)}) for line in (10, 20, 30)))
    assert list(said(one, figures=(figure(MAU, 5),))) == ["above 10 monthly active users"]
    assert said(one, figures=(figure(MAU, 25),)) == {"up to 10 monthly active users": "allowed"}


def test_a_smaller_figure_moves_with_the_larger_one() -> None:
    one = terms(permit("run"), forbid("run", when={"daily-active-users": more_than(1000)}))
    (change,) = told(one, figures=(Figure(MAU, 100), Figure(DAU, 50)))
    moved = {(one.operand, str(one.over)): one.value for one in change.scenario.figures}
    assert moved[DAU, "licensee"] == 1001
    assert moved[MAU, "licensee"] == 1001  # whoever uses it daily uses it monthly
    assert moved[MAU, "product"] == 100


def test_the_line_says_of_whom_and_when_it_counts() -> None:
    one = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700, "group", "2023-07-18")}))
    words = "above 700 monthly active users (on 2023-07-18, of the licensee and its affiliates)"
    assert said(one, figures=(figure(MAU, 10),)) == {words: "forbidden"}
    assert said(one, figures=(figure(MAU, 10, date="2023-06"),)) == {words: "forbidden"}


def test_an_open_figure_is_told_by_the_decision_and_not_as_a_change() -> None:
    one = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700)}))
    assert said(one) == {}


def test_money_in_another_currency_is_moved_to_the_line_in_its_own() -> None:
    one = terms(permit("run"), forbid("run", when={"annual-revenue": more_than(1_000_000_00, currency="USD")}))
    published = Rates("EUR", "2026-10-30", "a bank", "https://example.org", (("CNY", "8"), ("USD", "1.25")))
    scenario = rated(Scenario(figures=(Figure(YEAR, 100_00, "EUR"),)), published, {}, ("USD", "CNY"))
    (change,) = told(one, "run", scenario)
    assert crossing(change) == "above 1,000,000 USD revenue a year"
    assert {(one.value, one.currency) for one in change.scenario.figures} == {
        (1_000_000_01, "USD"),
        (125_00, "USD"),
    }  # the product's may stay
    assert {(one.currency, one.into) for one in change.scenario.rates} >= {("USD", "CNY")}


# Other operands


def test_flags_words_places_and_purposes_are_told_in_words() -> None:
    one = terms(
        permit("run"),
        forbid("run", "trade", when={"commercial": True}),
        forbid("run", "union", when={"territory": ["EU"]}),
        forbid("run", "seat", when={"domicile": ["KR"]}),
        forbid("run", "arms", when={"purpose": ["weapons", "military"]}),
        forbid("run", "cloud", when={"licensee": ["cloud-provider"]}),
        forbid("run", "rival", when={"competitor": True}),
    )
    stated: dict[str, Any] = {"commercial": False, "territory": ("US",), "domicile": ("US",), "licensee": "company"}
    assert said(one, **stated) == {
        "if the use is commercial": "forbidden",
        "if you are: cloud provider": "forbidden",
        "if it is used or offered in EU": "forbidden",
        "if your seat is in KR": "forbidden",
        "if you compete with maker": "forbidden",
        "if the purpose is military or weapons": "forbidden",
    }
    assert said(one, **{**stated, "territory": ("US", "FR")}) == {"if it is used and offered only outside EU": "allowed"}
    assert said(one, **stated, purpose=("weapons",)) == {"without the restricted purpose": "allowed"}
    assert said(one, **stated, competes_with=("maker",)) == {"if you do not compete with maker": "allowed"}


def test_a_route_is_told_with_what_it_opens() -> None:
    one = terms(permit("run"), forbid("run", when={"commercial": True}, route=Route.REGISTRATION), id="acme")
    assert said(one, commercial=True) == {
        "if a registration is held for acme": "allowed",
        "if the use is not commercial": "allowed",
    }
    assert said(one, commercial=True, granted=(("acme", Route.REGISTRATION),)) == {"without the registration for acme": "on-request"}
    assert said(one, commercial=True, granted=(("maker", Route.REGISTRATION),)) == {"without the registration for acme": "on-request"}


def test_a_separate_licence_leaves_it_to_its_terms() -> None:
    one = terms(way(Route.SEPARATE_LICENCE), must(Duty.KEEP_NOTICES, "run"), id="acme")
    (change,) = told(one)
    assert (crossing(change), change.verdict, change.reason.why) == ("if a separate licence is held for acme", "depends", "route-held")


def test_after_a_refusal_what_mends_it_comes_first() -> None:
    one = terms(
        permit("run"),
        forbid("run", "big", when={"monthly-active-users": more_than(100)}, route=Route.SEPARATE_LICENCE),
        forbid("run", "huge", when={"monthly-active-users": more_than(1100)}),
        forbid("run", "arms", when={"purpose": ["weapons"]}),
        id="acme",
    )
    assert next(iter(told(one, figures=(figure(MAU, 1000),)))).verdict == "allowed"


def test_a_silent_act_may_be_opened_by_nothing() -> None:
    assert said(terms(permit("run")), "use-outputs") == {}


# Known licences


def test_the_cap_of_llama_2_is_told_as_the_text_draws_it(kb: licensedb.KnowledgeBase) -> None:
    found = {crossing(one): one for one in kb.check("llama-2-7b").rows[0].changes}
    line = "above 700,000,000 monthly active users (preceding calendar month, on 2023-07-18, of the licensee and its affiliates)"
    assert (found[line].verdict, found[line].reason.way, found[line].reason.rule) == ("on-request", "separate-licence", "user-cap")
    assert kb.check("llama-2-7b", profile="small-company", users=700_000_000).rows[0].decision.verdict == "allowed"
    assert kb.check("llama-2-7b", profile="small-company", users=700_000_001).rows[0].decision.verdict == "on-request"


def one_under_each_licence(kb: licensedb.KnowledgeBase) -> list[str]:
    """A model for each set of licences that some model stands under."""
    return list({row.licences: row.id for row in kb.models().rows}.values())


@pytest.mark.parametrize("profile", ["small-company", "enterprise", "university"])
def test_for_every_model_and_act_what_is_told_holds_when_it_is_stated(kb: licensedb.KnowledgeBase, profile: str) -> None:
    models = one_under_each_licence(kb)[::15]
    for row in kb.check(models, ["run", "modify", "host", "use-outputs"], profile=profile).rows:
        for change in row.changes:
            again = kb.check(row.id, [row.decision.act], profile=change.scenario).rows[0].decision
            assert again.verdict is change.verdict
            assert change.verdict is not row.decision.verdict


def test_check_prints_what_would_change_it_and_json_holds_it_all(run: Callable[..., Result]) -> None:
    out = run("check", "llama-2-7b", "--do", "host", "--users", "50M", "--in", "France").out
    assert "what would change it:" in out
    assert "on request - ask meta for another licence [llama-2-community §2]" in out
    (row,) = json.loads(run("check", "llama-2-7b", "--do", "host", "--users", "50M", "--in", "France", "-f", "json").out)["rows"]
    cap = row["changes"][0]
    assert (cap["operand"], cap["above"], cap["verdict"], cap["way"]) == ("monthly-active-users", True, "on-request", "separate-licence")
    assert cap["threshold"] == {
        "value": 700_000_000,
        "inclusive": False,
        "currency": None,
        "over": "group",
        "window": "preceding calendar month",
        "date": "2023-07-18",
    }
    assert cap["section"] == "2"
    purposes = {name for change in row["changes"] if change["operand"] == "purpose" for name in change["to"].split(",")}
    assert {"military", "malware", "spam"} <= purposes


def test_a_long_list_is_capped_in_the_table_only(run: Callable[..., Result]) -> None:
    arguments = ["check", "flux-1-dev", "--do", "run", "--profile", "small-company"]
    rows = json.loads(run(*arguments, "-f", "json").out)["rows"][0]["changes"]
    table = run(*arguments).out.split("what would change it:\n")[1].split("\n  ")
    assert len([line for line in table if line.startswith("  ")]) <= 6
    assert rows
