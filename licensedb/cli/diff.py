"""licensedb diff"""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from licensedb.cli import options as o
from licensedb.errors import NO, UNDETERMINED, YES, MisuseError

if TYPE_CHECKING:
    from licensedb.records import Differences


class PageForm(StrEnum):
    """How a comparison of two documents is printed."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="A licence, a use policy or a text file.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    answers_only: Annotated[bool, typer.Option("--answers-only", help="Only answers, rules and provisions; no words.")] = False,
    words_only: Annotated[bool, typer.Option("--words-only", help="Only the words of the texts.")] = False,
    context: Annotated[int, typer.Option("--context", metavar="N", min=0, max=1000, help="Words shown around a difference.")] = 8,
    colour: Annotated[bool | None, typer.Option("--color/--no-color", help="Coloured, or not; else as the terminal can.")] = None,
    form: Annotated[PageForm, typer.Option("--format", "-f", help="How to print the answer.")] = PageForm.TABLE,
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> int:
    """Compare two licences: first the answers that differ, with clauses, then rules, then the words of their texts.

    Words are compared where both texts are at hand, and of files. A path (./LICENSE) names a file.

    Example: licensedb diff llama-2-community llama-3-community
    """
    if answers_only and words_only:
        raise MisuseError("--answers-only and --words-only leave nothing", tip="take one of them")
    left, right = _side(a), _side(b)
    if isinstance(left, Path) and isinstance(right, Path):
        from licensedb.knowledge.differing import files

        if answers_only:
            raise MisuseError("files have words and no answers", tip="leave out --answers-only")
        found = files(left, right, context=context)
    else:
        with o.opened(db, seeds) as kb:
            found = kb.diff(left, right, answers=not words_only, words=not answers_only, context=context)
    o.put(_printed(found, form, colour))
    return NO if found.differs else UNDETERMINED if found.lacking and found.a.name != found.b.name else YES


def _side(name: str) -> Path | str:
    """What is written as a path is a file; all else is looked for by its name."""
    return Path(name).expanduser() if name.startswith(("./", "../", "/", "~", ".\\", "..\\")) else name


def _printed(found: "Differences", form: PageForm, colour: bool | None) -> str:
    from licensedb.present import differences, differences_html, differences_json
    from licensedb.resources import folder

    if form is PageForm.JSON:
        return differences_json.differences(found)
    if form is PageForm.HTML:
        return differences_html.page(found, folder("templates"))
    if form is PageForm.MARKDOWN:
        return differences.markdown(found)
    if form is PageForm.CSV:
        return differences.comma_separated(found)
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") if colour is None else colour
    return differences.text(found, o.width(), coloured)


app = o.single(diff)
