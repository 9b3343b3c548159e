"""Files as text: what is a text is read whatever its encoding, and what is none is refused in one line that says so."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensedb.errors import MisuseError
from licensedb.texts.markup import text_of_page
from licensedb.texts.reading import LARGEST, decode, is_page, read_stream, read_text

SAMPLE = "Licence of Acme, § 1: 您可以使用 the Model.\n"
PAGE = """<!DOCTYPE html>
<html><head><title>Acme</title><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a></nav>
<script>var hidden = "<p>not a word</p>";</script>
<h1>Acme&nbsp;Licence</h1><p>1. You may <b>run</b> the&#32;Model<br>and share it.<p>2. No warranty &amp; no liability.
<footer>Cookies</footer></body></html>
"""


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"], ids=["UTF-8", "UTF-8 with a mark", "UTF-16 with a mark", "UTF-32 with a mark"]
)
def test_a_text_is_read_in_each_encoding_that_says_what_it_is(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "acme.txt"
    path.write_bytes(SAMPLE.encode(encoding))
    assert read_text(path) == SAMPLE


def test_big_endian_is_read_too() -> None:
    assert decode("\ufeff".encode("utf-16-be") + SAMPLE.encode("utf-16-be"), "-") == SAMPLE


@pytest.mark.parametrize(
    ("data", "problem", "tip"),
    [
        (b"", "is empty", "a text is needed"),
        (b"\xef\xbb\xbf \n\t\n", "is empty", "a text is needed"),
        (b"You may\0not", "is a binary file: a NUL byte at 7", "plain text"),
        (SAMPLE.encode("utf-16-le"), "is a binary file: a NUL byte at 1", "save it as UTF-8"),
        (b"\xff\xfea\0\0\0b\0", "is a binary file: it holds NUL characters", "plain text"),
        (b"licen\xe7a", "is no UTF-8: byte 5 cannot be read", "save it as UTF-8"),
        (b"\xef\xbb\xbflicen\xe7a", "is no UTF-8: byte 8 cannot be read", "save it as UTF-8"),
        (b"\xff\xfea\0b", "is no UTF-16-LE: byte 4 cannot be read", "save it as UTF-8"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF file, which is not read", "save it as plain text first"),
        (b"PK\x03\x04\x14\0", "is an archive or office document, which is not read", "save it as plain text first"),
        (b"{\\rtf1\\ansi You may}", "is an RTF file, which is not read", "save it as plain text first"),
        (b"\x1f\x8b\x08", "is a compressed file, which is not read", "unpack it first"),
        (PAGE.encode(), "is an HTML page, not a text", "save the page as plain text first"),
        (b"a" * (LARGEST + 1), "is too large for a text: 4,000,001 bytes", "at most 4,000,000 bytes are read"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place_and_what_to_do(data: bytes, problem: str, tip: str) -> None:
    with pytest.raises(MisuseError) as caught:
        decode(data, "their/LICENSE")
    assert caught.value.line().startswith(f"their/LICENSE: {problem} (")
    assert tip in (caught.value.tip or "")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_misuse(data: bytes) -> None:
    try:
        text = decode(data, "-")
    except MisuseError as error:
        assert error.line().startswith("-: ")
        assert error.tip
    else:
        assert text.strip()
        assert "\0" not in text


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


def _missing(_: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (_folder, "is a folder"),
        (_loop, "cannot be read: a loop of links"),
        (_large, "is too large for a text: 1,073,741,824 bytes"),
        (_missing, "cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_file_of_text_is_refused(tmp_path: Path, make: Callable[[Path], None], problem: str) -> None:
    path = tmp_path / "LICENSE"
    make(path)
    with pytest.raises(MisuseError) as caught:
        read_text(path)
    assert caught.value.line().startswith(f"{path}: {problem} (")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(MisuseError, match="cannot be read"):
        read_text(tmp_path / name)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may read everything cannot be refused")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "LICENSE"
    path.write_text(SAMPLE)
    path.chmod(0)
    with pytest.raises(MisuseError, match="Permission denied"):
        read_text(path)


class _Endless(io.RawIOBase):
    """Standard input that never ends."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0
        self.given += size
        return b"a" * size


def test_standard_input_without_end_is_given_up() -> None:
    endless = _Endless()
    with pytest.raises(MisuseError, match="more than 4,000,000 bytes"):
        read_stream(endless, "-")  # type: ignore[arg-type]
    assert endless.given == LARGEST + 1


def test_standard_input_is_read_as_a_file() -> None:
    assert read_stream(io.BytesIO(SAMPLE.encode()), "-") == SAMPLE


def test_a_page_is_read_as_its_text_where_pages_are_wanted() -> None:
    text = decode(PAGE.encode(), "-", pages=True)
    assert text.split() == "Acme Licence 1. You may run the Model and share it. 2. No warranty & no liability.".split()
    assert text.splitlines()[0] == "Acme Licence"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (PAGE, True),
        ("\n<!-- saved --> <HTML lang=en>x", True),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML">', True),
        ('<p align="center">\n# Model card', False),
        ("<header>\nMIT License", False),
        ("The words <html> in a text", False),
        ("", False),
    ],
)
def test_a_page_is_told_from_markdown_with_tags(text: str, page: bool) -> None:
    assert is_page(text) is page


def test_a_page_of_scripts_alone_has_no_text() -> None:
    with pytest.raises(MisuseError, match="is an HTML page without text"):
        decode(b"<!doctype html><html><script>render('the licence')</script></html>", "-", pages=True)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<div><nav>a<p>b</div>c", "c"),  # an element that is left open ends with the one around it
        ("a</nav>b</p></div>c", "ab\nc"),
        ("a<br/>b<hr>c", "a\nb\nc"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("a <script>1 < 2 </b> && '</p>'</script> b", "a b"),
        ("x &lt; y &unknown; <", "x < y &unknown; <"),
    ],
)
def test_pages_that_are_not_tidy_are_read(page: str, text: str) -> None:
    assert [line for line in text_of_page(page).splitlines() if line] == text.splitlines()


@given(st.text(st.sampled_from("<>/ab !-\"'=&;\n"), max_size=60))
def test_no_page_breaks_the_reader(page: str) -> None:
    assert isinstance(text_of_page(f"<!doctype html>{page}"), str)
