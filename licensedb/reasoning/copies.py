"""Copies: the model that a well-known copy was made from, told from its name alone, exactly or not at all.

A name is taken apart by written patterns (`seeds/copies.yaml`); what is left must be the full name of one recorded model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from licensedb.records import CopyNames
from licensedb.vocabulary import Relation

Lookup = Callable[[str], str | None]
LONGEST = 200
_FILE = re.compile(r"\.(?:gguf|ggml|llamafile)$|(?:\.|-)ggml(?:v[0-9])?(?:\.[^/]*)?\.bin$", re.IGNORECASE)
_SHARD = re.compile(r"-\d{5}-of-\d{5}$")
_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|ollama\.com)/", re.IGNORECASE)
_WHERE_IN = re.compile(r"/(?:tree|blob|resolve)/[^/]+(?=/|$)")
_OWNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9.-]*?)(?:_-_|_)([A-Za-z0-9].*)$")
_OLLAMA = re.compile(r"^(?:library/)?([a-z0-9][a-z0-9._-]*)(?::([a-zA-Z0-9][a-zA-Z0-9._-]*))?$")
_SEPARATORS = re.compile(r"[\s_\-–—]+")


class Copy(NamedTuple):
    """A copy: of which model, how it stands to it, who made it (empty where the name does not say), and the kind of name."""

    model: str
    relation: Relation
    maker: str
    form: str  # hub, file, ollama


def copied(name: str, names: CopyNames, lookup: Lookup, terms: Callable[[str], object]) -> Copy | None:
    """What a name says that it is a copy of; None where it does not fit a pattern, or what is left names no one recorded model.

    `lookup` gives the id of the only model that is called exactly so (folded), or None; `terms` the licences of a model.
    """
    written = _ADDRESS.sub("", name.strip())
    if not written or len(written) > LONGEST or not written.isprintable():
        return None
    written = _WHERE_IN.sub("", written)
    parts = [part for part in written.split("/") if part]
    if parts and _FILE.search(parts[-1]):
        return _of_file(parts, names, lookup)
    found = _of_hub(parts, names, lookup) if len(parts) == 2 else None
    return found or _of_ollama(written, names, lookup, terms)


def _of_file(parts: list[str], names: CopyNames, lookup: Lookup) -> Copy | None:
    stem = _SHARD.sub("", _FILE.sub("", parts[-1]))
    model = _made_from(stem, _bared(fold(stem), names), names, lookup)
    maker = parts[0] if parts[0].casefold() in (*names.quantised, *names.plain) else ""
    return Copy(model, Relation.QUANTIZED, maker, "file") if model else None


def _of_hub(parts: list[str], names: CopyNames, lookup: Lookup) -> Copy | None:
    """`owner/name`: the end of the name says the format, or the owner is known for copies."""
    owner, written = parts[0], parts[1].split(":", 1)[0]
    maker = owner.casefold()
    whole, *bared = _bared(fold(written), names)
    model = _made_from(written, bared, names, lookup)
    if model is not None:
        return Copy(model, Relation.QUANTIZED, owner, "hub")
    if maker in (*names.quantised, *names.plain):
        model = _made_from(written, [whole], names, lookup)
    if model is None:
        return None
    return Copy(model, Relation.COMPONENT if maker in names.plain else Relation.QUANTIZED, owner, "hub")


def _of_ollama(written: str, names: CopyNames, lookup: Lookup, terms: Callable[[str], object]) -> Copy | None:
    """`name:tag` of Ollama's library, where the tag, or the tag without its format, is in the table.

    A name without a tag stands for the tag latest, but not where others of that name are under other licences.
    """
    match = _OLLAMA.match(written)
    tags = names.ollama.get(match[1]) if match else None
    if match is None or tags is None:
        return None
    hub = next((tags[tag] for tag in _bared(fold(match[2] or "latest"), names) if tag in tags), None)
    model = lookup(fold(hub)) if hub else None
    if model is None:
        return None
    if match[2] is None:
        others = [other for each in dict.fromkeys(tags.values()) if (other := lookup(fold(each)))]
        if any(terms(other) != terms(model) for other in others):
            return None
    return Copy(model, Relation.QUANTIZED, "Ollama", "ollama")


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


def _made_from(written: str, bared: Iterable[str], names: CopyNames, lookup: Lookup) -> str | None:
    """The one model that a bared name stands for, as it is or as makers of copies write it; the longest name that is known."""
    owned = _OWNED.match(written)  # `meta-llama_Llama-3.1-8B-Instruct`: the owner before the name
    before = f"{fold(owned[1])}-" if owned else ""
    for bare in bared:
        candidates = [bare, *(bare.removeprefix(prefix) for prefix in names.prefixes if bare.startswith(prefix))]
        if owned and bare.startswith(before):
            candidates.append(f"{fold(owned[1])}/{bare.removeprefix(before).lstrip('-')}")
        for candidate in candidates:
            model = lookup(candidate)
            if model is not None:
                return model
    return None


def fold(name: str) -> str:
    """A name as it is looked up: small letters, one hyphen for whatever separates."""
    return _SEPARATORS.sub("-", unicodedata.normalize("NFKC", name).casefold().strip()).strip("-")
