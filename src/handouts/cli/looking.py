"""Commands that show content, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.build import manifest
from handouts.cli.common import (
    EXIT_CODES,
    FOLDER,
    INVALID,
    OK,
    Settings,
    complete_subjects,
    open_library,
    report,
    site_ids,
    subjects_on_disk,
    wanted_editions,
)

if TYPE_CHECKING:
    from handouts.content.library import Library
    from handouts.content.problems import Problem


@click.command(epilog=EXIT_CODES)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--pdf", "built", is_flag=True, help="Check the built PDFs instead.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.pass_obj
def check(settings: Settings, strict: bool, built: bool, as_json: bool) -> int:
    """Find every fault of the content, each as file:line:column.

    With --pdf it checks the files that were built: tags, text order, every sentence, type sizes,
    contrast, links, language; and PDF/UA-1 and PDF/A-2a with veraPDF, where that is installed.

    \b
    Examples:
      handouts check
      handouts check --strict
      handouts check --pdf
      handouts --site '*' check
    """
    from datetime import datetime

    from handouts.lint import Linter, check_library
    from handouts.lint import report as reports
    from handouts.mail import privacy
    from handouts.page.compose import compose

    library = open_library(settings)
    if built:
        return _report(list(_faults_of_files(settings, library)), strict, as_json)
    handouts = [compose(library, edition) for edition in wanted_editions(settings, library)]
    found = [*library.problems]
    linter = Linter(library)
    for handout in handouts:
        found += linter.check(handout)
    found += check_library(
        library, datetime.now().astimezone().date(), reports.printed_claims(handouts)
    )
    found += [p for site in library.sites.values() for p in privacy.check(library, site)]
    if not found and not as_json:
        settings.say(f"no faults in {len(handouts)} handouts")
    return _report(found, strict, as_json)


def _report(found: list[Problem], strict: bool, as_json: bool) -> int:
    from handouts.content.problems import errors

    if as_json:
        unique = sorted(set(found))
        click.echo(json.dumps({"schema": 1, "problems": [_problem_json(p) for p in unique]}))
        failed = len(errors(unique))
    else:
        failed = report(found)
    return INVALID if failed or (strict and found) else OK


def _faults_of_files(settings: Settings, library: Library) -> Iterator[Problem]:
    """What is wrong with the files that the manifest names, for the sites that were asked for."""
    from handouts.content.problems import Place, Problem
    from handouts.page.compose import compose
    from handouts.paper import verapdf
    from handouts.paper.audit import audit

    entries = manifest.read(settings.output).entries
    paths = []
    for edition in wanted_editions(settings, library):
        entry = entries.get(str(edition))
        if entry is None:
            missing = "not built; run: handouts build"
            yield Problem(Place(str(settings.output / edition.path)), "missing", missing)
            continue
        handout = compose(library, edition)
        for file in entry.files:
            path = settings.output / file.path
            try:
                data = path.read_bytes()
                faults = audit(data, str(path), handout)
            except Exception as error:  # noqa: BLE001 - a damaged file can break a reader anywhere
                message = f"cannot be read: {error}; run: handouts build"
                yield Problem(Place(str(path)), "missing", message)
                continue
            yield from faults
            paths.append(path)
            settings.say(f"{path}  {f'{len(faults)} faults' if faults else 'no faults'}")
    if command := verapdf.program():
        faults = verapdf.validate(command, paths)
        yield from faults
        settings.say(f"veraPDF: {len(faults)} faults in {len(paths)} files")
    else:
        settings.say("veraPDF is not on the PATH; its checks were left out")


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity.value,
        "rule": problem.rule,
        "message": problem.message,
    }


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.pass_obj
def list_(settings: Settings, as_json: bool) -> int:
    """List what can be built: edition, leaflet code, version, standing, title.

    \b
    Examples:
      handouts list
      handouts --site '*' list --json
    """
    from handouts.page.compose import compose, digest

    library = open_library(settings)
    rows = []
    for edition in wanted_editions(settings, library):
        handout = compose(library, edition)
        rows.append(
            {
                "edition": str(edition),
                "code": handout.code,
                "version": handout.version,
                "standing": "draft" if handout.is_draft else "signed",
                "review_due": str(handout.review_due),
                "title": handout.title,
                "digest": digest(library, edition.subject),
            }
        )
    if as_json:
        click.echo(json.dumps({"schema": 1, "editions": rows}, indent=1))
        return OK
    shown = ("edition", "code", "version", "standing", "review_due", "title")
    widths = [max((len(row[key]) for row in rows), default=0) for key in shown]
    for row in rows:
        cells = (row[key].ljust(width) for key, width in zip(shown, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
    return OK


def _complete_editions(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    root = Path(context.find_root().params.get("data") or "data")
    names = [name if name == "booklet" else f"{name}-leaflet" for name in subjects_on_disk(root)]
    return [name for name in names if name.startswith(incomplete)]


@click.command()
@click.argument("edition", shell_complete=_complete_editions)
@click.pass_obj
def show(settings: Settings, edition: str) -> int:
    """Print the HTML of an edition, as the engine gets it.

    \b
    Examples:
      handouts show lambert-eaton-leaflet > leaflet.html
      handouts show booklet
      handouts show uk/lambert-eaton-leaflet
    """
    from handouts.content.problems import did_you_mean
    from handouts.page.compose import compose
    from handouts.page.render import TemplateFault, render

    site, _, name = edition.rpartition("/")
    if site:
        settings = replace(settings, sites=site_ids(settings.data, (site,)))
    library = open_library(settings)
    known = {found.name: found for found in reversed(wanted_editions(settings, library))}
    wanted = known.get(name) or known.get(f"{name}-leaflet")
    if wanted is None:
        hint = did_you_mean(name, known) or f"; there is {', '.join(sorted(known))}"
        raise click.UsageError(f'no edition "{name}"{hint}')
    try:
        click.echo(render(compose(library, wanted), settings.templates))
    except TemplateFault as fault:
        return INVALID if report([fault.problem]) else OK
    return OK


@click.command()
@click.argument("claim", required=False)
@click.option("--verify", type=FOLDER, help="Compare the sources with copies in a folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("--claimreview", is_flag=True, help="schema.org ClaimReview as JSON-LD.")
@click.pass_obj
def ledger(
    settings: Settings, claim: str | None, verify: Path | None, as_json: bool, claimreview: bool
) -> int:
    """Show what was claimed, what we found, and where it is answered.

    \b
    Examples:
      handouts ledger                     the tally by source and verdict
      handouts ledger ninds-p30-a         one claim, its evidence, and who answers it
      handouts ledger --verify FOLDER     compare the registered sources with copies
      handouts ledger --claimreview       schema.org ClaimReview
    """
    from handouts.content import ledger as books
    from handouts.lint import report as reports
    from handouts.page.compose import compose

    library = open_library(settings)
    if verify:
        failed = report(books.verify(library, verify))
        if not failed:
            settings.say(f"{len(library.sources)} sources are as registered")
        return INVALID if failed else OK
    handouts = [compose(library, edition) for edition in wanted_editions(settings, library)]
    if claim:
        if claim not in library.claims:
            from handouts.content.problems import did_you_mean

            raise click.UsageError(f'no claim "{claim}"{did_you_mean(claim, library.claims)}')
        entry = reports.trace(library, library.claims[claim], handouts)
        click.echo(json.dumps({"schema": 1, **entry}, indent=1) if as_json else reports.tell(entry))
        return OK
    if claimreview:
        click.echo(json.dumps(reports.claim_reviews(library), indent=1, ensure_ascii=False))
        return OK
    summary = reports.summary(library, handouts)
    click.echo(
        json.dumps({"schema": 1, **summary}, indent=1) if as_json else reports.tell_summary(summary)
    )
    return OK


@click.command()
@click.argument("subjects", nargs=-1, metavar="[SYNDROME]...", shell_complete=complete_subjects)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.pass_obj
def readability(settings: Settings, subjects: tuple[str, ...], as_json: bool) -> int:
    """Measure the reading level, by leaflet and block, and name the hardest sentences.

    \b
    Examples:
      handouts readability
      handouts readability lambert-eaton
    """
    from handouts.lint import report as reports
    from handouts.page.compose import compose
    from handouts.page.edition import Format

    library = open_library(settings)
    wanted = wanted_editions(settings, library, set(subjects))
    found = [
        reports.reading(library, compose(library, edition), detailed=bool(subjects))
        for edition in wanted
        if edition.format is Format.LEAFLET
    ]
    if as_json:
        click.echo(json.dumps({"schema": 1, "leaflets": found}, indent=1))
    else:
        click.echo(reports.tell_reading(found))
    return OK
