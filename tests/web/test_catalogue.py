"""The catalogue: what was built, found by anybody and by programs."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from tests.conftest import Run, edit


def _listed(built: Path) -> list[dict[str, object]]:
    return list(json.loads((built / "output" / "catalogue.json").read_text())["editions"])


def _lines(built: Path) -> list[dict[str, str]]:
    text = (built / "output" / "catalogue.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_it_lists_what_stands_there(built: Path) -> None:
    """Each edition with its file, pages, size and state, as the manifest has them."""
    known = json.loads((built / "output" / "manifest.json").read_text())["editions"]
    listed = {str(row["edition"]): row for row in _listed(built)}
    assert set(listed) == set(known)
    for name, row in listed.items():
        file = known[name]["files"][0]
        assert (row["file"], row["pages"], row["bytes"]) == (
            file["path"],
            file["pages"],
            file["bytes"],
        )
        assert row["state"] == ("signed" if known[name]["signed"] else "draft")
        assert (built / "output" / str(row["file"])).is_file()
    rows = _lines(built)
    assert [row["edition"] for row in rows] == [str(row["edition"]) for row in _listed(built)]


def test_its_page_is_whole_in_one_file(built: Path) -> None:
    """It works from disk: nothing is fetched, and every link leads to a file that is there."""
    page = (built / "output" / "index.html").read_text("utf-8")
    assert re.findall(r'(?:src|href)="(?!data:)(https?:|//)', page) == []
    for link in re.findall(r'href="([^"]+)"', page):
        assert (built / "output" / link).is_file(), link


def test_codes_are_told_to_programs(data: Path, run: Run) -> None:
    """An electronic record finds the leaflet by the code of the illness."""
    path = data / "syndromes" / "elbow.yaml"
    (reference, *_) = re.findall(r"references: \[([a-z0-9-]+)", path.read_text())
    code = f"codes:\n  - {{system: icd-10, code: M25.6, reference: {reference}}}\n"
    edit(path, "searched:", f"{code}searched:")
    assert run("build", "elbow", "--format", "large-print").returncode == 0
    (row,) = _listed(data.parent)
    assert row["codes"] == {"icd-10": ["M25.6"], "icd-11": [], "snomed-ct": [], "orpha": []}
    (line,) = _lines(data.parent)
    assert line["icd_10"] == "M25.6"


def test_a_withdrawn_leaflet_cannot_be_opened_from_it(built: Path, run: Run) -> None:
    """What was taken back is named, so that old copies are known, and not handed out again."""
    revisions = built / "data" / "revisions.yaml"
    text = revisions.read_text()
    handout = "elbow"
    text += (
        f'- handout: {handout}\n  version: "9.0"\n  date: 2026-11-20\n  kind: withdrawal\n'
        "  changes: [It was wrong.]\n"
    )
    revisions.write_text(text)
    done = run("build", "booklet")
    rows = {str(row["edition"]): row for row in _listed(built)}
    assert rows["us/elbow-leaflet"]["state"] == "withdrawn", done.stderr
    page = (built / "output" / "index.html").read_text("utf-8")
    assert 'href="us/elbow-leaflet.pdf"' not in page


def test_it_comes_back_when_it_is_deleted(built: Path, run: Run) -> None:
    """Nothing else has to be stale."""
    path = built / "output" / "index.html"
    before = path.read_text("utf-8")
    path.unlink()
    assert run("build").returncode == 0
    assert path.read_text("utf-8") == before
