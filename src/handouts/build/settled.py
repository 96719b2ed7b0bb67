"""Whether anything has changed since the last whole build, told before anything is imported.

Asked in the same words, about the same files, the answer is the same. Even the command line's
library would take longer to load than this takes to look, so it needs next to nothing.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

SCHEMA = 1
OUTPUT = "output"
NAME = ".cache/settled.json"


def answer(words: Sequence[str]) -> "str | None":
    """What the last build would say, if it was asked in these words and nothing has changed."""
    if "build" not in words:
        return None
    try:
        with open(f"{OUTPUT}/{NAME}", encoding="utf-8") as file:  # noqa: PTH123 - no pathlib here
            known = json.load(file)
        if known["schema"] != SCHEMA or known["words"] != list(words):
            return None
        for path, size, modified in known["files"]:
            stat = os.stat(path)  # noqa: PTH116 - no pathlib here
            if (stat.st_size, stat.st_mtime_ns) != (size, modified):
                return None
        if known["inputs"] != digest(known["folders"], known["libraries"]):
            return None
        return str(known["said"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(
    words: Sequence[str], said: str, folders: Iterable[str], libraries: str, files: Iterable[str]
) -> str:
    """The note that `answer` reads, as JSON."""
    kept = [os.path.abspath(folder) for folder in folders]  # noqa: PTH100 - no pathlib here
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
    """The sha256 over every file below the folders, and the names of the libraries beside us."""
    total = sha256(sys.version.encode())
    for name in sorted(os.listdir(libraries)):  # noqa: PTH208 - no pathlib here
        if name.endswith(".dist-info"):
            total.update(f"{name}\0".encode())
    for folder in folders:
        for path in sorted(_files(folder)):
            total.update(f"{path}\0".encode())
            with open(path, "rb") as file:  # noqa: PTH123 - no pathlib here
                total.update(sha256(file.read()).digest())
    return total.hexdigest()


def _files(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        for name in names:
            if not name.startswith("."):
                yield f"{root}/{name}"
