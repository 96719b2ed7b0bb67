"""The whole program in folders of any name, on full disks, without a home; what it prints."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from handouts.build import manifest
from handouts.paper import pdf
from tests.conftest import GOLDEN, ROOT
from tests.hostile.harm import SOAK

NAMES: dict[str, bytes] = {
    "ampersand": b"a&b",
    "everything": b" <x>&y; 'it' \"q\" #1 %20%s ;$HOME`x`\\ ",
    "new-line": "naïve\n日本語".encode(),
    "not-utf-8": b"bad\xff\xfe",
    "element": b"<x>",
    "entity": b"&amp;&#0;",
    "end": b"</dir>",
    "percent": b"100%",
    "hash": b"#a",
    "dash": b"-rf",
    "long": b"x" * 200,
    "colons": b"a:b;c,d",
    "glob": b"[a]*?{b}",
    "tilde": b"~",
    "dots": b"...",
    "backslash": b"a\\b",
    "blank": b" ",
    "right-to-left": "‮evil".encode(),
}
NOWHERE = "/proc/nowhere"
"""A home that nobody can write to, and that is not even there."""
OFTEN = ("new-line", "not-utf-8")


def program(*words: str, cwd: Path | str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`handouts` with these words, as a process of its own, a minute at most."""
    return subprocess.run(
        [sys.executable, "-m", "handouts", *words],
        cwd=cwd,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "HOME": NOWHERE, "XDG_CACHE_HOME": NOWHERE, **environment},
    )


def project(folder: Path) -> Path:
    """The small data set and the shipped templates, in a folder."""
    folder.mkdir(parents=True)
    shutil.copytree(GOLDEN, folder / "data")
    shutil.copytree(ROOT / "templates", folder / "templates")
    return folder


def fair(done: subprocess.CompletedProcess[bytes]) -> str:
    """What a process printed: no traceback, nothing that a terminal would obey."""
    told = (done.stdout + done.stderr).decode("utf-8")
    assert "Traceback" not in told
    assert all(line.isprintable() for line in told.split("\n")), ascii(told)
    return told


TYPESET = """
import sys, os
from pathlib import Path
from handouts.paper import pdf
scratch = Path("scratch").absolute()
scratch.mkdir()
pdf.lay_out_fonts(scratch)
pdf.settle(scratch)
outcome = pdf.typeset(pdf.Job("a", pdf.SELF_TEST))
print([str(p) for p in outcome.problems])
Path("a.pdf").write_bytes(outcome.pdf)
"""


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of a page that was typeset in a folder with a plain name."""
    return typeset(tmp_path_factory.mktemp("plain"))


def typeset(folder: Path) -> str:
    """The digest of a page that was typeset in a folder, without a home to write to."""
    subprocess.run(
        [sys.executable, "-c", TYPESET],
        cwd=folder,
        check=True,
        timeout=60,
        env={**os.environ, "HOME": NOWHERE, "XDG_CACHE_HOME": NOWHERE},
    )
    return hashlib.sha256((folder / "a.pdf").read_bytes()).hexdigest()


@pytest.mark.parametrize("name", NAMES if SOAK else OFTEN)
def test_fonts_are_found(name: str, tmp_path: Path, expected: str) -> None:
    """In a folder of any name, a page has the very same bytes: our fonts, and no others."""
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + NAMES[name]))
    folder.mkdir()
    assert typeset(folder) == expected


def _keys(found: pikepdf.Object) -> list[str]:
    return list(found.keys()) if isinstance(found, pikepdf.Dictionary) else []


@pytest.mark.parametrize("name", NAMES if SOAK else ("everything",))
def test_from_end_to_end(name: str, tmp_path: Path) -> None:
    """Building, building again, cleaning, in a folder of any name and with a read-only home."""
    folder = project(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + NAMES[name])))
    words = ("build", "knee", "--format", "leaflet")
    done = program(*words, cwd=folder)
    assert "knee-leaflet.pdf" in fair(done), fair(done)
    assert done.returncode == 0
    built = folder / "output" / "us" / "knee-leaflet.pdf"
    with pikepdf.open(io.BytesIO(built.read_bytes())) as made:
        named = [str(o.FontName) for o in made.objects if "/FontName" in _keys(o)]
    assert named
    assert all("Source-Sans" in name or "SourceSans" in name for name in named), named
    assert "1 up to date" in fair(program(*words, cwd=folder))
    assert program("clean", cwd=folder).returncode == 0
    assert not (folder / "output" / "us").exists()


def test_a_very_long_path(tmp_path: Path) -> None:
    """A path that is longer than the system takes is a message, and not a traceback."""
    folder = project(tmp_path / "p")
    done = program("--output", "/".join(["x" * 200] * 30), "build", "knee", cwd=folder)
    assert done.returncode in (1, 2)
    assert "too long" in fair(done)


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not the font that was to be written to it."""

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left") as caught:
        pdf.lay_out_fonts(tmp_path)
    assert caught.value.filename == str(tmp_path)


HOSTILE = "\x1b]0;evil\x07\u202e"


def test_what_the_command_line_echoes(tmp_path: Path) -> None:
    """Names and words that come back in a message are shown, and not obeyed."""
    folder = project(tmp_path / "p")
    (folder / "data" / "sites" / f"{HOSTILE}.yaml").write_text("x: y\n")
    (folder / "data" / "syndromes" / f"{HOSTILE}.yaml").write_text("x: y\n")
    known = [
        ("--site", "nope", "check"),
        ("build", HOSTILE),
        ("mail", HOSTILE, "--to", f"a{HOSTILE}@b.example"),
        ("check",),
    ]
    more = [
        ("--site", HOSTILE, "check"),
        ("build", "nope"),
        ("show", HOSTILE),
        ("ledger", HOSTILE),
        ("--data", f"/nowhere{HOSTILE}", "check"),
        ("mail", "--recipients", f"/nowhere{HOSTILE}"),
        (HOSTILE,),
    ]
    for words in known + more * SOAK:
        done = program(*words, cwd=folder)
        assert done.returncode in (1, 2, 4), words
        fair(done)


def test_arguments_that_are_not_utf_8(tmp_path: Path) -> None:
    """Bytes that are no text in any argument: a message."""
    folder = project(tmp_path / "p")
    bad = os.fsdecode(b"a\xff\xfe")
    for words in (
        ("--site", bad, "check"),
        ("build", bad),
        ("--data", bad, "check"),
        ("show", bad),
    ):
        done = program(*words, cwd=folder)
        assert done.returncode in (1, 2), words
        fair(done)


def test_drafts_are_private(tmp_path: Path) -> None:
    """A draft holds an address: nobody else can read it, nor list the folder."""
    folder = project(tmp_path / "p")
    (folder / "output" / "mail").mkdir(parents=True, mode=0o755)
    done = program("mail", "knee", "--to", "ann@mail.example", cwd=folder)
    fair(done)
    drafts = list((folder / "output" / "mail").glob("*.eml"))
    if done.returncode == 0:
        assert drafts
    for path in drafts:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    if drafts:
        assert stat.S_IMODE((folder / "output" / "mail").stat().st_mode) == 0o700


def test_a_hostile_manifest_from_end_to_end(tmp_path: Path) -> None:
    """Cleaning and building with a manifest that names what is not ours: a warning, no deletion."""
    folder = project(tmp_path / "p")
    victim = tmp_path / "victim.pdf"
    victim.write_text("mine")
    output = folder / "output"
    output.mkdir()
    text = (
        '{"schema": 1, "inputs": "", "editions": {"us/a": {"site": "us", "subject": "a", "format": '
        '"leaflet", "files": [{"path": "../../victim.pdf", "sha256": "", "bytes": 4, '
        '"modified": 1, "pages": 1}], "fingerprint": "", "chapters": [], "version": "1.0", '
        '"signed": false, "engine": "", "uses": {}}}}'
    )
    for words in (("clean",), ("build", "knee", "--format", "leaflet")):
        (output / manifest.NAME).write_text(text)
        done = program(*words, cwd=folder)
        told = fair(done)
        assert "warning: output/manifest.json cannot be understood" in told
        assert victim.read_text() == "mine"


def test_no_command_writes_through_a_link(tmp_path: Path) -> None:
    """A folder of the project that leads elsewhere: a message, and nothing is there."""
    folder, victim = project(tmp_path / "p"), tmp_path / "victim"
    victim.mkdir()
    for place in ("data/references", "data/.schema", "output/review"):
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).symlink_to(victim)
    for words in (("new", "reference", "smith-2026"), ("schema",), ("review-copy", "knee")):
        done = program(*words, cwd=folder)
        assert done.returncode == 1, words
        assert "leads out of the folder" in fair(done)
    assert list(victim.iterdir()) == []


@pytest.mark.parametrize("option", ["--data", "--templates"])
def test_another_folder_altogether(option: str, tmp_path: Path) -> None:
    """Whoever names a whole disk is told so, before all of it is read."""
    folder = project(tmp_path / "p")
    done = program(option, "/usr", "build", "knee", cwd=folder)
    assert done.returncode == 1
    assert "more than 20,000 files" in fair(done)


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    """Words of the command line that content may not hold are refused before they are kept."""
    folder = project(tmp_path / "p")
    for change in ("a\u202eb", "")[: 1 + SOAK]:
        done = program("revise", "knee", "--kind", "withdrawal", "--change", change, cwd=folder)
        assert done.returncode == 1
        assert "the revision:" in fair(done)
    assert program("check", cwd=folder).returncode == 0


def test_an_option_without_its_value(tmp_path: Path) -> None:
    """Behind a command too it is a wrong command line, and not another folder."""
    done = program("check", "--data", cwd=project(tmp_path / "p"))
    assert done.returncode == 2
    assert "requires an argument" in fair(done)
