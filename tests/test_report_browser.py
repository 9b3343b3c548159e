"""The report in a real browser: filters, scenarios, links, keyboard, print, no JavaScript, screen readers, hostile names."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

import licensedb
from licensedb.present import html
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import language
from licensedb.present.notes import FEW, LETTERS
from licensedb.records import Report
from licensedb.resources import folder
from licensedb.vocabulary import VERDICT_QUESTIONS, Question, Verdict
from tests.browser import Opened, launched

NAMES = (
    "grok-1",
    "grok-2",
    "llama-2-7b",
    "llama-3-8b",
    "vicuna-7b-v1.5",
    "mistral-7b-v0.1",
    "falcon-180b",
    "stable-diffusion-3.5-large",
    "kimi-k2-instruct",
    "mit",
)
Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def found(kb: licensedb.KnowledgeBase) -> Report:
    return kb.report(NAMES)


def written(found: Report, path: Path, lang: str = "en") -> Path:
    path.write_text(html.report(found, folder("templates"), language(lang)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pages(found: Report, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("pages")
    return {lang: written(found, base / f"{lang}.html", lang) for lang in ("en", "ar")}


@pytest.fixture
def opened(browser: Any, pages: dict[str, Path]) -> Iterator[Open]:
    """Opens the page; at the end nothing may have gone wrong in it or been asked of any host."""
    each: list[Opened] = []

    def one(lang: str = "en", fragment: str = "", path: Path | None = None, **context: Any) -> Opened:
        each.append(Opened(browser, path or pages[lang], fragment, **context))
        return each[-1]

    yield one
    for page in each:
        page.close()


def test_search_filters_and_says_how_many_are_shown(opened: Open) -> None:
    page = opened()
    assert len(page.names()) == len(NAMES)
    page.fill(q="LLAMA 2")
    assert page.names() == ["Llama 2 7B", "Vicuna 7B v1.5"]  # by the name, and by the licence
    assert page.page.inner_text("#count") == f"2 of {len(NAMES)} shown"
    assert page.names("legal") == page.names()
    page.fill(q="nothing is called so")
    assert page.page.inner_text("#count") == "Nothing fits these filters."


def test_filters_by_verdict_family_developer_and_date(opened: Open) -> None:
    page = opened()
    page.fill(act="train-other-models", verdict="f")
    assert "Llama 2 7B" in page.names() and "Grok-1" not in page.names()
    page.page.click("button[type=reset]")
    page.until(f"document.querySelectorAll('table[data-group=legal] tbody tr').length === {len(NAMES)}")
    page.fill(family="permissive")
    assert set(page.names()) == {"Grok-1", "Kimi K2 Instruct", "Mistral 7B v0.1", "MIT License"}
    page.fill(family="", developer="meta")
    assert set(page.names()) == {"Llama 2 7B", "Meta Llama 3 8B"}
    page.fill(developer="", **{"from": "2024-01-01", "until": "2024-06-30"})
    assert set(page.names()) == {"Grok-1", "Meta Llama 3 8B"}


def test_sorting(opened: Open) -> None:
    page = opened()
    page.fill(sort="name")
    assert page.names() == sorted(page.names(), key=str.casefold)
    page.fill(sort="verdict", act="train-other-models")
    order = list(page.verdicts(7).values())
    assert order == sorted(order, key="awsrdf".index)


def test_columns_are_picked(opened: Open) -> None:
    page = opened()
    page.page.click(".columns summary")
    page.page.uncheck("input[value=governing-law]")
    heads = page.page.locator("table[data-group=legal] thead th").all()
    assert [head.inner_text() for head in heads if head.is_visible()].count("Governing law") == 0
    assert "without=governing-law" in page.page.evaluate("location.hash")
    page.page.check("input[value=governing-law]")
    assert all(head.is_visible() for head in heads)


def scenarios(count: int) -> Iterator[dict[str, Any]]:
    """Random scenarios; many figures lie on or beside lines that licences draw."""
    drawn = random.Random(7)
    near = [0, 1, 99_999, 1_000_000, 10_000_000, 100_000_000, 700_000_000]
    for _ in range(count):
        users = drawn.choice([None, *(one + step for one in near for step in (-1, 0, 1) if one + step >= 0), drawn.randrange(10**9)])
        revenue = drawn.choice([None, *(one + step for one in near for step in (-1, 0, 1) if one + step >= 0), drawn.randrange(10**8)])
        place = drawn.choice([None, "US", "FR", "KR", "CN", "GB", "BR", "GF", "AE"])
        yield {"users": users, "revenue": revenue, "place": place, "commercial": drawn.choice([None, True, False])}


def answered_as_check(page: Opened, kb: licensedb.KnowledgeBase, models: Sequence[str], profile: str, count: int) -> None:
    """Set random scenarios in the page, and hold every verdict that it shows against `check`."""
    names = {row.id: row.name for row in kb.compare(models).rows}
    acts = list(VERDICT_QUESTIONS.values())
    for told in scenarios(count):
        commercial = {None: "", True: "1", False: "0"}[told["commercial"]]
        figures = {key: "" if told[key] is None else str(told[key]) for key in ("users", "revenue")}
        page.fill(**figures, place=told["place"] or "", commercial=commercial)
        page.all_rows()
        places = {"territory": told["place"], "domicile": told["place"]} if told["place"] else {}
        stated = {key: told[key] for key in ("users", "revenue", "commercial") if told[key] is not None}
        asked = kb.check(models, acts, profile=profile, **stated, **places)
        for at, act in enumerate(acts):
            expected = {names[row.id]: LETTERS[row.decision.verdict] for row in asked.rows if row.decision.act is act}
            assert page.verdicts(at + 1) == expected, (told, act)


@pytest.mark.parametrize("profile", [None, "enterprise"])
def test_the_page_answers_other_scenarios_as_check_does(
    opened: Open, kb: licensedb.KnowledgeBase, tmp_path: Path, profile: str | None
) -> None:
    models = [name for name in NAMES if name != "mit"] + ["hunyuan-large", "exaone-3.5-7.8b-instruct", "deepseek-v3", "yi-34b"]
    models = [name for name in models if _known(kb, name)]
    page = opened(path=written(kb.report(models, profile=profile), tmp_path / "models.html"))
    answered_as_check(page, kb, models, profile or "small-company", 25)


@pytest.fixture(scope="module")
def many(kb: licensedb.KnowledgeBase) -> Report:
    """More models than have a row of their own in the file."""
    every = {row.record.name: row.id for row in kb.models().rows}
    chosen = random.Random(11).sample(sorted(every.values()), 90)
    report = kb.report(chosen)
    assert len(report.rows) > FEW
    return report


@pytest.mark.parametrize("profile", [None, "government"])
def test_shared_rows_answer_other_scenarios_as_check_does(
    opened: Open, kb: licensedb.KnowledgeBase, many: Report, tmp_path: Path, profile: str | None
) -> None:
    models = [row.id for row in many.comparison.rows]
    page = opened(path=written(kb.report(models, profile=profile), tmp_path / "many.html"))
    answered_as_check(page, kb, models, profile or "small-company", 8)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_shared_rows_say_what_was_answered(opened: Open, many: Report, tmp_path: Path, lang: str) -> None:
    page = opened(path=written(many, tmp_path / "many.html", lang))
    page.all_rows()
    spoken = language(lang)
    word = {verdict: w.verdict(verdict, spoken) for verdict in Verdict}
    asked = many.comparison.questions
    for group, questions in html.GROUPS.items():
        cells = page.page.locator(f"table[data-group={group.lower()}] tbody tr").evaluate_all(
            "(rows) => rows.map((row) => [...row.cells].map((cell) => (cell.firstElementChild || cell).textContent))"
        )
        expected = [[row.name, *(say.value(row.answers[asked.index(one)], spoken) for one in questions)] for row in many.comparison.rows]
        assert cells == expected
    for at, question in enumerate(many.asked):
        page.fill(act=str(question))
        page.all_rows()
        fits = page.page.locator("table.fits tbody tr").evaluate_all(
            "(rows) => rows.map((row) => [...row.cells].slice(1).map((one) => one.textContent))"
        )
        assert fits == [[word[verdicts[at]] for verdicts in one.fits] for one in many.rows]


def test_shared_rows_filter_sort_and_open_like_others(opened: Open, many: Report, tmp_path: Path) -> None:
    page = opened(path=written(many, tmp_path / "many.html"))
    page.fill(sort="name")
    shown = page.names()
    assert [name.casefold() for name in shown] == sorted(name.casefold() for name in shown) and len(shown) < len(many.rows)
    page.fill(act="modify", verdict="w", sort="")
    modify = many.comparison.questions.index(Question.MODIFY)
    expected = [row.name for row in many.comparison.rows if row.answers[modify].value == Verdict.WITH_DUTIES]
    assert expected
    page.all_rows()
    assert page.names() == expected
    page.until(f"document.querySelectorAll('table[data-group=legal] tbody tr').length === {len(expected)}")
    page.page.locator("table[data-group=permissions] tbody td a").first.click()
    assert page.page.locator("#opened .src").count() >= 1


def _known(kb: licensedb.KnowledgeBase, name: str) -> bool:
    try:
        return kb.find(name)[0] == "model"
    except licensedb.LicensedbError:
        return False


def test_a_changed_scenario_is_said_its_notes_open_and_reset_brings_the_report_back(opened: Open) -> None:
    page = opened()
    before = page.verdicts(1)
    page.fill(users="800,000,000")
    assert page.verdicts(1)["Llama 2 7B"] == LETTERS[Verdict.ON_REQUEST]
    assert page.page.inner_text("#said") == "The verdicts on this page are for the scenario set here."
    page.page.locator("table[data-group=permissions] tbody tr", has_text="Llama 2 7B").locator("td a").first.click()
    assert "700,000,000" in page.page.inner_text("#opened")
    assert page.page.inner_text("#opened p >> nth=0") == "Llama 2 7B"
    page.page.keyboard.press("Escape")
    page.page.click("button[type=reset]")
    page.until("!document.querySelector('#controls').classList.contains('changed')")
    assert page.verdicts(1) == before


@pytest.mark.parametrize(("lang", "head"), [("en", "Monthly users: 800,000,000; Commercial: no; 2 of"), ("ar", "800,000,000؛")])
def test_what_was_changed_stands_in_the_head_and_on_paper(opened: Open, lang: str, head: str) -> None:
    page = opened(lang)
    assert not page.page.is_visible("#told")
    page.fill(users="800000000", commercial="0", q="llama 2")
    page.page.emulate_media(media="print")
    assert page.page.is_visible("#told")
    assert head in page.page.inner_text("#told")
    page.page.emulate_media(media="screen")
    page.fill(users="", commercial="", q="")
    assert not page.page.is_visible("#told")


def test_without_javascript_shared_rows_name_every_model(opened: Open, many: Report, tmp_path: Path) -> None:
    page = opened(path=written(many, tmp_path / "many.html"), java_script_enabled=False)
    for group in html.GROUPS:
        heads = page.page.locator(f"table[data-group={group.lower()}] tbody th").all_text_contents()
        assert all(any(row.name in head for head in heads) for row in many.comparison.rows)


def test_terms_that_are_not_recorded_stay_so_in_every_scenario(opened: Open, kb: licensedb.KnowledgeBase, tmp_path: Path) -> None:
    page = opened(path=written(kb.report(["baichuan2-7b-base", "mit"]), tmp_path / "two.html"))
    for users in ("", "800000000"):
        page.fill(users=users)
        cell = page.page.locator("table[data-group=permissions] tbody tr").first.locator("td").first
        assert cell.locator("a").inner_text() == "unknown"
        assert cell.get_attribute("class") in (None, "")


def test_a_figure_that_is_no_number_is_pointed_out(opened: Open) -> None:
    page = opened()
    page.fill(users="many")
    assert page.page.get_attribute("[name=users]", "aria-invalid") == "true"
    assert page.page.inner_text("#said") == "Write a whole number, as 5000000."
    page.fill(users="٥٠٠٠٠٠٠")
    assert page.page.get_attribute("[name=users]", "aria-invalid") is None


def test_a_link_leads_to_the_same_state(opened: Open) -> None:
    page = opened()
    page.fill(q="llama", users="800000000", act="host-service", sort="name")
    fragment = page.page.evaluate("location.hash")
    assert fragment.startswith("#?")
    other = opened(fragment=fragment)
    assert other.names() == page.names()
    assert other.verdicts(5) == page.verdicts(5)
    assert other.page.input_value("[name=users]") == "800000000"


def test_the_keyboard_reaches_everything_and_the_note_gives_the_focus_back(opened: Open) -> None:
    page = opened()
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.className") == "skip"
    link = page.page.locator("table[data-group=permissions] tbody td a").first
    link.focus()
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("document.activeElement.id") == "opened"
    assert page.page.is_visible("#opened")
    page.page.keyboard.press("Escape")
    assert not page.page.is_visible("#opened")
    assert link.evaluate("one => one === document.activeElement")


def test_copies_as_csv_and_markdown(opened: Open) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    page.fill(q="grok-1")
    page.page.click("[data-do=csv]")
    page.until("document.getElementById('count').textContent === 'Copied.'")
    lines = list(csv.reader(io.StringIO(page.page.evaluate("navigator.clipboard.readText()"))))
    assert lines[0][:3] == ["Name", "Licence", "Use commercially"]
    assert (lines[1][0], lines[1][1], lines[1][2].split(" (")[0]) == ("Grok-1", "apache-2.0", "allowed")
    assert len(lines) == 2 and len(lines[0]) == len(lines[1])
    page.page.click("[data-do=markdown]")
    page.until("navigator.clipboard.readText().then((text) => text.startsWith('|'))")
    text = page.page.evaluate("navigator.clipboard.readText()")
    assert text.splitlines()[1].replace("-", "") == "|" + "  |" * len(lines[0])


def test_on_paper_there_are_footnotes_and_no_controls(opened: Open) -> None:
    page = opened()
    page.page.emulate_media(media="print")
    assert not page.page.is_visible("#controls")
    assert page.page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    content = page.page.evaluate("getComputedStyle(document.querySelector('td a'), '::after').content")
    assert content == "attr(href)" or re.search(r"#\d+", content)
    pdf = page.page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    box = re.search(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == (842, 595)  # A4, landscape


def test_without_javascript_everything_can_be_read(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    assert page.page.locator("table[data-group=permissions] tbody tr").count() == len(NAMES)
    assert not page.page.is_visible("#controls")
    link = page.page.locator("table[data-group=permissions] tbody td a").first
    target = link.get_attribute("href")
    link.click()
    assert page.page.url.endswith(str(target))
    assert page.page.is_visible(f"#notes li[id='{str(target)[1:]}']")


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1920])
def test_axe_finds_nothing(opened: Open, lang: str, scheme: str, width: int) -> None:
    assert violations(opened(lang, viewport={"width": width, "height": 900}, color_scheme=scheme)) == []


def violations(page: Opened) -> list[Any]:
    """What axe finds, with the first places of each."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page.page, options=options).response["violations"]
    return [(one["id"], one["help"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_axe_finds_nothing_where_rows_are_shared(opened: Open, many: Report, tmp_path: Path, lang: str) -> None:
    page = opened(path=written(many, tmp_path / "many.html", lang))
    # What the browser has not laid out yet has no size that could be held against a rule.
    page.page.evaluate("for (const one of document.querySelectorAll('.scroll, section')) one.style.contentVisibility = 'visible'")
    assert violations(page) == []


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_pictures_hold_all_of_their_words(opened: Open, many: Report, tmp_path: Path, lang: str) -> None:
    for page in (opened(lang), opened(path=written(many, tmp_path / "many.html", lang))):
        outside = page.page.locator("svg text").evaluate_all(
            "(texts) => texts.filter((one) => { const box = one.getBBox(), all = one.ownerSVGElement.viewBox.baseVal;"
            " return box.x < 0 || box.x + box.width > all.width || box.y < 0 || box.y + box.height > all.height; })"
            ".map((one) => one.textContent)"
        )
        assert outside == []
        crossing = page.page.locator("svg:has(.node)").evaluate_all(
            "(all) => all.flatMap((svg) => { const boxes = [...svg.querySelectorAll('.node')].map((one) => one.getBBox());"
            " return [...svg.querySelectorAll('.node ~ .label, .node ~ .tick')].filter((one) => { const box = one.getBBox();"
            " return !boxes.some((node) => node.x <= box.x && box.x + box.width <= node.x + node.width); })"
            ".map((one) => one.textContent); })"
        )
        assert crossing == []


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_makes_the_page_wider_than_the_screen(opened: Open, lang: str, width: int) -> None:
    page = opened(lang, viewport={"width": width, "height": 900})
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width


def test_arabic_runs_from_right_to_left_and_counts_in_arabic(opened: Open) -> None:
    page = opened("ar")
    assert page.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    first = page.page.locator("table[data-group=permissions] thead th").first.bounding_box()
    last = page.page.locator("table[data-group=permissions] thead th").last.bounding_box()
    assert first["x"] > last["x"]
    page.fill(q="llama-2")
    assert page.page.inner_text("#count") == f"يُعرض اثنان من {len(NAMES)}"


EVIL = "<script>document.title='x'</script>\"' onclick=alert(1)> &amp; \u202egnp.exe\u2066 ]]> {{7*7}} </td></table>"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_hostile_names_are_text_everywhere(opened: Open, found: Report, tmp_path: Path, lang: str) -> None:
    long = "x" * 400
    formula = '=HYPERLINK("file:///etc/passwd")|'
    renamed = [EVIL, long, formula, *(row.name for row in found.comparison.rows[3:])]
    rows = [msgspec.structs.replace(row, name=name) for row, name in zip(found.comparison.rows, renamed, strict=True)]
    records = [
        msgspec.structs.replace(one, record=msgspec.structs.replace(one.record, name=name))
        for one, name in zip(found.rows, renamed, strict=True)
    ]
    comparison = msgspec.structs.replace(found.comparison, rows=tuple(rows))
    path = written(msgspec.structs.replace(found, comparison=comparison, rows=tuple(records)), tmp_path / "evil.html", lang)
    page = opened(path=path, viewport={"width": 360, "height": 800}, permissions=["clipboard-read", "clipboard-write"])
    assert page.page.title() != "x"
    assert page.names()[:3] == [EVIL, long, formula]
    assert page.page.locator("script").count() == 2
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 360
    page.fill(q="gnp.exe")
    assert page.names() == [EVIL]
    page.fill(q="hyperlink")
    page.page.click("[data-do=csv]")
    page.until("navigator.clipboard.readText().then((text) => text.includes('HYPERLINK'))")
    assert list(csv.reader(io.StringIO(page.page.evaluate("navigator.clipboard.readText()"))))[1][0] == f"'{formula}"
    page.page.click("[data-do=markdown]")
    page.until("navigator.clipboard.readText().then((text) => text.startsWith('|'))")
    assert '=HYPERLINK("file:///etc/passwd")\\|' in page.page.evaluate("navigator.clipboard.readText()")
