"""The same jobs on a Dask cluster.

Everything but the fonts travels with the job. The fonts, our program and the libraries are on
every worker, and are compared by digest before the first job: workers that differ are refused.
"""

from __future__ import annotations

import concurrent.futures
import tempfile
import threading
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from distributed import Client

from handouts.build import plan
from handouts.content.problems import Place, Problem
from handouts.paper import pdf
from handouts.paper.pdf import Job, Outcome

CONNECT = "10s"
"""How long the scheduler may take to answer."""
RETRIES = 3
"""How often a job is given to another worker when one dies."""
AHEAD = 2
"""Jobs that are sent ahead for each worker thread, so that none waits for the network."""


class NoCluster(Exception):
    """The cluster cannot be used; the message says why."""


class Cluster:
    """Takes jobs to the Dask scheduler at an address, and gives their outcomes.

    Raises NoCluster on entering when nobody answers, when there is no worker, or when a worker has
    other versions than ours.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._running: dict[Future[Outcome], Job] = {}

    def __enter__(self) -> Self:
        try:
            self._client = Client(self._address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise NoCluster(f"no Dask scheduler answers at {self._address}: {error}") from error
        try:
            self._compare()
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False, retries=RETRIES)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for future in self._running:
            future.cancel()
        self._client.close()

    def _compare(self) -> None:
        ours = plan.engine_inputs()
        found: dict[str, dict[str, str]] = self._client.run(_engine_inputs)
        if not found:
            raise NoCluster(f"the cluster at {self._address} has no workers")
        wrong = [
            f"{worker}: {name} {theirs.get(name, 'missing')}, ours is {version}"
            for worker, theirs in found.items()
            for name, version in ours.items()
            if theirs.get(name) != version
        ]
        if wrong:
            raise NoCluster("workers differ from this machine\n" + "\n".join(sorted(wrong)))

    @property
    def is_hungry(self) -> bool:
        """Whether more jobs would keep it busier."""
        threads = sum(self._client.nthreads().values())
        return bool(len(self._running) < AHEAD * max(1, threads))

    @property
    def is_idle(self) -> bool:
        """Whether every outcome has been collected."""
        return not self._running

    def submit(self, job: Job) -> None:
        """Take a job."""
        self._running[self._executor.submit(_typeset, job)] = job

    def collect(self, wait: bool) -> list[Outcome]:
        """What has come out since the last call; when told to wait, at least one outcome."""
        patience = None if wait and self._running else 0
        done, _ = concurrent.futures.wait(
            self._running, patience, concurrent.futures.FIRST_COMPLETED
        )
        return [_outcome(future, self._running.pop(future)) for future in done]


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - whatever the cluster has met
        message = f"the cluster failed: {type(error).__name__}: {error}"
        return Outcome(job.name, None, 0, (Problem(Place(job.name), "engine", message),), 0.0)


# --- on the worker ----------------------------------------------------------------------------

_ENGINE = threading.Lock()
"""The engine is not safe for threads."""


def _engine_inputs() -> dict[str, str]:
    return plan.engine_inputs()


def _typeset(job: Job) -> Outcome:
    with _ENGINE:
        _settle()
        return pdf.typeset(job)


@cache
def _settle() -> Any:
    """Give this worker's engine its fonts, once; the folder lives as long as the worker."""
    folder = tempfile.TemporaryDirectory(prefix="handouts-")
    before = tempfile.tempdir
    pdf.lay_out_fonts(Path(folder.name))
    pdf.settle(Path(folder.name))
    tempfile.tempdir = before
    return folder
