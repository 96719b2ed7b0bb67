"""Single pages of a handout, and building again after each save."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Name

from handouts.paper import tags
from handouts.web.watch import saves
from tests.conftest import ROOT, Run, edit

PATIENCE = 180.0
"""Seconds: a machine on which many tests run side by side is slow."""


def _text(path: Path) -> str:
    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


def _tagged(path: Path) -> list[int]:
    """The numbers of the marked pieces that the tags lead to, all on the pages that are there."""
    found = []
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        pages = {page.obj.objgen for page in pdf.pages}
        for element, _ in tags.walk(pdf.Root.StructTreeRoot):
            if Name.Pg in element:
                assert element.Pg.objgen in pages
            found += [int(kid) for kid in tags.kids(element) if isinstance(kid, int)]
    return found


def test_page_1_alone_is_what_it_is_in_the_leaflet(data: Path, run: Run) -> None:
    """One page for the fridge: its words, tagged, in its language, and no other page inside."""
    done = run("print", "elbow")
    path = data.parent / "elbow-page-1.pdf"
    assert (done.returncode, done.stdout) == (0, f"{path.name}\n"), done.stderr
    assert run("build", "elbow", "--format", "leaflet").returncode == 0
    whole = (data.parent / "output" / "us" / "elbow-leaflet.pdf").read_bytes()
    with pypdfium2.PdfDocument(whole) as pdf:
        first = pdf[0].get_textpage().get_text_range()
        assert len(pdf) > 1
    assert _text(path) == first
    assert _tagged(path)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.Root.Lang) == "en-US"
        assert len([one for one in pdf.objects if _is_page(one)]) == 1


def _is_page(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get(Name.Type) == Name.Page


def test_the_card_alone(data: Path, run: Run) -> None:
    """The page with the card to cut out; a leaflet without one says so."""
    done = run("print", "elbow", "--card", "--to", "card.pdf")
    assert done.returncode == 0, done.stderr
    assert "Medical alert" in _text(data.parent / "card.pdf")
    done = run("print", "knee", "--card")
    assert done.returncode == 2
    assert "has no card" in done.stderr
    assert not (data.parent / "knee-card.pdf").exists()


def test_a_page_that_is_not_there(data: Path, run: Run) -> None:
    """It is told, and nothing is written."""
    done = run("print", "elbow", "--page", "99")
    assert done.returncode == 2
    assert "no such page" in done.stderr
    assert list(data.parent.glob("*.pdf")) == []


def test_what_an_edit_makes_stale_is_built_again(data: Path) -> None:
    """Until Ctrl-C, which is no failure; a half-saved file is told and survived."""
    (data.parent / "templates").symlink_to(ROOT / "templates")
    command = [sys.executable, "-m", "handouts", "build", "elbow", "--format", "trifold", "--watch"]
    process = subprocess.Popen(
        command,
        cwd=data.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    path, syndrome = data.parent / "output/us/elbow-trifold.pdf", data / "syndromes" / "elbow.yaml"
    whole = syndrome.read_text("utf-8")
    try:
        _until(path.exists)
        _until((data.parent / "output" / "index.html").exists)
        before = path.read_bytes()
        syndrome.write_text(whole[:300], "utf-8")
        time.sleep(1)
        assert path.read_bytes() == before
        syndrome.write_text(whole, "utf-8")
        edit(syndrome, 'title: "Elbow', 'title: "Painful elbow')
        _until(lambda: path.read_bytes() != before)
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 0, said
    assert "Traceback" not in said


def test_what_is_saved_during_a_build_is_heard_after_it(tmp_path: Path) -> None:
    """It watches before the first build begins, so that no save falls between."""
    stop = threading.Event()
    at_last = threading.Timer(PATIENCE, stop.set)
    at_last.start()
    try:
        heard = saves((tmp_path,), stop)
        assert next(heard) == set()
        (tmp_path / "a.yaml").write_text("1")
        assert next(heard) == {tmp_path / "a.yaml"}
    finally:
        at_last.cancel()


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)
