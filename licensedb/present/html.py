"""The report as one self-contained HTML page (templates/report.html.j2, report.css, report.js)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from licensedb.present import drawings, page_data
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import ENGLISH, PROSE, Language
from licensedb.present.notes import FEW, Notes, capital
from licensedb.records import CompareRow, Licence, Model, Report, ReportedDuty
from licensedb.resources import uncollected
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
NAMED = 12  # names told in a sentence; beyond that their number is


@uncollected()
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
    summary = _summary(found, t) if found.asked else None
    data = page_data.of(found, notes, [*([summary] if summary else []), *groups], t)
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
        scenario=say.scenario(found.comparison.about.scenario, PROSE if t is ENGLISH else t),
        rates=" ".join(say.rates(found.comparison.about.scenario, t)) if found.comparison.about.scenario else "",
        data_line=say.data(found.comparison.about, t),
        summary=summary,
        first_act=w.question_name(found.asked[0], t) if found.asked else "",
        groups=groups,
        figures=drawings.figures(found, t),
        duties=_duties(found, t),
        claims=_claims(found, t),
        documents=[_document(one, t) for one in found.documents],
        notes=list(notes.items()),
        sources=list(notes.sources()),
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


def _group(found: Report, notes: Notes, name: str, t: Language) -> dict[str, Any]:
    """One table: its questions, and rows of ready cells; where rows are many, those with the same cells are one."""
    asked = found.comparison.questions
    columns = [(question, asked.index(question)) for question in GROUPS[name] if question in asked]
    cells = [tuple(notes.cell(row.answers[at]) for _, at in columns) for row in found.comparison.rows] if columns else []
    rows, places = _shared(found, cells, t)
    return {
        "id": name.lower(),
        "name": t.trc("group of questions", name),
        "columns": [{"id": str(question), "name": capital(w.question_name(question, t))} for question, _ in columns],
        "rows": rows,
        "places": places,
    }


def _shared(found: Report, cells: Sequence[Any], t: Language) -> tuple[list[dict[str, Any]], list[int]]:
    """Rows with their heads, and in which of them each model or licence stands: rows of its own, or (where they are many) shared ones."""
    few = len(found.rows) <= FEW
    places: dict[Any, int] = {}
    heads: list[list[dict[str, str]]] = []
    at: list[int] = []
    for number, (row, one) in enumerate(zip(found.comparison.rows, cells, strict=False)):
        place = places.setdefault(number if few else one, len(heads))
        if place == len(heads):
            heads.append([])
        heads[place].append(_head(row, t))
        at.append(place)
    firsts = {place: number for number, place in reversed(list(enumerate(at)))}
    return [{"heads": some, "cells": cells[firsts[place]]} for place, some in enumerate(heads)], at


def _head(row: CompareRow, t: Language) -> dict[str, str]:
    """The head of a row: name and licences."""
    licences = " + ".join(row.licences) if row.kind == "model" else ""
    return {"name": row.name, "licences": licences, "none": "" if row.licences else t.tr("no licence recorded")}


def _summary(found: Report, t: Language) -> dict[str, Any]:
    """Models against profiles: who may do the first act asked."""
    word = {verdict: w.verdict(verdict, t) for verdict in Verdict}
    cells = [tuple((LETTERS[verdicts[0]], word[verdicts[0]]) for verdicts in one.fits) for one in found.rows]
    rows, places = _shared(found, cells, t)
    profiles = [capital(w.profile(name, PROSE if t is ENGLISH else t)) for name in found.profiles]
    return {"profiles": profiles, "rows": rows, "places": places}


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


def _claims(found: Report, t: Language) -> list[dict[str, str]]:
    """What is said of those shown, with the verdict of the texts."""
    from licensedb.present.claims import MARKS, WORDS

    arabic = t.code == "ar"
    return [
        {
            "mark": MARKS[one.verdict],
            "verdict": WORDS[t.code][one.verdict],
            "statement": (one.claim.statement_ar if arabic else None) or one.claim.statement or "",
            "said": (one.claim.said_ar if arabic else None) or one.claim.said or "",
            "date": t.date(str(one.claim.date)) if one.claim.date else "",
            "title": (one.claim.source.title if one.claim.source else None) or one.claim.id,
            "address": one.claim.source.address if one.claim.source and one.claim.source.address.startswith("http") else "",
        }
        for one in found.claims
    ]


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
        "acts": [(str(question), w.question_name(question, t)) for question in found.asked],
        "verdicts": [(LETTERS[verdict], w.verdict(verdict, t)) for verdict in w.MEANINGS],
        "families": sorted(((str(one), t.trc("family", str(one).replace("-", " "))) for one in families), key=lambda one: one[1]),
        "developers": developers,
        "places": _places(t),
        "many": len(found.rows) > 1,
    }


def _places(t: Language) -> Iterable[tuple[str, str]]:
    from licensedb.vocabulary import COUNTRIES

    return sorted(((code, t.country(code)) for code in COUNTRIES), key=lambda one: one[1])
