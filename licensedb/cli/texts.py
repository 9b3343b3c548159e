"""licensedb texts verify"""

from pathlib import Path
from typing import Annotated

import typer

from licensedb.cli import options as o
from licensedb.errors import NO, MisuseError

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help="The licence texts.")


@app.callback()
def texts() -> None:
    """The licence texts: hold citations against them."""


@app.command()
def verify(
    seeds: Annotated[Path | None, typer.Option("--seeds", metavar="DIR", help="Own records; the shipped ones unless told.")] = None,
    no_write: Annotated[bool, typer.Option("--no-write", help="Do not write verified.lock.")] = False,
) -> None:
    """Hold every citation against the texts in the folders that LICENSEDB_TEXTS names.

    Writes verified.lock beside the seeds. Exit code 1 when a citation is neither in a text at hand nor in the lock.

    Example: LICENSEDB_TEXTS=./texts licensedb texts verify
    """
    from licensedb.knowledge import building, curating

    folders = building.text_folders()
    if missing := [str(one) for one in folders if not one.is_dir()]:
        raise MisuseError("is no folder of texts", place=missing[0], tip="LICENSEDB_TEXTS names folders")
    found = curating.verify(seeds, texts=folders, write=not no_write)
    for line in found.findings:
        o.put(line)
    o.put(f"{found.found} citations stand in their texts, {len(found.findings)} do not; {len(found.not_at_hand)} texts not at hand")
    for name in found.unlocked:
        o.put(f"{name}: has citations that no run has found (its text is not at hand)")
    raise typer.Exit(NO if found.findings or found.unlocked else 0)
