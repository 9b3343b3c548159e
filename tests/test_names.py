"""Names are forgiving: what people write finds the record they mean, and a miss offers the nearest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import licensedb
from licensedb import records as r
from licensedb.errors import NotFoundError
from licensedb.naming import fold, fold_loosely
from licensedb.resources import folder
from licensedb.store import write
from licensedb.store.names import names_of_licence, names_of_model
from licensedb.store.read import Reader
from licensedb.vocabulary import Confidence
from tests.conftest import Result

KINDS = ("model", "licence", "policy")


def licence(name: str, *identifiers: tuple[str, str], kind: str = "licence", title: str | None = None) -> r.Licence:
    told = tuple(r.Identifier(scheme, value) for scheme, value in identifiers)
    return r.Licence(name, kind, title or name, "acme", None, "2026-01-02", Confidence.HIGH, identifiers=told)


def reader(folder_: Path, licences: Iterable[r.Licence] = (), models: Iterable[r.Model] = ()) -> Reader:
    target = folder_ / "names.sqlite"
    write.build(target, folder("migrations"), {"data": "test"}, list(licences), list(models), [], [])
    return Reader(target)


def nearest(kb: licensedb.KnowledgeBase, name: str, kind: str | None = None) -> tuple[str, ...]:
    with pytest.raises(NotFoundError) as caught:
        kb.find(name, kind)
    return caught.value.nearest


@pytest.mark.parametrize(
    "name",
    [
        "llama-2-7b",
        "LLAMA-2-7B",
        "Llama 2 7B",
        "llama_2_7b",
        "  llama-2-7b\n",
        "llama–2—7b",
        "ｌｌａｍａ-2-7b",
        "llama-2\u00ad-7b",
        "meta-llama/Llama-2-7b-hf",
        "META-LLAMA/llama-2-7b-HF",
        "Llama-2-7b-hf",
        "llama2 7b",
    ],
)
def test_a_model_is_found_by_id_hub_id_and_name_in_any_dress(kb: licensedb.KnowledgeBase, name: str) -> None:
    assert kb.find(name) == ("model", "llama-2-7b")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Qwen 2.5 72B", "qwen2.5-72b"),
        ("Qwen 2.5 Coder 32B Instruct", "qwen2.5-coder-32b-instruct"),
        ("qwen/qwen-2.5-72b-instruct", "qwen2.5-72b-instruct"),
        ("Qwen-3 30B A3B", "qwen3-30b-a3b"),
        ("Baichuan 2 13B chat", "baichuan2-13b-chat"),
        ("llama v3 8b", "llama-3-8b"),
        ("Mistral 7B Instruct 0.2", "mistral-7b-instruct-v0.2"),
    ],
)
def test_a_number_may_stand_apart_or_not(kb: licensedb.KnowledgeBase, name: str, found: str) -> None:
    assert kb.find(name) == ("model", found)


@pytest.mark.parametrize("name", ["gemma 22b it", "llama 27b", "phi 35 mini", "llama 31 8b", "glm 49b", "qwen 257b"])
def test_numbers_are_not_put_together(kb: licensedb.KnowledgeBase, name: str) -> None:
    with pytest.raises(NotFoundError):
        kb.find(name)


@pytest.mark.parametrize(
    "name", ["Jamba", "Llama Guard 3", "Pixtral", "Hermes 4", "LLaVA-Med", "Illustrious XL", "Ministral 3B", "Mistral 7B Instruct"]
)
def test_a_family_under_several_licences_is_no_model(kb: licensedb.KnowledgeBase, name: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        kb.find(name, "model")
    assert caught.value.nearest


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("apache-2.0", "apache-2.0"),
        ("Apache-2.0", "apache-2.0"),
        ("APACHE 2.0", "apache-2.0"),
        ("Apache License, Version 2.0", "apache-2.0"),
        ("Apache Licence 2.0", "apache-2.0"),
        ("the apache license 2.0", "apache-2.0"),
        ("LicenseRef-scancode-apache-2.0", "apache-2.0"),
        ("MIT", "mit"),
        ("The MIT License", "mit"),
        ("mit licence", "mit"),
        ("CC-BY-NC-4.0", "cc-by-nc-4.0"),
        ("cc by nc 4.0", "cc-by-nc-4.0"),
        ("llama2", "llama-2-community"),
        ("Llama 2 Community License Agreement", "llama-2-community"),
        ("llama 2 community licence", "llama-2-community"),
        ("Llama 2 Community", "llama-2-community"),
        ("llama-2-license-2023", "llama-2-community"),
        ("LicenseRef-scancode-llama-2-license-2023", "llama-2-community"),
        ("licenseref-SCANCODE-LLAMA-2-license-2023", "llama-2-community"),
        ("FLUX.1 [dev] Non-Commercial License", "flux-1-dev-non-commercial"),
        ("FLUX.1 dev Non Commercial Licence", "flux-1-dev-non-commercial"),
        ("flux-1-dev-non-commercial-license", "flux-1-dev-non-commercial"),
        ("Gemma Terms of Use", "gemma-tou-2025-03"),
    ],
)
def test_a_licence_is_found_by_the_names_of_every_scheme(kb: licensedb.KnowledgeBase, name: str, found: str) -> None:
    assert kb.find(name) == ("licence", found)
    assert kb.find(name, "licence") == ("licence", found)


def test_a_policy_is_found_by_its_title(kb: licensedb.KnowledgeBase) -> None:
    assert kb.find("llama 2 acceptable use policy") == ("policy", "llama-2-use-policy")


def test_versions_are_told_apart(kb: licensedb.KnowledgeBase) -> None:
    assert kb.find("Llama 3.1 Community License") == ("licence", "llama-3.1-community")
    assert kb.find("Llama 3 Community License") == ("licence", "llama-3-community")
    assert kb.find("FLUX.1 [dev] Non-Commercial License v1.1.1")[1] != kb.find("FLUX.1 [dev] Non-Commercial License v1.1")[1]


def every_name(kb: licensedb.KnowledgeBase) -> list[tuple[str, str, str, str]]:
    """(kind, id, scheme, value) of all records, as curated."""
    with closing(Reader(kb.path)) as opened:
        found = [("model", one.id, *name) for one in opened.models() for name in names_of_model(one)]
        return found + [(one.kind, one.id, *name) for one in opened.licences(kind=None) for name in names_of_licence(one)]


def test_every_id_and_every_hub_id_finds_its_own_record(kb: licensedb.KnowledgeBase) -> None:
    for kind, identity, scheme, value in every_name(kb):
        if scheme == "id" or (scheme == "hub" and kind == "model"):
            assert kb.find(value, kind) == (kind, identity)


@pytest.mark.parametrize(
    "dress",
    [str.upper, str.lower, str.title, lambda name: name.replace(" ", "_"), lambda name: name.replace("-", " "), lambda name: f" {name}  "],
    ids=["upper", "lower", "title", "underscores", "spaces", "padding"],
)
def test_every_known_name_finds_the_same_record_in_any_dress(kb: licensedb.KnowledgeBase, dress: Callable[[str], str]) -> None:
    for kind, _, _, value in every_name(kb):
        try:
            found: object = kb.find(value, kind)
        except NotFoundError as error:
            found = error.nearest
        try:
            dressed: object = kb.find(dress(value), kind)
        except NotFoundError as error:
            dressed = error.nearest
        assert dressed == found, value


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@example("İ")
@example("--- _ –")
@example("LicenseRef-LicenseRef-x")
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert fold_loosely(fold(name)) == fold_loosely(name)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_no_name_stops_the_search(kb: licensedb.KnowledgeBase, name: str) -> None:
    try:
        kind, found = kb.find(name)
    except NotFoundError as error:
        assert error.exit_code == 2
        assert "\n" not in error.line()
    else:
        assert kind in KINDS
        assert found


# Misses


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("lama-2-7b", "llama-2-7b"),
        ("llama-2-7", "llama-2-7b"),
        ("mistral-7b-v0.11", "mistral-7b-v0.1"),
        ("apache", "apache-2.0"),
        ("apache-20", "apache-2.0"),
        ("lama 2 community license", "llama-2-community"),
        ("grok", "grok-1"),
    ],
)
def test_a_miss_offers_what_may_have_been_meant(kb: licensedb.KnowledgeBase, name: str, meant: str) -> None:
    found = nearest(kb, name)
    assert meant in found
    assert len(found) <= 5


@pytest.mark.parametrize("name", ["", "  ", "-", "zzzzzzzz", "💥", "licence", "'; DROP TABLE licence; --", "%", "a" * 10_000])
def test_nonsense_finds_nothing(kb: licensedb.KnowledgeBase, name: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        kb.find(name)
    assert len(caught.value.line()) < 400


def test_a_kind_looks_nowhere_else(kb: licensedb.KnowledgeBase) -> None:
    with pytest.raises(NotFoundError, match="no licence is called 'llama-2-7b'"):
        kb.find("llama-2-7b", "licence")
    assert "llama-2-7b" not in nearest(kb, "llama-2-7b", "policy")


def test_the_command_line_offers_the_nearest(run: Callable[..., Result]) -> None:
    done = run("show", "lama-2-7b")
    assert (done.code, done.out) == (2, "")
    assert "'lama-2-7b'" in done.err
    assert "llama-2-7b" in done.err.replace("'lama-2-7b'", "")


# Names of several records


def test_an_ambiguous_name_offers_all_it_may_mean(tmp_path: Path) -> None:
    models = [r.Model(f"acme-{size}b", f"Acme {size}B", "acme", aliases=("acme",)) for size in (7, 13)]
    with closing(reader(tmp_path, models=models)) as opened:
        with pytest.raises(NotFoundError) as caught:
            opened.find("model", "Acme")
        assert caught.value.nearest == ("acme-13b", "acme-7b")
        assert opened.find("model", "acme 7b") == "acme-7b"


def test_an_id_comes_before_the_other_names_of_others(tmp_path: Path) -> None:
    models = [r.Model("acme", "Acme", "acme"), r.Model("acme-2", "Acme 2", "acme", aliases=("acme",)), r.Model("x", "X", "x", hub="z/ACME")]
    with closing(reader(tmp_path, models=models)) as opened:
        assert opened.find("model", "ACME") == "acme"
        assert opened.find("model", "z/acme") == "x"


def test_a_name_looked_at_loosely_is_ambiguous_too(tmp_path: Path) -> None:
    told = [licence("a", title="Acme License Agreement"), licence("b", title="The Acme Licence")]
    with closing(reader(tmp_path, told)) as opened:
        assert opened.find("licence", "acme license agreement") == "a"
        with pytest.raises(NotFoundError) as caught:
            opened.find("licence", "Acme")
        assert set(caught.value.nearest) == {"a", "b"}


def test_licenceref_names_are_found_with_and_without_the_prefix(tmp_path: Path) -> None:
    told = [licence("acme-open", ("scancode", "acme-2024")), licence("other", ("spdx", "LicenseRef-Other-1.0"))]
    with closing(reader(tmp_path, told)) as opened:
        assert opened.find("licence", "LicenseRef-scancode-acme-2024") == "acme-open"
        assert opened.find("licence", "LicenseRef-acme-2024") == "acme-open"
        assert opened.find("licence", "acme-2024") == "acme-open"
        assert opened.find("licence", "other-1.0") == "other"


def test_a_model_comes_before_a_licence_of_the_same_name_unless_told() -> None:
    class Two:
        """Knows one name in two kinds."""

        def meta(self) -> dict[str, str]:
            return {}

        def find(self, kind: str, name: str, *, near: bool = True) -> str:  # noqa: ARG002
            return f"{kind}-{name}"

    opened = licensedb.KnowledgeBase(Two())  # type: ignore[arg-type]
    assert opened.find("acme") == ("model", "model-acme")
    assert opened.find("acme", "licence") == ("licence", "licence-acme")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("stabilityai/stable-cascade", "stable-cascade"),  # its record has no address
        ("THUDM/GLM-4.5", "glm-4.5"),  # the account has another name now, and had this one before
        ("zai-org/GLM-4.5", "glm-4.5"),
        ("CohereLabs/c4ai-command-r-v01", "command-r-v01"),
        ("meta-llama/CodeLlama-70b-Instruct-hf", "codellama-70b-instruct"),  # two accounts of one developer
    ],
)
def test_the_account_of_a_developer_finds_what_is_called_so_by_it(kb: licensedb.KnowledgeBase, asked: str, found: str) -> None:
    assert kb.find(asked) == ("model", found)


@pytest.mark.parametrize("asked", ["google/llama-2-7b", "stabilityai/gemma-2-9b", "nobody/stable-cascade", "stabilityai/", "/gemma-2-9b"])
def test_the_account_of_another_finds_nothing(kb: licensedb.KnowledgeBase, asked: str) -> None:
    with pytest.raises(NotFoundError):
        kb.find(asked)


def test_the_name_of_a_family_is_told_as_one(run: Callable[..., Result]) -> None:
    missed = run("check", "Vicuna", "--do", "run")
    assert missed.code == 2
    assert "the family vicuna has 10: licensedb models --family vicuna" in missed.err
    assert "vicuna-13b-v1.5" in missed.err


@pytest.mark.parametrize("written", ["llama-3", "Llama 3", "llama3", "LLAMA_3"])
def test_a_family_is_found_however_it_is_spaced(kb: licensedb.KnowledgeBase, written: str) -> None:
    found = {row.record.id for row in kb.models(family=written).rows}
    assert {"llama-3-8b", "llama-3-70b-instruct"} <= found
    assert not {name for name in found if not name.startswith("llama-3-")}
