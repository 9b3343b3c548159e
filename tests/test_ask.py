"""Questions in words: how they are read, that the command line equals the answer, and that nothing is read by mistake."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import licensedb
from licensedb.cli import app
from licensedb.errors import MisuseError
from licensedb.knowledge import answering
from licensedb.present import asked as pages
from licensedb.vocabulary import Question
from licensedb.wording import lexicon as lx
from licensedb.wording import near
from licensedb.wording.reading import NotUnderstoodError
from licensedb.wording.tokens import LONGEST, tokens
from tests.conftest import ROOT, Result

Run = Callable[..., Result]
FOLDER = ROOT / "tests" / "questions"
PHRASINGS: list[dict[str, str]] = [
    one for path in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load(path.read_text(encoding="utf-8"))
]
READ = [one["ask"] for one in PHRASINGS if "read" in one]


@pytest.fixture
def told(database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Like `run`, without a process of its own."""
    for key in [key for key in os.environ if key.startswith("LICENSEDB_") and not key.endswith("INTO")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("LICENSEDB_DB", str(database))
    monkeypatch.setenv("COLUMNS", "160")

    def command(*arguments: str) -> Result:
        capsys.readouterr()
        code = app.run(arguments)
        return Result(code, *capsys.readouterr())

    return command


def visible(kb: licensedb.KnowledgeBase, question: str) -> str:
    """What a user sees of a reading: the command line, and what was taken for what."""
    read, _ = answering.read(kb, question)
    return "\n".join([pages.line(read), *read.notes])


# Phrasings, as data


@pytest.mark.parametrize("case", PHRASINGS, ids=lambda case: case["ask"][:60])
def test_a_question_is_read_as_its_author_meant_it(kb: licensedb.KnowledgeBase, case: dict[str, str]) -> None:
    if "stops" in case:
        with pytest.raises(MisuseError) as caught:  # not understood, or a figure that can be read in two ways
            answering.read(kb, case["ask"])
        assert case["stops"] in caught.value.line()
        assert caught.value.exit_code == 2
    else:
        assert list(answering.read(kb, case["ask"])[0].command) == shlex.split(case["read"])


def test_the_phrasings_are_as_many_as_promised_and_no_two_alike() -> None:
    asked = [one["ask"] for one in PHRASINGS]
    assert len(asked) >= 200
    assert len(set(asked)) == len(asked)


# The answer


@pytest.mark.parametrize(
    "question",
    [
        "which models by xAI allow derivatives",
        "which licences have a user cap and forbid military use",
        "is Llama 2 7B free for commercial use",
        "may I host Falcon 180B in France with 5M users",
        "compare Grok-1 and Llama 2 7B",
        "what licence has grok-1",
        "who owns the outputs of llama-2-7b",
        "did the licence of Falcon 7B change",
        "what is vicuna-7b-v1.5 based on",
        "what does non-commercial mean in FLUX.1 dev",
        "which licences are permissive",
        "how open is grok-1",
        "هل يجوز لنا استضافة Falcon 180B",
        "models under cc-by-sa-3.0 that have no revenue cap",
        "can I merge llama-2-7b and mistral-7b and sell the result",
        "can we use the outputs of gemma-2-9b to fine-tune mistral-7b-v0.1",
        "هل يجوز دمج llama-2-7b و mistral-7b-v0.1 وبيع النتيجة",
    ],
)
@pytest.mark.parametrize("form", ["table", "json"])
def test_the_answer_is_that_of_the_command_line_it_shows(told: Run, question: str, form: str) -> None:
    done = told("ask", question, "--format", form)
    line = json.loads(done.out)["reading"]["line"] if form == "json" else done.out.splitlines()[0].split(": ", 1)[1]
    words = shlex.split(line)
    assert words[0] == "licensedb"
    alone = told(*words[1:], "--format", form)
    if form == "json":
        assert json.loads(done.out)["answer"] == json.loads(alone.out)
    else:
        assert done.out.endswith(alone.out)


@pytest.mark.parametrize(
    ("question", "begins", "code"),
    [
        ("may I use grok-1 commercially", "Yes.", 0),
        ("may I redistribute grok-1", "Yes, with duties.", 0),
        ("why can't I host Falcon 180B", "No, not without asking or registering.", 1),
        ("does Falcon 180B forbid hosting?", "Yes.", 0),
        ("is hosting of grok-1 forbidden", "No.", 1),
        ("may the army use llama-2-7b", "No.", 1),
        ("is Llama 2 7B free for commercial use", "It depends.", 3),
        ("may I use the outputs of grok-1", "Not said.", 3),
        ("does Llama 2 7B have a user cap", "Yes.", 0),
        ("does grok-1 have a user cap", "No.", 1),
        ("does llama-2-7b have a 100M user cap", "No.", 1),
        ("must I give attribution with llama-3-8b", "Yes.", 0),
        ("may I publish llama-3-8b without attribution", "No.", 1),
        ("may I publish grok-1 without attribution", "Yes, with duties.", 0),
        ("may I relicense my fine-tune of llama-2-7b as MIT", "No.", 1),
        ("may I relicense my fine-tune of grok-1 as MIT", "Yes, with duties.", 0),
        ("is grok-1 under the MIT licence", "No.", 1),
        ("is llama-2-7b open source", "No.", 1),
        ("is olmo-7b truly open source", "Yes.", 0),
        ("which of grok-1 and falcon-180b may I host", "It differs.", 1),
        ("هل يجوز لنا استضافة Falcon 180B", "لا، إلا بطلب أو تسجيل.", 1),
        ("هل يمكنني استخدام grok-1 تجاريا", "نعم.", 0),
        ("can I merge llama-2-7b and mistral-7b and sell the result", "No.", 1),
        ("can I merge llama-3.1-8b and mistral-7b-v0.1 and sell the result", "Yes, with duties.", 0),
        ("can I merge llama-3.1-8b and mistral-7b-v0.1 and release it under MIT", "No.", 1),
        ("can I merge grok-1 and mistral-7b-v0.1 and release it under apache-2.0", "Yes, with duties.", 0),
        ("can I merge gpl-2.0 and apache-2.0", "It differs.", 1),
        ("can I train mistral-7b-v0.1 on the outputs of llama-2-70b", "No.", 1),
        ("can I train mistral-7b-v0.1 on the outputs of grok-1", "Not said.", 3),
        ("هل يجوز دمج llama-2-7b و mistral-7b-v0.1 وبيع النتيجة", "لا.", 1),
    ],
)
def test_a_question_of_yes_or_no_begins_with_it(told: Run, question: str, begins: str, code: int) -> None:
    done = told("ask", question)
    assert done.out.split("\n\n")[1].splitlines()[0] == begins
    assert done.code == code


@pytest.mark.parametrize("question", ["what is the user cap of llama-2-7b", "what do I owe if I host llama-2-7b", "which law governs mit"])
def test_other_questions_begin_with_no_yes_or_no(told: Run, question: str) -> None:
    assert told("ask", question).out.split("\n\n")[1].startswith("Scenario: ")


def test_questions_are_asked_in_a_shell_loop_and_without_quotes(run: Run) -> None:
    done = run("ask", "may", "I", "host", "grok-1", "-f", "csv")
    assert done.code == 0
    assert done.out.startswith("id,act,verdict")
    assert done.err.splitlines()[0] == "Read as: licensedb check grok-1 --do host"
    assert run("ask", "--reading", "which models allow derivatives").out == (
        "licensedb models --allows modify --allows distribute-derivatives\n"
    )


def test_as_json_the_reading_stands_beside_the_answer(told: Run) -> None:
    found = json.loads(told("ask", "can I use Llama 2 7B with more than 700 million users?", "-f", "json").out)
    assert found["schema"] == "licensedb.ask/1"
    assert (found["language"], found["verdict"]) == ("en", "on-request")
    assert found["reading"]["command"] == ["check", "llama-2-7b", "--do", "run", "--users", "700000001"]
    assert {"words": "700 million", "meaning": "figure"} in found["reading"]["words"]
    assert found["answer"]["schema"] == "licensedb.check/1"


def test_of_models_brought_together_each_plan_is_answered(told: Run) -> None:
    found = json.loads(told("ask", "can I merge gpl-2.0 and apache-2.0", "-f", "json").out)
    assert found["answer"]["schema"] == "licensedb.combine/1"
    assert [(one["of"], one["verdict"]) for one in found["verdicts"]] == [("keep", "with-duties"), ("publish", "no"), ("sell", "no")]
    under = json.loads(told("ask", "can I merge llama-3.1-8b and mistral-7b-v0.1 and publish it under MIT", "-f", "json").out)
    assert [(one["of"], one["verdict"]) for one in under["verdicts"]] == [("publish", "with-duties"), ("under mit", "no")]


def test_as_markdown_the_command_line_can_be_copied(told: Run) -> None:
    assert told("ask", "may I host grok-1", "-f", "markdown").out.startswith(
        "**Read as:** `licensedb check grok-1 --do host`\n\n**Yes.**\n\n# Licence check"
    )


def test_the_library_answers_too(kb: licensedb.KnowledgeBase) -> None:
    found = kb.ask("may I host falcon-180b")
    assert found.verdict == "on-request"
    assert found.answer.rows[0].decision.verdict == "on-request"
    assert found.read.command[:2] == ("check", "falcon-180b")


def test_a_stored_scenario_counts_as_for_the_command(told: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "licensedb.toml").write_text("[scenario]\nusers = '800M'\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert told("ask", "may I run llama-2-7b").code == 1
    assert told("ask", "may I run llama-2-7b", "--no-config").code == 0
    assert "800,000,000 monthly active users" in told("ask", "merge llama-3.1-8b and mistral-7b-v0.1 and sell it").out


def test_a_typing_error_is_put_right_and_said(told: Run) -> None:
    out = told("ask", "is grok-1 ok for comercial use").out
    assert "read 'comercial' as commercial" in out


def test_a_name_of_several_models_says_which_stands_for_them(kb: licensedb.KnowledgeBase) -> None:
    assert "6 models, all under llama-2-community; llama-2-7b stands for them" in visible(kb, "may I host Llama 2")
    differing = visible(kb, "may I host Qwen2.5")
    assert "one stands for each" in differing
    assert {"qwen2.5-3b", "qwen2.5-72b"} <= set(differing.split())


# Lists by what the texts say


def test_a_list_by_answers_holds_what_answers_so_with_the_clause(told: Run) -> None:
    rows = json.loads(told("models", "--with", "user-cap", "--developer", "meta", "-f", "json").out)["rows"]
    assert {"llama-2-7b", "llama-3-8b"} <= {row["id"] for row in rows}
    assert all(row["cells"]["user-cap"]["value"]["threshold"] and row["cells"]["user-cap"]["section"] for row in rows)
    without = json.loads(told("models", "--without", "user-cap", "--developer", "meta", "-f", "json").out)["rows"]
    assert "llama-2-7b" not in {row["id"] for row in without}


@pytest.mark.parametrize(
    ("wanted", "of_llama_2", "of_apache"),
    [
        (("--with", "military-use=forbidden"), True, False),
        (("--with", "user-cap=700000000"), True, False),
        (("--with", "user-cap=100000000"), False, False),
        (("--with", "governing-law=california"), True, False),
        (("--without", "patent-grant"), True, False),
        (("--with", "patent-grant"), False, True),
        (("--with", "train-other-models"), False, False),
        (("--without", "train-other-models"), True, False),
        (("--with", "modify", "--without", "same-licence"), True, True),
    ],
)
def test_licences_by_answers(told: Run, wanted: tuple[str, ...], of_llama_2: bool, of_apache: bool) -> None:
    rows = json.loads(told("licences", *wanted, "--only-yes", "-f", "json").out)["rows"]
    found = {row["id"] for row in rows}
    assert ("llama-2-community" in found, "apache-2.0" in found) == (of_llama_2, of_apache)


def test_what_is_undetermined_stands_in_the_second_group(told: Run) -> None:
    rows = json.loads(told("licences", "--without", "train-other-models", "-f", "json").out)["rows"]
    assert next(row for row in rows if row["id"] == "apache-2.0")["group"] == "undetermined"  # it says nothing of outputs
    excluded = json.loads(told("licences", "--with", "excluded-territories=FR", "-f", "json").out)["rows"]
    assert all("EU" in row["cells"]["excluded-territories"]["value"] for row in excluded if row["group"] == "yes")


@pytest.mark.parametrize("asked", ["flying", "user-cap=", "military-use", "outputs-owned-by"])
def test_a_list_by_what_is_no_answer_is_misuse(told: Run, asked: str) -> None:
    done = told("models", "--with", asked)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)


def test_a_definition_is_explained_by_its_clause(told: Run) -> None:
    done = told("explain", "flux-1-dev-nc-1.1.1", "means-commercial")
    assert done.code == 0
    assert done.out.startswith("flux-1-dev-nc-1.1.1, means-commercial: §")
    assert json.loads(told("explain", "cc-by-nc-4.0", "means-commercial", "-f", "json").out)["name"] == "means-commercial"


# Bad input


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "nothing to answer"),
        ("   ?!  ", "nothing to answer"),
        (",,,", "nothing to answer"),
        ("a" * 100_000, "too long"),
        ("which models allow hosting\x07", "U+0007"),
        ("'; DROP TABLE licence; --", "'DROP TABLE'"),
        ("<script>alert(1)</script> may I host grok-1", "script"),
        ("may I host grok-1 💥", "💥"),
        ("may I host grok-1 = 5", "'='"),
        ("может ли grok-1", "может"),
        ("may I host grok-1 with 1,500 EUR revenue and 2.500 users", "two ways"),
        ("may I host grok-1 on 2023-13-45", "2023-13-45"),
        ("which models may I host with 5M and with 80M users", "5M"),
    ],
)
def test_bad_input_gets_one_clear_line(told: Run, question: str, said: str) -> None:
    done = told("ask", question)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err


def test_marks_of_direction_and_mixed_scripts_do_not_matter(kb: licensedb.KnowledgeBase) -> None:
    plain = answering.read(kb, "هل يمكنني host grok-1 commercially")[0].command
    assert plain == ("check", "grok-1", "--do", "host", "--commercial")
    assert answering.read(kb, "\u200fهل يمكنني\u200e host \u202agrok-1\u202c commercially")[0].command == plain


def test_the_nearest_questions_are_offered(kb: licensedb.KnowledgeBase) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        answering.read(kb, "must I frobnicate attribution with Llama 3")
    assert caught.value.words == ("frobnicate",)
    assert "must I give attribution with Llama 3" in caught.value.nearest


# Nothing is lost


WORDS = sorted(lx.lexicon("en").words)
ARABIC = sorted(lx.lexicon("ar").words)
NAMES = ["llama-2-7b", "Falcon 180B", "grok-1", "Apache 2.0", "MIT", "Meta", "5M", "$3M", "2024-05-01", "700", "million", "users", "France"]


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("\u064b")
@example("9" * 300 + " users")
@example("1-2-3-4 1.2.3,4")
@example("ـــ")
@example("'s 's n't 't")
def test_no_input_breaks_it(kb: licensedb.KnowledgeBase, question: str) -> None:
    readable(kb, question)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS + ARABIC[:400]) | st.sampled_from(NAMES), max_size=12).map(" ".join))
def test_no_order_of_words_breaks_it(kb: licensedb.KnowledgeBase, question: str) -> None:
    readable(kb, question)


def readable(kb: licensedb.KnowledgeBase, question: str) -> str | None:
    """What is visible of the reading; None where it stops with one line."""
    try:
        return visible(kb, question)
    except MisuseError as error:
        assert error.exit_code == 2
        assert "\n" not in error.line()
        return None


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(READ), st.integers(0, 12), st.sampled_from(["not", "never", "without", "no", "except", "لا", "بدون", "غير"]))
def test_a_word_that_denies_is_seen_in_the_reading_or_stops_it(kb: licensedb.KnowledgeBase, question: str, at: int, word: str) -> None:
    words = question.split()
    words.insert(min(at, len(words)), word)
    seen = readable(kb, " ".join(words))
    assert seen is None or word in seen.casefold() or "non-commercial" in seen


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(READ), st.integers(0, 12), st.sampled_from(["5M users", "17", "3 million", "$9M revenue", "٤٢ مليون مستخدم"]))
def test_a_number_is_seen_in_the_reading_or_stops_it(kb: licensedb.KnowledgeBase, question: str, at: int, figure: str) -> None:
    words = question.split()
    words.insert(min(at, len(words)), figure)
    seen = readable(kb, " ".join(words))
    digits = re.findall(r"\d+", figure.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")))
    assert seen is None or all(one in seen for one in digits)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(READ), st.data())
def test_a_word_taken_away_never_breaks_it(kb: licensedb.KnowledgeBase, question: str, data: st.DataObject) -> None:
    words = question.split()
    del words[data.draw(st.integers(0, len(words) - 1))]
    readable(kb, " ".join(words))


# The tables of phrases


@pytest.mark.parametrize("language", lx.LANGUAGES)
def test_the_compiled_table_is_that_of_the_written_one(language: str) -> None:
    assert lx.compiled(language).read_bytes() == lx.table_of(language), "run: python -m licensedb.wording"


def meanings() -> Iterator[tuple[str, str]]:
    for language in lx.LANGUAGES:
        yield from lx.lines((ROOT / "licensedb" / "wording" / f"{language}.words").read_text(encoding="utf-8"))


def test_every_phrase_is_found_as_people_write_it() -> None:
    for meaning, phrase in meanings():
        for one in lx.spelt(phrase) if meaning != "example" else ():
            assert [token.text for token in tokens(one)] == one.split(), one


def test_meanings_are_terms_of_the_vocabulary(kb: licensedb.KnowledgeBase) -> None:
    questions = {str(question) for question in Question}
    for meaning, _ in meanings():
        kind, _, value = meaning.partition(":")
        if kind == "q":
            assert value.partition("=")[0] in questions
        elif kind == "opt":
            name, _, word = value.partition("=")
            stated: dict[str, Any] = {} if name == "profile" else {name: word} if word else {re.sub("^non?-", "", name): True}
            kb.scenario(word if name == "profile" else None, **stated)
        elif kind == "place" and value != "EU~":
            kb.scenario(territory=value)


@pytest.mark.parametrize("example_question", [one for name in lx.LANGUAGES for one in lx.lexicon(name).examples])
def test_every_question_that_is_offered_is_understood(kb: licensedb.KnowledgeBase, example_question: str) -> None:
    assert answering.read(kb, example_question)[0].command


@given(st.text("abcde", min_size=5, max_size=9), st.text("abcde", min_size=5, max_size=9))
def test_slips_are_counted_alike_in_both_directions(a: str, b: str) -> None:
    assert near.distance(a, b, 9) == near.distance(b, a, 9)
    assert (near.distance(a, b, 9) == 0) == (a == b)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("comercial", ["commercial"]),
        ("modles", ["models"]),
        ("hsot", ["host"]),
        ("tell", []),
        ("posting", []),  # hosting begins otherwise
        ("model", []),  # an s at the end is no slip
    ],
)
def test_corrections(written: str, meant: list[str]) -> None:
    assert near.corrections(written, ["commercial", "models", "host", "hosting", "sell"]) == meant


def test_the_longest_question_is_read() -> None:
    assert len(tokens("grok " * (LONGEST // 5))) == LONGEST // 5
