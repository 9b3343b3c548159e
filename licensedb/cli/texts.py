"""licensedb texts list|pull|add|verify"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from licensedb.cli import options as o
from licensedb.errors import NO, MisuseError

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help="The licence texts: at hand, fetched, verified."
)
Names = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Licences, policies or models.")]
Into = Annotated[
    Path | None,
    typer.Option("--into", envvar="LICENSEDB_TEXTS_INTO", metavar="DIR", help="Your folder of texts; else the one in your data folder."),
]


@app.callback()
def texts() -> None:
    """The licence texts: list, fetch and add them, hold citations against them."""


@app.command("list")
def list_(names: Names = None, form: o.Format = o.Form.TABLE, db: o.Database = None, seeds: o.Seeds = None) -> None:
    """List the records with their texts: at hand or not, which edition, how the citations stand.

    Example: licensedb texts list llama-2-community
    """
    from licensedb.knowledge import texts
    from licensedb.present import texts as present

    with o.opened(db, seeds) as kb:
        o.put(present.listed(texts.listed(kb, names or ()), form, o.width()))


@app.command()
def pull(
    names: Names = None,
    every: Annotated[bool, typer.Option("--all", help="Every licence and policy.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="SOURCE", help="Only from: repository, licensor, scancode, scancode-package."),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Fetch also what is at hand, to see whether it has changed.")] = False,
    into: Into = None,
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """Fetch the texts that are not at hand, from the sources that the records name.

    A text counts when it is a listed edition, or when all that is cited stands in it. Exit code 1 when one could not be had.

    Example: licensedb texts pull llama-2-community --from scancode-package
    """
    from licensedb.knowledge import texts
    from licensedb.present import texts as present

    with o.opened(db, seeds) as kb:
        found = texts.pulled(kb, names or (), every=every, only=only or (), into=into, again=again, talk=o.say)
    o.put(present.pulled(found))
    raise typer.Exit(0 if all(row.status in present.HAD for row in found.rows) else NO)


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="ID", help="A licence or policy.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its text; - for standard input.")],
    into: Into = None,
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """Tell how far a file is from the known text, and keep it when it is one.

    It is kept when it is a listed edition, or when all that is cited stands in it. Exit code 1 when it is not.

    Example: licensedb texts add llama-2-community LICENSE.txt
    """
    from licensedb.knowledge import texts
    from licensedb.present import texts as present
    from licensedb.texts.reading import read_stream, read_text

    with o.opened(db, seeds) as kb:
        place = "standard input" if str(file) == "-" else str(file)
        text = read_stream(sys.stdin.buffer, place, pages=True) if str(file) == "-" else read_text(file, pages=True)
        row = texts.added(kb, name, text, place, into=into)
    o.put(present.added(row, place))
    raise typer.Exit(0 if row.status in present.HAD else NO)


@app.command()
def verify(
    seeds: Annotated[Path | None, typer.Option("--seeds", metavar="DIR", help="Own records; the shipped ones unless told.")] = None,
    no_write: Annotated[bool, typer.Option("--no-write", help="Do not write verified.lock.")] = False,
) -> None:
    """Hold every citation against the texts in your folder and in those that LICENSEDB_TEXTS names.

    Writes verified.lock beside the seeds. Exit code 1 when a citation is neither in a text at hand nor in the lock.

    Example: LICENSEDB_TEXTS=./texts licensedb texts verify
    """
    from licensedb.knowledge import curating, states

    if missing := [str(one) for one in states.text_folders() if not one.is_dir()]:
        raise MisuseError("is no folder of texts", place=missing[0], tip="LICENSEDB_TEXTS names folders")
    found = curating.verify(seeds, texts=states.folders_at_hand(), write=not no_write, talk=o.say)
    for line in (*found.findings, *found.told):
        o.put(line)
    o.put(f"{found.found} citations stand in their texts, {len(found.findings)} do not; {len(found.not_at_hand)} texts not at hand")
    for name in found.unlocked:
        o.put(f"{name}: has citations that no run has found (its text is not at hand)")
    raise typer.Exit(NO if found.findings or found.unlocked else 0)
