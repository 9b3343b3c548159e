"""Pictures of the report in both languages, wide and narrow, light and dark, to be looked at: `python -m docs.pictures.make FOLDER`.

Without a folder the two pictures of the README are made anew.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import licensedb
from licensedb.cli.report import FIRST
from licensedb.present import html
from licensedb.present.language import LANGUAGES, language
from licensedb.resources import folder
from tests.browser import launched

HERE = Path(__file__).resolve().parent
NAMES = (*FIRST, "vicuna-7b-v1.5", "stable-diffusion-3.5-large", "kimi-k2-instruct")
WIDTHS = {"wide": 1280, "narrow": 360}
TALL = 1600  # pixels of a page that one picture shows


def pages(base: Path) -> dict[str, Path]:
    """The page in each language."""
    with licensedb.open() as kb:
        found = kb.report(NAMES)
    for code in LANGUAGES:
        (base / f"{code}.html").write_text(html.report(found, folder("templates"), language(code)), encoding="utf-8")
    return {code: base / f"{code}.html" for code in LANGUAGES}


def shoot(browser: Any, page: Path, width: int, scheme: str, to: Path, parts: int = 1) -> None:
    """The page from its top, in as many pictures as asked (0: until its footnotes), and what a cell opens."""
    context = browser.new_context(viewport={"width": width, "height": TALL}, color_scheme=scheme)
    shown = context.new_page()
    shown.goto(page.as_uri())
    parts = parts or -(-shown.evaluate("document.getElementById('notes').offsetTop") // TALL) + 1
    for part in range(parts):
        shown.evaluate("(top) => scrollTo(0, top)", part * TALL)
        shown.wait_for_timeout(100)
        shown.screenshot(path=to if parts == 1 else to.with_stem(f"{to.stem}-{part + 1}"))
    if parts > 1:
        shown.locator("table[data-group=permissions] tbody tr", has_text="Llama 2").locator("td a").last.click()
        shown.screenshot(path=to.with_stem(f"{to.stem}-opened"))
        shown.emulate_media(media="print")
        to.with_suffix(".pdf").write_bytes(shown.pdf(prefer_css_page_size=True))
    context.close()


def main(names: list[str]) -> None:
    """Make the pictures of the README, or all of them in a folder."""
    with tempfile.TemporaryDirectory() as base, launched() as browser:
        for code, page in pages(Path(base)).items():
            if not names:
                shoot(browser, page, 1280, "light", HERE / ("report.png" if code == "en" else f"report-{code}.png"))
                continue
            into = Path(names[0])
            into.mkdir(parents=True, exist_ok=True)
            for name, width in WIDTHS.items():
                for scheme in ("light", "dark"):
                    shoot(browser, page, width, scheme, into / f"{code}-{name}-{scheme}.png", parts=0)


if __name__ == "__main__":
    main(sys.argv[1:])
