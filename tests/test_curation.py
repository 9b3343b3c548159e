"""Curation: each check has a failing and a passing example, and all problems of all files are told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from licensedb.curation import check, corpus
from licensedb.curation.findings import Finding
from licensedb.resources import folder
from licensedb.texts.library import Library
from licensedb.texts.normal import digest, words
from tests.samples import CITE, CITED, DIGEST, EDITION, GRANT, SOURCE, claim, licence, model, one_model, policy, rates, write

LICENCE = "licences/acme-open"
MODELS = "models/acme"
ACME = {LICENCE: licence()}


class Example(NamedTuple):
    """Files that a check must find fault with: its name, `line: field` of the finding in the first file, the files."""

    check: str
    place: str
    files: dict[str, str]


class Sound(NamedTuple):
    """Files, near to those of a failing example, that no check finds fault with."""

    check: str
    files: dict[str, str]


def rule(says: str, **top: str) -> dict[str, str]:
    """A licence with one rule called `it`, in line 8."""
    return {LICENCE: licence("rules:", f"  it: {{{says}}}", **top)}


def provision(key: str, value: str) -> dict[str, str]:
    """A licence with one provision, in line 10."""
    return {LICENCE: licence("rules:", GRANT, "provisions:", f"  {key}: {{value: {value}, {CITE}}}")}


def period(terms: str, days: str, covers: str = "weights") -> str:
    return f"      - {{licence: {terms}, covers: [{covers}], confidence: high, source: {SOURCE}, {days}}}"


def under(*periods: str) -> dict[str, str]:
    """A model with licence periods (from line 6 on) of licences called one, two and three."""
    text = "\n".join(("developer: acme", "models:", "  - id: acme-1", "    name: Acme", "    licences:", *periods)) + "\n"
    return {MODELS: text} | {f"licences/{name}": licence(identity=name) for name in ("one", "two", "three")}


def versions(day: str, earlier: str) -> dict[str, str]:
    """A licence, and (in line 7) the one that it supersedes, each with its day."""
    lines = ("supersedes: earlier", f"published: {day}", "rules:", GRANT)
    return {LICENCE: licence(*lines), "licences/earlier": licence(f"published: {earlier}", "rules:", GRANT, identity="earlier")}


def family(*lines: str) -> dict[str, str]:
    """A family of versions (its lines from line 7 on), and two licences called b and c."""
    return {LICENCE: licence(*lines)} | {f"licences/{name}": licence(identity=name) for name in ("b", "c")}


def edition(*sources: str) -> dict[str, str]:
    """A licence with an edition of these sources, in line 6."""
    text = f"{{editions: [{{sha256: {DIGEST}, sources: [{', '.join(sources)}]}}]}}"
    return {LICENCE: licence("rules:", f"  it: {{permit: run, {CITED}}}", text=text)}


FIRST, SECOND, SAME_TIME = "from: 2023-01-01, until: 2023-12-31", "from: 2024-01-01", "from: 2023-06-01"
MADE_FROM = "    bases: [{relation: finetune, model: acme-0}]"
BASED = {MODELS: model(MADE_FROM) + one_model(identity="acme-0"), **ACME}


def released(day: str, base_day: str) -> dict[str, str]:
    """A model and its base (which stands second) with their days."""
    days = (f"    released: {day}", f"    released: {base_day}")
    return {MODELS: model(MADE_FROM, days[0]) + one_model(days[1], identity="acme-0"), **ACME}


FAILING = [
    Example("file-name-is-id", "1: id", {"licences/acme": licence()}),
    Example("file-name-is-id", "1: id", {"policies/acme": policy()}),
    Example("rule-has-one-kind", "8: rules.it", rule(f"permit: run, forbid: host, {CITE}")),
    Example("rule-has-one-kind", "8: rules.it", rule(CITE)),
    Example("rule-has-one-kind", "8: rules.it", rule(f"duty: keep-notices, {CITE}")),
    Example("rule-has-one-kind", "8: rules.it.for", rule(f"permit: run, for: host, {CITE}")),
    Example("rule-has-one-kind", "8: rules.it.permit", rule(f"permit: weights, {CITE}")),
    Example("rule-has-one-kind", "8: rules.it.permit[1]", rule(f"permit: [run, all], {CITE}")),
    Example("duty-has-its-values", "8: rules.it", rule(f"duty: display-attribution, for: host, {CITE}")),
    Example("duty-has-its-values", "8: rules.it", rule(f"duty: include-notice, for: host, {CITE}")),
    Example("duty-has-its-values", "8: rules.it", rule(f"duty: name-rule, for: host, text: Acme, {CITE}")),
    Example("duty-has-its-values", "8: rules.it", rule(f"duty: pay, for: run, rate: 10%, {CITE}")),
    Example("duty-has-its-values", "8: rules.it.accepts", rule(f"duty: keep-notices, for: host, accepts: [acme-open], {CITE}")),
    Example(
        "threshold-has-one-line",
        "8: rules.it.when.monthly-active-users",
        rule(f"forbid: all, when: {{monthly-active-users: {{}}}}, {CITE}"),
    ),
    Example(
        "threshold-has-one-line",
        "8: rules.it.unless[0].annual-revenue",
        rule(f"forbid: all, unless: [{{annual-revenue: {{more-than: 1 USD, at-least: 1 USD}}}}], {CITE}"),
    ),
    Example("threshold-has-one-line", "8: rules.it.when", rule(f"permit: run, when: {{}}, {CITE}")),
    Example(
        "threshold-has-one-line",
        "8: rules.it.disputed.when.deployed-devices",
        rule(f"permit: run, disputed: {{note: x, when: {{deployed-devices: {{}}}}}}, {CITE}"),
    ),
    Example("citation-is-whole", "8: rules.it.cite", rule(f"permit: run, cite: {{section: '1', sha256: {DIGEST}}}", text=EDITION)),
    Example("citation-is-whole", "8: rules.it.cite", rule(f"permit: run, {CITE}", text=EDITION)),
    Example("citation-is-whole", "8: rules.it.cite", rule(f"permit: run, {CITED}")),
    Example(
        "citation-is-whole",
        "8: rules.it.cite.words",
        rule(f"permit: run, cite: {{section: '1', words: [10, 15], sha256: {DIGEST}}}", text=EDITION),
    ),
    Example(
        "citation-is-whole",
        "7: means.commercial.words",
        {LICENCE: licence(f"means: {{commercial: {{section: '1', words: [9, 3], sha256: {DIGEST}}}}}", text=EDITION)},
    ),
    Example("unseen-text-is-not-sure", "6: text", rule(f"permit: run, {CITE}", text="{}")),
    Example("unseen-text-is-not-sure", "5: reviewed.confidence", rule(f"permit: run, {CITE}", confidence="high")),
    Example("source-is-one", "6: text.editions[0].sources[0]", edition("{scancode: a, address: https://example.org}")),
    Example("source-is-one", "6: text.editions[0].sources[1]", edition("{scancode: a}", "{path: LICENSE}")),
    Example("source-is-one", "6: text.editions[0].sources[0]", edition("{repository: acme/model, path: LICENSE}")),
    Example("provision-has-its-type", "10: provisions.patent-grant.value", provision("patent-grant", "granted")),
    Example("provision-has-its-type", "10: provisions.outputs-owned-by.value", provision("outputs-owned-by", "nobody")),
    Example("provision-has-its-type", "10: provisions.outputs-owned-by.value", provision("outputs-owned-by", "[licensee]")),
    Example("provision-has-its-type", "10: provisions.may-change.value", provision("may-change", "[terms, mood]")),
    Example("provision-has-its-type", "10: provisions.governing-law.value", provision("governing-law", "true")),
    Example("dates-exist", "6: text.secondary[0].seen", {LICENCE: licence().replace("seen: 2026-01-02", "seen: 2026-02-29")}),
    Example("dates-exist", "7: published", {LICENCE: licence("published: 2023-04-31", "rules:", GRANT)}),
    Example("dates-exist", "7: published", {LICENCE: licence("published: 2023-13", "rules:", GRANT)}),
    Example("dates-exist", "7: models[0].released", {MODELS: model("    released: 2023-00-10"), **ACME}),
    Example("periods-fit", "6: models[0].licences[0].until", under(period("one", "from: 2023-02-01, until: 2023-01-01"))),
    Example("periods-fit", "7: models[0].licences[1]", under(period("one", FIRST), period("two", SAME_TIME))),
    Example("periods-fit", "7: models[0].licences[1]", under(period("one", SECOND), period("two", "from: 2025-01-01"))),
    Example("periods-fit", "7: models[0].licences[1]", under(period("one", FIRST), period("two", "from: 2024-01-02"))),
    Example("periods-fit", "7: models[0].licences[1]", under(period("one", FIRST), period("two", SAME_TIME + ", together: all"))),
    Example(
        "periods-fit",
        "8: models[0].licences[2]",
        under(
            period("one", "from: 2023-01-01, until: 2025-12-31, together: all"),
            period("two", "from: 2023-01-01, until: 2023-12-31, together: all"),
            period("three", SECOND),
        ),
    ),
    Example("base-is-named-once", "7: models[0].bases[0]", {MODELS: model("    bases: [{relation: merge}]"), **ACME}),
    Example(
        "base-is-named-once",
        "7: models[0].bases[0]",
        BASED | {MODELS: BASED[MODELS].replace("model: acme-0", "model: acme-0, name: Acme 0")},
    ),
    Example("rates-are-whole", "5: rates", {"rates": rates(KRW=None)}),
    Example("rates-are-whole", "35: rates.EUR", {"rates": rates(EUR="'1'")}),
    Example("dates-exist", "2: date", {"rates": rates().replace("2026-01-02", "2026-02-30", 1)}),
    Example("ids-are-unique", "3: models[0].id", {"models/b": model(), "models/a": model(), **ACME}),
    Example("ids-are-unique", "7: models[1].id", {MODELS: model() + one_model(), **ACME}),
    Example("names-exist", "7: incorporates[0]", {LICENCE: licence("incorporates: [acme-policy]")}),
    Example(
        "names-exist", "7: incorporates[0]", {LICENCE: licence("incorporates: [acme-2]"), "licences/acme-2": licence(identity="acme-2")}
    ),
    Example("names-exist", "8: rules.it.accepts[0]", rule(f"duty: same-licence, for: host, accepts: [gpl], {CITE}")),
    Example("names-exist", "8: rules.it.accepts-beside[0]", rule(f"duty: same-licence, for: host, accepts-beside: [gpl], {CITE}")),
    Example("names-exist", "6: models[0].licences[0].licence", {MODELS: model(terms="mit"), **ACME}),
    Example("names-exist", "7: models[0].bases[0].model", {MODELS: model("    bases: [{relation: merge, model: acme-0}]"), **ACME}),
    Example("names-exist", "2: claims[0].subject", {"claims/a": claim(subject="acme-9"), **ACME}),
    Example(
        "identifiers-are-unique",
        "7: identifiers.spdx",
        {
            "licences/b": licence("identifiers: {spdx: [B-1, a-1]}", identity="b"),
            "licences/a": licence("identifiers: {spdx: A-1}", identity="a"),
        },
    ),
    Example(
        "identifiers-are-unique",
        "12: models[1].hub",
        {MODELS: model("    hub: acme/Acme") + one_model("    hub: Acme/acme", identity="acme-2"), **ACME},
    ),
    Example("bases-come-first", "7: models[0].bases[0]", released("2023-01-01", base_day="2023-01-02")),
    Example("bases-come-first", "7: models[0].bases[0]", {MODELS: model("    bases: [{relation: merge, model: acme-1}]"), **ACME}),
    Example("versions-follow", "7: supersedes", versions("2024-01-01", "2024-01-02")),
    Example(
        "only-the-maker-relicenses",
        "7: models[0].bases[0].relicensed",
        {
            MODELS: model("    bases: [{relation: finetune, model: zenith-1, relicensed: true}]"),
            "models/zenith": model(identity="zenith-1").replace("developer: acme", "developer: zenith"),
            **ACME,
        },
    ),
    Example("versions-follow", "7: supersedes", versions("2023-12", "2024-01-02")),
    Example("versions-follow", "7: supersedes", {LICENCE: licence("supersedes: acme-open", "rules:", GRANT)}),
    Example("families-hold-licences", "7: members", family("members: [b]")),
    Example("families-hold-licences", "7: members", family("members: [b, b]")),
    Example("families-hold-licences", "8: rules", family("members: [b, c]", "rules:", GRANT)),
    Example("families-hold-licences", "7: members[1]", family("members: [b, acme-open]")),
    Example("names-exist", "7: members[1]", family("members: [b, d]")),
    Example("names-exist", "7: supersedes", {LICENCE: licence("supersedes: b", "rules:", GRANT)}),
]

PASSING = [
    Sound("file-name-is-id", {LICENCE: licence(), "policies/acme-policy": policy()}),
    Sound("rule-has-one-kind", rule(f"permit: run, {CITE}")),
    Sound("rule-has-one-kind", rule(f"forbid: all, {CITE}")),
    Sound("rule-has-one-kind", rule(f"route: separate-licence, {CITE}")),
    Sound("rule-has-one-kind", rule(f"duty: indemnify, {CITE}")),
    Sound("rule-has-one-kind", rule(f"duty: keep-notices, for: weights, {CITE}")),
    Sound("duty-has-its-values", rule(f"duty: name-rule, for: host, text: Acme, at: start, {CITE}")),
    Sound("duty-has-its-values", rule(f"duty: pay, for: run, rate: 10%, of: revenue, {CITE}")),
    Sound("duty-has-its-values", rule(f"duty: same-licence, for: host, accepts: [acme-open], {CITE}")),
    Sound("threshold-has-one-line", rule(f"forbid: all, when: {{monthly-active-users: {{more-than: 0}}}}, {CITE}")),
    Sound("threshold-has-one-line", rule(f"forbid: all, unless: [{{annual-revenue: {{at-least: 1 USD}}}}, {{commercial: false}}], {CITE}")),
    Sound("citation-is-whole", rule(f"permit: run, cite: {{section: '1', words: [10, 16], sha256: {DIGEST}}}", text=EDITION)),
    Sound("citation-is-whole", rule(f"permit: run, {CITE}")),
    Sound("unseen-text-is-not-sure", rule(f"permit: run, {CITE}", confidence="low")),
    Sound("unseen-text-is-not-sure", rule(f"permit: run, {CITED}", confidence="high", text=EDITION)),
    Sound("source-is-one", edition(f"{{repository: acme/model, path: LICENSE, commit: {'b' * 40}}}", "{address: https://example.org}")),
    Sound("provision-has-its-type", provision("patent-grant", "false")),
    Sound("provision-has-its-type", provision("outputs-owned-by", "licensee")),
    Sound("provision-has-its-type", provision("may-change", "[terms, policy]")),
    Sound("provision-has-its-type", provision("governing-law", "California")),
    Sound("dates-exist", {LICENCE: licence("published: 2024-02-29", "rules:", GRANT, "note: on 2023-02-30 nothing was said")}),
    Sound("dates-exist", {LICENCE: licence("published: 2023-12", "rules:", GRANT)}),
    Sound("dates-exist", {LICENCE: licence("published: '2023'", "rules:", GRANT)}),
    Sound("periods-fit", under(period("two", SECOND), period("one", FIRST))),
    Sound("periods-fit", under(period("one", "from: 2023-02-01, until: 2023-02-01"))),
    Sound("periods-fit", under(period("one", FIRST), period("two", SAME_TIME, covers="inference-code"))),
    Sound("periods-fit", under(period("one", FIRST + ", together: choice"), period("two", SAME_TIME + ", together: choice"))),
    Sound(
        "periods-fit",
        under(
            period("one", "from: 2023-01-01, until: 2025-12-31, together: all"),
            period("two", "from: 2023-01-01, until: 2023-12-31, together: all"),
            period("three", "from: 2026-01-01"),
        ),
    ),
    Sound("base-is-named-once", {MODELS: model("    bases: [{relation: merge, name: Acme 0}]"), **ACME}),
    Sound("base-is-named-once", BASED),
    Sound("rates-are-whole", {"rates": rates()}),
    Sound("rates-are-whole", {"rates": rates(EUR="'1'", USD=None).replace("base: EUR", "base: USD")}),
    Sound("ids-are-unique", {MODELS: model(identity="acme-open"), **ACME}),
    Sound("ids-are-unique", {MODELS: model() + one_model(identity="acme-2"), **ACME}),
    Sound("names-exist", {LICENCE: licence("incorporates: [acme-policy]"), "policies/acme-policy": policy(), "claims/a": claim()}),
    Sound("names-exist", {"claims/a": claim(subject="acme-1"), MODELS: model(), **ACME}),
    Sound(
        "identifiers-are-unique",
        {"licences/b": licence("identifiers: {spdx: B-1}", identity="b"), "licences/a": licence("identifiers: {hub: B-1}", identity="a")},
    ),
    Sound("bases-come-first", released("2023-01-02", base_day="2023-01-02")),
    Sound(
        "only-the-maker-relicenses",
        {MODELS: model("    bases: [{relation: finetune, model: acme-0, relicensed: true}]") + one_model(identity="acme-0"), **ACME},
    ),
    Sound("families-hold-licences", family("members: [b, c]")),
    Sound("versions-follow", versions("2024-01-02", "2024-01-02")),
    Sound("versions-follow", versions("2024-01", "2024-01-02")),
    Sound("names-exist", versions("2024-01-02", "2024-01-01")),
]


def findings(place: Path, files: Mapping[str, str | bytes]) -> list[Finding]:
    return corpus.load([write(place / "seeds", dict(files))]).findings


def told(place: Path, files: Mapping[str, str | bytes]) -> list[str]:
    return [finding.text() for finding in findings(place, files)]


def every_check() -> set[str]:
    return {one.name for one in check.FILE_CHECKS} | {one.name for one in check.CORPUS_CHECKS}


def test_every_check_has_a_failing_and_a_passing_example() -> None:
    assert {example.check for example in FAILING} == every_check()
    assert {example.check for example in PASSING} == every_check()


def test_every_check_has_a_sentence() -> None:
    told = dict(check.sentences())
    assert told.keys() == every_check()
    assert all(re.fullmatch(r"[A-Z].+\.", sentence) for sentence in told.values())


@pytest.mark.parametrize("example", FAILING, ids=lambda example: f"{example.check} {example.place}")
def test_a_check_finds_the_fault_and_its_place(tmp_path: Path, example: Example) -> None:
    found = [finding for finding in findings(tmp_path, example.files) if finding.rule == example.check]
    assert [finding.text().removesuffix(f": {finding.problem} ({finding.tip})") for finding in found] == [
        f"seeds/{next(iter(example.files))}.yaml:{example.place}"
    ]


@pytest.mark.parametrize("example", PASSING, ids=lambda example: example.check)
def test_a_check_leaves_sound_files_alone(tmp_path: Path, example: Sound) -> None:
    assert told(tmp_path, example.files) == []


@pytest.mark.parametrize(
    ("place", "files"),
    [
        ("seeds/policies/acme-open.yaml:1: id", {"policies/acme-open": policy(identity="acme-open"), **ACME}),
        ("seeds/claims/b.yaml:2: claims[0].id", {"claims/a": claim(), "claims/b": claim(), **ACME}),
        ("seeds/claims/a.yaml:3: claims[1].id", {"claims/a": claim() + claim().split("\n", 1)[1], **ACME}),
    ],
    ids=["a licence and a policy", "claims of two files", "claims of one file"],
)
def test_what_shares_a_table_shares_no_id(tmp_path: Path, place: str, files: dict[str, str]) -> None:
    assert [text.startswith(place) for text in told(tmp_path, files)] == [True]


def test_a_cycle_of_models_is_told_at_each_of_them(tmp_path: Path) -> None:
    files = BASED | {MODELS: BASED[MODELS] + "    bases: [{relation: merge, model: acme-1}]\n"}
    assert [finding.field for finding in findings(tmp_path, files)] == ["models[0].bases[0]", "models[1].bases[0]"]


# What a user is told


def test_a_finding_reads_as_path_line_field_problem_and_tip(tmp_path: Path) -> None:
    assert told(tmp_path, {"licences/acme": licence()}) == [
        "seeds/licences/acme.yaml:1: id: is 'acme-open' in a file called 'acme' (rename one of the two)"
    ]


def test_findings_of_all_files_and_checks_are_told_at_once_in_order(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "licences/acme": licence("incorporates: [nowhere]", "rules:", f"  it: {{permit: run, forbid: host, {CITE}}}"),
        "licences/broken": "id: [\n",
        "licences/latin": "id: caf\xe9".encode("latin-1"),
        "models/acme": model("    released: 2023-02-30", terms="gone"),
        "policies/acme-policy": policy("licenser: acme"),
    }
    places = [text.split(": ")[:2] for text in told(tmp_path, files)]
    assert places == [
        ["seeds/licences/acme.yaml:1", "id"],
        ["seeds/licences/acme.yaml:7", "incorporates[0]"],
        ["seeds/licences/acme.yaml:9", "rules.it"],
        ["seeds/licences/broken.yaml:2", "file"],
        ["seeds/licences/latin.yaml:1", "file"],
        ["seeds/models/acme.yaml:6", "models[0].licences[0].licence"],
        ["seeds/models/acme.yaml:7", "models[0].released"],
        ["seeds/policies/acme-policy.yaml:6", "licenser"],
    ]


def test_own_folders_are_told_apart_from_the_shipped_one(tmp_path: Path) -> None:
    first = write(tmp_path / "seeds", {LICENCE: licence()})
    second = write(tmp_path / "ours", {"licences/other": licence()})
    found = corpus.load([first, second]).findings
    assert {(finding.path, finding.rule) for finding in found} == {
        ("ours/licences/other.yaml", "file-name-is-id"),
        ("ours/licences/other.yaml", "ids-are-unique"),
    }


def test_the_shipped_seeds_have_no_findings() -> None:
    assert [finding.text() for finding in corpus.load([folder("seeds")]).findings] == []


# What has not its shape


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({LICENCE: licence("licensr: acme")}, "7: licensr: is no key of this mapping (did you mean licensor?)"),
        (rule(f"permitt: run, {CITE}"), "8: rules.it.permitt: is no key of this mapping (did you mean permit?)"),
        ({LICENCE: licence().replace("licensor: acme\n", "")}, "1: licensor: is missing"),
        (rule("permit: run"), "8: rules.it.cite: is missing"),
        (rule("permit: run, cite: {sha256: x}"), "8: rules.it.cite.section: is missing"),
        (rule("permit: run, cite: {section: 1}"), "8: rules.it.cite.section: is a whole number, not text (quote it)"),
        ({LICENCE: licence("rules: []")}, "7: rules: is a list, not a mapping"),
        ({LICENCE: licence().replace("The acme-open licence", "")}, "2: name: is empty, not text"),
        (rule(f"permit: rnu, {CITE}"), "8: rules.it.permit: 'rnu' is not in the vocabulary (did you mean run?)"),
        (rule(f"permit: [run, hots], {CITE}"), "8: rules.it.permit[1]: 'hots' is not in the vocabulary (did you mean host?)"),
        (rule(f"duty: keep-notice, {CITE}"), "8: rules.it.duty: 'keep-notice' is not in the vocabulary (did you mean keep-notices"),
        (
            rule(f"forbid: all, when: {{purpose: miltary}}, {CITE}"),
            "8: rules.it.when.purpose: 'miltary' is not in the vocabulary (did you mean military?)",
        ),
        (
            rule(f"forbid: all, when: {{use: [personel]}}, {CITE}"),
            "8: rules.it.when.use[0]: 'personel' is not in the vocabulary (did you mean personal?)",
        ),
        (rule(f"forbid: all, when: {{territory: UK}}, {CITE}"), "8: rules.it.when.territory: 'UK' is not in the vocabulary"),
        (rule(f"forbid: all, when: {{users: 5}}, {CITE}"), "8: rules.it.when.users: is no key of this mapping"),
        (
            {LICENCE: licence().replace("permissive", "permisive")},
            "4: family: 'permisive' is not in the vocabulary (did you mean permissive?)",
        ),
        (
            provision("govering-law", "California"),
            "10: provisions.govering-law: 'govering-law' is not in the vocabulary (did you mean governing-law?)",
        ),
        (
            {MODELS: model("    components: {weigths: released}"), **ACME},
            "7: models[0].components.weigths: 'weigths' is not in the vocabulary (did you mean weights?)",
        ),
        (
            {LICENCE: licence().replace("licensor: acme", "licensor: Acme Inc")},
            "3: licensor: 'Acme Inc' has not the right form (lower case",
        ),
        ({LICENCE: licence().replace("licensor: acme", 'licensor: "acme\\n"')}, "3: licensor: 'acme\\n' has not the right form"),
        (
            rule(f"forbid: all, when: {{annual-revenue: {{more-than: 1m USD}}}}, {CITE}"),
            "8: rules.it.when.annual-revenue.more-than: '1m USD' has not the right form (amount and currency",
        ),
        ({MODELS: model("    parameters: 0"), **ACME}, "7: models[0].parameters: "),
        ({MODELS: model("    hub: acme"), **ACME}, "7: models[0].hub: 'acme' has not the right form"),
        ({MODELS: "developer: acme\nmodels: []\n"}, "2: models: "),
        ({LICENCE: "- a\n"}, "1: file: is a list, not a mapping"),
    ],
)
def test_what_has_not_its_shape_is_told_with_its_place_and_a_tip(tmp_path: Path, files: dict[str, str], line: str) -> None:
    name = next(iter(files))
    assert f"seeds/{name}.yaml:{line}" in [text[: len(f"seeds/{name}.yaml:{line}")] for text in told(tmp_path, files)]


def test_all_that_has_not_its_shape_is_told_at_once(tmp_path: Path) -> None:
    text = licence(
        "rules:",
        "  it: {permit: rnu, cite: {section: 1}}",
        "provisions:",
        f"  governing-lw: {{value: x, {CITE}}}",
        "nte: x",
    ).replace("name: The acme-open licence\n", "")
    assert {(finding.line, finding.field, finding.rule) for finding in findings(tmp_path, {LICENCE: text})} == {
        (1, "name", "missing-key"),
        (7, "rules.it.permit", "unknown-word"),
        (7, "rules.it.cite.section", "wrong-type"),
        (9, "provisions.governing-lw", "unknown-word"),
        (10, "nte", "unknown-key"),
    }


@pytest.mark.parametrize(
    "when", ["deployed-devices: {more-than: 99999999999999999999}", "annual-revenue: {more-than: 99999999999999999999 USD}"]
)
def test_a_figure_that_no_database_holds_is_a_finding(tmp_path: Path, when: str) -> None:
    assert findings(tmp_path, rule(f"permit: run, when: {{{when}}}, {CITE}"))


def test_more_parameters_than_a_database_holds_are_a_finding(tmp_path: Path) -> None:
    assert findings(tmp_path, {MODELS: model("    parameters: 99999999999999999999"), **ACME})


@pytest.mark.parametrize(
    "empty", ["permit: []", "duty: keep-notices, for: []", "permit: run, when: []", "permit: run, when: {territory: []}"]
)
def test_an_empty_list_where_something_must_be_said_is_a_finding(tmp_path: Path, empty: str) -> None:
    assert findings(tmp_path, rule(f"{empty}, {CITE}"))


# Citations held against texts


TERMS = (
    "Acme Open Licence. You may run the Model for any purpose, and you may change it as you like. You may not sell it. You may not sell it."
)


def cited(passage: str, start: int) -> dict[str, str]:
    """A licence whose one rule cites `passage` at word `start` of the terms above."""
    found = words(passage)
    cite = f"cite: {{section: '1', words: [{start}, {start + len(found)}], sha256: {digest(found)}}}"
    text = f"{{editions: [{{sha256: {digest(words(TERMS))}, sources: [{{scancode: acme-open}}]}}]}}"
    return rule(f"permit: run, {cite}", text=text)


@pytest.mark.parametrize(
    ("passage", "start", "problem"),
    [
        ("You may run the Model for any purpose", 3, None),
        ("You may run the Model for any purpose", 8, None),
        ("You may run the Model for no purpose", 3, "is not in acme-open.txt"),
        ("may not sell it you may", 22, None),
        ("You may not sell it", 3, "stands 2 times in acme-open.txt"),
    ],
    ids=["at its place", "moved", "missing", "near the end", "ambiguous"],
)
def test_citations_are_held_against_the_text_at_hand(tmp_path: Path, passage: str, start: int, problem: str | None) -> None:
    (tmp_path / "acme-open.txt").write_text(TERMS)
    seeds = write(tmp_path / "seeds", dict(cited(passage, start)))
    found = [finding for finding in corpus.load([seeds], Library([tmp_path])).findings if finding.rule == "citation-holds"]
    assert [(finding.line, finding.field, finding.problem) for finding in found] == ([(8, "rules.it.cite", problem)] if problem else [])


def test_citations_of_a_text_that_is_not_at_hand_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "acme-open.txt").write_text("Another text altogether.")
    assert (
        corpus.load([write(tmp_path / "seeds", dict(cited("You may run the Model for no purpose", 3)))], Library([tmp_path])).findings == []
    )


@pytest.mark.parametrize("rate", ["1.5", "'0'", "'0.00'", "'-1'", "'1,5'", "'1e3'", "much"])
def test_a_rate_is_a_quoted_number_above_nothing(tmp_path: Path, rate: str) -> None:
    assert any("rates.KRW" in line for line in told(tmp_path, {"rates": rates(KRW=rate)}))


def test_own_rates_take_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    own = write(tmp_path / "own", {"rates": rates(USD="'2'")})
    read = corpus.load([folder("seeds"), own])
    assert read.rates is not None
    assert dict(read.rates.rates)["USD"] == "2"
    assert corpus.load([folder("seeds")]).digest != read.digest


def test_a_circle_of_versions_is_told_in_each_of_them(tmp_path: Path) -> None:
    there = licence("supersedes: b", "rules:", GRANT)
    back = licence("supersedes: acme-open", "rules:", GRANT, identity="b")
    assert [finding.path for finding in findings(tmp_path, {LICENCE: there, "licences/b": back})] == [
        "seeds/licences/acme-open.yaml",
        "seeds/licences/b.yaml",
    ]
