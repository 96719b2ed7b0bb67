"""What a build says of withdrawn handouts, and the notices that it makes of them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.build import manifest
from handouts.cli.common import INVALID, OK, Settings, open_library, report

if TYPE_CHECKING:
    from handouts.content.library import Library


def line(output: Path, file: manifest.File) -> str:
    """A file that was written, with its pages and size."""
    pages = f"{file.pages} page{'s' if file.pages != 1 else ''}"
    return f"{output / file.path}  {pages}, {file.bytes / 1000:,.0f} kB"


def make_notices(settings: Settings, subjects: tuple[str, ...]) -> int:
    """Make the notices of withdrawn handouts, of all of them unless some are named."""
    from handouts.build import notice
    from handouts.build.lock import hold
    from handouts.content.problems import Fault, Problem
    from handouts.paper.pdf import NoEngine

    library = open_library(settings)
    for subject in subjects:
        if subject not in library.withdrawn:
            raise click.UsageError(f"{subject} is not withdrawn; see handouts revise --help")
    wanted = [
        (site, subject)
        for site in settings.sites
        if site in library.sites
        for subject in subjects or sorted(library.withdrawn)
    ]
    problems: list[Problem] = []
    settings.output.mkdir(parents=True, exist_ok=True)
    with hold(settings.output, settings.say):
        manifest.sweep(settings.output)
        try:
            for made in notice.make_notices(library, settings.templates, settings.output, wanted):
                if isinstance(made, Problem):
                    problems.append(made)
                else:
                    click.echo(line(settings.output, made))
        except NoEngine as error:
            raise click.ClickException(f"{error}\nThen run: handouts doctor") from error
        except Fault as fault:
            problems.append(fault.problem)
    return INVALID if report(problems) else OK


def say_withdrawn(settings: Settings, subjects: Collection[str], library: Library) -> bool:
    """Say which of the handouts that are asked for are withdrawn, and what lies there of them."""
    for subject in sorted(library.withdrawn):
        if subjects and subject not in subjects:
            continue
        newest = library.newest[subject]
        settings.say(
            f"{subject} was withdrawn on {newest.date}: {' '.join(newest.changes)} It is not made; "
            f"handouts build {subject} --notice makes a page that says so"
        )
    entries = manifest.read(settings.output).entries
    lost = [name for name, e in entries.items() if e.subject in library.withdrawn]
    lost = [name for name in lost if entries[name].format != "notice"]
    paths = manifest.paths(settings.output, lost)
    for path in paths:
        settings.say(f"{path} is withdrawn; delete it (handouts clean --orphans) and every copy")
    return bool(paths)
