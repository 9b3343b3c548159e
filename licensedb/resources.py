"""Where seeds, templates and migrations are (beside the package in a checkout, inside it in a wheel); files written whole."""

from __future__ import annotations

import contextlib
import gc
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from licensedb.errors import LicensedbError, MisuseError

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `seeds`, `templates` or `migrations`. A checkout counts before the copy that a wheel carries."""
    checkout = _PACKAGE.parent
    for base in (checkout, _PACKAGE / "data") if (checkout / "pyproject.toml").is_file() else (_PACKAGE / "data",):
        if (base / name).is_dir():
            return base / name
    raise LicensedbError(f"the folder {name!r} of this installation is missing", tip="install licensedb again")


def locale_folder() -> Path:
    """The catalogues of languages."""
    return _PACKAGE / "locale"


def is_checkout() -> bool:
    """Whether the seeds are those of a checkout, where curators work, and not the copy that an installation carries."""
    return folder("seeds").parent == _PACKAGE.parent


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """The collector of cycles rests: where much is made that stays, it takes a quarter of the time and finds nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


KINDS = ("licences", "policies", "models", "openness", "claims")
LOCK = "verified.lock"
RATES = "rates.yaml"
OPEN_LICENCES = "open-licences.yaml"
COPIES = "copies.yaml"


def seed_files(seeds: Path) -> Iterator[tuple[str, Path]]:
    """(kind, path) of every seed file below a folder, in order."""
    for kind in KINDS:
        for ending in ("yaml", "yml"):
            yield from ((kind, path) for path in sorted((seeds / kind).glob(f"*.{ending}")))


def digest(folders: Iterable[Path]) -> str:
    """SHA-256 over the names and bytes of the seed files of folders: the state of the data."""
    import hashlib

    seen = hashlib.sha256()
    for base in folders:
        for path in (*(base / name for name in (LOCK, RATES, OPEN_LICENCES, COPIES)), *(path for _, path in seed_files(base))):
            with contextlib.suppress(OSError):
                seen.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def stamp(folders: Iterable[Path]) -> str:
    """Names, sizes and times of the seed files: the same stamp means the same seeds; another may still mean the same."""
    seen = 0
    for base in folders:
        for kind in (".", *KINDS):
            rows = []
            with contextlib.suppress(OSError), os.scandir(base / kind) as entries:
                rows = sorted((e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in entries if e.is_file())
            seen = zlib.crc32(repr((str(base), kind, rows)).encode(), seen)
    return f"{seen:08x}"


def version() -> str:
    """The version of the installed package."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("licensedb")
    except PackageNotFoundError:
        return "0+unknown"


def put(path: Path, text: str) -> None:
    """Write a file whole: aside first, then in its place."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise MisuseError(f"cannot be written: {error.strerror}", place=str(path), tip="choose another with -o") from None
    finally:
        aside.unlink(missing_ok=True)
