"""The names by which a record is found."""

from __future__ import annotations

from collections.abc import Iterator

from licensedb.records import Licence, Model


def names_of_licence(licence: Licence) -> Iterator[tuple[str, str]]:
    """(scheme, value) of every name of a licence, its id first."""
    yield "id", licence.id
    yield "title", licence.name
    for identifier in licence.identifiers:
        yield identifier.scheme, identifier.value
        if identifier.scheme == "scancode":
            yield "licenseref", f"LicenseRef-scancode-{identifier.value}"


def names_of_model(model: Model) -> Iterator[tuple[str, str]]:
    """(scheme, value) of every name of a model, its id first."""
    yield "id", model.id
    yield "name", model.name
    if model.hub:
        yield "hub", model.hub
        yield "hub-name", model.hub.split("/", 1)[1]
    for alias in model.aliases:
        yield "alias", alias
