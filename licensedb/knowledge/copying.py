"""Names of copies: a model that is not recorded, asked as what its name says that it is a copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from licensedb import records as r
from licensedb.vocabulary import Relation

if TYPE_CHECKING:
    from licensedb.store.read import Reader


def copy_of(reader: Reader, names: str, asked: str) -> r.Model | None:
    """A copy of a recorded model as a model of its own: its licences, made from it. `names` is what the database says of copies."""
    if not names:
        return None
    from licensedb.reasoning.copies import copied

    found = copied(asked, msgspec.json.decode(names, type=r.CopyNames), reader.only_model, lambda name: _licences(reader, name))
    if found is None:
        return None
    base = reader.models([found.model])[0]
    how = "an unchanged copy" if found.relation is Relation.COMPONENT else "a quantised copy"
    by = f" by {found.maker}" if found.maker else ""
    shown = asked.strip()
    return r.Model(
        id=shown,
        name=f"{shown.rsplit('/', 1)[-1]} ({how} of {base.name}{by})",
        developer=base.developer,
        family=base.family,
        modalities=base.modalities,
        parameters=base.parameters,
        released=base.released,
        licences=base.licences,
        bases=(r.Base(found.relation, base.id),),
        note=f"Not recorded itself: by its name a copy{by} of {base.id}; asked as {how} of it, under its licence.",
        file=base.file,
    )


def _licences(reader: Reader, model: str) -> tuple[str, ...]:
    return tuple(entry.licence for entry in reader.models([model])[0].licences)
