"""Sentences rendered from rules, decisions and scenarios: prose can never disagree with the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.records import (
    About,
    Answer,
    Citation,
    Condition,
    Conditions,
    Conversion,
    Decision,
    Figure,
    Licence,
    Outcome,
    Rate,
    Rule,
    Scenario,
    Threshold,
)
from licensedb.vocabulary import ACT_GROUPS, USER_OPERANDS, VERDICT_QUESTIONS, Act, Duty, Operand, Verdict

COUNTED = (*USER_OPERANDS, Operand.DEPLOYED_DEVICES)  # figures that are spoken of in the plural


def rule(one: Rule, t: Language = ENGLISH) -> str:
    """A rule as a sentence: who may, may not, or must do what, when, and the way out."""
    tail = _conditions(one, t)
    if one.kind == "permit":
        text = t.tr("You may {acts}{tail}.", acts=acts(one.acts, t), tail=tail)
        return text + (t.tr(" Else {route}.", route=w.route(one.route, t)) if one.route else "")
    if one.kind == "forbid":
        text = t.tr("You may not {acts}{tail}.", acts=acts(one.acts, t), tail=tail)
        return text + (allowed_by(one.route, t) if one.route else "")
    if one.kind == "duty":
        return t.tr("You must {duty}, {purpose}{tail}.", duty=duty(one, t), purpose=_for(one.acts, t), tail=tail)
    way = w.route(one.route, t) if one.route else t.tr("ask the licensor")
    return t.tr("For rights beyond this text, {route}{tail}.", route=way, tail=tail)


def allowed_by(route: str, t: Language = ENGLISH) -> str:
    """The way to more rights, as a sentence to follow another one."""
    return t.tr(" To be allowed to, {route}.", route=w.route(route, t))


def duty(one: Rule, t: Language = ENGLISH) -> str:
    """What a duty asks, with its values."""
    assert one.duty is not None
    said = w.duty(one.duty, t)
    text = t.isolate(one.text or "")
    if one.duty is Duty.DISPLAY_ATTRIBUTION:
        return t.tr('{duty} "{text}"', duty=said, text=text) + (f" ({t.isolate(one.where)})" if one.where else "")
    if one.duty is Duty.NAME_RULE:
        return (
            t.tr('put "{text}" at the start of the name', text=text) if one.at == "start" else t.tr('put "{text}" in the name', text=text)
        )
    if one.duty is Duty.INCLUDE_NOTICE and one.worded and not one.text:
        return t.tr("{duty} as it is worded in {section}", duty=said, section=t.isolate(section(one.worded.section)))
    if one.duty is Duty.INCLUDE_NOTICE:
        return t.tr('{duty} "{text}"', duty=said, text=text)
    if one.duty is Duty.PAY:
        above = t.tr(" above {amount}", amount=t.isolate(one.above)) if one.above else ""
        return t.tr("{duty} {rate} of {of}{above}", duty=said, rate=one.rate, of=t.isolate(one.of or ""), above=above)
    if one.duty is Duty.SAME_LICENCE and (one.accepts or one.accepts_beside):
        return t.tr("{duty} ({licences} will do)", duty=said, licences="; ".join(_accepted(one, t)))
    return t.tr("{duty}: {text}", duty=said, text=text) if one.text else said


def _accepted(one: Rule, t: Language) -> Iterator[str]:
    """The licences that a share-alike duty takes, then those that it takes beside a part under them."""
    always, beside = (t.comma.join(t.isolate(name) for name in names) for names in (one.accepts, one.accepts_beside))
    if always:
        yield always
    if beside:
        yield t.tr("{licences} beside a part under it", licences=beside)


def acts(some: tuple[Act, ...], t: Language = ENGLISH) -> str:
    """Acts in words; a whole group by its name."""
    if set(some) == set(Act):
        return t.tr("do anything with it")
    if set(some) == set(ACT_GROUPS["all"]):
        return t.tr("use the weights or the outputs in any way")
    left = list(some)
    said = []
    for group, name in (("weights", t.tr("use the weights in any way")), ("outputs", t.tr("use the outputs in any way"))):
        if set(ACT_GROUPS[group]) <= set(left):
            said.append(name)
            left = [act for act in left if act not in ACT_GROUPS[group]]
    return t.listed([*said, *(w.act(act, t) for act in left)], "or")


def _for(some: tuple[Act, ...], t: Language) -> str:
    return t.tr("whatever you do") if set(some) >= set(ACT_GROUPS["all"]) else t.tr("to {acts}", acts=acts(some, t))


def _conditions(one: Rule, t: Language) -> str:
    text = ""
    if one.when:
        told = alternatives(one.when, t)
        text += t.tr(", only {conditions}", conditions=told) if one.kind == "permit" else t.tr(", {conditions}", conditions=told)
    if one.unless:
        first, *more = (_together(part, t) for part in one.unless)
        told = _or([first, *(t.tr("if {condition}", condition=part) for part in more)], t)
        text += t.tr(", unless {conditions}", conditions=told)
    return text


def alternatives(conditions: Conditions, t: Language = ENGLISH) -> str:
    """Conditions as `if a and b, or if c`."""
    return _or([t.tr("if {condition}", condition=_together(part, t)) for part in conditions], t)


def _or(parts: list[str], t: Language) -> str:
    return t.trc("joins alternatives of conditions", ", or ").join(parts)


def _together(part: tuple[Condition, ...], t: Language) -> str:
    return t.trc("joins conditions", " and ").join(condition(test, t) for test in part)


def condition(test: Condition, t: Language = ENGLISH) -> str:
    """One test in words."""
    if test.threshold is not None:
        name, line = w.operand(test.operand, t), threshold(test.threshold, t)
        if test.operand in COUNTED:
            return t.tr("{figure} are {line}", figure=name, line=line)
        return t.tr("{figure} is {line}", figure=name, line=line)
    if test.flag is not None:
        return _flag(test.operand, test.flag, t)
    values = t.listed([w.value(test.operand, value, t) for value in test.any_of])
    if test.operand is Operand.PURPOSE:
        return t.tr("the purpose is {values}", values=values)
    if test.operand is Operand.USE:
        return t.tr("the use is {values}", values=values)
    if test.operand is Operand.TERRITORY:
        return t.tr("it is used or offered in {values}", values=values)
    if test.operand is Operand.DOMICILE:
        return t.tr("your seat is in {values}", values=values)
    if test.operand is Operand.LICENSEE:
        return t.tr("you are: {values}", values=values)
    if test.operand is Operand.OFFERING:
        return t.tr("it is offered as {values}", values=values)
    if test.operand is Operand.MODEL_MODALITY:
        return t.tr("the model is {values}", values=values)
    if test.operand is Operand.MODEL_FAMILY:
        return t.tr("the model belongs to {values}", values=values)
    return _received(test, values, t)


def _received(test: Condition, values: str, t: Language) -> str:
    """A test on the other model, or on how the weights came."""
    if test.operand is Operand.TARGET:
        same = any("same" in value for value in test.any_of)
        return t.tr("the other model could stand in for this one") if same else t.tr("the other model is of another kind")
    if test.any_of == ("inside-a-product",):
        return t.tr("you received it inside a product")
    if test.any_of == ("through-a-service",):
        return t.tr("you use it through someone's service")
    return t.tr("you received it {values}", values=values)


def _flag(operand: Operand, flag: bool, t: Language) -> str:
    if operand is Operand.COMMERCIAL:
        return t.tr("the use is commercial") if flag else t.tr("the use is not commercial")
    if operand is Operand.PRODUCTION:
        return t.tr("it is used in production") if flag else t.tr("it is not used in production")
    if operand is Operand.MODIFIED:
        return t.tr("the weights are modified") if flag else t.tr("the weights are unmodified")
    return t.tr("you compete with the licensor") if flag else t.tr("you do not compete with the licensor")


def threshold(line: Threshold, t: Language = ENGLISH) -> str:
    """`more than 700,000,000 (preceding calendar month, on 2023-07-18, of the licensee and its affiliates)`."""
    amount = t.amount(line.value, line.currency)
    sign = t.tr("at least {amount}", amount=amount) if line.inclusive else t.tr("more than {amount}", amount=amount)
    told = measured(line, t)
    return f"{sign} ({told})" if told else sign


def measured(line: Threshold, t: Language = ENGLISH) -> str:
    """Over which time, on which day and whose a figure is counted."""
    day = t.tr("on {day}", day=t.date(line.date)) if line.date else ""
    window = t.trc("window", line.window) if line.window else ""
    return t.comma.join(part for part in (window, day, w.over(line.over, t) if line.over else "") if part)


def scenario(one: Scenario | None, t: Language = ENGLISH) -> str:
    """The assumed scenario in one line."""
    if one is None:
        return t.tr("no scenario")
    said: list[str] = []
    if one.profile:
        said.append(w.profile(one.profile, t))
    said += [_figure(figure, t) for figure in one.figures]
    if one.domicile:
        said.append(t.tr("seat in {places}", places=t.comma.join(map(t.place, one.domicile))))
    if one.territory:
        said.append(t.tr("used in {places}", places=t.comma.join(map(t.place, one.territory))))
    if one.any_purpose:
        said.append(t.tr("commercial (modifying and distributing: any purpose that the text is open to)"))
    else:
        said += _flags(one, t)
    if one.licensee:
        said.append(w.term("who asks", one.licensee, t))
    if one.target:
        said.append(t.tr("other models of the same kind") if one.target == "same-kind" else t.tr("other models of another kind"))
    if one.modified:
        said.append(t.tr("modified weights"))
    if one.received != "from-licensor":
        said.append(t.tr("received {how}", how=w.term("received", one.received, t)))
    if one.model_modality:
        said.append(t.tr("modality: {values}", values=t.comma.join(w.term("modality", word, t) for word in one.model_modality)))
    if one.model_family:
        said.append(t.tr("family: {values}", values=t.comma.join(one.model_family)))
    said.append(
        t.tr("purposes: {values}", values=t.comma.join(w.purpose(word, t) for word in one.purpose))
        if one.purpose
        else t.tr("no restricted purpose")
    )
    said += [t.tr("{route} held with {name}", route=w.held(route, t), name=t.isolate(name)) for name, route in one.granted]
    said += [t.tr("competing with {name}", name=t.isolate(name)) for name in one.competes_with]
    return t.semicolon.join(said)


def _flags(one: Scenario, t: Language) -> list[str]:
    said = []
    if one.commercial is not None:
        said.append(t.tr("commercial") if one.commercial else t.tr("not commercial"))
    if one.production is not None:
        said.append(t.tr("in production") if one.production else t.tr("not in production"))
    if one.use:
        said.append(w.term("use", one.use, t))
    if one.offering:
        said.append(w.term("offering", one.offering, t))
    return said


def _figure(figure: Figure, t: Language) -> str:
    over = f" {w.over(figure.over, t)}" if figure.over else ""
    date = t.tr(" in {month}", month=t.month(figure.date) if t is not ENGLISH else figure.date) if figure.date else ""
    name = w.operand(figure.operand, t)
    return t.tr("{amount} {figure}{over}{date}", amount=t.amount(figure.value, figure.currency), figure=name, over=over, date=date)


def heading(about: About, t: Language = ENGLISH) -> str:
    """The line every answer begins with, and the version of what it rests on."""
    lines = []
    if about.scenario:
        lines = [t.tr("Scenario: {scenario}.", scenario=scenario(about.scenario, t)), *rates(about.scenario, t)]
    return "\n".join([*lines, data(about, t)])


def data(about: About, t: Language = ENGLISH) -> str:
    """The version of the data, its last review and the day asked for."""
    ahead = t.tr(" (a day to come: what is recorded today is taken to hold)") if about.ahead else ""
    told = {"reviewed": t.date(about.reviewed), "day": t.date(about.as_of), "ahead": ahead}
    return t.tr("Data {data}, last reviewed {reviewed}, as of {day}{ahead}.", data=t.isolate(about.data), **told)


def rates(one: Scenario, t: Language = ENGLISH) -> list[str]:
    """At which rate stated money is held against lines in other currencies, a line each."""
    found = [taken(figure, rate, t) for figure in one.figures for rate in one.rates if rate.currency == figure.currency]
    return [t.tr("Rate: {rate}.", rate=text) for text in dict.fromkeys(found)]


def taken(figure: Figure, rate: Rate, t: Language = ENGLISH) -> str:
    """`2,000,000 EUR taken as 2,234,400 USD at 1.1172 of 2026-10-30 (source)`."""
    day = t.tr(" of {day}", day=t.date(rate.date)) if rate.date else ""
    told = {"amount": t.amount(figure.value, figure.currency), "taken": t.amount(rate.taken(figure.value), rate.into)}
    return t.tr("{amount} taken as {taken} at {rate}{day} ({source})", rate=rate.rate, day=day, source=t.isolate(rate.source or ""), **told)


def conversion(one: Conversion, t: Language = ENGLISH) -> str:
    """A conversion that lies near a line."""
    line = t.amount(one.line, one.rate.into)
    told = {"conversion": taken(one.figure, one.rate, t), "line": line}
    return t.tr("{conversion} lies within 10 % of the line at {line}: the verdict turns on the rate", **told)


def cite(one: Citation | None, t: Language = ENGLISH) -> str:
    """Document, section and state of a citation."""
    if one is None:
        return ""
    return f"{t.isolate(f'{one.document} {section(one.section)}')} [{state(str(one.state), one.verified, t)}]"


def section(name: str) -> str:
    """A section as it is cited: § before a number, else the name."""
    return f"§{name}" if name[:1].isdigit() else name


def place(one: Citation, t: Language = ENGLISH) -> str:
    """The section of a citation, marked where the words behind it were never found in a listed text."""
    doubtful = f" ({t.trc('state', str(one.state))})" if one.state in ("section only", "unlisted edition") else ""
    return t.isolate(section(one.section)) + doubtful


def state(name: str, verified: str | None, t: Language = ENGLISH) -> str:
    """The state of a citation, with the day curators found it."""
    if name == "unlisted edition":
        return t.tr("found here in an unlisted edition")
    if verified and name == "verified by curators":
        return t.tr("verified by curators on {day}", day=t.date(verified))
    return t.trc("state", name) if name else ""


def states(answers: Iterable[Answer], t: Language = ENGLISH) -> str:
    """How the citations behind answers stand, with how many where they differ."""
    return _counted((state(str(answer.state), answer.verified, t) for answer in answers if answer.rule and answer.state), t)


def cited_states(licence: Licence, t: Language = ENGLISH) -> str:
    """How the citations of a record stand, with how many where they differ."""
    cites = [*(cite for _, cite in licence.means), *(rule.cite for rule in licence.rules), *(fact.cite for fact in licence.provisions)]
    return _counted((state(str(cite.state), cite.verified, t) for cite in cites), t)


def _counted(told: Iterable[str], t: Language) -> str:
    found: dict[str, int] = {}
    for one in told:
        found[one] = found.get(one, 0) + 1
    if len(found) < 2:
        return next(iter(found), "")
    return t.comma.join(t.tr("{count} {state}", count=t.number(count), state=one) for one, count in found.items())


def why(decision: Decision, deciding: Rule | None, t: Language = ENGLISH) -> str:
    """Why a decision is what it is: the rule as a sentence, or what is missing; and the way on, where there is one."""
    reason = decision.reason
    if reason.why in ("prohibition", "permission", "condition-fails", "run-decides", "registered") and deciding is not None:
        before = {
            "condition-fails": t.tr("Outside the grant. "),
            "run-decides": t.tr("The text does not reach it by itself. "),
            "registered": t.tr("The registration held opens what lies outside the grant. "),
        }
        text = before.get(reason.why, "") + rule(deciding, t)
    else:
        text = _upper(w.reason(reason.why, t)) + "."
    refused = reason.why in ("prohibition", "condition-fails", "not-granted", "run-decides")
    if reason.way and refused and w.route(reason.way, t) not in text:
        text += allowed_by(reason.way, t)
    return text


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def outcome(one: Outcome, t: Language = ENGLISH) -> str:
    """A verdict with the circumstances in which it holds."""
    joined = t.trc("joins circumstances", " and ")
    cells = [joined.join(circumstance(operand, value, t) for operand, value in box) or t.tr("otherwise") for box in one.when]
    told = t.trc("joins boxes of circumstances", "; or if ").join(cells)
    return t.tr("{verdict}: if {circumstances}", verdict=w.verdict(one.verdict, t), circumstances=told)


def circumstance(operand: str, value: str, t: Language = ENGLISH) -> str:
    """Regions of an operand in words: `monthly active users up to 700,000,000`."""
    named = Operand(operand)
    name = w.operand(named, t)
    parts = value.split(" | ")
    if ".." in value:
        return t.tr("{figure} {region}", figure=name, region=t.listed([_region(*one, t) for one in _joined(parts)]))
    if parts in (["true"], ["false"]):
        return name if parts == ["true"] else t.tr("no {operand}", operand=name)
    told = [_named_values(named, part, t) for part in parts]
    return t.tr("{operand}: {values}", operand=name, values=t.listed(told))


def _named_values(operand: Operand, part: str, t: Language) -> str:
    if t is ENGLISH:
        return part.replace(",", ", ")
    outside = part.startswith("not ")
    told = t.comma.join(w.value(operand, one, t) for one in part.removeprefix("not ").split(","))
    return t.tr("not {values}", values=told) if outside else told


def _joined(parts: list[str]) -> list[tuple[int, int | None, str | None]]:
    """Regions (least, most, currency) in order, neighbours made one."""
    found: list[tuple[int, int | None, str | None]] = []
    for part in parts:
        figures, _, currency = part.partition(" ")
        low, _, high = figures.replace("..", " ").replace(".", "").partition(" ")
        if found and found[-1][1] == int(low) - 1:
            found[-1] = (found[-1][0], int(high) if high else None, currency or None)
        else:
            found.append((int(low), int(high) if high else None, currency or None))
    return found


def _region(low: int, high: int | None, currency: str | None, t: Language) -> str:
    if high is None:
        return t.tr("from {low} on", low=t.amount(low, currency))
    if low == 0:
        return t.tr("up to {high}", high=t.amount(high, currency))
    return t.tr("from {low} to {high}", low=t.amount(low, currency), high=t.amount(high, currency))


def assumed(code: str, t: Language = ENGLISH) -> str:
    """What was taken as no because nothing was said of it."""
    if code.startswith("counts-only"):
        _, operand, day = code.split(" ")
        return t.tr("{figure} count on {day} only", figure=w.operand(Operand(operand), t), day=t.date(day))
    return w.assumed(code, t)


def value(answer: Answer, t: Language = ENGLISH) -> str:
    """An answer's value in a few words."""
    found = answer.value
    if answer.state == "not recorded":
        return t.tr("unknown")
    if found is None or found == () or found == []:
        return t.trc("answer", "none")
    if isinstance(found, bool):
        return t.trc("answer", "yes") if found else t.trc("answer", "no")
    if isinstance(found, dict):
        return _dict_value(found, t)
    if isinstance(found, (tuple, list)):
        return t.comma.join(map(t.place, found))
    if answer.question in VERDICT_QUESTIONS:
        return w.verdict(Verdict(found), t)
    told = str(found).replace("-", " ")
    return told if answer.question == "governing-law" else t.trc("answer", told)


def _dict_value(found: dict[str, object], t: Language) -> str:
    consequence = w.consequence(str(found.get("consequence", "")), t)
    from_ = found.get("comparison") == "at-least"
    if "threshold" in found:
        amount, metric = t.number(int(str(found["threshold"]))), w.operand(Operand(str(found["metric"])), t)
        if from_:
            return t.tr("from {amount} {metric}: {consequence}", amount=amount, metric=metric, consequence=consequence)
        return t.tr("above {amount} {metric}: {consequence}", amount=amount, metric=metric, consequence=consequence)
    if "amount" in found:
        amount = t.money(found["amount"], str(found["currency"]))  # type: ignore[arg-type]
        period = t.trc("period", "year") if found["period"] == "year" else t.trc("period", "month")
        if from_:
            return t.tr("from {amount} a {period}: {consequence}", amount=amount, period=period, consequence=consequence)
        return t.tr("above {amount} a {period}: {consequence}", amount=amount, period=period, consequence=consequence)
    place = found.get("where") or found.get("at")
    text = t.tr('"{text}"', text=t.isolate(str(found["text"])))
    return f"{text} ({t.isolate(str(place))})" if place else text
