"""Pages stand where they belong on the print room's sheets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handouts.paper.impose import booklet_order


def test_eight_pages_for_saddle_stitching() -> None:
    """The classic order of two sheets."""
    assert booklet_order(8) == [(7, 0), (1, 6), (5, 2), (3, 4)]


def test_blanks_stand_before_the_back_cover() -> None:
    """The last page stays on the outside of the booklet."""
    assert booklet_order(6) == [(5, 0), (1, None), (None, 2), (3, 4)]


@given(st.integers(1, 200))
def test_every_page_stands_once_and_faces_its_neighbor(pages: int) -> None:
    """Folded and stitched, the booklet can be read from front to back."""
    sides = booklet_order(pages)
    assert len(sides) % 2 == 0
    placed = sorted(page for side in sides for page in side if page is not None)
    assert placed == list(range(pages))
    # Unfolding the sheets one inside the other gives the reading order.
    first = [page for n, side in enumerate(sides) for page in [side[1 - n % 2]]]
    last = [page for n, side in enumerate(sides) for page in [side[n % 2]]]
    whole = [*first, *reversed(last)]
    assert [page for page in whole if page is not None] == list(range(pages))
