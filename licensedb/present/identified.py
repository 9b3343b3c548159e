"""Named licences of files: text for people, Markdown, CSV, JSON (`licensedb.identify/1`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from licensedb.present import grid
from licensedb.records import Identified, KnownText, Match, Mismatch
from licensedb.vocabulary import Likeness

MEANINGS = {
    Likeness.EXACT: "the known text, to the letter",
    Likeness.REFORMATTED: "the words of the known text, laid out otherwise or with other text around",
    Likeness.MODIFIED: "the known text with words changed, added or taken out",
    Likeness.TRUNCATED: "a part of the known text; the rest is missing",
    Likeness.CLOSE: "another text, close to the known one",
    Likeness.UNKNOWN: "no known licence",
}
_SHOWN = 12  # differences of a match that are listed, unless all are asked for
_WIDE = 160  # characters of a passage in a listing


def render(found: Sequence[Identified], form: str, *, every: bool = False, known: int = 0) -> str:
    """The answer in a format; `every` lists all differences, `known` is the number of texts compared with."""
    if form == "json":
        return as_json(found, known)
    if form == "csv":
        return grid.comma_separated(_HEADER, [row for one in found for row in _rows(one)])
    return "\n\n".join((_markdown if form == "markdown" else _plain)(one, every) for one in found)


_HEADER = ("file", "status", "id", "name", "score", "lines", "missing_sections", "differences", "differs")


def _rows(one: Identified) -> list[list[str]]:
    if not one.matches:
        return [[one.place, str(one.status), "", "", "", "", "", "", ""]]
    return [
        [
            one.place,
            str(match.status),
            identity(match.text),
            match.text.name,
            f"{match.score:.4f}",
            f"{match.lines[0]}-{match.lines[1]}",
            "; ".join(match.missing),
            str(len(differences(match))),
            "; ".join(match.differs),
        ]
        for match in one.matches
    ]


def identity(text: KnownText) -> str:
    """What a known text is called in licensedb: the record it is an edition of, else its own id."""
    return text.licence or text.id


def differences(match: Match) -> list[Mismatch]:
    """The differences in the licence itself; text around it and copyright notices are none."""
    return [one for one in match.passages if one.about not in ("other", "notice")]


def _plain(one: Identified, every: bool) -> str:
    if not one.matches:
        return "\n".join([f"{one.place}: unknown: {MEANINGS[Likeness.UNKNOWN]}", *_around(one, "  ")])
    lines = []
    if one.status is Likeness.UNKNOWN:
        lines.append(f"{one.place}: unknown: {MEANINGS[Likeness.UNKNOWN]}, but it holds another licence's text")
    for match in one.matches:
        lines += [f"{one.place}: {_headline(match)}", *(f"  {line}" for line in _told(match, every))]
    return "\n".join([*lines, *_around(one, "  ")])


def _markdown(one: Identified, every: bool) -> str:
    lines = [f"## {_safe(one.place)}: {one.status}", ""]
    if not one.matches:
        lines += [MEANINGS[Likeness.UNKNOWN][0].upper() + MEANINGS[Likeness.UNKNOWN][1:] + ".", ""]
    for match in one.matches:
        lines += [f"**{_safe(_headline(match))}**", "", *(f"- {_safe(line)}" for line in _told(match, every)), ""]
    return "\n".join([*lines, *(f"- {_safe(line)}" for line in _around(one, ""))]).rstrip()


def _headline(match: Match) -> str:
    near = "close to " if match.status is Likeness.CLOSE else ""
    text = match.text
    date = f", {text.date}" if text.date and text.date not in text.name and text.date not in identity(text) else ""
    return f"{near}{text.name}{date} ({identity(text)}): {match.status}, {share(match.score)}"


def share(score: float) -> str:
    """A share in per cent, rounded down: 100 % is said of what is all there."""
    return f"{int(score * 1000) / 10:g} %"


def _told(match: Match, every: bool) -> list[str]:
    found = differences(match)
    lines = [f"{MEANINGS[match.status]} (lines {match.lines[0]} to {match.lines[1]})"]
    lines += [f"differs in {reason}" for reason in match.differs]
    if match.missing:
        lines.append(f"missing sections: {', '.join(match.missing)}")
    lines += [difference(one) for one in (found if every else found[:_SHOWN])]
    if len(found) > _SHOWN and not every:
        lines.append(f"... {len(found) - _SHOWN} more differences (--all lists them)")
    around = [one for one in match.passages if one.about == "other"]
    lines += [f"other text {_place(one)}" for one in around]
    if match.alike:
        lines.append("the part at hand is the same in: " + ", ".join(identity(text) for text in match.alike))
    return lines


def difference(one: Mismatch) -> str:
    """One difference as a line: kind, place, new words, old words where they are at hand."""
    section = f", section {one.section}" if one.section else ""
    about = "" if one.about == "words" else f" ({one.about})"
    count = one.known[1] - one.known[0]
    lost = f'"{_short(one.old)}"' if one.old else f"{count} word{'' if count == 1 else 's'}"
    told = " instead of ".join([f'"{_short(one.new)}"'] * bool(one.new) + [lost] * bool(count))
    return f"{one.kind}{about} {_place(one)}{section}: {told}"


def _place(one: Mismatch) -> str:
    first, last = one.lines
    if one.kind == "deleted":
        return f"between lines {first} and {last}" if first != last else f"in line {first}"
    return f"in line {first}" if first == last else f"in lines {first} to {last}"


def _short(text: str) -> str:
    clean = "".join(char if char.isprintable() else " " for char in text)
    return clean if len(clean) <= _WIDE else f"{clean[: _WIDE // 2]} … {clean[-_WIDE // 2 :]}"


def _around(one: Identified, indent: str) -> list[str]:
    lines = [f"the file says: {', '.join(one.says)}"] if one.says else []
    if one.runners_up:
        lines.append("runners-up: " + ", ".join(f"{identity(each.text)} {share(each.score)}" for each in one.runners_up[:3]))
    return [f"{indent}{line}" for line in lines]


def _safe(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>|#" else char for char in text)


def as_json(found: Sequence[Identified], known: int) -> str:
    """`licensedb.identify/1`."""
    from licensedb.present.as_json import dumps

    return dumps({"schema": "licensedb.identify/1", "texts": known, "rows": [_row(one) for one in found]})


def _row(one: Identified) -> dict[str, Any]:
    return {
        "file": one.place,
        "status": one.status,
        "words": one.words,
        "says": list(one.says),
        "matches": [_match(match) for match in one.matches],
        "runners_up": [{**_text(each.text), "score": each.score} for each in one.runners_up],
    }


def _text(text: KnownText) -> dict[str, Any]:
    names = {"scancode": list(text.scancode), "spdx": text.spdx, "aliases": list(text.aliases)}
    source = {"repository": text.repository, "path": text.path, "commit": text.commit, "address": text.address}
    return {
        "id": identity(text),
        "name": text.name,
        "licence": text.licence,
        "text": text.id,
        "kind": text.kind,
        "date": text.date,
        "identifiers": names,
        "source": source,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        **_text(match.text),
        "status": match.status,
        "score": match.score,
        "present": match.present,
        "lines": list(match.lines),
        "missing_sections": list(match.missing),
        "differs": list(match.differs),
        "alike": [identity(text) for text in match.alike],
        "passages": [msgspec.to_builtins(one) for one in match.passages],
    }
