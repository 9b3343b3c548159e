"""Deciding on small records made by hand: each step, each route, each kind of operand."""

from __future__ import annotations

from typing import Any

import pytest

from licensedb.errors import MisuseError
from licensedb.reasoning.compiled import compiled
from licensedb.reasoning.decide import Group, Part, decide_group, verdict_of
from licensedb.records import Decision, Figure, Scenario, Terms, Threshold
from licensedb.vocabulary import WEIGHT_ACTS, Act, Duty, Operand, Over, Purpose, Route, Use
from tests.by_hand import DAU, MAU, MONTH, YEAR, ask, at_least, figure, forbid, licence, more_than, must, other, permit, terms, verdict, way

OPEN = "run modify redistribute distribute-derivatives host"


# 1. Which rules are live


def test_rules_of_an_incorporated_policy_count_as_the_licence_s_own() -> None:
    policy = licence(forbid("all", when={"purpose": "military"}), id="policy", kind="policy")
    told = terms(permit("run"), policies=[policy])
    found = ask(told, "run", purpose=("military",))
    assert found.verdict == "forbidden"
    assert (found.reason.document, found.reason.rule) == ("policy", "ban")
    assert verdict(told, "run") == "allowed"


def test_all_conditions_of_a_mapping_must_hold() -> None:
    told = terms(permit("run"), forbid("run", when={"commercial": True, "production": True}))
    assert verdict(told, "run", commercial=True, production=True) == "forbidden"
    assert verdict(told, "run", commercial=True, production=False) == "allowed"
    assert verdict(told, "run", commercial=False, production=True) == "allowed"


def test_any_alternative_of_a_list_makes_a_rule_live() -> None:
    told = terms(permit("run"), forbid("run", when=[{"commercial": True}, {"production": True}]))
    assert verdict(told, "run", commercial=True, production=False) == "forbidden"
    assert verdict(told, "run", commercial=False, production=True) == "forbidden"
    assert verdict(told, "run", commercial=False, production=False) == "allowed"


def test_unless_takes_a_rule_back() -> None:
    told = terms(permit("run"), forbid("run", when={"commercial": True}, unless={"licensee": ["individual", "academic"]}))
    assert verdict(told, "run", commercial=True, licensee="company") == "forbidden"
    assert verdict(told, "run", commercial=True, licensee="academic") == "allowed"


@pytest.mark.parametrize(("line", "at", "above"), [(more_than(700), "allowed", "forbidden"), (at_least(700), "forbidden", "forbidden")])
def test_more_than_spares_the_line_itself_and_at_least_does_not(line: Threshold, at: str, above: str) -> None:
    told = terms(permit("run"), forbid("run", when={"monthly-active-users": line}))
    assert verdict(told, "run", figures=(figure(MAU, 699),)) == "allowed"
    assert verdict(told, "run", figures=(figure(MAU, 700),)) == at
    assert verdict(told, "run", figures=(figure(MAU, 701),)) == above


# 2. Live prohibitions


def test_a_prohibition_goes_before_a_permission() -> None:
    found = ask(terms(permit("run"), forbid("weights")), "run")
    assert (found.verdict, found.reason.rule, found.reason.why) == ("forbidden", "ban", "prohibition")


def test_a_prohibition_on_a_group_reaches_its_acts_and_no_others() -> None:
    told = terms(permit(OPEN + " use-outputs"), forbid("outputs"))
    assert verdict(told, "use-outputs") == "forbidden"
    assert verdict(told, "host") == "allowed"


@pytest.mark.parametrize("route", list(Route))
def test_a_prohibition_that_names_a_route_is_on_request(route: Route) -> None:
    assert verdict(terms(permit("run"), forbid("run", route=route)), "run") == "on-request"


def test_the_worst_of_several_prohibitions_counts_in_any_order() -> None:
    asking, plain = forbid("run", "ask", route=Route.SEPARATE_LICENCE), forbid("run", "never")
    for rules in ((asking, plain), (plain, asking)):
        found = ask(terms(permit("run"), *rules), "run")
        assert (found.verdict, found.reason.rule) == ("forbidden", "never")


@pytest.mark.parametrize("held_with", ["text", "maker"])
def test_a_held_registration_lifts_the_bar_and_the_grant_goes_on(held_with: str) -> None:
    told = terms(permit(OPEN), forbid("weights", route=Route.REGISTRATION), must(Duty.KEEP_NOTICES, "redistribute"))
    granted = ((held_with, Route.REGISTRATION),)
    assert verdict(told, "run", granted=granted) == "allowed"
    assert verdict(told, "redistribute", granted=granted) == "with-duties"
    assert verdict(told, "run") == "on-request"


def test_a_registration_held_with_someone_else_lifts_nothing() -> None:
    told = terms(permit("run"), forbid("run", route=Route.REGISTRATION))
    assert verdict(told, "run", granted=(("another-maker", Route.REGISTRATION),)) == "on-request"


def test_a_held_route_of_another_kind_lifts_nothing() -> None:
    told = terms(permit("run"), forbid("run", route=Route.SEPARATE_LICENCE))
    assert verdict(told, "run", granted=(("text", Route.REGISTRATION),)) == "on-request"


def test_a_held_registration_leaves_plain_prohibitions_standing() -> None:
    told = terms(permit("run"), forbid("run", "register", route=Route.REGISTRATION), forbid("run", "never"))
    found = ask(told, "run", granted=(("text", Route.REGISTRATION),))
    assert (found.verdict, found.reason.rule) == ("forbidden", "never")


def test_a_held_registration_makes_no_grant_where_there_is_none() -> None:
    told = terms(forbid("run", route=Route.REGISTRATION))
    assert verdict(told, "run", granted=(("text", Route.REGISTRATION),)) == "forbidden"


def test_a_held_separate_licence_means_that_other_terms_decide() -> None:
    found = ask(terms(permit("run"), forbid("run", route=Route.SEPARATE_LICENCE)), "run", granted=(("maker", Route.SEPARATE_LICENCE),))
    assert (found.verdict, found.reason.why, found.reason.rule) == ("depends", "route-held", "ban")


def test_a_held_separate_licence_does_not_lift_a_plain_prohibition() -> None:
    told = terms(permit("run"), forbid("run", "ask", route=Route.SEPARATE_LICENCE), forbid("run", "never"))
    assert verdict(told, "run", granted=(("maker", Route.SEPARATE_LICENCE),)) == "forbidden"


# 3. Live permissions and duties


def test_a_permission_without_duties_allows() -> None:
    found = ask(terms(permit("run")), "run")
    assert (found.verdict, found.reason.rule, found.reason.why, found.duties) == ("allowed", "grant", "permission", ())


def test_a_duty_on_the_act_makes_it_with_duties_and_is_named() -> None:
    found = ask(terms(permit(OPEN), must(Duty.PROVIDE_LICENCE_COPY, "redistribute", "copy")), "redistribute")
    assert (found.verdict, found.duties, found.reason.duty) == ("with-duties", ("text/copy",), "text/copy")


def test_a_duty_on_another_act_changes_nothing() -> None:
    found = ask(terms(permit(OPEN), must(Duty.PROVIDE_LICENCE_COPY, "redistribute")), "run")
    assert (found.verdict, found.duties) == ("allowed", ())


def test_a_duty_whose_condition_fails_changes_nothing() -> None:
    told = terms(permit("host"), must(Duty.DISPLAY_ATTRIBUTION, "host", text="X", when={"monthly-active-users": more_than(100)}))
    assert verdict(told, "host", figures=(figure(MAU, 100),)) == "allowed"
    assert verdict(told, "host", figures=(figure(MAU, 101),)) == "with-duties"


@pytest.mark.parametrize("duty", [Duty.FOLLOW_USE_POLICY, Duty.INDEMNIFY, Duty.OBEY_LAW, Duty.KEEP_SAFEGUARDS, Duty.KEEP_UPDATED])
def test_a_standing_obligation_is_listed_and_never_changes_a_verdict(duty: Duty) -> None:
    found = ask(terms(permit("run"), must(duty, "all", "standing")), "run")
    assert (found.verdict, found.obligations, found.duties) == ("allowed", ("text/standing",), ())


@pytest.mark.parametrize("duty", [Duty.STATE_CHANGES, Duty.PAY, Duty.SAME_LICENCE, Duty.CREDIT_IN_PUBLICATIONS])
def test_every_performance_duty_changes_the_verdict(duty: Duty) -> None:
    assert verdict(terms(permit("run"), must(duty, "run")), "run") == "with-duties"


def test_one_live_permission_among_several_is_enough() -> None:
    told = terms(permit("run", "research", when={"use": "research"}), permit("run", "trade", when={"commercial": True}))
    assert verdict(told, "run", use="product", commercial=True) == "allowed"
    assert verdict(told, "run", use="product", commercial=False) == "forbidden"


# 4. Outside the grant


def test_outside_a_conditional_grant_is_forbidden_and_names_the_permission() -> None:
    found = ask(terms(permit("run", when={"commercial": False})), "run", commercial=True)
    assert (found.verdict, found.reason.rule, found.reason.why) == ("forbidden", "grant", "condition-fails")


@pytest.mark.parametrize("route", list(Route))
def test_outside_a_grant_that_names_a_route_is_on_request(route: Route) -> None:
    assert verdict(terms(permit("run", when={"commercial": False}, route=route)), "run", commercial=True) == "on-request"


@pytest.mark.parametrize("route", list(Route))
def test_outside_the_grant_of_a_licence_that_names_a_route_is_on_request(route: Route) -> None:
    told = terms(permit("run", when={"commercial": False}), way(route))
    assert verdict(told, "run", commercial=True) == "on-request"
    assert verdict(told, "host", commercial=True) == "on-request"
    assert verdict(told, "run", commercial=False) == "allowed"


def test_a_route_under_a_condition_is_a_way_only_where_it_holds() -> None:
    told = terms(permit("run", when={"commercial": False}), way(Route.SEPARATE_LICENCE, when={"licensee": "company"}))
    assert verdict(told, "run", commercial=True, licensee="company") == "on-request"
    assert verdict(told, "run", commercial=True, licensee="government") == "forbidden"


def test_a_registration_held_carries_beyond_the_grant() -> None:
    told = terms(permit("run", when={"commercial": False}, route=Route.REGISTRATION), must(Duty.PAY, "run", when={"commercial": True}))
    assert verdict(told, "run", commercial=True, granted=(("text", Route.REGISTRATION),)) == "with-duties"


def test_a_separate_licence_held_beyond_the_grant_decides_for_itself() -> None:
    told = terms(permit("run", when={"commercial": False}), way(Route.SEPARATE_LICENCE))
    assert verdict(told, "run", commercial=True, granted=(("text", Route.SEPARATE_LICENCE),)) == "depends"
    assert verdict(told, "run", commercial=False, granted=(("text", Route.SEPARATE_LICENCE),)) == "allowed"


@pytest.mark.parametrize("act", WEIGHT_ACTS)
def test_an_act_on_weights_that_no_permission_covers_is_not_granted(act: Act) -> None:
    found = ask(terms(permit("use-outputs")), act)
    assert (found.verdict, found.reason.why, found.reason.rule) == ("forbidden", "not-granted", None)


@pytest.mark.parametrize("act", WEIGHT_ACTS)
def test_without_a_licence_nothing_on_weights_is_granted(act: Act) -> None:
    found = ask(None, act)
    assert (found.verdict, found.reason.why) == ("forbidden", "no-licence")


def test_an_act_on_outputs_beyond_a_conditional_permission_is_outside_the_grant() -> None:
    told = terms(permit("run"), permit("use-outputs", "outputs", when={"commercial": False}))
    found = ask(told, "use-outputs", commercial=True)
    assert (found.verdict, found.reason.rule, found.reason.why) == ("forbidden", "outputs", "condition-fails")


# 5. Outputs that the text does not reach


@pytest.mark.parametrize("act", ["use-outputs", "publish-outputs", "train-on-outputs"])
def test_outputs_are_silent_where_the_model_may_be_run(act: str) -> None:
    assert verdict(terms(permit("run")), act) == "silent"
    assert verdict(terms(permit("run"), must(Duty.STATE_CHANGES, "run")), act) == "silent"


def test_outputs_follow_a_run_that_is_forbidden() -> None:
    found = ask(terms(permit("run", when={"commercial": False})), "use-outputs", commercial=True)
    assert (found.verdict, found.reason.why, found.reason.rule) == ("forbidden", "run-decides", "grant")


def test_outputs_follow_a_run_that_is_on_request() -> None:
    told = terms(permit("run"), forbid("weights", route=Route.REGISTRATION))
    assert verdict(told, "publish-outputs") == "on-request"
    assert verdict(told, "publish-outputs", granted=(("text", Route.REGISTRATION),)) == "silent"


def test_outputs_depend_where_run_depends() -> None:
    found = ask(terms(permit("run", when={"commercial": False})), "use-outputs")
    assert found.verdict == "depends"
    assert {str(outcome.verdict) for outcome in found.outcomes} == {"silent", "forbidden"}
    assert [line.operand for line in found.depends_on] == [Operand.COMMERCIAL]


# Open operands


def test_an_open_operand_that_makes_no_difference_is_not_asked_for() -> None:
    told = terms(permit("run"), must(Duty.STATE_CHANGES, "modify", when={"commercial": True}))
    assert verdict(told, "run") == "allowed"
    assert verdict(terms(permit("run", "a", when={"commercial": True}), permit("run", "b", when={"commercial": False})), "run") == "allowed"


def test_depends_tells_each_outcome_and_the_line_that_divides_them() -> None:
    found = ask(
        terms(permit("run"), forbid("run", "cap", when={"monthly-active-users": more_than(700)}, route=Route.SEPARATE_LICENCE)), "run"
    )
    assert found.verdict == "depends"
    assert [(str(outcome.verdict), outcome.when) for outcome in found.outcomes] == [
        ("allowed", ((("monthly-active-users", "0..700"),),)),
        ("on-request", ((("monthly-active-users", "701.."),),)),
    ]
    assert [(line.operand, line.line, line.rule, line.document) for line in found.depends_on] == [(MAU, ">700", "cap", "text")]


def test_depends_names_only_the_operands_on_which_it_turns() -> None:
    told = terms(
        permit("run", "a", when={"production": True}),
        permit("run", "b", when={"production": False}),
        forbid("run", when={"commercial": True}),
    )
    assert [line.operand for line in ask(told, "run").depends_on] == [Operand.COMMERCIAL]


def test_daily_users_are_at_most_the_monthly_ones() -> None:
    told = terms(permit("run"), forbid("run", when={"daily-active-users": at_least(1000)}))
    assert verdict(told, "run", figures=(figure(MAU, 999),)) == "allowed"
    assert verdict(told, "run", figures=(figure(MAU, 1000),)) == "depends"


def test_monthly_users_are_at_least_the_daily_ones() -> None:
    told = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700)}))
    assert verdict(told, "run", figures=(figure(DAU, 701),)) == "forbidden"
    assert verdict(told, "run", figures=(figure(DAU, 700),)) == "depends"


def test_a_month_s_revenue_is_at_most_the_year_s() -> None:
    told = terms(permit("run"), forbid("run", when={"monthly-revenue": more_than(20_00, currency="USD")}))
    assert verdict(told, "run", figures=(figure(YEAR, 20_00),)) == "allowed"
    assert verdict(told, "run", figures=(figure(YEAR, 20_01),)) == "depends"
    yearly = terms(permit("run"), forbid("run", when={"annual-revenue": more_than(20_00, currency="USD")}))
    assert verdict(yearly, "run", figures=(figure(MONTH, 20_01),)) == "forbidden"


def test_a_product_s_users_are_among_the_licensee_s_and_those_among_the_group_s() -> None:
    group = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700, "group")}))
    product = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700, "product")}))
    for over in ("product", "licensee", "group"):
        assert verdict(group, "run", figures=(figure(MAU, 701, over),)) == "forbidden"
        assert verdict(product, "run", figures=(figure(MAU, 700, over),)) == "allowed"
    assert verdict(group, "run", figures=(figure(MAU, 700, "product"),)) == "depends"
    assert verdict(product, "run", figures=(figure(MAU, 701, "group"),)) == "depends"


def test_a_figure_told_for_no_one_in_particular_counts_for_all() -> None:
    for over in ("product", "licensee", "group"):
        told = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700, over)}))
        assert verdict(told, "run", figures=(figure(MAU, 701),)) == "forbidden"
        assert verdict(told, "run", figures=(figure(MAU, 700),)) == "allowed"


def test_a_figure_of_the_group_goes_before_one_told_for_all() -> None:
    told = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700, "group")}))
    assert verdict(told, "run", figures=(figure(MAU, 10), figure(MAU, 800, "group"))) == "forbidden"


def test_a_figure_of_the_product_goes_before_one_told_for_all() -> None:
    told = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(100, "product")}))
    assert verdict(told, "run", figures=(figure(MAU, 200), figure(MAU, 50, "product"))) == "allowed"


def test_cells_that_cannot_be_are_left_out() -> None:
    told = terms(
        permit("run"),
        forbid("run", "months", when={"monthly-active-users": more_than(100)}, route=Route.REGISTRATION),
        forbid("run", "days", when={"daily-active-users": more_than(200)}),
    )
    found = ask(told, "run", figures=(figure(MAU, 150),))
    assert found.verdict == "on-request"
    assert {str(outcome.verdict) for outcome in ask(told, "run").outcomes} == {"allowed", "on-request", "forbidden"}


@pytest.mark.parametrize(
    "figures",
    [
        (figure(DAU, 2), figure(MAU, 1)),
        (figure(MAU, 1), figure(MAU, 2)),
        (figure(YEAR, 2), figure(YEAR, 1)),
        (figure(MONTH, 2), figure(YEAR, 1)),
        (figure(MAU, 2, "product"), figure(MAU, 1, "group")),
        (figure(Operand.ATTRIBUTABLE_REVENUE, 2), figure(YEAR, 1)),
    ],
)
def test_figures_that_contradict_each_other_are_refused(figures: tuple[Figure, ...]) -> None:
    with pytest.raises(MisuseError):
        verdict(terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(5)})), "run", figures=figures)


# Dates and currencies


DATED = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700, date="2023-07-18")}))


def test_a_figure_without_a_date_counts_on_the_measuring_day_and_the_answer_says_so() -> None:
    found = ask(DATED, "run", figures=(figure(MAU, 701),))
    assert found.verdict == "forbidden"
    assert f"counts-only {MAU} 2023-07-18" in found.assumed


@pytest.mark.parametrize("month", ["2023-06", "2023-07"])
def test_a_dated_figure_counts_in_its_month_and_for_the_next_one(month: str) -> None:
    assert verdict(DATED, "run", figures=(figure(MAU, 701, date=month),)) == "forbidden"


@pytest.mark.parametrize("month", ["2023-05", "2023-08", "2024-07", "2022-07"])
def test_a_figure_of_another_month_leaves_the_measuring_day_open(month: str) -> None:
    assert verdict(DATED, "run", figures=(figure(MAU, 701, date=month),)) == "depends"


def test_a_figure_of_december_counts_in_january() -> None:
    told = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700, date="2024-01-10")}))
    assert verdict(told, "run", figures=(figure(MAU, 701, date="2023-12"),)) == "forbidden"


def test_of_two_dated_figures_the_one_of_the_preceding_month_counts() -> None:
    line = Threshold(700, over=Over.GROUP, window="preceding calendar month", date="2023-07-18")
    told = terms(permit("run"), forbid("run", when={"monthly-active-users": line}))
    assert verdict(told, "run", figures=(figure(MAU, 500, date="2023-06"), figure(MAU, 800, date="2023-07"))) == "allowed"
    assert verdict(told, "run", figures=(figure(MAU, 800, date="2023-06"), figure(MAU, 500, date="2023-07"))) == "forbidden"


def test_a_dated_figure_goes_before_an_undated_one_on_its_day_and_not_elsewhere() -> None:
    figures = (figure(MAU, 900), figure(MAU, 50, date="2023-06"))
    assert verdict(DATED, "run", figures=figures) == "allowed"
    undated = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700)}))
    assert verdict(undated, "run", figures=figures) == "forbidden"


def test_a_dated_figure_says_nothing_of_a_line_that_holds_at_any_time() -> None:
    undated = terms(permit("run"), forbid("run", when={"monthly-active-users": more_than(700)}))
    assert verdict(undated, "run", figures=(figure(MAU, 50, date="2023-06"),)) == "depends"


def test_a_figure_of_another_currency_does_not_count() -> None:
    told = terms(permit("run"), forbid("run", when={"annual-revenue": more_than(1_000_00, currency="EUR")}))
    assert verdict(told, "run", figures=(figure(YEAR, 2_000_00, currency="EUR"),)) == "forbidden"
    assert verdict(told, "run", figures=(figure(YEAR, 1, currency="EUR"),)) == "allowed"
    assert verdict(told, "run", figures=(figure(YEAR, 2_000_00, currency="USD"),)) == "depends"


# Sets


def test_one_forbidden_country_among_several_forbids() -> None:
    told = terms(permit("run"), forbid("run", when={"territory": ["FR", "KR"]}))
    assert verdict(told, "run", territory=("US", "KR")) == "forbidden"
    assert verdict(told, "run", territory=("US", "GB")) == "allowed"


def test_a_permission_for_some_countries_must_cover_them_all() -> None:
    told = terms(permit("run", when={"territory": ["US", "GB"]}))
    assert verdict(told, "run", territory=("US", "GB")) == "allowed"
    assert verdict(told, "run", territory=("US", "FR")) == "forbidden"


def test_one_excepted_country_among_several_takes_a_permission_back() -> None:
    told = terms(permit("run", unless={"territory": "FR"}))
    assert verdict(told, "run", territory=("US", "FR")) == "forbidden"
    assert verdict(told, "run", territory=("US",)) == "allowed"


def test_an_exception_from_a_prohibition_must_cover_all_countries() -> None:
    told = terms(permit("run"), forbid("run", unless={"territory": ["US", "GB"]}))
    assert verdict(told, "run", territory=("US", "GB")) == "allowed"
    assert verdict(told, "run", territory=("US", "FR")) == "forbidden"


def test_two_permissions_that_share_the_world_cover_it_together() -> None:
    told = terms(permit("run", "abroad", unless={"territory": "US"}), permit("run", "home", when={"territory": "US"}))
    assert verdict(told, "run", territory=("US", "FR")) == "allowed"
    assert verdict(told, "run") == "allowed"


def test_duties_of_every_place_are_due() -> None:
    told = terms(
        permit("run"),
        must(Duty.STATE_CHANGES, "run", when={"territory": "US"}),
        must(Duty.KEEP_NOTICES, "run", when={"territory": "FR"}),
    )
    assert ask(told, "run", territory=("US", "FR")).duties == ("text/state-changes", "text/keep-notices")


def test_the_union_stands_for_its_members() -> None:
    told = terms(permit("run"), forbid("run", when={"domicile": "EU"}))
    for seat, found in (("FR", "forbidden"), ("EU", "forbidden"), ("GB", "allowed"), ("CH", "allowed"), ("NO", "allowed")):
        assert verdict(told, "run", domicile=(seat,)) == found


def test_use_in_the_whole_union_meets_a_ban_in_one_member() -> None:
    told = terms(permit("run"), forbid("run", when={"territory": "FR"}))
    assert verdict(told, "run", territory=("EU",)) == "forbidden"


def test_an_open_seat_depends_on_the_union() -> None:
    found = ask(terms(permit("run"), forbid("run", when={"domicile": "EU"})), "run")
    assert found.verdict == "depends"
    assert [(line.operand, line.line) for line in found.depends_on] == [(Operand.DOMICILE, "EU")]


def test_one_restricted_purpose_among_several_forbids() -> None:
    told = terms(permit("run"), forbid("all", when={"purpose": ["military", "weapons"]}))
    assert verdict(told, "run", purpose=("spam", "weapons")) == "forbidden"
    assert verdict(told, "run", purpose=("spam",)) == "allowed"


def test_all_uses_are_tried_when_the_use_is_open() -> None:
    told = terms(permit("run", when={"use": [str(use) for use in Use if use is not Use.SERVICE]}))
    assert verdict(told, "run") == "depends"
    assert verdict(terms(permit("run", when={"use": [str(use) for use in Use]})), "run") == "allowed"


def test_hosting_for_third_parties_is_never_internal() -> None:
    told = terms(permit("run host", when={"offering": ["embedded-product", "model-api"]}))
    assert verdict(told, "host") == "allowed"
    assert verdict(told, "run") == "depends"


# What is taken as no unless stated


@pytest.mark.parametrize(
    ("when", "stated", "code"),
    [
        ({"purpose": "military"}, {"purpose": ("military",)}, "no-restricted-purpose"),
        ({"competitor": True}, {"competes_with": ("maker",)}, "no-competition"),
        ({"received": "inside-a-product"}, {"received": "inside-a-product"}, "from-licensor"),
    ],
)
def test_purposes_competition_and_receipt_are_no_unless_stated_and_the_answer_says_so(
    when: dict[str, Any], stated: dict[str, Any], code: str
) -> None:
    told = terms(permit("run"), forbid("run", when=when))
    silent = ask(told, "run")
    assert (silent.verdict, code in silent.assumed) == ("allowed", True)
    spoken = ask(told, "run", **stated)
    assert (spoken.verdict, code in spoken.assumed) == ("forbidden", False)


def test_routes_are_not_held_unless_stated_and_the_answer_says_so() -> None:
    told = terms(permit("run"), forbid("run", route=Route.REGISTRATION))
    assert "no-route-held" in ask(told, "run").assumed
    assert "no-route-held" not in ask(told, "run", granted=(("text", Route.REGISTRATION),)).assumed


def test_nothing_is_said_to_be_assumed_that_no_rule_asks_for() -> None:
    assert ask(terms(permit("run")), "run").assumed == ()


def test_competition_is_with_the_licensor_of_the_rule() -> None:
    told = terms(permit("run"), forbid("run", when={"competitor": True}))
    assert verdict(told, "run", competes_with=("another-maker",)) == "allowed"


def test_a_bar_that_spares_what_comes_inside_a_product() -> None:
    told = terms(permit("run"), forbid("run", when={"commercial": True}, unless={"received": "inside-a-product"}))
    assert verdict(told, "run", commercial=True) == "forbidden"
    assert verdict(told, "run", commercial=True, received="inside-a-product") == "allowed"


# Modified weights


def test_modified_is_said_by_the_act_itself() -> None:
    told = terms(permit(OPEN), must(Duty.STATE_CHANGES, "weights", when={"modified": True}))
    assert verdict(told, "modify") == "with-duties"
    assert verdict(told, "distribute-derivatives") == "with-duties"
    assert verdict(told, "redistribute") == "allowed"


def test_whether_hosted_weights_are_modified_can_be_told() -> None:
    told = terms(permit(OPEN), must(Duty.STATE_CHANGES, "host", when={"modified": True}))
    assert verdict(told, "host", modified=True) == "with-duties"
    assert verdict(told, "host", modified=False) == "allowed"


# A purpose that is free to choose


FREE: dict[str, Any] = {"commercial": True, "production": True, "use": "product", "any_purpose": True}


def test_modifying_takes_the_best_over_a_purpose_that_the_text_is_open_to() -> None:
    told = terms(permit(OPEN, when={"commercial": False, "use": "research"}))
    for act in ("modify", "redistribute", "distribute-derivatives"):
        assert verdict(told, act, **FREE) == "allowed"
    for act in ("run", "host"):
        assert verdict(told, act, **FREE) == "forbidden"


def test_the_best_purpose_is_taken_inside_each_cell_of_what_stays_open() -> None:
    told = terms(permit(OPEN, when={"commercial": False}), forbid("modify", when={"domicile": "FR"}))
    assert verdict(told, "modify", **FREE) == "depends"
    assert verdict(told, "modify", domicile=("US",), **FREE) == "allowed"


# Several terms together


def _together(*told: Terms, choice: bool = False, act: str = "run", **stated: Any) -> Decision:
    parts = tuple(Part(compiled(one), Act(act)) for one in told)
    return decide_group(Group(parts, choice), Act(act), Scenario(**stated))


TRADE = terms(permit("run", when={"commercial": True}), id="trade")
STUDY = terms(permit("run", when={"commercial": False}), id="study")


def test_the_worst_is_taken_inside_each_cell_and_cells_are_joined_last() -> None:
    assert _together(TRADE, STUDY).verdict == "forbidden"


def test_a_choice_takes_the_better_and_names_it() -> None:
    found = _together(TRADE, STUDY, choice=True, commercial=False)
    assert (found.verdict, found.reason.document) == ("allowed", "study")
    assert _together(TRADE, STUDY, choice=True).verdict == "allowed"


def test_a_choice_brings_no_duties_of_the_licence_not_chosen() -> None:
    free = terms(permit("run"), id="free")
    bound = terms(permit("run"), must(Duty.STATE_CHANGES, "run"), id="bound")
    found = _together(bound, free, choice=True)
    assert (found.verdict, found.duties) == ("allowed", ())


def test_duties_of_all_terms_together_are_due() -> None:
    first = terms(permit("run"), must(Duty.STATE_CHANGES, "run"), id="first")
    second = terms(permit("run"), must(Duty.KEEP_NOTICES, "run"), id="second")
    assert _together(first, second).duties == ("first/state-changes", "second/keep-notices")


def test_routes_are_held_per_licensor() -> None:
    ours = terms(permit("run"), forbid("run", route=Route.REGISTRATION), id="ours", licensor="us")
    theirs = terms(permit("run"), forbid("run", route=Route.REGISTRATION), id="theirs", licensor="them")
    found = _together(ours, theirs, granted=(("us", Route.REGISTRATION),))
    assert (found.verdict, found.reason.document) == ("on-request", "theirs")
    assert _together(ours, theirs, granted=(("us", Route.REGISTRATION), ("them", Route.REGISTRATION))).verdict == "allowed"


def test_the_fast_path_gives_the_same_verdict() -> None:
    group = Group((Part(compiled(DATED), Act.RUN), Part(compiled(TRADE), Act.RUN)))
    few = (figure(MAU, 1),)
    for scenario in (Scenario(), Scenario(commercial=True), Scenario(commercial=False), Scenario(commercial=True, figures=few)):
        assert verdict_of(group, Act.RUN, scenario) == decide_group(group, Act.RUN, scenario).verdict


# Disputes


def test_a_disputed_rule_shows_the_verdict_of_the_other_reading() -> None:
    told = terms(
        permit("host"),
        must(Duty.PROVIDE_LICENCE_COPY, "host redistribute", disputed=other("an API hands over nothing", acts=(Act.REDISTRIBUTE,))),
    )
    found = ask(told, "host")
    assert found.verdict == "with-duties"
    assert [(name, str(word), note) for name, word, note in found.disputed] == [
        ("text/provide-licence-copy", "allowed", "an API hands over nothing")
    ]


def test_a_reading_that_finds_no_such_rule() -> None:
    found = ask(terms(permit("run"), forbid("run", disputed=other(absent=True))), "run")
    assert (found.verdict, [str(word) for _, word, _ in found.disputed]) == ("forbidden", ["allowed"])


def test_a_reading_with_another_condition_or_route() -> None:
    told = terms(permit("run"), forbid("run", "cap", when={"commercial": True}, disputed=other(when={"commercial": False})))
    assert [str(word) for _, word, _ in ask(told, "run", commercial=True).disputed] == ["allowed"]
    told = terms(permit("run"), forbid("run", disputed=other(route=Route.SEPARATE_LICENCE)))
    assert [str(word) for _, word, _ in ask(told, "run").disputed] == ["on-request"]
    told = terms(permit("run"), forbid("run", route=Route.SEPARATE_LICENCE, disputed=other(drop_route=True)))
    assert [str(word) for _, word, _ in ask(told, "run").disputed] == ["forbidden"]


def test_a_dispute_that_makes_no_difference_is_not_shown() -> None:
    told = terms(permit("run"), forbid("run", "doubtful", disputed=other(absent=True)), forbid("run", "sure"))
    assert ask(told, "run").disputed == ()


def test_a_dispute_about_another_act_is_not_shown() -> None:
    told = terms(permit("run host"), forbid("host", disputed=other(absent=True)))
    assert ask(told, "run").disputed == ()


def test_disputes_of_one_note_go_together() -> None:
    doubt = other("neither may bind", absent=True)
    told = terms(permit("run"), forbid("run", "one", disputed=doubt), forbid("run", "two", disputed=doubt))
    assert [(str(word), note) for _, word, note in ask(told, "run").disputed] == [("allowed", "neither may bind")]


def test_disputes_of_different_notes_go_apart() -> None:
    told = terms(
        permit("run"), forbid("run", "one", disputed=other("one", absent=True)), forbid("run", "two", disputed=other("two", absent=True))
    )
    assert ask(told, "run").disputed == ()


def test_a_doubt_about_running_reaches_outputs_that_follow_it() -> None:
    told = terms(permit("run"), forbid("weights", disputed=other(absent=True)))
    found = ask(told, "use-outputs")
    assert (found.verdict, [str(word) for _, word, _ in found.disputed]) == ("forbidden", ["silent"])


def test_a_dispute_in_a_policy_counts_too() -> None:
    policy = licence(forbid("all", when={"purpose": "crime"}, disputed=other(absent=True)), id="policy", kind="policy")
    found = ask(terms(permit("run"), policies=[policy]), "run", purpose=(Purpose.CRIME,))
    assert [(name, str(word)) for name, word, _ in found.disputed] == [("policy/ban", "allowed")]


# Duties of what is not granted


def test_what_is_simply_allowed_has_no_duties() -> None:
    told = terms(permit("run"), must(Duty.PAY, "run", when={"commercial": True}))
    found = ask(told, "run", commercial=False)
    assert (found.verdict, found.duties) == ("allowed", ())
    assert ask(told, "run").duties == ("text/pay",)
