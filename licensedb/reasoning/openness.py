"""Openness: the class of the Model Openness Framework 1.0 and the Open Source AI Definition 1.0 (docs/openness.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from licensedb.records import Answer, ComponentRow, Evidence, Model, OpenLicence, OpennessRow, Progress, Requirement
from licensedb.vocabulary import COMPONENTS, GRANTS, REFUSALS, Component, Fulfilment, OpennessClass, Question, Release, Standing

Tables = Mapping[str, OpenLicence]
REPORT, PAPER = Component.TECHNICAL_REPORT, Component.RESEARCH_PAPER
# From the first class to the last; each needs what the ones before it need.
CLASSES = (OpennessClass.III, OpennessClass.II, OpennessClass.I)
# What counts as if it were open where the best that a model could be is asked for.
_COULD_BE = (Standing.UNKNOWN, Standing.LICENCE_UNKNOWN)
_NOT_LISTED = OpenLicence()


def evaluate(model: Model, day: str, tables: Tables, answers: Mapping[Question, Answer] | None = None) -> OpennessRow:
    """How open a model is on a day. With its comparison answers also the requirements of the Open Source AI Definition."""
    rows = tuple(_row(model, component, day, tables) for component in COMPONENTS)
    progress = tuple(_progress(rows))
    best = tuple(_progress(tuple(map(_at_best, rows))))
    following = next((one for one in progress if one.percent < 100), None)
    requirements = () if answers is None else tuple(definition(rows, tables, answers))
    return OpennessRow(
        model,
        tuple(dict.fromkeys(entry.licence for entry in model.licences_on(day))),
        rows,
        _attained(progress),
        _attained(best),
        progress,
        sum(one.percent for one in progress) / len(progress),
        _stands_in({row.component: row for row in rows}),
        following.of if following else None,
        tuple(row for row in rows if following and row.component in following.lacking),
        tuple(row for row in rows if row.standing is Standing.OPEN and row.fits is False),
        requirements,
        _together([one.fulfilment for one in requirements]) if requirements else Fulfilment.UNKNOWN,
    )


# The components


def _row(model: Model, component: Component, day: str, tables: Tables) -> ComponentRow:
    kind, since, required = COMPONENTS[component]
    release = dict(model.components).get(component)
    licences, choice, unlicensed = _licences(model, component, day)
    listed = [tables.get(name, _NOT_LISTED) for name in licences]
    is_open = bool(listed) and (any if choice else all)(bool(one.open_by) for one in listed)
    counted = [one for one in listed if one.open_by] if is_open else listed
    return ComponentRow(
        component,
        kind,
        OpennessClass(since),
        required,
        _standing(release, bool(licences), is_open, unlicensed),
        release,
        licences,
        tuple(dict.fromkeys(why for one in counted for why in one.open_by)) if is_open else (),
        (any if choice else all)(kind in one.fits for one in counted) if is_open else None,
    )


def _licences(model: Model, component: Component, day: str) -> tuple[tuple[str, ...], bool, bool]:
    """The licences that cover a component on a day, whether they are to choose from, and whether it is known to have none."""
    own = dict(model.component_licences)
    if component in own:
        name = own[component]
        return ((name,), False, False) if name else ((), False, True)
    entries = model.licences_on(day, component)
    return tuple(dict.fromkeys(entry.licence for entry in entries)), any(entry.together == "choice" for entry in entries), False


def _standing(release: Release | None, licensed: bool, is_open: bool, unlicensed: bool) -> Standing:
    if release is Release.WITHHELD:
        return Standing.WITHHELD
    if release is Release.PARTIAL:
        return Standing.PARTIAL
    if release is None:
        return Standing.UNKNOWN
    if licensed:
        return Standing.OPEN if is_open else Standing.NOT_OPEN
    return Standing.UNLICENSED if unlicensed else Standing.LICENCE_UNKNOWN


def _at_best(row: ComponentRow) -> ComponentRow:
    import msgspec

    if row.standing not in _COULD_BE:
        return row
    return msgspec.structs.replace(row, standing=Standing.OPEN, release=Release.RELEASED)


# The classes


def _progress(rows: Iterable[ComponentRow]) -> Iterator[Progress]:
    """Of each class what it needs and has. The classes above one that is not full count nothing."""
    by = {row.component: row for row in rows}
    needed: list[Component] = []
    full = True
    for each in CLASSES:
        needed += [component for component, (_, since, required) in COMPONENTS.items() if required and since == each]
        wanted = _with_paper(by, needed)
        lacks = tuple(component for component in wanted if by[component].standing is not Standing.OPEN)
        included = len(wanted) - len(lacks)
        percent = 100.0 if not lacks else included / len(wanted) * 100
        yield Progress(each, included, len(wanted), percent if full else 0.0, lacks)
        full = full and not lacks


def _stands_in(by: Mapping[Component, ComponentRow]) -> bool:
    """Whether the research paper stands in for the technical report: that one is not open, and a paper is there and is open."""
    return by[REPORT].standing is not Standing.OPEN and by[PAPER].standing is Standing.OPEN


def _with_paper(by: Mapping[Component, ComponentRow], needed: list[Component]) -> list[Component]:
    """What a class needs where the paper stands in for the report: each of the two once."""
    if not _stands_in(by):
        return list(needed)
    return list(dict.fromkeys(PAPER if component is REPORT else component for component in needed))


def _attained(progress: Iterable[Progress]) -> OpennessClass:
    reached = OpennessClass.NONE
    for one in progress:
        if one.percent == 100.0:
            reached = one.of
    return reached


# The Open Source AI Definition 1.0

CODE = (
    Component.PREPROCESSING_CODE,
    Component.TRAINING_CODE,
    Component.EVALUATION_CODE,
    Component.INFERENCE_CODE,
    Component.ARCHITECTURE,
)
_ABSENT = (Standing.WITHHELD, Standing.NOT_OPEN, Standing.UNLICENSED)


def definition(rows: Iterable[ComponentRow], tables: Tables, answers: Mapping[Question, Answer]) -> Iterator[Requirement]:
    """The three elements that must be there, and the four freedoms, each with what it rests on."""
    by = {row.component: row for row in rows}
    data = _data(by, tables)
    code = _all("code", [_component(by[component], tables) for component in CODE])
    parameters = _all("parameters", [_component(by[Component.WEIGHTS], tables)])
    yield from (data, code, parameters)
    yield _all("use", [_answer(answers, question, wanted) for question, wanted in _USE.items()])
    yield _study(data, code, parameters)
    yield _all("modify", [_answer(answers, Question.MODIFY, granted)])
    shared = (Question.REDISTRIBUTE, Question.DISTRIBUTE_DERIVATIVES)
    passed = _answer(answers, Question.PASS_ON_RESTRICTIONS, no)
    yield _all("share", [*(_answer(answers, question, granted) for question in shared), passed])


def granted(value: Any) -> bool | None:
    """Whether a verdict grants; None where it is silent or open."""
    return True if value in GRANTS else False if value in REFUSALS else None


def no(value: Any) -> bool | None:
    """Whether nothing is asked: no duty, limit or list."""
    return not value


_USE: dict[Question, Callable[[Any], bool | None]] = {
    Question.USE_COMMERCIALLY: granted,
    Question.USE_RESTRICTIONS: no,
    Question.USER_CAP: no,
    Question.REVENUE_CAP: no,
    Question.EXCLUDED_TERRITORIES: no,
    Question.REGISTRATION_REQUIRED: no,
}


def _data(by: Mapping[Component, ComponentRow], tables: Tables) -> Requirement:
    """The data themselves or a description of them; whether that is detailed enough is for people to judge."""
    found = [_component(by[component], tables) for component in (Component.DATASETS, Component.DATA_CARD)]
    return Requirement("data", _better([one.fulfilment for one in found]), tuple(found))


def _study(*elements: Requirement) -> Requirement:
    told = tuple(Evidence(one.name, one.fulfilment, f"{one.name}: {one.fulfilment}") for one in elements)
    found = {one.fulfilment for one in elements}
    if Fulfilment.NOT_MET in found and found & {Fulfilment.MET, Fulfilment.PARTLY}:
        return Requirement("study", Fulfilment.PARTLY, told)
    return _all("study", list(told))


def _component(row: ComponentRow, tables: Tables) -> Evidence:
    """A component is there under terms approved by the Open Source Initiative; under other open ones partly so."""
    named = " + ".join(row.licences)
    told = f"{row.component}: {_TOLD.get(row.standing, row.standing)}" + (f" ({named})" if named else "")
    if row.standing is Standing.OPEN:
        approved = any("osi-approved" in tables.get(name, _NOT_LISTED).open_by for name in row.licences)
        return Evidence(str(row.component), Fulfilment.MET if approved else Fulfilment.PARTLY, told + ("" if approved else _NOT_OSI))
    if row.standing in _ABSENT:
        return Evidence(str(row.component), Fulfilment.NOT_MET, told)
    return Evidence(str(row.component), Fulfilment.PARTLY if row.standing is Standing.PARTIAL else Fulfilment.UNKNOWN, told)


_TOLD = {
    Standing.NOT_OPEN: "licence not open",
    Standing.UNLICENSED: "no licence",
    Standing.LICENCE_UNKNOWN: "licence not recorded",
    Standing.PARTIAL: "released in part",
    Standing.UNKNOWN: "not recorded",
}
_NOT_OSI = ", open and not approved by the Open Source Initiative"


def _answer(answers: Mapping[Question, Answer], question: Question, wanted: Callable[[Any], bool | None]) -> Evidence:
    answer = answers[question]
    holds = None if answer.state in ("not recorded", "policy not at hand") else wanted(answer.value)
    fulfilment = {True: Fulfilment.MET, False: Fulfilment.NOT_MET, None: Fulfilment.UNKNOWN}[holds]
    value = answer.value
    shown = "none" if value in (None, []) else "no" if value is False else "yes" if value is True else _words(value)
    return Evidence(str(question), fulfilment, f"{question}: {shown}", answer.text, answer.section, answer.through)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if isinstance(part, (str, int, float)))
    return ", ".join(value) if isinstance(value, (list, tuple)) else str(value)


def _all(name: str, evidence: list[Evidence]) -> Requirement:
    return Requirement(name, _together([one.fulfilment for one in evidence]), tuple(evidence))


def _together(found: list[Fulfilment]) -> Fulfilment:
    """The worst counts; what is not known does not hide what is not met."""
    for one in (Fulfilment.NOT_MET, Fulfilment.UNKNOWN, Fulfilment.PARTLY):
        if one in found:
            return one
    return Fulfilment.MET


def _better(found: list[Fulfilment]) -> Fulfilment:
    """The best counts; what is not known might be better than what is not met."""
    for one in (Fulfilment.MET, Fulfilment.PARTLY, Fulfilment.UNKNOWN):
        if one in found:
            return one
    return Fulfilment.NOT_MET
