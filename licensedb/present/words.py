"""The words of the vocabulary as people read them, and numbers, places and dates in prose."""

from __future__ import annotations

from licensedb.vocabulary import Operand, Verdict

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
