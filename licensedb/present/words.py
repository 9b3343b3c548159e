"""The words of the vocabulary as people read them, and numbers, places and dates in prose."""

from __future__ import annotations

from licensedb.present.language import ENGLISH, Language
from licensedb.vocabulary import Operand, Question, Verdict

# How pages word a verdict, and its mark (shape, never colour alone).
VERDICTS = {
    Verdict.ALLOWED: "allowed",
    Verdict.WITH_DUTIES: "with duties",
    Verdict.SILENT: "silent",
    Verdict.ON_REQUEST: "on request",
    Verdict.FORBIDDEN: "not licensed",
    Verdict.DEPENDS: "depends",
}
MARKS = {
    Verdict.ALLOWED: "✓",
    Verdict.WITH_DUTIES: "✓+",
    Verdict.SILENT: "–",
    Verdict.ON_REQUEST: "✉",
    Verdict.FORBIDDEN: "✗",
    Verdict.DEPENDS: "?",
}
MEANINGS = {
    Verdict.ALLOWED: "the text grants it",
    Verdict.WITH_DUTIES: "the text grants it and lays duties on this act",
    Verdict.SILENT: "the text does not reach it",
    Verdict.ON_REQUEST: "not without registering or asking the licensor",
    Verdict.FORBIDDEN: "not licensed by this text",
    Verdict.DEPENDS: "the answer turns on something not stated",
}
ACTS = {
    "run": "run it",
    "modify": "modify it (fine-tune, merge, quantise)",
    "redistribute": "give the unmodified weights to others",
    "distribute-derivatives": "give derivatives to others",
    "host": "let third parties use it over a network",
    "use-outputs": "use its outputs",
    "publish-outputs": "publish its outputs",
    "train-on-outputs": "train another model on its outputs",
    "improve-other-model": "use it to make or better another model",
    "publish-results": "publish results about it",
    "sublicense": "sublicense it",
    "use-trademark": "use the licensor's marks",
}
DUTIES = {
    "provide-licence-copy": "give recipients a copy of the licence",
    "keep-notices": "keep the notices that are there",
    "include-notice": "put in the notice",
    "state-changes": "say what was changed",
    "same-licence": "offer it under the same licence",
    "no-added-terms": "add no terms that restrict recipients",
    "pass-on-restrictions": "pass the use restrictions on to recipients",
    "display-attribution": "display",
    "name-rule": "put in the name",
    "credit-in-publications": "credit the model in publications",
    "notify-users": "tell users",
    "mark-generated": "mark what is generated",
    "keep-documentation": "keep the documentation",
    "disclose-source": "make the source available",
    "pay": "pay",
    "follow-use-policy": "follow the use policy",
    "indemnify": "indemnify the licensor",
    "obey-law": "obey the law",
    "keep-safeguards": "keep the safeguards",
    "keep-updated": "use the latest version",
    "filter-outputs": "filter or review the outputs",
    "notify-licensor": "tell the licensor",
}
PROVISIONS = {
    "litigation-termination": "Rights end for whoever sues.",
    "governing-law": "The governing law is told.",
}
ROUTES = {"registration": "register with the licensor", "separate-licence": "ask the licensor for another licence"}
OPERANDS = {
    Operand.COMMERCIAL: "commercial use",
    Operand.PRODUCTION: "production use",
    Operand.MODIFIED: "modified weights",
    Operand.COMPETITOR: "competing with the licensor",
    Operand.USE: "kind of use",
    Operand.OFFERING: "form of the offer",
    Operand.LICENSEE: "who asks",
    Operand.TARGET: "the other model",
    Operand.RECEIVED: "how the weights were received",
    Operand.TERRITORY: "where it is used or offered",
    Operand.DOMICILE: "seat",
    Operand.PURPOSE: "purpose",
    Operand.MODEL_MODALITY: "the model's modality",
    Operand.MODEL_FAMILY: "the model's family",
    Operand.MONTHLY_ACTIVE_USERS: "monthly active users",
    Operand.MONTHLY_UNIQUE_USERS: "monthly unique users",
    Operand.DAILY_ACTIVE_USERS: "daily active users",
    Operand.DEPLOYED_DEVICES: "deployed devices",
    Operand.ANNUAL_REVENUE: "revenue a year",
    Operand.MONTHLY_REVENUE: "revenue a month",
    Operand.ATTRIBUTABLE_REVENUE: "revenue from it",
    Operand.LICENCE_VERSION: "version of the licence",
}
OVERS = {"product": "of the product", "licensee": "of the licensee", "group": "of the licensee and its affiliates"}
REASONS = {
    "prohibition": "a rule bars it",
    "route-held": "other terms decide: a separate licence is held",
    "permission": "a permission covers it",
    "registered": "the registration held opens what lies outside the grant",
    "condition-fails": "the permission does not reach this far",
    "not-granted": "the text does not grant it",
    "run-decides": "the text does not reach it by itself, and the model may not be run",
    "silent": "the text says nothing of it",
    "no-licence": "no licence is given, so nothing is granted",
    "base-not-recorded": "the terms of a model that it is made from are not recorded",
    "terms-not-recorded": "the terms of this licence are not recorded",
    "not-recorded": "which licence held on that day is not recorded",
}
ASSUMED = {
    "no-restricted-purpose": "no restricted purpose",
    "no-competition": "no competition with the licensor",
    "from-licensor": "weights received from the licensor, not inside a product",
    "no-route-held": "no registration or separate licence held",
}
EFFECTIVE = (
    "Verdicts on models are effective ones: their own licences and those of their bases together; through names the base that decides."
)
NOT_ADVICE = "Not legal advice: a reading of the texts, to be checked by a lawyer before you rely on it."


# What figures are counted over, as records have it; others are told as they stand.
WINDOWS = (
    "12 months before the anniversary of the permission",
    "a month; visits are counted",
    "a year; at any time",
    "annual recurring revenue",
    "any consecutive 12 months, all business counted",
    "preceding calendar month",
    "preceding calendar month, all products and services",
    "preceding calendar month; at any time",
    "preceding calendar year",
    "preceding month",
    "the prior tax year",
)
# The words of operands whose values have names, by the context that a catalogue knows them under.
CONTEXTS = {
    Operand.PURPOSE: "purpose",
    Operand.USE: "use",
    Operand.OFFERING: "offering",
    Operand.LICENSEE: "you are",
    Operand.RECEIVED: "received",
    Operand.MODEL_MODALITY: "modality",
    Operand.TARGET: "target",
}


def term(context: str, name: str, t: Language = ENGLISH) -> str:
    """A term of a closed list as a word."""
    return t.trc(context, str(name).replace("-", " "))


def value(operand: Operand, name: str, t: Language = ENGLISH) -> str:
    """A value that a condition names: a term, or a place by its code."""
    if name.isupper():
        return t.place(name)
    context = CONTEXTS.get(operand)
    return term(context, name, t) if context else name.replace("-", " ")


def verdict(one: Verdict, t: Language = ENGLISH) -> str:
    """A verdict as pages word it."""
    return t.trc("verdict", VERDICTS[one])


def meaning(one: Verdict, t: Language = ENGLISH) -> str:
    """What a verdict says."""
    return t.trc("verdict", MEANINGS[one])


def act(one: str, t: Language = ENGLISH) -> str:
    """An act, as in: you may ..."""
    return t.trc("act", ACTS[one])


def duty(one: str, t: Language = ENGLISH) -> str:
    """A duty, as in: you must ..."""
    return t.trc("duty", DUTIES[one])


def route(one: str, t: Language = ENGLISH) -> str:
    """A way to more rights, as something to do."""
    return t.trc("route", ROUTES[one])


def held(one: str, t: Language = ENGLISH) -> str:
    """A route that is held."""
    return t.trc("route held", str(one)) if t is not ENGLISH else str(one)


def operand(one: Operand, t: Language = ENGLISH) -> str:
    """An operand by its name."""
    return t.trc("operand", OPERANDS[one])


def over(one: str, t: Language = ENGLISH) -> str:
    """Whose figure is counted."""
    return t.trc("whose figure", OVERS[one])


def purpose(one: str, t: Language = ENGLISH) -> str:
    """A restricted purpose."""
    return t.trc("purpose", one.replace("-", " ")) if t is not ENGLISH else one


def profile(one: str, t: Language = ENGLISH) -> str:
    """A profile by its name."""
    return t.trc("profile", one)


def reason(one: str, t: Language = ENGLISH) -> str:
    """Why a decision is what it is."""
    return t.trc("reason", REASONS[one])


def assumed(one: str, t: Language = ENGLISH) -> str:
    """What was taken as no."""
    return t.trc("assumed", ASSUMED[one]) if one in ASSUMED else one


def consequence(one: str, t: Language = ENGLISH) -> str:
    """What a cap brings: a route, a duty, or an end of the grant."""
    return t.trc("consequence", one.replace("-", " ")) if one else ""


def question(one: Question, t: Language = ENGLISH) -> str:
    """A comparison question as rows are headed; its key in English."""
    return str(one) if t is ENGLISH else t.trc("question", str(one).replace("-", " "))


def question_name(one: Question, t: Language = ENGLISH) -> str:
    """A comparison question as a column is headed."""
    return t.trc("question", str(one).replace("-", " "))


def act_name(one: str, t: Language = ENGLISH) -> str:
    """An act as a term; its key in English."""
    return str(one) if t is ENGLISH else t.trc("act as a term", one.replace("-", " "))


def family(one: str | None, t: Language = ENGLISH) -> str:
    """A family of licences; its key in English."""
    return str(one or "") if t is ENGLISH or not one else t.trc("family", one.replace("-", " "))


def component(one: str, t: Language = ENGLISH) -> str:
    """A component of a model; its key in English."""
    return str(one) if t is ENGLISH else t.trc("component", one.replace("-", " "))


def confidence(one: str, t: Language = ENGLISH) -> str:
    """How sure a record is."""
    return t.trc("confidence", str(one))


def sure(one: str, t: Language = ENGLISH) -> str:
    """How sure a record is, as a phrase."""
    return t.tr("{confidence} confidence", confidence=confidence(one, t))


def number(value: int) -> str:
    """700000000 as 700,000,000."""
    return f"{value:,}"


def amount(minor: int, currency: str | None) -> str:
    """Minor units and currency as 1,000,000 USD; a bare count without currency."""
    if currency is None:
        return number(minor)
    units, cents = divmod(minor, 100)
    return f"{units:,}.{cents:02d} {currency}" if cents else f"{units:,} {currency}"


def listed(words: tuple[str, ...] | list[str], last: str = "or") -> str:
    """a, b or c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
