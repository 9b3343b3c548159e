"""The cells of a report and the notes they open to: value, reason, clause, state, confidence, other readings."""

from __future__ import annotations

import re
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
        self._few = len(found.rows) <= FEW
        self._rules = {(one.document, one.rule.id): one.rule for one in found.rules}
        self._clauses = {(one.document, one.rule): one.words for one in found.clauses}
        self._documents = {one.id: one for one in found.documents}
        self._names = {row.id: row.name for row in found.comparison.rows} | {model.id: model.name for model in found.bases}
        self._answers: dict[Any, tuple[int, Answer]] = {}
        self._cells: dict[int, Markup] = {}
        self._plain: dict[tuple[str, str], Markup] = {}  # cells without a note, by question and value
        self._sources: dict[Any, tuple[int, dict[str, Any]]] = {}
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
            key = (answer.question, str(answer.value))
            if key not in self._plain:
                self._plain[key] = Markup("<td class=n>{}").format(self._value(answer))
            return self._plain[key]
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
        marks = [t.isolate(say.section(answer.section))] if answer.section and self._few else []
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
            note = {"number": number, "hidden": number > self._shown, **self._own(answer), "source": None, "at": 0}
            if self._few or not answer.text:
                note["source"] = self._source(answer) if answer.text or answer.state else None
            else:
                key = (answer.text, answer.rule, answer.section, answer.state, answer.verified)
                note["at"] = self._sources.setdefault(key, (len(self._sources) + 1, self._source(answer)))[0]
            if not self._few and note["at"]:
                told = self._sources[key][1]
                note["note"] = "" if note["note"] == told["note"] else note["note"]
                note["meaning"] = "" if told["sentence"] else note["meaning"]
            yield note

    def sources(self) -> Iterator[dict[str, Any]]:
        """Clauses by number that notes point to, where rows are many: each told once. To be read after `items`."""
        for number, source in self._sources.values():
            yield {"number": number, **source}

    def _own(self, answer: Answer) -> dict[str, Any]:
        """What is of this answer alone."""
        t = self._t
        verdict = Verdict(answer.value) if is_verdict(answer) else None
        return {
            "kind": LETTERS[verdict] if verdict else "",
            "value": self._value(answer),
            "question": w.question_name(answer.question, t),
            "meaning": capital(w.meaning(verdict, t)) if verdict else "",
            "note": answer.note or "",
            "disputed": list(_readings(answer.disputed or "", t)),
            "through": self._names.get(answer.through or "", answer.through or ""),
            "confidence": w.sure(answer.confidence, t),
        }

    def _source(self, answer: Answer) -> dict[str, Any]:
        """The clause behind an answer: the rule as a sentence, its words, where it stands and how far that was held against the text."""
        name, key = answer.text or "", answer.rule or ""
        rule, document = self._rules.get((name, key)), self._documents.get(name)
        address = document.address if document is not None and document.address else ""
        return {
            "sentence": say.rule(rule, self._t) if rule is not None else "",
            "note": rule.note or "" if rule is not None else "",
            "words": self._clauses.get((name, key), ""),
            "document": document.name if document else name,
            "recorded": document.id if document else "",
            "section": say.section(answer.section) if answer.section else "",
            "address": address if address.startswith(("https://", "http://")) else "",
            "state": say.state(str(answer.state), answer.verified, self._t),
        }


_READ = re.compile(rf"(?:^|; )({'|'.join(Verdict)}): ")


def _readings(told: str, t: Language) -> Iterator[tuple[str, str]]:
    """Other readings, each as a verdict (empty where the answer is none) and what it rests on."""
    before, *pairs = _READ.split(told)
    if before:
        yield "", before
    for verdict, note in zip(pairs[::2], pairs[1::2], strict=True):
        yield w.verdict(Verdict(verdict), t), note


def is_verdict(answer: Answer) -> bool:
    """Whether an answer is a verdict."""
    return answer.question in VERDICT_QUESTIONS and answer.state != "not recorded"


def capital(text: str) -> str:
    """A heading from a word."""
    return text[:1].upper() + text[1:]


__all__ = ["LETTERS", "Notes", "capital", "is_verdict"]
