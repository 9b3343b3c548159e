"""What curators are told of the seeds as a whole: all findings, answers that cite nothing, old reviews, and how much is covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from licensedb import records as r
from licensedb.errors import DataError, MisuseError
from licensedb.knowledge.building import data_version, load, terms_of, today
from licensedb.vocabulary import VERDICT_QUESTIONS, Confidence, Family, Question, State, Verdict

if TYPE_CHECKING:
    from licensedb.curation.findings import Finding


class Checked(NamedTuple):
    """All findings of the seeds, and warnings, which make nothing fail."""

    findings: list[Finding]
    warnings: list[Finding]


def checked(seeds: Sequence[Path] = (), *, texts: Sequence[Path] = (), day: str | None = None) -> Checked:
    """Every check on the shipped seeds and those of own folders; reviews are held against `day`, today unless told."""
    read = load(seeds, texts=texts, day=day_of(day))
    return Checked(read.findings or list(incomplete(read)), list(read.warnings))


def day_of(day: str | None) -> str:
    """A day as it was told, or today. Raises MisuseError for what is none."""
    import datetime

    try:
        return datetime.date.fromisoformat(day or today()).isoformat()
    except ValueError:
        raise MisuseError(f"{str(day)[:40]!r} is no date", tip="write YYYY-MM-DD") from None


COMPLETE = "answers-are-complete"


def incomplete(read: Any) -> Iterator[Finding]:
    """A licence answers every question, and names the section of every answer but none, no, silent and not recorded."""
    from licensedb.curation.findings import Finding

    for licence, answers in _answered(read):
        if not licence.rules and not licence.members:
            continue
        for question in Question:
            answer = answers.get(question)
            if answer is None:
                problem, tip = "is not answered", "this is a defect of licensedb: tell its maintainers"
            elif answer.section or says_nothing(answer) or answer.state == State.NOT_RECORDED:
                continue
            else:
                problem, tip = f"is {answer.value} and names no section", "cite the clause that says so"
            yield Finding(licence.file, 1, f"answers.{question}", problem, COMPLETE, tip)


def says_nothing(answer: r.Answer) -> bool:
    """Whether an answer is that the text has no such thing, or says nothing of it."""
    return answer.value in (None, False, (), [], "silent")


def _answered(read: Any) -> Iterator[tuple[r.Licence, dict[Question, r.Answer]]]:
    from licensedb.reasoning import questions

    terms = terms_of(read)
    for licence in read.licences:
        yield licence, {answer.question: answer for answer in questions.of_licence(terms[licence.id])}


def coverage(seeds: Sequence[Path] = (), day: str | None = None) -> r.Coverage:
    """How much the seeds hold and how sure it is. Ages of reviews are told for a `day` alone; all else does not turn on the clock."""
    read = load(seeds)
    if read.findings:
        raise DataError(f"the seeds have {len(read.findings)} findings", tip="licensedb curate check lists them")
    told = day_of(day) if day else None
    tables = (_records(read), _kinds(read), _citations(read), _confidence(read), _reviews(read, told), _questions(read))
    return r.Coverage(data_version(read.digest), told, tables)


def _records(read: Any) -> r.CoverageTable:
    texts = [one for one in read.licences if not one.members and not one.not_recorded]
    used = {entry.licence for model in read.models for entry in model.licences}
    incorporated = {name for one in (*read.licences, *read.policies) for name in one.incorporates}
    rows = (
        ("licences", len(texts)),
        ("licences whose text was at hand", sum(one.at_hand for one in texts)),
        ("editions of texts", sum(len(one.editions) for one in (*texts, *read.policies))),
        ("licences that a recorded model carries", sum(one.id in used for one in texts)),
        ("families of unknown version", sum(bool(one.members) for one in read.licences)),
        ("names that tell no terms, or whose text was not at hand", sum(one.not_recorded for one in read.licences)),
        ("identifiers of licences", sum(len(one.identifiers) for one in read.licences)),
        ("use policies", len(read.policies)),
        ("use policies that licences incorporate", sum(one.id in incorporated for one in read.policies)),
        ("use policies whose text was not at hand", sum(not one.at_hand and not one.rules for one in read.policies)),
        ("rules", sum(len(one.rules) for one in (*read.licences, *read.policies))),
        ("rules with a second reading", sum(rule.disputed is not None for one in (*read.licences, *read.policies) for rule in one.rules)),
        ("provisions", sum(len(one.provisions) for one in (*read.licences, *read.policies))),
        ("models", len(read.models)),
        ("developers", len({model.developer for model in read.models})),
        ("models made from a recorded one", sum(any(base.model for base in model.bases) for model in read.models)),
        ("models without a licence", sum(not model.licences for model in read.models)),
        ("claims", len(read.claims)),
    )
    return r.CoverageTable("records", ("records", "number"), tuple((name, (count,)) for name, count in rows))


def _kinds(read: Any) -> r.CoverageTable:
    carried = Counter(kind for model in read.models for kind in {entry.licence for entry in model.licences})
    by_kind = {kind: [one for one in read.licences if one.family is kind and not one.members and not one.not_recorded] for kind in Family}
    rows = tuple((str(kind), (len(some), sum(carried[one.id] for one in some))) for kind, some in by_kind.items())
    return r.CoverageTable("kinds", ("kind of licence", "licences", "entries of models"), rows)


def _citations(read: Any) -> r.CoverageTable:
    from licensedb.texts.cite import citations

    states = (State.VERIFIED_BY_CURATORS, State.SECTION_ONLY)
    counted = [Counter(cite.state for one in some for cite in citations(one)) for some in (read.licences, read.policies)]
    rows = tuple((str(state), tuple(each[state] for each in counted)) for state in states)
    return r.CoverageTable("citations", ("citations", "of licences", "of policies"), rows)


def _confidence(read: Any) -> r.CoverageTable:
    licences = Counter(one.confidence for one in read.licences if not one.members)
    policies = Counter(one.confidence for one in read.policies)
    entries = Counter(entry.confidence for model in read.models for entry in model.licences)
    rows = tuple((str(level), (licences[level], policies[level], entries[level])) for level in Confidence)
    return r.CoverageTable("confidence", ("confidence", "licences", "policies", "licences of models"), rows)


def _reviews(read: Any, day: str | None) -> r.CoverageTable:
    """Records by the month of their review; with a day, by their age on it."""
    told: Callable[[str], str] = (lambda reviewed: _age(reviewed, day)) if day else (lambda reviewed: reviewed[:7])
    licences = Counter(told(one.reviewed) for one in read.licences)
    policies = Counter(told(one.reviewed) for one in read.policies)
    names = [name for name in AGES if name in licences or name in policies] if day else sorted({*licences, *policies})
    header = (f"age of review on {day}" if day else "reviewed in", "licences", "policies")
    return r.CoverageTable("reviews", header, tuple((name, (licences[name], policies[name])) for name in names))


AGES = ("after that day", "up to 3 months", "up to 6 months", "up to 12 months", "older than a year")


def _age(reviewed: str, day: str) -> str:
    if reviewed > day:
        return AGES[0]
    months = (int(day[:4]) - int(reviewed[:4])) * 12 + int(day[5:7]) - int(reviewed[5:7]) + (day[8:] > reviewed[8:])
    return AGES[1] if months <= 3 else AGES[2] if months <= 6 else AGES[3] if months <= 12 else AGES[4]


def _questions(read: Any) -> r.CoverageTable:
    """Of licences that are texts: how each question is answered."""
    texts = [(one, answers) for one, answers in _answered(read) if not one.members and not one.not_recorded]
    rows = tuple((str(question), _tally(answers[question] for _, answers in texts)) for question in Question)
    return r.CoverageTable("questions", ("question", "answered", "no or none", "silent", "policy not at hand", "disputed"), rows)


def _tally(answers: Iterable[r.Answer]) -> tuple[int, ...]:
    counted: Counter[str] = Counter()
    for answer in answers:
        silent = answer.value in ("silent", Verdict.SILENT)
        counted["silent" if silent else "none" if says_nothing(answer) and answer.question not in VERDICT_QUESTIONS else "answered"] += 1
        counted["policy"] += answer.state == State.POLICY_NOT_AT_HAND
        counted["disputed"] += bool(answer.disputed)
    return tuple(counted[key] for key in ("answered", "none", "silent", "policy", "disputed"))
