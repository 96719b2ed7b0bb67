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
    AS_JSON,
    EXIT_CODES,
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
    from handouts.content.ledger import Quote
    from handouts.content.library import Library
    from handouts.content.problems import Problem


@click.command(epilog=EXIT_CODES)
@click.argument("subjects", nargs=-1, metavar="[SYNDROME]...", shell_complete=complete_subjects)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--pdf", "built", is_flag=True, help="Check the built PDFs instead.")
@AS_JSON
@click.pass_obj
def check(
    settings: Settings, subjects: tuple[str, ...], strict: bool, built: bool, as_json: bool
) -> int:
    """Find every fault of the content, each as file:line:column.

    With --pdf it checks the files that were built: tags, text order, every sentence, type sizes,
    contrast, links, language, what page breaks tear apart and what stands behind the card; and
    PDF/UA-1 and PDF/A-2a with veraPDF, where that is installed.

    \b
    Examples:
      handouts check
      handouts check lambert-eaton      what is wrong with this leaflet
      handouts check --strict
      handouts check --pdf
      handouts --site '*' check
    """
    from datetime import datetime

    from handouts.lint import Linter, check_library, review
    from handouts.lint import report as reports
    from handouts.lint.spelling import spelling
    from handouts.mail import privacy
    from handouts.page.compose import compose

    library = open_library(settings)
    if built:
        return _report(list(_faults_of_files(settings, library, subjects)), strict, as_json)
    wanted = wanted_editions(settings, library, subjects)
    handouts = [compose(library, edition) for edition in wanted]
    found = [*library.problems]
    linter = Linter(library)
    for handout in handouts:
        found += linter.check(handout)
    if subjects:
        mine = {sentence.place for handout in handouts for sentence in handout.words()}
        whole = [*review.problems(library), *spelling(library)]
        found += [problem for problem in whole if problem.place in mine]
    else:
        today = datetime.now().astimezone().date()
        found += linter.house()
        found += review.problems(library)
        found += spelling(library)
        found += check_library(library, today, reports.printed_claims(handouts))
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


def _faults_of_files(
    settings: Settings, library: Library, subjects: tuple[str, ...]
) -> Iterator[Problem]:
    """What is wrong with the files that were built, of the sites and syndromes that were named."""
    from handouts.content.files import read_plain
    from handouts.content.problems import Place, Problem
    from handouts.page.compose import compose
    from handouts.paper import verapdf
    from handouts.paper.audit import audit, outline

    entries = manifest.read(settings.output).entries
    paths = []
    wanted = wanted_editions(settings, library, subjects)
    if not any(str(edition) in entries for edition in wanted):
        missing = "nothing of this was built; run: handouts build"
        yield Problem(Place(str(settings.output)), "missing", missing)
    for edition in wanted:
        entry = entries.get(str(edition))
        if entry is None:
            continue
        handout = compose(library, edition)
        told = outline(handout, settings.templates)
        for file in (file for file in entry.files if file.pages):
            path = settings.output / file.path
            try:
                data = read_plain(path, manifest.MAX_BYTES)
                faults = audit(data, str(path), handout, told)
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
@AS_JSON
@click.pass_obj
def list_(settings: Settings, as_json: bool) -> int:
    """List what can be built: edition, leaflet code, version, standing, title.

    \b
    Examples:
      handouts list
      handouts --site '*' list --json
    """
    from handouts.page.compose import compose
    from handouts.page.words import digest

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
                "title": handout.title.text,
                "digest": digest(library, edition.subject),
            }
        )
    rows += _withdrawn(settings, library)
    if as_json:
        click.echo(json.dumps({"schema": 1, "editions": rows}, indent=1))
        return OK
    shown = ("edition", "code", "version", "standing", "review_due", "title")
    widths = [max((len(row[key]) for row in rows), default=0) for key in shown]
    for row in rows:
        cells = (row[key].ljust(width) for key, width in zip(shown, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
    return OK


def _withdrawn(settings: Settings, library: Library) -> Iterator[dict[str, str]]:
    """A row for each handout that is no longer made."""
    from handouts.lint.standing import record_of
    from handouts.page.words import digest

    for handout in sorted(library.withdrawn):
        record = record_of(library, handout)
        for site in settings.sites:
            yield {
                "edition": f"{site}/{handout}",
                "code": record.code,
                "version": library.newest[handout].version,
                "standing": "withdrawn",
                "review_due": str(record.review_due),
                "title": record.title,
                "digest": digest(library, handout),
            }


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
    from handouts.content.problems import Fault, nearest
    from handouts.page.compose import compose
    from handouts.page.render import render

    site, _, name = edition.rpartition("/")
    if site:
        settings = replace(settings, sites=site_ids(settings.data, (site,)))
    library = open_library(settings)
    known = {found.name: found for found in reversed(wanted_editions(settings, library))}
    wanted = known.get(name) or known.get(f"{name}-leaflet")
    if wanted is None:
        hint = nearest(name, sorted(known))
        raise click.UsageError(f'no edition "{name}"{hint}')
    try:
        click.echo(render(compose(library, wanted), settings.templates))
    except Fault as fault:
        return INVALID if report([fault.problem]) else OK
    return OK


@click.command()
@click.argument("claim", required=False)
@click.option(
    "--verify",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Show each claim beside the words of its source, from copies in a folder.",
)
@AS_JSON
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
      handouts ledger --verify FOLDER     each claim beside the words of its source
      handouts ledger --claimreview       schema.org ClaimReview
    """
    from handouts.content import ledger as books
    from handouts.lint import report as reports
    from handouts.page.compose import compose

    library = open_library(settings)
    if claim and claim not in library.claims:
        from handouts.content.problems import did_you_mean

        raise click.UsageError(f'no claim "{claim}"{did_you_mean(claim, library.claims)}')
    if verify:
        found = [q for q in books.quotes(library, verify) if claim in (None, q.claim.id)]
        entries = {"schema": 1, "claims": [_quote_json(quote) for quote in found]}
        click.echo(json.dumps(entries, indent=1) if as_json else books.side_by_side(found))
        failed = report(books.verify(library, verify))
        if not failed:
            settings.say(f"{len(library.sources)} sources are as registered")
        return INVALID if failed else OK
    handouts = [compose(library, edition) for edition in wanted_editions(settings, library)]
    if claim:
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


def _quote_json(quote: Quote) -> dict[str, Any]:
    claim = quote.claim
    return {
        "claim": claim.id,
        "paragraph": claim.paragraph,
        "words": claim.words,
        "verdict": claim.verdict.value,
        "states": claim.states,
        "says": quote.says or None,
    }


@click.command()
@click.argument("subjects", nargs=-1, metavar="[SYNDROME]...", shell_complete=complete_subjects)
@AS_JSON
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
    from handouts.page.formats import Format

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
