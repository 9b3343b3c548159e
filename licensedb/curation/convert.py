"""The one step from what curators write (shapes) to the records everyone else reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from licensedb import records as r
from licensedb.curation import shapes as s
from licensedb.naming import fold
from licensedb.vocabulary import ACT_GROUPS, STANDING, Act, Component, Confidence, Operand


def licence(shape: s.LicenceShape | s.PolicyShape, file: str) -> r.Licence:
    """A licence or policy file as a record."""
    text = shape.text
    return r.Licence(
        id=shape.id,
        kind="licence" if isinstance(shape, s.LicenceShape) else "policy",
        name=shape.name,
        licensor=shape.licensor,
        family=shape.family if isinstance(shape, s.LicenceShape) else None,
        reviewed=shape.reviewed.date,
        confidence=shape.reviewed.confidence,
        published=shape.published,
        address=text.address,
        identifiers=tuple(_identifiers(shape.identifiers)),
        editions=tuple(_edition(edition) for edition in text.editions),
        secondary=tuple(_named(source) for source in text.secondary),
        incorporates=tuple(shape.incorporates),
        members=tuple(shape.members) if isinstance(shape, s.LicenceShape) else (),
        supersedes=shape.supersedes if isinstance(shape, s.LicenceShape) else None,
        not_recorded=isinstance(shape, s.LicenceShape) and shape.not_recorded,
        means=tuple((word, _cite(cite, shape.id)) for word, cite in shape.means.items()) if isinstance(shape, s.LicenceShape) else (),
        rules=tuple(_rule(name, rule, shape.id) for name, rule in shape.rules.items()),
        provisions=tuple(
            r.ProvisionFact(
                key=key,
                value=tuple(fact.value) if isinstance(fact.value, list) else fact.value,
                cite=_cite(fact.cite, shape.id),
                note=fact.note,
                disputed=fact.disputed,
            )
            for key, fact in shape.provisions.items()
        ),
        note=shape.note,
        file=file,
    )


def models(shape: s.ModelsShape, file: str) -> list[r.Model]:
    """A models file as records."""
    return [_model(model, shape.developer, file) for model in shape.models]


def claims(shape: s.ClaimsShape) -> list[r.Claim]:
    """A claims file as records."""
    return [
        r.Claim(
            id=claim.id,
            subjects=tuple(claim.subjects),
            statement=claim.statement,
            source=r.Source("address", claim.source.url or "", title=claim.source.title, seen=claim.source.seen),
            asserts=tuple(_assertion(one) for one in claim.asserts if about(one)),
            statement_ar=claim.statement_ar,
            said=claim.said,
            said_ar=claim.said_ar,
            date=claim.date,
        )
        for claim in shape.claims
    ]


# What an assertion may be about, and what it asserts where nothing else is said.
ASSERTED = ("question", "act", "provision", "component", "licence", "open_source", "openness")


def about(one: s.AssertionShape) -> list[str]:
    """What an assertion is about: one of these, or the file has a finding."""
    return [name for name in ASSERTED if getattr(one, name) is not None]


def _assertion(one: s.AssertionShape) -> r.Assertion:
    kind = about(one)[0]
    key = getattr(one, kind)
    asserted = key if kind == "open_source" else True if kind in ("licence", "openness") else one.asserted
    return r.Assertion(
        kind.replace("_", "-"),
        "" if kind == "open_source" else str(key),
        asserted,
        tuple(one.subjects or ()),
        _given(one.given) if one.given else None,
    )


def _given(one: s.GivenShape) -> r.Given:
    words = {name: None if (value := getattr(one, name)) is None else str(value) for name in ("territory", "use", "purpose")}
    return r.Given(one.profile, one.commercial, one.users, one.revenue, **words)


def with_components(models: list[r.Model], shapes: Iterable[s.OpennessShape]) -> list[r.Model]:
    """Models with what files of openness say of their components; what their own records say comes first."""
    told = {name: shape for shape in shapes for name in shape.models}
    return [_with_components(model, told[model.id]) if model.id in told else model for model in models]


def _with_components(model: r.Model, shape: s.OpennessShape) -> r.Model:
    components = shape.components | dict(model.components)
    licences: dict[Component, str | None] = {**shape.licences, **dict.fromkeys(shape.unlicensed)}
    return msgspec.structs.replace(
        model,
        components=tuple((component, components[component]) for component in Component if component in components),
        component_licences=tuple((component, licences[component]) for component in Component if component in licences),
        component_sources=tuple(_named(source) for source in shape.sources),
        component_note=shape.note,
    )


def open_licences(shape: s.OpenLicencesShape, licences: Iterable[r.Licence]) -> r.OpenLicences:
    """Of our licences those that a list of open or fitting ones names, by id."""
    lists = {name: set(getattr(shape, name.replace("-", "_"))) for name in ("osi-approved", "fsf-libre", "open-data", "framework")}
    kinds = {name: set(getattr(shape.fits, name)) for name in ("code", "data", "document")}
    found = {}
    for licence in licences:
        named = {identifier.value for identifier in licence.identifiers if identifier.scheme == "spdx"}
        open_by = tuple(name for name, listed in lists.items() if named & listed)
        fits = tuple(name for name, listed in kinds.items() if named & listed)
        if open_by or fits:
            found[licence.id] = r.OpenLicence(open_by, fits)
    return r.OpenLicences(found, tuple(_named(source) for source in shape.sources))


def copies(shape: s.CopiesShape) -> r.CopyNames:
    """The names of copies as a record; a key of Ollama's names holds several tags."""
    ollama = {name: {tag: hub for keys, hub in tags.items() for tag in keys.split()} for name, tags in shape.ollama.items()}
    moved = {name: {tag: tuple(hubs) for keys, hubs in tags.items() for tag in keys.split()} for name, tags in shape.moved.items()}
    same = [tuple(dict.fromkeys(fold(name) for name in (now, *before))) for now, before in shape.renamed.items()]
    return r.CopyNames(
        tuple(name.casefold() for name in shape.makers.quantised),
        tuple(name.casefold() for name in shape.makers.plain),
        tuple(shape.marks),
        tuple(shape.prefixes),
        ollama,
        {name: names for names in same for name in names},
        moved,
        {fold(name): hub for name, hub in shape.named.items()},
        _services(shape.services) if shape.services else None,
    )


def _services(shape: s.ServicesShape) -> r.ServiceNames:
    return r.ServiceNames(
        tuple(fold(name) for name in shape.begins),
        tuple(fold(name) for name in shape.ends),
        {fold(name): fold(owner) for name, owner in shape.owners.items()},
        {fold(name): hub for hub, names in shape.names.items() for name in names.split()},
    )


def rates(shape: s.RatesShape) -> r.Rates:
    """The file of rates as a record."""
    told = tuple((str(currency), rate) for currency, rate in sorted(shape.rates.items()))
    return r.Rates(str(shape.base), shape.date, shape.source.title or shape.source.url, shape.source.url, told)


def money(text: str) -> tuple[int, str]:
    """`20000000 USD` as minor units and currency."""
    amount, currency = text.split(" ")
    return int(Decimal(amount) * 100), currency


def _model(model: s.ModelShape, developer: str, file: str) -> r.Model:
    return r.Model(
        id=model.id,
        name=model.name,
        developer=developer,
        family=model.family,
        hub=model.hub,
        aliases=tuple(model.aliases),
        released=model.released,
        released_source=_named(model.released_source) if model.released_source else None,
        parameters=model.parameters,
        modalities=tuple(model.modalities),
        licences=tuple(
            r.ModelLicence(
                licence=entry.licence,
                covers=tuple(entry.covers),
                from_=entry.from_,
                until=entry.until,
                together=entry.together,
                confidence=Confidence(entry.confidence),
                source=_named(entry.source),
                note=entry.note,
            )
            for entry in model.licences
        ),
        bases=tuple(
            r.Base(
                relation=base.relation,
                model=base.model,
                name=base.name,
                source=_named(base.source) if base.source else None,
                relicensed=base.relicensed,
            )
            for base in model.bases
        ),
        components=tuple(model.components.items()),
        note=model.note,
        file=file,
    )


def _rule(name: str, rule: s.RuleShape, document: str) -> r.Rule:
    kind, acts = _kind_and_acts(rule)
    return r.Rule(
        id=name,
        kind=kind,
        acts=acts,
        cite=_cite(rule.cite, document),
        duty=rule.duty,
        when=_alternatives(rule.when),
        unless=_alternatives(rule.unless),
        route=rule.route,
        text=rule.text,
        worded=_cite(rule.worded, document) if rule.worded else None,
        where=rule.where,
        at=rule.at,
        accepts=tuple(rule.accepts or ()),
        accepts_beside=tuple(rule.accepts_beside or ()),
        rate=rule.rate,
        of=rule.of,
        above=rule.above,
        disputed=_reading(rule.disputed),
        note=rule.note,
    )


def _kind_and_acts(rule: s.RuleShape) -> tuple[str, tuple[Act, ...]]:
    if rule.permit is not None:
        return "permit", _acts(rule.permit)
    if rule.forbid is not None:
        return "forbid", _acts(rule.forbid)
    if rule.duty is not None:
        return "duty", _acts(rule.for_) if rule.for_ is not None or rule.duty not in STANDING else ACT_GROUPS["all"]
    return "route", _acts(rule.for_) if rule.for_ is not None else tuple(Act)


def _reading(other: s.OtherReading | None) -> r.Reading | None:
    if other is None:
        return None
    return r.Reading(
        note=other.note,
        absent=other.absent,
        acts=None if other.for_ is None else _acts(other.for_),
        when=None if other.when is None else _alternatives(other.when),
        unless=None if other.unless is None else _alternatives(other.unless),
        route=other.route,
        drop_route=other.no_route,
    )


def _acts(names: s.ActName | Sequence[s.ActName] | None) -> tuple[Act, ...]:
    listed = [names] if isinstance(names, str) else list(names or ())
    return tuple(dict.fromkeys(act for name in listed for act in ACT_GROUPS.get(str(name)) or (Act(str(name)),)))


def _alternatives(when: s.When | list[s.When] | None) -> r.Conditions:
    if when is None:
        return ()
    return tuple(tuple(_conditions(part)) for part in (when if isinstance(when, list) else [when]))


def _conditions(when: s.When) -> Iterator[r.Condition]:
    for operand in Operand:
        value = getattr(when, operand.replace("-", "_"), None)
        if value is None:
            continue
        if isinstance(value, bool):
            yield r.Condition(operand, flag=value)
        elif isinstance(value, (s.CountThreshold, s.MoneyThreshold)):
            yield r.Condition(operand, threshold=_threshold(value))
        else:
            listed = value if isinstance(value, list) else [value]
            yield r.Condition(operand, any_of=tuple(str(item) for item in listed))


def _threshold(shape: s.CountThreshold | s.MoneyThreshold) -> r.Threshold:
    inclusive = shape.more_than is None
    stated = shape.at_least if inclusive else shape.more_than
    value, currency = money(stated) if isinstance(stated, str) else (int(stated or 0), None)
    return r.Threshold(value, inclusive, currency, shape.over, shape.window, shape.date)


def _cite(cite: s.Cite, document: str) -> r.Citation:
    span = (cite.words[0], cite.words[1]) if cite.words else None
    return r.Citation(document, cite.section, span, cite.sha256)


def _identifiers(shape: s.Identifiers) -> Iterator[r.Identifier]:
    for scheme in ("hub", "spdx", "scancode", "license_name", "names"):
        for value in _listed(getattr(shape, scheme)):
            yield r.Identifier("name" if scheme == "names" else scheme, value)


def _listed(value: Any) -> Iterable[str]:
    return () if value is None else (value,) if isinstance(value, str) else value


def _edition(edition: s.EditionShape) -> r.Edition:
    return r.Edition(edition.sha256, tuple(_source(source) for source in edition.sources), edition.words, edition.date, edition.note)


def _source(source: s.SourceShape) -> r.Source:
    if source.scancode:
        return r.Source("scancode", source.scancode)
    if source.repository:
        kind = "repository" if source.host != "huggingface" else "huggingface"
        return r.Source(kind, source.repository, source.path, source.commit)
    return r.Source("address", source.address or "")


def _named(source: s.NamedSource) -> r.Source:
    return r.Source("secondary", source.url, title=source.title, seen=source.seen)
