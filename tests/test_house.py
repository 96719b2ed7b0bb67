"""The house rules: floors, docstrings, and documents that cannot drift."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

SOURCES = sorted((ROOT / "src" / "handouts").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


def test_imports_only_go_down_the_floors() -> None:
    """One module knows the engine, one the templates, one YAML, one the command line."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", TESTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_test_states_its_rule(path: Path) -> None:
    """The first line of a test says what a user would miss."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            assert ast.get_docstring(node), f"{path.name}: {node.name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_stay_small(path: Path) -> None:
    """The next person finds the room for a line in ten seconds."""
    limit = {"model.py": 1000, "compose.py": 950}.get(path.name, 420)
    assert path.read_text().count("\n") <= limit


def test_pinned_versions_are_those_that_are_installed() -> None:
    """The constraints say what the tests ran with."""
    for line in (ROOT / ".ci" / "constraints.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, version = line.partition("==")
            assert metadata.version(name) == version, name


def test_the_readme_shows_today_s_help(run: Run) -> None:
    """Documentation that is wrong is worse than none."""
    readme = (ROOT / "README.md").read_text()
    shown = re.search(r"```text\n(Usage: handouts .*?)```", readme, re.DOTALL)
    assert shown
    assert shown[1] == run("--help").stdout


def test_the_documented_records_are_sound(tmp_path: Path) -> None:
    """Every example of data/README.md decodes."""
    from handouts.content import decode, library

    text = (ROOT / "data" / "README.md").read_text()
    blocks = re.findall(r"## `([\w/<>.-]+)`.*?```yaml\n(.*?)```", text, re.DOTALL)
    kinds = {**library.LISTS, **library.FOLDERS, **library.SINGLES}
    seen = set()
    for name, example in blocks:
        kind = name.split("/")[0].removesuffix(".yaml")
        seen.add(kind)
        read = decode.decode_list if kind in library.LISTS else decode.decode_one
        found = read(kinds[kind], example.encode(), name)
        assert [str(p) for p in found.problems] == []
    assert seen == set(kinds)


def test_nothing_speaks_of_where_it_was_made() -> None:
    """The product and its documents speak of the product alone."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    git = shutil.which("git") or ""
    done = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in done.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".yaml", ".html", ".css", ".svg", ".toml", ""}:
            text = path.read_text(encoding="utf-8", errors="replace")
            for word in ("/work/" + "main", "/root" + "/", "pypi" + ".org", "share" + "d/seeds"):
                assert word not in text, f"{name}: {word}"
