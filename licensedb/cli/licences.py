"""licensedb licences"""

from typing import Annotated, Any

import typer

from licensedb.cli import options as o
from licensedb.vocabulary import Family


@o.with_scenario
def licences(
    stated: dict[str, Any],
    allows: o.Allows = None,
    only_yes: o.OnlyYes = False,
    licensor: Annotated[str | None, typer.Option("--licensor", metavar="NAME", help="Only this licensor's.")] = None,
    family: Annotated[
        str | None, typer.Option("--family", metavar="NAME", autocompletion=o.known(Family), help=f"One of: {', '.join(Family)}.")
    ] = None,
    having: o.With = None,
    lacking: o.Without = None,
    profile: o.Profile = None,
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """List licences, by licensor, family or what they allow.

    Example: licensedb licences --allows train-on-outputs --only-yes
    """
    from licensedb.present import render
    from licensedb.present.language import language

    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        found = kb.licences(
            allows or (),
            only_yes=only_yes,
            licensor=licensor,
            family=family,
            having=having or (),
            lacking=lacking or (),
            profile=profile,
            **stated,
        )
        o.put(render.listing(found, form, o.width(), spoken))


app = o.single(licences)
