"""Sentences rendered from rules, decisions and scenarios: prose can never disagree with the data."""

from __future__ import annotations

from collections.abc import Iterable

from licensedb.present import words as w
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
from licensedb.vocabulary import ACT_GROUPS, VERDICT_QUESTIONS, Act, Duty, Operand, Verdict


def rule(one: Rule) -> str:
    """A rule as a sentence: who may, may not, or must do what, when, and the way out."""
    tail = _conditions(one)
    if one.kind == "permit":
        text = f"You may {acts(one.acts)}{tail}."
        return text + (f" Else {w.ROUTES[one.route]}." if one.route else "")
    if one.kind == "forbid":
        text = f"You may not {acts(one.acts)}{tail}."
        return text + (f" To be allowed to, {w.ROUTES[one.route]}." if one.route else "")
    if one.kind == "duty":
        return f"You must {duty(one)}, {_for(one.acts)}{tail}."
    return f"For rights beyond this text, {w.ROUTES[one.route] if one.route else 'ask the licensor'}{tail}."


def duty(one: Rule) -> str:
    """What a duty asks, with its values."""
    assert one.duty is not None
    said = w.DUTIES[one.duty]
    if one.duty is Duty.DISPLAY_ATTRIBUTION:
        return f'{said} "{one.text}"' + (f" ({one.where})" if one.where else "")
    if one.duty is Duty.NAME_RULE:
        where = "at the start of the name" if one.at == "start" else "in the name"
        return f'put "{one.text}" {where}'
    if one.duty is Duty.INCLUDE_NOTICE:
        return f'{said} "{one.text}"'
    if one.duty is Duty.PAY:
        above = f" above {one.above}" if one.above else ""
        return f"{said} {one.rate} of {one.of}{above}"
    if one.duty is Duty.SAME_LICENCE and (one.accepts or one.accepts_beside):
        beside = f"{', '.join(one.accepts_beside)} beside a part under it" if one.accepts_beside else ""
        return f"{said} ({'; '.join(part for part in (', '.join(one.accepts), beside) if part)} will do)"
    return f"{said}: {one.text}" if one.text else said


def acts(some: tuple[Act, ...]) -> str:
    """Acts in words; a whole group by its name."""
    if set(some) == set(Act):
        return "do anything with it"
    if set(some) == set(ACT_GROUPS["all"]):
        return "use the weights or the outputs in any way"
    left = list(some)
    said = []
    for group, name in (("weights", "use the weights in any way"), ("outputs", "use the outputs in any way")):
        if set(ACT_GROUPS[group]) <= set(left):
            said.append(name)
            left = [act for act in left if act not in ACT_GROUPS[group]]
    return w.listed([*said, *(w.ACTS[act] for act in left)], "or")


def _for(some: tuple[Act, ...]) -> str:
    return "whatever you do" if set(some) >= set(ACT_GROUPS["all"]) else f"to {acts(some)}"


def _conditions(one: Rule) -> str:
    text = ""
    if one.when:
        only = "only " if one.kind == "permit" else ""
        text += f", {only}{alternatives(one.when)}"
    if one.unless:
        text += f", unless {alternatives(one.unless).removeprefix('if ')}"
    return text


def alternatives(conditions: Conditions) -> str:
    """Conditions as `if a and b, or if c`."""
    return ", or ".join("if " + " and ".join(condition(test) for test in part) for part in conditions)


def condition(test: Condition) -> str:
    """One test in words."""
    name = w.OPERANDS[test.operand]
    if test.threshold is not None:
        return f"{name} {'are' if name.endswith('users') or name.endswith('devices') else 'is'} {threshold(test.threshold)}"
    if test.flag is not None:
        flags = {
            Operand.COMMERCIAL: ("the use is commercial", "the use is not commercial"),
            Operand.PRODUCTION: ("it is used in production", "it is not used in production"),
            Operand.MODIFIED: ("the weights are modified", "the weights are unmodified"),
            Operand.COMPETITOR: ("you compete with the licensor", "you do not compete with the licensor"),
        }
        return flags[test.operand][0 if test.flag else 1]
    values = w.listed([value.replace("-", " ") if not value.isupper() else value for value in test.any_of])
    verbs = {
        Operand.PURPOSE: f"the purpose is {values}",
        Operand.USE: f"the use is {values}",
        Operand.TERRITORY: f"it is used or offered in {values}",
        Operand.DOMICILE: f"your seat is in {values}",
        Operand.LICENSEE: f"you are: {values}",
        Operand.OFFERING: f"it is offered as {values}",
        Operand.TARGET: "the other model could stand in for this one" if "same" in values else "the other model is of another kind",
        Operand.RECEIVED: {
            "inside a product": "you received it inside a product",
            "through a service": "you use it through someone's service",
        }.get(values, f"you received it {values}"),
        Operand.MODEL_MODALITY: f"the model is {values}",
        Operand.MODEL_FAMILY: f"the model belongs to {values}",
    }
    return verbs[test.operand]


def threshold(line: Threshold) -> str:
    """`more than 700,000,000 (preceding calendar month, on 2023-07-18, of the licensee and its affiliates)`."""
    sign = "at least" if line.inclusive else "more than"
    inside = [line.window or "", f"on {line.date}" if line.date else "", w.OVERS[line.over] if line.over else ""]
    told = ", ".join(part for part in inside if part)
    return f"{sign} {w.amount(line.value, line.currency)}" + (f" ({told})" if told else "")


def scenario(one: Scenario | None) -> str:
    """The assumed scenario in one line."""
    if one is None:
        return "no scenario"
    said: list[str] = []
    if one.profile:
        said.append(one.profile)
    for figure in one.figures:
        said.append(_figure(figure))
    if one.domicile:
        said.append("seat in " + ", ".join(one.domicile))
    if one.territory:
        said.append("used in " + ", ".join(one.territory))
    if one.any_purpose:
        said.append("commercial (modifying and distributing: any purpose that the text is open to)")
    else:
        said += _flags(one)
    if one.licensee:
        said.append(str(one.licensee).replace("-", " "))
    if one.target:
        said.append(f"other models of {'the same' if one.target == 'same-kind' else 'another'} kind")
    if one.modified:
        said.append("modified weights")
    if one.received != "from-licensor":
        said.append("received " + one.received.replace("-", " "))
    said += [f"{name}: {', '.join(words)}" for name, words in (("modality", one.model_modality), ("family", one.model_family)) if words]
    said.append("purposes: " + ", ".join(one.purpose) if one.purpose else "no restricted purpose")
    said += [f"{route} held with {name}" for name, route in one.granted]
    said += [f"competing with {name}" for name in one.competes_with]
    return "; ".join(said)


def _flags(one: Scenario) -> list[str]:
    said = []
    if one.commercial is not None:
        said.append("commercial" if one.commercial else "not commercial")
    if one.production is not None:
        said.append("in production" if one.production else "not in production")
    return [*said, *(str(value).replace("-", " ") for value in (one.use, one.offering) if value)]


def _figure(figure: Figure) -> str:
    over = f" {w.OVERS[figure.over]}" if figure.over else ""
    date = f" in {figure.date}" if figure.date else ""
    return f"{w.amount(figure.value, figure.currency)} {w.OPERANDS[figure.operand]}{over}{date}"


def heading(about: About) -> str:
    """The line every answer begins with, and the version of what it rests on."""
    lines = [f"Scenario: {scenario(about.scenario)}.", *rates(about.scenario)] if about.scenario else []
    ahead = " (a day to come: what is recorded today is taken to hold)" if about.ahead else ""
    return "\n".join([*lines, f"Data {about.data}, last reviewed {about.reviewed}, as of {about.as_of}{ahead}."])


def rates(one: Scenario) -> list[str]:
    """At which rate stated money is held against lines in other currencies, a line each."""
    found = [taken(figure, rate) for figure in one.figures for rate in one.rates if rate.currency == figure.currency]
    return [f"Rate: {text}." for text in dict.fromkeys(found)]


def taken(figure: Figure, rate: Rate) -> str:
    """`2,000,000 EUR taken as 2,234,400 USD at 1.1172 of 2026-10-30 (source)`."""
    day = f" of {rate.date}" if rate.date else ""
    money = w.amount(figure.value, figure.currency)
    return f"{money} taken as {w.amount(rate.taken(figure.value), rate.into)} at {rate.rate}{day} ({rate.source})"


def conversion(one: Conversion) -> str:
    """A conversion that lies near a line."""
    line = w.amount(one.line, one.rate.into)
    return f"{taken(one.figure, one.rate)} lies within 10 % of the line at {line}: the verdict turns on the rate"


def cite(one: Citation | None) -> str:
    """Document, section and state of a citation."""
    return "" if one is None else f"{one.document} {section(one.section)} [{state(str(one.state), one.verified)}]"


def section(name: str) -> str:
    """A section as it is cited: § before a number, else the name."""
    return f"§{name}" if name[:1].isdigit() else name


def place(one: Citation) -> str:
    """The section of a citation, marked where the words behind it were never found in a listed text."""
    doubtful = f" ({one.state})" if one.state in ("section only", "unlisted edition") else ""
    return section(one.section) + doubtful


def state(name: str, verified: str | None) -> str:
    """The state of a citation, with the day curators found it."""
    if name == "unlisted edition":
        return "found here in an unlisted edition"
    return f"{name} on {verified}" if verified and name == "verified by curators" else name


def states(answers: Iterable[Answer]) -> str:
    """How the citations behind answers stand, with how many where they differ."""
    return _counted(state(str(answer.state), answer.verified) for answer in answers if answer.rule and answer.state)


def cited_states(licence: Licence) -> str:
    """How the citations of a record stand, with how many where they differ."""
    cites = [*(cite for _, cite in licence.means), *(rule.cite for rule in licence.rules), *(fact.cite for fact in licence.provisions)]
    return _counted(state(str(cite.state), cite.verified) for cite in cites)


def _counted(told: Iterable[str]) -> str:
    found: dict[str, int] = {}
    for one in told:
        found[one] = found.get(one, 0) + 1
    return next(iter(found), "") if len(found) < 2 else ", ".join(f"{count} {one}" for one, count in found.items())


def why(decision: Decision, deciding: Rule | None) -> str:
    """Why a decision is what it is: the rule as a sentence, or what is missing; and the way on, where there is one."""
    reason = decision.reason
    if reason.why in ("prohibition", "permission", "condition-fails", "run-decides", "registered") and deciding is not None:
        before = {
            "condition-fails": "Outside the grant. ",
            "run-decides": "The text does not reach it by itself. ",
            "registered": "The registration held opens what lies outside the grant. ",
        }
        text = before.get(reason.why, "") + rule(deciding)
    else:
        text = _upper(w.REASONS[reason.why]) + "."
    refused = reason.why in ("prohibition", "condition-fails", "not-granted", "run-decides")
    if reason.way and refused and w.ROUTES[reason.way] not in text:
        text += f" To be allowed to, {w.ROUTES[reason.way]}."
    return text


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def outcome(one: Outcome) -> str:
    """A verdict with the circumstances in which it holds."""
    cells = [" and ".join(circumstance(operand, value) for operand, value in box) or "otherwise" for box in one.when]
    return f"{w.VERDICTS[one.verdict]}: if " + "; or if ".join(cells)


def circumstance(operand: str, value: str) -> str:
    """Regions of an operand in words: `monthly active users up to 700,000,000`."""
    name = w.OPERANDS[Operand(operand)]
    parts = value.split(" | ")
    if ".." in value:
        return f"{name} {w.listed([_region(*one) for one in _joined(parts)])}"
    if parts in (["true"], ["false"]):
        return name if parts == ["true"] else f"no {name}"
    return f"{name}: {w.listed([part.replace(',', ', ') for part in parts])}"


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


def _region(low: int, high: int | None, currency: str | None) -> str:
    if high is None:
        return f"from {w.amount(low, currency)} on"
    return f"up to {w.amount(high, currency)}" if low == 0 else f"from {w.amount(low, currency)} to {w.amount(high, currency)}"


def assumed(code: str) -> str:
    """What was taken as no because nothing was said of it."""
    if code.startswith("counts-only"):
        _, operand, day = code.split(" ")
        return f"{w.OPERANDS[Operand(operand)]} count on {day} only"
    return w.ASSUMED.get(code, code)


def value(answer: Answer) -> str:
    """An answer's value in a few words."""
    found = answer.value
    if answer.state == "not recorded":
        return "unknown"
    if found is None or found == () or found == []:
        return "none"
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, dict):
        return _dict_value(found)
    if isinstance(found, (tuple, list)):
        return ", ".join(found)
    return w.VERDICTS[Verdict(found)] if answer.question in VERDICT_QUESTIONS else str(found).replace("-", " ")


def _dict_value(found: dict[str, object]) -> str:
    sign = "from " if found.get("comparison") == "at-least" else "above "
    consequence = str(found.get("consequence", "")).replace("-", " ")
    if "threshold" in found:
        metric = w.OPERANDS[Operand(str(found["metric"]))]
        return f"{sign}{w.number(int(str(found['threshold'])))} {metric}: {consequence}"
    if "amount" in found:
        shown = f"{found['amount']:,}"
        return f"{sign}{shown} {found['currency']} a {found['period']}: {consequence}"
    place = found.get("where") or found.get("at")
    return f'"{found["text"]}"' + (f" ({place})" if place else "")
