"""The figures and places of a question, as options of a scenario, or as what a text bars."""

from __future__ import annotations

import re

from licensedb.wording import figures
from licensedb.wording.parts import Parts
from licensedb.wording.reading import Item

_OURS = re.compile(r"(we are|we're|we’re|team of|staff of|i am|employ|employs|employing|group of|crew of|with only|just)$")
_MONTHLY = ("every month", "each month", "a month", "per month", "monthly", "in a month")
# What no licence counts.
_UNCOUNTED = frozenset(
    "answers answer responses texts text images image pictures photos samples sample examples rows lines records documents pages"
    " conversations dialogues dialogs prompts prompt tokens hours minutes days weeks months questions pairs sentences words articles"
    " emails letters reports files gpus gpu cards servers nodes cores languages topics chapters books songs tracks videos clips"
    " layers epochs steps runs experiments chats messages tickets transcripts summaries stories essays reviews recordings posts"
    " drawings sketches sprites icons tasks benchmarks papers models checkpoints adapters variants versions branches rooms floors"
    " classes courses lessons bit bits times reasons things points parts outputs"
    " completions generations entries logs stores shops sites offices schools clinics countries"
    " warehouses factories plants restaurants hotels chapters seminars workshops finetunes tunes experts recipes quotes jokes"
    " poems invoices receipts contracts orders leaflets listings clauses".split()
)
_REACHING = [[word] for word in "for on in into onto with across to over than under serving serve reaching reach at by".split()]
_ENDING = [[word] for word in "of in for from with on and to by a the that which is are was were we i into at".split()]
_PER = ("a month", "per month", "every month", "each month", "a year", "per year", "every year", "annually", "yearly", "monthly")
_AT_MOST = (("daily_users", "users"), ("unique_users", "users"), ("daily_users", "unique_users"), ("monthly_revenue", "revenue"))
_SPANS = frozenset("شهريا شهرياً سنويا سنوياً بالشهر بالسنة بالسنه".split()) | {
    "في الشهر",
    "كل شهر",
    "في السنة",
    "في السنه",
    "في العام",
    "كل سنة",
}
# Laws by the place that they are of; where no law is asked for, the place is meant.
_PLACES = {
    **dict.fromkeys(("California", "New York", "Delaware", "Washington", "Texas"), "US"),
    "Austria": "AT",
    "Cyprus": "CY",
    "Singapore": "SG",
}
_LAWS = {"FR": "France", "SG": "Singapore", "CN": "People's Republic of China", "KR": "Republic of Korea"}


def kind_of_year(items: list[Item]) -> bool:
    """Whether a year follows a figure at once: 800 thousand pounds in 2023."""
    return items[-1].type == "year" and all(one.type in ("in", "metric", "det", "currency") for one in items[:-1])


class Amounts(Parts):
    """Figures and places."""

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
        self._spans()
        for at in sorted(self.left):
            if self.items[at].type == "metric" and self.items[at].value.endswith(("users", "staff")) and not self.has("form", "how-many"):
                self.left.discard(at)  # users of whom no number is told: who else would it be for

    def _spans(self) -> None:
        """200 people use it every month: what is counted by the month; every day: daily users."""
        for at in sorted(self.left):
            words = self.items[at].words.casefold()
            if "users" in self.told and self.items[at].type == "metric" and words in _MONTHLY:
                self.left.discard(at)
            elif "users" in self.told and self.items[at].type == "daily":
                self.left.discard(at)
                self.options = [(flag.replace("--users", "--daily-users"), value) for flag, value in self.options]
                self.told["daily_users"] = self.told.pop("users")
                self.notes.append(f"{self.items[at].words}: daily users")

    def _caps(self) -> None:
        """A cap with what it counts: a limit of users, a ceiling, be it users or revenue; a threshold of a million dollars."""
        for at, item in enumerate(self.items):
            if item.type != "cap":
                continue
            within = [one for one in range(len(self.items)) if self.items[one].sentence == item.sentence]
            after = [one for one in within if at < one <= at + 6 and self.items[one].type == "metric" and not self._counts(one)]
            before = [one for one in within if at - 3 <= one < at and self.items[one].type == "metric" and not self._counts(one)]
            money = [one for one in within if at - 2 <= one < at and self.items[one].type == "money"]
            found = before[-1:] or after
            kinds = dict.fromkeys("user-cap" if self.items[one].value.endswith("users") else "revenue-cap" for one in found)
            if money and not kinds:
                kinds = {"revenue-cap": None}
            if not kinds:
                raise self.stop(f"not understood: {item.words!r} of what? say users or revenue", item.words)
            for one in found:
                self.left.discard(one)
                self.items[one] = self.items[one]._replace(type="det")
            first, *others = kinds
            self.items[at] = item._replace(type="q", value=first)
            self.asked += [(item._replace(type="q", value=other), False) for other in others]

    def _counts(self, at: int) -> bool:
        """Whether a figure stands before what is counted: 5 million users."""
        before = self._beside(at, -1)
        return before is not None and self.items[before].type in ("figure", "money")

    def _figure(self, at: int, item: Item) -> None:
        if self._cap(at, item):
            return
        if self._heads(at, item):
            return
        self._no_ages(at, item)
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        sized = (
            after is not None and item.type == "figure" and after.type == "kind" and bool(after.number) and after.value.startswith("models")
        )
        if sized and after is not None and self.named and all(named.kind == "licence" for named in self.named):
            raise self.stop(f"not understood: which model {item.words!r} is; name it in full", item.words)
        if after is not None and (after.type == "detail" or sized) and self.named:
            self.left -= {at, at + 1}
            self.notes.append(f"{item.words} {after.words}: no licence speaks of it; left aside")
            return
        things = self.items[at + 1 : at + 3]
        if item.type == "figure" and item.number <= 20 and self._of_things(things):
            self.left.discard(at)
            self.notes.append(f"{item.words}: so many are brought together")
            return
        if self._other_things(at, item):
            return
        metric = self._metric(at, item) or self._pieces(at, item)
        if metric is None and item.type == "money" and self._charged(at, item):
            return
        if metric is None and item.type == "money" and self.take("make"):
            metric = "revenue"
        if metric is None and item.type == "money" and self._price(at, item):
            return
        if metric is None or (item.type == "money" and not metric.endswith("revenue")):
            raise self.stop(f"not understood: {item.words!r} of what? say users, revenue or devices", item.words)
        cap = {"users": "user-cap", "revenue": "revenue-cap"}.get(metric)
        if cap and self.named and (self.has("clause") or self.has("quote")) and not self.has("do") and not self.asked:
            self.left.discard(at)
            self.asked.append((item._replace(type="q", value=cap), False))
            self.notes.append(f"{item.words}: the clause on it")
            return
        if metric.endswith("revenue"):
            self.take("make")
            self._makes(at)
        for place in self.left.copy():
            if (
                self.items[place].type == "metric"
                and self.items[place].value in (metric, metric.removeprefix("monthly_"))
                and abs(place - at) < 4
            ):
                self.left.discard(place)  # our revenue is 2 million a year
        for place in range(at + 1, min(at + 4, len(self.items))):
            if kind_of_year(self.items[at + 1 : place + 1]):
                self.left.discard(place)
                self.notes.append(f"{item.words}: of {self.items[place].words}")
        over = next((one.value for one in self.take("over")), "")
        compared = self._compared(at)
        value = item.number + (1 if compared == "more" else -1 if compared == "less" else 0)
        if value < 0:
            raise self.stop(f"not understood: less than {item.words!r}", item.words)
        kind = "revenue" if metric.endswith("revenue") else metric
        if any(flag.endswith(kind.replace("_", "-")) for flag, _ in self.options):
            raise self.stop(f"not understood: two figures for {metric.replace('_', ' ')}, the other one {item.words!r}", item.words)
        self._must_agree(metric, value, item)
        told = figures.written(value) + (f" {item.value}" if item.type == "money" and item.value != "USD" else "")
        self.options.append((f"--{metric.replace('_', '-')}", f"{over}:{told}" if over else told))
        sign = {"more": "more than ", "less": "less than "}.get(compared, "")
        self.notes.append(f"{sign}{item.words}: taken as {value:,}{f' {item.value}' if item.value else ''} ({metric.replace('_', ' ')})")
        self.left.discard(at)

    def _other_things(self, at: int, item: Item) -> bool:
        """What no licence counts: 200k answers, eight GPUs, three languages. Where it is a condition, the reading stops."""
        place = next((one for one, each in enumerate(self.read.items) if each is item), None)
        if item.type != "figure" or place is None:
            return False
        near: list[str] = []
        for one in self.read.items[place + 1 : place + 4]:
            if one.type not in ("pad", "det", "of", "do", "quote", "tune", "kind", "people"):
                break
            near += one.words.casefold().split()
        thing = next((word for word in near[:3] if word in _UNCOUNTED), "") or self._thing_counted(place)
        bound = self._beside(at, -1)
        before = self.items[bound] if bound is not None else None
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        bounded = (before is not None and before.type == "cmp" and before.value != "about") or self.has("cap")
        bounded = bounded or (after is not None and after.type in ("unit", "metric", "money", "figure")) or self.has("form", "how-many")
        if not thing or bounded or self.has("form", "which") or any(one.value.endswith("-cap") for one, _ in self.asked):
            span = after is not None and after.type == "metric" and after.words.casefold() in _PER
            if not (thing and span) or self.has("form", "which"):
                return False
        if thing in ("models", "checkpoints") and item.number > 20:
            return False  # 7B models
        self.left.discard(at)
        if before is not None and before.type == "cmp":
            self.left.discard(bound or 0)
        if after is not None and after.type == "metric" and after.words.casefold() in _PER:
            self.left.discard(at + 1)
        self.notes.append(f"{item.words} {thing}: no licence on record counts them; left aside")
        return True

    def _thing_counted(self, place: int) -> str:
        """The thing that follows a figure and that nothing else is made of: 2 million records, and not 2 million podcast listeners.

        What it is for, where it is put, and what is sold may be counted: for 5 million households, 5 million televisions.
        """
        led = self.read.items[place - 1].words.casefold().split()[-1:] if place else []
        if led in _REACHING or self.has("do", "give", "sell", "embed"):
            return ""
        for at in range(place + 1, min(place + 4, len(self.read.items))):
            item = self.read.items[at]
            if (item.type, item.value) == ("pad", "thing"):
                after = self.read.items[at + 1] if at + 1 < len(self.read.items) else None
                ends = (
                    after is None or after.type not in ("pad", "metric", "of", "kind", "name", "people") or after.sentence != item.sentence
                )
                ends = ends or (after is not None and after.words.casefold().split()[:1] in _ENDING)
                return item.words if ends else ""
            if item.type not in ("pad", "det"):
                return ""
        return ""

    def _price(self, at: int, item: Item) -> bool:
        """What the asker takes for it (costs 5 dollars, for 20 euros a month): it is sold."""
        place = next((one for one, each in enumerate(self.read.items) if each is item), 0)
        before = [word for one in self.read.items[max(place - 3, 0) : place] for word in one.words.casefold().split()][-2:]
        sells = self.has("do", "sell") or ("opt", "commercial") in [(one.type, one.value) for one in self.items]
        asks = {"costs", "costing", "price", "priced", "charge", "charging", "charges"}
        asks |= {"ask", "asking"} if sells else set()
        told = bool(asks & set(before)) or (before[-1:] in (["for"], ["at"]) and sells)
        if not told or item.number > 10_000 or self.has("forbid"):
            return False
        self.left.discard(at)
        paid = [one for one, _ in self.duties if one.value == "pay" and one.words.casefold() in ("costs", "cost")]
        self.duties = [one for one in self.duties if one[0] not in paid]
        self.options.append(("--commercial", ""))
        self.notes.append(f"{item.words}: a price that is asked; commercial")
        return True

    def _charged(self, at: int, item: Item) -> bool:
        """A price right after the verb: charge 5 dollars for it."""
        return at > 0 and self.items[at - 1].words.casefold().split()[0] in ("charge", "charging", "charges") and self._price(at, item)

    def _pieces(self, at: int, item: Item) -> str | None:
        """Things of the asker's own that are counted are devices: 8,000 gadgets."""
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        if after is None or item.type != "figure" or item.number < 2 or (after.type, after.value) != ("of", "product"):
            return None
        return "devices" if after.words.casefold().endswith("s") else None

    def _must_agree(self, metric: str, value: int, item: Item) -> None:
        """Daily users are at most the monthly ones, a month's revenue is at most the year's."""
        self.told[metric] = value
        for less, more in _AT_MOST:
            if less in self.told and more in self.told and self.told[less] > self.told[more]:
                words = f"{less.replace('_', ' ')} above {more.replace('_', ' ')}"
                raise self.stop(f"not understood: {words}, {item.words!r}", item.words)

    def _heads(self, at: int, item: Item) -> bool:
        """Whether people who work for the asker are counted, which no licence on record does: we are twelve people."""
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        place = next((one for one, each in enumerate(self.read.items) if each is item), 0)
        before = " ".join(one.words.casefold() for one in self.read.items[max(place - 3, 0) : place])
        people = after is not None and after.type == "metric" and after.words.casefold() in ("people", "person", "persons")
        before = (
            before.removesuffix(" than")
            .removesuffix(" about")
            .removesuffix(" only")
            .removesuffix(" fewer")
            .removesuffix(" less")
            .removesuffix(" more")
        )
        own = people and (_OURS.search(before) is not None)
        if item.type != "figure" or after is None or not (own or (after.type, after.value) == ("metric", "staff")):
            return False
        if item.sentence in {one.sentence for one in self.items if one.type == "name"} and len({one.sentence for one in self.items}) == 1:
            raise self.stop(f"not understood: {item.words!r} {after.words}; no licence on record counts who works for you", item.words)
        self.left -= {at, at + 1}
        self.notes.append(f"{item.words} {after.words}: no licence on record counts who works for you; left aside")
        return True

    def _no_ages(self, at: int, item: Item) -> None:
        """People under 18 are young, and not few."""
        before = self._beside(at, -1)
        if item.type != "figure" or item.number > 25 or before is None or self.items[before].type != "cmp":
            return
        who = self._beside(before, -1)
        word = self.items[before].words.casefold()
        if word in ("under", "over", "below", "above") and who is not None and self.items[who].type == "metric":
            raise self.stop(f"not understood: {word} {item.words}; no record tells how old users may be", f"{word} {item.words}")

    def _makes(self, at: int) -> None:
        """Makes 3 million a year: earns, and puts out nothing."""
        before = self.items[at - 1] if at else None
        if before is not None and before.type == "of" and before.words.casefold() == "makes":
            self.items[at - 1] = before._replace(type="det")
            self.read = self.read._replace(items=tuple(one for one in self.read.items if one != before))

    def _of_things(self, things: list[Item]) -> bool:
        """Whether models or what is made of them is counted: two Llama 3 8B finetunes."""
        return bool(things) and (
            (things[0].type == "name" and things[-1].type in ("tune", "of", "kind"))
            or (things[0].type, things[0].value) == ("of", "derivative")
        )

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

    def _metric(self, at: int, item: Item) -> str | None:
        """What a figure counts: the next word that says so, else the one before it. A span alone (a month) says what money is."""
        after = list(range(at + 1, len(self.items)))
        for places in (after, list(range(at - 1, -1, -1))):
            for place in places:
                kind = self.items[place].type
                if kind == "metric" and item.type == "figure" and self.items[place].words in _SPANS:
                    self.left.discard(place)
                    continue
                if kind == "metric" and (place in self.left or self.items[place].type == "metric"):
                    if place in self.left:
                        self.left.discard(place)
                        return self._by_the_month(place, item) or self.items[place].value
                    break
                if kind not in ("det", "in", "cmp", "have", "make", "over", "and", "comma") and (kind, self.items[place].value) != (
                    "form",
                    "is",
                ):
                    break
                if kind in ("and", "comma") and places is after:
                    break
        return None

    def _by_the_month(self, at: int, item: Item) -> str:
        """Of revenue that is told by the month: 2 million dollars of revenue per month."""
        after = self._beside(at, 1)
        span = self.items[after] if after is not None else None
        if item.type != "money" or span is None or span.type != "metric" or self.items[at].value != "revenue" or after is None:
            return ""
        if span.words.casefold() not in _MONTHLY or after not in self.left:
            return ""
        self.left.discard(after)
        return "monthly_revenue"

    def _compared(self, at: int) -> str:
        for place in (at - 1, at + 1, at - 2, at + 2):
            if 0 <= place < len(self.items) and self.items[place].type == "cmp" and place in self.left:
                self.left.discard(place)
                return self.items[place].value
        return ""

    def _places(self) -> None:
        for item in self.take("law"):
            if not any(one.value == "governing-law" for one, _ in self.asked):
                if item.value in _PLACES and "law" not in item.words.casefold():
                    at = self.items.index(item)
                    self.items[at] = item._replace(type="place", value=_PLACES[item.value])
                    continue
                raise self.stop(f"not understood: {item.words!r} here", item.words)
            self._law(item.value)
        verbs = {item.value for item in self.items if item.type in ("do", "tune", "of")}
        scene = bool(self.named) and self.has("opt")  # a scenario is told: asked is whether that is barred, not the place
        barred = self.has("exclude") or (self.has("forbid") and not verbs and not scene)
        barred = barred or (self.forbidden and verbs <= {"use"} and not self.has("allow"))
        for at, item in enumerate(self.items):
            if item.type == "outside":
                raise self.stop(f"not understood: {item.words!r}; name the places where it is used", item.words)
            if item.type != "place":
                continue
            self.left.discard(at)
            code = item.value.rstrip("~")
            if at + 1 < len(self.items) and self.items[at + 1].type == "developer":
                raise self.stop(f"not understood: {item.words!r} of a developer; no list asks for that", item.words)
            if self._described(at) or (self._of_a_maker(at) and not (self.has("do") and (self.has("form", "may") or self.has("allow")))):
                self.notes.append(f"{item.words}: where the developer is; left aside")
                continue
            if item.value.endswith("~"):
                self.notes.append(f"{item.words}: read as the European Union")
            if any(one.value == "governing-law" for one, _ in self.asked):
                laws = {one.sentence for one, _ in self.asked if one.value.startswith("governing-law")}
                if item.sentence not in laws and self.named:
                    self.notes.append(f"{item.words}: told of who asks; left aside")
                    continue
                if code not in _LAWS:
                    raise self.stop(f"not understood: the law of {item.words!r}", item.words)
                self._law(_LAWS[code])
                continue
            territories = next((one for one, _ in self.asked if one.value == "excluded-territories"), None)
            if barred or territories:
                self._excluded(at, code)
                continue
            role = self._role(at)
            others = {self._role(one) for one, each in enumerate(self.items) if each.type == "place" and each.value != item.value}
            if item.number == 2:
                role = "used"  # of those to whom it is given
            if not role and item.number == 1 and self._elsewhere(at):
                role = "based"  # a German company in France
            if not role and others & {"used", "users"} and "" not in others:
                role = "based"
            if role == "users":  # of the seat nothing is told: open in a check; in a list, which fills it, the same place
                role = "used" if self.named or self.has("role", "based") else ""
            self.options.append(({"based": "--based-in", "used": "--used-in"}.get(role, "--in"), code))

    def _elsewhere(self, at: int) -> bool:
        """Whether another place stands with `in`, where a people tells whose company it is."""
        return any(
            one.type == "place" and not one.number and one.value != self.items[at].value and self.items[place - 1].type in ("in", "role")
            for place, one in enumerate(self.items)
            if place
        )

    def _described(self, at: int) -> bool:
        """Whether an Arabic adjective after a name tells where a model is from."""
        word = self.items[at].words
        return (
            at > 0
            and self.items[at - 1].type == "name"
            and not word.isascii()
            and word.startswith("ال")
            and word.endswith(("ي", "ية", "يه"))
        )

    def _of_a_maker(self, at: int) -> bool:
        """Whether a place tells where a developer is: TII in Abu Dhabi."""
        before = [one for one in self.items[max(at - 3, 0) : at] if one.type not in ("in", "det", "comma")]
        makers = {named.text for named in self.named if named.kind in ("developer", "licensor")}
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        if after is not None and after.type == "name" and after.words in makers and self.items[at].words.endswith("'s"):
            return True  # China's Tencent
        return bool(before) and self.items[at - 1].type == "in" and before[-1].words in makers

    def _law(self, name: str) -> None:
        self.asked = [
            (item._replace(value=f"governing-law={name}") if item.value == "governing-law" else item, denied) for item, denied in self.asked
        ]

    def _role(self, at: int) -> str:
        """Whether a place is that of the seat, or where it is used: users in France."""
        within = False
        for place in range(at - 1, -1, -1):
            item = self.items[place]
            if item.type == "role":
                return item.value
            if item.type == "metric" and item.value.endswith("users"):
                return "users" if within else ""
            within = within or item.type == "in"
            if item.type not in ("in", "place", "and", "det", "or", "comma") and (item.type, item.value) != ("form", "is"):
                return ""
        return ""

    def _excluded(self, at: int, code: str) -> None:
        denied = any(item.value == "excluded-territories" and denied for item, denied in self.asked)
        self.asked = [(item, told) for item, told in self.asked if item.value != "excluded-territories"]
        item = self.items[at]._replace(type="q", value=f"excluded-territories={code}")
        self.asked.append((item, denied))
        self.barred_places = True
        if words := self.barring():
            self.notes.append(f"{words}: {code} is to be excluded")
        self.take("exclude")
        for one, each in enumerate(self.items):
            if each.type == "forbid":
                self.items[one] = each._replace(type="det")
        self.forbidden = False
