"""Questions with a topic of their own: lineage, history, openness, files to ship, definitions, other licences."""

from __future__ import annotations

from licensedb.vocabulary import Act
from licensedb.wording.joined import Joined
from licensedb.wording.parts import Plan
from licensedb.wording.reading import NotUnderstoodError

_TUNES = (
    ("adapter", ("adapter", "lora")),
    ("quantisation", ("quant", "gguf")),
    ("merge", ("merg",)),
    ("distillation-from-outputs", ("distil",)),
    ("fine-tune", ("tun", "derivative", "modif")),
)


_DROPS = ("drop", "abandon", "ditch", "discard", "shed", "retire", "scrap", "swap", "trade", "exchange")
_CHANGED = ("change", "changes", "changed")


class Topics(Joined):
    """Questions with a topic."""

    def _told(self) -> Plan | None:
        """What a record tells: components and their licences, sources, identifiers, addresses."""
        if not self.has("told") or (self.has("topic", "lineage") and self._ids("model")):
            return None
        words = [item.words for item in self.take("told")]
        if all(item.value == "same-licence" and item.words.casefold().endswith("same licence") for item, _ in self.asked):
            self.asked = []  # code and weights under the same licence
        models = self._ids("model")
        if len(models) == 1 and self._ids("licence"):
            self.named = [one for one in self.named if one.kind == "model"]  # does the MIT licence cover the weights
        if len(self._ids()) != 1 or self.asked or self.has("do") or self.has("tune"):
            pointer = "licensedb show MODEL (licences by component with their sources, identifiers, bases)"
            raise NotUnderstoodError(f"{words[0]!r} is told by the record, not in words", words, (pointer,))
        self.take("kind")
        self.take("of")
        self.take("topic", "licence-of")
        self.take("have")
        self.notes.append(f"{words[0]}: told by the record, with the sources of each licence and what it covers")
        return Plan("show", self._ids(), self._dated())

    def _owned(self) -> Plan | None:
        if not self.owned:
            return None
        self._done()
        self.take("form")
        return Plan("explain", (self._licence("the owner of derivatives"), "derivatives-owned-by"))

    def _means(self) -> Plan | None:
        if not self.has("topic", "means", "means-derivative") or not self.named or self.asked:
            return None
        if self.has("topic", "openness"):
            self.take("topic", "means")
            return None
        derivative = self.has("topic", "means-derivative") or (self.has("of", "derivative") and not self.has("opt"))
        self.take("topic", "means", "means-derivative", "licence-of")
        self.take("kind")
        licence = self._licence("the meaning")
        if derivative:
            means = [item for item in self.items if (item.type, item.value) == ("topic", "means-derivative")]
            words = " ".join(item.words.casefold() for item in (*self.take("of"), *self.take("tune"), *self.take("do"), *means))
            key = next((key for key, stems in _TUNES if any(stem in words for stem in stems)), "fine-tune")
            return Plan("explain", (licence, f"derivative-{key}"), head="provision")
        if not self.options and any(item.type == "topic" and "commercial" in item.words.casefold() for item in self.items):
            self.options.append(("--commercial", ""))  # count as commercial
        terms = [value for flag, value in self.options if flag.endswith("commercial")]
        flags = [flag for flag, _ in self.options if flag not in ("--use", "--licensee", "--profile")]
        if len(flags) != 1 or not flags[0].endswith("commercial"):
            raise self.stop("not understood: the meaning of which word? commercial and non-commercial are recorded", *terms)
        if flags[0] == "--non-commercial":
            self.notes.append("non-commercial: what is not commercial as the text defines it")
        if self.records.definition(licence, "commercial") is None:
            self.notes.append(f"{licence} gives no definition of commercial on record")
            return Plan("show", (licence,), head="not-said")
        return Plan("explain", (licence, "means-commercial"))

    def _route(self) -> Plan | None:
        if self._leave_in_a_scenario():
            return None
        permission = (
            self.has("form", "who", "where", "how")
            and not self.has("topic", "lineage")
            and [item.value for item, _ in self.asked] == ["registration-required"]
        )
        if not self.named or not (permission or (self.has("topic", "route") and not self.asked)):
            return None
        self.take("topic")
        self.take("kind")
        self.take("form")
        self._done()
        flags = {flag for flag, _ in self.options}
        if not flags <= {"--commercial"}:
            raise self.stop("not understood: a route asked for together with a scenario")
        licence = self._licence("the way to a further licence")
        rule = self.records.route(licence)
        if rule is None:
            self.notes.append(f"{licence} names no way to ask for more rights")
            return Plan("show", (licence,), head="not-said")
        return Plan("explain", (licence, rule))

    def _leave_in_a_scenario(self) -> bool:
        """Would we have to obtain a separate licence to do that: asked is whether it may be done."""
        flags = {flag for flag, _ in self.options} - {"--commercial"}
        asked = self.has("form", "may", "must", "is") or self.has("have") or self.items_say("do")
        if self.has("form", "who", "where", "how", "what") or not asked or not (flags or self.has("do") or self.has("tune")):
            return False
        route = [at for at, item in enumerate(self.items) if item.type == "topic" and item.value == "route"]
        words = [self.items[at].words.casefold() for at in route]
        if not route or self.asked or self.denied or not all("licen" in one or "permission" in one or "agreement" in one for one in words):
            return False
        if any(word in one.split() for one in words for word in ("who", "whom", "where", "how", "contact", "grant")):
            return False
        for at in route:
            self.items[at] = self.items[at]._replace(type="permission", value="")
        return True

    def _no_licence(self) -> Plan | None:
        if not self.has("topic", "no-licence"):
            return None
        raise NotUnderstoodError(
            "without a licence nothing is granted", (), ("licensedb check MODEL --do run, of a model that is recorded",)
        )

    def _relicense(self) -> Plan | None:
        targets = [named for named in self.named if named.kind == "licence"]
        bases = [one for named in self.named if named.kind == "model" for one in named.ids]
        derived = self.has("tune") or self.has("of", "derivative", "adapter")
        stands = derived and len(targets) == 1 and len(bases) == 1 and not self.has("form", "compare") and not self.asked
        if not (self.has("do", "relicense") or stands):
            return None
        past = self.read.items[0].words.casefold().split()[:1] in (["was"], ["were"], ["has"], ["have"], ["when"])
        past = past and not self.has("topic", "lineage")
        if past and not derived and len(self._ids("model")) == 1 and not self.options and not self.asked:
            self.take("do", "relicense")  # was it relicensed
            self.take("topic")
            self.take("kind")
            self.take("form")
            return Plan("history", self._ids("model"), self._dated())
        if len(targets) == 2 and not bases:
            bases, targets = list(targets[0].ids), targets[1:]
        if not targets and not derived and self.has("form", "what", "how") and len(self._ids("model")) == 1 and not self.options:
            self.take("do", "relicense")  # what is it licensed as
            self.take("form")
            self.take("kind")
            return Plan("show", self._ids("model"), self._dated())
        selling = self.has("do", "sell")
        if len(bases) != 1 or len(targets) != 1:
            raise self.stop("not understood: say which model (or licence) was fine-tuned, and under which licence it is to stand")
        self._done()
        self.take("kind")
        self.take("topic", "licence-of")
        self.notes.append(f"under {targets[0].ids[0]}: held against the duties on derivatives")
        sold = (("--commercial", ""),) if selling and ("--commercial", "") not in self.options else ()
        options = (("--do", str(Act.DISTRIBUTE_DERIVATIVES)), *sold, *self._scenario())
        return Plan("check", tuple(bases), options, head="relicense", subject=targets[0].ids[0])

    def _openness(self) -> Plan | None:
        if not self.has("topic", "openness"):
            return None
        if self.asked or self.options or self.has("do") or self.has("tune"):
            words = [item.words for item in self.items if (item.type, item.value) == ("topic", "openness")]
            raise self.stop(f"not understood: {words[0]!r} beside the rest; ask how open it is by itself", *words)
        if self.denied and not self.named:
            raise self.stop(f"not understood: what {self.denied[0].words!r} denies", self.denied[0].words)
        self.take("topic")
        self.take("kind")
        self.take("form", "how", "what", "who", "where")
        self.take("of", "data", "weights")
        self.take("terms")
        return Plan("openness", self._ids(), head="openness" if self._yes_or_no() and self.named else "")

    def _history(self) -> Plan | None:
        dated = self.day and (self.has("topic", "licence-of") or self.has("kind")) and not self.asked
        scenario = self.options or self.has("do") or self.has("tune")
        if dated and scenario and (self.has("allow") or self.has("form", "may")) and not self.has("topic", "history"):
            return None  # by the licence in force on that day, was commercial use allowed
        since = self.has("form", "when") and self.has("topic", "licence-of") and not self.asked  # when did it come under MIT
        if not self.named or not (self.has("topic", "history") or dated or since):
            return None
        if self.asked:
            words = [item.words for item in self.items if (item.type, item.value) == ("topic", "history")]
            if any(item.value == "licensor-may-change" for item, _ in self.asked) or not all(one.casefold() in _CHANGED for one in words):
                raise self.stop(f"not understood: {', '.join(words)!r} beside the rest; ask for each by itself", *words)
            self.take("topic", "history")
            return None
        dropped = [item.words for item in self.items if item.type == "topic" and item.words.casefold().startswith(_DROPS)]
        if dropped and self.has("form", "may", "must"):  # may they drop it
            raise self.stop(f"not understood: {dropped[0]!r} of what may be done; asked can be what was done", dropped[0])
        when = any(item.words.casefold().startswith("when w") for item in self.items if item.type == "topic")
        if (dated and not self.has("topic", "history")) or when:
            self.take("do")
        self.take("topic")
        self.take("kind")
        self.take("terms")
        self.take("form")
        self.take("of", "weights")  # I pulled the weights then
        if self._from_to():
            (model,), (licence,) = self._ids("model"), self._ids("licence")
            own = self.records.licences_of(self.records.models([model])[0])
            if len(own) == 1:
                return Plan("diff", (own[0], licence))
        if len(self._ids("model")) == 1 and self._ids("licence") and not self.has("form", "compare"):
            self.named = [one for one in self.named if one.kind == "model"]  # when did it go to Apache
        if len(self._ids()) == 2 and not self.day:
            return Plan("compare", self._ids())
        return Plan("history", (self._one("the history"),), self._dated())

    def _from_to(self) -> bool:
        """What changed between the Llama 3 and the Llama 3.1 licence: the name of a model stands for its terms."""
        names = [at for at, item in enumerate(self.read.items) if item.type == "name"]
        if not names or len(self._ids("model")) != 1 or len(self._ids("licence")) != 1 or self.day:
            return False
        between = [word for item in self.read.items if item.type != "name" for word in item.words.casefold().split()]
        return "between" in between and "and" in between

    def _notice(self) -> Plan | None:
        if not self.has("topic", "notice") or not self.named:
            return None
        done = self._done()
        self.take("topic", "notice")
        self.take("form")
        self.take("kind")
        for item, _ in self.asked:
            if item.value not in ("provide-licence-copy", "notice-file"):
                raise self.stop(f"not understood: {item.words!r} beside files", item.words)
        known = [act for act in done.acts if act in (Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES, Act.HOST)]
        if len(known) > 1:
            raise self.stop(f"not understood: files for which of {', '.join(known)}?")
        act = str(known[0] if known else Act.DISTRIBUTE_DERIVATIVES if not done.acts or Act.MODIFY in done.acts else Act.REDISTRIBUTE)
        scenario = [pair for pair in self._scenario(done) if pair != ("--use", "product")]
        return Plan("notice", self._ids(), (("--do", act), *scenario))

    def _lineage(self) -> Plan | None:
        if self._built_on_what():
            self.take("do")
            self.items = [item._replace(type="topic", value="lineage") if item.type == "do" else item for item in self.items]
        copies = self.has("topic", "copies") or self._of_a_copy()
        copies = copies or (self._of_models() and self.has("topic", "lineage") and not self._came_from())
        odd = self.has("contradicts") and len(self._ids("model")) == 1 and not self.has("do") and not self.options
        if not self.named or self.asked or not (copies or odd or self.has("topic", "lineage")):
            return None
        if self.options and (self.has("allow") or self.has("form", "may")):
            self.take("topic", "lineage")  # may it be used commercially, as it comes from ...
            first = next((named for named in self.named if named.kind == "model"), self.named[0])
            self.named = [named for named in self.named if named.kind != "model" or named is first]
            return None
        if any(item.type == "do" and item.value != "via" for item in self.items) or (self.has("tune") and not copies):
            return None
        self.take("do")
        self.take("topic")
        self.take("have")
        self.take("kind")
        self.take("form")
        self.take("of")
        self.take("tune")
        self.take("make")
        derived = (("--derived", ""),) if copies else ()
        spoken = self._ids("model")
        if len(spoken) > 1 and not copies and self._first_is_asked():
            self.named = [one for one in self.named if spoken[0] in one.ids or one.kind != "model"]
        if len(self._ids("model")) != 1:
            raise self.stop(f"not understood: the lineage of which model{': ' + ', '.join(self._ids()) if self._ids() else ''}?")
        name = self._ids("model")[0]
        if copies and any("gguf" in item.words.casefold() for item in self.items if item.type == "of"):
            found = self.records.copies(name, "gguf")
            if len(found) == 1:
                self.notes.append(f"GGUF of {name}: the recorded copy {found[0]}")
                return Plan("show", found, self._dated())
        for kind in ("own", "every", "terms", "contradicts", "told"):
            self.take(kind)
        return Plan("lineage", (name,), (*derived, *self._scenario()))

    def _came_from(self) -> bool:
        """Which weights was it initialised from: asked is what the model that is named was made from."""
        said = [item for item in self.items if item.type not in ("pad", "det", "comma")]
        if len(said) < 3 or (said[-1].type, said[-1].value) != ("topic", "lineage") or said[-2].type != "name":
            return False
        return said[0].words.casefold().split()[0] in ("which", "what") and said[-1].words.casefold().split()[-1] in ("from", "on", "upon")

    def _built_on_what(self) -> bool:
        """What is it built on."""
        verbs = [item for item in self.items if item.type in ("do", "tune")]
        asked = self.has("form", "what", "which") and not self.has("form", "may", "owe", "must")
        return asked and len(verbs) == 1 and verbs[0].value == "via" and not self.has("of") and not self.options

    def _first_is_asked(self) -> bool:
        """Whether it is asked if one model was made from another: the first one is asked about."""
        models = [named for named in self.named if named.kind == "model"]
        return len(models) == 2 and len(models[0].ids) == 1 and self.has("topic", "lineage")

    def _of_a_copy(self) -> bool:
        """Which licence has a GGUF of ...: asked is what was made from it."""
        asked = self.has("topic", "licence-of") or (self.has("kind", "licences") and self.has("form", "which", "what"))
        return asked and not self.has("do") and (self.has("of", "derivative", "adapter") or self.has("tune"))
