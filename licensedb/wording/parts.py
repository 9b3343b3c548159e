"""The parts of a question: what is denied, who is named, what is asked of the text, in which scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from licensedb.vocabulary import Act
from licensedb.wording import acts as doing
from licensedb.wording import names as n
from licensedb.wording.reading import Item, NotUnderstoodError, Read, nearest
from licensedb.wording.turns import levelled

_ASKING = ("which", "what", "who", "where", "how", "how-many", "owe", "compare")
_CHANGE = ("change", "changes", "changing", "تغيير", "تغير", "تغيّر")


# What `only` may stand with and add nothing.
_NARROW = {
    ("of", "adapter"),
    ("opt", "use=internal-operations"),
    ("opt", "offering=internal"),
    ("opt", "use=personal"),
    ("opt", "use=research"),
    ("opt", "use=evaluation"),
    ("opt", "use=education"),
    ("opt", "use=charity"),
    ("opt", "non-commercial"),
    ("of", "weights"),
}
# Who asks, as a licensee; sizes of companies are profiles, which fill in figures.
_LICENSEES = {
    "university": "academic",
    "government": "government",
    "hobbyist": "individual",
    "startup": "company",
    "small-company": "company",
    "enterprise": "company",
    "cloud-provider": "cloud-provider",
}
# Who sells nothing does nothing commercial.
_UNPAID = (
    "use=personal",
    "use=education",
    "use=charity",
    "profile=hobbyist",
    "profile=university",
    "licensee=non-profit",
    "licensee=academic",
    "licensee=individual",
)
_SIZES = ("startup", "small-company", "enterprise", "cloud-provider")
_SAID_NOT = ("not", "never", "cannot", "can't", "cant", "mustn't", "mustnt", "may not", "isn't", "couldn't", "no longer")
# Words that ask whether what somebody says is so.
_DOUBTED = frozenset(
    "right wrong correct true false mistaken insists insist claims claim says say thinks think convinced believes believe told sure"
    " swears maintains argues tells warns warned certain confirm agree accurate".split()
)
_USED = (("do", "use"), ("topic", "licence-of"), ("do", "host"))
_PLAIN_NOT = ("not", "لا", "ليس", "ليست", "لم")


class Plan(NamedTuple):
    """A command with its names and options (flag, value; an empty value for a flag alone), and how the answer begins.

    `head`: verdict, feature (`question`, `denied` where its absence was asked for), duty, relicense, file (told, not run), or empty.
    """

    command: str
    names: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    head: str = ""
    subject: str = ""
    denied: bool = False
    notes: tuple[str, ...] = ()

    def line(self) -> tuple[str, ...]:
        """The words of the command line, after `licensedb`."""
        told = [part for flag, value in self.options for part in ((flag, value) if value else (flag,))]
        return (self.command, *self.names, *told)


def _before_models(items: Sequence[Item]) -> str:
    """What kind of models is spoken of: translation models, models for translation. No record holds that."""
    for at, item in enumerate(items):
        before, after = items[max(at - 2, 0) : at], items[at + 1 : at + 2]
        many = [
            one for one in (*after, *(before[:1] if len(before) == 2 and before[1].words.casefold() == "for" else ())) if one.type == "kind"
        ]
        if item.type == "thing" and any(one.value == "models" and not one.number for one in many):
            return item.words
        if item.type == "thing" and before and (before[-1].type, before[-1].value) == ("form", "which"):
            return item.words
    return ""


def _begins(one: n.Named, other: n.Named) -> bool:
    """Whether one name is what the other begins with, in whatever script."""
    brands = [{n.atoms(name)[:1] for name in named.ids} for named in (one, other)]
    lone = len(n.atoms(one.text)) == 1 < len(n.atoms(other.text)) and one.kind in ("model", "many") and brands[0] == brands[1]
    return lone or n.atoms(other.text)[: len(n.atoms(one.text))] == n.atoms(one.text)


class Parts:
    """What stands in a question, apart from the kind of question that it is."""

    def __init__(self, found: Read, names: n.Names) -> None:
        plain, self.modalities, told = levelled(found.items)
        things = [item.words for item in plain if item.type == "thing"]
        self.filtered = _before_models(plain)
        found = found._replace(items=tuple(item._replace(type="pad", value="thing") if item.type == "thing" else item for item in plain))
        self.read, self.records = found, names
        self.items = [item for item in found.items if item.type != "pad"]
        self.notes: list[str] = [f"no licence speaks of it; left aside: {', '.join(dict.fromkeys(things))}"] if things else []
        self.notes += told
        self.left = set(range(len(self.items)))
        self.options: list[tuple[str, str]] = []
        self.denied: list[Item] = []
        self.asked: list[tuple[Item, bool]] = []  # questions on the text, and whether their absence is asked for
        self.duties: list[tuple[Item, bool]] = []
        self.forbidden = self.sure = self.only_that = False
        self.owned = self.barred_places = False
        self.day = ""
        self.told: dict[str, int] = {}
        self.done: doing.Done | None = None

    def has(self, kind: str, *values: str) -> bool:
        return any(item.type == kind and (not values or item.value in values) for item in self.items)

    def take(self, kind: str, *values: str) -> list[Item]:
        """The items of a kind, which are read by that."""
        found = [at for at, item in enumerate(self.items) if item.type == kind and (not values or item.value in values)]
        self.left -= set(found)
        return [self.items[at] for at in found]

    def items_say(self, words: str) -> bool:
        """Whether a phrase stands in the question."""
        return any(item.words.casefold() == words for item in self.read.items)

    def stop(self, message: str, *words: str) -> NotUnderstoodError:
        return NotUnderstoodError(message, words, nearest(self.items, self.read.lexicon))

    def barring(self) -> str:
        """The words that bar, or deny."""
        return ", ".join(dict.fromkeys(item.words for item in (*self.items, *self.denied) if item.type in ("forbid", "not", "without")))

    def _next(self, at: int) -> int | None:
        """The next item that bears meaning."""
        passed = ("det", "have", "in", "cmp", "comma", "ends")
        return next((one for one in range(at + 1, len(self.items)) if self.items[one].type not in passed), None)

    def _onlys(self) -> None:
        """`only`, where it says no more than what it stands with: only internally, only the adapter. Else it stops the reading."""
        for at, item in enumerate(self.items):
            if item.type != "only":
                continue
            near = [self.items[one] for one in (self._beside(at, 1), self._beside(at, -1)) if one is not None]
            narrow = [one for one in near if (one.type, one.value) in _NARROW or one.type in ("kept", "sure", "alone")]
            if narrow and self._listed_for_no_trade(narrow[0]):
                self.left.discard(at)
                self.items[at] = item._replace(type="det")
                self.items[self.items.index(narrow[0])] = narrow[0]._replace(type="det")
                self.left.discard(self.items.index(narrow[0]._replace(type="det")))
                self.asked.append((narrow[0]._replace(type="q", value="use-commercially"), True))
                self.notes.append(f"{narrow[0].words}, {item.words}: use-commercially is refused")
                continue
            asks = self._only_asked()
            before = self._beside(at, -1)
            put = before is not None and (self.items[before].type, self.items[before].value) == ("form", "may")
            does = near and near[0].type in ("do", "tune") and not put and not self.has("not")
            if narrow and (narrow[0].type != "opt" or not (asks or (put and self.items[before or 0].value == "may"))):
                self.notes.append(f"{item.words}: {narrow[0].words}, and nothing else")
            elif near and (near[0].type, near[0].value) == ("kind", "models") and self.has("sure"):
                pass
            elif narrow and asks:
                self._commercially_barred(self.items.index(narrow[0]))
            elif does:
                self.notes.append(f"{item.words} {near[0].words}: what is asked about")
            elif near and near[0].type in ("figure", "money") and not self.has("form", "which"):
                self.notes.append(f"{item.words}: {near[0].words}, and no more")
            elif before is not None and self.items[before].type in ("figure", "money", "metric", "currency"):
                self.notes.append(f"{item.words}: {self.items[before].words}, and no more")
            elif before is not None and self.items[before].type == "place" and self.has("name") and not self._of_models():
                self.notes.append(f"{item.words}: {self.items[before].words}, and nowhere else")
            elif before is not None and self.items[before].type == "or" and self.has("topic", "openness"):
                pass  # or only the weights?
            elif near and near[0].type in ("q", "duty", "law") and self.has("form", "compare"):
                self.notes.append(f"{item.words} {near[0].words}: nothing else is compared")
            elif at == len(self.items) - 1 and self.has("opt"):
                self.notes.append(f"{item.words}: nothing else")
            elif near and self._of_models() and self._narrows_a_list(near):
                self.notes.append(f"{item.words} {near[0].words}: nothing else is asked for")
            else:
                raise self.stop(f"not understood: {item.words!r}", item.words)
            self.left.discard(at)
            self.items[at] = item._replace(type="det")
        for at, item in enumerate(self.items):
            if item.type == "opt" and item.words.casefold().endswith(" only") and self._only_asked():
                self._commercially_barred(at)
        if self.has("of", "adapter", "derivative") or self.has("tune"):
            self.notes += [f"{item.words}: what was made of it alone" for item in self.take("alone")]
        self.take("sure")
        self.sure = self.has("sure")

    def _listed_for_no_trade(self, item: Item) -> bool:
        """Whether models are listed that are for research, or non-commercial use, alone: which are for research only."""
        asked = self._of_models() and not self.has("name") and not self.has("form", "may") and not self.has("do", "sell", "host", "give")
        return asked and (item.type, item.value) in (("opt", "non-commercial"), ("opt", "use=research")) and not self.has("not", "")

    def _narrows_a_list(self, near: Sequence[Item]) -> bool:
        """Whether `only` says no more than that a list is to hold nothing else: MIT only, only models that."""
        named = any(one.type == "name" for one in near) and not self.has("do")
        return named or (near[0].type == "kind" and not near[0].number and not self.has("not"))

    def _only_asked(self) -> bool:
        """Whether it is asked if no more than that is allowed: is it for research only?"""
        put = bool(self.items) and (self.items[0].type, self.items[0].value) == ("form", "is")
        return put and not self.has("form", "may") and not self.has("do") and self.has("name")

    def _commercially_barred(self, at: int) -> None:
        item = self.items[at]
        self.items[at] = item._replace(value="commercial")
        self.only_that = True
        self.notes.append(f"{item.words}: asked is whether commercial use is barred")

    def _beside(self, at: int, step: int) -> int | None:
        """The next item that bears meaning, on either side."""
        place = at + step
        while 0 <= place < len(self.items):
            if self.items[place].type not in ("det", "in", "comma"):
                return place
            place += step
        return None

    def _statements(self) -> None:
        """What is told, not asked: nothing is sold, no licence was found."""
        for at, item in enumerate(self.items):
            if item.type != "told-not":
                continue
            self.left.discard(at)
            self.items[at] = item._replace(type="det")
            self.notes.append(f"{item.words}: told, not asked")
        if self.has("form", "may") and self.has("name"):
            self.notes += [f"{item.words}: the answer tells where leave has to be asked" for item in self.take("unasked")]
        if self.has("do", "sell"):
            return
        private = any(item.type == "opt" and item.value in _UNPAID for item in self.items)
        for at in self._places_of("unsold"):
            self.left.discard(at)
            if private and not self.has("opt", "commercial"):
                self.items[at] = self.items[at]._replace(type="opt", value="non-commercial")
                self.notes.append(f"{self.items[at].words}: no sale, and no business asks: non-commercial")
            else:
                self.notes.append(f"{self.items[at].words}: no sale; commercial use is left open")

    def _places_of(self, kind: str) -> list[int]:
        return [at for at, item in enumerate(self.items) if item.type == kind]

    def _free(self) -> None:
        """For free: without paying."""
        for item in self.take("free"):
            self.duties.append((item._replace(value="pay"), True))
            self.denied.append(item)
            self.notes.append(f"{item.words}: without paying")

    def _negations(self) -> None:
        """Every negation is joined to what it denies; one that denies nothing that can be asked stops the reading."""
        at, denying, joined = 0, False, ""
        while at < len(self.items):
            item = self.items[at]
            if item.type in ("not", "without"):
                denying, joined = self._denied(at), ""
            elif item.type in ("q", "duty"):
                (self.asked if item.type == "q" else self.duties).append((item, denying))
                self.left.discard(at)
                joined = "q"
            elif item.type == "but":
                denying, joined = False, ""
            elif item.type in ("and", "or", "comma"):
                joined = item.type if joined in ("q", "comma") else joined
            elif item.type == "have" and joined in ("", "or"):
                pass  # not require, or ask for: what is denied goes on
            elif item.type not in ("det", "in", "cmp", "ends"):
                denying = False
            at += 1

    def _denied(self, at: int) -> bool:
        """Reads what a negation denies; true where that is a question on the text, and those joined to it."""
        item, target = self.items[at], self._next(at)
        self.left.discard(at)
        thing = self.items[target] if target is not None else None
        if self._where_not(at, target):
            return False
        if thing is None:
            raise self.stop(f"not understood: what {item.words!r} denies", item.words)
        if thing.type in ("q", "duty"):
            self.denied.append(item)
            self.notes.append(f"{item.words} {thing.words}: {thing.value} is to be absent")
            return True
        if self._said_barred(at, item, thing):
            return False
        trade = thing.words.casefold().startswith(("commerc", "for profit", "for money")) or "تجاري" in thing.words
        if thing.type == "opt" and thing.value == "commercial" and trade and target is not None:
            self.items[target] = thing._replace(value="non-commercial")
            self.notes.append(f"{item.words} {thing.words}: non-commercial")
            return False
        if (thing.type, thing.value) == ("opt", "production") and target is not None:
            self.items[target] = thing._replace(value="no-production")
            self.notes.append(f"{item.words} {thing.words}: no production")
            return False
        if thing.type == "allow" and target is not None:
            self.items[target] = thing._replace(type="forbid", words=f"{item.words} {thing.words}")
            return False
        if thing.type == "of" and thing.value == "weights" and self.has("of", "adapter") and target is not None:
            self.items[target] = thing._replace(type="det")
            self.read = self.read._replace(items=tuple(one for one in self.read.items if one != thing))
            self.notes.append(f"{item.words} {thing.words}: the adapter alone")
            return False
        licences = any(one.type == "kind" and one.value == "licences" and not one.number for one in self.items) and not self.has("name")
        listed = licences or self.has("form", "which") or (self.has("form", "what") and not self.has("name")) or self._of_models()
        if (thing.type, thing.value) == ("opt", "commercial") and listed and target is not None:
            self.forbidden = True
            self.denied.append(item)
            return False
        before = next((one for one in reversed(self.items[:at]) if one.type not in ("det", "comma")), None)
        first = self.read.items[0] is item  # told of oneself where something stands before it: we won't modify it
        first = first and (item.words.isascii() or thing.type == "form")  # Arabic asks with a particle: what begins so is told
        put = (before is None and first) or (before is not None and before.type == "form" and before.value in ("may", "is", "why"))
        plain = item.words.casefold().removesuffix("n't").removesuffix("nt") != item.words.casefold() or item.words.casefold() in _PLAIN_NOT
        asking = put and plain and self.has("form", "may", "is", "why") and self.has("name") and not listed
        elsewhere = {one.sentence for one in self.items if one.type == "form" and one.sentence != item.sentence}
        spoken = [one for one in self.read.items if one.sentence == item.sentence]
        if asking and elsewhere and not any(one.type == "name" for one in spoken) and spoken[0].type == "pad" and spoken[0] is not before:
            asking = False  # we may not modify it; may we host it
        if asking and thing.type in ("do", "tune", "name", "topic", "form"):
            self.notes.append(f"{item.words}: asked is whether it may be done")
            self.denied.append(item)
            return False
        barred = thing.type in ("do", "tune") or (thing.type, thing.value) == ("of", "derivative")
        if (item.type == "not" or item.words.casefold() == "no") and barred and listed and not (self.has("forbid") or self.denied):
            self.forbidden = True
            self.denied.append(item)
            return False
        military = self._next(target) if target is not None and thing.type == "forbid" else None
        if military is not None and (self.items[military].type, self.items[military].value) == ("opt", "purpose=military") and listed:
            self.items[military] = self.items[military]._replace(type="det")
            self.items[target or 0] = thing._replace(type="det")
            self.asked.append((Item("q", "military-use=forbidden", thing.words), True))
            self.notes.append(f"{item.words} {thing.words}: military-use is not to be forbidden")
            return False
        if thing.type == "exclude" and listed and self.has("place") and target is not None:
            self.items[target] = thing._replace(type="det")
            self.asked.append((thing._replace(type="q", value="excluded-territories"), True))
            self.notes.append(f"{item.words} {thing.words}: the place is not to be excluded")
            return False
        if item.type == "not" and thing.type == "exclude":
            raise self.stop(f"not understood: {item.words!r} before {thing.words!r} denies twice", item.words)
        raise self.stop(f"not understood: what {item.words!r} denies in {thing.words!r}", item.words, thing.words)

    def _said_barred(self, at: int, item: Item, thing: Item) -> bool:
        """Whether it is asked if what may not, or must not be done is so: he says it must not be hosted; is that right?"""
        before = self._beside(at, -1)
        form = self.items[before] if before is not None else None
        if not self.has("name") or self._of_models() or item.words.casefold() not in _SAID_NOT:
            return False
        if form is None or form.type != "form" or form.value not in ("may", "must", "is"):
            return False
        said = {word for one in self.read.items for word in one.words.casefold().split()}
        doubted = bool(said & _DOUBTED) and self.read.items[0] is not form
        act = thing.type in ("do", "tune") or (thing.type, thing.value) in (("opt", "commercial"), ("opt", "production"))
        if not act or not (doubted or (form.value == "may" and thing.type == "opt")) or (form.value == "is" and thing.type != "opt"):
            return False
        if form.value != "may" and before is not None:
            self.items[before] = form._replace(type="form", value="may")
        self.denied.append(item)
        self.notes.append(f"{item.words}: asked is whether it may be done")
        return True

    def _where_not(self, at: int, target: int | None) -> bool:
        """In which countries is it not licensed, where may it not be used: asked is which places are excluded."""
        item, thing = self.items[at], self.items[target] if target is not None else None
        asked = [one for one in self.items[:at] if (one.type, one.value) == ("q", "excluded-territories")]
        where = [one for one in range(at) if (self.items[one].type, self.items[one].value) == ("form", "where")]
        used = thing is None or thing.type in ("allow", "have", "name") or (thing.type, thing.value) in _USED
        others = (
            self.has("opt") or self.has("place") or sum(one.type in ("q", "duty", "do", "tune") for one in self.items) > 1 + bool(asked)
        )
        if item.type != "not" or not self.has("name") or not (asked or where) or not used or others:
            return False
        if target is not None and thing is not None and thing.type != "name":
            self.items[target] = thing._replace(type="det")
            self.read = self.read._replace(items=tuple(one._replace(type="pad") if one is thing else one for one in self.read.items))
            self.left.discard(target)
        if not asked:
            self.asked.append((self.items[where[0]]._replace(type="q", value="excluded-territories"), False))
            self.left.discard(where[0])
        self.notes.append(f"{item.words}: asked is which places are excluded")
        return True

    def _names(self) -> None:
        self.named: list[n.Named] = []
        for at, item in enumerate(self.items):
            if item.type != "name" or item.hit is None:
                continue
            want = self._want(at, item)
            named = n.resolve(item.hit, item.words, self.records, want.rstrip("?"))
            if want.endswith("?"):  # the licence, unless one model is meant
                plain = n.resolve(item.hit, item.words, self.records)
                named = plain if plain is not None and plain.kind == "model" and len(plain.ids) == 1 else named
                if named is None and want == "model?":
                    named = n.resolve(item.hit, item.words, self.records, "licence")
            if named is None:
                near = ", ".join(dict.fromkeys(row.id for row in item.hit.rows[:5]))
                raise NotUnderstoodError(f"{item.words!r} may be several records", (item.words,), (f"one of {near}",))
            if named.note:
                self.notes.append(named.note)
            self.named.append(named)
            self.left.discard(at)
        self._alike()
        self._maker_named()
        self._name_given()
        self._restated()
        self._second_names()
        self._own_terms()
        for named in self.named:
            if named.kind == "many":
                one = f"name one: {', '.join(named.ids[:6])}"
                raise NotUnderstoodError(f"{named.text!r} are models under {len(named.ids)} licences", (named.text,), (one,))

    def _maker_named(self) -> None:
        """Must I name Google: the maker is named, no derivative."""
        for at, (item, denied) in enumerate(self.asked):
            if item.value != "derivative-name-rule" or item.words.casefold().split()[-1] not in ("name", "naming"):
                continue
            place = next((one for one, other in enumerate(self.read.items) if other.type == "q" and other.words == item.words), None)
            after = self.read.items[place + 1] if place is not None and place + 1 < len(self.read.items) else None
            makers = [named.text for named in self.named if named.kind in ("developer", "licensor")]
            if after is not None and after.type == "name" and after.words in makers and len(self.named) > 1:
                self.asked[at] = (item._replace(value="display-attribution"), denied)
                self.notes.append(f"{item.words} {after.words}: the maker is to be named")

    def _alike(self) -> None:
        """Names that are compared are all of models where one can only be of a model."""
        kinds = {named.kind for named in self.named}
        if not (self.has("form", "compare") and kinds == {"model", "licence"}):
            return
        hits = [item for item in self.items if item.type == "name" and item.hit is not None]
        for at, (named, item) in enumerate(zip(self.named, hits, strict=True)):
            plain = n.resolve(item.hit, item.words, self.records, "model") if item.hit and named.kind == "licence" else None
            if plain is not None and plain.kind == "model":
                self.named[at] = plain
                self.notes = [*(note for note in self.notes if note != named.note), *([plain.note] if plain.note else [])]

    def _second_names(self) -> None:
        """A second name that changes nothing: what is trained on the outputs; what a model is said to come from."""
        for one in [one for one in self.named if len(one.ids) > 1 and not self.has("form", "compare")]:
            longer = [other for other in self.named if n.atoms(other.text)[: len(n.atoms(one.text))] == n.atoms(one.text)]
            if any(len(n.atoms(other.text)) > len(n.atoms(one.text)) for other in longer):  # an article on Grok, asked is of Grok 2
                self.named.remove(one)
                self.notes = [note for note in self.notes if note != one.note]
                self.notes.append(f"{one.text}: asked is about {longer[-1].text}")
        if len(self.named) < 2 or self.has("form", "compare"):
            return
        first, last = self.named[0], self.named[-1]
        names = [at for at, item in enumerate(self.read.items) if item.type == "name"]
        led = self.read.items[names[-1] - 1].words.casefold().split()[-1:] if names and names[-1] else []
        if self.asked and len(self.named) == 2 and "stands for" in last.note and len(n.atoms(last.text)) == 1 and led in (["to"], ["from"]):
            self.named.pop()  # before we have to turn to the maker
            self.notes = [note for note in self.notes if note != last.note]
            self.notes.append(f"{last.text}: left aside, asked is about {first.text}")
            return
        trained = self.has("of", "outputs") and (self.has("tune") or self.has("do", "train"))
        places = {item.words: at for at, item in enumerate(self.items) if item.type == "name"}
        verbs = [at for at, item in enumerate(self.items) if item.type == "tune" or (item.type, item.value) == ("do", "train")]
        after = trained and len(self.named) == 2 and any(places.get(first.text, 0) < at < places.get(last.text, 0) for at in verbs)
        traced = last.kind == "many" and self.has("topic", "lineage") and len({one.kind for one in self.named} - {"licence"}) == 2
        if (after and (last.kind == "many" or len(last.ids) > 1)) or traced:
            self.named.pop()
            self.notes = [note for note in self.notes if note != last.note]
            self.notes.append(f"{last.text}: {'what is trained; ' if after else ''}left aside, asked is about {first.text}")

    def _own_terms(self) -> None:
        """Do the Gemma terms let me use Gemma 2 27B: of a licence and a model that stands under it, the model is asked about."""
        terms = [named for named in self.named if named.kind == "licence"]
        models = [named for named in self.named if named.kind == "model"]
        if len(self.named) != 2 or len(terms) != 1 or len(models) != 1 or self.named[0] is not terms[0]:
            return
        makers = [self.records.makers(one.ids) for one in (terms[0], models[0])]
        acts = any(item.type in ("do", "tune") for item in self.items) and not self.has("do", "relicense")
        if acts and makers[0] & makers[1] and (self.has("form", "may") or self.has("allow") or self.has("forbid")):
            self.named.remove(terms[0])
            self.notes.append(f"{terms[0].text}: asked is about {models[0].text} under its own terms")

    def _name_given(self) -> None:
        """Of "must it be called Llama" the last name is no model that is asked about."""
        branded = self.has("do", "brand")
        if len(self.named) < 2 or not (branded or any(item.value == "derivative-name-rule" for item, _ in self.asked)):
            return
        places = [at for at, item in enumerate(self.items) if item.type == "name"]
        shown = (
            [
                named
                for at, named in zip(places, self.named, strict=True)
                if at + 1 < len(self.items) and (self.items[at + 1].type, self.items[at + 1].value) == ("do", "brand")
            ]
            if len(places) == len(self.named)
            else []
        )
        for one in self.named:
            others = [other for other in self.named if other is not one]
            if any(_begins(one, other) for other in others) or (one in shown and [other.kind for other in others] == ["model"]):
                self.named = others
                self.notes = [note for note in self.notes if note != one.note]
                self.notes.append(f"{one.text}: taken as the name to be given")
                return

    def _restated(self) -> None:
        """The brand beside one of its models, as in two scripts: Olmo 7B (OLMo)."""
        names = [at for at, item in enumerate(self.items) if item.type == "name"]
        if len(self.named) != 2 or len(names) != 2 or names[0] + 1 != names[1]:
            return
        first, last = self.named
        if first.kind == last.kind == "model" and _begins(last, first) and len(n.atoms(last.text)) == 1:
            self.named.pop()
            self.notes = [note for note in self.notes if note != last.note]
            self.notes.append(f"{last.text}: said again, beside {first.text}")

    def _licences_meant(self) -> bool:
        """Whether licences are spoken of, and names are theirs: the Llama 2 and Llama 3 licences, compare the licences of."""
        named = any(item.type == "name" and "licen" in item.words.casefold().rsplit(" ", 1)[-1] for item in self.items)
        several = sum(item.type == "name" for item in self.items) > 1
        return (self.has("form", "compare", "diff") or (several and self.has("topic", "history"))) and (
            named or any(item.value == "licences" for item in self.items)
        )

    def _want(self, at: int, item: Item) -> str:
        """Whether a name is meant as that of a licence or a developer."""
        assert item.hit is not None
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        before = self.items[at - 1] if at else None
        if (after and after.type == "terms") or self._licences_meant():
            return "licence"
        if before and before.type == "terms":
            return "licence?"
        if self._own_maker(item):
            return "developer"
        if before and (before.type, before.value) == ("kind", "licences") and before.number and not before.words.isascii():
            return "licence?"  # in Arabic the kind stands before the name
        asks = [one for one, _ in self.asked if one.value in ("licensor-may-change", "governing-law")]
        if any(word in one.words.casefold() for one in asks for word in ("terms", "licence", "license", "شروط", "رخص", "ترخيص")):
            return "licence?"
        if any(row.kind in ("developer", "licensor") for row in item.hit.rows):
            listed = before is not None and (before.type, before.value) == ("kind", "models") and not before.number
            own = [row for row in item.hit.rows if row.kind == "licence" and len(row.atoms) == item.hit.length]
            listed = listed and not any(row.scheme in ("id", "spdx") for row in own)
            by = listed or (before is not None and (before.type in ("by", "developer") or before.words.casefold() in ("from", "من")))
            by = by or (before is not None and before.type == "every")
            by = by or (
                before is not None and before.type == "place" and self.has("kind", "models") and at > 1 and self.items[at - 2].type == "in"
            )
            if by or (after is not None and after.type == "kind"):
                licences = self.has("kind", "licences") and not self.has("kind", "models")
                return "licensor" if licences else "developer"
        if after is not None and after.type == "kind" and after.value == "licences" and not self.has("topic", "licence-of"):
            self.left.discard(at + 1)
            self.items[at + 1] = after._replace(type="det", value="licences")
            return "model?" if self._of_its_model() else "licence"
        return "model" if self.has("topic", "openness") else ""

    def _own_maker(self, item: Item) -> bool:
        """Whether a maker is named beside one of its models, which is asked about: must we turn to Alibaba for Qwen2.5 72B."""
        assert item.hit is not None
        others = [one for one in self.items if one.type == "name" and one is not item and one.hit is not None]
        if self.has("form", "compare", "diff") or self.has("and") or self.has("or") or not others:
            return False
        makers = {row.id for row in item.hit.rows if row.kind == "developer"}
        named = [n.resolve(one.hit, one.words, self.records) for one in others if one.hit is not None]
        return bool(makers) and all(
            one is not None and one.kind in ("model", "licence") and self.records.makers(one.ids) & makers for one in named
        )

    def _of_its_model(self) -> bool:
        """Whether what may be done is asked of the licence of a model that is named: does its licence bar us from selling it."""
        verbs = any(item.type in ("do", "tune") for item in self.items)
        return verbs and self.has("form", "may", "is") + self.has("forbid") + self.has("allow") > 0 and not self.asked

    def _changes(self) -> None:
        """May the terms be changed, or did the licence change, or may the model be changed."""
        changes = [at for at, item in enumerate(self.items) if (item.type, item.value) == ("topic", "history")]
        changes = [at for at in changes if self.items[at].words.casefold() in _CHANGE]
        self._changed_or_to_change()
        if not changes or self.day:
            return
        terms = self.has("terms") or self.has("kind", "licences")
        terms = terms or any(
            item.type == "name" and {"terms", "licence", "license"} & set(item.words.casefold().split()) for item in self.items
        )
        makers = any(named.kind in ("developer", "licensor") for named in self.named)
        if terms and (self.has("form", "may") or (makers and self.has("allow"))):
            self.take("allow")
            self.take("terms")
            self.take("kind", "licences")
            for at in changes:
                self.left.discard(at)
                self.items[at] = self.items[at]._replace(type="det")
            self.asked.append((Item("q", "licensor-may-change", self.items[changes[0]].words), False))
        elif not terms and (self.has("form", "may") or self.has("form", "which") or self.has("allow") or self.has("form", "owe")):
            verb = {self.items[at]: self.items[at]._replace(type="do", value="modify") for at in changes}
            self.items = [verb.get(item, item) for item in self.items]
            self.read = self.read._replace(items=tuple(verb.get(item, item) for item in self.read.items))

    def _changed_or_to_change(self) -> None:
        """Did the maker change the licence; may I change it to another."""
        later = [
            (item, no) for item, no in self.asked if item.value == "licensor-may-change" and item.words.casefold().startswith("change ")
        ]
        if not later or not self.read.items:
            return
        item = later[0][0]
        past = self.read.items[0].words.casefold() in ("did", "has", "have", "when") and not self.has("form", "may")
        to = (
            self.has("form", "may") and {named.kind for named in self.named} == {"model", "licence"} and " licence" in item.words.casefold()
        )
        if not past and not to:
            return
        self.asked = [one for one in self.asked if one not in later]
        told = item._replace(type="topic", value="history") if past else item._replace(type="do", value="relicense")
        self.items = [told if one == item else one for one in self.items]
        self.left |= {at for at, one in enumerate(self.items) if one == told}
        self.read = self.read._replace(items=tuple(told if one == item else one for one in self.read.items))

    def _owners(self) -> None:
        """Whose the outputs are, or (asked of derivatives) whose those are."""
        if not self.has("own"):
            return
        if any(item.value == "litigation-termination" for item, _ in self.asked) and not self.has("of", "outputs"):
            self.take("own")  # the rights to it end
            return
        words = self.take("own")[0].words
        at = next(at for at, item in enumerate(self.read.items) if item.type == "own")
        following = self.read.items[at + 1].words.casefold() if at + 1 < len(self.read.items) else ""
        if words.casefold() == "owner" and not self.has("form", "who") and not following.startswith("of"):
            return  # a shop owner asks
        if self.has("of", "outputs"):
            if not self.has("do"):
                self.take("make")  # are they mine if I make them with it
            self.items = [item._replace(type="det") if (item.type, item.value) == ("of", "outputs") else item for item in self.items]
            self.read = self.read._replace(items=tuple(one for one in self.read.items if (one.type, one.value) != ("of", "outputs")))
            self.asked.append((Item("q", "outputs-owned-by", words), False))
        elif self.has("of", "derivative") or self.has("tune"):
            self.owned = True
        else:
            raise self.stop(f"not understood: {words!r}; of the outputs, or of a fine-tune?", words)

    def _rivals(self) -> None:
        """Whom the asker competes with."""
        if not self.take("rival"):
            return
        makers = [named for named in self.named if named.kind in ("developer", "licensor")]
        if len(makers) != 1:
            raise self.stop("not understood: a competitor of whom?")
        self.named.remove(makers[0])
        self.options.append(("--competes-with", self.records.licensor(makers[0].text) or makers[0].ids[0]))

    def _held(self) -> None:
        """Further rights that the asker has already: we hold a separate licence from Stability."""
        held = self.take("held")
        if not held:
            return
        makers = [named for named in self.named if named.kind in ("developer", "licensor")]
        if len(makers) > 1:
            raise self.stop(f"not understood: {held[0].words!r} of whom?", held[0].words)
        if makers:
            self.named.remove(makers[0])
            whose = self.records.licensor(makers[0].text) or makers[0].ids[0]
        else:
            whose = self._licence("what is held")
        self.options.append(("--granted", f"{whose}={held[0].value}"))
        self.notes.append(f"{held[0].words}: {held[0].value} held")

    def _options(self) -> None:
        for item in self.take("opt"):
            name, _, value = item.value.partition("=")
            self.options.append(("--unmodified" if name == "non-modified" else f"--{name}", value))
        if self.named and any(item.type == "role" and item.words.casefold().startswith(("sold ", "sell")) for item in self.items):
            self.options.append(("--commercial", ""))
        self.options = list(dict.fromkeys(self.options))
        said = [flag for flag, _ in self.options]
        if ("--use", "internal-operations") in self.options and self.items_say("at work"):
            self.options = [pair for pair in self.options if pair != ("--commercial", "")]
        for a, b in (("--commercial", "--non-commercial"), ("--modified", "--unmodified")):
            if a in said and b in said:
                raise self.stop(f"not understood: both {a[2:]} and {b[2:]}")
        for flag in ("--profile", "--use", "--offering", "--licensee", "--received", "--target"):
            values = [value for one, value in self.options if one == flag]
            if len(values) > 1:
                raise self.stop(f"not understood: more than one {flag[2:]}: {', '.join(values)}", *values)

    def _of_models(self) -> bool:
        """Whether models are spoken of, and not the one that is named: these models, which model."""
        models = [item for item in self.items if item.type == "kind" and item.value == "models"]
        return any(not item.number for item in models) or (bool(models) and self.has("form", "which"))

    def _ids(self, *kinds: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for named in self.named if named.kind in (kinds or ("model", "licence")) for one in named.ids))

    def _one(self, what: str) -> str:
        ids = self._ids()
        if len(ids) != 1:
            raise self.stop(f"not understood: {what} of which of {', '.join(ids)}?" if ids else f"not understood: {what} of what?")
        return ids[0]

    def _licence(self, what: str) -> str:
        """The licence named, or the one of the model named."""
        name = self._one(what)
        kind = next(named.kind for named in self.named if name in named.ids)
        if kind == "licence":
            return name
        licences = self.records.licences_of(self.records.models([name])[0])
        if len(licences) != 1:
            raise self.stop(f"not understood: {what} in which licence of {name}: {', '.join(licences) or 'none is recorded'}?")
        return licences[0]

    def _done(self) -> doing.Done:
        """The acts asked about."""
        if self.done is not None:
            return self.done
        found = self.done = doing.acts([item for item in self.read.items if item.type not in ("not", "without")])
        if found.odd:
            raise self.stop(f"not understood: {', '.join(map(repr, found.odd))} here", *found.odd)
        for kind in ("do", "tune", "of"):
            self.take(kind)
        if self.has("kept") and set(found.acts) <= {Act.MODIFY, Act.RUN}:
            self.take("kept")
        if any(item.type == "topic" and item.value == "lineage" for item in self.items) and found.acts:
            self.take("topic", "lineage")
        self.notes += found.notes
        return found

    def _asked_once(self) -> list[tuple[Item, bool]]:
        values = {item.value for item, _ in self.asked}
        granted = any(item.words.casefold() in ("grant", "grants", "granted") for item in self.read.items)
        if "litigation-termination" in values and not (granted or all(no for _, no in self.asked)):  # a suit over a patent
            self.asked = [(item, no) for item, no in self.asked if item.words.casefold() not in ("patent", "patents")]
        found: dict[str, tuple[Item, bool]] = {}
        for item, denied in self.asked:
            found.setdefault(item.value, (item, denied))
        return list(found.values())

    def _yes_or_no(self) -> bool:
        return not self.has("form", *_ASKING)

    def _yes_or_no_asked(self, item: Item, denied: bool) -> bool:
        """Whether a question on the text is one of yes or no, to which the answer to that question is the answer."""
        if any(item.type == "form" and item.value in _ASKING for item in self.read.items):
            return False
        if item.words.casefold().split()[0] in ("how", "who", "which", "what", "where", "whose"):
            return False
        return denied or not self.has("form", "may") or item.value == "licensor-may-change"

    def _dated(self) -> tuple[tuple[str, str], ...]:
        return (("--as-of", self.day),) if self.day else ()

    def _scenario(self, done: doing.Done | None = None, *, listed: bool = False) -> tuple[tuple[str, str], ...]:
        found = [*self._who(listed), *(done.options if done else ())]
        if done and Act.HOST in done.acts:  # hosted through an API, not received through one
            found = [pair for pair in found if pair != ("--received", "through-a-service")]
        if doing.EMBEDDED in found:
            found = [pair for pair in found if pair != ("--use", "product")]
        said = [flag for flag, _ in found]
        if "--commercial" in said and "--non-commercial" in said:
            raise self.stop("not understood: sold, and not commercial")
        if ("--use", "personal") in found and any(flag.endswith("users") for flag, _ in found):
            found = [pair for pair in found if pair != ("--use", "personal")]  # who has users does not use it alone
            self.notes.append("personal use: not with users")
        uses = dict.fromkeys(value for flag, value in found if flag == "--use")
        if len(uses) > 1 and "product" in uses:  # what is told of the use says more than the thing that is made
            found = [pair for pair in found if pair != ("--use", "product")]
            uses.pop("product")
        if {"personal", "research"} <= set(uses) or {"personal", "evaluation"} <= set(uses) or {"personal", "education"} <= set(uses):
            found = [pair for pair in found if pair != ("--use", "personal")]
            uses.pop("personal")
        if len(uses) > 1:
            raise self.stop(f"not understood: more than one use: {', '.join(uses)}")
        return (*dict.fromkeys(found), *self._dated())

    def _who(self, listed: bool) -> list[tuple[str, str]]:
        """The options told, with who asks as a licensee: no figures are filled in that nobody told, except in a list, which has some."""
        found = []
        for flag, value in self.options:
            licensee = _LICENSEES.get(value) if flag == "--profile" else None
            if listed and (flag, value) == ("--licensee", "company"):
                continue  # a list asks for a company anyway
            if licensee is None or (listed and value in _SIZES):
                found.append((flag, value))
                continue
            if (flag, value) == ("--profile", "hobbyist") and not {"--use", "--commercial"} & {flag for flag, _ in self.options}:
                found.append(("--use", "personal"))
            found.append(("--licensee", licensee))
            if value in _SIZES:
                self.notes.append(f"{value}: a {licensee}; users and revenue are left open (--profile {value} fills them in)")
        uses = [value for flag, value in found if flag == "--use"]
        if listed and set(uses) & {"personal", "education", "charity"} and not any(flag.endswith("commercial") for flag, _ in found):
            found.append(("--non-commercial", ""))
            self.notes.append(f"{', '.join(uses)}: taken as non-commercial")
        return list(dict.fromkeys(found))

    def _family(self) -> str:
        """The family of models that a list is asked for."""
        families = {named.family for named in self.named if named.kind == "model" and named.family}
        group = [named for named in self.named if named.kind == "model"]
        if len(group) == 1 and len(families) == 1 and (family := families.pop()) in self.records.families():
            return family if n.atoms(group[0].text) == n.atoms(family) else ""
        return ""
