"""licensedb report"""

from pathlib import Path
from typing import Annotated, Any

import typer

from licensedb.cli import options as o

# What is compared when nothing is named: the systems that everyone asks about first.
FIRST = ("grok-1", "grok-2", "llama-2-7b", "llama-3-8b", "mistral-7b-v0.1", "falcon-40b", "falcon-180b")


@o.with_scenario
def report(
    stated: dict[str, Any],
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Models and licences.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")] = Path("report.html"),
    questions: o.Questions = None,
    all_licences: o.AllLicences = False,
    all_models: o.AllModels = False,
    claims: Annotated[bool, typer.Option("--claims", help="Also claims about them, held against the texts.")] = False,
    lang: o.Lang = "en",
    profile: o.Profile = None,
    as_of: o.AsOf = None,
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """Write a comparison as one HTML page.

    It loads nothing and can be sent by mail. Without names it compares Grok, Llama, Mistral and Falcon.

    Example: licensedb report grok-1 llama-2-7b falcon-180b -o report.html
    """
    from licensedb.present import html
    from licensedb.present.language import language
    from licensedb.resources import folder
    from licensedb.resources import put as write

    spoken = language(lang)
    chosen = names or ([] if all_licences or all_models else list(FIRST))
    with o.opened(db, seeds) as kb:
        found = kb.report(
            chosen,
            claims=claims,
            questions=questions or (),
            all_licences=all_licences,
            all_models=all_models,
            profile=profile,
            as_of=as_of,
            **stated,
        )
    page = html.report(found, folder("templates"), spoken)
    write(output, page)
    o.say(f"licensedb: wrote {output} ({len(page.encode()) // 1024} KB)")


app = o.single(report)
