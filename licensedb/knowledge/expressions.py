"""SPDX expressions: several licences joined are no licence of one name, and each is named in the refusal."""

from __future__ import annotations

import re
from collections.abc import Callable

from licensedb.errors import MisuseError, NotFoundError

_JOINED = re.compile(r"\s+(AND|OR|WITH)\s+", re.IGNORECASE)
_SYMBOL = re.compile(r"[A-Za-z0-9.:+-]{1,80}")


def refuse(name: str, find: Callable[[str], str]) -> None:
    """Raise MisuseError where `name` is an SPDX expression of which a licence is known; `find` gives the id of one."""
    told = name.replace("(", " ").replace(")", " ").strip()[:500]
    pieces = _JOINED.split(told)
    symbols, joints = [one.strip() for one in pieces[::2]], {one.upper() for one in pieces[1::2]}
    if not all(_SYMBOL.fullmatch(one) for one in symbols):
        return
    known = {symbol: _found(symbol, find) for symbol in symbols}
    ids = list(dict.fromkeys(one for one in known.values() if one))
    if not ids:
        return
    if not joints:
        if symbols[0].endswith("+"):
            raise MisuseError(f"{name[:80]!r} says 'or any later version'", tip=f"ask {ids[0]}, or a later version of it")
        return
    unknown = [symbol for symbol, one in known.items() if one is None]
    said = [_MEANING[joint] for joint in ("OR", "AND", "WITH") if joint in joints]
    said += [f"not recorded: {', '.join(unknown[:5])}"] if unknown else []
    raise MisuseError(f"{name[:80]!r} is an expression of several licences", tip=f"ask each: {', '.join(ids)}; {'; '.join(said)}")


_MEANING = {
    "OR": "of OR one may be chosen",
    "AND": "of AND all bind, each for its part",
    "WITH": "what follows WITH is an exception",
}


def _found(symbol: str, find: Callable[[str], str]) -> str | None:
    for one in dict.fromkeys((symbol, symbol.removesuffix("+"))):
        try:
            return find(one)
        except NotFoundError:
            continue
    return None
