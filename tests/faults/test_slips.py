"""Whatever slips into a file, an editor gets places and reasons, never a traceback."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import GOLDEN, ROOT, in_this_process

FILES = sorted(str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*.yaml"))
WORDS = [
    *("", "x", "X Y", "no", "0", "-1", "1.5", "9" * 400, "1e400", "nan", "inf", "0001-01-01"),
    *("9999-12-31", "{x}", "{", "{0}", "%s", "a-b", "long " * 300, "<b>", "\u202e", "\\", "(", "é"),
]
SLIPS: list[Any] = [*WORDS, [], ["x"], ["x", "x"], [[]], {}, {"x": "y"}, {"id": "x"}, [{}]]
COMMANDS = ("check", "list", "ledger", "readability", "build --dry-run")

Path_ = tuple[str | int, ...]


def nodes(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The ways to every node of a file."""
    yield path
    items: Any = ()
    if isinstance(value, list):
        items = enumerate(value)
    elif isinstance(value, dict):
        items = value.items()
    for key, inner in items:
        yield from nodes(inner, (*path, key))


def read(name: str) -> Any:
    """A file of the small data set; every scalar is a text, as the program itself takes it."""
    return yaml.load((GOLDEN / name).read_text(), yaml.CBaseLoader)  # noqa: S506 - makes texts only


def slipped(whole: Any, path: Path_, slip: str, value: Any) -> Any:
    """A copy of a file's content with one node deleted, doubled, renamed or replaced."""
    root = [copy.deepcopy(whole)]
    at: Any = root
    way: list[Any]
    last: Any
    *way, last = (0, *path)
    for step in way:
        at = at[step]
    if slip == "delete":
        del at[last]
    elif slip == "double" and isinstance(at, list):
        at.insert(last, copy.deepcopy(at[last]))
    elif slip == "double":
        at[last] = [at[last], copy.deepcopy(at[last])]
    elif slip == "rename" and isinstance(at, dict):
        at[str(value)[:50]] = at.pop(last)
    else:
        at[last] = value
    return root[0] if root else None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("slips")
    shutil.copytree(GOLDEN, made / "data")
    (made / "templates").symlink_to(ROOT / "templates")
    return made


def try_all(folder: Path, name: str, text: str) -> None:
    """Run what an editor runs; each says what is wrong with a place, and ends with its code."""
    target = folder / "data" / name
    target.write_text(text, "utf-8", newline="")
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            for command in COMMANDS:
                done = in_this_process(*command.split())
                assert done.returncode in (0, 1), done.stderr
                for line in done.stderr.splitlines():
                    if "error:" in line or "warning:" in line:
                        assert re.match(r"Error: |\S.*: (error|warning): .* \[[\w-]+\]$", line)
    finally:
        shutil.copy(GOLDEN / name, target)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_slip_in_any_file_gives_a_traceback(folder: Path, data: st.DataObject) -> None:
    """One node deleted, doubled, renamed or of another type: a message, or another page."""
    name = data.draw(st.sampled_from(FILES))
    whole = read(name)
    path = data.draw(st.sampled_from([*nodes(whole)]))
    slip = data.draw(st.sampled_from(["delete", "double", "rename", "replace"]))
    value = data.draw(st.sampled_from(SLIPS))
    changed = slipped(whole, path, slip, value)
    try_all(folder, name, yaml.safe_dump(changed, sort_keys=False, allow_unicode=True))


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_a_file_cut_off_or_spliced_gives_no_traceback(folder: Path, data: st.DataObject) -> None:
    """A disk that was full, a merge that went wrong: the file ends or begins anywhere."""
    name = data.draw(st.sampled_from(FILES))
    text = (GOLDEN / name).read_text("utf-8")
    cut = data.draw(st.integers(0, len(text)))
    kept = data.draw(st.sampled_from([text[:cut], text[cut:], text[cut:] + text[:cut]]))
    try_all(folder, name, kept)
