"""Benchmarks: figures as ratios against a reference run side by side. `python -m benchmarks` prints them all.

python -m benchmarks [startup|decide|lineage|build|identify|report]...
"""

from __future__ import annotations

import sys

from benchmarks import build, decide, identify, lineage, report, startup

ALL = {
    "startup": startup.main,
    "decide": decide.main,
    "lineage": lineage.main,
    "build": build.main,
    "identify": identify.main,
    "report": report.main,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; returns 1 when a bound is not held."""
    held = [ALL[name]() for name in names or ALL]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
