"""The one base error. Each error says where it happened, what to do, and with which exit code a command ends."""

from __future__ import annotations

YES = 0
NO = 1
MISUSE = 2
UNDETERMINED = 3
BROKEN = 4


class LicensedbError(Exception):
    """Something a user can act on: one line, a place, an exit code."""

    exit_code = BROKEN

    def __init__(self, message: str, *, place: str | None = None, tip: str | None = None) -> None:
        self.message, self.place, self.tip = message, place, tip
        super().__init__(self.line())

    def line(self) -> str:
        """The error as one line: place, message, tip."""
        place = f"{self.place}: " if self.place else ""
        tip = f" ({self.tip})" if self.tip else ""
        return " ".join(f"{place}{self.message}{tip}".split())


class MisuseError(LicensedbError):
    """What was asked makes no sense: an unknown name, an impossible number, options that contradict."""

    exit_code = MISUSE


class NotFoundError(MisuseError):
    """No record of this name; `nearest` holds what may have been meant, first what the name `stood_for` over time."""

    def __init__(
        self,
        kind: str,
        name: str,
        nearest: tuple[str, ...] = (),
        family: tuple[str, int] | None = None,
        stood_for: tuple[str, ...] = (),
    ) -> None:
        self.nearest = stood_for or nearest
        shown = name if len(name) <= 80 else name[:77] + "..."
        lists = {"licence": "licences", "policy": "show LICENCE", "rule": "show LICENCE"}
        tip = "nearest: " + ", ".join(nearest) if nearest else f"see: licensedb {lists.get(kind, 'models')}"
        if family:  # of one name and several models, under one licence or not
            tip = f"the family {family[0]} has {family[1]}: licensedb models --family {family[0]}" + (f"; {tip}" if nearest else "")
        if stood_for:  # of a name that was given to one model after another
            tip = f"it has stood for {', '.join(stood_for)} over time: ask for one of them"
        super().__init__(f"no {kind} is called {shown!r}" if not stood_for else f"{shown!r} names no one {kind}", tip=tip)


class DataError(LicensedbError):
    """Curated data that cannot be used; the findings have been told."""


class DatabaseError(LicensedbError):
    """A database that cannot be read or written."""
