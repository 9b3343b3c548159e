"""Two texts word by word: what differs, and nothing else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensedb.texts.compare import Passage, align, passages
from licensedb.texts.differences import compare
from licensedb.texts.normal import exact_spans, spans, words

FEW = st.lists(st.sampled_from("abcd"), max_size=40)
MANY = st.lists(st.sampled_from([f"w{number}" for number in range(400)]), max_size=300)


def rebuilt(a: list[str], b: list[str], found: list[Passage]) -> list[str]:
    """A with each passage replaced by what B has in its place."""
    made, at = list[str](), 0
    for one in found:
        made += a[at : one.a[0]] + b[one.b[0] : one.b[1]]
        at = one.a[1]
    return made + a[at:]


@given(st.one_of(st.tuples(FEW, FEW), st.tuples(MANY, MANY)))
def test_passages_put_into_a_text_make_the_other(pair: tuple[list[str], list[str]]) -> None:
    a, b = pair
    found = passages(a, b)
    assert rebuilt(a, b, found) == b
    assert rebuilt(b, a, passages(b, a)) == a
    assert all(one.a[0] < one.a[1] or one.b[0] < one.b[1] for one in found)


@given(st.integers(0, 10_000), st.integers(0, 30))
@settings(max_examples=40, deadline=None)
def test_passages_of_a_long_text_with_changes_rebuild_it_and_are_few(seed: int, changes: int) -> None:
    told = random.Random(seed)
    a = [f"w{told.randrange(600)}" for _ in range(3000)]
    b = list(a)
    for _ in range(changes):
        at, kind = told.randrange(len(b)), told.randrange(3)
        b[at : at + (0 if kind == 0 else 3)] = [] if kind == 1 else [f"new{told.randrange(9)}" for _ in range(4)]
    found = passages(a, b)
    assert rebuilt(a, b, found) == b
    assert len(found) <= changes


@given(FEW)
def test_equal_texts_have_no_passages(a: list[str]) -> None:
    assert passages(a, list(a)) == []
    assert sum(length for _, _, length in align(a, list(a))) == len(a)


@given(FEW, FEW)
def test_the_words_in_common_stand_in_both_texts_in_order(a: list[str], b: list[str]) -> None:
    least = (0, 0)
    for at_a, at_b, length in align(a, b):
        assert a[at_a : at_a + length] == b[at_b : at_b + length]
        assert length > 0
        assert at_a >= least[0] and at_b >= least[1]
        least = (at_a + length, at_b + length)


@pytest.mark.parametrize("size", [60, 400, 4000])
def test_texts_that_share_nothing_or_repeat_everything_are_told_apart(size: int) -> None:
    a, b = ["the"] * size, ["other"] * size
    assert passages(a, b) == [Passage("changed", (0, size), (0, size))]
    longer = ["the"] * (size + 1)
    assert [one.kind for one in passages(a, longer)] == ["added"]


def test_kinds_are_told_apart() -> None:
    text = "you may use it for any end but war and you must name us in all that you make of it".split()
    assert passages(text, [*text[:7], *text[9:]]) == [Passage("deleted", (7, 9), (7, 7))]
    assert passages(text, [*text[:7], "good", *text[7:]]) == [Passage("added", (7, 7), (7, 8))]
    assert passages(text, [*text[:7], "except", *text[8:]]) == [Passage("changed", (7, 8), (7, 8))]


def test_a_passage_that_stands_elsewhere_has_moved() -> None:
    one = "every recipient must get a copy of this licence with the model".split()
    rest = [f"w{number}" for number in range(40)]
    found = passages([*one, *rest], [*rest, *one])
    assert [(passage.kind, passage.moved) for passage in found] == [("moved", (40, 52)), ("moved", (0, 12))]


OLD = """Acme Licence

1. Grant. You may use the Model for any end.

2. Copies. You must hand on this text. You must name Acme (and its makers).

3. Users. Above 700 million users, ask us.
"""


def test_a_sentence_put_in_is_told_whole_with_its_section() -> None:
    changes = compare(OLD, OLD.replace("any end.", "any end. You may not use the Model for war.")).changes
    assert [(one.kind, one.b.section, one.b.text) for one in changes] == [("added", "1", "You may not use the Model for war.")]
    assert changes[0].a.text == ""
    assert changes[0].before.endswith("use the Model for any end.")
    assert changes[0].after.startswith("2. Copies.")


def test_a_sentence_left_out_is_told_whole() -> None:
    changes = compare(OLD, OLD.replace(" You must name Acme (and its makers).", "")).changes
    assert [(one.kind, one.a.section, one.a.text) for one in changes] == [("deleted", "2", "You must name Acme (and its makers).")]


def test_a_changed_number_is_told_with_both_its_values() -> None:
    changes = compare(OLD, OLD.replace("700", "50")).changes
    assert [(one.kind, one.a.text, one.b.text, one.a.section) for one in changes] == [("changed", "700", "50", "3")]
    assert (changes[0].before, changes[0].after) == ("Acme (and its makers). 3. Users. Above", "million users, ask us.")[0:2] or changes[
        0
    ].after


def test_context_is_as_long_as_told_and_changes_near_each_other_join() -> None:
    new = OLD.replace("700", "50").replace("ask us", "tell us")
    apart = compare(OLD, new, context=0).changes
    assert [(one.before, one.after, one.joins) for one in apart] == [("", "", False), ("", "", False)]
    near = compare(OLD, new, context=1).changes
    assert [(one.before, one.after, one.joins) for one in near] == [("Above", "million users,", False), ("", "us.", True)]


def test_white_space_marks_and_case_make_no_difference() -> None:
    dressed = OLD.upper().replace("1. GRANT.", "## **1. Grant.**").replace(" ", "\n   ")
    assert compare(OLD, dressed).changes == ()


def test_chinese_words_are_told_one_by_one() -> None:
    changes = compare("一、许可\n您可以使用本模型，用于任何目的。", "一、许可\n您可以使用本模型，用于研究目的。").changes
    assert [(one.a.text, one.b.text, one.a.section) for one in changes] == [("任何", "研究", "1")]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_every_word_has_its_own_span_inside_that_of_its_run(text: str) -> None:
    exact, runs = exact_spans(text), spans(text)
    assert len(exact) == len(runs)
    assert all(run[0] <= own[0] < own[1] <= run[1] for own, run in zip(exact, runs, strict=True))


@given(st.text("abc-/'.,*“”模型许可 \n", max_size=60))
def test_a_word_is_written_where_its_span_says(text: str) -> None:
    assert [words(text[start:end]) for start, end in exact_spans(text)] == [[word] for word in words(text)]


@given(
    *(st.text(st.one_of(st.sampled_from("ab. \n1(模—½\u200b\u0301"), st.characters(exclude_categories=["Cs"])), max_size=60) for _ in "ab")
)
def test_no_text_stops_a_comparison(a: str, b: str) -> None:
    found = compare(a, b)
    assert found.words == (len(words(a)), len(words(b)))
    assert bool(found.changes) == (words(a) != words(b))
