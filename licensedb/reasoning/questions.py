"""The comparison questions (design section 4): every answer derived from rules and provisions, none typed in twice."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from licensedb.reasoning.compiled import compiled
from licensedb.reasoning.decide import Group, Part, decide_group, parts_of
from licensedb.reasoning.lineage import World, asked, facts_of
from licensedb.reasoning.scenarios import baseline
from licensedb.records import Answer, Citation, Condition, Decision, Licence, Model, ProvisionFact, Rule, Scenario, Terms
from licensedb.vocabulary import (
    MODEL_FACTS,
    PLACE_OPERANDS,
    REVENUE_OPERANDS,
    UNLAWFUL_ANYWAY,
    USER_OPERANDS,
    VERDICT_QUESTIONS,
    Act,
    Confidence,
    Duty,
    Modality,
    Operand,
    Provision,
    Purpose,
    Question,
    Route,
    State,
    Verdict,
)

Q = Question
_DUTY_QUESTIONS = {
    Q.PROVIDE_LICENCE_COPY: (Duty.PROVIDE_LICENCE_COPY,),
    Q.STATE_CHANGES: (Duty.STATE_CHANGES,),
    Q.SAME_LICENCE: (Duty.SAME_LICENCE,),
    Q.NOTICE_FILE: (Duty.INCLUDE_NOTICE, Duty.KEEP_NOTICES),
    Q.PASS_ON_RESTRICTIONS: (Duty.PASS_ON_RESTRICTIONS,),
    Q.LICENSEE_INDEMNIFIES: (Duty.INDEMNIFY,),
}
_TEXT_DUTIES = {Q.DISPLAY_ATTRIBUTION: (Duty.DISPLAY_ATTRIBUTION, "where"), Q.DERIVATIVE_NAME_RULE: (Duty.NAME_RULE, "at")}
# What the answer is where no rule says anything.
_NOTHING: dict[Question, Any] = {
    Q.USER_CAP: None,
    Q.REVENUE_CAP: None,
    Q.DISPLAY_ATTRIBUTION: None,
    Q.DERIVATIVE_NAME_RULE: None,
    Q.GOVERNING_LAW: None,
    Q.EXCLUDED_TERRITORIES: [],
    Q.OUTPUTS_OWNED_BY: "silent",
    Q.MILITARY_USE: "silent",
}
# Answers that a policy whose text is not at hand could change.
_HANG_ON_POLICY = (Q.USE_RESTRICTIONS, Q.PASS_ON_RESTRICTIONS, Q.EXCLUDED_TERRITORIES, Q.MILITARY_USE)
_CONFIDENCE = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


def of_licence(terms: Terms, scenario: Scenario | None = None, questions: Iterable[Question] = tuple(Question)) -> list[Answer]:
    """Answers of a licence, in the order of the questions; verdict questions in the baseline scenario unless told."""
    told = scenario or baseline()
    return [_of_terms(question, terms, told) for question in questions]


def of_model(
    world: World, model: Model, day: str, scenario: Scenario | None = None, questions: Iterable[Question] = tuple(Question)
) -> list[Answer]:
    """Answers of a model on a day, its own licences and its bases' taken together."""
    told = scenario or baseline()
    return [_of_model(question, world, model, day, told) for question in questions]


def _of_terms(question: Question, terms: Terms, scenario: Scenario) -> Answer:
    if question in VERDICT_QUESTIONS:
        act = VERDICT_QUESTIONS[question]
        return _hanging(_of_any_model(question, Group((Part(compiled(terms), act),)), scenario), terms)
    if terms.licence.not_recorded:
        return _not_recorded(question, "the terms of this licence are not recorded")
    if terms.members:
        return _of_family(question, terms, scenario)
    found = next(iter(_ranked(question, terms)), None)
    answer = found or Answer(question, _NOTHING.get(question, False), state="", confidence=terms.licence.confidence)
    return _hanging(answer, terms)


def _of_family(question: Question, terms: Terms, scenario: Scenario) -> Answer:
    """What the members of a family answer together; where they differ, the note says so."""
    answers = [_of_terms(question, one, scenario) for one in terms.members]
    together = _together(question, answers, [])
    if all(answer.value == together.value for answer in answers):
        return together
    having = ", ".join(one.id for one, answer in zip(terms.members, answers, strict=True) if answer.value == together.value)
    note = f"depends on the version: so in {having or 'none alone'}"
    return msgspec.structs.replace(together, note=f"{note}; {together.note}" if together.note else note)


def _of_model(question: Question, world: World, model: Model, day: str, scenario: Scenario) -> Answer:
    if question in VERDICT_QUESTIONS:
        group = asked(world, model, VERDICT_QUESTIONS[question], day)
        answer = _verdict(question, group, facts_of(model, scenario))
        return msgspec.structs.replace(answer, confidence=_least((answer.confidence, model.confidence)))
    own = [_of_terms(question, _reaching(world.terms[entry.licence], model), scenario) for entry in model.licences_on(day)]
    inherited = [
        msgspec.structs.replace(_of_terms(question, _reaching(terms, model), scenario), through=through)
        for through, terms in _base_terms(world, model, day)
    ]
    if not own and model.has_licence:
        return _not_recorded(question, "which licence held on that day is not recorded")
    answer = _together(question, own, inherited)
    return msgspec.structs.replace(answer, confidence=_least((answer.confidence, model.confidence)))


def _not_recorded(question: Question, note: str) -> Answer:
    return Answer(question, None, note=note, state=State.NOT_RECORDED, confidence=Confidence.LOW)


def _base_terms(world: World, model: Model, day: str) -> Iterator[tuple[str, Terms]]:
    """The terms of bases that bind a model, by what is asked of them."""
    told: set[tuple[str, str]] = set()

    for act in (Act.RUN, Act.DISTRIBUTE_DERIVATIVES):
        for part in parts_of(asked(world, model, act, day)):
            if part.through and part.terms.terms and (part.through, part.terms.id) not in told:
                told.add((part.through, part.terms.id))
                yield part.through, _as_teacher(part.terms.terms) if part.act is Act.TRAIN_ON_OUTPUTS else part.terms.terms


def _reaching(terms: Terms, model: Model) -> Terms:
    """Terms without the rules that speak of models of another modality or family than this one."""
    facts: dict[Operand, set[str]] = {
        Operand.MODEL_MODALITY: set(map(str, model.modalities)),
        Operand.MODEL_FAMILY: {model.family or ""},
    }

    def reaches(rule: Rule) -> bool:
        return not rule.when or any(
            all(test.operand not in facts or facts[test.operand] & set(test.any_of) for test in part) for part in rule.when
        )

    def kept(document: Licence) -> Licence:
        rules = tuple(filter(reaches, document.rules))
        return document if len(rules) == len(document.rules) else msgspec.structs.replace(document, rules=rules)

    found = Terms(kept(terms.licence), tuple(map(kept, terms.policies)), tuple(_reaching(one, model) for one in terms.members))
    same = found.licence is terms.licence and all(map(operator.is_, found.policies, terms.policies))
    return terms if same and all(map(operator.is_, found.members, terms.members)) else found


def _as_teacher(terms: Terms) -> Terms:
    """Terms as far as they bind a student that is no derivative: what hangs on training with the outputs."""

    def kept(document: Licence) -> Licence:
        rules = tuple(rule for rule in document.rules if Act.TRAIN_ON_OUTPUTS in rule.acts)
        return msgspec.structs.replace(document, rules=rules, provisions=())

    return Terms(kept(terms.licence), tuple(map(kept, terms.policies)), tuple(map(_as_teacher, terms.members)))


def _together(question: Question, own: list[Answer], inherited: list[Answer]) -> Answer:
    every = [*own, *inherited]
    if not every:
        return Answer(question, _NOTHING.get(question, False), state="", note="no licence")
    if any(answer.state == State.NOT_RECORDED for answer in every):
        return _partly_recorded(question, every)
    if question in (Q.USER_CAP, Q.REVENUE_CAP):
        return min(every, key=_line_of)
    if question is Q.PATENT_GRANT:
        return min(every, key=lambda answer: bool(answer.value))
    if question is Q.EXCLUDED_TERRITORIES:
        first = next((answer for answer in every if answer.value), every[0])
        codes = list(dict.fromkeys(code for answer in every for code in answer.value))
        return msgspec.structs.replace(first, value=codes)
    if question in (Q.GOVERNING_LAW, Q.OUTPUTS_OWNED_BY):
        return every[0]
    nothing = _NOTHING.get(question, False)
    return next((answer for answer in every if answer.value != nothing), every[0])


def _partly_recorded(question: Question, every: list[Answer]) -> Answer:
    """Where some terms are not recorded: what the others say, if those cannot change it; else that they are not recorded."""
    unknown = next(answer for answer in every if answer.state == State.NOT_RECORDED)
    told = [answer for answer in every if answer.state != State.NOT_RECORDED]
    if question in (Q.GOVERNING_LAW, Q.OUTPUTS_OWNED_BY) or not told:
        return every[0]
    found = _together(question, told, [])
    settled = found.value is False if question is Q.PATENT_GRANT else found.value != _NOTHING.get(question, False)
    return found if settled else unknown


def _line_of(answer: Answer) -> float:
    if answer.value is None:
        return float("inf")
    return float(answer.value.get("threshold", answer.value.get("amount", 0)))


_PLAIN = (str(Modality.TEXT),)


def _of_any_model(question: Question, group: Group, scenario: Scenario) -> Answer:
    """The verdict of a licence asked alone. Where it turns on facts of the model, a plain text model's, and the note tells others'."""
    answer = _verdict(question, group, scenario)
    if answer.value is not Verdict.DEPENDS:
        return answer
    act = VERDICT_QUESTIONS[question]
    told = msgspec.structs.replace(scenario, model_modality=scenario.model_modality or _PLAIN, model_family=scenario.model_family or ("",))
    plain = _verdict(question, group, told)
    if plain.value is Verdict.DEPENDS:
        return answer
    others = decide_group(group, act, scenario, disputes=False)
    lines = ", ".join(dict.fromkeys(line.line for line in others.depends_on if line.operand in MODEL_FACTS))
    verdicts = ", ".join(str(one.verdict) for one in others.outcomes if one.verdict is not plain.value)
    return msgspec.structs.replace(plain, note=f"of models that are {lines}: {verdicts}")


def _verdict(question: Question, group: Group, scenario: Scenario) -> Answer:
    return of_decision(question, group, decide_group(group, VERDICT_QUESTIONS[question], scenario))


def of_any_model(question: Question, terms: Terms, scenario: Scenario) -> Answer:
    """The answer of a licence to a verdict question."""
    return _of_terms(question, terms, scenario)


def of_decision(question: Question, group: Group, decision: Decision) -> Answer:
    """A decision as the answer to a verdict question."""
    reason = decision.reason
    note = "no licence" if reason.why == "no-licence" else None
    state = State.NOT_RECORDED if reason.why in ("not-recorded", "terms-not-recorded") else ""
    answer = Answer(question, decision.verdict, state=state, note=note, confidence=decision.confidence, through=reason.through)
    document, rule = reason.duty.split("/") if reason.duty else (reason.document, reason.rule)
    found = next((found for part in parts_of(group) if (found := _rule(part, document, rule))), None)
    if found is not None:
        answer = msgspec.structs.replace(_cited(answer, found, found.cite), disputed=None)
    elif reason.why == "not-granted" and (grant := next(filter(None, map(_grant, parts_of(group))), None)) is not None:
        answer = msgspec.structs.replace(_cited(answer, grant, grant.cite), note="is not among what is granted here", disputed=None)
    if decision.disputed:
        others = "; ".join(f"{verdict}: {note}" for _, verdict, note in decision.disputed)
        answer = msgspec.structs.replace(answer, disputed=others)
    return answer


def _grant(part: Part) -> Rule | None:
    """The permission that names other acts, on weights before others; where an act is not granted, that is the clause to read."""
    rules = [rule for record in part.terms.terms.documents for rule in record.rules] if part.terms.terms else []
    permits = [rule for rule in rules if rule.kind == "permit"]
    return min(permits, key=lambda rule: Act.RUN not in rule.acts, default=None)


def _rule(part: Part, document: str, name: str | None) -> Rule | None:
    if part.terms.terms is None or name is None:
        return None
    for record in part.terms.terms.documents:
        if record.id == document:
            return next((rule for rule in record.rules if rule.id == name), None)
    return None


def _ranked(question: Question, terms: Terms) -> Iterable[Answer]:
    """Answers found in the text, the one to give first."""
    rules = [(document, rule) for document in (terms.licence, *terms.policies) for rule in document.rules]
    confidence = terms.licence.confidence
    if question in (Q.USER_CAP, Q.REVENUE_CAP):
        return sorted(_caps(question, rules, terms, confidence), key=_line_of)
    if question in _TEXT_DUTIES:
        duty, second = _TEXT_DUTIES[question]
        return (
            _cited(Answer(question, {"text": rule.text, second: getattr(rule, second)}, confidence=confidence), rule, rule.cite)
            for _, rule in rules
            if rule.duty is duty
        )
    if question in _DUTY_QUESTIONS:
        return _by_rule(question, (rule for duty in _DUTY_QUESTIONS[question] for _, rule in rules if rule.duty is duty), confidence)
    if question is Q.USE_RESTRICTIONS:
        limits = [rule for _, rule in rules if rule.duty is Duty.FOLLOW_USE_POLICY or _limits_purpose(rule)]
        return _by_rule(question, [*limits, *(rule for _, rule in rules if _bars_other_models(rule))], confidence)
    if question is Q.REGISTRATION_REQUIRED:
        return _by_rule(question, (rule for _, rule in rules if rule.route is Route.REGISTRATION), confidence)
    if question is Q.EXCLUDED_TERRITORIES:
        return _excluded(rules, confidence)
    if question is Q.MILITARY_USE:
        return _military(rules, confidence)
    return _provided(question, (terms.licence, *terms.policies), confidence)


def _by_rule(question: Question, rules: Iterable[Rule], confidence: Confidence) -> Iterator[Answer]:
    return (_cited(Answer(question, True, confidence=confidence), rule, rule.cite) for rule in rules)


def _caps(question: Question, rules: list[tuple[Licence, Rule]], terms: Terms, confidence: Confidence) -> Iterator[Answer]:
    wanted = USER_OPERANDS if question is Q.USER_CAP else REVENUE_OPERANDS
    for _, rule in rules:
        for condition in _conditions(rule):
            threshold = condition.threshold
            if condition.operand not in wanted or threshold is None:
                continue
            measured = {"date": threshold.date, "window": threshold.window, "over": threshold.over}
            shared = {
                "comparison": "at-least" if threshold.inclusive else "more-than",
                "measured": {key: str(value) for key, value in measured.items() if value},
                "consequence": _consequence(rule, terms),
            }
            if question is Q.USER_CAP:
                value: dict[str, Any] = {"metric": str(condition.operand), "threshold": threshold.value, **shared}
            else:
                period = {Operand.ANNUAL_REVENUE: "year", Operand.MONTHLY_REVENUE: "month"}.get(condition.operand, "year")
                amount = threshold.value // 100 if threshold.value % 100 == 0 else threshold.value / 100
                metric = str(condition.operand)
                value = {"amount": amount, "currency": threshold.currency, "period": period, "metric": metric, **shared}
            yield _cited(Answer(question, value, confidence=confidence), rule, rule.cite)


def _consequence(rule: Rule, terms: Terms) -> str:
    if rule.kind == "duty":
        return str(rule.duty)
    if rule.route:
        return str(rule.route)
    ways = [other.route for other in terms.licence.rules if other.kind == "route" and other.route]
    return str(ways[0]) if rule.kind == "permit" and ways else "forbidden"


def _excluded(rules: list[tuple[Licence, Rule]], confidence: Confidence) -> Iterator[Answer]:
    found: list[tuple[Rule, tuple[str, ...]]] = []
    for _, rule in rules:
        parts = rule.when if rule.kind == "forbid" else rule.unless if rule.kind == "permit" else ()
        places = [name for part in parts for test in part if test.operand in PLACE_OPERANDS for name in test.any_of]
        if places:
            found.append((rule, tuple(dict.fromkeys(places))))
    if found:
        first = found[0][0]
        codes = list(dict.fromkeys(code for _, places in found for code in places))
        yield _cited(Answer(Q.EXCLUDED_TERRITORIES, codes, note=_scope(first), confidence=confidence), first, first.cite)


def _scope(rule: Rule) -> str:
    """What an exclusion goes by, and to which models it is limited."""
    tests = [test for part in (*rule.when, *rule.unless) for test in part]
    by = dict.fromkeys("seat" if test.operand is Operand.DOMICILE else "place of use" for test in tests if test.operand in PLACE_OPERANDS)
    only = [", ".join(test.any_of) for test in tests if test.operand in (Operand.MODEL_MODALITY, Operand.MODEL_FAMILY)]
    return (
        f"by {' and '.join(by)}" + (f"; only models that are {'; '.join(only)}" if only else "") + (f"; {rule.note}" if rule.note else "")
    )


def _military(rules: list[tuple[Licence, Rule]], confidence: Confidence) -> Iterator[Answer]:
    for kind, value in (("forbid", "forbidden"), ("permit", "allowed")):
        for _, rule in rules:
            named = any(test.operand is Operand.PURPOSE and Purpose.MILITARY in test.any_of for part in rule.when for test in part)
            if rule.kind == kind and named:
                yield _cited(Answer(Q.MILITARY_USE, value, confidence=confidence), rule, rule.cite)


def _provided(question: Question, documents: Iterable[Licence], confidence: Confidence) -> Iterator[Answer]:
    key = {
        Q.PATENT_GRANT: Provision.PATENT_GRANT,
        Q.LITIGATION_TERMINATION: Provision.LITIGATION_TERMINATION,
        Q.OUTPUTS_OWNED_BY: Provision.OUTPUTS_OWNED_BY,
        Q.GOVERNING_LAW: Provision.GOVERNING_LAW,
        Q.LICENSOR_MAY_CHANGE: Provision.MAY_CHANGE,
    }[question]
    for document in documents:
        for fact in document.provisions:
            if fact.key is key:
                yield _fact(question, fact, confidence)


def _fact(question: Question, fact: ProvisionFact, confidence: Confidence) -> Answer:
    value: Any = fact.value
    if question in (Q.LITIGATION_TERMINATION, Q.LICENSOR_MAY_CHANGE):
        value = True
    words = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    note = fact.note or (", ".join(map(str, words)) if value is True and fact.value is not True else None)
    cite = fact.cite
    return Answer(
        question, value, cite.section, cite.document, note, cite.state, cite.verified, confidence, str(fact.key), disputed=fact.disputed
    )


def _cited(answer: Answer, rule: Rule, cite: Citation) -> Answer:
    return msgspec.structs.replace(
        answer,
        section=cite.section,
        text=cite.document,
        note=answer.note or rule.note,
        state=cite.state,
        verified=cite.verified,
        rule=rule.id,
        disputed=rule.disputed.note if rule.disputed and _changes(rule, answer) else None,
    )


def _changes(rule: Rule, answer: Answer) -> bool:
    """Whether a rule's other reading would change an answer: that a duty is due for fewer acts leaves a yes a yes."""
    return rule.disputed is not None and (rule.disputed.absent or not isinstance(answer.value, bool))


def _hanging(answer: Answer, terms: Terms) -> Answer:
    """Marks what a policy that is not at hand could change."""
    missing = [policy for policy in terms.policies if not policy.at_hand and not policy.rules]
    nothing = _NOTHING.get(answer.question, False)
    if missing and answer.question in _HANG_ON_POLICY and answer.value == nothing:
        return msgspec.structs.replace(answer, state=State.POLICY_NOT_AT_HAND, text=missing[0].id)
    return answer


def _limits_purpose(rule: Rule) -> bool:
    """Whether a prohibition bars a purpose that the law leaves open."""
    purposes = [name for part in rule.when for test in part if test.operand is Operand.PURPOSE for name in test.any_of]
    return rule.kind == "forbid" and any(name not in UNLAWFUL_ANYWAY for name in purposes)


def _bars_other_models(rule: Rule) -> bool:
    """Whether a prohibition, whoever asks, keeps the model from other models: a limit on what it may be used for."""
    only = all(test.operand is Operand.TARGET for part in (*rule.when, *rule.unless) for test in part)
    return rule.kind == "forbid" and Act.IMPROVE_OTHER_MODEL in rule.acts and Act.RUN not in rule.acts and only


def _conditions(rule: Rule) -> Iterator[Condition]:
    for part in (*rule.when, *rule.unless):
        yield from part


def _least(levels: Iterable[Confidence]) -> Confidence:
    return min(levels, key=_CONFIDENCE.index)
