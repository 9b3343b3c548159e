"""What stands in the way: nothing that stops one, reasons why one should not, what nobody may, and words that mean it only sometimes."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.wording.reading import Item

_SPOKEN_OF = ("name", "kind", "have", "terms", "topic", "clause")
_NOBODY = ("nobody", "no one", "noone")


def hindered(items: list[Item]) -> list[Item]:
    """The items, with such turns read as the question whether a thing may be done, or is barred."""
    found = list(items)
    for at, item in enumerate(items):
        words = item.words.casefold()
        if words == "nothing":
            _nothing(found, at)
        elif (item.type, item.value) == ("form", "why") and at:
            _why_not(found, at)
        elif words in _NOBODY:
            _nobody(found, at)
        elif item.type in _SOMETIMES:
            found[at] = _SOMETIMES[item.type](items, at)
        elif item.value == "licensor-may-change" and _passive(items, at):
            found[at] = item._replace(type="do", value="modify")  # may it be altered
    return found


def _nothing(found: list[Item], at: int) -> None:
    """Nothing in the licence stops me: asked is whether it may be done."""
    after = [one for one in found[at + 1 : at + 10] if one.type not in ("pad", "det", "in", *_SPOKEN_OF)]
    if after and after[0].type in ("forbid", "exclude", "problem", "halt"):
        place = found.index(after[0], at)
        found[at] = found[at]._replace(type="form", value="may")
        found[place] = after[0]._replace(type="pad", words=f"nothing ... {after[0].words}")


def _why_not(found: list[Item], at: int) -> None:
    """Any reason why we should not: asked is whether it may be done."""
    last = [place for place in range(at + 1, len(found)) if found[place].type not in ("pad", "det")][:2]
    if [(found[one].type, found[one].value) for one in last] != [("form", "must"), ("not", "")]:
        return
    for one in last:
        found[one] = found[one]._replace(type="pad", words=f"{found[at].words} ... {found[one].words}")
    found[at] = found[at]._replace(type="form", value="may")


def _nobody(found: list[Item], at: int) -> None:
    """Is it true that nobody may train on it: asked is whether that is barred."""
    named = any(one.type == "name" for one in found)
    if named and at + 1 < len(found) and (found[at + 1].type, found[at + 1].value) in (("form", "may"), ("allow", "")):
        found[at] = found[at]._replace(type="forbid")
        found[at + 1] = found[at + 1]._replace(type="pad", value="")


def _passive(items: Sequence[Item], at: int) -> bool:
    """Whether it is the model that may be altered, and not its terms."""
    named = at > 0 and items[at - 1].type == "name" and items[at].words.casefold().startswith("be ")
    return named and not any(one.type in ("terms", "kind", "policy") for one in items)


def _halt(items: Sequence[Item], at: int) -> Item:
    """Does it stop a bank from running it; a model that stops is another matter."""
    led = any(one.words.casefold().split()[-1:] == ["from"] for one in items[at + 1 : at + 9])
    return items[at]._replace(type="forbid" if led else "odd")


def _charge(items: Sequence[Item], at: int) -> Item:
    """To charge 5 euros for it is to sell it."""
    asked = next((one for one in items[at + 1 : at + 3] if one.type not in ("pad", "det")), None)
    priced = asked is not None and asked.type in ("money", "figure")
    return items[at]._replace(type="do" if priced else "odd", value="sell" if priced else "")


def _tag(items: Sequence[Item], at: int) -> Item:
    """The MIT label on it; to label pictures is another matter."""
    before = items[at - 1] if at else None
    noun = before is not None and (before.type in ("name", "terms", "kind") or before.words.casefold() in ("that", "the", "this", "its"))
    return items[at]._replace(type="pad" if noun else "odd")


_SOMETIMES = {"halt": _halt, "charge": _charge, "tag": _tag}
