"""Copies: the model that a well-known copy was made from, told from its name alone, exactly or not at all.

A name is taken apart by written patterns (`seeds/copies.yaml`); what is left must be the full name of one recorded model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import NamedTuple

from licensedb.records import CopyNames
from licensedb.vocabulary import Relation

Lookup = Callable[[str], str | None]
Owned = Callable[[str, str], str | None]
LONGEST = 200
_FILE = re.compile(r"\.(?:gguf|ggml|llamafile|safetensors|ckpt)$|(?:\.|-)ggml(?:v[0-9])?(?:\.[^/]*)?\.bin$", re.IGNORECASE)
_PLAIN_FILE = re.compile(r"\.(?:safetensors|ckpt)$", re.IGNORECASE)
_SHARD = re.compile(r"-\d{5}-of-\d{5}$")
_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|ollama\.com)/", re.IGNORECASE)
_WHERE_IN = re.compile(r"/(?:tree|blob|resolve)/[^/]+(?=/|$)")
_OWNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9.-]*?)(?:_-_|_)([A-Za-z0-9].*)$")
_OWNER = re.compile(r"[\w][\w.-]*")
_OLLAMA = re.compile(r"^(?:library/)?([a-z0-9][a-z0-9._-]*)(?::([a-zA-Z0-9][a-zA-Z0-9._-]*))?$")
_POINT = re.compile(r"(?<=\d)p(?=\d)")
_SEPARATORS = re.compile(r"[\s_\-–—]+")


class Copy(NamedTuple):
    """A copy: of which model, how it stands to it, who made it (empty where the name does not say), and the kind of name."""

    model: str
    relation: Relation
    maker: str
    form: str  # hub, file, ollama, service


def copied(name: str, names: CopyNames, lookup: Lookup, terms: Callable[[str], object], owned: Owned | None = None) -> Copy | None:
    """What a name says that it is a copy of; None where it does not fit a pattern, or what is left names no one recorded model.

    `lookup` gives the id of the only model that is called exactly so (folded), or None; `terms` the licences of a model; `owned`
    the id of the only model called so by the developer of an account.
    """
    written = _ADDRESS.sub("", name.strip())
    if not written or len(written) > LONGEST or not written.isprintable():
        return None
    written = _WHERE_IN.sub("", written)
    parts = [part for part in written.split("/") if part]
    by_hub = partial(_of_id, lookup, owned or (lambda owner, rest: lookup(f"{owner}/{rest}")))
    if parts and _FILE.search(parts[-1]):
        return _of_file(parts, names, lookup, by_hub)
    found = _of_hub(parts, names, lookup, by_hub) if len(parts) == 2 else None
    found = found or _of_ollama(written, names, by_hub, terms)
    return found or _of_service(written, names, lookup, terms, owned, by_hub)


def _of_id(lookup: Lookup, owned: Owned, hub: str) -> str | None:
    """The model of a hub id, also where its record has not that address."""
    folded = fold(hub)
    return lookup(folded) or owned(*folded.split("/", 1))


def stood_for(name: str, names: CopyNames) -> tuple[str, ...]:
    """Of a name of Ollama that has handed out one model after another the hub ids of these models, in their order."""
    match = _OLLAMA.match(_ADDRESS.sub("", name.strip())[:LONGEST])
    return names.moved.get(match[1], {}).get(fold(match[2] or "latest"), ()) if match else ()


def _of_file(parts: list[str], names: CopyNames, lookup: Lookup, by_hub: Lookup) -> Copy | None:
    stem = _SHARD.sub("", _FILE.sub("", parts[-1]))
    bared = _bared(fold(stem), names)
    model = _made_from(stem, bared, names, lookup, by_hub)
    if model is None:
        return None
    maker = parts[0] if parts[0].casefold() in (*names.quantised, *names.plain) else ""
    plain = _PLAIN_FILE.search(parts[-1]) and model == _made_from(stem, bared[:1], names, lookup, by_hub)
    return Copy(model, Relation.COMPONENT if plain else Relation.QUANTIZED, maker, "file")


def _of_hub(parts: list[str], names: CopyNames, lookup: Lookup, by_hub: Lookup) -> Copy | None:
    """`owner/name`: the end of the name says the format, or the owner is known for copies."""
    owner, written = parts[0], parts[1].split(":", 1)[0]
    if not _OWNER.fullmatch(owner):
        return None
    maker = owner.casefold()
    whole, *bared = _bared(fold(written), names)
    for at, bare in enumerate((whole, *bared)):  # names that say of themselves nothing, or something else
        if (hub := names.named.get(f"{fold(owner)}/{bare}")) and (model := by_hub(hub)):
            return Copy(model, Relation.QUANTIZED if at or maker not in names.plain else Relation.COMPONENT, owner, "hub")
    model = _made_from(written, bared, names, lookup, by_hub)
    if model is not None:
        return Copy(model, Relation.QUANTIZED, owner, "hub")
    if maker in (*names.quantised, *names.plain):
        model = _made_from(written, [whole], names, lookup, by_hub)
    if model is None:
        return None
    return Copy(model, Relation.COMPONENT if maker in names.plain else Relation.QUANTIZED, owner, "hub")


def _of_ollama(written: str, names: CopyNames, by_hub: Lookup, terms: Callable[[str], object]) -> Copy | None:
    """`name:tag` of Ollama's library, where the tag, or the tag without its format, is in the table.

    A name without a tag stands for the tag latest, but not where others of that name are under other licences.
    """
    match = _OLLAMA.match(written)
    tags = names.ollama.get(match[1]) if match else None
    if match is None or tags is None:
        return None
    hub = next((tags[tag] for tag in _bared(fold(match[2] or "latest"), names) if tag in tags), None)
    model = by_hub(hub) if hub else None
    if model is None:
        return None
    if match[2] is None:
        others = [other for each in dict.fromkeys(tags.values()) if (other := by_hub(each))]
        if any(terms(other) != terms(model) for other in others):
            return None
    return Copy(model, Relation.QUANTIZED, "Ollama", "ollama")


def _of_service(
    written: str, names: CopyNames, lookup: Lookup, terms: Callable[[str], object], owned: Owned | None, by_hub: Lookup
) -> Copy | None:
    """A model as a service that hosts it writes its name: with what the service puts before and after it, or a name of its own."""
    services = names.services
    if services is None:
        return None
    whole = bare = fold(written)
    while True:
        if hub := services.names.get(bare):
            model = by_hub(hub)
            return Copy(model, Relation.COMPONENT, "", "service") if model else None
        shorter = next((bare.removeprefix(one) for one in services.begins if bare.startswith(one)), bare)
        shorter = next((shorter.removesuffix(one) for one in services.ends if shorter.endswith(one)), shorter)
        if shorter == bare:
            break
        bare = shorter
    owner, slash, rest = bare.rpartition("/")
    known = services.owners.get(owner)
    if not rest or "/" in owner or (bare == whole and not known):
        return None
    for at, one in enumerate(_bared(rest, names)):
        for called in dict.fromkeys((one, _POINT.sub(".", one))):
            model = by_hub(f"{known or owner}/{called}") if slash else lookup(called)
            if model:
                return Copy(model, Relation.QUANTIZED if at else Relation.COMPONENT, "", "service")
    return copied(bare, names, lookup, terms, owned) if bare != whole else None


def _bared(folded: str, names: CopyNames) -> list[str]:
    """A folded name, then the same without the marks of a format at its end, one after the other."""
    mark = _marks(names.marks)
    found = [folded]
    while (shorter := mark.sub("", found[-1])) != found[-1]:
        found.append(shorter)
    return found


@cache
def _marks(marks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<=.)[-.](?:{'|'.join(marks)})$")


def _made_from(written: str, bared: Iterable[str], names: CopyNames, lookup: Lookup, by_hub: Lookup) -> str | None:
    """The one model that a bared name stands for, as it is or as makers of copies write it; the longest name that is known."""
    owned = _OWNED.match(written)  # `meta-llama_Llama-3.1-8B-Instruct`: the owner before the name
    before = f"{fold(owned[1])}-" if owned else ""
    for bare in bared:
        candidates = [bare, *(bare.removeprefix(prefix) for prefix in names.prefixes if bare.startswith(prefix))]
        found = next((model for candidate in candidates if (model := lookup(candidate))), None)
        if found is None and owned and (rest := bare.removeprefix(before).lstrip("-")) and bare.startswith(before):
            found = by_hub(f"{fold(owned[1])}/{rest}")
        if found is not None:
            return found
    return None


def fold(name: str) -> str:
    """A name as it is looked up: small letters, one hyphen for whatever separates."""
    return _SEPARATORS.sub("-", unicodedata.normalize("NFKC", name).casefold().strip()).strip("-")
