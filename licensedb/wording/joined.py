"""Models brought together: merged, side by side, or one made a student of others; and what is done with the result."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.vocabulary import Joining, Outcoming
from licensedb.wording.amounts import Amounts
from licensedb.wording.parts import Plan
from licensedb.wording.reading import Item, NotUnderstoodError

_MERGES = ("merg", "دمج", "ادمج")
_INTO = ("into", "onto", "to", "الى", "إلى", "في")
_DATA_WORDS = frozenset(
    "text texts article articles book books image images picture pictures data dataset datasets corpus corpora documents document wikipedia"
    " papers songs music recordings code repositories posts comments stories material materials content photos videos works pages".split()
)
_BESIDE = ("side by side", "next to each other", "beside each other", "next to", "together", "جنبا إلى جنب", "جنبا الى جنب", "جنبا لجنب")
_UNDER = ("under", "as", "بموجب", "تحت", "وفق")
_FITTING = (
    *("compatible", "fit together", "fits together", "go together", "get along", "gets along", "work together", "go well together"),
    *("mix well", "compatible licences", "licences compatible", "licence compatible", "fit each other", "go with each other"),
    *("agree with each other", "compatible with each other", "suit each other"),
)
_MAKING = ("combine", "modify", "tune", "train", "distil", "improve")
_PLANS = {"give": Outcoming.PUBLISH, "relicense": Outcoming.PUBLISH, "sell": Outcoming.SELL, "host": Outcoming.HOST}
_THINGS = ("derivative", "weights", "other", "outputs", "service")
_OF_WAY = {Joining.TRAIN: ("data", "work", "results"), Joining.ADAPTER: ("adapter",), Joining.DISTIL: ("data",)}
_INTERNAL = ("--use", "internal-operations")


class Joined(Amounts):
    """Questions on what comes of several models."""

    def _combined(self) -> Plan | None:
        if alone := self._distilled_alone() or self._data_alone():
            return alone
        beside = self._beside_each_other()
        if len(self.named) < 2 or (self.has("form", "compare") and not beside):
            return None
        if self.has("of", "data") or self._data_under():
            return self._trained_on_data()
        words = " ".join(item.words.casefold() for item in self.items if item.type in ("do", "tune", "of"))
        compatible = self._compatible()
        beside = beside or self._together_in_one()
        adapter = not beside and self._one_adapter()
        merging = beside or adapter or self.has("do", "combine") or any(stem in words for stem in _MERGES) or compatible
        if merging:
            self._no_makers()
            if not compatible:
                self._no_history()
        if len(self._ids()) < 2:
            return None
        student = "" if merging else self._student()
        if not (merging or student):
            return None
        target = self._target() if merging else ""
        parts = tuple(name for name in self._ids() if name not in (student, target))
        if len(parts) < (1 if student else 2):
            return None
        way = Joining.DISTIL if student else Joining.ENSEMBLE if "ensemble" in words or beside else Joining.MERGE
        way = Joining.ADAPTER if adapter else way
        self._sure_names()
        plans = self._plans(way)
        if not plans and self._yes_or_no():
            plans = self._every_plan()
        for kind in ("do", "tune", "of", "kept", "form", "contradicts", "problem"):
            self.take(kind, *(("may", "is", "what", "which", "owe", "how", "why") if kind == "form" else ()))
        self.take("kind", "models", "licences")
        self.take("topic", "licence-of")
        done = (("--do", ",".join(plans)),) if plans else ()
        into = (("--into", student),) if student else ()
        if target:
            self.notes.append(f"under {target}: held against the terms of the result")
        return Plan("combine", parts, (("--as", way), *into, *done, *self._scenario()), head=self._headed(), subject=target)

    def _data_under(self) -> bool:
        """Whether a licence is named as that of what a model is trained on: trains it with articles under CC BY-SA."""
        items = self.read.items
        licences = {named.text for named in self.named if named.kind == "licence"}
        models = [named for named in self.named if named.kind == "model"]
        verbs = [
            at for at, item in enumerate(items) if item.type == "tune" or (item.type, item.value) in (("do", "train"), ("do", "modify"))
        ]
        places = [at for at, item in enumerate(items) if item.type == "name" and item.words in licences]
        if not verbs or not places or len(models) != 1:
            return False
        between = items[verbs[0] : places[0]]
        given = any(item.type == "do" and item.value in ("give", "sell", "relicense", "sublicense") for item in between)
        words = {word for item in between for word in item.words.casefold().split()}
        return not given and bool(words & {"on", "with", "using", "from"}) and bool(words & _DATA_WORDS)

    def _beside_each_other(self) -> bool:
        """Whether models stand side by side in what is sold, given or hosted, which is no comparison."""
        beside = [item for item in self.items if item.type == "form" and item.value == "compare" and item.words.casefold() in _BESIDE]
        others = [item for item in self.items if (item.type, item.value) == ("form", "compare") and item not in beside]
        if not beside or others or not any(item.type == "do" and item.value in ("sell", "give", "host", "embed") for item in self.items):
            return False
        if all(item.words.casefold() in ("put", "show", "give") for item in self.items if item.type == "do"):
            return False
        self.items = [item._replace(type="det") if item in beside else item for item in self.items]
        return True

    def _together_in_one(self) -> bool:
        """Whether it is asked if licences of models that run in one product or service go together."""
        fits = any(item.type == "contradicts" and item.words.casefold() in _FITTING for item in self.items)
        one = self.has("of", "product", "package", "service") or self.has("do", "host", "embed", "via", "use")
        merged = self.has("do", "combine", "modify", "distil", "train") or self.has("tune") or self.has("of", "derivative", "adapter")
        if not (fits and one and not merged and len(self._ids("model")) > 1) or self.has("topic", "lineage"):
            return False
        found = self.read.items
        made = [item for item, before in zip(found[1:], found, strict=False) if item.type == "of" and before.words.casefold() == "for"]
        self.items = [item._replace(type="det") if item in made else item for item in self.items]  # one model for summaries
        self.read = self.read._replace(items=tuple(item._replace(type="pad") if item in made else item for item in found))
        if self.has("do", "sell", "host", "give"):  # a pipeline that runs both, inside what we sell
            self.items = [item._replace(type="det") if (item.type, item.value) == ("do", "use") else item for item in self.items]
        return True

    def _one_adapter(self) -> bool:
        """Whether one adapter is spoken of that stands on several models: a lora that works on both."""
        one = [item for item in self.items if (item.type, item.value) == ("of", "adapter")]
        single = len(one) == 1 and not one[0].words.casefold().endswith("s")
        merged = self.has("do", "combine", "modify", "distil") or self.has("form", "compare") or self.has("or")
        words = {word for item in self.read.items if item.type != "name" for word in item.words.casefold().split()}
        return single and not merged and len(self._ids("model")) > 1 and bool(words & {"works", "both", "fits", "stacked", "top", "work"})

    def _compatible(self) -> bool:
        """Whether licences go together."""
        licences = len(self._ids("licence")) > 1 and not self._ids("model")
        return self.has("contradicts") and licences and not self.has("topic", "lineage")

    def _distilled_alone(self) -> Plan | None:
        """A model distilled into one of the asker's own, of which more is done: distil it and sell the student."""
        more = [item for item in self.items if item.type == "do" and item.value in ("sell", "give", "host")]
        if len(self._ids()) != 1 or len(self.named) != 1 or not self.has("do", "distil") or not more or self.asked or self.duties:
            return None
        if self._of_models() or self.has("topic"):
            return None
        plans = self._plans(Joining.DISTIL)
        for kind in ("do", "tune", "of", "kept", "problem", "contradicts"):
            self.take(kind)
        self.take("form", "may", "is", "what", "which", "owe", "how", "why")
        self.take("kind", "models", "licences")
        options = (("--as", str(Joining.DISTIL)), ("--do", ",".join(plans)), *self._scenario())
        return Plan("combine", self._ids(), options, head=self._headed())

    def _data_alone(self) -> Plan | None:
        """A model of which no more is told, trained on data under a licence: a dataset under CC BY-SA."""
        licences = self._ids("licence")
        if len(licences) != 1 or len(self.named) != 1 or self.asked or self.duties or self.has("topic", "openness", "history", "lineage"):
            return None
        items = self.read.items
        at = next(at for at, item in enumerate(items) if item.type == "name")
        verbs = self.has("tune") or self.has("do", "train")
        before, after = _words(items[max(at - 5, 0) : at]), _words(items[at + 1 : at + 3])
        data = next((word for word in reversed(before) if word in _DATA_WORDS | {"set", "sets", "model", "models", "my", "our"}), "")
        told = (data in _DATA_WORDS | {"set", "sets"}) or bool(set(after[:2]) & _DATA_WORDS)
        mine = any((item.type, item.value) == ("of", "data") and item.words.casefold().startswith(("my", "our", "own")) for item in items)
        if not (verbs and told) or mine or self.has("of", "outputs"):
            return None
        plans = self._plans(Joining.TRAIN)
        if not plans and self._yes_or_no():
            plans = self._every_plan()
        for kind in ("do", "tune", "of", "kept", "problem", "contradicts"):
            self.take(kind)
        self.take("form", "may", "is", "what", "which", "owe", "how", "why")
        self.take("topic", "licence-of")
        self.take("kind", "models", "licences")
        done = (("--do", ",".join(plans)),) if plans else ()
        return Plan("combine", licences, (("--as", str(Joining.TRAIN)), *done, *self._scenario()), head=self._headed())

    def _trained_on_data(self) -> Plan | None:
        """A model trained further on data that stand under a licence."""
        licences = tuple(dict.fromkeys(one for named in self.named if named.kind == "licence" for one in named.ids))
        models = [named for named in self.named if named.kind == "model"]
        own = not models and len(licences) > 1 and not self._of_models()  # a model of the asker's own, on data under several
        if not (len(models) == 1 or own) or not licences or not (self.has("tune") or self.has("do", "train", "modify")):
            return None
        self._sure_names()
        plans = self._plans(Joining.TRAIN)
        if not plans and self._yes_or_no():
            plans = self._every_plan()
        for kind in ("do", "tune", "of", "kept", "form", "contradicts", "problem"):
            self.take(kind, *(("may", "is", "what", "which", "owe", "how", "why") if kind == "form" else ()))
        self.take("topic", "licence-of")
        self.take("kind", "models", "licences")
        done = (("--do", ",".join(plans)),) if plans else ()
        into = (("--into", models[0].ids[0]),) if models else ()
        options = (("--as", str(Joining.TRAIN)), *into, *done, *self._scenario())
        return Plan("combine", licences, options, head=self._headed())

    def _headed(self) -> str:
        return "combine" if self._yes_or_no() else ""

    # Who is who

    def _student(self) -> str:
        """The model that others are distilled into, or that is trained on their outputs; empty where none is."""
        order = self._in_order()
        if len(order) < 2:
            return ""
        items = [item for item in self.read.items if item.type != "det"]
        places = [at for at, item in enumerate(items) if item.type == "name"]
        if len(places) != len(order):
            return ""
        if student := self._student_of_teacher(items, places, order):
            return student
        if any((item.type, item.value) == ("of", "outputs") for item in items):
            return self._taught(items, places, order)
        if not self.has("do", "distil"):
            return ""
        into = [name for at, name in zip(places, order, strict=True) if at and _ends(items[at - 1], _INTO)]
        return into[0] if len(into) == 1 else ""

    def _student_of_teacher(self, items: list[Item], places: list[int], order: list[str]) -> str:
        """Of two models the one that is no teacher (A as teacher, B as student), or that is distilled from the other."""
        if len(order) != 2:
            return ""
        first, last = places
        between = [item for item in items[first + 1 : last] if item.type not in ("pad", "form")]
        planned = self.has("do", "give", "sell", "host", "use") or self.has("kept") or _INTERNAL in self.options
        if planned and len(between) == 1 and between[0].type == "topic" and between[0].words.casefold() == "distilled from":
            self.take("topic", "lineage")
            return order[0]
        teacher = next((at for at, item in enumerate(items) if item.words.casefold() in ("teacher", "the teacher", "teacher model")), None)
        student = any(word in ("student", "students") for item in items for word in item.words.casefold().split())
        if teacher is None or not student:
            return ""
        after = next((at for at in range(teacher + 1, len(items)) if items[at].type not in ("pad", "form")), None)
        said = items[teacher - 1].words.casefold() in ("as", "as a", "as the", "is the", "is our", "the") and teacher > first
        one = first if said and teacher < last else after if after in places and not said else None
        if one is None:
            return ""
        self.take("topic", "lineage")
        self.take("opt", "profile=university")
        self.options = [pair for pair in self.options if pair != ("--profile", "university")]
        return next(name for place, name in zip(places, order, strict=True) if place != one)

    def _taught(self, items: list[Item], places: list[int], order: list[str]) -> str:
        """The model that is trained on the outputs of the others: outputs of A and B, A's outputs."""
        if not (self.has("do", "train", "improve", "distil") or self.has("tune")):
            return ""
        at = next(at for at, item in enumerate(items) if (item.type, item.value) == ("of", "outputs"))
        told = (("of", "outputs"), ("of", "data"))
        after = [
            place
            for place in range(at + 1, len(items))
            if items[place].type not in ("pad", "in", "by", "make") and (items[place].type, items[place].value) not in told
        ]
        if after and items[after[0]].type == "name":
            teachers = {after[0]}
            for place in after[1:]:
                if items[place].type not in ("and", "or", "comma", "name"):
                    break
                teachers |= {place} if items[place].type == "name" else set()
        else:
            teachers = {place for place in places if place < at and all(_leads(items[one]) for one in range(place + 1, at))}
        students = [name for place, name in zip(places, order, strict=True) if place not in teachers]
        return students[0] if teachers and len(students) == 1 else ""

    def _target(self) -> str:
        """A licence that the result of merging models is to stand under."""
        order = self._in_order()
        items = [item for item in self.read.items if item.type != "det"]
        places = [at for at, item in enumerate(items) if item.type == "name"]
        if len(places) != len(order):
            return ""
        licences = {one for named in self.named if named.kind == "licence" for one in named.ids}
        under = [name for at, name in zip(places, order, strict=True) if at and name in licences and _ends(items[at - 1], _UNDER)]
        if len(under) > 1:
            raise self.stop(f"not understood: under which of {', '.join(under)}?", *under)
        return under[0] if under else ""

    def _in_order(self) -> list[str]:
        """The names in the order of the question, the first id of each."""
        return [named.ids[0] for named in self.named if named.kind in ("model", "licence")]

    def _no_makers(self) -> None:
        """Who makes models is no part, but may be named beside a model of its own."""
        own = self.records.makers(self._ids()) if self._ids() else frozenset()
        for named in self.named:
            if named.kind in ("developer", "licensor") and not set(named.ids) & own:
                raise self.stop(f"not understood: {named.text!r} has made several models; name one", named.text)

    def _no_history(self) -> None:
        """Is it a merge of these: asked is what it was made from."""
        first = self.items[:2]
        if len(first) == 2 and (first[0].type, first[0].value, first[1].type) == ("form", "is", "name") and not self.has("do"):
            pointer = f"licensedb lineage {self._ids()[0]}" if self._ids() else "licensedb lineage MODEL"
            raise NotUnderstoodError("what a model was made from is not asked so", (first[0].words,), (pointer,))

    def _sure_names(self) -> None:
        for named in self.named:
            if len(named.ids) > 1:
                raise self.stop(f"not understood: {named.text!r} may be {', '.join(named.ids)}; name one", named.text)

    # What is done with the result

    def _plans(self, way: Joining) -> list[str]:
        """What is done with the result; a verb or thing that says something else stops the reading."""
        odd = [item.words for item, _ in (*self.asked, *self.duties)]
        found: set[Outcoming] = set()
        outputs = way is not Joining.DISTIL and self.has("of", "outputs")
        for item in self.items:
            if item.type == "do":
                if item.value == "use":
                    found |= set() if way is Joining.DISTIL else {Outcoming.GENERATE if outputs else Outcoming.KEEP}
                elif outputs and item.value in ("give", "sell"):
                    found |= {Outcoming.GENERATE}
                    self.options += [("--commercial", "")] if item.value == "sell" else []
                elif item.value in _PLANS:
                    found.add(_PLANS[item.value])
                elif item.value not in _MAKING and not (item.value == "embed" and way is Joining.ENSEMBLE):
                    odd.append(item.words)
            elif way is Joining.ENSEMBLE and item.type == "of" and item.value in ("product", "package"):
                found |= set() if self.has("do", "sell", "host") else {Outcoming.PUBLISH} if self.has("do", "give", "embed") else set()
            elif item.type == "of" and item.value not in (*_THINGS, *_OF_WAY.get(way, ())):
                odd.append(item.words)
        if way is Joining.ENSEMBLE and Outcoming.SELL in found and self.has("of", "product") and self._shipped_in():
            found.discard(Outcoming.PUBLISH)  # shipped in one product that we sell
        if self.has("of", "service"):
            found.add(Outcoming.HOST)
        if self.has("kept") or _INTERNAL in self.options:
            found.add(Outcoming.KEEP)
            self.options = [one for one in self.options if one != _INTERNAL or found != {Outcoming.KEEP}]
        if outputs and Outcoming.GENERATE not in found:
            odd += [item.words for item in self.items if (item.type, item.value) == ("of", "outputs")]
        if odd:
            raise self.stop(f"not understood: {', '.join(map(repr, odd))} beside bringing models together", *odd)
        if Outcoming.SELL in found and ("--non-commercial", "") in self.options:
            raise self.stop("not understood: sold, and not commercial")
        return [str(one) for one in Outcoming if one in found]

    def _shipped_in(self) -> bool:
        """Whether what is given only says how models come into a product."""
        given = [item for item in self.items if (item.type, item.value) == ("do", "give")]
        return len(given) == 1 and given[0].words.casefold().startswith(("ship", "put", "bundl", "deliver", "pack"))

    def _every_plan(self) -> list[str]:
        """What the result of a question that says nothing of it may be for."""
        plans = [Outcoming.KEEP, Outcoming.PUBLISH]
        plans += [] if ("--non-commercial", "") in self.options else [Outcoming.SELL]
        self.notes.append(f"what is done with the result is not said: {', '.join(plans)}")
        return [str(one) for one in plans]


def _words(items: Sequence[Item]) -> list[str]:
    return [word for item in items if item.type != "name" for word in item.words.casefold().split()]


def _leads(item: Item) -> bool:
    """Whether a word between a model and its outputs only tells that these are made by it."""
    if item.type == "pad":
        return not set(item.words.casefold().split()) & {"on", "with", "using", "from"}
    return item.type == "make" or (item.type, item.value) == ("form", "may")


def _ends(item: Item, words: tuple[str, ...]) -> bool:
    """Whether the words of an item end with one of these."""
    return (
        item.type in ("pad", "do", "in", "by") and item.words.casefold().split()[-1:] != [] and item.words.casefold().split()[-1] in words
    )


__all__ = ["Joined"]
