"""What stands in the output folder, and what it was made from.

Read before anything heavy is imported, so this module needs the standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SCHEMA = 1
NAME = "manifest.json"
CACHE = ".cache"
"""The folder of chapter PDFs, each named after its fingerprint."""
SCRATCH = f"{CACHE}/scratch"
"""The folder of a running build's fonts and temporary files."""
LOCK = f"{CACHE}/lock"
HALF = ".half-written-"
"""How the names of half-written files begin."""


@dataclass(frozen=True)
class File:
    """One file that we wrote, and enough to see whether somebody touched it."""

    path: str
    sha256: str
    bytes: int
    modified: int
    """Its time stamp in nanoseconds when it was written: equal means untouched."""
    pages: int


@dataclass(frozen=True)
class Entry:
    """One edition in the output folder: its screen file, and its print-room file if it has one.

    `fingerprint` covers all that shapes its bytes; `uses` names what went into it, each with a
    short digest, so that a difference can be told in words; `chapters` has the fingerprints of
    the chapters that a booklet was joined from.
    """

    site: str
    subject: str
    format: str
    files: tuple[File, ...]
    fingerprint: str
    chapters: tuple[str, ...]
    version: str
    signed: bool
    engine: str
    uses: Mapping[str, str]


@dataclass(frozen=True)
class Manifest:
    """All files that are ours, by edition, and the digest of the inputs they were made from."""

    inputs: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)


def read(output: Path) -> Manifest:
    """The manifest of an output folder; an empty one when there is none that we understand."""
    try:
        data = json.loads((output / NAME).read_bytes())
        if data["schema"] != SCHEMA:
            return Manifest()
        return Manifest(
            data["inputs"],
            {name: _entry(**entry) for name, entry in data["editions"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def _entry(files: list[dict[str, Any]], chapters: list[str], **more: Any) -> Entry:
    return Entry(files=tuple(File(**file) for file in files), chapters=tuple(chapters), **more)


def write(output: Path, manifest: Manifest) -> None:
    """Replace the manifest atomically."""
    data = {
        "schema": SCHEMA,
        "inputs": manifest.inputs,
        "editions": {name: asdict(entry) for name, entry in sorted(manifest.entries.items())},
    }
    text = json.dumps(data, indent=1, ensure_ascii=False)
    replace(output / NAME, text.encode() + b"\n")


def replace(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=HALF)
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.chmod(0o644)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def sweep(output: Path) -> None:
    """Delete what a build that was killed has left half-written. Only while nobody else builds."""
    for path in (*output.glob(f"{HALF}*"), *output.glob(f"*/{HALF}*")):
        path.unlink(missing_ok=True)
    shutil.rmtree(output / SCRATCH, ignore_errors=True)


def intact(output: Path, file: File) -> bool:
    """Whether a file is still as it was written; read only when its time stamp has changed."""
    path = output / file.path
    try:
        stat = path.stat()
        if stat.st_size != file.bytes:
            return False
        if stat.st_mtime_ns == file.modified:
            return True
        return hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256
    except OSError:
        return False


def inputs_digest(folders: Iterable[Path], *more: str) -> str:
    """The sha256 over every file below the folders, names and contents, and what else matters."""
    digest = hashlib.sha256()
    for text in more:
        digest.update(f"{text}\0".encode())
    for folder in folders:
        for path in sorted(_files(folder)):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            try:
                with path.open("rb") as file:
                    digest.update(hashlib.sha256(file.read()).digest())
            except OSError as error:
                digest.update(str(error.errno).encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        for name in names:
            if not name.startswith("."):
                yield Path(root, name)


def ours(output: Path) -> list[Path]:
    """The files that the manifest says are ours and that are there, and our cache."""
    named = [output / file.path for entry in read(output).entries.values() for file in entry.files]
    cached = sorted((output / CACHE).glob("*.pdf"))
    return [path for path in (*named, *cached, output / NAME) if path.is_file()]


def paths(output: Path, names: Iterable[str]) -> list[Path]:
    """The files of some editions that are there."""
    entries = read(output).entries
    found = [output / file.path for name in names for file in entries[name].files]
    return [path for path in found if path.is_file()]


def without_lost(output: Path, names: Iterable[str]) -> Manifest:
    """The manifest without those of the editions that have no file left."""
    before = read(output)
    lost = {name for name in names if not paths(output, [name])}
    if not lost:
        return before
    kept = {name: entry for name, entry in before.entries.items() if name not in lost}
    write(output, Manifest(before.inputs, kept))
    return read(output)


def delete(output: Path, paths: Iterable[Path]) -> None:
    """Delete files, and the folders that this leaves empty."""
    for path in paths:
        path.unlink(missing_ok=True)
        if path.parent != output and not any(path.parent.iterdir()):
            path.parent.rmdir()


def prune(output: Path, manifest: Manifest) -> None:
    """Drop cached chapters from which no booklet was joined."""
    needed = {f"{name}.pdf" for entry in manifest.entries.values() for name in entry.chapters}
    for path in (output / CACHE).glob("*.pdf"):
        if path.name not in needed:
            path.unlink(missing_ok=True)
