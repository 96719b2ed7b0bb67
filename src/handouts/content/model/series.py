"""`series.yaml`: what these handouts are about, and which blocks they have.

The field lives here: its codes, families, parts of a figure, blocks and columns. The program knows
only the kinds of block.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from handouts.content.model.base import Count, FirstAidId, Id, Record, ShortText


class BlockKind(StrEnum):
    """How a block is written and laid out."""

    LINES = "lines"
    CARE = "care"
    PASSAGES = "passages"
    PICTURE = "picture"
    MARKERS = "markers"
    SCHEDULE = "schedule"
    TESTS = "tests"
    TREATMENTS = "treatments"
    KNOWN = "known"
    CORRECTED = "corrected"
    ACTIONS = "actions"
    CAUTIONS = "cautions"
    FIRST_AID = "first-aid"
    ASKED = "asked"
    QUESTIONS = "questions"
    CONTACTS = "contacts"
    CARD = "card"
    # What the program makes; a leaflet has no key for these.
    CONTENTS = "contents"
    RECORD = "record"
    GLOSSARY = "glossary"
    FORMATS = "formats"
    SOURCES = "sources"
    GOVERNANCE = "governance"


MADE = frozenset(
    {
        BlockKind.CONTENTS,
        BlockKind.RECORD,
        BlockKind.GLOSSARY,
        BlockKind.FORMATS,
        BlockKind.SOURCES,
        BlockKind.GOVERNANCE,
    }
)
"""The kinds of block that an editor does not write."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]


def _letters_and_marks(text: str) -> str:
    if "#" not in text:
        raise ValueError('write # for each digit, as in "PN-##"')
    return text


class BlockRow(Record):
    """A block of a leaflet: its key, kind and heading, and where it stands."""

    key: Key
    kind: BlockKind
    heading: ShortText
    required: bool = False
    cover: bool = False
    """Whether it belongs to the first page."""
    new_page: bool = False
    """Whether a leaflet starts a page with it."""
    panel: Annotated[int, Field(gt=0, lt=7)] | None = None
    """Its panel in the folded short form, which leaves out blocks without one."""
    side: Annotated[int, Field(gt=0, lt=4)] | None = None
    """Its panel where the folded short form has a side for each of two languages."""
    lit: bool = False
    """Whether a body with the affected parts stands beside it; the leaflet's picture may be one."""
    short: Count | None = None
    """How many of its parts (of its questions) the folded short form shows; without it, all."""
    strong: bool = False
    """Whether its facts need a guideline, a study, or an official source (danger, treatment)."""
    crisis: bool = False
    """Whether the crisis line of the site stands below it."""
    lead: ShortText | None = None
    """A line above the choices of a questions block."""
    choices: tuple[ShortText, ...] = ()
    """What the reader can tick, in a questions block."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.choices or self.lead) and self.kind is not BlockKind.QUESTIONS:
            raise ValueError("lead and choices belong to a block of questions")
        if self.side and not self.panel:
            raise ValueError("a block with a side needs a panel; a signature covers what has one")
        if self.required and self.kind in MADE:
            raise ValueError(f"a block of the kind {self.kind} is made by the program")
        return self


class Named(Record):
    """An id and the words for it."""

    id: Id
    name: ShortText


class Labelled(Record):
    """A key and the words that stand over it."""

    key: Key
    label: ShortText


class TraitRow(Record):
    """A trait of markers: what it is called, and the words for each of its values."""

    id: Id
    label: ShortText
    values: Annotated[tuple[Named, ...], Field(min_length=1)]


class FigureRow(Record):
    """The words of a drawing of the templates: its labels, and what is to be seen.

    A drawing of two frames has its own text alternative for the first; the second is the leaflet's.
    """

    id: Id
    alt: ShortText | None = None
    labels: tuple[Named, ...] = ()
    """Words that stand in it, or over its frames; {name} stands for the name of the illness."""
    first_aid: tuple[FirstAidId, ...] = ()
    """The first aid of which it shows a step."""


class Series(Record):
    """What these handouts are about: codes, families, parts, blocks, and the booklet's columns."""

    language: Annotated[
        str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")
    ]
    """The language of the words in this folder."""
    code: Annotated[ShortText, AfterValidator(_letters_and_marks)]
    """The form of a leaflet's code, with # for each digit."""
    families: Annotated[tuple[Named, ...], Field(min_length=1)]
    """Groups of leaflets with a look of their own; the first is the booklet's."""
    parts: tuple[Named, ...] = ()
    """What a figure can mark."""
    marked: ShortText | None = None
    """The text alternative of a figure with marked parts; {parts} stands for their names."""
    figures: tuple[FigureRow, ...] = ()
    """The words of the drawings."""
    groups: tuple[Named, ...] = ()
    """What treatments are aimed at."""
    traits: tuple[TraitRow, ...] = ()
    columns: tuple[Named, ...] = ()
    """Where something can be found with a marker: the columns of the booklet's table."""
    blocks: Annotated[tuple[BlockRow, ...], Field(min_length=1)]
    summary: tuple[Labelled, ...] = ()
    """The rows of a leaflet in short."""
    glance: tuple[Labelled, ...] = ()
    """The columns of the booklet's comparison."""
    names: tuple[ShortText, ...] = ()
    """Words that are rightly spelled although no dictionary has them."""
    private: tuple[ShortText, ...] = ()
    """Words that would tell the field of a leaflet, and that no letter shows."""

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        for name in ("blocks", "summary", "glance"):
            keys = [row.key for row in getattr(self, name)]
            for key in keys:
                if keys.count(key) > 1:
                    raise ValueError(f'{name}: "{key}" stands there more than once')
        return self
