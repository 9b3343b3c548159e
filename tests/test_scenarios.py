"""Scenarios: what people write of numbers, places and routes, and what profiles and statements make of each other."""

from __future__ import annotations

from typing import Any

import pytest

import licensedb
from licensedb.errors import MisuseError
from licensedb.reasoning import scenarios
from licensedb.reasoning.facts import facts
from licensedb.records import Figure, Scenario
from licensedb.vocabulary import PROFILES, Operand, Over, Purpose, Route
from tests.by_hand import MAU, YEAR, figure

# Numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("5000000", 5_000_000),
        ("5M", 5_000_000),
        ("5m", 5_000_000),
        ("5 million", 5_000_000),
        ("2.5bn", 2_500_000_000),
        ("1.2k", 1200),
        ("700,000,000", 700_000_000),
        ("700_000_000", 700_000_000),
        (" 10 thousand ", 10_000),
        ("3 billion", 3_000_000_000),
    ],
)
def test_counts_as_people_write_them(text: str, value: int) -> None:
    assert scenarios.count(text) == (value, None)


def test_a_count_of_a_month() -> None:
    assert scenarios.count("50M@2023-06") == (50_000_000, "2023-06")


NO_COUNTS = ["", "M", "many", "-5", "-5M", "5 parsecs", "1.5", "0.0001k", "5M@June", "5M@2023-13", "5M@", "1e9", "NaN", "5M€", "5..5M"]


@pytest.mark.parametrize("text", NO_COUNTS)
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(MisuseError):
        scenarios.count(text)


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("2M", 2_000_000_00, "USD"),
        ("2.5bn USD", 2_500_000_000_00, "USD"),
        ("$800k", 800_000_00, "USD"),
        ("800k$", 800_000_00, "USD"),
        ("US$1,000,000", 1_000_000_00, "USD"),
        ("€5M", 5_000_000_00, "EUR"),
        ("5M EUR", 5_000_000_00, "EUR"),
        ("eur 5M", 5_000_000_00, "EUR"),
        ("10M CNY", 10_000_000_00, "CNY"),
        ("CN¥10M", 10_000_000_00, "CNY"),
        ("99.50", 99_50, "USD"),
        ("1000000.01", 1_000_000_01, "USD"),
    ],
)
def test_money_as_people_write_it(text: str, minor: int, currency: str) -> None:
    assert scenarios.money(text) == (minor, currency, None)


def test_money_of_a_month_and_a_bare_number() -> None:
    assert scenarios.money("2M@2023-06") == (2_000_000_00, "USD", "2023-06")
    assert scenarios.money(5_000_000) == (5_000_000_00, "USD", None)


@pytest.mark.parametrize("text", ["", "$", "USD", "-1", "5 XYZ", "0.001", "lots of money", "5M USD EUR"])
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(MisuseError):
        scenarios.money(text)


@pytest.mark.parametrize("text", ["10000000 billion", "9" * 40])
def test_more_than_anyone_has_is_refused(text: str) -> None:
    with pytest.raises(MisuseError, match="more than anyone has"):
        scenarios.count(text)
    with pytest.raises(MisuseError, match="more than anyone has"):
        scenarios.money(text)


@pytest.mark.parametrize("value", [-1, 10**16])
def test_numbers_out_of_range_are_refused_as_numbers_too(value: int) -> None:
    with pytest.raises(MisuseError):
        scenarios.count(value)
    with pytest.raises(MisuseError):
        scenarios.money(value)


def test_the_same_amount_as_text_and_as_number_is_the_same() -> None:
    assert scenarios.money(10**14)[0] == scenarios.money(str(10**14))[0]


# Places, purposes, routes, words


def test_places_are_codes_in_any_case() -> None:
    assert scenarios.places(["fr", "US,eu", "FR"]) == ("FR", "US", "EU")


def test_codes_that_people_use_beside_the_standard() -> None:
    assert scenarios.places(["UK", "EL"]) == ("GB", "GR")


@pytest.mark.parametrize("name", ["Atlantis", "XX", "", "ZZ", "F"])
def test_what_is_no_place_is_refused(name: str) -> None:
    with pytest.raises(MisuseError):
        scenarios.places([name])


def test_the_union_holds_its_members_and_not_its_neighbours() -> None:
    cell = facts(Scenario(domicile=("EU",))).cell[Operand.DOMICILE]
    assert isinstance(cell, frozenset)
    assert {"FR", "IE", "HR", "MQ"} <= cell
    assert not {"GB", "CH", "NO", "IS", "TR", "UA"} & cell


def test_purposes_are_those_of_the_vocabulary() -> None:
    assert scenarios.purposes(["military", "spam", "military"]) == ("military", "spam")
    with pytest.raises(MisuseError, match="military"):
        scenarios.purposes(["militray"])


def test_routes_name_a_licence_or_a_licensor() -> None:
    assert scenarios.routes(["stability-community-2024=registration", "meta=separate-licence"]) == (
        ("stability-community-2024", Route.REGISTRATION),
        ("meta", Route.SEPARATE_LICENCE),
    )


@pytest.mark.parametrize("text", ["meta", "=registration", "meta=", "meta=friendship"])
def test_what_is_no_route_is_refused(text: str) -> None:
    with pytest.raises(MisuseError):
        scenarios.routes([text])


# Profiles


def figure_of(scenario: Scenario, operand: Operand) -> int | None:
    """The stated value of a metric."""
    return next((one.value for one in scenario.figures if one.operand is operand), None)


def test_the_small_company_is_as_the_questions_assume_it() -> None:
    small = scenarios.baseline()
    assert (small.profile, small.commercial, small.production, small.target) == ("small-company", True, True, "same-kind")
    assert (small.territory, small.domicile, small.licensee) == (("US",), ("US",), "company")
    assert (figure_of(small, MAU), figure_of(small, YEAR), figure_of(small, Operand.DEPLOYED_DEVICES)) == (100_000, 100_000_00, 0)
    assert (small.purpose, small.granted, small.competes_with, small.received) == ((), (), (), "from-licensor")
    assert small.any_purpose


@pytest.mark.parametrize("name", list(PROFILES))
def test_every_profile_is_free_of_contradictions_and_says_its_name(name: str) -> None:
    told = scenarios.profile(name)
    assert told.profile == name
    assert facts(told).cell
    assert told.any_purpose == (name == "small-company")


def test_profiles_differ_where_their_names_say_so() -> None:
    sizes = [figure_of(scenarios.profile(name), MAU) for name in ("hobbyist", "small-company", "startup", "enterprise", "cloud-provider")]
    assert None not in sizes
    assert sizes == sorted(sizes, key=lambda size: size or 0)
    assert len(set(sizes)) == 5
    assert all(scenarios.profile(name).commercial is False for name in ("university", "hobbyist", "government"))
    assert [scenarios.profile(name).licensee for name in ("university", "hobbyist", "government", "cloud-provider")] == [
        "academic",
        "individual",
        "government",
        "cloud-provider",
    ]


def test_an_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(MisuseError, match="small-company"):
        scenarios.profile("megacorp")


# Statements on top of a profile


def test_statements_override_a_profile_and_leave_the_rest() -> None:
    told = scenarios.build(scenarios.profile("startup"), {"domicile": ("FR",), "purpose": ("spam",)})
    assert (told.domicile, told.territory, told.purpose, told.commercial) == (("FR",), ("US",), (Purpose.SPAM,), True)


def test_stated_users_replace_all_users_of_the_profile_and_no_revenue() -> None:
    told = scenarios.build(scenarios.profile("small-company"), {"figures": (figure(Operand.DAILY_ACTIVE_USERS, 2_000_000),)})
    assert figure_of(told, MAU) is None
    assert figure_of(told, YEAR) == 100_000_00


def test_stated_revenue_replaces_all_revenue_of_the_profile_and_no_users() -> None:
    told = scenarios.build(scenarios.profile("small-company"), {"figures": (figure(Operand.MONTHLY_REVENUE, 50_000_000_00),)})
    assert (figure_of(told, YEAR), figure_of(told, MAU)) == (None, 100_000)


def test_a_stated_purpose_of_the_business_ends_the_free_choice() -> None:
    for stated in ({"commercial": True}, {"commercial": False}, {"production": False}, {"use": "research"}):
        assert not scenarios.build(scenarios.baseline(), stated).any_purpose
    assert scenarios.build(scenarios.baseline(), {"domicile": ("FR",)}).any_purpose


def test_what_is_not_commercial_keeps_no_commercial_use_of_the_profile() -> None:
    assert scenarios.build(scenarios.baseline(), {"commercial": False}).use is None
    assert scenarios.build(scenarios.baseline(), {"commercial": False, "use": "charity"}).use == "charity"


def test_contradictory_figures_are_refused_with_both_numbers() -> None:
    figures = (Figure(Operand.DAILY_ACTIVE_USERS, 2_000_000), Figure(MAU, 1_000_000))
    with pytest.raises(MisuseError, match=r"2,000,000.*1,000,000"):
        scenarios.build(Scenario(), {"figures": figures})


# Through the library


def scenario_of(kb: licensedb.KnowledgeBase, **stated: Any) -> Scenario:
    """The scenario that `check` assumed."""
    found = kb.check("mit", **stated).about.scenario
    assert found is not None
    return found


def test_check_assumes_the_small_company_when_nothing_is_said(kb: licensedb.KnowledgeBase) -> None:
    assert scenario_of(kb) == scenarios.baseline()


def test_check_leaves_open_what_is_not_said_once_something_is(kb: licensedb.KnowledgeBase) -> None:
    told = scenario_of(kb, users="5M")
    assert told.figures == (Figure(MAU, 5_000_000),)
    assert (told.profile, told.commercial, told.territory, told.domicile, told.licensee) == (None, None, None, None, None)


def test_a_profile_fills_the_rest(kb: licensedb.KnowledgeBase) -> None:
    told = scenario_of(kb, profile="startup", users="5M")
    assert (told.profile, figure_of(told, MAU), told.domicile) == ("startup", 5_000_000, ("US",))


def test_lists_and_compare_keep_assuming_the_small_company(kb: licensedb.KnowledgeBase) -> None:
    for found in (kb.compare(["mit"], users="5M").about.scenario, kb.models(["run"], users="5M").about.scenario):
        assert found is not None
        assert (found.profile, figure_of(found, MAU), found.domicile) == ("small-company", 5_000_000, ("US",))


def test_figures_of_the_product_and_the_group_can_be_told(kb: licensedb.KnowledgeBase) -> None:
    assert scenario_of(kb, product_users="1M").figures == (Figure(MAU, 1_000_000, over=Over.PRODUCT),)
    assert scenario_of(kb, group_users="1M").figures == (Figure(MAU, 1_000_000, over=Over.GROUP),)


def test_figures_of_company_and_group_go_together(kb: licensedb.KnowledgeBase) -> None:
    assert kb.check("llama-2-community", users="1M", group_users="800M").rows[0].decision.verdict == "on-request"
    assert kb.check("llama-2-community", users="1M", group_users="600M").rows[0].decision.verdict == "allowed"


def test_figures_of_company_and_product_go_together(kb: licensedb.KnowledgeBase) -> None:
    stated: dict[str, Any] = {"commercial": True, "revenue": "1M", "users": "200M"}
    assert kb.check("kimi-k2-modified-mit", product_users="50M", **stated).rows[0].decision.verdict == "allowed"
    assert kb.check("kimi-k2-modified-mit", product_users="150M", **stated).rows[0].decision.verdict == "with-duties"


@pytest.mark.parametrize(
    "stated",
    [{"use": "fun"}, {"licensee": "king"}, {"offering": "gift"}, {"colour": "red"}, {"users": "many"}, {"territory": "Atlantis"}],
)
def test_what_no_scenario_knows_is_refused(kb: licensedb.KnowledgeBase, stated: dict[str, Any]) -> None:
    with pytest.raises(MisuseError):
        kb.check("mit", **stated)
