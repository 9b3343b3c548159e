"""History: what held when, what a change changed, and what holds of earlier grants."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import licensedb
from licensedb import knowledge
from licensedb.knowledge import tracing
from licensedb.reasoning.lineage import World
from licensedb.records import About, History, Model
from licensedb.vocabulary import Provision, Question
from tests import samples
from tests.by_hand import fact, made_from, model, permit, terms, under
from tests.conftest import DAY, Result

Run = Callable[..., Result]
FREE = terms(permit("run modify"), id="free")
KEPT = terms(permit("run", when={"commercial": False}), id="kept", provisions=(fact(Provision.REVOCABLE, False),))
TAKEN = terms(permit("run"), id="taken", provisions=(fact(Provision.REVOCABLE, True),))


def history(one: Model, *others: Model, day: str = DAY) -> History:
    """The history of a model."""
    world = World({"free": FREE, "kept": KEPT, "taken": TAKEN}, {each.id: each for each in (one, *others)})
    return tracing.history_of_model(world, one, About("0", DAY, day))


def spans(found: History) -> list[tuple[str | None, str | None, list[str], bool]]:
    """First and last day, licences, and whether the day asked for lies in it."""
    return [(one.from_, one.until, [entry.licence for entry in one.entries], one.asked) for one in found.periods]


CHANGED = model("changed", under("kept", "2023-05-01", "2023-05-30"), under("free", "2023-05-31"))


def test_each_period_is_told_with_what_it_changed() -> None:
    found = history(CHANGED)
    assert spans(found) == [("2023-05-01", "2023-05-30", ["kept"], False), ("2023-05-31", None, ["free"], True)]
    changed = {one.question: (one.before.value, one.after.value) for one in found.periods[1].changes}
    assert changed[Question.USE_COMMERCIALLY] == ("forbidden", "allowed")
    assert changed[Question.MODIFY] == ("forbidden", "allowed")
    assert Question.REDISTRIBUTE not in changed
    assert found.periods[0].changes == ()


def test_periods_recorded_out_of_order_are_told_in_order() -> None:
    late_first = model("m", under("free", "2023-05-31"), under("kept", None, "2023-05-30"))
    assert spans(history(late_first)) == [(None, "2023-05-30", ["kept"], False), ("2023-05-31", None, ["free"], True)]


def test_overlapping_licences_are_cut_where_one_of_them_begins_or_ends() -> None:
    both = model("m", under("kept", "2023-01-01", together="all"), under("free", "2023-03-01", "2023-04-30", together="all"))
    assert [(start, end, names) for start, end, names, _ in spans(history(both))] == [
        ("2023-01-01", "2023-02-28", ["kept"]),
        ("2023-03-01", "2023-04-30", ["kept", "free"]),
        ("2023-05-01", None, ["kept"]),
    ]


def test_a_span_without_a_licence_is_no_period() -> None:
    gap = model("m", under("kept", "2023-01-01", "2023-01-31"), under("free", "2023-03-01"))
    assert [start for start, *_ in spans(history(gap))] == ["2023-01-01", "2023-03-01"]
    assert not any(one.asked for one in history(gap, day="2023-02-15").periods)


@pytest.mark.parametrize(("licence", "said"), [("kept", "irrevocable"), ("taken", "revocable"), ("free", "silent")])
def test_what_an_earlier_licence_says_of_taking_it_back(licence: str, said: str) -> None:
    once = model("m", under(licence, "2023-01-01", "2023-01-31"), under("free", "2023-02-01"))
    assert [(one.licence, one.until, one.said) for one in history(once).grants] == [(licence, "2023-01-31", said)]


def test_a_grant_that_still_holds_is_no_earlier_one() -> None:
    assert history(CHANGED, day="2023-05-30").grants == ()


def test_a_base_whose_licence_changed_is_named() -> None:
    child = model("child", "free", bases=[made_from("changed")])
    assert history(child, CHANGED).bases == (("changed", "2023-05-31"),)


# The command


def test_history_of_a_model_shows_the_irrevocable_grant_beside_today_s_licence(run: Run) -> None:
    done = run("history", "falcon-7b")
    assert (done.code, done.err) == (0, "")
    assert "2023-05-26 to 2023-05-30\n" in done.out
    assert "2023-05-31 to today (the day asked for)" in done.out
    assert "source: " in done.out
    row = next(line for line in done.out.splitlines() if line.startswith("use-commercially"))
    assert "on request [falcon-tii-1.0-2023-05 §8.1]" in row
    assert "allowed [apache-2.0 §2]" in row
    assert (
        "its grant is irrevocable: copies received until then stay under it, as long as its terms are kept [falcon-tii-1.0-2023-05 §2.1"
        in done.out
    )


def test_history_of_a_licence_shows_its_versions_and_what_changed(run: Run) -> None:
    told = json.loads(run("history", "Llama 3.1 Community License", "-f", "json").out)
    assert told["schema"] == "licensedb.history/1"
    versions = {one["id"]: one for one in told["versions"]}
    assert list(versions) == ["llama-2-community", "llama-3-community", "llama-3.1-community", "llama-3.2-community"]
    assert [one["asked"] for one in versions.values()] == [False, False, True, False]
    changes = {one["question"]: one for one in versions["llama-3.1-community"]["changes"]}
    assert changes["train-other-models"]["before"]["value"] == "forbidden"
    assert changes["train-other-models"]["after"]["value"] == "with-duties"
    assert changes["derivative-name-rule"]["after"]["value"]["text"] == "Llama"
    assert versions["llama-2-community"]["editions"][0]["sha256"].startswith("e4937443ca1ceec6")


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_history_tells_periods_changes_and_grants_in_every_form(run: Run, form: str) -> None:
    done = run("history", "falcon-40b", "-f", form)
    assert done.code == 0
    for word in ("falcon-tii-1.0-2023-05", "apache-2.0", "2023-05-30", "irrevocable", "use-commercially", "https://"):
        assert word in done.out


def test_history_as_comma_separated_values_can_be_read_back(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("history", "llama-3.2-community", "-f", "csv").out)))
    assert [row["id"] for row in rows if row["part"] == "version"][-1] == "llama-3.2-community"
    territory = next(row for row in rows if row["question"] == "excluded-territories")
    assert (territory["id"], territory["before"], territory["after"]) == ("llama-3.2-community", "none", "EU")


def test_history_of_a_model_that_never_changed_has_one_period(run: Run) -> None:
    done = run("history", "grok-1")
    assert "2024-03-17 to today (the day asked for)" in done.out
    assert "Earlier grants" not in done.out
    assert "question" not in done.out


def test_history_of_a_policy_and_of_nothing_is_misuse(run: Run) -> None:
    policy, nothing = run("history", "llama-2-use-policy"), run("history", "llama-99")
    assert (policy.code, nothing.code) == (2, 2)
    assert "takes a model or a licence" in policy.err
    assert "nearest" in nothing.err


def test_versions_of_own_licences_branch_and_follow_each_other(tmp_path: Path, run: Run) -> None:
    def version(name: str, day: str, *more: str) -> str:
        return samples.licence(f"published: {day}", *more, "rules:", samples.GRANT, identity=name)

    files = {
        "licences/acme-1": version("acme-1", "2023-01-01"),
        "licences/acme-2": version("acme-2", "2024-01-01", "supersedes: acme-1"),
        "licences/acme-2b": version("acme-2b", "2024-02-01", "supersedes: acme-1"),
        "licences/acme-3": version("acme-3", "2025-01-01", "supersedes: acme-2"),
    }
    target = tmp_path / "own.sqlite"
    knowledge.build(target, seeds=[samples.write(tmp_path / "seeds", files)], day=DAY)
    for name in ("acme-1", "acme-2b", "acme-3"):
        told = json.loads(run("history", name, "-f", "json", db=target).out)
        assert [one["id"] for one in told["versions"]] == ["acme-1", "acme-2", "acme-2b", "acme-3"]
        assert all(one["changes"] == [] for one in told["versions"])


# The day asked for, on every reading command


@pytest.mark.parametrize(
    "command",
    [
        ["models", "--developer", "tii"],
        ["compare", "falcon-7b", "-q", "modify"],
        ["check", "falcon-7b"],
        ["show", "falcon-7b"],
        ["lineage", "falcon-7b-instruct"],
        ["history", "falcon-7b"],
        ["report", "falcon-7b", "-o", "page.html"],
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("day", ["2023-02-30", "2023-5-1", "20230501", "yesterday", "", "2023-05-01T00:00", "0000-01-01", "2023-W20-1"])
def test_what_is_no_day_is_told_in_one_line(run: Run, command: list[str], day: str) -> None:
    done = run(*command, "--as-of", day)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{day!r} is no date (write YYYY-MM-DD)\n"


@pytest.mark.parametrize("command", ["models", "compare", "check", "show", "lineage", "history"])
def test_the_licence_of_the_day_asked_for_is_shown(run: Run, command: str) -> None:
    named = ["--developer", "tii"] if command == "models" else ["falcon-7b"]
    done = run(command, *named, "--as-of", "2023-05-28")
    assert "as of 2023-05-28." in done.out
    assert "falcon-tii-1.0-2023-05" in done.out


@pytest.mark.parametrize("command", ["compare", "check", "show", "lineage", "history"])
def test_a_day_to_come_is_answered_from_what_is_known_and_says_so(run: Run, command: str) -> None:
    done = run(command, "falcon-7b", "--as-of", "2999-12-31")
    assert "as of 2999-12-31 (a day to come: what is recorded today is taken to hold)." in done.out
    assert "apache-2.0" in done.out


@pytest.mark.parametrize(("command", "code"), [("check", 3), ("lineage", 3), ("show", 0), ("history", 0), ("compare", 0)])
def test_a_day_before_anything_is_recorded_is_answered_as_unknown(run: Run, command: str, code: int) -> None:
    done = run(command, "falcon-7b", "--as-of", "1999-01-01")
    assert done.code == code
    words = " ".join(done.out.split())
    assert any(said in words for said in ("not recorded", "no licence recorded", "no licence is recorded"))


def test_the_library_tells_the_same(kb: licensedb.KnowledgeBase) -> None:
    assert [one.until for one in kb.history("falcon-7b").periods] == ["2023-05-30", None]
    assert kb.history("falcon-7b", as_of="2023-05-28").periods[0].asked
