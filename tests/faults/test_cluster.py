"""The same set from a Dask cluster of separate processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster
from tests.conftest import Run

from handouts.build import plan
from handouts.build.cluster import Cluster, NoCluster

pytestmark = pytest.mark.xdist_group("clock")  # one at a time: they wait for each other's seconds


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as found:
        yield found


def pdfs(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*/*.pdf"))}


def test_a_cluster_makes_the_same_bytes_though_a_worker_dies(
    run: Run, tmp_path: Path, cluster: LocalCluster
) -> None:
    """A machine that goes down costs time, not a leaflet."""
    assert run("--site", "*", "--output", "here", "build").returncode == 0
    command = [sys.executable, "-m", "handouts", "--site", "*", "--output", "there", "build"]
    building = subprocess.Popen(
        [*command, "--dask", cluster.scheduler_address],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert building.stdout is not None
    assert building.stdout.readline()
    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
    _, errors = building.communicate(timeout=300)
    assert building.returncode == 0, errors
    found = pdfs(tmp_path / "there")
    assert len(found) > 4
    assert found == pdfs(tmp_path / "here")


def test_workers_with_other_versions_are_refused(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a set from another engine would not be the same set."""
    ours = {**plan.engine_inputs(), "weasyprint": "1.0"}
    monkeypatch.setattr(plan, "engine_inputs", lambda: ours)
    with pytest.raises(NoCluster, match=r"weasyprint 70\.0, ours is 1\.0"):
        Cluster(cluster.scheduler_address).__enter__()


def test_nobody_at_the_address(run: Run) -> None:
    """A wrong address is a message, not a traceback."""
    done = run("build", "--dask", "tcp://127.0.0.1:1")
    assert done.returncode == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in done.stderr
