"""Whether anything has changed since the last whole build, told before anything is imported.

Asked in the same words, about the same files, the answer is the same. Even the command line's
library would take longer to load than this takes to look, so it needs next to nothing.
"""

import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

SCHEMA = 1
OUTPUT = "output"
NAME = ".cache/settled.json"
MAX_BYTES, MAX_NOTE = 32_000_000, 4_000_000
FOLDERS = (("--data", "data"), ("--templates", "templates"))
"""The options that name folders whose files we look at, and what they are when not given."""


def answer(words: Sequence[str]) -> "str | None":
    """What the last build would say, if it was asked in these words and nothing has changed."""
    if "build" not in words or any(
        name.startswith("HANDOUTS_") and name != "HANDOUTS_CACHE" for name in os.environ
    ):
        return None
    try:
        known = json.loads(_note(f"{OUTPUT}/{NAME}"))
        if known["schema"] != SCHEMA or known["words"] != list(words):
            return None
        if known["folders"] != [*asked(words), PROGRAM]:
            return None  # no note sends us elsewhere
        if not isinstance(known["files"], list) or not known["files"]:
            return None
        for path, size, modified in known["files"]:
            stat = os.stat(path)  # noqa: PTH116 - no pathlib here
            if (stat.st_size, stat.st_mtime_ns) != (size, modified):
                return None
        if known["inputs"] != digest(known["folders"], known["libraries"]):
            return None
        said = str(known["said"])
        return said if said.isprintable() and len(said) < 200 else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


PROGRAM = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120


def asked(words: Sequence[str]) -> "list[str]":
    """The folders that these words name, or would have named."""
    found = []
    for option, usual in FOLDERS:
        value = usual
        for before, word in zip(("", *words), words, strict=False):
            if before == option:
                value = word
            elif word.startswith(f"{option}="):
                value = word.removeprefix(f"{option}=")
        found.append(os.path.abspath(value))  # noqa: PTH100 - no pathlib here
    return found


def _plain(path: str, limit: int) -> os.stat_result:
    """What the system knows of a plain file; whatever else may make us wait or never end."""
    found = os.stat(path)  # noqa: PTH116 - no pathlib here
    if not stat.S_ISREG(found.st_mode) or found.st_size > limit:
        raise OSError(f"not a plain file: {path!r}")
    return found


def _note(path: str) -> bytes:
    _plain(path, MAX_NOTE)
    with open(path, "rb") as file:  # noqa: PTH123 - no pathlib here
        return file.read(MAX_NOTE)


def remember(words: Sequence[str], said: str, libraries: str, files: Iterable[str]) -> str:
    """The note that `answer` reads, as JSON. OSError when what it speaks of cannot be read."""
    kept = [*asked(words), PROGRAM]
    stats = ((path, os.stat(path)) for path in files)  # noqa: PTH116 - no pathlib here
    note = {
        "schema": SCHEMA,
        "words": list(words),
        "said": said,
        "folders": kept,
        "libraries": libraries,
        "files": [(path, stat.st_size, stat.st_mtime_ns) for path, stat in stats],
        "inputs": digest(kept, libraries),
    }
    return json.dumps(note)


def digest(folders: Iterable[str], libraries: str) -> str:
    """The sha256 over what the system knows of every file below the folders (its number, size, and
    when it was last written or changed in any other way), and the names of the libraries beside us.

    Who looks into a thousand files takes as long as the command line's library.
    """
    total = sha256(sys.version.encode())
    for name in sorted(os.listdir(libraries)):  # noqa: PTH208 - no pathlib here
        if name.endswith(".dist-info"):
            total.update(f"{name}\0".encode())
    for folder in folders:
        for path in sorted(_files(folder)):
            found = _plain(path, MAX_BYTES)
            known = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            total.update(os.fsencode(path) + f"\0{known}\0".encode())
    return total.hexdigest()


def _files(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        for name in names:
            if not name.startswith("."):
                yield f"{root}/{name}"
