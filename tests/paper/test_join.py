"""Chapters become one booklet: pages, bookmarks, links and page numbers."""

from __future__ import annotations

import io

import pikepdf
import pypdf
import pytest

from handouts.page.pictures import BASE
from handouts.paper import pdf
from handouts.paper.join import join, page_count
from handouts.paper.pdf import Job


def typeset(title: str, body: str, *, tagged: bool = True) -> bytes:
    html = pdf.SELF_TEST.replace("Self-test</h1><p>One page.", f"{title}</h1>{body}<p>The end.")
    outcome = pdf.typeset(Job(title, html, tagged=tagged))
    assert outcome.pdf, outcome.problems
    return outcome.pdf


Parts = tuple[list[tuple[str, bytes]], bytes]


@pytest.fixture(scope="module")
def parts(engine: None) -> Parts:
    """Contents with two links, a chapter of two pages, and one of one."""
    links = "".join(f'<p><a href="{BASE}chapter#{key}">{key}</a></p>' for key in ("one", "two"))
    contents = typeset("Contents", links)
    one = typeset("One", '<p>First.</p><h2 style="break-before: page">Within one</h2>')
    two = typeset("Two", "<p>Last.</p>")
    leaf = '<section style="break-before: page"><p>Folio {}</p></section>'
    folios = typeset("Folio 1", "".join(leaf.format(n) for n in (2, 3, 4)), tagged=False)
    return [("contents", contents), ("one", one), ("two", two)], folios


@pytest.fixture(scope="module")
def joined(parts: Parts) -> bytes:
    return join(*parts)


def test_pages_stand_in_order_each_with_its_number(joined: bytes) -> None:
    """Contents first, then the chapters, with a folio drawn over every page."""
    reader = pypdf.PdfReader(io.BytesIO(joined))
    texts = [page.extract_text() for page in reader.pages]
    assert page_count(joined) == len(texts) == 4
    for number, (text, own) in enumerate(
        zip(texts, ("Contents", "One", "Within one", "Two"), strict=True), 1
    ):
        assert own in text
        assert f"Folio {number}" in text


def test_links_and_bookmarks_lead_to_the_pages_of_the_whole(joined: bytes) -> None:
    """What led to the first page of a chapter leads there still."""
    reader = pypdf.PdfReader(io.BytesIO(joined))
    found: list[tuple[str, int | None]] = []

    def walk(items: list[object]) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item)
            elif isinstance(item, pypdf.generic.Destination):
                found.append((str(item.title), reader.get_destination_page_number(item)))

    walk(list(reader.outline))
    assert found == [("Contents", 0), ("One", 1), ("Within one", 2), ("Two", 3)]
    with pikepdf.open(io.BytesIO(joined)) as file:
        order = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        notes = file.pages[0].Annots
        assert [order[note.Dest[0].objgen] for note in notes] == [1, 3]


def test_the_tags_are_one_tree_and_folios_are_none_of_it(joined: bytes) -> None:
    """A screen reader hears the chapters as parts of one document, and no page numbers."""
    with pikepdf.open(io.BytesIO(joined)) as file:
        document = file.Root.StructTreeRoot.K[0]
        assert document.S == "/Document"
        assert [part.S for part in document.K] == ["/Part"] * 3
        numbers = [int(n) for n in list(file.Root.StructTreeRoot.ParentTree.Nums)[::2]]
        assert numbers == sorted(set(numbers))
        assert [int(page.obj.StructParents) for page in file.pages] == sorted(
            {int(page.obj.StructParents) for page in file.pages}
        )
        for page in file.pages:
            assert b"/Artifact <</Type /Pagination>>" in b"".join(
                part.read_bytes() for part in page.Contents.as_list()
            )
        assert str(file.Root.Lang) == "en"


def test_the_same_chapters_give_the_same_bytes(parts: Parts, joined: bytes) -> None:
    """A joined file holds no time and no accident."""
    assert join(*parts) == joined
