"""licensedb compare"""

from typing import Annotated, Any

import typer

from licensedb.cli import options as o
from licensedb.errors import MisuseError


@o.with_scenario
def compare(
    stated: dict[str, Any],
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="Models and licences.")] = None,
    questions: o.Questions = None,
    all_licences: o.AllLicences = False,
    all_models: o.AllModels = False,
    profile: o.Profile = None,
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """Compare models and licences, question by question, each answer with its clause.

    Example: licensedb compare grok-1 llama-2-7b mistral-7b-v0.1 falcon-180b
    """
    from licensedb.present import render
    from licensedb.present.language import language

    if not names and not all_licences and not all_models:
        raise MisuseError("nothing to compare", tip="name models or licences, or take --all-licences or --all-models")
    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        found = kb.compare(
            names or (),
            questions=questions or (),
            all_licences=all_licences,
            all_models=all_models,
            profile=profile,
            as_of=as_of,
            **stated,
        )
        o.put(render.comparison(found, form, o.width(), spoken))


app = o.single(compare)
