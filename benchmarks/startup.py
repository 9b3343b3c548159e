"""Cold processes: a question against `sqlite-utils query` on the same file, `--version` against `import typer`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.common import line, side_by_side
from licensedb import knowledge

SQL = "SELECT id, modify FROM model_answers WHERE modify IN ('allowed', 'with-duties')"


def main() -> bool:
    """Print the ratios; True when all bounds are held."""
    scripts = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "licensedb.sqlite"
        knowledge.build(database)
        licensedb = str(scripts / "licensedb")
        commands = {
            "models": [licensedb, "models", "--allows", "modify"],
            "check": [licensedb, "check", "llama-2-7b", "--do", "modify", "--users", "5M"],
            "compare": [licensedb, "compare", "grok-1", "llama-2-7b", "mistral-7b-v0.1", "falcon-180b"],
            "ask": [licensedb, "ask", "which models allow modification"],
            "show": [licensedb, "show", "llama-2-7b"],
            "lineage": [licensedb, "lineage", "vicuna-7b-v1.5"],
            "openness": [licensedb, "openness", "olmo-7b"],
            "copy": [licensedb, "check", "llama3.1:8b", "--do", "modify"],
            "claims": [licensedb, "claims"],
            "sqlite-utils": [str(scripts / "sqlite-utils"), "query", str(database), SQL],
            "version": [licensedb, "--version"],
            "typer": [sys.executable, "-c", "import typer"],
        }
        found = side_by_side(commands, {"LICENSEDB_DB": str(database)})
    for name, seconds in found.items():
        print(f"     {name}: {seconds * 1000:.0f} ms")
    return all(
        [
            line("models --allows modify / sqlite-utils query", found["models"] / found["sqlite-utils"], 1.0),
            line("--version / import typer", found["version"] / found["typer"], 1.3),
            line("ask / models --allows modify", found["ask"] / found["models"], 1.5),
            line("check / models --allows modify", found["check"] / found["models"], 1.2),
            *(line(f"{name} / sqlite-utils query", found[name] / found["sqlite-utils"], 1.0) for name in ("show", "lineage", "openness")),
        ]
    )
