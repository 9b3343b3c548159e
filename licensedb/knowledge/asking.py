"""What callers say, read: operands of a scenario, acts, questions; a word that is not known is misuse with the nearest ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from licensedb.errors import MisuseError
from licensedb.vocabulary import Act, Question


def known(what: str, name: str | None, known: Iterable[str]) -> None:
    if name is None:
        return
    names = sorted({one for one in known if one})
    if name.casefold() not in names:
        raise MisuseError(f"no {what} is called {name[:60]!r}", tip="nearest: " + ", ".join(nearest(name, names) or names[:8]))


def stated(given: dict[str, Any]) -> dict[str, Any]:
    """What was stated, read into the fields of a scenario."""
    from licensedb.reasoning import scenarios
    from licensedb.vocabulary import Licensee, Offering, Operand, Over, Received, Target, Use

    figures = []
    read: dict[str, Any] = {}
    metrics = {
        "users": (Operand.MONTHLY_ACTIVE_USERS, None),
        "product_users": (Operand.MONTHLY_ACTIVE_USERS, Over.PRODUCT),
        "group_users": (Operand.MONTHLY_ACTIVE_USERS, Over.GROUP),
        "unique_users": (Operand.MONTHLY_UNIQUE_USERS, None),
        "daily_users": (Operand.DAILY_ACTIVE_USERS, None),
        "devices": (Operand.DEPLOYED_DEVICES, None),
        "revenue": (Operand.ANNUAL_REVENUE, None),
        "monthly_revenue": (Operand.MONTHLY_REVENUE, None),
        "attributable_revenue": (Operand.ATTRIBUTABLE_REVENUE, None),
    }
    words = {"use": Use, "offering": Offering, "licensee": Licensee, "target": Target, "received": Received}
    readers: dict[str, Callable[[Any], Any]] = {
        "territory": scenarios.places,
        "domicile": scenarios.places,
        "purpose": scenarios.purposes,
        "granted": scenarios.routes,
        "competes_with": tuple,
    }
    for key, value in given.items():
        if value is None or value in ((), []):
            continue
        if key in metrics:
            operand, over = metrics[key]
            for one in value if isinstance(value, (list, tuple)) else [value]:
                figures.append(scenarios.figure(operand, one, over))
        elif key in readers:
            read[key] = readers[key]([value] if isinstance(value, str) else list(value))
        elif key in words:
            read[key] = scenarios.word(value, words[key], key)
        elif key in ("commercial", "production", "modified"):
            read[key] = bool(value)
        else:
            raise MisuseError(
                f"a scenario has no {key!r}", tip="known: " + ", ".join([*metrics, *readers, *words, "commercial", "production"])
            )
    if figures:
        read["figures"] = tuple(figures)
    return read


def acts(names: Sequence[str | Act]) -> tuple[Act, ...]:
    found = []
    for name in (part.strip() for item in ([names] if isinstance(names, str) else names) for part in item.split(",")):
        if name not in {str(act) for act in Act}:
            known = [str(act) for act in Act]
            raise MisuseError(f"no act is called {name[:60]!r}", tip="nearest: " + ", ".join(nearest(name, known) or known))
        found.append(Act(name))
    return tuple(dict.fromkeys(found))


def questions(names: Sequence[str | Question]) -> tuple[Question, ...]:
    known = [str(question) for question in Question]
    found = []
    for name in (part.strip() for item in names for part in item.split(",")):
        folded = name.replace("_", "-").casefold()
        if folded not in known:
            raise MisuseError(f"no question is called {name[:60]!r}", tip="nearest: " + ", ".join(nearest(folded, known) or known))
        found.append(Question(folded))
    return tuple(dict.fromkeys(found)) or tuple(Question)


def nearest(name: str, known: Sequence[str]) -> tuple[str, ...]:
    import difflib

    parts = [one for one in known if len(name) > 2 and name in one]
    return tuple(dict.fromkeys((*difflib.get_close_matches(name[:80], known, 5, 0.5), *parts)))[:5]
