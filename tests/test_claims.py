"""Claims: each statement held against the texts; the verdicts of the shipped ones were told by reading."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import licensedb
from licensedb import knowledge
from licensedb import records as r
from licensedb.reasoning import claims as engine
from licensedb.vocabulary import ClaimVerdict, OpennessClass, Release, Verdict
from tests import samples
from tests.conftest import Result

# What a reader of the texts says of each statement.
READ = {
    "article-grok-is-open-source": "partly",
    "article-grok-all-developers-may-modify": "supported",
    "article-grok-look-inside": "partly",
    "article-mistral-and-falcon-fully-open-source": "partly",
    "article-llama-2-free-for-research": "supported",
    "article-llama-2-charges-at-700-million-daily-users": "partly",
    "article-llama-2-may-not-be-built-on": "contradicted",
    "article-popular-models-are-closed-or-restricted": "partly",
    "llama-2-is-open-source": "partly",
    "llama-3.1-outputs-may-improve-other-models": "supported",
    "llama-3.1-is-open-source": "contradicted",
    "llama-4-may-be-distilled": "partly",
    "falcon-180b-is-under-apache": "partly",
    "falcon-40b-is-royalty-free": "supported",
    "gemma-is-open-source": "partly",
    "mistral-7b-may-be-used-without-restrictions": "supported",
    "mistral-large-2-is-free-for-commercial-use": "contradicted",
    "codestral-is-open-weight": "supported",
    "deepseek-r1-is-mit-and-may-be-distilled": "partly",
    "deepseek-r1-distillations-are-mit": "partly",
    "olmo-is-fully-open": "supported",
    "apertus-is-fully-open": "supported",
    "stable-diffusion-3.5-is-free-under-a-million": "partly",
    "stable-diffusion-is-permissively-licensed": "partly",
    "qwen2.5-is-apache": "partly",
    "phi-3-is-mit": "supported",
    "grok-2-is-open-source": "contradicted",
    "flux-schnell-apache-dev-non-commercial": "supported",
    "command-r-plus-is-open-source": "contradicted",
    "kimi-k2-is-mit": "partly",
    "dbrx-is-open": "partly",
    "yi-is-apache": "contradicted",
    "bloom-is-open-source": "partly",
    "whisper-is-mit": "supported",
    "gpt-oss-is-apache": "supported",
    "gpt-oss-is-open-science": "contradicted",
    "dolly-2-is-open-for-commercial-use": "supported",
    "open-llama-is-a-permissive-reproduction": "supported",
    "starcoder-is-royalty-free": "partly",
    "open-models-will-win": "not-checkable",
}


@pytest.fixture(scope="module")
def rows(kb: licensedb.KnowledgeBase) -> dict[str, r.ClaimRow]:
    return {row.claim.id: row for row in kb.claims().rows}


@pytest.mark.parametrize(("name", "verdict"), READ.items(), ids=READ)
def test_the_verdict_is_what_a_reader_of_the_texts_says(rows: dict[str, r.ClaimRow], name: str, verdict: str) -> None:
    assert rows[name].verdict == verdict


def test_every_claim_has_been_read_and_is_told_in_both_languages(rows: dict[str, r.ClaimRow]) -> None:
    assert set(rows) == set(READ)
    for row in rows.values():
        claim = row.claim
        assert all((claim.statement_ar, claim.said, claim.said_ar, claim.source.title or claim.source.address)), claim.id
        assert any("؀" <= char <= "ۿ" for char in claim.said_ar or "")


def test_what_decides_on_an_act_or_a_limit_names_its_clause(rows: dict[str, r.ClaimRow]) -> None:
    for row in rows.values():
        for part in row.parts:
            if part.kind == "act" and part.found not in ("silent", "depends"):
                assert part.document, (row.claim.id, part)
                assert part.section, (row.claim.id, part)


def test_the_article_of_the_users_is_right_in_the_number_and_wrong_in_day_and_fee(rows: dict[str, r.ClaimRow]) -> None:
    parts = {part.key: part for part in rows["article-llama-2-charges-at-700-million-daily-users"].parts}
    assert {key: part.holds for key, part in parts.items()} == {
        "user-cap.threshold": True,
        "user-cap.metric": False,
        "user-cap.consequence": False,
    }
    assert {(part.document, part.section) for part in parts.values()} == {("llama-2-community", "2")}
    assert parts["user-cap.metric"].found == "monthly-active-users"
    assert parts["user-cap.consequence"].found == "separate-licence"


def test_a_claim_is_held_against_the_texts_of_its_day_unless_another_is_asked_for(kb: licensedb.KnowledgeBase) -> None:
    then = kb.claims(["yi-is-apache"]).rows[0]
    assert (then.day, then.verdict) == ("2023-11-24", "contradicted")
    later = kb.claims(["yi-is-apache"], as_of="2024-06-15").rows[0]
    assert (later.day, later.verdict) == ("2024-06-15", "supported")


# The engine


def part(holds: bool | None) -> r.ClaimPart:
    return r.ClaimPart("m", "act", "run", "granted", "", holds)


@pytest.mark.parametrize(
    ("held", "verdict"),
    [
        ([], "not-checkable"),
        ([None], "not-checkable"),
        ([True], "supported"),
        ([True, True], "supported"),
        ([True, None], "partly"),
        ([True, False], "partly"),
        ([False], "contradicted"),
        ([False, None], "contradicted"),
    ],
)
def test_the_verdict_is_drawn_from_what_holds(held: list[bool | None], verdict: str) -> None:
    assert engine.verdict(map(part, held)) == verdict


@given(st.lists(st.sampled_from([True, False, None])))
def test_a_supported_claim_holds_in_every_part(held: list[bool | None]) -> None:
    verdict = engine.verdict(map(part, held))
    assert (verdict is ClaimVerdict.SUPPORTED) == (bool(held) and all(one is True for one in held))
    assert (verdict is ClaimVerdict.NOT_CHECKABLE) == all(one is None for one in held)


@pytest.mark.parametrize(
    ("asserted", "found", "holds"),
    [
        ("granted", "allowed", True),
        ("granted", "with-duties", True),
        ("granted", "forbidden", False),
        ("granted", "on-request", False),
        ("granted", "silent", None),
        ("refused", "depends", None),
        ("refused", "on-request", True),
        ("refused", "allowed", False),
        ("with-duties", "allowed", False),
        ("silent", "silent", True),
    ],
)
def test_an_act_is_granted_refused_or_has_one_verdict(asserted: str, found: str, holds: bool | None) -> None:
    assert engine.of_act(asserted, Verdict(found)) is holds


def test_an_answer_of_several_values_is_held_value_by_value() -> None:
    found = {"threshold": 700, "metric": "monthly-active-users"}
    told = list(engine.of_value({"threshold": 700, "metric": "daily-active-users"}, found))
    assert [(name, same) for name, _, _, same in told] == [("threshold", True), ("metric", False)]
    assert [same for *_, same in engine.of_value({"threshold": 700}, None)] == [False]
    assert [same for *_, same in engine.of_value(None, [])] == [True]
    assert [same for *_, same in engine.of_value(None, found)] == [False]


def test_a_class_holds_from_it_on_and_is_open_where_more_could_be_there() -> None:
    of = OpennessClass
    assert engine.of_class("III", of.II, of.I) is True
    assert engine.of_class("I", of.II, of.I) is None
    assert engine.of_class("I", of.II, of.II) is False


def test_a_component_is_as_claimed_or_not_recorded() -> None:
    assert engine.of_component("released", Release.RELEASED) is True
    assert engine.of_component("released", Release.PARTIAL) is False
    assert engine.of_component("released", None) is None


# Own claims


def test_own_claims_are_judged_by_own_texts(tmp_path: Path) -> None:
    seeds = samples.write(
        tmp_path / "own",
        {
            "licences/acme-open": samples.licence(),
            "models/acme": samples.model("    components: {weights: released}"),
            "claims/acme": samples.claim(
                "acme-is-free", "acme-1", "act: run, asserted: granted", "act: host, asserted: granted", "licence: acme-open"
            ),
        },
    )
    knowledge.build(tmp_path / "own.sqlite", seeds=[seeds], day="2026-01-02")
    with licensedb.open(tmp_path / "own.sqlite") as kb:
        found = kb.claims(["acme-is-free"]).rows[0]
    assert found.verdict == "partly"
    assert [(one.key, one.holds, one.document) for one in found.parts] == [
        ("run", True, "acme-open"),
        ("host", False, "acme-open"),
        ("acme-open", True, "acme-open"),
    ]


# The command


def test_claims_are_told_in_arabic(run: Callable[..., Result]) -> None:
    out = run("claims", "article-llama-2-may-not-be-built-on", "--lang", "ar").out
    assert "✗ تنفيه النصوص" in out
    assert "يُمنع المطورون من البناء على Llama 2 نفسه" in out
    assert "قيل: غير مسموح؛ وُجد: مسموح" in out.replace("; ", "؛ ")
    assert "[llama-2-community §1.a]" in out
    assert "Not legal advice" not in out


def test_claims_have_json_with_both_languages_and_exit_with_nothing(run: Callable[..., Result]) -> None:
    done = run("claims", "--on", "llama-2-70b", "-f", "json")
    found = json.loads(done.out)
    assert (done.code, found["schema"]) == (0, "licensedb.claims/1")
    assert {row["id"] for row in found["rows"]} == {name for name in READ if "llama-2" in name or "popular" in name}
    first = found["rows"][0]
    assert {"statement", "statement_ar", "said", "said_ar", "verdict", "day", "parts", "source"} <= first.keys()
    assert {"subject", "asserted", "found", "holds", "document", "section"} <= first["parts"][0].keys()


def test_csv_has_a_row_for_each_thing_asserted(run: Callable[..., Result]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("claims", "qwen2.5-is-apache", "open-models-will-win", "-f", "csv").out)))
    assert [row["holds"] for row in rows] == ["yes", "yes", "no", "yes", "yes", "yes", "no", ""]
    assert {row["verdict"] for row in rows} == {"partly", "not-checkable"}


def test_markdown_has_a_heading_for_each_claim(run: Callable[..., Result]) -> None:
    out = run("claims", "-f", "markdown").out
    assert out.count("\n## ") == len(READ)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["no-such-claim"], "no claim is called 'no-such-claim'"),
        (["--on", "no-such-model"], "no model is called"),
        (["--lang", "fr"], "no answer is written in 'fr'"),
        (["--as-of", "yesterday"], "'yesterday' is no date"),
    ],
)
def test_claims_are_asked_for_by_name(run: Callable[..., Result], arguments: list[str], told: str) -> None:
    done = run("claims", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
