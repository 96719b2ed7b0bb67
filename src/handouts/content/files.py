"""Plain files, and nothing else: looked at before they are opened, never read past a limit.

Standard library only. Every reader of this program goes through here, so that a folder, a named
pipe, a device or a file without end costs one message and no memory.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class Unfit(OSError):
    """Not a file that we read; `strerror` says why, as with every OSError."""

    def __init__(self, why: str, path: str | os.PathLike[str]) -> None:
        super().__init__(errno.EINVAL, why, os.fspath(path))


def read_plain(path: str | os.PathLike[str], limit: int) -> bytes:
    """The bytes of a plain file. OSError with its reason when it is none, or larger than `limit`.

    Links are followed; who minds where they lead asks `inside` first.
    """
    try:
        _look(os.stat(path), path, limit)  # noqa: PTH116 - also for those without pathlib
        # A pipe that took the file's place meanwhile must not make us wait.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except ValueError as error:  # a NUL, or a name that the system cannot write
        raise Unfit("not the name of a file", repr(os.fspath(path))) from error
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        _look(found, path, limit)
        data = file.read(found.st_size + 1)  # what is asked for is set aside, file by file
        if len(data) > found.st_size:  # it has grown meanwhile
            data += file.read(limit + 1 - len(data))
    if len(data) > limit:
        raise Unfit(_too_large(limit), path)
    return data


_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def _look(found: os.stat_result, path: str | os.PathLike[str], limit: int) -> None:
    for is_kind, words in KINDS:
        if is_kind(found.st_mode):
            raise Unfit(f"{words}, not a file", path)
    if not stat.S_ISREG(found.st_mode):
        raise Unfit("not a plain file", path)
    if found.st_size > limit:
        raise Unfit(_too_large(limit), path)


def _too_large(limit: int) -> str:
    return f"larger than {limit:,} bytes; split it or shorten it"


def inside(path: Path, folder: Path) -> bool:
    """Whether a path leads, through all its links, to something below a folder."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, a NUL
        return False


def below(folder: Path, name: object) -> Path:
    """The file of a relative name below a folder. ValueError when it leads anywhere else.

    For names that nobody vouches for: no way up, no root, no drive, no link out of the folder.
    """
    if not isinstance(name, str) or not name or len(name) > 1000 or not name.isprintable():
        raise ValueError("not the name of a file")
    parts = name.split("/")
    if "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
        raise ValueError("not a name below the folder")
    path = folder.joinpath(*parts)
    if not inside(path.parent, folder):
        raise ValueError("leads out of the folder")
    return path


def named(path: str | os.PathLike[str]) -> str:
    """A path as text that can be printed, whatever its bytes are."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
