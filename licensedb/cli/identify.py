"""licensedb identify"""

from pathlib import Path
from typing import Annotated

import typer

from licensedb.cli import options as o
from licensedb.errors import MISUSE, NO, UNDETERMINED, LicensedbError
from licensedb.vocabulary import NAMED, Likeness


def identify(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Text files (LICENSE, NOTICE, README); - is standard input.")],
    every: Annotated[bool, typer.Option("--all", help="List all differences, not only the first ones.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 when a text is not word for word a known one.")] = False,
    known: Annotated[Path | None, typer.Option("--fingerprints", metavar="FILE", help="Fingerprints of your own.")] = None,
    form: o.Format = o.Form.TABLE,
) -> None:
    """Name the licence of a text, and point out what is missing from it, changed in it and new in it.

    Offline, from fingerprints that come with licensedb. Exit code 0 named, 3 close to a known text or unknown.

    Example: licensedb identify LICENSE
    """
    from licensedb.knowledge import identifying
    from licensedb.present import identified

    found, bad = [], 0
    for file in files:
        try:
            found.append(identifying.identify(file, known=known))
        except LicensedbError as error:
            if len(files) == 1 or error.exit_code != MISUSE:
                raise
            bad += 1
            o.say(error.line())
    if found or form is o.Form.JSON:
        o.put(identified.render(found, form, every=every, known=len(identifying.fingerprints(known))))
    if bad:
        raise typer.Exit(MISUSE)
    if strict and any(one.status not in (Likeness.EXACT, Likeness.REFORMATTED) for one in found):
        raise typer.Exit(NO)
    raise typer.Exit(0 if all(one.status in NAMED for one in found) else UNDETERMINED)


app = o.single(identify)
