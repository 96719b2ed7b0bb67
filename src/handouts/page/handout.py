"""What exactly a page shows: the values that a template sees.

Everything visible is a `Sentence`: headings, labels and text alternatives too. So the rules, the
signature and the audit of a PDF see what the reader sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from handouts.content.languages.spoken import direction
from handouts.content.model import Reference, SignOff, Site
from handouts.content.problems import Place
from handouts.page.edition import Edition
from handouts.page.faces import Face, faces
from handouts.page.formats import Format, Sheets


class Kind(StrEnum):
    """What stands behind a sentence."""

    FACT = "fact"
    NOTE = "note"
    NUMBER = "number"
    CORRECTION = "correction"
    SAID = "said"
    """What is often said: the claim itself, shown beside its correction."""
    TERM = "term"
    LABEL = "label"
    """A name, a heading or a label: of a record, the series or the house."""
    LOCAL = "local"
    """From the site, the imprint or the contacts: no clinical words."""


class Role(StrEnum):
    """What a sentence does on the page."""

    TITLE = "title"
    HEADING = "heading"
    LABEL = "label"
    LEAD = "lead"
    TEXT = "text"
    CAPTION = "caption"
    ALT = "alt"


@dataclass(frozen=True)
class Sentence:
    """A sentence, list item, label or text alternative as printed, with what stands behind it."""

    text: str
    kind: Kind
    place: Place = Place()
    references: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    """Claims that it prints or answers."""
    role: Role = Role.TEXT
    country: str = ""
    """For which country, where the words of all countries are told at once."""

    def __str__(self) -> str:
        return self.text


Sentences = tuple[Sentence, ...]


@dataclass(frozen=True)
class Picture:
    """A drawing of the templates and what it is told.

    `name` is a figure of the templates; `marks` are the parts to light; `count` is how many of how
    many, for a drawn proportion.
    """

    name: str
    alt: Sentence
    marks: tuple[str, ...] = ()
    count: tuple[int, int] = (0, 0)
    caption: Sentences = ()
    labels: tuple[tuple[str, Sentence], ...] = ()
    """The words that stand in the drawing, by the names that it has for them."""

    def words(self) -> Iterator[Sentence]:
        """Everything that is read here, in reading order."""
        yield self.alt
        for _, label in self.labels:
            yield label
        yield from self.caption


@dataclass(frozen=True)
class Row:
    """A label and what belongs to it; without text it is a line to fill in."""

    label: Sentence | None
    text: Sentences = ()
    style: str = ""


@dataclass(frozen=True)
class Part:
    """A piece of a block. `style` tells the templates what it is."""

    style: str = ""
    title: Sentence | None = None
    text: Sentences = ()
    lead: Sentence | None = None
    items: tuple[Sentences, ...] = ()
    rows: tuple[Row, ...] = ()
    heads: Sentences = ()
    """The heads of the columns of a table."""
    cells: tuple[tuple[Sentences, ...], ...] = ()
    """The rows of a table, cell by cell."""
    picture: Picture | None = None
    shown: tuple[Picture, ...] = ()
    """Drawings of single steps."""
    id: str = ""
    """The record that it tells, for which the templates may have a drawing."""

    def words(self) -> Iterator[Sentence]:
        """Everything that is read here, in reading order."""
        if self.title:
            yield self.title
        yield from self.text
        if self.lead:
            yield self.lead
        for item in self.items:
            yield from item
        for row in self.rows:
            if row.label:
                yield row.label
            yield from row.text
        yield from self.heads
        for cells in self.cells:
            for cell in cells:
                yield from cell
        for picture in (*self.shown, *filter(None, (self.picture,))):
            yield from picture.words()


@dataclass(frozen=True)
class Block:
    """A block of a handout: heading, parts, and the numbers of its sources."""

    key: str
    kind: str
    heading: Sentence | None
    parts: tuple[Part, ...]
    cites: tuple[int, ...] = ()
    picture: Picture | None = None
    cover: bool = False
    new_page: bool = False
    panel: int = 0
    side: int = 0
    """Its panel where a side of the sheet has a language."""
    strong: bool = False
    """Whether its facts need a strong source."""

    def words(self) -> Iterator[Sentence]:
        """Everything that is read here, in reading order."""
        if self.heading:
            yield self.heading
        if self.picture:
            yield from self.picture.words()
        for part in self.parts:
            yield from part.words()

    def sentences(self) -> Iterator[Sentence]:
        """What is read as running text or items of lists: no headings, labels, alternatives."""
        return (word for word in self.words() if word.role in (Role.TEXT, Role.CAPTION))


@dataclass(frozen=True)
class Chapter:
    """Blocks under one title; a leaflet is a single chapter."""

    key: str
    title: Sentence
    blocks: tuple[Block, ...]
    code: str = ""
    running: str = ""
    """Its name in the page margins, where long titles have no room."""
    family: str = ""
    spread: bool = False
    max_pages: int = 0
    """The page budget of a chapter; 0 means none."""


@dataclass(frozen=True)
class Citation:
    """A numbered entry of the list of references."""

    number: int
    reference: Reference
    main: bool = False
    """Whether it is among the main sources, which a leaflet prints."""


@dataclass(frozen=True)
class Handout:
    """A leaflet or booklet, ready to be rendered."""

    edition: Edition
    language: str
    code: str
    title: Sentence
    name: Sentence
    say_it: Sentence | None
    also: tuple[str, ...]
    family: str
    version: str
    published: date
    review_due: date
    signoff: SignOff | None
    site: Site
    publisher: str
    audience: Sentence
    draft: Sentence | None
    """The mark on every page, unless these words are signed."""
    corrected: Part | None
    """The box on page 1 of a corrected edition."""
    furniture: Mapping[str, Sentence]
    """The words of the house that the templates put around blocks, by name."""
    chapters: tuple[Chapter, ...]
    citations: tuple[Citation, ...]
    names: tuple[str, ...] = ()
    """The words of names that must not be broken over lines."""
    unread: tuple[Sentence, ...] = field(default=())
    """The words that nobody has reviewed."""
    font: str | None = None
    """The package with the fonts of its script, where ours have none."""
    verso: Handout | None = None
    """The same in another language, on the other side of the sheet."""

    @property
    def sides(self) -> tuple[Handout, ...]:
        """Each of its languages alone: mostly one."""
        return (replace(self, verso=None), self.verso) if self.verso else (self,)

    @property
    def direction(self) -> str:
        """`rtl` where the language is written from right to left, else `ltr`."""
        return direction(self.language)

    @property
    def faces(self) -> tuple[Face, ...]:
        """The faces that its pages need beside ours."""
        packages = dict.fromkeys(side.font for side in self.sides if side.font)
        return tuple(face for package in packages for face in faces(package))

    @property
    def has_print_file(self) -> bool:
        """Whether the print room gets a file of its own: its sheets are not just the pages."""
        return self.edition.format.shape.sheets is not Sheets.PAGES or self.site.crop_marks

    @property
    def address(self) -> str | None:
        """Where the hospital has this handout on the web, if it says so."""
        return f"{self.site.web.rstrip('/')}/{self.code.lower()}" if self.site.web else None

    @property
    def has_twin(self) -> bool:
        """Whether its words are written as a web page too: once for each leaflet."""
        return self.edition.format is Format.LEAFLET

    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order."""
        for chapter in self.chapters:
            yield from chapter.blocks

    def words(self) -> Iterator[Sentence]:
        """Everything that is read, in reading order: titles and text alternatives too."""
        yield self.title
        yield self.name
        if self.say_it:
            yield self.say_it
        yield self.audience
        if self.draft:
            yield self.draft
        if self.corrected:
            yield from self.corrected.words()
        for chapter in self.chapters:
            if chapter.title != self.title:
                yield chapter.title
            for block in chapter.blocks:
                yield from block.words()
        yield from self.furniture.values()
        if self.verso:
            yield from self.verso.words()

    def sentences(self) -> Iterator[Sentence]:
        """What is read as running text or items of lists, in reading order."""
        for block in self.blocks():
            yield from block.sentences()

    @property
    def is_draft(self) -> bool:
        """Whether no clinician has signed exactly these words."""
        return any(side.signoff is None for side in self.sides)
