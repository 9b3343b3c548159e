"""A question in words and its answer: how it was read, yes or no, and the answer of the command that it equals."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from licensedb.present.language import ENGLISH, Language, language
from licensedb.records import Asked, QuestionRead

# Commands that answer in the language of the question.
_SPOKEN = ("models", "licences", "compare", "check", "show", "explain", "lineage", "history", "openness", "combine")


def line(read: QuestionRead) -> str:
    """The equal command line, to be pasted."""
    spoken = ("--lang", read.language) if read.language != "en" and read.command[0] in _SPOKEN else ()
    return shlex.join(("licensedb", *read.command, *spoken))


def asked(found: Asked, form: str, width: int) -> str:
    """The reading, the head and the answer; as CSV the answer alone."""
    if form == "json":
        return _json(found)
    t = language(found.read.language)
    answer = _answer(found, form, width, t)
    if form == "csv":
        return answer
    parts = ["\n".join(reading(found, form)), "\n".join(_heads(found, form, t)), answer]
    return "\n\n".join(part for part in parts if part)


def reading(found: Asked, form: str) -> Iterator[str]:
    """How the question was read: the command line, and what was taken for what."""
    told = language(found.read.language).tr("Read as")
    if form == "markdown":
        yield f"**{told}:** `{line(found.read)}`"
        if found.read.notes:
            yield ""
        yield from (f"- {note}" for note in found.read.notes)
        return
    yield f"{told}: {line(found.read)}"
    yield from (f"  {note}" for note in found.read.notes)


def _heads(found: Asked, form: str, t: Language) -> Iterator[str]:
    if not found.verdict:
        return
    head = f"{_said(found.verdict, t)}."
    yield f"**{head}**" if form == "markdown" else head
    if found.heads and form == "markdown":
        yield ""
    item = "- " if form == "markdown" else "  "
    yield from (f"{item}{name}{t.comma}{what}: {_said(verdict, t)}" for name, what, verdict in found.heads)


def _said(verdict: str, t: Language) -> str:
    said = {
        "yes": t.tr("Yes"),
        "with-duties": t.tr("Yes, with duties"),
        "on-request": t.tr("No, not without asking or registering"),
        "no": t.tr("No"),
        "depends": t.tr("It depends"),
        "not-said": t.tr("Not said"),
        "differs": t.tr("It differs"),
    }
    return said[verdict]


def _answer(found: Asked, form: str, width: int, t: Language = ENGLISH) -> str:
    """The answer as its own command prints it."""
    command, answer = found.read.command[0], found.answer
    if answer is None:
        return {"json": "null", "csv": ""}.get(form, t.tr("A question in words opens no file; run the command line."))
    if command == "claims":
        from licensedb.present import claims

        return claims.claims(answer, form, width, t.code if form in ("table", "markdown") else "en")
    if command == "diff":
        return _differences(answer, form, width)
    if command == "lineage":
        from licensedb.present import tree

        return tree.lineage(answer, form, width, t)
    if command == "history":
        from licensedb.present import periods

        return periods.history(answer, form, width, t)
    if command == "notice":
        from licensedb.present import shipping

        return shipping.planned(answer, form)
    if command == "openness":
        from licensedb.present import openness

        return openness.openness(answer, form, width, t)
    if command == "combine":
        from licensedb.present import combined

        return combined.combined(answer, form, width, t)
    from licensedb.present import render

    if command in ("models", "licences"):
        return render.listing(answer, form, width, t)
    if command == "compare":
        return render.comparison(answer, form, width, t)
    if command == "show":
        return render.shown(answer, form, width, t)
    return render.check(answer, form, t) if command == "check" else render.explained(answer, form, t)


def _differences(answer: Any, form: str, width: int) -> str:
    from licensedb.present import differences, differences_json

    if form == "json":
        return differences_json.differences(answer)
    if form == "markdown":
        return differences.markdown(answer)
    return differences.comma_separated(answer) if form == "csv" else differences.text(answer, width, False)


def _json(found: Asked) -> str:
    """`licensedb.ask/1`."""
    import msgspec

    from licensedb.present import as_json

    read = found.read
    told: dict[str, Any] = {
        "schema": "licensedb.ask/1",
        "question": read.question,
        "language": read.language,
        "reading": {
            "command": list(read.command),
            "line": line(read),
            "notes": list(read.notes),
            "words": [msgspec.to_builtins(one) for one in read.words],
        },
        "verdict": found.verdict or None,
        "verdicts": [{"name": name, "of": what, "verdict": verdict} for name, what, verdict in found.heads],
        "answer": msgspec.json.decode(_answer(found, "json", 0)),
    }
    return as_json.dumps(told)
