"""The HTML report: self-contained, escaped, every cell with its clause."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import msgspec

import licensedb
from licensedb.present import html
from licensedb.resources import folder
from licensedb.vocabulary import Question
from tests.conftest import Result


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_report_writes_one_page_that_loads_and_runs_nothing(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("report", "grok-1", "llama-2-7b", "-o", "out.html")
    assert (done.code, done.out) == (0, "")
    page = Page((tmp_path / "out.html").read_text(encoding="utf-8"))
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "href")]
    assert any(value and "default-src 'none'" in value for _, value in page.attributes)
    assert page.tags.count("td") == 2 * len(Question)


def test_every_question_stands_in_a_group_and_every_cell_with_a_section_shows_it(kb: licensedb.KnowledgeBase) -> None:
    assert {question for questions in html.GROUPS.values() for question in questions} == set(Question)
    found = kb.compare(["llama-3-8b", "falcon-180b"], with_rules=True)
    page = Page(html.report(found, folder("templates")))
    for row in found.rows:
        for answer in row.answers:
            if answer.section:
                assert answer.section in page.text
    assert "700,000,000" in page.text
    assert page.text.count("Not legal advice") == 1


def test_hostile_names_come_out_as_text(kb: licensedb.KnowledgeBase) -> None:
    found = kb.compare(["mit"], with_rules=True)
    evil = "<script>alert(1)</script>\"'>\u202e"
    row = msgspec.structs.replace(found.rows[0], name=evil)
    page = Page(html.report(msgspec.structs.replace(found, rows=(row,)), folder("templates")))
    assert "script" not in page.tags
    assert evil in page.text


def test_a_report_that_cannot_be_written_is_one_line(run: Callable[..., Result]) -> None:
    done = run("report", "mit", "-o", "no/such/folder/out.html")
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_without_names_the_first_systems_are_compared(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("report").code == 0
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert all(name in text for name in ("Grok-1", "Llama 2", "Mistral", "Falcon-180B"))


def test_a_report_names_the_rate_at_which_money_was_taken(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("report", "mit", "--revenue", "1M EUR", "-o", "out.html").code == 0
    text = " ".join(Page((tmp_path / "out.html").read_text(encoding="utf-8")).text.split())
    assert "1,000,000 EUR taken as 1,117,200 USD at 1.1172 of 2026-10-30 (European Central Bank" in text
