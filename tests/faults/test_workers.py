"""A page that hangs or kills its worker costs its own edition in a real build, and nothing else."""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import ROOT, Run

from handouts.build import pool
from handouts.build import run as build
from handouts.build.manifest import Manifest, read
from handouts.build.plan import Plan
from handouts.build.pool import Pool
from handouts.content.library import Library
from handouts.page.edition import editions
from handouts.paper import pdf
from handouts.paper.pdf import Job, Outcome

pytestmark = pytest.mark.xdist_group("clock")  # one at a time: they wait for each other's seconds

typeset = pdf.typeset


def stumble(job: Job) -> Outcome:
    if job.name == "us/elbow-leaflet":
        faulthandler.disable()  # which would print a page about it
        os.kill(os.getpid(), signal.SIGSEGV)
    if job.name in ("us/knee-leaflet", "us/booklet#knee"):
        time.sleep(600)
    return typeset(job)


def test_editions_fail_alone_when_the_engine_crashes_or_hangs(
    golden: Library, engine: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in native code and an endless layout: two leaflets and a chapter fail, by name."""
    monkeypatch.setattr(pdf, "typeset", stumble)
    monkeypatch.setattr(pool, "TIME_LIMIT", 6.0)
    plan = Plan(golden, ROOT / "templates", tmp_path, Manifest())
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with Pool(2, scratch) as runner:
        done = list(build.build(plan.tasks(editions(golden, "us")), tmp_path, Manifest(), runner))
    failed = {str(d.task.edition): d.problems[0].message for d in done if d.entry is None}
    assert failed.keys() == {"us/elbow-leaflet", "us/knee-leaflet", "us/booklet"}
    assert "crashed" in failed["us/elbow-leaflet"]
    assert "took longer" in failed["us/knee-leaflet"]
    assert "took longer" in failed["us/booklet"]
    made = {str(d.task.edition) for d in done if d.entry}
    assert made == set(read(tmp_path).entries)
    assert len(made) + len(failed) == len(editions(golden, "us"))
    for name in made:
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    for name in failed:
        assert not (tmp_path / f"{name}.pdf").exists()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_the_next_build_makes_what_a_dead_worker_did_not(run: Run, tmp_path: Path) -> None:
    """When the system kills a worker, exit 1 names the edition, and running again completes it."""
    building = subprocess.Popen(
        [
            *(sys.executable, "-m", "handouts", "--site", "*", "build"),
            *("--format", "large-print", "--jobs", "1"),
        ],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert building.stdout is not None
    assert building.stdout.readline()
    children = Path(f"/proc/{building.pid}/task/{building.pid}/children")
    for child in children.read_text().split():
        os.kill(int(child), signal.SIGKILL)
    _, errors = building.communicate(timeout=300)
    assert "Traceback" not in errors
    assert building.returncode == 1, errors
    assert "the engine crashed" in errors
    again = run("--site", "*", "build", "--format", "large-print")
    assert again.returncode == 0, again.stderr
    assert re.search("[1-3] written, [1-3] up to date", again.stderr)
