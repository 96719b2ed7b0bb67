"""Commands that write PDFs, and that delete them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.build import manifest
from handouts.cli.common import (
    EXIT_CODES,
    FORMATS,
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

if TYPE_CHECKING:
    from handouts.build.plan import Task
    from handouts.build.run import Runner
    from handouts.content.library import Library
    from handouts.content.problems import Problem
    from handouts.page.edition import Edition


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
    type=click.Choice(FORMATS),
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
    """
    if sites:
        settings = replace(settings, sites=site_ids(settings.data, sites))
    wanted = frozenset(subjects), frozenset(formats)
    wish = Wish(*wanted, force, dry_run, explain, keep_going, check, jobs, dask)
    inputs = inputs_digest(settings)
    before = manifest.read(settings.output)
    if not force and before.inputs == inputs:
        entries = [e for e in before.entries.values() if e.site in settings.sites]
        files = [file for entry in entries if wish.covers(entry) for file in entry.files]
        if files and all(manifest.intact(settings.output, file) for file in files):
            _remember(settings, wish, before)
            settings.say(nothing_to_do(len(files)))
            return OK
    if dry_run or check:
        return _look(settings, wish)
    try:
        return _make(settings, wish, inputs)
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or settings.output}: {error.strerror}; mend it and run again"
        ) from error


@dataclass
class _Tally:
    """What a build has met so far."""

    found: list[Problem]
    printed: set[str] = field(default_factory=set)
    stale: int = 0
    fresh: int = 0
    faulty: int = 0
    written: int = 0
    sheets: set[str] = field(default_factory=set)
    """Formats of which a print-room file was written."""

    def count(self, task: Task, explain: bool) -> None:
        """What a task says."""
        from handouts.lint import report as reports

        self.found += task.problems
        self.printed |= reports.printed_claims([task.handout])
        if explain and task.is_sound:
            click.echo(f"{task.edition}: {'; '.join(task.reasons) or 'up to date'}")
        if not task.is_sound:
            self.faulty += 1
        elif task.reasons:
            self.stale += 1
        else:
            self.fresh += 1


def _look(settings: Settings, wish: Wish) -> int:
    """Say what a build would do."""
    library = open_library(settings)
    editions = wanted_editions(settings, library, wish.subjects, wish.formats)
    tally = _Tally(list(library.problems))
    for task in _tasks(settings, wish, library):
        tally.count(task, explain=True)
    failed = report([*tally.found, *_of_library(library, wish, tally)])
    settings.say(f"{tally.stale} of {len(editions)} editions are stale")
    return INVALID if failed else STALE if wish.check and tally.stale else OK


def _make(settings: Settings, wish: Wish, inputs: str) -> int:
    from handouts.build import run as builder
    from handouts.build.lock import hold
    from handouts.paper.pdf import NoEngine

    settings.output.mkdir(parents=True, exist_ok=True)
    with hold(settings.output, settings.say):
        manifest.sweep(settings.output)
        with _runner(settings, wish) as runner:
            library = open_library(settings)
            editions = wanted_editions(settings, library, wish.subjects, wish.formats)
            before = manifest.read(settings.output)
            tally = _Tally(list(library.problems))
            tasks = _tasks(settings, wish, library)
            try:
                with _progress(settings, len(editions)) as bar:
                    for done in builder.build(tasks, settings.output, before, runner):
                        tally.count(done.task, wish.explain)
                        tally.found += done.problems
                        if done.entry:
                            tally.written += 1
                            bar.clear()
                            for file in done.entry.files:
                                click.echo(_line(settings.output, file))
                            if len(done.entry.files) > 1:
                                tally.sheets.add(done.entry.format)
                        bar.update(1)
                        if not wish.keep_going and (done.problems or not done.task.is_sound):
                            break
            except NoEngine as error:
                raise click.ClickException(f"{error}\nThen run: handouts doctor") from error
            except KeyboardInterrupt:
                message = f"stopped; {tally.written} of {len(editions)} written; run again to go on"
                click.echo(message, err=True)
                return INTERRUPTED
        return _close(settings, wish, inputs, library, tally, len(editions))


def _close(
    settings: Settings, wish: Wish, inputs: str, library: Library, tally: _Tally, asked: int
) -> int:
    # Only when all pages were looked at can be told what no page prints.
    is_whole = tally.faulty + tally.stale + tally.fresh == asked
    found = _of_library(library, wish, tally) if is_whole else []
    errors = report([*tally.found, *found])
    missing = asked - tally.written - tally.fresh
    wrong = "failed" if wish.keep_going else "failed or not tried"
    settings.say(
        f"{tally.written} written, {tally.fresh} up to date"
        + (f", {missing} {wrong}" if missing else "")
    )
    for format_ in sorted(tally.sheets):
        settings.say(f"{format_}-print.pdf: print {HOW_TO_PRINT[format_]}")
    after = manifest.without_lost(settings.output, _orphans(settings, library))
    lost = manifest.paths(settings.output, _orphans(settings, library))
    for path in lost[:LISTED]:
        settings.say(f"{path}  no longer made; handouts clean --orphans deletes it")
    if len(lost) > LISTED:
        settings.say(f"and {len(lost) - LISTED} more; handouts clean --orphans -n lists them all")
    if errors or missing:
        return INVALID
    if wish.is_everything:
        if inputs_digest(settings) != inputs:
            settings.say("something was edited meanwhile; run again")
            return OK
        manifest.prune(settings.output, after)
        known = manifest.Manifest(inputs, after.entries)
        manifest.write(settings.output, known)
        _remember(settings, wish, known)
    return OK


def _remember(settings: Settings, wish: Wish, known: manifest.Manifest) -> None:
    """Let the same command line be answered at once, if it asked for no more than what is stale."""
    asks = wish.force or wish.dry_run or wish.explain or wish.check or wish.dask
    if wish.is_everything and not asks:
        entries = (entry for entry in known.entries.values() if entry.site in settings.sites)
        remember(settings, [file.path for entry in entries for file in entry.files])


def _orphans(settings: Settings, library: Library) -> list[str]:
    """The editions of the manifest that the content no longer has; none while it has faults."""
    from handouts.page.edition import editions

    if library.problems:
        return []
    known = {str(e) for site in library.sites for e in editions(library, site)}
    return [name for name in manifest.read(settings.output).entries if name not in known]


def _tasks(settings: Settings, wish: Wish, library: Library) -> Iterator[Task]:
    from handouts.build.plan import Plan

    before = manifest.read(settings.output)
    plan = Plan(library, settings.templates, settings.output, before, wish.force)
    editions = wanted_editions(settings, library, wish.subjects, wish.formats)
    return plan.tasks(sorted(editions, key=lambda edition: _urgency(settings, edition)))


def _urgency(settings: Settings, edition: Edition) -> int:
    """The booklet first, whose last steps wait for its chapters; then what was just edited."""
    if edition.format == "booklet":
        return 0
    source = settings.data / "syndromes" / f"{edition.subject}.yaml"
    try:
        built = (settings.output / manifest.NAME).stat().st_mtime_ns
        return 1 if source.stat().st_mtime_ns > built else 2
    except OSError:
        return 2


def _of_library(library: Library, wish: Wish, tally: _Tally) -> list[Problem]:
    from datetime import datetime

    from handouts import lint

    if not wish.is_everything:
        return []
    return lint.check_library(library, datetime.now().astimezone().date(), tally.printed)


@contextmanager
def _runner(settings: Settings, wish: Wish) -> Iterator[Runner]:
    from handouts.build.pool import Pool
    from handouts.build.run import default_workers

    if wish.dask:
        with _cluster(wish.dask) as cluster:
            yield cluster
        return
    scratch = (settings.output / manifest.SCRATCH).absolute()
    scratch.mkdir(parents=True)
    workers = wish.jobs or default_workers()
    is_large = wish.is_everything and (wish.force or not manifest.read(settings.output).entries)
    try:
        with Pool(workers, scratch, workers if is_large else 1) as pool:
            yield pool
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _cluster(address: str) -> Iterator[Runner]:
    try:
        from handouts.build.cluster import Cluster, NoCluster
    except ImportError as error:
        raise click.ClickException(
            "Dask is not installed; run: pip install 'handouts[dask]'"
        ) from error
    try:
        with Cluster(address) as cluster:
            yield cluster
    except NoCluster as error:
        raise click.ClickException(str(error)) from error


LISTED = 10
"""How many files that are no longer made a build names one by one."""

HOW_TO_PRINT = {
    "leaflet": "at 100%; cut at the marks",
    "large-print": "at 100%; cut at the marks",
    "trifold": "at 100% on both sides, flip on the short edge, fold at the marks",
    "booklet": "at 100% on both sides, flip on the short edge, fold and staple in the middle",
}


def _line(output: Path, file: manifest.File) -> str:
    pages = f"{file.pages} page{'s' if file.pages != 1 else ''}"
    return f"{output / file.path}  {pages}, {file.bytes / 1000:,.0f} kB"


class _Bar:
    """A progress bar on standard error that lets lines pass above it."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self.update = bar.update

    def __enter__(self) -> _Bar:
        self._bar.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._bar.__exit__(*error)

    def clear(self) -> None:
        if sys.stderr.isatty():
            click.echo("\r\033[K", nl=False, err=True)


def _progress(settings: Settings, length: int) -> _Bar:
    hidden = settings.quiet or not length or not sys.stderr.isatty()
    bar = click.progressbar(
        length=length, label="Typesetting", file=sys.stderr, hidden=hidden, show_pos=True
    )
    return _Bar(bar)


@click.command(epilog=EXIT_CODES)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be deleted.")
@click.option("--orphans", is_flag=True, help="Only the files that are no longer made.")
@click.pass_obj
def clean(settings: Settings, dry_run: bool, orphans: bool) -> int:
    """Delete the files that the manifest says are ours, and nothing else.

    \b
    Examples:
      handouts clean --dry-run
      handouts clean --orphans
      handouts clean
    """
    from handouts.build.lock import hold

    if not settings.output.is_dir():
        return OK
    with hold(settings.output, settings.say):
        lost: list[str] = []
        if orphans:
            library = open_library(settings)
            if report(library.problems):
                raise click.ClickException(
                    "what is no longer made can be told once these are mended"
                )
            lost = _orphans(settings, library)
        ours = manifest.paths(settings.output, lost) if orphans else manifest.ours(settings.output)
        for path in ours:
            click.echo(str(path))
        if not dry_run:
            manifest.delete(settings.output, ours)
            if orphans:
                manifest.without_lost(settings.output, lost)
            else:
                shutil.rmtree(settings.output / manifest.CACHE, ignore_errors=True)
    return OK
