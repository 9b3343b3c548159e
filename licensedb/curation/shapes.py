"""What curators write: one licence, policy or family of models per file. The editors' JSON Schema is made from these."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from licensedb.vocabulary import (
    ACT_GROUPS,
    COUNTRIES,
    CURRENCIES,
    PLACE_GROUPS,
    PROFILES,
    Act,
    Component,
    Confidence,
    Duty,
    Family,
    Licensee,
    Modality,
    Offering,
    Over,
    Provision,
    Purpose,
    Question,
    Received,
    Relation,
    Release,
    Route,
    Target,
    Use,
)


def _one_of(names: Iterable[str], what: str) -> Meta:
    listed = list(names)
    return Meta(pattern=f"^(?:{'|'.join(listed)})$(?!\n)", description=what, extra_json_schema={"enum": listed})


HUB = r"^[\w.-]+/[\w.-]+$(?!\n)"
MOST = 10**16  # the largest figure that any database holds with room to spare
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$(?!\n)", max_length=80, description="lower case, digits, dots, hyphens")]
Words = Annotated[str, Meta(min_length=1, max_length=1000)]
Date = Annotated[str, Meta(pattern=r"^\d{4}(?:-\d\d(?:-\d\d)?)?$(?!\n)", description="YYYY-MM-DD, YYYY-MM or YYYY")]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$(?!\n)", description="YYYY-MM-DD")]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", description="SHA-256 of the words in normal form 1")]
Address = Annotated[str, Meta(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
Count = Annotated[int, Meta(ge=0, le=MOST)]
Money = Annotated[
    str, Meta(pattern=rf"^\d{{1,13}}(?:\.\d\d)? (?:{'|'.join(CURRENCIES)})$(?!\n)", description="amount and currency: 1000000 USD")
]


class ActName(StrEnum):
    """An act, or the group weights, outputs or all."""

    _ignore_ = ["name"]  # noqa: RUF012 - as enum asks for it
    for name in [*Act, *ACT_GROUPS]:
        vars()[name.upper().replace("-", "_")] = str(name)


class Place(StrEnum):
    """An ISO 3166-1 code, or EU."""

    _ignore_ = ["code"]  # noqa: RUF012
    for code in [*PLACE_GROUPS, *sorted(COUNTRIES)]:
        vars()[code] = code


class Shape(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A mapping in a curated file."""


class CountThreshold(Shape, kw_only=True):
    more_than: Count | None = None
    at_least: Count | None = None
    date: Day | None = None
    window: Words | None = None
    over: Over | None = None


class MoneyThreshold(Shape, kw_only=True):
    more_than: Money | None = None
    at_least: Money | None = None
    date: Day | None = None
    window: Words | None = None
    over: Over | None = None


_Some = Meta(min_length=1)


class When(Shape, kw_only=True):
    """Conditions that must all hold; in a list value any may match."""

    commercial: bool | None = None
    production: bool | None = None
    modified: bool | None = None
    competitor: bool | None = None
    use: Use | Annotated[list[Use], _Some] | None = None
    offering: Offering | Annotated[list[Offering], _Some] | None = None
    licensee: Licensee | Annotated[list[Licensee], _Some] | None = None
    target: Target | None = None
    received: Received | None = None
    territory: Place | Annotated[list[Place], _Some] | None = None
    domicile: Place | Annotated[list[Place], _Some] | None = None
    purpose: Purpose | Annotated[list[Purpose], _Some] | None = None
    model_modality: Modality | Annotated[list[Modality], _Some] | None = None
    model_family: Annotated[list[Slug], _Some] | None = None
    monthly_active_users: CountThreshold | None = None
    monthly_unique_users: CountThreshold | None = None
    daily_active_users: CountThreshold | None = None
    deployed_devices: CountThreshold | None = None
    annual_revenue: MoneyThreshold | None = None
    monthly_revenue: MoneyThreshold | None = None
    attributable_revenue: MoneyThreshold | None = None


class Cite(Shape, kw_only=True):
    """Section, and word range with digest; a text that was never at hand has a section alone."""

    section: Words
    words: Annotated[list[Count], Meta(min_length=2, max_length=2)] | None = None
    sha256: Digest | None = None


class OtherReading(Shape, kw_only=True):
    """The other reading of a disputed rule: only what differs. `absent: true` finds no such rule."""

    note: Words
    absent: bool = False
    for_: ActName | Annotated[list[ActName], _Some] | None = msgspec.field(default=None, name="for")
    when: When | Annotated[list[When], _Some] | None = None
    unless: When | Annotated[list[When], _Some] | None = None
    route: Route | None = None
    no_route: bool = False


class RuleShape(Shape, kw_only=True):
    """Exactly one of permit, forbid and duty; or a route alone: the text names a way to more rights."""

    cite: Cite
    permit: ActName | Annotated[list[ActName], _Some] | None = None
    forbid: ActName | Annotated[list[ActName], _Some] | None = None
    duty: Duty | None = None
    for_: ActName | Annotated[list[ActName], _Some] | None = msgspec.field(default=None, name="for")
    when: When | Annotated[list[When], _Some] | None = None
    unless: When | Annotated[list[When], _Some] | None = None
    route: Route | None = None
    text: Words | None = None
    worded: Cite | None = None
    where: Words | None = None
    at: Annotated[str, _one_of(["start", "anywhere"], "where in the name")] | None = None
    accepts: Annotated[list[Slug], _Some] | None = None
    accepts_beside: Annotated[list[Slug], _Some] | None = None
    rate: Words | None = None
    of: Words | None = None
    above: Money | None = None
    disputed: OtherReading | None = None
    note: Words | None = None


class ProvisionShape(Shape, kw_only=True):
    """A fact of the text that is no rule."""

    value: bool | str | Annotated[list[str], _Some]
    cite: Cite
    note: Words | None = None
    disputed: Words | None = None


class SourceShape(Shape, kw_only=True):
    """Where a text is kept: one of the first three."""

    repository: Annotated[str, Meta(pattern=r"^[\w.-]+/[\w.-]+$(?!\n)", description="owner/name")] | None = None
    scancode: Words | None = None
    address: Address | None = None
    path: Words | None = None
    commit: Annotated[str, Meta(pattern=r"^[0-9a-f]{40}$(?!\n)")] | None = None
    host: Annotated[str, _one_of(["github", "huggingface"], "where the repository is; github unless told")] | None = None


class EditionShape(Shape, kw_only=True):
    sha256: Digest
    sources: Annotated[list[SourceShape], Meta(min_length=1)]
    words: Count | None = None
    date: Date | None = None
    note: Words | None = None


class NamedSource(Shape, kw_only=True):
    """A named source of a fact; `via` says where its stored copy was read."""

    url: Address
    title: Words | None = None
    seen: Day
    via: Words | None = None


class TextShape(Shape, kw_only=True):
    """Editions by digest; `secondary` names what is known of a text that was never at hand."""

    editions: list[EditionShape] = []
    address: Address | None = None
    secondary: list[NamedSource] = []


class Identifiers(Shape, kw_only=True):
    """Names of the licence in the schemes of others."""

    hub: str | Annotated[list[str], _Some] | None = None
    spdx: str | Annotated[list[str], _Some] | None = None
    scancode: str | Annotated[list[str], _Some] | None = None
    license_name: str | Annotated[list[str], _Some] | None = msgspec.field(default=None, name="license_name")
    names: str | Annotated[list[str], _Some] | None = None


class Review(Shape, kw_only=True):
    date: Day
    confidence: Confidence


class LicenceShape(Shape, kw_only=True):
    """seeds/licences/ID.yaml"""

    id: Slug
    name: Words
    licensor: Slug
    reviewed: Review
    text: TextShape
    family: Family
    published: Date | None = None
    identifiers: Identifiers = msgspec.field(default_factory=Identifiers)
    incorporates: list[Slug] = []
    supersedes: Slug | None = None
    members: list[Slug] = []
    not_recorded: bool = False
    means: dict[str, Cite] = {}
    rules: dict[str, RuleShape] = {}
    provisions: dict[Provision, ProvisionShape] = {}
    note: Words | None = None


class PolicyShape(Shape, kw_only=True):
    """seeds/policies/ID.yaml: a use policy that licences incorporate."""

    id: Slug
    name: Words
    licensor: Slug
    reviewed: Review
    text: TextShape
    published: Date | None = None
    identifiers: Identifiers = msgspec.field(default_factory=Identifiers)
    incorporates: list[Slug] = []
    rules: dict[str, RuleShape] = {}
    provisions: dict[Provision, ProvisionShape] = {}
    note: Words | None = None


class BaseShape(Shape, kw_only=True):
    """A base by its id, or by `name` where it is not recorded."""

    relation: Relation
    model: Slug | None = None
    name: Words | None = None
    source: NamedSource | None = None
    relicensed: bool = False


class ModelLicenceShape(Shape, kw_only=True):
    licence: Slug
    covers: Annotated[list[Component], Meta(min_length=1)]
    source: NamedSource
    confidence: Confidence
    from_: Day | None = msgspec.field(default=None, name="from")
    until: Day | None = None
    together: Annotated[str, _one_of(["all", "choice"], "how overlapping licences go together")] | None = None
    note: Words | None = None


class ModelShape(Shape, kw_only=True):
    id: Slug
    name: Words
    licences: list[ModelLicenceShape]
    family: Slug | None = None
    hub: Annotated[str, Meta(pattern=HUB)] | None = None
    aliases: list[Words] = []
    released: Date | None = None
    released_source: NamedSource | None = None
    parameters: Annotated[int, Meta(ge=1, le=MOST)] | None = None
    modalities: list[Modality] = []
    bases: list[BaseShape] = []
    components: dict[Component, Release] = {}
    note: Words | None = None


class ModelsShape(Shape, kw_only=True):
    """seeds/models/NAME.yaml: the models of one developer, or of one family."""

    developer: Slug
    models: Annotated[list[ModelShape], Meta(min_length=1)]


class OpennessShape(Shape, kw_only=True):
    """seeds/openness/NAME.yaml: the components of models that were released alike, beside what their own records say."""

    models: Annotated[list[Slug], Meta(min_length=1)]
    sources: Annotated[list[NamedSource], Meta(min_length=1)]
    components: dict[Component, Release] = {}
    licences: dict[Component, Slug] = {}
    unlicensed: list[Component] = []
    note: Words | None = None


class GivenShape(Shape, kw_only=True):
    """Under which circumstances an act is claimed to be allowed or not."""

    profile: Annotated[str, _one_of(PROFILES, "who asks")] | None = None
    commercial: bool | None = None
    users: Count | None = None
    revenue: Money | None = None
    territory: Place | None = None
    use: Use | None = None
    purpose: Purpose | None = None


class AssertionShape(Shape, kw_only=True):
    """One thing that is claimed: exactly one of the first seven."""

    question: Question | None = None
    act: Act | None = None
    provision: Provision | None = None
    component: Component | None = None
    licence: Slug | None = None
    open_source: bool | None = None
    openness: Annotated[str, _one_of(["III", "II", "I"], "a class of the framework")] | None = None
    asserted: Any = None
    subjects: Annotated[list[Slug], _Some] | None = None
    given: GivenShape | None = None


class SaidInShape(Shape, kw_only=True):
    """Where a statement was made: a title, an address or both; `seen` is the day on which it was looked at, if it was."""

    title: Words | None = None
    url: Address | None = None
    seen: Day | None = None


class ClaimShape(Shape, kw_only=True):
    """A statement in our own words, with what it asserts of its subjects. What asserts nothing cannot be checked."""

    id: Slug
    subjects: Annotated[list[Slug], _Some]
    statement: Words
    source: SaidInShape
    statement_ar: Words | None = None
    said: Words | None = None
    said_ar: Words | None = None
    date: Day | None = None
    asserts: list[AssertionShape] = []


class ClaimsShape(Shape, kw_only=True):
    """seeds/claims/NAME.yaml"""

    claims: Annotated[list[ClaimShape], Meta(min_length=1)]


class Currency(StrEnum):
    """A currency of the vocabulary."""

    _ignore_ = ["code"]  # noqa: RUF012
    for code in CURRENCIES:
        vars()[code] = code


class RatesShape(Shape, kw_only=True):
    """seeds/rates.yaml: units of each currency for one of `base`, on one day of a published series."""

    base: Currency
    date: Day
    source: NamedSource
    rates: dict[Currency, Annotated[str, Meta(pattern=r"^(?!0+(?:\.0+)?$)\d{1,9}(?:\.\d{1,9})?$(?!\n)", description="'1.1172'")]]


class FitsShape(Shape, kw_only=True):
    """Which licences are made for components of a kind."""

    code: list[Words] = []
    data: list[Words] = []
    document: list[Words] = []


class OpenLicencesShape(Shape, kw_only=True):
    """seeds/open-licences.yaml: which licences count as open, by SPDX identifier."""

    sources: Annotated[list[NamedSource], Meta(min_length=1)]
    osi_approved: list[Words]
    fsf_libre: list[Words]
    open_data: list[Words]
    framework: list[Words]
    fits: FitsShape


class MakersShape(Shape, kw_only=True):
    """Accounts that keep copies of others' models: quantised or converted ones, or plain ones."""

    quantised: list[Words] = []
    plain: list[Words] = []


HubId = Annotated[str, Meta(pattern=HUB)]


class ServicesShape(Shape, kw_only=True):
    """How services that host models write their names. `names` gives by hub id, separated by blanks, names of their own."""

    begins: list[Words] = []
    ends: list[Words] = []
    owners: dict[Words, Words] = {}
    names: dict[HubId, str] = {}


class CopiesShape(Shape, kw_only=True):
    """seeds/copies.yaml: how copies of models are called. `marks` are regular expressions for the end of a folded name."""

    sources: Annotated[list[NamedSource], Meta(min_length=1)]
    makers: MakersShape
    marks: list[Words]
    prefixes: list[Words] = []
    renamed: dict[Words, list[Words]] = {}
    ollama: dict[str, dict[str, HubId]] = {}
    moved: dict[str, dict[str, list[HubId]]] = {}
    named: dict[HubId, HubId] = {}
    services: ServicesShape | None = None


# Folder of the seeds, the shape of its files, and the name of its schema.
SHAPES: dict[str, type[Shape]] = {
    "licences": LicenceShape,
    "policies": PolicyShape,
    "models": ModelsShape,
    "openness": OpennessShape,
    "claims": ClaimsShape,
}
