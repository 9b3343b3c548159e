"""The phrases of a language and what they mean, and the longest of them that stands at a place in a question.

People write `LANGUAGE.words`; `python -m licensedb.wording` spells it out into `LANGUAGE.json`, which is read at start-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path

import msgspec

from licensedb.wording.tokens import Token, word

LANGUAGES = ("en", "ar")
_PROCLITICS = ("وال", "فال", "بال", "كال", "عال", "هال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_ENCLITICS = ("هما", "كما", "ها", "هم", "هن", "نا", "ني", "كم", "ه", "ي", "ك")
# Verbs: what stands before and after the letter of the person and the stem, and the past. The table has verbs of the first person.
_IMPERFECT = re.compile(r"[وف]?(?:[سبهحلك]|كا|تا|غا|عم)?([اينت])(.{3,}?)(?:ون|وا|و|ين|ي)?(?:ها|هما|هم|هن|ه|و)?\Z")
_PAST = re.compile(r"[وف]?(.{3,}?)(نا|تم|تو|ت|وا)(?:و?ها|و?هما|و?هم|و?ه)?\Z")
_ASKED = frozenset(
    "هناك ثمه علينا عليه عليها هو هي هم هذا هذه ذلك في من لي لنا له لها علي لدي عند مسموح مسموحا ممنوع ممنوعا محظور محظورا"
    " جايز يجوز كان كانت".split()
)
_WISHES = frozenset("بدي بدنا فيني فينا فيي حابب حابين حابه رح راح عم بقدر لازم ودي فيك نفسي".split())  # a verb without prefix follows
_DONE = ("do:", "tune", "q:", "duty:", "permission")
_MADE = ("tune", "do:modify", "do:combine", "do:distil", "do:train", "do:sell", "do:host")  # what is said in the past of oneself


class Table(msgspec.Struct):
    """Phrases by their first word, longest first: what follows it and the place of its meaning (`rest:12;other rest:3`).

    Questions to offer; the words of phrases, and those that bear no meaning, joined by blanks. What a question needs is split when
    it is asked for: most of a table is not.
    """

    meanings: list[str]
    phrases: dict[str, str]
    examples: list[str]
    words: str
    glue: str = ""
    things: str = ""


class Lexicon:
    """The phrases of one language, or of two that a question mixes."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._split: dict[str, list[tuple[list[str], str]]] = {}
        self._led: dict[tuple[str, tuple[str, ...]], list[tuple[list[str], str]]] = {}
        self.examples = tuple(tables[-1].examples)
        self.glue = frozenset(word for table in tables for word in table.glue.split())
        self.things = frozenset(word for table in tables for word in table.things.split())
        self.words = frozenset(word for table in tables for word in table.words.split())

    def _from(self, first: str) -> list[tuple[list[str], str]]:
        """The phrases that begin with a word, longest first: their words, and what they mean."""
        if (found := self._split.get(first)) is not None:
            return found
        found = []
        for table in self._tables:
            for one in table.phrases.get(first, "").split(";"):
                rest, mark, place = one.rpartition(":")
                if mark:
                    found.append(([first, *rest.split()], table.meanings[int(place)]))
        if len(self._tables) > 1:
            found.sort(key=lambda one: -len(one[0]))
        self._split[first] = found
        return found

    def _leading(self, first: str, seconds: tuple[str, ...]) -> list[tuple[list[str], str]]:
        """The phrases that begin with a word and go on with one of these, or with none; longest first. Nothing else is split."""
        if (found := self._led.get((first, seconds))) is not None:
            return found
        found = []
        for table in self._tables:
            if (bucket := table.phrases.get(first)) is None:
                continue
            text = f";{bucket};"
            for needle in (";:", *(f";{second}{mark}" for second in seconds for mark in " :")):
                at = text.find(needle)
                while at >= 0:
                    end = text.index(";", at + 1)
                    rest, _, place = text[at + 1 : end].rpartition(":")
                    found.append(([first, *rest.split()], table.meanings[int(place)]))
                    at = text.find(needle, end)
        found.sort(key=lambda one: -len(one[0]))
        self._led[first, seconds] = found
        return found

    def longest(self, forms: Sequence[Sequence[str]], at: int) -> tuple[int, str] | None:
        """How many words from `at` on are a phrase, and its meaning. `forms` are the forms under which each word is looked up."""
        best: tuple[int, str] | None = None
        exact = False  # of phrases of as many words the one that is written so
        seconds = tuple(forms[at + 1]) if at + 1 < len(forms) else ()
        for form in forms[at]:
            for parts, meaning in self._leading(form, seconds):
                if best is not None and (len(parts) < best[0] or (len(parts) == best[0] and exact)):
                    break
                if at + len(parts) <= len(forms) and all(part in forms[at + step] for step, part in enumerate(parts)):
                    written = all(part == forms[at + step][0] for step, part in enumerate(parts))
                    if best is None or len(parts) > best[0] or written:
                        best, exact = (len(parts), meaning), written
        return best or self._plain(forms[at])

    def _plain(self, forms: Sequence[str]) -> tuple[int, str] | None:
        """A word that bears no meaning for a licence; or the plural of one that is a phrase by itself."""
        for stem in _plain(forms[0]) if len(forms) == 1 and forms[0].isascii() else ():
            if (told := next((meaning for _, meaning in self._leading(stem, ())), None)) is not None:
                return 1, told
        if (bare := next((form for form in forms if form in self.glue or form in self.things), None)) is None:
            return None
        return 1, "pad" if bare in self.glue else "thing"

    def knows(self, word: str) -> bool:
        """Whether it is a word of the language, of a phrase or by itself."""
        return word in self.words or word in self.glue or word in self.things

    def forms(self, token: Token) -> tuple[str, ...]:
        """A word as it stands; where that is no word of a phrase, without what the language joins to it."""
        if token.kind != "word":
            return (token.text,)
        if token.text.isascii():
            return (token.text,) if token.text in self.words else (token.text, *(form for form in _plain(token.text) if form in self.words))
        if token.text in self.glue:
            return (token.text,)
        known = [form for form in _stems(token.text) if self.knows(form)]
        return (token.text, *dict.fromkeys([*known, *self._conjugated(token.text)]))

    def _conjugated(self, text: str) -> Iterator[str]:
        """A verb in another person, number or tense, as the table has it: what we or I do."""
        if self._begins(text, ("have", "form", "allow", "forbid")):
            return
        if match := _IMPERFECT.match(text):
            yield from (form for form in (f"ن{match[2]}", f"ا{match[2]}") if self._begins(form, _DONE))
        if match := _PAST.match(text):
            stem = match[1].removeprefix("ا")
            kinds = _MADE if match[2] in ("ت", "وا") else _DONE[:2]  # who else published it is no matter of the asker's
            yield from (form for form in (f"ن{stem}", f"ا{stem}") if self._begins(form, kinds))

    def _begins(self, form: str, kinds: tuple[str, ...]) -> bool:
        return any(meaning.startswith(kinds) for _, meaning in self._from(form))

    def apart(self, found: Sequence[Token]) -> list[Token]:
        """The particle of Arabic questions, which is written together with what follows it, by itself: may we, isn't it."""
        parted: list[Token] = []
        wished = False
        for token in found:
            if wished and token.kind == "word" and not token.text.isascii() and self.longest([self.forms(token)], 0) is None:
                bare = token.text.removeprefix("و") if len(token.text) > 4 else token.text
                meant = next((first + bare for first in "ان" if self._tells(first + bare)), None)
                token = token._replace(text=meant) if meant else token
            wished = (wished or token.text in _WISHES) and not token.opens
            asked = token.kind == "word" and token.shown[:1] == "أ" and not self.knows(token.text)
            asked = asked or token.shown in ("أعلي", "أعلينا")  # must I; أعلى is higher
            cut = 2 if token.text[1:2] in ("ف", "و") and self._verb(token.text[2:]) else 1
            rest = token.text[cut:]
            if asked and (rest in _ASKED or (rest[:1] in "يتن" and len(rest) > 2 and self._verb(rest))):
                parted += [token._replace(text="هل", shown="أ"), token._replace(text=rest, shown=token.shown[cut:], glued=True, tight=True)]
            else:
                parted.append(token)
        return parted

    def _tells(self, text: str) -> bool:
        """Whether a verb, with or without its object, begins a phrase on what is done."""
        return any(self._begins(form, _DONE[:2]) for form in self.forms(Token(text, "word", text)))

    def _verb(self, text: str) -> bool:
        return text in self.words or text in self.glue or any(form[:1] in "يتنا" for form in self.forms(Token(text, "word", text))[1:])


def _plain(text: str) -> Iterator[str]:
    """Without the ending of the plural."""
    if text.endswith("ies") and len(text) > 4:
        yield text[:-3] + "y"
    if text.endswith("s") and not text.endswith("ss") and len(text) > 3:
        yield text[:-1]


def _stems(text: str) -> Iterator[str]:
    """Without the particles that Arabic writes together with a word, before and after it; at least three letters stay."""
    bare = [text]
    for prefix in _PROCLITICS:
        if text.startswith(prefix) and len(text) - len(prefix) >= 3:
            rest = text[len(prefix) :]
            bare += [rest, "ال" + rest] if len(prefix) > 1 and prefix != "ال" else [rest]
            if prefix in ("و", "ف"):
                bare += [rest[len(inner) :] for inner in _PROCLITICS if rest.startswith(inner) and len(rest) - len(inner) >= 3]
    yield from bare[1:]
    yield from (stem[:-1] for stem in bare if stem.endswith("ا") and len(stem) > 4 and stem[-2] != "ه")  # the accusative: متاحا
    for stem in bare:
        for suffix in _ENCLITICS:
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 3:
                yield stem[: -len(suffix)]
                if stem[: -len(suffix)].endswith("ت"):
                    yield stem[: -len(suffix) - 1] + "ه"


@cache
def lexicon(language: str) -> Lexicon:
    """The table of a language, read once; `en+ar` reads two together."""
    return Lexicon([msgspec.json.decode(compiled(name).read_bytes(), type=Table) for name in language.split("+")])


@cache
def real(language: str) -> frozenset[str]:
    """Words that are spelt right and not understood: those of `LANGUAGE.real`, levelled. Read only where a word is not known."""
    path = Path(__file__).with_name(f"{language}.real")
    if not path.is_file():
        return frozenset()
    return frozenset(
        word(one) for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#") for one in line.split()
    )


def compiled(language: str) -> Path:
    """The file that is read at start-up."""
    return Path(__file__).with_name(f"{language}.json")


def table_of(language: str) -> bytes:
    """What that file holds. Raises ValueError where a phrase has two meanings."""
    meanings: dict[str, str] = {}
    examples: list[str] = []
    for meaning, phrase in lines(Path(__file__).with_name(f"{language}.words").read_text(encoding="utf-8")):
        if meaning == "example":
            examples.append(phrase)
            continue
        for one in spelt(phrase):
            if meanings.setdefault(one, meaning) != meaning:
                raise ValueError(f"{language}.words: {one!r} is {meanings[one]} and {meaning}")
    kinds = sorted(set(meanings.values()))
    place = {meaning: at for at, meaning in enumerate(kinds)}
    by_first: dict[str, list[str]] = {}
    for one in sorted(meanings, key=lambda phrase: (-len(phrase.split()), phrase)):
        first, _, rest = one.partition(" ")
        by_first.setdefault(first, []).append(f"{rest}:{place[meanings[one]]}")
    glue, things = plain_words(Path(__file__).with_name(f"{language}.plain").read_text(encoding="utf-8"))
    own = {one for one in meanings if " " not in one}
    words = {part for one in meanings for part in one.split()}
    phrases = {first: ";".join(found) for first, found in sorted(by_first.items())}
    plain = (" ".join(sorted(found)) for found in (words, glue - own, things - glue - own))
    found = msgspec.json.encode(Table(kinds, phrases, examples, *plain))
    return msgspec.json.format(found, indent=0).replace(b',"', b',\n"') + b"\n"


def plain_words(text: str) -> tuple[set[str], set[str]]:
    """The words of a `.plain` file, spelt out: those that hold a sentence together (or are people), and things."""
    glue, things = set[str](), set[str]()
    for kind, told in lines(text):
        found = [form for one in told.split() for form in _forms(kind, word(one))]
        (things if kind == "thing" else glue).update(found)
    return glue, things


def _forms(kind: str, one: str) -> list[str]:
    """A word with its regular forms."""
    several = (
        one[:-1] + "ies"
        if one.endswith("y") and one[-2:-1] not in "aeiou"
        else one + ("es" if one.endswith(("s", "x", "ch", "sh")) else "s")
    )
    if kind == "verb" and not one.isascii():
        return [*(f"{first}{one}" for first in ("ا", "ن", "ي", "ت", "سا", "سن", "سي", "ست")), f"ي{one}ون", f"ت{one}ون"]
    if kind == "word" or not one.isascii():
        return [one]
    if kind != "verb":
        return [one, several]
    stem = one[:-1] if one.endswith("e") and not one.endswith("ee") else one
    past = one[:-1] + "ied" if several.endswith("ies") else f"{stem}ed"
    doubled = [one + one[-1] + ending for ending in ("ed", "ing")] if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", one) else []
    return [one, several, past, f"{stem}ing", *doubled]


def lines(text: str) -> Iterator[tuple[str, str]]:
    """(meaning, phrase) of a table: `meaning: phrase | phrase`, lines that begin with a blank go on, `#` begins a remark."""
    meaning = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        told = line
        if not line[0].isspace():
            meaning, _, told = line.partition(": ")
        for phrase in (told,) if meaning == "example" else told.split("|"):
            if phrase.strip():
                yield meaning, phrase.strip()


def spelt(phrase: str) -> Iterator[str]:
    """A phrase with its alternatives written out: `fine tun(e/ed/ing)`, `(my/) own data`; its words are levelled."""
    parts = re.split(r"\(([^)]*)\)", phrase)
    choices = [part.split("/") if at % 2 else [part] for at, part in enumerate(parts)]
    for chosen in product(*choices):
        yield " ".join(map(word, "".join(chosen).split()))


def language_of(found: Sequence[Token]) -> str:
    """`ar` where any word is written in Arabic letters, else `en`."""
    return "ar" if any("\u0600" <= token.text[:1] <= "\u06ff" for token in found) else "en"
