"""One text from one address: within limits of size and time, over https, and never by way of a stranger's host."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from licensedb.errors import LicensedbError
from licensedb.resources import version
from licensedb.texts.reading import LARGEST, decode

if TYPE_CHECKING:
    import httpx

_REDIRECTS = (301, 302, 303, 307, 308)
# Where the two hosts of repositories keep their files.
_THEIR_OWN = {
    "huggingface.co": ("huggingface.co", "hf.co"),
    "github.com": ("github.com", "githubusercontent.com"),
    "raw.githubusercontent.com": ("githubusercontent.com",),
}
_NO_TEXT = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/gzip", "application/json")


_OFFLINE = "is this machine offline, or behind a proxy?"


class FetchError(LicensedbError):
    """A source that did not give a text, and why."""


class UnreachableError(FetchError):
    """A host that cannot be reached at all: this machine is offline, or the host is."""


class Limits(NamedTuple):
    """Seconds to connect, between two pieces and in all; bytes; redirects."""

    connect: float = 10
    read: float = 15
    total: float = 60
    largest: int = LARGEST
    redirects: int = 5


class Web:
    """Fetches texts; a host that could not be reached is not tried again."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 - a constant
        self._limits = limits
        self._unreachable: dict[str, str] = {}

    def text(self, address: str) -> str:
        """The text at an address, of a page the text in it.

        Raises FetchError (MisuseError where what came is no text), each with the address as its place.
        """
        try:
            host = _host(address)
            if host in self._unreachable:
                raise UnreachableError(self._unreachable[host], place=host, tip=_OFFLINE)
            data, charset = _run(self._bounded(address))
        except UnreachableError as error:
            self._unreachable[host] = error.message
            raise
        except ValueError as error:  # of what is no address, here or where a redirect leads
            raise FetchError(f"is or leads to no address: {error}", place=address) from None
        return decode(_as_utf_8(data, charset), address, pages=True)

    def given_up(self, address: str) -> bool:
        """Whether the host of an address could not be reached before."""
        return any(address.startswith((f"https://{host}/", f"http://{host}/")) for host in self._unreachable)

    async def _bounded(self, address: str) -> tuple[bytes, str]:
        import httpx

        try:
            async with asyncio.timeout(self._limits.total):
                return await self._get(_secure(address))
        except TimeoutError:
            raise FetchError(f"took longer than {self._limits.total:g} s", place=address) from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            why = str(error) or "no answer"
            raise UnreachableError(f"cannot be reached: {why}", place=_host(address), tip=_OFFLINE) from None
        except httpx.TimeoutException:
            raise FetchError(f"sent nothing for {self._limits.read:g} s", place=address) from None
        except httpx.RemoteProtocolError as error:
            raise FetchError(f"broke off: {error}", place=address) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"could not be fetched: {error or type(error).__name__}", place=address) from None

    async def _get(self, address: str) -> tuple[bytes, str]:
        import httpx

        headers = {"User-Agent": f"licensedb/{version()}", "Accept": "text/*, */*;q=0.5", "Accept-Encoding": "identity"}
        timeout = httpx.Timeout(self._limits.read, connect=self._limits.connect)
        async with httpx.AsyncClient(timeout=timeout, headers=headers) as client:
            at = address
            for _ in range(self._limits.redirects + 1):
                async with client.stream("GET", at) as response:
                    if response.status_code not in _REDIRECTS:
                        return await self._body(response, address)
                    at = _next(at, response.headers.get("location", ""), address)
        raise FetchError(f"leads on more than {self._limits.redirects} times", place=address)

    async def _body(self, response: httpx.Response, address: str) -> tuple[bytes, str]:
        kind = response.headers.get("content-type", "").casefold()
        if response.status_code != HTTPStatus.OK:
            raise FetchError(f"answers {response.status_code} {response.reason_phrase}".rstrip(), place=address)
        if kind.startswith(_NO_TEXT):
            raise FetchError(f"is {kind.split(';')[0]}, not a text", place=address)
        if response.headers.get("content-encoding", "identity") != "identity":
            raise FetchError("comes compressed, though that was not asked for", place=address)
        told = response.headers.get("content-length", "")
        if told.isdecimal() and int(told) > self._limits.largest:
            raise FetchError(f"is too large for a text: {int(told):,} bytes", place=address)
        data = bytearray()
        async for piece in response.aiter_raw():
            data += piece
            if len(data) > self._limits.largest:
                raise FetchError(f"is too large for a text: more than {self._limits.largest:,} bytes", place=address)
        if told.isdecimal() and int(told) != len(data):
            raise FetchError(f"broke off: {len(data):,} of {int(told):,} bytes came", place=address)
        return bytes(data), response.charset_encoding or ""


def _run(fetching: object) -> tuple[bytes, str]:
    """Run to the end, also where the caller is itself run by an event loop (a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(fetching)  # type: ignore[arg-type]
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, fetching).result()  # type: ignore[arg-type]


def _as_utf_8(data: bytes, charset: str) -> bytes:
    """The bytes in UTF-8, where the server names another encoding that holds for them."""
    try:
        return data if charset.casefold() in ("", "utf-8", "utf8") else data.decode(charset).encode()
    except (LookupError, UnicodeError):
        return data


def _next(at: str, location: str, asked: str) -> str:
    """Where a redirect leads. Raises FetchError when that is another host, or not https."""
    target = urljoin(at, location)
    before, after = urlsplit(at), urlsplit(target)
    if not location or after.scheme not in ("http", "https"):
        raise FetchError("leads on to no address", place=asked)
    if after.scheme == "http" and before.scheme == "https":
        raise FetchError(f"leads on to {target[:200]}, which is not https", place=asked)
    here, there = before.hostname or "", after.hostname or ""
    same = (here.removeprefix("www."), before.port) == (there.removeprefix("www."), after.port)
    own = any(there == name or there.endswith(f".{name}") for name in _THEIR_OWN.get(here, ()))
    if not same and not (own and after.port in (None, 443)):
        raise FetchError(f"leads on to another host: {target[:200]}", place=asked)
    return target


def _secure(address: str) -> str:
    """The address over https; plain http is for this machine alone."""
    parts = urlsplit(address)
    if parts.scheme == "http" and not _is_this_machine(parts.hostname or ""):
        return address.replace("http://", "https://", 1)
    return address


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _host(address: str) -> str:
    return urlsplit(address).netloc
