"""The shapes that a handout can take: one row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Sheets(StrEnum):
    """How pages are laid onto the print room's sheets."""

    PAGES = "pages"
    """One page a side, as they are."""
    PANELS = "panels"
    """Six panels on the two sides of one sheet, each of which folds over the next."""
    SIDES = "sides"
    """Three panels in one language, three in another: one a side, folded to and fro."""
    BOOK = "book"
    """Two pages a side, folded and stapled in the middle."""


@dataclass(frozen=True)
class Shape:
    """What is particular to a format."""

    styles: tuple[str, ...]
    """Style sheets in cascade order; tokens and the paper's come before them."""
    max_pages: int
    """The page budget, of each side where a side has a language; 0 means none."""
    text_floor: float
    """The smallest type that may be printed, in points."""
    sheets: Sheets
    how_to_print: str
    is_short: bool = False
    """Whether it shows only the blocks that have a panel."""
    is_bilingual: bool = False
    """Whether it is in the language of the site's readers and in another: a language a side."""
    is_series: bool = False
    """Whether it is about all subjects at once."""


class Format(StrEnum):
    """The names of the formats."""

    LEAFLET = "leaflet"
    LARGE_PRINT = "large-print"
    TRIFOLD = "trifold"
    BILINGUAL = "bilingual"
    BOOKLET = "booklet"

    @property
    def shape(self) -> Shape:
        """Its row."""
        return SHAPES[self]


SHAPES: Mapping[Format, Shape] = {
    Format.LEAFLET: Shape(
        styles=("page", "text", "blocks", "leaflet"),
        max_pages=12,
        text_floor=12,
        sheets=Sheets.BOOK,
        how_to_print="at 100% on both sides, flip on the short edge, fold in the middle",
    ),
    Format.LARGE_PRINT: Shape(
        styles=("page", "text", "blocks", "large-print"),
        max_pages=40,
        text_floor=18,
        sheets=Sheets.PAGES,
        how_to_print="at 100%; cut at the marks",
    ),
    Format.TRIFOLD: Shape(
        styles=("text", "blocks", "trifold"),
        max_pages=6,
        text_floor=10,
        sheets=Sheets.PANELS,
        how_to_print="at 100% on both sides, flip on the short edge, fold at the marks",
        is_short=True,
    ),
    Format.BILINGUAL: Shape(
        styles=("text", "blocks", "trifold", "bilingual"),
        max_pages=3,
        text_floor=10,
        sheets=Sheets.SIDES,
        how_to_print="at 100% on both sides, flip as the file says, fold to and fro at the marks",
        is_short=True,
        is_bilingual=True,
    ),
    Format.BOOKLET: Shape(
        styles=("text", "blocks", "booklet"),
        max_pages=0,
        text_floor=12,
        sheets=Sheets.BOOK,
        how_to_print="at 100% on both sides, flip on the short edge, fold and staple in the middle",
        is_series=True,
    ),
}
"""Every format; a new one is a row here, a template and a style sheet."""
