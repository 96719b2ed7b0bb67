"""The answer that costs nothing is given only when it is right."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from handouts.build import settled


@pytest.fixture
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which `build` was said, with one input and one file."""
    monkeypatch.chdir(tmp_path)
    for name in ("data/a.yaml", "lib/x-1.dist-info/METADATA", "output/us/a.pdf"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text("1")
    text = settled.remember(["build"], "nothing to do", "lib", ["output/us/a.pdf"])
    path = tmp_path / settled.OUTPUT / settled.NAME
    path.parent.mkdir()
    path.write_text(text)
    return path


def test_the_same_words_get_the_same_answer(note: Path) -> None:
    """Asked again about the same files; asked anything else, the command line answers."""
    assert settled.answer(["build"]) == "nothing to do"
    assert settled.answer(["build", "--force"]) is None
    assert settled.answer(["--output", "there", "build"]) is None
    assert settled.answer([]) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda: Path("data/a.yaml").write_text("2"),
        lambda: Path("data/b.yaml").write_text("2"),
        lambda: Path("data/a.yaml").unlink(),
        lambda: Path("lib/x-1.dist-info").rename("lib/x-2.dist-info"),
        lambda: Path("output/us/a.pdf").unlink(),
        lambda: Path("output/us/a.pdf").write_text("22"),
        lambda: os.utime("output/us/a.pdf", (1, 1)),
    ],
)
def test_any_change_needs_a_closer_look(note: Path, change: object) -> None:
    """An input edited, added or lost, another library, a file touched by hand."""
    assert callable(change)
    change()
    assert settled.answer(["build"]) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"schema": 99})])
def test_a_note_that_cannot_be_read_counts_as_none(note: Path, text: str) -> None:
    """A broken note costs time, never a crash."""
    note.write_text(text)
    assert settled.answer(["build"]) is None
