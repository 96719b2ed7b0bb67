"""A built PDF as rules see it: its tag tree, its pieces of text, where they stand on the pages."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Dictionary, Name

from handouts.page.handout import Handout
from handouts.paper import tags
from handouts.paper.fit import Box, text_of

Fault = tuple[str, str]
"""The name of a rule, and what is wrong."""
Key = tuple[int, int]
"""A content stream (the object number of a page or form) and a content number in it."""
HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
LINES = HEADINGS | {"P", "LI", "LBody", "Lbl", "TD", "TH", "Caption", "Div", "Sect"}
"""The elements whose text is set in lines of their own."""


@dataclass(frozen=True)
class Text:
    """A piece of painted text: its page (from 0), where it is marked, its size in points, color.

    Its box is in points from the lower left corner of the page, or of the printed sheet.
    """

    text: str
    page: int
    stream: int
    content: int
    size: float
    font: str
    bold: bool
    color: tuple[int, int, int]
    box: Box


@dataclass(frozen=True)
class Shape:
    """A line or area that is painted, or a picture; a dashed line is one to cut along."""

    box: Box
    is_dashed: bool = False


@dataclass(eq=False)
class Node:
    """A structure element: its kind without the slash, and the numbers of its own contents."""

    kind: str
    element: Any
    parent: Node | None
    kids: list[Node] = field(default_factory=list)
    contents: list[Key] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Itself and all below, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def inside(self) -> Iterator[Key]:
        """The contents of itself and of all below."""
        for node in self.walk():
            yield from node.contents


@dataclass(frozen=True)
class Line:
    """A line of text: its page, its box, and its pieces joined."""

    page: int
    box: Box
    text: str


@dataclass(frozen=True)
class Passage:
    """Text between two borders of blocks: a paragraph, a heading, an item, a cell."""

    node: Node
    lines: tuple[Line, ...]
    pages: tuple[int, ...]
    """The page of each line; of a picture without text its own."""

    @property
    def text(self) -> str:
        """Its words; a hyphen, dash or slash at the end of a line holds on to the next line."""
        return "".join(f"{line.text}{gap(line.text)}" for line in self.lines)


def gap(text: str) -> str:
    """What stands between a line and the next one: nothing behind a hyphen."""
    return "" if text.endswith(("-", "–", "/")) else " "


@dataclass
class File:
    """A file, read by the tag library and by the painting one, and the handout it was made of."""

    pdf: pikepdf.Pdf
    pages: pypdfium2.PdfDocument
    handout: Handout

    @cached_property
    def nodes(self) -> list[Node]:
        """All structure elements in reading order."""
        return [node for top in _below(self.pdf.Root.StructTreeRoot, None) for node in top.walk()]

    @cached_property
    def painted(self) -> list[list[Text]]:
        """The pieces of text of each page."""
        return [
            list(_text_objects(number, page, _streams(self.pdf.pages[number])))
            for number, page in enumerate(self.pages)
        ]

    @cached_property
    def shapes(self) -> list[list[Shape]]:
        """The lines, areas and pictures of each page."""
        kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING]
        return [
            [
                Shape(bounds(item), pdfium.FPDFPageObj_GetDashCount(item) > 0)
                for item in page.get_objects(filter=kinds, max_depth=5)
            ]
            for page in self.pages
        ]

    @cached_property
    def pieces(self) -> dict[Key, list[Text]]:
        """The pieces of text of each marked content."""
        found: dict[Key, list[Text]] = {}
        for page in self.painted:
            for item in page:
                found.setdefault((item.stream, item.content), []).append(item)
        return found

    @cached_property
    def held(self) -> list[Key]:
        """The pieces of marked content that the tag tree holds, in its order."""
        return [key for node in self.nodes for key in node.contents]

    @cached_property
    def heard(self) -> str:
        """The text in the order of the tag tree without spaces: what a screen reader says."""
        return squeeze("".join(piece.text for key in self.held for piece in self.at(key)))

    def at(self, key: Key) -> list[Text]:
        """The pieces of text of a marked content."""
        return self.pieces.get(key, [])

    def texts(self, node: Node) -> list[Text]:
        """The pieces of text of an element and of all below, in reading order."""
        return [piece for key in node.inside() for piece in self.at(key)]

    @cached_property
    def passages(self) -> list[Passage]:
        """All text in reading order, by paragraph, heading, item or cell; pictures are passages."""
        found: list[tuple[Node, list[Text]]] = []
        for node in self.nodes:
            block = node
            while block.parent and block.kind not in LINES and block.kind != "Figure":
                block = block.parent
            pieces = [piece for key in node.contents for piece in self.at(key)]
            if found and found[-1][0] is block:
                found[-1][1].extend(pieces)
            elif node.contents:
                found.append((block, pieces))
        return [self._passage(node, pieces) for node, pieces in found]

    def _passage(self, node: Node, pieces: list[Text]) -> Passage:
        lines = tuple(_lines(pieces))
        pages = tuple(line.page for line in lines)
        if not pages and node.kind == "Figure":
            pages = (self.numbers[node.element.Pg.objgen],)
        return Passage(node, lines, pages)

    @cached_property
    def numbers(self) -> dict[tuple[int, int], int]:
        """The number of each page, from 0, by its object."""
        return {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}

    @property
    def is_imposed(self) -> bool:
        """Whether its pages are sheets for the print room, which draw the pages as forms."""
        forms = self.pdf.pages[0].Resources.get(Name.XObject, Dictionary())
        return any(Name.StructParents in form for form in forms.as_dict().values())


def squeeze(text: str) -> str:
    """Text without white space: lines and pages break it where they like."""
    return re.sub(r"[\s\u00a0\u00ad\u200b]+", "", text)


def _below(parent: Any, above: Node | None) -> Iterator[Node]:
    for kid in tags.kids(parent):
        if not tags.is_element(kid):
            continue
        node = Node(str(kid.S)[1:], kid, above)
        for own in tags.kids(kid):
            if isinstance(own, int):
                node.contents.append((kid.Pg.objgen[0], own))
            elif isinstance(own, Dictionary) and own.get(Name.Type) == Name.MCR:
                node.contents.append((own.get(Name.Stm, own.Pg).objgen[0], int(own.MCID)))
        node.kids = list(_below(kid, node))
        yield node


def _lines(pieces: list[Text]) -> Iterator[Line]:
    """Pieces in reading order as lines: what stands side by side is one."""
    line: list[Text] = []
    for piece in pieces:
        if line and not _is_beside(line[-1], piece):
            yield _line(line)
            line = []
        line.append(piece)
    if line:
        yield _line(line)


def _line(pieces: list[Text]) -> Line:
    lefts, bottoms, rights, tops = zip(*(piece.box for piece in pieces), strict=True)
    box = (min(lefts), min(bottoms), max(rights), max(tops))
    return Line(pieces[0].page, box, "".join(piece.text for piece in pieces).rstrip())


def _is_beside(one: Text, other: Text) -> bool:
    """Whether two pieces stand on one line; letters without ascenders are lower than others."""
    low, high = max(one.box[1], other.box[1]), min(one.box[3], other.box[3])
    least = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
    return one.page == other.page and high - low >= least / 2


def _streams(page: pikepdf.Page) -> list[int]:
    """The object numbers of a page and of the forms that it draws, in the order of drawing."""
    forms = [
        page.Resources.XObject[str(step.operands[0])].objgen[0]
        for step in pikepdf.parse_content_stream(page, "Do")
    ]
    return [page.obj.objgen[0], *forms]


def _text_objects(number: int, page: pypdfium2.PdfPage, streams: list[int]) -> Iterator[Text]:
    textpage = page.get_textpage()
    own, forms = streams[0], iter(streams[1:])
    stream = own
    kinds = [pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_IMAGE]
    for item in page.get_objects(filter=kinds, max_depth=5):
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            yield _text(item, textpage, number, stream if item.level else own)
        elif not item.level:
            stream = next(forms, 0)


def _text(item: Any, textpage: Any, number: int, stream: int) -> Text:
    size = pdfium.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    matrix, font = item.get_matrix(), pdfium.FPDFTextObj_GetFont(item)
    red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return Text(
        text_of(item, textpage),
        number,
        stream,
        _content_number(item),
        size.value * (abs(matrix.d) or abs(matrix.b)),
        _name(font),
        pdfium.FPDFFont_GetWeight(font) >= 600,
        (red.value, green.value, blue.value),
        bounds(item),
    )


def _name(font: Any) -> str:
    """The name of a font without the letters before it, which say that it is only a part."""
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    return buffer.value.decode("utf-8", "replace").rpartition("+")[2]


def bounds(item: pypdfium2.PdfObject) -> Box:
    """The box of something painted; what a form draws is moved to where the form stands."""
    left, bottom, right, top = item.get_bounds()
    moved = item.container.get_matrix() if item.container else pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    return left + moved.e, bottom + moved.f, right + moved.e, top + moved.f


def _content_number(item: Any) -> int:
    number = pdfium.c_int(-1)
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        if pdfium.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", number):
            return int(number.value)
    return -1
