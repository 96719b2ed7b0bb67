"""Only plain files are read, none of them past its limit, and none outside its folder."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handouts.build import manifest, settled
from handouts.build.lock import hold
from handouts.build.plan import _template_digests
from handouts.cli.common import site_ids
from handouts.content import files
from handouts.content.library import load
from handouts.content.model import Server
from handouts.content.problems import Fault
from handouts.mail import server, wire
from handouts.mail.journal import Journal, Unusable
from handouts.page import pictures
from handouts.page.sandbox import read_text
from tests.conftest import ROOT
from tests.hostile.harm import assert_placed, limited

SPARSE = 3_000_000_000


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _circle(path: Path) -> None:
    other = path.with_name(f"{path.name}2")
    path.symlink_to(other.name)
    other.symlink_to(path.name)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(SPARSE)


def _unreadable(path: Path) -> None:
    path.symlink_to("/proc/self/mem")


KINDS: dict[str, Callable[[Path], object]] = {
    "folder": lambda path: path.mkdir(),
    "pipe": _pipe,
    "socket": _socket,
    "zero": lambda path: path.symlink_to("/dev/zero"),
    "random": lambda path: path.symlink_to("/dev/urandom"),
    "terminal": lambda path: path.symlink_to("/dev/tty"),
    "loop": lambda path: path.symlink_to(path.name),
    "two-loop": _circle,
    "nowhere": lambda path: path.symlink_to("nowhere"),
    "sparse": _sparse,
    "memory": _unreadable,
}


def put(kind: str, path: Path) -> Path:
    """Something that is no plain file, in the place of a file."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    KINDS[kind](path)
    return path


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("file", ["glossary.yaml", "sites/us.yaml", "syndromes/knee.yaml"])
def test_content(file: str, kind: str, data: Path) -> None:
    """In the place of a file of content: at once one message with its name, and no memory."""
    put(kind, data / file)

    def look() -> Any:
        return load(data).problems

    found, _ = limited(look)
    own = [p for p in assert_placed(list(found), data) if p.place.file == str(data / file)]
    assert len(own) == 1, found
    assert own[0].rule in ("unreadable", "outside", "missing", "unknown-file")


@pytest.mark.parametrize("kind", KINDS)
def test_templates(kind: str, tmp_path: Path) -> None:
    """In the place of a template or a style sheet."""
    path = put(kind, tmp_path / "css" / "tokens.css")

    def look() -> Any:
        _template_digests(tmp_path)
        with pytest.raises(Fault) as caught:
            read_text(path, tmp_path)
        return caught.value.problem

    problem, _ = limited(look)
    assert problem.place.file == str(path)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_pictures(suffix: str, kind: str, tmp_path: Path) -> None:
    """In the place of a logo."""
    path = put(kind, tmp_path / f"logo{suffix}")

    def look() -> Any:
        with pytest.raises(Fault) as caught:
            pictures.collect(f"{pictures.BASE}{path.name}", [tmp_path])
        return caught.value.problem

    problem, _ = limited(look)
    assert problem.place.file == str(path)


@pytest.mark.parametrize("kind", KINDS)
def test_settings_and_passwords(kind: str, tmp_path: Path, data: Path) -> None:
    """In the place of the user's settings, a password file or the certificates."""
    path = put(kind, tmp_path / "file")
    site = load(data).sites["us"]
    host = Server(host="localhost", port=1, user="me", certificates=str(path))

    def look() -> Any:
        found, problems = server.find(path, site)
        with pytest.raises(server.NoServer) as refused:
            server._from_file(path)
        with pytest.raises(server.NoServer):
            wire._open(host)
        return found, problems, str(refused.value)

    (found, problems, told), _ = limited(look)
    assert found is None
    assert [p.place.file for p in problems] == [str(path)]
    assert str(path) in told


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["journal.jsonl", "journal.salt"])
def test_journal(name: str, kind: str, tmp_path: Path) -> None:
    """In the place of the journal of what was sent: nothing is sent without it."""
    with Journal.write(tmp_path / "mail"):
        pass
    put(kind, tmp_path / "mail" / name)

    def look() -> Any:
        with pytest.raises((Unusable, OSError)) as caught, Journal.write(tmp_path / "mail"):
            pass
        return str(caught.value)

    told, _ = limited(look)
    assert name in told or kind == "nowhere"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [manifest.NAME, settled.NAME, manifest.LOCK, ".cache/lock.owner"])
def test_output(name: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of what a build notes in the output folder: a warning at most, never a wait."""
    output = tmp_path / "output"
    put(kind, output / name)
    monkeypatch.chdir(tmp_path)

    def look() -> Any:
        known = manifest.read(output)
        assert settled.answer(["build"]) is None
        try:
            with hold(output, print):
                manifest.sweep(output)
        except OSError:
            pass
        return known.entries

    entries, _ = limited(look)
    assert not entries


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_build_depends_on(kind: str, data: Path) -> None:
    """Among the inputs: it is taken for what it is, and not read to its end."""
    put(kind, data / "notes.yaml")

    def look() -> Any:
        return manifest.inputs_digest([data]), manifest.inputs_digest([data])

    (one, other), _ = limited(look)
    assert one == other


NAMES = [b"\xff\xfe.yaml", b"a\nb.yaml", b"\x1b[2J.yaml", b"caf\xc3\xa9.yaml", b"\xe2\x80\xae.yaml"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names(name: bytes, data: Path) -> None:
    """A file whose name is not UTF-8, or would move the cursor: one message that can be printed."""
    path = Path(os.fsdecode(os.fsencode(data) + b"/" + name))
    path.write_bytes(b"x: y\n")
    found = [p for p in load(data).problems if "not a file that we read" in p.message]
    assert len(found) == 1
    assert str(found[0]).isprintable()
    str(found[0]).encode("utf-8")
    assert manifest.inputs_digest([data])
    assert settled.digest([str(data)], str(ROOT))
    assert site_ids(data, ["us"]) == ("us",)


OUTSIDE = "a secret of this machine"


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[Path]:
    """A file beside the project, which must be as it was afterwards."""
    path = tmp_path / "secret.txt"
    path.write_text(OUTSIDE)
    yield path
    assert path.read_text() == OUTSIDE


@pytest.mark.parametrize("file", ["glossary.yaml", "sites/us.yaml", "sites/logo.png", "claims"])
def test_links_out_of_the_content(file: str, data: Path, secret: Path) -> None:
    """A link to a file or folder elsewhere is reported, and nothing of it is read."""
    path = data / file
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(secret if "." in file else secret.parent)
    found = load(data)
    assert [p.rule for p in found.problems if p.place.file == str(path)][:1] == ["outside"]
    assert OUTSIDE not in repr(found)
    with pytest.raises(Fault, match="leads out of the folder"):
        pictures.read(path)


def test_a_link_inside_the_content_is_a_file(data: Path) -> None:
    """Two names for one file are no crime."""
    (data / "sites" / "a.png").write_bytes(b"x")
    (data / "sites" / "b.png").symlink_to("a.png")
    assert not [p for p in load(data).problems if p.rule == "outside"]


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "~/x", "a//b", ".", "..", ""])
def test_names_below_a_folder(name: str, tmp_path: Path) -> None:
    """A name that nobody vouches for leads below its folder, or is refused."""
    if name == "~/x":
        assert files.below(tmp_path, name).is_relative_to(tmp_path)
        return
    with pytest.raises(ValueError, match="not"):
        files.below(tmp_path, name)


@pytest.mark.parametrize(
    "value", [None, 5, [], "a\0b", "a\nb", "a\\b", "c:/x", "x" * 5000, "\ud800"]
)
def test_what_is_no_name(value: object, tmp_path: Path) -> None:
    """Nor is anything else a name."""
    with pytest.raises(ValueError, match="not"):
        files.below(tmp_path, value)
