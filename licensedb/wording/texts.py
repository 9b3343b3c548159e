"""Turns of speech in lists, questions on the text and comparisons, levelled before a question is taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from licensedb.wording.reading import Item

_HOLDING = ("pad", "det", "comma")
_ALTERING = frozenset(
    "alter alters altering altered modify modifies modifying modified amend amends amending amended revise revises revising revised edit"
    " edits editing edited adapt adapts adapting adapted tweak tweaks tweaking tweaked change changes changing changed customise"
    " adjust adjusts adjusting adjusted".split()
)
_TEXTS = frozenset("terms term conditions licence licences license policy agreement contract rules text".split())
_BEFORE_NAMES = frozenset(("pad", "det", "have", "form", "comma", "modal", "allow"))
_NAME_WORDS = frozenset("name names naming the of all by".split())
_PUTTING = frozenset("put place set show give lay hold place line".split())
_ON_PAPER = tuple("provide-licence-copy notice-file display-attribution state-changes derivative-name-rule pass-on-restrictions".split())
_MODALITIES = {
    "speech": "speech",
    "voice": "speech",
    "audio": "audio",
    "music": "audio",
    "video": "video",
    "image": "image",
    "images": "image",
}


def settled(items: Sequence[Item], notes: list[str]) -> list[Item]:
    """The items with these turns levelled."""
    found = list(items)
    for turn in (
        _naming,
        _put_beside,
        _freer,
        _sued,
        _sold_in,
        _passed_on,
        _altering,
        _costs,
        _need_not,
        _on_paper,
        _armies,
        _expressly,
        _put_out,
        _at_odds,
    ):
        found = turn(found)
    return _told_beside(found, notes)


def _after(items: Sequence[Item], at: int, passed: Sequence[str] = _HOLDING) -> int | None:
    """The next item that is none of these."""
    return next((one for one in range(at + 1, len(items)) if items[one].type not in passed), None)


def _ahead(items: Sequence[Item], at: int, passed: Sequence[str] = _HOLDING) -> int | None:
    """The item before that is none of these."""
    return next((one for one in range(at - 1, -1, -1) if items[one].type not in passed), None)


def _naming(items: list[Item]) -> list[Item]:
    """Name the licences, the names of all models: a list is asked for, no rule on names."""
    found = list(items)
    for at, item in enumerate(items):
        if item.value != "derivative-name-rule" or not set(item.words.casefold().split()) <= _NAME_WORDS:
            continue
        if _named_last(items, at):
            found[at] = item._replace(type="pad")
            continue
        before = {one.type for one in items[:at] if one.sentence == item.sentence} - _BEFORE_NAMES
        thing = _after(items, at, (*_HOLDING, "every", "modal", "num"))
        many = thing is not None and items[thing].type == "kind" and not items[thing].number
        if not before and many:
            found[at] = item._replace(type="form", value="which")
    return found


def embedding(items: Sequence[Item]) -> list[Item]:
    """Embedding or speech models: models of both kinds."""
    found = list(items)
    listed = any((item.type, item.value) == ("kind", "models") and not item.number for item in items)
    for at, item in enumerate(items):
        alone = listed and at and items[at - 1].type == "comma" and (at + 1 == len(items) or items[at + 1].type == "comma")
        if alone and item.type == "thing" and (modality := _MODALITIES.get(item.words.casefold())):
            found[at] = item._replace(type="modal", value=modality)
        if item.type != "do" or item.words.casefold() not in ("embedding", "embeddings"):
            continue
        joined = _after(items, at, ("pad", "det"))
        following = _after(items, joined, ("pad", "det")) if joined is not None and items[joined].type in ("or", "and", "comma") else None
        if following is not None and (items[following].type == "modal" or items[following].value.startswith("models=")):
            found[at] = item._replace(type="modal", value="embedding")
            found[joined or 0] = items[joined or 0]._replace(type="pad")
    return found


def _put_beside(items: list[Item]) -> list[Item]:
    """Put A beside B, put A and B side by side: nothing is given away, models are compared; what is asked of both is said after it."""
    compares = [at for at, item in enumerate(items) if (item.type, item.value) == ("form", "compare")]
    names = [at for at, item in enumerate(items) if item.type == "name"]
    first = next((at for at, item in enumerate(items) if _gives(item) or item.type not in (*_HOLDING, "form", "have")), None)
    if len(names) < 2 or not compares or first is None or not _gives(items[first]):
        return items
    asks = any(item.type == "form" and item.value in ("may", "must") for item in items[:first])
    polite = asks and "you" in {word for item in items[: first + 1] for word in item.words.casefold().split()}
    if items[first].words.casefold().split()[0] not in _PUTTING or (asks and not polite) or _after(items, first) not in names:
        return items
    found = [item._replace(type="pad") if at == first else item for at, item in enumerate(items)]
    later = [at for at in compares[1:] if items[at].words.casefold() not in ("compare", "comparison of")]
    return [
        item._replace(words="compare") if at == compares[0] else item._replace(type="pad") if at in later else item
        for at, item in enumerate(found)
    ]


def _named_last(items: Sequence[Item], at: int) -> bool:
    """Which law does it name: what is asked is said before."""
    last = _after(items, at, _HOLDING) is None
    others = any(one.type == "q" and one.value != "derivative-name-rule" for one in items[:at])
    return last and others and items[at - 1].type == "name" and any(one.type == "form" and one.value in ("which", "what") for one in items)


def _used_by(items: list[Item]) -> list[Item]:
    """What licences does a maker use for its models: whose they are."""
    found = list(items)
    for at, item in enumerate(items):
        before = _ahead(items, at)
        licences = any((one.type, one.value) == ("kind", "licences") and not one.number for one in items[:at])
        asks = not any(one.type == "form" and one.value in ("may", "must", "owe") for one in items)
        if (item.type, item.value) == ("do", "use") and licences and asks and before is not None and items[before].type == "name":
            found[at] = item._replace(type="pad")
    return found


def _gives(item: Item) -> bool:
    """Give me, put, show."""
    given = (item.type, item.value) in (("do", "give"), ("form", "which")) or item.type == "have"
    return given and item.words.casefold().split()[0] in _PUTTING


def _sold_in(items: list[Item]) -> list[Item]:
    """Fine-tune and sell in Brazil: sold, and there."""
    found = list(items)
    for at, item in enumerate(items):
        word = item.words.casefold().split()[:1]
        if (item.type, item.value) != ("role", "used") or word not in (["sell"], ["deploy"]):
            continue
        before = _ahead(items, at, ("pad", "det"))
        if before is not None and (items[before].type in ("and", "or", "comma") or items[before].value == "may"):
            found[at] = item._replace(type="do", value="sell" if word == ["sell"] else "use")
    return found


_BINDING = frozenset("bound bind binds held hold impose imposes forward forwarded repeat extend extended apply applied enforce".split())
_THEM = frozenset("customers clients users recipients buyers downstream partners resellers".split())


def _passed_on(items: list[Item]) -> list[Item]:
    """Are my customers bound to its use restrictions: whether they have to be passed on."""
    words = {word for item in items for word in item.words.casefold().split()}
    if not words & _BINDING or not words & _THEM or any(item.value == "pass-on-restrictions" for item in items):
        return items
    must = any((item.type, item.value) == ("form", "must") for item in items)
    if must and not any(item.type == "q" for item in items):
        items = [
            item._replace(type="q", value="use-restrictions") if item.type == "topic" and item.words.casefold() == "restrictions" else item
            for item in items
        ]
    return [item._replace(value="pass-on-restrictions") if (item.type, item.value) == ("q", "use-restrictions") else item for item in items]


def _altering(items: list[Item]) -> list[Item]:
    """Alter the terms, be revised by the licensor: whether the terms may change; not where the asker does it."""
    found = list(items)
    for at, item in enumerate(items):
        if (item.type, item.value) not in (("do", "modify"), ("topic", "history")) or not set(item.words.casefold().split()) & _ALTERING:
            continue
        before = items[at - 1].words.casefold().split()[-1:] if at else []
        by_itself = item.words.casefold().split()[0] in ("did", "has", "have", "had")
        if item.words.casefold() in ("changed", "changing", "changes", "change") and _terms_may(items, at):
            found[at] = item._replace(type="q", value="licensor-may-change")
            continue
        target = _after(items, at, ("pad", "det", "developer", "by"))
        text = target is not None and (
            items[target].type == "terms"
            or (items[target].type in ("one", "kind") and items[target].value == "licences")
            or items[target].type == "family"
            or (items[target].type == "name" and items[target].words.casefold().split()[-1] in _TEXTS)
        )
        may = any((one.type, one.value) == ("form", "may") or one.type == "allow" for one in items) or _maker(items[:at])
        if text and may and before not in (["i"], ["we"]) and not by_itself and item.value == "modify":
            found[at] = item._replace(type="q", value="licensor-may-change")
            if items[target or 0].type != "name":
                found[target or 0] = items[target or 0]._replace(type="pad")
            found = [
                one._replace(type="pad") if place > at and (one.type, one.value) == ("topic", "history") else one
                for place, one in enumerate(found)
            ]
    return found


def _terms_may(items: Sequence[Item], at: int) -> bool:
    """Can the terms of it be changed, may the licence change."""
    first = next((one for one in items if one.type not in _HOLDING), None)
    before = items[:at]
    terms = any(one.type == "terms" or (one.type == "one" and one.value == "licences") for one in before)
    ours = {"i", "we"} & {word for one in before for word in one.words.casefold().split()}
    return first is not None and (first.type, first.value) == ("form", "may") and terms and not ours


def _maker(items: Sequence[Item]) -> bool:
    """Whether the licensor is spoken of."""
    return any(item.type == "developer" and item.words.casefold() in ("licensor", "maker", "developer", "vendor") for item in items)


def _freer(items: list[Item]) -> list[Item]:
    """Is A more permissive than B: two models compared, where none comes from the other."""
    names = [at for at, item in enumerate(items) if item.type == "name"]
    if len(names) != 2 or any(item.type == "topic" and item.value == "lineage" for item in items):
        return items
    return [
        item._replace(type="form", value="compare")
        if item.type == "contradicts" and item.words.casefold().split()[-1] == "than" and names[0] < at < names[1]
        else item
        for at, item in enumerate(items)
    ]


def _sued(items: list[Item]) -> list[Item]:
    """A suit against the maker."""
    suit = any((item.type, item.value) == ("q", "litigation-termination") for item in items)
    return [item._replace(type="pad") if suit and item.type == "against" else item for item in items]


def _costs(items: list[Item]) -> list[Item]:
    """Pay the legal costs: what the licensee indemnifies."""
    asks = [at for at, item in enumerate(items) if (item.type, item.value) == ("q", "licensee-indemnifies")]
    return [
        item._replace(type="pad") if item.type == "duty" and item.value == "pay" and any(abs(at - one) < 6 for one in asks) else item
        for at, item in enumerate(items)
    ]


def _need_not(items: list[Item]) -> list[Item]:
    """Do not have to register, without us having to show credit: what need not be done."""
    found = list(items)
    for at, item in enumerate(items):
        if (item.type, item.value) != ("form", "must"):
            continue
        before, after = _ahead(items, at, (*_HOLDING, "metric", "have")), _after(items, at, (*_HOLDING, "have"))
        denies = before is not None and items[before].type in ("not", "without")
        if denies and after is not None and items[after].type in ("q", "duty"):
            found[at] = item._replace(type="pad")
            found = [
                one._replace(type="pad") if (before or 0) < place < at and one.type == "metric" else one for place, one in enumerate(found)
            ]
    return found


def _on_paper(items: list[Item]) -> list[Item]:
    """Hand over a copy of the licence, credit to be shown: what is given or shown is the paper, not the model."""
    found = list(items)
    asks = any((item.type, item.value) == ("form", "must") or item.type in ("have", "form") for item in items)
    for at, item in enumerate(items):
        if (item.type, item.value) != ("do", "give") or not asks:
            continue
        before, after = _ahead(items, at, ("pad", "det", "have")), _after(items, at, ("pad", "det"))
        linked = any(
            place is not None and items[place].type == "q" and items[place].value in _ON_PAPER and _bound(items, at, place)
            for place in (before, after)
        )
        if linked:
            found[at] = item._replace(type="pad")
    return found


_LINKS = frozenset("with if when once before after while and or for because".split())


def _bound(items: Sequence[Item], at: int, place: int) -> bool:
    """Whether nothing stands between a verb and its object that begins something else; before the verb, it has to be passive."""
    between = [word for item in items[min(at, place) + 1 : max(at, place)] for word in item.words.casefold().split()]
    passive = place > at or items[at].participle or bool({"be", "been", "is", "are", "being", "get", "gets"} & set(between))
    passive = passive or items[at].words.casefold().split()[0] in ("shown", "put", "given")
    return passive and not _LINKS & set(between)


def _armies(items: list[Item]) -> list[Item]:
    """Is the army excluded: whether military use is forbidden."""
    places = any(item.type == "place" or item.value == "excluded-territories" for item in items)
    army = any(item.type == "opt" and item.value == "purpose=military" for item in items)
    if places or not army:
        return items
    return [item._replace(type="forbid") if item.type == "exclude" else item for item in items]


def _expressly(items: list[Item]) -> list[Item]:
    """Models that expressly allow military use: the text says so, and is not silent."""
    words = {item.words.casefold() for item in items}
    army = [at for at, item in enumerate(items) if (item.type, item.value) == ("opt", "purpose=military")]
    listed = any(item.type == "kind" and not item.number for item in items) and not any(item.type == "name" for item in items)
    allows = [at for at, item in enumerate(items) if item.type == "allow"]
    if not words & {"expressly", "explicitly", "in so many words"} or len(army) != 1 or len(allows) != 1 or not listed:
        return items
    if any(item.type in ("not", "without", "forbid", "do", "form") and item.value not in ("", "which", "is") for item in items):
        return items
    if any(item.type in ("not", "without", "forbid") for item in items):
        return items
    return [
        item._replace(type="q", value="military-use=allowed") if at in army else item._replace(type="pad") if at in allows else item
        for at, item in enumerate(items)
    ]


def _put_out(items: list[Item]) -> list[Item]:
    """Everything a maker put out under a licence: who made it."""
    found = list(items)
    for at, item in enumerate(items):
        before, after = _ahead(items, at, ("pad", "have")), _after(items, at, ("det",))
        if (item.type, item.value) != ("do", "give") or before is None or items[before].type != "name":
            continue
        under = after is not None and items[after].words.casefold().split()[0] == "under"
        lone = sum(one.type == "do" for one in items) == 1
        spoken = any(one.type == "every" or (one.type == "kind" and not one.number) for one in items[:before])
        if under and lone and spoken and not any(one.type == "form" and one.value in ("may", "must") for one in items):
            found[at] = item._replace(type="pad")
    return found


def _at_odds(items: list[Item]) -> list[Item]:
    """Models whose licence does not match that of their base: lists of these are kept."""
    many = any((item.type, item.value) == ("kind", "models") and not item.number for item in items)
    odd = next((at for at, item in enumerate(items) if item.type == "contradicts"), None)
    if not many or odd is None or any(item.type in ("name", "not", "without") for item in items):
        return items
    last = next(
        (at for at in range(len(items) - 1, odd, -1) if items[at].type == "topic" or set(items[at].words.casefold().split()) & _BASES), None
    )
    between = {item.type for item in items[odd + 1 : last]}
    if last is None or between - {"pad", "det", "terms", "topic", "form", "one", "kind", "licence", "in", "by", "have", "of", "num"}:
        return items
    found = list(items)
    found[odd] = items[odd]._replace(type="conflicts", value="")
    licence = next((at for at in range(odd) if items[at].type in ("one", "topic") and "licen" in items[at].words.casefold()), odd)
    return [item._replace(type="pad") if odd < at <= last or licence <= at < odd else item for at, item in enumerate(found)]


_BASES = frozenset("base bases parent parents upstream ancestor ancestors original underneath origin".split())


def _told_beside(items: list[Item], notes: list[str]) -> list[Item]:
    """A question on the text in a sentence that asks nothing and names nothing, beside one that asks, is told."""
    asks = {item.sentence for item in items if item.type == "q"} & {item.sentence for item in items if item.type == "name"}
    held = {
        item.sentence for item in items if item.type in ("name", "form", "q", "duty", "kind", "do", "tune", "one", "not", "without", "opt")
    }
    if asks:  # our product grows: of a thing that nothing is asked of
        items = [item._replace(type="pad") if item.type == "of" and item.sentence not in held else item for item in items]
    asking = {item.sentence for item in items if item.type == "form"}
    holds: Callable[[int], bool] = lambda one: any(item.sentence == one and item.type == "q" for item in items)  # noqa: E731
    named = {item.sentence for item in items if item.type == "name" or (item.type == "kind" and not item.number)}
    asking |= named
    last = max((item.sentence for item in items), default=0)
    ours = {item.sentence for item in items if set(item.words.casefold().split()) & {"our", "my", "we", "i", "us"}}
    first = min(asking, default=0)
    told = {one for one in range(min(first, last)) if one in ours and holds(one)}
    if not told or not any(holds(one) and one in named for one in asking - told):
        return items
    aside = [item.words for item in items if item.sentence in told and item.type in ("q", "not", "without", "duty")]
    notes.append(f"told, not asked: {' '.join(aside)}")
    return [
        item._replace(type="pad") if item.sentence in told and item.type in ("q", "not", "without", "duty", "have") else item
        for item in items
    ]


__all__ = ["embedding", "settled"]
