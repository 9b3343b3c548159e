"""Claims as text: what is said, the verdict, and what it rests on; in English and Arabic."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from licensedb.errors import MisuseError
from licensedb.present import grid
from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.records import ClaimPart, ClaimRow, ClaimsReport, Given
from licensedb.vocabulary import ClaimVerdict

LANGUAGES = ("en", "ar")
MARKS = {
    ClaimVerdict.SUPPORTED: "✓",
    ClaimVerdict.PARTLY: "~",
    ClaimVerdict.CONTRADICTED: "✗",
    ClaimVerdict.NOT_CHECKABLE: "?",
}
_PARTS = {True: "✓", False: "✗", None: "?"}
WORDS: dict[str, dict[Any, Any]] = {
    "en": {
        **{verdict: str(verdict).replace("-", " ") for verdict in ClaimVerdict},
        "header": ["claim", "what is said", "verdict", "what the texts say"],
        "claim": "what is said",
        "verdict": "verdict",
        "said": "what the texts say",
        "rests": "what that rests on",
        "asserted": "said",
        "found": "found",
        "source": "source",
        "day": "held against the texts of",
        "seen": "seen",
        "terms": {},
        "none": "no claims",
        "count": "{n} claims: {told}.",
        "advice": w.NOT_ADVICE,
    },
    "ar": {
        ClaimVerdict.SUPPORTED: "تؤيده النصوص",
        ClaimVerdict.PARTLY: "صحيح جزئيًا",
        ClaimVerdict.CONTRADICTED: "تنفيه النصوص",
        ClaimVerdict.NOT_CHECKABLE: "لا يمكن التحقق منه",
        "header": ["القول", "ما قيل", "الحكم", "ما تقوله النصوص"],
        "claim": "ما قيل",
        "verdict": "الحكم",
        "said": "ما تقوله النصوص",
        "rests": "ما يستند إليه ذلك",
        "asserted": "قيل",
        "found": "وُجد",
        "source": "المصدر",
        "day": "بحسب النصوص السارية في",
        "seen": "اطُّلع عليه في",
        "terms": {
            "granted": "مسموح",
            "refused": "غير مسموح",
            "allowed": "مسموح",
            "with-duties": "مسموح مع واجبات",
            "silent": "النص ساكت",
            "on-request": "بطلب إذن",
            "forbidden": "غير مرخَّص",
            "depends": "بحسب الحال",
            "released": "منشور",
            "partial": "منشور جزئيًا",
            "withheld": "محجوب",
            "yes": "نعم",
            "no": "لا",
            "none": "لا يوجد",
            "nothing is recorded": "غير مسجَّل",
            "approved by OSI": "معتمدة من OSI",
            "not approved by OSI": "غير معتمدة من OSI",
            "open-source": "مفتوح المصدر",
            "licence": "الرخصة",
            "openness": "فئة الانفتاح",
            "run": "التشغيل",
            "modify": "التعديل",
            "redistribute": "إعادة التوزيع",
            "distribute-derivatives": "توزيع المشتقات",
            "host": "الاستضافة",
            "use-outputs": "استخدام المخرجات",
            "train-on-outputs": "التدريب على المخرجات",
            "weights": "الأوزان",
            "architecture": "البنية",
            "inference-code": "شيفرة التشغيل",
            "training-code": "شيفرة التدريب",
            "datasets": "بيانات التدريب",
            "hobbyist": "هاوٍ",
            "university": "جامعة",
            "small-company": "شركة صغيرة",
            "enterprise": "مؤسسة كبيرة",
            "commercial": "تجاري",
            "not commercial": "غير تجاري",
        },
        "heading": "البيانات {data}، آخر مراجعة لها في {reviewed}، الإجابة بتاريخ {day}.",
        "none": "لا توجد أقوال",
        "count": "عدد الأقوال {n}: {told}.",
        "advice": "ليست هذه استشارة قانونية، بل قراءة للنصوص ينبغي أن يراجعها محامٍ قبل الاعتماد عليها.",
    },
}


def language(lang: str) -> str:
    """A language that claims are told in. Raises MisuseError for another."""
    if lang not in LANGUAGES:
        raise MisuseError(f"no answer is written in {lang[:20]!r}", tip="--lang " + " or ".join(LANGUAGES))
    return lang


def claims(found: ClaimsReport, form: str, width: int, lang: str = "en") -> str:
    """Each claim with its verdict; few of them in full, many as a table."""
    if form == "json":
        return as_json(found)
    if form == "csv":
        return grid.comma_separated(_HEADER, list(_rows(found, lang)))
    told = WORDS[lang]
    about = found.about
    parts = [told["heading"].format(data=about.data, reviewed=about.reviewed, day=about.as_of) if lang == "ar" else say.heading(about)]
    if not found.rows:
        return "\n\n".join([*parts, told["none"]])
    counts = ((verdict, sum(row.verdict is verdict for row in found.rows)) for verdict in ClaimVerdict)
    listed = ", ".join(f"{count} {told[verdict]}" for verdict, count in counts if count)
    if len(found.rows) > 1:
        parts.append(told["count"].format(n=len(found.rows), told=listed))
    for row in found.rows:
        lines = _lines(row, form, told, lang)
        parts.append("\n".join(lines if form == "markdown" else (_wrapped(line, width) for line in lines)))
    return "\n\n".join([*parts, told["advice"]])


def _lines(row: ClaimRow, form: str, told: dict[Any, Any], lang: str) -> Iterator[str]:
    claim = row.claim
    markdown = form == "markdown"
    head, item = ("## ", "- ") if markdown else ("", "  ")
    yield f"{head}{claim.id}: {MARKS[row.verdict]} {told[row.verdict]}"
    if markdown:
        yield ""
    yield f"{item}{told['claim']}: {_text(claim.statement, claim.statement_ar, lang)}"
    if said := _text(claim.said, claim.said_ar, lang):
        yield f"{item}{told['said']}: {said}"
    if row.parts:
        yield f"{item}{told['rests']} ({told['day']} {row.day}):"
        yield from (f"{'  ' if markdown else '    '}{'- ' if markdown else ''}{_part(part, told)}" for part in row.parts)
    seen = f", {told['seen']} {claim.source.seen}" if claim.source.seen else ""
    named = ": ".join(part for part in (f"{claim.source.title or ''}{seen}", claim.source.address) if part)
    yield f"{item}{told['source']}: {named}"


def _wrapped(line: str, width: int) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(line, max(width, 60), subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False)


def _text(english: str | None, arabic: str | None, lang: str) -> str:
    return (arabic if lang == "ar" and arabic else english) or ""


def _part(part: ClaimPart, told: dict[Any, Any]) -> str:
    where = f" [{part.document} {say.section(part.section)}]" if part.document and part.section else ""
    through = f" ({part.through})" if part.through else ""
    about = part.key if part.kind in ("question", "act", "provision", "component") else part.kind
    given = f" ({_given(part.given, told)})" if part.given else ""
    asserted, found = _term(part.asserted, told), _term(part.found, told)
    line = f"{_PARTS[part.holds]} {part.subject}: {_term(about, told)}{given}: {told['asserted']}: {asserted}; {told['found']}: {found}"
    return f"{line}{through}{where}"


def _term(text: str, told: dict[Any, Any]) -> str:
    """A term in the language of the answer, also one that stands behind the name of a licence."""
    name, colon, last = text.rpartition(": ")
    return f"{name}{colon}{told['terms'].get(last, last)}"


def _given(one: Given, told: dict[Any, Any]) -> str:
    parts = [one.profile, one.use, one.purpose, one.territory, one.revenue]
    if one.users is not None:
        parts.append(f"{one.users:,} users")
    if one.commercial is not None:
        parts.append("commercial" if one.commercial else "not commercial")
    return ", ".join(_term(part, told) for part in parts if part)


_HEADER = ["claim", "verdict", "day", "subject", "kind", "about", "asserted", "found", "holds", "document", "section", "statement", "said"]


def _rows(found: ClaimsReport, lang: str) -> Iterator[list[str]]:
    """A row for each thing asserted; one for a claim that asserts nothing."""
    for row in found.rows:
        statement = _text(row.claim.statement, row.claim.statement_ar, lang)
        said = _text(row.claim.said, row.claim.said_ar, lang)
        begin = [row.claim.id, str(row.verdict), row.day]
        if not row.parts:
            yield [*begin, ",".join(row.claim.subjects), *[""] * 7, statement, said]
        for part in row.parts:
            holds = {True: "yes", False: "no", None: ""}[part.holds]
            told = [part.subject, part.kind, part.key, part.asserted, part.found, holds, part.document or "", part.section or ""]
            yield [*begin, *told, statement, said]


def as_json(found: ClaimsReport) -> str:
    """`licensedb.claims/1`: both languages."""
    from licensedb.present import as_json as j

    return j.dumps({**j.head("licensedb.claims/1", found.about), "rows": [_row_json(row) for row in found.rows]})


def _row_json(row: ClaimRow) -> dict[str, Any]:
    claim = row.claim
    return {
        "id": claim.id,
        "verdict": row.verdict,
        "day": row.day,
        "subjects": list(claim.subjects),
        "statement": claim.statement,
        "statement_ar": claim.statement_ar,
        "said": claim.said,
        "said_ar": claim.said_ar,
        "source": {"address": claim.source.address or None, "title": claim.source.title, "seen": claim.source.seen},
        "parts": [_part_json(part) for part in row.parts],
    }


def _part_json(part: ClaimPart) -> dict[str, Any]:
    import msgspec

    return {
        "subject": part.subject,
        "kind": part.kind,
        "key": part.key,
        "asserted": part.asserted,
        "found": part.found,
        "holds": part.holds,
        "document": part.document,
        "section": part.section,
        "state": part.state or None,
        "verified": part.verified,
        "through": part.through,
        "given": None if part.given is None else msgspec.to_builtins(part.given),
    }
