"""Skeletons: the file a curator starts from."""

from __future__ import annotations

from pathlib import Path

from licensedb.errors import MisuseError

_LICENCE = """\
# yaml-language-server: $schema=../../docs/schema/licences.json
id: {id}
name:
licensor:
published:                    # the text's own date, if it gives one
family:                       # permissive copyleft responsible-use community research proprietary
identifiers: {{hub: [], spdx: [], scancode: [], license_name: [], names: []}}
reviewed: {{date: {day}, confidence: high}}
text:
  address:
  editions:
    - sha256:                 # licensedb curate cite FILE prints it
      sources:
        - {{repository: , path: , commit: }}
incorporates: []
rules:
  grant:
    permit: [run, modify, redistribute, distribute-derivatives, host]
    cite: {{section: , words: [0, 0], sha256: }}   # licensedb curate cite {id} "first words ... last words"
provisions:
  governing-law: {{value: , cite: {{section: , words: [0, 0], sha256: }}}}
"""
_MODEL = """\
# yaml-language-server: $schema=../../docs/schema/models.json
developer:
models:
  - id: {id}
    name:
    family:
    hub:                      # owner/name
    released:                 # YYYY-MM-DD
    parameters:
    modalities: [text]
    licences:
      - licence:
        covers: [weights]
        from:                 # YYYY-MM-DD
        confidence: high
        source: {{url: , seen: {day}}}
    bases: []
    components: {{weights: released}}
"""
_FOLDERS = {"licence": ("licences", _LICENCE), "policy": ("policies", _LICENCE), "model": ("models", _MODEL)}


def skeleton(kind: str, name: str, seeds: Path, day: str, schema: str = "../../docs/schema") -> Path:
    """Write the file of a new record below `seeds` and return its path. Nothing is overwritten. `schema` is where editors look."""
    import re

    if kind not in _FOLDERS:
        raise MisuseError(f"{kind!r} is nothing to start", tip="licence, policy or model")
    if not re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", name) or len(name) > 80:
        raise MisuseError(f"{name[:60]!r} is no id", tip="lower case, digits, dots and hyphens: my-licence-1.0")
    folder, text = _FOLDERS[kind]
    path = seeds / folder / f"{name}.yaml"
    if path.exists():
        raise MisuseError("is there already", place=str(path), tip="choose another id")
    path.parent.mkdir(parents=True, exist_ok=True)
    made = text.format(id=name, day=day).replace("../../docs/schema", schema)
    if kind == "policy":
        left_out = ("family:", "incorporates:")
        made = "\n".join(line for line in made.splitlines() if not line.startswith(left_out)) + "\n"
        made = made.replace("schema/licences.json", "schema/policies.json")
    path.write_text(made, encoding="utf-8")
    return path
