"""licensedb lineage"""

from typing import Annotated, Any

import typer

from licensedb.cli import options as o
from licensedb.errors import NO, UNDETERMINED, YES
from licensedb.vocabulary import CONFLICTS


@o.with_scenario
def lineage(
    stated: dict[str, Any],
    name: Annotated[str, typer.Argument(metavar="MODEL", help="A model: id, hub id or name.")],
    derived: Annotated[bool, typer.Option("--derived", help="Also the recorded models made from it.")] = False,
    profile: o.Profile = None,
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """What a model was made from, and whether its licence fits that.

    Exit code 0 it fits, 1 it does not (any finding but inherits), 3 terms of a base are not recorded.

    Example: licensedb lineage nous-hermes-llama2-13b
    """
    from licensedb.present import tree
    from licensedb.present.language import language

    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        found = kb.lineage(name, derived=derived, profile=profile, as_of=as_of, **stated)
    o.put(tree.lineage(found, form, o.width(), spoken))
    if any(one.kind in CONFLICTS for one in found.findings):
        raise typer.Exit(NO)
    raise typer.Exit(UNDETERMINED if tree.undetermined(found) else YES)


app = o.single(lineage)
