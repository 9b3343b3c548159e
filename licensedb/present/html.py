"""The comparison as one self-contained HTML page (templates/report.html.j2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import Answer, Comparison
from licensedb.vocabulary import VERDICT_QUESTIONS, Question, Verdict

GROUPS = {
    "Permissions": (*VERDICT_QUESTIONS,),
    "Limits": (
        Question.USER_CAP,
        Question.REVENUE_CAP,
        Question.USE_RESTRICTIONS,
        Question.EXCLUDED_TERRITORIES,
        Question.REGISTRATION_REQUIRED,
        Question.MILITARY_USE,
    ),
    "Conditions": (
        Question.DISPLAY_ATTRIBUTION,
        Question.DERIVATIVE_NAME_RULE,
        Question.PROVIDE_LICENCE_COPY,
        Question.STATE_CHANGES,
        Question.SAME_LICENCE,
        Question.NOTICE_FILE,
        Question.PASS_ON_RESTRICTIONS,
    ),
    "Legal": (
        Question.PATENT_GRANT,
        Question.LITIGATION_TERMINATION,
        Question.OUTPUTS_OWNED_BY,
        Question.GOVERNING_LAW,
        Question.LICENSEE_INDEMNIFIES,
        Question.LICENSOR_MAY_CHANGE,
    ),
}


def report(found: Comparison, templates: Path, title: str = "Licences of AI models compared") -> str:
    """The page as text. Every value is escaped; the page loads nothing and runs nothing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    sentences = {(one.document, one.rule.id): say.rule(one.rule) for one in found.rules}
    asked = set(found.questions)
    groups = []
    for name, questions in GROUPS.items():
        rows = [_row(found, question, sentences) for question in questions if question in asked]
        if rows:
            groups.append({"name": name, "rows": rows})
    return environment.get_template("report.html.j2").render(
        title=title,
        scenario=_scenario(found),
        about=found.about,
        records=found.rows,
        groups=groups,
        verdicts=[(w.MARKS[verdict], w.VERDICTS[verdict], w.MEANINGS[verdict]) for verdict in w.MEANINGS],
        not_advice=w.NOT_ADVICE,
    )


def _scenario(found: Comparison) -> str:
    told = found.about.scenario
    rates = [line.rstrip(".") for line in say.rates(told)] if told else []
    return ". ".join([say.scenario(told), *rates])


def _row(found: Comparison, question: Question, sentences: dict[tuple[str, str], str]) -> dict[str, Any]:
    at = found.questions.index(question)
    return {
        "question": question,
        "label": str(question).replace("-", " "),
        "cells": [_cell(row.answers[at], sentences) for row in found.rows],
    }


def _cell(answer: Answer, sentences: dict[tuple[str, str], str]) -> dict[str, Any]:
    is_verdict = answer.question in VERDICT_QUESTIONS and answer.state != "not recorded"
    return {
        "mark": w.MARKS[Verdict(answer.value)] if is_verdict else "",
        "kind": str(answer.value) if is_verdict else "",
        "value": say.value(answer),
        "section": say.section(answer.section) if answer.section else "",
        "document": answer.text or "",
        "sentence": sentences.get((answer.text or "", answer.rule or ""), ""),
        "note": answer.note or "",
        "state": say.state(str(answer.state), answer.verified),
        "doubtful": str(answer.state) if answer.state in ("section only", "unlisted edition") else "",
        "confidence": str(answer.confidence),
        "disputed": answer.disputed or "",
        "through": answer.through or "",
    }
