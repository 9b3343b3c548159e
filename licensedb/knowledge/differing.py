"""Two documents compared: first what they answer, then their rules, then their words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from licensedb import records as r
from licensedb.errors import MisuseError, NotFoundError

if TYPE_CHECKING:
    from licensedb.knowledge.base import KnowledgeBase

CONTEXT = 8


class _Document(NamedTuple):
    """One side: what is told of it, its records (none for a file), and its source (None where it is not at hand)."""

    side: r.Side
    records: tuple[r.Licence, ...]
    source: str | None


def files(a: Path, b: Path, *, context: int = CONTEXT) -> r.Differences:
    """Two text files, word by word. Raises MisuseError for what is no text."""
    return _compared(None, _file(a), _file(b), True, True, context)


def documents(
    kb: KnowledgeBase, a: str | Path, b: str | Path, folders: Sequence[Path], *, answers: bool, words: bool, context: int
) -> r.Differences:
    """Two licences, use policies or files. A name that no record has may be that of a file."""
    left, right = (_document(kb, name, folders, words) for name in (a, b))
    return _compared(kb, left, right, answers, words, context)


def _document(kb: KnowledgeBase, name: str | Path, folders: Sequence[Path], words: bool) -> _Document:
    if isinstance(name, Path):
        return _file(name)
    try:
        kind, found = kb.named(name, "diff")
    except NotFoundError:
        if Path(name).is_file():
            return _file(Path(name))
        raise
    shown = kb.show(found, kind=kind)
    assert isinstance(shown.record, r.Licence)
    record = shown.record
    text = None
    if words:
        from licensedb.texts.library import Library

        text = Library(folders).text(record)
    state = "not at hand" if text is None else "verified here" if text.listed else "unlisted edition"
    side = r.Side(found, kind, record.name, state, text.sha256 if text else None)
    return _Document(side, (record, *shown.policies), text.source if text else None)


def _file(path: Path) -> _Document:
    from licensedb.texts.normal import digest, without_front_matter
    from licensedb.texts.normal import words as words_of
    from licensedb.texts.reading import read_text

    source = read_text(path)
    sha256 = digest(words_of(without_front_matter(source)))
    return _Document(r.Side(str(path), "file", path.name, "file", sha256), (), source)


def _compared(kb: KnowledgeBase | None, a: _Document, b: _Document, answers: bool, words: bool, context: int) -> r.Differences:
    known = bool(answers and a.records and b.records)
    if answers and not words and not known:
        raise MisuseError(
            "a file has words and no answers", tip="leave out --answers-only; what licence it is tells: licensedb identify FILE"
        )
    asked = _asked(kb, a, b) if kb and known and {a.side.kind, b.side.kind} == {"licence"} else None
    pairs = zip(asked.rows[0].answers, asked.rows[-1].answers, strict=True) if asked else ()
    differing = tuple((one, other) for one, other in pairs if one.value != other.value)
    told = {one.question for one, _ in differing}
    about = asked.about if asked else kb.about() if kb and (a.records or b.records) else None
    from licensedb.reasoning.apart import facts_apart, lone_rules

    return r.Differences(
        about,
        a.side,
        b.side,
        differing,
        len(asked.questions) if asked else 0,
        known,
        tuple(lone_rules(a.records, b.records, told)) if known else (),
        tuple(facts_apart(a.records, b.records, told)) if known else (),
        asked.rules if asked else (),
        _words(a, b, context) if words else None,
        tuple(dict.fromkeys(one.side.name for one in (a, b) if one.source is None)) if words else (),
    )


def _asked(kb: KnowledgeBase, a: _Document, b: _Document) -> r.Comparison:
    return kb.compare([a.side.name, b.side.name], with_rules=True, kind="licence")


def _words(a: _Document, b: _Document, context: int) -> r.Compared | None:
    if a.source is None or b.source is None:
        return None
    from licensedb.texts.differences import compare

    return compare(a.source, b.source, context)
