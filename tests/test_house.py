"""The house rules: floors, docstrings, and documents that cannot drift."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import click
import pytest

from handouts.cli import cli
from handouts.content import folder, library
from handouts.content.model import BlockKind, ChapterKind, Record
from handouts.paper.needs import how_to_install
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
    assert path.read_text().count("\n") <= 350


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
    readme = (ROOT / "src" / "README.md").read_text()
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
    assert kinds == {*folder.LISTS, *folder.FOLDERS, *folder.SINGLES, folder.LANGUAGES}


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


GUIDES = ("README.md", "data/README.md", "output/README.md", "templates/README.md", "src/README.md")


def _told(guide: str) -> list[str]:
    """The commands of a guide, without what stands for something else."""
    text = (ROOT / guide).read_text()
    found = re.findall(r"`(handouts(?: [^`]+)?)`", text)
    found += re.findall(r"(?m)^ *(?:\.venv/bin/)?(handouts [^#\n]*?)(?:  .*|#.*)?$", text)
    return [line.replace("[", "").replace("]", "").replace(" ...", " x") for line in found]


def _wrong(line: str) -> str:
    """Why the program would not take a command; empty when it would."""
    words = shlex.split(line)[1:]
    if not words or words[0] in ("COMMAND", "--help"):
        return ""
    try:
        context = cli.make_context("handouts", [*words])
        name, command, rest = cli.resolve_command(context, context._protected_args + context.args)
        assert command
        command.make_context(name, rest, parent=context)
    except click.exceptions.Exit:
        return ""  # --help
    except click.UsageError as error:
        is_alone = len(words) == 1  # the name of a command, spoken of in passing
        told = error.format_message()
        is_fair = "does not exist" in told or (is_alone and "Missing" in told)
        return "" if is_fair else f"{line}: {told}"
    return ""


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_in_the_guides_is_one(guide: str) -> None:
    """What a guide tells people to type is taken by the program: command, options and arguments."""
    assert [wrong for line in _told(guide) if (wrong := _wrong(line))] == []


def test_the_container_is_made_of_what_there_is() -> None:
    """Its file copies what exists, installs what `make` does, and its program is not root."""
    text = (ROOT / ".ci" / "Containerfile").read_text()
    for line in re.findall(r"(?m)^COPY (.+) \S+$", text):
        assert all((ROOT / name).exists() for name in line.split()), line
    (pango,) = re.findall(r"(?m)^PANGO := (.+)$", (ROOT / "Makefile").read_text())
    assert pango in text
    assert re.search(r"(?m)^USER (?!root|0)", text)
    commands = re.findall(r"(?m)^#   (docker .+)$", text)
    assert len(commands) == 2
    assert all(command in (ROOT / "README.md").read_text() for command in commands)


SYSTEMS = {
    ("darwin", ""): "brew install pango",
    ("win32", ""): "pacman -S mingw-w64-x86_64-pango",
    ("linux", "apt-get"): "sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0",
    ("linux", "dnf"): "sudo dnf install pango",
    ("linux", ""): "your package manager",
}


@pytest.mark.parametrize(("system", "program"), SYSTEMS)
def test_what_a_system_lacks(system: str, program: str) -> None:
    """Each system is told its own line, as the engine's first steps have it."""
    told = how_to_install(system, lambda name: name if name == program else None)
    assert SYSTEMS[system, program] in told
