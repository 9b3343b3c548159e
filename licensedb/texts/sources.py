"""Where texts may be fetched from: for each record, addresses in the order in which they are tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from licensedb.records import Licence, Source

# All sources in their order; the first two are folders of this machine.
FOLDERS, OWN, REPOSITORY, LICENSOR, SCANCODE, PACKAGE = ("folders", "own", "repository", "licensor", "scancode", "scancode-package")
NAMES = (FOLDERS, OWN, REPOSITORY, LICENSOR, SCANCODE, PACKAGE)
_BLOB = re.compile(r"/(?P<repository>[^/]+/[^/]+|spaces/[^/]+/[^/]+)/blob/(?P<commit>[^/]+)/(?P<path>.+)")


class Bases(NamedTuple):
    """What addresses begin with. Tests name servers of their own."""

    github: str = "https://raw.githubusercontent.com"
    huggingface: str = "https://huggingface.co"
    scancode: str = "https://scancode-licensedb.aboutcode.org"


class Place(NamedTuple):
    """One address, and which of the sources it belongs to."""

    source: str
    address: str


def places(licence: Licence, bases: Bases = Bases()) -> list[Place]:  # noqa: B008 - a constant
    """The addresses of a text: repositories at a commit, the licensor's own, ScanCode LicenseDB; each once."""
    listed = [source for edition in licence.editions for source in edition.sources]
    found = [Place(REPOSITORY, _raw(source, bases)) for source in listed if source.kind in ("repository", "huggingface") and source.path]
    addresses = [licence.address, *(source.address for source in listed if source.kind == "address")]
    found += [Place(LICENSOR, _file(address, bases)) for address in addresses if address]
    found += [Place(SCANCODE, f"{bases.scancode}/{quote(key, safe='')}.LICENSE") for key in scancode_keys(licence)]
    return list({place.address: place for place in reversed(found)}.values())[::-1]


def scancode_keys(licence: Licence) -> list[str]:
    """The keys under which ScanCode keeps a text."""
    return list(dict.fromkeys(_keys(licence)))


def _keys(licence: Licence) -> Iterator[str]:
    for edition in licence.editions:
        yield from (source.address for source in edition.sources if source.kind == "scancode")
    yield from (one.value for one in licence.identifiers if one.scheme == "scancode")


def _raw(source: Source, bases: Bases) -> str:
    path = quote(source.path or "")
    if source.kind == "huggingface":
        return f"{bases.huggingface}/{quote(source.address)}/resolve/{source.commit or 'main'}/{path}"
    return f"{bases.github}/{quote(source.address)}/{source.commit or 'HEAD'}/{path}"


def _file(address: str, bases: Bases) -> str:
    """An address that shows a file of a repository, as that of the file itself."""
    parts = urlsplit(address)
    found = _BLOB.fullmatch(parts.path)
    if found and parts.hostname == "github.com":
        return f"{bases.github}/{found['repository']}/{found['commit']}/{found['path']}"
    if found and parts.hostname == "huggingface.co":
        return f"{bases.huggingface}/{found['repository']}/resolve/{found['commit']}/{found['path']}"
    return address
