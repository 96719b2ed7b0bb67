"""A built PDF → what a reader of it would trip over.

The checks that a machine can make of PDF/UA-1, PDF/A-2a and of our own standard: the tag tree, the
text in the order in which it is heard, sizes and contrast as painted. Each rule is named in
`RULES`; what none of them sees is for a person with a screen reader and a printed page.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Dictionary, Name

from handouts.content.problems import Place, Problem
from handouts.page.faces import FAMILY
from handouts.page.handout import Handout, Sentence
from handouts.paper import tags
from handouts.paper.fit import text_of

RULES = (
    "marked",
    "language",
    "title",
    "conformance",
    "lengths",
    "children",
    "headings",
    "alt-text",
    "links",
    "table-rows",
    "dots",
    "loose-content",
    "fonts",
    "sentences",
    "text-order",
    "text-size",
    "contrast",
)

CONTRAST, CONTRAST_LARGE = 7.0, 4.5
"""WCAG 2.2, 1.4.6; large is 18 points, or 14 in bold."""
CHILDREN: Mapping[str, frozenset[str]] = {
    "/L": frozenset({"/LI", "/Caption"}),
    "/LI": frozenset({"/Lbl", "/LBody"}),
    "/Table": frozenset({"/TR", "/THead", "/TBody", "/TFoot", "/Caption"}),
    "/THead": frozenset({"/TR"}),
    "/TBody": frozenset({"/TR"}),
    "/TR": frozenset({"/TH", "/TD"}),
}


def audit(data: bytes, name: str, handout: Handout) -> list[Problem]:
    """Every fault of a built file of a handout; `name` is its path, for the messages."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as pages:
        file = _File(pdf, pages, handout)
        checks = (_catalog, _tree, _loose, _fonts, _words, _paint)
        if not tags.all_lengths_fit(data):
            return [Problem(Place(name), "lengths", "a stream is not as long as it says")]
        return [
            Problem(Place(name), rule, message)
            for check in checks
            for rule, message in dict.fromkeys(check(file))
        ]


Fault = tuple[str, str]
_Key = tuple[int, int]
"""A content stream (the object number of a page or form) and a content number in it."""


@dataclass
class _File:
    pdf: pikepdf.Pdf
    pages: pypdfium2.PdfDocument
    handout: Handout

    @cached_property
    def elements(self) -> list[tuple[Any, tuple[Any, ...]]]:
        """All structure elements in reading order, each with its ancestors."""
        return list(tags.walk(self.pdf.Root.StructTreeRoot))

    @cached_property
    def painted(self) -> list[list[_Text]]:
        """The pieces of text of each page."""
        return [
            list(_text_objects(page, _streams(self.pdf.pages[number])))
            for number, page in enumerate(self.pages)
        ]

    @cached_property
    def texts(self) -> dict[_Key, str]:
        """The text of each piece of marked content, by its stream (page or form) and number."""
        found: dict[_Key, str] = {}
        for page in self.painted:
            for item in page:
                found[item.stream, item.content] = (
                    found.get((item.stream, item.content), "") + item.text
                )
        return found

    @cached_property
    def held(self) -> list[_Key]:
        """The pieces of marked content that the tag tree holds, in its order."""
        found: list[_Key] = []
        for element, _ in self.elements:
            for kid in tags.kids(element):
                if isinstance(kid, int):
                    found.append((element.Pg.objgen[0], kid))
                elif isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.MCR:
                    found.append((kid.get(Name.Stm, kid.Pg).objgen[0], int(kid.MCID)))
        return found

    @cached_property
    def heard(self) -> str:
        """The text in the order of the tag tree: what a screen reader says."""
        return _squeeze("".join(self.texts.get(key, "") for key in self.held))


@dataclass(frozen=True)
class _Text:
    """A piece of painted text: where it is marked, its size in points, color and box."""

    text: str
    stream: int
    content: int
    size: float
    bold: bool
    color: tuple[int, int, int]
    box: tuple[float, float, float, float]


def _squeeze(text: str) -> str:
    """Text without white space: lines and pages break it where they like."""
    return re.sub(r"[\s\u00a0\u00ad\u200b]+", "", text)


# --- the catalog and the tree -----------------------------------------------------------------


def _catalog(file: _File) -> Iterator[Fault]:
    root = file.pdf.Root
    if not root.get(Name.MarkInfo, Dictionary()).get(Name.Marked):
        yield "marked", "the file is not marked as tagged"
    if str(root.get(Name.Lang, "")) != file.handout.language:
        yield "language", f"language {root.get(Name.Lang, 'missing')}"
    if not root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle):
        yield "title", "viewers would show the file name, not the title"
    with file.pdf.open_metadata() as metadata:
        if metadata.get("dc:title") != file.handout.title.text:
            yield "title", f"title {metadata.get('dc:title')!r}"
        stated = {key: metadata.get(key) for key in ("pdfaid:part", "pdfaid:conformance")}
        if tuple(stated.values()) != ("2", "A") or metadata.get("pdfuaid:part") != "1":
            yield "conformance", f"not stated to be PDF/A-2a and PDF/UA-1: {stated}"


def _tree(file: _File) -> Iterator[Fault]:
    level = 0
    for element, _ in file.elements:
        kind = str(element.S)
        kids = [kid for kid in tags.kids(element) if tags.is_element(kid)]
        allowed = CHILDREN.get(kind)
        for kid in kids:
            if allowed is not None and str(kid.S) not in allowed:
                yield "children", f"{kid.S} in {kind}"
        if re.fullmatch(r"/H[1-6]", kind):
            if int(kind[2]) > level + 1:
                yield "headings", f"{kind} after level {level}"
            level = int(kind[2])
        if kind == "/Figure":
            yield from _figure(file, element)
        if kind == "/Link":
            yield from _link(element)
        if kind == "/Table":
            widths = {_width(row) for row in _rows(element)}
            if len(widths) > 1:
                yield "table-rows", f"a table with rows of {sorted(widths)} cells"
    if "....." in file.heard:
        yield "dots", "rows of dots would be read out"


def _figure(file: _File, figure: Any) -> Iterator[Fault]:
    alt = str(figure.get(Name.Alt, "")).strip()
    if not alt:
        yield "alt-text", "a figure without a text alternative"
    elif _squeeze(alt) in file.heard:
        yield "alt-text", f"the text alternative repeats the text: {alt[:50]}"


def _link(link: Any) -> Iterator[Fault]:
    notes = [
        kid.Obj
        for kid in tags.kids(link)
        if isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.OBJR
    ]
    if not notes:
        yield "links", "a link that leads nowhere"
    for note in notes:
        if not str(note.get(Name.Contents, "")).strip():
            yield "links", "a link without words"


def _rows(table: Any) -> Iterator[Any]:
    for kid in tags.kids(table):
        if tags.is_element(kid):
            if kid.S == Name.TR:
                yield kid
            else:
                yield from _rows(kid)


def _width(row: Any) -> int:
    cells = (kid for kid in tags.kids(row) if tags.is_element(kid))
    return sum(int(cell.get(Name.A, Dictionary()).get(Name.ColSpan, 1)) for cell in cells)


def _loose(file: _File) -> Iterator[Fault]:
    """Content numbers on the page that no element of the tree holds."""
    held = set(file.held)
    for number, page in enumerate(file.painted, 1):
        for item in page:
            if item.content >= 0 and (item.stream, item.content) not in held:
                yield "loose-content", f'page {number}: not in the tag tree: "{item.text[:40]}"'


def _fonts(file: _File) -> Iterator[Fault]:
    families = tuple(f.replace(" ", "-") for f in (FAMILY, *(f.family for f in file.handout.faces)))
    for font in _all_fonts(file.pdf):
        name = str(font.get(Name.BaseFont, "")).lstrip("/").partition("+")[2]
        if not name.startswith(families):
            yield "fonts", f"{font.get(Name.BaseFont)} is not one of our fonts"
        if Name.ToUnicode not in font:
            yield "fonts", f"{name} cannot be turned into text"
        for inner in font.get(Name.DescendantFonts, ()):
            described = inner.FontDescriptor
            if not {Name.FontFile2, Name.FontFile3} & set(described.keys()):
                yield "fonts", f"{name} is not embedded"


def _all_fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get(Name.Subtype) == Name.Type0:
            yield item


# --- words ------------------------------------------------------------------------------------


def _words(file: _File) -> Iterator[Fault]:
    """Every sentence of the content is heard, as often as it is composed, in its order.

    The engine paints lines from right to left as they are seen, and readers put them in order
    again; of those only the letters are looked for.
    """
    told: dict[str, list[Sentence]] = {"ltr": [], "rtl": []}
    for side in file.handout.sides:
        told[side.direction] += side.sentences()
    sentences, position = told["ltr"], 0
    wanted = Counter(c for s in told["rtl"] for c in s.text if c.isalnum())
    if lost := wanted - Counter(file.heard):
        letters = " ".join(sorted(lost))
        yield "sentences", f"cannot be read out: {letters}; take fonts with whole letters"
    for text, times in Counter(_squeeze(s.text) for s in sentences).items():
        found = file.heard.count(text)
        if found < times:
            yield "sentences", f'{found} of {times} times in the file: "{_first(sentences, text)}"'
    for sentence in sentences:
        text = _squeeze(sentence.text)
        at = file.heard.find(text, position)
        if at < 0:
            if text in file.heard:
                yield "text-order", f'out of order: "{sentence.text[:60]}"'
        else:
            position = at + len(text)


def _first(sentences: list[Sentence], squeezed: str) -> str:
    return next(s.text for s in sentences if _squeeze(s.text) == squeezed)[:60]


# --- paint ------------------------------------------------------------------------------------


def _paint(file: _File) -> Iterator[Fault]:
    floor = file.handout.edition.format.shape.text_floor
    for number, page in enumerate(file.pages, 1):
        picture = page.render(scale=1).to_pil().convert("RGB")
        height = page.get_height()
        for item in file.painted[number - 1]:
            if not item.text.strip():
                continue
            words = item.text.strip()[:40]
            if item.size < floor - 0.05:
                yield "text-size", f'page {number}: {item.size:.1f} points, "{words}"'
            behind = _background(picture, item.box, height)
            large = item.size >= 18 or (item.size >= 14 and item.bold)
            ratio = contrast(item.color, behind)
            if ratio < (CONTRAST_LARGE if large else CONTRAST):
                yield "contrast", f'page {number}: {ratio:.1f} to 1, "{words}"'


def _background(
    picture: Any, box: tuple[float, float, float, float], height: float
) -> tuple[int, int, int]:
    """The most frequent color in a box: text is thin, what is behind it fills the box."""
    left, bottom, right, top = box
    area = (left - 3, height - top - 3, right + 3, height - bottom + 3)
    cut = picture.crop(tuple(map(round, area)))
    _, (red, green, blue) = max(cut.getcolors(cut.width * cut.height))
    return red, green, blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of two colors, 1 to 21 (WCAG 2.2, relative luminance).

    Luminance is what is left of a color in gray print, so this is the gray proof as well.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: tuple[int, int, int]) -> float:
    linear = [
        value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4
        for value in color
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _streams(page: pikepdf.Page) -> list[int]:
    """The object numbers of a page and of the forms that it draws, in the order of drawing."""
    forms = [
        page.Resources.XObject[str(step.operands[0])].objgen[0]
        for step in pikepdf.parse_content_stream(page, "Do")
    ]
    return [page.obj.objgen[0], *forms]


def _text_objects(page: pypdfium2.PdfPage, streams: list[int]) -> Iterator[_Text]:
    textpage = page.get_textpage()
    own, forms = streams[0], iter(streams[1:])
    stream = own
    kinds = [pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_IMAGE]
    for item in page.get_objects(filter=kinds, max_depth=5):
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            yield _text(item, textpage, stream if item.level else own)
        elif not item.level:
            stream = next(forms, 0)


def _text(item: Any, textpage: Any, stream: int) -> _Text:
    size = pdfium.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    matrix = item.get_matrix()
    red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    left, bottom, right, top = item.get_bounds()
    moved = item.container.get_matrix() if item.container else pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    return _Text(
        text_of(item, textpage),
        stream,
        _content_number(item),
        size.value * (abs(matrix.d) or abs(matrix.b)),
        pdfium.FPDFFont_GetWeight(pdfium.FPDFTextObj_GetFont(item)) >= 600,
        (red.value, green.value, blue.value),
        (left + moved.e, bottom + moved.f, right + moved.e, top + moved.f),
    )


def _content_number(item: Any) -> int:
    number = pdfium.c_int(-1)
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        if pdfium.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", number):
            return int(number.value)
    return -1
