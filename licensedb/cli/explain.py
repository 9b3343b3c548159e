"""licensedb explain"""

from typing import Annotated

import typer

from licensedb.cli import options as o


def explain(
    licence: Annotated[str, typer.Argument(metavar="LICENCE", help="A licence or use policy.")],
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule or provision of it, as `show` lists them.")],
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """Show the clause behind a rule or provision.

    Its words are shown when the text is at hand: in a folder that LICENSEDB_TEXTS names.

    Example: licensedb explain llama-2-community user-cap
    """
    from licensedb.present import render
    from licensedb.present.language import language

    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        o.put(render.explained(kb.explain(licence, rule), form, spoken))


app = o.single(explain)
