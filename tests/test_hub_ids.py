"""What stands in model cards and package metadata finds its record: ids of the Hub, SPDX ids, `license_name` values, common names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import licensedb
from licensedb.errors import MisuseError
from licensedb.vocabulary import GRANTS, Act
from tests.conftest import Result

# The ids that the Hub accepts in a model card (hub-docs, repositories-licenses.md of 2026-08-22), and the record each stands for.
ONE_TEXT = {
    "afl-3.0": "afl-3.0",
    "agpl-3.0": "agpl-3.0",
    "apache-2.0": "apache-2.0",
    "apple-amlr": "apple-amlr-2025",
    "apple-ascl": "apple-ascl-corenet",
    "artistic-2.0": "artistic-2.0",
    "bigcode-openrail-m": "bigcode-openrail-m",
    "bigscience-bloom-rail-1.0": "bigscience-bloom-rail-1.0",
    "bigscience-openrail-m": "bigscience-openrail-m",
    "bsd-2-clause": "bsd-2-clause",
    "bsd-3-clause": "bsd-3-clause",
    "bsd-3-clause-clear": "bsd-3-clause-clear",
    "bsl-1.0": "bsl-1.0",
    "c-uda": "c-uda-1.0",
    "cc-by-2.0": "cc-by-2.0",
    "cc-by-2.5": "cc-by-2.5",
    "cc-by-3.0": "cc-by-3.0",
    "cc-by-4.0": "cc-by-4.0",
    "cc-by-nc-2.0": "cc-by-nc-2.0",
    "cc-by-nc-3.0": "cc-by-nc-3.0",
    "cc-by-nc-4.0": "cc-by-nc-4.0",
    "cc-by-nc-nd-3.0": "cc-by-nc-nd-3.0",
    "cc-by-nc-nd-4.0": "cc-by-nc-nd-4.0",
    "cc-by-nc-sa-2.0": "cc-by-nc-sa-2.0",
    "cc-by-nc-sa-3.0": "cc-by-nc-sa-3.0",
    "cc-by-nc-sa-4.0": "cc-by-nc-sa-4.0",
    "cc-by-nd-4.0": "cc-by-nd-4.0",
    "cc-by-sa-3.0": "cc-by-sa-3.0",
    "cc-by-sa-4.0": "cc-by-sa-4.0",
    "cc0-1.0": "cc0-1.0",
    "cdla-permissive-1.0": "cdla-permissive-1.0",
    "cdla-permissive-2.0": "cdla-permissive-2.0",
    "cdla-sharing-1.0": "cdla-sharing-1.0",
    "creativeml-openrail-m": "creativeml-openrail-m",
    "deepfloyd-if-license": "deepfloyd-if",
    "ecl-2.0": "ecl-2.0",
    "epl-1.0": "epl-1.0",
    "epl-2.0": "epl-2.0",
    "etalab-2.0": "etalab-2.0",
    "eupl-1.1": "eupl-1.1",
    "eupl-1.2": "eupl-1.2",
    "fair-noncommercial-research-license": "meta-fair-noncommercial-research",
    "gemma": "gemma-tou-2025-03",
    "gpl-2.0": "gpl-2.0",
    "gpl-3.0": "gpl-3.0",
    "grok2-community": "grok-2-community",
    "isc": "isc",
    "lgpl-2.1": "lgpl-2.1",
    "lgpl-3.0": "lgpl-3.0",
    "lgpl-lr": "lgpl-lr",
    "llama2": "llama-2-community",
    "llama3": "llama-3-community",
    "llama3.1": "llama-3.1-community",
    "llama3.2": "llama-3.2-community",
    "llama3.3": "llama-3.3-community",
    "llama4": "llama-4-community",
    "lppl-1.3c": "lppl-1.3c",
    "mit": "mit",
    "mpl-2.0": "mpl-2.0",
    "ms-pl": "ms-pl",
    "ncsa": "ncsa",
    "odbl": "odbl-1.0",  # one version was ever published
    "odc-by": "odc-by-1.0",  # likewise
    "ofl-1.1": "ofl-1.1",
    "openmdw-1.0": "openmdw-1.0",
    "openmdw-1.1": "openmdw-1.1",
    "openrail++": "creativeml-openrail-pp-m",
    "osl-3.0": "osl-3.0",
    "pddl": "pddl-1.0",
    "postgresql": "postgresql",
    "unlicense": "unlicense",
    "wtfpl": "wtfpl-2.0",
    "zlib": "zlib",
}
FAMILIES = ("bsd", "cc", "gfdl", "gpl", "lgpl", "openrail")
NOT_AT_HAND = {"h-research": "h-research", "intel-research": "intel-research"}
TELLS_NOTHING = ("other", "unknown")
REMOVED = {"tii-falcon-llm": "falcon-tii-1.0-2023-05", "open-mdw": "openmdw-1.0"}


def test_the_hub_accepts_83_ids() -> None:
    assert len(ONE_TEXT) + len(FAMILIES) + len(NOT_AT_HAND) + len(TELLS_NOTHING) == 83


@pytest.mark.parametrize(("name", "found"), [*ONE_TEXT.items(), *REMOVED.items()])
def test_an_id_of_the_hub_finds_its_text(kb: licensedb.KnowledgeBase, name: str, found: str) -> None:
    assert kb.find(name) == ("licence", found)
    record = kb.document(name)
    assert record.rules
    assert not record.members
    assert "hub" in {one.scheme for one in record.identifiers if one.value == name}


@pytest.mark.parametrize("name", FAMILIES)
def test_an_id_that_names_a_family_is_no_guess_at_its_version(kb: licensedb.KnowledgeBase, name: str) -> None:
    record = kb.document(name)
    assert len(record.members) >= 2
    assert not record.rules


@pytest.mark.parametrize("name", [*TELLS_NOTHING, "h-research"])
def test_an_id_that_tells_no_terms_allows_nothing(kb: licensedb.KnowledgeBase, name: str) -> None:
    rows = kb.check([name], list(Act)).rows
    assert {(row.decision.verdict, row.decision.reason.why, row.confidence) for row in rows} == {("silent", "terms-not-recorded", "low")}
    answers = kb.show(name).answers
    assert {answer.state for answer in answers} == {"not recorded"}
    assert kb.document(name).id not in {row.id for row in kb.licences(["run"], only_yes=True).rows}


def test_an_extract_is_of_low_confidence_and_grants_no_more_than_it_says(kb: licensedb.KnowledgeBase) -> None:
    verdicts = {row.decision.act: row.decision.verdict for row in kb.check(["intel-research"], list(Act), profile="university").rows}
    assert (verdicts[Act.RUN], verdicts[Act.MODIFY], verdicts[Act.HOST]) == ("allowed", "forbidden", "forbidden")
    (row,) = kb.check(["intel-research"], ["run"], profile="small-company").rows
    assert (row.decision.verdict, row.confidence) == ("forbidden", "low")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        # SPDX and ScanCode
        ("Apache-2.0", "apache-2.0"),
        ("GPL-2.0-only", "gpl-2.0"),
        ("GPL-2.0-or-later", "gpl-2.0"),
        ("GPL-3.0+", "gpl-3.0"),
        ("LGPL-2.1-or-later", "lgpl-2.1"),
        ("AGPL-3.0-only", "agpl-3.0"),
        ("BSD-3-Clause", "bsd-3-clause"),
        ("CC-BY-NC-SA-4.0", "cc-by-nc-sa-4.0"),
        ("PDDL-1.0", "pddl-1.0"),
        ("OpenMDW-1.0", "openmdw-1.0"),
        ("LicenseRef-scancode-bigscience-open-rail-m", "bigscience-openrail-m"),
        ("LicenseRef-scancode-stability-ai-community-2024", "stability-community-2024"),
        ("deepseek-la-1.0", "deepseek-la-1.0"),
        ("bsd-new", "bsd-3-clause"),
        # what stands beside `other` as license_name
        ("qwen", "qwen-2024"),
        ("qwen-research", "qwen-research-2024-09-19"),
        ("mrl", "mistral-research-0.1"),
        ("mnpl", "mistral-mnpl-0.1"),
        ("deepseek", "deepseek-la-1.0"),
        ("deepseek-license", "deepseek-la-1.0"),
        ("stabilityai-ai-community", "stability-community-2024"),
        ("falcon-llm-license", "falcon-3-tii-2024-12"),
        ("hyperclovax-seed", "hyperclova-x-seed-2025"),
        ("lfm1.0", "lfm-open-1.0"),
        ("k-exaone", "k-exaone"),
        ("kimi-k3", "kimi-k3"),
        ("glm-4", "glm-4-9b"),
        # common names, however written
        ("Llama 3.1 licence", "llama-3.1-community"),
        ("llama 3.1 LICENSE", "llama-3.1-community"),
        ("Apache 2.0", "apache-2.0"),
        ("Apache2", "apache-2.0"),
        ("apache v2", "apache-2.0"),
        ("MIT license.", "mit"),
        ("CC BY-NC 4.0", "cc-by-nc-4.0"),
        ("cc_by_nc_4", "cc-by-nc-4.0"),
        ("C.C. BY 4.0", "cc-by-4.0"),
        ("CC0", "cc0-1.0"),
        ("GPLv3", "gpl-3.0"),
        ("GPL 3", "gpl-3.0"),
        ("gpl v2.0", "gpl-2.0"),
        ("LGPL 2.1", "lgpl-2.1"),
        ("AGPL3", "agpl-3.0"),
        ("BSD 3 Clause", "bsd-3-clause"),
        ("MPL2", "mpl-2.0"),
        ("EUPL v1.2", "eupl-1.2"),
        ("OpenRAIL++", "creativeml-openrail-pp-m"),
        ("OpenRAIL++-M", "creativeml-openrail-pp-m"),
        ("Gemma terms of use", "gemma-tou-2025-03"),
        ("Kimi K2 licence", "kimi-k2-modified-mit"),
        # ids that records were called by before
        ("baai-aquila-model-pdf", "baai-aquila-model"),
        ("xverse-model-pdf", "xverse-model"),
    ],
)
def test_a_name_finds_the_one_text_it_stands_for(kb: licensedb.KnowledgeBase, name: str, found: str) -> None:
    assert kb.find(name, "licence") == ("licence", found)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("GPL", {"gpl-1.0", "gpl-2.0", "gpl-3.0"}),
        ("CC BY-NC", {"cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0"}),
        ("Creative Commons", {"cc0-1.0", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-nd-4.0"}),
        ("BSD License", {"bsd-2-clause", "bsd-3-clause", "bsd-4-clause"}),
        ("OpenRAIL", {"creativeml-openrail-m", "bigscience-openrail-m", "bigcode-openrail-m", "creativeml-openrail-pp-m"}),
        ("exaone", {"exaone-1.1-nc", "exaone-1.2-nc"}),
        ("modified-mit", {"kimi-k2-modified-mit", "minimax-m2-modified-mit", "mistral-medium-3.5-modified-mit"}),
        ("tencent-hunyuan-community", {"tencent-hunyuan-a13b", "tencent-hunyuanvideo", "tencent-hunyuan-3d-2.1"}),
        ("nvidia-open-model-license", {"nvidia-open-model-2025-04-28", "nvidia-open-model-2025-10-24"}),
        ("yi-license", {"yi-series-1.0", "yi-series-2.0", "yi-series-community-2.1"}),
        ("tongyi-qianwen", {"tongyi-qianwen-2023", "tongyi-qianwen-vl-2023-08-23"}),
        ("flux-1-dev-non-commercial-license", {"flux-1-dev-nc", "flux-1-dev-nc-1.1", "flux-1-dev-nc-1.1.1"}),
        ("FLUX.1 [dev] Non-Commercial License", {"flux-1-dev-nc", "flux-1-dev-nc-1.1", "flux-1-dev-nc-1.1.1"}),
        ("flux-non-commercial-license", {"flux-nc-2.1", "flux-2-dev-nc-2.0", "flux-1-dev-nc"}),
        ("minimax-m2.7-license", {"minimax-m2.7-non-commercial", "minimax-m2.7-non-commercial-2026-04-11"}),
        ("sam-license", {"meta-sam-2025-11-19", "meta-sam-3d-2025-11-19"}),
        ("dinov3-license", {"meta-dinov3", "meta-dinov3-page-2025-08-14"}),
        ("stabilityai-nc-research-community", {"stability-ai-nc-2023-12-06", "stability-sdxl-turbo-nc-community"}),
        ("Llama licence", {"llama-2-community", "llama-3.1-community", "llama-4-community"}),
        ("TII Falcon License", {"falcon-180b-tii-1.0", "falcon-3-tii-2024-12"}),
    ],
)
def test_a_name_of_several_texts_finds_all_that_may_be_meant(kb: licensedb.KnowledgeBase, name: str, members: set[str]) -> None:
    kind, found = kb.find(name)
    assert kind == "licence"
    assert members <= set(kb.document(found).members)


def test_what_no_member_grants_no_family_grants(kb: licensedb.KnowledgeBase) -> None:
    for family in (row.record for row in kb.licences().rows if isinstance(row.record, licensedb.records.Licence) and row.record.members):
        rows = kb.check([family.id, *family.members], ["run", "distribute-derivatives"]).rows
        for act in ("run", "distribute-derivatives"):
            first, *others = [row.decision.verdict for row in rows if row.decision.act == act]
            assert first not in GRANTS or all(verdict in GRANTS for verdict in others), (family.id, act)


# SPDX expressions


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Apache-2.0 OR MIT", "ask each: apache-2.0, mit; of OR one may be chosen"),
        ("MIT AND CC-BY-4.0", "ask each: mit, cc-by-4.0; of AND all bind"),
        ("(MIT OR Apache-2.0) AND BSD-3-Clause", "ask each: mit, apache-2.0, bsd-3-clause; of OR one may be chosen; of AND all bind"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "what follows WITH is an exception; not recorded: Classpath-exception-2.0"),
        ("mit or nonsense-9", "not recorded: nonsense-9"),
        ("MPL-2.0+", "ask mpl-2.0, or a later version of it"),
    ],
)
def test_an_expression_is_refused_with_the_licences_it_joins(run: Callable[..., Result], name: str, said: str) -> None:
    for command in (("check", name), ("show", name), ("explain", name, "grant")):
        done = run(*command)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
        assert len(done.err.splitlines()) == 1


def test_words_that_join_no_licences_are_no_expression(kb: licensedb.KnowledgeBase) -> None:
    for name in ("Terms and Conditions", "this or that", "OR", "AND OR", "() OR ()", " OR ", "+"):
        with pytest.raises(MisuseError, match="is called"):
            kb.find(name)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(["MIT", "Apache-2.0", "x y", "OR", "AND", "WITH", "(", ")", "+", ""]), max_size=8))
def test_no_expression_breaks_the_search(kb: licensedb.KnowledgeBase, parts: list[str]) -> None:
    try:
        assert kb.find(" ".join(parts))[0] == "licence"
    except MisuseError as error:
        assert "\n" not in error.line()
