"""licensedb claims"""

from typing import Annotated

import typer

from licensedb.cli import options as o


def claims(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Claims by id; all unless told.")] = None,
    subject: Annotated[str | None, typer.Option("--on", metavar="NAME", help="Only claims on this model or licence.")] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="The language of the answer: en or ar.")] = "en",
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day to ask for (YYYY-MM-DD); the day of the claim unless told.")
    ] = None,
    form: o.Format = o.Form.TABLE,
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """Statements of the press and of vendors held against the texts, each with verdict and clause.

    Exit code 0, whatever the verdicts are.

    Example: licensedb claims llama-2-is-open-source
    """
    from licensedb.present import claims as render

    render.language(lang)
    with o.opened(db, seeds) as kb:
        found = kb.claims(names or (), subject=subject, as_of=as_of)
    o.put(render.claims(found, form, o.width(), lang))


app = o.single(claims)
