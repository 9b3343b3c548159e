"""Lists by what the texts say: which models have a user cap, which licences have no rule on names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.knowledge import asking
from licensedb.vocabulary import GRANTS, PLACE_GROUPS, REFUSALS, VERDICT_QUESTIONS, Question, State, Verdict

if TYPE_CHECKING:
    from licensedb.knowledge.base import KnowledgeBase

# Questions whose answer is one of several words: which one is asked for has to be told.
_WORDS = (Question.OUTPUTS_OWNED_BY, Question.MILITARY_USE)


class Wanted(r.Record, frozen=True):
    """An answer that is wanted, or (`absent`) is not: yes or there to be told, or `value`."""

    question: Question
    value: str | None = None
    absent: bool = False


def wanted(with_: Sequence[str], without: Sequence[str]) -> tuple[Wanted, ...]:
    """`user-cap`, `military-use=forbidden`, by comma or several. Raises MisuseError for what is no question."""
    return tuple(
        _one(part.strip(), absent) for items, absent in ((with_, False), (without, True)) for item in items for part in item.split(",")
    )


def _one(text: str, absent: bool) -> Wanted:
    name, sign, value = text.partition("=")
    question = asking.questions([name])[0]
    if question in _WORDS and not sign:
        raise MisuseError(
            f"{question} is answered by a word",
            tip=f"write {question}=forbidden" if question != _WORDS[0] else f"write {question}=licensor",
        )
    if sign and not value:
        raise MisuseError(f"{text[:60]!r} names no answer", tip=f"write {name}, or {name}=ANSWER")
    return Wanted(question, value.strip() or None, absent)


def answer(found: r.Answer, one: Wanted) -> bool | None:
    """Whether an answer is the wanted one; None where that is undetermined."""
    if found.state in (State.NOT_RECORDED, State.POLICY_NOT_AT_HAND):
        return None
    if one.question in VERDICT_QUESTIONS:
        verdict = Verdict(found.value)
        if one.value is not None:
            return (verdict == one.value) is not one.absent
        if verdict in GRANTS or verdict in REFUSALS:
            return (verdict in GRANTS) is not one.absent
        return None
    held = _holds(found.value, one)
    return held is not one.absent


def _holds(value: Any, one: Wanted) -> bool:
    if one.value is None:
        return bool(value) and value != "silent"
    asked = one.value.casefold()
    if isinstance(value, (list, tuple)):
        members = {member.casefold() for code in value for member in (code, *PLACE_GROUPS.get(code, ()))}
        return asked in members
    if isinstance(value, dict):
        return asked in {str(part).casefold() for part in value.values()}
    return (
        asked == {True: "yes", False: "no"}.get(value, str(value).casefold()) if isinstance(value, bool) else asked == str(value).casefold()
    )


def keep(kb: KnowledgeBase, listing: r.Listing, asked: Sequence[Wanted], only_yes: bool, stated: bool) -> r.Listing:
    """The rows of a list that answer as wanted; those of which that is undetermined stand in the second group."""
    questions = tuple(dict.fromkeys(one.question for one in asked))
    about = listing.about
    scenario = about.scenario or kb.scenario()
    answers = kb.answers_of(listing.kind, [row.id for row in listing.rows], questions, scenario, about.as_of, fresh=stated)
    rows = []
    for row in listing.rows:
        told = {found.question: found for found in answers[row.id]}
        held = [answer(told[one.question], one) for one in asked]
        if False in held:
            continue
        sure = row.sure and None not in held
        if sure or not only_yes:
            rows.append(msgspec.structs.replace(row, sure=sure, answers=tuple(answers[row.id])))
    rows.sort(key=lambda row: (not row.sure, row.id))
    return msgspec.structs.replace(listing, rows=tuple(rows))
