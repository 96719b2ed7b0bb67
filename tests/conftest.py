"""What the tests share: the small data set, and ways to run the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.content import library
from handouts.content.library import Library

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "data"

Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/expected")


@pytest.fixture(autouse=True)
def _usual_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that was settled in this process must not move the files of other tests."""
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.fixture(scope="session")
def golden() -> Library:
    """The small data set, loaded once; nobody may change it."""
    return library.load(GOLDEN)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the small data set that a test may change."""
    return Path(shutil.copytree(GOLDEN, tmp_path / "data"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `handouts` in a folder with the small data set and the shipped templates."""
    if not (tmp_path / "data").exists():
        shutil.copytree(GOLDEN, tmp_path / "data")
    if not (tmp_path / "templates").exists():
        (tmp_path / "templates").symlink_to(ROOT / "templates")

    def runner(*arguments: str, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "handouts", *arguments]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    return runner
