"""A project's `licensedb.toml`: stored scenario, own profiles, rates, and the policy that `check` holds answers against."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from licensedb import records as r
from licensedb.errors import MisuseError
from licensedb.knowledge import asking
from licensedb.vocabulary import PROFILES

NAME = "licensedb.toml"
_ROOTS = (".git", ".hg", ".svn", ".jj")
# A key in the file is the long option without its dashes; `in` states seat and place of use.
_KEYS = {name.replace("_", "-"): name for name in asking.KEYWORDS if name not in ("territory", "domicile", "rate")}
_PLACES = {"in": ("territory", "domicile"), "used-in": ("territory",), "based-in": ("domicile",)}
_TABLES = ("scenario", "profiles", "rates", "policy")
_POLICY = ("models", "do", "accept", "exceptions")
_EXCEPTION = ("model", "act", "reason", "until")


class Project(r.Record, frozen=True):
    """What the file says. `scenario` and `profiles` hold keywords as the library takes them; `file` is how it is shown."""

    file: str = ""
    profile: str | None = None
    scenario: Mapping[str, Any] = msgspec.field(default_factory=dict)
    profiles: Mapping[str, r.Scenario] = msgspec.field(default_factory=dict)
    rates: tuple[str, ...] = ()
    policy: r.Policy | None = None

    def asked(self, profile: str | None, stated: Mapping[str, Any]) -> tuple[str | r.Scenario | None, dict[str, Any]]:
        """Profile and statements of a question: the stored ones, with what the asker says in their place.

        A profile that the asker names takes the place of the whole stored scenario; rates stay.
        """
        stored = dict(self.scenario) if profile is None else {}
        found = {**asking.without_replaced(stored, dict(stated)), **stated}
        told = {item.partition("=")[0].strip().upper() for item in stated.get("rate", ())}
        rates = [item for item in self.rates if item.partition("=")[0] not in told]
        if rates:
            found["rate"] = [*stated.get("rate", ()), *rates]
        name = profile or self.profile
        return self.named(name) if name else None, found

    def named(self, name: str) -> str | r.Scenario:
        """A profile by its name: one of the file's own, else one of those that everyone has."""
        if name in self.profiles:
            return self.profiles[name]
        if name not in PROFILES:
            raise MisuseError(f"no profile is called {name[:60]!r}", tip="known: " + ", ".join([*PROFILES, *self.profiles]))
        return name

    def rows(self, name: str | None = None) -> tuple[r.ProfileRow, ...]:
        """All profiles, or the one of a name; the file's own stand last."""
        from licensedb.reasoning import scenarios

        found: list[r.ProfileRow] = []
        for one in [*PROFILES, *self.profiles] if name is None else [name]:
            told = self.named(one)
            if isinstance(told, r.Scenario):
                found.append(r.ProfileRow(one, told, self.file))
            else:
                found.append(r.ProfileRow(one, scenarios.profile(told)))
        return tuple(found)


def find(start: Path, home: Path | None = None) -> Path | None:
    """The file in a folder or the nearest of its parents, up to the root of a repository or the home folder."""
    with contextlib.suppress(OSError):  # a folder that may not be read ends the search
        for folder in (start, *start.parents):
            if (folder / NAME).is_file():
                return folder / NAME
            if folder == home or any((folder / name).exists() for name in _ROOTS):
                return None
    return None


def load(path: Path, shown: str | None = None) -> Project:
    """Read and check a file. Raises MisuseError that names the file and the key."""
    import tomllib

    place = shown or str(path)
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise MisuseError(f"cannot be read: {error.strerror or error}", place=place) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MisuseError(f"is no TOML: {error}", place=place) from None
    _known(data, _TABLES, place, "")
    for name in _TABLES:
        _table(data.get(name, {}), place, name)
    rates = tuple(_rates(data.get("rates", {}), place))
    profiles = {name: _profile(name, told, place) for name, told in data.get("profiles", {}).items()}
    told = dict(data.get("scenario", {}))
    profile = _text(told.pop("profile", None), place, "scenario.profile")
    if profile is not None and profile not in profiles and profile not in PROFILES:
        raise _wrong(place, "scenario.profile", f"no profile is called {profile[:60]!r}", "known: " + ", ".join([*PROFILES, *profiles]))
    scenario = _keywords(told, place, "scenario")
    policy = _policy(data["policy"], place) if "policy" in data else None
    return Project(place, profile, scenario, profiles, rates, policy)


def _profile(name: str, told: Any, place: str) -> r.Scenario:
    from licensedb.reasoning import scenarios

    key = f"profiles.{name}"
    if name in PROFILES:
        raise _wrong(place, key, "is the name of a profile that everyone has", "choose another name, with based-on")
    stated = dict(_table(told, place, key))
    base = _text(stated.pop("based-on", None), place, f"{key}.based-on")
    if base is not None and base not in PROFILES:
        raise _wrong(place, f"{key}.based-on", f"no profile is called {base[:60]!r}", "known: " + ", ".join(PROFILES))
    read = _keywords(stated, place, key)
    try:
        built = scenarios.build(scenarios.profile(base) if base else r.Scenario(), asking.stated(read))
    except MisuseError as error:
        raise _wrong(place, key, error.message, error.tip or "") from None
    return msgspec.structs.replace(built, profile=name)


def _keywords(told: dict[str, Any], place: str, where: str) -> dict[str, Any]:
    """Keys of the file as keywords of the library, each read once so that a mistake is told with its key."""
    _known(told, (*_KEYS, *_PLACES), place, f"{where}.")
    found: dict[str, Any] = {}
    for key in sorted(told, key=lambda one: one != "in"):  # based-in and used-in go before in
        value = _stated(told[key], place, f"{where}.{key}")
        for name in _PLACES.get(key) or (_KEYS[key],):
            found[name] = value
            try:
                asking.stated({name: value})
            except MisuseError as error:
                raise _wrong(place, f"{where}.{key}", error.message, error.tip or "") from None
    return found


def _stated(value: Any, place: str, key: str) -> Any:
    name = key.rpartition(".")[2].replace("-", "_")
    items = value if isinstance(value, list) else [value]
    if name in asking.FLAGS:
        if not isinstance(value, bool):
            raise _wrong(place, key, "is not true or false")
        return value
    wanted = (int, str) if name in asking.FIGURES else (str,)
    if any(isinstance(item, bool) or not isinstance(item, wanted) for item in items):
        raise _wrong(place, key, "is no text or whole number" if int in wanted else "is no text", 'write "..."')
    if name in asking.WORDS and isinstance(value, list):
        raise _wrong(place, key, "is a list", "write one word")
    return value


def _rates(told: dict[str, Any], place: str) -> Iterator[str]:
    from licensedb.reasoning import rates

    for currency, value in told.items():
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise _wrong(place, f"rates.{currency}", "is no number", "write EUR = 1.10")
        item = f"{currency.upper()}={value}"
        try:
            rates.read([item])
        except MisuseError as error:
            raise _wrong(place, f"rates.{currency}", error.message, error.tip or "") from None
        yield item


def _policy(told: dict[str, Any], place: str) -> r.Policy:
    _known(told, _POLICY, place, "policy.")
    models = _texts(told.get("models", []), place, "policy.models")
    acts = _acts(_texts(told.get("do", []), place, "policy.do"), place, "policy.do")
    accept = _texts(told.get("accept", []), place, "policy.accept")
    for one in accept:
        if one not in r.ACCEPTABLE:
            raise _wrong(place, "policy.accept", f"{one[:60]!r} cannot be accepted", "known: " + ", ".join(r.ACCEPTABLE))
    listed = told.get("exceptions", [])
    if not isinstance(listed, list):
        raise _wrong(place, "policy.exceptions", "is no list of tables", "write [[policy.exceptions]]")
    exceptions = tuple(_exception(one, place, f"policy.exceptions[{at}]") for at, one in enumerate(listed))
    return r.Policy(models, acts, accept, exceptions)


def _exception(told: Any, place: str, key: str) -> r.PolicyException:
    _known(_table(told, place, key), _EXCEPTION, place, f"{key}.")
    for name in _EXCEPTION:
        if name not in told:
            raise _wrong(place, f"{key}.{name}", "is missing", "an exception has model, act, reason and until")
    words = {name: _text(told[name], place, f"{key}.{name}") or "" for name in ("model", "act", "reason")}
    act = _acts((words["act"],), place, f"{key}.act")
    if len(act) != 1:
        raise _wrong(place, f"{key}.act", "is no act", "write one act; another one has an exception of its own")
    if not words["reason"].strip():
        raise _wrong(place, f"{key}.reason", "is empty", "say why, and who decided")
    return r.PolicyException(words["model"], act[0], words["reason"], _day(told["until"], place, f"{key}.until"))


def _day(value: Any, place: str, key: str) -> str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    try:
        if isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise _wrong(place, key, "is no date", "write until = 2027-01-31")


def _acts(names: tuple[str, ...], place: str, key: str) -> tuple[Any, ...]:
    try:
        return asking.acts(names)
    except MisuseError as error:
        raise _wrong(place, key, error.message, error.tip or "") from None


def _texts(value: Any, place: str, key: str) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise _wrong(place, key, "is no list of texts", 'write ["...", "..."]')
    return tuple(items)


def _text(value: Any, place: str, key: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _wrong(place, key, "is no text", "quote it")
    return value


def _table(value: Any, place: str, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(place, key, "is no table", f"write [{key}]")
    return value


def _known(told: dict[str, Any], keys: Any, place: str, before: str) -> None:
    for key in told:
        if key not in keys:
            near = asking.nearest(key, list(keys))
            tip = f"nearest: {', '.join(near[:3])}" if near else f"known: {', '.join(keys)}"
            raise _wrong(place, f"{before}{key}", "is no key here", tip)


def _wrong(place: str, key: str, message: str, tip: str = "") -> MisuseError:
    return MisuseError(f"{key}: {message}", place=place, tip=tip or None)
