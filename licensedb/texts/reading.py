"""A file as text: the one place that reads what users and the net hand in, and refuses what is no text in one clear line."""

from __future__ import annotations

import codecs
import errno
import re
import stat
from pathlib import Path
from typing import BinaryIO

from licensedb.errors import MisuseError

LARGEST = 4_000_000  # bytes; the longest licence text known has 150,000

# Longer marks first: that of UTF-16 is the beginning of one of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_KINDS = (
    (b"%PDF-", "is a PDF file, which is not read", "save it as plain text first"),
    (b"PK\x03\x04", "is an archive or office document, which is not read", "save it as plain text first"),
    (b"{\\rtf", "is an RTF file, which is not read", "save it as plain text first"),
    (b"\x1f\x8b", "is a compressed file, which is not read", "unpack it first"),
)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def read_text(path: Path, *, pages: bool = False) -> str:
    """The text of a file of at most `LARGEST` bytes; an HTML page only with `pages`, and then the text in it.

    Raises MisuseError, with the place and what to do, for whatever is no text: folders, binary, empty and large files.
    """
    place = str(path)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise MisuseError("is a folder", place=place, tip="name a text file")
        if stat.S_ISREG(found.st_mode) and found.st_size > LARGEST:
            raise _too_large(place, f"{found.st_size:,} bytes")
        with path.open("rb") as file:
            return read_stream(file, place, pages=pages)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise MisuseError(f"cannot be read: {_why(error)}", place=place, tip="name a text file") from None


def read_stream(stream: BinaryIO, place: str, *, pages: bool = False) -> str:
    """The text of an open file or of standard input, of which no more than `LARGEST` bytes are read."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _too_large(place, f"more than {LARGEST:,} bytes")
    return decode(data, place, pages=pages)


def decode(data: bytes, place: str, *, pages: bool = False) -> str:
    """Bytes as text: UTF-8, or what a byte order mark says. Raises MisuseError as `read_text` does."""
    if len(data) > LARGEST:
        raise _too_large(place, f"{len(data):,} bytes")
    for beginning, problem, tip in _OTHER_KINDS:
        if data.startswith(beginning):
            raise MisuseError(problem, place=place, tip=tip)
    text = _decoded(data, place)
    if not text.strip():
        raise MisuseError("is empty", place=place, tip="a text is needed")
    if is_page(text):
        if not pages:
            raise MisuseError("is an HTML page, not a text", place=place, tip="save the page as plain text first")
        from licensedb.texts.markup import text_of_page

        text = text_of_page(text)
        if not text.strip():
            raise MisuseError("is an HTML page without text", place=place, tip="save what the browser shows as plain text")
    return text


def is_page(text: str) -> bool:
    """Whether a text is an HTML page. (Markdown may begin with tags too, but not with these.)"""
    return _PAGE.match(text[:4000]) is not None


def _decoded(data: bytes, place: str) -> str:
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    if encoding == "utf-8" and b"\0" in data:
        tip = "save it as UTF-8" if _looks_like_utf_16(data) else "a plain text is needed"
        raise MisuseError(f"is a binary file: a NUL byte at {data.index(0):,}", place=place, tip=tip)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + len(mark)
        raise MisuseError(f"is no {encoding.upper()}: byte {at:,} cannot be read", place=place, tip="save it as UTF-8") from None
    if "\0" in text:
        raise MisuseError("is a binary file: it holds NUL characters", place=place, tip="a plain text is needed")
    return text


def _looks_like_utf_16(data: bytes) -> bool:
    """Whether every second byte is NUL, as in Latin letters in UTF-16."""
    start = data[:1000]
    return max(start[::2].count(0), start[1::2].count(0)) > 0.3 * len(start)


def _too_large(place: str, size: str) -> MisuseError:
    return MisuseError(f"is too large for a text: {size}", place=place, tip=f"at most {LARGEST:,} bytes are read")


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return "a loop of links" if error.errno == errno.ELOOP else error.strerror or str(error)
    return str(error)
