"""A language may bring the fonts of its script, and a letter that no font has is told once."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from tests.conftest import ROOT, Run, edit
from tests.languages.test_languages import speak
from tests.languages.test_sheets import where

from handouts.content import library
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.paper.audit import audit, outline

HEBREW = [chr(code) for code in range(0x5D0, 0x5EB)]


def hebrew(text: str) -> str:
    """A text in letters that our face does not have; units and what is in braces stay."""
    parts = re.split(r"(\{[^}]*\}|°[CF])", text)
    spelled = str.maketrans({chr(97 + n): HEBREW[n] for n in range(26)})
    return "".join(p if p.startswith(("{", "°")) else p.lower().translate(spelled) for p in parts)


def package(site: Path, name: str) -> None:
    """A font package as PyPI has them, installed below `site`: each Hebrew letter is a block."""
    drawn = TTGlyphPen(None)
    for x, y in ((100, 0), (100, 500), (200, 500), (200, 0)):
        (drawn.lineTo if drawn.points else drawn.moveTo)((x, y))
    drawn.closePath()
    block = drawn.glyph()
    made = FontBuilder(1000)
    names = [".notdef", "space", *(f"uni{ord(letter):04X}" for letter in HEBREW)]
    made.setupGlyphOrder(names)
    made.setupCharacterMap({32: "space", **{ord(c): f"uni{ord(c):04X}" for c in HEBREW}})
    made.setupGlyf({**dict.fromkeys(names, block), "space": TTGlyphPen(None).glyph()})
    made.setupHorizontalMetrics(dict.fromkeys(names, (500, 50)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Test Blocks", "styleName": "Regular"})
    made.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    made.setupPost()
    folder, told = site / "blocks" / "files", site / f"{name.replace('-', '_')}-1.0.dist-info"
    folder.mkdir(parents=True)
    told.mkdir()
    made.save(folder / "Blocks.ttf")
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (told / "RECORD").write_text("blocks/files/Blocks.ttf,,\n")


def test_a_font_package_prints_another_script(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its letters are embedded and can be read out; our face keeps figures, which are read from the
    left."""
    package(data.parent / "site", "font-blocks")
    monkeypatch.syspath_prepend(data.parent / "site")
    speak(data, "he-IL", text=hebrew)
    edit(data / "languages/he-IL/language.yaml", "joins:", "font: font-blocks\njoins:")
    done = run("build", "elbow", "--format", "trifold", "--format", "bilingual")
    assert done.returncode == 0, done.stderr
    for format_ in (Format.TRIFOLD, Format.BILINGUAL):
        edition = Edition("us", "elbow", format_, "he-IL")
        path = data.parent / "output" / edition.path
        handout = compose(library.load(data), edition)
        assert (
            audit(path.read_bytes(), "a file", handout, outline(handout, ROOT / "templates")) == []
        )
        with pikepdf.open(path) as file:
            fonts = {str(o.BaseFont)[8:] for o in file.objects if _is_font(o)}
        assert {name.partition("-")[0] for name in fonts} >= {"Source", "Test"}
        figure, unit = (where(path.read_bytes(), words)[-1] for words in ("100.4", "F"))
        assert figure[0] == unit[0]
        assert figure[2] < unit[1]


def _is_font(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_letter_that_no_font_has_is_told_once(data: Path, run: Run, command: str) -> None:
    """Not for each letter, text or edition: the catalogue, the line where it begins, the cure."""
    speak(data, "he-IL", text=hebrew)
    done = run(command)
    told = [line for line in done.stderr.splitlines() if "no font has" in line]
    assert done.returncode == 1
    assert len(told) == 1, done.stderr
    assert re.search(
        r"languages/he-IL/all\.po:\d+: error: no font has . . .* and \d+ more;", told[0]
    )


def test_a_font_package_that_is_not_there_is_named(data: Path, run: Run) -> None:
    """With the line that installs it."""
    speak(data, "he-IL", text=hebrew)
    edit(data / "languages/he-IL/language.yaml", "joins:", "font: font-nowhere\njoins:")
    done = run("check")
    assert "language.yaml:1:1: error: no fonts in" in done.stderr
    assert "pip install font-nowhere" in done.stderr
