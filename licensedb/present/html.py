"""The report as one self-contained HTML page (templates/report.html.j2, report.css, report.js)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from licensedb.present import drawings, page_data
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, Language
from licensedb.present.notes import FEW, Notes
from licensedb.records import CompareRow, Licence, Model, Report, ReportedDuty, ReportRow
from licensedb.vocabulary import VERDICT_QUESTIONS, Confidence, Question, Verdict

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
NAMED = 12  # names told in a sentence; beyond that their number is


def report(found: Report, templates: Path, t: Language = ENGLISH) -> str:
    """The page as text. Every value is escaped; the page loads nothing, and runs the one script that it carries."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {"_": t.tr, "date": t.date, "number": t.number}
    style = (templates / "report.css").read_text(encoding="utf-8")
    script = (templates / "report.js").read_text(encoding="utf-8")
    notes = Notes(found, t)
    groups = [group for group in (_group(found, notes, name, t) for name in GROUPS) if group["columns"]]
    data = page_data.of(found, notes, groups, t)
    return environment.get_template("report.html.j2").render(
        lang=t.code,
        dir=t.dir,
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")),
        title=t.tr("Licences of AI models compared"),
        subject=_subject(found, t),
        scenario=_scenario(found, t),
        data_line=say.data(found.comparison.about, t),
        summary=_summary(found, t) if found.asked else None,
        first_act=question_name(found.asked[0], t) if found.asked else "",
        groups=groups,
        figures=drawings.figures(found, t),
        duties=_duties(found, t),
        documents=[_document(one, t) for one in found.documents],
        notes=notes.items(),
        verdicts=[(LETTERS[verdict], w.verdict(verdict, t), w.meaning(verdict, t)) for verdict in w.MEANINGS],
        controls=_controls(found, t),
        not_advice=t.tr(w.NOT_ADVICE),
        few=len(found.rows) <= FEW,
        foreign=Markup("") if t.code == "en" else Markup(' lang="en" dir="ltr"'),  # of what curators write, in English
    )


LETTERS = page_data.LETTERS


def _hash(text: str) -> str:
    """The source that a policy names for an inline script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def question_name(question: Question, t: Language = ENGLISH) -> str:
    """A comparison question as a column is headed."""
    return t.trc("question", str(question).replace("-", " "))


def _subject(found: Report, t: Language) -> dict[str, Any]:
    """The question that the page answers: names where they are few, else their number."""
    rows = found.comparison.rows
    models = sum(row.kind == "model" for row in rows)
    counts = []
    if models:
        counts.append(t.trn("{count} model", "{count} models", models))
    if len(rows) > models:
        counts.append(t.trn("{count} licence", "{count} licences", len(rows) - models))
    names = [row.name for row in rows] if len(rows) <= NAMED else []
    return {"names": names, "counts": t.listed(counts, "and"), "comma": t.comma}


def _scenario(found: Report, t: Language) -> str:
    told = found.comparison.about.scenario
    rates = [line.rstrip(".") for line in say.rates(told, t)] if told else []
    return ". ".join([say.scenario(told, t), *rates])


def _group(found: Report, notes: Notes, name: str, t: Language) -> dict[str, Any]:
    """One table: its questions, and a row of ready cells for each model or licence."""
    asked = found.comparison.questions
    columns = [(question, asked.index(question)) for question in GROUPS[name] if question in asked]
    rows = [
        {"head": _head(row, one, t), "cells": [notes.cell(row.answers[at]) for _, at in columns]}
        for row, one in zip(found.comparison.rows, found.rows, strict=True)
    ]
    return {
        "id": name.lower(),
        "name": t.trc("group of questions", name),
        "columns": [{"id": str(question), "name": question_name(question, t)} for question, _ in columns],
        "rows": rows if columns else [],
    }


def _head(row: CompareRow, one: ReportRow, t: Language) -> dict[str, str]:
    """The head of a row: name, licences, developer."""
    doubt = t.tr("{confidence} confidence", confidence=t.trc("confidence", str(row.confidence)))
    return {
        "name": row.name,
        "licences": " + ".join(row.licences) if row.kind == "model" else "",
        "none": t.tr("no licence recorded") if not row.licences else "",
        "doubt": doubt if row.confidence is not Confidence.HIGH else "",
        "developer": one.record.developer if isinstance(one.record, Model) else one.record.licensor,
    }


def _summary(found: Report, t: Language) -> dict[str, Any]:
    """Models against profiles: who may do the first act asked."""
    word = {verdict: w.verdict(verdict, t) for verdict in Verdict}
    rows = []
    for row, one in zip(found.comparison.rows, found.rows, strict=True):
        cells = [(LETTERS[verdicts[0]], word[verdicts[0]]) for verdicts in one.fits]
        rows.append({"name": row.name, "cells": cells})
    return {"profiles": [w.profile(name, t) for name in found.profiles], "rows": rows}


def _duties(found: Report, t: Language) -> list[dict[str, Any]]:
    """Duties as lists to tick; models with the same duties share one."""
    from licensedb.present.tasks import KINDS, kind, kind_name, upper

    shared: dict[tuple[ReportedDuty, ...], list[str]] = {}
    for row, one in zip(found.comparison.rows, found.rows, strict=True):
        if one.duties:
            shared.setdefault(one.duties, []).append(row.name)
    order = list(KINDS)
    lists = []
    for duties, names in shared.items():
        items = []
        for each in sorted(duties, key=lambda one: order.index(kind(one.due.rule.duty))):
            rule = each.due.rule
            acts = "" if set(each.acts) >= set(VERDICT_QUESTIONS.values()) else t.comma.join(act_name(act, t) for act in each.acts)
            where = {"document": each.due.document, "section": say.section(rule.cite.section), "note": rule.note or ""}
            when = f"{t.comma}{say.alternatives(rule.when, t)}" if rule.when else ""
            items.append({"kind": kind_name(kind(rule.duty), t), "text": upper(say.duty(rule, t)) + when, "acts": acts, **where})
        lists.append({"names": names, "duties": items, "count": t.trn("{count} duty", "{count} duties", len(items))})
    return lists


def act_name(act: str, t: Language = ENGLISH) -> str:
    """An act as a term."""
    return t.trc("act as a term", act.replace("-", " "))


def _document(one: Licence, t: Language) -> dict[str, Any]:
    address = one.address if one.address and one.address.startswith(("https://", "http://")) else ""
    return {
        "id": one.id,
        "name": one.name,
        "licensor": one.licensor,
        "published": t.date(one.published) if one.published else "",
        "reviewed": t.date(one.reviewed),
        "confidence": t.trc("confidence", str(one.confidence)),
        "states": say.cited_states(one, t),
        "address": address,
    }


def _controls(found: Report, t: Language) -> dict[str, Any]:
    """What can be chosen in the page."""
    developers = sorted({one.record.developer if isinstance(one.record, Model) else one.record.licensor for one in found.rows})
    families = list(dict.fromkeys(family for one in found.rows for family in one.families))
    return {
        "acts": [(str(question), question_name(question, t)) for question in found.asked],
        "verdicts": [(LETTERS[verdict], w.verdict(verdict, t)) for verdict in w.MEANINGS],
        "families": sorted(((str(one), t.trc("family", str(one).replace("-", " "))) for one in families), key=lambda one: one[1]),
        "developers": developers,
        "places": _places(t),
        "many": len(found.rows) > 1,
    }


def _places(t: Language) -> Iterable[tuple[str, str]]:
    from licensedb.vocabulary import COUNTRIES

    return sorted(((code, t.country(code)) for code in COUNTRIES), key=lambda one: one[1])
