"""Shared ground: one built database for the whole run, and the command line as a user meets it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import licensedb
from licensedb import knowledge

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-24"


class Result(NamedTuple):
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def no_texts_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever runs the tests may have texts at hand: they would show in answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICENSEDB_TEXTS_INTO", str(tmp_path_factory.mktemp("texts")))
        patch.delenv("LICENSEDB_TEXTS", raising=False)
        yield


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database built from the shipped seeds, answered as of a fixed day. Tests read it and never write it."""
    path = tmp_path_factory.mktemp("database") / "licensedb.sqlite"
    knowledge.build(path, day=DAY)
    return path


@pytest.fixture(scope="session")
def kb(database: Path) -> Iterator[licensedb.KnowledgeBase]:
    """The knowledge base on that database."""
    with licensedb.open(database) as opened:
        yield opened


@pytest.fixture
def run(database: Path, tmp_path: Path) -> Callable[..., Result]:
    """Run `licensedb ARGUMENTS` as a process of its own, on the shared database unless `db` is None."""

    def command(*arguments: str, db: Path | None = database, env: dict[str, str] | None = None, stdin: str = "") -> Result:
        told = {key: value for key, value in os.environ.items() if not key.startswith("LICENSEDB_")}
        told |= {"XDG_DATA_HOME": str(tmp_path / "data"), "COLUMNS": "160", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
        if db is not None:
            told["LICENSEDB_DB"] = str(db)
        told |= env or {}
        line: Sequence[str] = [sys.executable, "-m", "licensedb", *arguments]
        done = subprocess.run(line, capture_output=True, text=True, env=told, cwd=tmp_path, input=stdin, timeout=120, check=False)
        return Result(done.returncode, done.stdout, done.stderr)

    return command
