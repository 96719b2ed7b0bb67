"""Folders → a call whenever something in them was saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch

DEBOUNCE, STEP, BEGIN = 60, 20, 200
"""Milliseconds: how long to wait for more, how long it must be quiet (editors write twice), and
how long after the beginning to say that what is saved from now on is heard."""


def saves(folders: tuple[Path, ...], stop: Event) -> Iterator[set[Path]]:
    """The files of each save, until told to stop; hidden and temporary files do not count.

    First comes a set that may be empty: from then on no save is missed, however long its taker is
    busy with the one before.
    """
    is_first = True
    for changes in watch(
        *(folder for folder in folders if folder.is_dir()),
        debounce=DEBOUNCE,
        step=STEP,
        stop_event=stop,
        raise_interrupt=False,
        rust_timeout=BEGIN,
        yield_on_timeout=True,
    ):
        if changes or is_first:
            yield {Path(path) for _, path in changes}
        is_first = False
