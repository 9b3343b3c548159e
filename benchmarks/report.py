"""The report of all shipped models: how fast and how large it is, and how fast it answers in Chromium; then with 5,000 models."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

import licensedb
from benchmarks.common import line
from licensedb.present import html
from licensedb.present.language import LANGUAGES, language
from licensedb.records import Report
from licensedb.resources import folder

MANY = 5_000
CHANGE = """([name, value]) => new Promise((done) => {
  const control = document.querySelector(`#controls [name=${name}]`);
  const start = performance.now();
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
CHANGES = (("q", "llama"), ("q", ""), ("users", "800000000"), ("verdict", "f"), ("users", ""), ("act", "host-service"), ("sort", "name"))
ROUNDS = 5
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


def main() -> bool:
    """Measure; returns whether all bounds are held."""
    held = True
    with tempfile.TemporaryDirectory() as base:
        for code in LANGUAGES:
            spoken = language(code)
            start = time.process_time()
            with licensedb.open() as kb:
                found = kb.report(all_models=True)
                text = html.report(found, folder("templates"), spoken)
            seconds, size = time.process_time() - start, len(text.encode()) / 1e6
            held &= line(f"report of {len(found.rows):,} models ({code}), processor time", seconds, 3.0, " s")
            held &= line(f"its size ({code})", size, 4.0, " MB")
            page = Path(base) / f"{code}.html"
            page.write_text(text, encoding="utf-8")
            held &= _in_a_browser(page, f"{len(found.rows):,} models ({code})", 100)
        many = Path(base) / "many.html"
        many.write_text(html.report(_many(found), folder("templates"), language("en")), encoding="utf-8")
        held &= _in_a_browser(many, f"{MANY:,} models", 200, ready=False)
    return held


def _in_a_browser(page: Path, name: str, most: float, *, ready: bool = True) -> bool:
    """The page in Chromium: until it can be used, and until each change shows; medians of five."""
    from tests.browser import launched

    with launched() as browser:
        times: list[float] = []
        changes: dict[tuple[str, str], list[float]] = {}
        for _ in range(ROUNDS):
            shown = browser.new_page(viewport={"width": 1280, "height": 900})
            shown.goto(page.as_uri())
            shown.wait_for_selector("html[data-ready=yes]", state="attached")
            times.append(float(shown.evaluate(READY)))
            shown.evaluate("document.getElementById('permissions').scrollIntoView()")
            for change in CHANGES:
                shown.wait_for_timeout(300)  # as long as someone takes, and until the footnotes are done
                changes.setdefault(change, []).append(float(shown.evaluate(CHANGE, list(change))))
            shown.close()
    held = line(f"{name}: usable after", statistics.median(times), 1500 if ready else 8000, " ms")
    slowest, took = max((statistics.median(some), change) for change, some in changes.items())
    return line(f"{name}: the slowest change ({took[0]}) shows after", slowest, most, " ms") and held


def _many(found: Report) -> Report:
    """The same rows again and again under other names, until there are many."""
    times = -(-MANY // len(found.rows))
    numbered: list[Any] = [(one, row, turn) for turn in range(times) for one, row in zip(found.comparison.rows, found.rows, strict=True)]
    replace = msgspec.structs.replace
    rows = tuple(replace(one, name=f"{one.name} {turn}", id=f"{one.id}-{turn}") for one, _, turn in numbered[:MANY])
    facts = tuple(row for _, row, _ in numbered[:MANY])
    return replace(found, comparison=replace(found.comparison, rows=rows), rows=facts)
