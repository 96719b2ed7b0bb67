"""Commands that show: an edit as it is made, and single pages."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.build import manifest
from handouts.cli.common import (
    EXIT_CODES,
    OK,
    Settings,
    complete_subjects,
    open_library,
    report,
    wanted_editions,
)
from handouts.cli.withdrawn import say_withdrawn
from handouts.page.formats import Format

if TYPE_CHECKING:
    from handouts.page.handout import Handout

FORMATS = [format_.value for format_ in Format]


@click.command(epilog=EXIT_CODES)
@click.argument("subject", required=False, metavar="[SYNDROME]", shell_complete=complete_subjects)
@click.option("--format", "format_", type=click.Choice(FORMATS), help="What to begin with.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="[default: any free one]")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
@click.pass_obj
def preview(
    settings: Settings, subject: str | None, format_: str | None, port: int, opens: bool
) -> int:
    """Show pages, web page and problems side by side, anew after each save.

    Only this machine can see it. What it shows is what build would write; nothing is written.

    \b
    Examples:
      handouts preview lambert-eaton
      handouts --site uk preview lambert-eaton --format trifold --open
    """
    try:
        from handouts.build.cache import cache_at
        from handouts.web.preview import serve
    except ImportError as error:
        raise click.ClickException(
            "the preview is not installed; run: pip install 'handouts[preview]'"
        ) from error
    library = open_library(settings)
    formats = [format_] if format_ else []
    found = wanted_editions(settings, library, [subject] if subject else [], formats)
    if not found:
        raise click.UsageError("there is nothing of that kind to show")

    def ready(address: str) -> None:
        address = f"{address}?edition={found[0]}"
        click.echo(address)
        settings.say("stop it with Ctrl-C")
        if opens:
            click.launch(address)

    kept = cache_at(settings.cache)
    with contextlib.suppress(KeyboardInterrupt):
        serve(settings.data, settings.templates, kept, str(found[0]), port, ready)
    return OK


@click.command("print", epilog=EXIT_CODES)
@click.argument("subject", metavar="SYNDROME", shell_complete=complete_subjects)
@click.option("--page", "pages", type=click.IntRange(1), multiple=True, help="This page only.")
@click.option("--card", is_flag=True, help="The page with the card to cut out.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default=Format.LEAFLET.value,
    show_default=True,
)
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.  [default: SYNDROME-page-1.pdf or SYNDROME-card.pdf, here]",
)
@click.pass_obj
def print_(
    settings: Settings,
    subject: str,
    pages: tuple[int, ...],
    card: bool,
    format_: str,
    path: Path | None,
) -> int:
    """Write single pages of a handout as a PDF: page 1 for the fridge, or the card.

    \b
    Examples:
      handouts print lambert-eaton                    page 1
      handouts print lambert-eaton --card
      handouts --site uk print lambert-eaton --page 1 --page 2 --to fridge.pdf
    """
    from handouts.content.characters import shown
    from handouts.paper.extract import only
    from handouts.paper.pages import pages_with

    handout, data = _made(settings, subject, format_)
    wanted = set(pages)
    if card:
        headings = (b.heading.text for b in handout.blocks() if b.kind == "card" and b.heading)
        heading = next(headings, "")
        found = pages_with(data, heading) if heading else []
        if not found:
            raise click.UsageError(f"{handout.edition} has no card")
        wanted.add(found[-1])
    try:
        part = only(data, wanted or {1})
    except IndexError as error:
        raise click.UsageError(f"{handout.edition} has no such page") from error
    named = "card" if card else "-".join(("page", *map(str, sorted(wanted or {1}))))
    path = path or Path(f"{subject}-{named}.pdf")
    manifest.replace(path, part)
    click.echo(shown(str(path)))
    return OK


def _made(settings: Settings, subject: str, format_: str) -> tuple[Handout, bytes]:
    """A handout and the very PDF that build would write. A ClickException when there is none."""
    from handouts.build import run
    from handouts.build.cache import cache_at
    from handouts.build.plan import Plan
    from handouts.build.refresh import warm_workers
    from handouts.paper.pdf import NoEngine

    library = open_library(settings)
    found = wanted_editions(settings, library, [subject], [format_])
    if not found:
        say_withdrawn(settings, [subject], library)
        raise click.ClickException("there is nothing of that kind to print")
    nothing = manifest.Manifest()
    task = next(Plan(library, settings.templates, settings.output, nothing).tasks(found[:1]))
    if report(task.problems):
        raise click.ClickException("it cannot be printed until these are mended")
    try:
        with warm_workers(1, early=0) as pool:
            made = run.typeset(task, pool, cache_at(settings.cache))
    except NoEngine as error:
        raise click.ClickException(f"{error}\nThen run: handouts doctor") from error
    if made.pdf is None or report(made.problems):
        raise click.ClickException("it cannot be printed until these are mended")
    return task.handout, made.pdf
