"""licensedb notice"""

from pathlib import Path
from typing import Annotated, Any

import typer

from licensedb.cli import options as o
from licensedb.errors import NO, UNDETERMINED


@o.with_scenario
def notice(
    stated: dict[str, Any],
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Models or licences.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write into.")] = Path("notice"),
    do: Annotated[
        str, typer.Option("--do", metavar="ACT", help="redistribute, distribute-derivatives or host.")
    ] = "distribute-derivatives",
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What yours is called: held against every rule on names.")
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Write the files although the act is refused.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are not as licensedb wrote them.")] = False,
    profile: o.Profile = None,
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """Write what must be shipped with a model: notices, lines to show, texts, checklist.

    Duties of its bases are in it. Exit code 1 where the act is refused (nothing is written) or the name does not fit.

    Example: licensedb notice llama-3-8b -o ship --name "Llama 3 Acme" --users 50M
    """
    from licensedb.knowledge import shipping
    from licensedb.present import shipping as render

    with o.opened(db, seeds) as kb:
        found = kb.notice(names, do, name=name, profile=profile, as_of=as_of, **stated)
    written = [] if render.refused(found) and not anyway else shipping.write(output, render.files(found), force=force)
    o.put(render.told(found, str(output), written, form))
    codes = {o.code_of((row.decision.verdict, row.confidence) for row in found.rows)}
    codes |= {{"met": 0, "close": UNDETERMINED, "missing": NO}[one.result] for one in found.names}
    raise typer.Exit(NO if NO in codes else max(codes))


app = o.single(notice)
