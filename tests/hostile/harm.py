"""What the hostile tests share: limits, places, and content that was changed in known ways."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings

from handouts.content import decode
from handouts.content.folder import FOLDERS, LISTS, SINGLES
from handouts.content.library import Library, load
from handouts.content.model import Record, Series, Syndrome, syndrome_type
from handouts.content.nodes import Mapping, Node, Scalar, Sequence, read
from handouts.content.problems import Problem
from tests.conftest import GOLDEN

SECONDS, MEGABYTES = 2.0, 300
SOAK = bool(os.environ.get("SOAK"))
"""Whether to take the long way: `make soak`."""
EXAMPLES = settings(
    max_examples=3000 if SOAK else 40,
    deadline=None,
    derandomize=not SOAK,
    database=None,
    suppress_health_check=list(HealthCheck),
)
MARKER = "zqxharm"
"""A word that stands nowhere, to see whether something reached a page."""


@dataclass(frozen=True)
class Cost:
    """What a piece of work took."""

    seconds: float
    megabytes: float


def limited(work: Callable[[], Any], seconds: float = SECONDS) -> tuple[Any, Cost]:
    """What `work` gives in a process of its own, and what it cost; a failure when too much."""
    ours, theirs = multiprocessing.get_context("fork").Pipe(duplex=False)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            ours.close()
            theirs.send((True, work()))
            code = 0
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test says it
            theirs.send((False, f"{type(error).__name__}: {error}"))
        finally:
            os._exit(code)
    theirs.close()
    try:
        came = ours.poll(10 * seconds)
        taken = time.monotonic() - start
        sound, answer = ours.recv() if came else (False, "hangs")
    except EOFError:
        sound, answer = False, "died"
    finally:
        if not came:
            os.kill(child, 9)
        usage = os.wait4(child, 0)[2]
        ours.close()
    cost = Cost(taken, max(0, usage.ru_maxrss - before) / 1000)
    assert sound, answer
    used = usage.ru_utime + usage.ru_stime  # a busy machine is not the work's fault
    assert min(used, cost.seconds) < seconds + 0.5, f"{used:.1f} s"
    assert cost.megabytes < MEGABYTES, f"{cost.megabytes:.0f} MB"
    return answer, cost


def assert_placed(problems: Iterator[Problem] | list[Problem], folder: Path) -> list[Problem]:
    """Every problem names a file below the folder that an editor can open, or could."""
    found = list(problems)
    for problem in found:
        path = Path(problem.place.file)
        assert path.is_relative_to(folder), problem
        if path.is_file() and not path.is_symlink() and path.stat().st_size < 10**6:
            lines = path.read_bytes().count(b"\n") + 1
            assert 0 <= problem.place.line <= lines, problem
        assert str(problem).isprintable(), ascii(str(problem))
    return found


def refused(data: Path, file: str) -> list[Problem]:
    """The faults of a file of a data folder, of which there is at least one, with its place."""
    library = load(data)
    found = assert_placed(list(library.problems), data)
    own = [p for p in found if p.place.file == str(data / file)]
    assert own, found
    assert MARKER not in sound(library)
    return own


def sound(library: Library) -> str:
    """All that pages can be made of, as one text."""
    return repr([getattr(library, f.name) for f in fields(library) if f.name != "problems"])


# --- content that was changed in known ways ----------------------------------------------------

Path_ = tuple[int | str, ...]


def tree(path: Path) -> Any:
    """A file of content as plain data."""
    node, problems = read(path.read_bytes(), str(path))
    assert node is not None, problems
    return plain(node)


def plain(node: Node) -> Any:
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(items):
            return {key.text: plain(value) for key, value in items}


def written(data: Any) -> bytes:
    """Plain data as YAML that has a line for every value, so that places mean something."""
    return json.dumps(data, indent=1, ensure_ascii=True).encode()


def leaves(data: Any, at: Path_ = ()) -> Iterator[Path_]:
    """The ways to every single value."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*at, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from leaves(value, (*at, number))
    else:
        yield at


def put(data: Any, at: Path_, value: Any) -> Any:
    """The data with another value at one place."""
    if not at:
        return value
    first, *rest = at
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[first] = put(copy[first], tuple(rest), value)
    return copy


def value_at(data: Any, at: Path_) -> Any:
    for step in at:
        data = data[step]
    return data


def files() -> list[str]:
    """Every file of the small data set, by its name in the folder."""
    return sorted(str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*.yaml"))


def model_of(file: str) -> tuple[type[Record], bool]:
    """The record of a file, and whether the file lists records."""
    path = Path(file)
    name = path.parts[0].removesuffix(".yaml")
    if name in SINGLES:
        return SINGLES[name], False
    if name in LISTS:
        return LISTS[name], isinstance(tree(GOLDEN / file), list)
    model = FOLDERS[name]
    if model is Syndrome:
        (series,) = decode.decode_one(
            Series, (GOLDEN / "series.yaml").read_bytes(), "series.yaml"
        ).records
        model = syndrome_type(series)
    return model, False


def decoded(file: str, data: bytes) -> decode.Decoded[Any]:
    """What comes of the bytes of a file."""
    model, is_list = model_of(file)
    return (decode.decode_list if is_list else decode.decode_one)(model, data, file)
