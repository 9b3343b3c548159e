"""The report of all shipped models: how fast and how large it is, and how fast it answers in Chromium; then with 5,000 models."""

from __future__ import annotations

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
    """The page in Chromium: until it can be used (best of three), and until each change shows (median of five)."""
    from tests.browser import launched

    with launched() as browser:
        times, changes = [], []
        for _ in range(3):
            shown = browser.new_page(viewport={"width": 1280, "height": 900})
            shown.goto(page.as_uri())
            shown.wait_for_selector("html[data-ready=yes]", state="attached")
            times.append(float(shown.evaluate(READY)))
            shown.close()
        shown = browser.new_page(viewport={"width": 1280, "height": 900})
        shown.goto(page.as_uri())
        for name_, value in (("q", "llama"), ("q", ""), ("users", "800000000"), ("verdict", "f"), ("users", "")):
            changes.append(_median([float(shown.evaluate(CHANGE, [name_, value])) for _ in range(3)]))
    held = line(f"{name}: usable after", min(times), 1500 if ready else 8000, " ms")
    return line(f"{name}: the slowest change shows after", max(changes), most, " ms") and held


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _many(found: Report) -> Report:
    """The same rows again and again under other names, until there are many."""
    times = -(-MANY // len(found.rows))
    numbered: list[Any] = [(one, row, turn) for turn in range(times) for one, row in zip(found.comparison.rows, found.rows, strict=True)]
    replace = msgspec.structs.replace
    rows = tuple(replace(one, name=f"{one.name} {turn}", id=f"{one.id}-{turn}") for one, _, turn in numbered[:MANY])
    facts = tuple(row for _, row, _ in numbered[:MANY])
    return replace(found, comparison=replace(found.comparison, rows=rows), rows=facts)
