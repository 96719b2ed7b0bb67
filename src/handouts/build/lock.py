"""One build at a time in an output folder."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from handouts.build.manifest import LOCK, replace
from handouts.content import characters, files


@contextmanager
def hold(output: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other build works in the folder, saying who does, and keep others out.

    The system itself frees the lock of a process that ends, however it ends. OSError when the
    folder cannot be written.
    """
    path = output / LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    if not files.inside(path.parent, output):
        raise files.Unfit("leads out of the output folder", path.parent)
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise files.Unfit("not a lock of ours; delete it", path)
    owner = path.with_suffix(".owner")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"waiting for {_read(owner)}, which is building in {output}")
        lock.acquire()
    try:
        since = datetime.now().astimezone().strftime("%H:%M:%S")
        who = f"process {os.getpid()} on {platform.node()} (since {since})"
        replace(owner, who.encode())
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _read(owner: Path) -> str:
    try:
        return characters.shown(files.read_plain(owner, 1000).decode())
    except (OSError, ValueError):
        return "another process"
