"""`licensedb notice`: what must be shipped, as files, and the folder that they go into."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import licensedb
from licensedb import knowledge
from licensedb.errors import MisuseError
from licensedb.knowledge import shipping
from licensedb.present import shipping as render
from licensedb.vocabulary import Duty
from tests import acme, samples
from tests.conftest import DAY, ROOT, Result
from tests.test_cli import HEAVY, own_seeds

Run = Callable[..., Result]
LLAMA_3 = "Meta Llama 3 is licensed under the Meta Llama 3 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved."
LLAMA_2 = "Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved."


def files_of(kb: licensedb.KnowledgeBase, *names: str, **stated: object) -> dict[str, str]:
    """The files for some models, none of whose texts is at hand."""
    return render.files(kb.notice(names, texts=(), as_of=DAY, **stated))  # type: ignore[arg-type]


# What is in the files


def test_a_notice_stands_word_for_word_with_the_model_it_belongs_to(kb: licensedb.KnowledgeBase) -> None:
    lines = files_of(kb, "llama-3-8b", "nous-hermes-llama2-13b", users="1M")["NOTICE"].splitlines()
    assert "llama-3-8b" in lines[lines.index(LLAMA_3) + 1]
    below = lines[lines.index(LLAMA_2) + 1]
    assert "llama-2-13b" in below and "1.b.iii" in below  # the base of the model that was asked for, tagged MIT


def test_lines_to_display_say_where(kb: licensedb.KnowledgeBase) -> None:
    text = files_of(kb, "llama-3-8b", do="host", modified=False, users="1M")["ATTRIBUTION"]
    assert text.startswith("Built with Meta Llama 3\n  where: prominently")


def test_nothing_to_put_in_makes_no_file(kb: licensedb.KnowledgeBase) -> None:
    assert set(files_of(kb, "mistral-7b-v0.1", do="host")) == {"CHECKLIST.md"}


def test_what_a_text_leaves_open_is_filled_with_the_name_where_it_asks_for_one(kb: licensedb.KnowledgeBase) -> None:
    sentence = "is built using Falcon LLM technology from the Technology Innovation Institute"
    assert f"Owl 7B {sentence}\n" in files_of(kb, "falcon-2-11b", name="acme/Owl 7B")["ATTRIBUTION"]
    assert f"[name of relevant Derivative Work] {sentence}\n" in files_of(kb, "falcon-2-11b")["ATTRIBUTION"]
    grok = files_of(kb, "grok-2", name="Owl")
    assert "[applicable year]" in grok["NOTICE"] and "Fill in what stands in brackets" in grok["CHECKLIST.md"]


def test_a_longer_notice_is_told_by_its_place_and_put_in_from_the_text(kb: licensedb.KnowledgeBase, tmp_path: Path) -> None:
    made = files_of(kb, "flux-1-dev", profile="hobbyist")
    assert made["NOTICE"].startswith("[put in here, word for word, the notice in flux-1-dev-nc-1.1.1 §3(b): licensedb texts pull")
    assert "Fill in what stands in brackets" in made["CHECKLIST.md"]

    passage = "Whoever receives the model from you must receive a copy of this licence with it"
    worded = acme.cite("2", passage).replace("cite:", "worded:")
    rule = f"  notice: {{duty: include-notice, for: [redistribute], {worded}, {acme.cite('2', passage)}}}"
    seeds = samples.write(tmp_path / "seeds", {"licences/acme-open": acme.record(acme.TEXT, "acme-open", rule)})
    built = tmp_path / "acme.sqlite"
    knowledge.build(built, seeds=[seeds], day=DAY)
    texts = tmp_path / "texts"
    texts.mkdir()
    with licensedb.open(built) as own:
        without = render.files(own.notice(["acme-open"], "redistribute", texts=[texts], as_of=DAY))
        assert "[put in here, word for word, the notice in acme-open §2" in without["NOTICE"]
        (texts / "acme-open.txt").write_text(acme.TEXT)
        with_text = render.files(own.notice(["acme-open"], "redistribute", texts=[texts], as_of=DAY))
        assert with_text["NOTICE"].startswith(passage)
        assert "Fill in" not in with_text["CHECKLIST.md"]


def test_changes_are_stated_in_the_notice_where_a_text_wants_them_there(kb: licensedb.KnowledgeBase) -> None:
    stability = files_of(kb, "stable-diffusion-3.5-large", profile="hobbyist")
    assert "[say here what you changed, and how]" in stability["NOTICE"]
    assert "[say here" not in files_of(kb, "gemma-3-1b-pt").get("NOTICE", "")


@pytest.mark.parametrize("model", ["llama-3-8b", "nous-hermes-llama2-13b", "falcon-180b", "gemma-3-4b-it", "starcoder2-3b", "kimi-k2-base"])
@pytest.mark.parametrize("do", ["redistribute", "distribute-derivatives", "host"])
def test_the_checklist_has_every_duty_of_the_act_with_clause_and_state(kb: licensedb.KnowledgeBase, model: str, do: str) -> None:
    text = files_of(kb, model, do=do, profile="small-company", offering="embedded-product")["CHECKLIST.md"]
    row = kb.check(model, [do], as_of=DAY, profile="small-company", offering="embedded-product").rows[0]
    boxes = [line for line in text.splitlines() if line.startswith("- [ ]") and ", for " in line]
    assert len(boxes) == len(row.duties)
    for one in row.duties:
        assert any(f"{one.document} " in box and one.rule.cite.section in box and str(one.rule.cite.state) in box for box in boxes)
    for one in row.obligations:
        assert one.rule.cite.section in text.split("Standing obligations:")[1]


def test_restrictions_to_pass_on_list_their_purposes(kb: licensedb.KnowledgeBase) -> None:
    text = files_of(kb, "stable-diffusion-v1-5")["CHECKLIST.md"]
    listed = text.split("## Use restrictions to pass on")[1]
    assert "medical advice" in listed and "Attachment A (10th item)" in listed
    assert "## Use restrictions" not in files_of(kb, "mistral-7b-v0.1")["CHECKLIST.md"]
    assert "military" in files_of(kb, "llama-2-7b")["CHECKLIST.md"].split("## Use restrictions to pass on")[1]


def test_a_scenario_counts(kb: licensedb.KnowledgeBase) -> None:
    assert "ATTRIBUTION" not in files_of(kb, "kimi-k2-base", do="host", commercial=True, users="1M", monthly_revenue="1M")
    assert "Kimi K2" in files_of(kb, "kimi-k2-base", do="host", commercial=True, users="200M", monthly_revenue="1M")["ATTRIBUTION"]


# The name


@pytest.mark.parametrize(
    ("name", "text", "at", "result"),
    [
        ("Llama 3 Acme", "Llama 3", "start", "met"),
        ("acme/Llama 3 Acme", "Llama 3", "start", "met"),
        ("Llama-3-Acme", "Llama 3", "start", "close"),
        ("llama 3 acme", "Llama 3", "start", "close"),
        ("My-Model-7B", "Llama", "start", "missing"),
        ("Acme Llama", "Llama", "start", "missing"),
        ("Llama/Owl", "Llama", "start", "missing"),
        ("Acme-MiniCPM-2B", "MiniCPM", "anywhere", "met"),
        ("Acme-minicpm", "MiniCPM", "anywhere", "close"),
        ("Acme", "MiniCPM", "anywhere", "missing"),
    ],
)
def test_a_name_is_held_to_a_rule(name: str, text: str, at: str, result: str) -> None:
    assert shipping.name_result(name, text, at) == result


@given(st.text(min_size=1, max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_a_name_made_of_the_text_is_never_missing(text: str, before: str, after: str) -> None:
    model = (before + text + after).strip()
    if "/" not in model and text.strip() == text:
        assert shipping.name_result(model, text, "anywhere") == "met"
    if "/" not in text + after and text.strip() == text:
        assert shipping.name_result(text + after.rstrip(), text, "start") == "met"


@pytest.mark.parametrize(("name", "code"), [("Llama 3 Owl", 0), ("Llama-3-Owl", 3), ("Owl-7B", 1)])
def test_the_name_is_told_and_decides_the_exit_code(run: Run, tmp_path: Path, name: str, code: int) -> None:
    done = run("notice", "llama-3-8b", "-o", "ship", "--name", name, "--users", "1M")
    assert done.code == code
    assert f'Name "{name}":' in done.out and f'## Name "{name}"' in (tmp_path / "ship" / "CHECKLIST.md").read_text(encoding="utf-8")


def test_two_rules_that_no_name_can_meet_are_told(kb: licensedb.KnowledgeBase) -> None:
    found = kb.notice(
        ["llama-3.1-community", "exaone-1.1-nc"], name="Llama EXAONE", as_of=DAY, users="1M", commercial=False, use="research", texts=()
    )
    results = {one.due.document: (one.result, one.clash) for one in found.names}
    assert results["llama-3.1-community"] == ("met", "EXAONE")


def test_a_mark_in_the_name_is_pointed_at(kb: licensedb.KnowledgeBase) -> None:
    found = kb.notice("gemma-3-4b-pt", name="Gemma-Owl", as_of=DAY, texts=())
    assert [(one.word, one.due.document, one.due.rule.cite.section) for one in found.marks] == [("gemma", "gemma-tou-2025-03", "4.2")]
    assert kb.notice("gemma-3-4b-pt", name="Owl-4B", as_of=DAY, texts=()).marks == ()
    assert kb.notice("llama-3-8b", name="Llama 3 Owl", as_of=DAY, texts=()).marks == ()  # the text asks for this word


@pytest.mark.parametrize("name", ["", "  ", "acme/", "\n"])
def test_a_name_that_says_nothing_is_misuse(kb: licensedb.KnowledgeBase, name: str) -> None:
    with pytest.raises(MisuseError, match="is no name"):
        kb.notice("mit", name=name)


def test_a_name_of_several_lines_stays_on_one(kb: licensedb.KnowledgeBase) -> None:
    text = files_of(kb, "mit", name="Owl\n## All clear\x1b[2J")["CHECKLIST.md"]
    assert "\n## All clear" not in text and "\x1b" not in text


# Texts


def test_a_text_at_hand_is_put_in_and_another_is_told_with_its_address(run: Run, tmp_path: Path) -> None:
    seeds, texts = own_seeds(tmp_path)
    path = seeds / "licences" / "tiny-1.0.yaml"
    told = path.read_text(encoding="utf-8")
    cite = told.split("cite: ")[1].split("}")[0] + "}"
    path.write_text(
        told + f"  copy: {{duty: provide-licence-copy, for: [redistribute, distribute-derivatives], cite: {cite}}}\n", encoding="utf-8"
    )
    (tmp_path / "texts" / "tiny-1.0.txt").write_text(
        "---\nkey: tiny\n---\n" + (texts / "tiny-1.0.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    arguments = ("notice", "tiny-1.0", "apache-2.0", "--do", "redistribute", "-o", "ship", "--seeds", str(seeds), "-f", "json")
    done = run(*arguments, db=None, env={"LICENSEDB_TEXTS": str(texts)})
    assert done.code == 0
    found = json.loads(done.out)
    assert found["written"] == ["LICENSES/tiny-1.0.txt", "LICENSES/MISSING", "CHECKLIST.md"]
    put_in = (tmp_path / "ship" / "LICENSES" / "tiny-1.0.txt").read_text(encoding="utf-8")
    assert put_in.startswith("Tiny licence.") and "key: tiny" not in put_in
    missing = (tmp_path / "ship" / "LICENSES" / "MISSING").read_text(encoding="utf-8")
    assert "apache-2.0" in missing and "https://www.apache.org/licenses/LICENSE-2.0" in missing and "tiny" not in missing


def test_no_text_is_put_in_where_no_copy_is_owed(kb: licensedb.KnowledgeBase) -> None:
    assert kb.notice("mistral-7b-v0.1", "host", texts=()).texts == ()
    assert {one.document.id for one in kb.notice("llama-2-7b", texts=()).texts} == {"llama-2-community", "llama-2-use-policy"}


# Refused, undetermined, misuse


def test_what_is_refused_is_said_and_nothing_is_written_unless_told(run: Run, tmp_path: Path) -> None:
    done = run("notice", "llama-2-7b", "-o", "ship", "--users", "800M")
    assert done.code == 1
    assert "on request" in done.out and "llama-2-community §2" in done.out and "Nothing was written" in done.out
    assert not (tmp_path / "ship").exists()
    again = run("notice", "llama-2-7b", "-o", "ship", "--users", "800M", "--anyway")
    assert again.code == 1
    first, second = (tmp_path / "ship" / "CHECKLIST.md").read_text(encoding="utf-8").splitlines()[:3:2]
    assert first.startswith("# Checklist") and "Not licensed as things stand" in second
    assert LLAMA_2 in (tmp_path / "ship" / "NOTICE").read_text(encoding="utf-8")  # should Meta grant it after all


def test_a_duty_with_a_condition_says_when_it_is_due(kb: licensedb.KnowledgeBase) -> None:
    found = files_of(kb, "kimi-k2-base", do="host", commercial=True)
    assert "  - Due if the use is commercial and monthly active users are more than 100,000,000" in found["CHECKLIST.md"]


def test_what_is_undetermined_is_written_under_a_warning(run: Run, tmp_path: Path) -> None:
    done = run("notice", "llama-2-7b", "-o", "ship", "--commercial")
    assert done.code == 3
    text = (tmp_path / "ship" / "CHECKLIST.md").read_text(encoding="utf-8")
    assert text.index("**Not settled:**") < text.index("Scenario:")
    assert "monthly active users up to 700,000,000" in text and LLAMA_2 in (tmp_path / "ship" / "NOTICE").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["mit", "--do", "run"], "redistribute, distribute-derivatives, host"),
        (["llama-2-use-policy"], "is a use policy"),
        (["nothing-of-this-name"], "no model is called"),
        (["mit", "-o", "a-file"], "a-file: is a file"),
        (["mit", "-o", "a-file/deeper"], "a-file/deeper: cannot be made"),
        (["mit", "--users", "many"], "'many'"),
    ],
)
def test_misuse_is_one_line_and_writes_nothing(run: Run, tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "a-file").write_text("mine", encoding="utf-8")
    done = run("notice", *arguments)
    assert done.code == 2
    assert told in done.err and len(done.err.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-file"]


def test_json_has_the_documented_shape(run: Run) -> None:
    found = json.loads(run("notice", "llama-3-8b", "-o", "ship", "--name", "Owl", "--users", "1M", "-f", "json").out)
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8").split("## licensedb.notice/1")[1].split("\n## ")[0]
    assert found["schema"] == "licensedb.notice/1"
    assert all(f"`{key}`" in page for key in set(found) - {"schema", "data", "reviewed", "as_of", "scenario"})
    assert found["rows"][0]["verdict"] == "with-duties"
    assert [(one["text"], one["at"], one["result"]) for one in found["names"]] == [("Llama 3", "start", "missing")]
    assert {"military"} <= {purpose for one in found["restrictions"] for purpose in one["purposes"]}


def test_it_loads_none_of_the_heavy_libraries(database: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom licensedb.cli.app import run\n"
        "code = run(['notice', 'llama-3-8b', '--users', '1M', '--name', 'Llama 3 Owl'])\n"
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    env = {"LICENSEDB_DB": str(database), "PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True, cwd=tmp_path)
    assert done.stderr.splitlines()[-1] == "0 []"


@pytest.mark.parametrize(("form", "told"), [("csv", "NOTICE,"), ("markdown", "- NOTICE: "), ("table", "  NOTICE: ")])
def test_every_format_tells_what_was_written(run: Run, form: str, told: str) -> None:
    assert told in run("notice", "llama-2-7b", "-o", "ship", "-f", form).out


# The folder


def test_the_same_question_writes_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert run("notice", "llama-3-8b", "falcon-180b", "-o", folder, "--as-of", DAY).code == 0
    one, two = (
        {path.relative_to(tmp_path / folder): path.read_bytes() for path in (tmp_path / folder).rglob("*") if path.is_file()}
        for folder in ("one", "two")
    )
    assert one == two and len(one) > 4


def test_what_is_there_already_is_not_clobbered(run: Run, tmp_path: Path) -> None:
    ship = tmp_path / "ship"
    ship.mkdir()
    (ship / "NOTICE").write_text("mine", encoding="utf-8")
    (ship / "weights.bin").write_text("weights", encoding="utf-8")
    done = run("notice", "llama-2-7b", "-o", "ship")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "NOTICE" in done.err and "--force" in done.err
    assert sorted(path.name for path in ship.iterdir()) == ["NOTICE", "weights.bin"]
    assert (ship / "NOTICE").read_text(encoding="utf-8") == "mine"
    assert run("notice", "llama-2-7b", "-o", "ship", "--force").code == 0
    assert LLAMA_2 in (ship / "NOTICE").read_text(encoding="utf-8")
    assert (ship / "weights.bin").read_text(encoding="utf-8") == "weights"


def test_own_files_are_replaced_and_those_no_longer_needed_go(run: Run, tmp_path: Path) -> None:
    ship = tmp_path / "ship"
    assert run("notice", "llama-3-8b", "-o", "ship").code == 0
    (ship / "README").write_text("mine", encoding="utf-8")
    assert run("notice", "mistral-7b-v0.1", "--do", "host", "-o", "ship").code == 0
    assert sorted(path.name for path in ship.iterdir()) == [shipping.LIST, "CHECKLIST.md", "README"]


def test_a_checklist_that_was_worked_through_is_not_lost(run: Run, tmp_path: Path) -> None:
    assert run("notice", "llama-2-7b", "-o", "ship").code == 0
    checklist = tmp_path / "ship" / "CHECKLIST.md"
    ticked = checklist.read_text(encoding="utf-8").replace("[ ]", "[x]")
    checklist.write_text(ticked, encoding="utf-8")
    done = run("notice", "llama-3-8b", "-o", "ship")
    assert done.code == 2 and "CHECKLIST.md" in done.err
    assert checklist.read_text(encoding="utf-8") == ticked
    assert LLAMA_2 in (tmp_path / "ship" / "NOTICE").read_text(encoding="utf-8")


@pytest.mark.parametrize("listed", ['{"../kept": "DIGEST", "kept": "DIGEST"}', "{", "[]", '{"LICENSES/../../kept": "DIGEST"}'])
def test_a_list_that_someone_made_up_removes_nothing(tmp_path: Path, listed: str) -> None:
    import hashlib

    ship = tmp_path / "ship"
    ship.mkdir()
    for path in (tmp_path / "kept", ship / "kept"):
        path.write_text("mine", encoding="utf-8")
    (ship / shipping.LIST).write_text(listed.replace("DIGEST", hashlib.sha256(b"mine").hexdigest()), encoding="utf-8")
    shipping.write(ship, {"NOTICE": "n\n"})
    assert (tmp_path / "kept").exists() and (ship / "kept").exists()


def test_a_link_in_the_folder_leads_nowhere(tmp_path: Path) -> None:
    ship, other = tmp_path / "ship", tmp_path / "other"
    ship.mkdir()
    other.mkdir()
    (ship / "LICENSES").symlink_to(other)
    with pytest.raises(MisuseError, match="is no folder"):
        shipping.write(ship, {"LICENSES/mit.txt": "MIT\n"}, force=True)
    (other / "notice").write_text("mine", encoding="utf-8")
    (ship / "NOTICE").symlink_to(other / "notice")
    with pytest.raises(MisuseError, match="not as licensedb wrote it"):
        shipping.write(ship, {"NOTICE": "n\n"})
    shipping.write(ship, {"NOTICE": "n\n"}, force=True)
    assert (other / "notice").read_text(encoding="utf-8") == "mine" and not stat.S_ISLNK((ship / "NOTICE").lstat().st_mode)


def test_a_folder_where_a_file_should_be_is_told_before_anything_is_written(tmp_path: Path) -> None:
    ship = tmp_path / "ship"
    (ship / "NOTICE").mkdir(parents=True)
    with pytest.raises(MisuseError, match="is a folder"):
        shipping.write(ship, {"ATTRIBUTION": "a\n", "NOTICE": "n\n"}, force=True)
    assert not (ship / "ATTRIBUTION").exists()


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@given(names)
def test_no_id_leads_out_of_the_folder(identity: str) -> None:
    from licensedb.records import Licence, ShippedText
    from licensedb.vocabulary import Confidence

    one = ShippedText(Licence(identity, "licence", "x", "x", None, "2026-01-01", Confidence.HIGH), (), "text\n")
    path = render.path_of(one)
    assert path.startswith("LICENSES/") and path.count("/") == 1 and ".." not in path and path.isascii()


def test_every_act_of_many_licences_makes_files(kb: licensedb.KnowledgeBase) -> None:
    for licence in kb.licences().rows[::7]:
        for act in shipping.ACTS:
            found = kb.notice(licence.id, act, as_of=DAY, texts=())
            made: Mapping[str, str] = render.files(found)
            due = {one.rule.duty for row in found.rows for one in row.duties}
            assert ("NOTICE" in made) == (Duty.INCLUDE_NOTICE in due or "[say here" in made.get("NOTICE", ""))
            assert all(text.endswith("\n") and "None" not in text for text in made.values())
