"""licensedb profiles"""

from typing import Annotated

import typer

from licensedb.cli import options as o
from licensedb.vocabulary import PROFILES


def profiles(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", autocompletion=o.known(PROFILES), help="One profile; else all of them.")
    ] = None,
    form: o.Format = o.Form.TABLE,
    config: o.ConfigFile = None,
    no_config: o.NoConfig = False,
) -> None:
    """Show the named profiles, and those of the project's licensedb.toml.

    Example: licensedb profiles startup
    """
    from licensedb.present import profiles as pages

    found = o.project(config, no_config).rows(name)
    o.put(pages.profiles(found, form, o.width()))


app = o.single(profiles)
