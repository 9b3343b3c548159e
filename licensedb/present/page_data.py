"""What the script of a report looks up: facts of the rows, and the answers that were made beforehand. It decides nothing."""

from __future__ import annotations

from typing import Any

from licensedb.present import sentences as say
from licensedb.present import words as w
from licensedb.present.language import Language
from licensedb.present.notes import FEW, LETTERS, Notes, is_verdict
from licensedb.records import Answer, Model, Report
from licensedb.vocabulary import Verdict

_SAMPLES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


def of(found: Report, notes: Notes, tables: list[dict[str, Any]], t: Language) -> dict[str, Any]:
    """The data of a page, for JSON; verdicts by letter, notes by number. `tables` are those of the page, in its order."""
    places: dict[tuple[str, ...], int] = {}
    fitting = ["".join(LETTERS[verdict] for verdicts in one.fits for verdict in verdicts) for one in found.rows]
    fits = {told: at for at, told in enumerate(dict.fromkeys(fitting))}
    alike: dict[tuple[Any, ...], int] = {}  # families, licences and tables: many rows have the same
    lookups = []
    for table in found.tables:
        classes = [places.setdefault(some, len(places)) for some in table.places]
        lookups.append([list(table.users), list(table.revenue), classes, list(table.answers)])
    return {
        "lang": t.code,
        "digits": "arab" if t.number(1) == "١" else "latn",
        "questions": [str(question) for question in found.asked],
        "groups": [[group["id"], [column["id"] for column in group["columns"]]] for group in tables if "id" in group],
        "shared": None if len(found.rows) <= FEW else [table["places"] for table in tables],
        "verdicts": {LETTERS[verdict]: w.verdict(verdict, t) for verdict in Verdict},
        "rows": [
            [row.id, row.name, _maker(one), _day(one), alike.setdefault((one.families, row.licences, one.tables), len(alike))]
            for row, one in zip(found.comparison.rows, found.rows, strict=True)
        ],
        "alike": [[list(map(str, families)), list(licences), list(some)] for families, licences, some in alike],
        "fits": list(fits),
        "fitting": [fits[one] for one in fitting],
        "profiles": len(found.profiles),
        "places": [list(some) for some in places],
        "tables": lookups,
        "outcomes": [_outcome(answer, notes, t) for answer in found.outcomes],
        "marks": {notes.number(answer): marks for answer in found.outcomes if (marks := notes.marks(answer))},
        "words": _words(t),
        "shown": {name: _form(t, count) for name, count in _SAMPLES.items()},
    }


def _outcome(answer: Answer, notes: Notes, t: Language) -> list[Any]:
    """Note and verdict of an answer; where it is none (terms that are not recorded), also its words."""
    found = [notes.number(answer), LETTERS[Verdict(answer.value)]]
    return found if is_verdict(answer) else [*found, str(say.value(answer, t))]


def _maker(one: Any) -> str:
    return str(one.record.developer if isinstance(one.record, Model) else one.record.licensor)


def _day(one: Any) -> str:
    return str((one.record.released if isinstance(one.record, Model) else one.record.published) or "")


def _form(t: Language, count: int) -> str:
    """A message in the plural form of a count, its number left open."""
    return t.ngettext("{count} of {all} shown", "{count} of {all} shown", count)


def _words(t: Language) -> dict[str, str]:
    """What the script says."""
    return {
        "scenario": t.tr("The verdicts on this page are for the scenario set here."),
        "assumed": t.tr("The verdicts on this page are for the scenario that the report assumes."),
        "number": t.tr("Write a whole number, as 5000000."),
        "copied": t.tr("Copied."),
        "not_copied": t.tr("Could not be copied. Select the text and copy it yourself."),
        "linked": t.tr("The address of this state is copied."),
        "name": t.tr("Name"),
        "licence": t.tr("Licence"),
        "close": t.tr("Close"),
        "none": t.tr("Nothing fits these filters."),
    }


__all__ = ["LETTERS", "of"]
