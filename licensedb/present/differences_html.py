"""Two documents compared as one self-contained HTML page (templates/diff.html.j2)."""

from __future__ import annotations

from pathlib import Path

from licensedb.present import differences as d
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import Answer, Differences, ProvisionFact


def page(found: Differences, templates: Path) -> str:
    """The page as text. Every value is escaped; the page loads nothing and runs nothing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    sentences = {(one.document, one.rule.id): say.rule(one.rule) for one in found.sentences}
    return environment.get_template("diff.html.j2").render(
        title=f"{found.a.name} and {found.b.name}",
        a=found.a,
        b=found.b,
        about=found.about,
        scenario=say.scenario(found.about.scenario) if found.about and found.about.scenario else "",
        summary=d.summary(found),
        answers=[
            (str(one.question).replace("-", " "), _cell(one, other, sentences), _cell(other, one, sentences))
            for one, other in found.answers
        ],
        rules=[(one.side.upper(), one.document, one.rule.id, say.rule(one.rule), one.only, d.cited(one.rule.cite)) for one in found.rules],
        facts=[(str(pair.key).replace("-", " "), _fact(pair.a), _fact(pair.b)) for pair in found.facts],
        blocks=d.blocks(found.words) if found.words else [],
        not_advice=w.NOT_ADVICE,
    )


def _cell(answer: Answer, other: Answer, sentences: dict[tuple[str, str], str]) -> dict[str, str]:
    return {
        "value": d.value(answer, other),
        "clause": d.clause(answer),
        "sentence": sentences.get((answer.text or "", answer.rule or ""), ""),
        "note": answer.note or "",
    }


def _fact(one: ProvisionFact | None) -> dict[str, str]:
    return {"value": d.fact(one), "clause": d.cited(one.cite) if one else "", "sentence": "", "note": (one.note if one else "") or ""}
