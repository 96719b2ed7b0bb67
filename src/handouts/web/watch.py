"""Folders → a call whenever something in them was saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch

DEBOUNCE, STEP = 60, 20
"""Milliseconds: how long to wait for more, and how long it must be quiet. Editors write twice."""


def saves(folders: tuple[Path, ...], stop: Event) -> Iterator[set[Path]]:
    """The files of each save, until told to stop; hidden and temporary files do not count."""
    for changes in watch(
        *(folder for folder in folders if folder.is_dir()),
        debounce=DEBOUNCE,
        step=STEP,
        stop_event=stop,
        raise_interrupt=False,
    ):
        yield {Path(path) for _, path in changes}
