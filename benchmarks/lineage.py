"""Lists through lineage: `models` with a full scenario over generated models in chains up to eight deep, a cold process."""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.common import line
from licensedb import records as r
from licensedb.knowledge import building
from licensedb.resources import folder, stamp, version
from licensedb.store import write
from licensedb.vocabulary import Component, Confidence, Modality, Relation, Release

DAY = "2026-01-01"
MODELS = 50_000
DEEP = 8
ASKED = ["--allows", "run,modify,redistribute,distribute-derivatives,host,use-outputs"]
SCENARIO = "--users 5M --revenue 20M --in FR --commercial --production --use product --offering model-api --licensee company".split()


def main() -> bool:
    """Print the times and their ratio; True when all bounds are held."""
    with tempfile.TemporaryDirectory() as scratch:
        half, whole = Path(scratch) / "half.sqlite", Path(scratch) / "whole.sqlite"
        generate(half, MODELS // 2)
        generate(whole, MODELS)
        times: dict[Path, list[tuple[float, float]]] = {half: [], whole: []}
        for _ in range(5):
            for path, found in times.items():
                found.append(_asked(path))
    (small, _), (large, wall) = (tuple(map(statistics.median, zip(*found, strict=True))) for found in times.values())
    print(f"     {MODELS // 2:,} models: {small:.2f} s of processor time; {MODELS:,}: {large:.2f} s, {wall:.2f} s by the clock")
    return all(
        [
            line(f"models with a full scenario over {MODELS:,} models, processor time", large, 5, " s"),
            line("the same over half as many models, in proportion", large / small, 2.4),
        ]
    )


def generate(target: Path, count: int) -> None:
    """A database of the shipped licences and `count` models, in chains of depth 1 to 8 under all licences and relations."""
    read = building.load()
    licences = [*read.licences, *read.policies]
    folders = [folder("seeds")]
    meta = {
        "data": building.data_version(read.digest),
        "digest": read.digest,
        "stamp": stamp(folders),
        "next-change": "9999-12-31",
        "made-with": version(),
        "seeds": "[]",
        "reviewed": max(licence.reviewed for licence in licences),
        "answered-as-of": DAY,
    }
    names = [licence.id for licence in read.licences]
    write.build(target, folder("migrations"), meta, licences, list(_models(count, names)), [], [])


def _models(count: int, licences: list[str]) -> Iterator[r.Model]:
    """Lines of descent: each model is made from one of the last few of its line, every tenth from two."""
    chance = random.Random(1)
    source = r.Source("secondary", "https://example.org/card", title="model card", seen=DAY)
    line_: list[str] = []
    for number in range(count):
        if len(line_) == DEEP:
            line_ = []
        bases = [r.Base(chance.choice(list(Relation)), line_[-1], source=source)] if line_ else []
        if len(line_) > 1 and number % 10 == 0:
            bases.append(r.Base(Relation.MERGE, line_[-2], source=source))
        entry = r.ModelLicence(chance.choice(licences), (Component.WEIGHTS,), "2024-01-01", confidence=Confidence.HIGH, source=source)
        name = f"model-{number:05d}"
        yield r.Model(
            name,
            f"Model {number}",
            f"developer-{number % 500}",
            family=f"family-{number // DEEP % 1000}",
            hub=f"developer-{number % 500}/{name}",
            released="2024-01-01",
            parameters=7_000_000_000,
            modalities=(Modality.TEXT,),
            licences=(entry,),
            bases=tuple(bases),
            components=((Component.WEIGHTS, Release.RELEASED),),
            note="Made for a benchmark.",
        )
        line_.append(name)


def _asked(path: Path) -> tuple[float, float]:
    """Processor time of one cold process, all start-up included, and the time by the clock."""
    command = [sys.executable, "-m", "licensedb", "models", *ASKED, *SCENARIO]
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, "LICENSEDB_DB": str(path)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, time.perf_counter() - start
