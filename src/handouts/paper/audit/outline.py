"""A handout's HTML → what a finished file must have: its headings, lists, tables, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

from handouts.page.handout import Handout
from handouts.page.render import Line, render, render_contents
from handouts.paper.audit.file import squeeze

TAGS: Mapping[str, str] = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "ul": "L",
    "ol": "L",
    "table": "Table",
    "img": "Figure",
    "svg": "Figure",
}
"""The structure element that an element of the page becomes."""
OPTIONAL, NEW_PAGE = "data-if-room", "data-new-page"
"""How a template says that a piece may be left out, and that it starts a new page."""
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
VOID = frozenset({"img", "br", "meta", "link", "hr", "wbr", "input"})


@dataclass(frozen=True)
class Outline:
    """What the HTML has."""

    counts: Mapping[str, int]
    """How many of each structure element there must be."""
    optional: Mapping[str, int]
    """How many more there may be."""
    starts: tuple[str, ...]
    """The first headings, without spaces, of the pieces that start a page."""


def outline(handout: Handout, templates: Path) -> Outline:
    """What the files of a handout must have. Raises TemplateFault."""
    if handout.verso:
        faces = zip(handout.sides, handout.sides[::-1], strict=True)
        pages = [render(replace(side, verso=other), templates) for side, other in faces]
    else:
        pages = [render(handout, templates)]
    if handout.edition.format.shape.is_series:
        lines = [Line(chapter.title.text, chapter.key, 0) for chapter in handout.chapters]
        pages.insert(0, render_contents(handout, lines, templates, pad=True))
    return read(*pages)


def read(*pages: str) -> Outline:
    """What some pages have together."""
    reader = _Reader()
    for page in pages:
        reader.feed(page)
    starts = tuple(squeeze(start) for start in reader.starts)
    return Outline(dict(reader.counts), dict(reader.optional), starts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.optional: Counter[str] = Counter()
        self.starts: list[str] = []
        self.is_starting = False
        self.open: list[tuple[str, bool]] = []
        """The elements around, each with whether it may be left out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        is_optional = OPTIONAL in names or any(spare for _, spare in self.open)
        inside = {name for name, _ in self.open}
        if tag in TAGS and "svg" not in inside:
            (self.optional if is_optional else self.counts)[TAGS[tag]] += 1
        if NEW_PAGE in names:
            self.is_starting = True
        if tag in HEADINGS and self.is_starting:
            self.starts.append("")
        if tag not in VOID:
            self.open.append((tag, is_optional))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in HEADINGS:
            self.is_starting = False

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.is_starting and HEADINGS & {name for name, _ in self.open}:
            self.starts[-1] += data
