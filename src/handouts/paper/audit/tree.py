"""Rules on the tags: what the file says of itself, and what a screen reader is told is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pikepdf import Dictionary, Name

from handouts.paper import tags
from handouts.paper.audit.file import HEADINGS, Fault, File, Node, squeeze
from handouts.paper.audit.outline import TAGS, Outline

CHILDREN: Mapping[str, frozenset[str]] = {
    "L": frozenset({"LI", "Caption"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "Table": frozenset({"TR", "THead", "TBody", "TFoot", "Caption"}),
    "THead": frozenset({"TR"}),
    "TBody": frozenset({"TR"}),
    "TR": frozenset({"TH", "TD"}),
}


def catalog(file: File) -> Iterator[Fault]:
    """`marked`, `language`, `title`, `conformance`: what the file says of itself."""
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


def structure(file: File) -> Iterator[Fault]:
    """`children`, `headings`, `alt-text`, `links`, `table-rows`, `table-heads`, `dots`."""
    level = 0
    for node in file.nodes:
        allowed = CHILDREN.get(node.kind)
        for kid in node.kids:
            if allowed is not None and kid.kind not in allowed:
                yield "children", f"/{kid.kind} in /{node.kind}"
        if node.kind in HEADINGS:
            if int(node.kind[1]) > level + 1:
                yield "headings", f"/{node.kind} after level {level}"
            level = int(node.kind[1])
        match node.kind:
            case "Figure":
                yield from _figure(file, node)
            case "Link":
                yield from _link(node)
            case "Table":
                widths = {_width(row) for row in node.walk() if row.kind == "TR"}
                if len(widths) > 1:
                    yield "table-rows", f"a table with rows of {sorted(widths)} cells"
            case "TH" if Name.Scope not in node.element.get(Name.A, Dictionary()):
                yield "table-heads", "a head of a table that does not say what it heads"
    if "....." in file.heard:
        yield "dots", "rows of dots would be read out"


def _figure(file: File, figure: Node) -> Iterator[Fault]:
    alt = str(figure.element.get(Name.Alt, "")).strip()
    if not alt:
        yield "alt-text", "a figure without a text alternative"
    elif squeeze(alt) in file.heard:
        yield "alt-text", f"the text alternative repeats the text: {alt[:50]}"


def _link(link: Node) -> Iterator[Fault]:
    notes = [
        kid.Obj
        for kid in tags.kids(link.element)
        if isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.OBJR
    ]
    if not notes:
        yield "links", "a link that leads nowhere"
    for note in notes:
        if not str(note.get(Name.Contents, "")).strip():
            yield "links", "a link without words"


def _width(row: Node) -> int:
    cells: list[Any] = [kid.element for kid in row.kids]
    return sum(int(cell.get(Name.A, Dictionary()).get(Name.ColSpan, 1)) for cell in cells)


def counts(file: File, outline: Outline) -> Iterator[Fault]:
    """`counts`: each heading, list, table and figure of the page is one element of the tree.

    One list is one element also where it runs over pages; nothing of the layout is a table.
    """
    found = Counter(node.kind for node in file.nodes)
    for kind in sorted(set(TAGS.values())):
        least = outline.counts.get(kind, 0)
        if not least <= found[kind] <= least + outline.optional.get(kind, 0):
            yield "counts", f"{found[kind]} of /{kind} in the tags, {least} on the page"


def loose(file: File) -> Iterator[Fault]:
    """`loose-content`: content numbers on a page that no element of the tree holds."""
    held = set(file.held)
    for number, page in enumerate(file.painted, 1):
        for item in page:
            if item.content >= 0 and (item.stream, item.content) not in held:
                yield "loose-content", f'page {number}: not in the tag tree: "{item.text[:40]}"'
