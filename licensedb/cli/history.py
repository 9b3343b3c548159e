"""licensedb history"""

from typing import Annotated

import typer

from licensedb.cli import options as o


def history(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A model or licence: id, hub id, SPDX id or title.")],
    as_of: o.AsOf = None,
    form: o.Format = o.Form.TABLE,
    lang: o.Lang = "en",
    db: o.Database = None,
    seeds: o.Seeds = None,
) -> None:
    """What held when: licences of a model, versions of a licence.

    Each with what it changed; a grant that cannot be taken back is shown beside today's licence.

    Example: licensedb history falcon-7b
    """
    from licensedb.present import periods
    from licensedb.present.language import language

    spoken = language(lang)
    with o.opened(db, seeds) as kb:
        o.put(periods.history(kb.history(name, as_of=as_of), form, o.width(), spoken))


app = o.single(history)
