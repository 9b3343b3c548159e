"""The frozen records that flow between rooms.

What curators write (`curation/shapes.py`) is turned into these in one named step (`curation/convert.py`); the store writes
and reads them; reasoning works on nothing else.
"""

from typing import Any

import msgspec

from licensedb.vocabulary import (
    Act,
    ClaimVerdict,
    ClashKind,
    Component,
    Confidence,
    Duty,
    Family,
    FindingKind,
    Fulfilment,
    Joining,
    JoinReading,
    Likeness,
    Modality,
    OpennessClass,
    Operand,
    Outcoming,
    Over,
    PartRole,
    Provision,
    Question,
    Relation,
    Release,
    Route,
    Standing,
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
    """A permission, a prohibition, a duty or a route, with its citation. `id` is unique in its document.

    Words to show, use or ship are `text`; longer ones are `worded` in a passage of the licence, whose text has them.
    """

    id: str
    kind: str  # permit, forbid, duty, route
    acts: tuple[Act, ...]
    cite: Citation
    duty: Duty | None = None
    when: Conditions = ()
    unless: Conditions = ()
    route: Route | None = None
    text: str | None = None
    worded: Citation | None = None
    where: str | None = None
    at: str | None = None
    accepts: tuple[str, ...] = ()
    accepts_beside: tuple[str, ...] = ()  # those that will do where another part of the derivative is under them
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


class Passage(Record, frozen=True):
    """A cited passage: the rules and provisions that cite it, its section, range and digest."""

    names: tuple[str, ...]
    section: str
    words: tuple[int, int]
    sha256: str


class HeldText(Record, frozen=True):
    """How a record stands with its text: `status` is listed, unlisted edition, changed or not at hand.

    `citations` is how many passages the record cites by their words, `found` how many of them stand in the text.
    """

    id: str
    kind: str
    name: str
    status: str
    path: str = ""
    sha256: str = ""
    words: int = 0
    listed_words: int | None = None  # those of the edition listed first
    citations: int = 0
    found: int = 0
    missing: tuple[Passage, ...] = ()
    states: tuple[tuple[str, str | None, int], ...] = ()  # (state, day verified, how many citations)
    source: str = ""  # where it was pulled from
    tried: tuple[str, ...] = ()  # why other sources did not give it
    differs: int | None = None  # words that differ from a listed edition at hand


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
    supersedes: str | None = None  # the licence whose next version this is
    members: tuple[str, ...] = ()  # of a family whose version is not told: the licences that may be meant
    not_recorded: bool = False  # a name that tells no terms, or a text that was never at hand: nothing is derived from it
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
    members: tuple["Terms", ...] = ()  # of a family: the terms of each licence that may be meant

    @property
    def id(self) -> str:
        return self.licence.id

    @property
    def documents(self) -> tuple[Licence, ...]:
        """The licence and its policies, and those of the members of a family."""
        return (self.licence, *self.policies, *(document for one in self.members for document in one.documents))


class Base(Record, frozen=True):
    """What a model was made from. `model` is an id of ours; `name` alone stands for a base that is not recorded.

    `relicensed`: the maker of both offers the later one under its declared licence; the base's own terms do not bind it.
    """

    relation: Relation
    model: str | None = None
    name: str | None = None
    source: Source | None = None
    relicensed: bool = False


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
    """A release of a model. `parameters` is a count; `released` a day, a month or a year, and `released_source` where that is told."""

    id: str
    name: str
    developer: str
    family: str | None = None
    hub: str | None = None
    aliases: tuple[str, ...] = ()
    released: str | None = None
    released_source: Source | None = None
    parameters: int | None = None
    modalities: tuple[Modality, ...] = ()
    licences: tuple[ModelLicence, ...] = ()
    bases: tuple[Base, ...] = ()
    components: tuple[tuple[Component, Release], ...] = ()
    component_licences: tuple[tuple[Component, str | None], ...] = ()  # None: released without a licence
    component_sources: tuple[Source, ...] = ()  # where its components were looked at, one by one
    component_note: str | None = None
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


class Given(Record, frozen=True):
    """Under which circumstances an act is claimed to be allowed or not; what is not given is a small company's."""

    profile: str | None = None
    commercial: bool | None = None
    users: int | None = None
    revenue: str | None = None
    territory: str | None = None
    use: str | None = None
    purpose: str | None = None


class Assertion(Record, frozen=True):
    """One thing that a claim says of its subjects. `kind`: question, act, provision, component, licence, open-source, openness.

    `key` is the question, act, provision, component, licence or class; `asserted` what it is claimed to be.
    """

    kind: str
    key: str
    asserted: Any = True
    subjects: tuple[str, ...] = ()
    given: Given | None = None


class Claim(Record, frozen=True):
    """A statement of the press or of a vendor, in our own words, with what it asserts; `said` explains what the texts say.

    `date` is the day on which the texts are asked; without it they are asked on the day of the answer.
    """

    id: str
    subjects: tuple[str, ...]
    statement: str
    source: Source
    asserts: tuple[Assertion, ...] = ()
    statement_ar: str | None = None
    said: str | None = None
    said_ar: str | None = None
    date: str | None = None


class Figure(Record, frozen=True):
    """A stated figure: a count, or minor units where `currency` is set; for one day, or (no date) for any."""

    operand: Operand
    value: int
    currency: str | None = None
    over: Over | None = None
    date: str | None = None


class Rate(Record, frozen=True):
    """What one unit of a currency is taken for in another, as a decimal number; of which day, and who says so."""

    currency: str
    into: str
    rate: str
    date: str | None = None
    source: str | None = None

    def taken(self, value: int) -> int:
        """Hundredths of the one currency as hundredths of the other, to the nearest."""
        from decimal import ROUND_HALF_UP, Decimal

        return int((Decimal(value) * Decimal(self.rate)).to_integral_value(ROUND_HALF_UP))


class Rates(Record, frozen=True):
    """A published series on its newest day: units of each currency for one of `base`, as decimal numbers."""

    base: str
    date: str
    source: str
    address: str
    rates: tuple[tuple[str, str], ...]


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
    rates: tuple[Rate, ...] = ()  # at which stated money is held against lines drawn in other currencies


class Reason(Record, frozen=True):
    """The rule that decided, or the fact that none did (`rule` None: outside the grant, or silent)."""

    document: str
    rule: str | None
    why: str  # prohibition, route-held, permission ... (docs/deciding.md lists them)
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


class Conversion(Record, frozen=True):
    """Stated money held against a line in another currency, all in hundredths; `near` says that the rate may turn it."""

    figure: Figure
    rate: Rate
    taken: int
    line: int
    near: bool = False


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
    converted: tuple[Conversion, ...] = ()


class Change(Record, frozen=True):
    """A line that the terms draw on the act: moved over it, and nothing else changed, the verdict is another.

    `to` is the other side: a value, places or purposes as the terms list them, `LEAST..MOST` for a figure, a route, or the
    licensor competed with. `of` is the licence a route belongs to. `scenario` is the scenario moved.
    """

    operand: str  # an operand of the vocabulary, or `route`
    to: str
    verdict: Verdict
    reason: Reason
    scenario: Scenario
    above: bool | None = None  # the line is crossed upwards
    threshold: Threshold | None = None
    of: str | None = None
    held: bool | None = None  # of routes and competition: true where the other side is to have it


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
    ahead: bool = False  # the day asked for is yet to come


class Texts(Record, frozen=True):
    """Records with their texts."""

    about: About
    rows: tuple[HeldText, ...]


class ListRow(Record, frozen=True):
    """A licence or model in a list, with the verdicts asked for. `sure` is false for the second, marked group."""

    id: str
    kind: str
    record: Licence | Model
    licences: tuple[str, ...] = ()
    verdicts: tuple[tuple[Act, Verdict], ...] = ()
    through: tuple[str, ...] = ()  # the bases whose terms gave a verdict
    conflicts: tuple[str, ...] = ()  # kinds of findings with their base, where asked for
    sure: bool = True
    confidence: Confidence = Confidence.HIGH
    state: str = ""
    answers: tuple[Answer, ...] = ()  # to the questions by which the list was made


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


class CoverageTable(Record, frozen=True):
    """One table of the coverage: what is counted down, numbers across. The first word of the header is over the names."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


class Coverage(Record, frozen=True):
    """How much the seeds hold and how sure it is; `as_of` is the day for which ages are told."""

    data: str
    as_of: str | None
    tables: tuple[CoverageTable, ...]


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
    changes: tuple[Change, ...] = ()  # what would change the verdict, nearest first


class Document(Record, frozen=True):
    """A licence or use policy that an answer rests on, and how far its record can be trusted."""

    id: str
    kind: str
    name: str
    licensor: str
    reviewed: str
    confidence: Confidence
    published: str | None = None
    address: str | None = None
    at_hand: bool = False


class Check(Record, frozen=True):
    """The answer of `check`."""

    about: About
    rows: tuple[CheckRow, ...]
    documents: tuple[Document, ...] = ()


# Answers that a policy may accept although they are undetermined.
ACCEPTABLE = ("silent", "depends", "low-confidence")


class PolicyException(Record, frozen=True):
    """An answer that a project lives with: of which model and act, why, and until which day (inclusive)."""

    model: str
    act: Act
    reason: str
    until: str


class Policy(Record, frozen=True):
    """What a project asks of its models: the gate that `check` is in a pipeline."""

    models: tuple[str, ...] = ()
    do: tuple[Act, ...] = ()
    accept: tuple[str, ...] = ()
    exceptions: tuple[PolicyException, ...] = ()


class Gate(Record, frozen=True):
    """A check held against a policy: how each row ends, in their order, and the exceptions that no longer serve."""

    outcomes: tuple[str, ...]  # fine, accepted, excepted, no, undetermined
    expired: tuple[PolicyException, ...] = ()
    needless: tuple[PolicyException, ...] = ()


class ProfileRow(Record, frozen=True):
    """A named profile: who asks."""

    name: str
    scenario: Scenario
    file: str | None = None  # the project's file that it is from


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
    listed: bool = True
    path: str = ""
    changed: str = ""  # a text of that name that is no known edition and lacks cited words
    definition: tuple[str, Citation] | None = None  # of a word that the text defines


class KnownText(Record, frozen=True):
    """A text that is fingerprinted. `licence` is the record it is an edition of, where there is one.

    `words` counts them, `sha256` is the digest of the words, `layout` that of the text with its line breaks and punctuation.
    `aliases` are other ids of the same words.
    """

    id: str
    name: str
    words: int
    sha256: str
    layout: str = ""
    licence: str | None = None
    kind: str = "licence"  # licence, policy
    date: str | None = None
    aliases: tuple[str, ...] = ()
    scancode: tuple[str, ...] = ()
    spdx: str | None = None
    repository: str | None = None
    path: str | None = None
    commit: str | None = None
    address: str | None = None


class Mismatch(Record, frozen=True):
    """Where a file and the known text part: word ranges in both, the section of the known text, lines of the file.

    `kind`: changed, added, deleted; `about`: name, date, number, words, or other (text around the licence).
    """

    kind: str
    about: str
    section: str
    known: tuple[int, int]
    file: tuple[int, int]
    lines: tuple[int, int]
    new: str = ""
    old: str = ""


class Match(Record, frozen=True):
    """A known text that a file, or a part of it, is or is like. Scores and shares run from 0 to 1.

    `differs` says in words why a text that is close is another; `alike` are texts that the part at hand cannot tell apart.
    """

    text: KnownText
    status: Likeness
    score: float
    lines: tuple[int, int]
    present: float
    missing: tuple[str, ...] = ()
    passages: tuple[Mismatch, ...] = ()
    differs: tuple[str, ...] = ()
    alike: tuple[KnownText, ...] = ()
    core: Likeness = Likeness.UNKNOWN  # the status without the text around


class RunnerUp(Record, frozen=True):
    """Another known text and how much of both is shared (0 to 1)."""

    text: KnownText
    score: float


class Identified(Record, frozen=True):
    """What is known of a file: its licences in the order of their lines; `status` unknown where there is none.

    `says` are licences that the file names by identifier (SPDX line, front matter), whatever its text is.
    """

    place: str
    status: Likeness
    matches: tuple[Match, ...]
    runners_up: tuple[RunnerUp, ...]
    words: int
    says: tuple[str, ...] = ()


class Written(Record, frozen=True):
    """One side of a difference between two texts: its sections (first and last), its range of words, its words as written."""

    section: str
    last: str
    words: tuple[int, int]
    text: str


class WordChange(Record, frozen=True):
    """Words of one text that stand otherwise in the other, with the words around them that both have.

    Kinds: changed, added, deleted, moved; `moved` is the section of the other text in which moved words stand.
    `joins` says that nothing stands between the words `after` the change before and this one.
    """

    kind: str
    a: Written
    b: Written
    before: str = ""
    after: str = ""
    joins: bool = False
    moved: str | None = None


class Compared(Record, frozen=True):
    """Two texts word by word: how many words each has, how many they have in common, and what differs."""

    words: tuple[int, int]
    common: int
    changes: tuple[WordChange, ...]


class Side(Record, frozen=True):
    """One side of a comparison of two documents: a record or a file, and its text where that is at hand."""

    name: str  # the id, or the file as it was named
    kind: str  # licence, policy, file
    title: str
    state: str  # of its text: verified here, unlisted edition, file, not at hand
    sha256: str | None = None


class LoneRule(Record, frozen=True):
    """A rule that one side has and the other has not; of a prohibition, the purposes that only this side names."""

    side: str  # a, b
    document: str
    rule: Rule
    only: tuple[str, ...] = ()


class FactPair(Record, frozen=True):
    """A provision on which two documents differ; None where one has none."""

    key: Provision
    a: ProvisionFact | None
    b: ProvisionFact | None


class Differences(Record, frozen=True):
    """Two documents compared: the answers that differ, rules and provisions of one side, and the words of their texts."""

    about: About | None
    a: Side
    b: Side
    answers: tuple[tuple[Answer, Answer], ...] = ()
    asked: int = 0  # how many comparison questions were compared; none for use policies and files
    ruled: bool = False  # whether rules and provisions were compared
    rules: tuple[LoneRule, ...] = ()
    facts: tuple[FactPair, ...] = ()
    sentences: tuple[DueRule, ...] = ()  # the rules that the answers cite
    words: Compared | None = None  # None where the texts were not compared
    lacking: tuple[str, ...] = ()  # records whose texts would have been needed and are not at hand

    @property
    def differs(self) -> bool:
        """Whether any difference was found."""
        return bool(self.answers or self.rules or self.facts or (self.words and self.words.changes))


class Clause(Record, frozen=True):
    """What a document says to a finding: the rule, or (None) that it has none; and the verdict that comes of it."""

    document: str
    rule: Rule | None = None
    verdict: Verdict | None = None
    why: str = ""
    provision: ProvisionFact | None = None  # where a provision says it and no rule


class LineageFinding(Record, frozen=True):
    """What stands between a model's declared licence and the terms of a base.

    `through` are the models from the first base down to `base`, `also` further bases of which the same is found; `matter` says
    what an inherited limit (cap, field, territory, policy) or a dropped duty (name, display, terms) is about. `disputed` is told
    where every clause of the base can be read otherwise.
    """

    kind: FindingKind
    base: str
    relation: Relation
    through: tuple[str, ...]
    theirs: tuple[Clause, ...]
    own: tuple[Clause, ...] = ()
    acts: tuple[Act, ...] = ()
    matter: str = ""
    also: tuple[str, ...] = ()
    disputed: str | None = None
    note: str | None = None


class TreeNode(Record, frozen=True):
    """A model in a tree of bases. `state`: recorded, named (no record of it), circle (stands above already)."""

    id: str
    name: str
    state: str = "recorded"
    relation: Relation | None = None
    developer: str = ""
    released: str | None = None
    licences: tuple[ModelLicence, ...] = ()  # on the weights, on the day
    all_licences: tuple[ModelLicence, ...] = ()  # on the weights, all periods
    bases: tuple["TreeNode", ...] = ()


class LineageRow(Record, frozen=True):
    """An act: the verdict of the declared licence alone, and the effective one with the bases'."""

    act: Act
    declared: Decision
    effective: Decision
    deciding: Rule | None = None


class Derived(Record, frozen=True):
    """A recorded model that was made from another one."""

    id: str
    name: str
    relation: Relation
    base: str
    depth: int
    licences: tuple[str, ...] = ()


class Lineage(Record, frozen=True):
    """A model's tree of bases, its verdicts declared and effective, and the findings; `held` is the day they are held on."""

    about: About
    model: Model
    tree: TreeNode
    rows: tuple[LineageRow, ...]
    findings: tuple[LineageFinding, ...]
    held: str
    unknown: tuple[str, ...] = ()  # bases whose terms are not recorded
    derived: tuple[Derived, ...] = ()
    confidence: Confidence = Confidence.HIGH


class AnswerChange(Record, frozen=True):
    """A question that two licences answer differently."""

    question: Question
    before: Answer
    after: Answer


class Grant(Record, frozen=True):
    """Whether copies received under an earlier licence stay under it: `said` is irrevocable, revocable or silent."""

    licence: str
    until: str
    said: str
    cite: Citation | None = None
    note: str | None = None


class Period(Record, frozen=True):
    """The licences on the weights of a model from one day to another (both included), and what they changed."""

    entries: tuple[ModelLicence, ...]
    from_: str | None = None
    until: str | None = None
    asked: bool = False  # the day asked for lies in it
    changes: tuple[AnswerChange, ...] = ()  # from the period before


class Version(Record, frozen=True):
    """A version of a licence, and what changed from the one that it supersedes."""

    licence: Licence
    asked: bool = False  # the licence that was asked for
    changes: tuple[AnswerChange, ...] = ()


class History(Record, frozen=True):
    """A model's licences by period, or a licence's editions and versions, oldest first."""

    about: About
    id: str
    kind: str
    name: str
    periods: tuple[Period, ...] = ()
    grants: tuple[Grant, ...] = ()  # of licences that hold no longer
    versions: tuple[Version, ...] = ()
    bases: tuple[tuple[str, str], ...] = ()  # (base, day on which its licence changed)


class JoinedPart(Record, frozen=True):
    """A model or licence that is brought in, and what it is to the result."""

    role: PartRole
    id: str
    kind: str  # model, licence
    name: str
    licences: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH


class PartSaid(Record, frozen=True):
    """What one part (or a base of it, `through`) says to an act that bringing it in asks of it."""

    part: str
    decision: Decision
    deciding: Rule | None = None
    through: str | None = None


class JoinClash(Record, frozen=True):
    """Rules that cannot be kept together, or a rule that bars the plan. `disputed` tells of other readings of them."""

    kind: ClashKind
    clauses: tuple[Clause, ...]
    parts: tuple[str, ...] = ()
    disputed: str | None = None


class JoinRow(Record, frozen=True):
    """One plan for the result. `verdict` counts the clashes; `check` is the decision of all parts together."""

    do: Outcoming
    verdict: Verdict
    check: CheckRow
    said: tuple[PartSaid, ...]
    clashes: tuple[JoinClash, ...] = ()


class OfferedLicence(Record, frozen=True):
    """A licence that the result might be offered under; `why` it does not fit (empty: it fits), with the clauses.

    `models` is how many recorded models have it.
    """

    id: str
    name: str
    models: int = 0
    why: str = ""  # same-licence, restrictions, grants-more, added-terms, own-text
    clauses: tuple[Clause, ...] = ()


class JoinOffer(Record, frozen=True):
    """The licences that the result could be given to others under, those that most models have first.

    `bound` is false where no part has a say. `own_terms` says whether terms of one's own will do.
    """

    bound: bool
    own_terms: bool
    fits: tuple[OfferedLicence, ...] = ()
    others: tuple[OfferedLicence, ...] = ()
    disputed: str | None = None  # other readings of the duties on the terms


class JoinLimit(Record, frozen=True):
    """A limit of a part that goes on to bind: cap, field, territory, policy. Of caps on one figure the lowest is `tightest`."""

    matter: str
    document: str
    rule: Rule
    tightest: bool = False


class JoinFact(Record, frozen=True):
    """A provision of a part that goes along: on suits, on the governing law."""

    document: str
    fact: ProvisionFact


class JoinAnswer(Record, frozen=True):
    """The answer on one reading of what the result is."""

    reading: JoinReading
    rows: tuple[JoinRow, ...]
    offer: JoinOffer | None = None  # None: the parts keep each its own licence, or nothing is given out


class Combination(Record, frozen=True):
    """What becomes of models or data brought together. `other` is the other reading, where one is open."""

    about: About
    joining: Joining
    parts: tuple[JoinedPart, ...]
    answer: JoinAnswer
    other: JoinAnswer | None = None
    limits: tuple[JoinLimit, ...] = ()
    excluded: tuple[str, ...] = ()  # places that some part shuts out
    facts: tuple[JoinFact, ...] = ()
    documents: tuple[Document, ...] = ()


# Openness and claims


class OpenLicence(Record, frozen=True):
    """Why a licence counts as open (none: it does not), and for which kinds of components it is made."""

    open_by: tuple[str, ...] = ()  # osi-approved, fsf-libre, open-data, framework
    fits: tuple[str, ...] = ()  # code, data, document


class OpenLicences(Record, frozen=True):
    """Which of the recorded licences count as open, by id, and who says so."""

    licences: dict[str, OpenLicence]
    sources: tuple[Source, ...] = ()


class ServiceNames(Record, frozen=True):
    """How services that host models write their names, folded: what stands before and after one, accounts, and names of their own."""

    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    owners: dict[str, str] = {}
    names: dict[str, str] = {}


class CopyNames(Record, frozen=True):
    """How copies of models are called: who makes them, what the ends of their names say, the names of Ollama's library.

    `ollama` gives by name and tag the hub id of the model that is handed out, `moved` those of the models that were, one after the
    other; `renamed` accounts that were one, by each of their names; `named` what is called so by a name that says it not otherwise.
    """

    quantised: tuple[str, ...]
    plain: tuple[str, ...]
    marks: tuple[str, ...]
    prefixes: tuple[str, ...]
    ollama: dict[str, dict[str, str]]
    renamed: dict[str, tuple[str, ...]] = {}
    moved: dict[str, dict[str, tuple[str, ...]]] = {}
    named: dict[str, str] = {}
    services: ServiceNames | None = None


class ComponentRow(Record, frozen=True):
    """A component of a model: whether it is released, under which licences, and how it stands to the framework."""

    component: Component
    kind: str
    since: OpennessClass
    required: bool
    standing: Standing
    release: Release | None = None
    licences: tuple[str, ...] = ()
    open_by: tuple[str, ...] = ()
    fits: bool | None = None  # of an open one: whether the licence is made for such components


class Progress(Record, frozen=True):
    """Of a class: how many of the components that it needs are open, and the percentage (0 while a lower class is not full)."""

    of: OpennessClass
    included: int
    total: int
    percent: float
    lacking: tuple[Component, ...] = ()


class Evidence(Record, frozen=True):
    """What a requirement rests on: a component, or a question with its clause."""

    about: str
    fulfilment: Fulfilment
    told: str
    document: str | None = None
    section: str | None = None
    through: str | None = None


class Requirement(Record, frozen=True):
    """A requirement of the Open Source AI Definition."""

    name: str
    fulfilment: Fulfilment
    evidence: tuple[Evidence, ...] = ()


class OpennessRow(Record, frozen=True):
    """How open a model is. `at_most` is the class that it could have if all that is not recorded were open."""

    model: Model
    licences: tuple[str, ...]
    rows: tuple[ComponentRow, ...]
    attained: OpennessClass
    at_most: OpennessClass
    progress: tuple[Progress, ...]
    total: float
    stands_in: bool = False  # the research paper stands in for the technical report
    following: OpennessClass | None = None  # the next class, and what it needs and the model has not
    missing: tuple[ComponentRow, ...] = ()
    warned: tuple[ComponentRow, ...] = ()  # under an open licence that is not made for components of their kind
    requirements: tuple[Requirement, ...] = ()
    fulfilment: Fulfilment = Fulfilment.UNKNOWN  # all requirements together
    bases: tuple[str, ...] = ()  # what it was made from, where the licence on those weights is not open


class OpennessReport(Record, frozen=True):
    """The answer of `openness`; `detailed` where models were named."""

    about: About
    rows: tuple[OpennessRow, ...]
    source: str = ""
    detailed: bool = False


class ClaimPart(Record, frozen=True):
    """One thing that a claim asserts of one subject, with what was found; `holds` is None where that cannot be told."""

    subject: str
    kind: str
    key: str
    asserted: str
    found: str
    holds: bool | None
    document: str | None = None
    section: str | None = None
    state: str = ""
    verified: str | None = None
    through: str | None = None
    given: Given | None = None


class ClaimRow(Record, frozen=True):
    """A claim held against the texts on a day."""

    claim: Claim
    verdict: ClaimVerdict
    day: str
    parts: tuple[ClaimPart, ...] = ()


class ClaimsReport(Record, frozen=True):
    """The answer of `claims`."""

    about: About
    rows: tuple[ClaimRow, ...]


class WordsRead(Record, frozen=True):
    """Some words of a question and what they were taken to mean, as `type value`."""

    words: str
    meaning: str


class QuestionRead(Record, frozen=True):
    """How a question in words was read: the equal command line (its words after `licensedb`) and what is to be said of it."""

    question: str
    language: str
    command: tuple[str, ...]
    notes: tuple[str, ...] = ()
    words: tuple[WordsRead, ...] = ()


class Asked(Record, frozen=True):
    """The answer to a question in words: how it was read, yes or no where that was asked, and the answer of the command.

    `verdict` is yes, with-duties, on-request, no, depends, not-said or differs; empty where no yes or no was asked for.
    `heads` tell it apart by model and act, as (name, act or question, verdict), where there are several.
    """

    read: QuestionRead
    answer: Any
    verdict: str = ""
    heads: tuple[tuple[str, str, str], ...] = ()


# The report: everything that one page shows.


class OutcomeTable(Record, frozen=True):
    """Answers to a question beforehand, by commercial (as assumed, yes, no), users, revenue (US dollars) and place, the last fastest.

    Users and revenue are told by the least value of each part; `places` by codes, all others being the part after the last. An
    axis of more than one part has one more at its end: as the report assumes. `answers` are places in `Report.outcomes`.
    """

    users: tuple[int, ...]
    revenue: tuple[int, ...]
    places: tuple[tuple[str, ...], ...]
    answers: tuple[int, ...]


class ReportedDuty(Record, frozen=True):
    """A duty of a model with the acts for which it is due."""

    due: DueRule
    acts: tuple[Act, ...]


class ReportRow(Record, frozen=True):
    """A model or licence of a report beside its answers.

    `tables` are places in `Report.tables`, by verdict question; `fits` its verdicts by profile, then by verdict question.
    """

    record: Licence | Model
    families: tuple[Family, ...] = ()
    tables: tuple[int, ...] = ()
    fits: tuple[tuple[Verdict, ...], ...] = ()
    duties: tuple[ReportedDuty, ...] = ()


class QuotedClause(Record, frozen=True):
    """The words of a clause, as the text at hand has them."""

    document: str
    rule: str
    words: str


class Report(Record, frozen=True):
    """A comparison with all that a page tells of it; `bases` are the models that those shown were made from."""

    comparison: Comparison
    asked: tuple[Question, ...]  # the verdict questions among those asked
    rows: tuple[ReportRow, ...]
    profiles: tuple[str, ...]
    tables: tuple[OutcomeTable, ...]
    outcomes: tuple[Answer, ...]
    rules: tuple[DueRule, ...]
    clauses: tuple[QuotedClause, ...]
    documents: tuple[Licence, ...]
    bases: tuple[Model, ...]
    claims: tuple["ClaimRow", ...] = ()  # those on what is shown, where asked for
