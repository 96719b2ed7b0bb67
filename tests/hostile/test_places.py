"""Whatever the engine complains of, the message leads to a file and line that can be opened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handouts.content.library import load
from handouts.page import pictures
from tests.hostile.test_folders import fair, program, project

PLACED = re.compile(r"(?P<file>[^:]+):(?P<line>\d+):(?:\d+:)? (?:error|warning): .+ \[[a-z-]+\]")

STYLES = {
    "address": "body { background: url(https://evil.example/a.png) }",
    "file": 'h2 { background: url("file:///etc/passwd") }',
    "relative": "p { background: url(../../../../etc/passwd) }",
    "font": "@font-face { font-family: Evil; src: url(https://evil.example/a.woff2) }",
    "import": "@import url(https://evil.example/b.css);",
    "property": ".masthead { nonsense: 5 }",
    "drawing": 'section { background: url("data:image/svg+xml,'
    "%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cuse href='%23a' id='a'/%3E%3C/svg%3E\") }",
    "png": 'h1 { background: url("data:image/png;base64,iVBORw0KGgo=") }',
}
PAGES = {
    "image": '<p><img src="https://other.example/a.png" alt=""></p>',
    "image-file": '<p><img src="file:///etc/shadow" alt=""></p>',
    "object": '<p><object data="https://other.example/a.svg"></object></p>',
    "style": '<p style="background: url(https://other.example/b.png)">x</p>',
    "link": '<link rel="stylesheet" href="https://other.example/c.css">',
    "attachment": '<link rel="attachment" href="file:///etc/shadow">',
    "anchor-attachment": '<p><a rel="attachment" href="file:///etc/shadow">x</a></p>',
    "glyph": "<p>ሀ</p>",
}


def placed(folder: Path, told: str) -> list[tuple[str, int]]:
    """The files and lines of the errors, each of which there is."""
    found = []
    for line in told.split("\n"):
        if " error: " in line:
            match = PLACED.fullmatch(line)
            assert match, line
            path = folder / match["file"]
            assert path.is_file(), line
            assert 1 <= int(match["line"]) <= path.read_bytes().count(b"\n") + 1, line
            found.append((match["file"], int(match["line"])))
    return found


def test_style_sheets_and_pages(tmp_path: Path) -> None:
    """An address, a file, a font or an odd letter in a style sheet or template: its own line."""
    folder = project(tmp_path / "p")
    sheet = folder / "templates" / "css" / "leaflet.css"
    before = sheet.read_text().count("\n")
    sheet.write_text(sheet.read_text() + "\n".join(STYLES.values()) + "\n")
    page = folder / "templates" / "leaflet.html"
    lines = page.read_text().split("\n")
    at = next(n for n, line in enumerate(lines) if "block" in line and "body" in line)
    lines[at + 1 : at + 1] = PAGES.values()
    page.write_text("\n".join(lines))
    done = program("build", "knee", "--format", "leaflet", cwd=folder)
    told = fair(done)
    found = placed(folder, told)
    assert done.returncode == 1
    styles = {line - before for file, line in found if file == "templates/css/leaflet.css"}
    assert len(styles) >= len(STYLES) - 2, (styles, told)
    pages = {line for file, line in found if file == "templates/leaflet.html"}
    assert len(pages) >= len(PAGES) - 3, (pages, told)
    assert "root:" not in told


@pytest.mark.parametrize("logo", ["nowhere.png", "broken.png", "bomb.svg"])
def test_logos(logo: str, tmp_path: Path) -> None:
    """A logo that is missing, broken or costly: told by `check` and by `build`, with its file."""
    folder = project(tmp_path / "p")
    site = folder / "data" / "sites" / "us.yaml"
    lines = [line for line in site.read_text().split("\n") if not line.startswith("logo")]
    site.write_text("\n".join([*lines[:-1], f"logo: {logo}", "logo_alt: A hospital", ""]))
    if logo == "broken.png":
        (site.parent / logo).write_bytes(b"\x89PNG\r\n\x1a\n")
    if logo == "bomb.svg":
        drawing = '<svg xmlns="http://www.w3.org/2000/svg">\n<use href="#a"/></svg>'
        (site.parent / logo).write_text(drawing)
    words = ("check",) if logo == "bomb.svg" else ("build", "knee", "--format", "leaflet")
    (fault,) = pictures.faults(load(folder / "data"))
    told = fair(program(*words, cwd=folder)) if logo != "broken.png" else str(fault)
    line = next(line for line in told.split("\n") if logo in line)
    assert str(fault).endswith(line.partition("data/sites/")[2])
    where = "us.yaml:" if logo.startswith("nowhere") else f"{logo}:"
    assert line.partition("data/sites/")[2].startswith(where), line
