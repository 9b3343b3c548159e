"""What two documents say apart from the comparison questions: rules and provisions that only one of them has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licensedb.records import FactPair, Licence, LoneRule, ProvisionFact, Rule
from licensedb.vocabulary import VERDICT_QUESTIONS, Duty, Operand, Provision, Purpose, Question, Route

# The question that tells of a duty, a provision, a limit: what differs there has been told with the answers.
DUTIES = {
    Duty.PROVIDE_LICENCE_COPY: Question.PROVIDE_LICENCE_COPY,
    Duty.STATE_CHANGES: Question.STATE_CHANGES,
    Duty.SAME_LICENCE: Question.SAME_LICENCE,
    Duty.KEEP_NOTICES: Question.NOTICE_FILE,
    Duty.INCLUDE_NOTICE: Question.NOTICE_FILE,
    Duty.DISPLAY_ATTRIBUTION: Question.DISPLAY_ATTRIBUTION,
    Duty.NAME_RULE: Question.DERIVATIVE_NAME_RULE,
    Duty.PASS_ON_RESTRICTIONS: Question.PASS_ON_RESTRICTIONS,
    Duty.INDEMNIFY: Question.LICENSEE_INDEMNIFIES,
    Duty.FOLLOW_USE_POLICY: Question.USE_RESTRICTIONS,
}
PROVISIONS = {
    Provision.PATENT_GRANT: Question.PATENT_GRANT,
    Provision.LITIGATION_TERMINATION: Question.LITIGATION_TERMINATION,
    Provision.OUTPUTS_OWNED_BY: Question.OUTPUTS_OWNED_BY,
    Provision.GOVERNING_LAW: Question.GOVERNING_LAW,
    Provision.MAY_CHANGE: Question.LICENSOR_MAY_CHANGE,
}
_MONEY = {Operand.ANNUAL_REVENUE, Operand.MONTHLY_REVENUE, Operand.ATTRIBUTABLE_REVENUE}
_ACTS = {act: question for question, act in VERDICT_QUESTIONS.items()}

Subject = tuple[str, ...]


def lone_rules(a: Sequence[Licence], b: Sequence[Licence], told: set[Question]) -> Iterator[LoneRule]:
    """Rules of either side whose subject the other side's rules have not, but for what the questions in `told` tell.

    A side is a licence with its policies, or a policy alone.
    """
    for side, own, other in (("a", a, b), ("b", b, a)):
        known = {subject for document in other for rule in document.rules for subject in subjects(rule)}
        for document in own:
            for rule in document.rules:
                alone = [subject for subject, question in subjects(rule).items() if subject not in known and question not in told]
                if alone:
                    only = tuple(subject[1] for subject in alone if subject[0] == "purpose")
                    yield LoneRule(side, document.id, rule, only)


def facts_apart(a: Sequence[Licence], b: Sequence[Licence], told: set[Question]) -> Iterator[FactPair]:
    """Provisions with different values, or that one side has alone, but for what the questions in `told` tell."""
    left, right = _facts(a), _facts(b)
    for key in Provision:
        one, other = left.get(key), right.get(key)
        if PROVISIONS.get(key) not in told and (one and one.value) != (other and other.value):
            yield FactPair(key, one, other)


def _facts(documents: Sequence[Licence]) -> dict[Provision, ProvisionFact]:
    found: dict[Provision, ProvisionFact] = {}
    for document in documents:
        for fact in document.provisions:
            found.setdefault(fact.key, fact)
    return found


def subjects(rule: Rule) -> dict[Subject, Question | None]:
    """What a rule is about, each with the comparison question that tells of it (None where none does)."""
    if rule.kind == "duty" and rule.duty is not None:
        return {("duty", rule.duty): DUTIES.get(rule.duty)}
    if rule.kind == "route":
        return {("route", rule.route or ""): Question.REGISTRATION_REQUIRED if rule.route is Route.REGISTRATION else None}
    if rule.kind == "permit":
        return {("permit", act): None for act in rule.acts if act not in _ACTS}
    return dict(_forbidden(rule))


def _forbidden(rule: Rule) -> Iterator[tuple[Subject, Question | None]]:
    tests = [test for alternative in rule.when for test in alternative]
    purposes = [purpose for test in tests if test.operand is Operand.PURPOSE for purpose in test.any_of]
    if purposes:
        for purpose in purposes:
            yield ("purpose", purpose), Question.MILITARY_USE if purpose == Purpose.MILITARY else None
        return
    for test in tests:
        if test.threshold is not None:
            yield ("limit", test.operand), Question.REVENUE_CAP if test.operand in _MONEY else Question.USER_CAP
            return
        if test.operand in (Operand.TERRITORY, Operand.DOMICILE):
            for place in test.any_of:
                yield ("place", place), Question.EXCLUDED_TERRITORIES
            return
    tested = sorted({str(test.operand) for test in tests})
    for act in rule.acts:
        yield ("forbid", act, *tested), _ACTS.get(act)
