"""Texts over the net, against a server on this machine: limits are held, and every failure says what happened and where."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from licensedb.errors import LicensedbError, MisuseError
from licensedb.texts.fetch import FetchError, Limits, UnreachableError, Web, _next
from licensedb.texts.reading import LARGEST
from tests.acme import TEXT, Site

PAGE = f"<!doctype html><html><nav>Menu</nav><script>track()</script><body><p>{TEXT}</p></body></html>"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({}) as running:
        yield running


def refused(site: Site, answer: Any, limits: Limits = Limits()) -> str:  # noqa: B008 - a constant
    """How the answer of a site is refused, without the address that stands before it."""
    site.answers["/licence"] = answer
    with pytest.raises(LicensedbError) as caught:
        Web(limits).text(f"{site.base}/licence")
    assert caught.value.place == f"{site.base}/licence"
    return caught.value.message


def test_a_text_is_fetched(site: Site) -> None:
    site.answers["/a/LICENCE.txt"] = TEXT.encode()
    assert Web().text(f"{site.base}/a/LICENCE.txt") == TEXT


def test_a_text_is_fetched_within_a_running_loop(site: Site) -> None:
    site.answers["/licence"] = TEXT.encode()

    async def notebook() -> str:
        return Web().text(f"{site.base}/licence")

    assert asyncio.run(notebook()) == TEXT


def test_of_a_page_the_text_is_taken(site: Site) -> None:
    site.answers["/licence"] = (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode())
    text = Web().text(f"{site.base}/licence")
    assert text.split() == TEXT.split()


def test_the_encoding_that_the_server_names_counts(site: Site) -> None:
    site.answers["/licence"] = (200, {"Content-Type": "text/plain; charset=iso-8859-1"}, "Licence accordée".encode("latin-1"))
    assert Web().text(f"{site.base}/licence") == "Licence accordée"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((404, {}, b"no"), "answers 404 Not Found"),
        ((503, {}, b"no"), "answers 503 Service Unavailable"),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF"), "is application/pdf, not a text"),
        ((200, {"Content-Type": "image/png"}, b"\x89PNG"), "is image/png, not a text"),
        ((200, {}, b"%PDF-1.4"), "is a PDF file, which is not read"),
        ((200, {}, b"\x89PNG\r\n\x1a\n\0\0"), "is a binary file: a NUL byte at 8"),
        ((200, {}, b"licen\xe7a"), "is no UTF-8: byte 5 cannot be read"),
        ((200, {}, b""), "is empty"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 1000)), "comes compressed, though that was not asked for"),
        ((200, {"Content-Length": str(LARGEST + 1)}, b"a"), "is too large for a text: 4,000,001 bytes"),
        ((302, {"Location": ""}, b""), "leads on to no address"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "leads on to no address"),
        ((302, {"Location": "http://localhost:1/licence"}, b""), "leads on to another host: http://localhost:1/licence"),
        ((301, {"Location": "https://evil.example/licence"}, b""), "leads on to another host: https://evil.example/licence"),
        ((302, {"Location": "/licence"}, b""), "leads on more than 5 times"),
    ],
)
def test_what_is_no_text_is_refused(site: Site, answer: Any, message: str) -> None:
    assert refused(site, answer) == message


def test_a_redirect_within_the_host_is_followed(site: Site) -> None:
    site.answers |= {"/licence": (301, {"Location": "new/licence"}, b""), "/new/licence": TEXT.encode()}
    assert Web().text(f"{site.base}/licence") == TEXT


def test_a_text_without_end_is_given_up(site: Site) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"a" * 100_000)
        except OSError:
            pass

    assert refused(site, pour) == "is too large for a text: more than 4,000,000 bytes"


def test_a_text_that_breaks_off_is_refused(site: Site) -> None:
    body = TEXT.encode()
    assert refused(site, (200, {"Content-Length": str(len(body) + 100)}, body)).startswith("broke off: ")


def test_what_is_no_http_is_refused(site: Site) -> None:
    assert refused(site, lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")).startswith("broke off: ")


@pytest.fixture
def patience() -> Iterator[threading.Event]:
    """Set when a test is over, so that a server that keeps silent stops."""
    over = threading.Event()
    yield over
    over.set()


def test_a_server_that_keeps_silent_is_given_up(patience: threading.Event, site: Site) -> None:
    told = refused(site, lambda _: patience.wait(20), Limits(read=0.2))
    patience.set()
    assert told == "sent nothing for 0.2 s"


@pytest.mark.parametrize("beginning", [b"HTTP/1.0 200 OK\r\n\r\n", b"HTTP/1.0 200 OK\r\nX-Slow: "], ids=["text", "head"])
def test_a_server_that_drips_is_given_up(site: Site, patience: threading.Event, beginning: bytes) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(beginning)
        try:
            while not patience.wait(0.02):
                handler.wfile.write(b"a")
                handler.wfile.flush()
        except OSError:
            pass

    told = refused(site, drip, Limits(read=5, total=0.5))
    patience.set()
    assert told == "took longer than 0.5 s"


def test_a_host_that_cannot_be_reached_is_tried_once() -> None:
    with Site({}) as gone:
        address = gone.base
    web = Web()
    assert not web.given_up(f"{address}/other")
    for path in ("/licence", "/other"):
        with pytest.raises(UnreachableError) as caught:
            web.text(address + path)
        assert caught.value.place == address.removeprefix("http://")
        assert caught.value.line().endswith("(is this machine offline, or behind a proxy?)")
    assert web.given_up(f"{address}/other")


def test_plain_http_is_for_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    async def get(_: Web, address: str) -> tuple[bytes, str]:
        asked.append(address)
        return TEXT.encode(), ""

    monkeypatch.setattr(Web, "_get", get)
    for address in ("http://acme.example/licence", "https://acme.example/licence", "http://127.0.0.1:8/x", "http://localhost/x"):
        Web().text(address)
    assert asked == ["https://acme.example/licence", "https://acme.example/licence", "http://127.0.0.1:8/x", "http://localhost/x"]


@pytest.mark.parametrize(
    ("at", "location", "leads"),
    [
        ("https://acme.example/a", "/b", "https://acme.example/b"),
        ("https://acme.example/a", "https://www.acme.example/a", "https://www.acme.example/a"),
        ("https://huggingface.co/a/b/resolve/main/LICENSE", "https://cdn-lfs.hf.co/x", "https://cdn-lfs.hf.co/x"),
        ("https://github.com/a/b/raw/c/L", "https://raw.githubusercontent.com/a/b/c/L", "https://raw.githubusercontent.com/a/b/c/L"),
    ],
)
def test_a_redirect_to_the_same_people_is_followed(at: str, location: str, leads: str) -> None:
    assert _next(at, location, at) == leads


@pytest.mark.parametrize(
    ("at", "location"),
    [
        ("https://acme.example/a", "http://acme.example/a"),
        ("https://acme.example/a", "https://acme.example:8443/a"),
        ("https://acme.example/a", "https://acme.example.evil.example/a"),
        ("https://acme.example/a", "https://acme.example@evil.example/a"),
        ("https://huggingface.co/a", "https://evilhf.co/a"),
        ("https://huggingface.co/a", "https://hf.co:8443/a"),
        ("https://acme.example/a", "//evil.example/a"),
        ("https://acme.example/a", "https://127.0.0.1/a"),
    ],
)
def test_a_redirect_to_others_is_refused(at: str, location: str) -> None:
    with pytest.raises(FetchError, match="leads on to"):
        _next(at, location, at)


@pytest.mark.parametrize("address", ["https://", "nonsense", "https://[bad/licence", "https://a b/licence"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(LicensedbError) as caught:
        Web(Limits(connect=1, total=2)).text(address)
    assert not isinstance(caught.value, MisuseError)
