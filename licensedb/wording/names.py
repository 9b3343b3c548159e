"""Names of models, licences and developers in a question: the longest that is known, or what many names begin with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from licensedb.records import Model
from licensedb.wording.tokens import Token, tokens

# What tells members of one release apart: size, tuning, edition. Anything else makes another model.
_PLAIN = frozenset("b m t k x a e v base chat instruct it pt hf inst preview thinking large medium small mini".split())
_LICENCE_WORDS = frozenset("licence licences agreement the".split())
_DENYING = frozenset("no not without non".split())  # part of a name that is written whole alone
MOST = 4  # models that stand for a name which covers several licences


class Row(NamedTuple):
    """A name on record."""

    kind: str  # model, licence, policy, developer (of models), licensor
    id: str
    scheme: str
    atoms: tuple[str, ...]
    tight: tuple[int, ...] = ()  # atoms that are one with those before: the b of 2b


class Names(Protocol):
    """Who holds the records: what names begin with a word, and what is known of models."""

    def starting(self, word: str) -> Sequence[Row]: ...
    def words(self) -> Iterable[str]: ...
    def models(self, ids: Sequence[str]) -> Sequence[Model]: ...
    def licences_of(self, model: Model) -> tuple[str, ...]: ...
    def copies(self, model: str, word: str) -> tuple[str, ...]: ...
    def licensor(self, text: str) -> str | None: ...
    def makers(self, names: Sequence[str]) -> frozenset[str]: ...
    def families(self) -> frozenset[str]: ...
    def definition(self, licence: str, term: str) -> str | None: ...
    def route(self, licence: str) -> str | None: ...
    def granted(self, kind: str, name: str) -> tuple[str, ...]: ...
    def claims(self, models: Sequence[str], about: str, word: str) -> tuple[str, ...]: ...
    def rule(self, licence: str, question: str) -> str | None: ...


class Hit(NamedTuple):
    """What stands at a place of the question: how many words, the names that begin so, and whether one is no longer (`whole`)."""

    length: int
    rows: tuple[Row, ...]
    whole: bool


class Named(NamedTuple):
    """A name read. `ids` are several where it covers models under different licences; `covers` counts what it stands for."""

    kind: str
    ids: tuple[str, ...]
    text: str
    note: str = ""
    family: str = ""
    versions: tuple[str, ...] = ()


def atoms(name: str) -> tuple[str, ...]:
    """A name as the words and numbers that it is looked up by."""
    return tuple(token.text for token in tokens(name) if token.kind != "sign" or token.text == "+")


def tight(name: str) -> tuple[int, ...]:
    """The places of letters and numbers that are one with those before them."""
    found = [token for token in tokens(name) if token.kind != "sign" or token.text == "+"]
    return tuple(at for at, token in enumerate(found) if token.tight)


def short(found: tuple[str, ...]) -> tuple[str, ...]:
    """Without the words that a licence is written with or without."""
    return tuple(one for one in found if one not in _LICENCE_WORDS)


def match(found: Sequence[Token], at: int, names: Names, known: Callable[[int], bool], silent: Callable[[int], bool]) -> Hit | None:
    """The longest name, or beginning of names, at a place. `known` says whether a word of the question is one of the language.

    Words of the language begin no name by themselves; a name that is whole counts before one that is only begun by as many words.
    """
    first = found[at]
    lone = first.kind == "word" and len(first.text) < 2 and not (at + 1 < len(found) and found[at + 1].glued)
    if first.kind == "sign" or lone:
        return None
    rows = names.starting(first.text)
    rest = tuple(token.text for token in found[at : at + 16])
    if not rows and first.text.endswith("s"):  # IBMs models
        rows = [row for row in names.starting(first.text[:-1]) if row.kind in ("developer", "licensor") and len(row.atoms) == 1]
        rest = (first.text[:-1], *rest[1:])
    if not rows:
        return None
    whole, begun = 0, 0
    for row in rows:
        alike = _alike(row.atoms, rest)
        if alike == len(row.atoms) and _ends(found, at + alike):
            whole = max(whole, alike)
        begun = max(begun, alike)
    while begun > whole and not (_ends(found, at + begun) and _own(found, at, begun, known) and not _DENYING & set(rest[:begun])):
        begun -= 1
    if first.kind == "number" and begun > whole:
        begun = whole
    while begun > max(whole, 1) and rest[begun - 1] in ("with", "and", "by"):  # MIT with Apache
        begun -= 1
    length = max(begun, whole)
    meant = tuple(row for row in rows if row.atoms[:length] == rest[:length])
    apart = tuple(row for row in meant if length not in row.tight)  # Gemma 2 is not Gemma 2B
    return _narrowed(Hit(length, apart or meant, whole == length), rest, found, at, silent) if length else None


def _narrowed(hit: Hit, rest: tuple[str, ...], found: Sequence[Token], at: int, silent: Callable[[int], bool]) -> Hit:
    """What tells more of a release than its beginning: Llama 3.2 Vision, Llama 3.2 Vision 11B."""
    length, rows = hit.length, hit.rows
    while length < len(rest) and at + length < len(found):
        said = found[at + length]
        own = said.kind == "number" or (said.kind == "word" and (said.glued or (len(said.text) > 2 and silent(at + length))))
        fewer = tuple(row for row in rows if row.kind == "model" and said.text in row.atoms[hit.length :])
        if not own or not fewer or (said.kind == "number" and not (at + length + 1 < len(found) and found[at + length + 1].tight)):
            break
        rows, length = fewer, length + 1
    return Hit(length, rows, False) if length > hit.length else hit


def _alike(name: tuple[str, ...], rest: tuple[str, ...]) -> int:
    count = 0
    for left, right in zip(name, rest, strict=False):
        if left != right:
            break
        count += 1
    return count


def _ends(found: Sequence[Token], at: int) -> bool:
    """Whether a name may end before this place: not within a word."""
    return at >= len(found) or not found[at].glued or found[at].kind == "sign"


def _own(found: Sequence[Token], at: int, length: int, known: Callable[[int], bool]) -> bool:
    """Whether what begins a name has a word that is none of the language."""
    return any(found[one].kind == "word" and not known(one) and len(found[one].text) > 2 for one in range(at, at + length)) or (
        length > 1 and found[at].kind == "word" and not known(at)
    )


def resolve(hit: Hit, text: str, names: Names, want: str = "") -> Named | None:
    """What a hit names, as one record or as the models that stand for it; None where that is beyond telling.

    `want` is licence where the question speaks of the licence of that name.
    """
    exact = tuple(row for row in hit.rows if len(row.atoms) == hit.length)
    makers = [row for row in exact or hit.rows if row.kind in ("developer", "licensor")]
    if makers and (want in ("developer", "licensor") or len(makers) == len(exact or hit.rows)):
        own = sorted({row.id for row in makers if row.kind == want}) or sorted({row.id for row in makers})
        kind = want if want in ("developer", "licensor") else makers[0].kind
        return Named(kind, tuple(own), text) if len(own) == 1 or not want else None
    licences, models = _sure(exact, "licence"), _sure(exact, "model")
    if want == "licence" and len(licences) == 1:
        return _dated(licences[0], text, names)
    if want == "licence" and (series := _series(hit.rows)):
        return Named("licence", series[-1:], text, f"{text}: of {len(series)} versions the latest, {series[-1]}", versions=series)
    if len(models) == 1:
        return Named("model", models, text)
    begun = tuple(dict.fromkeys(row.id for row in hit.rows if row.kind == "model"))
    if begun and (found := _group(hit, begun, text, names, want, bool(licences))):
        return found
    if len(licences) == 1:
        return Named("licence", licences, text)
    policies = _sure(exact, "policy")
    if len(policies) == 1:
        return Named("policy", policies, text)
    licences = tuple(dict.fromkeys(row.id for row in hit.rows if row.kind == "licence"))
    if len(licences) > 1 and (series := _series(hit.rows)):
        return Named("licence", series[-1:], text, f"{text}: of {len(series)} versions the latest, {series[-1]}", versions=series)
    return Named("licence", licences, text, f"{text}: read as the licence {licences[0]}") if len(licences) == 1 else None


def _stem(one: str) -> str:
    """A licence without its date."""
    return re.sub(r"(?:-\d{4}(?:-\d\d){0,2})$", "", one)


def _series(rows: Sequence[Row]) -> tuple[str, ...]:
    """Licences that are versions of one, told apart by their dates alone, in order."""
    ids = sorted({row.id for row in rows if row.kind == "licence"})
    return tuple(ids) if len(ids) > 1 and len({_stem(one) for one in ids}) == 1 and all(_stem(one) != one for one in ids) else ()


def _dated(one: str, text: str, names: Names) -> Named:
    """A licence, with the versions that it is one of."""
    return Named("licence", (one,), text, versions=_series([row for row in names.starting(atoms(one)[0]) if _stem(row.id) == _stem(one)]))


def _sure(rows: Sequence[Row], kind: str) -> tuple[str, ...]:
    """The records of that very name; an id counts before a name that others have too."""
    own = [row for row in rows if row.kind == kind]
    ids = [row for row in own if row.scheme in ("id", "hub", "spdx")]
    return tuple(dict.fromkeys(row.id for row in ids or own))


def _group(hit: Hit, ids: tuple[str, ...], text: str, names: Names, want: str, licence_too: bool) -> Named | None:
    """Models of one release: one of them where all stand under the same licences, else one for each licence."""
    bare = hit.length == 1
    plain = {row.id for row in hit.rows if row.kind == "model" and (bare or _generic(row.atoms[hit.length :]))}
    if want != "model" and not plain and (licence_too or len({row.id for row in hit.rows if row.kind == "licence"}) == 1):
        return None
    found = names.models([one for one in ids if one in plain] or list(ids))
    found = sorted(found, key=_first)
    found = [one for one in found if one.developer == found[0].developer]  # who made it, not who made something of it
    by_licence: dict[tuple[str, ...], Model] = {}
    for model in found:
        by_licence.setdefault(names.licences_of(model), model)
    if want == "licence" and len(by_licence) == 1 and len(licences := next(iter(by_licence))) == 1:
        return Named("licence", licences, text)
    chosen = tuple(model.id for model in by_licence.values())
    families = {model.family or "" for model in found}
    family = families.pop() if len(families) == 1 else ""
    if len(found) == 1:
        return Named("model", chosen, text, f"{text}: read as {chosen[0]}", family)
    if len(chosen) == 1:
        licence = " + ".join(next(iter(by_licence))) or "no licence recorded"
        return Named("model", chosen, text, f"{text}: {len(found)} models, all under {licence}; {chosen[0]} stands for them", family)
    if len(chosen) > MOST:
        return Named("many", chosen, text, family=family)
    note = f"{text}: {len(found)} models under {len(chosen)} licences; one stands for each: {', '.join(chosen)}"
    return Named("model", chosen, text, note, family)


def _generic(rest: tuple[str, ...]) -> bool:
    return all(one in _PLAIN or one[:1].isdigit() for one in rest)


def _first(model: Model) -> tuple[int, int, int, str]:
    """The plainest name first, then the smallest model."""
    return len(model.bases), len(atoms(model.id)), model.parameters or 0, model.id
