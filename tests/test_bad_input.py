"""Bad input and bad days, as a user meets them: one line on stderr, the right exit code, and nothing lost."""

from __future__ import annotations

import functools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from licensedb import knowledge
from licensedb.cli import app
from licensedb.store.schema import HEAD
from tests.conftest import ROOT, Result
from tests.samples import CITE, GRANT, licence, model, write

resource = pytest.importorskip("resource")  # limits and modes of files, as POSIX has them
Run = Callable[..., Result]
FULL = Path("/dev/full")


def refused(done: Result, code: int, *said: str) -> None:
    """The command ended with `code`, nothing on stdout and one line on stderr that says all of `said`."""
    assert (done.code, done.out) == (code, ""), done.err
    assert len(done.err.splitlines()) == 1
    assert "Traceback" not in done.err
    for words in said:
        assert words in done.err


def started(*arguments: str, db: Path, **options: object) -> subprocess.Popen[str]:
    """A command as a process that goes on while the test does something else."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("LICENSEDB_")}
    env |= {"LICENSEDB_DB": str(db), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "COLUMNS": "160"}
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": env} | options
    return subprocess.Popen([sys.executable, "-m", "licensedb", *arguments], **told)  # type: ignore[call-overload, no-any-return]


def ended(process: subprocess.Popen[str]) -> Result:
    out, err = process.communicate(timeout=120)
    return Result(process.returncode, out or "", err or "")


@pytest.fixture
def told(database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Like `run`, without a process of its own: for the many cases that differ in a word."""
    for key in [key for key in os.environ if key.startswith("LICENSEDB_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("LICENSEDB_DB", str(database))

    def command(*arguments: str) -> Result:
        capsys.readouterr()
        code = app.run(arguments)
        return Result(code, *capsys.readouterr())

    return command


@pytest.fixture
def own(database: Path, tmp_path: Path) -> Path:
    """A copy of the built database that a test may spoil."""
    return Path(shutil.copy(database, tmp_path / "own.sqlite"))


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    """The file is the same after as before, and nothing new stands beside it but what the test put there."""
    before, beside = path.read_bytes(), {one.name for one in path.parent.glob(f".{path.name}*")}
    yield
    assert path.read_bytes() == before
    assert {one.name for one in path.parent.glob(f".{path.name}*")} == beside


# Names and words that do not exist


@pytest.mark.parametrize("command", [["show"], ["check"], ["compare"], ["compare", "mit"]])
def test_an_unknown_name_is_misuse(told: Run, command: list[str]) -> None:
    refused(told(*command, "lama-2-7b"), 2, "'lama-2-7b'", "llama-2-7b,")


def test_an_unknown_licence_is_called_a_licence(told: Run) -> None:
    refused(told("models", "--licence", "apache-20"), 2, "no licence", "apache-2.0")
    refused(told("explain", "apache-20", "grant"), 2, "no licence", "apache-2.0")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "../../etc/passwd", "' OR 1=1 --", "a" * 50_000, "\udcff\udcfe"])
def test_no_name_is_too_odd_to_be_refused(told: Run, name: str) -> None:
    done = told("show", name)
    refused(done, 2)
    assert len(done.err) < 500


@pytest.mark.parametrize("command", [["check", "mit", "--do"], ["models", "--allows"], ["licences", "--allows"]])
def test_an_unknown_act_is_misuse_with_the_nearest(told: Run, command: list[str]) -> None:
    refused(told(*command, "modfy"), 2, "'modfy'", "nearest: modify")


@pytest.mark.parametrize("acts", ["", ",", "modify,fly", "modify host"])
def test_a_list_with_no_act_in_it_is_misuse(told: Run, acts: str) -> None:
    refused(told("check", "mit", "--do", acts), 2, "no act is called")


@pytest.mark.parametrize(
    ("option", "value", "tip"),
    [
        ("--in", "XX", "ISO 3166-1"),
        ("--in", "", "ISO 3166-1"),
        ("--based-in", "Germny", "Germany (DE)"),
        ("--used-in", "Atlantis", "ISO 3166-1"),
        ("--rate", "EUR=much", "EUR=1.10"),
        ("--model-modality", "txt", "text"),
        ("--model-family", "lama-2", "llama-2"),
        ("--purpose", "miltary", "military"),
        ("--use", "reserch", "research"),
        ("--offering", "api", "model-api"),
        ("--licensee", "compny", "company"),
        ("--target", "same", "same-kind"),
        ("--received", "nowhere", "from-licensor"),
        ("--profile", "smal-company", "small-company"),
        ("--granted", "llama-2-community", "LICENCE=registration"),
        ("--granted", "llama-2-community=registraton", "registration"),
        ("--granted", "lama-2-comunity=registration", "llama-2-community"),
        ("--competes-with", "mta", "meta"),
        ("--format", "xml", "json"),
    ],
)
def test_an_unknown_word_is_misuse_with_a_tip(told: Run, option: str, value: str, tip: str) -> None:
    refused(told("check", "llama-2-7b", option, value), 2, tip)


@pytest.mark.parametrize(
    ("arguments", "tip"),
    [
        (["models", "--developer", "mta"], "meta"),
        (["models", "--family", "lama-2"], "llama-2"),
        (["licences", "--licensor", "mta"], "meta"),
        (["licences", "--family", "permisive"], "permissive"),
    ],
)
def test_an_unknown_filter_is_misuse_and_no_empty_list(told: Run, arguments: list[str], tip: str) -> None:
    refused(told(*arguments), 2, tip)


def test_an_unknown_question_is_misuse(told: Run) -> None:
    refused(told("compare", "mit", "--questions", "usercap"), 2, "'usercap'", "user-cap")


def test_an_unknown_rule_is_misuse_and_names_a_command_that_exists(told: Run) -> None:
    done = told("explain", "mit", "no-such-rule")
    refused(done, 2, "'no-such-rule'")
    assert "licensedb rules" not in done.err


@pytest.mark.parametrize("arguments", [["nope"], ["check"], ["check", "mit", "--nope"], ["db"], ["db", "nope"], ["compare"], ["--nope"]])
def test_a_wrong_command_line_is_misuse(told: Run, arguments: list[str]) -> None:
    refused(told(*arguments), 2)


# Numbers, dates and contradictions


@pytest.mark.parametrize(
    "number", ["-5", "5.5.5", "1e99", "abc", "nan", "inf", "", " ", "0x10", "5Q", "1.5", "9" * 30, "5M@2023-13", "5M@x", "@"]
)
@pytest.mark.parametrize("option", ["--users", "--daily-users", "--devices"])
def test_an_impossible_count_is_misuse(told: Run, option: str, number: str) -> None:
    refused(told("check", "mit", f"{option}={number}"), 2)


@pytest.mark.parametrize("amount", ["-5", "5.5.5", "1e99", "abc", "nan", "$", "5 XYZ", "0.001", "9" * 30])
def test_an_impossible_amount_is_misuse(told: Run, amount: str) -> None:
    refused(told("check", "mit", f"--revenue={amount}"), 2, repr(amount)[:20])


@pytest.mark.parametrize("day", ["2023-02-30", "yesterday", "2023", "2023-1-1", "01/02/2023", "0000-01-01", "", "2023-01-01T00:00"])
@pytest.mark.parametrize("command", ["check", "show", "compare"])
def test_a_wrong_date_is_misuse(told: Run, command: str, day: str) -> None:
    refused(told(command, "mit", f"--as-of={day}"), 2, "YYYY-MM-DD")


@pytest.mark.parametrize(
    "stated",
    [
        ["--daily-users", "10M", "--users", "1M"],
        ["--monthly-revenue", "10M", "--revenue", "1M"],
        ["--users", "1M", "--users", "2M"],
        ["--users", "1M@2023-06", "--users", "2M@2023-06"],
        ["--revenue", "1M", "--revenue", "2M"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "command", [["check", "llama-2-7b"], ["models", "--allows", "run"], ["compare", "llama-2-7b"]], ids=lambda told: told[0]
)
def test_figures_that_contradict_each_other_are_misuse(told: Run, command: list[str], stated: list[str]) -> None:
    refused(told(*command, *stated), 2)


def test_a_contradiction_is_told_in_the_units_it_was_stated_in(told: Run) -> None:
    refused(told("check", "mit", "--monthly-revenue", "10M", "--revenue", "1M"), 2, "10,000,000 ", " 1,000,000 ")


# Seeds


BAD_SEEDS: dict[str, tuple[str | bytes, str]] = {
    "not YAML": ("id: [1, 2\nname: {", "is not YAML"),
    "a tab": ("id: a\n\tname: b\n", "is not YAML"),
    "a duplicate key": (licence("rules:", GRANT, "name: Again"), ":9: name: stands twice"),
    "an unknown key": (licence("licensr: acme"), ":7: licensr: is no key"),
    "a dangling name": (licence("incorporates: [nowhere]"), ":7: incorporates[0]: there is no policy 'nowhere'"),
    "an id of a shipped record": (licence(identity="mit"), "'mit' is also the id"),
    "aliases of aliases": ("l0: &l0 [x]\n" + "".join(f"l{at}: &l{at} [{f'*l{at - 1}, ' * 8}]\n" for at in range(1, 12)), "is an alias"),
    "megabytes of junk": (b"x" * 50_000_000, "50,000,000 bytes"),
    "another encoding": ("id: café".encode("latin-1"), "is not UTF-8"),
    "deep nesting": ("a: " + "[" * 60 + "]" * 60, "nested"),
    "bottomless nesting": ("[" * 400_000, "nested"),
    "a number no database holds": (
        licence("rules:", f"  it: {{permit: run, when: {{deployed-devices: {{more-than: {'9' * 22}}}}}, {CITE}}}"),
        ":8: ",
    ),
    "nothing": ("", "is empty"),
    "a list": ("- a\n", "is a list, not a mapping"),
    "null bytes": (b"\0" * 100, "is not YAML"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_SEEDS)
def test_bad_seeds_are_told_and_the_old_database_stays(told: Run, run: Run, own: Path, tmp_path: Path, name: str) -> None:
    content, problem = BAD_SEEDS[name]
    build = run if name == "bottomless nesting" else told  # where it goes wrong, it takes the process along
    seeds = write(tmp_path / "ours", {"licences/acme-open": content})
    with untouched(own):
        done = build("db", "build", "--db", str(own), "--seeds", str(seeds))
    assert (done.code, done.out) == (4, "")
    assert "Traceback" not in done.err
    *findings, last = done.err.splitlines()
    assert all(line.startswith("ours/licences/acme-open.yaml:") for line in findings)
    assert any(problem in line for line in (*findings, last)), done.err
    assert "licensedb curate check" in last
    assert len(done.err) < 100_000


def test_curate_check_prints_all_findings_at_once(run: Run, tmp_path: Path) -> None:
    files = {"licences/acme": licence("nte: x", "rules:", GRANT), "licences/b": b"\xff", "models/m": model(terms="gone")}
    seeds = write(tmp_path / "ours", files)
    done = run("curate", "check", str(seeds))
    assert (done.code, done.err) == (1, "")
    places = [line.split(": ")[:2] for line in done.out.splitlines() if line.startswith("ours/")]
    assert places == [
        ["ours/licences/acme.yaml:7", "nte"],
        ["ours/licences/b.yaml:1", "file"],
        ["ours/models/m.yaml:6", "models[0].licences[0].licence"],
    ]
    assert json.loads(run("curate", "check", str(seeds), "--format", "json").out)["findings"][0]["line"] == 7


def test_curate_check_of_sound_seeds_finds_nothing(run: Run, tmp_path: Path) -> None:
    seeds = write(tmp_path / "ours", {"licences/acme-open": licence(), "models/acme": model()})
    done = run("curate", "check", str(seeds))
    assert (done.code, done.out.strip(), done.err) == (0, "no findings", "")


@pytest.mark.parametrize("command", [["curate", "check"], ["db", "build", "--seeds"]], ids=" ".join)
def test_a_folder_of_seeds_that_is_none_is_misuse(run: Run, own: Path, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").touch()
    with untouched(own):
        for place in ("nowhere", "file"):
            refused(run(*command, str(tmp_path / place), db=own), 2, place)


# Databases that are none


def spoiled(path: Path, database: Path, kind: str) -> Path:
    """A file at `path` that is no database of licensedb, or no whole one."""
    whole = database.read_bytes()
    match kind:
        case "a text file":
            path.write_text("My notes, which I would miss.\n" * 100)
        case "another program's":
            with closing(sqlite3.connect(path)) as other:
                other.execute("CREATE TABLE holidays (day TEXT)")
                other.execute("INSERT INTO holidays VALUES ('2026-12-25')")
                other.commit()
        case "half a file":
            path.write_bytes(whole[: len(whole) // 2])
        case "the first bytes":
            path.write_bytes(whole[:50])
        case "overwritten":
            path.write_bytes(whole[:8192] + b"\xaa" * (len(whole) - 8192))
        case "empty":
            path.touch()
        case "newer" | "older":
            path.write_bytes(whole)
            with closing(sqlite3.connect(path)) as other:
                other.execute("UPDATE alembic_version SET version_num = ?", ("9999" if kind == "newer" else "0000",))
                other.commit()
    return path


BROKEN = ["half a file", "the first bytes", "overwritten", "empty", "newer", "older"]
FOREIGN = ["a text file", "another program's"]


@pytest.mark.parametrize("kind", [*BROKEN, *FOREIGN])
def test_a_database_that_cannot_be_read_is_left_as_it_is(told: Run, database: Path, tmp_path: Path, kind: str) -> None:
    path = spoiled(tmp_path / "x.sqlite", database, kind)
    with untouched(path):
        for arguments in (["models"], ["check", "mit"], ["db", "info"]):
            refused(told(*arguments, "--db", str(path)), 4, str(path))


def test_a_schema_that_does_not_fit_is_told_with_both_versions(run: Run, database: Path, tmp_path: Path) -> None:
    refused(run("models", db=spoiled(tmp_path / "x.sqlite", database, "newer")), 4, "9999", HEAD, "licensedb db build")


def test_data_that_do_not_fit_are_told_with_both_versions(run: Run, own: Path) -> None:
    with closing(sqlite3.connect(own)) as rows:
        rows.execute("UPDATE meta SET value = 'old' WHERE key IN ('stamp', 'digest', 'data')")
        rows.commit()
    refused(run("models", db=own), 4, "data old", "licensedb db build")


@pytest.mark.parametrize("kind", ["half a file", "newer"])
def test_a_broken_database_is_built_anew(run: Run, database: Path, tmp_path: Path, kind: str) -> None:
    path = spoiled(tmp_path / "x.sqlite", database, kind)
    assert run("db", "build", "--db", str(path)).code == 0
    assert run("show", "mit", "--db", str(path)).code == 0


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_of_someone_else_is_never_built_over(told: Run, database: Path, tmp_path: Path, kind: str) -> None:
    path = spoiled(tmp_path / "notes", database, kind)
    with untouched(path):
        refused(told("db", "build", "--db", str(path)), 4, str(path))


@pytest.mark.parametrize("place", ["missing.sqlite", "no/such/folder/x.sqlite", "."])
def test_a_missing_database_is_told_with_the_command_that_makes_it(told: Run, tmp_path: Path, place: str) -> None:
    refused(told("models", "--db", str(tmp_path / place)), 4, "licensedb db build")


def test_the_command_that_is_told_mends_the_database_that_was_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.sqlite"
    told = run("models", "--db", str(path), db=None).err
    command = told.rpartition("run: licensedb ")[2].strip().rstrip(")").split()
    assert run(*command, db=None).code == 0
    assert run("show", "mit", "--db", str(path), db=None).code == 0


@pytest.mark.parametrize("place", ["file/x.sqlite", "folder"])
def test_a_place_that_cannot_be_written_is_told(told: Run, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    refused(told("db", "build", "--db", str(tmp_path / place)), 4, "cannot be written")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_can_be_asked_and_not_built_in(run: Run, database: Path, tmp_path: Path) -> None:
    path = tmp_path / "closed" / "x.sqlite"
    path.parent.mkdir()
    shutil.copy(database, path)
    path.parent.chmod(0o555)
    try:
        assert run("show", "mit", db=path).code == 0
        with untouched(path):
            refused(run("db", "build", db=path), 4, "cannot be written", "--db")
    finally:
        path.parent.chmod(0o755)


# Own records that a database remembers


@pytest.fixture(scope="module")
def remembering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database built with own records, in a folder of an odd name."""
    place = tmp_path_factory.mktemp("remembering")
    seeds = write(place / "o:ur records, 100%41", {"licences/acme-open": licence()})
    return knowledge.build(place / "own.sqlite", seeds=[seeds]).path


@pytest.fixture
def mine(remembering: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copy(remembering, tmp_path / "mine.sqlite"))


def test_own_records_are_built_in_again_whatever_their_folder_is_called(run: Run, mine: Path) -> None:
    assert run("show", "acme-open", db=mine).code == 0
    assert run("db", "build", db=mine).code == 0
    assert run("show", "acme-open", db=mine).code == 0


def test_own_records_outlive_a_change_of_the_schema(run: Run, mine: Path) -> None:
    with closing(sqlite3.connect(mine)) as rows:
        rows.execute("UPDATE alembic_version SET version_num = '0000'")
        rows.commit()
    assert run("db", "build", db=mine).code == 0
    assert run("show", "acme-open", db=mine).code == 0


def test_a_locked_database_is_told_and_its_own_records_are_not_forgotten(run: Run, mine: Path) -> None:
    with closing(sqlite3.connect(mine)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        asking, building = started("show", "mit", db=mine), started("db", "build", db=mine)
        refused(ended(asking), 4, str(mine), "locked", "try again")
        built = ended(building)
        writer.rollback()
    assert built.code in (0, 4)
    assert run("show", "acme-open", db=mine).code == 0


# Builds that do not come to their end


@pytest.mark.parametrize("room", [0, 1_000_000])
def test_a_full_disk_leaves_the_old_database(own: Path, room: int) -> None:
    full = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (room, room))
    with untouched(own):
        refused(ended(started("db", "build", db=own, preexec_fn=full)), 4, "cannot be")


def test_a_killed_build_leaves_the_old_database_and_does_not_hinder_the_next(run: Run, own: Path) -> None:
    before = own.read_bytes()
    process = started("db", "build", db=own)
    while process.poll() is None and not any(one.stat().st_size for one in own.parent.glob(f".{own.name}.*.building")):
        time.sleep(0.005)
    process.kill()
    assert ended(process).code == -9
    assert own.read_bytes() == before
    assert run("show", "mit", db=own).code == 0
    assert run("db", "build", db=own).code == 0
    assert run("show", "mit", db=own).code == 0


def test_two_builds_at_once_both_end_well(run: Run, own: Path) -> None:
    both = [started("db", "build", db=own) for _ in range(2)]
    assert [ended(one).code for one in both] == [0, 0]
    assert run("show", "mit", db=own).code == 0
    assert list(own.parent.glob(f".{own.name}*")) == []


# Pipes and terminals that go away


@pytest.mark.parametrize(
    "arguments",
    [["models"], ["compare", "--all-models", "--all-licences", "--format", "json"], ["compare", "--all-models"], ["--help"]],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_no_error(database: Path, arguments: list[str]) -> None:
    process = started(*arguments, db=database)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    done = ended(process)
    assert (done.code, done.err) == (0, "")


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["models"], ["check", "mit"], ["--version"], ["--help"]], ids=" ".join)
def test_an_answer_that_cannot_be_written_is_an_error_of_the_environment(database: Path, arguments: list[str]) -> None:
    with FULL.open("w") as full:
        refused(ended(started(*arguments, db=database, stdout=full)), 4, "No space left")


def test_a_closed_stdout_is_no_traceback(database: Path) -> None:
    done = ended(started("models", db=database, stdout=None, preexec_fn=functools.partial(os.close, 1)))
    assert done.code in (0, 4)
    assert len(done.err.splitlines()) <= 1
