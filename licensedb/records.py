"""The frozen records that flow between rooms.

What curators write (`curation/shapes.py`) is turned into these in one named step (`curation/convert.py`); the store writes
and reads them; reasoning works on nothing else.
"""

from typing import Any

import msgspec

from licensedb.vocabulary import (
    Act,
    Component,
    Confidence,
    Duty,
    Family,
    Modality,
    Operand,
    Over,
    Provision,
    Question,
    Relation,
    Release,
    Route,
    State,
    Verdict,
)


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value: compared by content, never changed."""


class Citation(Record, frozen=True):
    """Where a text says it: the section, and the words counted in normal form 1 (start, end exclusive) with their digest.

    Without `words` the citation is *section only*: the text has never been at hand.
    """

    document: str
    section: str
    words: tuple[int, int] | None = None
    sha256: str | None = None
    state: State = State.SECTION_ONLY
    verified: str | None = None


class Threshold(Record, frozen=True):
    """A line on a figure. `value` is a count, or minor units (cents) where `currency` is set.

    With `inclusive` the line itself counts (at-least), else only what lies above it (more-than).
    """

    value: int
    inclusive: bool = False
    currency: str | None = None
    over: Over | None = None
    window: str | None = None
    date: str | None = None


class Condition(Record, frozen=True):
    """One test on one operand: a boolean, a threshold or a list of which any may match."""

    operand: Operand
    flag: bool | None = None
    threshold: Threshold | None = None
    any_of: tuple[str, ...] = ()


# Alternatives (any may hold) of conditions (all must hold).
Conditions = tuple[tuple[Condition, ...], ...]


class Reading(Record, frozen=True):
    """The other reading of a disputed rule: what it changes. `absent` says that the other reading finds no such rule."""

    note: str
    absent: bool = False
    acts: tuple[Act, ...] | None = None
    when: Conditions | None = None
    unless: Conditions | None = None
    route: Route | None = None
    drop_route: bool = False


class Rule(Record, frozen=True):
    """A permission, a prohibition, a duty or a route, with its citation. `id` is unique in its document."""

    id: str
    kind: str  # permit, forbid, duty, route
    acts: tuple[Act, ...]
    cite: Citation
    duty: Duty | None = None
    when: Conditions = ()
    unless: Conditions = ()
    route: Route | None = None
    text: str | None = None
    where: str | None = None
    at: str | None = None
    accepts: tuple[str, ...] = ()
    rate: str | None = None
    of: str | None = None
    above: str | None = None
    disputed: Reading | None = None
    note: str | None = None


class ProvisionFact(Record, frozen=True):
    """A fact of the text. `value` is true, false, a word, a name, or several words."""

    key: Provision
    value: bool | str | tuple[str, ...]
    cite: Citation
    note: str | None = None
    disputed: str | None = None


class Source(Record, frozen=True):
    """Where a text or a fact was seen."""

    kind: str  # repository, scancode, address, secondary
    address: str
    path: str | None = None
    commit: str | None = None
    title: str | None = None
    seen: str | None = None


class Edition(Record, frozen=True):
    """One wording of a text, known by the digest of its words."""

    sha256: str
    sources: tuple[Source, ...] = ()
    words: int | None = None
    date: str | None = None
    note: str | None = None


class Identifier(Record, frozen=True):
    """A name in someone's scheme: hub, spdx, scancode, license_name, name."""

    scheme: str
    value: str


class Licence(Record, frozen=True):
    """A licence, or a use policy that licences incorporate (`kind` policy). `rules` are its own; see `policies`."""

    id: str
    kind: str  # licence, policy
    name: str
    licensor: str
    family: Family | None
    reviewed: str
    confidence: Confidence
    published: str | None = None
    address: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    editions: tuple[Edition, ...] = ()
    secondary: tuple[Source, ...] = ()
    incorporates: tuple[str, ...] = ()
    means: tuple[tuple[str, Citation], ...] = ()
    rules: tuple[Rule, ...] = ()
    provisions: tuple[ProvisionFact, ...] = ()
    note: str | None = None
    file: str = ""

    @property
    def at_hand(self) -> bool:
        """Whether curators ever had the text."""
        return bool(self.editions)


class Terms(Record, frozen=True):
    """A licence with the policies it incorporates, in reading order: what `decide` works on."""

    licence: Licence
    policies: tuple[Licence, ...] = ()

    @property
    def id(self) -> str:
        return self.licence.id


class Base(Record, frozen=True):
    """What a model was made from. `model` is an id of ours; `name` alone stands for a base that is not recorded."""

    relation: Relation
    model: str | None = None
    name: str | None = None
    source: Source | None = None


class ModelLicence(Record, frozen=True):
    """A licence of a model for a period (both days inclusive) and for some of its components."""

    licence: str
    covers: tuple[Component, ...]
    from_: str | None = None
    until: str | None = None
    together: str | None = None  # all, choice
    confidence: Confidence = Confidence.HIGH
    source: Source | None = None
    note: str | None = None

    def counts_on(self, day: str) -> bool:
        """Whether the period holds `day` (ISO date)."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class Model(Record, frozen=True):
    """A release of a model. `parameters` is a count."""

    id: str
    name: str
    developer: str
    family: str | None = None
    hub: str | None = None
    aliases: tuple[str, ...] = ()
    released: str | None = None
    parameters: int | None = None
    modalities: tuple[Modality, ...] = ()
    licences: tuple[ModelLicence, ...] = ()
    bases: tuple[Base, ...] = ()
    components: tuple[tuple[Component, Release], ...] = ()
    note: str | None = None
    file: str = ""

    def licences_on(self, day: str, component: Component = Component.WEIGHTS) -> list[ModelLicence]:
        """The licences that cover a component on a day; none on a day of which no period is recorded."""
        return [entry for entry in self.licences if component in entry.covers and entry.counts_on(day)]

    @property
    def has_licence(self) -> bool:
        """Whether any licence on the weights is recorded, for whatever day."""
        return any(Component.WEIGHTS in entry.covers for entry in self.licences)

    @property
    def confidence(self) -> Confidence:
        """The worst confidence of the licences on the weights."""
        found = {entry.confidence for entry in self.licences if Component.WEIGHTS in entry.covers}
        for level in (Confidence.LOW, Confidence.MEDIUM):
            if level in found:
                return level
        return Confidence.HIGH


class Claim(Record, frozen=True):
    """A statement of the press or of a vendor, in our own words, with what it asserts."""

    id: str
    subject: str
    statement: str
    question: Question | None = None
    asserted: Any = None
    source: Source | None = None


class Figure(Record, frozen=True):
    """A stated figure: a count, or minor units where `currency` is set; for one day, or (no date) for any."""

    operand: Operand
    value: int
    currency: str | None = None
    over: Over | None = None
    date: str | None = None


class Scenario(Record, frozen=True):
    """What someone plans. None is open; an empty tuple of purposes says that none is pursued.

    With `any_purpose` the acts modify, redistribute and distribute-derivatives take the best over `commercial`,
    `production` and `use`: a purpose that the terms are open to (design section 4).
    """

    commercial: bool | None = None
    production: bool | None = None
    modified: bool | None = None
    use: str | None = None
    offering: str | None = None
    licensee: str | None = None
    target: str | None = None
    received: str = "from-licensor"
    territory: tuple[str, ...] | None = None
    domicile: tuple[str, ...] | None = None
    purpose: tuple[str, ...] = ()
    model_modality: tuple[str, ...] | None = None
    model_family: tuple[str, ...] | None = None
    figures: tuple[Figure, ...] = ()
    granted: tuple[tuple[str, Route], ...] = ()  # (licence or licensor, route) held
    competes_with: tuple[str, ...] = ()  # licensors
    any_purpose: bool = False
    profile: str | None = None


class Reason(Record, frozen=True):
    """The rule that decided, or the fact that none did (`rule` None: outside the grant, or silent)."""

    document: str
    rule: str | None
    why: str  # prohibition, route-held, permission, condition-fails, not-granted, run-decides, registered, silent, no-licence, not-recorded
    cite: Citation | None = None
    through: str | None = None  # the base model whose terms decided
    way: Route | None = None  # the route that leads on from a refusal, or that was held
    duty: str | None = None  # document/rule of the first duty due, where duties are


class Outcome(Record, frozen=True):
    """One verdict with the circumstances in which it holds, as (operand, circumstance) pairs."""

    verdict: Verdict
    when: tuple[tuple[tuple[str, str], ...], ...]
    reason: Reason


class Line(Record, frozen=True):
    """What divides the outcomes of a `depends`: the operand and the line drawn on it."""

    operand: Operand
    line: str
    rule: str
    document: str


class Decision(Record, frozen=True):
    """The answer to one act under one scenario."""

    act: Act
    verdict: Verdict
    reason: Reason
    duties: tuple[str, ...] = ()  # document/rule of performance duties live on this act
    obligations: tuple[str, ...] = ()  # standing ones
    outcomes: tuple[Outcome, ...] = ()
    depends_on: tuple[Line, ...] = ()
    disputed: tuple[tuple[str, Verdict, str], ...] = ()  # (document/rule, verdict of the other reading, note)
    assumed: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH


class Answer(Record, frozen=True):
    """One cell: a question answered for a licence or a model."""

    question: Question
    value: Any
    section: str | None = None
    text: str | None = None  # the document that section belongs to
    note: str | None = None
    state: str = State.SECTION_ONLY
    verified: str | None = None
    confidence: Confidence = Confidence.HIGH
    rule: str | None = None
    disputed: str | None = None
    through: str | None = None  # the base whose terms gave the answer, for models


class About(Record, frozen=True):
    """What every answer begins with: the assumed scenario, the version of the data and when it was last reviewed."""

    data: str
    reviewed: str
    as_of: str
    scenario: Scenario | None = None


class ListRow(Record, frozen=True):
    """A licence or model in a list, with the verdicts asked for. `sure` is false for the second, marked group."""

    id: str
    kind: str
    record: Licence | Model
    licences: tuple[str, ...] = ()
    verdicts: tuple[tuple[Act, Verdict], ...] = ()
    sure: bool = True
    confidence: Confidence = Confidence.HIGH
    state: str = ""


class Listing(Record, frozen=True):
    """Licences or models that pass the filters."""

    about: About
    kind: str
    rows: tuple[ListRow, ...]
    asked: tuple[Act, ...] = ()


class CompareRow(Record, frozen=True):
    """A licence or model with its answers, in the order of the questions."""

    id: str
    kind: str
    name: str
    licences: tuple[str, ...]
    answers: tuple[Answer, ...]
    confidence: Confidence = Confidence.HIGH
    reviewed: str = ""


class DueRule(Record, frozen=True):
    """A duty or obligation of an answer, with the document it stands in and the base it comes through."""

    document: str
    rule: Rule


class ShippedText(Record, frozen=True):
    """A licence or use policy of which recipients need the text; `source` is the text where it is at hand, else empty."""

    document: Licence
    models: tuple[str, ...]
    source: str = ""
    sha256: str = ""


class NameCheck(Record, frozen=True):
    """A rule on the name held against a name: `met`, `close` (written otherwise) or `missing`; `clash` names a rule that shuts it out."""

    due: DueRule
    result: str
    clash: str | None = None


class MarkFound(Record, frozen=True):
    """A word of a name that looks like a mark of a licensor, and the rule that gives no leave to use it."""

    word: str
    due: DueRule


class Shipment(Record, frozen=True):
    """What must go along when models, or what was made from them, are given to others or offered to them.

    `models` tells of each document the models that stand under it; `restrictions` are the purposes to pass on.
    """

    about: About
    act: Act
    rows: tuple["CheckRow", ...]
    models: tuple[tuple[str, tuple[str, ...]], ...]
    texts: tuple[ShippedText, ...] = ()
    restrictions: tuple[DueRule, ...] = ()
    name: str | None = None
    names: tuple[NameCheck, ...] = ()
    marks: tuple[MarkFound, ...] = ()
    trademarks: tuple[DueRule, ...] = ()


class Comparison(Record, frozen=True):
    """Licences and models against questions."""

    about: About
    questions: tuple[Question, ...]
    rows: tuple[CompareRow, ...]
    rules: tuple[DueRule, ...] = ()  # the rules that cells cite, where asked for


class CheckRow(Record, frozen=True):
    """One model (or licence) and one act: the decision, the rule that decided and the duties in full."""

    id: str
    kind: str
    name: str
    licences: tuple[str, ...]
    decision: Decision
    deciding: Rule | None = None
    duties: tuple[DueRule, ...] = ()
    obligations: tuple[DueRule, ...] = ()
    confidence: Confidence = Confidence.HIGH
    state: str = ""


class Check(Record, frozen=True):
    """The answer of `check`."""

    about: About
    rows: tuple[CheckRow, ...]


class Shown(Record, frozen=True):
    """One record in full, with its answers; a licence brings its policies along."""

    about: About
    id: str
    kind: str
    record: Licence | Model
    answers: tuple[Answer, ...]
    policies: tuple[Licence, ...] = ()
    licences: tuple[str, ...] = ()


class Explained(Record, frozen=True):
    """A rule or provision with where its clause is found; `before`, `clause`, `after` are its words when the text is at hand."""

    about: About
    document: Licence
    rule: Rule | None = None
    provision: ProvisionFact | None = None
    state: str = ""
    clause: str = ""
    before: str = ""
    after: str = ""
    edition: str = ""
