"""licensedb curate check|coverage|new|cite|schema|fingerprint|import-mot|families"""

from pathlib import Path
from typing import Annotated

import typer

from licensedb.cli import options as o
from licensedb.errors import NO, MisuseError

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help="Check curated files, start new ones.")
SeedsDir = Annotated[Path | None, typer.Option("--seeds", metavar="DIR", help="The folder of seeds; the shipped one unless told.")]


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A folder of own seeds, beside the shipped ones.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="The day that reviews are held against; today.")] = None,
    form: o.Format = o.Form.TABLE,
) -> None:
    """Read every curated file and print all findings as path:line: field: problem.

    Citations are held against the texts in folders that LICENSEDB_TEXTS names. Reviews older than a year are warnings.
    Exit code 1 when there are findings.

    Example: licensedb curate check ./our-licences
    """
    from licensedb.knowledge import states, surveying
    from licensedb.present import render

    found = surveying.checked([folder] if folder else [], texts=states.folders_at_hand(), day=as_of)
    o.put(render.findings(found.findings, found.warnings, form))
    raise typer.Exit(NO if found.findings else 0)


@app.command()
def coverage(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A folder of own seeds, counted with the shipped ones.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="Tell the ages of reviews on this day.")] = None,
    form: o.Format = o.Form.TABLE,
) -> None:
    """Count what the seeds hold: records, citations and their states, confidence, reviews, answers.

    Without a day nothing in it turns on the clock.

    Example: licensedb curate coverage --format markdown
    """
    from licensedb.knowledge import surveying
    from licensedb.present import coverage as present

    o.put(present.coverage(surveying.coverage([folder] if folder else [], as_of), form, o.width()))


@app.command()
def new(
    kind: Annotated[str, typer.Argument(metavar="licence|policy|model", help="What to start.")],
    name: Annotated[str, typer.Argument(metavar="ID", help="Its id; the file is called by it.")],
    seeds: SeedsDir = None,
) -> None:
    """Write the file of a new record, to be filled in.

    Example: licensedb curate new licence acme-open-1.0 --seeds ./our-licences
    """
    from licensedb.knowledge import curating

    o.put(curating.skeleton(kind, name, seeds))


@app.command()
def cite(
    name: Annotated[str, typer.Argument(metavar="LICENCE", help="A licence or policy by its id, or a text file.")],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="A passage; ... stands for any words between.")] = "",
    seeds: SeedsDir = None,
) -> None:
    """Find a passage in a text and print the citation to paste; without words, the digest of the whole text.

    Example: licensedb curate cite llama-2-community "first words ... last words"
    """
    from licensedb.knowledge import curating, states

    found = curating.cite(name, words, seeds, states.folders_at_hand())
    o.put("\n".join(found.lines))
    raise typer.Exit(0 if found.unique else NO)


@app.command()
def schema(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write licences.json, policies.json, models.json, openness.json, claims.json.")
    ],
) -> None:
    """Write the JSON Schemas of the curated files, for editors.

    Example: licensedb curate schema docs/schema
    """
    from licensedb.knowledge import curating

    for path in curating.write_schemas(folder):
        o.put(path)


@app.command()
def fingerprint(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="[DIR]...", help="Folders of texts; LICENSEDB_TEXTS unless told.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file; the shipped one unless told.")] = None,
    alone: Annotated[bool, typer.Option("--alone", help="Leave out the texts that licensedb knows already.")] = False,
    seeds: SeedsDir = None,
) -> None:
    """Make the fingerprints by which identify knows texts: hashes of their words with positions, no text.

    Of a folder of ScanCode's texts those are taken that fingerprints.yaml beside the seeds names.

    Example: licensedb curate fingerprint ./texts -o ours.bin
    """
    from licensedb.knowledge import identifying, states
    from licensedb.resources import folder

    named = folders or states.text_folders()
    if not named:
        raise MisuseError("no folder of texts is named", tip="name one, or set LICENSEDB_TEXTS")
    target = output or folder("seeds") / identifying.FILE
    count, size = identifying.make(named, target, seeds=[seeds] if seeds else (), alone=alone)
    o.say(f"licensedb: wrote {target}")
    o.put(f"{count} texts, {size:,} bytes")


@app.command("import-mot")
def import_mot(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="YAML files of the Model Openness Tool.")],
    openness: Annotated[
        bool, typer.Option("--openness", help="Write files of openness, for models that are recorded, not models.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file to write; stdout unless told.")] = None,
    seeds: SeedsDir = None,
) -> None:
    """Turn files of the Model Openness Tool into models to paste; what cannot be taken over is told on stderr.

    Exit code 1 when anything is left out.

    Example: licensedb curate import-mot models/OLMo-7B.yml -o olmo.yaml
    """
    from licensedb import knowledge
    from licensedb.knowledge import importing
    from licensedb.resources import put

    found, findings = importing.read_files(files, knowledge.load([seeds] if seeds else []).licences)
    for finding in findings:
        o.say(finding.text())
    made = importing.as_openness(found) if openness else importing.as_models(found)
    if output is not None and len(made) > 1:
        raise MisuseError(
            f"{len(made)} files would come of these", tip="name files of one developer (with --openness: one file), or leave out -o"
        )
    if output is not None and made:
        put(output, made[0] + "\n")
        o.say(f"licensedb: wrote {output}")
    elif made:
        o.put("\n\n".join(made))
    raise typer.Exit(NO if findings else 0)


@app.command()
def families(
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="The page to write; stdout unless told.")] = None,
    seeds: SeedsDir = None,
) -> None:
    """Write the page of families whose members differ in licence, as Markdown.

    Example: licensedb curate families -o docs/same-family-other-licence.md
    """
    from licensedb import knowledge
    from licensedb.knowledge import families as pages
    from licensedb.resources import put

    text = pages.page(knowledge.load([seeds] if seeds else []).models)
    if output is None:
        o.put(text.rstrip())
        return
    put(output, text)
    o.say(f"licensedb: wrote {output}")
