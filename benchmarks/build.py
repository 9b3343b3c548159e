"""Building: a generated set of some ten thousand models, a multiple of the shipped one, against that, each in a process of its own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.common import line
from licensedb.curation import strict_yaml
from licensedb.resources import folder, seed_files

TIMES = 4
_CODE = """
import resource, sys, time
from pathlib import Path
from licensedb import resources
from licensedb.knowledge import building
seeds, target = Path(sys.argv[1]), Path(sys.argv[2])
building.folder = lambda name: seeds if name == "seeds" else resources.folder(name)
start = time.perf_counter()
built = building.build(target, talk=print)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, built.licences, built.models)
"""


def main() -> bool:
    """Print the ratio of times and the memory; True when all bounds are held."""
    with tempfile.TemporaryDirectory() as scratch:
        small, large = Path(scratch) / "small", Path(scratch) / "large"
        generate(folder("seeds"), small, 1)
        generate(folder("seeds"), large, TIMES)
        one = min(_build(small, Path(scratch)) for _ in range(3))
        many = _build(large, Path(scratch))
    print(f"     shipped: {one[0]:.2f} s, {one[1]:.0f} MiB; {TIMES} times: {many[0]:.1f} s")
    return all(
        [
            line(f"build of {TIMES} times the seeds / build of the seeds", many[0] / one[0], 1.2 * TIMES),
            line("memory of that build", many[1], 400, " MiB"),
        ]
    )


def generate(source: Path, target: Path, times: int) -> None:
    """Copies of every seed file, in which a number makes every id and hub id unique (written as JSON, which is YAML)."""
    read = {path: strict_yaml.read(path).data for _, path in seed_files(source)}
    ids = {found for data in read.values() for found in _ids(data)}
    for path, data in read.items():
        folder = target / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(times):
            text = json.dumps(_numbered(data, ids, f"-{number}"), indent=1)
            (folder / f"{path.stem}-{number}.yaml").write_text(text, encoding="utf-8")


def _ids(data: Any) -> Iterator[str]:
    if "id" in data:
        yield data["id"]
    for one in (*data.get("models", ()), *data.get("claims", ())):
        if isinstance(one, dict):  # files of openness name models, and have no ids of their own
            yield one["id"]


def _numbered(data: Any, ids: set[str], suffix: str) -> Any:
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if key not in ("identifiers", "aliases")}
        return {key: _of_its_own(key, value, suffix) or _numbered(value, ids, suffix) for key, value in kept.items()}
    if isinstance(data, list):
        return [_numbered(value, ids, suffix) for value in data]
    return f"{data}{suffix}" if isinstance(data, str) and data in ids else data


def _of_its_own(key: str, value: Any, suffix: str) -> str | None:
    return _UNIQUE[key](value, suffix) if key in _UNIQUE and isinstance(value, str) else None


# What a record shares with no other, and how a copy gets its own.
_UNIQUE: dict[str, Callable[[str, str], str]] = {
    "hub": lambda value, suffix: f"{value}{suffix}",
    "name": lambda value, suffix: f"{value} {suffix}",
    "sha256": lambda value, suffix: hashlib.sha256(f"{value}{suffix}".encode()).hexdigest(),
}


def _build(seeds: Path, scratch: Path) -> tuple[float, float]:
    line = [sys.executable, "-c", _CODE, str(seeds), str(scratch / "built.sqlite")]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout[:2000] + done.stderr[-2000:])
    seconds, memory = done.stdout.split()[:2]
    return float(seconds), float(memory)
