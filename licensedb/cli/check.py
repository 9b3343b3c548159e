"""licensedb check"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from licensedb.cli import options as o
from licensedb.errors import MisuseError
from licensedb.vocabulary import Act

if TYPE_CHECKING:
    from licensedb.knowledge.project import Project


@o.with_scenario
def check(
    stated: dict[str, Any],
    project: "Project",
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Models or licences; else those of the policy.")] = None,
    do: Annotated[
        list[str] | None,
        typer.Option("--do", metavar="ACT", autocompletion=o.known(Act), help=f"Acts, by comma: {', '.join(Act)}."),
    ] = None,
    profile: o.Profile = None,
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """May this be done with these models? Verdict, reason, duties.

    Nothing stated assumes small-company; once something is, what is not stays open. Exit code 0 yes, 1 no, 3 undetermined.

    Example: licensedb check llama-2-7b --do modify,host --users 50M --in FR
    """
    from licensedb.knowledge import gate
    from licensedb.present import gated, render
    from licensedb.present.language import language

    policy = project.policy
    asked = names or (policy.models if policy else ())
    if not asked:
        raise MisuseError("nothing to check", tip="name models or licences, or list models under [policy] in licensedb.toml")
    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        found = kb.check(asked, do or (policy.do if policy else ()) or ["run"], profile=profile, as_of=as_of, **stated)
        held = gate.of(kb, found, policy, as_of, whole=not names and not do)
    o.put(render.check(found, form, spoken))
    for line in gated.lines(found, held, policy):
        o.say(line)
    raise typer.Exit(gate.code(held.outcomes))


app = o.single(check)
