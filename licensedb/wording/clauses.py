"""Questions that name a file, a clause, a statement of others, a name to be given, versions of terms, or a class of openness."""

from __future__ import annotations

from licensedb.wording import figures
from licensedb.wording.parts import Plan
from licensedb.wording.topics import Topics

# What a clause is called where the text of one is asked for.
_PARTS = ("clause", "section", "بند", "مادة", "ماده", "فقرة", "فقره")


class Clauses(Topics):
    """Questions that are answered by a record of their own."""

    def _files(self) -> Plan | None:
        """Which licence a file holds; how it differs from another text. No file is opened for a question in words."""
        files = [item.value for item in self.take("file")]
        if not files:
            return None
        self.take("kind")
        self.take("terms")
        self.take("form")
        self.take("like")
        self.take("told")
        self.take("of", "weights")
        self.take("topic", "licence-of", "history")
        self.take("claim")
        if self.asked or self.duties or self.options or self.denied or self.has("do"):
            raise self.stop(f"not understood: {files[0]!r} beside the rest", files[0])
        licences = self._ids("licence", "policy")
        if len(files) == 1 and not self._ids():
            return Plan("identify", (files[0],), head="file")
        both = (*(one if one.startswith((".", "/", "~")) else f"./{one}" for one in files), *licences)
        if len(both) != 2 or self._ids("model"):
            raise self.stop(f"not understood: {files[0]!r} with what? name one licence", files[0])
        return Plan("diff", both, head="file")

    def _claimed(self) -> Plan | None:
        """A statement of the press or a vendor that is on record."""
        if not self.has("claim") or not self.named or self.asked or self.options or self.denied:
            return None
        if any(item.type == "do" and item.value != "distil" for item in self.items):
            return None
        says = any(item.type == "have" and item.words.casefold() in ("say", "says") for item in self.items)
        sourced = self.has("claim", "source") or (says and self.has("claim", "truth"))
        if self.has("of", "outputs"):
            return None
        about = "open" if self.has("topic", "openness") else next(iter(self._ids("licence")), "")
        copies = self.has("of", "derivative") or self.has("topic", "lineage") or self.has("tune")
        found = self.records.claims(self._ids("model"), about, "distillation" if copies or self._distilled() else "")
        if models := (self._ids("model") if self.has("form", "which") and self.has("claim", "source") else ()):
            for model in models:
                if self.records.claims([model], "", ""):
                    self._all_taken()
                    self.take("terms")
                    return Plan("claims", (), (("--on", model),))
        if len(found) == 1 and (sourced or about != "open"):
            self._all_taken()
            return Plan("claims", found)
        models = self._ids("model")
        if sourced and found and models:
            told = [one for one in models if self.records.claims([one], about, "")] or list(models)
            if len(told) > 1 and any(set(told) <= set(named.ids) for named in self.named):
                raise self.stop(f"not understood: a statement on which of {', '.join(told)}?", *told)
            self._all_taken()
            return Plan("claims", (), (("--on", next(one for one in models if self.records.claims([one], "", ""))),))
        return None

    def _distilled(self) -> bool:
        return any("distil" in one or "مقطر" in one for item in self.items for one in (item.words.casefold(),))

    def _all_taken(self) -> None:
        for kind in ("claim", "topic", "kind", "form", "of", "do", "tune", "every", "told", "like"):
            self.take(kind)

    def _clause(self) -> Plan | None:
        """The clause itself: show me the indemnity clause of ..."""
        told = (
            self.has("clause")
            or self.has("quote")
            or any(word in item.words.casefold() for item, _ in self.asked for word in ("clause", "section", "بند"))
        )
        says = any(item.type == "have" and item.words.casefold() in ("say", "says", "say about", "تقول") for item in self.items)
        told = told or any(word in item.words.casefold() for item in self.items if item.type == "quote" for word in _PARTS)
        if (told or says) and self._ids() and not self.asked and not self.has("do"):  # the clause about users
            values = {"users": "user-cap", "revenue": "revenue-cap"}
            self.asked += [(item._replace(value=values[item.value]), False) for item in self.take("metric", *values)]
        must = self.has("form", "must") and not self.has("form", "where")  # must I print a credit
        plain = self.has("clause") and not self.has("form", "may", "is", "must", "why", "how", "how-many", "who", "owe", "compare", "diff")
        shown = told and (self.has("form", "which", "where", "what") or self.has("quote") or plain) and not must
        if not shown or len(self.asked) != 1 or not self._ids() or self.options or self.denied:
            return None
        if any(item.type == "kind" and not item.number for item in self.items) or self.has("do"):
            return None
        question = self.asked[0][0].value.partition("=")[0]
        licence = self._licence("the clause")
        rule = self.records.rule(licence, question)
        if rule is None:
            return None
        self.take("form")
        self.take("kind")
        self.take("quote")
        self.take("terms")
        self.take("topic", "licence-of")
        figures_told = [item.words for item in self.read.items if item.type in ("figure", "money")]
        self.notes += [f"{words}: told with the clause, which is shown as it stands" for words in figures_told]
        return Plan("explain", (licence, rule))

    def _named_so(self) -> Plan | None:
        """A name for what is made from a model, held against the rules on names."""
        given = self.take("given")
        if not given:
            return None
        named = [item for item, _ in self.asked if item.value == "derivative-name-rule"]
        at = next(at for at, item in enumerate(self.read.items) if item.type == "given")
        as_that = at > 0 and self.read.items[at - 1].words.casefold().split()[-1:] == ["as"]
        if len(given) > 1 or not (named or as_that or self.has("topic", "notice")) or not self._ids() or self.options:
            raise self.stop(f"not understood: {given[0].words!r}", given[0].words)
        if self.has("form", "must") and not self.has("topic", "notice"):
            self.notes.append(f"{given[0].words}: taken as the name to be given")
            self.take("tune")
            self.take("of")
            return None
        self.asked = []
        self._done()
        self.take("topic", "notice", "lineage")
        self.take("form")
        self.take("kind")
        self.take("have")
        self.take("topic", "notice")
        return Plan("notice", self._ids(), (("--name", given[0].value),))

    def _versions(self) -> Plan | None:
        """Two licences, or two versions of one, held against each other."""
        compared = self.has("topic", "history") or self.has("form", "diff")
        licences = self._ids("licence", "policy")
        if not compared or len(licences) != 2 or self._ids("model") or self.asked or self.options or self.has("do"):
            return None
        self.take("form")
        self.take("kind")
        self.take("terms")
        self.take("topic")
        return Plan("diff", licences)

    def _class(self) -> Plan | None:
        """Models of a class of the Model Openness Framework, or all of one maker's."""
        makers = [named.ids[0] for named in self.named if named.kind in ("developer", "licensor")]
        classes = list({item.value: item for item in self.take("class")}.values())
        if classes and self._ids("model") and not (self.asked or self.options or self.has("do")):
            self.take("topic")
            self.take("kind")
            self.take("form")
            return Plan("openness", self._ids("model"))
        if self._ids("model") or self._ids("licence") or not (classes or (self.has("topic", "openness") and makers)):
            return None
        if self.has("topic", "openness") and makers:
            self.take("do", "give", "via")
        others = any(item.type == "do" and not (makers and item.value in ("give", "via")) for item in self.items)
        if self.asked or self.options or others or len(makers) > 1 or len(classes) > 1 or self.denied:
            raise self.stop(f"not understood: {(classes or self.items)[0].words!r} beside the rest; ask how open by itself")
        self.take("topic")
        self.take("kind")
        self.take("form")
        self.take("of")
        self.take("every")
        developer = [("--developer", one) for one in makers]
        return Plan("openness", (), (*developer, *(("--class", item.value) for item in classes)))

    def _days(self) -> None:
        """A month, or a year: the versions of terms that are meant, else (a month) its last day."""
        spans = [item for item in self.items if item.type in ("month", "year")]
        if not spans or self.day:
            return
        for named in [one for one in self.named if one.kind == "licence" and one.versions]:
            dated = [one for span in spans if (one := _version(named.versions, span.value))]
            if len(dated) == len(spans):
                self.named.remove(named)
                self.named += [named._replace(ids=(one,), versions=()) for one in dict.fromkeys(dated)]
                self.notes = [note for note in self.notes if note != named.note]
                self.notes.append(f"{named.text}, {', '.join(span.words for span in spans)}: {', '.join(dict.fromkeys(dated))}")
                self.take("month")
                self.take("year")
                return
        if len(spans) > 1:
            raise self.stop(f"not understood: {spans[1].words!r} beside {spans[0].words!r}", *(span.words for span in spans))
        if spans[0].type == "month":
            self.take("month")
            self.day = figures.last_day(spans[0].value)
            self.notes.append(f"{spans[0].words}: as of its last day")
        elif self._ids("model") and not self.asked and not self.options and not self.has("do"):
            self.take("year")
            self.items.append(spans[0]._replace(type="topic", value="history"))
            self.notes.append(f"{spans[0].words}: the history tells what held when")


def _version(ids: tuple[str, ...], when: str) -> str | None:
    """The version that was published then, else the last one before."""
    dated = sorted((day, one) for one in ids if (day := _date(one)))
    within = [one for day, one in dated if day.startswith(when)]
    before = [one for day, one in dated if day[: len(when)] <= when]
    return next(iter(reversed(within or before)), None)


def _date(one: str) -> str:
    parts = one.rsplit("-", 3)[1:]
    found = [part for part in parts if part.isdigit()]
    at = next((at for at, part in enumerate(found) if len(part) == 4), None)
    return "-".join(found[at:]) if at is not None else ""
