"""Openness: the class of the Model Openness Framework, held against cases made by hand, and the Open Source AI Definition."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import licensedb
from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.knowledge.openness import tables
from licensedb.reasoning import openness as engine
from licensedb.vocabulary import COMPONENTS, Component, Fulfilment, OpennessClass, Question, Release, Standing
from tests import samples
from tests.conftest import Result

C = Component
DAY = "2026-01-02"
# Made-up licences: `free` fits everything, `code-free` is open and made for code alone, `closed` is not open.
TABLES = {
    "free": r.OpenLicence(("osi-approved", "fsf-libre"), ("code", "data", "document")),
    "code-free": r.OpenLicence(("osi-approved",), ("code",)),
    "data-free": r.OpenLicence(("open-data",), ("data",)),
    "fits-only": r.OpenLicence((), ("data",)),
}
III = [C.ARCHITECTURE, C.WEIGHTS, C.TECHNICAL_REPORT, C.EVALUATION_RESULTS, C.MODEL_CARD, C.DATA_CARD]
II = [*III, C.TRAINING_CODE, C.INFERENCE_CODE, C.EVALUATION_CODE, C.EVALUATION_DATA]
I = [*II, C.DATASETS, C.PREPROCESSING_CODE, C.RESEARCH_PAPER, C.INTERMEDIATE_WEIGHTS]  # noqa: E741


def model(released: Iterable[Component], licence: str = "free", **own: str | None) -> r.Model:
    """A model whose components are released under one licence; `own` are licences of single ones (None: without)."""
    named = {Component(name.replace("_", "-")): value for name, value in own.items()}
    components = tuple((component, Release.RELEASED) for component in released)
    return r.Model("m", "M", "acme", components=components, component_licences=tuple(({c: licence for c, _ in components} | named).items()))


def row(released: Iterable[Component], licence: str = "free", **own: str | None) -> r.OpennessRow:
    return engine.evaluate(model(released, licence, **own), DAY, TABLES)


def percents(found: r.OpennessRow) -> dict[str, int]:
    return {str(one.of): round(one.percent) for one in found.progress}


def standings(found: r.OpennessRow) -> Mapping[Component, Standing]:
    return {one.component: one.standing for one in found.rows}


# The classes


@pytest.mark.parametrize(
    ("released", "attained", "shares"),
    [
        ([], "none", (0, 0, 0)),
        ([C.WEIGHTS], "none", (17, 0, 0)),
        (III, "III", (100, 60, 0)),
        (III[:-1], "none", (83, 0, 0)),
        (II, "II", (100, 100, 71)),
        (II[:-1], "III", (100, 90, 0)),
        (I, "I", (100, 100, 100)),
        (I[:-1], "II", (100, 100, 93)),
        ([one for one in I if one is not C.MODEL_CARD], "none", (83, 0, 0)),
        (list(Component), "I", (100, 100, 100)),
    ],
    ids=["nothing", "weights", "III", "III lacks one", "II", "II lacks one", "I", "I lacks one", "I without a card", "all"],
)
def test_a_class_needs_all_of_its_own_and_of_the_lower_ones(released: list[Component], attained: str, shares: tuple[int, int, int]) -> None:
    found = row(released)
    assert found.attained == attained
    assert tuple(percents(found).values()) == shares


def test_the_classes_count_six_ten_and_fourteen_components() -> None:
    assert [one.total for one in row([]).progress] == [6, 10, 14]
    assert [sum(1 for _, since, required in COMPONENTS.values() if since == each and required) for each in ("III", "II", "I")] == [6, 4, 4]
    assert set(COMPONENTS) == set(Component)


def test_optional_components_count_for_no_percentage() -> None:
    optional = [component for component, (_, _, required) in COMPONENTS.items() if not required]
    assert set(optional) == {C.SAMPLE_OUTPUTS, C.LIBRARIES, C.METADATA}
    assert percents(row([*III, *optional])) == percents(row(III))


def test_a_lower_class_that_is_not_full_brings_the_higher_ones_to_nothing() -> None:
    found = row([one for one in I if one is not C.WEIGHTS])
    assert percents(found) == {"III": 83, "II": 0, "I": 0}
    assert [one.included for one in found.progress] == [5, 9, 13]


# The paper and the report


def test_an_open_paper_stands_in_for_the_report() -> None:
    without = [one for one in I if one is not C.TECHNICAL_REPORT]
    found = row(without)
    assert (found.attained, found.stands_in) == ("I", True)
    assert [one.total for one in found.progress] == [6, 10, 13]
    assert row([one for one in III if one is not C.TECHNICAL_REPORT] + [C.RESEARCH_PAPER]).attained == "III"


def test_a_closed_paper_does_not_stand_in_for_the_report() -> None:
    found = row([*[one for one in III if one is not C.TECHNICAL_REPORT], C.RESEARCH_PAPER], research_paper="closed")
    assert (found.attained, found.stands_in) == ("none", False)
    assert C.TECHNICAL_REPORT in found.progress[0].lacking


def test_an_open_report_leaves_the_paper_to_class_i() -> None:
    found = row([one for one in I if one is not C.RESEARCH_PAPER])
    assert (found.attained, found.stands_in, found.progress[2].total) == ("II", False, 14)


def test_an_open_paper_stands_in_for_a_closed_report() -> None:
    assert row([*III, C.RESEARCH_PAPER], technical_report="closed").attained == "III"


# Which licences count


def test_only_openness_decides_and_the_wrong_kind_is_warned_of() -> None:
    found = row(III, "code-free")
    assert found.attained == "III"
    assert {one.component for one in found.warned} == {one for one in III if COMPONENTS[one][0] != "code"}
    assert row(III).warned == ()


def test_a_licence_that_fits_a_kind_and_is_not_open_does_not_count() -> None:
    assert standings(row([C.WEIGHTS], "fits-only"))[C.WEIGHTS] is Standing.NOT_OPEN


def test_a_component_stands_in_one_of_seven_ways() -> None:
    components = (
        (C.ARCHITECTURE, Release.RELEASED),
        (C.WEIGHTS, Release.RELEASED),
        (C.MODEL_CARD, Release.RELEASED),
        (C.DATA_CARD, Release.RELEASED),
        (C.DATASETS, Release.PARTIAL),
        (C.TRAINING_CODE, Release.WITHHELD),
    )
    licences = ((C.ARCHITECTURE, "free"), (C.WEIGHTS, "closed"), (C.MODEL_CARD, None), (C.DATASETS, "free"))
    found = standings(engine.evaluate(r.Model("m", "M", "acme", components=components, component_licences=licences), DAY, TABLES))
    assert [found[one] for one, _ in components] == ["open", "not-open", "unlicensed", "licence-unknown", "partial", "withheld"]
    assert found[C.EVALUATION_CODE] is Standing.UNKNOWN


def test_a_component_counts_with_the_licence_that_covers_it_on_the_day() -> None:
    periods = (
        r.ModelLicence("closed", (C.WEIGHTS,), until="2023-12-31"),
        r.ModelLicence("free", (C.WEIGHTS,), from_="2024-01-01"),
    )
    one = r.Model("m", "M", "acme", components=((C.WEIGHTS, Release.RELEASED),), licences=periods)
    assert standings(engine.evaluate(one, "2023-06-01", TABLES))[C.WEIGHTS] is Standing.NOT_OPEN
    assert standings(engine.evaluate(one, "2024-06-01", TABLES))[C.WEIGHTS] is Standing.OPEN


@pytest.mark.parametrize(("together", "standing"), [("all", Standing.NOT_OPEN), ("choice", Standing.OPEN)])
def test_of_several_licences_all_must_be_open_or_one_to_choose(together: str, standing: Standing) -> None:
    entries = tuple(r.ModelLicence(name, (C.WEIGHTS,), together=together) for name in ("free", "closed"))
    one = r.Model("m", "M", "acme", components=((C.WEIGHTS, Release.RELEASED),), licences=entries)
    assert standings(engine.evaluate(one, DAY, TABLES))[C.WEIGHTS] is standing


def test_what_is_not_recorded_is_told_apart_from_what_is_withheld() -> None:
    components = tuple((one, Release.RELEASED) for one in III if one is not C.DATA_CARD)
    licences = tuple((one, "free") for one, _ in components)
    unknown = engine.evaluate(r.Model("m", "M", "acme", components=components, component_licences=licences), DAY, TABLES)
    assert (unknown.attained, unknown.at_most) == ("none", "I")
    withheld = ((C.DATA_CARD, Release.WITHHELD), *components)
    known = engine.evaluate(r.Model("m", "M", "acme", components=withheld, component_licences=licences), DAY, TABLES)
    assert (known.attained, known.at_most) == ("none", "none")


def test_the_next_class_names_what_is_missing_and_how() -> None:
    found = row(III)
    assert found.following is OpennessClass.II
    assert {one.component for one in found.missing} == {*II} - {*III}
    assert row(I).following is None


# Properties

_STATES = st.sampled_from([None, *Release])
_LICENCES = st.sampled_from([None, "free", "code-free", "data-free", "closed", "fits-only"])


@st.composite
def models(draw: st.DrawFn) -> r.Model:
    releases = {component: draw(_STATES) for component in Component}
    licences = {component: draw(_LICENCES) for component in Component if draw(st.booleans())}
    told = tuple((component, release) for component, release in releases.items() if release is not None)
    return r.Model("m", "M", "acme", components=told, component_licences=tuple(licences.items()))


def with_open(one: r.Model, component: Component) -> r.Model:
    components = dict(one.components) | {component: Release.RELEASED}
    licences = dict(one.component_licences) | {component: "free"}
    return r.Model("m", "M", "acme", components=tuple(components.items()), component_licences=tuple(licences.items()))


@given(models(), st.sampled_from(list(Component)))
def test_an_open_component_more_never_lowers_anything(one: r.Model, component: Component) -> None:
    before, after = engine.evaluate(one, DAY, TABLES), engine.evaluate(with_open(one, component), DAY, TABLES)
    order = list(OpennessClass)
    assert order.index(after.attained) >= order.index(before.attained)
    assert all(new.percent >= old.percent for old, new in zip(before.progress, after.progress, strict=True))


@given(models())
def test_no_model_is_better_than_it_could_be_at_most(one: r.Model) -> None:
    found = engine.evaluate(one, DAY, TABLES)
    order = list(OpennessClass)
    assert order.index(found.attained) <= order.index(found.at_most)
    assert (found.attained is OpennessClass.I) == (found.following is None) == (not found.missing)
    assert all(0 <= each.percent <= 100 for each in found.progress)


# The Open Source AI Definition


def answers(**changed: object) -> dict[Question, r.Answer]:
    """Answers of terms that grant everything and ask for nothing."""
    told: dict[str, object] = {
        "use-commercially": "allowed",
        "use-restrictions": False,
        "user-cap": None,
        "revenue-cap": None,
        "excluded-territories": [],
        "registration-required": False,
        "modify": "allowed",
        "redistribute": "with-duties",
        "distribute-derivatives": "with-duties",
        "pass-on-restrictions": False,
    }
    told |= {name.replace("_", "-"): value for name, value in changed.items()}
    return {Question(name): r.Answer(Question(name), value, "1", "free") for name, value in told.items()}


def requirements(one: r.Model, **changed: object) -> dict[str, str]:
    found = engine.evaluate(one, DAY, TABLES, answers(**changed))
    return {each.name: str(each.fulfilment) for each in found.requirements} | {"all": str(found.fulfilment)}


def test_a_model_that_is_open_throughout_meets_the_definition() -> None:
    assert set(requirements(model(I)).values()) == {"met"}


@pytest.mark.parametrize(
    ("changed", "failing"),
    [
        ({"use_restrictions": True}, {"use"}),
        ({"user_cap": {"metric": "monthly-active-users", "threshold": 1}}, {"use"}),
        ({"excluded_territories": ["EU"]}, {"use"}),
        ({"registration_required": True}, {"use"}),
        ({"use_commercially": "forbidden"}, {"use"}),
        ({"modify": "on-request"}, {"modify"}),
        ({"distribute_derivatives": "forbidden"}, {"share"}),
        ({"pass_on_restrictions": True}, {"share"}),
    ],
)
def test_each_limit_takes_a_freedom(changed: dict[str, object], failing: set[str]) -> None:
    found = requirements(model(I), **changed)
    assert {name for name, told in found.items() if told == "not-met"} == {*failing, "all"}


def test_weights_alone_are_no_open_source_ai() -> None:
    components = ((C.WEIGHTS, Release.RELEASED), *((one, Release.WITHHELD) for one in (*engine.CODE, C.DATASETS, C.DATA_CARD)))
    one = r.Model("m", "M", "acme", components=components, component_licences=((C.WEIGHTS, "free"),))
    found = requirements(one)
    assert (found["data"], found["code"], found["parameters"], found["study"], found["all"]) == (
        "not-met",
        "not-met",
        "met",
        "partly",
        "not-met",
    )


def test_an_open_licence_that_osi_has_not_approved_meets_a_requirement_partly() -> None:
    found = requirements(model(I, datasets="data-free", data_card="data-free", weights="data-free"))
    assert (found["data"], found["parameters"], found["all"]) == ("partly", "partly", "partly")


def test_what_is_not_recorded_or_silent_leaves_a_requirement_open() -> None:
    found = requirements(model([C.WEIGHTS]), modify="silent")
    assert (found["data"], found["code"], found["modify"], found["all"]) == ("unknown", "unknown", "unknown", "unknown")


def test_evidence_names_the_clause() -> None:
    found = engine.evaluate(model(I), DAY, TABLES, answers())
    use = next(one for one in found.requirements if one.name == "use")
    assert {(one.document, one.section) for one in use.evidence} == {("free", "1")}
    assert all(one.fulfilment is Fulfilment.MET for one in use.evidence)


# The lists


def test_the_shipped_lists_count_licences_as_the_tool_does(kb: licensedb.KnowledgeBase) -> None:
    lists = tables(kb).licences
    assert {"apache-2.0", "mit", "cc-by-4.0", "cc0-1.0", "odc-by-1.0", "gpl-3.0", "openmdw-1.0"} <= {
        name for name, one in lists.items() if one.open_by
    }
    closed = ("llama-2-community", "gemma-tou-2025-03", "cc-by-nc-4.0", "cc-by-nd-4.0", "creativeml-openrail-m", "pddl-1.0", "c-uda-1.0")
    assert not any(lists.get(name, r.OpenLicence()).open_by for name in closed)
    assert lists["apache-2.0"].fits == ("code", "document")
    assert lists["cc0-1.0"].fits == ("document",)
    assert lists["openmdw-1.0"].fits == ("code", "data", "document")
    assert lists["pddl-1.0"].fits == ("data",)


# The records, as they were read by hand


@pytest.mark.parametrize(
    ("name", "attained", "code"),
    [("olmo-7b", "I", 0), ("granite-4.0-h-small", "III", 0), ("llama-2-7b", "none", 0), ("deepseek-v3", "none", 0), ("t5", "none", 3)],
)
def test_well_known_models_have_the_class_that_their_records_give(run: Callable[..., Result], name: str, attained: str, code: int) -> None:
    done = run("openness", name, "-f", "json")
    found = json.loads(done.out)
    assert (found["schema"], done.code) == ("licensedb.openness/1", code)
    assert found["rows"][0]["class"] == attained


def test_openness_says_what_is_missing_warns_and_names_its_sources(run: Callable[..., Result]) -> None:
    out = run("openness", "grok-1").out
    assert "- architecture" not in out
    assert "- data-card: withheld" in out
    assert "weights: apache-2.0 is open, and not made for data" in out
    assert "[ ] Code: not met" in out
    assert "use-commercially: allowed [apache-2.0 §2]" in out
    assert "https://github.com/lfai/model_openness_tool/blob/main/models/Grok-1.yml" in out


def test_a_derivative_of_a_model_that_is_not_open_is_warned_of(run: Callable[..., Result]) -> None:
    out = run("openness", "nous-hermes-llama2-13b").out
    assert "made from llama-2-13b, whose weights are under terms that do not count as open" in out
    assert "by way of llama-2-13b" in out


def test_the_table_has_the_most_open_first_and_can_be_filtered(run: Callable[..., Result]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("openness", "-f", "csv").out)))
    order = ["I", "II", "III", "none"]
    classes = [order.index(one["class"]) for one in rows]
    assert classes == sorted(classes)
    assert len({one["model"] for one in rows}) == len(rows) > 150
    some = list(csv.DictReader(io.StringIO(run("openness", "--developer", "ibm", "--class", "iii", "-f", "csv").out)))
    assert {one["developer"] for one in some} == {"ibm"}
    assert {one["class"] for one in some} == {"III"}
    every = list(csv.DictReader(io.StringIO(run("openness", "--all", "-f", "csv").out)))
    assert {one["model"] for one in rows} < {one["model"] for one in every}


def test_models_of_sixty_families_stand_in_the_table(kb: licensedb.KnowledgeBase) -> None:
    assert len({row.model.family for row in kb.openness().rows}) >= 60


def test_openness_as_of_a_day_takes_the_licence_of_that_day(kb: licensedb.KnowledgeBase) -> None:
    def weights(day: str) -> str:
        found = kb.openness(["phi-2"], as_of=day).rows[0]
        return str(standings(found)[C.WEIGHTS])

    assert (weights("2023-12-20"), weights("2024-06-01")) == ("not-open", "open")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["no-such-model"], "no model is called"),
        (["mit"], "'mit' is a licence"),
        (["--class", "IV"], "no class is called 'IV'"),
        (["--developer", "nobody"], "no developer is called 'nobody'"),
        (["grok-1", "--developer", "xai"], "filters are for the table"),
    ],
)
def test_openness_is_asked_of_models(run: Callable[..., Result], arguments: list[str], told: str) -> None:
    done = run("openness", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert len(done.err.splitlines()) == 1


def test_markdown_has_tables_and_a_checklist(run: Callable[..., Result]) -> None:
    out = run("openness", "olmo-7b", "-f", "markdown").out
    assert "| weights | III | ✓ open | apache-2.0 | OSI-approved, FSF free |" in out
    assert "[x] Parameters: met" in out


def test_own_files_of_openness_are_built_in(tmp_path: Path) -> None:
    seeds = samples.write(
        tmp_path / "own",
        {
            "licences/acme-open": samples.licence(),
            "models/acme": samples.model("    components: {weights: released}"),
            "openness/acme": samples.openness(
                "components: {datasets: withheld, training-code: released}", "licences: {training-code: mit}"
            ),
        },
    )
    from licensedb import knowledge

    knowledge.build(tmp_path / "own.sqlite", seeds=[seeds], day=DAY)
    with licensedb.open(tmp_path / "own.sqlite") as kb:
        found = standings(kb.openness(["acme-1"]).rows[0])
        assert (found[C.WEIGHTS], found[C.DATASETS], found[C.TRAINING_CODE]) == ("not-open", "withheld", "open")
        with pytest.raises(MisuseError):
            kb.openness(["acme-open"])
