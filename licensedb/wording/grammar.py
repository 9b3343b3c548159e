"""From the meanings of a question to the command line that it means. What is left over, or contradicts, stops the reading."""

from __future__ import annotations

from licensedb.vocabulary import VERDICT_QUESTIONS, Act
from licensedb.wording import acts as doing
from licensedb.wording import names as n
from licensedb.wording.lists import Lists
from licensedb.wording.parts import Plan
from licensedb.wording.reading import Item, NotUnderstoodError, Read
from licensedb.wording.refused import unanswered

# Words that only hold a question together: they may be left over.
_FREE = frozenset("pad det and or but have in allow role developer by terms comma with clause quote claim work".split())
# Questions on the text that ask for a duty, and the duties.
_DUTIES = {
    "display-attribution": "display-attribution",
    "provide-licence-copy": "provide-licence-copy",
    "state-changes": "state-changes",
    "same-licence": "same-licence",
    "pass-on-restrictions": "pass-on-restrictions",
    "derivative-name-rule": "name-rule",
    "notice-file": "keep-notices,include-notice",
}
# Duties that fall due when derivatives are given to others, and not by making them.
_WHEN_GIVEN = frozenset(_DUTIES.values()) - {"display-attribution"}
_HANDING = ("hand", "pass", "give", "impose", "handed", "passed")
_NO_CHECK = "name a model or licence, or ask which models"
_ACT_QUESTIONS = {act: question for question, act in VERDICT_QUESTIONS.items()}


def plan(found: Read, names: n.Names) -> Plan:
    """The command line of a question that has been read. Raises NotUnderstoodError where its parts do not fit together."""
    return _Grammar(found, names).plan()


# What people make and licence themselves.
_PROGRAMS = frozenset(
    "program programs project projects app apps application applications software code codebase plugin plugins library libraries tool tools"
    " package packages game games website برنامج برنامجي مشروع مشروعي تطبيق تطبيقي مكتبة لعبة أداة".split()
)


_SAYING = ("say", "says", "stance", "position", "attitude", "view")
# Words beside a name that ask for its record and for nothing else.
_RECORD_WORDS = frozenset(
    "about please know tell could would everything record records recorded entry database stored have there what with from that this"
    " does your here info information exactly actually currently more some anything known status situation deal story stuff open used"
    " covers also just thing stand model licence".split()
)
_DENYING = frozenset("not never no without except لا بدون غير".split())


class _Grammar(Lists):
    """Every kind of question, in the order in which they are told apart."""

    def plan(self) -> Plan:
        if self.filtered and not self.has("name"):
            raise self.stop(f"not understood: {self.filtered!r} models; no record tells what a model is made for", self.filtered)
        self._earnings()
        self._onlys()
        self._statements()
        self._caps()
        self._negations()
        if any(item.value == "litigation-termination" for item, _ in self.asked):
            self.take("ends")
        self._free()
        self._names()
        self._own_programs()
        self._days()
        self._changes()
        self._figures()
        self._owners()
        self._places()
        self._options()
        self._rivals()
        self._held()
        made = self._command()
        self._makers(made)
        self._nothing_left(made)
        questions = next((value for flag, value in made.options if flag == "--questions"), "")
        acts = next((value for flag, value in made.options if flag == "--do"), "")
        aside = any(note.startswith("no licence speaks of it") for note in self.notes)
        if odd := unanswered(self.read.items, made.command, questions, made.head, acts=acts, aside=aside):
            raise self.stop(f"not understood: {odd!r}; no record tells that", odd)
        notes = (*self.read.notes, *self.notes, *made.notes)
        return made._replace(notes=(*notes, *self._turns(f"{' '.join(notes)} {' '.join(made.line())}".casefold())))

    def _turns(self, told: str) -> list[str]:
        """Phrases with a word that denies, of which the reading does not tell yet: they are shown, not lost."""
        lone = [item for item in self.read.items for word in item.words.casefold().split() if word in _DENYING and word not in told]
        return [f"{item.words!r}: a turn of phrase, which denies nothing asked" for item in dict.fromkeys(lone)]

    def _earnings(self) -> None:
        """Who makes money makes no outputs."""
        money = [at for at, item in enumerate(self.items) if item.type == "money"]
        for at in money:
            before = at - 1
            while before >= 0 and self.items[before].type in ("cmp", "det"):
                before -= 1
            if before >= 0 and (self.items[before].type, self.items[before].value) == ("of", "outputs"):
                made = self.items[before]
                self.items[before] = made._replace(type="make", value="")
                kept = tuple(self.items[before] if one is made else one for one in self.read.items)
                self.read = self.read._replace(items=kept)

    def _own_programs(self) -> None:
        """A licence named before a thing of the asker's own is no part of what is asked of a model: my GPL program."""
        self._programs = False
        places = [at for at, item in enumerate(self.read.items) if item.type == "name"]
        if len(places) != len(self.named) or not any(named.kind == "model" for named in self.named):
            return
        for at, named in zip(places, self.named, strict=True):
            before = [item for item in self.read.items[max(at - 4, 0) : at] if item.type not in ("pad", "det")]
            stands = [item.value for item in before[-2:]] == ["product", "is"] and set(before[-2].words.casefold().split()) & _PROGRAMS
            self._programs = self._programs or (named.kind == "licence" and bool(stands))  # my program is GPL
            following = self.read.items[at + 1].words.casefold().split()[:1] if at + 1 < len(self.read.items) else []
            if named.kind == "licence" and following and following[0] in _PROGRAMS:
                self._programs = True
                if self._shipped_along():
                    continue
                pointer = f"licensedb combine MODEL {named.ids[0]} --as ensemble"
                message = f"whether {named.text!r} and the model's licence go together is asked of both"
                raise NotUnderstoodError(message, (named.text, following[0]), (pointer,))

    def _shipped_along(self) -> bool:
        """Whether it is said that model and program are given, sold or hosted: then both are asked about together."""
        if any((item.type, item.value) == ("topic", "notice") for item in self.items):
            return False
        return self.has("do", "give", "sell", "host") and len(self.named) == 2

    def _command(self) -> Plan:
        self._no_release_days()
        for kind in (
            self._files,
            self._claimed,
            self._clause,
            self._named_so,
            self._versions,
            self._owned,
            self._class,
            self._told,
            self._means,
            self._route,
            self._no_licence,
            self._combined,
            self._relicense,
            self._like,
            self._openness,
            self._history,
            self._notice,
            self._lineage,
            self._comparison,
            self._named_text,
            self._check,
            self._list,
            self._show,
        ):
            found = kind()
            if found is not None:
                return found
        raise self.stop(f"not understood: what is asked ({_NO_CHECK})")

    def _no_release_days(self) -> None:
        """Models that were released after a day: no list is by that."""
        items = self.read.items
        for at, item in enumerate(items):
            after = next((one for one in items[at + 1 :] if one.type != "pad"), None)
            said = item.participle and (item.type, item.value) == ("do", "give") and self._of_models()
            if said and after is not None and after.type in ("day", "month", "year"):
                raise self.stop(f"not understood: {item.words!r} {after.words}; no list is by the day of release", item.words, after.words)

    def _comparison(self) -> Plan | None:
        compared = self.has("form", "compare", "diff")  # two texts without a question are held against each other before
        ids = self._ids()
        if not compared or not ids:
            return None
        if len(ids) < 2:
            raise self.stop(f"not understood: compare {ids[0]} with what?")
        self._handed_on()
        better = [item.words for item in self.items if item.type == "form" and item.words.casefold() == "better than"]
        if better and not (self.asked or self.options or self.has("do") or self.has("terms") or self.has("kind", "licences")):
            raise self.stop(f"not understood: {better[0]!r}; no record tells how good a model is", better[0])
        self.take("form")
        self.take("kind")
        self.take("like")
        self.take("topic", "licence-of")
        self._only_put()
        done = self._done()
        uses = [pair for pair in self.options if pair[0] == "--use"]
        if uses and not done.acts and not self.asked and len(self.options) == len(uses):
            self.options = []  # to present it in class
            self.notes.append(f"{', '.join(value for _, value in uses)}: told; the texts are compared, whatever the use")
        if self.denied:
            raise self.stop(f"not understood: {self.denied[0].words!r} in a comparison", self.denied[0].words)
        questions = [item.value.partition("=")[0] for item, _ in self._asked_once()]
        if ("--purpose", "military") in self.options:
            self.options.remove(("--purpose", "military"))
            questions.append("military-use")
        questions += [str(_ACT_QUESTIONS[act]) for act in done.acts if act in _ACT_QUESTIONS]
        if ("--commercial", "") in (*self.options, *done.options):
            kept = tuple(pair for pair in done.options if pair not in (("--commercial", ""), ("--use", "product")))
            done = done._replace(options=kept)
            self.options = [pair for pair in self.options if pair != ("--commercial", "")]
            questions = [*([] if "use-commercially" in questions else ["use-commercially"]), *questions]
        if lost := [str(act) for act in done.acts if act not in _ACT_QUESTIONS]:
            raise self.stop(f"not understood: {', '.join(lost)} is none of the comparison questions")
        options = [("--questions", ",".join(dict.fromkeys(questions)))] if questions else []
        return Plan("compare", ids, (*options, *self._scenario(done)))

    def _only_put(self) -> None:
        """Put them side by side: nothing is given to anybody."""
        put = [
            item for item in self.items if (item.type, item.value) == ("do", "give") and item.words.casefold() in ("put", "show", "give")
        ]
        self.items = [item._replace(type="det") if item in put else item for item in self.items]
        self.read = self.read._replace(items=tuple(one for one in self.read.items if one not in put))

    def _named_text(self) -> Plan | None:
        """Questions on the text of what is named, without an act."""
        names = self._ids()
        if not names or (self._of_models() and not self._check_all()):
            return None
        done = self._done_if_any()
        military = ("--purpose", "military")
        says = any(item.type == "have" and item.words.casefold().split()[0] in _SAYING for item in self.items)
        if says and self.has("form", "what") and self.options == [military] and not (done and done.acts) and not self.asked:
            self.options.remove(military)
            self.asked.append((Item("q", "military-use", "military"), False))
        self._handed_on()
        asked = self._asked_once()
        if not asked and self.has("forbid") and military in self.options and not (done and done.acts):
            self.options.remove(military)
            self.take("forbid")
            asked = [(Item("q", "military-use=forbidden", "military"), False)]
        if not asked or (done and done.acts and not self._only_carries()):
            return None
        if self.has("form", "must") and self.options == [("--use", "product")]:
            self.options = []  # must it be shown in my app
        counted = [item for item, _ in asked if item.value in ("user-cap", "revenue-cap")]
        if counted and set(self.options) <= {("--use", "product"), ("--commercial", "")}:
            self.options = []  # how many users may an app have; up to what turnover is commercial use covered
        if counted and all(item.value == "pay" and not no for item, no in self.duties):
            self.duties = []  # from what turnover do we have to pay
        if self.duties:
            raise self.stop(f"not understood: {self.duties[0][0].words!r} beside {asked[0][0].words!r}", self.duties[0][0].words)
        self.take("form")
        self.take("kind")
        self.take("topic", "licence-of", "means")
        self.take("forbid")
        if self.options and all(item.value in (*_DUTIES, "registration-required") for item, _ in asked):
            return None
        aside = ("--profile", "--licensee", "--in", "--based-in", "--used-in")
        if told := [value for flag, value in self.options if flag in aside]:
            self.options = [pair for pair in self.options if pair[0] not in aside]
            self.notes.append(f"{', '.join(told)}: told; the text is asked about, whoever asks")
        if self.options:
            raise self.stop("not understood: a scenario beside a question on the text: ", *(flag for flag, _ in self.options))
        if asked[0][0].value == "derivative-name-rule":
            self.take("topic", "lineage")
        self._said_of_it(asked)
        questions = [item.value.partition("=")[0] for item, _ in asked]
        single = len(asked) == 1 and self._yes_or_no_asked(*asked[0])
        subject, denied = asked[0][0].value, asked[0][1]
        several = len(self._named_subjects()) > 1 and not single and self.has("form", "which", "who", "what")
        several = several or (len(asked) > 1 and all(no for _, no in asked))  # neither a user cap nor use restrictions
        if any(no for _, no in asked) and not single and not several:
            raise self.stop(f"not understood: {self.denied[0].words!r}, where no yes or no is asked for", self.denied[0].words)
        options = (("--questions", ",".join(dict.fromkeys(questions))), *self._dated())
        return Plan("compare", names, options, head="feature" if single else "", subject=subject, denied=denied)

    def _handed_on(self) -> None:
        """Must I hand its use restrictions down to my customers: asked is whether they have to be passed on.

        Are there any, and do we have to pass them on: both are asked.
        """
        words = {word for item in self.read.items for word in item.words.casefold().split()}
        given = [at for at, item in enumerate(self.items) if item.type == "do" and item.words.casefold().split()[0] in _HANDING]
        given = given or [at for at, item in enumerate(self.items) if item.type == "do" and "passed" in item.words.casefold().split()]
        asks = self.has("form", "must", "compare") and words & {"down", "on", "along"}
        if not given or not asks or [one.value for one, _ in self.asked] != ["use-restrictions"]:
            return
        item, denied = self.asked[0]
        first = next((at for at, one in enumerate(self.items) if one.words == item.words), 0)
        both = any(one.type in ("and", "comma") for one in self.items[first : given[0]])
        passed = (item._replace(value="pass-on-restrictions"), denied)
        self.asked = [*self.asked, passed] if both else [passed]
        self.items = [one._replace(type="det") if at in given else one for at, one in enumerate(self.items)]
        self.read = self.read._replace(
            items=tuple(one for one in self.read.items if one.type != "do" or "pass" not in one.words.casefold())
        )

    def _named_subjects(self) -> list[n.Named]:
        return [named for named in self.named if named.kind in ("model", "licence")]

    def _said_of_it(self, asked: list[tuple[Item, bool]]) -> None:
        """What is said once more of what is asked: which countries are excluded; up to how many users no licence has to be bought."""
        values = {item.value.partition("=")[0] for item, _ in asked}
        if "excluded-territories" in values:
            self.take("exclude")
        if values & {"user-cap", "revenue-cap"}:
            self.take("permission")
            self.take("topic", "route")
            self.take("free")
            self.take("costly")
            self.take("ends")
        if values & {"same-licence", "derivative-name-rule", "state-changes"} and len(values) == 1:
            self.take("topic", "copies")

    def _check_all(self) -> bool:
        """Whether names are what is asked about, though models are spoken of: which of these models."""
        return len(self._ids("model")) > 0 and all(named.kind == "model" for named in self.named) and not self._family()

    def _only_carries(self) -> bool:
        """Whether the acts only say when a duty falls due: must I give credit when I publish it."""
        counts = any(item.value in ("user-cap", "revenue-cap") and "how" in item.words.casefold().split() for item, _ in self.asked)
        ruled = {item.value.partition("=")[0] for item, _ in self.asked} <= set(_DUTIES) and not (
            self.has("do") or self.has("form", "may") or self.has("allow")
        )
        later = {item.value for item, _ in self.asked} == {"licensor-may-change"} and {
            item.value for item in self.items if item.type == "do"
        } <= {"via", "use", "give", "sell", "host", "embed"}
        after = any(item.words.casefold().split()[:1] in (["after"], ["once"], ["when"], ["while"]) for item in self.read.items)
        asks = counts or ruled or (later and after) or self.has("form", "must", "how", "what", "where", "which", "how-many", "who")
        return asks and not any(denied for _, denied in self.asked)

    def _done_if_any(self) -> doing.Done | None:
        if any(self.has(kind) for kind in ("do", "tune", "of")) or self.has("topic", "lineage"):
            return self._done()
        return None

    def _check(self) -> Plan | None:
        ids = self._ids()
        if not ids or (self._of_models() and not self._check_all()):
            return None
        done = self._done()
        owe = self.has("form", "owe")
        if self.has("form", "where", "who") and not (self.has("form", "may") or self.duties or self.asked or self.options or owe):
            raise self.stop("not understood: what is asked by who or where; no record tells who does a thing, or where")
        trained = [item for item in self.read.items if (item.type, item.value) == ("do", "train") and item.participle]
        if (
            trained
            and self.has("form", "is")
            and not (self.has("form", "may") or self.has("allow") or self.has("forbid") or self.has("of", "outputs"))
        ):
            raise self.stop(
                f"not understood: what {trained[0].words!r} asks; no record tells what a model was trained on", trained[0].words
            )
        if done.acts == (Act.RUN,) and not self.options and self._licence_asked():
            return None
        if not (done.acts or self.options or self.duties or owe or self.has("form", "may") or self.has("allow") or self.has("forbid")):
            return None
        if not done.acts and not self.options and not self.duties and not owe and not self.has("form", "may"):
            return None
        if self.has("form", "must") and not (self.duties or self.asked or owe or self.has("permission")):
            raise self.stop("not understood: what must be done is asked of a duty, as: must I give attribution with Llama 3")
        self._no_check(owe)
        asks = bool(self.take("permission") or self.take("problem") or (done.acts and self.take("contradicts")))
        if done.acts and not (asks or owe or self.duties or self.asked) and self._how_to():
            raise self.stop("not understood: how a thing is done; ask whether it may be done, as: may I fine-tune Llama 3")
        self.take("form")
        self.take("kind")
        self.take("topic", "licence-of")
        self.take("forbid")
        acts = done.acts or self._acts_by_default(owe)
        if (
            (self.asked or ("disclose-source", False) in [(item.value, no) for item, no in self.duties])
            and not self.has("do")
            and not self._verbs()
        ):
            registers = self.asked and all(item.value == "registration-required" for item, _ in self.asked)
            acts = (str(Act.RUN if registers else Act.DISTRIBUTE_DERIVATIVES),)
        head, subject, denied = "" if owe or asks or (not done.acts and self.has("form", "what")) else "verdict", "", False
        wanted = [(item.value, no) for item, no in (*self.duties, *self._duty_questions())]
        if wanted:
            aside = all(flag in ("--profile", "--licensee") for flag, _ in self.options)
            if len(wanted) > 1 and aside and not (self.duties or self.denied):  # questions on the text, when something is done
                return Plan("compare", ids, (("--questions", ",".join(item.value for item, _ in self._asked_once())), *self._dated()))
            if len(wanted) > 1:
                raise self.stop(f"not understood: {', '.join(value for value, _ in wanted)} at once")
            subject, denied = wanted[0]
            head = "duty" if denied or self.duties or self._yes_or_no_asked(*self.asked[0]) else ""
        if head == "duty" and acts == (Act.MODIFY,) and subject in _WHEN_GIVEN:
            acts = (str(Act.DISTRIBUTE_DERIVATIVES),)
            self.notes.append(f"{subject}: due where what was made is given to others")
        if done.adapter:
            self.notes.append(
                "an adapter alone: whether it is a derivative is a reading of each licence (explain LICENCE derivative-adapter)"
            )
        options = (("--do", ",".join(acts)), *self._scenario(done))
        if self.only_that:
            denied = head == "verdict"
        elif head == "verdict" and (self.has("forbid") or self.forbidden):
            denied, self.forbidden = True, False
            self.notes.append(f"{self.barring()}: asked is whether it is barred")
        return Plan("check", ids, options, head=head, subject=subject, denied=denied)

    def _how_to(self) -> bool:
        """Whether it is asked how something is done: how do I fine-tune it."""
        first = next((item for item in self.read.items if item.type not in ("pad", "name", "comma")), None)
        return first is not None and (first.type, first.value) == ("form", "how") and not self.has("allow") and not self.options

    def _which_clause(self) -> bool:
        """Which passage is about that: asked is where it stands."""
        kinds = [item.type for item in self.read.items if item.type not in ("pad", "det")]
        return kinds[:2] in (["form", "clause"], ["quote", "clause"]) and self.items[0].value in ("which", "what", "where", "")

    def _no_check(self, owe: bool) -> None:
        """What was done by others, a clause about an act, and a licence beside a model that is not its own: no scenario."""
        first = next(at for at, item in enumerate(self.read.items) if item.type == "name")
        before = " ".join(item.words.casefold() for item in self.read.items[:first])
        makers = any(named.kind in ("developer", "licensor") for named in self.named)
        if before in ("did", "what did", "why did", "how did") and makers and not (self.has("form", "may") or owe):
            raise self.stop(f"not understood: what {self.read.items[first].words!r} did; asked can be what you may do")
        if (
            (self.has("clause") or self.has("quote"))
            and self.has("do")
            and not ((self.has("form", "may", "must", "is") and not self._which_clause()) or self.has("forbid") or owe)
        ):
            raise self.stop("not understood: the clause on an act; ask whether it may be done")
        models = self._ids("model")
        licences = set(self._ids("licence"))
        own = {one for model in self.records.models(list(models)) for one in self.records.licences_of(model)} if models else set()
        if models and licences - own:
            raise self.stop(f"not understood: {', '.join(sorted(licences - own))} beside {', '.join(models)}")

    def _verbs(self) -> bool:
        """Whether anything is done, beside what things are."""
        return any(item.type == "tune" for item in self.items) and "derivatives: making them and giving them to others" not in self.notes

    def _licence_asked(self) -> bool:
        """Which licence does it use."""
        return self.has("topic", "licence-of") or (self.has("kind", "licences") and self.has("form", "which", "what"))

    def _acts_by_default(self, owe: bool) -> tuple[str, ...]:
        if self.asked:
            return (str(Act.DISTRIBUTE_DERIVATIVES),)
        if owe and any(flag.endswith(("users", "revenue", "devices")) for flag, _ in self.options):
            return (str(Act.RUN),)
        if owe or self.duties or (self.has("form", "what", "which") and not self.options):
            return tuple(map(str, (Act.RUN, Act.MODIFY, Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES, Act.HOST)))
        return (str(Act.RUN),)

    def _duty_questions(self) -> list[tuple[Item, bool]]:
        """Questions on the text that are duties, beside an act: use it without attribution."""
        found = []
        for item, denied in self._asked_once():
            if item.value == "registration-required":
                found.append((item._replace(value="registration"), denied))
            elif item.value not in _DUTIES:
                raise self.stop(f"not understood: {item.words!r} beside what is to be done; ask it by itself", item.words)
            else:
                found.append((item._replace(value=_DUTIES[item.value]), denied))
        return found

    def _show(self) -> Plan | None:
        if not self.named:
            return None
        group = [named for named in self.named if named.kind == "model"]
        ids = self._ids("model", "licence", "policy")
        if not ids:
            raise self.stop(f"not understood: what is asked of {self.named[0].text}", self.named[0].text)
        licences = self._ids("licence")
        models = self._ids("model")
        own = self.records.makers(ids)
        if makers := [one.text for one in self.named if one.kind in ("developer", "licensor") and not set(one.ids) & own]:
            raise self.stop(f"not understood: {makers[0]!r} beside {', '.join(ids)}", *makers)
        put = self.has("form", "is", "may", "must", "who", "why", "where", "how", "how-many") and not (
            self.has("topic") or self.has("kind", "licences")
        )
        if put and not (licences and models):
            raise self.stop(f"not understood: what is asked of {', '.join(ids)}")
        if len(ids) > 1 and self.has("form", "diff", "compare"):
            self.take("form")
            self.take("kind")
            return Plan("compare", ids, self._dated())
        if odd := self._no_licence_word():
            raise self.stop(f"not understood: {odd!r} of {', '.join(ids)}", odd)
        self.take("form")
        self.take("kind")
        self.take("topic", "licence-of")
        if len(licences) > 1 and len(models) == 1 and self.has("or"):
            return Plan("show", models, self._dated())
        if len(licences) == 1 and len(models) == 1:
            return Plan("show", models, self._dated(), head="licence", subject=licences[0])
        if licences and models:
            raise self.stop(f"not understood: what is asked of {', '.join((*models, *licences))}")
        if len(ids) > 1 and len(group) == 1 and self._family():
            return Plan("models", (), (("--family", self._family()),))
        if len(ids) > 1:
            return Plan("compare", ids)
        return Plan("show", ids, self._dated())

    def _no_licence_word(self) -> str:
        """What is asked of a model that is not its licence: what languages does it know."""
        if (
            not self.has("form", "what", "which")
            or self.has("topic")
            or self.has("kind", "licences")
            or self.has("terms")
            or self._ids("licence")
        ):
            return ""
        if self.has("form", "which") and any(item.type == "kind" for item in self.items):
            return "which model"
        words = [(item, word) for item in self.read.items if item.type == "pad" for word in item.words.casefold().split()]
        return next((item.words for item, word in words if len(word) > 3 and word not in _RECORD_WORDS), "")

    def _makers(self, made: Plan) -> None:
        """A maker who is named beside a model has to be its own."""
        if made.command in ("models", "licences", "lineage", "claims", "openness", "identify", "diff"):
            return
        for named in self.named:
            if named.kind in ("developer", "licensor") and not set(named.ids) & self.records.makers(
                made.names[:1] if made.command == "explain" else made.names
            ):
                raise self.stop(f"not understood: {named.text!r} beside {', '.join(made.names)}", named.text)

    def _nothing_left(self, made: Plan) -> None:
        if self.modalities and made.command != "models":
            said = ", ".join(item.words for item in self.modalities)
            if not self.has("name"):
                raise self.stop(f"not understood here: {said!r}", said)
            self.notes.append(f"no licence speaks of it; left aside: {said}")
        left = [self.items[at] for at in sorted(self.left)]
        free = (*_FREE, "form", *(("make",) if self.has("do") or self.has("of") else ()))
        counted = self.has("figure") or self.has("money")
        words = [item.words for item in left if item.type not in free and (item.type, item.value) != ("cmp", "about")]
        words = [word for word in words if counted or word.casefold() != "over"]
        words += [item.words for item in left if item.type == "form" and item.value in ("why", "owe", "where", "diff")]
        if self.forbidden:
            words += [item.words for item in self.denied]
        if words:
            raise self.stop("not understood here: " + ", ".join(map(repr, dict.fromkeys(words))), *words)
