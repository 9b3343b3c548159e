"""What the README and the docs say is so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import licensedb
from licensedb.curation import check, corpus
from licensedb.knowledge import surveying
from tests.conftest import ROOT, Result

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_counts_what_the_knowledge_base_holds(kb: licensedb.KnowledgeBase) -> None:
    told = re.search(r"More than ([\d,]+) licences and their use policies, more than ([\d,]+) models", README)
    assert told is not None
    for said, held in ((told[1], len(kb.licences().rows)), (told[2], len(kb.models().rows))):
        assert int(said.replace(",", "")) < held < 2 * int(said.replace(",", ""))


def test_the_readme_shows_what_the_commands_print(run: Callable[..., Result]) -> None:
    for command, shown in re.findall(r"```console\n\$ licensedb (.*)\n((?:.*\n)*?)```", README):
        printed = run(*command.split(), env={"COLUMNS": "130"}).out
        assert [line for line in shown.splitlines() if not line.startswith("Data ")] == [
            line for line in printed.rstrip().splitlines() if not line.startswith("Data ")
        ]
    compared = run("compare", "grok-1", "llama-2-7b", "mistral-7b-v0.1", "falcon-180b", env={"COLUMNS": "130"}).out
    table = README.split("```text\n")[1].split("... (17 more")[0].splitlines()
    assert [line for line in table if not line.startswith("Data ")] == [
        line for line in compared.splitlines()[: len(table)] if not line.startswith("Data ")
    ]


def test_the_arabic_readme_shows_what_the_commands_print(run: Callable[..., Result]) -> None:
    text = (ROOT / "README.ar.md").read_text(encoding="utf-8")
    examples = re.findall(r"```console\n\$ licensedb (.*)\n((?:.*\n)*?)```", text)
    assert examples
    for command, shown in examples:
        printed = run(*command.split(), env={"COLUMNS": "130"}).out
        assert _without_day(shown) == _without_day(printed)


def _without_day(text: str) -> list[str]:
    """The lines of an answer, but for the one with the version of the data and the day."""
    return [line for line in text.rstrip().splitlines() if not line.startswith("البيانات")]


def test_every_link_of_the_docs_leads_somewhere() -> None:
    for page in (
        ROOT / "README.md",
        ROOT / "README.ar.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").rglob("*.md")),
        ROOT / "seeds" / "GUIDELINES.md",
    ):
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_text_that_decided_a_judgement_call_says_so_still() -> None:
    read = corpus.load([ROOT / "seeds"])
    rules = {f"{one.id}/{rule.id}" for one in (*read.licences, *read.policies) for rule in one.rules}
    rules |= {f"{one.id}/{fact.key}" for one in (*read.licences, *read.policies) for fact in one.provisions}
    named = set(re.findall(r"`([a-z0-9.-]+/[a-z0-9-]+)`", (ROOT / "seeds" / "GUIDELINES.md").read_text(encoding="utf-8")))
    assert len(named) > 100
    assert named - rules == {"licence/rule"}


def test_every_check_stands_in_the_docs_with_its_sentence() -> None:
    page = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
    for name, sentence in [*check.sentences(), (surveying.COMPLETE, surveying.incomplete.__doc__ or "")]:
        assert name in page
        assert " ".join(sentence.split()) in " ".join(page.split())


def test_the_example_of_the_data_format_is_built_as_it_stands(run: Callable[..., Result], tmp_path: Path) -> None:
    page = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
    example = page.split("## A small complete example")[1].split("## Strict YAML")[0]
    names = re.findall(r"`((?:our|texts)/[\w./-]+)`", example)
    blocks = re.findall(r"```(?:text|yaml)\n(.*?)```", example, re.DOTALL)
    for name, block in zip(names, blocks, strict=True):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    own, at_hand, made = str(tmp_path / "our"), {"LICENSEDB_TEXTS": str(tmp_path / "texts")}, tmp_path / "acme.sqlite"
    assert "no findings" in run("curate", "check", own, env=at_hand).out
    assert "6 citations stand in their texts, 0 do not; 0 texts not at hand" in run("texts", "verify", "--seeds", own, env=at_hand).out
    assert run("db", "build", "--seeds", own, db=made).code == 0
    shown = example.split("--db acme.sqlite\n")[1].split("```")[0]
    decided = run("check", "acme-7b-chat", "--do", "distribute-derivatives", db=made)
    assert [line for line in shown.splitlines() if not line.startswith("Data ")] == [
        line for line in decided.out.rstrip().splitlines() if not line.startswith("Data ")
    ]
    assert run("claims", db=made).code == 0


def test_the_project_holds_no_path_of_a_machine() -> None:
    for path in (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "seeds").rglob("*.yaml"))):
        assert not re.search(r"/(?:root|home|tmp)/", path.read_text(encoding="utf-8")), path
