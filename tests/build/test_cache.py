"""Typeset parts that are kept: they save time, and never change a byte."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from tests.conftest import Run, edit

from handouts.build.cache import Cache, cache_at
from handouts.build.manifest import HALF

WORDS = b"a part that was typeset"


def _files(kept: Path) -> list[Path]:
    return sorted(path for path in kept.rglob("*") if path.is_file())


def test_what_is_put_there_is_found_again(tmp_path: Path) -> None:
    """By its key only."""
    kept = Cache(tmp_path)
    kept.put("key", WORDS)
    assert kept.get("key") == WORDS
    assert kept.get("another") is None
    assert Cache(tmp_path, reads=False).get("key") is None


@pytest.mark.parametrize("harm", [b"", b"x", WORDS, b"0" * 64 + b"\n" + WORDS])
def test_what_was_harmed_is_not_used(tmp_path: Path, harm: bytes) -> None:
    """A damaged part is made anew, not printed."""
    kept = Cache(tmp_path)
    kept.put("key", WORDS)
    (path,) = _files(tmp_path)
    path.write_bytes(harm)
    assert kept.get("key") is None


def test_a_part_under_another_name_is_not_used(tmp_path: Path) -> None:
    """A whole file that was moved is not what it is said to be."""
    kept = Cache(tmp_path)
    kept.put("key", WORDS)
    (path,) = _files(tmp_path)
    kept.put("another", b"something else")
    (other,) = set(_files(tmp_path)) - {path}
    other.write_bytes(path.read_bytes())
    assert kept.get("another") is None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    """It does not fill the disk, and keeps what an editor works on."""
    kept = Cache(tmp_path, limit=1000)
    for number in range(10):
        kept.put(str(number), bytes([number]) * 100)
        newest = max(_files(tmp_path), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    assert kept.get("0") is not None  # used again just now
    kept.trim()
    assert sum(path.stat().st_size for path in _files(tmp_path)) <= 1000
    assert kept.get("0") is not None
    assert kept.get("1") is None
    assert kept.get("9") is not None


def test_what_was_half_written_goes_when_it_is_nobody_s(tmp_path: Path) -> None:
    """Another build may be writing just now; one that was killed an hour ago is not."""
    (tmp_path / "ab").mkdir()
    old, young = tmp_path / "ab" / f"{HALF}1", tmp_path / "ab" / f"{HALF}2"
    for path in (old, young):
        path.write_bytes(WORDS)
    os.utime(old, (time.time() - 7200,) * 2)
    Cache(tmp_path).trim()
    assert (old.exists(), young.exists()) == (False, True)


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    """Without it everything is made anew."""
    (tmp_path / "file").write_text("")
    kept = Cache(tmp_path / "file")
    kept.put("key", WORDS)
    assert kept.get("key") is None
    assert cache_at("none").folder is None


def test_an_empty_a_full_and_a_poisoned_cache_make_the_same_bytes(data: Path, run: Run) -> None:
    """Whatever lies in the cache, the files are the same."""
    kept, output = data.parent / "kept", data.parent / "output"

    def built(*more: str) -> dict[str, str]:
        done = run("build", "elbow", "booklet", "--cache", str(kept), *more)
        assert done.returncode == 0, done.stderr
        found = {
            str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in output.glob("us/*")
        }
        assert run("clean").returncode == 0
        return found

    empty = built()
    assert any(name.endswith("booklet.pdf") for name in empty)
    assert _files(kept)
    assert built() == empty
    for number, path in enumerate(_files(kept)):
        part = bytearray(path.read_bytes())
        part[(number * 7919) % len(part)] ^= 1
        path.write_bytes(part)
    assert built() == empty
    assert built("--force") == empty


def test_it_spares_the_engine(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh checkout with yesterday's cache typesets only what was edited."""
    from handouts.build.pool import Pool

    done = run("build", "elbow", "knee", "--format", "leaflet")
    assert done.returncode == 0, done.stderr
    assert run("clean").returncode == 0
    edit(data / "syndromes" / "knee.yaml", 'title: "', 'title: "Another ')
    submitted: list[str] = []
    submit = Pool.submit

    def heard(self: Pool, job: object) -> None:
        submitted.append(job.name)  # type: ignore[attr-defined]
        submit(self, job)  # type: ignore[arg-type]

    monkeypatch.setattr(Pool, "submit", heard)
    done = run("build", "elbow", "knee", "--format", "leaflet")
    assert submitted == ["us/knee-leaflet"], done.stderr
