"""Importing: files of the Model Openness Tool as models of ours, with what they do not say left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from licensedb import records as r
from licensedb.curation.findings import Finding
from licensedb.curation.strict_yaml import Document, Path_, dotted, read
from licensedb.knowledge.building import today
from licensedb.naming import fold, fold_loosely
from licensedb.store.names import names_of_licence
from licensedb.vocabulary import COMPONENTS, Component

SOURCE = "https://github.com/lfai/model_openness_tool/blob/main/models/"
# The names of the framework's rows, as the tool writes them.
ROWS = {
    "model architecture": Component.ARCHITECTURE,
    "model parameters (final)": Component.WEIGHTS,
    "technical report": Component.TECHNICAL_REPORT,
    "evaluation results": Component.EVALUATION_RESULTS,
    "model card": Component.MODEL_CARD,
    "data card": Component.DATA_CARD,
    "sample model outputs": Component.SAMPLE_OUTPUTS,
    "training code": Component.TRAINING_CODE,
    "inference code": Component.INFERENCE_CODE,
    "evaluation code": Component.EVALUATION_CODE,
    "evaluation data": Component.EVALUATION_DATA,
    "supporting libraries and tools": Component.LIBRARIES,
    "datasets": Component.DATASETS,
    "data preprocessing code": Component.PREPROCESSING_CODE,
    "research paper": Component.RESEARCH_PAPER,
    "model parameters (intermediate)": Component.INTERMEDIATE_WEIGHTS,
    "model metadata": Component.METADATA,
}
# What stands where a licence would: the component is not there; it has none; nobody has looked yet.
_NOT_THERE = ("component not included", "component not include", "component not include.")
_NONE = ("unlicensed", "license not specified", "licence not specified")
_PENDING = ("pending evaluation",)
_KINDS = {"language": "text", "code": "code", "image": "image", "audio": "audio", "video": "video", "3d": "3d", "multimodal": "multimodal"}
_SIZE = re.compile(r"^(\d+(?:\.\d+)?) ?([BM])$", re.IGNORECASE)
_TAKEN = ("guessed-type",)  # the tool's own files hold numbers and words that ours would quote


class Part(NamedTuple):
    """A component of a file: what it says of the release (None: nobody has looked), and the licence, None where it has none."""

    component: Component
    released: bool | None
    licence: str | None


class Imported(NamedTuple):
    """A model read from a file, and where it was read."""

    id: str
    name: str
    developer: str
    hub: str | None
    modality: str | None
    parameters: str | None
    parts: list[Part]
    place: str


def read_files(paths: Sequence[Path], licences: Iterable[r.Licence]) -> tuple[list[Imported], list[Finding]]:
    """The models of the tool's files, and what cannot be taken over: unknown components and licences, files of another form."""
    named = _names(licences)
    found, findings = [], []
    for path in paths:
        document = read(path)
        problems = [one for one in document.findings if one.rule not in _TAKEN]
        findings += problems
        if not problems:
            reader = _Reader(document, named)
            model = reader.model()
            findings += reader.findings
            if model is not None:
                found.append(model)
    return found, findings


def _names(licences: Iterable[r.Licence]) -> dict[str, str | None]:
    """The id of a licence by each of its names; None where several are called so."""
    found: dict[str, str | None] = {}
    for licence in licences:
        for _, value in names_of_licence(licence):
            for name in {fold(value), fold_loosely(value)} - {""}:
                found[name] = licence.id if found.get(name, licence.id) == licence.id else None
    return found


class _Reader:
    """One file of the tool."""

    def __init__(self, document: Document, named: dict[str, str | None]) -> None:
        self._document, self._named = document, named
        self.findings: list[Finding] = []

    def model(self) -> Imported | None:
        data = self._document.data
        release = data.get("release") if isinstance(data, dict) else None
        if not isinstance(release, dict) or not isinstance(release.get("components"), list) or not release.get("name"):
            self._find((), "is no file of the Model Openness Tool", "it has release with name and components")
            return None
        name = str(release["name"])
        size = _SIZE.match(str(release.get("version") or ""))
        return Imported(
            _slug(name),
            name,
            _slug(str(release.get("producer") or "unknown")),
            _hub(str(release.get("huggingface") or "")),
            _KINDS.get(str(release.get("type") or "")),
            f"{size[1]}e{9 if size[2] in 'bB' else 6}" if size else None,
            list(self._parts(release)),
            self._document.path,
        )

    def _parts(self, release: dict[str, Any]) -> Iterator[Part]:
        """Each component with the licence that applies: its own, else that of its kind, else that of the release."""
        seen: set[Component] = set()
        for at, one in enumerate(release["components"]):
            path: Path_ = ("release", "components", at)
            name = str(one.get("name") if isinstance(one, dict) else one)
            component = ROWS.get(" ".join(name.casefold().split()))
            if component is None:
                self._find((*path, "name"), f"{name[:60]!r} is no component of the framework", "it is left out")
                continue
            if component in seen:
                self._find((*path, "name"), f"{name[:60]!r} stands twice", "the first one is taken")
                continue
            seen.add(component)
            key = "license" if "license" in one else "license_name"
            yield self._part(component, one.get(key), release, (*path, key))

    def _part(self, component: Component, own: Any, release: dict[str, Any], path: Path_) -> Part:
        said = " ".join(str(own).casefold().split()) if own is not None else None
        if said in _NOT_THERE:
            return Part(component, False, None)
        if said in _PENDING:
            return Part(component, None, None)
        if said is None:
            own, path = self._of_release(component, release)
        if own is None or str(own).strip() == "" or said in _NONE:
            return Part(component, True, None)
        name = str(own)
        licence = self._named.get(fold(name)) or self._named.get(fold_loosely(name))
        if licence is None:
            self._find(path, f"{name[:60]!r} is no licence that is recorded", "its licence is left out")
            return Part(component, True, "")
        return Part(component, True, licence)

    def _of_release(self, component: Component, release: dict[str, Any]) -> tuple[Any, Path_]:
        licences = release.get("license")
        for key in (COMPONENTS[component][0], "distribution"):
            entry = licences.get(key) if isinstance(licences, dict) else None
            name = entry.get("name") if isinstance(entry, dict) else None
            if name:
                return name, ("release", "license", key, "name")
        return None, ()

    def _find(self, path: Path_, problem: str, tip: str) -> None:
        self.findings.append(Finding(self._document.path, self._document.line(path), dotted(path), problem, "import-mot", tip))


def _slug(name: str) -> str:
    return re.sub(r"[.-]*-[.-]*", "-", re.sub(r"[^a-z0-9.]+", "-", name.casefold().replace("+", "-plus"))).strip("-.")[:80]


def _hub(address: str) -> str | None:
    match = re.match(r"^https://huggingface\.co/([\w.-]+/[\w.-]+)/?$", address.strip())
    return match[1] if match else None


# Writing


def as_models(models: Sequence[Imported], day: str | None = None) -> list[str]:
    """A file of models for each developer."""
    made = []
    for developer in dict.fromkeys(model.developer for model in models):
        lines = [f"developer: {_word(developer)}", "models:"]
        for model in models:
            if model.developer == developer:
                lines += _model(model, day or today())
        made.append("\n".join(lines))
    return made


def _model(model: Imported, day: str) -> Iterator[str]:
    yield f"  - id: {_word(model.id)}"
    yield f"    name: {_quoted(model.name)}"
    if model.hub:
        yield f"    hub: {model.hub}"
    if model.parameters:
        yield f"    parameters: {model.parameters}"
    if model.modality:
        yield f'    modalities: ["{model.modality}"]'
    by_licence: dict[str, list[str]] = {}
    for part in model.parts:
        if part.licence:
            by_licence.setdefault(part.licence, []).append(str(part.component))
    yield "    licences:" if by_licence else "    licences: []"
    for licence, covers in by_licence.items():
        yield f"      - {{licence: {licence}, covers: [{', '.join(covers)}], confidence: low, source: {_source(model, day)}}}"
    yield f"    components: {_states(model)}"


def as_openness(models: Sequence[Imported], day: str | None = None) -> list[str]:
    """The same for models that are recorded already: a file of openness for each."""
    return ["\n".join(_openness(model, day or today())) for model in models]


def _openness(model: Imported, day: str) -> Iterator[str]:
    yield f"models: [{_word(model.id)}]"
    yield "sources:"
    yield f"  - {_source(model, day)}"
    yield f"components: {_states(model)}"
    licences = [f"{part.component}: {part.licence}" for part in model.parts if part.licence]
    if licences:
        yield "licences: {" + ", ".join(licences) + "}"
    without = [str(part.component) for part in model.parts if part.released and part.licence is None]
    if without:
        yield f"unlicensed: [{', '.join(without)}]"


def _source(model: Imported, day: str) -> str:
    address, title = _quoted(SOURCE + Path(model.place).name), _quoted(f"Model Openness Tool: {model.name}")
    return f"{{url: {address}, title: {title}, seen: {day}}}"


def _states(model: Imported) -> str:
    told = (f"{part.component}: {'released' if part.released else 'withheld'}" for part in model.parts if part.released is not None)
    return "{" + ", ".join(told) + "}"


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _word(text: str) -> str:
    """An id, quoted where YAML would take it for another type."""
    return (
        text if re.match(r"^[a-z]", text) and text not in ("y", "n", "yes", "no", "on", "off", "true", "false", "null") else _quoted(text)
    )
