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
from tests.samples import (
    CITE,
    CITED,
    DIGEST,
    EDITION,
    GRANT,
    SOURCE,
    claim,
    copies,
    licence,
    model,
    one_model,
    openness,
    policy,
    rates,
    write,
)

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


CITED_GRANT = f"  grant: {{permit: [run, modify], {CITED}}}"
UNKNOWN = ("not-recorded: true", "note: The text was not at hand.")
UNLICENSED = "developer: acme\nmodels:\n  - id: acme-1\n    name: Model acme-1\n    licences: []\n"
ACME_1 = {MODELS: model(), **ACME}
DATA_HELD = "components: {datasets: withheld}"


def sized(identity: str, parameters: str) -> dict[str, str]:
    """A model with the number of its parameters in line 7."""
    return {MODELS: model(f"    parameters: {parameters}", identity=identity), **ACME}


def spoken(identity: str, modalities: str) -> dict[str, str]:
    """A model with its modalities in line 7."""
    return {MODELS: model(f"    modalities: [{modalities}]", identity=identity), **ACME}


def early(released: str, licensed: str) -> dict[str, str]:
    """A model with the day of its release, and (in line 6) that of its licence."""
    text = model(f"    released: {released}").replace("covers: [weights]", f"covers: [weights], from: {licensed}")
    return {MODELS: text, **ACME}


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
    Example("duty-has-its-values", "8: rules.it.worded", rule(f"duty: keep-notices, for: host, worded: {{section: '2'}}, {CITE}")),
    Example(
        "duty-has-its-values", "8: rules.it.worded", rule(f"duty: include-notice, for: host, text: Acme, worded: {{section: '2'}}, {CITE}")
    ),
    Example("longer-words-are-cited", "8: rules.it.text", rule(f"duty: include-notice, for: host, text: {'word ' * 25}, {CITE}")),
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
    Example(
        "rules-can-count", "8: rules.it.unless", rule(f"forbid: all, when: {{use: research}}, unless: {{use: [research, charity]}}, {CITE}")
    ),
    Example(
        "rules-can-count", "8: rules.it.unless", rule(f"permit: run, when: {{purpose: spam}}, unless: {{purpose: [spam, fraud]}}, {CITE}")
    ),
    Example(
        "rules-can-count",
        "8: rules.it.unless",
        rule(f"forbid: all, when: [{{commercial: true, use: product}}, {{commercial: true}}], unless: {{commercial: true}}, {CITE}"),
    ),
    Example(
        "rules-can-count",
        "8: rules.it.disputed",
        rule(f"forbid: all, when: {{modified: true}}, {CITE}, disputed: {{note: perhaps, unless: {{modified: true}}}}"),
    ),
    Example(
        "rules-can-count",
        "8: rules.it.permit",
        {LICENCE: licence("rules:", f"  it: {{permit: [run, host], {CITE}}}", f"  bar: {{forbid: weights, {CITE}}}")},
    ),
    Example("other-reading-differs", "8: rules.it.disputed", rule(f"permit: run, {CITE}, disputed: {{note: perhaps}}")),
    Example(
        "other-reading-differs",
        "8: rules.it.disputed",
        rule(f"duty: keep-notices, for: [host, run], when: {{modified: true}}, {CITE}, disputed: {{note: perhaps, for: [run, host]}}"),
    ),
    Example("licence-is-cited", "1: id", {LICENCE: licence("published: 2024-01-02")}),
    Example("not-recorded-stands-alone", "9: rules", {LICENCE: licence(*UNKNOWN, "rules:", GRANT, confidence="low")}),
    Example("not-recorded-stands-alone", "5: reviewed.confidence", {LICENCE: licence(*UNKNOWN)}),
    Example("not-recorded-stands-alone", "7: not-recorded", {LICENCE: licence(UNKNOWN[0], confidence="low")}),
    Example("lists-hold-each-once", "8: rules.it.permit", rule(f"permit: [run, host, run], {CITE}")),
    Example("lists-hold-each-once", "8: rules.it.when.purpose", rule(f"forbid: all, when: {{purpose: [spam, fraud, spam]}}, {CITE}")),
    Example("lists-hold-each-once", "7: models[0].modalities", {MODELS: model("    modalities: [text, text]"), **ACME}),
    Example("missing-licence-is-explained", "5: models[0].licences", {MODELS: UNLICENSED}),
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
    Example("names-exist", "3: claims[0].subjects[0]", {"claims/a": claim(subject="acme-9"), **ACME}),
    Example("names-exist", "3: claims[0].subjects[0]", {"claims/a": claim("a", "acme-open", "licence: acme-open"), **ACME}),
    Example("names-exist", "7: claims[0].asserts[0].licence", {"claims/a": claim("a", "acme-1", "licence: gpl"), **ACME_1}),
    Example(
        "names-exist",
        "7: claims[0].asserts[0].subjects[0]",
        {"claims/a": claim("a", "acme-1", "act: run, asserted: granted, subjects: [acme-9]"), **ACME_1},
    ),
    Example("names-exist", "1: models[0]", {"openness/a": openness(name="acme-9"), **ACME_1}),
    Example(
        "names-exist",
        "4: licences.datasets",
        {"openness/a": openness("licences: {datasets: gpl}"), **ACME_1},
    ),
    Example("sizes-are-plausible", "7: models[0].parameters", sized("acme-7b", "70e9")),
    Example("sizes-are-plausible", "7: models[0].parameters", sized("acme-8x7b", "7e9")),
    Example("sizes-are-plausible", "7: models[0].parameters", sized("acme-270m-it", "2700000000")),
    Example("modalities-are-plausible", "7: models[0].modalities", spoken("acme-vl-7b", "text")),
    Example("modalities-are-plausible", "7: models[0].modalities", spoken("acme-embed", "text")),
    Example("modalities-are-plausible", "7: models[0].modalities", spoken("acme-tts-2", "text")),
    Example("licences-follow-the-release", "6: models[0].licences[0].from", early("2023-01-02", "2023-01-01")),
    Example("components-fit", "4: licences.datasets", {"openness/a": openness("licences: {datasets: acme-open}", DATA_HELD), **ACME_1}),
    Example("components-fit", "4: unlicensed[0]", {"openness/a": openness("unlicensed: [datasets]", DATA_HELD), **ACME_1}),
    Example(
        "components-fit",
        "4: licences.datasets",
        {"openness/a": openness("licences: {datasets: acme-open}", "unlicensed: [datasets]"), **ACME_1},
    ),
    Example("components-fit", "1: file", {"openness/a": openness("note: Nothing is known."), **ACME_1}),
    Example("assertion-is-one", "7: claims[0].asserts[0]", {"claims/a": claim("a", "acme-1", "asserted: granted"), **ACME_1}),
    Example(
        "assertion-is-one",
        "7: claims[0].asserts[0]",
        {"claims/a": claim("a", "acme-1", "act: run, component: weights, asserted: granted"), **ACME_1},
    ),
    Example("assertion-is-one", "7: claims[0].asserts[0]", {"claims/a": claim("a", "acme-1", "act: run, asserted: true"), **ACME_1}),
    Example(
        "assertion-is-one", "7: claims[0].asserts[0]", {"claims/a": claim("a", "acme-1", "component: weights, asserted: free"), **ACME_1}
    ),
    Example(
        "assertion-is-one", "7: claims[0].asserts[0]", {"claims/a": claim("a", "acme-1", "licence: acme-open, asserted: true"), **ACME_1}
    ),
    Example(
        "assertion-is-one",
        "7: claims[0].asserts[0]",
        {"claims/a": claim("a", "acme-1", "provision: patent-grant, asserted: granted"), **ACME_1},
    ),
    Example(
        "assertion-is-one",
        "7: claims[0].asserts[0].given",
        {"claims/a": claim("a", "acme-1", "question: modify, asserted: allowed, given: {commercial: true}"), **ACME_1},
    ),
    Example("claim-names-its-source", "5: claims[0].source", {"claims/a": claim(source="{seen: 2026-01-02}"), **ACME}),
    Example("patterns-compile", "5: marks[0]", {"copies": copies("q[")}),
    Example("patterns-compile", "6: marks[1]", {"copies": copies("gguf", "(?:q4)?")}),
    Example("openness-is-said-once", "1: models[0]", {"openness/b": openness(), "openness/a": openness(), **ACME_1}),
    Example(
        "openness-is-said-once",
        "4: components.weights",
        {"openness/a": openness("components: {weights: withheld}"), MODELS: model("    components: {weights: released}"), **ACME},
    ),
    Example("openness-is-said-once", "4: licences.weights", {"openness/a": openness("licences: {weights: acme-open}"), **ACME_1}),
    Example(
        "hub-names-are-unique",
        "12: models[1].aliases[0]",
        {MODELS: model("    hub: acme/One") + one_model("    aliases: [Acme/one]", identity="acme-2"), **ACME},
    ),
    Example(
        "hub-names-are-unique",
        "11: models[1].aliases[0]",
        {MODELS: model() + one_model("    aliases: [ACME 1]", identity="acme-2"), **ACME},
    ),
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
        "7: identifiers.license_name",
        {
            "licences/b": licence("identifiers: {license_name: a_1}", identity="b"),
            "licences/a": licence("identifiers: {spdx: A-1}", identity="a"),
        },
    ),
    Example(
        "identifiers-are-unique",
        "7: identifiers.names",
        {"licences/b": licence("identifiers: {names: ACME OPEN}", identity="b"), **ACME},
    ),
    Example("identifiers-are-unique", "2: name", {"licences/b": licence(identity="b").replace("The b licence", "Acme  Open"), **ACME}),
    Example(
        "editions-are-distinct",
        "6: text.editions[0].sha256",
        {"licences/b": licence(identity="b", text=EDITION), LICENCE: licence(text=EDITION)},
    ),
    Example(
        "identifiers-are-unique",
        "12: models[1].hub",
        {MODELS: model("    hub: acme/Acme") + one_model("    hub: Acme/acme", identity="acme-2"), **ACME},
    ),
    Example("bases-come-first", "7: models[0].bases[0]", released("2023-01-01", base_day="2023-01-02")),
    Example("bases-come-first", "7: models[0].bases[0]", released("2022-12", base_day="2023-01-02")),
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
    Sound("duty-has-its-values", rule(f"duty: include-notice, for: host, worded: {{section: '2'}}, {CITE}")),
    Sound("longer-words-are-cited", rule(f"duty: include-notice, for: host, text: {'word ' * 24}, {CITE}")),
    Sound("duty-has-its-values", rule(f"duty: pay, for: run, rate: 10%, of: revenue, {CITE}")),
    Sound("duty-has-its-values", rule(f"duty: same-licence, for: host, accepts: [acme-open], {CITE}")),
    Sound("threshold-has-one-line", rule(f"forbid: all, when: {{monthly-active-users: {{more-than: 0}}}}, {CITE}")),
    Sound("threshold-has-one-line", rule(f"forbid: all, unless: [{{annual-revenue: {{at-least: 1 USD}}}}, {{commercial: false}}], {CITE}")),
    Sound("citation-is-whole", rule(f"permit: run, cite: {{section: '1', words: [10, 16], sha256: {DIGEST}}}", text=EDITION)),
    Sound("citation-is-whole", rule(f"permit: run, {CITE}")),
    Sound("unseen-text-is-not-sure", rule(f"permit: run, {CITE}", confidence="low")),
    Sound("unseen-text-is-not-sure", rule(f"permit: run, {CITED}", confidence="high", text=EDITION)),
    Sound("source-is-one", edition(f"{{repository: acme/model, path: LICENSE, commit: {'b' * 40}}}", "{address: https://example.org}")),
    Sound("rules-can-count", rule(f"forbid: all, when: {{use: [research, charity]}}, unless: {{use: research}}, {CITE}")),
    Sound("rules-can-count", rule(f"forbid: all, when: {{purpose: spam}}, unless: {{purpose: [spam, fraud]}}, {CITE}")),
    Sound("rules-can-count", rule(f"permit: run, when: {{use: research}}, unless: {{commercial: true}}, {CITE}")),
    Sound(
        "rules-can-count",
        rule(f"forbid: run, {CITE}, unless: {{monthly-active-users: {{more-than: 5}}}}, when: {{monthly-active-users: {{more-than: 4}}}}"),
    ),
    Sound(
        "rules-can-count",
        {LICENCE: licence("rules:", f"  it: {{permit: [run, host], {CITE}}}", f"  bar: {{forbid: host, {CITE}}}")},
    ),
    Sound(
        "rules-can-count",
        {LICENCE: licence("rules:", f"  it: {{permit: run, {CITE}}}", f"  bar: {{forbid: all, route: registration, {CITE}}}")},
    ),
    Sound("other-reading-differs", rule(f"permit: [run, host], {CITE}, disputed: {{note: perhaps, for: run}}")),
    Sound("other-reading-differs", rule(f"forbid: run, route: registration, {CITE}, disputed: {{note: perhaps, no-route: true}}")),
    Sound("licence-is-cited", {LICENCE: licence("note: A class that stands for no text.")}),
    Sound("licence-is-cited", {"policies/acme-policy": policy("published: 2024-01-02")}),
    Sound("not-recorded-stands-alone", {LICENCE: licence(*UNKNOWN, confidence="low")}),
    Sound("lists-hold-each-once", rule(f"forbid: all, when: [{{purpose: spam}}, {{purpose: spam, use: research}}], {CITE}")),
    Sound("missing-licence-is-explained", {MODELS: UNLICENSED + "    note: The card names none (2026-01-02).\n"}),
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
    Sound(
        "names-exist",
        {LICENCE: licence("incorporates: [acme-policy]", "rules:", GRANT), "policies/acme-policy": policy(), "claims/a": claim()},
    ),
    Sound("names-exist", {"claims/a": claim(subject="acme-1"), MODELS: model(), **ACME}),
    Sound("names-exist", {"claims/a": claim("a", "acme-open", "act: run, asserted: granted"), **ACME}),
    Sound("names-exist", {"openness/a": openness("licences: {datasets: acme-open}"), **ACME_1}),
    Sound("sizes-are-plausible", sized("acme-7b", "8e9")),
    Sound("sizes-are-plausible", sized("acme-8x7b", "46.7e9")),
    Sound("sizes-are-plausible", sized("acme-17b-16e", "109e9")),
    Sound("sizes-are-plausible", sized("acme-30b-a3b", "30e9")),
    Sound("sizes-are-plausible", sized("acme-4m-7", "198e6")),
    Sound("modalities-are-plausible", spoken("acme-vl-7b", "text, image")),
    Sound("modalities-are-plausible", spoken("acme-vl-7b", "multimodal")),
    Sound("modalities-are-plausible", spoken("encoder-vlad", "text")),
    Sound("licences-follow-the-release", early("2023-01-02", "2023-01-02")),
    Sound("components-fit", {"openness/a": openness("components: {datasets: partial}", "licences: {datasets: acme-open}"), **ACME_1}),
    Sound("components-fit", {"openness/a": openness("components: {datasets: released}", "unlicensed: [datasets]"), **ACME_1}),
    Sound("assertion-is-one", {"claims/a": claim("a", "acme-1", "act: run, asserted: granted, given: {users: 5}"), **ACME_1}),
    Sound("assertion-is-one", {"claims/a": claim("a", "acme-1", "act: run, asserted: with-duties", "openness: III"), **ACME_1}),
    Sound("assertion-is-one", {"claims/a": claim("a", "acme-1", "provision: patent-grant, asserted: false"), **ACME_1}),
    Sound("claim-names-its-source", {"claims/a": claim(source="{title: A newspaper}"), **ACME}),
    Sound("patterns-compile", {"copies": copies("gguf", "q[0-9]")}),
    Sound("openness-is-said-once", {"openness/a": openness(), MODELS: model("    components: {datasets: withheld}"), **ACME}),
    Sound("openness-is-said-once", {"openness/a": openness("licences: {datasets: acme-open}"), **ACME_1}),
    Sound(
        "hub-names-are-unique",
        {MODELS: model("    hub: acme/One", "    aliases: [acme-1, One]") + one_model("    hub: acme/Two", identity="acme-2"), **ACME},
    ),
    Sound(
        "identifiers-are-unique",
        {
            "licences/b": licence("identifiers: {spdx: B-1}", "rules:", GRANT, identity="b"),
            "licences/a": licence("identifiers: {hub: [A 1, a]}", "rules:", GRANT, identity="a"),
        },
    ),
    Sound("identifiers-are-unique", family("members: [b, c]", "identifiers: {names: The b licence}")),
    Sound("editions-are-distinct", {LICENCE: licence("rules:", CITED_GRANT, text=EDITION), "licences/b": licence(identity="b")}),
    Sound("bases-come-first", released("2023-01-02", base_day="2023-01-02")),
    Sound("bases-come-first", released("2023-01", base_day="2023-01-02")),
    Sound("bases-come-first", released('"2023"', base_day="2023-05")),
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
    assert told.keys() == every_check() | check.DAY_CHECKS.keys()
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
        ("seeds/claims/a.yaml:6: claims[1].id", {"claims/a": claim() + claim().split("\n", 1)[1], **ACME}),
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
