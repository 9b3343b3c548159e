"""Every message that is translated, and the catalogues: `python -m licensedb.present.messages` brings them up to date.

Messages stand in the code and the templates; the words of the vocabulary are added by the context they are used in.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from licensedb.present import combined, openness
from licensedb.present import words as w
from licensedb.resources import folder, locale_folder
from licensedb.vocabulary import (
    PROFILES,
    PROVISION_VALUES,
    Act,
    Component,
    Confidence,
    Duty,
    Family,
    Licensee,
    Modality,
    Offering,
    Provision,
    Purpose,
    Question,
    Received,
    Relation,
    Release,
    Route,
    State,
    Target,
    Use,
)

# What tables and lists of facts are headed by, where the code takes it from a list.
HEADINGS = (
    "licence or policy",
    "deciding clause",
    "text read by curators",
    "model",
    "licence",
    "name",
    "licensor",
    "family",
    "through",
    "conflicts",
    "confidence",
    "rule",
    "what it says",
    "section",
    "question",
    "answer",
    "note",
    "act",
    "verdict",
    "published",
    "reviewed",
    "address",
    "made as",
    "declared",
    "effective",
    "by way of",
    "clause",
    "class",
    "open",
    "not recorded",
    "definition",
    "licence on the weights",
    "component",
    "standing",
    "counts as",
    "as",
    "what",
    "id",
)
FIELDS = (
    "id",
    "name",
    "licensor",
    "family",
    "published",
    "address",
    "incorporates",
    "supersedes",
    "members",
    "reviewed",
    "text known",
    "citations",
    "text",
    "secondary source",
    "note",
    "developer",
    "hub",
    "also called",
    "released",
    "parameters",
    "modalities",
    "licence today",
    "licence",
    "made from",
    "components",
)


class Message(NamedTuple):
    """A message with its context (None: none) and its plural (None: none)."""

    context: str | None
    text: str
    plural: str | None = None


def messages() -> list[Message]:
    """All messages, each once: those of the code and templates, then the words of the vocabulary."""
    return list(dict.fromkeys([*_written(), *_vocabulary()]))


def _written() -> Iterator[Message]:
    here = Path(__file__).resolve().parent
    for path in sorted(here.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield from _called(node.func.attr, [arg.value for arg in node.args if isinstance(arg, ast.Constant)])
    for path in sorted(folder("templates").glob("report*.j2")):
        for found in re.findall(r"""\b_\((?:"([^"]+)"|'([^']+)')\)""", path.read_text(encoding="utf-8")):
            yield Message(None, found[0] or found[1])


def _called(name: str, texts: list[Any]) -> Iterator[Message]:
    """The message of a call of `tr`, `trc`, `trn` or `ngettext` that names it word for word."""
    if name == "tr" and texts:
        yield Message(None, texts[0])
    elif name == "trc" and len(texts) > 1:
        yield Message(texts[0], texts[1])
    elif name in ("trn", "ngettext") and len(texts) > 1:
        yield Message(None, texts[0], texts[1])


def _vocabulary() -> Iterator[Message]:
    yield from (Message(None, text) for text in (w.NOT_ADVICE, w.EFFECTIVE))
    consequences = [*Route, *Duty, "forbidden"]
    answers = ["none", "yes", "no", "silent", "allowed", "forbidden", *(one for words in PROVISION_VALUES.values() for one in words)]
    listed: dict[str, Iterable[str]] = {
        "verdict": [*w.VERDICTS.values(), *w.MEANINGS.values()],
        "act": w.ACTS.values(),
        "duty": w.DUTIES.values(),
        "route": w.ROUTES.values(),
        "route held": Route,
        "operand": w.OPERANDS.values(),
        "whose figure": w.OVERS.values(),
        "reason": w.REASONS.values(),
        "assumed": w.ASSUMED.values(),
        "window": w.WINDOWS,
        "profile": PROFILES,
        "state": State,
        "heading": [*HEADINGS, *map(str, Act)],
        "field": FIELDS,
        "confidence": Confidence,
        "relation": Relation,
        "release": Release,
        "class of openness": openness.CLASSES.values(),
        "standing of a component": (told.split(" ", 1)[1] for told in openness.STANDINGS.values()),
        "fulfilment": (told.split(" ", 1)[1] for told in openness.FULFILMENTS.values()),
        "requirement of the definition": openness.NAMES.values(),
        "kind of component": openness.KINDS.values(),
        "list of open licences": openness.LISTS.values(),
        "role of a part": combined.ROLES.values(),
        "how parts are brought together": combined.JOININGS.values(),
        "plan": combined.PLANS.values(),
        "clash": combined.CLASHES.values(),
        "unsettled": combined.OPEN.values(),
        "reading": combined.READINGS.values(),
        "why a licence does not fit": combined.WHY_NOT.values(),
        "fact": (str(one).replace("-", " ") for one in Provision),
        "group of questions": ("Permissions", "Limits", "Conditions", "Legal"),
        "kind of duty": ("Files", "Notices", "Display", "Name", "Terms", "Licensor"),
    }
    terms: dict[str, Iterable[str]] = {
        "purpose": Purpose,
        "use": Use,
        "offering": Offering,
        "you are": Licensee,
        "who asks": Licensee,
        "received": Received,
        "modality": Modality,
        "target": Target,
        "question": Question,
        "act as a term": Act,
        "family": Family,
        "component": Component,
        "consequence": consequences,
        "answer": answers,
    }
    for context, some in listed.items():
        yield from (Message(context, str(one)) for one in some)
    for context, some in terms.items():
        yield from (Message(context, str(one).replace("-", " ")) for one in some)


def path_of(code: str) -> Path:
    """The catalogue of a language, as people edit it."""
    return locale_folder() / code / "LC_MESSAGES" / "licensedb.po"


def catalogue(code: str) -> Any:
    """The catalogue of a language."""
    from babel.messages.pofile import read_po

    with path_of(code).open("rb") as file:
        return read_po(file, locale=code)


def missing(code: str) -> list[Message]:
    """Messages that a catalogue does not translate, in any of its plural forms."""
    found = catalogue(code)
    lacking = []
    for one in messages():
        entry = found.get(one.text, one.context)
        said = entry.string if entry is not None else ""
        forms = said if isinstance(said, tuple) else (said,)
        if not all(forms) or (one.plural and len(forms) != found.num_plurals):
            lacking.append(one)
    return lacking


def update(code: str) -> list[Message]:
    """Brings a catalogue up to date: new messages come in empty, those gone are dropped; then it is compiled. Returns what is missing."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    old = catalogue(code)
    new = Catalog(locale=code, project="licensedb", version="", fuzzy=False, header_comment="# Messages of licensedb.")
    for one in messages():
        entry = old.get(one.text, one.context)
        said = entry.string if entry is not None else ""
        new.add((one.text, one.plural) if one.plural else one.text, said, context=one.context)
    new.creation_date = new.revision_date = old.revision_date
    with path_of(code).open("wb") as file:
        write_po(file, new, width=120, omit_header=False)
    path_of(code).with_suffix(".mo").write_bytes(compiled(new))
    return missing(code)


def compiled(found: Any) -> bytes:
    """A catalogue as programs read it."""
    from babel.messages.mofile import write_mo

    out = io.BytesIO()
    write_mo(out, found)
    return out.getvalue()


def main(codes: list[str]) -> int:
    """Bring catalogues up to date; what is missing is listed."""
    lacking = {code: update(code) for code in codes or ["ar"]}
    for code, some in lacking.items():
        for one in some:
            print(f"{code}: {one.context or '-'}: {one.text}")
    return 1 if any(lacking.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
