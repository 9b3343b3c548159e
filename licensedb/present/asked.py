"""A question in words and its answer: how it was read, yes or no, and the answer of the command that it equals."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from licensedb.records import Asked, QuestionRead

_HEADS = {
    "en": {
        "yes": "Yes",
        "with-duties": "Yes, with duties",
        "on-request": "No, not without asking or registering",
        "no": "No",
        "depends": "It depends",
        "not-said": "Not said",
        "differs": "It differs",
    },
    "ar": {
        "yes": "نعم",
        "with-duties": "نعم، مع واجبات",
        "on-request": "لا، إلا بطلب أو تسجيل",
        "no": "لا",
        "depends": "يتوقف الأمر على ما لم يُذكر",
        "not-said": "غير مذكور",
        "differs": "يختلف الجواب",
    },
}
_WORDS = {"en": {"read": "Read as", "mark": "."}, "ar": {"read": "قُرئ السؤال هكذا", "mark": "."}}


def line(read: QuestionRead) -> str:
    """The equal command line, to be pasted."""
    return shlex.join(("licensedb", *read.command))


def asked(found: Asked, form: str, width: int) -> str:
    """The reading, the head and the answer; as CSV the answer alone."""
    if form == "json":
        return _json(found)
    answer = _answer(found, form, width)
    if form == "csv":
        return answer
    parts = ["\n".join(reading(found, form)), "\n".join(_heads(found, form)), answer]
    return "\n\n".join(part for part in parts if part)


def reading(found: Asked, form: str) -> Iterator[str]:
    """How the question was read: the command line, and what was taken for what."""
    words = _WORDS[found.read.language]
    if form == "markdown":
        yield f"**{words['read']}:** `{line(found.read)}`"
        if found.read.notes:
            yield ""
        yield from (f"- {note}" for note in found.read.notes)
        return
    yield f"{words['read']}: {line(found.read)}"
    yield from (f"  {note}" for note in found.read.notes)


def _heads(found: Asked, form: str) -> Iterator[str]:
    if not found.verdict:
        return
    words = _HEADS[found.read.language]
    mark = _WORDS[found.read.language]["mark"]
    yield f"**{words[found.verdict]}{mark}**" if form == "markdown" else f"{words[found.verdict]}{mark}"
    if found.heads and form == "markdown":
        yield ""
    item = "- " if form == "markdown" else "  "
    yield from (f"{item}{name}, {what}: {words[verdict]}" for name, what, verdict in found.heads)


def _answer(found: Asked, form: str, width: int) -> str:
    """The answer as its own command prints it."""
    command, answer = found.read.command[0], found.answer
    if command == "lineage":
        from licensedb.present import tree

        return tree.lineage(answer, form, width)
    if command == "history":
        from licensedb.present import periods

        return periods.history(answer, form, width)
    if command == "notice":
        from licensedb.present import shipping

        return shipping.planned(answer, form)
    if command in ("openness", "combine"):
        from importlib import import_module

        page = getattr(import_module(f"licensedb.present.{command}"), command)
        return str(page(answer, form, width))
    from licensedb.present import render

    if command in ("models", "licences"):
        return render.listing(answer, form, width)
    if command == "compare":
        return render.comparison(answer, form, width)
    if command == "show":
        return render.shown(answer, form, width)
    return render.check(answer, form) if command == "check" else render.explained(answer, form)


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
