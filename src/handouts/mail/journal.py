"""What was delivered, so that nothing is sent twice: no address, no name, no illness.

One JSON object per line, on disk before the next step is taken. A delivery is named by a salted
hash of address, edition and version, and its edition by another; it is entered as `trying` just
before the server is asked to take the message for good, and again when the server has answered. One
that is still `trying` when a run begins was cut off in between: nobody can know whether the server
took it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from handouts.content import files
from handouts.page.edition import Edition

NAME, SALT, LOCK = "journal.jsonl", "journal.salt", "journal.lock"
MAX_BYTES = 200_000_000
"""Of a journal: a million deliveries."""
_MARK = re.compile(r"[0-9a-f]{24}")


class State(StrEnum):
    """Where a delivery stands."""

    SENT = "sent"
    DRAFTED = "drafted"
    """Written as a draft; only whoever has it knows whether it was sent."""
    TRYING = "trying"
    """Under way; after the end of a run: nobody knows whether the server took it."""
    DEFERRED = "deferred"
    """Refused for now, not taken."""
    REFUSED = "refused"
    """Refused for good, not taken."""


@dataclass(frozen=True)
class Delivery:
    """One line of the journal."""

    key: str
    edition: str
    """The edition's mark, see `Journal.mark`; its name is only taken, never kept."""
    version: str
    state: State
    at: str
    """When, with the offset from UTC: 2026-01-31T09:30:00+00:00."""


class Unusable(Exception):
    """The journal cannot be trusted or used; the message says where and why."""


class Journal:
    """The deliveries of a folder, and how each stands.

    What was sent once stays sent, and what is unknown stays unknown until it is known to be sent:
    a second attempt that is refused does not undo the first.
    """

    def __init__(self, folder: Path, salt: bytes) -> None:
        self._path = folder / NAME
        self._salt = salt
        self._doubted: set[str] = set()
        self.latest: dict[str, Delivery] = {}

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The journal as it stands; an empty one when there is none. Raises Unusable, OSError."""
        path = folder / NAME
        try:
            data = files.read_plain(path, MAX_BYTES)
        except FileNotFoundError:
            return cls(folder, b"")
        try:
            journal = cls(folder, files.read_plain(folder / SALT, 1000))
        except FileNotFoundError as error:
            raise Unusable(f"{folder / SALT} is missing; without it nobody is known") from error
        for number, line in enumerate(data.split(b"\n")[:-1], 1):
            try:
                journal._note(journal._marked(_delivery(line)))
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise Unusable(f"{path}:{number}: not a delivery; mend the line") from error
        return journal

    @classmethod
    @contextmanager
    def write(cls, folder: Path) -> Iterator[Self]:
        """The journal to be added to, by one run at a time. Raises Unusable, OSError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not files.inside(folder, folder.parent):
            raise Unusable(f"{folder} leads out of its folder; nothing is written there")
        with suppress(PermissionError):  # somebody else's; its files are private all the same
            folder.chmod(0o700)
        for name in (LOCK, NAME, SALT):
            path = folder / name
            if path.is_symlink() or (path.exists() and not path.is_file()):
                raise Unusable(f"{folder / name} is not a plain file; look who put it there")
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise Unusable(f"another run is mailing from {folder}; wait for it") from error
        try:
            if not (folder / NAME).exists():
                _new(folder / SALT, secrets.token_bytes(32))
                _new(folder / NAME, b"")
            _cut_torn_line(folder / NAME)
            yield cls.read(folder)
        finally:
            lock.release()

    def key(self, address: str, edition: Edition, *version: str) -> str:
        """The name of a delivery: 32 hexadecimal digits, which only this journal can make."""
        text = "\0".join((address.lower(), str(edition), *version))
        return hmac.new(self._salt, text.encode(), hashlib.sha256).hexdigest()[:32]

    def mark(self, edition: str) -> str:
        """What the journal calls an edition: 24 hexadecimal digits that tell nobody else what."""
        digest = hmac.new(self._salt, f"edition\0{edition}".encode(), hashlib.sha256)
        return digest.hexdigest()[:24]

    def _marked(self, delivery: Delivery) -> Delivery:
        if _MARK.fullmatch(delivery.edition):
            return delivery
        return replace(delivery, edition=self.mark(delivery.edition))

    def has_sent(self, key: str) -> bool:
        """Whether a delivery was sent at some time."""
        return key in self.latest and self.latest[key].state is State.SENT

    def enter(self, delivery: Delivery) -> None:
        """Add a line, and return when it is on disk. OSError when it cannot be: then not at all."""
        delivery = self._marked(delivery)
        line = json.dumps(asdict(delivery), sort_keys=True).encode() + b"\n"
        with self._path.open("ab", buffering=0) as file:
            before = file.tell()
            try:
                while line:
                    line = line[file.write(line) :]
                os.fsync(file.fileno())
            except OSError:
                file.truncate(before)
                raise
        self._note(delivery)

    def _note(self, new: Delivery) -> None:
        old = self.latest.get(new.key)
        if old and old.state is State.SENT:
            return
        if old and old.state is State.TRYING and new.state is State.DRAFTED:
            return
        if old and old.state is new.state is State.TRYING:
            self._doubted.add(new.key)
        if new.state is State.SENT or new.key not in self._doubted:
            self.latest[new.key] = new


def _delivery(line: bytes) -> Delivery:
    read = json.loads(line)
    texts = {field.name: read[field.name] for field in fields(Delivery)}
    if not all(isinstance(text, str) and len(text) <= 200 for text in texts.values()):
        raise ValueError("short texts only")
    if not re.fullmatch(r"[0-9a-f]{32}", texts["key"]) or not texts["edition"].isprintable():
        raise ValueError("not a key or an edition")
    if not re.fullmatch(r"[0-9]{1,4}([.][0-9]{1,4}){1,2}", texts["version"]):
        raise ValueError("not a version")
    datetime.fromisoformat(texts["at"])
    return Delivery(**{**texts, "state": State(texts["state"])})


def _new(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _cut_torn_line(path: Path) -> None:
    """Drop a last line that was not wholly written: the step that it announces was not taken."""
    data = files.read_plain(path, MAX_BYTES)
    whole = data.rfind(b"\n") + 1
    if whole != len(data):
        os.truncate(path, whole)
