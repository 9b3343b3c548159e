"""Decisions a second of processor time on one core, fully stated and with nothing stated, over all shipped licences and acts on weights."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import licensedb
from benchmarks.common import line
from licensedb import knowledge
from licensedb.reasoning.decide import decide
from licensedb.reasoning.scenarios import baseline, build
from licensedb.records import Scenario, Terms
from licensedb.store.read import Reader
from licensedb.vocabulary import ACT_GROUPS


def main() -> bool:
    """Print the rates; True when all bounds are held."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "licensedb.sqlite"
        knowledge.build(path)
        terms = list(Reader(path).terms().values())
        licensedb.open(path).close()
    stated = build(baseline(), {"commercial": True, "production": True, "use": "product"})
    return all(
        [
            line("decisions a second, fully stated", _rate(terms, stated), 20_000, at_least=True),
            line("decisions a second, nothing stated", _rate(terms, Scenario()), 2_000, at_least=True),
        ]
    )


def _rate(terms: list[Terms], scenario: Scenario, seconds: float = 2.0) -> float:
    acts = ACT_GROUPS["all"]
    for one in terms:
        for act in acts:
            decide(one, act, scenario, disputes=False)
    done, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for one in terms:
            for act in acts:
                decide(one, act, scenario, disputes=False)
        done += len(terms) * len(acts)
    return done / (time.process_time() - start)
