"""Pages → sheets for the print room: the booklet for saddle stitching, the trifold on both sides.

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

from handouts import tags
from handouts.compose import Format

MM = 72 / 25.4
SHEETS = {"letter": (279.4 * MM, 215.9 * MM), "a4": (297 * MM, 210 * MM)}
"""The landscape sheets of each paper, in points."""


@dataclass(frozen=True)
class Slot:
    """Where a page (by index; None for a blank) stands on a sheet: its left edge, in points."""

    page: int | None
    left: float


@dataclass(frozen=True)
class _Moved:
    """Where a page has gone: its sheet, the form that draws it, and how far to the right."""

    sheet: Any
    form: Any
    left: float


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


def impose(data: bytes, format_: Format, paper: str) -> bytes:
    """The print-room file of a trifold or a booklet, on landscape sheets of the paper."""
    width, height = SHEETS[paper]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        widths = [float(page.mediabox[2]) for page in pdf.pages]
        if format_ is Format.TRIFOLD:
            sides: list[tuple[Slot, ...]] = list(_trifold(widths, width))
            folds = [[slot.left for slot in side[1:]] for side in sides]
        else:
            sides = [
                (Slot(left, width / 2 - widths[0]), Slot(right, width / 2))
                for left, right in booklet_order(len(widths))
            ]
            folds = [[width / 2]] * len(sides)
        _place(pdf, sides, folds, width, height)
        return tags.save(pdf)


def _trifold(widths: Sequence[float], width: float) -> Iterator[tuple[Slot, ...]]:
    """Outside: flap, back, cover; inside: the second to the fourth panel."""
    for order in ((4, 5, 0), (1, 2, 3)):
        left = (width - sum(widths[page] for page in order)) / 2
        slots = []
        for page in order:
            slots.append(Slot(page, left))
            left += widths[page]
        yield tuple(slots)


def _place(
    pdf: pikepdf.Pdf,
    sides: Sequence[Sequence[Slot]],
    folds: Sequence[Sequence[float]],
    width: float,
    height: float,
) -> None:
    pages = [page.obj for page in pdf.pages]
    forms: list[Any] = [_form(page) for page in pdf.pages]
    moved: dict[tuple[int, int], _Moved] = {}
    sheets = []
    for side, lines in zip(sides, folds, strict=True):
        sheet = pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, width, height]),
                TrimBox=Array([0, 0, width, height]),
                Resources=Dictionary(XObject=Dictionary()),
                Tabs=Name.S,
            )
        )
        drawn, notes = [_fold_marks(lines, height)], []
        for slot in side:
            if slot.page is None:
                continue
            page, form = pages[slot.page], forms[slot.page]
            sheet.Resources.XObject[f"/P{slot.page}"] = form
            drawn.append(f"q 1 0 0 1 {slot.left:.3f} 0 cm /P{slot.page} Do Q")
            moved[page.objgen] = _Moved(sheet, form, slot.left)
            for note in page.get(Name.Annots, ()):
                box = [float(value) for value in note.Rect]
                note.Rect = Array(
                    [round(box[0] + slot.left, 3), box[1], round(box[2] + slot.left, 3), box[3]]
                )
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
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None")
    )


def _form(page: pikepdf.Page) -> Any:
    form = page.as_form_xobject()
    if Name.StructParents in page.obj:
        form.StructParents = page.obj.StructParents
    return form


def _fold_marks(lines: Sequence[float], height: float) -> str:
    """Short gray strokes at both edges where the sheet is folded."""
    strokes = [
        f"{x:.3f} {y:.3f} m {x:.3f} {y + 3 * MM:.3f} l S"
        for x in lines
        for y in (1 * MM, height - 4 * MM)
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
