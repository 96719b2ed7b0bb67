"""Pages → sheets for the print room: booklets for stitching, trifolds on both sides, crop marks.

Each page becomes a form drawn on its sheet. Tags, links and bookmarks move with it, so the sheets
are as accessible as the pages: marked content is found through the form (ISO 32000-1, 14.7.4.3).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from handouts.content.languages.spoken import direction
from handouts.page.formats import Format, Sheets
from handouts.paper import tags

MM = 72 / 25.4
BLEED, MARK = 3 * MM, 5 * MM
"""How far ink may run over the cut, and the length of a crop mark beyond that, in points."""
SHEETS = {"letter": (279.4 * MM, 215.9 * MM), "a4": (297 * MM, 210 * MM)}
"""The landscape sheets that hold three panels, in points."""


@dataclass(frozen=True)
class Slot:
    """Where a page (by index; None for a blank) stands on a sheet: its left edge, in points."""

    page: int | None
    left: float


@dataclass(frozen=True)
class _Moved:
    """Where a page has gone: its sheet, the form that draws it, how far to the right and up."""

    sheet: Any
    form: Any
    left: float
    up: float


def booklet_order(pages: int) -> list[tuple[int | None, int | None]]:
    """Left and right page of each side of each sheet, for saddle stitching.

    Pages count from 0. Blanks fill up to a multiple of four; they stand before the last page,
    which stays the back cover.

    >>> booklet_order(4)
    [(3, 0), (1, 2)]
    >>> booklet_order(3)
    [(2, 0), (1, None)]
    """
    whole = -(-pages // 4) * 4
    order: list[int | None] = [*range(pages - 1), *[None] * (whole - pages), pages - 1]
    sides = []
    for first in range(0, whole // 2, 2):
        last = whole - 1 - first
        sides += [(order[last], order[first]), (order[first + 1], order[last - 1])]
    return sides


def impose(data: bytes, format_: Format, paper: str, crop_marks: bool = False) -> bytes:
    """The print-room file of a handout.

    Folded formats stand on sheets of two pages or three panels a side, from right to left where
    the language is written so; others have one page on a sheet. With crop marks a sheet grows by
    bleed and marks on all sides.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        widths = [float(page.mediabox[2]) for page in pdf.pages]
        is_mirrored = direction(str(pdf.Root.get(Name.Lang, ""))) == "rtl"
        flip = Name.DuplexFlipShortEdge
        sheets = format_.shape.sheets
        width, height = widths[0], float(pdf.pages[0].mediabox[3])
        if sheets is Sheets.PAGES:
            sides: list[tuple[Slot, ...]] = [(Slot(page, 0),) for page in range(len(widths))]
            folds: list[list[float]] = [[]] * len(sides)
        elif sheets is Sheets.PANELS:
            width, height = SHEETS[paper]
            sides = list(_trifold(widths, width, is_mirrored=is_mirrored))
            folds = [[slot.left for slot in side[1:]] for side in sides]
        elif sheets is Sheets.SIDES:
            width, height = SHEETS[paper]
            ways = [direction(language) == "rtl" for language in _languages(pdf)]
            sides = list(_two_sides(widths, width, ways))
            folds = [[slot.left for slot in side[1:]] for side in sides]
            if ways[0] is not ways[1]:  # or else the second cover would lie inside
                flip = Name.DuplexFlipLongEdge
        else:
            width *= 2
            sides = [
                (Slot(left, width / 2 - widths[0]), Slot(right, width / 2))
                for left, right in (
                    side[::-1] if is_mirrored else side for side in booklet_order(len(widths))
                )
            ]
            folds = [[width / 2]] * len(sides)
        _place(pdf, sides, folds, width, height, BLEED + MARK if crop_marks else 0)
        if is_mirrored:
            pdf.Root.ViewerPreferences.Direction = Name.R2L
        if sheets is not Sheets.PAGES:
            pdf.Root.ViewerPreferences.Duplex = flip
        return tags.save(pdf)


def _trifold(
    widths: Sequence[float], width: float, *, is_mirrored: bool
) -> Iterator[tuple[Slot, ...]]:
    """Outside: flap, back, cover; inside: the second to the fourth panel."""
    for side in ((4, 5, 0), (1, 2, 3)):
        yield _beside(side[::-1] if is_mirrored else side, widths, width)


def _two_sides(
    widths: Sequence[float], width: float, ways: Sequence[bool]
) -> Iterator[tuple[Slot, ...]]:
    """A side for each language, its panels in reading order; `ways`: from right to left or not.

    Folded to and fro, the first panel of each language is on the outside: turn the leaflet over.
    """
    for first, is_mirrored in zip((0, 3), ways, strict=True):
        side = range(first, first + 3)
        yield _beside(side[::-1] if is_mirrored else side, widths, width)


def _beside(pages: Sequence[int], widths: Sequence[float], width: float) -> tuple[Slot, ...]:
    """Pages side by side, in the middle of a sheet."""
    left = (width - sum(widths[page] for page in pages)) / 2
    slots = []
    for page in pages:
        slots.append(Slot(page, left))
        left += widths[page]
    return tuple(slots)


def _languages(pdf: pikepdf.Pdf) -> list[str]:
    """The languages of the parts of a joined file."""
    (document,) = tags.kids(pdf.Root.StructTreeRoot)
    return [str(part.Lang) for part in tags.kids(document)]


def _place(
    pdf: pikepdf.Pdf,
    sides: Sequence[Sequence[Slot]],
    folds: Sequence[Sequence[float]],
    width: float,
    height: float,
    margin: float,
) -> None:
    pages = [page.obj for page in pdf.pages]
    forms: list[Any] = [_form(page) for page in pdf.pages]
    moved: dict[tuple[int, int], _Moved] = {}
    sheets = []
    for side, lines in zip(sides, folds, strict=True):
        sheet = pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, width + 2 * margin, height + 2 * margin]),
                TrimBox=Array([margin, margin, margin + width, margin + height]),
                Resources=Dictionary(XObject=Dictionary()),
                Tabs=Name.S,
            )
        )
        drawn, notes = [_marks(lines, width, height, margin)], []
        if margin:
            edge = margin - BLEED
            sheet.BleedBox = Array([edge, edge, width + margin + BLEED, height + margin + BLEED])
        for slot in side:
            if slot.page is None:
                continue
            page, form = pages[slot.page], forms[slot.page]
            sheet.Resources.XObject[f"/P{slot.page}"] = form
            left = slot.left + margin
            drawn.append(f"q 1 0 0 1 {left:.3f} {margin:.3f} cm /P{slot.page} Do Q")
            moved[page.objgen] = _Moved(sheet, form, left, margin)
            for note in page.get(Name.Annots, ()):
                box = [float(value) for value in note.Rect]
                offsets = (left, margin, left, margin)
                note.Rect = Array([round(b + o, 3) for b, o in zip(box, offsets, strict=True)])
                notes.append(note)
        sheet.Contents = pdf.make_stream("\n".join(drawn).encode())
        if notes:
            sheet.Annots = Array(notes)
        sheets.append(sheet)
    _move_tags(pdf.Root.StructTreeRoot, moved)
    _move_targets(pdf, sheets, moved)
    del pdf.pages[:]
    for sheet in sheets:
        pdf.pages.append(pikepdf.Page(sheet))
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"))


def _form(page: pikepdf.Page) -> Any:
    form = page.as_form_xobject()
    if Name.StructParents in page.obj:
        form.StructParents = page.obj.StructParents
    return form


def _marks(folds: Sequence[float], width: float, height: float, margin: float) -> str:
    """Short gray strokes: at both edges where the sheet is folded, at its corners where it is cut.

    With crop marks all of them stand outside of what is cut out.
    """
    length = MARK if margin else 3 * MM
    low, high = (0.0, height + margin + BLEED) if margin else (1 * MM, height - 4 * MM)
    upright = [x + margin for x in (*folds, *((0, width) if margin else ()))]
    level = [margin, margin + height] if margin else []
    strokes = [
        f"{x:.3f} {y:.3f} m {x:.3f} {y + length:.3f} l S" for x in upright for y in (low, high)
    ]
    strokes += [
        f"{x:.3f} {y:.3f} m {x + MARK:.3f} {y:.3f} l S"
        for y in level
        for x in (0.0, width + margin + BLEED)
    ]
    return "/Artifact BMC q 0.4 G 0.4 w " + " ".join(strokes) + " Q EMC"


def _move_tags(element: Any, moved: Mapping[tuple[int, int], _Moved]) -> None:
    """Point structure elements at their sheets, and content numbers at their forms."""
    place = moved.get(element.Pg.objgen) if Name.Pg in element else None
    found = []
    for kid in tags.kids(element):
        if tags.is_element(kid):
            _move_tags(kid, moved)
            found.append(kid)
        elif isinstance(kid, Dictionary):
            kid.Pg = moved[kid.Pg.objgen].sheet
            found.append(kid)
        elif place:
            content = Dictionary(Type=Name.MCR, Pg=place.sheet, Stm=place.form, MCID=int(kid))
            found.append(content)
    if found:
        element.K = Array(found)
    if place:
        element.Pg = place.sheet


def _move_targets(
    pdf: pikepdf.Pdf, sheets: Sequence[Any], moved: Mapping[tuple[int, int], _Moved]
) -> None:
    """Move the targets of links, names and bookmarks."""

    def move(target: Any) -> None:
        place = moved.get(target[0].objgen) if isinstance(target, Array) else None
        if place:
            target[0] = place.sheet
            if target[1] == Name.XYZ:
                target[2] = float(target[2]) + place.left
                target[3] = float(target[3]) + place.up

    names = pdf.Root.get(Name.Names, Dictionary()).get(Name.Dests, Dictionary()).get(Name.Names, ())
    for index in range(1, len(names), 2):
        move(names[index])
    for note in (note for sheet in sheets for note in sheet.get(Name.Annots, ())):
        move(note.get(Name.Dest))
    outlines = pdf.Root.get(Name.Outlines)
    for item in _bookmarks(outlines) if outlines is not None else ():
        move(item.get(Name.Dest))
        move(item.get(Name.A, Dictionary()).get(Name.D))


def _bookmarks(node: Any) -> Iterator[Any]:
    item = node.get(Name.First)
    while item is not None:
        yield item
        yield from _bookmarks(item)
        item = item.get(Name.Next)
