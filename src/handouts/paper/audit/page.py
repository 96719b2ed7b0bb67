"""Rules on what a page break leaves behind: headings, lists, tables, cards, empty paper.

They look at pages as one reads them; the sheets of the print room hold the same pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from pikepdf import Dictionary, Name

from handouts.page.formats import Sheets
from handouts.paper.audit.file import HEADINGS, Fault, File, Node, Passage, Text, squeeze
from handouts.paper.audit.outline import Outline
from handouts.paper.fit import Box

FEWEST = 2
"""Lines of text that a heading needs behind it."""
EMPTY = 0.4
"""The share of a page's height that may lie empty in one piece."""
FRAME = 20.0
"""Points that the frame of a picture may take below its caption."""
FEW = 4
"""Paragraphs at the top of a page that may be a picture with its heading and caption."""
FIRST = 30
"""Pieces of text at the top of a page among which is its heading."""
THIN = 4.0
"""Points up to which a painted shape is a line."""
SLACK = 1.5
"""Points by which edges that belong together may differ."""
BOXED = frozenset({"Div", "Sect", "NonStruct", "P", "L", "LI"})
"""The elements around which a template may draw a box."""


def headings(file: File) -> Iterator[Fault]:
    """`lonely-heading`: fewer than two lines of its text stand below it; the rest is overleaf.

    The title of a part counts when text of that part stands there too.
    """
    passages = [passage for passage in file.passages if passage.pages]
    for at, heading in enumerate(passages):
        level = _level(heading)
        if not level or not heading.lines:
            continue
        page, lines, titles = heading.lines[-1].page, 0, 0
        for passage in passages[at + 1 :]:
            if 0 < _level(passage) <= level or lines >= FEWEST:
                break
            here = passage.pages.count(page)
            if passage.node.kind == "Figure" and not here:
                continue  # it stands beside the text
            if _level(passage):
                titles += here
            elif here:
                lines += FEWEST if passage.node.kind == "Figure" else here + titles
                titles = 0
            if here < len(passage.pages) and lines < FEWEST:
                words = heading.lines[0].text[:40]
                yield "lonely-heading", f'page {page + 1}: {lines} lines behind "{words}"'
                break


def _level(passage: Passage) -> int:
    kind = passage.node.kind
    return int(kind[1]) if kind in HEADINGS else 0


def left_behind(file: File) -> Iterator[Fault]:
    """`left-behind`: one item of a list, one row of a table, one line of a paragraph is alone.

    It counts what stands of it on the first and on the last of its pages.
    """
    for node in file.nodes:
        match node.kind:
            case "L":
                parts, what = [kid for kid in node.kids if kid.kind == "LI"], "item"
            case "Table":
                parts = [row for row in node.walk() if row.kind == "TR" and not _is_head(row)]
                what = "row"
            case _:
                continue
        pages = [_pages(file, part) for part in parts] if len(parts) > 1 else []
        yield from _alone(pages, what, file.texts(node))
    for passage in file.passages:
        if passage.node.kind in ("P", "LBody", "LI"):
            pages = [[line.page] for line in passage.lines]
            yield from _alone(pages, "line", [passage.lines[0]] if passage.lines else [])


def _alone(pages: Sequence[Sequence[int]], what: str, texts: Sequence[object]) -> Iterator[Fault]:
    count = Counter(page for part in pages for page in part)
    if len(count) > 1:
        words = "".join(getattr(text, "text", "") for text in texts[:3]).strip()[:40]
        for page in {min(count), max(count)}:
            if count[page] == 1:
                yield "left-behind", f'page {page + 1}: one {what} is alone, of "{words}"'


def _is_head(row: Node) -> bool:
    return row.parent is not None and row.parent.kind == "THead"


def _pages(file: File, node: Node) -> list[int]:
    """The pages on which something of an element stands."""
    return sorted({text.page for text in file.texts(node)})


def cuts(file: File) -> Iterator[Fault]:
    """`cut`: a row of a table, a picture, or a painted box with its words runs over two pages."""
    for node in file.nodes:
        if node.kind not in BOXED and node.kind not in ("TR", "Figure"):
            continue
        texts = file.texts(node)
        pages = sorted({text.page for text in texts})
        for page, following in pairwise(pages):
            words = "".join(text.text for text in texts if text.page == page).strip()[:40]
            if node.kind in ("TR", "Figure"):
                what = "a row" if node.kind == "TR" else "a picture"
                yield "cut", f'page {page + 1}: {what} is cut, "{words}"'
            elif following not in _headed(node, file) and all(
                _is_boxed(file, texts, at) for at in (page, following)
            ):
                yield "cut", f'page {page + 1}: a box is cut, "{words}"'


def _headed(node: Node, file: File) -> set[int]:
    """The pages on which an element begins with a heading: there a box of its own begins."""
    found: dict[int, bool] = {}
    for below in node.walk():
        for text in (text for key in below.contents for text in file.at(key)):
            found.setdefault(text.page, _is_in_heading(below))
    return {page for page, is_headed in found.items() if is_headed}


def _is_in_heading(node: Node | None) -> bool:
    return node is not None and (node.kind in HEADINGS or _is_in_heading(node.parent))


def _is_boxed(file: File, texts: Sequence[Text], page: int) -> bool:
    """Whether a box of a page holds exactly those of the texts that stand on it."""
    wanted = {id(text) for text in texts if text.page == page}
    return any(
        {id(text) for text in file.painted[page] if is_inside(text.box, box)} == wanted
        for box in _boxes(file, page)
    )


def _boxes(file: File, page: int) -> Iterator[Box]:
    """Painted areas, and what lies between two upright lines that begin and end together."""
    upright = []
    for shape in file.shapes[page]:
        left, bottom, right, top = shape.box
        if right - left > THIN and top - bottom > THIN:
            yield shape.box
        elif top - bottom > THIN:
            upright.append(shape.box)
    for number, one in enumerate(upright):
        for other in upright[number + 1 :]:
            if abs(one[1] - other[1]) < SLACK and abs(one[3] - other[3]) < SLACK:
                yield min(one[0], other[0]), one[1], max(one[2], other[2]), one[3]


def is_inside(box: Box, around: Box) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return around[0] <= x <= around[2] and around[1] <= y <= around[3]


def empty(file: File, outline: Outline) -> Iterator[Fault]:
    """`empty-page`: more than 40% of the height in which a handout prints lies empty in one piece.

    Not counted are panels, which each start anew; the foot of the last page; of a page whose next
    page starts a part that the template puts on a new page; and of one before a picture that has
    no room there.
    """
    if file.handout.edition.format.shape.sheets in (Sheets.PANELS, Sheets.SIDES):
        return
    held = set(file.held)
    texts = [[t for t in page if (t.stream, t.content) in held] for page in file.painted]
    everywhere = [text.box for page in texts for text in page]
    if not everywhere:
        return
    low, high = min(box[1] for box in everywhere), max(box[3] for box in everywhere)
    for number, page in enumerate(texts):
        boxes = [text.box for text in page] + [shape.box for shape in file.shapes[number]]
        spans = [(max(b[1], low), min(b[3], high)) for b in boxes if b[1] < high and b[3] > low]
        gap, top = 0.0, high
        for bottom, upper in sorted(spans, key=lambda span: -span[1]):
            gap, top = max(gap, top - upper), min(top, bottom)
        foot = top - low
        following = next(filter(None, texts[number + 1 :]), None)
        if (
            following
            and not _starts(file, following, outline)
            and foot >= high - _picture(file, following[0].page, high) + FRAME
        ):
            gap = max(gap, foot)
        if gap > EMPTY * (high - low):
            yield (
                "empty-page",
                f"page {number + 1}: {gap / (high - low):.0%} lie empty in one piece",
            )


def _picture(file: File, page: int, high: float) -> float:
    """How far down the picture reaches with which a page begins, its caption too."""
    low = high
    for passage in [p for p in file.passages if page in p.pages][:FEW]:
        if passage.node.kind == "Figure":
            box = passage.node.element.get(Name.A, Dictionary()).get(Name.BBox)
            low = low if box is None else min(low, float(box[1]))
        elif passage.node.kind == "Caption" and low < high:
            low = min(low, passage.lines[-1].box[1])
    return low


def _starts(file: File, page: Sequence[Text], outline: Outline) -> bool:
    """Whether the first words of a page are those of a piece that starts a page."""
    here = {(text.stream, text.content) for text in page}
    keys = islice((key for key in file.held if key in here), FIRST)
    words = squeeze("".join(text.text for key in keys for text in file.at(key)))
    return words.startswith(outline.starts)
