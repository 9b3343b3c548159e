"""What benchmarks share: whole processes timed in turn, and a line per figure."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence


def side_by_side(commands: Mapping[str, Sequence[str]], env: Mapping[str, str], rounds: int = 25) -> dict[str, float]:
    """Median wall time in seconds of each command, all run in turn so that a busy machine hits them alike."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, **env})
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def line(what: str, value: float, bound: float, unit: str = "", *, at_least: bool = False) -> bool:
    """Print a figure with its bound; True when it is held."""
    held = value >= bound if at_least else value <= bound
    sign = "at least" if at_least else "at most"
    print(f"{'ok  ' if held else 'MISS'} {what}: {value:,.2f}{unit} ({sign} {bound:,.2f}{unit})")
    return held
