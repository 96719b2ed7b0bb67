"""Everything that is read comes from the content: templates, sheets and program hold no words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import pytest

from handouts.content.library import Library
from handouts.content.model import Record
from handouts.mail.letter import fill, plain
from handouts.page.compose import compose
from handouts.page.edition import Edition, editions
from handouts.page.handout import Handout
from handouts.page.notice import notice
from handouts.page.render import (
    render,
    render_chapter,
    render_contents,
    render_folios,
    render_letter,
    render_notice,
)
from tests.conftest import ROOT

TEMPLATES = ROOT / "templates"
MARK = "\u00a7"
READ = ("alt", "title", "aria-label", "content", "summary", "label", "placeholder")
"""Attributes that are read out or shown."""
KEPT = re.compile(r"https?://\S+|[\w.-]+\.(?:png|svg)|10\.\d{4,}/\S+|[\w.-]+@[\w.-]+")
"""Addresses are no words."""
LETTERS = re.compile(r"[^\W\d_]{2,}")
NAMES = frozenset({"PN", "doi", "PMID", "ISBN", "and", "others"})
"""Codes, the names of numbers, and what a citation says of authors who are not named."""


def marked(value: Any) -> Any:
    """A value with all of its words made marks; what names things for the program stays."""
    if isinstance(value, Record):
        texts = {
            name: _text(name, getattr(value, name))
            for name in type(value).model_fields
            if name != "place"
        }
        return value.model_copy(update=texts)
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Edition):
        names = [field.name for field in dataclasses.fields(value)]
        found = {n: _text(n, getattr(value, n)) for n in names if n not in SHAPES}
        return dataclasses.replace(value, **found)
    if isinstance(value, tuple | list):
        return tuple(marked(item) for item in value)
    if isinstance(value, Mapping):
        return {key: marked(item) for key, item in value.items()}
    return value


SHAPES = frozenset(
    {"kind", "role", "place", "style", "key", "marks", "family", "edition", "cover"}
    | {"references", "claims", "language", "country", "version", "signoff"}
)
"""Fields of composed values that are no words."""
WORDS = frozenset(
    {"text", "running", "publisher", "also", "title", "family", "given", "literal", "hospital"}
    | {"container_title", "logo_alt", "team", "feedback", "code"}
)


def _text(name: str, value: Any) -> Any:
    if name == "text" and "{page}" in str(value):
        return f"{MARK} {{page}} {MARK} {{pages}}"
    if isinstance(value, str) and type(value) is str:
        return MARK * 3 if name in WORDS and value else value
    if isinstance(value, tuple) and all(isinstance(v, str) for v in value):
        return tuple(MARK * 3 for _ in value) if name in WORDS else value
    return marked(value)


class _Read(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []
        self._drawn = set(re.findall(r"attr\((data-[\w-]+)\)", html))
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside.append(tag)
        named = dict(attrs)
        if tag == "meta" and named.get("name") in ("viewport", "generator"):
            return
        for name, text in attrs:
            is_read = name in READ or (name in self._drawn and not (text or "").startswith("#"))
            if is_read and text:
                self.found.append(text)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" in self._inside:
            made = re.findall(r"content:\s*([^;}]+)", re.sub(r"/\*.*?\*/", "", data, flags=re.S))
            self.found += [text for one in made for text in re.findall(r'"([^"]*)"', one)]
        else:
            self.found.append(data)


def strange(html: str) -> list[str]:
    """Words of a page that do not come from the content."""
    text = KEPT.sub(" ", " \n ".join(_Read(html).found))
    return sorted(set(LETTERS.findall(text)) - NAMES)


def pages(handout: Handout) -> Iterator[tuple[str, str]]:
    """Every page that is rendered of a handout, by name."""
    if not handout.edition.format.shape.is_series:
        yield str(handout.edition.format), render(handout, TEMPLATES)
        return
    yield "contents", render_contents(handout, (), TEMPLATES)
    yield "folios", render_folios(handout, [c.running for c in handout.chapters], TEMPLATES)
    for chapter in handout.chapters:
        yield f"chapter {chapter.key}", render_chapter(handout, chapter, TEMPLATES)


def test_no_template_has_a_word_of_its_own(golden: Library) -> None:
    """With every text of the content made a mark, a page shows marks, numbers and addresses."""
    found: dict[str, list[str]] = {}
    for site in golden.sites:
        for edition in editions(golden, site):
            handout = marked(compose(golden, edition))
            for name, html in pages(handout):
                if words := strange(html):
                    found[f"{edition} {name}"] = words
    assert not found, "\n".join(f"{name}: {', '.join(words)}" for name, words in found.items())


def test_a_notice_has_no_word_of_its_own(golden: Library) -> None:
    """The page in the place of a withdrawn leaflet says what wording.yaml says, and no more."""
    edition = next(e for e in editions(golden, "us") if not e.format.shape.is_series)
    assert strange(render_notice(marked(notice(golden, edition)), TEMPLATES)) == []


def test_a_letter_has_no_word_of_its_own(golden: Library) -> None:
    """A letter says what letters.yaml and the site say, as text and as HTML."""
    assert golden.letters is not None
    site = marked(golden.sites["us"])
    values = {"code": "PN-71", "version": "1.0", "name": MARK, "old_version": "1", "sent": MARK}
    for letter in (golden.letters.leaflet, golden.letters.correction):
        texts = letter.model_dump(exclude={"place"})
        blank = {
            name: re.sub(r"[^\W\d_]+(?![^{]*\})", MARK, text)
            if isinstance(text, str)
            else tuple(re.sub(r"[^\W\d_]+(?![^{]*\})", MARK, one) for one in text)
            for name, text in texts.items()
        }
        site_ = site.model_copy(
            update={"emergency": site.emergency.model_copy(update={"order": MARK})}
        )
        words = fill(letter.model_copy(update=blank), site_, values)
        html = render_letter({"en-US": words}, TEMPLATES)
        assert strange(f"<p>{plain(words)}</p>") == []
        assert strange(html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>Ask</p>",
        '<img alt="Ask">',
        "<style>p::after { content: 'x' \"Ask\" }</style>",
        '<meta name="description" content="Ask">',
        "<svg><title>Ask</title></svg>",
        '<style>p::after { content: attr(data-mark) }</style><p data-mark="Ask"></p>',
    ],
)
def test_the_test_sees_every_place_where_words_can_stand(html: str) -> None:
    """Text, alternatives, titles of drawings, generated content and metadata are looked at."""
    assert strange(html) == ["Ask"]
