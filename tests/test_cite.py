"""Citations: passages are found by their words, hold at their range, and are told when moved, missing or ambiguous."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensedb.records import Citation, Licence, Passage, Rule
from licensedb.texts.cite import find, nearest, passage, passages, place_of
from licensedb.texts.normal import digest, without_front_matter, words
from licensedb.vocabulary import Confidence

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
    assert shown == ("1. Grant. ", "Licensor **grants** you a right to\n   run and/or modify the", " Model.\n\n")


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


LONG = "One two three. Four five six seven eight nine. Ten eleven twelve; thirteen. " * 12


@pytest.mark.parametrize("around", [3, 8, 20])
def test_a_context_begins_and_ends_with_a_sentence(around: int) -> None:
    body = LONG + "Here stands the passage that is cited now. " + LONG
    text = words(body)
    ((start, end),) = find(text, "Here stands the passage that is cited")
    shown = passage(body, text, (start, end), digest(text[start:end]), around)
    assert shown is not None
    before, clause, after = shown
    assert clause == "Here stands the passage that is cited"
    assert before.split()[0] in ("One", "Four", "Ten", "thirteen.")
    assert after.rstrip()[-1] in ".;"
    assert body.endswith(LONG)
    assert before + clause + after in body
    assert len(words(before)) <= 2 * around >= len(words(after))


def test_a_context_in_a_script_without_spaces_ends_with_a_sentence() -> None:
    body = "第一条。您可以使用模型。您不得出售模型。第二条，这里是引用的文字。之后的句子。还有一句。"
    text = words(body)
    ((start, end),) = find(text, "这里是引用的文字")
    shown = passage(body, text, (start, end), digest(text[start:end]), 6)
    assert shown is not None
    assert shown[1] == "这里是引用的文字"
    assert shown[0] == "您不得出售模型。第二条，"
    assert shown[2].endswith("。")


def test_a_context_of_one_long_sentence_ends_between_words() -> None:
    body = "word " * 100 + "here stands the passage that is cited " + "other " * 100
    text = words(body)
    ((start, end),) = find(text, "here stands the passage that is cited")
    shown = passage(body, text, (start, end), digest(text[start:end]), 5)
    assert shown is not None
    assert (shown[0].split(), shown[2].split()) == (["word"] * 5, ["other"] * 5)


def test_numbering_ends_no_sentence() -> None:
    body = "Alpha beta gamma delta epsilon.\n(a) Zeta 1. Eta b. Theta iota, here stands the passage that is cited well"
    text = words(body)
    ((start, end),) = find(text, "here stands the passage that is cited")
    shown = passage(body, text, (start, end), digest(text[start:end]), 4)
    assert shown is not None
    assert shown[0] == "(a) Zeta 1. Eta b. Theta iota, "


@given(st.lists(st.sampled_from(["run", "the", "model.", "You\n\n", "may;", "您可以。", "a.", "(1)"]), min_size=8, max_size=60), st.data())
def test_a_passage_and_its_context_are_a_piece_of_the_source(told: list[str], data: st.DataObject) -> None:
    body = " ".join(told)
    text = words(body)
    if len(text) < 3:
        return
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    shown = passage(body, text, (start, end), digest(text[start:end]), data.draw(st.integers(1, 12)))
    assert shown is not None
    assert "".join(shown) in body
    assert words(shown[1])[:1] != []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("licensor gives you a right to run", "licensor grants you a right to run"),
        ("right to run or change the model", "right to run and or modify the model"),
        ("entirely unrelated words about gardening today", None),
        ("", None),
    ],
)
def test_the_nearest_passage_is_the_one_with_most_of_the_words(wanted: str, found: str | None) -> None:
    near = nearest(TEXT, words(wanted))
    if found is None:
        assert near is None
    else:
        assert near is not None
        assert len(set(TEXT[slice(*near)]) & set(found.split())) >= len(found.split()) - 2


def test_the_passages_of_a_record_are_told_by_the_rules_that_cite_them() -> None:
    cite = Citation("acme", "1", (2, 13), "a" * 64)
    rules = [Rule(name, "permit", (), cite) for name in ("grant", "again")]
    other = Rule("other", "permit", (), Citation("acme", "2"))  # by its section alone
    one = Licence("acme", "licence", "Acme", "acme", None, "2026-01-02", Confidence.HIGH, rules=(*rules, other))
    assert passages(one) == {"a" * 64: Passage(("grant", "again"), "1", (2, 13), "a" * 64)}
