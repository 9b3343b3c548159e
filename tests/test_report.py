"""The HTML report as a file: self-contained, escaped, every cell with its clause. The page in a browser: test_report_browser.py."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

import licensedb
from licensedb.present import drawings, html
from licensedb.present.language import language
from licensedb.records import Report
from licensedb.resources import folder
from licensedb.vocabulary import PROFILES, Question
from tests.conftest import Result


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.ids: list[str | None] = []
        self.links: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.text += data


def made(found: Report, lang: str = "en") -> str:
    """The page of a report."""
    return html.report(found, folder("templates"), language(lang))


def test_report_writes_one_page_that_loads_nothing_and_runs_its_own_script_alone(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("report", "grok-1", "llama-2-7b", "-o", "out.html")
    assert (done.code, done.out) == (0, "")
    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not {"link", "img", "iframe", "object", "embed"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "style")]
    policy = next(value or "" for name, value in page.attributes if name == "content" and value and "default-src" in value)
    script, style = re.search(r"<script>(.*?)</script>", text, re.S), re.search(r"<style>(.*?)</style>", text, re.S)
    assert script and style
    for source, part in (("script-src", script[1]), ("style-src", style[1])):
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"{source} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert page.tags.count("td") >= 2 * len(Question)


def test_every_question_stands_in_a_group_and_every_cell_with_a_section_shows_it(kb: licensedb.KnowledgeBase) -> None:
    assert {question for questions in html.GROUPS.values() for question in questions} == set(Question)
    found = kb.report(["llama-3-8b", "falcon-180b"])
    page = Page(made(found))
    for row in found.comparison.rows:
        for answer in row.answers:
            if answer.section:
                assert answer.section in page.text
    assert "700,000,000" in page.text
    assert page.text.count("Not legal advice") == 1


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_link_of_the_page_leads_to_a_place_in_it_or_to_a_licensor(kb: licensedb.KnowledgeBase, lang: str) -> None:
    page = Page(made(kb.report(["llama-2-7b", "vicuna-7b-v1.5", "mit"]), lang))
    assert len(page.ids) == len(set(page.ids))
    inside = {f"#{name}" for name in page.ids}
    assert all(link in inside or link.startswith(("https://", "http://")) for link in page.links)


def test_profiles_stand_against_models_as_check_answers(kb: licensedb.KnowledgeBase) -> None:
    found = kb.report(["llama-2-7b", "stable-diffusion-3.5-large"])
    assert found.profiles == tuple(PROFILES)
    for row, one in zip(found.comparison.rows, found.rows, strict=True):
        for profile, verdicts in zip(found.profiles, one.fits, strict=True):
            asked = kb.check(row.id, ["run", "host", "train-on-outputs"], profile=profile).rows
            assert [row.decision.verdict for row in asked] == [verdicts[0], verdicts[4], verdicts[6]], (row.id, profile)


def test_the_scenario_is_told_in_words(kb: licensedb.KnowledgeBase) -> None:
    text = Page(made(kb.report(["mit"]))).text
    assert "small company; 100,000 monthly active users" in text
    assert "seat in the United States" in text
    assert "Cloud provider" in text and "cloud-provider" not in text


def test_arabic_pictures_and_other_readings_are_arabic(kb: licensedb.KnowledgeBase) -> None:
    text = made(kb.report(["llama-2-7b", "llama-2-13b", "llama-2-70b", "falcon-40b"]), "ar")
    drawn = re.findall(r"<text [^>]*>([^<]*)</text>", text)
    arabic = [one for one in drawn if re.search("[\u0600-\u06ff]", one)]
    assert arabic and not [one for one in arabic if one.startswith("\u2066") and one.count("\u2066") == 1 and one.endswith("\u2069")]
    page = Page(text)
    assert "قراءة أخرى" in page.text
    assert not re.search(r"\b(silent|forbidden|with-duties|on-request|depends|allowed): ", page.text)


def test_lineage_draws_each_family_by_itself_beside_what_it_hangs_on(kb: licensedb.KnowledgeBase) -> None:
    found = kb.report(["vicuna-7b-v1.5", "llama-2-7b-chat", "openhermes-2.5-mistral-7b"])
    drawing, _ = drawings.lineage(found, language("en"))
    trees = re.findall(r"<svg.*?</svg>", str(drawing), re.S)
    assert len(trees) == 2
    assert "Vicuna" in trees[0] and "Mistral 7B" in trees[1] and "Mistral" not in trees[0]
    heights = [float(y) for y in re.findall(r'<rect class="node[^"]*" x="[^"]*" y="([^"]*)"', trees[0])]
    base, *made = sorted(heights, key=lambda y: abs(y - sum(heights) / len(heights)))
    assert min(made) < base < max(made)


@pytest.mark.parametrize(("lang", "verdict"), [("en", "partly"), ("ar", "صحيح جزئيًا")])
def test_claims_on_what_is_shown_stand_on_the_page_where_asked_for(kb: licensedb.KnowledgeBase, lang: str, verdict: str) -> None:
    found = kb.report(["grok-1"], claims=True)
    about_it = {row.claim.id: row for row in kb.claims().rows if any(part.subject == "grok-1" for part in row.parts)}
    assert {row.claim.id: row for row in found.claims} == about_it and about_it
    page = Page(made(found, lang))
    for row in found.claims:
        assert str(row.claim.statement_ar if lang == "ar" else row.claim.statement) in page.text
    assert verdict in page.text
    assert kb.report(["grok-1"]).claims == ()


def test_hostile_names_come_out_as_text(kb: licensedb.KnowledgeBase) -> None:
    found = kb.report(["mit"])
    evil = "<script>alert(1)</script>\"'>\u202e</td>"
    row = msgspec.structs.replace(found.comparison.rows[0], name=evil)
    comparison = msgspec.structs.replace(found.comparison, rows=(row,))
    text = made(msgspec.structs.replace(found, comparison=comparison))
    page = Page(text)
    assert page.tags.count("script") == 2
    assert evil in page.text
    assert "<script>alert" not in text


def test_a_report_that_cannot_be_written_is_one_line(run: Callable[..., Result]) -> None:
    done = run("report", "mit", "-o", "no/such/folder/out.html")
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_a_language_that_is_not_known_is_one_line(run: Callable[..., Result]) -> None:
    done = run("report", "mit", "--lang", "xx", "-o", "out.html")
    assert done.code == 2
    assert done.err == "no language is called 'xx' (known: en, ar)\n"


def test_without_names_the_first_systems_are_compared(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("report").code == 0
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert all(name in text for name in ("Grok-1", "Llama 2", "Mistral", "Falcon-180B"))


def test_a_report_names_the_rate_at_which_money_was_taken(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("report", "mit", "--revenue", "1M EUR", "-o", "out.html").code == 0
    text = " ".join(Page((tmp_path / "out.html").read_text(encoding="utf-8")).text.split())
    assert "1,000,000 EUR taken as 1,117,200 USD at 1.1172 of 2026-10-30 (European Central Bank" in text


def test_the_words_of_a_clause_are_shown_where_the_text_is_at_hand(tmp_path: Path) -> None:
    from licensedb import knowledge
    from tests import acme

    seeds, texts = tmp_path / "seeds", tmp_path / "texts"
    (seeds / "licences").mkdir(parents=True)
    texts.mkdir()
    (seeds / "licences" / "acme-open.yaml").write_text(acme.record(), encoding="utf-8")
    (texts / "acme-open.txt").write_text(acme.TEXT, encoding="utf-8")
    path = tmp_path / "own.sqlite"
    knowledge.build(path, seeds=[seeds], day="2026-11-23")
    with licensedb.open(path) as own:
        with_words = Page(made(own.report(["acme-open"], texts=[texts]))).text
        without = Page(made(own.report(["acme-open"], texts=[]))).text
    clause = "You may run, change and share the model for any lawful purpose"
    assert clause in with_words
    assert clause not in without
