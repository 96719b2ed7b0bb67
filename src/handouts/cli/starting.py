"""Commands that start something: a record, a project, the schemas for an editor."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import click

from handouts.build import manifest
from handouts.cli.common import OK, Settings, open_library

SCHEMAS = ".schema"
"""Where the schemas are, below the content."""
KINDS = ("syndrome", "site", "treatment", "reference", "claim", "series")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("id_", metavar="ID")
@click.pass_obj
def new(settings: Settings, kind: str, id_: str) -> int:
    """Start a record, with a comment on every line that needs you; or a project for another field.

    What is to be filled in says TO FILL IN, and `handouts check` names each such place.

    \b
    Examples:
      handouts new syndrome elbow-weakness
      handouts new site elm                 a hospital: copy of a site, its phones to fill in
      handouts new treatment heat
      handouts new reference smith-2026
      handouts new claim portal             a claim of that source, at the end of its file
      handouts new series my-leaflets       a folder with a tiny working example
    """
    from handouts.content import start

    if kind == "series":
        return _series(Path(id_))
    library = open_library(settings)
    today = datetime.now().astimezone().date()
    try:
        made = start.record(library, kind, id_, today)
    except start.Unfit as error:
        raise click.ClickException(str(error)) from error
    for path, text in made.files.items():
        click.echo(f"{manifest.put(settings.data, path, text.encode())}")
    settings.say("now fill in what says TO FILL IN; handouts check names each place")
    return OK


def _series(folder: Path) -> int:
    from handouts.content import start

    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; name a new folder")
    source = start.starter()
    if source is None:
        raise click.ClickException("this installation has no starter project; install the wheel")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, folder, dirs_exist_ok=True)
    click.echo(f"{folder / 'data'}")
    click.echo(f"cd {folder}, then: handouts check, handouts build", err=True)
    return OK


@click.command()
@click.pass_obj
def schema(settings: Settings) -> int:
    """Write the JSON Schema of every record into data/.schema, for editors that complete keys.

    A YAML file names its schema in its first line:
    # yaml-language-server: $schema=../.schema/syndromes.json

    \b
    Example:
      handouts schema
    """
    from handouts.content.schema import schemas

    library = open_library(settings)
    assert library.series is not None
    for name, text in schemas(library.series):
        manifest.put(settings.data, f"{SCHEMAS}/{name}.json", text.encode())
    settings.say(f"{settings.data / SCHEMAS}: written")
    return OK
