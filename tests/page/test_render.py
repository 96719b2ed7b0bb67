"""From a composed handout to HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import GOLDEN, ROOT, edit

from handouts.content import library
from handouts.content.library import Library
from handouts.content.model import Reference
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.filters import citation, keep, qr
from handouts.page.formats import Format
from handouts.page.handout import Handout
from handouts.page.render import render
from handouts.page.sandbox import TemplateFault

TEMPLATES = ROOT / "templates"


def handout(found: Library, format_: Format = Format.LEAFLET) -> Handout:
    return compose(found, Edition("us", "elbow", format_))


class _Seen(HTMLParser):
    """The tags and the words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def seen(html: str) -> _Seen:
    parser = _Seen()
    parser.feed(html)
    return parser


@settings(max_examples=15, deadline=None)
@given(st.text("<>&\"'/= abcdef{}%", min_size=1, max_size=40).filter(str.strip))
def test_words_of_an_editor_are_never_markup(golden: Library, text: str) -> None:
    """Whatever stands in a text is read as it stands, and adds no tag."""
    whole = handout(golden)
    plain = seen(render(whole, TEMPLATES))
    found = seen(render(replace(whole, audience=replace(whole.audience, text=text)), TEMPLATES))
    assert found.tags == plain.tags
    assert text in found.words


@pytest.mark.parametrize("format_", [f for f in Format if not f.shape.is_series])
def test_a_page_brings_all_that_it_needs(golden: Library, format_: Format) -> None:
    """One file: style inside, nothing to fetch from the network, no script."""
    html = render(handout(golden, format_), TEMPLATES)
    assert html.startswith("<!DOCTYPE html>")
    assert '<html lang="en-US">' in html
    assert "<script" not in html
    assert "<link" not in html
    fetched = re.findall(r'(?:src|url)\s*[=(]\s*["\']?(https?:[^"\')]+)', html)
    assert [a for a in fetched if not a.startswith("https://handouts.invalid/")] == []


def test_a_series_with_figures_shows_all_of_them(golden: Library) -> None:
    """Each leaflet's drawing is there, with its text alternative."""
    for subject in golden.syndromes:
        whole = compose(golden, Edition("us", subject, Format.LEAFLET))
        picture = next(block.picture for block in whole.blocks() if block.picture)
        html = render(whole, TEMPLATES)
        assert "<svg" in html
        assert picture.alt.text in html


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Call 0800 555 0100 now", ["0800 555 0100"]),
        ("100.4 °F is a fever", ["100.4 °F"]),
        ("About 51 out of 100 people", ["51 out of 100"]),
        ("the GABA-B receptor", ["GABA-B"]),
        ("Plain words alone", []),
    ],
)
def test_what_belongs_together_stays_on_one_line(text: str, kept: list[str]) -> None:
    """A phone number or a proportion that breaks over two lines is misread."""
    found = str(keep(text))
    assert re.findall('<span class="keep">([^<]*)</span>', found) == kept
    assert seen(found).words == text


def test_kept_words_are_escaped() -> None:
    """Marking numbers opens no door for markup."""
    assert str(keep("<b>5 out of 9</b> & more")) == (
        '&lt;b&gt;<span class="keep">5 out of 9</span>&lt;/b&gt; &amp; more'
    )


def test_a_square_code_has_words(golden: Library) -> None:
    """Who cannot see it learns what it is."""
    drawn = str(qr("https://hospital.example/?a=1&b=2", "A code for a <phone>"))
    assert "<title>A code for a &lt;phone&gt;</title>" in drawn


def reference(**changes: object) -> Reference:
    fields = {
        "id": "alpha-2020",
        "type": "article-journal",
        "tier": "study",
        "title": "A study of elbows.",
        "author": [{"family": "Alpha", "given": "A"}, {"family": "Beta", "given": "B"}],
        "container-title": "Journal",
        "issued": "2020-05",
        "accessed": "2026-11-01",
        "seen": "abstract",
        "shows": ["Elbows."],
        "DOI": "10.5555/example<2020>",
        "PMID": "1234567",
        "URL": "https://www.example.org/elbows",
    }
    known = {k: v for k, v in {**fields, **changes}.items() if v is not None}
    return Reference.model_validate(known)


def test_a_source_can_be_found_from_what_is_printed() -> None:
    """First author, title, year and a number to look it up by."""
    told = citation(reference(), is_whole=True)
    for part in ("Alpha", "A study of elbows", "2020", "10.5555/example<2020>"):
        assert part in told
    assert ".." not in told
    assert "1234567" in citation(reference(DOI=None), is_whole=True)


def test_a_click_leads_to_the_source() -> None:
    """The DOI first, then PubMed, then the page itself."""
    assert reference().address == "https://doi.org/10.5555/example%3C2020%3E"
    assert reference(DOI=None).address == "https://pubmed.ncbi.nlm.nih.gov/1234567/"
    assert reference(DOI=None, PMID=None).address == "https://www.example.org/elbows"


def test_page_numbers_are_in_the_words_of_the_house(data: Path) -> None:
    """No style sheet speaks English of its own."""
    edit(data / "wording.yaml", "Page {page} of {pages}", "Blatt {page} / {pages}")
    html = render(handout(library.load(data)), TEMPLATES)
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "Blatt" in style
    assert "Page " not in re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)


def test_a_missing_template_is_named(golden: Library, tmp_path: Path) -> None:
    """A theme that lacks a file is a fault with its place, not a traceback."""
    with pytest.raises(TemplateFault) as raised:
        render(handout(golden), tmp_path)
    assert raised.value.problem.rule == "template"
    assert str(raised.value.problem.place).startswith(str(tmp_path))


def test_the_small_data_set_lies_where_it_is_looked_for(golden: Library) -> None:
    """Places lead to files that are there."""
    assert golden.folder == GOLDEN
    files = {word.place.file for word in handout(golden).words() if word.place.file}
    assert [file for file in files if not Path(file).exists()] == []
