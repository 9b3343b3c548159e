"""The text of an HTML page: what a reader sees of it, without scripts, styles and ways to elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

_DROPPED = frozenset("script style template noscript head nav footer svg iframe button select".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset(
    "address article blockquote body br dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 hr li main ol p pre section"
    " summary table tbody td th thead tr ul".split()
)


class _Reader(HTMLParser):
    """Gathers text outside of dropped elements. An element that is never closed ends with the one around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[str] = []
        self._counted: Counter[str] = Counter()
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag not in _VOID:
            self._open.append(tag)
            self._counted[tag] += 1
            self._dropped += tag in _DROPPED

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        closed = "" if self._counted[tag] else tag
        while closed != tag:
            closed = self._open.pop()
            self._counted[closed] -= 1
            self._dropped -= closed in _DROPPED
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self.parts.append(data)


def text_of_page(page: str) -> str:
    """The text of an HTML page, a line per block."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
