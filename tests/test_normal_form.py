"""Normal form 1: what counts as a word, and what never matters."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from licensedb.texts.normal import digest, spans, without_front_matter, words

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
# Alphabets in which capital and small letters answer to each other (the dotless i of Turkish does not).
CASED = st.text("abcxyzäöüßéñçæøåαβγσςωабвгдя .,-()1290\n", max_size=60)
WORD = st.text("abcdefghijklmnopqrstuvwxyzäéßж0123456789", min_size=1, max_size=8)
WORDS = st.lists(WORD, min_size=1, max_size=12)
SPACE = st.text(" \t\n\r\u00a0\u2003\u3000\u2028", min_size=1, max_size=3)
FORMAT = st.sampled_from("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\U000e0020")
MARKS = st.sampled_from(
    [("**", "**"), ("_", "_"), ("`", "`"), ("## ", ""), ("> ", ""), ("- ", ""), ("* ", ""), ("(", ")"), ("“", "”"), ("", ".")]
)


@given(TEXT)
@example("a\u00ad\u0301")
@example("\u0345a\u0301 \u0130 ŉ ﬃ ½ Å")
def test_the_form_of_the_form_is_the_form(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


@given(WORDS, st.data())
def test_white_space_never_matters(told: list[str], data: st.DataObject) -> None:
    spaced = "".join(word + data.draw(SPACE) for word in told)
    assert words(data.draw(SPACE) + spaced) == words(" ".join(told))


@given(CASED)
def test_case_never_matters(text: str) -> None:
    assert words(text.upper()) == words(text.lower()) == words(text)


@given(WORDS, st.data())
def test_markdown_marks_and_punctuation_never_matter(told: list[str], data: st.DataObject) -> None:
    marked = []
    for word in told:
        before, after = data.draw(MARKS)
        marked.append(f"{before}{word}{after}")
    assert words("\n".join(marked)) == words(" ".join(told))


CHINESE = st.text("您可以在遵守本协议条款的前提下使用模型，。；：《》（）“”、！Llama3.2 ", min_size=1, max_size=30)


@given(st.lists(CHINESE, min_size=1, max_size=8), st.data())
def test_neither_white_space_nor_marks_matter_in_texts_that_are_partly_chinese(told: list[str], data: st.DataObject) -> None:
    plain = words(" ".join(told))
    assert words(" ".join(plain)) == plain
    marked = []
    for piece in told:
        before, after = data.draw(MARKS)
        marked.append(f"{before}{piece}{after}")
    assert words("\n".join(marked)) == plain
    assert words(data.draw(SPACE).join(["", *told, ""])) == plain


@given(st.text("您可以在遵守本协议条款的前提下使用模型", max_size=30), st.data())
def test_lines_may_break_between_any_two_ideographs(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert words(text[:at] + data.draw(SPACE) + text[at:]) == words(text)
    assert words(f"**{text[:at]}**{text[at:]}") == words(text)


@given(TEXT, FORMAT, st.integers(0, 60))
@example("e\u0301", "\u200d", 1)
def test_format_characters_never_matter(text: str, char: str, at: int) -> None:
    assert words(text[:at] + char + text[at:]) == words(text)


@given(st.text(st.sampled_from("天地玄黄宇宙洪荒〇々あいうアイウーกขคงຂກកខကခ"), max_size=30))
def test_scripts_without_spaces_have_one_word_per_character(text: str) -> None:
    assert words(text) == list(text)


def test_scripts_without_spaces_stand_beside_others() -> None:
    assert words("Llama模型v2許諾") == ["llama", "模", "型", "v2", "許", "諾"]
    assert words("ที่นี่") == ["ท", "ี", "่", "น", "ี", "่"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.a. Grant of Rights (the “Rights”)", ["1", "a", "grant", "of", "rights", "the", "rights"]),
        ("non-exclusive, royalty-free", ["non", "exclusive", "royalty", "free"]),
        ("licensee's and/or its", ["licensee", "s", "and", "or", "its"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("ﬁne-tuning № ４２", ["fine", "tuning", "no", "42"]),
        ("café cafe\u0301", ["café", "café"]),
        ("हिन्दी العربية ٤٢", ["हिन्दी", "العربية", "٤٢"]),
        ("700,000,000 users_x", ["700", "000", "000", "users", "x"]),
        ("© ® ™ $ + § — … •", ["tm"]),
        ("", []),
    ],
)
def test_words_are_letters_marks_and_digits(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(TEXT)
def test_spans_line_up_with_words(text: str) -> None:
    found = spans(text)
    assert len(found) == len(words(text))
    assert [word for start, end in dict.fromkeys(found) for word in words(text[start:end])] == words(text)
    assert found == sorted(found)
    assert not any(re.search(r"\s", text[start:end]) for start, end in found)


def test_a_span_is_the_run_as_it_was_written() -> None:
    text = "You **may** use and/or “modify” it."
    assert [text[start:end] for start, end in spans(text)] == ["You", "**may**", "use", "and/or", "and/or", "“modify”", "it."]


def test_a_digest_is_the_hash_of_the_words_joined_by_spaces() -> None:
    assert digest(words("You may\n*modify* it.")) == hashlib.sha256(b"you may modify it").hexdigest()
    assert digest([]) == hashlib.sha256(b"").hexdigest()


def test_a_digest_tells_words_apart_that_only_their_borders_divide() -> None:
    assert digest(["re", "use"]) != digest(["reuse"])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_front_matter_is_no_text(end: str, mark: str) -> None:
    source = mark + end.join(["---", "key: mit", "name: MIT License", "---", "Permission is", "---", "granted"])
    assert words(without_front_matter(source)) == ["permission", "is", "granted"]


@pytest.mark.parametrize("source", ["Permission\n---\nis\n---\ngranted", "---\nno end of it", "----\na\n----\nb", "", "--- a ---\nb"])
def test_what_is_no_front_matter_stays(source: str) -> None:
    assert without_front_matter(source) == source
