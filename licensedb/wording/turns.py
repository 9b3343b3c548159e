"""Turns of speech levelled before a question is taken apart: what models are for, who is from where, what is told beside the question."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.wording.handed import handed
from licensedb.wording.hindered import hindered
from licensedb.wording.makers import makers_did, put_out
from licensedb.wording.reading import Item
from licensedb.wording.recorded import recorded
from licensedb.wording.texts import embedding, settled

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
    " consumers public team academic academics municipalities cities towns councils banks insurers clinics institutions"
    " organisations".split()
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
    said, found = _modalities(embedding(items))
    found = [item._replace(type="pad") if (item.type, item.value) == ("num", "1") else item for item in found]  # what one may do
    found = recorded(_excluding(_against(_wrote(_phrased(handed(hindered(put_out(_or_no(makers_did(found))))))))))
    found = _barred(_peoples(found))
    found = _in_care(_fought(found, notes), notes)
    found = _data(found)
    found = _released(found)
    found = _buyers(found, notes)
    found = _needs(found)
    found = settled(found, notes)
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
        found[at] = item._replace(type="thing", value="") if written else item._replace(type="place", number=1)
    return found


def _phrased(items: list[Item]) -> list[Item]:
    """Words whose meaning their neighbours tell: would like X to, a student that is trained, inside the EU, make pictures with, for a
    bicycle business.
    """
    found = list(items)
    for at, item in enumerate(items):
        before, after = _beside(items, at, -1), _beside(items, at, 1)
        last = before.words.casefold().split()[-1:] if before else []
        following = after.type if after else ""
        if found[at] is not item:
            continue
        shown = at > 0 and item_words(items[at - 1])[-1:] in (["line"], ["notice"], ["text"], ["badge"], ["sentence"], ["credit"], ["note"])
        if item.type == "like" and (shown or (last and last[0] in ("would", "d") and following == "name")):
            found[at] = item._replace(type="pad", value="")  # a line like "Built with"
        elif (item.type, item.value) == ("opt", "profile=university") and item.words.casefold() in ("student", "students"):
            verbs = [one for one in items[max(at - 4, 0) : at] if one.type in ("do", "tune")]
            if verbs and verbs[-1].value in ("train", "distil") and not any(one.type in ("and", "to") for one in items[at - 3 : at]):
                found[at] = item._replace(type="of", value="other")
        elif (item.type, item.value) == ("do", "embed") and item.words.casefold() in ("inside", "built in") and following == "place":
            found[at] = item._replace(type="role" if before and before.type == "metric" else "in", value="used" if before else "")
        elif item.type == "make" and not _of_money(items, item.sentence) and any(_is_made(one) for one in items[at + 1 : at + 3]):
            found[at] = item._replace(type="do", value="use")
        elif item.type == "make" and not _of_money(items, item.sentence) and (following in ("of", "thing", "modal") or _purpose(after)):
            made = after is not None and following == "thing" and any(one.type == "with" for one in items[at + 1 : at + 5])
            found[at] = item._replace(type="pad", value="") if following == "of" or made else item._replace(type="do", value="use")
            if made and after is not None:  # make clips with it
                found[items.index(after, at)] = after._replace(type="of", value="outputs")
        elif (item.type, item.value, item.number) == ("kind", "models", 0) and _only_named(items, at):
            found[at] = item._replace(number=1)  # from running the models
        elif item.type == "told" and following in ("figure", "money"):
            found[at] = item._replace(type="have", value="")  # our service counts 5 million users
        elif _gives(items, at):
            found[at] = item._replace(type="do", value="give")
        elif _only_tells(items, at):
            found[at] = item._replace(type="pad", value="")
        elif (item.type, item.value) == ("of", "data") and last[:1] and _that(items, at) and _outputs_before(items, at):
            found[at] = item._replace(value="outputs")
        elif item.words.casefold() == "business" and item.type == "pad" and before and before.type in ("thing", "of") and _for(items, at):
            found[at] = item._replace(type="opt", value="commercial")
    return found


def _only_named(items: Sequence[Item], at: int) -> bool:
    """Whether models that are spoken of are those of the name before: the Llama 4 licence ... the models."""
    named = any(item.type == "name" for item in items[:at]) and item_words(items[at - 1])[-1:] == ["the"]
    return named and at + 1 == len(items) and not any((one.type, one.value) in (("form", "which"), ("form", "what")) for one in items)


def _beside(items: Sequence[Item], at: int, step: int) -> Item | None:
    """The next item on either side that is no padding."""
    place = at + step
    while 0 <= place < len(items):
        kept = step < 0 and items[place].words.casefold() in ("would", "d", "i would", "we would", "would you")
        if items[place].type not in ("pad", "det") or kept:
            return items[place]
        place += step
    return None


def _gives(items: Sequence[Item], at: int) -> bool:
    """Words that give something out here: give the weights away, make a film and show it."""
    item, word = items[at], items[at].words.casefold()
    away = item.type == "have" and word in ("give", "gives", "giving") and _away(items, at)
    return away or ((item.type, item.value) == ("form", "which") and word == "show" and _may_before(items, at))


def _only_tells(items: Sequence[Item], at: int) -> bool:
    """Verbs of use that only tell with what something else is done, or of what is sold."""
    item = items[at]
    led = (item.type, item.value) == ("do", "use") and item.words.casefold() == "using" and _with_it(items, at)
    return led or (item.type == "do" and item.value in ("use", "via") and _of_what_is_sold(items, at))


def _may_before(items: Sequence[Item], at: int) -> bool:
    """Whether it is asked if one may do it: may I make a film and show it."""
    asked = any(item.sentence == items[at].sentence and (item.type, item.value) == ("form", "may") for item in items[:at])
    return asked and not any(item.type == "kind" or item.type == "form" for item in items[at + 1 : at + 4])


def _with_it(items: Sequence[Item], at: int) -> bool:
    """Whether `using X` only says what another verb is done with: using X, can I improve another model."""
    verbs = any(one.type in ("do", "tune") and one.value != "use" for one in items)
    before = _beside(items, at, -1)
    joined = before is not None and before.type in ("and", "or", "but", "form", "allow", "forbid")
    after = _beside(items, at, 1)
    return verbs and not joined and after is not None and after.type == "name"


def _of_what_is_sold(items: Sequence[Item], at: int) -> bool:
    """Whether a verb tells of what is sold or served: access to a chatbot that runs on X."""
    before = items[max(at - 2, 0) : at]
    told = any(item.words.casefold().split()[-1:] in (["that"], ["which"]) for item in before if item.type == "pad")
    verbs = [item.value for item in items[:at] if item.type == "do"]
    things = [item.value for item in items[:at] if item.type == "of"]
    return told and bool(verbs) and verbs[-1] in ("sell", "host") and things[-1:] in (["product"], ["service"])


def _that(items: Sequence[Item], at: int) -> bool:
    own = items[at].words.casefold().split()[0] in ("that", "this", "the", "those")
    return own or (at > 0 and items[at - 1].words.casefold().split()[-1:] in (["that"], ["this"], ["the"], ["those"]))


def _outputs_before(items: Sequence[Item], at: int) -> bool:
    return any((item.type, item.value) == ("of", "outputs") for item in items[:at])


def _is_made(item: Item) -> bool:
    return item.type in ("pad", "thing") and bool(set(item_words(item)) & _MADE_OF)


def _away(items: Sequence[Item], at: int) -> bool:
    """Whether something is given away: give the smaller weights away."""
    for item in items[at + 1 : at + 7]:
        if item.words.casefold().split()[-1:] == ["away"]:
            return True
        if item.type not in ("pad", "det", "of", "name", "tune", "kind", "thing"):
            return False
    return False


def _purpose(item: Item | None) -> bool:
    return item is not None and item.type == "opt" and item.value.startswith("purpose=")


def _of_money(items: Sequence[Item], sentence: int) -> bool:
    return any(one.sentence == sentence and one.type in ("money", "figure", "currency") for one in items)


def _for(items: Sequence[Item], at: int) -> bool:
    """Whether what stands before is what something is for: for an audiobook business."""
    return any(item.words.casefold().split()[-1:] in (["for"], ["in"]) for item in items[max(at - 4, 0) : at])


def _wrote(items: list[Item]) -> list[Item]:
    """Text that a model wrote, what it answers: its outputs."""
    found = list(items)
    for at, item in enumerate(items):
        if item.type != "name" or at + 1 == len(items):
            continue
        word = items[at - 1].words.casefold().split()[-1] if at and items[at - 1].words.split() else ""
        noun = items[at - 2].words.casefold().split()[-1:] if at > 1 else []
        from_it = next((one.words.casefold().split()[-1] for one in reversed(items[:at]) if one.words.casefold() not in ("the", "a")), "")
        wrote_with = from_it in ("with", "using") and any(set(item_words(one)) & _WROTE for one in items[max(at - 3, 0) : at])
        if (from_it in ("from", "by", "of") or wrote_with) and (thing := _made_before(items, at)) is not None:
            found[thing] = items[thing]._replace(type="of", value="outputs")
            continue
        wrote = next((one for one in items[at + 1 : at + 3] if one.type != "pad" or one.words.casefold() in _WROTE), None)
        if wrote is None or not set(wrote.words.casefold().split()) & _WROTE:
            continue
        if word == "what" or (word in ("that", "which") and set(noun) & _MADE):
            place, thing = items.index(wrote, at), at - 1 if word == "what" else at - 2
            if items[thing].type in ("pad", "thing", "of"):
                found[thing] = items[thing]._replace(type="of", value="outputs")
                found[place] = wrote._replace(type="pad", value="")
    return found


def _made_before(items: Sequence[Item], at: int) -> int | None:
    """The thing that comes from a model, where it stands right before: music from, pictures drawn by, texts that came out of."""
    for place in range(at - 1, max(at - 6, -1), -1):
        item, words = items[place], item_words(items[place])
        if item.type in ("thing", "pad") and words[-1:] and words[-1] in _MADE_OF:
            return place
        if (item.type == "in" and words == ["from"]) or item.type == "with":
            continue
        if item.type not in ("pad", "by", "of", "do", "det") or (item.type == "do" and not set(words) & _WROTE):
            return None
    return None


def item_words(item: Item) -> list[str]:
    """The words of an item."""
    return item.words.casefold().split()


_MADE_OF = frozenset(
    "text texts images image picture pictures pics pic music audio video videos voice voices voiceover voiceovers speech clip clips song"
    " songs drawing drawings photo photos art artwork texture textures sprite sprites sketch sketches portrait portraits sounds sound"
    " recording recordings subtitles transcript transcripts summaries summary translation translations letters emails replies".split()
)
_WROTE = frozenset(
    "wrote writes written drawn composed translated painted recorded generated generates generate made makes produced produces"
    " created creates drew draws answered answers says said gives gave returns returned sang spoke composes paints sings renders"
    " rendered emits emitted invents".split()
)
_MADE = frozenset(
    "text texts answers code images pictures content songs music audio videos data summaries translations responses stories"
    " articles poems lyrics melodies drawings essays emails letters reports clips films sentences illustrations photos artwork art"
    " tunes jokes scripts".split()
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


def _or_no(items: list[Item]) -> list[Item]:
    """A question that ends with `or no`, `or nope`: yes or no. What licences, where none is named: which licences."""
    found = list(items)
    for at, item in enumerate(items):
        ends = at + 1 == len(items) or items[at + 1].sentence != item.sentence or items[at + 1].type == "comma"
        if at and ends and item.words.casefold() in ("no", "not") and items[at - 1].words.casefold() == "or":
            found[at] = item._replace(type="pad", value="", words=f"or {item.words}")
    if not any(item.type == "name" for item in items):
        for at, item in enumerate(found):
            if (item.type, item.value) == ("topic", "licence-of") and item.words.casefold() in ("what licences", "what licenses"):
                found[at] = item._replace(type="kind", value="licences", number=0)
    return found


def _barred(items: list[Item]) -> list[Item]:
    """Who or what is shut out, where no place is spoken of: it is barred. Where a model is not licensed: the places that are excluded."""
    named = any(item.type == "name" for item in items)
    places = any(item.type in ("place", "people", "outside", "role") for item in items)
    listed = any(item.type == "kind" and not item.number for item in items)
    if not named or places or listed:
        return items
    asked = next((at for at, item in enumerate(items) if item.value == "excluded-territories" or item.type == "form"), None)
    where = asked is not None and (items[asked].value in ("excluded-territories", "where") or bool(_regions(items, asked)))
    denied = next((at for at, item in enumerate(items) if item.type in ("not", "exclude") and asked is not None and at > asked), None)
    if asked is not None and denied is not None and where:
        after = _beside(items, denied, 1) if items[denied].type == "not" else None
        if items[denied].type == "not" and not (after and (after.type == "allow" or after.value == "use" or _licensed(after))):
            return items
        words = " ... ".join(one.words for one in (items[asked], items[denied], *([after] if after else ())))
        dropped = ("not", "allow", "do", "form", "kind", "in", "exclude", "topic", "det")
        kept = [item._replace(type="pad", value="") if item.type in dropped else item for item in items]
        kept[asked] = items[asked]._replace(type="q", value="excluded-territories", words=words)
        return kept
    if asked is not None and _where_used(items, asked):
        kept = [item._replace(type="pad", value="") if item.type in ("do", "form", "in") else item for item in items]
        kept[asked] = items[asked]._replace(type="q", value="excluded-territories")
        return kept
    if any(item.value == "excluded-territories" for item in items):
        return items
    return [item._replace(type="forbid") if item.type == "exclude" else item for item in items]


def _where_used(items: Sequence[Item], at: int) -> bool:
    """Where may X be used: asked are the places."""
    verbs = [item for item in items if item.type in ("do", "tune", "of", "opt", "q", "duty", "not", "without")]
    may = [item for item in items if item.type == "form" and item.value == "may"]
    first = all(item.type == "pad" for item in items[:at])
    used = len(verbs) == 1 and (verbs[0].type, verbs[0].value) == ("do", "use")
    return items[at].value == "where" and first and bool(may) and used


def _regions(items: Sequence[Item], at: int) -> set[str]:
    said = {word for item in items[at : at + 3] for word in item_words(item)}
    return said & _REGIONS if items[at].value in ("which", "what") else set()


def _licensed(item: Item) -> bool:
    return bool({"licensed", "licenced"} & set(item_words(item)))


_REGIONS = frozenset("territory territories country countries region regions place places jurisdiction jurisdictions state states".split())


def _fought(items: list[Item], notes: list[str]) -> list[Item]:
    """A spam filter, deepfake detection: what is named is fought, and nobody's purpose."""
    found = list(items)
    for at, item in enumerate(items):
        purpose = item.value.removeprefix("purpose=") if item.type == "opt" else ""
        if purpose in _FOUGHT and (word := _first_word(items, at + 1)) in _FIGHTING:
            found[at] = item._replace(type="pad", value="")
            notes.append(f"{item.words} {word}: against it, no purpose that is restricted")
        elif purpose in _FOUGHT and (word := _fights(items, at)):
            found[at] = item._replace(type="pad", value="")
            notes.append(f"{word} {item.words}: against it, no purpose that is restricted")
    return found


def _fights(items: Sequence[Item], at: int) -> str:
    """The word before that fights a purpose: detect spam, a classifier for spam."""
    before = [word for item in items[max(at - 3, 0) : at] for word in item.words.casefold().split()]
    before += items[at].words.casefold().split()[:1] if items[at].words.casefold().split()[0] in ("for", "of", "against") else []
    if before and before[-1] in _AGAINST:
        return before[-1]
    led = len(before) > 1 and before[-1] in ("for", "of", "against")
    return before[-2] if led and before[-2] in _FIGHTING else ""


_AGAINST = frozenset(
    "detect detects detecting fight fights fighting against prevent prevents preventing combat combats combating combatting flag flags"
    " flagging catch catches catching spot spots spotting block blocks blocking filter filters filtering".split()
)


def _data(items: list[Item]) -> list[Item]:
    """Training data as a thing, where no outputs are spoken of that become some; printed outputs are given out."""
    outputs = any((item.type, item.value) in (("of", "outputs"), ("of", "work")) for item in items)
    found = []
    asks = next((item.words.casefold().split()[:1] for item in items if item.words.strip()), [])
    whose = asks in (["was"], ["were"]) and not any(item.type == "form" and item.value == "may" for item in items)
    for at, item in enumerate(items):
        words = item.words.casefold()
        by_others = item.participle or words == "trained on"
        before = _beside(items, at, -1)
        told_of = by_others and before is not None and before.type == "name" and item_words(items[at - 1])[-1:] in (["was"], ["were"])
        if (item.type, item.value) == ("do", "train") and told_of:
            found.append(item._replace(type="unread", value=""))  # the data that a model was trained on
            continue
        trained = (item.type, item.value) == ("do", "train") and whose
        if trained and (words in _DATA or ((following := _beside(items, at, 1)) is not None and following.type == "name")):
            found.append(item._replace(type="unread", value=""))  # what a model was trained on is on no record
        elif (item.type, item.value) == ("do", "train") and not outputs and words in _DATA:
            found.append(item._replace(type="of", value="data"))
        elif outputs and item.type == "quote" and words == "print":
            found.append(item._replace(type="do", value="give"))
        else:
            found.append(item)
    return found


_PUT_OUT = frozenset("made released published distributed offered provided issued shipped supplied".split())
_COMES = ("ship with", "ships with", "come with", "comes with", "ship under", "ships under")
_DATA = ("training data", "training set", "training corpus", "training material", "training code")


def _released(items: list[Item]) -> list[Item]:
    """Did they release the training data, is the data set public: asked is what is open. Under which terms was it put out: the licence."""
    items = _comes_with(items)
    data = any((item.type, item.value) == ("of", "data") for item in items) or any(
        "code" in item.words.casefold().split() for item in items
    )
    given = [at for at, item in enumerate(items) if (item.type, item.value) == ("do", "give")]
    verbs = [at for at, item in enumerate(items) if item.type in ("do", "tune") and at not in given]
    passive = any(items[at].words.casefold().split()[0] in _PUT_OUT for at in given)
    begin = [at for at, item in enumerate(items) if at < 4 or item.sentence != items[at - 1].sentence or items[at - 1].type == "comma"]
    past = any(item_words(items[at])[:1] in (["did"], ["has"], ["have"], ["was"], ["were"]) for at in begin)
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
    kinds = [item.type for item in items if item.type not in ("pad", "det", "in")]
    asks = any((item.type, item.value) in (("topic", "licence-of"), ("kind", "licences")) for item in items)
    asks = asks or kinds == ["form", "name", "do", "name"]
    if (past or passive) and asks and any(item.type == "name" for item in items):
        return [item._replace(type="pad") if at in given else item for at, item in enumerate(items)]
    return items


def _comes_with(items: list[Item]) -> list[Item]:
    """Which licence does it ship with: nothing is given out."""
    last = max((at for at, item in enumerate(items) if item.type not in ("pad", "det")), default=0)
    asks = any(item.value in ("licence-of", "licences") for item in items[:3])
    if not asks or items[last].type != "do" or items[last].words.casefold() not in _COMES:
        return items
    return [item._replace(type="pad") if at == last else item for at, item in enumerate(items)]


def _in_care(items: list[Item], notes: list[str]) -> list[Item]:
    """A hospital asks for itself; what it decides on people who are ill is a purpose."""
    care = [item for item in items if item.type == "thing" and item.words.casefold() in _CARE]
    if not care or any(_purpose(item) for item in items):
        return items
    kept = [item._replace(type="pad") if item in care else item for item in items]
    if sorts := [at for at, item in enumerate(items) if item.type == "thing" and item.words.casefold() in _SORTING]:
        kept[sorts[0]] = items[sorts[0]]._replace(type="opt", value="purpose=medical-advice")
        return kept
    notes.append(f"{care[0].words}: who asks; advice to patients would be a purpose of its own (--purpose medical-advice)")
    return kept


_CARE = frozenset("hospital hospitals clinic clinics".split())
_SORTING = frozenset("triage admissions admission".split())


def _buyers(items: list[Item], notes: list[str]) -> list[Item]:
    """To whom something is offered, or for whom it is hosted, is not who asks: to municipalities."""
    found = list(items)
    verbs = [at for at, item in enumerate(items) if item.type == "do" and item.value in ("give", "sell", "host", "embed", "sublicense")]
    for at, item in enumerate(items):
        who = item.type == "opt" and item.value.startswith(("profile=", "licensee="))
        if not who or not any(verb < at and items[verb].sentence == item.sentence for verb in verbs):
            continue
        before = [word for one in items[max(at - 3, 0) : at] for word in item_words(one)]
        place = any(one.type in ("place", "people") for one in items[max(at - 1, 0) : at])
        led = before[-2:-1] if place else before[-1:]
        several = item_words(item)[-1].endswith("s") or item_words(item)[-1].endswith("ies")
        if led == ["to"] or (led == ["for"] and several) or (at - 1 in verbs and several):
            found[at] = item._replace(type="pad", value="")
            for near in (at - 1, at + 2):  # and where they are: where it is used
                if 0 < near < len(found) and found[near].type == "place" and (near < at or found[near - 1].type == "in"):
                    found[near] = found[near]._replace(number=2)
            notes.append(f"{item.words}: to whom it is given, not who asks")
    return found


def _needs(items: list[Item]) -> list[Item]:
    """What must be so (it must work offline), told in a sentence before the question: no duty is asked for."""
    asks = [item.sentence for item in items if item.type == "form" and item.value in ("may", "is", "owe", "which")]
    last = max(asks, default=0)
    duties = {item.sentence for item in items if item.type in ("q", "duty", "not", "without", "permission")}
    duties |= {item.sentence for item in items if (item.type, item.value) == ("topic", "route")}
    return [
        item._replace(type="pad")
        if (item.type, item.value) == ("form", "must") and item.sentence < last and item.sentence not in duties
        else item
        for item in items
    ]


def _background(items: list[Item]) -> tuple[list[Item], list[str]]:
    """What is told beside the question: verbs of a sentence that asks nothing and names no model, where the question has its own.

    The same of a reason that is given (because we run it). Returns the items, and the words that are left aside.
    """
    asks = {item.sentence for item in items if item.type == "form" and item.value in _ASKED_OF}
    reason = next((at for at, item in enumerate(items) if item.words.casefold() in _REASONS and at), len(items))
    asked = any(item.type in ("do", "tune") and item.sentence in asks for item in items)
    within = asks if asked or reason == len(items) else {items[reason].sentence}  # is that allowed: what stands before the reason
    if not any(item.type in ("do", "tune") and item.sentence in within and at < reason for at, item in enumerate(items)):
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
