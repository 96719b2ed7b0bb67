"""Building again after each save."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from handouts.cli.common import OK, Settings
from handouts.content.characters import shown
from handouts.content.problems import Fault

if TYPE_CHECKING:
    from handouts.build.run import Runner


def watched(settings: Settings, build: Callable[[Runner], int]) -> int:
    """Build now, and after each save in the content or the templates, until interrupted."""
    try:
        from handouts.build.refresh import warm_workers
        from handouts.build.run import default_workers
        from handouts.web.watch import saves
    except ImportError as error:
        raise click.ClickException(
            "watching is not installed; run: pip install 'handouts[preview]'"
        ) from error
    with warm_workers(default_workers()) as pool:
        try:
            folders = settings.data, settings.templates
            for number, _ in enumerate(saves(folders, threading.Event())):
                _build(build, pool)
                if not number:
                    settings.say("watching; stop it with Ctrl-C")
        except KeyboardInterrupt:
            pass
    return OK


def _build(build: Callable[[Runner], int], pool: Runner) -> None:
    """Whatever a half-saved file does, the next save is heard."""
    try:
        build(pool)
    except click.ClickException as error:
        click.echo(shown(error.format_message()), err=True)
    except Fault as fault:
        click.echo(str(fault), err=True)
