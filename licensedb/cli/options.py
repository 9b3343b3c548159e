"""Options that commands share, and what they do with them: open the knowledge base, print, choose an exit code.

Annotations in this room are objects, not strings: reading some hundred strings back would cost a third of a command.
"""

import inspect
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from licensedb.errors import NO, UNDETERMINED, YES
from licensedb.vocabulary import (
    GRANTS,
    PROFILES,
    REFUSALS,
    Act,
    Confidence,
    Licensee,
    Modality,
    Offering,
    Purpose,
    Question,
    Target,
    Use,
    Verdict,
)

if TYPE_CHECKING:
    from licensedb.knowledge import KnowledgeBase
    from licensedb.knowledge.project import Project


class Form(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


def known(words: Iterable[str]) -> Callable[[], list[str]]:
    """Shell completion from a closed list."""
    return lambda: [str(word) for word in words]


Database = Annotated[
    Path | None, typer.Option("--db", envvar="LICENSEDB_DB", metavar="FILE", help="The database; else the one in your data folder.")
]
Seeds = Annotated[list[Path] | None, typer.Option("--seeds", metavar="DIR", help="A folder of own records; remembered by the database.")]
Format = Annotated[Form, typer.Option("--format", "-f", help="How to print the answer.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day to ask for (YYYY-MM-DD); today unless told.")]
Lang = Annotated[str, typer.Option("--lang", metavar="CODE", help="The language to answer in: en (English) or ar (Arabic).")]
Profile = Annotated[
    str | None,
    typer.Option("--profile", "-p", metavar="NAME", autocompletion=known(PROFILES), help=f"Who asks: {', '.join(PROFILES)}."),
]

ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="The project's licensedb.toml; else the nearest in this folder or above.")
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Read no licensedb.toml.")]

Allows = Annotated[list[str] | None, typer.Option("--allows", metavar="ACT", autocompletion=known(Act), help=f"An act: {', '.join(Act)}.")]
OnlyYes = Annotated[bool, typer.Option("--only-yes", help="Leave out what is silent or undetermined.")]
Questions = Annotated[
    list[str] | None,
    typer.Option("--questions", "-q", metavar="NAME", autocompletion=known(Question), help="Only these questions: modify,user-cap."),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="QUESTION",
        autocompletion=known(Question),
        help="Only what answers this with yes: user-cap, military-use=forbidden.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="QUESTION", autocompletion=known(Question), help="Only what answers this with no: user-cap, modify."),
]
AllLicences = Annotated[bool, typer.Option("--all-licences", help="Every licence.")]
AllModels = Annotated[bool, typer.Option("--all-models", help="Every model.")]

# The options of a scenario, by the name the library knows them under.
SCENARIO: dict[str, Any] = {
    "users": Annotated[
        list[str] | None, typer.Option("--users", metavar="N", help="Monthly active users: 5M, 2.5bn, 10 million, group:5M, 50M@2023-06.")
    ],
    "product_users": Annotated[
        list[str] | None, typer.Option("--product-users", metavar="N", help="The same of the product: as --users product:5M.")
    ],
    "group_users": Annotated[
        list[str] | None, typer.Option("--group-users", metavar="N", help="The same of you and your affiliates: as --users group:5M.")
    ],
    "unique_users": Annotated[list[str] | None, typer.Option("--unique-users", metavar="N", help="Monthly unique users.")],
    "daily_users": Annotated[list[str] | None, typer.Option("--daily-users", metavar="N", help="Daily active users.")],
    "devices": Annotated[list[str] | None, typer.Option("--devices", metavar="N", help="Devices the model is deployed on.")],
    "revenue": Annotated[
        list[str] | None, typer.Option("--revenue", metavar="M", help="Revenue a year: 2M (US dollars), 1.5bn EUR, product:20 million CNY.")
    ],
    "monthly_revenue": Annotated[list[str] | None, typer.Option("--monthly-revenue", metavar="M", help="Revenue a month.")],
    "attributable_revenue": Annotated[
        list[str] | None, typer.Option("--attributable-revenue", metavar="M", help="Revenue a year that comes from the model.")
    ],
    "rate": Annotated[list[str] | None, typer.Option("--rate", metavar="CUR=USD", help="A rate of your own, in US dollars: EUR=1.10.")],
    "in_": Annotated[list[str] | None, typer.Option("--in", metavar="PLACE", help="Seat and place of use: FR, France, EU.")],
    "based_in": Annotated[list[str] | None, typer.Option("--based-in", metavar="PLACE", help="Seat alone.")],
    "used_in": Annotated[list[str] | None, typer.Option("--used-in", metavar="PLACE", help="Place of use or offer alone.")],
    "purpose": Annotated[
        list[str] | None, typer.Option("--purpose", metavar="NAME", autocompletion=known(Purpose), help="A restricted purpose: military.")
    ],
    "commercial": Annotated[bool | None, typer.Option("--commercial/--non-commercial", help="Commercial use, or not.")],
    "production": Annotated[bool | None, typer.Option("--production/--no-production", help="Use in production, or not.")],
    "modified": Annotated[bool | None, typer.Option("--modified/--unmodified", help="The weights are modified, or not.")],
    "use": Annotated[str | None, typer.Option("--use", metavar="NAME", autocompletion=known(Use), help=f"One of: {', '.join(Use)}.")],
    "offering": Annotated[
        str | None, typer.Option("--offering", metavar="NAME", autocompletion=known(Offering), help=f"One of: {', '.join(Offering)}.")
    ],
    "licensee": Annotated[
        str | None, typer.Option("--licensee", metavar="NAME", autocompletion=known(Licensee), help=f"One of: {', '.join(Licensee)}.")
    ],
    "target": Annotated[
        str | None, typer.Option("--target", metavar="NAME", autocompletion=known(Target), help="The other model: same-kind, other-kind.")
    ],
    "received": Annotated[
        str | None, typer.Option("--received", metavar="HOW", help="from-licensor, inside-a-product or through-a-service.")
    ],
    "model_modality": Annotated[
        list[str] | None,
        typer.Option("--model-modality", metavar="NAME", autocompletion=known(Modality), help="Of a licence asked alone: text, image."),
    ],
    "model_family": Annotated[
        list[str] | None, typer.Option("--model-family", metavar="NAME", help="Of a licence asked alone: the family of its model.")
    ],
    "granted": Annotated[
        list[str] | None, typer.Option("--granted", metavar="LICENCE=ROUTE", help="A route held: registration or separate-licence.")
    ],
    "competes_with": Annotated[list[str] | None, typer.Option("--competes-with", metavar="LICENSOR", help="A licensor you compete with.")],
}


def with_scenario(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options of a scenario; it receives them, and what the project's file stores, as one mapping, `stated`.

    `profile` is then a name or a scenario of the project's own; a command that has `project` receives the file too.
    """

    def told(**values: Any) -> Any:
        stated = {name: values.pop(name) for name in SCENARIO}
        places = stated.pop("in_")
        stated["territory"] = stated.pop("used_in") or places
        stated["domicile"] = stated.pop("based_in") or places
        given = {name: value for name, value in stated.items() if value not in (None, [])}
        found = project(values.pop("config"), values.pop("no_config"))
        if "project" in signature.parameters:
            values["project"] = found
        values["profile"], given = found.asked(values["profile"], given)
        return command(**values, stated=given)

    signature = inspect.signature(command)
    own = [parameter for name, parameter in signature.parameters.items() if name not in ("stated", "project")]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, annotation, default in (
            *((name, annotation, None) for name, annotation in SCENARIO.items()),
            ("config", ConfigFile, None),
            ("no_config", NoConfig, False),
        )
    ]
    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    told.__signature__ = inspect.Signature([*keyword, *added])  # type: ignore[attr-defined]
    told.__annotations__ = {parameter.name: parameter.annotation for parameter in (*keyword, *added)}
    told.__doc__, told.__name__ = command.__doc__, command.__name__
    return told


def project(config: Path | None, no_config: bool) -> "Project":
    """What the project's file says; which file was read is said on stderr."""
    from licensedb.errors import MisuseError
    from licensedb.knowledge import project as files

    if no_config and config is not None:
        raise MisuseError("--config and --no-config contradict each other")
    path = None if no_config else config or _nearest()
    if path is None:
        return files.Project()
    found = files.load(path, _near(path))
    parts = [name for name in ("profile", "scenario", "rates", "policy") if getattr(found, name)]
    say(f"licensedb: {_near(path)} read{': ' + ', '.join(parts) if parts else ''}")
    return found


def _nearest() -> Path | None:
    """The file for the working folder; none where that or the home folder is gone."""
    from licensedb.knowledge.project import find

    try:
        return find(Path.cwd(), Path.home())
    except (OSError, RuntimeError):
        return None


def _near(path: Path) -> str:
    """A path as seen from here, where it is below or not far above."""
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)


def opened(db: Path | None, seeds: list[Path] | None) -> "KnowledgeBase":
    """The knowledge base; what it says while building goes to stderr."""
    from licensedb import knowledge

    return knowledge.open(db, seeds=seeds or (), talk=say)


class ReaderGone(Exception):
    """Who reads stdout has gone; nothing is left to say. (The command framework would end with 1, which means no.)"""


def put(text: object) -> None:
    """The answer, on stdout."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise ReaderGone from None


def say(line: str) -> None:
    """A line of talk, on stderr."""
    print(line, file=sys.stderr)


def width() -> int:
    """The width of the terminal; a wide page where there is none."""
    return shutil.get_terminal_size((160, 24)).columns


def code_of(verdicts: Iterable[tuple[Verdict, Confidence]]) -> int:
    """0 when all is granted, 1 when anything is refused, 3 when anything is undetermined or of low confidence."""
    found = list(verdicts)
    if any(verdict in REFUSALS for verdict, _ in found):
        return NO
    sure = all(verdict in GRANTS and confidence is not Confidence.LOW for verdict, confidence in found)
    return YES if sure else UNDETERMINED


def single(function: Callable[..., Any]) -> typer.Typer:
    """An application of one command."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(function)
    return app
