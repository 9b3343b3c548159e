"""Checks of models, of what is said of their components, and of claims; `check.py` registers them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from licensedb.curation import shapes as s
from licensedb.curation.convert import about
from licensedb.curation.strict_yaml import Document, Path_
from licensedb.vocabulary import ACT_CLAIMS, BOOLEAN_PROVISIONS, Modality, Release

if TYPE_CHECKING:
    from licensedb.curation.check import Corpus, Problem

Found = Iterator[tuple[Document, Path_, str, str]]

_SIZE = re.compile(r"(?:^|[-_x])(?:(\d+)x)?(\d+(?:\.\d+)?)([bmt])(?=$|[-_.])")
_EXPERTS = re.compile(r"-(\d+)e(?=$|[-_.])")
_UNITS = {"m": 10**6, "b": 10**9, "t": 10**12}
_SMALLEST = 5 * 10**6  # what is smaller is no size but part of a name
_SEEN = (Modality.IMAGE, Modality.VIDEO, Modality.MULTIMODAL)
_HEARD = (Modality.AUDIO, Modality.SPEECH)
# A word of an id, and the modalities of which a model called so has one.
_SAYS = {
    **dict.fromkeys(("vl", "vlm", "vision"), _SEEN),
    **dict.fromkeys(("embed", "embedding"), (Modality.EMBEDDING,)),
    **dict.fromkeys(("code", "coder"), (Modality.CODE,)),
    **dict.fromkeys(("audio", "speech", "asr", "tts", "whisper"), _HEARD),
    "video": (Modality.VIDEO,),
    "image": (Modality.IMAGE,),
}


def sizes_are_plausible(shape: s.ModelsShape, stem: str) -> Iterator[Problem]:  # noqa: ARG001
    """A model has about as many parameters as the size in its id says."""
    for at, model in enumerate(shape.models):
        said = [size for size in _sizes(model.id) if size >= _SMALLEST]
        if model.parameters is None or not said:
            continue
        most = max(*said, sum(said)) * max((1, *map(int, _EXPERTS.findall(model.id))))
        if not 0.4 * min(said) <= model.parameters <= 2.2 * most:
            yield ("models", at, "parameters"), f"are {model.parameters:,} in {model.id!r}", "check both"


def _sizes(name: str) -> Iterator[float]:
    for times, number, unit in _SIZE.findall(name):
        yield float(number) * _UNITS[unit] * int(times or 1)


def modalities_are_plausible(shape: s.ModelsShape, stem: str) -> Iterator[Problem]:  # noqa: ARG001
    """A model has the modalities that its id speaks of."""
    for at, model in enumerate(shape.models):
        for word in re.split(r"[^a-z]+", model.id):
            wanted = _SAYS.get(word, ())
            if wanted and not set(wanted) & set(model.modalities):
                yield ("models", at, "modalities"), f"lack what {word!r} in {model.id!r} says", "one of " + ", ".join(wanted)


def licences_follow_the_release(shape: s.ModelsShape, stem: str) -> Iterator[Problem]:  # noqa: ARG001
    """No licence of a model begins before the model was released."""
    for at, model in enumerate(shape.models):
        for place, entry in enumerate(model.licences):
            if model.released and entry.from_ and entry.from_[: len(model.released)] < model.released:
                yield ("models", at, "licences", place, "from"), f"is before {model.released}, when it was released", "check both"


def components_fit(shape: s.OpennessShape, stem: str) -> Iterator[Problem]:  # noqa: ARG001
    """A component has a licence or is known to have none, and only where it is released."""
    if not (shape.components or shape.licences or shape.unlicensed):
        yield (), "says nothing of any component", "add `components`"
    for component in shape.licences:
        if component in shape.unlicensed:
            yield ("licences", str(component)), "is also among the `unlicensed`", "remove one"
        if shape.components.get(component) is Release.WITHHELD:
            yield ("licences", str(component)), "is withheld", "leave its licence out"
    for at, component in enumerate(shape.unlicensed):
        if shape.components.get(component) is Release.WITHHELD:
            yield ("unlicensed", at), f"{component} is withheld", "leave it out"


def assertion_is_one(shape: s.ClaimsShape, stem: str) -> Iterator[Problem]:  # noqa: ARG001
    """An assertion is about one thing, and says what is asserted of it in words of the vocabulary."""
    for at, claim in enumerate(shape.claims):
        for place, one in enumerate(claim.asserts):
            path: Path_ = ("claims", at, "asserts", place)
            kinds = about(one)
            if len(kinds) != 1:
                yield path, f"is about {' and '.join(kinds) or 'nothing'}", "write one assertion for each thing"
                continue
            yield from ((path, problem, tip) for problem, tip in _asserted(kinds[0], one))
            if one.given is not None and kinds != ["act"]:
                yield (*path, "given"), "goes with an act alone", "remove it"


def _asserted(kind: str, one: s.AssertionShape) -> Iterator[tuple[str, str]]:
    if kind in ("licence", "open_source", "openness"):
        if one.asserted is not None:
            yield "has `asserted` beside what it asserts itself", "remove it"
    elif kind == "act" and one.asserted not in ACT_CLAIMS:
        yield f"asserts {one.asserted!r} of an act", "one of " + ", ".join(ACT_CLAIMS)
    elif kind == "component" and one.asserted not in list(map(str, Release)):
        yield f"asserts {one.asserted!r} of a component", "one of " + ", ".join(Release)
    elif kind == "provision" and one.provision in BOOLEAN_PROVISIONS and not isinstance(one.asserted, bool):
        yield f"asserts {one.asserted!r} of {one.provision}", "write true or false"


def claim_names_its_source(shape: s.ClaimsShape, stem: str) -> Iterator[Problem]:  # noqa: ARG001
    """A claim tells where it was made, by title or address."""
    for at, claim in enumerate(shape.claims):
        if claim.source.title is None and claim.source.url is None:
            yield ("claims", at, "source"), "has neither title nor url", "say who said it, and where"


# Across files


def openness_is_said_once(corpus: Corpus) -> Found:
    """What a file of openness says of a model stands nowhere else, and contradicts nothing."""
    models = {model.id: model for _, shape in corpus.of(s.ModelsShape) for model in shape.models}
    seen: dict[str, str] = {}
    for document, shape in corpus.of(s.OpennessShape):
        for at, name in enumerate(shape.models):
            first = seen.setdefault(name, document.path)
            if first != document.path or shape.models.index(name) != at:
                yield document, ("models", at), f"{name!r} is told of in {first} already", "one file tells of a model"
            model = models.get(name)
            recorded = model.components if model else {}
            for component, release in shape.components.items():
                other = recorded.get(component, release)
                if other is not release:
                    yield document, ("components", str(component)), f"is {other} in the record of {name}", "correct one of the two"
            covered = {component for entry in model.licences for component in entry.covers} if model else set()
            for component in covered & {*shape.licences, *shape.unlicensed}:
                key: Path_ = ("licences", str(component)) if component in shape.licences else ("unlicensed",)
                yield document, key, f"the record of {name} has the licence on {component}", "leave it out"


def hub_names_are_unique(corpus: Corpus) -> Found:
    """An id, hub id or alias stands for one model."""
    seen: dict[str, tuple[str, str | int]] = {}
    for document, shape in corpus.of(s.ModelsShape):
        for at, model in enumerate(shape.models):
            named: list[tuple[Path_, str | None]] = [(("id",), model.id), (("hub",), model.hub)]
            named += [(("aliases", place), alias) for place, alias in enumerate(model.aliases)]
            for path, name in named:
                first, kind = seen.setdefault(_plain(name), (model.id, path[0])) if name else (model.id, "")
                if first != model.id and (kind, path[0]) != ("hub", "hub"):  # of two hub ids `identifiers-are-unique` tells
                    yield document, ("models", at, *path), f"{name!r} is also {first}'s", "a name stands for one model"


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.casefold())


def names_of_openness(corpus: Corpus, ids: dict[str, set[str]]) -> Found:
    """Names in files of openness and claims that no record has (a part of `names-exist`)."""
    for document, shape in corpus.of(s.OpennessShape):
        for at, name in enumerate(shape.models):
            if name not in ids["model"]:
                yield document, ("models", at), f"there is no model {name!r}", "add it"
        for component, licence in shape.licences.items():
            if licence not in ids["licence"]:
                yield document, ("licences", str(component)), f"there is no licence {licence!r}", "add it"
    for document, shape in corpus.of(s.ClaimsShape):
        for at, claim in enumerate(shape.claims):
            yield from _unknown_subjects(document, ("claims", at), claim.subjects, ids, models_only=_of_models(claim))
            for place, one in enumerate(claim.asserts):
                path: Path_ = ("claims", at, "asserts", place)
                if one.subjects is not None:
                    yield from _unknown_subjects(document, path, one.subjects, ids, models_only=_needs_model(one))
                if one.licence is not None and one.licence not in ids["licence"]:
                    yield document, (*path, "licence"), f"there is no licence {one.licence!r}", "add it"


def _needs_model(one: s.AssertionShape) -> bool:
    return bool({"component", "licence", "openness"} & set(about(one)))


def _of_models(claim: s.ClaimShape) -> bool:
    """Whether the subjects of a claim must be models: something is asserted of them that only models have."""
    return any(one.subjects is None and _needs_model(one) for one in claim.asserts)


def _unknown_subjects(document: Document, path: Path_, subjects: list[str], ids: dict[str, set[str]], *, models_only: bool) -> Found:
    wanted = ids["model"] if models_only else ids["licence"] | ids["model"]
    kinds = "model" if models_only else "licence or model"
    for at, name in enumerate(subjects):
        if name not in wanted:
            yield document, (*path, "subjects", at), f"there is no {kinds} {name!r}", "add it"


def patterns_compile(shape: s.CopiesShape, stem: str) -> Iterator[Problem]:  # noqa: ARG001
    """A mark of a format is a regular expression, and no such expression that any name ends with."""
    for at, mark in enumerate(shape.marks):
        try:
            empty = re.compile(f"(?:{mark})$").match("") is not None
        except re.error as error:
            yield ("marks", at), f"is no regular expression: {error}", "correct it"
            continue
        if empty:
            yield ("marks", at), "fits the end of every name", "name the format"
