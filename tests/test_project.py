"""A project's licensedb.toml: what is taken from it, what is refused in it, and the gate that its policy is."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from licensedb.cli.options import SCENARIO
from licensedb.errors import MisuseError
from licensedb.knowledge import project
from licensedb.records import Scenario
from licensedb.vocabulary import PROFILES, STATED_OPERANDS, Operand
from tests.conftest import ROOT, Result

Run = Callable[..., Result]

WHOLE = """
[scenario]
profile = "ours"
revenue = "3M EUR"

[profiles.ours]
based-on = "startup"
in = ["France", "Germany"]
users = "12M"

[rates]
EUR = 1.10

[policy]
models = ["llama-2-7b", "falcon-180b"]
do = ["run", "host", "use-outputs"]
accept = ["silent"]

[[policy.exceptions]]
model = "falcon-180b"
act = "host"
reason = "agreement of 2026-05-02"
until = 2099-05-01
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write licensedb.toml where commands run."""

    def file(text: str) -> Path:
        path = tmp_path / "licensedb.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return file


Write = Callable[[str], Path]


def scenario_of(done: Result) -> dict[str, Any]:
    """The scenario of an answer in JSON."""
    found: dict[str, Any] = json.loads(done.out)["scenario"]
    return found


# Every operand can be stated


def statements(kb: Any, **stated: Any) -> Scenario:
    found: Scenario = kb.check("mit", **stated).about.scenario
    return found


OPTIONS: dict[Operand, tuple[str, ...]] = {
    Operand.COMMERCIAL: ("--non-commercial",),
    Operand.PRODUCTION: ("--no-production",),
    Operand.MODIFIED: ("--modified",),
    Operand.COMPETITOR: ("--competes-with", "meta"),
    Operand.USE: ("--use", "research"),
    Operand.OFFERING: ("--offering", "internal"),
    Operand.LICENSEE: ("--licensee", "academic"),
    Operand.TARGET: ("--target", "other-kind"),
    Operand.RECEIVED: ("--received", "inside-a-product"),
    Operand.TERRITORY: ("--used-in", "France"),
    Operand.DOMICILE: ("--based-in", "FR"),
    Operand.PURPOSE: ("--purpose", "military"),
    Operand.MODEL_MODALITY: ("--model-modality", "image"),
    Operand.MODEL_FAMILY: ("--model-family", "llama-2"),
    Operand.MONTHLY_ACTIVE_USERS: ("--users", "product:5M@2023-06"),
    Operand.MONTHLY_UNIQUE_USERS: ("--unique-users", "group:5M@2023-06"),
    Operand.DAILY_ACTIVE_USERS: ("--daily-users", "licensee:5M@2023-06"),
    Operand.DEPLOYED_DEVICES: ("--devices", "product:5M@2023-06"),
    Operand.ANNUAL_REVENUE: ("--revenue", "product:5M EUR@2023-06"),
    Operand.MONTHLY_REVENUE: ("--monthly-revenue", "group:5M@2023-06"),
    Operand.ATTRIBUTABLE_REVENUE: ("--attributable-revenue", "product:5M@2023-06"),
}


@pytest.mark.parametrize("operand", STATED_OPERANDS)
def test_every_operand_can_be_stated_by_an_option_and_by_it_alone(run: Run, operand: Operand) -> None:
    found = scenario_of(run("check", "mit", *OPTIONS[operand], "-f", "json"))
    keys = {Operand.COMPETITOR: "competes_with"}
    figures = found.pop("figures")
    found.pop("rates")
    empty = {"purpose": [], "granted": [], "competes_with": [], "received": "from-licensor", "any_purpose": False}
    stated = {key for key, value in found.items() if value != empty.get(key)}
    if operand.endswith(("users", "devices", "revenue")):
        assert [(one["operand"], one["date"]) for one in figures] == [(operand, "2023-06")]
        assert figures[0]["over"] in OPTIONS[operand][1]
        assert stated == set()
    else:
        assert figures == []
        assert stated == {keys.get(operand, operand.replace("-", "_"))}


@pytest.mark.parametrize("command", ["check", "models", "compare", "licences", "report"])
def test_every_command_with_a_scenario_takes_every_option_of_it(run: Run, command: str) -> None:
    words = run(command, "--help").out
    for name in (*SCENARIO, "config", "no_config"):
        option = {"in_": "in"}.get(name, name).replace("_", "-")
        assert f"--{option}" in words
    for option in OPTIONS.values():
        assert option[0] in words


def test_territory_alone_and_seat_alone_go_before_both(run: Run) -> None:
    found = scenario_of(run("check", "mit", "--in", "FR", "--used-in", "US", "-f", "json"))
    assert (found["domicile"], found["territory"]) == (["FR"], ["US"])
    found = scenario_of(run("check", "mit", "--in", "FR", "--based-in", "US", "-f", "json"))
    assert (found["domicile"], found["territory"]) == (["US"], ["FR"])


def test_facts_of_the_model_that_its_record_has_go_before_stated_ones(kb: Any) -> None:
    def banned(name: str, **stated: Any) -> bool:
        row = kb.check(name, ["run"], profile="small-company", territory="FR", domicile="FR", **stated).rows[0]
        return row.decision.verdict == "forbidden"

    assert banned("llama-3.2-community", model_modality="multimodal")
    assert not banned("llama-3.2-community", model_modality="text")
    assert banned("llama-3.2-11b-vision", model_modality="text")


# What is taken from the file


def test_a_stored_scenario_is_taken_and_told(run: Run, write: Write) -> None:
    write(WHOLE)
    done = run("models", "--allows", "host", "-f", "json")
    found = scenario_of(done)
    assert (found["profile"], found["domicile"], found["territory"]) == ("ours", ["FR", "DE"], ["FR", "DE"])
    assert {one["operand"]: one["value"] for one in found["figures"]} == {
        "monthly-active-users": 12_000_000,
        "deployed-devices": 0,
        "annual-revenue": 3_000_000_00,
    }
    assert {"currency": "EUR", "into": "USD", "rate": "1.1", "source": "as told"} in found["rates"]
    assert done.err == "licensedb: licensedb.toml read: profile, scenario, rates, policy\n"
    text = run("check", "mit", "--do", "run").out
    assert text.startswith("Scenario: ours; ")
    assert "Rate: 3,000,000 EUR taken as 3,300,000 USD at 1.1 (as told)." in text


def test_options_go_before_what_is_stored_kind_by_kind(run: Run, write: Write) -> None:
    write('[scenario]\nusers = "12M"\nrevenue = "3M"\nin = "FR"\ncommercial = true\n')
    found = scenario_of(run("check", "mit", "--daily-users", "1M", "--used-in", "US", "-f", "json"))
    assert {one["operand"]: one["value"] for one in found["figures"]} == {"daily-active-users": 1_000_000, "annual-revenue": 3_000_000_00}
    assert (found["domicile"], found["territory"], found["commercial"]) == (["FR"], ["US"], True)
    named = scenario_of(run("check", "mit", "--profile", "university", "-f", "json"))
    assert (named["profile"], named["domicile"]) == ("university", ["US"])


def test_a_rate_of_the_command_line_goes_before_a_stored_one(run: Run, write: Write) -> None:
    write("[rates]\nEUR = 1.10\n")
    found = scenario_of(run("check", "mit", "--revenue", "1M EUR", "--rate", "EUR=1.5", "-f", "json"))
    assert found["rates"][0]["rate"] == "1.5"


def test_the_nearest_file_above_is_taken_up_to_the_root_of_the_repository(tmp_path: Path) -> None:
    inner = tmp_path / "repository" / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "licensedb.toml").write_text("", encoding="utf-8")
    assert project.find(inner) == tmp_path / "licensedb.toml"
    (tmp_path / "repository" / ".git").mkdir()
    assert project.find(inner) is None
    (tmp_path / "repository" / "licensedb.toml").write_text("", encoding="utf-8")
    assert project.find(inner) == tmp_path / "repository" / "licensedb.toml"


def test_nothing_above_the_home_folder_is_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "work").mkdir(parents=True)
    (tmp_path / "licensedb.toml").write_text("", encoding="utf-8")
    assert project.find(home / "work", home) is None
    (home / "licensedb.toml").write_text("", encoding="utf-8")
    assert project.find(home / "work", home) == home / "licensedb.toml"


def test_a_working_folder_that_is_gone_hinders_no_question(database: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    line = f"cd {gone} && rmdir {gone} && {sys.executable} -m licensedb check mit"
    env = {"PYTHONPATH": str(ROOT), "LICENSEDB_DB": str(database), "PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("Scenario: small-company")


def test_a_file_can_be_named_or_left_unread(run: Run, write: Write, tmp_path: Path) -> None:
    write("[scenario]\nusers = 1\n")
    (tmp_path / "other.toml").write_text("[scenario]\nusers = 2\n", encoding="utf-8")
    named = run("check", "mit", "--config", "other.toml", "-f", "json")
    assert scenario_of(named)["figures"][0]["value"] == 2
    assert "other.toml" in named.err
    unread = run("check", "mit", "--no-config", "-f", "json")
    assert (scenario_of(unread)["profile"], unread.err) == ("small-company", "")
    assert run("check", "mit", "--config", "other.toml", "--no-config").code == 2
    assert run("check", "mit", "--config", "missing.toml").code == 2


# What is refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[scenario", "licensedb.toml: is no TOML"),
        ("[scenarios]", "scenarios: is no key here (nearest: scenario"),
        ("scenario = 1", "scenario: is no table"),
        ("[scenario]\nusres = 1", "scenario.usres: is no key here (nearest: users"),
        ('[scenario]\nusers = "2,5 Mio"', "scenario.users: '2,5 Mio' can be read in two ways"),
        ("[scenario]\nusers = 1.5", "scenario.users: is no text or whole number"),
        ("[scenario]\nusers = true", "scenario.users: is no text or whole number"),
        ('[scenario]\ncommercial = "yes"', "scenario.commercial: is not true or false"),
        ('[scenario]\nin = "Atlantis"', "scenario.in: 'Atlantis' is no ISO 3166-1"),
        ("[scenario]\nin = 5", "scenario.in: is no text"),
        ('[scenario]\nuse = ["research"]', "scenario.use: is a list"),
        ('[scenario]\nuse = "fun"', "scenario.use: no use is called 'fun'"),
        ('[scenario]\nprofile = "ours"', "scenario.profile: no profile is called 'ours'"),
        ("[scenario]\nprofile = 5", "scenario.profile: is no text"),
        ("[profiles]\nours = 1", "profiles.ours: is no table"),
        ("[profiles.startup]\nusers = 1", "profiles.startup: is the name of a profile that everyone has"),
        ('[profiles.ours]\nbased-on = "theirs"', "profiles.ours.based-on: no profile is called 'theirs'"),
        ("[profiles.ours]\nusers = 1\ndaily-users = 2", "profiles.ours: daily-active-users of 2 is more than"),
        ("[rates]\nXYZ = 1", "rates.XYZ: 'XYZ=1' is no rate"),
        ("[rates]\nEUR = -1", "rates.EUR: 'EUR=-1' is no rate"),
        ("[rates]\nEUR = [1]", "rates.EUR: is no number"),
        ("[policy]\nmodel = []", "policy.model: is no key here (nearest: models"),
        ("[policy]\nmodels = 5", "policy.models: is no list of texts"),
        ('[policy]\ndo = ["fly"]', "policy.do: no act is called 'fly'"),
        ('[policy]\naccept = ["forbidden"]', "policy.accept: 'forbidden' cannot be accepted"),
        ('[policy]\nexceptions = "x"', "policy.exceptions: is no list of tables"),
        ("[[policy.exceptions]]\nmodel = 'a'", "policy.exceptions[0].act: is missing"),
        (
            "[[policy.exceptions]]\nmodel = 'a'\nact = 'run'\nreason = ' '\nuntil = 2027-01-01",
            "policy.exceptions[0].reason: is empty",
        ),
        (
            "[[policy.exceptions]]\nmodel = 'a'\nact = 'run'\nreason = 'b'\nuntil = '2027-02-30'",
            "policy.exceptions[0].until: is no date",
        ),
        (
            "[[policy.exceptions]]\nmodel = 'a'\nact = 'run'\nreason = 'b'\nuntil = 2027-01-01T00:00:00",
            "policy.exceptions[0].until: is no date",
        ),
        (
            "[[policy.exceptions]]\nmodel = 'a'\nact = 'run,host'\nreason = 'b'\nuntil = 2027-01-01",
            "policy.exceptions[0].act: is no act",
        ),
    ],
)
def test_a_mistake_is_one_line_with_file_and_key(write: Write, text: str, said: str) -> None:
    with pytest.raises(MisuseError) as caught:
        project.load(write(text), "licensedb.toml")
    assert said in caught.value.line()
    assert caught.value.line().startswith("licensedb.toml: ")


def test_a_mistake_in_the_file_ends_a_command_with_2_and_one_line(run: Run, write: Write) -> None:
    write("[scenario]\nusres = 1\n")
    for arguments in (["check", "mit"], ["models"], ["profiles"]):
        done = run(*arguments)
        assert (done.code, done.out) == (2, "")
        assert done.err.splitlines() == ["licensedb.toml: scenario.usres: is no key here (nearest: users, use, used-in)"]


def test_a_file_that_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "licensedb.toml").write_bytes(b"\xff\xfe")
    assert run("check", "mit").code == 2


# The gate


def test_check_without_names_takes_the_models_and_acts_of_the_policy(run: Run, write: Write) -> None:
    write(WHOLE)
    done = run("check", "-f", "csv")
    assert done.code == 0
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [(row["id"], row["act"], row["verdict"]) for row in rows] == [
        ("llama-2-7b", "run", "allowed"),
        ("llama-2-7b", "host", "with-duties"),
        ("llama-2-7b", "use-outputs", "silent"),
        ("falcon-180b", "run", "allowed"),
        ("falcon-180b", "host", "on-request"),
        ("falcon-180b", "use-outputs", "silent"),
    ]
    assert done.err.splitlines()[-1] == "licensedb: 6 answers: 3 fine, 2 accepted, 1 excepted"


def gated(run: Run, write: Write, text: str, *arguments: str) -> Result:
    write(text)
    return run("check", *arguments, "-f", "csv")


def test_without_names_and_without_a_policy_there_is_nothing_to_check(run: Run) -> None:
    done = run("check")
    assert (done.code, done.out) == (2, "")
    assert "[policy]" in done.err


def test_what_is_silent_is_undetermined_unless_the_policy_accepts_it(run: Run, write: Write) -> None:
    told = '[policy]\nmodels = ["mit"]\ndo = ["use-outputs"]\n'
    refused = gated(run, write, told)
    assert refused.code == 3
    assert refused.err.splitlines()[-1] == "licensedb: 1 answer: 1 undetermined (mit use-outputs silent)"
    assert gated(run, write, told + 'accept = ["depends"]\n').code == 3
    assert gated(run, write, told + 'accept = ["silent"]\n').code == 0


def test_what_depends_is_accepted_by_name_and_a_refusal_never(run: Run, write: Write) -> None:
    told = '[policy]\nmodels = ["cc-by-nc-4.0"]\naccept = ["silent", "depends", "low-confidence"]\n[scenario]\nin = "FR"\n'
    assert gated(run, write, told).code == 0
    assert gated(run, write, told, "--commercial").code == 1


EXCEPTION = """
[policy]
models = ["{model}"]
do = ["run"]
[[policy.exceptions]]
model = "{model}"
act = "run"
reason = "counsel, 2026-02-01"
until = {until}
"""


def test_an_exception_lets_a_refusal_pass_until_its_day(run: Run, write: Write) -> None:
    held = gated(run, write, EXCEPTION.format(model="CC-BY-NC-4.0", until="2099-01-01"))
    assert (held.code, held.err.splitlines()[-1]) == (0, "licensedb: 1 answer: 1 excepted")
    last = gated(run, write, EXCEPTION.format(model="cc-by-nc-4.0", until="2026-03-01"), "--as-of", "2026-03-01")
    assert last.code == 0


def test_an_exception_that_has_expired_is_told_and_counts_no_more(run: Run, write: Write) -> None:
    done = gated(run, write, EXCEPTION.format(model="cc-by-nc-4.0", until="2026-03-01"), "--as-of", "2026-03-02")
    assert done.code == 1
    assert done.err.splitlines()[1:] == [
        "licensedb: 1 answer: 1 no (cc-by-nc-4.0 run not licensed)",
        "licensedb: exception expired on 2026-03-01: cc-by-nc-4.0, run (counsel, 2026-02-01)",
    ]


def test_an_exception_that_is_not_needed_is_told(run: Run, write: Write) -> None:
    done = gated(run, write, EXCEPTION.format(model="mit", until="2099-01-01"))
    assert (done.code, done.err.splitlines()[-1]) == (0, "licensedb: exception no longer needed: mit, run (counsel, 2026-02-01)")
    elsewhere = gated(run, write, EXCEPTION.format(model="mit", until="2099-01-01").replace('do = ["run"]', 'do = ["host"]'))
    assert "exception no longer needed" in elsewhere.err
    partly = gated(run, write, EXCEPTION.format(model="cc-by-nc-4.0", until="2099-01-01"), "apache-2.0")
    assert "exception" not in partly.err  # only a part of the policy was asked


def test_an_exception_for_a_model_that_is_not_known_is_misuse(run: Run, write: Write) -> None:
    done = gated(run, write, EXCEPTION.format(model="mit", until="2099-01-01").replace('model = "mit"', 'model = "mti"'))
    assert done.code == 2
    assert "'mti'" in done.err


def test_several_models_and_licences_in_one_call_end_with_a_summary_line(run: Run) -> None:
    done = run("check", "llama-2-7b", "apache-2.0", "cc-by-nc-4.0", "mit", "MIT", "--do", "run", "-f", "csv")
    assert done.code == 1
    assert [line.split(",")[0] for line in done.out.splitlines()[1:]] == ["llama-2-7b", "apache-2.0", "cc-by-nc-4.0", "mit"]
    assert done.err == "licensedb: 4 answers: 3 fine, 1 no (cc-by-nc-4.0 run not licensed)\n"


# Profiles


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_profiles_shows_all_of_them_in_every_form(run: Run, form: str) -> None:
    done = run("profiles", "-f", form)
    assert done.code == 0
    assert all(name in done.out for name in PROFILES)


def test_profiles_shows_one_with_what_it_leaves_open(run: Run) -> None:
    rows = dict(line.split(",", 1) for line in run("profiles", "university", "-f", "csv").out.splitlines())
    assert rows["licensee"] == "academic"
    assert rows["annual-revenue"] == "open"
    assert rows["commercial"] == "no"
    assert {str(operand) for operand in STATED_OPERANDS} < rows.keys()
    assert run("profiles", "universty").code == 2


def test_own_profiles_are_shown_with_their_file(run: Run, write: Write) -> None:
    write(WHOLE)
    (row,) = json.loads(run("profiles", "ours", "-f", "json").out)["rows"]
    assert (row["name"], row["file"], row["scenario"]["territory"]) == ("ours", "licensedb.toml", ["FR", "DE"])
    names = [one["name"] for one in json.loads(run("profiles", "-f", "json").out)["rows"]]
    assert names == [*PROFILES, "ours"]


@pytest.mark.parametrize("name", list(PROFILES))
def test_a_profile_based_on_another_differs_where_it_says_so_and_nowhere_else(write: Write, name: str) -> None:
    from licensedb.reasoning import scenarios

    own = project.load(write(f'[profiles.ours]\nbased-on = "{name}"\nlicensee = "non-profit"\nusers = 7\n')).profiles["ours"]
    base = scenarios.profile(name)
    differing = {field for field in base.__struct_fields__ if getattr(own, field) != getattr(base, field)}
    assert differing <= {"profile", "licensee", "figures"}
    assert (own.profile, own.licensee) == ("ours", "non-profit")
    assert [one.value for one in own.figures if one.operand is Operand.MONTHLY_ACTIVE_USERS] == [7]
    others = [[one for one in told.figures if one.operand is not Operand.MONTHLY_ACTIVE_USERS] for told in (own, base)]
    assert others[0] == others[1]
