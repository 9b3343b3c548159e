"""From the meanings of a question to the command line that it means. What is left over, or contradicts, stops the reading."""

from __future__ import annotations

from typing import NamedTuple

from licensedb.vocabulary import VERDICT_QUESTIONS, Act
from licensedb.wording import acts as doing
from licensedb.wording import figures
from licensedb.wording import names as n
from licensedb.wording.reading import Item, NotUnderstoodError, Read, nearest

# Words that only hold a question together: they may be left over.
_FREE = frozenset("pad det and or but have in allow role developer by".split())
_ASKING = ("which", "what", "who", "where", "how", "how-many", "owe", "compare")
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
_LAWS = {"FR": "France", "SG": "Singapore", "CN": "People's Republic of China", "KR": "Republic of Korea"}
_NO_CHECK = "name a model or licence, or ask which models"
_ACT_QUESTIONS = {act: question for question, act in VERDICT_QUESTIONS.items()}
_TUNES = (
    ("adapter", ("adapter", "lora")),
    ("quantisation", ("quant", "gguf")),
    ("merge", ("merg",)),
    ("distillation-from-outputs", ("distil",)),
    ("fine-tune", ("tun", "derivative", "modif")),
)


class Plan(NamedTuple):
    """A command with its names and options (flag, value; an empty value for a flag alone), and how the answer begins.

    `head`: verdict, feature (`question`, `denied` where its absence was asked for), duty, relicense, or empty.
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


def plan(found: Read, names: n.Names) -> Plan:
    """The command line of a question that has been read. Raises NotUnderstoodError where its parts do not fit together."""
    return _Grammar(found, names).plan()


class _Grammar:
    def __init__(self, found: Read, names: n.Names) -> None:
        self.read, self.records = found, names
        self.items = [item for item in found.items if item.type != "pad"]
        self.notes: list[str] = []
        self.left = set(range(len(self.items)))
        self.options: list[tuple[str, str]] = []
        self.denied: list[Item] = []
        self.asked: list[tuple[Item, bool]] = []  # questions on the text, and whether their absence is asked for
        self.duties: list[tuple[Item, bool]] = []
        self.forbidden = False
        self.owned = False
        self.day = ""
        self.done: doing.Done | None = None

    # The parts of a question

    def plan(self) -> Plan:
        self._negations()
        self._names()
        self._figures()
        self._owners()
        self._places()
        self._options()
        made = self._command()
        self._makers(made)
        self._nothing_left()
        return made._replace(notes=(*self.read.notes, *self.notes, *made.notes))

    def has(self, kind: str, *values: str) -> bool:
        return any(item.type == kind and (not values or item.value in values) for item in self.items)

    def take(self, kind: str, *values: str) -> list[Item]:
        """The items of a kind, which are read by that."""
        found = [at for at, item in enumerate(self.items) if item.type == kind and (not values or item.value in values)]
        self.left -= set(found)
        return [self.items[at] for at in found]

    def stop(self, message: str, *words: str) -> NotUnderstoodError:
        return NotUnderstoodError(message, words, nearest(self.items, self.read.lexicon))

    def _next(self, at: int) -> int | None:
        """The next item that bears meaning."""
        return next((one for one in range(at + 1, len(self.items)) if self.items[one].type not in ("det", "have", "in", "cmp")), None)

    def _negations(self) -> None:
        """Every negation is joined to what it denies; one that denies nothing that can be asked stops the reading."""
        at, denying = 0, False
        while at < len(self.items):
            item = self.items[at]
            if item.type in ("not", "without"):
                denying = self._denied(at)
            elif item.type in ("q", "duty"):
                (self.asked if item.type == "q" else self.duties).append((item, denying))
                self.left.discard(at)
            elif item.type not in ("and", "or", "det"):
                denying = False
            at += 1

    def _denied(self, at: int) -> bool:
        """Reads what a negation denies; true where that is a question on the text, and those joined to it."""
        item, target = self.items[at], self._next(at)
        self.left.discard(at)
        thing = self.items[target] if target is not None else None
        if thing is None:
            raise self.stop(f"not understood: what {item.words!r} denies", item.words)
        if thing.type in ("q", "duty"):
            self.denied.append(item)
            self.notes.append(f"{item.words} {thing.words}: {thing.value} is to be absent")
            return True
        if thing.type == "opt" and thing.value == "commercial" and target is not None:
            self.items[target] = thing._replace(value="non-commercial")
            return False
        if thing.type == "allow" and target is not None:
            self.items[target] = thing._replace(type="forbid")
            return False
        if thing.type == "of" and thing.value == "weights" and self.has("of", "adapter") and target is not None:
            self.items[target] = thing._replace(type="det")
            self.read = self.read._replace(items=tuple(one for one in self.read.items if one != thing))
            self.notes.append(f"{item.words} {thing.words}: the adapter alone")
            return False
        asking = self.has("form", "may", "is", "why") and item.type == "not" and not self.has("kind") and not self.has("form", "which")
        if asking and thing.type in ("do", "tune", "name", "opt", "topic", "form"):
            self.notes.append(f"{item.words}: asked is whether it may be done")
            self.denied.append(item)
            return False
        barred = thing.type in ("do", "tune") or (thing.type, thing.value) == ("of", "derivative")
        if (item.type == "not" or item.words.casefold() == "no") and barred and self.has("kind"):
            self.forbidden = True
            self.denied.append(item)
            return False
        if item.type == "not" and thing.type == "exclude":
            raise self.stop(f"not understood: {item.words!r} before {thing.words!r} denies twice", item.words)
        raise self.stop(f"not understood: what {item.words!r} denies in {thing.words!r}", item.words, thing.words)

    def _names(self) -> None:
        self.named: list[n.Named] = []
        for at, item in enumerate(self.items):
            if item.type != "name" or item.hit is None:
                continue
            named = n.resolve(item.hit, item.words, self.records, self._want(at, item))
            if named is None:
                near = ", ".join(dict.fromkeys(row.id for row in item.hit.rows[:5]))
                raise NotUnderstoodError(f"{item.words!r} may be several records", (item.words,), (f"one of {near}",))
            if named.kind == "many":
                raise NotUnderstoodError(
                    f"{item.words!r} are models under {len(named.ids)} licences", (item.words,), (f"name one: {', '.join(named.ids[:6])}",)
                )
            if named.note:
                self.notes.append(named.note)
            self.named.append(named)
            self.left.discard(at)
        self._name_given()

    def _name_given(self) -> None:
        """Of "must it be called Llama" the last name is no model that is asked about."""
        if len(self.named) < 2 or not any(item.value == "derivative-name-rule" for item, _ in self.asked):
            return
        for one in self.named:
            others = [other for other in self.named if other is not one]
            if any(n.atoms(other.text)[: len(n.atoms(one.text))] == n.atoms(one.text) for other in others):
                self.named = others
                self.notes = [note for note in self.notes if note != one.note]
                self.notes.append(f"{one.text}: taken as the name to be given")
                return

    def _want(self, at: int, item: Item) -> str:
        """Whether a name is meant as that of a licence or a developer."""
        assert item.hit is not None
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        before = self.items[at - 1] if at else None
        if any(row.kind in ("developer", "licensor") for row in item.hit.rows):
            by = before is not None and (before.type in ("by", "developer") or before.words.casefold() in ("from", "من"))
            if by or (after is not None and after.type == "kind"):
                licences = self.has("kind", "licences") and not self.has("kind", "models")
                return "licensor" if licences else "developer"
        if after is not None and after.type == "kind" and after.value == "licences" and not self.has("topic", "licence-of"):
            self.left.discard(at + 1)
            self.items[at + 1] = after._replace(type="det")
            return "licence"
        return ""

    def _owners(self) -> None:
        """Whose the outputs are, or (asked of derivatives) whose those are."""
        if not self.has("own"):
            return
        words = self.take("own")[0].words
        if self.has("of", "outputs"):
            self.items = [item._replace(type="det") if (item.type, item.value) == ("of", "outputs") else item for item in self.items]
            self.read = self.read._replace(items=tuple(one for one in self.read.items if (one.type, one.value) != ("of", "outputs")))
            self.asked.append((Item("q", "outputs-owned-by", words), False))
        elif self.has("of", "derivative") or self.has("tune"):
            self.owned = True
        else:
            raise self.stop(f"not understood: {words!r}; of the outputs, or of a fine-tune?", words)

    def _figures(self) -> None:
        """Each figure with what it counts, and whether it is to be exceeded."""
        for at, item in enumerate(self.items):
            if item.type == "day":
                if self.day:
                    raise self.stop(f"not understood: two days, {self.day} and {item.value}", item.words)
                self.day = item.value
                self.left.discard(at)
            elif item.type in ("figure", "money"):
                self._figure(at, item)
        for at in sorted(self.left):
            if self.items[at].type == "metric" and self.items[at].value.endswith("users") and not self.has("form", "how-many"):
                self.left.discard(at)  # users of whom no number is told: who else would it be for

    def _figure(self, at: int, item: Item) -> None:
        if self._cap(at, item):
            return
        metric = self._metric(at)
        if metric is None and item.type == "money" and self.take("make"):
            metric = "revenue"
        if metric is None or (item.type == "money" and not metric.endswith("revenue")):
            raise self.stop(f"not understood: {item.words!r} of what? say users, revenue or devices", item.words)
        if metric.endswith("revenue"):
            self.take("make")
        for place in self.left.copy():
            if self.items[place].type == "metric" and self.items[place].value == metric and abs(place - at) < 3:
                self.left.discard(place)  # our revenue is 2 million a year
        over = next((one.value for one in self.take("over")), "")
        compared = self._compared(at)
        value = item.number + (1 if compared == "more" else -1 if compared == "less" else 0)
        if value < 0:
            raise self.stop(f"not understood: less than {item.words!r}", item.words)
        told = figures.written(value) + (f" {item.value}" if item.type == "money" and item.value != "USD" else "")
        self.options.append((f"--{metric.replace('_', '-')}", f"{over}:{told}" if over else told))
        sign = {"more": "more than ", "less": "less than "}.get(compared, "")
        self.notes.append(f"{sign}{item.words}: taken as {value:,}{f' {item.value}' if item.value else ''} ({metric.replace('_', ' ')})")
        self.left.discard(at)

    def _cap(self, at: int, item: Item) -> bool:
        """Whether a figure tells which cap is meant: the 700M user cap."""
        target = self._next(at)
        thing = self.items[target] if target is not None else None
        if thing is None or thing.type != "q" or thing.value not in ("user-cap", "revenue-cap"):
            return False
        self.left.discard(at)
        self.notes.append(f"{item.words} {thing.words}: {thing.value} of {item.number:,}")
        value = thing._replace(value=f"{thing.value}={item.number}")
        self.asked = [(value if one is thing else one, denied) for one, denied in self.asked]
        return True

    def _metric(self, at: int) -> str | None:
        """What a figure counts: the next word that says so, else the one before it."""
        after = [one for one in range(at + 1, len(self.items))]
        for places in (after, list(range(at - 1, -1, -1))):
            for place in places:
                kind = self.items[place].type
                if kind == "metric" and (place in self.left or self.items[place].type == "metric"):
                    if place in self.left:
                        self.left.discard(place)
                        return self.items[place].value
                    break
                if kind not in ("det", "in", "cmp", "have", "make", "over", "and") and (kind, self.items[place].value) != ("form", "is"):
                    break
                if kind == "and" and places is after:
                    break
        return None

    def _compared(self, at: int) -> str:
        for place in (at - 1, at + 1, at - 2, at + 2):
            if 0 <= place < len(self.items) and self.items[place].type == "cmp" and place in self.left:
                self.left.discard(place)
                return self.items[place].value
        return ""

    def _places(self) -> None:
        for item in self.take("law"):
            if not any(one.value == "governing-law" for one, _ in self.asked):
                raise self.stop(f"not understood: {item.words!r} here", item.words)
            self._law(item.value)
        barred = self.has("exclude") or (self.has("forbid") and not any(self.has(kind) for kind in ("do", "tune", "of")))
        for at, item in enumerate(self.items):
            if item.type == "outside":
                raise self.stop(f"not understood: {item.words!r}; name the places where it is used", item.words)
            if item.type != "place":
                continue
            self.left.discard(at)
            code = item.value.rstrip("~")
            if item.value.endswith("~"):
                self.notes.append(f"{item.words}: read as the European Union")
            if any(one.value == "governing-law" for one, _ in self.asked):
                if code not in _LAWS:
                    raise self.stop(f"not understood: the law of {item.words!r}", item.words)
                self._law(_LAWS[code])
                continue
            territories = next((one for one, _ in self.asked if one.value == "excluded-territories"), None)
            if barred or territories or self.forbidden:
                self._excluded(at, code)
                continue
            role = self._role(at)
            self.options.append(({"based": "--based-in", "used": "--used-in"}.get(role, "--in"), code))

    def _law(self, name: str) -> None:
        self.asked = [
            (item._replace(value=f"governing-law={name}") if item.value == "governing-law" else item, denied) for item, denied in self.asked
        ]

    def _role(self, at: int) -> str:
        """Whether a place is that of the seat, or where it is used: users in France."""
        for place in range(at - 1, -1, -1):
            item = self.items[place]
            if item.type == "role":
                return item.value
            if item.type == "metric" and item.value.endswith("users"):
                return "used"
            if item.type not in ("in", "place", "and", "det", "or"):
                return ""
        return ""

    def _excluded(self, at: int, code: str) -> None:
        denied = any(item.value == "excluded-territories" and denied for item, denied in self.asked)
        self.asked = [(item, told) for item, told in self.asked if item.value != "excluded-territories"]
        item = self.items[at]._replace(type="q", value=f"excluded-territories={code}")
        self.asked.append((item, denied))
        self.take("exclude")
        for one, each in enumerate(self.items):
            if each.type == "forbid":
                self.items[one] = each._replace(type="det")
        self.forbidden = False

    def _options(self) -> None:
        for item in self.take("opt"):
            name, _, value = item.value.partition("=")
            if name == "use" and value in ("personal", "education", "charity") and ("--non-commercial", "") not in self.options:
                self.options.append(("--non-commercial", ""))
            self.options.append((f"--{name}", value))
        self.options = list(dict.fromkeys(self.options))
        said = [flag for flag, _ in self.options]
        for a, b in (("--commercial", "--non-commercial"), ("--modified", "--unmodified")):
            if a in said and b in said:
                raise self.stop(f"not understood: both {a[2:]} and {b[2:]}")
        for flag in ("--profile", "--use", "--offering", "--licensee", "--received", "--target"):
            values = [value for one, value in self.options if one == flag]
            if len(values) > 1:
                raise self.stop(f"not understood: more than one {flag[2:]}: {', '.join(values)}", *values)

    # The kinds of question

    def _command(self) -> Plan:
        for kind in (
            self._owned,
            self._told,
            self._means,
            self._route,
            self._no_licence,
            self._relicense,
            self._like,
            self._combined,
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
        if self.has("kept") and found.acts == (Act.MODIFY,):
            self.take("kept")
        if any(item.type == "topic" and item.value == "lineage" for item in self.items) and found.acts:
            self.take("topic", "lineage")
        self.notes += found.notes
        return found

    def _told(self) -> Plan | None:
        """What a record tells: components and their licences, sources, identifiers, addresses."""
        if not self.has("told"):
            return None
        words = [item.words for item in self.take("told")]
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
        derivative = self.has("topic", "means-derivative") or (self.has("of", "derivative") and not self.has("opt"))
        self.take("topic", "means", "means-derivative", "licence-of")
        self.take("kind")
        licence = self._licence("the meaning")
        if derivative:
            words = " ".join(item.words.casefold() for item in (*self.take("of"), *self.take("tune"), *self.take("do")))
            key = next((key for key, stems in _TUNES if any(stem in words for stem in stems)), "fine-tune")
            return Plan("explain", (licence, f"derivative-{key}"), head="provision")
        terms = [value for flag, value in self.options if flag.endswith("commercial")]
        flags = [flag for flag, _ in self.options]
        if len(flags) != 1 or not flags[0].endswith("commercial"):
            raise self.stop("not understood: the meaning of which word? commercial and non-commercial are recorded", *terms)
        if self.records.definition(licence, "commercial") is None:
            self.notes.append(f"{licence} gives no definition of commercial on record")
            return Plan("show", (licence,), head="not-said")
        return Plan("explain", (licence, "means-commercial"))

    def _route(self) -> Plan | None:
        permission = self.has("form", "who", "where", "how") and [item.value for item, _ in self.asked] == ["registration-required"]
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
        if len(targets) == 2 and not bases:
            bases, targets = list(targets[0].ids), targets[1:]
        if len(bases) != 1 or len(targets) != 1:
            raise self.stop("not understood: say which model (or licence) was fine-tuned, and under which licence it is to stand")
        self._done()
        self.take("kind")
        self.take("topic", "licence-of")
        self.notes.append(f"under {targets[0].ids[0]}: held against the duties on derivatives")
        options = (("--do", str(Act.DISTRIBUTE_DERIVATIVES)), *self._scenario())
        return Plan("check", tuple(bases), options, head="relicense", subject=targets[0].ids[0])

    def _like(self) -> Plan | None:
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

    def _combined(self) -> Plan | None:
        """Models brought together."""
        words = " ".join(item.words.casefold() for item in self.items if item.type == "do")
        ids = self._ids()
        if len(ids) < 2 or not (self.has("do", "combine") or "merg" in words):
            return None
        self._done()
        self.take("form")
        self.take("kind")
        way = "ensemble" if "ensemble" in words else "merge"
        return Plan("combine", ids, (("--as", way), *self._scenario()), head="verdict")

    def _openness(self) -> Plan | None:
        if not self.has("topic", "openness"):
            return None
        if self.asked or self.options or self.has("do") or self.has("tune"):
            words = [item.words for item in self.items if item.type == "topic"]
            raise self.stop(f"not understood: {words[0]!r} beside the rest; ask how open it is by itself", *words)
        if self.denied and not self.named:
            raise self.stop(f"not understood: what {self.denied[0].words!r} denies", self.denied[0].words)
        self.take("topic")
        self.take("kind")
        self.take("form", "how", "what", "who")
        return Plan("openness", self._ids(), head="openness" if self._yes_or_no() else "")

    def _history(self) -> Plan | None:
        dated = self.day and (self.has("topic", "licence-of") or self.has("kind")) and not self.asked
        if not self.named or not (self.has("topic", "history") or dated):
            return None
        self.take("topic")
        self.take("kind")
        self.take("form")
        if len(self._ids()) == 2 and not self.day:
            return Plan("compare", self._ids())
        return Plan("history", (self._one("the history"),), self._dated())

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
        return Plan("notice", self._ids(), (("--do", act), *self._scenario(done)))

    def _lineage(self) -> Plan | None:
        copies = self.has("topic", "copies") or self._of_a_copy()
        if not self.named or self.asked or not (copies or self.has("topic", "lineage")):
            return None
        if self.has("do") or (self.has("tune") and not copies):
            return None
        self.take("topic")
        self.take("have")
        self.take("kind")
        self.take("form")
        self.take("of")
        self.take("tune")
        derived = (("--derived", ""),) if copies else ()
        name = self._one("the lineage")
        if self._ids("licence"):
            raise self.stop(f"not understood: {name} is a licence; name a model")
        return Plan("lineage", (name,), (*derived, *self._scenario()))

    def _of_a_copy(self) -> bool:
        """Which licence has a GGUF of ...: asked is what was made from it."""
        asked = self.has("topic", "licence-of") or (self.has("kind", "licences") and self.has("form", "which", "what"))
        return asked and not self.has("do") and (self.has("of", "derivative", "adapter") or self.has("tune"))

    def _comparison(self) -> Plan | None:
        compared = self.has("form", "compare")
        ids = self._ids()
        if not compared or not ids:
            return None
        if len(ids) < 2:
            raise self.stop(f"not understood: compare {ids[0]} with what?")
        self.take("form")
        self.take("kind")
        self.take("like")
        self.take("topic", "licence-of")
        done = self._done()
        questions = [item.value.partition("=")[0] for item, denied in self._asked_once()]
        if ("--purpose", "military") in self.options:
            self.options.remove(("--purpose", "military"))
            questions.append("military-use")
        questions += [str(_ACT_QUESTIONS[act]) for act in done.acts if act in _ACT_QUESTIONS]
        if lost := [str(act) for act in done.acts if act not in _ACT_QUESTIONS]:
            raise self.stop(f"not understood: {', '.join(lost)} is none of the comparison questions")
        options = [("--questions", ",".join(dict.fromkeys(questions)))] if questions else []
        return Plan("compare", ids, (*options, *self._scenario(done)))

    def _asked_once(self) -> list[tuple[Item, bool]]:
        found: dict[str, tuple[Item, bool]] = {}
        for item, denied in self.asked:
            found.setdefault(item.value, (item, denied))
        return list(found.values())

    def _yes_or_no(self) -> bool:
        return not self.has("form", *_ASKING)

    def _named_text(self) -> Plan | None:
        """Questions on the text of what is named, without an act."""
        names = self._ids()
        if not names or (self._of_models() and not self._check_all()):
            return None
        done = self._done_if_any()
        asked = self._asked_once()
        military = ("--purpose", "military")
        if not asked and self.has("forbid") and military in self.options and not (done and done.acts):
            self.options.remove(military)
            self.take("forbid")
            asked = [(Item("q", "military-use=forbidden", "military"), False)]
        if not asked or (done and done.acts and not self._only_carries(done)):
            return None
        if self.duties:
            raise self.stop(f"not understood: {self.duties[0][0].words!r} beside {asked[0][0].words!r}", self.duties[0][0].words)
        self.take("form")
        self.take("kind")
        self.take("topic", "licence-of", "means")
        self.take("forbid")
        if self.options and all(item.value in _DUTIES for item, _ in asked):
            return None
        if self.options:
            raise self.stop("not understood: a scenario beside a question on the text: ", *(flag for flag, _ in self.options))
        questions = [item.value.partition("=")[0] for item, _ in asked]
        single = len(asked) == 1 and self._yes_or_no_asked(*asked[0])
        subject, denied = asked[0][0].value, asked[0][1]
        options = (("--questions", ",".join(questions)), *self._dated())
        return Plan("compare", names, options, head="feature" if single else "", subject=subject, denied=denied)

    def _yes_or_no_asked(self, item: Item, denied: bool) -> bool:
        """Whether a question on the text is one of yes or no, to which the answer to that question is the answer."""
        if any(item.type == "form" and item.value in _ASKING for item in self.read.items):
            return False
        if item.words.casefold().split()[0] in ("how", "who", "which", "what", "where", "whose"):
            return False
        return denied or not self.has("form", "may") or item.value == "licensor-may-change"

    def _of_models(self) -> bool:
        """Whether models are spoken of, and not the one that is named: these models, which model."""
        models = [item for item in self.items if item.type == "kind" and item.value == "models"]
        return any(not item.number for item in models) or (bool(models) and self.has("form", "which"))

    def _check_all(self) -> bool:
        """Whether names are what is asked about, though models are spoken of: which of these models."""
        return len(self._ids("model")) > 0 and all(named.kind == "model" for named in self.named) and not self._family()

    def _only_carries(self, done: doing.Done) -> bool:
        """Whether the acts only say when a duty falls due: must I give credit when I publish it."""
        return self.has("form", "must", "how", "what", "where", "which", "how-many", "who") and not any(denied for _, denied in self.asked)

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
        if done.acts == (Act.RUN,) and not self.options and self._licence_asked():
            return None
        if not (done.acts or self.options or self.duties or owe or self.has("form", "may") or self.has("allow") or self.has("forbid")):
            return None
        if not done.acts and not self.options and not self.duties and not owe and not self.has("form", "may"):
            return None
        if self.has("form", "must") and not (self.duties or self.asked or owe):
            raise self.stop("not understood: what must be done is asked of a duty, as: must I give attribution with Llama 3")
        asks = bool(self.take("permission"))
        self.take("form")
        self.take("kind")
        self.take("topic", "licence-of")
        self.take("forbid")
        acts = done.acts or self._acts_by_default(owe)
        if (self.asked or ("disclose-source", False) in [(item.value, no) for item, no in self.duties]) and not self.has("do") and not self._verbs():
            acts = (str(Act.DISTRIBUTE_DERIVATIVES),)
        head, subject, denied = "" if owe or asks or (not done.acts and self.has("form", "what")) else "verdict", "", False
        wanted = [(item.value, no) for item, no in (*self.duties, *self._duty_questions())]
        if wanted:
            if len(wanted) > 1:
                raise self.stop(f"not understood: {', '.join(value for value, _ in wanted)} at once")
            subject, denied = wanted[0]
            head = "duty" if denied or self.duties or self._yes_or_no_asked(*self.asked[0]) else ""
        if done.adapter:
            self.notes.append("an adapter alone: whether it is a derivative is a reading of each licence (explain LICENCE derivative-adapter)")
        options = (("--do", ",".join(acts)), *self._scenario(done))
        return Plan("check", ids, options, head=head, subject=subject, denied=denied)

    def _verbs(self) -> bool:
        """Whether anything is done, beside what things are."""
        return any(item.type == "tune" for item in self.items) and "derivatives: making them and giving them to others" not in self.notes

    def _licence_asked(self) -> bool:
        """Which licence does it use."""
        return self.has("topic", "licence-of") or (self.has("kind", "licences") and self.has("form", "which", "what"))

    def _acts_by_default(self, owe: bool) -> tuple[str, ...]:
        if self.asked:
            return (str(Act.DISTRIBUTE_DERIVATIVES),)
        if owe or self.duties or (self.has("form", "what", "which") and not self.options):
            return tuple(map(str, (Act.RUN, Act.MODIFY, Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES, Act.HOST)))
        return (str(Act.RUN),)

    def _duty_questions(self) -> list[tuple[Item, bool]]:
        """Questions on the text that are duties, beside an act: use it without attribution."""
        found = []
        for item, denied in self._asked_once():
            if item.value == "registration-required" and denied:
                found.append((item._replace(value="registration"), denied))
            elif item.value not in _DUTIES:
                raise self.stop(f"not understood: {item.words!r} beside what is to be done; ask it by itself", item.words)
            else:
                found.append((item._replace(value=_DUTIES[item.value]), denied))
        return found

    def _family(self) -> str:
        """The family of models that a list is asked for."""
        families = {named.family for named in self.named if named.kind == "model" and named.family}
        group = [named for named in self.named if named.kind == "model"]
        if len(group) == 1 and len(families) == 1 and (family := families.pop()) in self.records.families():
            return family if n.atoms(group[0].text) == n.atoms(family) else ""
        return ""

    def _list(self) -> Plan | None:
        spoken = self.take("kind")
        kinds = list(dict.fromkeys(item.value for item in spoken))
        if not self.has("form", "which", "what") and not self.has("family") and all(item.number for item in spoken):
            return None
        if self._ids("model") and not (kinds == ["models"] and self._family()):
            return None
        if not spoken and not self.has("family") and self._ids("licence"):
            return None
        done = self._done()
        self.take("form", "which", "may", "is", "must", "what")
        filters = self._filters(kinds)
        for family in self.take("family"):
            if kinds and kinds != ["licences"]:
                raise self.stop(f"not understood: {family.words!r} of models; name the licence", family.words)
            kinds = ["licences"]
            filters.append(("--family", family.value))
        kind = "models" if "models" in kinds or not kinds else "licences"
        acts, having = list(map(str, done.acts)), self._having()
        if self.duties:
            raise self.stop(f"not understood: {self.duties[0][0].words!r} of a list; ask it of a model", self.duties[0][0].words)
        if self.forbidden or self.has("forbid"):
            refused, options = self._refused(kind, done)
            return Plan(kind, (), (*filters, *refused, *having, *options))
        scenario = self._scenario(done)
        if not acts and [flag for flag, _ in scenario if flag != "--as-of"]:
            acts = [str(Act.RUN)]
        if not (acts or having or filters or kinds):
            return None
        if not acts and not having and not filters and not self._asked_for_all():
            raise self.stop(f"not understood: what the {kind} should allow")
        if ("--use", "research") in scenario and not {"--commercial", "--non-commercial"} & {flag for flag, _ in scenario}:
            scenario = (*scenario, ("--non-commercial", ""))
            self.notes.append("research: taken as non-commercial")
        return Plan(kind, (), (*[("--allows", act) for act in acts], *filters, *having, *scenario))

    def _asked_for_all(self) -> bool:
        return not self.denied and self.has("form", "which")

    def _filters(self, kinds: list[str]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for named in self.named:
            if named.kind == "licence":
                if kinds == ["licences"]:
                    raise self.stop(f"not understood: {named.text!r} beside licences", named.text)
                found.append(("--licence", named.ids[0]))
            elif named.kind in ("developer", "licensor"):
                found.append((f"--{named.kind}", named.ids[0]))
            elif named.kind == "model":
                found.append(("--family", self._family()))
        flags = [flag for flag, _ in found]
        if len(set(flags)) < len(flags):
            raise self.stop("not understood: a list of two at once; ask for one after the other", *(value for _, value in found))
        if found and ("topic", "licence-of") in {(item.type, item.value) for item in self.items}:
            self.take("topic", "licence-of")
        return found

    def _having(self) -> list[tuple[str, str]]:
        found = []
        if any(item.type == "or" for item in self.items) and len(self.asked) > 1 and not all(denied for _, denied in self.asked):
            raise self.stop("not understood: one or the other; ask for each by itself")
        for item, denied in self._asked_once():
            if item.value == "outputs-owned-by":
                raise self.stop(f"not understood: {item.words!r} of a list; ask it of a model", item.words)
            found.append(("--without" if denied else "--with", item.value))
        return found

    def _refused(self, kind: str, done: doing.Done) -> tuple[list[tuple[str, str]], tuple[tuple[str, str], ...]]:
        """A list of what is barred: as answers to the comparison questions."""
        self.take("forbid")
        self.take("exclude")
        purposes = [value for flag, value in self.options if flag == "--purpose"]
        others = [pair for pair in self.options if pair[0] not in ("--purpose", "--commercial")]
        if purposes == ["military"] and not others and set(done.acts) <= {Act.RUN}:
            self.options = []
            return [("--with", "military-use=forbidden")], self._dated()
        if done.acts == (Act.MODIFY, Act.DISTRIBUTE_DERIVATIVES) and not self.has("do"):
            done = done._replace(acts=(Act.DISTRIBUTE_DERIVATIVES,))
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
        self.notes.append(f"barred: {question} is refused (on request, or not licensed)")
        return [("--without", str(question))], self._dated()

    def _show(self) -> Plan | None:
        if not self.named:
            return None
        group = [named for named in self.named if named.kind == "model"]
        ids = self._ids("model", "licence", "policy")
        if not ids:
            raise self.stop(f"not understood: what is asked of {self.named[0].text}", self.named[0].text)
        licences = self._ids("licence")
        models = self._ids("model")
        put = self.has("form", "is", "may", "must", "who", "why", "where", "how") and not (self.has("topic") or self.has("kind", "licences"))
        if put and not (licences and models):
            raise self.stop(f"not understood: what is asked of {', '.join(ids)}")
        self.take("form")
        self.take("kind")
        self.take("topic", "licence-of")
        if len(licences) == 1 and len(models) == 1:
            return Plan("show", models, self._dated(), head="licence", subject=licences[0])
        if licences and models:
            raise self.stop(f"not understood: what is asked of {', '.join((*models, *licences))}")
        if len(ids) > 1 and len(group) == 1 and self._family():
            return Plan("models", (), (("--family", self._family()),))
        if len(ids) > 1:
            return Plan("compare", ids)
        return Plan("show", ids, self._dated())

    def _dated(self) -> tuple[tuple[str, str], ...]:
        return (("--as-of", self.day),) if self.day else ()

    def _scenario(self, done: doing.Done | None = None) -> tuple[tuple[str, str], ...]:
        found = [*self.options, *(done.options if done else ())]
        if doing.EMBEDDED in found:
            found = [pair for pair in found if pair != ("--use", "product")]
        said = [flag for flag, _ in found]
        if "--commercial" in said and "--non-commercial" in said:
            raise self.stop("not understood: sold, and not commercial")
        uses = dict.fromkeys(value for flag, value in found if flag == "--use")
        if len(uses) > 1:
            raise self.stop(f"not understood: more than one use: {', '.join(uses)}")
        return (*dict.fromkeys(found), *self._dated())

    def _makers(self, made: Plan) -> None:
        """A maker who is named beside a model has to be its own."""
        if made.command in ("models", "licences"):
            return
        for named in self.named:
            if named.kind in ("developer", "licensor") and not set(named.ids) & self.records.makers(made.names):
                raise self.stop(f"not understood: {named.text!r} beside {', '.join(made.names)}", named.text)

    def _nothing_left(self) -> None:
        left = [self.items[at] for at in sorted(self.left)]
        free = (*_FREE, "form", *(("make",) if self.has("do") or self.has("of") else ()))
        words = [item.words for item in left if item.type not in free and (item.type, item.value) != ("cmp", "about")]
        words += [item.words for item in left if item.type == "form" and item.value in ("why", "owe", "where")]
        if words:
            raise self.stop("not understood here: " + ", ".join(map(repr, dict.fromkeys(words))), *words)


