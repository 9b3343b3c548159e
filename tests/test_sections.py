"""Sections: headings and numbered clauses, whatever a paste has made of them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensedb.texts.normal import without_front_matter, words
from licensedb.texts.sections import LONGEST_LABEL, sections


def labels(text: str) -> list[str]:
    return [section.label for section in sections(text)]


def starts(text: str) -> dict[str, str]:
    """The first word after its number or title, by label."""
    found = words(without_front_matter(text))
    return {section.label: " ".join(found[section.start : section.end]) for section in sections(text)}


NESTED = """ACME COMMUNITY LICENSE

This Agreement is between you and Acme, and it binds both of them from now on.

1. License Rights. You may do these things.

a. Grant of Rights. You are granted a licence to the Acme Materials.

b. Redistribution. When you share the Materials, these terms go with them:

i. You shall provide a copy of this Agreement to every one that receives it.

ii. You must retain the notice in all copies of the Materials that you share.

2. Additional Terms. If your users are more than 3.1 million, see Section 1 above.

3. Disclaimer. Acme gives no warranty of any kind for the Materials.

Attachment A

USE RESTRICTIONS

1. You will not break the law with the Materials.

2. You will not harm anyone with the Materials.
"""
OUTLINE = ["ACME COMMUNITY LICENSE", "1", "1.a", "1.b", "1.b.i", "1.b.ii", "2", "3", "Attachment A", "Attachment A.1", "Attachment A.2"]


def test_nested_clauses_are_labelled_from_their_parents() -> None:
    assert labels(NESTED) == OUTLINE
    assert starts(NESTED)["1.b.ii"].startswith("ii you must retain")


def test_a_title_below_the_number_of_an_attachment_is_its_name() -> None:
    assert starts(NESTED)["Attachment A"] == "attachment a use restrictions"


def _wrapped(text: str) -> str:
    return "\n\n".join(textwrap.fill(part, 40) for part in text.split("\n\n"))


def _marked(text: str) -> str:
    return text.replace("1. License Rights.", "### 1. **License Rights.**").replace("2. Additional Terms.", "## 2\\. _Additional Terms._")


def _one_line_each(text: str) -> str:
    return text.replace("\n\n", "\n")


def _run_in(text: str) -> str:
    return text.replace("\n\na. ", " a. ").replace("\n\nb. ", " b. ").replace("\n\ni. ", " i. ").replace("\n\nii. ", " ii. ")


@pytest.mark.parametrize("paste", [_wrapped, _marked, _run_in, lambda text: text.replace("\n", "\r\n")])
def test_a_paste_has_the_same_sections(paste: Callable[[str], str]) -> None:
    assert labels(paste(NESTED)) == OUTLINE


def test_clauses_on_lines_of_their_own_need_no_blank_lines() -> None:
    assert [label for label in labels(_one_line_each(NESTED)) if label[:1].isdigit()] == [label for label in OUTLINE if label[:1].isdigit()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. One thing.\n\n1.1 First part.\n\n1.2 Second part.\n\n2. Two.\n\n2.1 Another.", ["1", "1.1", "1.2", "2", "2.1"]),
        ("1) One thing.\n2) Another thing.\n3) A third.", ["1", "2", "3"]),
        ("(a) one thing;\n\n(b) another thing; and\n\n(c) a third.", ["a", "b", "c"]),
        ("Section 1. Definitions\n\nWords.\n\nSection 2. Grant\n\nMore words.", ["1", "2"]),
        ("ARTICLE I\n\nWords.\n\nARTICLE II\n\nMore words.", ["Article I", "Article II"]),
        ("§ 1 Scope\n\nWords.\n\n§ 2 Grant\n\nMore words.", ["1", "2"]),
        ("第一条 定义\n\n本协议。\n\n第二条 许可\n\n授予您。\n\n第三条 限制\n\n您不得。", ["1", "2", "3"]),
        (
            "一、定义\n1、许可：指本协议。\n2、模型：指权重。\n二、许可\n1、授予您许可。\n2、您必须。",
            ["1", "1.1", "1.2", "2", "2.1", "2.2"],
        ),
        ("（一）定义\n\n本协议。\n\n（二）许可\n\n授予您。", ["1", "2"]),
        ("I. INTRODUCTION\n\nWords.\n\nII. TERMS\n\na. One.\n\nb. Two.", ["I", "II", "II.a", "II.b"]),
        ("0. Definitions.\n\nWords.\n\n1. Source.\n\nMore.", ["0", "1"]),
        ("(h) one.\n\n(i) two.\n\n(j) three.", [""]),  # a list that starts late has no first number to trust
    ],
)
def test_every_style_of_numbering_is_read(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


def test_a_list_that_runs_on_through_the_parts_of_a_text_is_cited_without_them() -> None:
    text = (
        "Section I: PREAMBLE\n\nWords.\n\n1. Definitions\n\nMore.\n\nSection II: GRANTS\n\n2. Copyright. A grant.\n\n3. Patents. Another."
    )
    assert labels(text) == ["I", "1", "II", "2", "3"]


def test_a_list_that_begins_anew_in_each_part_is_cited_with_it() -> None:
    text = "Article 1: Words\n1. One.\n2. Two.\nArticle 2: Grants\n1. One.\n2. Two."
    assert labels(text) == ["Article 1", "Article 1.1", "Article 1.2", "Article 2", "Article 2.1", "Article 2.2"]


def test_letters_and_roman_numerals_are_told_apart() -> None:
    letters = "\n\n".join(f"({letter}) You may do the thing named {letter}." for letter in "abcdefghij")
    assert labels(letters) == list("abcdefghij")
    romans = "1. Terms.\n\n(h) x\n\n".replace("(h) x\n\n", "(a) Do this:\n\n(i) one;\n\n(ii) two.\n\n(b) Do that.")
    assert labels(romans) == ["1", "1.a", "1.a.i", "1.a.ii", "1.b"]


def test_what_only_looks_like_a_number_of_a_clause_is_none() -> None:
    text = (
        "1. Grant. You may use version\n2. of the Model, which was released in\n2023. It follows Section\n2. You must read it, "
        "see Section 2. The end.\n\n"
        "2. Duties. You must (i) keep notices, (ii) name Acme.\n"
    )
    assert labels(text) == ["1", "2"]
    assert starts(text)["2"].startswith("2 duties")


def test_a_number_left_out_or_given_twice_does_not_end_the_outline() -> None:
    assert labels("1. One.\n\n2. Two.\n\n4. Four.\n\n5. Five.") == ["1", "2", "4", "5"]
    assert labels("1. One.\n\n2. Two.\n\n2. Twice.\n\n3. Three.") == ["1", "2", "2", "3"]


def test_a_text_without_numbers_is_cut_at_its_headings() -> None:
    text = "The MIT License\n\nPermission is hereby granted, free of charge, to any person who wants it.\n\n## Warranty\nNone is given.\n"
    assert labels(text) == ["The MIT License", "Warranty"]
    assert labels("Permission is granted to use this, as long as the notice is kept.") == [""]


def test_front_matter_is_no_section_and_words_are_counted_without_it() -> None:
    text = "---\nkey: acme\n---\n1. One thing.\n\n2. Another thing.\n"
    assert [(section.label, section.start, section.end) for section in sections(text)] == [("1", 0, 3), ("2", 3, 6)]


_PIECES = st.sampled_from(
    (
        "1. |2. |1.1 |(a) |b) |i. |(ii)|Section 4. |ARTICLE II\n|Attachment A\n|§ 3 |# |**|第一条|一、|（一）|\n|\n\n|\r| |word |Word. "
        "|CAPS LINE|模型|½ |\u0301|\u200b|---\n|<br>|①|: |- |\t"
    ).split("|")
)


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map("".join)))
def test_sections_cover_all_words_in_order(text: str) -> None:
    found = sections(text)
    assert [section.start for section in found] == [0, *(section.end for section in found)][: len(found)]
    assert (found[-1].end if found else 0) == len(words(without_front_matter(text)))
    assert all(section.start < section.end and len(section.label) <= LONGEST_LABEL and section.level >= 0 for section in found)
