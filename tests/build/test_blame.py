"""The engine's messages lead to the file and line that somebody has to mend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import GOLDEN, ROOT

from handouts.build.blame import blame
from handouts.content.library import Library
from handouts.content.problems import Place, Problem
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.handout import Handout
from handouts.page.render import render

TEMPLATES = ROOT / "templates"


@pytest.fixture
def handout(golden: Library) -> Handout:
    return compose(golden, Edition("us", "elbow", Format.LEAFLET))


def engine(message: str) -> Problem:
    return Problem(Place("us/elbow-leaflet"), "engine", message)


def test_a_missing_letter_is_blamed_on_the_words_that_have_it(handout: Handout) -> None:
    """Every sentence with the character is named, wherever it stands; a heading too."""
    letter = "€"
    title = replace(handout.title, text=f"Elbows {letter}", place=Place("a.yaml", 3, 1))
    told = engine(f".notdef glyph rendered for Unicode string '{letter}' (U+20AC)")
    (found,) = blame([told], replace(handout, title=title), TEMPLATES)
    assert (found.place, found.rule) == (Place("a.yaml", 3, 1), "glyph")
    assert "U+20AC" in found.message
    (found,) = blame([told], handout, TEMPLATES)
    # nobody's words have it, so it is the theme's
    assert found.place == Place(str(TEMPLATES / "leaflet.html"), 1)


@pytest.mark.parametrize("sheet", ["tokens", "paper-letter", *Format.LEAFLET.shape.styles])
def test_a_rule_is_blamed_on_its_sheet_and_line(handout: Handout, sheet: str) -> None:
    """A designer is led to the line, though all sheets stand in one page."""
    path = TEMPLATES / "css" / f"{sheet}.css"
    lines = path.read_text("utf-8").splitlines()
    last = max(n for n, line in enumerate(lines, 1) if line.strip())
    style = render(handout, TEMPLATES).partition("<style>")[2].split("\n")
    at = _line_of(style, lines, last)
    (found,) = blame([engine(f"Ignored `x` at {at}:7, unknown property.")], handout, TEMPLATES)
    assert (found.place, found.rule) == (Place(str(path), last, 7), "engine")
    assert found.message == "Ignored `x`, unknown property"


def _line_of(style: list[str], lines: list[str], wanted: int) -> int:
    """In which line of the page's style, counted from 1, a line of a sheet stands."""
    for start in range(len(style)):
        if style[start : start + len(lines)] == lines:
            return start + wanted
    raise LookupError


def test_other_problems_have_a_place_all_the_same(handout: Handout) -> None:
    """What has its place already keeps it; the engine's have the page's template."""
    full = Problem(Place(str(GOLDEN / "x.yaml"), 1, 1), "page-budget", "13 pages, 12 allowed")
    other = engine("took longer than 120 seconds and was stopped")
    kept, placed = blame([full, other], handout, Path("nowhere"))
    assert kept == full
    assert placed.place == Place("nowhere/leaflet.html", 1)
    assert placed.message == f"us/elbow-leaflet: {other.message}"
