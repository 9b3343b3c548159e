"""Claims: each assertion asked of the knowledge base as a user would ask it, the answers held against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.knowledge.asking import nearest
from licensedb.reasoning import claims as engine
from licensedb.vocabulary import GRANTS, REFUSALS, Act, Question

if TYPE_CHECKING:
    from licensedb.knowledge.base import KnowledgeBase
    from licensedb.store.read import Reader

NOTHING = "nothing is recorded"
_NOT_RECORDED = ("not recorded", "policy not at hand")
# What an open-source licence does not limit; the first is its grant.
_LIMITS = (Question.USE_COMMERCIALLY, Question.HOST_SERVICE, Question.USER_CAP, Question.REVENUE_CAP, Question.USE_RESTRICTIONS)


def report(
    kb: KnowledgeBase, reader: Reader, names: Sequence[str], subject: str | None, as_of: str | None, about: r.About
) -> r.ClaimsReport:
    """The claims named, in the order asked, or all by id; of one subject where it is told."""
    every = {claim.id: claim for claim in reader.claims()}
    for name in names:
        if name not in every:
            tip = "nearest: " + ", ".join(nearest(name, list(every)) or list(every)[:5]) if every else "none are recorded"
            raise MisuseError(f"no claim is called {name[:80]!r}", tip=tip)
    wanted = kb.find(subject)[1] if subject else None
    chosen = [every[name] for name in dict.fromkeys(names)] if names else list(every.values())
    asked = [claim for claim in chosen if wanted is None or wanted in _subjects(claim)]
    return r.ClaimsReport(about, tuple(Judge(kb, reader, as_of, about.as_of).row(claim) for claim in asked))


def _subjects(claim: r.Claim) -> set[str]:
    return {*claim.subjects, *(name for one in claim.asserts for name in one.subjects)}


class Judge:
    """Holds claims against the texts of a day: the one asked for, else that of the claim, else today."""

    def __init__(self, kb: KnowledgeBase, reader: Reader, as_of: str | None, today: str) -> None:
        self._kb, self._reader, self._as_of, self._today = kb, reader, as_of, today

    def row(self, claim: r.Claim) -> r.ClaimRow:
        """A claim with its verdict and what that rests on."""
        day = self._as_of or claim.date or self._today
        parts = tuple(self._parts(claim, day))
        return r.ClaimRow(claim, engine.verdict(parts), day, parts)

    def _parts(self, claim: r.Claim, day: str) -> Iterator[r.ClaimPart]:
        ask = {
            "question": self._question,
            "act": self._act,
            "provision": self._provision,
            "component": self._component,
            "licence": self._licence,
            "open-source": self._open_source,
            "openness": self._class,
        }
        for one in claim.asserts:
            for subject in one.subjects or claim.subjects:
                yield from ask[one.kind](subject, one, day)

    def _question(self, subject: str, one: r.Assertion, day: str) -> Iterator[r.ClaimPart]:
        answer = self._kb.compare([subject], questions=[Question(one.key)], as_of=day).rows[0].answers[0]
        clause = (answer.text, answer.section, str(answer.state), answer.verified, answer.through)
        for name, asserted, found, same in engine.of_value(one.asserted, answer.value):
            holds = None if answer.state in _NOT_RECORDED else same
            shown = NOTHING if answer.state == "not recorded" else _shown(found)
            yield r.ClaimPart(subject, one.kind, f"{one.key}.{name}" if name else one.key, _shown(asserted), shown, holds, *clause)

    def _act(self, subject: str, one: r.Assertion, day: str) -> Iterator[r.ClaimPart]:
        given = one.given or r.Given()
        stated: dict[str, Any] = {"profile": given.profile or "small-company"}
        if given.territory:
            stated |= {"territory": given.territory, "domicile": given.territory}
        for name in ("commercial", "users", "revenue", "use", "purpose"):
            if (value := getattr(given, name)) is not None:
                stated[name] = value
        row = self._kb.check(subject, [Act(one.key)], as_of=day, **stated).rows[0]
        cite = row.deciding.cite if row.deciding else row.decision.reason.cite
        holds = engine.of_act(str(one.asserted), row.decision.verdict)
        clause = (row.decision.reason.document if cite is None else cite.document, cite.section if cite else None)
        more = (*clause, row.state, cite.verified if cite else None, row.decision.reason.through, one.given)
        yield r.ClaimPart(subject, one.kind, one.key, str(one.asserted), str(row.decision.verdict), holds, *more)

    def _provision(self, subject: str, one: r.Assertion, day: str) -> Iterator[r.ClaimPart]:
        for document in self._documents(subject, day):
            for fact in document.provisions:
                if fact.key == one.key:
                    value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
                    clause = (fact.cite.document, fact.cite.section, str(fact.cite.state), fact.cite.verified)
                    yield r.ClaimPart(subject, one.kind, one.key, _shown(one.asserted), _shown(value), value == one.asserted, *clause)
                    return
        yield r.ClaimPart(subject, one.kind, one.key, _shown(one.asserted), "the text is silent", None)

    def _documents(self, subject: str, day: str) -> list[r.Licence]:
        models = self._reader.models([subject])
        names = [entry.licence for entry in models[0].licences_on(day)] if models else [subject]
        return [one for terms in self._reader.terms(names).values() for one in (terms.licence, *terms.policies)]

    def _component(self, subject: str, one: r.Assertion, _: str) -> Iterator[r.ClaimPart]:
        model = self._reader.models([subject])[0]
        found = next((release for component, release in model.components if component == one.key), None)
        holds = engine.of_component(str(one.asserted), found)
        yield r.ClaimPart(subject, one.kind, one.key, str(one.asserted), str(found or NOTHING), holds)

    def _licence(self, subject: str, one: r.Assertion, day: str) -> Iterator[r.ClaimPart]:
        model = self._reader.models([subject])[0]
        found = list(dict.fromkeys(entry.licence for entry in model.licences_on(day)))
        holds = None if not found and model.has_licence else one.key in found
        shown = " + ".join(found) or ("no licence" if not model.has_licence else NOTHING)
        answer = self._kb.compare([subject], questions=_LIMITS[:1], as_of=day).rows[0].answers[0]
        clause = (answer.text, answer.section, str(answer.state), answer.verified) if answer.text in found else ()
        yield r.ClaimPart(subject, one.kind, one.key, one.key, shown, holds, *clause)

    def _open_source(self, subject: str, one: r.Assertion, day: str) -> Iterator[r.ClaimPart]:
        """Whether the weights, or a licence, are under terms that the Open Source Initiative approved."""
        from licensedb.knowledge.openness import tables

        lists = tables(self._kb).licences
        models = self._reader.models([subject])
        names = list(dict.fromkeys(entry.licence for entry in models[0].licences_on(day))) if models else [subject]
        approved = bool(names) and all("osi-approved" in lists.get(name, r.OpenLicence()).open_by for name in names)
        unknown = not names and models[0].has_licence
        shown = " + ".join(names) or (NOTHING if unknown else "no licence")
        told = shown + ("" if unknown or not names else ": approved by OSI" if approved else ": not approved by OSI")
        asserted = "approved by OSI" if one.asserted else "not approved by OSI"
        holds = None if unknown else approved is one.asserted
        yield r.ClaimPart(subject, one.kind, one.key, asserted, told, holds, *self._clause(subject, day, approved))

    def _clause(self, subject: str, day: str, approved: bool) -> tuple[Any, ...]:
        """The grant of an approved licence; of another one the first clause that limits use."""
        answers = self._kb.compare([subject], questions=_LIMITS, as_of=day).rows[0].answers
        limits = [
            answer for answer in answers if answer.section and (answer.value in REFUSALS or answer.value not in (*GRANTS, False, None, []))
        ]
        cited = next(iter(answers[:1] if approved else limits), None)
        return (cited.text, cited.section, str(cited.state), cited.verified, cited.through) if cited else ()

    def _class(self, subject: str, one: r.Assertion, day: str) -> Iterator[r.ClaimPart]:
        from licensedb.knowledge.openness import tables
        from licensedb.reasoning.openness import evaluate

        row = evaluate(self._reader.models([subject])[0], day, tables(self._kb).licences)
        holds = engine.of_class(one.key, row.attained, row.at_most)
        more = "" if row.at_most is row.attained else f" (at most {row.at_most}: not all is recorded)"
        yield r.ClaimPart(subject, one.kind, one.key, f"class {one.key}", f"class {row.attained}{more}", holds)


def _shown(value: Any) -> str:
    if value is None or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value.items())
    if isinstance(value, int):
        return f"{value:,}"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
