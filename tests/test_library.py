"""The library interface gives the answers of the commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import licensedb
from tests.conftest import Result


def test_open_and_check_as_the_readme_says(database: Path) -> None:
    with licensedb.open(database) as kb:
        row = kb.check("llama-2-7b", do=["modify"], users=5_000_000).rows[0]
    assert row.decision.verdict == "allowed"
    assert row.decision.reason.cite is not None
    assert row.decision.reason.cite.section == "1.a"


def test_library_and_command_answer_alike(kb: licensedb.KnowledgeBase, run: Callable[..., Result]) -> None:
    told = run("check", "llama-3.2-11b-vision", "--do", "run,host", "--in", "DE", "--users", "1M", "-f", "json")
    rows = json.loads(told.out)["rows"]
    mine = kb.check("llama-3.2-11b-vision", ["run", "host"], territory="DE", domicile="DE", users="1M").rows
    assert [row["verdict"] for row in rows] == [row.decision.verdict for row in mine]


def test_figures_may_be_numbers_or_words(kb: licensedb.KnowledgeBase) -> None:
    for users in (800_000_000, "800M", "800 million", "0.8bn"):
        assert kb.check("llama-2-7b", ["run"], users=users).rows[0].decision.verdict == "on-request"


def test_an_unknown_name_offers_the_nearest(kb: licensedb.KnowledgeBase) -> None:
    with pytest.raises(licensedb.LicensedbError) as caught:
        kb.check("lama-2-7b", ["run"])
    assert "llama-2-7b" in str(caught.value)


def test_an_unknown_operand_is_refused(kb: licensedb.KnowledgeBase) -> None:
    with pytest.raises(licensedb.LicensedbError, match="has no 'user'"):
        kb.check("mit", ["run"], user=5)


def test_a_policy_is_shown_and_not_compared(kb: licensedb.KnowledgeBase) -> None:
    assert kb.show("llama-2-use-policy").kind == "policy"
    with pytest.raises(licensedb.LicensedbError, match="use policy"):
        kb.compare(["llama-2-use-policy"])


def test_records_are_frozen(kb: licensedb.KnowledgeBase) -> None:
    with pytest.raises(AttributeError):
        kb.show("mit").record.name = "another"  # type: ignore[misc]


def test_hub_ids_find_models(kb: licensedb.KnowledgeBase) -> None:
    assert kb.find("meta-llama/Llama-2-7b-hf") == ("model", "llama-2-7b")
    assert kb.find("Apache 2.0") == ("licence", "apache-2.0")
    assert kb.find("LicenseRef-scancode-llama-2-license-2023") == ("licence", "llama-2-community")
