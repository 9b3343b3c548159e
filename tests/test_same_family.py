"""The page of families whose members differ in licence is current and says what the records say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from licensedb import records as r
from licensedb.knowledge.families import differing, page
from licensedb.vocabulary import Component
from tests.conftest import ROOT, Result


def model(name: str, family: str, *licences: tuple[str, str | None], developer: str = "acme") -> r.Model:
    entries = tuple(r.ModelLicence(licence, (Component.WEIGHTS,), day) for licence, day in licences)
    return r.Model(name, name, developer, family, licences=entries)


def test_families_of_one_licence_are_left_out() -> None:
    models = [model("a-1", "a", ("mit", None)), model("a-2", "a", ("mit", None)), model("b-1", "b", ("mit", None))]
    assert differing(models) == []


def test_a_family_differs_by_size_by_day_or_by_what_holds_together() -> None:
    models = [
        model("a-1", "a", ("mit", None)),
        model("a-2", "a", ("old", "2023-01-01"), ("mit", "2024-01-01")),
        model("a-3", "a", ("mit", None), ("extra", None)),
        model("a-4", "a", ("mit", None)),
        model("a-9", "a", ("closed", None), developer="other"),
        model("a-0", "a"),
    ]
    (found,) = differing(models)
    assert (found.developer, found.family) == ("acme", "a")
    assert found.members == {"mit": ["a-1", "a-4"], "extra + mit": ["a-3"], "old then mit": ["a-2"]}


def test_the_page_in_the_docs_is_current(run: Callable[..., Result], tmp_path: Path) -> None:
    made = tmp_path / "page.md"
    assert run("curate", "families", "-o", str(made)).code == 0
    current = (ROOT / "docs" / "same-family-other-licence.md").read_text(encoding="utf-8")
    assert made.read_text(encoding="utf-8") == current, "run: licensedb curate families -o docs/same-family-other-licence.md"


def test_the_page_names_the_traps(run: Callable[..., Result]) -> None:
    lines = run("curate", "families").out.splitlines()

    def licences(family: str) -> set[str]:
        start = next(at for at, line in enumerate(lines) if line.startswith(f"| {family} |"))
        rows = [lines[start]]
        for line in lines[start + 1 :]:
            if not line.startswith("|  |"):
                break
            rows.append(line)
        return {row.split(" | ")[2] for row in rows}

    assert licences("qwen2.5") == {"apache-2.0", "qwen-research-2024-09-19", "qwen-2024"}
    assert {"falcon-180b-tii-1.0", "falcon-tii-1.0-2023-05 then apache-2.0"} <= licences("falcon")
    assert {"deepseek-la-1.0", "mit"} == licences("deepseek-v3")


def test_no_more_than_a_few_members_are_named() -> None:
    models = [model(f"a-{number:02}", "a", ("mit", None)) for number in range(12)] + [model("a-x", "a", ("closed", None))]
    assert "a-07 and 4 more" in page(models)
