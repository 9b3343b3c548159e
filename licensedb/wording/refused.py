"""What no record answers, though its words are all known: works on the text, what a model can do, what others did."""

from __future__ import annotations

import re
from collections.abc import Sequence

from licensedb.wording.reading import Item

_POLITE = r"^(?:(?:please|pls|hi|hello|kindly|can you|could you|would you|will you|you|me|us|to|i|we|need|want|help|just|now|,) )*"
_REWRITE = re.compile(_POLITE + r"(?:translate|render|rephrase|paraphrase|simplify|shorten|proofread|rewrite)\b")
_TONGUES = r"(?:english|french|spanish|german|arabic|chinese|italian|portuguese|russian|japanese|korean|turkish|dutch|polish|hindi)"
_TURNED = re.compile(_POLITE + rf"(?:put|turn|convert|give|bring|write|say) .*\b(?:into|in) (?:plain |simple )?{_TONGUES}\b")
_PLAIN = re.compile(r"\bin (?:plain|simple|easy) (?:english|language|words|terms)\b|\bin layman")
_MINE = re.compile(r"^(?:(?:hi|hello|so|please|,) )*(?:can|may|could|might|am|are|would) (?:i|we)\b(?! (?:be|lose|trust|rely|count)\b)")
_AMENDS = re.compile(
    r"\b(?:amend|change|alter|edit|rewrite|modify|update|revoke) (?:(?!under\b|of\b|within\b)\S+ ){0,4}(?:licen[cs]e|terms)\b"
)
_PROTECTS = re.compile(r"\b(?:indemnif(?:y|ies)|defends?|compensates?) (?:me|us|its users|their users|users|licensees)\b")
_SUED = re.compile(r"^(?:was|were|has|have|had|did|who|is|are)\b(?!.*\b(?:if|when|once|after|in case|should)\b).*\b(?:sued?|suing|court)\b")
_ASKS = re.compile(r"^(?:does|do|did|has|have|had|was|were|will|would|why)\b")
_REWRITES = re.compile(r"\b(?:rewrite|amend|update|revoke|withdraw|cancel)s? (?:the|its|their) \S+ ?(?:\S+ )?(?:licen[cs]e|terms)\b")
_READ_OUT = re.compile(
    _POLITE + r"(?:read|cite|quote|show|give|print) (?:me |us )?(?:the |that )?(?:\S+ )?(?:clause|section|passage|paragraph)\b"
)
_BETTERS = re.compile(r"\bbetter (?:another|other|our|my|their|a|an|its own)\b")
_PRICED = re.compile(r"\b(?:what|how much) (?:would|does|do|will|might|could) .*\bcost\b|\b(?:what|how much) .*\b(?:costs|price|fee)\b")
_WHOSE_COPY = re.compile(r"^(?:which|what) (?:\S+ )?(?:is|was) .*\b(?:tune|finetune|merge|quant|adapter|copy|version)(?: made)? of$")
_EVERYWHERE = re.compile(r"\b(?:apply|applies|hold|holds|valid) (?:.* )?(?:everywhere|worldwide|every country|all countries)\b")
_CAN = frozenset(
    "write draw make generate compose produce create paint sing speak understand translate summarise summarize answer read see hear".split()
)


def unanswered(items: Sequence[Item], command: str, questions: str, head: str, *, acts: str, aside: bool) -> str:
    """The words that ask for what no record tells, though a command was made of the rest; empty where there are none."""
    told = " ".join(item.words.casefold().strip() for item in items if item.words.strip())
    of_licence = any(
        item.type in ("topic", "told", "terms", "day", "month") or (item.type, item.value) == ("kind", "licences") for item in items
    )
    named = next((item.words for item in items if item.type == "name"), told)
    for pattern in (_REWRITE, _TURNED):
        if command in ("show", "check", "compare", "explain") and (match := pattern.search(told)):
            return match[0]
    if command == "show" and (match := _PLAIN.search(told)):
        return match[0]
    own = (command == "check" and head != "relicense") or "licensor-may-change" in questions
    if own and _MINE.search(told) and (match := _AMENDS.search(told)):
        return match[0]
    if "licensee-indemnifies" in questions and (match := _PROTECTS.search(told)):
        return match[0]
    if "litigation-termination" in questions and (match := _SUED.search(told)):
        return match[0]
    if command == "check" and "run" in acts and (match := _REWRITES.search(told)):
        return match[0]
    if command == "check" and (match := _READ_OUT.search(told)):
        return match[0]
    if command in ("explain", "show", "check") and head != "duty" and (match := _PRICED.search(told)):
        return match[0]
    if command == "check" and (match := _WHOSE_COPY.search(told)):
        return match[0]
    if command == "show" and (match := _EVERYWHERE.search(told)):
        return match[0]
    if command == "show" and head != "licence" and not of_licence and (aside or _ASKS.search(told)):
        return told
    if command == "show" and re.match(r"why\b|did\b|has\b.*\bbecome\b", told) and head != "licence":
        return told
    if command == "check" and head != "duty" and (match := re.match(r"how many (?:\S+)", told)):
        return match[0]
    if command == "check" and (match := re.search(r"\bwhere (?:can|could|do|should|may) (?:i|we|one|you)\b", told)):
        return match[0]
    words = told.split()
    if (
        "better" in words
        and not _BETTERS.search(told)
        and ((command == "compare" and (aside or " at " in told)) or not {"make", "makes", "making", "made", "get"} & set(words))
    ):
        return "better"
    price = [item.words for item in items if (item.type, item.value) == ("duty", "pay")]
    if price and any((item.type, item.value) == ("form", "how-many") for item in items):
        return price[0]
    able = [item for item in items if item.type != "comma"][:3]
    if len(able) == 3 and able[0].words.casefold() in ("can", "could", "does", "will", "is") and able[1].type == "name":
        verb = able[2].words.casefold().split()[:1]
        if command == "check" and verb and (verb[0] in _CAN or (verb == ["able"])):
            return f"{able[0].words} {named} {verb[0]}"
    return ""
