"""Workers that hang or die harm nobody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.build import pool
from handouts.build.pool import Pool
from handouts.paper import pdf
from handouts.paper.pdf import Job, Outcome

pytestmark = pytest.mark.xdist_group("clock")  # one at a time: they wait for each other's seconds


def job(name: str, body: str = "") -> Job:
    return Job(name, pdf.SELF_TEST.replace("One page.", body or name))


def fake_typeset(job_: Job) -> Outcome:
    if job_.name.startswith("crash"):
        os.kill(os.getpid(), signal.SIGKILL)
    if job_.name.startswith("hang"):
        time.sleep(60)
    return Outcome(job_.name, b"pdf", 1, (), 0.0)


def run(jobs: list[Job], workers: int, scratch: Path) -> dict[str, Outcome]:
    with Pool(workers, scratch) as runner:
        for one in jobs:
            runner.submit(one)
        return {outcome.name: outcome for outcome in drained(runner)}


def drained(runner: Pool) -> Iterator[Outcome]:
    while not runner.is_idle:
        yield from runner.collect(wait=True)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_crashes_the_engine_fails_alone(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in native code costs one edition."""
    monkeypatch.setattr(pdf, "typeset", fake_typeset)
    found = run([job("a"), job("crash"), job("b"), job("c")], workers, tmp_path)
    assert {name for name, outcome in found.items() if outcome.pdf} == {"a", "b", "c"}
    assert "crashed" in found["crash"].problems[0].message


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_hangs_is_stopped_and_the_rest_goes_on(
    workers: int, engine: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits all night for one page."""
    monkeypatch.setattr(pdf, "typeset", fake_typeset)
    monkeypatch.setattr(pool, "TIME_LIMIT", 2.0)
    found = run([job("hang"), job("a"), job("b")], workers, tmp_path)
    assert {name for name, outcome in found.items() if outcome.pdf} == {"a", "b"}
    assert "took longer" in found["hang"].problems[0].message


def test_a_death_that_nobody_saw_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker may die just before it is given something else: its job is not forgotten."""
    monkeypatch.setattr(pdf, "typeset", fake_typeset)
    with Pool(1, tmp_path) as runner:
        runner.submit(job("crash"))
        runner._workers[0].process.join()
        runner.submit(job("a"))
        found = {outcome.name: outcome.pdf for outcome in drained(runner)}
    assert found == {"crash": None, "a": b"pdf"}


def test_workers_that_start_early_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large build does not wait for its second worker."""
    monkeypatch.setattr(pdf, "typeset", fake_typeset)
    with Pool(2, tmp_path, early=5) as runner:
        assert len(runner._workers) == 2
        for name in "abc":
            runner.submit(job(name))
        assert {outcome.name for outcome in drained(runner)} == {"a", "b", "c"}
        assert len(runner._workers) == 2


def test_jobs_can_be_added_while_others_come_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A booklet's last steps follow from its first."""
    monkeypatch.setattr(pdf, "typeset", fake_typeset)
    names = []
    with Pool(2, tmp_path) as runner:
        runner.submit(job("a"))
        for outcome in drained(runner):
            names.append(outcome.name)
            if outcome.name == "a":
                runner.submit(job("b"))
    assert names == ["a", "b"]


def test_workers_are_replaced_after_many_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The memory that the engine keeps is given back."""
    monkeypatch.setattr(
        pdf, "typeset", lambda one: Outcome(one.name, str(os.getpid()).encode(), 1, (), 0.0)
    )
    monkeypatch.setattr(pool, "JOBS_PER_WORKER", 2)
    found = run([job(str(n)) for n in range(6)], 1, tmp_path)
    assert len({outcome.pdf for outcome in found.values()}) == 3


def test_the_same_job_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """One process or two, here or there: a leaflet is a leaflet."""
    found = run([job("a", "x"), job("b", "x")], 2, tmp_path)
    alone = run([job("c", "x")], 1, tmp_path)
    assert found["a"].pdf == found["b"].pdf == alone["c"].pdf


ENDLESS = '<p style="background: repeating-linear-gradient(red 0, blue 0.0000001px)">x</p>'
"""What keeps the engine busy, and takes all memory, until somebody stops it."""


def test_a_job_may_not_take_all_there_is(
    engine: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the processor or of memory; and its worker goes on with the next one."""
    monkeypatch.setattr(pool, "SECONDS", 0.5)
    found = run([job("endless", ENDLESS), job("a")], 1, tmp_path)
    (fault,) = found["endless"].problems
    assert "takes more than 0.5 seconds" in fault.message or "memory" in fault.message.lower()
    assert found["a"].pdf


ORPHAN = """
import sys, time
from pathlib import Path
from handouts.build.pool import Pool
from handouts.paper import pdf
with Pool(1, Path(sys.argv[1])) as runner:
    runner.submit(pdf.Job("endless", pdf.SELF_TEST.replace("One page.", sys.argv[2])))
    time.sleep(2)
    print(runner._workers[0].process.pid, flush=True)
    time.sleep(60)
"""


def test_a_worker_does_not_outlive_the_program(tmp_path: Path) -> None:
    """Killed in the midst of a job, the program leaves nobody behind who goes on with it."""
    words = [sys.executable, "-c", ORPHAN, str(tmp_path), ENDLESS]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        worker = int(program.stdout.readline())
        assert Path(f"/proc/{worker}").exists()
        program.kill()
    end = time.monotonic() + 10
    while Path(f"/proc/{worker}").exists() and time.monotonic() < end:
        time.sleep(0.2)
    assert not Path(f"/proc/{worker}").exists()
