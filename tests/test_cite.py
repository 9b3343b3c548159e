"""Citations: passages are found by their words, hold at their range, and are told when moved, missing or ambiguous."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensedb.texts.cite import find, passage, place_of
from licensedb.texts.normal import digest, without_front_matter, words

SOURCE = """---
key: acme-open
---
1. Grant. Licensor **grants** you a right to
   run and/or modify the Model.

2. Limits. You may not sell it. You may not rent it. You may not sell it.
"""
TEXT = words(without_front_matter(SOURCE))
GRANT = (2, 13)  # licensor grants you a right to run and or modify the


def test_the_sample_is_counted_as_the_tests_say() -> None:
    assert TEXT[slice(*GRANT)] == "licensor grants you a right to run and or modify the".split()
    assert TEXT.count("sell") == 2


def test_a_passage_is_found_whatever_its_case_marks_and_lines() -> None:
    assert find(TEXT, "“LICENSOR grants\nyou, a right") == [(2, 7)]


def test_every_place_of_a_passage_is_found() -> None:
    first, second = find(TEXT, "you may not sell it")
    assert TEXT[slice(*first)] == TEXT[slice(*second)] == ["you", "may", "not", "sell", "it"]
    assert first != second


@pytest.mark.parametrize("dots", ["...", "…"])
def test_an_ellipsis_stands_for_any_words(dots: str) -> None:
    ((start, end),) = find(TEXT, f"Licensor grants {dots} modify the Model")
    assert (start, TEXT[start:end][-3:]) == (2, ["modify", "the", "model"])


def test_an_ellipsis_reaches_to_the_nearest_words() -> None:
    ranges = find(TEXT, "rent it ... you may not")
    assert [TEXT[start:end] for start, end in ranges] == [["rent", "it", "you", "may", "not"]]


def test_the_words_after_an_ellipsis_come_after_those_before_it() -> None:
    assert find(TEXT, "modify the Model ... Licensor grants") == []
    assert find(TEXT, "may not sell ... not sell it ... rent") == []


@pytest.mark.parametrize("nothing", ["", "...", " … ... ", "**", "you may not lend it", "sell it you may not sell it anyway"])
def test_what_is_not_there_is_not_found(nothing: str) -> None:
    assert find(TEXT, nothing) == []


def test_a_citation_stands_at_its_range() -> None:
    assert place_of(TEXT, GRANT, digest(TEXT[slice(*GRANT)])) == [GRANT[0]]


def test_a_citation_at_its_range_needs_no_other_place_to_be_unlike() -> None:
    ((first, end), _) = find(TEXT, "you may not sell it")
    assert place_of(TEXT, (first, end), digest(TEXT[first:end])) == [first]


def test_a_moved_citation_is_found_where_it_went() -> None:
    sha256 = digest(TEXT[slice(*GRANT)])
    assert place_of(["a", "new", "preamble", *TEXT], GRANT, sha256) == [GRANT[0] + 3]
    assert place_of(TEXT[2:], GRANT, sha256) == [GRANT[0] - 2]


def test_a_citation_beyond_the_end_is_still_looked_for() -> None:
    assert place_of(TEXT, (900, 911), digest(TEXT[slice(*GRANT)])) == [GRANT[0]]


def test_a_missing_citation_has_no_place() -> None:
    changed = ["sells" if word == "licensor" else word for word in TEXT]
    assert place_of(changed, GRANT, digest(TEXT[slice(*GRANT)])) == []
    assert place_of([], GRANT, digest(TEXT[slice(*GRANT)])) == []


def test_an_ambiguous_citation_has_several_places() -> None:
    ranges = find(TEXT, "you may not sell it")
    start, end = ranges[0]
    assert place_of(TEXT, (start + 1, end + 1), digest(TEXT[start:end])) == [found for found, _ in ranges]


@pytest.mark.parametrize("span", [(5, 5), (9, 3)])
def test_an_empty_range_cites_nothing(span: tuple[int, int]) -> None:
    assert place_of(TEXT, span, digest(TEXT[slice(*GRANT)])) == []


@given(st.data())
def test_a_citation_follows_its_words_through_any_text(data: st.DataObject) -> None:
    text = [f"w{number}" for number in range(data.draw(st.integers(6, 60)))]
    start = data.draw(st.integers(0, len(text) - 6))
    end = data.draw(st.integers(start + 6, len(text)))
    before = data.draw(st.lists(st.sampled_from(["new", "words"]), max_size=20))
    assert place_of([*before, *text], (start, end), digest(text[start:end])) == [len(before) + start]


def test_a_passage_is_shown_as_its_source_is_written() -> None:
    shown = passage(SOURCE, TEXT, GRANT, digest(TEXT[slice(*GRANT)]), around=2)
    assert shown == ("1. Grant. ", "Licensor **grants** you a right to\n   run and/or modify the", " Model.\n\n2.")


def test_a_passage_at_the_start_has_nothing_before_it() -> None:
    shown = passage(SOURCE, TEXT, (0, 6), digest(TEXT[:6]))
    assert shown is not None
    assert shown[:2] == ("", "1. Grant. Licensor **grants** you a")


def test_a_passage_at_the_end_has_nothing_after_it() -> None:
    shown = passage(SOURCE, TEXT, (len(TEXT) - 6, len(TEXT)), digest(TEXT[-6:]))
    assert shown is not None
    assert shown[1:] == ("it. You may not sell it.", "")


def test_a_moved_passage_is_shown_where_it_went() -> None:
    moved = "Preamble of three. " + without_front_matter(SOURCE)
    shown = passage(moved, words(moved), GRANT, digest(TEXT[slice(*GRANT)]), around=1)
    assert shown is not None
    assert shown[1].startswith("Licensor **grants** you")


def test_a_passage_that_is_missing_or_ambiguous_is_not_shown() -> None:
    start, end = find(TEXT, "you may not sell it")[0]
    assert passage(SOURCE, TEXT, GRANT, digest(["other"])) is None
    assert passage(SOURCE, TEXT, (start + 1, end + 1), digest(TEXT[start:end])) is None
