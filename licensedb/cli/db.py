"""licensedb db build|info"""

from pathlib import Path
from typing import Annotated

import typer

from licensedb.cli import options as o

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help="Build the database, or tell what it holds."
)


@app.command()
def build(
    db: o.Database = None,
    seeds: o.Seeds = None,
    forget: Annotated[bool, typer.Option("--forget-seeds", help="Leave out own records that the database remembers.")] = False,
) -> None:
    """Build the database from the seeds, aside, and swap it in whole.

    Example: licensedb db build --seeds ./our-licences
    """
    from licensedb import knowledge

    target = db or knowledge.default_path()
    own = [Path(one) for one in seeds or ()] or ([] if forget else knowledge.remembered(target))
    built = knowledge.build(target, seeds=own, talk=o.say)
    o.say(f"licensedb: built {built.path}")
    o.put(f"{built.licences} licences, {built.policies} policies, {built.models} models, {built.answers} answers, data {built.data}")


@app.command()
def info(db: o.Database = None, seeds: o.Seeds = None, form: o.Format = o.Form.TABLE) -> None:
    """Tell where the database is, what it holds and how new it is.

    Example: licensedb db info --format json
    """
    from licensedb.present import render

    with o.opened(db, seeds) as kb:
        o.put(render.information(str(kb.path), kb.essentials, kb.counts(), form, o.width()))
