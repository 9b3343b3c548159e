"""Money held against a line in another currency: at which rate, and how near it lies."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import licensedb
from licensedb.errors import MisuseError
from licensedb.reasoning import rates
from licensedb.reasoning.decide import decide
from licensedb.records import Figure, Rate, Rates, Scenario
from licensedb.vocabulary import CURRENCIES, Act, Operand
from tests.by_hand import YEAR, forbid, more_than, permit, terms

PUBLISHED = Rates("EUR", "2026-10-30", "a bank", "https://example.org", (("CNY", "8"), ("JPY", "160"), ("USD", "1.25")))
DOLLAR_LINE = terms(permit("run"), forbid("run", when={"annual-revenue": more_than(1_000_000_00, currency="USD")}))
YUAN_LINE = terms(permit("run"), forbid("run", when={"annual-revenue": more_than(8_000_000_00, currency="CNY")}))


def scenario(value: int, currency: str, told: dict[str, str] | None = None, lines: tuple[str, ...] = ("USD", "CNY")) -> Scenario:
    """Revenue a year in units of a currency, with the rates that serve these lines."""
    return rates.rated(Scenario(figures=(Figure(YEAR, value * 100, currency),)), PUBLISHED, told or {}, lines)


@pytest.mark.parametrize(
    ("value", "currency", "verdict"),
    [(800_000, "EUR", "allowed"), (800_001, "EUR", "forbidden"), (6_400_000, "CNY", "allowed"), (6_400_001, "CNY", "forbidden")],
)
def test_money_in_another_currency_is_held_against_a_line(value: int, currency: str, verdict: str) -> None:
    """At 1.25 dollars and 8 yuan for a euro the line of a million dollars lies at 800,000 euros and 6,400,000 yuan."""
    assert decide(DOLLAR_LINE, Act.RUN, scenario(value, currency)).verdict == verdict


def test_a_line_in_yuan_is_held_against_dollars() -> None:
    assert decide(YUAN_LINE, Act.RUN, scenario(1_250_000, "USD")).verdict == "allowed"
    assert decide(YUAN_LINE, Act.RUN, scenario(1_250_001, "USD")).verdict == "forbidden"


def test_without_a_rate_the_line_stays_open() -> None:
    assert decide(DOLLAR_LINE, Act.RUN, Scenario(figures=(Figure(YEAR, 1_00, "EUR"),))).verdict == "depends"


def test_the_decision_names_figure_rate_day_and_source() -> None:
    found = decide(DOLLAR_LINE, Act.RUN, scenario(400_000, "EUR")).converted
    assert [(one.figure.value, one.figure.currency, one.taken, one.line, one.near) for one in found] == [
        (400_000_00, "EUR", 500_000_00, 1_000_000_00, False)
    ]
    assert found[0].rate == Rate("EUR", "USD", "1.25", "2026-10-30", "a bank")


@pytest.mark.parametrize(("euros", "near"), [(719_999, False), (720_000, True), (800_000, True), (880_000, True), (880_001, False)])
def test_within_a_tenth_of_the_line_the_rate_decides_and_no_answer_is_sure(euros: int, near: bool) -> None:
    found = decide(DOLLAR_LINE, Act.RUN, scenario(euros, "EUR"))
    assert [one.near for one in found.converted] == [near]
    assert found.confidence == ("medium" if near else "high")


def test_money_that_only_bounds_a_line_is_named_too() -> None:
    told = rates.rated(Scenario(figures=(Figure(Operand.MONTHLY_REVENUE, 900_000_00, "EUR"),)), PUBLISHED, {}, ("USD",))
    found = decide(DOLLAR_LINE, Act.RUN, told)
    assert found.verdict == "forbidden"  # a year's revenue is at least a month's
    assert {(one.taken, one.near) for one in found.converted} == {(1_125_000_00, False)}


def test_money_in_the_currency_of_the_line_is_converted_by_nobody() -> None:
    found = decide(DOLLAR_LINE, Act.RUN, scenario(990_000, "USD"))
    assert (found.verdict, found.converted, found.confidence) == ("allowed", (), "high")


def test_a_rate_that_is_told_goes_before_the_published_one() -> None:
    told = scenario(900_000, "EUR", {"EUR": "1.1"})
    assert decide(DOLLAR_LINE, Act.RUN, told).verdict == "allowed"
    assert told.rates[-1] == Rate("EUR", "USD", "1.1", None, "as told")
    crossed = scenario(1, "CNY", {"EUR": "2"}, ("EUR",)).rates[0]
    assert (crossed.source, crossed.date) == ("as told; a bank", "2026-10-30")
    assert Decimal(crossed.rate) == Decimal("0.078125")  # 1.25 / 8 dollars for a yuan, two dollars for a euro


@pytest.mark.parametrize("text", ["EUR", "EUR=", "EUR=much", "EUR=0", "EUR=-1", "EUR=nan", "EUR=inf", "XYZ=1", "USD=1", "=1"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(MisuseError, match=r"write EUR=1\.10"):
        rates.read([text])


@given(st.integers(0, 10**16), st.integers(0, 10**16), st.decimals("0.0001", "10000", places=4))
def test_a_conversion_keeps_the_order_of_amounts(one: int, other: int, rate: Decimal) -> None:
    taken = Rate("EUR", "USD", f"{rate:f}").taken
    assert (taken(one) <= taken(other)) or one > other


def test_money_stated_in_two_currencies_counts_for_lines_in_each() -> None:
    figures = (Figure(YEAR, 500_000_00, "USD"), Figure(YEAR, 9_000_000_00, "EUR"))
    told = rates.rated(Scenario(figures=figures), PUBLISHED, {}, ("USD", "EUR"))
    assert decide(DOLLAR_LINE, Act.RUN, told).verdict == "allowed"


def test_the_shipped_rates_give_every_currency_against_every_other(kb: licensedb.KnowledgeBase) -> None:
    published = msgspec.json.decode(kb.meta["rates"], type=Rates)
    assert published.date <= "2026-11-24"
    found = rates.pairs(published, {}, CURRENCIES, CURRENCIES)
    assert {(one.currency, one.into) for one in found} == {(a, b) for a in CURRENCIES for b in CURRENCIES if a != b}
    by_pair = {(one.currency, one.into): Decimal(one.rate) for one in found}
    for (one, other), rate in by_pair.items():
        assert abs(rate * by_pair[other, one] - 1) < Decimal("0.0001")


def test_the_library_converts_and_takes_rates(kb: licensedb.KnowledgeBase) -> None:
    stated: dict[str, Any] = {"commercial": True, "use": "product", "territory": "FR", "domicile": "FR", "revenue": "9.5M EUR"}
    over = kb.check("lfm-open-1.0", **stated)
    assert over.rows[0].decision.verdict == "forbidden"  # 9.5 million euros are more than ten million dollars above 1.0527
    assert over.about.scenario is not None
    assert [one.currency for one in over.about.scenario.rates] == ["EUR"]
    assert kb.check("lfm-open-1.0", **stated, rate="EUR=0.9").rows[0].decision.verdict != "forbidden"
    assert "lfm-open-1.0" not in {row.id for row in kb.licences(["run"], **stated).rows}


def test_a_rate_alone_states_nothing(kb: licensedb.KnowledgeBase) -> None:
    told = kb.check("mit", rate="EUR=1.1").about.scenario
    assert told is not None
    assert told.profile == "small-company"
    assert Operand.ANNUAL_REVENUE in {one.operand for one in told.figures}
