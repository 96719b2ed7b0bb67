"""What exactly a page shows: the values that a template sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handouts.content.model import Family, Imprint, Reference, SignOff, Site, Wording
from handouts.content.problems import Place
from handouts.page.edition import IMPOSED, Edition


class Kind(StrEnum):
    """What a sentence is."""

    FACT = "fact"
    NOTE = "note"
    NUMBER = "number"
    CORRECTION = "correction"
    SAID = "said"
    """What is often said: the claim itself, shown beside its correction."""
    TERM = "term"
    LOCAL = "local"
    """From the site, the imprint or the contacts: no clinical words."""


@dataclass(frozen=True)
class Sentence:
    """A sentence or list item as printed, with what stands behind it."""

    text: str
    kind: Kind
    place: Place = Place()
    references: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    """Claims that it prints or answers."""


@dataclass(frozen=True)
class Row:
    """A label and what belongs to it; without text it is a line to fill in."""

    label: str
    text: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Part:
    """A piece of a block. `style` tells the templates what it is."""

    style: str = ""
    title: str = ""
    text: tuple[Sentence, ...] = ()
    lead: str = ""
    items: tuple[tuple[Sentence, ...], ...] = ()
    rows: tuple[Row, ...] = ()

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        yield from self.text
        for item in self.items:
            yield from item
        for row in self.rows:
            yield from row.text


@dataclass(frozen=True)
class Figure:
    """A drawing of the templates and what it is told."""

    name: str
    title: str
    alt: str
    affects: tuple[str, ...]
    subject: str


@dataclass(frozen=True)
class Block:
    """A block of a handout: heading, parts, and the numbers of its sources."""

    key: str
    heading: str
    parts: tuple[Part, ...]
    cites: tuple[int, ...] = ()
    figure: Figure | None = None

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        for part in self.parts:
            yield from part.sentences()


@dataclass(frozen=True)
class Chapter:
    """Blocks under one title; a leaflet is a single chapter."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    code: str = ""
    running: str = ""
    """Its name in the page margins, where long titles have no room."""


@dataclass(frozen=True)
class Citation:
    """A numbered entry of the list of references."""

    number: int
    reference: Reference


@dataclass(frozen=True)
class Handout:
    """A leaflet or booklet, ready to be rendered."""

    edition: Edition
    code: str
    title: str
    name: str
    say_it: str
    also: tuple[str, ...]
    family: Family
    version: str
    published: date
    review_due: date
    signoff: SignOff | None
    site: Site
    imprint: Imprint
    wording: Wording
    chapters: tuple[Chapter, ...]
    citations: tuple[Citation, ...]

    @property
    def has_print_file(self) -> bool:
        """Whether the print room gets a file of its own: its sheets are not just the pages."""
        return self.edition.format in IMPOSED or self.site.crop_marks

    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order."""
        for chapter in self.chapters:
            yield from chapter.blocks

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        for block in self.blocks():
            yield from block.sentences()

    @property
    def is_draft(self) -> bool:
        """Whether no clinician has signed exactly these words."""
        return self.signoff is None
