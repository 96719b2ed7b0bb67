"""Rules on the ink: fonts, sizes and contrast as they are painted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from handouts.page.faces import FAMILY
from handouts.paper.audit.file import Fault, File
from handouts.paper.fit import Box

CONTRAST, CONTRAST_LARGE = 7.0, 4.5
"""WCAG 2.2, 1.4.6; large is 18 points, or 14 in bold."""


def fonts(file: File) -> Iterator[Fault]:
    """`fonts`: only our own, embedded, and with the letters that they stand for.

    A letter that they lack (U+2011, say) comes from another font of the system.
    """
    families = tuple(f.replace(" ", "-") for f in (FAMILY, *(f.family for f in file.handout.faces)))
    for number, page in enumerate(file.painted, 1):
        for item in page:
            if not item.font.startswith(families):
                words = item.text.strip()[:40]
                yield "fonts", f'page {number}: {item.font} is not one of our fonts, "{words}"'
    for font in _all_fonts(file.pdf):
        name = str(font.get(Name.BaseFont, "")).lstrip("/").partition("+")[2]
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


def paint(file: File) -> Iterator[Fault]:
    """`text-size`: no smaller than the format's floor. `contrast`: on what is painted behind."""
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


def _background(picture: Any, box: Box, height: float) -> tuple[int, int, int]:
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
