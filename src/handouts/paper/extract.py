"""Some pages of a PDF as a PDF of their own, still tagged."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from handouts.paper import tags

Number = tuple[int, int]


def only(data: bytes, wanted: Iterable[int]) -> bytes:
    """The wanted pages of a PDF, counted from 1, with the part of its tags that they show.

    IndexError when it has no such page.
    """
    numbers = set(wanted)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if not numbers <= set(range(1, len(pdf.pages) + 1)):
            raise IndexError(max(numbers))
        for number in range(len(pdf.pages), 0, -1):
            if number not in numbers:
                del pdf.pages[number - 1]
        left = {page.obj.objgen for page in pdf.pages}
        for key in (Name.Outlines, Name.Names, Name.Dests, Name.PageLabels):
            if key in pdf.Root:
                del pdf.Root[key]
        for page in pdf.pages:
            _unlink(page)
        if Name.StructTreeRoot in pdf.Root:
            _prune(pdf.Root.StructTreeRoot, None, left)
            _shorten(pdf, pdf.Root.StructTreeRoot)
        return tags.save(pdf)


def _unlink(page: pikepdf.Page) -> None:
    """Drop links to other pages; those to the web stay."""
    notes = page.obj.get(Name.Annots)
    if notes is not None:
        page.obj.Annots = Array([note for note in notes if note.get(Name.A) is not None])


def _prune(element: Any, page: Number | None, left: set[Number]) -> bool:
    """Drop what stands on pages that are gone; whether anything is left."""
    own = element.get(Name.Pg)
    page = own.objgen if own is not None else page
    kept = [kid for kid in tags.kids(element) if _stays(kid, page, left)]
    if own is not None and page not in left:
        del element[Name.Pg]  # it would bring the page back
    element.K = Array(kept)
    return bool(kept)


def _stays(kid: Any, page: Number | None, left: set[Number]) -> bool:
    if not isinstance(kid, Dictionary):
        return page in left
    if tags.is_element(kid):
        return _prune(kid, page, left)
    own = kid.get(Name.Pg)
    return (own.objgen if own is not None else page) in left


def _shorten(pdf: pikepdf.Pdf, root: Any) -> None:
    """Drop from the tree of parents what leads to elements that are gone."""
    used = set()
    for page in pdf.pages:
        holders = [page.obj, *page.obj.get(Name.Annots, ())]
        for holder in holders:
            for key in (Name.StructParents, Name.StructParent):
                if key in holder:
                    used.add(int(holder[key]))
    nums = list(root.ParentTree.get(Name.Nums, ()))
    pairs = zip(nums[::2], nums[1::2], strict=True)
    kept = [item for number, parent in pairs if int(number) in used for item in (number, parent)]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(kept)))
