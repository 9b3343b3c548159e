"""The text library as a user meets it: texts are listed, fetched, added and verified, and what is found shows in answers."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import licensedb
from licensedb import records as r
from licensedb.errors import LicensedbError, MisuseError
from licensedb.knowledge import states, texts
from licensedb.resources import put
from licensedb.texts.fetch import FetchError, Web
from licensedb.texts.normal import digest, words
from licensedb.texts.sources import NAMES, Bases, places
from licensedb.vocabulary import Confidence
from tests import acme
from tests.acme import CHANGED, COMMIT, KEY, LONGER, STRICTER, TEXT, Site
from tests.conftest import ROOT, Result

RAW = f"/acme/model/{COMMIT}/docs/LICENCE.txt"
FILE = "acme-open.txt"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return acme.database(tmp_path_factory.mktemp("acme"), stricter=True)


@pytest.fixture
def kb(db: Path) -> Iterator[licensedb.KnowledgeBase]:
    with licensedb.open(db) as opened:
        yield opened


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of texts, empty and not yet made."""
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("LICENSEDB_TEXTS_INTO", str(tmp_path / "own"))
    monkeypatch.delenv("LICENSEDB_TEXTS", raising=False)
    return tmp_path / "own"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({}) as running:
        yield running


class Shelf:
    """The ScanCode package of a test; it counts how often it was fetched."""

    def __init__(self, held: dict[str, str]) -> None:
        self.held, self.fetched = held, 0

    def __call__(self, keys: Iterable[str]) -> dict[str, str]:
        self.fetched += 1
        return {key: self.held[key] for key in keys if key in self.held}


def no_package(_: Iterable[str]) -> dict[str, str]:
    raise FetchError("pip could not get it", place="scan==1")


def means(site: Site, package: texts.Package = no_package) -> texts.Means:
    return texts.Means(Web(), package, Bases(f"{site.base}", f"{site.base}/hf", f"{site.base}/scancode"))


def pull(kb: licensedb.KnowledgeBase, by: texts.Means, talk: list[str] | None = None, **options: Any) -> r.HeldText:
    (row,) = texts.pulled(kb, ["acme-open"], by=by, talk=[].append if talk is None else talk.append, **options).rows
    return row


# Fetching


def test_a_text_is_pulled_from_the_repository_at_its_commit(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    site.answers[RAW] = TEXT.encode()
    row = pull(kb, means(site))
    assert (row.status, row.path, row.source) == ("listed", str(own / FILE), f"repository: {site.base}{RAW}")
    assert (own / FILE).read_text() == TEXT
    assert site.asked == [RAW]


def test_the_sources_are_tried_in_their_order(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    shelf = Shelf({KEY: TEXT})
    talk: list[str] = []
    row = pull(kb, means(site, shelf), talk, only=["repository", "scancode", "scancode-package"])
    assert site.asked == [RAW, f"/scancode/{KEY}.LICENSE"]
    assert (row.status, row.source, shelf.fetched) == ("listed", f"scancode-package: {KEY}", 1)
    assert [line for line in row.tried if "answers 404" in line] == list(row.tried)
    assert any(f"[1/1] acme-open: repository: {site.base}{RAW}" in line for line in talk)
    assert own.is_dir()


def test_what_is_at_hand_is_not_fetched_again(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    site.answers[RAW] = TEXT.encode()
    pull(kb, means(site))
    before = (own / FILE).stat().st_mtime_ns
    row = pull(kb, means(site))
    assert (row.status, row.path, row.source) == ("listed", str(own / FILE), "")
    assert site.asked == [RAW]
    assert (own / FILE).stat().st_mtime_ns == before


def test_a_text_in_a_folder_that_is_named_is_at_hand(
    kb: licensedb.KnowledgeBase, own: Path, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / f"{KEY}.LICENSE").write_text("---\nkey: acme\n---\n" + TEXT)
    monkeypatch.setenv("LICENSEDB_TEXTS", str(tmp_path / "theirs"))
    row = pull(kb, means(site))
    assert (row.status, row.path, site.asked) == ("listed", str(tmp_path / "theirs" / f"{KEY}.LICENSE"), [])
    assert not (own / FILE).exists()


def test_half_a_text_is_never_taken_for_the_whole(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    half = TEXT.encode()[: len(TEXT) // 2]
    site.answers[RAW] = (200, {"Content-Length": str(len(TEXT.encode()))}, half)
    site.answers[f"/scancode/{KEY}.LICENSE"] = half
    row = pull(kb, means(site), only=["repository", "scancode"])
    assert row.status == "changed"
    assert "broke off" in row.tried[0]
    assert "1 of 3 cited passages" in row.tried[1]
    assert list(own.iterdir()) == []


def test_a_file_that_was_left_half_written_is_fetched_again(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    own.mkdir()
    (own / FILE).write_text(TEXT[:100])
    site.answers[RAW] = TEXT.encode()
    assert pull(kb, means(site)).status == "listed"
    assert (own / FILE).read_text() == TEXT


def test_an_unlisted_edition_is_taken_and_called_so(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    site.answers[RAW] = LONGER.encode()
    row = pull(kb, means(site), only=["repository"])
    assert (row.status, row.citations, row.found) == ("unlisted edition", 3, 3)
    assert row.path == str(own / "acme-open.unlisted.txt")


def test_a_changed_text_is_refused_with_what_changed(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    site.answers[RAW] = CHANGED.encode()
    row = pull(kb, means(site), only=["repository"])
    assert (row.status, row.citations, row.found) == ("changed", 3, 2)
    assert [(one.names, one.section) for one in row.missing] == [(("user-cap",), "3")]
    assert row.tried == (f"repository: {site.base}{RAW}: is another text: 2 of 3 cited passages are found; not found: user-cap (3)",)
    assert list(own.iterdir()) == []


def test_the_text_of_another_record_is_refused(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    site.answers[RAW] = STRICTER.encode()
    row = pull(kb, means(site), only=["repository"])
    assert row.tried == (f"repository: {site.base}{RAW}: is the text of acme-stricter",)
    assert list(own.iterdir()) == []


def test_an_unlisted_edition_of_another_record_is_refused(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    site.answers[RAW] = ("New preamble. " + STRICTER).encode()
    row = pull(kb, means(site), only=["repository"])
    assert "also all that acme-stricter cites" in row.tried[0]
    assert list(own.iterdir()) == []


def test_again_tells_what_changed_and_keeps_what_is_listed(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    site.answers[RAW] = TEXT.encode()
    pull(kb, means(site))
    for newer, told in ((CHANGED, "not found: user-cap (3)"), (LONGER, "is an unlisted edition; the listed one at hand is kept")):
        site.answers[RAW] = newer.encode()
        row = pull(kb, means(site), only=["repository"], again=True)
        assert row.status == "listed"
        assert told in row.tried[0]
    assert (own / FILE).read_text() == TEXT


def test_offline_is_told_once_per_host_and_the_next_source_is_tried(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    with Site({}) as gone:
        bases = Bases(gone.base, gone.base, gone.base)
    talk: list[str] = []
    shelf = Shelf({KEY: TEXT})
    by = texts.Means(Web(), shelf, bases)
    found = texts.pulled(kb, ["acme-open", "acme-stricter"], only=["repository", "scancode-package"], by=by, talk=talk.append)
    assert [row.status for row in found.rows] == ["listed", "changed"]
    assert len([line for line in talk if "cannot be reached" in line]) == 1
    assert all("cannot be reached" in row.tried[0] and "is this machine offline" in row.tried[0] for row in found.rows)
    assert (own / FILE).is_file()
    assert site.asked == []


def test_a_package_that_cannot_be_had_is_told(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    row = pull(kb, means(site), only=["scancode-package"])
    assert (row.status, row.tried) == ("not at hand", ("scancode-package: scan==1: pip could not get it",))
    assert list(own.iterdir()) == []


def test_a_record_that_names_no_source_says_so(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    found = texts.pulled(kb, ["falcon-tii-1.0-2023-05"], by=means(site))
    assert [(row.status, row.tried) for row in found.rows] == [
        ("not at hand", ("its text was never at hand: there is no edition and no citation to know it by",))
    ]
    assert site.asked == []
    assert list(own.iterdir()) == []


def test_a_model_brings_its_licences_with_their_policies(kb: licensedb.KnowledgeBase, own: Path, site: Site) -> None:
    found = texts.pulled(kb, ["llama-2-7b"], only=["own"], by=means(site))
    assert [row.id for row in found.rows] == ["llama-2-community", "llama-2-use-policy"]
    assert site.asked == []
    assert own.is_dir()


@pytest.mark.parametrize("only", [["folder"], ["repository,licenser"], ["https://acme.example"]])
def test_a_source_of_no_name_is_misuse(kb: licensedb.KnowledgeBase, only: list[str]) -> None:
    with pytest.raises(MisuseError, match="no source is called"):
        texts.pulled(kb, ["mit"], only=only)


def test_each_record_names_where_its_text_is() -> None:
    def source(kind: str, address: str, path: str | None = None) -> r.Source:
        return r.Source(kind, address, path, COMMIT if path else None)

    edition = r.Edition(
        "0" * 64,
        (
            source("scancode", "acme-1"),
            source("repository", "acme/model", "docs/A licence #1.md"),
            source("huggingface", "acme/model", "LICENSE"),
            source("address", "https://acme.example/terms"),
        ),
    )
    one = r.Licence(
        "acme",
        "licence",
        "Acme",
        "acme",
        None,
        "2026-01-02",
        Confidence.HIGH,
        address="https://github.com/acme/model/blob/main/LICENSE",
        editions=(edition,),
        identifiers=(r.Identifier("scancode", "acme-1"), r.Identifier("scancode", "acme-2")),
    )
    assert [(place.source, place.address) for place in places(one)] == [
        ("repository", f"https://raw.githubusercontent.com/acme/model/{COMMIT}/docs/A%20licence%20%231.md"),
        ("repository", f"https://huggingface.co/acme/model/resolve/{COMMIT}/LICENSE"),
        ("licensor", "https://raw.githubusercontent.com/acme/model/main/LICENSE"),
        ("licensor", "https://acme.example/terms"),
        ("scancode", "https://scancode-licensedb.aboutcode.org/acme-1.LICENSE"),
        ("scancode", "https://scancode-licensedb.aboutcode.org/acme-2.LICENSE"),
    ]


def test_each_edition_of_several_has_a_file_of_its_own(kb: licensedb.KnowledgeBase, own: Path, tmp_path: Path) -> None:
    licence = kb.document("kimi-k2-modified-mit")
    assert len(licence.editions) > 1
    judged = texts.judge(licence, TEXT)._replace(sha256=licence.editions[1].sha256, listed=True)
    path = texts.store(own, licence, TEXT, judged)
    assert path.name == f"kimi-k2-modified-mit.{licence.editions[1].sha256[:12]}.txt"
    with pytest.raises(MisuseError, match="no id that can name a file"):
        texts.store(tmp_path, r.Licence("../evil", "licence", "", "", None, "", Confidence.LOW), TEXT, judged)


# The commands


@pytest.fixture
def texts_(run: Callable[..., Result], db: Path) -> Callable[..., Result]:
    """Run `licensedb texts ...` on the database of the made-up licence."""

    def command(*arguments: str, env: dict[str, str] | None = None, stdin: str = "") -> Result:
        return run("texts", *arguments, db=db, env={"NO_PROXY": "*"} | (env or {}), stdin=stdin)

    return command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "LICENSE"
    path.write_text(TEXT)
    return path


def kept(tmp_path: Path) -> list[str]:
    folder = tmp_path / "data" / "licensedb" / "texts"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_listed_edition_is_added(texts_: Callable[..., Result], file: Path, tmp_path: Path) -> None:
    done = texts_("add", "acme-open", str(file))
    sha256 = digest(words(TEXT))
    assert done.code == 0
    assert done.out.splitlines() == [
        f"acme-open: {file} is the listed edition {sha256[:12]}",
        f"stored: {tmp_path / 'data' / 'licensedb' / 'texts' / FILE}",
    ]
    assert kept(tmp_path) == [FILE, states.CACHE]


def test_an_unlisted_edition_is_added_with_how_far_it_is(texts_: Callable[..., Result], file: Path) -> None:
    texts_("add", "acme-open", str(file))
    file.write_text(LONGER)
    done = texts_("add", "acme-open", str(file))
    length = len(words(TEXT))
    assert done.code == 0
    assert f"all 3 cited passages are found, but it has {length + 2} words and the listed edition {length}" in done.out
    assert "2 words differ from the listed edition at hand" in done.out
    assert "acme-open.unlisted.txt" in done.out
    assert "verified here" in texts_("list", "acme-open").out  # the listed one goes before it


def test_another_text_is_not_added(texts_: Callable[..., Result], file: Path, tmp_path: Path) -> None:
    file.write_text(CHANGED)
    done = texts_("add", "acme-open", str(file))
    assert done.code == 1
    assert "2 of 3 cited passages are found; not found: user-cap (3)" in done.out
    assert done.out.endswith("not stored\n")
    assert kept(tmp_path) == []


def test_a_page_is_added_as_its_text(texts_: Callable[..., Result], file: Path, tmp_path: Path) -> None:
    file.write_text(f"<!DOCTYPE html><html><head><title>Acme</title></head><body><p>{TEXT}</p></body></html>")
    assert texts_("add", "acme-open", str(file)).code == 0
    assert words((tmp_path / "data" / "licensedb" / "texts" / FILE).read_text()) == words(TEXT)


def test_standard_input_is_added(texts_: Callable[..., Result]) -> None:
    done = texts_("add", "acme-open", "-", stdin=TEXT)
    assert done.code == 0
    assert done.out.startswith("acme-open: standard input is the listed edition")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b"a\0b", "is a binary file: a NUL byte at 1"),
        (b"caf\xe9", "is no UTF-8: byte 3 cannot be read"),
        (b"%PDF-1.7", "is a PDF file, which is not read"),
        (b"a" * 4_000_001, "is too large for a text: 4,000,001 bytes"),
    ],
)
def test_what_is_no_text_is_not_added(texts_: Callable[..., Result], file: Path, tmp_path: Path, data: bytes, problem: str) -> None:
    file.write_bytes(data)
    done = texts_("add", "acme-open", str(file))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{file}: {problem} (")
    assert kept(tmp_path) == []


def test_a_text_in_utf_16_is_added(texts_: Callable[..., Result], file: Path) -> None:
    file.write_bytes(TEXT.encode("utf-16"))
    assert texts_("add", "acme-open", str(file)).code == 0


def test_folders_loops_and_missing_files_are_not_added(texts_: Callable[..., Result], tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for name, problem in ((tmp_path, "is a folder"), (loop, "a loop of links"), (tmp_path / "no", "No such file")):
        done = texts_("add", "acme-open", str(name))
        assert done.code == 2
        assert problem in done.err


@pytest.mark.parametrize("name", ["../acme-open", "acme/open/x", "/etc/passwd", "..", "nobody-knows", "a\tb"])
def test_an_id_that_is_none_is_misuse(texts_: Callable[..., Result], file: Path, tmp_path: Path, name: str) -> None:
    done = texts_("add", name, str(file))
    assert done.code == 2
    assert "no licence is called" in done.err
    assert kept(tmp_path) == []


def test_a_model_is_no_text(texts_: Callable[..., Result], file: Path) -> None:
    done = texts_("add", "llama-2-7b", str(file))
    assert done.code == 2
    assert "is a model" in done.err


def test_a_folder_that_cannot_be_written_is_the_environment(texts_: Callable[..., Result], file: Path, tmp_path: Path) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file")
    for arguments in (("add", "acme-open", str(file)), ("pull", "acme-open", "--from", "own")):
        done = texts_(*arguments, "--into", str(occupied / "texts"))
        assert (done.code, done.out) == (4, "")
        assert "cannot be written" in done.err
        assert "choose another folder with --into" in done.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_the_environment(texts_: Callable[..., Result], file: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    done = texts_("add", "acme-open", str(file), "--into", str(locked))
    assert done.code == 4
    assert "Permission denied" in done.err


def test_pull_without_a_name_is_misuse(texts_: Callable[..., Result]) -> None:
    done = texts_("pull")
    assert done.code == 2
    assert "take --all" in done.err


def test_pull_tells_what_could_not_be_had_and_why(texts_: Callable[..., Result], file: Path) -> None:
    texts_("add", "acme-open", str(file))
    done = texts_("pull", "acme-open", "falcon-tii-1.0-2023-05", "--from", "own,folders")
    assert done.code == 1
    first, *rest = done.out.splitlines()
    assert first.startswith("acme-open: listed edition ")
    assert rest == [
        "falcon-tii-1.0-2023-05: not had",
        "  its text was never at hand: there is no edition and no citation to know it by",
        "1 of 2 texts are at hand",
    ]
    assert texts_("pull", "acme-open", "--from", "own").code == 0


def test_texts_are_listed_in_every_format(texts_: Callable[..., Result], file: Path, tmp_path: Path) -> None:
    texts_("add", "acme-open", str(file))
    table = texts_("list", "acme-open", "mit")
    assert table.code == 0
    assert {"acme-open", "mit"} <= {line.split(" ")[0] for line in table.out.splitlines()}
    assert table.out.endswith("1 of 2 texts at hand.\n")
    assert "| acme-open | listed edition |" in texts_("list", "acme-open", "-f", "markdown").out
    (row,) = csv.DictReader(io.StringIO(texts_("list", "acme-open", "-f", "csv").out))
    assert (row["at_hand"], row["status"], row["citations"], row["found"]) == ("yes", "listed", "3", "3")
    told = json.loads(texts_("list", "acme-open", "-f", "json").out)
    assert told["schema"] == "licensedb.texts/1"
    assert told["rows"][0]["states"] == [{"state": "verified here", "verified": None, "citations": 3}]
    assert told["rows"][0]["path"] == str(tmp_path / "data" / "licensedb" / "texts" / FILE)


def test_every_record_is_listed(texts_: Callable[..., Result], kb: licensedb.KnowledgeBase) -> None:
    rows = json.loads(texts_("list", "-f", "json").out)["rows"]
    assert [row["id"] for row in rows] == [one.id for one in kb.documents()]
    assert {row["status"] for row in rows} == {"not at hand"}


def test_a_changed_text_is_listed_with_what_is_not_in_it(texts_: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / FILE).write_text(CHANGED)
    told = texts_("list", "acme-open", env={"LICENSEDB_TEXTS": "mine"}).out
    assert "2 of 3 passages found" in told
    assert f"not found in {Path('mine', FILE)}: user-cap (§3)" in told
    assert "0 of 1 texts at hand." in told


# What is found shows in answers


ANSWERS = (
    ("check", "acme-open", "--do", "run"),
    ("compare", "acme-open", "-q", "use-commercially"),
    ("show", "acme-open"),
    ("explain", "acme-open", "grant"),
)


@pytest.mark.parametrize("command", ANSWERS, ids=[command[0] for command in ANSWERS])
def test_every_answer_shows_how_far_its_citation_was_held(
    run: Callable[..., Result], texts_: Callable[..., Result], db: Path, file: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    assert "section only" in run(*command, db=db).out
    texts_("add", "acme-open", str(file))
    after = run(*command, db=db)
    assert "verified here" in after.out
    assert "section only" not in after.out
    assert '"state": "verified here"' in run(*command, "-f", "json", db=db).out
    stored = tmp_path / "data" / "licensedb" / "texts" / FILE
    stored.write_text(TEXT + "and more\n")
    changed = run(*command, db=db).out
    assert "verified here" not in changed


@pytest.mark.parametrize("command", ANSWERS, ids=[command[0] for command in ANSWERS])
def test_every_answer_says_that_an_edition_is_unlisted(
    run: Callable[..., Result], texts_: Callable[..., Result], db: Path, file: Path, command: tuple[str, ...]
) -> None:
    file.write_text(LONGER)
    texts_("add", "acme-open", str(file))
    assert "unlisted edition" in run(*command, db=db).out
    assert '"state": "unlisted edition"' in run(*command, "-f", "json", db=db).out


def test_the_report_shows_the_state_of_each_citation(
    run: Callable[..., Result], texts_: Callable[..., Result], db: Path, file: Path, tmp_path: Path
) -> None:
    texts_("add", "acme-open", str(file))
    assert run("report", "acme-open", "-o", "report.html", db=db).code == 0
    page = (tmp_path / "report.html").read_text()
    assert "verified here · high confidence" in page
    assert "section only" not in page


def test_a_scenario_shows_the_same_states_as_ready_answers(
    run: Callable[..., Result], texts_: Callable[..., Result], db: Path, file: Path
) -> None:
    texts_("add", "acme-open", str(file))
    ready = json.loads(run("compare", "acme-open", "-f", "json", db=db).out)["rows"][0]["cells"]
    fresh = json.loads(run("compare", "acme-open", "--profile", "small-company", "-f", "json", db=db).out)["rows"][0]["cells"]
    assert {name: cell["state"] for name, cell in ready.items()} == {name: cell["state"] for name, cell in fresh.items()}


def test_a_text_whose_folder_is_no_longer_named_is_not_at_hand(
    run: Callable[..., Result], texts_: Callable[..., Result], db: Path, file: Path, tmp_path: Path
) -> None:
    env = {"LICENSEDB_TEXTS_INTO": str(tmp_path / "elsewhere")}
    texts_("add", "acme-open", str(file), env=env)
    assert "verified here" in run("check", "acme-open", db=db, env=env).out
    assert "verified here" in run("check", "acme-open", db=db, env={"LICENSEDB_TEXTS": str(tmp_path / "elsewhere")}).out
    assert "verified here" not in run("check", "acme-open", db=db).out


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "{}",
        "not JSON",
        '[{"document": "acme-open"}]',
        '[{"document":"acme-open","file":"../../acme-open.txt","size":1,"mtime":1,"text":"","listed":true,"citations":[]}]',
        '[{"document":"acme-open","file":"a\\u0000b","size":1,"mtime":1,"text":"","listed":true,"citations":[]}]',
    ],
)
def test_a_broken_memory_is_no_memory(run: Callable[..., Result], db: Path, tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "data" / "licensedb" / "texts"
    folder.mkdir(parents=True)
    (folder / states.CACHE).write_text(broken)
    done = run("check", "acme-open", db=db)
    assert (done.code, done.err) == (0, "")
    assert "section only" in done.out


def test_the_data_folder_is_the_one_that_platforms_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import platformdirs

    for value in (str(tmp_path), "", "  "):
        monkeypatch.setenv("XDG_DATA_HOME", value)
        assert states.data_folder() == Path(platformdirs.user_data_dir("licensedb", appauthor=False))


def test_explain_shows_the_clause_with_its_neighbours(
    run: Callable[..., Result], texts_: Callable[..., Result], db: Path, file: Path
) -> None:
    texts_("add", "acme-open", str(file))
    out = run("explain", "acme-open", "copy", db=db).out
    assert "[[ Whoever receives the model from you must receive a copy of this licence with it. ]]" in out
    assert f"Text: listed edition {digest(words(TEXT))[:12]}, " in out
    without = run("explain", "acme-open", "copy", db=db, env={"LICENSEDB_TEXTS_INTO": "nowhere"}).out
    assert "The text is not at hand here." in without
    assert "Fetch it with: licensedb texts pull acme-open" in without


def test_explain_says_that_a_text_is_no_known_edition(run: Callable[..., Result], db: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / FILE).write_text(CHANGED)
    out = run("explain", "acme-open", "copy", db=db, env={"LICENSEDB_TEXTS": "mine"}).out
    assert f"{Path('mine', FILE)} is no known edition, and not all that is cited stands in it." in out
    assert "Whoever receives" not in out


# Verifying, citing


def test_verify_writes_the_lock_of_a_listed_text_and_remembers(run: Callable[..., Result], tmp_path: Path, db: Path) -> None:
    mine = acme.seeds(tmp_path / "mine")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / FILE).write_text(TEXT)
    env = {"LICENSEDB_TEXTS": str(tmp_path / "theirs")}
    done = run("texts", "verify", "--seeds", "mine", env=env)
    assert (done.code, done.out) == (0, "3 citations stand in their texts, 0 do not; 0 texts not at hand\n")
    (locked,) = json.loads((mine / "verified.lock").read_text())
    assert (locked["document"], locked["text"], len(locked["citations"])) == ("acme-open", digest(words(TEXT)), 3)
    assert "verified here" in run("check", "acme-open", db=db, env=env).out


def test_verify_finds_what_neither_text_nor_lock_holds(run: Callable[..., Result], tmp_path: Path) -> None:
    acme.seeds(tmp_path / "mine")
    done = run("texts", "verify", "--seeds", "mine")
    assert done.code == 1
    assert "acme-open: has citations that no run has found" in done.out


def test_verify_does_not_lock_an_unlisted_edition(run: Callable[..., Result], tmp_path: Path) -> None:
    mine = acme.seeds(tmp_path / "mine")
    own = tmp_path / "data" / "licensedb" / "texts"
    own.mkdir(parents=True)
    put(own / FILE, LONGER)
    done = run("texts", "verify", "--seeds", "mine")
    assert done.code == 0
    assert f"acme-open: {FILE} is an unlisted edition" in done.out
    assert json.loads((mine / "verified.lock").read_text()) == []


def test_verify_takes_a_further_edition_for_what_stands_in_it(run: Callable[..., Result], tmp_path: Path) -> None:
    mine = acme.seeds(tmp_path / "mine")
    further = f"{{sha256: '{digest(words(CHANGED))}', sources: [{{scancode: acme-other}}], note: with another cap}}"
    path = mine / "licences" / "acme-open.yaml"
    path.write_text(path.read_text().replace("}]}]}", "}]}, " + further + "]}"))
    texts = tmp_path / "theirs"
    texts.mkdir()
    env = {"LICENSEDB_TEXTS": str(texts)}

    put(texts / "acme-other.LICENSE", CHANGED)
    done = run("texts", "verify", "--seeds", "mine", env=env)
    assert done.code == 1
    assert "acme-open: acme-other.LICENSE is a further edition: 2 of 3 cited passages are in it" in done.out
    assert "acme-open: has citations that no run has found" in done.out

    put(texts / FILE, TEXT)
    assert run("texts", "verify", "--seeds", "mine", env=env).code == 0
    (texts / FILE).unlink()
    locked = (mine / "verified.lock").read_text()
    assert run("texts", "verify", "--seeds", "mine", env=env).code == 0
    assert (mine / "verified.lock").read_text() == locked


def test_verify_tells_of_a_text_that_is_no_known_edition(run: Callable[..., Result], tmp_path: Path) -> None:
    acme.seeds(tmp_path / "mine")
    own = tmp_path / "data" / "licensedb" / "texts"
    own.mkdir(parents=True)
    put(own / FILE, CHANGED)
    done = run("texts", "verify", "--seeds", "mine")
    assert done.code == 1
    assert f"acme-open: {FILE} is no known edition: 2 of 3 cited passages are found in it" in done.out


def test_verify_says_where_a_lock_cannot_be_written(run: Callable[..., Result], tmp_path: Path) -> None:
    mine = acme.seeds(tmp_path / "mine")
    (mine / "verified.lock").mkdir()
    own = tmp_path / "data" / "licensedb" / "texts"
    own.mkdir(parents=True)
    put(own / FILE, TEXT)
    done = run("texts", "verify", "--seeds", "mine")
    assert done.code == 4
    assert "verified.lock: cannot be written" in done.err
    assert "--no-write" in done.err
    assert [path.name for path in mine.iterdir() if path.name.startswith(".")] == []


def test_the_lock_of_an_installation_is_not_written(monkeypatch: pytest.MonkeyPatch, own: Path, tmp_path: Path) -> None:
    from licensedb.knowledge import curating

    acme.seeds(tmp_path / "installed")
    monkeypatch.setattr(curating, "folder", lambda _: tmp_path / "installed")
    monkeypatch.setattr(curating, "is_checkout", lambda: False)
    own.mkdir()
    put(own / FILE, TEXT)
    said: list[str] = []
    found = curating.verify(texts=[own], talk=said.append)
    assert (found.found, found.findings) == (3, [])
    assert not (tmp_path / "installed" / "verified.lock").exists()
    assert "is that of an installation and is not written" in said[0]


def test_cite_finds_a_passage_in_a_text_of_the_users_folder(
    run: Callable[..., Result], texts_: Callable[..., Result], file: Path, tmp_path: Path
) -> None:
    acme.seeds(tmp_path / "mine")
    texts_("add", "acme-open", str(file))
    done = run("curate", "cite", "acme-open", "Whoever receives ... licence with it", "--seeds", "mine")
    assert done.code == 0
    assert acme.cite("", "Whoever receives ... licence with it").replace("'", '"') in done.out


def test_cite_shows_the_nearest_passage_where_the_words_are_not_found(run: Callable[..., Result], file: Path) -> None:
    done = run("curate", "cite", str(file), "Above twenty million monthly users of your product you must ask us")
    assert done.code == 1
    assert "# stands 0 times in the text" in done.out
    assert ": above ten million monthly users of your product you must ask us" in done.out
    assert "nearest" not in run("curate", "cite", str(file), "Entirely unrelated sentence about gardening").out


def test_a_text_that_cannot_be_cited_is_told_as_such(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("curate", "cite", str(tmp_path), "some words")
    assert done.code == 2
    assert "is a folder" in done.err


def test_names_of_sources_are_those_that_the_page_lists() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "commands" / "texts.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in NAMES)


def test_a_file_where_the_folder_should_be_is_told(kb: licensedb.KnowledgeBase, own: Path) -> None:
    own.parent.mkdir(exist_ok=True)
    own.write_text("a file where the folder should be")
    with pytest.raises(LicensedbError, match="cannot be written"):
        texts.added(kb, "acme-open", TEXT, "L")


def test_a_question_loads_nothing_of_the_text_library(texts_: Callable[..., Result], file: Path, db: Path, tmp_path: Path) -> None:
    texts_("add", "acme-open", str(file))
    code = (
        "import sys; from licensedb.cli.app import run; run(['check', 'acme-open', '--do', 'run']);"
        "print([name for name in sys.modules if name.startswith(('licensedb.texts', 'httpx', 'platformdirs'))], file=sys.stderr)"
    )
    env = {"LICENSEDB_DB": str(db), "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(tmp_path / "data"), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert "verified here" in done.stdout
    assert done.stderr == "[]\n"
