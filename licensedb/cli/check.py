"""licensedb check"""

from typing import Annotated, Any

import typer

from licensedb.cli import options as o
from licensedb.vocabulary import Act


@o.with_scenario
def check(
    stated: dict[str, Any],
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Models or licences.")],
    do: Annotated[
        list[str] | None,
        typer.Option("--do", metavar="ACT", autocompletion=o.known(Act), help=f"Acts, by comma: {', '.join(Act)}."),
    ] = None,
    profile: o.Profile = None,
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """May this be done with these models? Verdict, reason, duties.

    Nothing stated assumes small-company; once something is, what is not stays open. Exit code 0 yes, 1 no, 3 undetermined.

    Example: licensedb check llama-2-7b --do modify,host --users 50M --in FR
    """
    from licensedb.present import render

    with o.opened(db, seeds) as kb:
        found = kb.check(names, do or ["run"], profile=profile, as_of=as_of, **stated)
    o.put(render.check(found, form))
    raise typer.Exit(o.code_of((row.decision.verdict, row.confidence) for row in found.rows))


app = o.single(check)
