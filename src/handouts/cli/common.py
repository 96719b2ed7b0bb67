"""What the commands share: settings, exit codes, and ways into the library."""

from __future__ import annotations

import contextlib
import fnmatch
import gc
import sys
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.build import manifest, settled
from handouts.content.characters import shown

if TYPE_CHECKING:
    from handouts.content.library import Library
    from handouts.content.problems import Problem
    from handouts.page.edition import Edition

OK, INVALID, USAGE, STALE, UNSENT, INTERRUPTED = 0, 1, 2, 3, 4, 130

EXIT_CODES = """\b
Exit codes:
  0    all is well, also when there is nothing to do
  1    content is invalid, or an edition failed; the others are finished
  2    wrong command line
  3    --check found something stale
  4    mail not wholly drafted or sent
  130  interrupted; run again to go on
"""

FOLDER = click.Path(file_okay=False, path_type=Path)

AS_JSON = click.option(
    "--json", "as_json", is_flag=True, help="One JSON object on standard output."
)

TODAY = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="As if it were this day, for a rehearsal.",
)


def this_day(rehearsed: datetime | None) -> date:
    """The day on this machine's calendar, or the one that is rehearsed."""
    return (rehearsed or datetime.now().astimezone()).date()


@dataclass(frozen=True)
class Settings:
    """The folders and sites that the command line names."""

    data: Path
    templates: Path
    output: Path
    sites: tuple[str, ...]
    quiet: bool
    verbose: bool
    cache: str | None = None
    """Where typeset parts are kept, if not in the user's own folder."""

    def say(self, text: str) -> None:
        """A message for the person at the terminal."""
        if not self.quiet:
            click.echo(shown(text), err=True)

    def print(self, text: str) -> None:
        """A line of what was made, unless nobody wants to hear of it."""
        if not self.quiet:
            click.echo(shown(text))

    def explain(self, text: str) -> None:
        """A message for who wants to hear more."""
        if self.verbose:
            click.echo(shown(text), err=True)


def site_ids(data: Path, wanted: Iterable[str]) -> tuple[str, ...]:
    """The ids that patterns such as `us`, `*` or `data/sites/*.yaml` name, each once."""
    known = sorted(path.stem for path in (data / "sites").glob("*.yaml"))
    found: dict[str, None] = {}
    for pattern in wanted:
        stem = Path(pattern).name.removesuffix(".yaml")
        ids = fnmatch.filter(known, stem)
        if known and not ids:
            raise click.UsageError(
                f'no site "{stem}" in {data / "sites"}; there is {", ".join(known)}'
            )
        found.update(dict.fromkeys(ids or [stem]))
    return tuple(found)


LIBRARIES = Path(click.__file__).parents[1]
"""The folder of the installed packages."""


def _folders(settings: Settings) -> list[Path]:
    return [settings.data, settings.templates, Path(manifest.__file__).parents[1]]


def inputs_digest(settings: Settings) -> str:
    """A digest of all that a build depends on: content, look, this program, its libraries."""
    names = sorted(path.name for path in LIBRARIES.glob("*.dist-info"))
    return manifest.inputs_digest(_folders(settings), *settings.sites, *names, sys.version)


def nothing_to_do(files: int) -> str:
    """What a build says that finds all of its files up to date."""
    return f"nothing to do: {files} file{' is' if files == 1 else 's are'} up to date"


def remember(settings: Settings, paths: Iterable[str]) -> None:
    """Note what this command line found up to date, for the next time that it is typed."""
    asked = [Path(folder) for folder in settled.asked(sys.argv[1:])]
    told = [settings.data.absolute(), settings.templates.absolute()]
    if settings.output == Path(settled.OUTPUT) and asked == told:
        files = [str(settings.output / path) for path in paths]
        said = "" if settings.quiet else nothing_to_do(len(files))
        # What cannot be noted is looked at again next time.
        with contextlib.suppress(OSError, ValueError):
            listed = [str(settings.output / name) for name in manifest.CATALOGUE]
            note = settled.remember(sys.argv[1:], said, str(LIBRARIES), [*files, *listed])
            manifest.replace(settings.output / settled.NAME, note.encode())


def subjects_on_disk(data: Path) -> list[str]:
    """What can be named on the command line, without reading any content."""
    return [*sorted(path.stem for path in (data / "syndromes").glob("*.yaml")), "booklet"]


def complete_subjects(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Shell completion of syndromes."""
    root = context.find_root().params.get("data") or Path("data")
    return [name for name in subjects_on_disk(Path(root)) if name.startswith(incomplete)]


def open_library(settings: Settings) -> Library:
    """The content; a ClickException when nothing at all can be made of it."""
    from handouts.content import library

    start = time.perf_counter()
    gc.disable()  # what is loaded stays to the end: there is no garbage in it to look for
    try:
        found = library.load(settings.data)
    finally:
        gc.freeze()
        gc.enable()
    records = sum(len(getattr(found, name)) for name in library.TOLD)
    seconds = time.perf_counter() - start
    settings.explain(
        f"{settings.data}: {len(found.syndromes)} leaflets, {records:,} records, "
        f"{len(found.problems)} faults, read in {seconds:.1f} s"
    )
    settings.explain(f"templates {settings.templates}, output {settings.output}")
    if not (found.series and found.wording and found.imprint and found.sites):
        report(found.problems)
        raise click.ClickException("nothing can be made until these are mended")
    return found


def wanted_editions(
    settings: Settings,
    library: Library,
    subjects: Collection[str] = (),
    formats: Collection[str] = (),
) -> list[Edition]:
    """The editions of the sites that subjects and formats name; nothing named means all."""
    from handouts.content.problems import nearest
    from handouts.page.translation import offered

    found = [
        edition
        for site in settings.sites
        if site in library.sites
        for edition in offered(library, site, formats)
    ]
    on_disk = subjects_on_disk(settings.data)
    for subject in sorted({*subjects} - {edition.subject for edition in found}):
        if subject not in on_disk:
            hint = nearest(subject, on_disk)
            raise click.UsageError(f'no syndrome "{subject}"{hint}')
    return [
        edition
        for edition in found
        if (not subjects or edition.subject in subjects)
        and (not formats or edition.format in formats)
    ]


def report(found: Iterable[Problem]) -> int:
    """Print every problem, and say how many errors there are."""
    from handouts.content.problems import errors

    unique = sorted(set(found))
    for problem in unique:
        click.echo(str(problem), err=True)
    failed = len(errors(unique))
    if unique:
        warned = len(unique) - failed
        click.echo(f"{_counted(failed, 'error')}, {_counted(warned, 'warning')}", err=True)
    return failed


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
