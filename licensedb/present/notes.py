"""The cells of a report and the notes they open to: value, reason, clause, state, confidence, other readings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import Language
from licensedb.records import Answer, Report
from licensedb.vocabulary import VERDICT_QUESTIONS, Confidence, Verdict

LETTERS = {
    Verdict.ALLOWED: "a",
    Verdict.WITH_DUTIES: "w",
    Verdict.SILENT: "s",
    Verdict.ON_REQUEST: "r",
    Verdict.FORBIDDEN: "f",
    Verdict.DEPENDS: "d",
}

FEW = 60  # rows whose cells name the section of the clause; with more, the note alone does


class Notes:
    """Notes by number; cells that say the same for the same reason share one."""

    def __init__(self, found: Report, t: Language) -> None:
        self._t = t
        self._sections = len(found.rows) <= FEW
        self._rules = {(one.document, one.rule.id): one.rule for one in found.rules}
        self._clauses = {(one.document, one.rule): one.words for one in found.clauses}
        self._documents = {one.id: one for one in found.documents}
        self._names = {row.id: row.name for row in found.comparison.rows} | {model.id: model.name for model in found.bases}
        self._answers: dict[Any, tuple[int, Answer]] = {}
        self._cells: dict[int, Markup] = {}
        for row in found.comparison.rows:
            for answer in row.answers:
                if self._opens(answer):
                    self.number(answer)
        self._shown = len(self._answers)
        for answer in found.outcomes:
            self.number(answer)

    def number(self, answer: Answer) -> int:
        """The number of the note of an answer."""
        value = str(answer.value)  # caps and lists cannot be looked up by themselves
        told = (answer.section, answer.text, answer.note, answer.state, answer.verified, answer.rule, answer.disputed, answer.through)
        key = (answer.question, value, answer.confidence, *told)
        return self._answers.setdefault(key, (len(self._answers) + 1, answer))[0]

    def cell(self, answer: Answer) -> Markup:
        """The cell of an answer: its words, and a link to its note where there is anything to say."""
        if not self._opens(answer):
            return Markup("<td class=n>{}").format(self._value(answer))
        number = self.number(answer)
        if number not in self._cells:
            kind = Markup(" class={}").format(LETTERS[Verdict(answer.value)]) if is_verdict(answer) else Markup("")
            marks = self.marks(answer)
            doubt = Markup("<small>{}</small>").format(marks) if marks else Markup("")
            self._cells[number] = Markup("<td{}><a href=#{}>{}</a>{}").format(kind, number, self._value(answer), doubt)
        return self._cells[number]

    def marks(self, answer: Answer) -> str:
        """The section (where rows are few) and what makes an answer doubtful, in short."""
        t = self._t
        marks = [t.isolate(say.section(answer.section))] if answer.section and self._sections else []
        if answer.disputed:
            marks.append(t.tr("disputed"))
        if answer.state in ("section only", "unlisted edition", "policy not at hand"):
            marks.append(t.trc("state", str(answer.state)))
        if answer.confidence is not Confidence.HIGH:
            marks.append(t.tr("{confidence} confidence", confidence=t.trc("confidence", str(answer.confidence))))
        return t.comma.join(marks)

    def _opens(self, answer: Answer) -> bool:
        return bool(is_verdict(answer) or answer.section or answer.note or answer.disputed or answer.state)

    def _value(self, answer: Answer) -> str | Markup:
        told = say.value(answer, self._t)
        return Markup("<bdi>{}</bdi>").format(told) if answer.question == "governing-law" and answer.value else told

    def items(self) -> Iterator[dict[str, Any]]:
        """The notes in order of their numbers; those that no cell shows at first are marked."""
        for number, answer in self._answers.values():
            yield {"number": number, "hidden": number > self._shown, **self._item(answer)}

    def _item(self, answer: Answer) -> dict[str, Any]:
        t = self._t
        rule = self._rules.get((answer.text or "", answer.rule or ""))
        document = self._documents.get(answer.text or "")
        address = document.address if document is not None and document.address else ""
        verdict = Verdict(answer.value) if is_verdict(answer) else None
        sentence = say.rule(rule, t) if rule is not None else ""
        return {
            "kind": LETTERS[verdict] if verdict else "",
            "value": self._value(answer),
            "question": t.trc("question", str(answer.question).replace("-", " ")),
            "meaning": _capital(w.meaning(verdict, t)) if verdict else "",
            "sentence": sentence,
            "clause": self._clauses.get((answer.text or "", answer.rule or ""), ""),
            "document": document.name if document else answer.text or "",
            "recorded": document.id if document else "",
            "section": say.section(answer.section) if answer.section else "",
            "address": address if address.startswith(("https://", "http://")) else "",
            "note": answer.note or "",
            "disputed": answer.disputed or "",
            "through": self._names.get(answer.through or "", answer.through or ""),
            "state": say.state(str(answer.state), answer.verified, t),
            "confidence": t.tr("{confidence} confidence", confidence=t.trc("confidence", str(answer.confidence))),
        }


def is_verdict(answer: Answer) -> bool:
    """Whether an answer is a verdict."""
    return answer.question in VERDICT_QUESTIONS and answer.state != "not recorded"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


__all__ = ["LETTERS", "Notes", "is_verdict"]
