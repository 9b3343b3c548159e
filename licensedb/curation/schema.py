"""JSON Schema of the curated files: for editors, and to tell every problem of a file that has not its shape."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from licensedb.curation import shapes as s
from licensedb.curation.strict_yaml import Path_
from licensedb.vocabulary import Component, Provision

_KEYS = {"provisions": Provision, "components": Component, "licences": Component}
_TYPES = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "list": "a list", "dict": "a mapping"}
_WANTED = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}


def document(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file (a key of `shapes.SHAPES`)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"licensedb {kind}", **_of(s.SHAPES[kind])}


def problems(data: Any, shape: type[s.Shape]) -> Iterator[tuple[Path_, str, str, str]]:
    """Everything in which `data` differs from `shape`: path, problem, tip, name of the rule."""
    for error in _validator(shape).iter_errors(data):
        yield from _tell(_nearest(error))


@lru_cache(maxsize=8)
def _validator(shape: type[s.Shape]) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_of(shape))


def _of(shape: type[s.Shape]) -> dict[str, Any]:
    """The schema of a shape, with the words that keys of its mappings are taken from."""
    schema = msgspec.json.schema(shape)
    for part in schema["$defs"].values():
        for name, words in _KEYS.items():
            if part.get("properties", {}).get(name, {}).get("type") == "object":
                part["properties"][name]["propertyNames"] = {"enum": [str(word) for word in words]}
    return schema


def _nearest(error: Any) -> Any:
    """Of the alternatives that failed, the one that fits the value's type best, as deep as it goes."""
    while error.validator in ("anyOf", "oneOf") and error.context:
        by_branch: dict[Any, list[Any]] = {}
        for inner in error.context:
            by_branch.setdefault(inner.schema_path[0], []).append(inner)
        fitting = [found for found in by_branch.values() if not any(e.validator == "type" and not e.path for e in found)]
        if not fitting:
            return error
        error = max(fitting, key=lambda found: max(len(e.path) for e in found))[0]
    return error


def _tell(error: Any) -> Iterator[tuple[Path_, str, str, str]]:
    path: Path_ = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        path = (*path, error.instance)
    value, wanted = error.instance, error.validator_value
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", ()))
        for key in sorted(set(value) - set(known)):
            near = difflib.get_close_matches(str(key), known, 1)
            tip = f"did you mean {near[0]}?" if near else "known: " + ", ".join(sorted(known))
            yield (*path, key), "is no key of this mapping", tip, "unknown-key"
    elif error.validator == "required":
        for key in wanted:
            if key not in value:
                yield (*path, key), "is missing", "", "missing-key"
    elif error.validator in ("enum", "propertyNames"):
        known = [str(item) for item in (wanted if isinstance(wanted, list) else error.schema.get("enum", ()))]
        yield path, f"{_short(value)} is not in the vocabulary", _near(value, known), "unknown-word"
    elif error.validator == "type":
        names = wanted if isinstance(wanted, list) else [wanted]
        tip = "quote it" if "string" in names and not isinstance(value, (dict, list)) else ""
        expected = " or ".join(str(_WANTED.get(name, name)) for name in names)
        yield path, f"is {_type(value)}, not {expected}", tip, "wrong-type"
    elif error.validator in ("anyOf", "oneOf"):
        yield path, f"{_short(value)} is not one of the forms allowed here", _forms(error.schema), "wrong-type"
    elif error.validator == "pattern":
        tip = str(error.schema.get("description") or f"it must match {wanted}")
        yield path, f"{_short(value)} has not the right form", tip, "wrong-form"
    else:
        yield path, f"{error.message[:160]}", "", "wrong-form"


def _forms(schema: dict[str, Any]) -> str:
    forms = [_WANTED.get(str(part.get("type")), "a mapping") for part in schema.get("anyOf", ())]
    return " or ".join(dict.fromkeys(form for form in forms if form != "nothing"))


def _near(value: Any, known: list[str]) -> str:
    near = difflib.get_close_matches(str(value), known, 3)
    if near:
        return "did you mean " + " or ".join(near) + "?"
    return "known: " + ", ".join(known[:40]) + (" ..." if len(known) > 40 else "")


def _type(value: Any) -> str:
    return "empty" if value is None else _TYPES.get(type(value).__name__, type(value).__name__)


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
