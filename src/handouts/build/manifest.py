"""What stands in the output folder, and what it was made from.

Read before anything heavy is imported, so this module needs the standard library only.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

from handouts.content import bounds, files

SCHEMA = 1
MAX_BYTES = 32_000_000
"""Of any file that we look at to see whether it has changed."""
MAX_MANIFEST = 16_000_000
MAX_FILES, MAX_INPUTS = 20_000, 500_000_000
"""Of a folder that a build depends on: files, and bytes in all of them."""
OURS = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][A-Za-z0-9.-]*\.(pdf|docx|html|json)")
"""How we name files: whatever else a manifest names, it is not ours to delete."""
NAME = "manifest.json"
CATALOGUE = ("index.html", "catalogue.json", "catalogue.csv")
"""What tells of all that stands in the folder: a page, and two lists for programs."""
CACHE = ".cache"
"""The folder of what a build needs for itself."""
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
    fault: str = field(default="", compare=False)
    """Why nothing is known of a folder that has a manifest."""


def read(output: Path) -> Manifest:
    """The manifest of an output folder; an empty one when there is none that we can trust.

    Anybody may have written it. A type, a name or a path that we would not have written makes the
    whole of it worth nothing, which costs a build and deletes nothing.
    """
    path = output / NAME
    try:
        with bounds.bounded():
            data = json.loads(files.read_plain(path, MAX_MANIFEST))
        if data["schema"] != SCHEMA:
            return Manifest(fault=f"{path} is of another version; it counts for nothing")
        entries = {_text(n): _entry(output, **entry) for n, entry in data["editions"].items()}
        return Manifest(_text(data["inputs"]), entries)
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, bounds.TooMuch):
        return Manifest(fault=f"{path} cannot be understood; it counts for nothing")


def _entry(
    output: Path,
    files: list[dict[str, Any]],
    chapters: list[str],
    signed: bool,
    uses: dict[str, str],
    **texts: str,
) -> Entry:
    if type(signed) is not bool or not isinstance(chapters, list) or not files:
        raise TypeError("not of a type of ours")
    return Entry(
        files=tuple(_file(output, **file) for file in files),
        chapters=tuple(map(_text, chapters)),
        signed=signed,
        uses={_text(name): _text(value) for name, value in uses.items()},
        **{name: _text(value) for name, value in texts.items()},
    )


def _file(output: Path, path: object, sha256: object, **numbers: object) -> File:
    for number in numbers.values():
        if type(number) is not int or not 0 <= number < 2**63:
            raise ValueError("not a number of ours")
    if not OURS.fullmatch(_text(path)):
        raise ValueError("not a file of ours")
    files.below(output, path)
    return File(_text(path), _text(sha256), **numbers)  # type: ignore[arg-type]


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 2000 or not value.isprintable():
        raise ValueError("not a text of ours")
    return value


def write(output: Path, manifest: Manifest) -> None:
    """Replace the manifest atomically."""
    data = {
        "schema": SCHEMA,
        "inputs": manifest.inputs,
        "editions": {name: asdict(entry) for name, entry in sorted(manifest.entries.items())},
    }
    text = json.dumps(data, indent=1, ensure_ascii=False)
    replace(output / NAME, text.encode() + b"\n")


def replace(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file so that it is there whole or not at all, and on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=HALF)
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.chmod(mode)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def put(folder: Path, name: str, data: bytes) -> Path:
    """Write a file of a folder of ours as `replace` does, and give its path.

    OSError when the name leads out of the folder, by itself or through a link.
    """
    path = folder / name
    try:
        files.below(folder, name)
    except ValueError as error:
        raise files.Unfit(f"nothing is written here: {error}", path) from error
    replace(path, data)
    return path


def seal(data: bytes) -> bytes:
    """A cached file as it is kept: its digest first, so that what was damaged is not used."""
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def unseal(kept: bytes) -> bytes | None:
    """What was sealed; None when it is not as it was."""
    data = kept[65:]
    return data if kept[:65] == seal(data)[:65] else None


def sweep(output: Path) -> None:
    """Delete what a build that was killed has left half-written. Only while nobody else builds."""
    for path in (*output.glob(f"{HALF}*"), *output.glob(f"*/{HALF}*")):
        if files.inside(path.parent, output) and not path.is_dir():
            path.unlink(missing_ok=True)
    if files.inside(output / SCRATCH, output):
        shutil.rmtree(output / SCRATCH, ignore_errors=True)


def intact(output: Path, file: File) -> bool:
    """Whether a file is still as it was written; read only when its time stamp has changed."""
    try:
        path = files.below(output, file.path)
        stat = path.lstat()  # a link is not what we wrote
        if stat.st_size != file.bytes or not S_ISREG(stat.st_mode):
            return False
        if stat.st_mtime_ns == file.modified:
            return True
        data = files.read_plain(path, MAX_BYTES)
        return hashlib.sha256(data).hexdigest() == file.sha256
    except (OSError, ValueError):
        return False


def inputs_digest(folders: Iterable[Path], *more: str) -> str:
    """The sha256 over every file below the folders, names and contents, and what else matters.

    OSError when a folder holds more than any content or look does: it is another one.
    """
    digest = hashlib.sha256()
    for text in more:
        digest.update(f"{text}\0".encode())
    for folder in folders:
        total = 0
        for path in sorted(_few(_files(folder), folder)):
            digest.update(os.fsencode(path.relative_to(folder)) + b"\0")
            try:
                data = files.read_plain(path, MAX_BYTES)
            except OSError as error:
                digest.update(str(error.strerror).encode())
                continue
            digest.update(hashlib.sha256(data).digest())
            total += len(data)
            if total > MAX_INPUTS:
                raise files.Unfit(f"more than {MAX_INPUTS:,} bytes in its files", folder)
    return digest.hexdigest()


def _few(paths: Iterable[Path], folder: Path) -> list[Path]:
    found = list(itertools.islice(paths, MAX_FILES + 1))
    if len(found) > MAX_FILES:
        raise files.Unfit(f"more than {MAX_FILES:,} files; is it the right folder?", folder)
    return found


def _files(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        for name in names:
            if not name.startswith("."):
                yield Path(root, name)


def ours(output: Path) -> list[Path]:
    """The files that the manifest says are ours and that are there, and what tells of them."""
    known = read(output)
    if known.fault:
        return []
    told = (output / name for name in (*CATALOGUE, NAME))
    return [*paths(output, known.entries), *filter(_is_there, told)]


def paths(output: Path, names: Iterable[str]) -> list[Path]:
    """The files of some editions that are there."""
    entries = read(output).entries
    found = [files.below(output, file.path) for name in names for file in entries[name].files]
    return [path for path in found if _is_there(path)]


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.is_file()  # of a link, the link itself would be deleted


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
        if not files.inside(path.parent, output) or not path.parent.is_dir() or path.is_dir():
            continue
        path.unlink(missing_ok=True)
        if path.parent != output and not any(path.parent.iterdir()):
            path.parent.rmdir()
