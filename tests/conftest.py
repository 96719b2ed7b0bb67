"""What the tests share: the small data set, one built set of it, and ways to run the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from handouts.__main__ import main
from handouts.content import library
from handouts.content.library import Library
from handouts.page.words import subjects, words_of
from handouts.paper import pdf

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "data"

Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/expected")


@pytest.fixture(autouse=True)
def _usual_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that was settled in this process must not move the files of other tests."""
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test has typeset must not spare another the work, nor lie with the user's own."""
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / ".kept"))


@pytest.fixture(scope="session")
def golden() -> Library:
    """The small data set, loaded once; nobody may change it."""
    return library.load(GOLDEN)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An engine in this process, which keeps its fonts to the end: workers started later use it."""
    scratch = tmp_path_factory.mktemp("engine")
    pdf.lay_out_fonts(scratch)
    pdf.settle(scratch)
    pdf.engine()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the small data set that a test may change."""
    return Path(shutil.copytree(GOLDEN, tmp_path / "data", dirs_exist_ok=True))


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small data set, built for both sites, once for all; nobody may change it.

    Processes that test side by side share it.
    """
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    folder, mark = root / "everything", root / "everything.built"
    with FileLock(root / "everything.lock"):
        if not mark.exists():
            shutil.copytree(GOLDEN, folder / "data")
            (folder / "templates").symlink_to(ROOT / "templates")
            done = in_a_process(folder, "--site", "*", "--cache", "none", "build")
            mark.write_text(done.stderr if done.returncode else "")
    if failed := mark.read_text():
        pytest.fail(failed, pytrace=False)
    return folder


@pytest.fixture
def built(everything: Path, data: Path, run: Run) -> Path:
    """A copy of the folder in which everything is built; a test may change it."""
    shutil.copytree(everything / "output", data.parent / "output")
    done = run("build")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return data.parent


@pytest.fixture
def run(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `handouts` in a folder with the small data set and the shipped templates.

    It runs in this process, which spares a second of imports; `process` is the real thing.
    """
    _settle(tmp_path)

    def runner(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(tmp_path)
        return in_this_process(*arguments, typed=typed)

    return runner


@pytest.fixture
def process(tmp_path: Path, data: Path) -> Run:
    """Run `handouts` as a process, in the same folder as `run`."""
    _settle(tmp_path)

    def runner(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return in_a_process(tmp_path, *arguments, **environment)

    return runner


def _settle(folder: Path) -> None:
    if not (folder / "templates").exists():
        (folder / "templates").symlink_to(ROOT / "templates")


def in_this_process(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """What `handouts` says in the working folder, and how it ends."""
    with (
        pytest.MonkeyPatch.context() as patch,
        CliRunner().isolation(typed) as (out, err, _),
    ):
        patch.setattr(sys, "argv", ["handouts", *arguments])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(str(ended.code))
        sys.stdout.flush()
        sys.stderr.flush()
        said, told = out.getvalue().decode(), err.getvalue().decode()
    return subprocess.CompletedProcess(["handouts", *arguments], code, said, told)


def in_a_process(
    folder: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "handouts", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def own_templates(folder: Path, sheet: str = "", rule: str = "") -> Path:
    """A copy of the templates in the place of the shipped ones, with a rule more in a sheet."""
    templates = folder / "templates"
    templates.unlink()
    shutil.copytree(ROOT / "templates", templates)
    if sheet:
        with (templates / "css" / f"{sheet}.css").open("a") as style:
            style.write(f"{rule}\n")
    return templates


def edit(path: Path, old: str, new: str) -> None:
    """Replace some words of a file; they must be there."""
    text = path.read_text("utf-8")
    assert old in text, f"{path}: {old}"
    path.write_text(text.replace(old, new), "utf-8")


def review(data: Path) -> None:
    """Note that every word of a data folder was read, as a careful colleague would."""
    found = library.load(data)
    keys = sorted({word.key for one in subjects(found) for word in words_of(found, one)})
    lines = [f'- {{id: "{key}", by: Tests, date: 2026-11-01}}\n' for key in keys]
    (data / "reviews.yaml").write_text("".join(lines) or "[]\n")
