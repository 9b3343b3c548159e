"""A question with a meaning for each of its words; a word that has none stops the reading and is named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from licensedb.errors import MisuseError
from licensedb.vocabulary import COUNTRIES
from licensedb.wording import figures, near
from licensedb.wording import names as n
from licensedb.wording.arabic import in_context
from licensedb.wording.lexicon import Lexicon, language_of, lexicon, real
from licensedb.wording.tokens import LONGEST, Token, level, tokens

_SILENT = ("pad", "thing")
# Short words with letters changed places or doubled, which can be nothing else; none of them denies.
_SHORT_SLIPS = {
    slip: word
    for word, slips in {
        "the": "teh hte th thee tje",
        "and": "adn nad annd andd anf",
        "with": "wiht iwth wth wih",
        "to": "ot tto",
        "of": "fo",
        "is": "si iss",
        "in": "ni",
        "for": "fro forr ofr",
        "can": "cna acn cann",
        "may": "mya",
        "my": "ym",
        "our": "oru uor",
        "we": "ew wee",
        "you": "yuo oyu yoiu",
        "are": "aer rae arre",
        "have": "ahve hvae hav",
        "this": "thsi htis tihs thi",
        "that": "taht htat tath thta thaat",
        "these": "theese tehse",
        "it": "iit itt",
        "if": "fi iff",
        "use": "ues uise",
        "which": "hwich whihc whic",
        "what": "hwat waht whta wat",
        "does": "deos doess",
        "do": "od doo",
        "must": "msut mut muts",
        "should": "shoud shuold sholud",
        "would": "woudl wolud woud",
        "could": "coudl colud coud",
        "still": "stil",
        "their": "thier",
        "they": "tehy",
        "from": "frmo",
        "under": "udner",
        "some": "soem smoe",
        "when": "wehn",
        "there": "tehre",
        "any": "ayn",
        "allowed": "alowed allwoed allowd",
        "permitted": "permited permittd",
        "ourselves": "ourselfs ourself ourselve",
        "myself": "mysefl meself",
        "himself": "hisself",
        "themselves": "themself themselfs theirselves",
    }.items()
    for slip in slips.split()
}
_KEPT = frozenset("without not never none except outside unless only".split())  # no slip of the pen makes or unmakes these


class NotUnderstoodError(MisuseError):
    """A question that is not read: `words` are those that were not understood, `nearest` questions that would be."""

    def __init__(self, message: str, words: Sequence[str] = (), nearest: Sequence[str] = ()) -> None:
        self.words, self.nearest = tuple(words), tuple(nearest)
        super().__init__(message, tip="ask for example: " + "; ".join(self.nearest) if self.nearest else None)


class Item(NamedTuple):
    """Some words of the question with their meaning: `type:value` of the table, or a name, figure, money, day or place."""

    type: str
    value: str
    words: str
    named: n.Named | None = None
    hit: n.Hit | None = None
    number: int = 0  # a figure; 1 where one of a kind is spoken of
    joined: bool = False  # nothing that bears meaning stands between it and the item before
    participle: bool = False
    sentence: int = 0


class Read(NamedTuple):
    """A question read: its items, the language, and what had to be said of single words."""

    items: tuple[Item, ...]
    language: str
    notes: tuple[str, ...]
    lexicon: Lexicon


def read(question: str, names: n.Names) -> Read:
    """Every word with its meaning, in order. Raises NotUnderstoodError where a word has none, MisuseError for what is no question."""
    _must_be_readable(question)
    question = _ARROWS.sub(", ", question)
    found = tokens(question)
    language = language_of(found)
    table = lexicon("en" if language == "en" else f"en+{language}")
    found = _named_in_latin(table.apart(_quoted(question, found)), table)
    if all(token.text == "," for token in found):
        raise NotUnderstoodError("there is nothing to answer in this question", (), table.examples[:3])
    scan = _Scan(found, table, names)
    items, unknown = scan.run()
    notes: list[str] = []
    named = any(item.value == "derivative-name-rule" for item in items) or any(one.text in _PUBLISHED for one in found)
    if named and (unknown or any(item.value == "derivative-name-rule" for item in items)) and (called := _called(question, found, scan)):
        found = called
        scan = _Scan(found, table, names)
        items, unknown = scan.run()
    if unknown and any(item.value == "derivative-name-rule" for item in items):
        found, unknown = _given(found, unknown)
        scan = _Scan(found, table, names)
        items, unknown = scan.run()
    if unknown:
        found, notes = _mended(found, unknown, scan)
        scan = _Scan(found, table, names)
        items, unknown = scan.run()
    if scan.doubt and len(unknown) == 1:
        raise scan.doubt
    if unknown:
        raise _not_understood(found, unknown, items, table)
    if odd := list(dict.fromkeys(item.words for item in items if item.type == "odd")):
        raise NotUnderstoodError("not understood: " + ", ".join(map(repr, odd)), odd, nearest(items, table))
    return Read(tuple(items), language, tuple(notes), table)


def _quoted(question: str, found: list[Token]) -> list[Token]:
    """A line to be shown, in quotes (built with, powered by), as a question on that."""
    for match in _QUOTES.finditer(level(question)):
        inner = tokens(match[2])
        at = next((one for one in range(len(found)) if found[one : one + len(inner)] and _same(found[one:], inner)), None)
        if at is None or not inner:
            continue
        if (inner[0].text, inner[1].text if len(inner) > 1 else "") in _LINES:
            found = [*found[:at], Token("display", "word", match[2]), *found[at + len(inner) :]]
    return found


def _called(question: str, found: list[Token], scan: _Scan) -> list[Token]:
    """A name to be given, in quotes or joined by hyphens, that is none on record: "Sunny-8B", 'Gemma Helper'."""
    for match in _QUOTES.finditer(question):
        inner = tokens(match[2])
        at = next((one for one in range(len(found)) if found[one : one + len(inner)] and _same(found[one:], inner)), None)
        if at is None or not inner or len(inner) > 8 or not match[2][:1].isupper():
            continue
        hit = n.match(found, at, scan.names, scan._known, scan._silent)
        if (hit is None or hit.length < len(inner)) and not (len(inner) == 1 and scan._known(at)):
            return [*found[:at], Token(match[2], "given", match[2]), *found[at + len(inner) :]]
    for at, token in enumerate(found):
        last = at
        while last + 1 < len(found) and found[last + 1].glued and found[last + 1].kind != "sign":
            last += 1
        sized = any(one.kind == "number" for one in found[at + 1 : last + 1])
        if token.kind != "word" or token.glued or not token.shown[:1].isupper() or not sized:
            continue
        hit = n.match(found, at, scan.names, scan._known, scan._silent)
        if hit is None or (hit.length <= last - at and found[at - 1].text == "as" and at > 0):
            shown = "".join(("-" if one.glued and not one.tight else "") + one.shown for one in found[at : last + 1])
            return [*found[:at], Token(shown, "given", shown), *found[last + 1 :]]
    return []


_PUBLISHED = frozenset("publish published release released upload uploaded ship".split())
_ARROWS = re.compile(r"\s*(?:-+>|=+>|\u2192|\u21d2)\s*")  # first this, then that
_QUOTES = re.compile(r"""(?<!\w)(["'«“„‘`])([^"'«»“”„‘`]{2,60})["'»”“’`](?!\w)""")
_LINES = frozenset({("built", "with"), ("powered", "by"), ("improved", "using"), ("built", "using"), ("made", "with"), ("based", "on")})


def _same(found: Sequence[Token], inner: Sequence[Token]) -> bool:
    return [one.text for one in found[: len(inner)]] == [one.text for one in inner]


def _given(found: list[Token], unknown: Sequence[int]) -> tuple[list[Token], list[int]]:
    """A name that is none on record, written as names are (capitals, hyphens, digits), as the name to be given."""
    first = last = unknown[0]
    while first and found[first].glued:
        first -= 1
    while last + 1 < len(found) and found[last + 1].glued and found[last + 1].kind != "sign":
        last += 1
    if first > 1 and found[first - 1].shown[:1].isupper() and found[first - 2].text in _NAMING and not found[first].glued:
        first -= 1  # called Gemma Pro
    shown = "".join(
        (" " if at and not token.glued else "-" if token.glued and not token.tight else "") + token.shown
        for at, token in enumerate(found[first : last + 1])
    )
    named = all(first <= one <= last for one in unknown) and (shown[:1].isupper() or last > first)
    if not named:
        return found, list(unknown)
    return [*found[:first], Token(shown, "given", shown), *found[last + 1 :]], []


def _named_in_latin(found: list[Token], table: Lexicon) -> list[Token]:
    """Names that are written in another script, as they are recorded."""
    forms = [table.forms(token) for token in found]
    written: list[Token] = []
    at = 0
    while at < len(found):
        told = table.longest(forms, at)
        if told and told[1].startswith("alias:"):
            words = told[1][6:].split()
            written += [found[at]._replace(text=word, glued=False) for word in words]
        else:
            told = None
            written.append(found[at])
        at += told[0] if told else 1
    return written


def _must_be_readable(question: str) -> None:
    if len(question) > LONGEST:
        raise MisuseError(f"a question of {len(question):,} characters is too long", tip=f"at most {LONGEST:,}")
    for char in question:
        if unicodedata.category(char) == "Cc" and char not in "\t\n\r":
            raise MisuseError(f"the question holds a control character (U+{ord(char):04X})", tip="write it without")


class _Scan:
    """One pass over the words: the longest phrase, name or figure at each place."""

    def __init__(self, found: list[Token], table: Lexicon, names: n.Names) -> None:
        self.found, self.table, self.names = found, table, names
        self.forms = [table.forms(token) for token in found]
        self.doubt: MisuseError | None = None
        self.shouted = all(token.cased or token.kind != "word" for token in found)

    def run(self) -> tuple[list[Item], list[int]]:
        items: list[Item] = []
        unknown: list[int] = []
        at = sentence = 0
        while at < len(self.found):
            sentence += self.found[at].opens
            step = self._step(at, items)
            if step is None:
                unknown.append(at)
                at += 1
                continue
            length, item = step
            items.append(item._replace(sentence=sentence) if sentence else item)
            at += length
        return in_context(self._arabic_not(items)), unknown

    @staticmethod
    def _arabic_not(items: list[Item]) -> list[Item]:
        """`ما` within a question, before what a text does, denies it: models that do not require."""
        for at, item in enumerate(items):
            after = next((one.type for one in items[at + 1 :] if one.type != "pad"), "")
            spoken = any(one.type in ("kind", "name", "form") for one in items[:at])
            if item.words == "ما" and spoken and after in ("have", "allow", "forbid", "exclude", "do", "tune"):
                items[at] = item._replace(type="not", value="")
        return items

    def _step(self, at: int, items: list[Item]) -> tuple[int, Item] | None:
        token = self.found[at]
        if token.text == ",":
            return 1, Item("comma", "", ",")
        if age := self._age(at):
            return age
        if token.text == "under" and at + 1 < len(self.found) and (self.found[at + 1].kind == "number" or figures.sign(self.found[at + 1])):
            return 1, Item("cmp", "less", token.shown)
        if token.kind in ("file", "given"):
            return 1, Item(token.kind, token.shown, token.shown)
        if token.shown == "COPYING" and not self.shouted:
            return 1, Item("file", token.shown, token.shown)
        if token.shown in ("LICENSE", "LICENCE", "COPYING") and not self.shouted and at and self.found[at - 1].text in _BEFORE_FILES:
            return 1, Item("file", token.shown, token.shown)
        if _PRICE.fullmatch(token.text) and at and self.found[at - 1].text in _COSTS and not self._amount_goes_on(at + 1):
            return 1, Item("opt", "commercial", self._shown(at, 1))  # what the asker takes for it
        place = self._place(at, items)
        hit = n.match(self.found, at, self.names, self._known, self._silent)
        if hit and hit.length > 1 and self._maker_apart(at, hit):
            return 1, Item("pad", "", token.shown)
        if place and not (hit and hit.length > 1):
            return place
        phrase = self.table.longest(self.forms[: self._ends(at)], at)
        if hit and phrase and phrase[1].startswith("family:") and hit.length <= phrase[0] and _before(items) != "by":
            hit = None  # responsible AI licences
        if hit and (phrase is None or hit.length > phrase[0] or (hit.whole and hit.length == phrase[0] and phrase[1] not in _SILENT)):
            return hit.length, Item("name", "", self._shown(at, hit.length), hit=hit)
        try:
            figure = self._figure(at)
        except MisuseError as error:  # perhaps part of a name that is misspelt
            self.doubt = error
            return None
        if figure and (phrase is None or figure[0] >= phrase[0]):
            return figure
        if phrase:
            kind, _, value = phrase[1].partition(":")
            shown = self._shown(at, phrase[0])
            if kind == "one":  # of a kind: the model, a licence
                return phrase[0], Item("kind", value, shown, number=1)
            return phrase[0], Item(kind, value, shown, participle=self.found[at + phrase[0] - 1].text.endswith("ed"))
        if token.kind == "word" and _before(items) in ("in", "role") and (far := self._far_place(at)):
            return far
        glued = at + 1 < len(self.found) and self.found[at + 1].glued
        purpose = at and (self.found[at - 1].text == "for" or token.shown[:1].isupper() or glued)
        return (1, Item("thing", "", token.shown)) if not purpose and self._compound(token) else None

    def _maker_apart(self, at: int, hit: n.Hit) -> bool:
        """Whether a maker stands before the name of one of its models, which goes on further without it: Meta's Llama 4."""
        alone = n.match(self.found[: at + 1], at, self.names, self._known, self._silent)
        makers = {row.id for row in alone.rows if row.kind in ("developer", "licensor")} if alone else set()
        after = n.match(self.found, at + 1, self.names, self._known, self._silent) if makers else None
        return after is not None and after.length + 1 > hit.length

    def _ends(self, at: int) -> int:
        """Where the sentence ends in which a word stands: no phrase goes on beyond it."""
        return next((one for one in range(at + 1, len(self.found)) if self.found[one].opens), len(self.found))

    def _age(self, at: int) -> tuple[int, Item] | None:
        """Under 18, aged 10: how old users are no licence is asked for."""
        number = self.found[at + 1] if at + 1 < len(self.found) else None
        if self.found[at].text not in _AGES or number is None or number.kind != "number" or number.text not in _YEARS_OLD:
            return None
        after = self.found[at + 2] if at + 2 < len(self.found) else None
        counted = after is not None and (self._counted(at + 2) or figures.sign(after) or after.kind == "number")
        told = self.table.longest(self.forms, at + 2) if after is not None and not counted else None
        if counted or (told is None and after is not None and after.kind == "word") or (told and told[1] not in ("pad", "and", "or")):
            return None
        return 2, Item("unread", "", self._shown(at, 2))

    def _compound(self, token: Token) -> bool:
        """Whether a word is two words in one that bear no meaning for a licence, and no word of its own: chatlogs."""
        text = token.text
        if token.kind != "word" or token.glued or not text.isascii() or len(text) < 7 or text.endswith("ing") or text in real("en"):
            return False
        return any(self._plain(text[:cut]) and self._plain(text[cut:]) for cut in range(3, len(text) - 2))

    def _plain(self, word: str) -> bool:
        told = self.table.longest([self.table.forms(Token(word, "word", word))], 0)
        return told is not None and told[1] in _SILENT

    def _known(self, at: int) -> bool:
        told = self.table.longest(self.forms, at) is not None
        return told or any(form in self.table.words and form not in _BRANDS for form in self.forms[at])

    def _silent(self, at: int) -> bool:
        """Whether a word bears no meaning of its own that another name could not bear."""
        told = self.table.longest(self.forms, at)
        return told is None or told[1] == "thing"

    def _shown(self, at: int, length: int) -> str:
        parts: list[str] = []
        for token in self.found[at : at + length]:
            if parts and token.glued:
                parts[-1] += token.shown
            elif not (parts and parts[-1] == token.shown and "'" in token.shown):
                parts.append(token.shown)
        return " ".join(parts)

    def _place(self, at: int, items: list[Item]) -> tuple[int, Item] | None:
        """A code of two letters, written in capitals."""
        token = self.found[at]
        if token.kind != "word" or len(token.text) != 2 or not token.cased or token.text.upper() not in COUNTRIES:
            return None
        if _before(items) not in ("in", "role", "outside", "place", "exclude") and (self.shouted or token.text.upper() not in ("US", "GB")):
            return None
        return 1, Item("place", token.text.upper(), token.shown)

    def _far_place(self, at: int) -> tuple[int, Item] | None:
        """A country that the table does not name, as the library reads places."""
        from licensedb.reasoning.places import places

        for length in (3, 2, 1):
            words = self.found[at : at + length]
            if len(words) == length and all(token.kind == "word" for token in words):
                shown = self._shown(at, length)
                try:
                    codes = places([shown])
                except MisuseError:
                    continue
                return length, Item("place", ",".join(codes), shown)
        return None

    def _figure(self, at: int) -> tuple[int, Item] | None:
        """A day, money or a count; a number that is none of these is no figure."""
        months = [self._month(one) for one in range(at, min(at + 3, len(self.found)))]
        if told := figures.day(self.found, at, months):
            return told[0], Item("day", told[1], self._shown(at, told[0]))
        if told := figures.month(self.found, at, months):
            return told[0], Item("month", told[1], self._shown(at, told[0]))
        if at and figures.is_year(self.found[at]) and self.found[at - 1].text in _BEFORE_YEARS and not self._counted(at + 1):
            return 1, Item("year", self.found[at].text, self.found[at].shown)
        start = at
        currency = figures.sign(self.found[at]) or self._currency(at)
        if currency:
            at += 1
        number = self._number(at)
        if number is None:
            return None
        length, text = number
        at += length
        unit = ""
        if at < len(self.found) and (told_unit := self._meaning(at, "unit")):
            unit, at = told_unit, at + 1
        if at < len(self.found) and not currency:
            if currency := figures.sign(self.found[at]):
                at += 1
            elif told_currency := self.table.longest(self.forms, at):
                kind, _, value = told_currency[1].partition(":")
                if kind == "currency":
                    currency, at = value, at + told_currency[0]
        return at - start, Item(
            "money" if currency else "figure", currency or "", self._shown(start, at - start), number=figures.number(text, unit)
        )

    def _currency(self, at: int) -> str | None:
        """A currency before its number: EUR 2m, USD 500k."""
        follows = at + 1 < len(self.found) and self.found[at + 1].kind == "number"
        return self._meaning(at, "currency") if follows else None

    def _counted(self, at: int) -> bool:
        """Whether a unit, a currency or what is counted stands here."""
        told = self.table.longest(self.forms, at) if at < len(self.found) else None
        return told is not None and told[1].partition(":")[0] in ("unit", "currency", "metric")

    def _amount_goes_on(self, at: int) -> bool:
        """Whether a number goes on after its digits: 1.25 million users, 4.99 euros."""
        return self._counted(at) or (at < len(self.found) and figures.sign(self.found[at]) is not None)

    def _number(self, at: int) -> tuple[int, str] | None:
        if at >= len(self.found):
            return None
        if self.found[at].kind == "number":
            return 1, self.found[at].text
        told = self.table.longest(self.forms, at)
        if told and told[1].startswith("num:"):
            single = told[1] == "num:1" and self.found[at].text == "one"
            return None if single and not (at + 1 < len(self.found) and self._meaning(at + 1, "unit")) else (told[0], told[1][4:])
        if told and told[1].startswith("unit:") and not self.found[at].text.isascii():
            return 0, "1"
        if told is None or told[1] not in ("pad", "det"):
            return None
        following = self._meaning(at + 1, "unit") if at + 1 < len(self.found) and self.found[at].text in ("a", "an") else None
        return (1, "1") if following else None

    def _meaning(self, at: int, kind: str) -> str | None:
        told = self.table.longest(self.forms, at)
        return told[1].partition(":")[2] if told and told[0] == 1 and told[1].startswith(f"{kind}:") else None

    def _month(self, at: int) -> int | None:
        for form in self.forms[at]:
            if form in _MONTHS:
                return _MONTHS[form]
        return None


_BRANDS = frozenset(
    "llama gemma qwen meta google mistral stability falcon phi deepseek stable diffusion video flux cc".split()
)  # of phrases that are names
_NAMING = frozenset("name named called call titled dubbed as it title".split())
_AGES = frozenset("under over below above aged age than".split())
_YEARS_OLD = frozenset(map(str, range(5, 22)))
_PRICE = re.compile(r"\d{1,3}[.,]\d\d")
_COSTS = frozenset("costs cost costing charge charging for at priced".split())
_BEFORE_FILES = frozenset("file my our called ملف الملف".split())
_BEFORE_YEARS = frozenset("in from of since by during until عام سنه في من لعام لسنه عام".split())
_MONTHS = {
    name: at
    for at, names in enumerate(
        (
            "january jan يناير",
            "february feb فبراير شباط",
            "march mar مارس اذار",
            "april apr ابريل نيسان",
            "may مايو ايار",
            "june jun يونيو حزيران",
            "july jul يوليو تموز",
            "august aug اغسطس اب",
            "september sep sept سبتمبر ايلول",
            "october oct اكتوبر",
            "november nov نوفمبر",
            "december dec ديسمبر",
        ),
        1,
    )
    for name in names.split()
}


def _before(items: list[Item]) -> str:
    """The type of the last item that is no padding."""
    return next((item.type for item in reversed(items) if item.type not in ("pad", "det", "comma")), "")


def _mended(found: list[Token], unknown: list[int], scan: _Scan) -> tuple[list[Token], list[str]]:
    """The words with typing errors put right where only one meaning can have been meant, and what was put right.

    No slip makes or unmakes a word that denies, and a word that is spelt right is no slip; a word in capitals within a sentence
    can only be a name. A slip makes a word that is dropped only where none that bears meaning lies as near.
    """
    table = scan.table
    spelt = {word.replace("licenc", "licens"): word for word in table.words if "licenc" in word}
    content = {word for word in (*table.words, *spelt) if word not in _KEPT and not _fixed(spelt.get(word, word), table)}
    content |= {month for month in _MONTHS if len(month) > 4}
    silent = {word for word in (*table.glue, *table.things) if len(word) > 3}
    names = set(scan.names.words())
    right = real("en") | (real("ar") if any(not found[at].text.isascii() for at in unknown) else frozenset())
    notes, mended = [], list(found)
    for at in unknown:
        token = found[at]
        if token.kind != "word" or token.glued or token.text in table.words or token.text in right:
            continue
        named = at > 0 and not token.opens and token.shown[:1].isupper() and not scan.shouted
        if sorted(token.text) == sorted("without"):  # the one word that denies which a slip cannot make of another
            mended[at] = token._replace(text="without")
            notes.append(f"read {token.shown!r} as without")
            continue
        if token.text in _SHORT_SLIPS and not named:
            mended[at] = token._replace(text=_SHORT_SLIPS[token.text])
            notes.append(f"read {token.shown!r} as {_SHORT_SLIPS[token.text]}")
            continue
        near_by = [spelt.get(word, word) for word in near.corrections(token.text, names if named else content | names | silent)]
        near_by = [one for one in near_by if one.isascii() or not _meaning(one, table).startswith("place:")]
        bearing = [word for word in near_by if _meaning(word, table) != "pad"]
        near_by = bearing or near_by
        if near_by and len({_meaning(word, table) for word in near_by}) == 1:
            word = near_by[0] if bearing else max(near_by, key=len)  # a letter is left out more often than added
            mended[at] = token._replace(text=word)
            notes.append(f"read {token.shown!r} as {word}")
    return mended, notes


def _meaning(word: str, table: Lexicon) -> str:
    told = table.longest([(word,)], 0)
    return ("pad" if told[1] in (*_SILENT, "det") else told[1]) if told else word


def _fixed(word: str, table: Lexicon) -> bool:
    """Words that no slip makes: those that deny or narrow, and short ones."""
    meaning = _meaning(word, table).partition(":")[0]
    narrow = meaning in ("not", "without", "outside", "only") or (meaning in ("clause", "quote", "claim") and len(word) < 6)
    return narrow or len(word) < 4


def _not_understood(found: Sequence[Token], unknown: Sequence[int], items: Sequence[Item], table: Lexicon) -> NotUnderstoodError:
    words: list[str] = []
    last = -2
    for at in unknown:
        if words and at == last + 1:
            words[-1] += ("" if found[at].glued else " ") + found[at].shown
        else:
            words.append(found[at].shown)
        last = at
    shown = [word if len(word) <= 40 else word[:37] + "..." for word in words[:5]]
    more = f" and {len(words) - 5} more" if len(words) > 5 else ""
    return NotUnderstoodError("not understood: " + ", ".join(map(repr, shown)) + more, words, nearest(items, table))


def nearest(items: Sequence[Item], table: Lexicon, most: int = 3) -> tuple[str, ...]:
    """The questions of the table that share most meanings with what was understood."""
    mine = {(item.type, item.value) for item in items if item.type not in ("pad", "det", "name")}
    scored = []
    for at, example in enumerate(table.examples):
        found = tokens(level(example))
        forms = [table.forms(token) for token in found]
        theirs, place = set(), 0
        while place < len(found):
            told = table.longest(forms, place)
            if told:
                kind, _, value = told[1].partition(":")
                theirs.add((kind, value))
            place += told[0] if told else 1
        scored.append((-len(mine & theirs), at, example))
    return tuple(example for _, _, example in sorted(scored)[:most])
