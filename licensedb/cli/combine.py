"""licensedb combine"""

from typing import Annotated, Any

import typer

from licensedb.cli import options as o
from licensedb.vocabulary import Joining, Outcoming


@o.with_scenario
def combine(
    stated: dict[str, Any],
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Models or licences, also of data: the parts, in any order.")],
    as_: Annotated[
        str, typer.Option("--as", metavar="HOW", autocompletion=o.known(Joining), help=f"How: {', '.join(Joining)}.")
    ] = Joining.MERGE,
    do: Annotated[
        list[str] | None,
        typer.Option("--do", metavar="PLAN", autocompletion=o.known(Outcoming), help=f"The result, by comma: {', '.join(Outcoming)}."),
    ] = None,
    into: Annotated[
        str | None, typer.Option("--into", metavar="NAME", help="The model that is changed: the student, the adapter, the trained model.")
    ] = None,
    profile: o.Profile = None,
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """May these be brought together, and the result be published or sold? Clashes, duties, licences for it.

    Nothing stated assumes small-company, as check does; --do is publish,sell unless told. Exit code 0 yes, 1 no, 3 undetermined.

    Example: licensedb combine llama-3.1-8b --as distil --into qwen2.5-7b --do publish,sell
    """
    from licensedb.present import combined
    from licensedb.present.language import language

    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        found = kb.combine(names, as_, do or ["publish", "sell"], into=into, profile=profile, as_of=as_of, **stated)
    o.put(combined.combined(found, form, o.width(), spoken))
    raise typer.Exit(o.code_of((row.verdict, row.check.confidence) for row in found.answer.rows))


app = o.single(combine)
