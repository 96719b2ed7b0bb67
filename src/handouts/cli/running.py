"""What a build runs on, and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.common import Settings

if TYPE_CHECKING:
    from handouts.build.run import Runner


@contextmanager
def runner(
    settings: Settings, number: int | None, dask: str | None, is_large: bool
) -> Iterator[Runner]:
    """Worker processes, or the cluster at an address; a large build starts all of them early."""
    from handouts.build.refresh import workers
    from handouts.build.run import default_workers

    if dask:
        with _cluster(dask) as cluster:
            yield cluster
        return
    number = number or default_workers()
    with workers(settings.output, number, ready=number if is_large else 1) as pool:
        yield pool


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


class Bar:
    """A progress bar on standard error that lets lines pass above it."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self.update = bar.update

    def __enter__(self) -> Bar:
        self._bar.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._bar.__exit__(*error)

    def clear(self) -> None:
        """Make room for a line in its place."""
        if sys.stderr.isatty():
            click.echo("\r\033[K", nl=False, err=True)


def progress(settings: Settings, length: int) -> Bar:
    """A progress bar over so many editions; hidden where nobody would see it."""
    hidden = settings.quiet or not length or not sys.stderr.isatty()
    bar = click.progressbar(
        length=length, label="Typesetting", file=sys.stderr, hidden=hidden, show_pos=True
    )
    return Bar(bar)
