"""`licensedb diff`: answers, rules and words of two documents, as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import licensedb
from licensedb.cli.diff import PageForm
from licensedb.texts.normal import digest, words
from licensedb.vocabulary import Question
from tests.conftest import Result
from tests.test_report import Page

Run = Callable[..., Result]

OLD = """Acme Licence

1. Grant. You may use the Model for any end.

2. Copies. You must hand on this text. You must name Acme in all that you make.

3. Users. Above 700 million users, ask us.
"""
NEW = OLD.replace("700", "50").replace("any end.", "any end but war.").replace(" You must name Acme in all that you make.", "")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with two texts; commands run in it."""
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    return tmp_path


def own(folder: Path, *names: str) -> dict[str, str]:
    """Own seeds with a licence for each name, of text OLD (`old-1.0`) or NEW, and where its text is: the environment."""
    seeds, texts = folder / "own", folder / "texts"
    (seeds / "licences").mkdir(parents=True)
    texts.mkdir()
    for name in names:
        text = OLD if name.startswith("old") else NEW
        (texts / f"{name}.txt").write_text(text, encoding="utf-8")
        found = words(text)
        cite = f'cite: {{section: "1", words: [3, 12], sha256: "{digest(found[3:12])}"}}'
        duty = f"  mark: {{duty: mark-generated, for: [run], {cite}}}\n" if name.startswith("old") else ""
        (seeds / "licences" / f"{name}.yaml").write_text(
            f"id: {name}\nname: Licence {name}\nlicensor: acme\nfamily: permissive\n"
            "reviewed: {date: 2026-01-02, confidence: high}\n"
            f'text: {{editions: [{{sha256: "{digest(found)}", sources: [{{address: "https://example.org/x"}}]}}]}}\n'
            f"rules:\n  grant: {{permit: [run, modify, redistribute], {cite}}}\n{duty}",
            encoding="utf-8",
        )
    return {"LICENSEDB_TEXTS": str(texts)}


def test_the_answers_that_differ_stand_with_the_clauses_of_both_sides(run: Run, kb: licensedb.KnowledgeBase) -> None:
    done = run("diff", "llama-2-community", "llama-3.1-community", "--format", "json", "--answers-only")
    assert done.code == 1
    told = json.loads(done.out)
    assert told["schema"] == "licensedb.diff/1"
    rows = kb.compare(["llama-2-community", "llama-3.1-community"]).rows
    differing = {str(a.question) for a, b in zip(rows[0].answers, rows[1].answers, strict=True) if a.value != b.value}
    assert {row["question"] for row in told["answers"]} == differing
    assert {"display-attribution", "train-other-models"} <= differing
    shown = next(row for row in told["answers"] if row["question"] == "display-attribution")
    assert shown["a"]["value"] is None
    assert (shown["b"]["text"], shown["b"]["section"], shown["b"]["state"]) == ("llama-3.1-community", "1.b.i", "verified by curators")
    assert (told["asked"], told["words"], told["not_at_hand"]) == (len(Question), None, [])


def test_values_that_read_alike_are_told_apart(run: Run) -> None:
    out = run("diff", "llama-2-community", "llama-3-community", "--answers-only", "--format", "csv").out
    cap = next(row for row in csv.reader(io.StringIO(out)) if row[1] == "user-cap")
    assert "date 2023-07-18" in cap[3]
    assert "date 2024-04-18" in cap[6]


def test_a_rule_that_no_answer_tells_is_told(run: Run, tmp_path: Path) -> None:
    env = own(tmp_path, "old-1.0", "new-1.0")
    done = run("diff", "old-1.0", "new-1.0", "--seeds", "own", "--format", "json", db=None, env=env)
    rules = json.loads(done.out)["rules"]
    assert [(rule["side"], rule["document"], rule["rule"]) for rule in rules] == [("a", "old-1.0", "mark")]
    swapped = json.loads(run("diff", "new-1.0", "old-1.0", "--format", "json", db=None, env=env).out)["rules"]
    assert [(rule["side"], rule["rule"]) for rule in swapped] == [("b", "mark")]


def test_a_rule_that_an_answer_tells_is_not_told_twice(run: Run) -> None:
    told = json.loads(run("diff", "llama-2-community", "llama-3.1-community", "--answers-only", "--format", "json").out)
    assert not {"display", "name"} & {rule["rule"] for rule in told["rules"]}


def test_policies_are_compared_by_the_purposes_they_forbid(run: Run) -> None:
    done = run("diff", "llama-2-use-policy", "falcon-2-acceptable-use-policy", "--answers-only", "--format", "json")
    told = json.loads(done.out)
    assert (done.code, told["asked"], told["answers"]) == (1, 0, [])
    only = {purpose for rule in told["rules"] if rule["side"] == "a" for purpose in rule["only"]}
    assert {"military", "weapons"} <= only


def test_the_words_of_licences_at_hand_are_compared(run: Run, tmp_path: Path) -> None:
    env = own(tmp_path, "old-1.0", "new-1.0")
    done = run("diff", "old-1.0", "new-1.0", "--seeds", "own", db=None, env=env)
    assert done.code == 1
    assert "text verified here" in done.out
    assert "3. Users. Above [-700-] {+50+} million users, ask us." in done.out
    assert "[-You must name Acme in all that you make.-]" in done.out
    lines = done.out.splitlines()
    assert lines.index("§1") < lines.index("§2") < lines.index("§3")


def test_a_text_that_is_not_at_hand_is_told_with_the_way_to_get_it(run: Run) -> None:
    done = run("diff", "llama-2-community", "llama-3-community")
    assert done.code == 1
    assert "The text of llama-2-community is not at hand" in done.out
    assert "licensedb texts pull llama-3-community" in done.out


def test_words_that_cannot_be_compared_are_undetermined_not_equal(run: Run) -> None:
    done = run("diff", "llama-2-community", "llama-3-community", "--words-only")
    assert done.code == 3
    assert "No differences" not in done.out


@pytest.mark.parametrize("name", ["mit", "llama-2-community", "llama-2-use-policy"])
def test_a_document_does_not_differ_from_itself(run: Run, name: str) -> None:
    done = run("diff", name, name)
    assert done.code == 0
    assert "Answers that differ" not in done.out


def test_a_text_at_hand_does_not_differ_from_itself(run: Run, tmp_path: Path) -> None:
    env = own(tmp_path, "old-1.0")
    done = run("diff", "old-1.0", "texts/old-1.0.txt", "--seeds", "own", db=None, env=env)
    assert done.code == 0
    assert "No differences." in done.out


def test_files_are_compared_by_their_words(run: Run, files: Path) -> None:
    done = run("diff", "./old.txt", "new.txt", "--format", "json", db=files / "no.sqlite", env={"LICENSEDB_DB": str(files / "no.sqlite")})
    assert (done.code, done.out) == (4, "")  # new.txt may be the name of a record, so the database is asked
    done = run("diff", "./old.txt", "./new.txt", "--format", "json", env={"LICENSEDB_DB": str(files / "no.sqlite")})
    assert done.code == 1
    told = json.loads(done.out)
    assert (told["a"]["kind"], told["b"]["kind"], told["data"], told["answers"]) == ("file", "file", None, [])
    passages = told["words"]["passages"]
    assert [(one["kind"], one["a"]["section"], one["a"]["text"], one["b"]["text"]) for one in passages] == [
        ("added", "1", "", "but war."),
        ("deleted", "2", "You must name Acme in all that you make.", ""),
        ("changed", "3", "700", "50"),
    ]
    start, end = passages[2]["b"]["words"]
    assert words(NEW)[start:end] == ["50"]
    assert run("diff", "./old.txt", "./old.txt").code == 0


def test_a_licence_can_be_held_against_a_file(run: Run, tmp_path: Path) -> None:
    env = own(tmp_path, "old-1.0")
    (tmp_path / "LICENSE").write_text("# My project\n\n" + OLD, encoding="utf-8")
    done = run("diff", "old-1.0", "./LICENSE", "--seeds", "own", db=None, env=env)
    assert done.code == 1
    assert "{+My project+}" in done.out
    assert "1 passage differs" in done.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["llama-2-7b", "mit"], "diff takes a licence: llama-2-community"),
        (["mit", "llama-99-community"], "no licence is called"),
        (["mit", "./nothing.txt"], "nothing.txt"),
        (["mit", "."], "no licence is called"),
        (["./", "mit"], "is a folder"),
        (["mit", "./empty.txt"], "is empty"),
        (["mit", "./binary"], "binary"),
        (["mit", "apache-2.0", "--answers-only", "--words-only"], "leave nothing"),
        (["./old.txt", "./new.txt", "--answers-only"], "no answers"),
        (["mit", "./new.txt", "--answers-only"], "no answers"),
        (["mit", "apache-2.0", "--context", "-1"], "--context"),
        (["mit"], "B"),
    ],
)
def test_misuse_is_one_line_that_says_what_to_do(run: Run, files: Path, arguments: list[str], told: str) -> None:
    (files / "empty.txt").write_text(" \n")
    (files / "binary").write_bytes(b"\0\1\2")
    done = run("diff", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.usefixtures("files")
def test_colour_comes_when_asked_for_and_never_alone(run: Run) -> None:
    plain = run("diff", "./old.txt", "./new.txt").out
    assert "\x1b" not in plain  # no terminal
    coloured = run("diff", "./old.txt", "./new.txt", "--color", env={"NO_COLOR": "1"}).out
    assert "\x1b[31;9m[-700-]\x1b[0m" in coloured
    assert "\x1b[32;4m{+50+}\x1b[0m" in coloured


def test_a_text_cannot_command_the_terminal(run: Run, files: Path) -> None:
    (files / "new.txt").write_text(NEW.replace("war", "w\x1b[2Jar \u202e \x07x"), encoding="utf-8")
    for form in ("table", "markdown", "csv", "html"):
        out = run("diff", "./old.txt", "./new.txt", "--format", form).out
        assert not {"\x1b", "\u202e", "\x07"} & set(out), form


@pytest.mark.usefixtures("files")
def test_lines_keep_to_the_width_of_the_terminal(run: Run) -> None:
    out = run("diff", "./old.txt", "./new.txt", env={"COLUMNS": "40"}).out
    passages = out.split("Words that differ")[1]
    assert max(map(len, passages.splitlines())) <= 40


def test_the_page_is_whole_and_tells_with_ins_and_del(run: Run, files: Path) -> None:
    (files / "new.txt").write_text(NEW.replace("war", "<script>alert(1)</script> & war"), encoding="utf-8")
    done = run("diff", "./old.txt", "./new.txt", "--format", "html")
    assert done.code == 1
    page = Page(done.out)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "href")]
    assert any(value and "default-src 'none'" in value for _, value in page.attributes)
    assert "<script>alert(1)</script>" in page.text
    assert "<del>700</del>" in done.out
    assert "<ins>50</ins>" in done.out
    assert done.out.count("<del>") == done.out.count("</del>")
    answers = Page(run("diff", "mit", "apache-2.0", "--format", "html").out)
    assert "patent grant" in answers.text
    assert answers.text.count("Not legal advice") == 1


def test_markdown_cannot_be_broken_by_a_text(run: Run, files: Path) -> None:
    (files / "new.txt").write_text(NEW.replace("war", "**war** | <b> # ~~x~~"), encoding="utf-8")
    out = run("diff", "./old.txt", "./new.txt", "--format", "markdown").out
    assert r"**but \*\*war\*\* \| \<b\> \# \~\~x\~\~.**" in out
    assert "~~700~~ **50**" in out


@pytest.mark.parametrize("form", PageForm)
def test_every_form_tells_the_same_questions(run: Run, form: str) -> None:
    done = run("diff", "mit", "apache-2.0", "--answers-only", "--format", form)
    assert done.code == 1
    for question in ("patent-grant", "state-changes", "litigation-termination"):
        assert question in done.out or question.replace("-", " ") in done.out
    assert "use-commercially" not in done.out


def test_moved_passages_name_where_they_stand(run: Run, files: Path) -> None:
    duty = "Whoever gets the Model from you must get a copy of this very text along with it."
    (files / "old.txt").write_text(OLD.replace("for any end.", f"for any end. {duty}"), encoding="utf-8")
    (files / "new.txt").write_text(OLD.replace("ask us.", f"ask us. {duty}"), encoding="utf-8")
    out = run("diff", "./old.txt", "./new.txt").out
    assert f"[-{duty}-] (moved to §3)" in out
    assert f"{{+{duty}+}} (moved from §1)" in out


def test_the_library_compares_as_the_command_does(kb: licensedb.KnowledgeBase, files: Path) -> None:
    found = kb.diff("mit", "apache-2.0", texts=[])
    assert found.lacking == ("mit", "apache-2.0")
    assert Question.PATENT_GRANT in {one.question for one, _ in found.answers}
    both = kb.diff(files / "old.txt", files / "new.txt")
    assert both.words is not None
    assert len(both.words.changes) == 3


@pytest.mark.parametrize("pair", [("kimi-k2-modified-mit", "kimi-k3"), ("glm-130b", "chatglm-6b"), ("minimax-m2.7", "opt-175b")])
def test_a_name_of_a_model_and_a_licence_is_that_of_the_licence(kb: licensedb.KnowledgeBase, pair: tuple[str, str]) -> None:
    found = kb.diff(*pair, words=False)
    assert [(side.kind, side.name) for side in (found.a, found.b)] == [("licence", pair[0]), ("licence", pair[1])]
    assert {answer.text for _, answer in found.answers if answer.text} <= {pair[1], *kb.document(f"{pair[1]} licence").incorporates}
