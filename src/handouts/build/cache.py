"""Typeset parts, kept between builds and shared by all checkouts and sites of a user.

Each is named after all that shaped it, and carries a digest of itself and its name: what was
damaged, or lies under another name, is made anew. So it saves time and never changes a byte.
Without a folder that can be written, nothing is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from handouts.build import manifest
from handouts.content import files

LIMIT = 500_000_000
"""Bytes that are kept; what was not used for longest goes first."""
ROOM = 0.8
"""The share of it that is left when it had to be cleared."""
HALF_AGE = 3600.0
"""Seconds after which a half-written file is nobody's any more."""
NONE = "none"
"""In the place of a folder: keep nothing."""


@dataclass(frozen=True)
class Cache:
    """A folder of sealed parts; two builds may use it at once."""

    folder: Path | None
    limit: int = LIMIT
    reads: bool = True
    """Whether what is kept is used; else it is only added to."""

    def get(self, key: str) -> bytes | None:
        """What is kept under a key, as it was put there; None when it is not there or not whole."""
        if self.folder is None or not self.reads:
            return None
        path = self._path(key)
        try:
            kept = files.read_plain(path, manifest.MAX_BYTES)
            os.utime(path)
        except OSError:
            return None
        whole = manifest.unseal(kept)
        name = f"{_name(key)}\n".encode()
        return whole.removeprefix(name) if whole and whole.startswith(name) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep something. Of a full disk nobody hears: it is made again next time."""
        if self.folder is not None:
            sealed = manifest.seal(f"{_name(key)}\n".encode() + data)
            with contextlib.suppress(OSError):
                manifest.replace(self._path(key), sealed, mode=0o600)

    def trim(self) -> None:
        """Drop what was not used for longest when there is too much, and what is half-written."""
        if self.folder is None:
            return
        found, total = [], 0
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):  # another build has dropped it
                stat = path.stat()
                if not path.name.startswith(manifest.HALF):
                    found.append((stat.st_mtime, stat.st_size, path))
                    total += stat.st_size
                elif stat.st_mtime < time.time() - HALF_AGE:
                    path.unlink()
        if total <= self.limit:
            return
        for _, size, path in sorted(found):
            if total <= ROOM * self.limit:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        name = _name(key)
        return self.folder / name[:2] / name[2:]


NO_CACHE = Cache(None)
"""Keeps nothing."""


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def cache_at(folder: str | None) -> Cache:
    """The cache in a folder; the user's own when none is named, no cache when it is `none`."""
    if folder == NONE:
        return NO_CACHE
    try:
        return Cache(Path(folder) if folder else user_cache_path("handouts") / "parts")
    except (OSError, RuntimeError):  # a user without a home
        return NO_CACHE
