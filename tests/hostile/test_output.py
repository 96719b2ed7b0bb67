"""What lies in the output folder is not trusted: no note of it leads out, deletes or crashes."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.build import manifest, settled
from handouts.build.changes import changes
from handouts.build.lock import hold
from handouts.build.manifest import Entry, File, Manifest
from handouts.content import files
from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from tests.hostile.harm import EXAMPLES, leaves, limited, put, value_at

ENTRY = Entry(
    site="us",
    subject="elbow",
    format="leaflet",
    files=(File("us/elbow-leaflet.pdf", "0" * 64, 3, 1, 2),),
    fingerprint="0" * 64,
    chapters=("a",),
    version="1.0",
    signed=False,
    engine="x",
    uses={"a": "b"},
)
GOOD = json.loads(
    json.dumps(
        {"schema": manifest.SCHEMA, "inputs": "", "editions": {"us/elbow-leaflet": asdict(ENTRY)}}
    )
)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with a file of ours, and beside it what is not ours."""
    for name in (
        "output/us/elbow-leaflet.pdf",
        "output/us/mine.pdf",
        "output/mine.txt",
        "x",
        "y/z.pdf",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("pdf")
    return tmp_path / "output"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


PATHS: list[Any] = [
    "../x",
    "us/../../x",
    "../y/z.pdf",
    "/etc/passwd",
    "//etc/passwd",
    "mine.txt",
    "manifest.json",
    "mail/journal.jsonl",
    "us",
    "us/",
    "us/.",
    ".",
    "..",
    "",
    "~/x",
    "us\\elbow-leaflet.pdf",
    "C:/x.pdf",
    "us/a\0b.pdf",
    "us/a\nb.pdf",
    "us/\ud800.pdf",
    "us/\u202efdp.pdf",
    "us/" + "a" * 5000 + ".pdf",
    ".cache/lock.pdf",
    "us/elbow-leaflet.pdf/..",
    "file:///etc/passwd",
    5,
    None,
    True,
    ["us/elbow-leaflet.pdf"],
    {"a": "b"},
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ascii(path)[:30])
def test_paths_of_the_manifest(path: Any, output: Path) -> None:
    """A path that we would not have written makes the manifest worth nothing."""
    text = json.dumps(put(GOOD, ("editions", "us/elbow-leaflet", "files", 0, "path"), path))
    (output / manifest.NAME).write_text(text)
    before = everything(output.parent)
    known = manifest.read(output)
    assert not known.entries
    assert str(output / manifest.NAME) in known.fault
    manifest.delete(output, manifest.ours(output))
    manifest.sweep(output)
    assert everything(output.parent) == before


TEXTS = {
    "empty": b"",
    "not-json": b"{",
    "null": b"null",
    "list": b"[]",
    "number": b"5",
    "text": b'"x"',
    "nothing": b"{}",
    "version": json.dumps({**GOOD, "schema": 99}).encode(),
    "version-true": json.dumps({**GOOD, "schema": True}).encode().replace(b"true", b"[1]"),
    "deep": b"[" * 100_000,
    "deep-object": b'{"a":' * 50_000,
    "infinity": json.dumps(GOOD).encode().replace(b'"bytes": 3', b'"bytes": Infinity'),
    "huge": json.dumps(GOOD).encode().replace(b'"bytes": 3', b'"bytes": 1' + b"0" * 5000),
    "latin": b"\xff\xfe",
    "nul": b"\0" * 100,
    "twice": json.dumps(GOOD).encode() * 2,
    "editions-list": b'{"schema": 1, "inputs": "", "editions": []}',
    "editions-text": b'{"schema": 1, "inputs": "", "editions": "x"}',
    "entry-null": b'{"schema": 1, "inputs": "", "editions": {"a": null}}',
    "inputs-number": json.dumps({**GOOD, "inputs": 5}).encode(),
    "large": b"[" + b"[]," * 10_000_000 + b"[]]",
}


@pytest.mark.parametrize("name", TEXTS)
def test_manifests_that_are_none(name: str, output: Path) -> None:
    """Whatever stands there: nothing is known, in bounded time and memory, and nothing is lost."""
    (output / manifest.NAME).write_bytes(TEXTS[name])

    def look() -> Any:
        return manifest.read(output), manifest.ours(output)

    (known, ours), _ = limited(look)
    assert (known.entries, ours) == ({}, [])
    assert known.fault


WRONG: list[Any] = [
    None,
    5,
    -1,
    1.5,
    True,
    "x\x1b[2J",
    "x" * 9999,
    [],
    {},
    [[]],
    {"a": 1},
    "\ud800",
]


@pytest.mark.parametrize("at", list(leaves(GOOD)), ids=lambda at: ".".join(map(str, at)))
def test_wrong_types_in_the_manifest(at: Any, output: Path) -> None:
    """A value of another type, at any place, is known as such: no crash now or later."""
    for wrong in WRONG:
        if type(wrong) is type(value_at(GOOD, at)) and wrong not in ("x\x1b[2J", "x" * 9999, -1):
            continue
        if (at, wrong) == (("schema",), True):
            continue  # which is 1
        (output / manifest.NAME).write_text(json.dumps(put(GOOD, at, wrong)))
        known = manifest.read(output)
        assert not known.entries, (at, wrong)
        assert known.fault


def test_a_good_manifest_is_good(output: Path) -> None:
    """Else the tests above would show nothing."""
    (output / manifest.NAME).write_text(json.dumps(GOOD))
    assert manifest.read(output) == Manifest("", {"us/elbow-leaflet": ENTRY})
    manifest.delete(output, manifest.ours(output))
    assert sorted(everything(output)) == ["mine.txt", "us/mine.pdf"]


@EXAMPLES
@given(st.data(), st.recursive(st.none() | st.booleans() | st.text() | st.integers(), st.lists))
def test_any_manifest(
    tmp_path_factory: pytest.TempPathFactory, choice: st.DataObject, value: Any
) -> None:
    """Any value anywhere in it: known or not, and no path of it leads out."""
    output = tmp_path_factory.mktemp("output")
    at = choice.draw(st.sampled_from(list(leaves(GOOD))))
    changed = put(GOOD, at[: choice.draw(st.integers(0, len(at)))], value)
    (output / manifest.NAME).write_text(json.dumps(changed))
    known = manifest.read(output)
    for entry in known.entries.values():
        for file in entry.files:
            assert files.below(output, file.path)
            assert not manifest.intact(output, file)


@pytest.mark.parametrize("link", ["us", ".cache"])
def test_folders_that_are_links(link: str, output: Path) -> None:
    """A folder of the output that leads elsewhere: nothing is deleted or written there."""
    elsewhere = output.parent / "elsewhere"
    (elsewhere / "scratch").mkdir(parents=True)
    for name in ("elbow-leaflet.pdf", f"{manifest.HALF}x", "scratch/mine", "a.pdf"):
        (elsewhere / name).write_text("mine")
    path = output / link
    for file in path.glob("*"):
        file.unlink()
    if path.is_dir():
        path.rmdir()
    path.symlink_to(elsewhere)
    (output / manifest.NAME).write_text(json.dumps(GOOD))
    before = everything(elsewhere)
    manifest.delete(output, manifest.ours(output))
    manifest.sweep(output)
    if link == ".cache":
        with pytest.raises(OSError, match="leads out"), hold(output, print):
            pass
    assert everything(elsewhere) == before


def test_a_cached_chapter_is_as_it_was() -> None:
    """A chapter of the cache that was cut or changed is made again."""
    data = b"%PDF-1.7 and more"
    kept = manifest.seal(data)
    assert manifest.unseal(kept) == data
    for broken in (b"", kept[:-1], kept[:70], kept + b"x", data, kept.replace(b"more", b"less")):
        assert manifest.unseal(broken) is None


# --- the note that nothing has changed ---------------------------------------------------------


@pytest.fixture
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, Any]]:
    """A folder in which `build` was said, and the note of it."""
    monkeypatch.chdir(tmp_path)
    for name in ("data/a.yaml", "lib/x-1.dist-info/METADATA", "output/us/a.pdf"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("1")
    path = tmp_path / settled.OUTPUT / settled.NAME
    path.parent.mkdir()
    text = settled.remember(["build"], "nothing to do", "lib", ["output/us/a.pdf"])
    path.write_text(text)
    assert settled.answer(["build"]) == "nothing to do"
    return path, json.loads(text)


@pytest.mark.parametrize("name", TEXTS)
def test_notes_that_are_none(name: str, note: tuple[Path, Any]) -> None:
    """The quick answer is not given, and the command line looks for itself."""
    note[0].write_bytes(TEXTS[name])
    answer, _ = limited(lambda: settled.answer(["build"]))
    assert answer is None


@pytest.mark.parametrize(
    "key", ["schema", "words", "said", "folders", "libraries", "files", "inputs"]
)
def test_wrong_types_in_the_note(key: str, note: tuple[Path, Any]) -> None:
    """Nor for a note with another type, or a path that is none."""
    path, known = note
    values: list[Any] = [
        None,
        5,
        {},
        [],
        [[]],
        "\x1b[2J",
        "a\0b",
        ["/"],
        [["/dev/zero", 0, 0]],
        "/proc",
    ]
    for wrong in values:
        if (key, wrong) == ("files", []):
            continue
        path.write_text(json.dumps({**known, key: wrong}))
        answer = settled.answer(["build"])
        assert answer is None or answer.isprintable()
        assert answer is None or key == "said"


def test_a_note_does_not_send_us_elsewhere(note: tuple[Path, Any], tmp_path: Path) -> None:
    """Only the folders that the words name are looked at, whatever the note says."""
    path, known = note
    os.mkfifo(tmp_path / "pipe")
    path.write_text(json.dumps({**known, "folders": ["/", *known["folders"][1:]]}))
    assert limited(lambda: settled.answer(["build"]))[0] is None
    os.mkfifo(tmp_path / "data" / "pipe")
    path.write_text(json.dumps(known))
    assert limited(lambda: settled.answer(["build"]))[0] is None


TRAILS = [
    b"[" * 100_000,
    b"{}",
    b'{"hasPart": 5}',
    b'{"hasPart": [5]}',
    b'{"hasPart": [{"at": 5, "text": null, "headline": []}]}',
    b"\xff",
]


@pytest.mark.parametrize("data", TRAILS, ids=lambda data: ascii(data)[:24])
def test_trails_that_are_none(data: bytes, tmp_path: Path, golden: Library) -> None:
    """What stands beside an edition is compared with it where that can be done."""
    (tmp_path / "a.json").write_bytes(data)
    handout = compose(golden, Edition("us", "knee", Format.LEAFLET))
    told, _ = limited(lambda: list(changes(tmp_path / "a.json", handout)))
    assert all(line[:2] in ("- ", "+ ") for line in told)
