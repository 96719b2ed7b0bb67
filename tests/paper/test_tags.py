"""Writing PDFs: the file is what its own numbers say."""

from __future__ import annotations

import io

import pikepdf
import pytest

from handouts.paper import tags


def document(number: int, *, in_pieces: bool = False) -> pikepdf.Pdf:
    """Three pages whose content, and with it the tables of the file, differs by number."""
    pdf = pikepdf.new()
    for index in range(3):
        pdf.add_blank_page(page_size=(200, 200))
        noise = ((number * 7 + index * j) % 90 + 33 for j in range(number % 50 + number * index))
        pdf.pages[index].Contents = pdf.make_stream(b"% " + bytes(noise))
        if in_pieces:
            pdf.pages[index].contents_add(b"% " + b"x" * (3 * number * index))
    return pdf


@pytest.mark.parametrize("in_pieces", [False, True])
def test_every_stream_is_as_long_as_it_says(in_pieces: bool) -> None:
    """A linearized file whose table ends in a line feed would fail PDF/A; it is written anew.

    That goes for pages of one piece of content, and of several, as a booklet has.
    """
    anew = 0
    for number in range(1, 61):
        once = tags._saved(document(number, in_pieces=in_pieces))
        anew += not tags.all_lengths_fit(once)
        data = tags.save(document(number, in_pieces=in_pieces))
        assert tags.all_lengths_fit(data)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert len(pdf.pages) == 3
    assert anew  # there were some that had to be


def test_a_stream_without_its_line_feed_is_seen() -> None:
    """The check itself can fail."""
    data = tags.save(document(1))
    assert not tags.all_lengths_fit(data.replace(b"\nendstream", b"endstream", 1))
