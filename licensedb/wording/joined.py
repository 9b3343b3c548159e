"""Models brought together: merged, side by side, or one made a student of others; and what is done with the result."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.vocabulary import Joining, Outcoming
from licensedb.wording.amounts import Amounts
from licensedb.wording.parts import Plan
from licensedb.wording.reading import Item, NotUnderstoodError
from licensedb.wording.recorded import STUDENTS

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
    *(
        "play nice together",
        "play nicely together",
        "play well together",
        "coexist",
        "co exist",
        "tolerate each other",
        "tolerate one another",
    ),
    *("mutually compatible", "mutually incompatible", "get on with each other", "get on together", "sit together", "sit well together"),
    *(
        "clash",
        "clashes",
        "clash with",
        "clashes with",
        "clash with each other",
        "conflict between",
        "a conflict between",
        "conflicts between",
    ),
    *(
        "any conflict",
        "any conflicts",
        "licence conflict",
        "in conflict",
        "in conflict with",
        "conflict with",
        "conflicts with",
        "contradict",
    ),
    *("incompatible", "incompatible with", "bite each other", "stand in each other s way", "get in each other s way", "at odds"),
    *("at odds with", "play well with", "plays well with", "play nice with", "plays nice with", "coexist with", "coexists with"),
    *("live together", "fit with each other", "go with one another", "reconcilable", "do not fit", "does not fit"),
)
_SHIPPING = ("ship", "bundl", "distribut", "packag", "deliver")
_FITTING_STEMS = ("do the licences ", "do the two licences ", "do both licences ")
# What holds several models: a pipeline that runs both.
_HOLDERS = frozenset("pipeline pipelines workflow app application product device appliance box package bundle installer".split())
_TEACHERS = ("teacher", "the teacher", "teacher model", "المعلم", "المعلّم", "الأستاذ")
_MAKING = ("combine", "modify", "tune", "train", "distil", "improve")
_PLANS = {"give": Outcoming.PUBLISH, "relicense": Outcoming.PUBLISH, "sell": Outcoming.SELL, "host": Outcoming.HOST}
_THINGS = ("derivative", "weights", "other", "outputs", "service")
_OF_WAY = {Joining.TRAIN: ("data", "work", "results"), Joining.ADAPTER: ("adapter",), Joining.DISTIL: ("data",)}
_INTERNAL = ("--use", "internal-operations")


class Joined(Amounts):
    """Questions on what comes of several models."""

    _programs = False  # whether a licence is named as that of a program of the asker's own

    def _combined(self) -> Plan | None:
        if alone := self._distilled_alone() or self._data_alone():
            return alone
        beside = self._beside_each_other()
        fit = not beside and self._licences_fit()
        beside = beside or fit or self._with_a_program()
        if len(self.named) < 2 or (self.has("form", "compare") and not beside):
            return None
        if self.has("of", "data") or self._data_under():
            return self._trained_on_data()
        words = " ".join(item.words.casefold() for item in self.items if item.type in ("do", "tune", "of"))
        compatible = self._compatible()
        beside = beside or self._together_in_one() or self._both_in_one() or self._combined_in_one()
        adapter = not beside and self._one_adapter()
        merging = beside or adapter or self.has("do", "combine") or any(stem in words for stem in _MERGES) or compatible
        if merging:
            self._no_makers()
            if not (compatible or fit):
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

    def _licences_fit(self) -> bool:
        """Whether it is asked if the licence of a model fits another, or that of another model, that it does not come from.

        How they are brought together is not said: side by side, which asks least.
        """
        items = self.items
        fits = [item for item in items if item.type == "contradicts" and _fitting(item)]
        fits = fits or [item for item in items if item.type in ("contradicts", "allow") and item.words.casefold() == "compatible with"]
        models, licences = self._ids("model"), self._ids("licence")
        base = [item for item in items if (item.type, item.value) == ("topic", "lineage") and item.words.casefold() != "compatible with"]
        spoken = licences or self.has("kind", "licences") or self.has("terms") or self.has("topic", "licence-of")
        if not fits or base or not models or len(models) + len(licences) != 2 or len(self.named) != 2 or not spoken:
            return False
        if self.has("do") or self.has("tune") or self.has("of", "derivative", "adapter", "outputs", "product", "service") or self.asked:
            return False
        if self.duties or self._of_models() or not self._strangers(models, licences):
            return False
        self.notes.append("how they are brought together is not said: side by side, each unchanged")
        self.take("num")
        self.take("allow")
        return True

    def _strangers(self, models: Sequence[str], licences: Sequence[str]) -> bool:
        """Whether no model that is named comes from another, or stands (or its bases do) under a licence that is named."""
        for model in models:
            seen, ahead = set[str](), [model]
            while ahead:
                one = ahead.pop()
                if one in seen:
                    continue
                seen.add(one)
                ahead += [base.model for base in self.records.models([one])[0].bases if base.model]
            if (seen - {model}) & set(models):
                return False
            if {held for one in self.records.models(sorted(seen)) for held in self.records.licences_of(one)} & set(licences):
                return False
        return True

    def _with_a_program(self) -> bool:
        """Whether a model goes along with a program of the asker's own under a licence: ship it with my GPL program."""
        models, licences = self._ids("model"), self._ids("licence")
        if len(models) != 1 or len(licences) != 1 or len(self.named) != 2 or not self._programs or self.asked or self.duties:
            return False
        shipped = [
            item for item in self.items if (item.type, item.value) == ("do", "embed") and item.words.casefold().startswith(_SHIPPING)
        ]
        given = self.has("do", "give", "sell", "host") or bool(shipped)
        others = any(item.type == "do" and item.value not in ("give", "sell", "host", "embed", "use") for item in self.items)
        merged = self.has("tune") or self.has("of", "derivative", "adapter", "outputs", "data")
        if not given or others or merged or self.has("topic") or not self._strangers(models, licences):
            return False
        kept = () if self.has("do", "give", "sell", "host") else tuple(shipped)
        self.items = [
            item._replace(value="give")
            if item in kept
            else item._replace(type="det")
            if (item.type, item.value) in (("do", "use"), ("do", "embed"))
            else item
            for item in self.items
        ]
        return True

    def _both_in_one(self) -> bool:
        """Whether several models come in one product that is sold, given or hosted: both ship in one product, bundled with each other."""
        if len(self._ids("model")) < 2 or self._ids("licence") or self.has("form", "compare") or self.has("or") or self.has("tune"):
            return False
        given = any(item.type == "do" and item.value in ("sell", "give", "host") for item in self.items)
        others = any(item.type == "do" and item.value not in ("sell", "give", "host", "embed", "use", "via") for item in self.items)
        if not given or others or self.has("of", "derivative", "adapter", "outputs", "data") or self.asked or self.duties:
            return False
        if ("--commercial", "") in self.options and not self.has("do", "sell", "host"):
            return False
        items = self.read.items
        places = [at for at, item in enumerate(items) if item.type == "name"]
        between = _words(items[places[0] + 1 : places[-1]])
        words = _words(items)
        joined = {"bundle", "pair", "package", "pack", "combine"} & set(_words(items[: places[0]])) and {"with", "together"} & set(between)
        one = any(word in ("one", "same", "single") and set(words[at + 1 : at + 3]) & _HOLDERS for at, word in enumerate(words))
        if not (joined or (one and ({"both", "together", "two"} & set(words)))):
            return False
        held = ("use", "embed", "via")
        self.items = [item._replace(type="det") if item.type == "do" and item.value in held else item for item in self.items]
        self.options = [pair for pair in self.options if pair != ("--use", "product")]
        return True

    def _combined_in_one(self) -> bool:
        """Whether models are combined in one pipeline, each as it is."""
        combined = [item.words.casefold() for item in self.items if (item.type, item.value) == ("do", "combine")]
        if not combined or not all(one.startswith(("combin", "bring together", "put together")) for one in combined):
            return False
        words = _words(self.read.items)
        one = any(word in ("one", "same", "single") and set(words[at + 1 : at + 3]) & _HOLDERS for at, word in enumerate(words))
        return one and len(self._ids("model")) > 1 and not self._ids("licence")

    def _together_in_one(self) -> bool:
        """Whether it is asked if licences of models that run in one product or service go together."""
        fits = any(item.type == "contradicts" and _fitting(item) for item in self.items)
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
        teacher = next((at for at, item in enumerate(items) if item.words.casefold() in _TEACHERS), None)
        student = any(word in (*STUDENTS, "students") for item in items for word in item.words.casefold().split())
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


def _fitting(item: Item) -> bool:
    """Whether licences are asked to go together."""
    words = item.words.casefold()
    return words in _FITTING or words.startswith(_FITTING_STEMS)


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
