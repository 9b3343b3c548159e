"""licensedb models"""

from typing import Annotated, Any

import typer

from licensedb.cli import options as o
from licensedb.vocabulary import Modality


@o.with_scenario
def models(
    stated: dict[str, Any],
    allows: o.Allows = None,
    only_yes: o.OnlyYes = False,
    developer: Annotated[list[str] | None, typer.Option("--developer", metavar="NAME", help="Only this developer's.")] = None,
    family: Annotated[list[str] | None, typer.Option("--family", metavar="NAME", help="Only this family.")] = None,
    licence: Annotated[list[str] | None, typer.Option("--licence", "--license", metavar="ID", help="Only under this licence.")] = None,
    modality: Annotated[
        list[str] | None,
        typer.Option(
            "--modality", metavar="NAME", autocompletion=o.known(Modality), help=f"Only what reads or makes this: {', '.join(Modality)}."
        ),
    ] = None,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="Only those whose licence does not fit that of a base.")] = False,
    having: o.With = None,
    lacking: o.Without = None,
    profile: o.Profile = None,
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """List models, by licence, developer or what they allow.

    Example: licensedb models --allows modify --allows host --users 5M --in FR
    """
    from licensedb.present import render
    from licensedb.present.language import language

    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        found = kb.models(
            allows or (),
            only_yes=only_yes,
            developer=developer or (),
            family=family or (),
            licence=licence or (),
            modality=modality or (),
            conflicts=conflicts,
            having=having or (),
            lacking=lacking or (),
            profile=profile,
            as_of=as_of,
            **stated,
        )
        o.put(render.listing(found, form, o.width(), spoken))


app = o.single(models)
