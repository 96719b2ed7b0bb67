"""Whatever happens to a build, the output folder is never wrong."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Run

from handouts.build.lock import hold
from handouts.build.manifest import CACHE, HALF

pytestmark = pytest.mark.xdist_group("clock")  # one at a time: they wait for each other's seconds

HANDOUTS = [sys.executable, "-m", "handouts"]


def start(
    folder: Path, *arguments: str, limit: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    """A build in a process group of its own."""
    return subprocess.Popen(
        [*HANDOUTS, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: _as_from_a_terminal(limit),
    )


def _as_from_a_terminal(limit: Callable[[], None] | None) -> None:
    """Ctrl-C stops it, also where the tests themselves run in the background of a script."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if limit:
        limit()


def first_line(building: subprocess.Popen[str]) -> str:
    assert building.stdout is not None
    return building.stdout.readline()


def is_gone(group: int) -> bool:
    """Whether all processes of a group end within some seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def files(output: Path) -> dict[str, bytes]:
    found = (path for path in sorted(output.glob("us/*.pdf")) if path.is_file())
    return {str(path.relative_to(output)): path.read_bytes() for path in found}


@pytest.fixture
def whole(run: Run, tmp_path: Path) -> dict[str, bytes]:
    """The bytes of a build that nothing disturbed."""
    done = run("build")
    assert done.returncode == 0, done.stderr
    return files(tmp_path / "output")


SOME = ("build", "knee", "booklet")
"""Leaflets in every format, and a booklet that is joined from chapters."""


def test_killed_at_twenty_instants_then_run_again(run: Run, tmp_path: Path) -> None:
    """What a killed build leaves is whole, and the next one completes it to the same bytes."""
    assert run(*SOME).returncode == 0
    whole = files(tmp_path / "output")
    shutil.rmtree(tmp_path / "output")
    begun = time.monotonic()
    with start(tmp_path, *SOME) as building:
        building.communicate()
    length = time.monotonic() - begun
    shutil.rmtree(tmp_path / "output")
    chance = random.Random(20)  # noqa: S311 - any instants will do
    instants = [chance.uniform(0, length) for _ in range(20)]
    for number, instant in enumerate(instants):
        building = start(tmp_path, *SOME, *(["--force"] if number % 2 else []))
        time.sleep(instant)
        building.kill()
        building.communicate()
        assert is_gone(building.pid), "a worker outlives its build"
        left = files(tmp_path / "output")
        assert left.items() <= whole.items()
    assert run(*SOME).returncode == 0
    assert files(tmp_path / "output") == whole
    assert not list((tmp_path / "output").rglob(f"{HALF}*"))
    assert "0 written" in run(*SOME).stderr


def test_interrupted_by_the_keyboard(run: Run, tmp_path: Path) -> None:
    """Ctrl-C says how far it got; the next run goes on from there."""
    building = start(tmp_path, "--site", "*", "build")
    first_line(building)
    os.killpg(building.pid, signal.SIGINT)
    _, errors = building.communicate(timeout=60)
    assert building.returncode == 130
    assert "written; run again to go on" in errors
    assert is_gone(building.pid)
    again = run("--site", "*", "build")
    assert again.returncode == 0
    assert " up to date" in again.stderr
    assert "0 up to date" not in again.stderr


def test_a_full_disk(run: Run, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Files that do not fit are named, the old ones stay as they were."""

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    building = start(tmp_path, "build", "--force", limit=full)
    _, errors = building.communicate(timeout=120)
    assert building.returncode == 1
    assert "File too large" in errors
    assert "Traceback" not in errors
    assert files(tmp_path / "output") == whole
    assert not list((tmp_path / "output").rglob(f"{HALF}*"))


def test_an_output_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """The message names the folder."""
    (tmp_path / "output").mkdir(mode=0o555)
    command = [*HANDOUTS, "build"]
    if os.geteuid() == 0:  # for whom a mode is no hindrance
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "output" in done.stderr
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_in_the_place_of_a_file(run: Run, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """One edition fails with a message; the others are made."""
    taken = tmp_path / "output" / "us" / "elbow-leaflet.pdf"
    taken.unlink()
    taken.mkdir()
    (taken / "notes.txt").write_text("mine")
    done = run("build", "--force")
    assert done.returncode == 1
    assert "elbow-leaflet.pdf: error: cannot be written" in done.stderr
    assert (taken / "notes.txt").read_text() == "mine"
    del whole["us/elbow-leaflet.pdf"]
    assert {n: b for n, b in files(tmp_path / "output").items() if n in whole} == whole


def test_two_builds_at_once(run: Run, tmp_path: Path) -> None:
    """The second says who is at work, waits, and finds everything done."""
    with start(tmp_path, "build") as one:
        first_line(one)
        with start(tmp_path, "build") as two:
            assert two.stderr is not None
            assert f"waiting for process {one.pid} on " in two.stderr.readline()
            one.communicate(timeout=60)
            _, errors = two.communicate(timeout=60)
    assert (one.returncode, two.returncode) == (0, 0)
    assert "0 written" in errors


def test_a_lock_that_a_dead_build_left(run: Run, tmp_path: Path) -> None:
    """Nobody waits for a process that is gone."""
    building = start(tmp_path, "build")
    first_line(building)
    building.kill()
    building.communicate()
    assert (tmp_path / "output" / CACHE / "lock.owner").exists()
    done = run("build")
    assert done.returncode == 0
    assert "waiting" not in done.stderr
    with hold(tmp_path / "output", lambda text: pytest.fail(text)):
        pass


def test_an_edit_during_the_build(run: Run, tmp_path: Path) -> None:
    """What was printed before the edit is stale afterwards, and known to be."""
    building = start(tmp_path, "build")
    first_line(building)
    path = tmp_path / "data" / "syndromes" / "elbow.yaml"
    text = path.read_text("utf-8")
    edited = text.replace("Which pack is right for me?", "Who edits while it builds?")
    assert edited != text
    path.write_text(edited, "utf-8")
    _, errors = building.communicate(timeout=60)
    assert building.returncode == 0, errors
    assert "something was edited meanwhile" in errors
    assert run("build", "--check").returncode == 3
    again = run("build", "--explain")
    assert again.returncode == 0
    told = dict(line.split(": ", 1) for line in again.stdout.splitlines() if ": " in line)
    assert "data/syndromes/elbow.yaml changed" in told["us/elbow-leaflet"]
