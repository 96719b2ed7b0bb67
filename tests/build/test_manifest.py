"""What stands in the output folder, and whether it is still ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handouts.build import manifest
from handouts.build.manifest import Entry, File, Manifest


def entry(path: Path, root: Path) -> Entry:
    data = path.read_bytes()
    import hashlib

    file = File(
        str(path.relative_to(root)),
        hashlib.sha256(data).hexdigest(),
        len(data),
        path.stat().st_mtime_ns,
        1,
    )
    return Entry(
        site="us",
        subject="a",
        format="leaflet",
        files=(file,),
        fingerprint="f",
        chapters=("c",),
        version="1.0",
        signed=False,
        engine="engine",
        uses={"a": "b"},
    )


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A manifest survives being written."""
    (tmp_path / "us").mkdir()
    (tmp_path / "us" / "a.pdf").write_bytes(b"pdf")
    whole = Manifest("inputs", {"us/a": entry(tmp_path / "us" / "a.pdf", tmp_path)})
    manifest.write(tmp_path, whole)
    assert manifest.read(tmp_path) == whole


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 99}', '{"schema": 1}'])
def test_a_manifest_that_cannot_be_read_counts_as_none(tmp_path: Path, text: str) -> None:
    """A broken or foreign manifest costs a rebuild, never a crash."""
    (tmp_path / manifest.NAME).write_text(text)
    assert manifest.read(tmp_path) == Manifest()


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    """Who edits or deletes a PDF by hand gets it back."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"pdf")
    (file,) = entry(path, tmp_path).files
    assert manifest.intact(tmp_path, file)
    os.utime(path)  # only touched: the bytes are still ours
    assert manifest.intact(tmp_path, file)
    path.write_bytes(b"PDF")
    assert not manifest.intact(tmp_path, file)
    path.unlink()
    assert not manifest.intact(tmp_path, file)
    path.mkdir()
    assert not manifest.intact(tmp_path, file)


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """A write that fails leaves the old file, and nothing half-written beside it."""
    path = tmp_path / "a.pdf"
    manifest.replace(path, b"old")
    path.unlink()
    path.mkdir()
    (path / "x").touch()
    with pytest.raises(OSError, match=r"a\.pdf"):
        manifest.replace(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_clean_deletes_what_is_ours_and_nothing_else(tmp_path: Path) -> None:
    """A colleague's notes in the output folder are safe."""
    (tmp_path / "us").mkdir()
    ours = tmp_path / "us" / "a.pdf"
    ours.write_bytes(b"pdf")
    (tmp_path / "notes.txt").write_text("mine")
    manifest.write(tmp_path, Manifest("", {"us/a": entry(ours, tmp_path)}))
    manifest.delete(tmp_path, manifest.ours(tmp_path))
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_the_digest_of_inputs_sees_names_and_contents(tmp_path: Path) -> None:
    """Any edit, new file or lost file makes the whole set worth a look."""
    (tmp_path / "a").write_text("1")
    seen = {manifest.inputs_digest([tmp_path])}
    (tmp_path / "a").write_text("2")
    seen.add(manifest.inputs_digest([tmp_path]))
    (tmp_path / "a").rename(tmp_path / "b")
    seen.add(manifest.inputs_digest([tmp_path]))
    seen.add(manifest.inputs_digest([tmp_path], "site"))
    assert len(seen) == 4
    (tmp_path / ".hidden").write_text("editor's swap file")
    assert manifest.inputs_digest([tmp_path], "site") in seen
