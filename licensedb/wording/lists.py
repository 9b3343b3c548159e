"""Questions for a list of models or licences."""

from __future__ import annotations

from licensedb.vocabulary import VERDICT_QUESTIONS, Act
from licensedb.wording import acts as doing
from licensedb.wording.clauses import Clauses
from licensedb.wording.parts import Plan
from licensedb.wording.reading import Item

_ACT_QUESTIONS = {act: question for question, act in VERDICT_QUESTIONS.items()}


class Lists(Clauses):
    """Questions for a list."""

    def _list(self) -> Plan | None:
        self._licences_asked()
        spoken = self.take("kind")
        if spoken:
            self.take("form", "where")
        many = [item for item in spoken if not item.number]  # which licences make me name the model
        kinds = list(dict.fromkeys(item.value for item in many or spoken))
        every = (
            self.has("form", "which", "what")
            or self.has("family")
            or self.has("every")
            or self.has("conflicts")
            or any(item.type == "kind" and not item.number for item in self.items)
        )
        if not every and all(item.number for item in spoken):
            return None
        if self._ids("model") and not (kinds == ["models"] and self._family()):
            return None
        makers = any(named.kind == "developer" for named in self.named)
        if not spoken and not self.has("family") and self._ids("licence") and not (self.has("every") and makers):
            return None
        if (
            kinds == ["licences"]
            and not many
            and self._ids("licence")
            and (self.has("every") or self.has("form", "what"))
            and not self.asked
        ):
            return None  # all that is on record of that licence
        done = self._done()
        self.take("form", "which", "may", "is", "must", "what")
        filters = self._filters(kinds)
        if self.take("conflicts") or (self.has("contradicts") and self.has("topic", "lineage") and self.take("contradicts")):
            self.take("of")
            self.take("topic", "lineage")
            done = done._replace(acts=())
            filters.append(("--conflicts", ""))
        self.take("every")
        self.take("topic", "licence-of")
        for family in {item.value: item for item in self.take("family")}.values():
            if kinds and kinds != ["licences"]:
                raise self.stop(f"not understood: {family.words!r} of models; name the licence", family.words)
            kinds = ["licences"]
            filters.append(("--family", family.value))
        kind = "models" if "models" in kinds or not kinds else "licences"
        acts, having = list(map(str, done.acts)), self._having()
        spoken_of = not self.has("do") or acts == [str(Act.RUN)]
        if spoken_of and not self.options and (self.barred_places or (having and not self.has("form", "may"))):
            acts = []  # "may not be used in the EU", "need registration before use": no more than the question says
        if self.duties:
            raise self.stop(f"not understood: {self.duties[0][0].words!r} of a list; ask it of a model", self.duties[0][0].words)
        if self.forbidden or self.has("forbid"):
            refused, options = self._refused(done)
            return Plan(kind, (), (*filters, *refused, *having, *options))
        barred = (
            ("--non-commercial", "") in self.options and len(self.options) == 1 and self.has("form", "is") and not self.has("form", "may")
        )
        if barred and not self.has("do") and not self.has("allow"):  # which models are not for commercial use
            self.options = []
            having = [*having, ("--without", "use-commercially")]
            self.notes.append("not commercial: use-commercially is refused")
        scenario = self._scenario(done, listed=True)
        if not acts and [flag for flag, _ in scenario if flag != "--as-of"]:
            acts = [str(Act.RUN)]
        if not (acts or having or filters or kinds):
            return None
        if not acts and not having and not filters and not self._asked_for_all():
            raise self.stop(f"not understood: what the {kind} should allow")
        if ("--use", "research") in scenario and not {"--commercial", "--non-commercial"} & {flag for flag, _ in scenario}:
            scenario = (*scenario, ("--non-commercial", ""))
            self.notes.append("research: taken as non-commercial")
        sure = (("--only-yes", ""),) if self.sure else ()
        return Plan(kind, (), (*[("--allows", act) for act in acts], *filters, *having, *sure, *scenario))

    def _licences_asked(self) -> None:
        """What licences come with a cap: licences are asked for, where nothing is named."""
        if self.named or self.has("kind"):
            return
        for at, item in enumerate(self.items):
            if (item.type, item.value) == ("topic", "licence-of") and item.words.casefold().endswith(("licences", "licenses")):
                self.items[at] = item._replace(type="kind", value="licences")
                self.items.append(Item("form", "which", item.words))

    def _asked_for_all(self) -> bool:
        return not self.denied and self.has("form", "which")

    def _filters(self, kinds: list[str]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for named in self.named:
            if named.kind == "licence":
                if kinds == ["licences"]:
                    raise self.stop(f"not understood: {named.text!r} beside licences", named.text)
                found.append(("--licence", named.ids[0]))
            elif named.kind == "developer" and kinds == ["licences"]:
                if (licensor := self.records.licensor(named.text) or self.records.licensor(named.ids[0])) is None:
                    raise self.stop(f"not understood: {named.text!r} beside licences", named.text)
                found.append(("--licensor", licensor))
            elif named.kind in ("developer", "licensor"):
                found.append((f"--{named.kind}", named.ids[0]))
            elif named.kind == "model":
                found.append(("--family", self._family()))
        if kinds != ["licences"]:
            found += [("--modality", item.value) for item in self.modalities]
        found = list(dict.fromkeys(found))
        flags = [flag for flag, _ in found if flag != "--modality"]
        if len(set(flags)) < len(flags):
            self._any_of([value for flag, value in found if flags.count(flag) > 1])
        if found and ("topic", "licence-of") in {(item.type, item.value) for item in self.items}:
            self.take("topic", "licence-of")
        return found

    def _any_of(self, values: list[str]) -> None:
        """Of several licences or makers any will do, where they are joined by `or` or `and`; else the reading stops."""
        names = [at for at, item in enumerate(self.items) if item.type == "name"]
        between = [item for at, item in enumerate(self.items) if names and names[0] < at < names[-1]]
        if self.has("licensor") or any(item.type not in ("name", "or", "and", "comma", "det", "by", "kind") for item in between):
            raise self.stop("not understood: a list of two at once; ask for one after the other", *values)
        self.notes.append(f"{', '.join(values)}: any of them")

    def _having(self) -> list[tuple[str, str]]:
        found = []
        if any(item.type == "or" for item in self.items) and len(self.asked) > 1 and not all(denied for _, denied in self.asked):
            raise self.stop("not understood: one or the other; ask for each by itself")
        for item, denied in self._asked_once():
            if item.value == "outputs-owned-by":
                raise self.stop(f"not understood: {item.words!r} of a list; ask it of a model", item.words)
            found.append(("--without" if denied else "--with", item.value))
        return found

    def _refused(self, done: doing.Done) -> tuple[list[tuple[str, str]], tuple[tuple[str, str], ...]]:
        """A list of what is barred: as answers to the comparison questions."""
        self.take("forbid")
        self.take("exclude")
        self.forbidden = False
        purposes = [value for flag, value in self.options if flag == "--purpose"]
        others = [pair for pair in self.options if pair[0] not in ("--purpose", "--commercial")]
        if purposes == ["military"] and not others and set(done.acts) <= {Act.RUN}:
            self.options = []
            self.notes.append(f"{self.barring()}: military-use is forbidden")
            return [("--with", "military-use=forbidden")], self._dated()
        if done.acts == (Act.MODIFY, Act.DISTRIBUTE_DERIVATIVES) and not self.has("do"):
            done = done._replace(acts=(Act.DISTRIBUTE_DERIVATIVES,))
        if done.acts == (Act.USE_OUTPUTS, Act.PUBLISH_OUTPUTS):
            done = done._replace(acts=(Act.USE_OUTPUTS,))  # to sell the outputs
        if purposes or others or len(done.acts) > 1:
            raise self.stop("not understood: a list of what is barred beside conditions; ask what is allowed instead")
        commercial = any(flag == "--commercial" for flag, _ in (*self.options, *done.options))
        acts = done.acts or ((Act.RUN,) if commercial else ())
        if not acts or acts[0] not in _ACT_QUESTIONS or (commercial and acts[0] not in (Act.RUN, Act.HOST, Act.USE_OUTPUTS)):
            raise self.stop("not understood: what is barred; ask what is allowed instead")
        if acts[0] is Act.RUN and not commercial:
            raise self.stop("not understood: which use is barred")
        self.options = []
        question = _ACT_QUESTIONS[acts[0]]
        self.notes.append(f"{self.barring()}: {question} is refused (on request, or not licensed)")
        return [("--without", str(question))], self._dated()

    def _like(self) -> Plan | None:
        if self.has("like-one") and len(self._ids()) >= 1 and self.asked:
            self.take("like-one")
            self.take("kind")
            self.take("of", "derivative")
            name = self.named[0].text
            self.notes.append(f"like {name}: no record tells what models are alike; left aside")
            return Plan("models", (), (*self._having(), *self._scenario()))
        self.items = [item._replace(type="like") if item.type == "like-one" else item for item in self.items]
        if not self.has("like") or len(self._ids()) != 1 or not (self.asked or self.has("kind")):
            return None
        self.take("like")
        kinds = self.take("kind")
        kind = kinds[0].value if kinds else "models"
        named = next(one for one in self.named if one.kind in ("model", "licence"))
        granted = self.records.granted(named.kind, named.ids[0])
        self.notes.append(f"like {named.ids[0]}: what it grants a small company: {', '.join(granted)}")
        options = [("--allows", act) for act in granted]
        return Plan(kind, (), (*options, *self._having(), *self._scenario()))
