"""The house rules: floors, docstrings, and documents that cannot drift."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from handouts.content import library
from handouts.content.model import BlockKind, ChapterKind, Record
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
    limit = {"library.py": 480}.get(path.name, 420)
    assert path.read_text().count("\n") <= limit


def test_pinned_versions_are_those_that_are_installed() -> None:
    """The list says what the tests ran with, and the hash of every file of it."""
    text = (ROOT / ".ci" / "requirements.txt").read_text()
    pins = re.findall(
        r"^([a-z0-9.-]+)==([^ ;]+)( ; [^\\\n]+)?((?: \\\n    --hash=\S+)+)$", text, re.M
    )
    assert len(pins) == text.count("==") - sum(mark.count("==") for _, _, mark, _ in pins) > 50
    for name, version, mark, _ in pins:
        if not mark:
            assert metadata.version(name) == version, name
    assert "://" not in text


def test_the_readme_shows_today_s_help(process: Run) -> None:
    """Documentation that is wrong is worse than none."""
    readme = (ROOT / "README.md").read_text()
    shown = re.search(r"```text\n(Usage: handouts .*?)```", readme, re.DOTALL)
    assert shown
    assert shown[1] == process("--help", COLUMNS="80").stdout


README = (ROOT / "data" / "README.md").read_text()


def test_the_documented_records_are_sound_together(tmp_path: Path) -> None:
    """The examples of data/README.md load as one set without a fault; no record is left out."""
    blocks = re.findall(r"## `([\w/<>.-]+)`.*?```yaml\n(.*?)```", README, re.DOTALL)
    for name, example in blocks:
        found = re.search(r"^(?:id|source): (\S+)", example, re.MULTILINE)
        path = tmp_path / re.sub("<.*>", found[1] if found else "", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example)
    assert [str(p) for p in library.load(tmp_path).problems] == []
    kinds = {name.split("/")[0].removesuffix(".yaml") for name, _ in blocks}
    assert kinds == {*library.LISTS, *library.FOLDERS, *library.SINGLES, library.LANGUAGES}


def _records(kind: type[Record]) -> Iterator[type[Record]]:
    for record in kind.__subclasses__():
        yield record
        yield from _records(record)


def _is_ours(record: type[Record]) -> bool:
    """Whether it is written in the program, and not made from a series."""
    return getattr(sys.modules.get(record.__module__), record.__name__, None) is record


RECORDS = {r.__name__: r for r in _records(Record) if _is_ours(r)}


@pytest.mark.parametrize("record", [*RECORDS.values()], ids=[*RECORDS])
def test_every_key_is_documented(record: type[Record]) -> None:
    """What the program reads, an editor can look up."""
    keys = [info.alias or name for name, info in record.model_fields.items() if name != "place"]
    assert [key for key in keys if not re.search(rf"(?<![\w-]){key}\b[\"`:]", README)] == []


@pytest.mark.parametrize("kind", [*BlockKind, *ChapterKind])
def test_every_kind_of_block_and_chapter_is_documented(kind: str) -> None:
    """An editor knows what can be had."""
    assert f"kind: {kind}" in README
    assert f"`{kind}`" in README


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
