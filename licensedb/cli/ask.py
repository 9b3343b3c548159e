"""licensedb ask"""

from typing import TYPE_CHECKING, Annotated

import typer

from licensedb.cli import options as o
from licensedb.errors import NO, UNDETERMINED, YES
from licensedb.vocabulary import CONFLICTS, Confidence

if TYPE_CHECKING:
    from licensedb.records import Asked

_CODES = {"yes": YES, "with-duties": YES, "on-request": NO, "no": NO}


def ask(
    words: Annotated[list[str], typer.Argument(metavar="QUESTION...", help="The question, in English or Arabic; quoted or not.")],
    reading: Annotated[bool, typer.Option("--reading", help="Only tell how the question is read.")] = False,
    form: o.Format = o.Form.TABLE,
    config: o.ConfigFile = None,
    no_config: o.NoConfig = False,
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """Answer a question in words, and show the command line that it equals.

    A word that is not understood is named, and nothing is answered. Exit codes are those of the command; a no is 1.

    Example: licensedb ask "which models allow derivatives"
    """
    from licensedb.knowledge import answering
    from licensedb.present import asked as pages

    question = " ".join(words)
    with o.opened(db, seeds) as kb:
        if reading:
            o.put(pages.line(answering.read(kb, question)[0]))
            return
        found = answering.ask(kb, question, o.project(config, no_config))
    if form is o.Form.CSV:
        for line in pages.reading(found, form):
            o.say(line)
    o.put(pages.asked(found, form, o.width()))
    raise typer.Exit(_code(found))


def _code(found: "Asked") -> int:
    """That of the verdict; where no yes or no was asked for, that of the command."""
    told = {verdict for _, _, verdict in found.heads} or ({found.verdict} if found.verdict else set())
    if told:
        codes = {_CODES.get(verdict, UNDETERMINED) for verdict in told}
        sure = all(level is not Confidence.LOW for level in _confidences(found))
        return NO if NO in codes else max(codes) if sure else UNDETERMINED
    command = found.read.command[0]
    if command in ("check", "notice"):
        return o.code_of((row.decision.verdict, row.confidence) for row in found.answer.rows)
    if command == "combine":
        return o.code_of((row.verdict, row.check.confidence) for row in found.answer.answer.rows)
    if command == "openness":
        left_open = found.answer.detailed and any(row.at_most is not row.attained for row in found.answer.rows)
        return UNDETERMINED if left_open else YES
    if command != "lineage":
        return YES
    from licensedb.present import tree

    if any(one.kind in CONFLICTS for one in found.answer.findings):
        return NO
    return UNDETERMINED if tree.undetermined(found.answer) else YES


def _confidences(found: "Asked") -> list[Confidence | None]:
    """How sure the answer is, row by row."""
    if found.read.command[0] == "combine":
        return [row.check.confidence for row in found.answer.answer.rows]
    return [getattr(row, "confidence", None) for row in getattr(found.answer, "rows", ())]


app = o.single(ask)
