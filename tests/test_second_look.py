"""A second, independent look at a random tenth of the models, held against the records (docs/gold.md)."""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec
import pytest
import yaml

import licensedb
from licensedb.errors import NotFoundError
from licensedb.records import Model
from tests.conftest import ROOT


class Settled(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Whose value holds where they differ, and why."""

    by: Literal["record", "reader"]
    why: str


class Base(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a reader found that a model was made from: the id of a model, or a name where it is not recorded."""

    model: str
    relation: str


class Look(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A model as the second reader found it; null where nothing was found."""

    model: str
    licence: str | None
    hub: str | None
    released: str | None
    bases: list[Base] | None
    settled: dict[Literal["licence", "hub", "released", "bases"], Settled] = {}


LOOKS = msgspec.convert(yaml.safe_load((ROOT / "tests" / "second-look.yaml").read_text(encoding="utf-8")), list[Look])
PAGE = (ROOT / "docs" / "gold.md").read_text(encoding="utf-8")
# Of how many models a tenth was drawn: of those then recorded, later of those added since. The looks stand in this order.
DRAWN_FROM = (1934, 739)
DRAWN = tuple(round(models / 10) for models in DRAWN_FROM)
DRAWS = (LOOKS[: DRAWN[0]], LOOKS[DRAWN[0] :])


def differing(kb: licensedb.KnowledgeBase, look: Look) -> dict[str, Any]:
    """The fields in which record and reader differ, with what the record says."""
    shown = kb.show(look.model)
    model = shown.record
    assert isinstance(model, Model)
    found: dict[str, Any] = {}
    licences = " + ".join(sorted(shown.licences))
    if look.licence is not None and licences != look.licence:
        found["licence"] = licences
    if look.hub is not None and model.hub is not None and not _is(kb, look.hub, look.model):
        found["hub"] = model.hub
    if look.released is not None and model.released is not None:
        told = min(len(look.released), len(model.released))
        if look.released[:told] != model.released[:told]:
            found["released"] = model.released
    bases = {(base.model or base.name, str(base.relation)) for base in model.bases}
    if look.bases is not None and bases != {(base.model, base.relation) for base in look.bases}:
        found["bases"] = bases
    return found


def _is(kb: licensedb.KnowledgeBase, name: str, wanted: str) -> bool:
    try:
        return kb.find(name, "model")[1] == wanted
    except NotFoundError:
        return False


def test_a_tenth_of_the_models_was_looked_at() -> None:
    assert tuple(len(draw) for draw in DRAWS) == DRAWN
    assert len({look.model for look in LOOKS}) == len(LOOKS)
    for drawn, models in zip(DRAWN, DRAWN_FROM, strict=True):
        assert f"{drawn} of the {models:,} models" in PAGE


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.model)
def test_record_and_second_look_differ_only_where_that_is_settled(kb: licensedb.KnowledgeBase, look: Look) -> None:
    assert set(differing(kb, look)) == set(look.settled), differing(kb, look)


@pytest.mark.parametrize("draw", [0, 1], ids=["first", "second"])
def test_the_page_tells_how_many_differences_are_settled(draw: int) -> None:
    rows = re.findall(r"^\| `(licence|hub|released|bases)` \|(.*)\|$", PAGE, re.MULTILINE)
    told = {field: [cell.strip() for cell in cells.split("|")] for field, cells in rows}
    assert set(told) == {"licence", "hub", "released", "bases"}
    for field, cells in told.items():
        both, equal, share, settled = cells[4 * draw : 4 * draw + 4]
        assert int(settled) == sum(field in look.settled for look in DRAWS[draw]), field
        assert share == f"{100 * int(equal) / int(both):.1f} %".replace(".0 %", " %"), field
