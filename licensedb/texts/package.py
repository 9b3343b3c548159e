"""The ScanCode package as a source of texts: one pinned file, got by pip with the user's own settings, and thrown away."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from licensedb.errors import MisuseError
from licensedb.texts.fetch import FetchError
from licensedb.texts.reading import LARGEST, decode

_FOLDER = "licensedcode/data/licenses"


class Pin(NamedTuple):
    """A wheel: the package, its version, the Python it is made for and the SHA-256 of the file."""

    name: str
    version: str
    python: str
    sha256: str


# There is one wheel per Python, with the same texts; whatever Python asks, it is this one.
SCANCODE = Pin("scancode-toolkit-mini", "32.5.0", "3.11", "7ae5e7b46b8cdbab78afb50380ffc1239d296e81e154314a8c3382e678c664cf")


def texts(keys: Iterable[str], pin: Pin = SCANCODE, *, seconds: float = 1800) -> dict[str, str]:
    """The texts that the package holds under these keys. Raises FetchError when it cannot be had or is another file."""
    with tempfile.TemporaryDirectory(prefix="licensedb-") as folder:
        wheel = _download(pin, Path(folder), seconds)
        found = _sha256(wheel)
        if found != pin.sha256:
            raise FetchError(f"is another file than the one known: its SHA-256 is {found}", place=wheel.name)
        try:
            return dict(_read(wheel, keys))
        except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
            raise FetchError(f"cannot be read: {error}", place=wheel.name) from None


def _download(pin: Pin, folder: Path, seconds: float) -> Path:
    wanted = f"{pin.name}=={pin.version}"
    line = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--no-input", "--progress-bar", "off"]
    line += ["--only-binary", ":all:", "--implementation", "cp", "--python-version", pin.python, "--abi", "none", "--platform", "any"]
    try:
        done = subprocess.run(
            [*line, "--dest", str(folder), wanted], capture_output=True, text=True, errors="replace", timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise FetchError(f"pip took longer than {seconds:g} s", place=wanted) from None
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        raise FetchError(f"pip could not get it: {_said(done.stderr)}", place=wanted, tip="is this machine offline?")
    return wheels[0]


def _said(errors: str) -> str:
    """The line in which pip says what went wrong."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    told = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (told or lines or ["it does not say why"])[-1][:300]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(wheel: Path, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for key in keys:
            name = f"{_FOLDER}/{key}.LICENSE"
            if name in names:
                with archive.open(name) as file:
                    data = file.read(LARGEST + 1)
                try:
                    yield key, decode(data, name)
                except MisuseError:
                    continue
