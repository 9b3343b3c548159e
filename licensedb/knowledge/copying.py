"""Names of copies: a model that is not recorded, asked as what its name says that it is a copy of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from licensedb import records as r
from licensedb.naming import squash
from licensedb.vocabulary import Relation

if TYPE_CHECKING:
    from licensedb.store.read import Reader


def copy_of(reader: Reader, names: str, asked: str) -> r.Model | None:
    """A copy of a recorded model as a model of its own: its licences, made from it. `names` is what the database says of copies."""
    if not names:
        return None
    from licensedb.reasoning.copies import copied

    known = msgspec.json.decode(names, type=r.CopyNames)
    found = copied(
        asked, known, reader.only_model, lambda name: _licences(reader, name), lambda *name: by_owner(reader, known.renamed, *name)
    )
    if found is None:
        return None
    base = reader.models([found.model])[0]
    if found.form == "ollama" and ":" not in asked and _under_several(reader, base, asked):
        return None
    how = "an unchanged copy" if found.relation is Relation.COMPONENT else "a quantised copy"
    by = f" by {found.maker}" if found.maker else ""
    what = f"{how} of {base.name}{by}"
    note = f"by its name a copy{by} of {base.id}; asked as {how} of it, under its licence."
    if found.form == "service":
        what = f"{base.name if found.relation is Relation.COMPONENT else what}, as services name it"
        note = f"a name under which services host {base.id}; asked as {how} of it, under its licence. Their own terms are not told here."
    shown = asked.strip()
    return r.Model(
        id=shown,
        name=f"{shown.rsplit('/', 1)[-1]} ({what})",
        developer=base.developer,
        family=base.family,
        modalities=base.modalities,
        parameters=base.parameters,
        released=base.released,
        licences=base.licences,
        bases=(r.Base(found.relation, base.id),),
        note=f"Not recorded itself: {note}",
        file=base.file,
    )


def stood_for(reader: Reader, names: str, asked: str) -> tuple[str, ...]:
    """Of a name under which one model after another was handed out these models."""
    if not names:
        return ()
    from licensedb.reasoning.copies import fold, stood_for

    found = (reader.only_model(fold(hub)) for hub in stood_for(asked, msgspec.json.decode(names, type=r.CopyNames)))
    return tuple(dict.fromkeys(one for one in found if one))


def by_owner(reader: Reader, renamed: Mapping[str, Sequence[str]], owner: str, written: str) -> str | None:
    """The one model called so by the developer whose account, or former account, this is. All names are folded."""
    found = reader.by_owner(renamed.get(owner, [owner]), written)
    return found[0] if len(found) == 1 else None


def _under_several(reader: Reader, base: r.Model, asked: str) -> bool:
    """Whether a bare name is that of a family which this model is not of, or whose models are under different licences."""
    family = reader.family_called(squash(asked.strip().casefold().removeprefix("library/")))
    if family is None:
        return False
    kin = [one for one in reader.models() if one.family == family[0]]
    return base.family != family[0] or len({tuple(entry.licence for entry in one.licences) for one in kin}) > 1


def _licences(reader: Reader, model: str) -> tuple[str, ...]:
    return tuple(entry.licence for entry in reader.models([model])[0].licences)
