"""One build at a time in an output folder."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from handouts.build.manifest import LOCK


@contextmanager
def hold(output: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other build works in the folder, saying who does, and keep others out.

    The system itself frees the lock of a process that ends, however it ends. OSError when the
    folder cannot be written.
    """
    path = output / LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    owner = path.with_suffix(".owner")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"waiting for {_read(owner)}, which is building in {output}")
        lock.acquire()
    try:
        since = datetime.now().astimezone().strftime("%H:%M:%S")
        owner.write_text(f"process {os.getpid()} on {platform.node()} (since {since})", "utf-8")
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _read(owner: Path) -> str:
    try:
        return owner.read_text("utf-8")
    except OSError:
        return "another process"
