"""Clocks and scales: seconds of processes, memory of process trees."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PYTHON = sys.executable
HANDOUTS = str(Path(sys.executable).parent / "handouts")


class Failed(Exception):
    """A command that had to work did not; the message has what it said."""


def run(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> str:
    """What a command prints. Raises Failed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def seconds(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> float:
    """How long a whole process takes, by the clock on the wall."""
    start = time.perf_counter()
    run(command, folder, env)
    return time.perf_counter() - start


def interleaved(rounds: int, **steps: Callable[[], float]) -> dict[str, list[float]]:
    """Each step once in every round, so that a slow minute slows all of them."""
    found: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            found[name].append(step())
    return found


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios, taken round by round."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


@dataclass
class Sample:
    """The memory of one process at one moment, and how many lines had been printed by then."""

    lines: int
    megabytes: float


@dataclass
class Watched:
    """A process that printed a line for each file, and the memory of it and its children."""

    times: list[float] = field(default_factory=list)
    """When each line was printed, in seconds since the start."""
    seconds: float = 0.0
    peak: float = 0.0
    """The largest resident memory of any one process, in MB."""
    parent: list[Sample] = field(default_factory=list)
    children: dict[int, list[Sample]] = field(default_factory=dict)


def watch(command: Sequence[str], folder: Path) -> Watched:
    """Run a command to its end and keep track of its memory (Linux). Raises Failed."""
    found, start, over = Watched(), time.perf_counter(), threading.Event()
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None

        def weigh() -> None:
            while not over.wait(0.1):
                _weigh(process.pid, found)

        scales = threading.Thread(target=weigh)
        scales.start()
        try:
            for _ in process.stdout:
                found.times.append(time.perf_counter() - start)
            errors = process.stderr.read()
        finally:
            over.set()
            scales.join()
    found.seconds = time.perf_counter() - start
    if process.returncode:
        raise Failed(f"{' '.join(command)}: exit {process.returncode}\n{errors[-2000:]}")
    return found


def _weigh(pid: int, found: Watched) -> None:
    lines = len(found.times)
    for one in (pid, *_children(pid)):
        try:
            status = Path(f"/proc/{one}/status").read_text("utf-8")
        except OSError:
            continue
        fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        if "VmRSS" not in fields:
            continue
        resident, peak = (int(fields[name].split()[0]) / 1000 for name in ("VmRSS", "VmHWM"))
        found.peak = max(found.peak, peak)
        samples = found.parent if one == pid else found.children.setdefault(one, [])
        samples.append(Sample(lines, resident))


def _children(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def growth(samples: Sequence[Sample]) -> tuple[float, int]:
    """Megabytes that a process grew by, and over how many lines, without its first fifth.

    Medians of the first and of the last samples, since memory goes up and down with each page.
    """
    tail = [s for s in samples if s.lines >= samples[0].lines + _span(samples) // 5]
    part = max(1, len(tail) // 10)
    first, last = tail[:part], tail[-part:]
    grown = statistics.median(s.megabytes for s in last) - statistics.median(
        s.megabytes for s in first
    )
    return grown, last[-1].lines - first[0].lines


def _span(samples: Sequence[Sample]) -> int:
    return samples[-1].lines - samples[0].lines
