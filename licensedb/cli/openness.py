"""licensedb openness"""

from typing import Annotated

import typer

from licensedb.cli import options as o
from licensedb.errors import UNDETERMINED, YES
from licensedb.vocabulary import OpennessClass


def openness(
    names: Annotated[list[str] | None, typer.Argument(metavar="[MODEL]...", help="Models: id, hub id or name. All unless told.")] = None,
    developer: Annotated[str | None, typer.Option("--developer", metavar="NAME", help="Only this developer's.")] = None,
    of_class: Annotated[
        str | None,
        typer.Option(
            "--class", metavar="CLASS", autocompletion=o.known(OpennessClass), help=f"Only of this class: {', '.join(OpennessClass)}."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also models of which only a few components are recorded.")] = False,
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """How open models are: the class of the Model Openness Framework, what is missing, the Open Source AI Definition.

    Exit code 0; 3 where what is not recorded of a named model leaves its class open.

    Example: licensedb openness olmo-7b
    """
    from licensedb.present import openness as render
    from licensedb.present.language import language

    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        found = kb.openness(names or (), developer=developer, of_class=of_class, every=every, as_of=as_of)
    o.put(render.openness(found, form, o.width(), spoken))
    left_open = found.detailed and any(row.at_most is not row.attained for row in found.rows)
    raise typer.Exit(UNDETERMINED if left_open else YES)


app = o.single(openness)
