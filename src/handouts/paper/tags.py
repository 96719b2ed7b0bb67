"""PDF bytes → the same pages with a sound tag tree, for readers who listen.

WeasyPrint 70 leaves faults that validators or screen readers trip over; each function mends one.
Everything here works on public PDF objects (ISO 32000-1, 14.7 and 14.8) and is deterministic.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import pikepdf
from pikepdf import Array, Dictionary, Name, String

PX_TO_PT = 0.75
SOURCE = Name.HandoutsSource
"""Which element of the HTML a structure element is made of, until `repair` has read it."""
BLOCKS = frozenset(
    {"Sect", "Div", "P", "H1", "H2", "H3", "H4", "L", "LI", "LBody"}
    | {"Table", "THead", "TBody", "TR", "TH", "TD"}
)
"""What is one structure element, even where it runs over pages."""


def remember_sources(engine: Any) -> None:
    """Let the engine's module of tags note in each structure element what it is made of.

    It makes an element anew on each page, and nothing else tells whether two are pieces of one.
    """
    build: Callable[..., Iterator[Any]] = engine._build_box_tree
    # Counted in the order of each file, since the engine writes a digest of its bytes into it.
    numbers: WeakKeyDictionary[Any, dict[int, int]] = WeakKeyDictionary()

    def noting(box: Any, parent: Any, file: Any, *others: Any) -> Iterator[Any]:
        known = numbers.setdefault(file, {})
        for made in build(box, parent, file, *others):
            number = known.setdefault(id(box.element), len(known))
            made.setdefault(str(SOURCE)[1:], number)  # those of a body pass through it
            yield made

    engine._build_box_tree = noting


def repair(data: bytes) -> bytes:
    """The PDF with mended tags, linearized; the same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        _join_pieces(root.K[0])
        elements = list(walk(root))
        _drop_sources(pdf, elements)
        _margins_are_artifacts(pdf, {element.objgen for element, _ in elements})
        for element, ancestors in elements:
            match element.S:
                case Name.LI:
                    _list_item(pdf, element)
                case Name.L:
                    _list_numbering(element)
                case Name.TH:
                    _header_scope(element, ancestors)
                case Name.TD:
                    _drop_headers(element)
                case Name.Figure:
                    _figure_box(element)
                case Name.Link:
                    _link_contents(element)
        return save(pdf)


def save(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a PDF, written the same way everywhere, and linearized.

    One time in 256 the table of a linearized file ends in a line feed, and qpdf writes no other
    behind it, so that its length seems wrong (ISO 19005-2, 6.1.7.1). A space more on the first
    page makes another table.
    """
    data = _saved(pdf)
    while not all_lengths_fit(data):
        with pikepdf.open(io.BytesIO(data)) as again:
            first = again.pages[0]
            first.contents_coalesce()  # a joined page has several
            first.Contents.write(first.Contents.read_bytes() + b" ")
            data = _saved(again)
    return data


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        linearize=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


_STREAM = re.compile(rb"/Length (\d+)\b(?:(?!endobj).)*?>>\s*stream\n", re.DOTALL)


def all_lengths_fit(data: bytes) -> bool:
    """Whether every stream is followed by a line feed of its own."""
    return all(
        data.startswith(b"\nendstream", found.end() + int(found[1]))
        for found in _STREAM.finditer(data)
    )


def kids(element: Any) -> list[Any]:
    """The children of a structure element: elements, object references, content numbers."""
    found = element.get(Name.K)
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def is_element(kid: Any) -> bool:
    """Whether a child is a structure element."""
    return isinstance(kid, Dictionary) and Name.S in kid


def walk(element: Any, ancestors: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The structure elements below one in reading order, each with its ancestors."""
    for kid in kids(element):
        if is_element(kid):
            yield kid, ancestors
            yield from walk(kid, (*ancestors, kid))


def _join_pieces(parent: Any) -> None:
    """Make one element of the pieces that stand on several pages.

    A head of a table that is printed anew is left out of the tree, so that it is read once.
    """
    whole: dict[tuple[int, str], Any] = {}
    kept: list[Any] = []
    joined: list[Any] = []
    for kid in kids(parent):
        key = _piece(kid)
        if key and _is_added(kid, parent):  # there may be several; they go on with the last one
            first = kept[-1] if kept and _piece(kept[-1]) == key else kid
        else:
            first = whole.setdefault(key, kid) if key else kid
        if first is kid or first.Pg.objgen == kid.Pg.objgen:
            kept.append(kid)
        elif kid.S != Name.THead:
            for child in kids(kid):
                if is_element(child):
                    child.P = first
            first.K = Array([*kids(first), *kids(kid)])
            joined.append(first)
    if joined:
        parent.K = Array(kept)
    for element in {element.objgen: element for element in joined}.values():
        _join_pieces(element)


def _piece(kid: Any) -> tuple[int, str] | None:
    """What a kid is a piece of; None for what is not a block."""
    if not is_element(kid) or SOURCE not in kid or str(kid.S)[1:] not in BLOCKS:
        return None
    return int(kid[SOURCE]), str(kid.S)


def _is_added(kid: Any, parent: Any) -> bool:
    """Whether the engine has put a box of the same kind into one, around some of its words."""
    return bool(kid.S == parent.S and kid[SOURCE] == parent.get(SOURCE))


def _drop_sources(pdf: pikepdf.Pdf, elements: Sequence[tuple[Any, tuple[Any, ...]]]) -> None:
    """Forget the notes; boxes that the engine has added are no headings or paragraphs of theirs."""
    for element, ancestors in reversed(elements):  # what is within is told by what is around
        if ancestors and SOURCE in element and _is_added(element, ancestors[-1]):
            if element.S == Name.L:  # a column: a list holds nothing but its items
                _unwrap(element, ancestors[-1])
            else:
                element.S = Name.NonStruct
    for item in pdf.objects:  # those of page margins hang outside the tree
        if isinstance(item, Dictionary) and SOURCE in item:
            del item[SOURCE]


def _unwrap(element: Any, parent: Any) -> None:
    """Put the children of an element in its place."""
    for child in kids(element):
        if is_element(child):
            child.P = parent
    parent.K = Array(
        [
            one
            for kid in kids(parent)
            for one in (
                kids(element) if is_element(kid) and kid.objgen == element.objgen else [kid]
            )
        ]
    )


# The engine writes text as hexadecimal digits, so nothing else looks like the start of a content.
_BEGIN = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC\b")
_PAGINATION = b"/Artifact <</Type /Pagination>> BDC"


def _margins_are_artifacts(pdf: pikepdf.Pdf, reachable: set[tuple[int, int]]) -> None:
    """Running headers and footers hang outside the tree; mark them as pagination artifacts."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in pdf.pages:
        owner = owners.get(int(page.obj.get(Name.StructParents, -1)))
        if not isinstance(owner, Array):
            continue
        loose = {i for i, element in enumerate(owner) if element.objgen not in reachable}
        if not loose:
            continue
        page.Contents = pdf.make_stream(_as_artifacts(page.Contents.read_bytes(), loose))


def _as_artifacts(content: bytes, numbers: set[int]) -> bytes:
    def begin(found: re.Match[bytes]) -> bytes:
        return _PAGINATION if int(found[1]) in numbers else found[0]

    return _BEGIN.sub(begin, content)


def _list_item(pdf: pikepdf.Pdf, item: Any) -> None:
    """An LI may hold only Lbl and LBody (PDF/UA-1 7.2-20): gather the rest in its body."""
    children = kids(item)
    labels = [kid for kid in children if is_element(kid) and kid.S == Name.Lbl]
    bodies = [kid for kid in children if is_element(kid) and kid.S == Name.LBody]
    if len(labels) + len(bodies) == len(children) and len(bodies) <= 1:
        return
    body = bodies[0] if bodies else pdf.make_indirect(_empty(Name.LBody, item))
    content: list[Any] = []
    for kid in children:
        if is_element(kid) and kid.S == Name.Lbl:
            continue
        is_body = is_element(kid) and kid.S == Name.LBody
        for child in kids(kid) if is_body else [kid]:
            if is_element(child):
                child.P = body
            content.append(child)
    body.K = Array(content)
    item.K = Array([*labels, body])


def _empty(kind: Name, parent: Any) -> Dictionary:
    made = Dictionary(Type=Name.StructElem, S=kind, P=parent, K=Array())
    if Name.Pg in parent:
        made.Pg = parent.Pg
    return made


def _list_numbering(element: Any) -> None:
    """Say that a list has visible labels, so that readers do not count on their own."""
    labelled = any(
        is_element(kid) and kid.S == Name.Lbl
        for item in kids(element)
        if is_element(item)
        for kid in kids(item)
    )
    element.A = Dictionary(O=Name.List, ListNumbering=Name.Disc if labelled else Name("/None"))


def _header_scope(cell: Any, ancestors: tuple[Any, ...]) -> None:
    """Tell whether a header cell heads its row or its column."""
    row = ancestors[-1]
    in_head = any(ancestor.S == Name.THead for ancestor in ancestors)
    mixed = any(is_element(kid) and kid.S == Name.TD for kid in kids(row))
    cell.A = Dictionary(O=Name.Table, Scope=Name.Row if mixed and not in_head else Name.Column)


def _drop_headers(cell: Any) -> None:
    """The scopes above say it all; the engine's lists of headers are wrong beside spans."""
    if Name.A in cell and Name.Headers in cell.A:
        del cell.A[Name.Headers]


def _figure_box(figure: Any) -> None:
    """The box of a figure, from CSS pixels below the page's top to points above its bottom."""
    if Name.A not in figure or Name.BBox not in figure.A:
        return
    left, top, right, bottom = (float(value) * PX_TO_PT for value in figure.A.BBox)
    height = float(figure.Pg.MediaBox[3])
    box = (left, height - bottom, right, height - top)
    figure.A.BBox = Array([round(value, 2) for value in box])


def _link_contents(link: Any) -> None:
    """What a reader hears of a link: its target in words, not the raw address of the engine."""
    for kid in kids(link):
        if isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.OBJR:
            annotation = kid.Obj
            action = annotation.get(Name.A)
            if action is not None and Name.URI in action:
                address = str(action.URI)
                words = address.removeprefix("https://").removeprefix("mailto:").rstrip("/")
                annotation.Contents = String(f"Open {words}")
            else:
                annotation.Contents = String("Go to this part of the document")
