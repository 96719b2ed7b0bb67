"""Chapter PDFs → one booklet, with one tag tree, outline, and page numbers.

Pages, structure tree, parent tree and outlines of the chapters are put together; the folios (page
numbers and running titles) are drawn over the pages as artifacts; links of the table of contents
become links to pages. Tags follow ISO 32000-1, 14.7.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from handouts.page.pictures import BASE
from handouts.paper import tags


def page_count(data: bytes) -> int:
    """The number of pages of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def join(chapters: Sequence[tuple[str, bytes]], folios: bytes | None = None) -> bytes:
    """The chapters (key and PDF, the table of contents first) as one PDF.

    Title, language and metadata are those of the first; the tags of a chapter say its language. A
    link to BASE chapter#key leads to the first page of that chapter.
    """
    with ExitStack() as stack:
        parts = [
            (key, stack.enter_context(pikepdf.open(io.BytesIO(data)))) for key, data in chapters
        ]
        first = parts[0][1]
        book = stack.enter_context(pikepdf.new())
        starts: dict[str, int] = {}
        tree = _Tree(book)
        outline: list[pikepdf.OutlineItem] = []
        for chapter, part in parts:
            starts[chapter] = len(book.pages)
            book.pages.extend(part.pages)
            tree.add(part, starts[chapter])
            with part.open_outline() as items:
                outline += [_moved(part, item, starts[chapter]) for item in items.root]
        tree.finish()
        _link(book, starts)
        if folios:
            _stamp(book, stack.enter_context(pikepdf.open(io.BytesIO(folios))))
        with book.open_outline() as whole:
            whole.root.extend(outline)
        # Only indirect objects can be copied from another file.
        kept = (Name.Lang, Name.MarkInfo, Name.ViewerPreferences, Name.Metadata, Name.OutputIntents)
        for key in kept:
            value = first.Root[key]
            held = value if value.is_indirect else first.make_indirect(value)
            book.Root[key] = book.copy_foreign(held)
        book.trailer.Info = book.copy_foreign(first.trailer.Info)
        return tags.save(book)


class _Tree:
    """The structure trees of the chapters as one."""

    def __init__(self, book: pikepdf.Pdf) -> None:
        self.book = book
        self.root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root)
        self.document = book.make_indirect(document)
        self.parts = Array()
        self.numbers = Array()
        self.next = 0

    def add(self, part: pikepdf.Pdf, start: int) -> None:
        """Hang the tree of a chapter, whose pages begin at `start`, into the whole."""
        copied = self.book.copy_foreign(part.Root.StructTreeRoot)
        numbers = copied.ParentTree.Nums
        last = self.next
        for i in range(0, len(numbers), 2):
            last = max(last, self.next + int(numbers[i]))
            self.numbers.append(self.next + int(numbers[i]))
            self.numbers.append(numbers[i + 1])
        for page in self.book.pages[start : start + len(part.pages)]:
            if Name.StructParents in page.obj:
                page.obj.StructParents = int(page.obj.StructParents) + self.next
            for note in page.obj.get(Name.Annots, ()):
                if Name.StructParent in note:
                    note.StructParent = int(note.StructParent) + self.next
        self.next = last + 1
        for document in tags.kids(copied):
            document.S, document.P = Name.Part, self.document
            document.Lang = String(str(part.Root.Lang))
            self.parts.append(document)

    def finish(self) -> None:
        """Make the tree the book's."""
        self.document.K = self.parts
        self.root.K = Array([self.document])
        self.root.ParentTree = self.book.make_indirect(Dictionary(Nums=self.numbers))
        self.book.Root.StructTreeRoot = self.root


def _moved(part: pikepdf.Pdf, item: pikepdf.OutlineItem, start: int) -> pikepdf.OutlineItem:
    """A bookmark and those below it, for pages that now begin at `start`."""
    target = item.destination[0] if isinstance(item.destination, Array) else part.pages[0].obj
    page = next(n for n, page in enumerate(part.pages) if page.obj.objgen == target.objgen)
    moved = pikepdf.OutlineItem(str(item.title), start + page)
    moved.children.extend(_moved(part, child, start) for child in item.children)
    return moved


def _link(book: pikepdf.Pdf, starts: dict[str, int]) -> None:
    """Turn links to BASE chapter#key into links to the chapter's first page."""
    for page in book.pages:
        for note in page.obj.get(Name.Annots, ()):
            action = note.get(Name.A)
            if action is None or not str(action.get(Name.URI, "")).startswith(f"{BASE}chapter#"):
                continue
            target = book.pages[starts[str(action.URI).partition("#")[2]]]
            top = float(target.mediabox[3])
            note.Dest = Array([target.obj, Name.XYZ, 0, top, 0])
            note.Contents = String("Go to this part of the booklet")
            del note[Name.A]


def _stamp(book: pikepdf.Pdf, folios: pikepdf.Pdf) -> None:
    """Draw a folio over each page, as a pagination artifact.

    Each has a name of its own, because the pages of a chapter share their resources.
    """
    for number, (page, folio) in enumerate(zip(book.pages, folios.pages, strict=True), 1):
        form: Any = book.copy_foreign(folio.as_form_xobject())
        name = page.add_resource(form, Name.XObject, Name(f"/Folio{number}"))
        drawn = f" Q /Artifact <</Type /Pagination>> BDC q {name} Do Q EMC"
        # The page's own content leaves the coordinates turned upside down.
        page.contents_add(b"q ", prepend=True)
        page.contents_add(drawn.encode())
