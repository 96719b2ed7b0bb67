"""The command that makes PDFs."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from handouts.build import manifest
from handouts.cli.common import (
    AS_JSON,
    EXIT_CODES,
    INTERRUPTED,
    INVALID,
    OK,
    STALE,
    Settings,
    complete_subjects,
    inputs_digest,
    nothing_to_do,
    open_library,
    remember,
    report,
    site_ids,
    wanted_editions,
)
from handouts.cli.running import Bar, progress, runner
from handouts.cli.telling import built
from handouts.cli.watching import watched
from handouts.cli.withdrawn import line, make_notices, say_withdrawn
from handouts.content import files
from handouts.content.characters import shown
from handouts.page.formats import Format

if TYPE_CHECKING:
    from handouts.build.refresh import Order, Tally
    from handouts.build.run import Done, Runner
    from handouts.content.library import Library
    from handouts.content.problems import Problem


@dataclass(frozen=True)
class Wish:
    """What a build is asked for."""

    subjects: frozenset[str]
    formats: frozenset[str]
    force: bool
    dry_run: bool
    explain: bool
    keep_going: bool
    check: bool
    jobs: int | None
    dask: str | None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not self.subjects and not self.formats

    def covers(self, entry: manifest.Entry) -> bool:
        """Whether an entry of the manifest is among what is asked for."""
        return (not self.subjects or entry.subject in self.subjects) and (
            not self.formats or entry.format in self.formats
        )


@click.command(epilog=EXIT_CODES)
@click.argument("subjects", nargs=-1, metavar="[SYNDROME]...", shell_complete=complete_subjects)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([format_.value for format_ in Format]),
    help="This format only; give it again for another.  [default: all]",
)
@click.option("--site", "sites", multiple=True, help="As before the command: us, '*', ...")
@click.option("--force", is_flag=True, help="Make everything anew.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be made, and why.")
@click.option("--explain", is_flag=True, help="Say of each file why it is made.")
@click.option(
    "--keep-going/--fail-fast",
    default=True,
    show_default=True,
    help="Finish the others when an edition fails, or stop.",
)
@click.option("--check", is_flag=True, help="Make nothing; exit 3 if something is stale.")
@click.option(
    "--jobs", type=click.IntRange(1), help="Worker processes.  [default: one per processor]"
)
@click.option("--dask", metavar="ADDRESS", help="Typeset on this Dask cluster.")
@click.option("--watch", is_flag=True, help="Go on: make what an edit makes stale, until Ctrl-C.")
@click.option("--notice", is_flag=True, help="Of a withdrawn leaflet, make a page that says so.")
@AS_JSON
@click.pass_obj
def build(
    settings: Settings,
    subjects: tuple[str, ...],
    formats: tuple[str, ...],
    sites: tuple[str, ...],
    force: bool,
    dry_run: bool,
    explain: bool,
    keep_going: bool,
    check: bool,
    jobs: int | None,
    dask: str | None,
    watch: bool,
    notice: bool,
    as_json: bool,
) -> int:
    """Make the PDFs that are missing or out of date.

    \b
    Examples:
      handouts build                           everything
      handouts build limbic-encephalitis       one syndrome, in every format
      handouts build --format trifold          the folded leaflets
      handouts build booklet                   the summary booklet
      handouts build --dry-run                 what is stale, and why
      handouts build --site '*'                every site's set
      handouts build lambert-eaton --watch     again after each save
      handouts build lambert-eaton --notice    that a withdrawn leaflet is withdrawn
    """
    if sites:
        settings = replace(settings, sites=site_ids(settings.data, sites))
    if notice:
        return make_notices(settings, subjects)
    wanted = frozenset(subjects), frozenset(formats)
    wish = Wish(*wanted, force, dry_run, explain, keep_going, check, jobs, dask)
    if as_json:
        if dry_run or explain or check or watch:
            raise click.UsageError("--json tells of files that were made")
        settings = replace(settings, quiet=True, verbose=False)
        known, code = manifest.read(settings.output).entries, _build(settings, wish)
        click.echo(json.dumps(built(settings, wish.covers, known)))
        return code
    if watch:
        return watched(
            settings, lambda runner: _make(settings, wish, inputs_digest(settings), runner)
        )
    return _build(settings, wish)


def _build(settings: Settings, wish: Wish) -> int:
    inputs = inputs_digest(settings)
    before = manifest.read(settings.output)
    if before.fault:
        click.echo(f"warning: {shown(before.fault)}", err=True)
    if not wish.force and before.inputs == inputs:
        entries = [e for e in before.entries.values() if e.site in settings.sites]
        files = [file for entry in entries if wish.covers(entry) for file in entry.files]
        listed = all((settings.output / name).is_file() for name in manifest.CATALOGUE)
        if files and listed and all(manifest.intact(settings.output, file) for file in files):
            _remember(settings, wish, before)
            settings.say(nothing_to_do(len(files)))
            return OK
    if wish.dry_run or wish.check:
        return _look(settings, wish)
    try:
        return _make(settings, wish, inputs)
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or settings.output}: {error.strerror}; mend it and run again"
        ) from error


def _order(settings: Settings, wish: Wish, library: Library) -> Order:
    from handouts.build.cache import cache_at
    from handouts.build.refresh import Order

    editions = wanted_editions(settings, library, wish.subjects, wish.formats)
    kept = cache_at(settings.cache)
    return Order(library, settings.templates, settings.output, editions, wish.force, kept)


def _look(settings: Settings, wish: Wish) -> int:
    """Say what a build would do."""
    from handouts.build.refresh import Tally, tasks

    library = open_library(settings)
    order = _order(settings, wish, library)
    tally = Tally(list(library.problems))
    fresh = []
    for task in tasks(order):
        tally.count(task)
        if task.is_sound and task.reasons:
            click.echo(f"{task.edition}: {'; '.join(task.reasons)}")
        elif task.is_sound:
            fresh.append(task.edition)
    for edition in fresh:
        click.echo(f"{edition}: up to date")
    failed = report([*tally.found, *_of_library(library, wish, tally)])
    say_withdrawn(settings, wish.subjects, library)
    settings.say(f"{tally.stale} of {len(order.editions)} editions are stale")
    return INVALID if failed else STALE if wish.check and tally.stale else OK


def _make(settings: Settings, wish: Wish, inputs: str, warm: Runner | None = None) -> int:
    from handouts.build.lock import hold
    from handouts.build.refresh import Tally, bring_up_to_date
    from handouts.paper.pdf import NoEngine

    settings.output.mkdir(parents=True, exist_ok=True)
    with hold(settings.output, settings.say):
        manifest.sweep(settings.output)
        with nullcontext(warm) if warm else _workers(settings, wish) as pool:
            library = open_library(settings)
            order = _order(settings, wish, library)
            asked = len(order.editions)
            tally = Tally(list(library.problems))
            try:
                with progress(settings, asked) as bar:
                    for done in bring_up_to_date(order, pool):
                        tally.take(done)
                        _tell(settings, wish, done, bar)
                        bar.update(1)
                        if not wish.keep_going and (done.problems or not done.task.is_sound):
                            break
            except NoEngine as error:
                raise click.ClickException(f"{error}\nThen run: handouts doctor") from error
            except KeyboardInterrupt:
                message = f"stopped; {tally.written} of {asked} written; run again to go on"
                click.echo(message, err=True)
                return INTERRUPTED
        return _close(settings, wish, inputs, library, tally, asked)


def _tell(settings: Settings, wish: Wish, done: Done, bar: Bar) -> None:
    """Print what came of an edition."""
    task = done.task
    if (wish.explain or settings.verbose) and task.is_sound:
        click.echo(f"{task.edition}: {'; '.join(task.reasons) or 'up to date'}")
    if done.entry:
        bar.clear()
        for file in done.entry.files:
            if file.pages:
                settings.print(line(settings.output, file))


def _close(
    settings: Settings, wish: Wish, inputs: str, library: Library, tally: Tally, asked: int
) -> int:
    from handouts.build import refresh
    from handouts.lint.review import items
    from handouts.page.words import handouts_of

    # Only when all pages were looked at can be told what no page prints.
    found = _of_library(library, wish, tally) if tally.looked_at == asked else []
    errors = report([*tally.found, *found])
    missing = asked - tally.written - tally.fresh
    wrong = "failed" if wish.keep_going else "failed or not tried"
    lost = manifest.paths(settings.output, refresh.orphans(library, settings.output))
    lies_there = say_withdrawn(settings, wish.subjects, library)
    if lost:
        noun = "file is" if len(lost) == 1 else "files are"
        settings.say(f"{len(lost)} {noun} no longer made; handouts clean --orphans deletes them")
    # One that is broken, and so not in the library, has been told of.
    named = wish.subjects & {*handouts_of(library)} - library.withdrawn
    if waiting := len(items(library, named)) if named or not wish.subjects else 0:
        noun = "word or sentence" if waiting == 1 else "words or sentences"
        settings.say(f"{waiting} {noun} that nobody has reviewed; run: handouts review")
    for format_ in sorted(tally.sheets):
        settings.say(f"{format_}-print.pdf: print {Format(format_).shape.how_to_print}")
    settings.say(
        f"{tally.written} written, {tally.fresh} up to date"
        + (f", {missing} {wrong}" if missing else "")
    )
    _catalogue(settings, library, tally)
    if errors or missing:
        return INVALID
    if wish.is_everything:
        if inputs_digest(settings) != inputs:
            settings.say("something was edited meanwhile; run again")
            return OK
        # As long as withdrawn files lie there, each build says so.
        known = refresh.finish(library, settings.output, "" if lies_there else inputs)
        if not lies_there:
            _remember(settings, wish, known)
    return OK


def _catalogue(settings: Settings, library: Library, tally: Tally) -> None:
    """Bring the page up to date on which all that was built is found."""
    from handouts.build.cache import cache_at
    from handouts.web import catalogue

    kept = cache_at(settings.cache)
    if tally.written or not all((settings.output / n).is_file() for n in manifest.CATALOGUE):
        catalogue.write(library, settings.templates, settings.output, kept)
        settings.say(f"{files.named(settings.output / catalogue.PAGE)}: all that was built")
    kept.trim()


def _remember(settings: Settings, wish: Wish, known: manifest.Manifest) -> None:
    """Let the same command line be answered at once, if it asked for no more than what is stale."""
    asks = wish.force or wish.dry_run or wish.explain or wish.check or wish.dask
    if wish.is_everything and not asks:
        entries = (entry for entry in known.entries.values() if entry.site in settings.sites)
        remember(settings, [file.path for entry in entries for file in entry.files])


def _of_library(library: Library, wish: Wish, tally: Tally) -> list[Problem]:
    from datetime import datetime

    from handouts import lint

    if not wish.is_everything:
        return []
    return lint.check_library(library, datetime.now().astimezone().date(), tally.printed)


def _workers(settings: Settings, wish: Wish) -> AbstractContextManager[Runner]:
    is_large = wish.is_everything and (wish.force or not manifest.read(settings.output).entries)
    return runner(settings, wish.jobs, wish.dask, is_large)
