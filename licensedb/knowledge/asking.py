"""What callers say, read: operands of a scenario, acts, questions; a word that is not known is misuse with the nearest ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from licensedb.errors import MisuseError
from licensedb.naming import fold, squash
from licensedb.vocabulary import Act, Licensee, Modality, Offering, Operand, Over, Question, Received, Target, Use


def known(what: str, name: str | None, known: Iterable[str]) -> str | None:
    """The one of the `known` that is called so, however it is spaced and capitalised. Raises MisuseError with the nearest."""
    if name is None:
        return None
    names = sorted({one for one in known if one})
    if name.casefold() in names:
        return name.casefold()
    same = [one for one in names if squash(fold(one)) == squash(fold(name))]
    if len(same) != 1:
        raise MisuseError(f"no {what} is called {name[:60]!r}", tip="nearest: " + ", ".join(nearest(name, names) or names[:8]))
    return same[0]


def several(names: str | Iterable[str] | None, *, split: bool = False) -> tuple[str, ...]:
    """One name, or several; with `split` also those joined by comma."""
    found = (names,) if isinstance(names, str) else tuple(names or ())
    return tuple(part.strip() for one in found for part in one.split(",")) if split else found


def known_all(what: str, names: str | Iterable[str] | None, among: Iterable[str]) -> set[str]:
    """Those of `among` that are called so. Raises MisuseError as `known` does."""
    every = set(among)
    return {found for one in several(names) if (found := known(what, one, every))}


# The keywords of a scenario by what reads them, and the operand that each states.
FIGURES = {
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
WORDS = {"use": Use, "offering": Offering, "licensee": Licensee, "target": Target, "received": Received}
FLAGS = ("commercial", "production", "modified")
LISTS = ("territory", "domicile", "purpose", "model_modality", "model_family", "granted", "competes_with", "rate")
KEYWORDS = (*FIGURES, *LISTS, *WORDS, *FLAGS)


def stated(given: dict[str, Any]) -> dict[str, Any]:
    """What was stated, read into the fields of a scenario; rates told stand under `rate`."""
    from licensedb.reasoning import scenarios

    figures: list[Any] = []
    read: dict[str, Any] = {}
    for key, value in given.items():
        if value is None or value in ((), []):
            continue
        if key in FIGURES:
            operand, over = FIGURES[key]
            figures += [scenarios.figure(operand, one, over) for one in (value if isinstance(value, (list, tuple)) else [value])]
        elif key in LISTS:
            read[key] = _list_of(key, [value] if isinstance(value, str) else list(value))
        elif key in WORDS:
            read[key] = scenarios.word(value, WORDS[key], key)
        elif key in FLAGS:
            read[key] = bool(value)
        else:
            near = nearest(key, KEYWORDS)
            raise MisuseError(f"a scenario has no {key!r}", tip="known: " + ", ".join(near or KEYWORDS))
    if figures:
        read["figures"] = tuple(figures)
    return read


def _list_of(key: str, items: list[str]) -> Any:
    from licensedb.reasoning import rates, scenarios

    if key in ("territory", "domicile"):
        return scenarios.places(items)
    if key == "purpose":
        return scenarios.purposes(items)
    if key == "granted":
        return scenarios.routes(items)
    if key == "rate":
        return rates.read(items)
    parts = tuple(dict.fromkeys(part.strip() for item in items for part in item.split(",")))
    if key == "model_modality":
        return tuple(scenarios.word(part, Modality, "modality") for part in parts)
    return tuple(part.casefold() for part in parts)


def without_replaced(first: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """What was stated first, but for what is stated later: the same keyword, or another figure of the same kind."""
    kinds = {_kind(key) for key in later}
    return {key: value for key, value in first.items() if _kind(key) not in kinds}


def _kind(key: str) -> str:
    if key in FIGURES and key != "devices":
        return "users" if key.endswith("users") else "revenue"
    return key


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
