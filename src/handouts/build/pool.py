"""Worker processes that typeset jobs side by side, of which none can harm the others.

A worker that hangs is stopped, one that dies is replaced; the job that it held fails, the rest
goes on. (`concurrent.futures` gives up the whole pool when one process dies, and cannot stop one.)
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from handouts.content import bounds
from handouts.content.problems import Place, Problem
from handouts.paper import pdf
from handouts.paper.pdf import Job, Outcome

TIME_LIMIT = 120.0
"""Seconds that one job may take, as the clock tells them."""
SECONDS, MEGABYTES = 15.0, 1_000
"""What one job may take of the processor and of memory."""
JOBS_PER_WORKER = 500
"""After so many jobs a worker is replaced, which gives back the memory that the engine keeps."""


class Pool:
    """Takes jobs, and gives their outcomes in the order in which they finish.

    `scratch` is a folder for the engine's fonts and temporary files, which the caller removes.
    On entering, the first `early` workers start to load the engine; the others start when there is
    work. A worker that starts early is small: it has no copy of what is loaded later.
    """

    def __init__(self, workers: int, scratch: Path, early: int = 1) -> None:
        self._size = workers
        self._early = min(early, workers)
        self._scratch = scratch
        self._waiting: deque[Job] = deque()
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        pdf.lay_out_fonts(self._scratch)
        self._workers += [_Worker.start(self._scratch) for _ in range(self._early)]
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    @property
    def is_hungry(self) -> bool:
        """Whether there is no job for a worker that becomes idle."""
        return len(self._waiting) < self._size

    @property
    def is_idle(self) -> bool:
        """Whether every outcome has been collected."""
        return not self._waiting and not any(worker.job for worker in self._workers)

    def submit(self, job: Job) -> None:
        """Take a job."""
        self._waiting.append(job)
        self._hand_out()

    def collect(self, wait: bool) -> list[Outcome]:
        """What has come out since the last call; when told to wait, at least one outcome.

        Raises NoEngine when Pango is missing.
        """
        found = self._collect(0.0)
        while wait and not found and not self.is_idle:
            found = self._collect(TIME_LIMIT)
        return found

    def _hand_out(self) -> None:
        self._workers = [worker for worker in self._workers if worker.is_fit()]
        idle = [worker for worker in self._workers if worker.job is None]
        while self._waiting and (idle or len(self._workers) < self._size):
            if not idle:
                idle.append(_Worker.start(self._scratch))
                self._workers.append(idle[-1])
            idle.pop().give(self._waiting.popleft())

    def _collect(self, patience: float) -> list[Outcome]:
        """Wait until a worker answers, dies or runs out of time, and hear all of them."""
        busy = [worker for worker in self._workers if worker.job]
        soonest = min((worker.deadline for worker in busy), default=0.0) - time.monotonic()
        handles = [handle for w in busy for handle in (w.pipe, w.process.sentinel)]
        multiprocessing.connection.wait(handles, max(0.0, min(patience, soonest)))
        found = [outcome for worker in busy if (outcome := worker.answer())]
        self._hand_out()
        return found


@dataclass
class _Worker:
    process: multiprocessing.Process
    pipe: Connection
    job: Job | None = None
    deadline: float = 0.0
    done: int = 0

    @classmethod
    def start(cls, scratch: Path) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        told = (theirs, ours, scratch, os.getpid())
        process = multiprocessing.Process(target=_work, args=told, daemon=True)
        process.start()
        theirs.close()
        return cls(process, ours)

    def give(self, job: Job) -> None:
        self.job, self.deadline = job, time.monotonic() + TIME_LIMIT
        with contextlib.suppress(OSError):  # it died while idle; answer() says so
            self.pipe.send(job)

    def answer(self) -> Outcome | None:
        """The outcome of the job if there is one yet; a failure if it died or is out of time."""
        assert self.job is not None
        try:
            if self.pipe.poll():
                outcome: Outcome | pdf.NoEngine = self.pipe.recv()
                if isinstance(outcome, pdf.NoEngine):
                    raise outcome
                self.job = None
                self.done += 1
                return outcome
        except (EOFError, OSError):
            return self._fail("the engine crashed")
        if not self.process.is_alive():
            return self._fail(f"the engine crashed (exit {self.process.exitcode})")
        if time.monotonic() >= self.deadline:
            return self._fail(f"took longer than {TIME_LIMIT:.0f} seconds and was stopped")
        return None

    def _fail(self, message: str) -> Outcome:
        assert self.job is not None
        name, self.job = self.job.name, None
        self.stop()
        return Outcome(name, None, 0, (Problem(Place(name), "engine", message),), 0.0)

    def is_fit(self) -> bool:
        if self.job is not None:
            return True  # if it has died, answer() says so
        if self.done >= JOBS_PER_WORKER:
            self.stop()
        return self.process.is_alive()

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _work(pipe: Connection, parents: Connection, scratch: Path, parent: int) -> None:
    parents.close()  # else the pipe would stay open when the parent is gone
    threading.Thread(target=_mourn, args=(parent,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    pdf.settle(scratch)
    with contextlib.suppress(pdf.NoEngine):  # said when a job comes
        pdf.engine()
    gc.freeze()  # it stays: to look through it for garbage again and again costs 6%
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        while True:
            job = pipe.recv()
            try:
                with bounds.bounded(SECONDS, MEGABYTES):
                    outcome = pdf.typeset(job)
                pipe.send(outcome)
            except pdf.NoEngine as error:
                pipe.send(error)
            except bounds.TooMuch as error:
                fault = Problem(Place(job.name), "engine", f"to typeset it {error}")
                pipe.send(Outcome(job.name, None, 0, (fault,), 0.0))


def _mourn(parent: int) -> None:
    """End a worker in the midst of its job when nobody is left to hear of it."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
