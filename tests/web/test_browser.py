"""What people do in a browser: find a leaflet, read it, see an edit at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT, edit
from tests.web.browser import Tab, chromium

SHOWN = "[...document.querySelectorAll('.edition')].filter((one) => one.offsetParent).length"
IS_MADE = "/after the save/.test(document.getElementById('state').textContent)"
TWIN = "document.getElementById('twin').contentDocument.body.innerText"


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    with chromium(tmp_path / "browser") as found:
        yield found


def _is_quiet(tab: Tab, near: str) -> None:
    """Nothing was asked for from elsewhere, and the console is empty."""
    tab.run("1")
    far = [url for url in tab.asked if not url.startswith((near, "data:", "about:"))]
    assert (far, tab.complaints) == ([], [])


def _axe() -> str:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm here, and so no axe-core")
    root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=True)
    path = Path(root.stdout.strip(), "axe-core", "axe.min.js")
    if not path.exists():
        pytest.skip("no axe-core here: npm install -g axe-core")
    return path.read_text("utf-8")


def test_a_leaflet_is_found_by_keyboard(everything: Path, tab: Tab) -> None:
    """Tab, type, Tab to the link: no mouse, on a wide screen."""
    tab.open((everything / "output" / "index.html").as_uri())
    all_of_them = tab.run(SHOWN)
    assert all_of_them > 4
    tab.press("Tab", 9)
    assert tab.run("document.activeElement.id") == "words"
    tab.type("KNEE 72")
    found = tab.run(SHOWN)
    assert 0 < found < all_of_them
    assert tab.run("document.getElementById('found').textContent").startswith(f"{found} of ")
    for _ in range(4):
        tab.press("Tab", 9)
    assert tab.run("document.activeElement.getAttribute('href')").endswith("/knee.html")
    tab.run("document.getElementById('words').focus()")
    tab.type(" nobody has this")
    assert tab.run("document.getElementById('nothing').offsetParent !== null")
    _is_quiet(tab, "file:")


def test_a_format_and_a_state_are_filtered(everything: Path, tab: Tab) -> None:
    """Only large print; nothing is signed, and the reader is told so."""
    tab.open((everything / "output" / "index.html").as_uri())

    def choose(name: str, value: str) -> None:
        tab.run(
            f"(() => {{ const one = document.getElementById('{name}'); one.value = '{value}';"
            " one.dispatchEvent(new Event('input', { bubbles: true })); })()"
        )

    choose("format", "large-print")
    listed = json.loads((everything / "output" / "catalogue.json").read_text())["editions"]
    assert tab.run(SHOWN) == sum(row["format"] == "large-print" for row in listed)
    choose("format", "")
    assert tab.run(SHOWN) == len(listed)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("page", ["index.html", "us/elbow.html"])
def test_pages_are_accessible(everything: Path, tab: Tab, page: str, width: int) -> None:
    """What axe-core finds on wide and narrow screens: nothing; and nothing is cut off."""
    tools = _axe()
    tab.resize(width, 900, is_phone=width < 500)
    tab.open((everything / "output" / page).as_uri())
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")
    tab.run(tools + "; 1")
    found = tab.run(
        "axe.run().then((told) => told.violations.map((one) => "
        "one.id + ': ' + one.nodes.map((node) => node.html.slice(0, 150)).join(' | ')))"
    )
    assert found == []
    _is_quiet(tab, "file:")


@contextmanager
def _preview(folder: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "handouts", "preview", "elbow"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[1]
        assert "Traceback" not in said


def test_an_edit_is_shown_and_a_half_saved_file_is_survived(data: Path, tab: Tab) -> None:
    """Pages and words change after a save; a fault is told, and the last good pages stay."""
    (data.parent / "templates").symlink_to(ROOT / "templates")
    path = data / "syndromes" / "elbow.yaml"
    with _preview(data.parent) as address:
        assert address.startswith("http://127.0.0.1:")
        tab.resize(1400, 900)
        tab.open(address)
        tab.until(IS_MADE)
        tab.until("document.querySelectorAll('#sheets img').length > 1")
        pdf = tab.run("document.getElementById('pdf').href")
        tab.run("document.getElementById('sheets').scrollTop = 700")
        whole = path.read_text("utf-8")
        edit(path, 'title: "Elbow', 'title: "Painful elbow')
        tab.until(f"{IS_MADE} && document.getElementById('pdf').href !== '{pdf}'")
        tab.until(f"{TWIN}.includes('Painful elbow')")
        assert tab.run("document.getElementById('sheets').scrollTop") == 700
        assert not (data.parent / "output").exists()

        good = tab.run("document.getElementById('pdf').href")
        path.write_text(path.read_text("utf-8")[:400], "utf-8")
        tab.until("document.body.classList.contains('old')")
        assert "elbow.yaml" in tab.run("document.getElementById('problems').innerText")
        assert tab.run("document.getElementById('pdf').href") == good
        assert tab.run("document.querySelectorAll('#sheets img').length") > 1

        path.write_text(whole, "utf-8")
        tab.until(f"!document.body.classList.contains('old') && {IS_MADE}")
        assert tab.run("document.getElementById('pdf').href") == pdf
        _is_quiet(tab, address.partition("?")[0])


def test_the_preview_shows_what_build_writes(data: Path, tab: Tab, tmp_path: Path) -> None:
    """Byte for byte, for a format chosen on the page."""
    (data.parent / "templates").symlink_to(ROOT / "templates")
    with _preview(data.parent) as address:
        tab.open(address)
        tab.until(IS_MADE)
        tab.run(
            "(() => { const one = document.getElementById('format'); one.value = 'trifold';"
            " one.dispatchEvent(new Event('change')); })()"
        )
        tab.until(f"{IS_MADE} && document.getElementById('pdf').href.includes('trifold')")
        shown = tab.run(
            "fetch(document.getElementById('pdf').href).then((told) => told.arrayBuffer())"
            ".then((data) => crypto.subtle.digest('SHA-256', data)).then((found) => "
            "[...new Uint8Array(found)].map((one) => one.toString(16).padStart(2, '0')).join(''))"
        )
    command = [sys.executable, "-m", "handouts", "build", "elbow", "--format", "trifold"]
    subprocess.run([*command, "--cache", "none"], cwd=data.parent, check=True, capture_output=True)
    listed = json.loads((data.parent / "output" / "catalogue.json").read_text())["editions"]
    assert [row["sha256"] for row in listed] == [shown]


def test_a_page_from_elsewhere_cannot_reach_it(data: Path) -> None:
    """A name that leads to this machine is not this machine's own."""
    import urllib.error
    import urllib.request

    (data.parent / "templates").symlink_to(ROOT / "templates")
    with _preview(data.parent) as address:
        request = urllib.request.Request(address, headers={"Host": "elsewhere.example"})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(request)  # noqa: S310
