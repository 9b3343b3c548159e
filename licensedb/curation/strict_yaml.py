"""Strict YAML: plain data with the line of each part, and every problem at once.

YAML's guesses (`no`, `3.10`, dates), duplicate keys, aliases and tags are findings, not values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from licensedb.curation.findings import Finding

LARGEST = 1_000_000
DEEPEST = 40
Path_ = tuple[str | int, ...]

_INT = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")
_LOOKS_LIKE_INT = re.compile(r"[-+]?(?:0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_]*_[0-9_]*)\Z|\+[0-9]+\Z", re.IGNORECASE)
_LOOKS_LIKE_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.)(?:[eE][-+]?[0-9]+)?\Z|\+[0-9.]+\Z")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?\Z")
_GUESSED_WORDS = frozenset("y n yes no on off".split())
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document(NamedTuple):
    """A file read: its data (None when it could not be read), the line of each path, and what was wrong."""

    path: str
    data: Any
    lines: dict[Path_, int]
    findings: list[Finding]
    file: Path | None = None

    def line(self, path: Path_) -> int:
        """The line of `path`, or of the nearest part above it."""
        lines = self.lines
        if not lines and self.file is not None:
            lines = read(self.file).lines
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path, 1)

    def lean(self, file: Path) -> Document:
        """The document without its data and lines: a line that is asked for is read again."""
        return Document(self.path, None, {}, self.findings, file)


def read(path: Path, shown: str | None = None) -> Document:
    """Read one YAML file. Never raises for what the file holds; an unreadable file is a finding."""
    name = shown or str(path)
    problem: tuple[int, str, str, str]
    try:
        size = path.stat().st_size
        if size > LARGEST:
            problem = (1, f"is {size:,} bytes long; at most {LARGEST:,} are read", "too-large", "a record is a few kilobytes")
        else:
            return parse(path.read_bytes().decode("utf-8"), name)
    except UnicodeDecodeError as error:
        problem = (1, f"is not UTF-8 (byte {error.start})", "not-utf-8", "save it as UTF-8")
    except OSError as error:
        problem = (1, f"cannot be read: {error.strerror or error}", "unreadable", "")
    line, text, rule, tip = problem
    return Document(name, None, {}, [Finding(name, line, "", text, rule, tip)])


def parse(text: str, name: str) -> Document:
    """Read YAML from a string; `name` stands in findings."""
    reader = _Reader(name)
    try:
        data = reader.document(yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        line = mark.line + 1 if mark else 1
        if "nesting" in reason:  # a bound of the parser's own, which newer ones have
            return _too_deep(name, line)
        return Document(name, None, {}, [Finding(name, line, "", f"is not YAML: {reason}", "yaml-syntax")])
    except _TooDeep as error:
        return _too_deep(name, error.line)
    except ValueError as error:
        return Document(name, None, {}, [Finding(name, 1, "", f"is not YAML: {type(error).__name__}", "yaml-syntax")])
    if data is None and not reader.findings:
        return Document(name, None, {}, [Finding(name, 1, "", "is empty", "yaml-syntax")])
    return Document(name, data, reader.lines, reader.findings)


def _too_deep(name: str, line: int) -> Document:
    problem = f"is nested more than {DEEPEST} deep"
    return Document(name, None, {}, [Finding(name, line, "", problem, "too-deep", "a record is flat")])


class _TooDeep(Exception):
    """Nesting beyond what any record needs; the parser's events are read one by one, so no depth can exhaust the stack."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


class _Reader:
    """One walk over the parser's events."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.findings: list[Finding] = []
        self._events: Iterator[Any] = iter(())

    def document(self, events: Iterator[Any]) -> Any:
        """The value of the one document that the events tell of."""
        self._events = events
        data, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._find(event, (), "begins a second document", "yaml-syntax", "one file holds one record")
                    return None
                data = self._value(next(events), ())
        return data

    def _value(self, event: Any, path: Path_) -> Any:
        self.lines.setdefault(path, event.start_mark.line + 1)
        if len(path) > DEEPEST:
            raise _TooDeep(event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent):
            self._find(event, path, "is an alias", "alias", "write it out")
            return None
        if event.tag is not None:
            self._find(event, path, f"has the tag {event.tag[:60]!r}", "tag", "tags are not used here")
        if isinstance(event, yaml.MappingStartEvent):
            return dict(self._pairs(path))
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(item, (*path, at)) for at, item in enumerate(self._until(yaml.SequenceEndEvent))]
        return self._scalar(event, path)

    @staticmethod
    def _line(event: Any) -> int:
        return int(event.start_mark.line) + 1

    def _until(self, end: type[yaml.Event]) -> Iterator[Any]:
        event: Any = next(self._events)
        while not isinstance(event, end):
            yield event
            event = next(self._events)

    def _pairs(self, path: Path_) -> Iterator[tuple[str, Any]]:
        keys: dict[str, int] = {}
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._find(event, path, "has a key that is no word", "key")
                self._value(event, (*path, "?"))
                self._value(next(self._events), (*path, "?"))
                continue
            key, line = str(event.value), self._line(event)
            value_event = next(self._events)
            if key == "<<" and not event.style:
                self._find(event, (*path, key), "is a merge key", "alias", "write it out")
                self._value(value_event, (*path, key))
                continue
            if not event.style and (key.lower() in _GUESSED_WORDS or _INT.match(key) or _FLOAT.match(key)):
                self._find(event, (*path, key), "is a key that YAML takes for no word", "guessed-type", f'quote it: "{key[:40]}"')
            if key in keys:
                self._find(event, (*path, key), f"stands twice; first in line {keys[key]}", "duplicate-key")
                self._value(value_event, (*path, key))
                continue
            keys[key] = self.lines[(*path, key)] = line
            yield key, self._value(value_event, (*path, key))

    def _scalar(self, node: Any, path: Path_) -> Any:
        text = node.value
        if node.style:
            return text
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _INT.match(text):
            return int(text) if len(text) < 25 else self._guessed(node, path)
        if _FLOAT.match(text):
            number = float(text)
            return int(number) if ("e" in text.lower() and number.is_integer() and abs(number) < 1e18) else number
        guessed = text.lower() in _GUESSED_WORDS or text.lower() in ("true", "false")
        if (
            guessed
            or _LOOKS_LIKE_INT.match(text)
            or _LOOKS_LIKE_FLOAT.match(text)
            or _SEXAGESIMAL.match(text)
            or text.lower().lstrip("-+") in (".inf", ".nan")
        ):
            return self._guessed(node, path)
        return text

    def _guessed(self, node: Any, path: Path_) -> str:
        text: str = node.value
        tip = f'quote it: "{text[:40]}"' + ("; or write true or false" if text.isalpha() else "")
        self._find(node, path, f"{text[:40]!r} is a value that YAML takes for another type", "guessed-type", tip)
        return text

    def _find(self, node: Any, path: Path_, problem: str, rule: str, tip: str = "") -> None:
        self.findings.append(Finding(self.name, node.start_mark.line + 1, dotted(path), problem, rule, tip))


def dotted(path: Path_) -> str:
    """`("rules", "copy", "cite")` as `rules.copy.cite`, list places in brackets."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else str(part)
    return out
