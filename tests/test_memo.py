"""The memo of `check --format markdown`, and the duties as a list to work through."""

from __future__ import annotations

import re
from collections.abc import Callable

import licensedb
from licensedb.present import memo, render, tasks
from licensedb.vocabulary import STANDING, Duty
from tests.conftest import Result

Run = Callable[..., Result]


def sections(text: str) -> list[str]:
    """The headings of a memo."""
    return re.findall(r"^#+ (.*)$", text, re.MULTILINE)


def test_a_memo_holds_question_summary_account_and_what_it_rests_on(run: Run) -> None:
    out = run("check", "llama-2-7b", "mit", "--do", "host,use-outputs", "--profile", "startup", "-f", "markdown").out
    assert sections(out) == [
        "Licence check: Llama 2 7B and MIT License",
        "Summary",
        "Llama 2 7B (llama-2-community)",
        "host: ✓+ with duties",
        "use-outputs: – silent",
        "MIT License (mit)",
        "host: ✓ allowed",
        "use-outputs: – silent",
        "What this rests on",
    ]
    assert "**Question.** May someone in the scenario below, with Llama 2 7B and MIT License: " in out
    assert "**Scenario.** Startup; " in out
    assert "licensedb data 0." in out
    assert out.count("Not legal advice") == 1


def test_a_memo_names_review_dates_and_states_of_what_it_rests_on(run: Run) -> None:
    out = run("check", "llama-2-7b", "--do", "host", "--profile", "startup", "-f", "markdown").out
    rests = out.split("## What this rests on")[1]
    for name in ("llama-2-community", "llama-2-use-policy"):
        assert re.search(rf"^\| {name} \| .* \| 2026-11-23 \| high \| yes \|", rests, re.MULTILINE), name
    assert "- Clause: llama-2-community §1.a [verified by curators on 2026-11-23]" in out
    assert re.search(r"- \[ \] Files: give recipients a copy of the licence \[llama-2-community §1\.b\.i \[verified by", out)


def test_a_memo_names_every_purpose_and_every_doubt(run: Run) -> None:
    out = run("check", "llama-2-7b", "--do", "host", "--profile", "startup", "-f", "markdown").out
    assert "malware" in out
    assert " more)" not in out
    doubtful = run("check", "flux-1-dev", "--do", "use-outputs", "--non-commercial", "-f", "markdown").out
    assert "**Doubts**" in doubtful
    assert "on another reading of flux-1-dev-nc-1.1.1/" in doubtful
    assert "**It depends on**" in doubtful
    assert "Confidence: medium." in doubtful


def test_money_near_a_line_is_a_doubt(run: Run) -> None:
    arguments = ["check", "lfm-open-1.0", "--do", "run", "--profile", "startup", "--revenue", "9.5M EUR"]
    for form in ("table", "markdown"):
        out = run(*arguments, "-f", form).out
        assert "lies within 10 % of the line at 10,000,000 USD: the verdict turns on the rate" in out
        assert "at 1.1172 of 2026-10-30 (European Central Bank" in out


def test_duties_come_as_lines_to_tick_with_text_place_and_clause(run: Run) -> None:
    out = run("check", "llama-3-8b", "--do", "distribute-derivatives").out
    boxes = [line.strip() for line in out.splitlines() if "[ ]" in line]
    assert [line.split(":")[0] for line in boxes] == ["[ ] Files", "[ ] Files", "[ ] Display", "[ ] Display", "[ ] Name", "[ ] Terms"]
    assert any(line.startswith('[ ] Name: put "Llama 3" at the start of the name') and line.endswith("§1.b.i]") for line in boxes)
    assert any('display "Built with Meta Llama 3" (prominently, on a website' in line for line in boxes)
    assert any("(Notice text file)" in line for line in boxes)


def test_where_it_depends_a_duty_says_when_it_is_due(run: Run) -> None:
    out = run("check", "kimi-k2-base", "--do", "host", "--users", "200M").out
    (line,) = [line for line in out.splitlines() if "Kimi K2" in line and "[ ]" in line]
    assert "if the use is commercial and monthly active users are more than 100,000,000" in line


def test_every_duty_is_under_one_heading_and_no_standing_obligation_is() -> None:
    assert [duty for duty in Duty if tasks.kind(duty)] == [duty for duty in Duty if duty not in STANDING]
    assert sum(map(len, tasks.KINDS.values())) == len(Duty) - len(STANDING)


def test_every_model_has_a_memo_and_a_table_for_every_act(kb: licensedb.KnowledgeBase) -> None:
    acts = ["run", "modify", "redistribute", "distribute-derivatives", "host", "train-on-outputs"]
    for row in {row.licences: row for row in kb.models().rows}.values():
        found = kb.check(row.id, acts)
        assert len(re.findall(r"^### ", memo.memo(found), re.MULTILINE)) == len(acts)
        assert render.check(found, "table").count("  why: ") == len(acts)
