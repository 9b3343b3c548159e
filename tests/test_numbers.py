"""Numbers and money as people write them: read one way or refused."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensedb.errors import MisuseError
from licensedb.reasoning.numbers import MOST, count, money, whose
from licensedb.reasoning.scenarios import figure
from licensedb.records import Figure
from licensedb.vocabulary import CURRENCIES, Operand, Over

COUNTS = st.integers(0, MOST)


@given(COUNTS)
def test_a_count_is_read_back_in_every_dress_that_is_beyond_doubt(number: int) -> None:
    english = f"{number:,}"
    dresses = [str(number), english, english.replace(",", "_"), english.replace(",", " "), english.replace(",", "\u00a0"), f" {number} "]
    if number >= 10**6:
        dresses.append(english.replace(",", "."))
    for dress in dresses:
        assert count(dress) == (number, None), dress


@given(st.integers(0, 9999), st.integers(0, 99), st.sampled_from([("k", 10**3), ("M", 10**6), ("bn", 10**9), ("million", 10**6)]))
def test_a_number_with_a_unit_is_that_many_times_it(whole: int, part: int, unit: tuple[str, int]) -> None:
    name, times = unit
    wanted = int(Decimal(f"{whole}.{part:02d}") * times)
    for written in (f"{whole}.{part:02d}{name}", f"{whole}.{part:02d} {name.upper()}"):
        assert count(written) == (wanted, None)


@given(st.integers(0, 10**13), st.integers(0, 99), st.sampled_from(CURRENCIES))
def test_money_is_read_back_in_hundredths_with_its_currency(units: int, cents: int, currency: str) -> None:
    wanted = (units * 100 + cents, currency, None)
    for written in (f"{units}.{cents:02d} {currency}", f"{currency} {units:,}.{cents:02d}", f"{currency.lower()}{units}.{cents:02d}"):
        assert money(written) == wanted


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_single_mark_before_three_digits_is_refused_where_it_may_be_either(before: int, after: int) -> None:
    for written in (f"{before}.{after:03d}", f"{before}.{after:03d}M", f"{before},{after:03d}M"):
        with pytest.raises(MisuseError, match="can be read in two ways"):
            count(written)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_whatever_is_written_is_a_number_or_one_line_of_error(text: str) -> None:
    for read in (count, money):
        try:
            found = read(text)
        except MisuseError as error:
            assert "\n" not in error.line()
        else:
            assert 0 <= found[0] <= MOST * 100
            assert re.search(r"\d", text)


@pytest.mark.parametrize("text", ["2,5 Mio", "2,5M", "1.000", "12,34", "1,0000", "1.250 million", "1,250 million"])
def test_what_can_be_read_in_two_ways_is_refused_with_both(text: str) -> None:
    for read in (count, money):
        with pytest.raises(MisuseError, match=r"two ways \(is it .+ or .+\?"):
            read(text)


def test_the_two_ways_are_told_in_full() -> None:
    with pytest.raises(MisuseError, match=r"is it 2\.5 or 250\?"):
        money("2,50 EUR")
    with pytest.raises(MisuseError, match=r"2,500,000 or 25,000,000"):
        count("2,5 Mio")
    with pytest.raises(MisuseError, match=r"is it 1 or 1,000"):
        count("1.000")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.000.000", 1_000_000),
        ("1.000.000,00", 1_000_000),
        ("1,00,00,000", 10_000_000),
        ("5 Mio.", 5_000_000),
        ("2.5 Mrd", 2_500_000_000),
        ("0.125M", 125_000),
        ("100万", 1_000_000),
        ("1.5亿", 150_000_000),
        ("5 crore", 50_000_000),
        ("٥ مليون", 5_000_000),
        ("1'000'000", 1_000_000),
    ],
)
def test_counts_of_other_habits(text: str, value: int) -> None:
    assert count(text) == (value, None)


@pytest.mark.parametrize("text", ["5.", "1,2,3", "1,000.000.000", "10,00,00", "5 M M", "5-6M", "1 000 00", "1_000,000", "five million"])
def test_what_follows_no_habit_is_refused(text: str) -> None:
    with pytest.raises(MisuseError):
        count(text)


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("€2M", 2_000_000_00, "EUR"),
        ("2M EUR", 2_000_000_00, "EUR"),
        ("20 million CNY", 20_000_000_00, "CNY"),
        ("RMB 100万", 1_000_000_00, "CNY"),
        ("100万元", 1_000_000_00, "CNY"),
        ("£5m", 5_000_000_00, "GBP"),
        ("₹5 crore", 50_000_000_00, "INR"),
        ("₩2bn", 2_000_000_000_00, "KRW"),
        ("2.500,50 EUR", 2_500_50, "EUR"),
        ("3 million dollars", 3_000_000_00, "USD"),
    ],
)
def test_money_of_other_habits(text: str, minor: int, currency: str) -> None:
    assert money(text) == (minor, currency, None)


def test_a_sign_of_two_currencies_is_refused() -> None:
    with pytest.raises(MisuseError, match="write CNY or JPY"):
        money("¥10M")
    assert money("CN¥10M")[1] == "CNY"


@pytest.mark.parametrize("text", ["5M XYZ", "A$5M", "5M USD EUR", "$5M CAD"])
def test_a_currency_that_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(MisuseError):
        money(text)


def test_a_figure_says_whose_it_is_and_of_which_month() -> None:
    assert figure(Operand.MONTHLY_ACTIVE_USERS, "product:5M@2023-06") == Figure(
        Operand.MONTHLY_ACTIVE_USERS, 5_000_000, None, Over.PRODUCT, "2023-06"
    )
    assert figure(Operand.ANNUAL_REVENUE, "group: 2M EUR") == Figure(Operand.ANNUAL_REVENUE, 2_000_000_00, "EUR", Over.GROUP)
    assert whose("5M") == (None, "5M")
    with pytest.raises(MisuseError, match="product:5M, licensee:5M or group:5M"):
        whose("team:5M")
    with pytest.raises(MisuseError, match="is told for group"):
        figure(Operand.MONTHLY_ACTIVE_USERS, "group:5M", Over.PRODUCT)
