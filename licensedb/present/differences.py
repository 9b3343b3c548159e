"""Two documents compared: answers, rules and words, for a terminal, as Markdown and as CSV."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.records import Answer, Citation, Compared, Differences, ProvisionFact, Side, WordChange, Written

# Marks that tell what colour tells, and the colours of a terminal (red and green, struck through and underlined).
_MARKS = {"deleted": ("[-", "-]"), "added": ("{+", "+}")}
_COLOURS = {"deleted": "\x1b[31;9m", "added": "\x1b[32;4m", "title": "\x1b[1m"}
_PLAIN = "\x1b[0m"


class Piece(NamedTuple):
    """Some words that both texts have (`op` is empty), or that are deleted or added; `note` says where they have moved."""

    op: str
    text: str
    note: str = ""


class Block(NamedTuple):
    """The changes of one section: its title, and the passages, each a row of pieces."""

    title: str
    lines: list[list[Piece]]


def blocks(found: Compared) -> list[Block]:
    """Changes by section; those that only few common words part make one passage."""
    made: list[Block] = []
    for change in found.changes:
        title = _title(change)
        pieces = list(_pieces(change))
        if change.joins and made and made[-1].title == title:
            made[-1].lines[-1].extend(pieces)
        elif made and made[-1].title == title:
            made[-1].lines.append(pieces)
        else:
            made.append(Block(title, [pieces]))
    return made


def _pieces(change: WordChange) -> Iterator[Piece]:
    moved = change.moved
    where = _clean(_named(moved)) if moved is not None else ""
    if change.before:
        yield Piece("", _clean(change.before))
    if change.a.text:
        yield Piece("deleted", _clean(change.a.text), f"moved to {where}" if where else "")
    if change.b.text:
        yield Piece("added", _clean(change.b.text), f"moved from {where}" if where else "")
    if change.after:
        yield Piece("", _clean(change.after))


def _title(change: WordChange) -> str:
    a, b = _place(change.a), _place(change.b)
    return _clean(a if a == b else f"{a} → {b}")


def _place(side: Written) -> str:
    return _named(side.section) if side.section == side.last else f"{_named(side.section)} to {_named(side.last)}"


def _named(label: str) -> str:
    return say.section(label) if label else "before the first heading"


# What is told of the comparison as a whole


def heading(found: Differences) -> str:
    """What is compared, with the scenario and the version of the data where records are."""
    about = [say.heading(found.about)] if found.about else []
    return "\n".join([*about, *(f"{letter}: {_described(side)}" for letter, side in (("A", found.a), ("B", found.b)))])


def _described(side: Side) -> str:
    if side.kind == "file":
        return f"{_clean(side.name)} (file)"
    return f"{side.name}, {side.title} ({side.kind}; text {side.state})"


def summary(found: Differences) -> list[str]:
    """What differs and what could not be compared, a sentence each."""
    said = []
    if found.asked:
        said.append(f"{len(found.answers)} of {found.asked} answers differ.")
    if found.ruled and not found.rules and not found.facts:
        said.append("Neither has a rule or provision that the other lacks" + (", but for these answers." if found.answers else "."))
    if found.words:
        a, b = found.words.words
        count = len(found.words.changes)
        passages = f"{count:,} passage{'' if count == 1 else 's'} differ{'s' if count == 1 else ''}" if count else "No word differs"
        said.append(f"{passages}: {found.words.common:,} words in common, of {a:,} in A and {b:,} in B.")
    for name in found.lacking:
        said.append(f"The text of {name} is not at hand, so the words are not compared. To get it: licensedb texts pull {name}")
    if not found.differs and not found.lacking:
        said.append("No differences.")
    return said


def value(answer: Answer, other: Answer) -> str:
    """An answer in a few words, with what it was measured by where the words alone would look alike."""
    text = say.value(answer)
    if text == say.value(other) and isinstance(answer.value, dict) and isinstance(other.value, dict):
        told = ", ".join(_apart(answer.value, other.value))
        return f"{text} ({told})" if told else text
    return text


def _apart(one: dict[str, Any], other: dict[str, Any]) -> Iterator[str]:
    """What a value holds that another has not, however deep: `date 2023-07-18`."""
    for key, part in one.items():
        there = other.get(key)
        if isinstance(part, dict) and isinstance(there, dict):
            yield from _apart(part, there)
        elif part != there:
            yield f"{key} {str(part).replace('-', ' ') if key != 'date' else part}"


def clause(answer: Answer) -> str:
    """Where an answer stands, and the state of the citation; nothing for an answer that no clause gives."""
    if not answer.section:
        return str(answer.state) if answer.state in ("policy not at hand", "not recorded") else ""
    document = f"{answer.text} " if answer.text else ""
    return f"{document}{say.section(answer.section)} [{say.state(str(answer.state), answer.verified)}]"


def cited(cite: Citation) -> str:
    """Section and state of a citation."""
    return f"{say.section(cite.section)} [{say.state(str(cite.state), cite.verified)}]"


def fact(one: ProvisionFact | None) -> str:
    """The value of a provision in words."""
    if one is None:
        return "not stated"
    if isinstance(one.value, bool):
        return "yes" if one.value else "no"
    return ", ".join(one.value) if isinstance(one.value, tuple) else one.value


def _answer_rows(found: Differences) -> list[list[str]]:
    return [
        [str(one.question), *("\n".join(part for part in (value(x, y), clause(x)) if part) for x, y in ((one, other), (other, one)))]
        for one, other in found.answers
    ]


def _rule_rows(found: Differences) -> list[list[str]]:
    rows = []
    for lone in found.rules:
        text = say.rule(lone.rule) + (f" Only here: {', '.join(lone.only)}." if lone.only else "")
        rows.append([lone.side.upper(), f"{lone.document}/{lone.rule.id}", text, cited(lone.rule.cite)])
    return rows


def _fact_rows(found: Differences) -> list[list[str]]:
    return [[str(pair.key), *(fact(one) + (f"\n{cited(one.cite)}" if one else "") for one in (pair.a, pair.b))] for pair in found.facts]


RULES_TITLE = "Rules that only one side has"
FACTS_TITLE = "Provisions that differ"
WORDS_TITLE = "Words that differ"


def text(found: Differences, width: int, colour: bool) -> str:
    """For a terminal: tables, then the passages with `[-deleted-]` and `{+added+}` words."""
    parts = [heading(found), "\n".join(summary(found))]
    header = ["", f"A: {found.a.name}", f"B: {found.b.name}"]
    if found.answers:
        parts += [_bold("Answers that differ", colour), grid.plain(["question", *header[1:]], _answer_rows(found), width)]
    if found.rules:
        parts += [_bold(RULES_TITLE, colour), grid.plain(["", "rule", "what it says", "section"], _rule_rows(found), width)]
    if found.facts:
        parts += [_bold(FACTS_TITLE, colour), grid.plain(["provision", *header[1:]], _fact_rows(found), width)]
    if found.words and found.words.changes:
        parts.append(_bold(WORDS_TITLE, colour))
        for block in blocks(found.words):
            lines = [_line(pieces, width, colour) for pieces in block.lines]
            parts.append("\n".join([_bold(block.title, colour), *lines]))
    return "\n\n".join(parts)


def _bold(title: str, colour: bool) -> str:
    return f"{_COLOURS['title']}{title}{_PLAIN}" if colour else title


def _line(pieces: list[Piece], width: int, colour: bool) -> str:
    """A passage wrapped to the width, two spaces in; colours end with their line."""
    words = [(piece.op, word) for piece in pieces for word in _marked(piece)]
    lines: list[list[tuple[str, str]]] = [[]]
    used = 2
    for op, word in words:
        size = grid.wide(word)
        if lines[-1] and used + size + 1 > width:
            lines.append([])
            used = 2
        lines[-1].append((op, word))
        used += size + 1
    return "\n".join("  " + " ".join(_coloured(line, colour)) for line in lines)


def _marked(piece: Piece) -> list[str]:
    opening, closing = _MARKS.get(piece.op, ("", ""))
    words = f"{opening}{piece.text}{closing}".split(" ")
    return [*words, f"({piece.note})"] if piece.note else words


def _coloured(line: list[tuple[str, str]], colour: bool) -> Iterator[str]:
    runs: list[tuple[str, list[str]]] = []
    for op, word in line:
        if runs and runs[-1][0] == op:
            runs[-1][1].append(word)
        else:
            runs.append((op, [word]))
    for op, words in runs:
        joined = " ".join(words)
        yield f"{_COLOURS[op]}{joined}{_PLAIN}" if colour and op else joined


def _clean(said: str) -> str:
    """Without control and format characters: a text must not command a terminal, nor turn the order of what is shown."""
    return said if said.isprintable() else "".join(char for char in said if unicodedata.category(char) not in ("Cc", "Cf"))


def markdown(found: Differences) -> str:
    """Tables and headings; deleted words struck through, added ones bold."""
    parts = [f"# {_plain(found.a.name)} and {_plain(found.b.name)}", *map(_plain, heading(found).split("\n")), *map(_plain, summary(found))]
    header = ["A", "B"]
    if found.answers:
        parts += ["## Answers that differ", grid.markdown(["question", *header], _answer_rows(found))]
    if found.rules:
        parts += [f"## {RULES_TITLE}", grid.markdown(["side", "rule", "what it says", "section"], _rule_rows(found))]
    if found.facts:
        parts += [f"## {FACTS_TITLE}", grid.markdown(["provision", *header], _fact_rows(found))]
    if found.words and found.words.changes:
        parts.append(f"## {WORDS_TITLE}")
        for block in blocks(found.words):
            parts.append(f"### {_plain(block.title)}")
            parts += [" ".join(map(_markdown_piece, pieces)) for pieces in block.lines]
    return "\n\n".join(parts)


_STRONG = {"deleted": "~~", "added": "**", "": ""}
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>#|~&!+-"})


def _plain(said: str) -> str:
    """Text that Markdown leaves alone."""
    return _clean(said).translate(_SPECIAL)


def _markdown_piece(piece: Piece) -> str:
    mark = _STRONG[piece.op]
    return f"{mark}{_plain(piece.text)}{mark}" + (f" ({_plain(piece.note)})" if piece.note else "")


def comma_separated(found: Differences) -> str:
    """A row a difference: answers, rules, provisions, words."""
    header = ["part", "what", "kind", "a", "a_section", "a_state", "b", "b_section", "b_state"]
    return grid.comma_separated(header, list(_csv_rows(found)))


def _csv_rows(found: Differences) -> Iterator[list[str]]:
    for one, other in found.answers:
        sides = [[value(x, y), x.section or "", say.state(str(x.state), x.verified)] for x, y in ((one, other), (other, one))]
        yield ["answer", str(one.question), "changed", *sides[0], *sides[1]]
    for lone in found.rules:
        cells = [say.rule(lone.rule), lone.rule.cite.section, say.state(str(lone.rule.cite.state), lone.rule.cite.verified)]
        both = (cells, ["", "", ""]) if lone.side == "a" else (["", "", ""], cells)
        yield ["rule", f"{lone.document}/{lone.rule.id}", f"only {lone.side}", *both[0], *both[1]]
    for pair in found.facts:
        told = [
            [fact(one), one.cite.section, say.state(str(one.cite.state), one.cite.verified)] if one else ["", "", ""]
            for one in (pair.a, pair.b)
        ]
        yield ["provision", str(pair.key), "changed", *told[0], *told[1]]
    for change in found.words.changes if found.words else ():
        a, b = ([_clean(one.text), _clean(one.section), ""] for one in (change.a, change.b))
        yield ["words", f"words {change.a.words[0]} and {change.b.words[0]}", change.kind, *a, *b]
