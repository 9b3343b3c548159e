"""Same family, other licence: families whose members differ in the licence on their weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from licensedb import records as r
from licensedb.vocabulary import Component

SHOWN = 8  # members named for each licence


class Differing(NamedTuple):
    """A family of one developer: by licences (and their days, where they have changed) its members."""

    developer: str
    family: str
    members: dict[str, list[str]]


def differing(models: Iterable[r.Model]) -> list[Differing]:
    """Families in which two recorded members differ in the licences on the weights, whenever they hold."""
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for model in models:
        terms = " then ".join(_terms(model))
        if model.family and terms:
            found[model.developer, model.family][terms].append(model.id)
    return [
        Differing(
            developer, family, {terms: sorted(ids) for terms, ids in sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))}
        )
        for (developer, family), members in sorted(found.items(), key=lambda item: (item[0][1], item[0][0]))
        if len(members) > 1
    ]


def _terms(model: r.Model) -> Iterator[str]:
    """The licences on the weights, in order; those that hold together as one."""
    by_day: dict[str, list[str]] = defaultdict(list)
    for entry in model.licences:
        if Component.WEIGHTS in entry.covers:
            by_day[entry.from_ or ""].append(entry.licence)
    yield from dict.fromkeys(" + ".join(sorted(set(licences))) for _, licences in sorted(by_day.items()))


def page(models: Iterable[r.Model]) -> str:
    """The page of the docs."""
    rows = differing(models)
    lines = [
        "# Same family, other licence",
        "",
        "Families of which two members or more are recorded, and whose members differ in the licence on the weights: by size, by version",
        "or by day. The name of a family tells no licence: ask for the model, as `licensedb check qwen2.5-3b`.",
        "",
        "This page is made by `licensedb curate families`; a test holds it against the records.",
        "",
        "| family | developer | licence | members |",
        "| --- | --- | --- | --- |",
    ]
    for row in rows:
        for at, (terms, ids) in enumerate(row.members.items()):
            more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
            name = [row.family, row.developer] if at == 0 else ["", ""]
            lines.append(f"| {name[0]} | {name[1]} | {terms} | {', '.join(ids[:SHOWN])}{more} |")
    return "\n".join([*lines, ""])
