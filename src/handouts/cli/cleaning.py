"""The command that deletes what was built."""

from __future__ import annotations

import json
import shutil
import sys

import click

from handouts.build import manifest
from handouts.cli.common import AS_JSON, EXIT_CODES, OK, Settings, open_library, report
from handouts.content import files
from handouts.content.characters import shown


@click.command(epilog=EXIT_CODES)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be deleted.")
@click.option("--orphans", is_flag=True, help="Only the files that are no longer made.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
@click.pass_obj
def clean(settings: Settings, dry_run: bool, orphans: bool, yes: bool, as_json: bool) -> int:
    """Delete the files that the manifest says are ours, and nothing else.

    On a terminal it asks before it deletes everything.

    \b
    Examples:
      handouts clean --dry-run
      handouts clean --orphans
      handouts clean
    """
    from handouts.build.lock import hold
    from handouts.build.refresh import orphans as no_longer_made

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
            lost = no_longer_made(library, settings.output)
        ours = manifest.paths(settings.output, lost) if orphans else manifest.ours(settings.output)
        if fault := manifest.read(settings.output).fault:
            click.echo(f"warning: {shown(fault)}; it names nothing that can be deleted", err=True)
        names = [shown(files.named(path)) for path in ours]
        click.echo(json.dumps({"schema": 1, "files": names}) if as_json else "\n".join(names))
        asks = bool(ours) and not (dry_run or orphans or yes) and sys.stdin.isatty()
        if asks and not click.confirm(f"Delete these {len(ours)} files?", err=True):
            return OK
        if not dry_run:
            manifest.delete(settings.output, ours)
            if orphans:
                manifest.without_lost(settings.output, lost)
            else:
                shutil.rmtree(settings.output / manifest.CACHE, ignore_errors=True)
    return OK
