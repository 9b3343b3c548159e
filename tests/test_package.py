"""The ScanCode package as a source: got by pip with the user's settings, known by its hash, thrown away."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from licensedb.texts import package
from licensedb.texts.fetch import FetchError
from licensedb.texts.reading import LARGEST
from tests.acme import TEXT

FOLDER = "licensedcode/data/licenses"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one place in which pip looks: a folder, named by the user's own settings."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL", "PIP_CONSTRAINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return folder


def wheel(shelf: Path, files: dict[str, bytes]) -> package.Pin:
    """Put a wheel of `files` on the shelf; returns what it is known by."""
    path = shelf / "acme_scan-1.0-cp311-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        info = "acme_scan-1.0.dist-info"
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: acme-scan\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: acme\nRoot-Is-Purelib: true\nTag: cp311-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return package.Pin("acme-scan", "1.0", "3.11", hashlib.sha256(path.read_bytes()).hexdigest())


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith("licensedb-")]


def test_only_the_wanted_texts_are_taken_out(shelf: Path, tmp_path: Path) -> None:
    held = {f"{FOLDER}/acme.LICENSE": TEXT.encode(), f"{FOLDER}/other.LICENSE": b"Other", "licensedcode/acme.LICENSE": b"no"}
    pin = wheel(shelf, held)
    assert package.texts(["acme", "missing", "../acme"], pin) == {"acme": TEXT}
    assert left_behind(tmp_path) == []


def test_what_is_no_text_in_it_is_left(shelf: Path) -> None:
    held = {"binary": b"a\0b", "large": b"a" * (LARGEST + 1), "empty": b""}
    pin = wheel(shelf, {f"{FOLDER}/{name}.LICENSE": data for name, data in held.items()})
    assert package.texts(held, pin) == {}


def test_another_file_is_refused(shelf: Path, tmp_path: Path) -> None:
    pin = wheel(shelf, {f"{FOLDER}/acme.LICENSE": TEXT.encode()})
    with pytest.raises(FetchError) as caught:
        package.texts(["acme"], pin._replace(sha256="0" * 64))
    assert caught.value.line() == (f"acme_scan-1.0-cp311-none-any.whl: is another file than the one known: its SHA-256 is {pin.sha256}")
    assert left_behind(tmp_path) == []


def test_a_wheel_that_is_no_archive_is_refused(shelf: Path) -> None:
    pin = wheel(shelf, {})
    path = next(shelf.iterdir())
    data = path.read_bytes()[:-10] + b"x" * 10
    path.write_bytes(data)
    with pytest.raises(FetchError):
        package.texts(["acme"], pin._replace(sha256=hashlib.sha256(data).hexdigest()))


@pytest.mark.usefixtures("shelf")
def test_a_package_that_cannot_be_had_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        package.texts(["acme"], package.Pin("acme-scan", "1.0", "3.11", "0" * 64))
    assert caught.value.line() == (
        "acme-scan==1.0: pip could not get it: No matching distribution found for acme-scan==1.0 (is this machine offline?)"
    )
    assert left_behind(tmp_path) == []


def test_pip_that_takes_too_long_is_given_up(shelf: Path) -> None:
    pin = wheel(shelf, {})
    with pytest.raises(FetchError, match=r"pip took longer than 0\.001 s"):
        package.texts(["acme"], pin, seconds=0.001)
