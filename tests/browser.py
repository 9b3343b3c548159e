"""A real browser for tests: Debian's Chromium, driven by Playwright. Nothing it shows may ask any host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def executable() -> str:
    """The browser; without one a test is skipped, but in CI it fails."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        message = "no chromium is found: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


@contextmanager
def launched() -> Iterator[Any]:
    """The running browser."""
    from playwright.sync_api import sync_playwright

    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


class Opened:
    """A page of a report, with all that went wrong in it and all that it asked for."""

    def __init__(self, browser: Any, path: Path, fragment: str = "", **context: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{path.as_uri()}{fragment}")
        if context.get("java_script_enabled", True):
            self.page.wait_for_selector("html[data-ready=yes]", state="attached")

    def fill(self, **values: str) -> None:
        """Set controls by name, as someone does it."""
        self.page.evaluate("document.querySelector('#controls .panel').open = true")
        for name, value in values.items():
            control = self.page.locator(f"#controls [name={name}]")
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        self.drawn()

    def drawn(self) -> None:
        """Wait until every table shows the state of the page: where rows are many, those on the screen come first."""
        self.until("document.documentElement.dataset.drawn === 'yes'")

    def names(self, group: str = "permissions") -> list[str]:
        """The names of the rows shown."""
        return self.page.locator(f"table[data-group={group}] tbody th > bdi").all_text_contents()  # type: ignore[no-any-return]

    def verdicts(self, column: int) -> dict[str, str]:
        """By name, the letter of the verdict shown in a column of the permissions."""
        rows = self.page.locator("table[data-group=permissions] tbody tr")
        found = rows.evaluate_all(
            "(rows, at) => rows.map((row) => [row.cells[0].firstElementChild.textContent, row.cells[at].className])", column
        )
        return dict(found)

    def all_rows(self) -> None:
        """Ask for more rows until there are none left, and wait until every table has them."""
        while self.page.is_visible("#more"):
            self.page.click("#more")
        self.drawn()

    def until(self, script: str) -> Any:
        """What a script gives, once it is true. (Waiting inside the page would need what its policy forbids.)"""
        for _ in range(100):
            if found := self.page.evaluate(script):
                return found
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true: {script}")

    def close(self) -> None:
        """Close it; raises where anything went wrong or was asked for over a network."""
        self.context.close()
        assert self.troubles == []
        assert [url for url in self.requests if not url.startswith("file:")] == []
