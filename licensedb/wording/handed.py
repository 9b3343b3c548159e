"""Verbs whose meaning hangs on what follows: to license a model to others, to provide it, to refine it, to put it to use."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.wording.reading import Item

# What is done to a model where the model follows; of other things it says what a model is used for.
_WORKED_ON = frozenset("refine refining refined personalise personalising localise localising align aligning upgrade upgrading".split())
_WORKED_ON |= {one.replace("lise", "lize").replace("lisi", "lizi") for one in _WORKED_ON}
# The same, but of other things it may be a purpose that is restricted.
_DONE_TO = frozenset(
    "hack,hacking on,tamper with,tampering with,exploit,exploiting,exploited,squeeze,squeezing,squeezed,perturb,dissect,take apart".split(
        ","
    )
)
_LICENSE = ("license", "licence", "licensing", "licencing")
_PROVIDE = ("provide", "provides", "providing", "supply", "supplies", "supplying", "furnish")
_GIVE = ("give", "gives", "giving")
_SPEAKERS = ("i", "we", "you", "they", "to", "company", "customers", "one")
_SOUNDING = frozenset(
    "music audio speech videos video songs clips voices photos drawings subtitles transcripts transcript art"
    " captions descriptions recordings summaries translations letters poems lyrics".split()
)
_COUNTED = ("metric", "figure", "num", "money", "unit", "cap")


def handed(items: list[Item]) -> list[Item]:
    """The items, with such verbs read by what follows them."""
    found = list(items)
    counted = any(item.type in _COUNTED and item.value != "devices" for item in items)
    for at, item in enumerate(items):
        words, after = item.words.casefold(), _following(items, at)
        on_model = after is not None and (after.type in ("name", "one", "tune") or (after.type, after.value) == ("of", "weights"))
        if item.type == "daily" and not counted:
            found[at] = item._replace(type="pad", value="")  # a daily newspaper
        elif item.type == "do" and words in _WORKED_ON and not on_model:
            found[at] = item._replace(type="pad", value="")
        elif item.type == "do" and words in _DONE_TO and not on_model:
            found[at] = item._replace(type="odd", value="")
        elif words in _LICENSE and item.type == "kind" and on_model and _asks_to(items, at) and _to_others(items, at):
            found[at] = item._replace(type="do", value="sublicense", number=0)
        elif words in _LICENSE and item.type == "kind" and _asks_to(items, at) and _is_outputs(after):
            found[at] = item._replace(type="do", value="give", number=0)
        elif words in _PROVIDE and item.type in ("have", "pad") and on_model and _may(items, at):
            found[at] = item._replace(type="do", value="host")
        elif words in _GIVE and item.type in ("have", "pad") and on_model and _may(items, at) and _to_whom(items, at):
            found[at] = item._replace(type="do", value="give")  # give it to my customers
        elif words in ("teach", "teaching") and item.type == "pad" and on_model and _may(items, at):
            found[at] = item._replace(type="do", value="modify")
        elif words in ("mention", "mentioning") and item.type in ("pad", "have") and on_model and _may(items, at):
            found[at] = item._replace(type="do", value="brand")
        elif (item.type, item.value, words) == ("q", "derivative-name-rule", "call") and on_model and _lets(items, at):
            found[at] = item._replace(type="do", value="host")  # let customers call it
        elif (item.type, item.value, words) == ("q", "derivative-name-rule", "call") and on_model and _from_code(items, at):
            found[at] = item._replace(type="do", value="use")  # call it from our backend
        elif words.removeprefix("a ") in ("derivatives of", "derivative of") and item.type == "topic" and _after_is_done(items):
            found[at] = item._replace(type="of", value="derivative")
        elif item.type == "do" and words in ("upload", "uploads", "uploading") and (after is not None and after.value == "data"):
            found[at] = item._replace(type="pad", value="")  # upload their data
        elif item.type in ("thing", "pad") and words in _SOUNDING and (_names_before(items, at) or _given(items, at)):
            found[at] = item._replace(type="of", value="outputs")
    if not counted:
        found = _carriers(found)
    if any((item.type, item.value) == ("do", "host") for item in found):
        found = [
            item._replace(type="of", value="service")
            if item.value == "received=through-a-service" and item.words.casefold() in ("via an api", "through an api", "over an api")
            else item
            for item in found
        ]
    if len(found) > 2 and found[-2].type == "or" and found[-1].words.casefold() in ("no", "not"):
        found[-2:] = [one._replace(type="pad", value="") for one in found[-2:]]  # fine for a product or no
    return _put_to_use(found)


def _carriers(items: list[Item]) -> list[Item]:
    """Devices of which no number is told carry the model: embed it in doorbell cameras."""
    found = list(items)
    for at, item in enumerate(items):
        verbs = [one.value for one in items[:at] if one.type == "do"]
        inside = any(
            one.type == "in" or one.words.casefold().split()[-1:] in (["onto"], ["on"], ["into"]) for one in items[max(at - 4, 0) : at]
        )
        if (item.type, item.value) != ("metric", "devices") or not inside or verbs[-1:] not in (["embed"], ["give"]):
            continue
        found[at] = item._replace(type="of", value="product")
        if (items[at - 1].type, items[at - 1].value) == ("of", "product"):
            found[at - 1] = items[at - 1]._replace(type="pad", value="")
    return found


def _following(items: Sequence[Item], at: int) -> Item | None:
    return next((one for one in items[at + 1 :] if one.type not in ("pad", "det") or one.words.casefold() in ("out", "to")), None)


def _is_outputs(item: Item | None) -> bool:
    return item is not None and (item.type, item.value) in (("of", "outputs"), ("of", "work"))


def _may(items: Sequence[Item], at: int) -> bool:
    return any((item.type, item.value) in (("form", "may"), ("allow", "")) for item in items[:at])


def _asks_to(items: Sequence[Item], at: int) -> bool:
    """Whether somebody does what is said: may I license it."""
    return at > 0 and _may(items, at) and items[at - 1].words.casefold().split()[-1:] != ["a"] and _speaks(items, at)


def _to_whom(items: Sequence[Item], at: int) -> bool:
    """Whether a model is given to somebody: the name is followed by `to`, or `away`."""
    name = next((place for place in range(at + 1, len(items)) if items[place].type in ("name", "of", "tune")), len(items))
    return any(set(one.words.casefold().split()) & {"to", "away"} for one in items[name + 1 : name + 3])


def _to_others(items: Sequence[Item], at: int) -> bool:
    """Whether it is licensed to others: out, to clients."""
    return any(one.words.casefold().split()[:1] in (["out"], ["to"], ["onward"]) for one in items[at + 1 :] if one.words.strip())


def _speaks(items: Sequence[Item], at: int) -> bool:
    before = items[at - 1]
    return before.words.casefold().split()[-1:][0] in _SPEAKERS or before.type == "form" or before.type == "pad"


def _names_before(items: Sequence[Item], at: int) -> bool:
    """Whether a model is named right before: MusicGen music."""
    after = items[at + 1] if at + 1 < len(items) else None
    made = after is None or after.type not in ("one", "kind", "name", "do")
    return at > 0 and items[at - 1].type == "name" and items[at - 1].value != "licence" and made


def _lets(items: Sequence[Item], at: int) -> bool:
    return any(one.words.casefold().split()[-1:] in (["let"], ["lets"], ["letting"]) for one in items[max(at - 6, 0) : at])


def _from_code(items: Sequence[Item], at: int) -> bool:
    """Whether a program calls it: from our backend, through our gateway."""
    name = next((place for place in range(at + 1, len(items)) if items[place].type == "name"), len(items))
    return any(one.words.casefold().split()[:1] in (["from"], ["through"], ["inside"]) for one in items[name + 1 : name + 2])


def _after_is_done(items: Sequence[Item]) -> bool:
    """Whether something is done with the derivatives of a model: may derivatives of it be sold."""
    ruled = any(one.type in ("q", "duty") and one.value != "licensor-may-change" for one in items)
    asks = any(one.type == "form" and one.value in ("is", "may") for one in items) and not any(one.type == "kind" for one in items)
    return ruled or (asks and any(one.type == "do" and one.value in ("give", "sell", "host") for one in items))


def _given(items: Sequence[Item], at: int) -> bool:
    """Whether it is sold or given to others: sell the transcripts."""
    before = next((one for one in reversed(items[:at]) if one.type not in ("pad", "det")), None)
    after = next((one for one in items[at + 1 :] if one.type not in ("pad", "det")), None)
    made = after is None or after.type not in ("one", "kind", "of", "name", "thing")
    return before is not None and before.type == "do" and before.value in ("give", "sell") and made


def _put_to_use(items: list[Item]) -> list[Item]:
    """Put it to commercial use: nothing is given out."""
    found = list(items)
    for at, item in enumerate(items):
        if (item.type, item.value) != ("do", "give") or item.words.casefold() not in ("put", "puts", "putting"):
            continue
        for place in range(at + 1, min(at + 6, len(items))):
            words = items[place].words.casefold()
            if words.split()[-1:] == ["to"] and place + 1 < len(items) and items[place + 1].words.casefold().split()[-1:] == ["use"]:
                found[at] = item._replace(type="do", value="use")
            if words.startswith("to ") and words.endswith(" use"):
                found[at] = item._replace(type="do", value="use")
    return found
