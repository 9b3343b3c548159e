"""What goes along with a model that is given away or hosted: texts, notices, restrictions, the name; and the folder they go into."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.resources import put
from licensedb.vocabulary import REFUSALS, STANDING, Act, Duty, Operand

ACTS = (Act.REDISTRIBUTE, Act.DISTRIBUTE_DERIVATIVES, Act.HOST)
LIST = ".licensedb-notice.json"  # what was written and with which digest: nothing else is ever replaced or removed


def act_of(name: str | Act) -> Act:
    """The act that something goes along with. Raises MisuseError for another."""
    if name not in ACTS:
        raise MisuseError(f"nothing goes along with {str(name)[:60]!r}", tip="write one of: " + ", ".join(ACTS))
    return Act(name)


def name_of(name: str | None) -> str | None:
    """A name on one line. Raises MisuseError for one that says nothing."""
    if name is None:
        return None
    told = "".join(letter if letter.isprintable() else " " for letter in name)
    told = " ".join(told.split())
    if not told.rsplit("/", 1)[-1].strip():
        raise MisuseError(f"{name[:40]!r} is no name", tip='write what yours is called: --name "My Model 7B"')
    return told


def shipment(
    about: r.About, act: Act, world: Any, asked: Sequence[tuple[r.CheckRow, Sequence[Any]]], name: str | None, library: Any
) -> r.Shipment:
    """What goes along; `asked` are the rows of a check, each with the parts (terms and base) that were asked."""
    asked = [(_with_words(_once_granted(row, parts), parts, library), parts) for row, parts in asked]
    rows = tuple(row for row, _ in asked)
    due = list(dict.fromkeys(one for row in rows for one in row.duties))
    models = _models(asked)
    terms = {part.terms.id: part.terms.terms for _, parts in asked for part in parts if part.terms.terms is not None}
    copies = {one.document for one in due if one.rule.duty in (Duty.PROVIDE_LICENCE_COPY, Duty.SAME_LICENCE)}
    owed = [one for one in terms.values() if copies & {document.id for document in _documents(one)}]
    texts = dict.fromkeys(document.id for one in owed for document in _documents(one))
    by_id = {document.id: document for one in terms.values() for document in _documents(one)}
    passed = {one.document for one in due if one.rule.duty is Duty.PASS_ON_RESTRICTIONS}
    binding = [one for one in terms.values() if passed & {document.id for document in _documents(one)}]
    trademarks = [
        r.DueRule(document.id, rule)
        for document in by_id.values()
        for rule in document.rules
        if rule.kind == "forbid" and Act.USE_TRADEMARK in rule.acts
    ]
    rules = [one for one in due if one.rule.duty is Duty.NAME_RULE]
    return r.Shipment(
        about,
        act,
        rows,
        tuple(models.items()),
        tuple(_text(by_id[each], models.get(each, ()), library) for each in texts),
        tuple(dict.fromkeys(itertools.chain.from_iterable(map(_restrictions, binding)))),
        name,
        tuple(_named(name, rules)) if name else (),
        tuple(_marks(name, trademarks, rules, world)) if name else (),
        tuple(trademarks),
    )


def _once_granted(row: r.CheckRow, parts: Sequence[Any]) -> r.CheckRow:
    """A row as it is; of a refused act with the duties that the terms lay on it, should it be granted after all."""
    if row.decision.verdict not in REFUSALS:
        return row
    due = [
        r.DueRule(document.id, rule)
        for part in parts
        if part.terms.terms is not None
        for document in _documents(part.terms.terms)
        for rule in document.rules
        if rule.kind == "duty" and rule.duty not in STANDING and part.act in rule.acts
    ]
    return msgspec.structs.replace(row, duties=tuple(dict.fromkeys(due)))


def _with_words(row: r.CheckRow, parts: Sequence[Any], library: Any) -> r.CheckRow:
    """A row whose notices have the words that their licences give them, where the texts are at hand."""
    documents = {one.id: one for part in parts if part.terms.terms is not None for one in _documents(part.terms.terms)}
    due = (r.DueRule(one.document, _worded(one.rule, documents.get(one.document), library)) for one in row.duties)
    return msgspec.structs.replace(row, duties=tuple(due)) if any(one.rule.worded for one in row.duties) else row


def _worded(rule: r.Rule, document: r.Licence | None, library: Any) -> r.Rule:
    cite = rule.worded
    text = library.text(document) if cite and document else None
    if cite is None or cite.words is None or cite.sha256 is None or text is None:
        return rule
    from licensedb.texts.cite import passage

    found = passage(text.source, text.words, cite.words, cite.sha256)
    return msgspec.structs.replace(rule, text=" ".join(found[1].split()).strip('"“”«»')) if found else rule


def _documents(terms: r.Terms) -> tuple[r.Licence, ...]:
    return (terms.licence, *terms.policies)


def _models(asked: Iterable[tuple[r.CheckRow, Sequence[Any]]]) -> dict[str, tuple[str, ...]]:
    """Document to the models under it: what was asked for, or the base whose terms it belongs to."""
    found: dict[str, dict[str, None]] = {}
    for row, parts in asked:
        for part in parts:
            if part.terms.terms is not None:
                for document in _documents(part.terms.terms):
                    found.setdefault(document.id, {})[part.through or row.id] = None
    return {document: tuple(models) for document, models in found.items()}


def _restrictions(terms: r.Terms) -> Iterator[r.DueRule]:
    """The rules that bar purposes, of a licence and its policies."""
    for document in _documents(terms):
        for rule in document.rules:
            if rule.kind == "forbid" and any(test.operand is Operand.PURPOSE for part in rule.when for test in part):
                yield r.DueRule(document.id, rule)


def _text(document: r.Licence, models: tuple[str, ...], library: Any) -> r.ShippedText:
    from licensedb.texts.normal import without_front_matter

    text = library.text(document)
    if text is None:
        return r.ShippedText(document, models)
    return r.ShippedText(document, models, without_front_matter(text.source).strip("\n") + "\n", text.sha256)


# The name


def _named(name: str, rules: Sequence[r.DueRule]) -> Iterator[r.NameCheck]:
    for each in rules:
        clash = next((one.rule.text for one in rules if _clashes(each.rule, one.rule)), None)
        yield r.NameCheck(each, name_result(name, each.rule.text or "", each.rule.at or "anywhere"), clash)


def name_result(name: str, text: str, at: str) -> str:
    """`met` where the name holds `text` as it is written, `close` with other case or separators, else `missing`.

    Of a name like `owner/model` only the model counts.
    """
    model = name.strip().rsplit("/", 1)[-1]
    held = str.startswith if at == "start" else str.__contains__
    if held(model, text):
        return "met"
    return "close" if held(_loosely(model), _loosely(text)) else "missing"


def _loosely(text: str) -> str:
    return re.sub(r"[\s_.-]+", "-", text.casefold())


def _clashes(one: r.Rule, other: r.Rule) -> bool:
    """Whether no name can begin as both rules want it."""
    first, second = one.text or "", other.text or ""
    return one.at == other.at == "start" and not (first.startswith(second) or second.startswith(first))


def _marks(name: str, trademarks: Sequence[r.DueRule], rules: Sequence[r.DueRule], world: Any) -> Iterator[r.MarkFound]:
    """Words of the name that are a licensor's or a model family's, where the text gives no leave and asks for no such name."""
    said = {word for word in re.split(r"[^\w]+|_|(?<=[^\W\d])(?=\d)", name.rsplit("/", 1)[-1].casefold()) if len(word) > 2}
    wanted = {word for one in rules for word in _words(one.rule.text or "")}
    licences = {terms.licence.id: terms.licence for terms in world.terms.values()}
    for one in trademarks:
        if (licence := licences.get(one.document)) is None:
            continue
        under = [model for model in world.models.values() if any(entry.licence == licence.id for entry in model.licences)]
        marks = _words(licence.licensor) | {word for model in under for word in _words(f"{model.family or ''} {model.developer}")}
        for word in sorted((said & marks) - wanted):
            yield r.MarkFound(word, one)


def _words(text: str) -> set[str]:
    return {word for word in re.split(r"[^a-z]+", text.casefold()) if len(word) > 2} - {"the", "and", "model", "models", "open"}


# The folder


def write(folder: Path, files: Mapping[str, str], *, force: bool = False) -> list[str]:
    """Write files into a folder, whole or not at all each, and remove those of an earlier run that are no longer needed.

    Only files that an earlier run wrote and nobody has changed are replaced; others with `force` alone. Returns their paths.
    Raises MisuseError, before anything is written, where a file stands in the way.
    """
    if folder.exists() and not folder.is_dir():
        raise MisuseError("is a file", place=str(folder), tip="name a folder with -o")
    own = _own(folder)
    contents = {name: text.encode() for name, text in files.items()}
    _refuse(folder, contents, own, force)
    for parent in sorted({(folder / name).parent for name in (*files, LIST)}):
        _make(parent)
    for name, text in files.items():
        put(folder / name, text)
    for name in sorted(own - contents.keys()):
        (folder / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        (folder / "LICENSES").rmdir()  # only where nothing is left in it
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())}
    put(folder / LIST, msgspec.json.format(msgspec.json.encode(listed), indent=2).decode() + "\n")
    return list(files)


def _own(folder: Path) -> set[str]:
    """Files that an earlier run wrote and that are still as it wrote them."""
    try:
        listed = msgspec.json.decode((folder / LIST).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError):
        return set()
    return {name for name, digest in listed.items() if _is_ours(name) and _digest(folder / name) == digest}


def _is_ours(name: str) -> bool:
    """Whether such a path is one that this command writes: the list is a file like any other, and may hold anything."""
    return name in ("NOTICE", "ATTRIBUTION", "CHECKLIST.md") or re.fullmatch(r"LICENSES/(?!\.)[\w.-]+", name) is not None


def _digest(path: Path) -> str | None:
    try:
        return None if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _refuse(folder: Path, contents: Mapping[str, bytes], own: set[str], force: bool) -> None:
    inner = {(folder / name).parent for name in contents} - {folder}
    for path in sorted(inner):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise MisuseError("is no folder", place=str(path), tip="move it away, or choose another with -o")
    met = sorted(name for name, content in contents.items() if name not in own and _stands(folder / name, content))
    folders = [name for name in met if (folder / name).is_dir()]
    if folders:
        raise MisuseError("is a folder", place=str(folder / folders[0]), tip="move it away, or choose another with -o")
    if met and not force:
        many = f" (and {len(met) - 1} more)" if len(met) > 1 else ""
        raise MisuseError(
            f"is not as licensedb wrote it{many}", place=str(folder / met[0]), tip="--force replaces it; or choose another folder with -o"
        )


def _stands(path: Path, content: bytes) -> bool:
    """Whether something else stands at a path."""
    if not path.exists() and not path.is_symlink():
        return False
    return _digest(path) != hashlib.sha256(content).hexdigest()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MisuseError(f"cannot be made: {error.strerror}", place=str(folder), tip="choose another with -o") from None
