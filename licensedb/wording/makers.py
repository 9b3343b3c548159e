"""What a maker did: it released a model, or models under a licence."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.wording.reading import Item

_RELEASED = (["released"], ["published"], ["distributed"], ["issued"])


def makers_did(items: list[Item]) -> list[Item]:
    """What its maker did is no act of the asker's: Meta released Llama 3 8B. May we use it?"""
    found = list(items)
    for at, item in enumerate(items):
        before, after = _beside(items[:at][::-1]), _beside(items[at + 1 :])
        named = before is not None and after is not None and before.type == after.type == "name" and before.hit is not None
        maker = named and before is not None and before.hit is not None and any(row.kind == "developer" for row in before.hit.rows)
        said = (item.type, item.value) == ("do", "give") and item.participle
        if said and maker and any(one.type == "form" and one.sentence > item.sentence for one in items):
            found[at] = item._replace(type="pad", value="")
    return found


def put_out(items: list[Item]) -> list[Item]:
    """What a maker has released under a licence: its models are asked for, or its licences."""
    kinds = [item.type for item in items if item.type not in ("pad", "det", "in", "by")]
    makers = [
        item for item in items if item.type == "name" and item.hit is not None and any(row.kind == "developer" for row in item.hit.rows)
    ]
    given = [
        at for at, item in enumerate(items) if (item.type, item.value) == ("do", "give") or item.words.casefold().split()[:1] in _RELEASED
    ]
    if not given and makers and kinds == ["form", "name", "name"] and items[-1].type == "name":
        given = _has_under(items)
    if len(given) != 1 or not makers or items.index(makers[0]) > given[0]:
        return items
    found = list(items)
    found[given[0]] = items[given[0]]._replace(type="by", value="")
    forms = [at for at, item in enumerate(items) if item.type in ("form", "every")]
    plain = [kind for kind in kinds if kind not in ("form", "quote", "every")]
    if plain in (["name", "do", "name"], ["name", "topic", "name"], ["name", "name"]):
        if not forms or not all(items[at].type == "every" or items[at].value in ("what", "which") for at in forms):
            return items
        for at in forms:
            found[at] = items[at]._replace(type="pad", value="")
        found[forms[0]] = items[forms[0]]._replace(type="kind", value="models", number=0)
        return [item._replace(type="pad") if item.type == "quote" else item for item in found]
    asks = next((item for item in items if item.type not in ("pad", "det", "form")), items[0])
    listed = asks.value in ("licence-of", "licences") and asks.words.casefold().endswith("s")
    at = items.index(makers[0])
    if (
        kinds in (["topic", "name", "do"], ["kind", "name", "do"], ["form", "kind", "name", "do"])
        and listed
        and items[at - 1].type == "pad"
    ):
        found[items.index(asks)] = asks._replace(type="kind", value="licences", number=0)
        found[at - 1] = items[at - 1]._replace(type="by", words="by")
        return found
    return items


def _has_under(items: Sequence[Item]) -> list[int]:
    """What has Mistral got under Apache: the place of the word before the licence."""
    asked = [item.value for item in items if item.type == "form"]
    under = [at for at, item in enumerate(items) if item.words.casefold() == "under"]
    return under if asked[0] in ("what", "which") and len(under) == 1 else []


def _beside(items: Sequence[Item]) -> Item | None:
    """The first item that is no padding."""
    return next((item for item in items if item.type not in ("pad", "det")), None)
