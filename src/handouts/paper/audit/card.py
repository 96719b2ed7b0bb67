"""The rule on the emergency card: scissors take nothing that anybody needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pikepdf import Dictionary, Name

from handouts.content.model import BlockKind
from handouts.page.formats import Sheets
from handouts.page.handout import Block
from handouts.paper.audit.file import Fault, File, Text, squeeze
from handouts.paper.audit.page import is_inside
from handouts.paper.fit import Box

SLACK = 3.0
"""Points by which the dashed lines around a card may miss each other at its corners."""
SPARE = frozenset({BlockKind.SOURCES})
"""Blocks that may stand behind a card, as the heading of the lines for notes may: the web page and
the booklet have all of the sources."""


def behind(file: File) -> Iterator[Fault]:
    """`card`: within the lines to cut along is nothing but the card, and no word behind them.

    What stands behind follows from how the file says that it is printed on both sides: turned at
    the short edge, else, as a reader would print it, at the long one. Panels for the screen are
    not printed on both sides; their sheet is. On a sheet in two languages the card of one may
    stand behind that of the other.
    """
    sheets = file.handout.edition.format.shape.sheets
    block = next((b for b in file.handout.blocks() if b.kind == BlockKind.CARD), None)
    panels = (Sheets.PANELS, Sheets.SIDES)
    if block is None or (sheets in panels and not file.is_imposed):
        return
    texts = _texts(file, block)
    page = texts[0].page if texts else 0
    area = _cut_lines(file, texts)
    if area is None:
        yield "card", "there are no lines to cut along around the card"
        return
    own = {id(text) for text in texts}
    for text in file.painted[page]:
        if id(text) not in own and _overlap(text.box, area) and text.text.strip():
            yield "card", f'page {page + 1}: cut out with the card: "{text.text.strip()[:40]}"'
    other = page ^ 1
    if other >= len(file.painted):
        return
    blocks = [b for side in file.handout.sides for b in side.blocks()]
    spared = [b for b in blocks if b.kind in SPARE or (b.kind == BlockKind.CARD and b is not block)]
    spare = {id(text) for b in spared for text in _texts(file, b)}
    notes = squeeze(file.handout.furniture["notes"].text)
    there = _turned(file, area, other)
    held = set(file.held)
    for text in file.painted[other]:
        needed = (text.stream, text.content) in held and id(text) not in spare
        if needed and squeeze(text.text) not in ("", notes) and _overlap(text.box, there):
            yield "card", f'page {other + 1}: behind the card: "{text.text.strip()[:40]}"'


def _texts(file: File, block: Block) -> list[Text]:
    """The text of a block: of the section that begins with its heading."""
    heading = squeeze(block.heading.text) if block.heading else ""
    for node in file.nodes:
        if node.kind == "Sect":
            texts = file.texts(node)
            if heading and squeeze("".join(text.text for text in texts)).startswith(heading):
                return texts
    return []


def _cut_lines(file: File, texts: Sequence[Text]) -> Box | None:
    """The rectangle of dashed lines that holds most of a card's text."""
    if not texts:
        return None
    dashed = [shape.box for shape in file.shapes[texts[0].page] if shape.is_dashed]
    level = [box for box in dashed if box[2] - box[0] > box[3] - box[1]]
    found = []
    for one in level:
        for other in level:
            if one[1] < other[1] and abs(one[0] - other[0]) + abs(one[2] - other[2]) < SLACK:
                area = (one[0], one[1], one[2], other[3])
                found.append((sum(is_inside(text.box, area) for text in texts), area))
    best = max(found, default=None)
    return best[1] if best and best[0] > len(texts) / 2 else None


def _turned(file: File, area: Box, page: int) -> Box:
    """An area as it lies on the other side of its sheet."""
    width, height = file.pages[page].get_size()
    preferences = file.pdf.Root.get(Name.ViewerPreferences, Dictionary())
    at_short_edge = preferences.get(Name.Duplex) == Name.DuplexFlipShortEdge
    left, bottom, right, top = area
    if at_short_edge == (width > height):
        return width - right, bottom, width - left, top
    return left, height - top, right, height - bottom


def _overlap(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(
        one[1], other[1]
    )
