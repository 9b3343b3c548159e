"""The command line as a whole: help, formats, exit codes, lean start-up, documentation."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from licensedb.cli.app import COMMANDS
from licensedb.vocabulary import Act, Question
from tests.conftest import ROOT, Result

Run = Callable[..., Result]
HEAVY = ("sqlalchemy", "sqlmodel", "pydantic", "alembic", "jinja2", "jsonschema", "yaml", "rich", "httpx", "asyncio")
SUBCOMMANDS = {
    "db": ("build", "info"),
    "curate": ("check", "new", "cite", "schema", "import-mot", "families"),
    "texts": ("list", "pull", "add", "verify"),
}
EVERY = [(name, sub) for name in COMMANDS for sub in SUBCOMMANDS.get(name, ("",))]


@pytest.mark.parametrize(("name", "sub"), EVERY)
def test_every_command_has_help_with_a_worked_example(run: Run, name: str, sub: str) -> None:
    done = run(name, *([sub] if sub else []), "--help")
    assert done.code == 0
    assert "Example: " in done.out
    assert f"licensedb {name} {sub}".strip() in done.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told_in_the_overview_as_its_own_help_says(run: Run, name: str) -> None:
    assert name in run("--help").out
    assert import_module(f"licensedb.cli.{name}").app is not None
    if name not in SUBCOMMANDS:
        assert COMMANDS[name] in " ".join(run(name, "--help").out.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_page_and_a_test(name: str) -> None:
    page = ROOT / "docs" / "commands" / f"{name}.md"
    assert page.is_file()
    assert f"licensedb {name}" in page.read_text(encoding="utf-8")
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert re.search(rf'run\(\s*"{name}"', tests)


@pytest.mark.parametrize(("name", "sub"), EVERY)
def test_every_option_stands_on_its_page(run: Run, name: str, sub: str) -> None:
    page = (ROOT / "docs" / "commands" / f"{name}.md").read_text(encoding="utf-8")
    scenario = (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8")
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", run(name, *([sub] if sub else []), "--help").out)) - {"--help"}
    assert options or sub == "schema"
    assert {option for option in options if option not in page and option not in scenario} == set()


@pytest.mark.parametrize(
    "question",
    [
        ["models", "--allows", "modify"],
        ["models", "--allows", "host", "--users", "5M"],
        ["licences", "--allows", "run"],
        ["ask", "which models allow derivatives"],
        ["ask", "may I host Llama 2 in France with 5M users"],
        ["show", "llama-2-7b"],
        ["compare", "grok-1", "llama-2-7b"],
        ["check", "llama-2-7b", "--users", "5M"],
        ["explain", "mit", "grant"],
        ["diff", "mit", "apache-2.0"],
        ["lineage", "vicuna-7b-v1.5"],
        ["combine", "llama-2-7b", "mistral-7b-v0.1"],
        ["history", "falcon-7b"],
        ["openness"],
        ["openness", "olmo-7b"],
        ["claims"],
        ["show", "llama3.1:8b"],
        ["db", "info"],
    ],
)
def test_a_question_loads_none_of_the_heavy_libraries(question: list[str], database: Path) -> None:
    code = (
        "import sys\nfrom licensedb.cli.app import run\n"
        f"code = run({question!r})\n"
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    env = {"LICENSEDB_DB": str(database), "PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(database.parent)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert done.stderr.splitlines()[-1] in ("0 []", "1 []", "3 []")
    assert done.stdout


def test_compare_prints_json_in_the_documented_shape(run: Run) -> None:
    done = run("compare", "llama-2-7b", "apache-2.0", "--format", "json")
    found = json.loads(done.out)
    assert found["schema"] == "licensedb.compare/1"
    assert found["scenario"]["territory"] == ["US"]
    assert [row["id"] for row in found["rows"]] == ["llama-2-7b", "apache-2.0"]
    cells = found["rows"][0]["cells"]
    assert list(cells) == [str(question) for question in Question]
    assert cells["user-cap"]["value"]["threshold"] == 700_000_000
    assert cells["user-cap"]["section"] == "2"
    assert {"value", "section", "text", "note", "state"} <= set(cells["modify"])


def test_compare_takes_chosen_questions_only(run: Run) -> None:
    found = json.loads(run("compare", "mit", "--questions", "modify,user_cap", "--format", "json").out)
    assert found["questions"] == ["modify", "user-cap"]


def test_compare_without_names_is_misuse(run: Run) -> None:
    done = run("compare")
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1


def test_check_gives_one_row_per_model_and_act_as_json(run: Run) -> None:
    done = run("check", "llama-2-7b", "grok-1", "--do", "modify,host", "--users", "50M", "--in", "FR", "-f", "json")
    found = json.loads(done.out)
    assert done.code == 0
    assert [(row["id"], row["act"]) for row in found["rows"]] == [
        ("llama-2-7b", "modify"),
        ("llama-2-7b", "host"),
        ("grok-1", "modify"),
        ("grok-1", "host"),
    ]
    host = found["rows"][1]
    assert host["verdict"] == "with-duties"
    assert "provide-licence-copy" in {duty["duty"] for duty in host["duties"]}
    assert all(duty["section"] for duty in host["duties"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "mit", "--do", "modify"], 0),
        (["check", "llama-2-7b", "--do", "run", "--users", "800M"], 1),
        (["check", "cc-by-nc-4.0", "--do", "run"], 1),
        (["check", "llama-2-7b", "--do", "run", "--in", "FR"], 3),
        (["check", "mit", "--do", "use-outputs"], 3),
        (["check", "mit", "falcon-180b", "--do", "host"], 1),
        (["check", "no-such-model"], 2),
        (["check", "mit", "--do", "fly"], 2),
        (["check"], 2),
        (["models", "--allows", "run", "--developer", "xai"], 0),
        (["show", "grok-1"], 0),
        (["no-such-command"], 2),
        (["models", "--no-such-option"], 2),
    ],
)
def test_exit_codes_mean_one_thing_each(run: Run, arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert done.code == code
    if code == 2:
        assert done.out == ""
        assert len(done.err.splitlines()) == 1


def test_models_that_are_silent_stand_in_a_second_group(run: Run) -> None:
    rows = json.loads(run("models", "--allows", "use-outputs", "-f", "json").out)["rows"]
    groups = [row["group"] for row in rows]
    assert groups == sorted(groups, reverse=True)
    assert {row["verdicts"]["use-outputs"] for row in rows if row["group"] == "undetermined"} <= {"silent", "depends"}
    assert {row["verdicts"]["use-outputs"] for row in rows if row["group"] == "yes"} <= {"allowed", "with-duties"}
    only = json.loads(run("models", "--allows", "use-outputs", "--only-yes", "-f", "json").out)["rows"]
    assert [row["id"] for row in only] == [row["id"] for row in rows if row["group"] == "yes"]


def test_models_agree_with_compare_and_check_on_every_model(run: Run) -> None:
    compared = json.loads(run("compare", "--all-models", "--questions", "modify,host-service", "-f", "json").out)["rows"]
    for act, question in (("modify", "modify"), ("host", "host-service")):
        listed = {row["id"] for row in json.loads(run("models", "--allows", act, "--only-yes", "-f", "json").out)["rows"]}
        assert listed == {row["id"] for row in compared if row["cells"][question]["value"] in ("allowed", "with-duties")}
    some = ["stable-diffusion-3.5-large", "flux-1-dev", "grok-2", "falcon-2-11b"]
    checked = json.loads(run("check", *some, "--do", "modify,host", "-f", "json").out)["rows"]
    values = {(row["id"], act): row["cells"][q]["value"] for row in compared for act, q in (("modify", "modify"), ("host", "host-service"))}
    assert {(row["id"], row["act"]): row["verdict"] for row in checked} == {key: values[key] for key in values if key[0] in some}


def listed(run: Run, *options: str) -> set[str]:
    return {row["id"] for row in json.loads(run("models", *options, "--format", "json").out)["rows"]}


def test_models_are_listed_under_any_of_several_licences_and_developers(run: Run) -> None:
    both = listed(run, "--licence", "mit", "--licence", "apache-2.0")
    assert both == listed(run, "--licence", "mit") | listed(run, "--licence", "apache-2.0")
    assert {"phi-4", "mistral-7b-v0.1"} <= both
    makers = listed(run, "--developer", "xai", "--developer", "tii")
    assert {"grok-1", "falcon-180b"} <= makers
    assert makers == listed(run, "--developer", "xai") | listed(run, "--developer", "tii")


def test_models_are_listed_by_what_they_read_or_make(run: Run) -> None:
    speech = listed(run, "--modality", "speech")
    assert "whisper-large-v3" in speech
    assert "grok-1" not in speech
    assert listed(run, "--modality", "video,audio") == listed(run, "--modality", "video") & listed(run, "--modality", "audio")


def test_a_modality_that_is_none_is_named(run: Run) -> None:
    done = run("models", "--modality", "smell")
    assert done.code == 2
    assert "no modality is called 'smell'" in done.err


def test_licences_can_be_listed_by_family(run: Run) -> None:
    rows = json.loads(run("licences", "--family", "permissive", "-f", "json").out)["rows"]
    assert {"mit", "apache-2.0"} <= {row["id"] for row in rows}
    assert all("identifiers" in row["record"] for row in rows if row["id"] == "mit")


def test_csv_can_be_read_back(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("models", "--allows", "modify", "-f", "csv").out)))
    assert rows[0].keys() >= {"model", "licence", "modify", "confidence", "group"}
    cells = list(csv.DictReader(io.StringIO(run("compare", "gemma-3-4b-it", "-f", "csv").out)))
    assert [cell["question"] for cell in cells] == [str(question) for question in Question]


def test_markdown_tables_have_one_width(run: Run) -> None:
    out = run("compare", "minicpm-v-2.6", "mit", "-f", "markdown").out
    bars = {len(re.findall(r"(?<!\\)\|", line)) for line in out.splitlines() if line.startswith("|")}
    assert bars == {4}


def test_a_table_fits_the_terminal(run: Run) -> None:
    out = run("compare", "grok-1", "llama-2-7b", "mistral-7b-v0.1", "falcon-180b", env={"COLUMNS": "120"}).out
    table = [line for line in out.splitlines() if not line.startswith(("Scenario", "Data"))]
    assert max(map(len, table)) <= 120


def test_check_as_markdown_is_a_memo_with_duties_to_tick(run: Run) -> None:
    out = run("check", "llama-3-8b", "--do", "distribute-derivatives", "-f", "markdown").out
    assert out.startswith("# Licence check")
    assert '- [ ] Name: put "Llama 3" at the start of the name' in out
    assert "Not legal advice" in out


def test_every_answer_begins_with_the_scenario_and_names_the_data(run: Run) -> None:
    for arguments in (["models", "--allows", "run"], ["compare", "mit"], ["check", "mit"]):
        lines = run(*arguments).out.splitlines()
        assert lines[0].startswith("Scenario: small-company")
        assert lines[1].startswith("Data ")


def test_explain_names_the_section_and_where_the_text_is(run: Run) -> None:
    done = run("explain", "llama-2-community", "user-cap")
    assert done.code == 0
    assert "§2" in done.out
    assert "The text is not at hand here" in done.out
    missed = run("explain", "llama-2-community", "usercap")
    assert missed.code == 2
    assert "user-cap" in missed.err


def test_explain_shows_the_clause_of_a_text_at_hand(run: Run, tmp_path: Path) -> None:
    seeds, texts = own_seeds(tmp_path)
    done = run("explain", "tiny-1.0", "grant", "--seeds", str(seeds), db=None, env={"LICENSEDB_TEXTS": str(texts)})
    assert done.code == 0
    assert "[[ Anyone may use, change and share the model for any end. ]]" in done.out
    assert "verified here" in done.out


def own_seeds(folder: Path) -> tuple[Path, Path]:
    """A folder of own seeds with one licence, and the folder that holds its text."""
    from licensedb.texts.normal import digest, words

    text = "Tiny licence. Anyone may use, change and share the model for any end. No warranty of any kind is given."
    found = words(text)
    seeds, texts = folder / "own", folder / "texts"
    (seeds / "licences").mkdir(parents=True)
    texts.mkdir()
    (texts / "tiny-1.0.txt").write_text(text, encoding="utf-8")
    cite = f'{{section: "1", words: [2, 13], sha256: "{digest(found[2:13])}"}}'
    (seeds / "licences" / "tiny-1.0.yaml").write_text(
        "id: tiny-1.0\nname: Tiny licence\nlicensor: acme\nfamily: permissive\n"
        "reviewed: {date: 2026-01-02, confidence: high}\n"
        f'text: {{editions: [{{sha256: "{digest(found)}", sources: [{{address: "https://example.org/tiny"}}]}}]}}\n'
        f"rules:\n  grant: {{permit: [run, modify, redistribute], cite: {cite}}}\n",
        encoding="utf-8",
    )
    return seeds, texts


def test_own_records_are_built_in_and_remembered(run: Run, tmp_path: Path) -> None:
    seeds, _ = own_seeds(tmp_path)
    first = run("check", "tiny-1.0", "--do", "modify", "--seeds", str(seeds), db=None)
    assert first.code == 0
    assert len([line for line in first.err.splitlines() if "built" in line]) == 1
    again = run("check", "tiny-1.0", "--do", "modify", db=None)
    assert (again.code, again.err) == (0, "")
    assert "1 licence" not in again.out
    (seeds / "licences" / "tiny-1.0.yaml").write_text("id: tiny-1.0\n", encoding="utf-8")
    broken = run("check", "tiny-1.0", db=None)
    assert broken.code == 4
    assert "tiny-1.0.yaml:1" in broken.err


def test_a_first_question_builds_the_database_with_one_line_of_talk(run: Run) -> None:
    first = run("models", "--developer", "xai", db=None)
    assert first.code == 0
    assert len(first.err.splitlines()) == 1
    second = run("models", "--developer", "xai", db=None)
    assert (second.out, second.err) == (first.out, "")


def test_db_info_tells_what_the_database_holds(run: Run) -> None:
    found = json.loads(run("db", "info", "-f", "json").out)
    assert found["counts"]["answer"] > 1000
    assert found["data"].startswith("0.")
    assert not {"open-licences", "copies"} & found.keys(), "lists for the package's own use"
    assert len(run("db", "info").out.splitlines()) < 25, "a line a field"


def test_texts_verify_finds_and_locks_citations(run: Run, tmp_path: Path) -> None:
    seeds, texts = own_seeds(tmp_path)
    done = run("texts", "verify", "--seeds", str(seeds), env={"LICENSEDB_TEXTS": str(texts)})
    assert done.code == 0
    assert '"document":"tiny-1.0"' in (seeds / "verified.lock").read_text(encoding="utf-8")
    path = seeds / "licences" / "tiny-1.0.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("words: [2, 13]", "words: [3, 14]"), encoding="utf-8")
    assert run("curate", "check", str(seeds), env={"LICENSEDB_TEXTS": str(texts)}).code == 0  # moved, and found elsewhere
    changed = (texts / "tiny-1.0.txt").read_text(encoding="utf-8").replace("share", "sell")
    (texts / "tiny-1.0.txt").write_text(changed, encoding="utf-8")
    unknown = run("texts", "verify", "--seeds", str(seeds), env={"LICENSEDB_TEXTS": str(texts)})
    assert "1 texts not at hand" in unknown.out or "not at hand" in unknown.out


def test_curate_new_writes_a_skeleton_that_names_what_is_missing(run: Run, tmp_path: Path) -> None:
    seeds = tmp_path / "own"
    made = run("curate", "new", "licence", "acme-open-1.0", "--seeds", str(seeds))
    assert made.code == 0
    assert Path(made.out.strip()).is_file()
    checked = run("curate", "check", str(seeds))
    assert checked.code == 1
    assert "acme-open-1.0.yaml:" in checked.out
    assert run("curate", "new", "licence", "acme-open-1.0", "--seeds", str(seeds)).code == 2
    assert run("curate", "new", "licence", "../evil", "--seeds", str(seeds)).code == 2


def test_curate_cite_prints_a_citation_that_holds(run: Run, tmp_path: Path) -> None:
    seeds, texts = own_seeds(tmp_path)
    env = {"LICENSEDB_TEXTS": str(texts)}
    done = run("curate", "cite", "tiny-1.0", "Anyone may use ... for any end", "--seeds", str(seeds), env=env)
    assert done.code == 0
    assert "words: [2, 13]" in done.out
    assert run("curate", "cite", "tiny-1.0", "no such passage", "--seeds", str(seeds), env=env).code == 1


def test_the_committed_schemas_are_current(run: Run, tmp_path: Path) -> None:
    assert run("curate", "schema", str(tmp_path / "schema")).code == 0
    for path in (tmp_path / "schema").iterdir():
        assert path.read_text(encoding="utf-8") == (ROOT / "docs" / "schema" / path.name).read_text(encoding="utf-8"), path.name


def test_acts_complete_in_the_shell(run: Run) -> None:
    env = {"_LICENSEDB_COMPLETE": "complete_bash", "COMP_WORDS": "licensedb check mit --do ", "COMP_CWORD": "4"}
    assert {str(Act.RUN), str(Act.HOST)} <= set(run(env=env).out.split())


def test_version_is_that_of_the_package(run: Run) -> None:
    import tomllib

    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run("--version").out == f"licensedb {told}\n"
