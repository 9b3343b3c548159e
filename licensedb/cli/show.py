"""licensedb show"""

from typing import Annotated

import typer

from licensedb.cli import options as o


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A model, licence or policy: id, hub id, SPDX id or title.")],
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """Show a model, licence or use policy in full.

    Example: licensedb show meta-llama/Llama-2-7b-hf
    """
    from licensedb.present import render
    from licensedb.present.language import language

    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        o.put(render.shown(kb.show(name, as_of=as_of), form, o.width(), spoken))


app = o.single(show)
