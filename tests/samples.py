"""Small curated files for tests, sound unless a test breaks them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SOURCE = "{url: https://example.org/terms, seen: 2026-01-02}"
TEXT = f"{{secondary: [{SOURCE}]}}"
DIGEST = "a" * 64
EDITION = f"{{editions: [{{sha256: {DIGEST}, sources: [{{scancode: acme-open}}]}}]}}"
CITED = f"cite: {{section: '1', words: [10, 20], sha256: {DIGEST}}}"
CITE = "cite: {section: '1'}"
GRANT = f"  grant: {{permit: [run, modify], {CITE}}}"


def licence(*lines: str, identity: str = "acme-open", text: str = TEXT, confidence: str = "medium") -> str:
    """A licence file: six lines, then `lines` from line 7 on (a grant when there are none)."""
    head = (
        f"id: {identity}",
        f"name: The {identity} licence",
        "licensor: acme",
        "family: permissive",
        f"reviewed: {{date: 2026-01-02, confidence: {confidence}}}",
        f"text: {text}",
    )
    return "\n".join((*head, *(lines or ("rules:", GRANT)))) + "\n"


def policy(*lines: str, identity: str = "acme-policy") -> str:
    """A policy file: five lines, then `lines` from line 6 on."""
    return licence(*lines, identity=identity).replace("family: permissive\n", "")


def model(*lines: str, identity: str = "acme-1", terms: str = "acme-open") -> str:
    """A models file of one model: lines 2 to 6, then `lines` from line 7 on, which must be indented by four."""
    return "developer: acme\nmodels:\n" + one_model(*lines, identity=identity, terms=terms)


def one_model(*lines: str, identity: str = "acme-1", terms: str = "acme-open") -> str:
    """One more model for a models file: four lines and `lines`."""
    entry = f"      - {{licence: {terms}, covers: [weights], confidence: high, source: {SOURCE}}}"
    return "\n".join((f"  - id: {identity}", f"    name: Model {identity}", "    licences:", entry, *lines)) + "\n"


def openness(*lines: str, name: str = "acme-1") -> str:
    """A file of openness: three lines, then `lines` from line 4 on (a component when there are none)."""
    head = (f"models: [{name}]", "sources:", f"  - {SOURCE}")
    return "\n".join((*head, *(lines or ("components: {datasets: withheld}",)))) + "\n"


def claim(identity: str = "acme-is-open", subject: str = "acme-open", *asserts: str, source: str = SOURCE) -> str:
    """A claims file of one claim; its id stands in line 2, its source in line 5, its assertions from line 7 on."""
    lines = ("claims:", f"  - id: {identity}", f"    subjects: [{subject}]", "    statement: It is open.", f"    source: {source}")
    told = ("    asserts:", *(f"      - {{{one}}}" for one in asserts)) if asserts else ()
    return "\n".join((*lines, *told)) + "\n"


def rates(**changed: str | None) -> str:
    """The file of rates: currencies from line 6 on, in the order of the vocabulary; None leaves one out."""
    from licensedb.vocabulary import CURRENCIES

    told: dict[str, str | None] = {currency: "'1.5'" for currency in CURRENCIES if currency != "EUR"} | changed
    lines = [f"  {currency}: {rate}" for currency, rate in told.items() if rate is not None]
    return "\n".join(("base: EUR", "date: 2026-01-02", f"source: {SOURCE}", "# units for one euro", "rates:", *lines)) + "\n"


def copies(*marks: str) -> str:
    """The file of the names of copies; its marks stand from line 5 on."""
    lines = ("sources:", f"  - {SOURCE}", "makers: {quantised: [maker]}", "marks:", *(f"  - '{mark}'" for mark in marks))
    return "\n".join(lines) + "\n"


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` (path without ending, content) as YAML files below `folder`, and return it."""
    for name, content in files.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
