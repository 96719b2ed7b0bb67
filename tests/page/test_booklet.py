"""The booklet: its chapters in the order of the file."""

from __future__ import annotations

import pytest

from handouts.content.library import Library
from handouts.content.model import ChapterKind
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.handout import Block, Handout


@pytest.fixture(scope="module")
def booklet(golden: Library) -> Handout:
    return compose(golden, Edition("us", "booklet", Format.BOOKLET))


def block(booklet: Handout, key: str) -> Block:
    return next(b for b in booklet.blocks() if b.key == key)


def table(booklet: Handout, key: str) -> list[list[str]]:
    (part,) = (p for p in block(booklet, key).parts if p.cells)
    rows = [[" ".join(map(str, cell)) for cell in row] for row in part.cells]
    return [[str(head) for head in part.heads], *rows]


def test_the_small_data_set_has_every_kind_of_chapter(golden: Library) -> None:
    """What is tested below is all that an editor can write."""
    assert golden.booklet is not None
    assert {row.kind for row in golden.booklet.chapters} == set(ChapterKind)


def test_chapters_stand_in_the_order_of_the_file(booklet: Handout) -> None:
    """Families and staff find every illness in one place, with its leaflet's code."""
    assert [(c.key, c.code) for c in booklet.chapters] == [
        ("how-to-use", ""),
        ("help", ""),
        ("introduction", ""),
        ("compare", ""),
        ("antibodies", ""),
        ("search", ""),
        ("points", ""),
        ("cautions", ""),
        ("elbow", "PN-71"),
        ("knee", "PN-72"),
        ("treatments", ""),
        ("corrected", ""),
        ("glossary", ""),
        ("contacts", ""),
        ("sources", ""),
    ]


def test_the_illnesses_stand_side_by_side(booklet: Handout) -> None:
    """Staff compare at one glance, with the columns of the series."""
    assert table(booklet, "compare") == [
        ["Illness", "Where it acts", "First signs", "Leaflet"],
        ["Elbow syndrome", "Elbow", "Stiff arm", "PN-71"],
        ["KS", "Knee", "Stiff leg", "PN-72"],
    ]


def test_markers_and_where_something_is_found_with_them(booklet: Handout) -> None:
    """Each marker has its traits and a mark in each column of the series."""
    assert table(booklet, "antibodies") == [
        ["Antibody", "Where it acts", "Elbow", "Knee"],
        ["Alpha", "On the skin", "•••", "•"],
        ["Beta antibody", "Inside the joint", "–", "••"],
    ]


def test_what_was_corrected_says_why_it_matters(booklet: Handout) -> None:
    """A teacher can tell from the booklet what harm a wrong claim does."""
    rows = [[str(r.label) for r in p.rows] for p in block(booklet, "corrected").parts]
    assert rows == [["Often said", "What is true", "Why it matters"]] * 2


def test_every_source_of_every_chapter_is_listed(booklet: Handout) -> None:
    """Complete, and numbered in the order of first use."""
    assert [(c.number, c.reference.id) for c in booklet.citations] == [
        (1, "alpha-2020"),
        (2, "beta-page"),
    ]
    assert block(booklet, "help").cites == (1,)
    assert block(booklet, "what_is").cites == (1, 2)


def test_the_introduction_borrows_blocks_of_a_leaflet(booklet: Handout) -> None:
    """Plain words are written once."""
    chapter = next(c for c in booklet.chapters if c.key == "introduction")
    assert [b.key for b in chapter.blocks] == ["introduction", "what_is"]
    assert chapter.running == "In common"


def test_a_syndrome_in_short_has_the_rows_of_the_series_and_its_emergencies(
    booklet: Handout,
) -> None:
    """A page each: what it is, its signs, when to call, and medicines to check."""
    chapter = next(c for c in booklet.chapters if c.key == "elbow")
    summary, *others = chapter.blocks
    assert [str(row.label) for row in summary.parts[0].rows] == ["What it is", "Signs"]
    assert summary.picture is not None
    assert summary.picture.marks == ("nerves", "muscle")
    assert str(summary.picture.alt) == (
        "A drawing of a body. Marked in color: the nerves of arms and legs, the muscles."
    )
    assert {b.key: [p.style for p in b.parts] for b in others} == {
        "help": ["emergency"],
        "antibodies": ["marker"],
        "medicine_cautions": ["caution-avoid", "caution-if-needed", "caution-care"],
    }
    assert chapter.max_pages == 2
