"""A typeset page → the words that do not fit: over its edge, or over other words.

The engine lets a long word or a narrow box run over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the lower left corner."""

SLACK = 1.5
"""Points by which boxes of letters may touch: slanted and kerned ones do."""


def misfits(data: bytes) -> Iterator[tuple[int, Box, str, str]]:
    """For each line that does not fit: page index, box, its first words, and what is wrong."""
    with pypdfium2.PdfDocument(data) as pages:
        for number, page in enumerate(pages):
            width, height = page.get_size()
            lines = sorted(_lines(page), key=lambda line: line[0][1])
            for box, text, _ in lines:
                left, bottom, right, top = box
                if left < 0 or bottom < 0 or right > width or top > height:
                    yield number, box, text, "runs over the edge of the page"
            for index, (one, text, content) in enumerate(lines):
                for other, over, beside in lines[index + 1 :]:
                    if other[1] > one[3] - SLACK:  # they are sorted by their bottoms
                        break
                    # What is drawn as one are letters that join, and the dots over and under them.
                    if _overlap(one, other) and (content < 0 or content != beside):
                        yield number, one, text, f'and "{over}" are printed over each other'


def _lines(page: pypdfium2.PdfPage) -> Iterator[tuple[Box, str, int]]:
    """Box, first words, and number of the marked content (-1: none) of all that is written."""
    textpage = page.get_textpage()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        if text := text_of(item, textpage).strip():
            yield item.get_bounds(), text[:40], pdfium.FPDFPageObj_GetMarkedContentID(item)


def text_of(item: pypdfium2.PdfObject, textpage: pypdfium2.PdfTextPage) -> str:
    """The text of a text object of a page."""
    length = pdfium.FPDFTextObj_GetText(item, textpage, None, 0)
    buffer = (pdfium.FPDF_WCHAR * length)()
    pdfium.FPDFTextObj_GetText(item, textpage, buffer, length)
    text = bytes(buffer).decode("utf-16-le", errors="replace").rstrip("\0")
    # At the end of a line PDFium takes a hyphen for hyphenation; the engine does not hyphenate.
    return text.replace("\2", "-")


def _overlap(one: Box, other: Box) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > SLACK
        and min(one[3], other[3]) - max(one[1], other[1]) > SLACK
    )
