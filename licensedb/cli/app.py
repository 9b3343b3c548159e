"""The group of commands, and the one boundary where an error becomes a line on stderr and an exit code."""

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from licensedb.cli.options import ReaderGone, put
from licensedb.errors import BROKEN, MISUSE, LicensedbError

# Command: the module that holds it, and its help in one line (a test holds it against the module's own).
COMMANDS = {
    "models": "List models, by licence, developer or what they allow.",
    "licences": "List licences, by licensor, family or what they allow.",
    "show": "Show a model, licence or use policy in full.",
    "compare": "Compare models and licences, question by question, each answer with its clause.",
    "check": "May this be done with these models? Verdict, reason, duties.",
    "ask": "Answer a question in words, and show the command line that it equals.",
    "identify": "Name the licence of a text, and point out what is missing from it, changed in it and new in it.",
    "profiles": "Show the named profiles, and those of the project's licensedb.toml.",
    "lineage": "What a model was made from, and whether its licence fits that.",
    "openness": "How open models are: the class of the Model Openness Framework, what is missing, the Open Source AI Definition.",
    "claims": "Statements of the press and of vendors held against the texts, each with verdict and clause.",
    "history": "What held when: licences of a model, versions of a licence.",
    "notice": "Write what must be shipped with a model: notices, lines to show, texts, checklist.",
    "combine": "May these be brought together, and the result be published or sold? Clashes, duties, licences for it.",
    "explain": "Show the clause behind a rule or provision.",
    "diff": "Compare two licences: first the answers that differ, with clauses, then rules, then the words of their texts.",
    "report": "Write a comparison as one HTML page.",
    "texts": "The licence texts: list, fetch and add them, hold citations against them.",
    "db": "Build the database, or tell what it holds.",
    "curate": "Check curated files, start new ones, cite texts.",
}


class Commands(TyperGroup):
    """Commands imported on demand: a question loads the module that answers it and no other."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return typer.main.get_command(import_module(f"licensedb.cli.{cmd_name}").app)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(cls=Commands, add_completion=True, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def licensedb(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    """What you may do with open-weight AI models, and the clause that says so.

    Exit codes: 0 yes or fine, 1 the answer is no, 2 misuse, 3 undetermined, 4 broken data or environment.
    """
    if version:
        from licensedb.resources import version as installed

        put(f"licensedb {installed()}")
    elif context.invoked_subcommand is None:
        put(context.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = _group().main(list(arguments), prog_name="licensedb", standalone_mode=False)
    except LicensedbError as error:
        return _tell(error.line(), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _tell("licensedb: stopped", 130)
    except (ReaderGone, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _tell(f"licensedb: {error.filename or ''}: {error.strerror or error}", BROKEN)
    except Exception as error:  # Typer keeps the base class of its usage errors to itself
        told = getattr(error, "format_message", None)
        if told is None:
            raise
        context = getattr(error, "ctx", None)
        place = context.command_path if context else "licensedb"
        return _tell(f"{place}: {told()} (see: {place} --help)", MISUSE)
    return code if isinstance(code, int) else 0


def _group() -> Any:
    return typer.main.get_command(app)


def _tell(line: str, code: int) -> int:
    with contextlib.suppress(OSError):
        print(" ".join(line.split()), file=sys.stderr)
    return code
