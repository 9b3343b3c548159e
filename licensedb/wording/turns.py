"""Turns of speech levelled before a question is taken apart: what models are for, who is from where, what is told beside the question."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.wording.reading import Item
from licensedb.wording.recorded import recorded

_ASKED_OF = ("may", "is", "must", "which", "what", "who", "where", "how", "how-many", "owe", "why")
_MAKING = ("modify", "train", "distil", "combine", "improve")  # what is made by these, the question may be about
_REASONS = ("because", "since", "as we", "as i", "given that")
# Purposes that are also fought: spam filters are no spam.
_FOUGHT = frozenset(
    "spam fraud malware disinformation hate harassment self-harm exploiting-minors terrorism violence sexual-content impersonation"
    " ip-infringement defamation human-trafficking".split()
)
_FIGHTING = frozenset(
    "detection detector detectors detecting filter filters filtering classifier classifiers classification prevention moderation"
    " blocking blocker checker awareness protection countermeasures fighting".split()
)
# What is told of by its people: a company, or users; what is in their language.
_BODIES = frozenset(
    "company companies startup startups firm firms business businesses bank banks insurer university universities college school schools"
    " ministry ministries hospital hospitals clinic agency agencies authority authorities government municipality city town council"
    " customer customers client clients user users market markets citizen citizens people person persons developer developers lab labs"
    " institute institution organisation organization ngo charity association foundation corporation enterprise bakery studio shop"
    " retailer publisher newspaper broadcaster magazine telecom operator manufacturer carmaker entity entities subsidiary office"
    " consultancy agencies researcher researchers student students professor lawyer law employer employees competitor consumer"
    " consumers public team academic academics".split()
)
_WRITTEN = frozenset(
    "text texts speech language data dataset corpus documents document words voice voices translation translations subtitles poems"
    " literature books news articles accents accent dialect dialects songs recordings audio prompts".split()
)
_ASKED_ALONE = ("in", "into", "to", "from", "speak", "speaks", "understand", "understands", "of", "for", "on")
_DATA_OR = ("of", "only", "or", "quote")
_HELD_BACK = ("public", "publicly", "publicly available")


def levelled(items: Sequence[Item]) -> tuple[list[Item], list[Item], list[str]]:
    """The items, those that say what models read or make, and what has to be told."""
    notes: list[str] = []
    said, found = _modalities(items)
    found = [item._replace(type="pad") if (item.type, item.value) == ("num", "1") else item for item in found]  # what one may do
    found = recorded(_excluding(_against(_wrote(found))))
    found = _peoples(found)
    found = _fought(found, notes)
    found = _data(found)
    found = _released(found)
    found, told = _background(found)
    notes += [f"told, not asked: {', '.join(dict.fromkeys(told))}"] if told else []
    return found, said, notes


def _modalities(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """What models read or make, where it is said with them (image models) or of them (models for speech), and the items without it.

    Where a model is named it says no more than what that is used for.
    """
    named = any(item.type == "name" for item in items)
    said, plain = [], []
    for item in items:
        kind, _, modality = item.value.partition("=")
        if item.type == "modal":
            said.append(item)
            plain.append(item._replace(type="pad"))
        elif item.type == "kind" and modality:
            said.append(item._replace(type="modal", value=modality))
            plain.append(item._replace(value=kind, number=item.number if named else 0))
        else:
            plain.append(item)
    return said, plain


def _peoples(items: list[Item]) -> list[Item]:
    """A French company is in France; French texts are not."""
    found = list(items)
    for at, item in enumerate(items):
        if item.type != "people":
            continue
        after = _first_word(items, at + 1)
        before = items[at - 1].words.casefold().split()[-1] if at else ""
        written = after in _WRITTEN or (after not in _BODIES and before in _ASKED_ALONE)
        found[at] = item._replace(type="thing", value="") if written else item._replace(type="place")
    return found


def _wrote(items: list[Item]) -> list[Item]:
    """Text that a model wrote, what it answers: its outputs."""
    found = list(items)
    for at, item in enumerate(items):
        if item.type != "name" or at + 1 == len(items):
            continue
        word = items[at - 1].words.casefold().split()[-1] if at and items[at - 1].words.split() else ""
        noun = items[at - 2].words.casefold().split()[-1:] if at > 1 else []
        wrote = next((one for one in items[at + 1 : at + 3] if one.type != "pad" or one.words.casefold() in _WROTE), None)
        if wrote is None or not set(wrote.words.casefold().split()) & _WROTE:
            continue
        if word == "what" or (word in ("that", "which") and set(noun) & _MADE):
            place, thing = items.index(wrote, at), at - 1 if word == "what" else at - 2
            if items[thing].type in ("pad", "thing", "of"):
                found[thing] = items[thing]._replace(type="of", value="outputs")
                found[place] = wrote._replace(type="pad", value="")
    return found


_WROTE = frozenset(
    "wrote writes written generated generates generate made makes produced produces created creates drew draws answered answers says said"
    " gives gave returns returned composed sang spoke".split()
)
_MADE = frozenset(
    "text texts answers code images pictures content songs music audio videos data summaries translations responses stories"
    " articles".split()
)


def _against(items: list[Item]) -> list[Item]:
    """One licence against another is a comparison."""
    found = list(items)
    for at, item in enumerate(items[:-1]):
        if item.type in ("against", "beside") and at and items[at - 1].type == "name" and items[at + 1].type in ("name", "pad", "det"):
            found[at] = item._replace(type="form", value="compare")
        elif item.type == "beside":
            found[at] = item._replace(type="pad")
    return found


def _excluding(items: list[Item]) -> list[Item]:
    """Licences excluding the EU are asked for; used everywhere excluding the EU says where it is used."""
    found = list(items)
    for at, item in enumerate(items):
        before = next((one.type for one in reversed(items[:at]) if one.type not in ("pad", "det")), "")
        if item.type == "exclude" and item.words.casefold() == "excluding" and before != "kind":
            found[at] = item._replace(type="outside")
    return found


def _fought(items: list[Item], notes: list[str]) -> list[Item]:
    """A spam filter, deepfake detection: what is named is fought, and nobody's purpose."""
    found = list(items)
    for at, item in enumerate(items):
        purpose = item.value.removeprefix("purpose=") if item.type == "opt" else ""
        if purpose in _FOUGHT and (word := _first_word(items, at + 1)) in _FIGHTING:
            found[at] = item._replace(type="pad", value="")
            notes.append(f"{item.words} {word}: against it, no purpose that is restricted")
    return found


def _data(items: list[Item]) -> list[Item]:
    """Training data as a thing, where no outputs are spoken of that become some; printed outputs are given out."""
    outputs = any((item.type, item.value) in (("of", "outputs"), ("of", "work")) for item in items)
    found = []
    asks = next((item.words.casefold().split()[:1] for item in items if item.words.strip()), [])
    whose = asks in (["was"], ["were"]) and not any(item.type == "form" and item.value == "may" for item in items)
    for item in items:
        words = item.words.casefold()
        if (item.type, item.value) == ("do", "train") and whose and words in _DATA:
            found.append(item._replace(type="unread", value=""))  # what a model was trained on is on no record
        elif (item.type, item.value) == ("do", "train") and not outputs and words in _DATA:
            found.append(item._replace(type="of", value="data"))
        elif outputs and item.type == "quote" and words == "print":
            found.append(item._replace(type="do", value="give"))
        else:
            found.append(item)
    return found


_DATA = ("training data", "training set", "training corpus", "training material", "training code")


def _released(items: list[Item]) -> list[Item]:
    """Did they release the training data, is the data set public: asked is what is open. Under which terms was it put out: the licence."""
    data = any((item.type, item.value) == ("of", "data") for item in items) or any(
        "code" in item.words.casefold().split() for item in items
    )
    given = [at for at, item in enumerate(items) if (item.type, item.value) == ("do", "give")]
    verbs = [at for at, item in enumerate(items) if item.type in ("do", "tune") and at not in given]
    past = any(item.words.casefold().split()[0] in ("did", "has", "have", "was", "were") for item in items[:4] if item.words.strip())
    may = any(item.type == "form" and item.value in ("may", "must", "owe") for item in items)
    if not given or verbs or may:
        return items
    held = any(items[at].words.casefold() in _HELD_BACK for at in given)
    if data and (past or held) and any(item.type == "name" for item in items):
        return [
            item._replace(type="topic", value="openness")
            if at == given[0]
            else item._replace(type="pad")
            if item.type in _DATA_OR
            else item
            for at, item in enumerate(items)
        ]
    if past and any((item.type, item.value) == ("topic", "licence-of") for item in items):
        return [item._replace(type="pad") if at in given else item for at, item in enumerate(items)]
    return items


def _background(items: list[Item]) -> tuple[list[Item], list[str]]:
    """What is told beside the question: verbs of a sentence that asks nothing and names no model, where the question has its own.

    The same of a reason that is given (because we run it). Returns the items, and the words that are left aside.
    """
    asks = {item.sentence for item in items if item.type == "form" and item.value in _ASKED_OF}
    reason = next((at for at, item in enumerate(items) if item.words.casefold() in _REASONS and at), len(items))
    if not any(item.type in ("do", "tune") and item.sentence in asks and at < reason for at, item in enumerate(items)):
        return items, []
    held = {item.sentence for item in items if item.type in ("name", "not", "without", "q", "duty", "topic", "kind")} | asks
    found, told = [], []
    for at, item in enumerate(items):
        aside = item.sentence not in held or (at > reason and item.value in ("use", "via"))
        if aside and ((item.type == "do" and item.value not in _MAKING) or (item.type == "of" and item.sentence not in held)):
            told.append(item.words)
            found.append(item._replace(type="pad"))
        else:
            found.append(item)
    return found, told


def _first_word(items: Sequence[Item], at: int) -> str:
    return next((word for item in items[at : at + 2] for word in item.words.casefold().split() if word not in ("a", "an", "the")), "")
