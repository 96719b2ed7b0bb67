"""`booklet.yaml`: the summary booklet."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from handouts.content.model.base import (
    ClaimId,
    ContactId,
    Day,
    FlagId,
    Id,
    MarkerId,
    Record,
    ReferenceId,
    ScheduleId,
    ShortText,
    SyndromeId,
)
from handouts.content.model.blocks import Diagram
from handouts.content.model.series import Key
from handouts.content.model.statements import Passage, Statement
from handouts.content.model.syndromes import Title


class ChapterKind(StrEnum):
    """What a chapter of the booklet shows."""

    PASSAGES = "passages"
    CARE = "care"
    COMPARE = "compare"
    MARKERS = "markers"
    SCHEDULES = "schedules"
    POINTS = "points"
    CAUTIONS = "cautions"
    SYNDROMES = "syndromes"
    TREATMENTS = "treatments"
    CORRECTED = "corrected"
    GLOSSARY = "glossary"
    CONTACTS = "contacts"
    SOURCES = "sources"


class Points(Record):
    """One row of a table of points: what is looked at, and what it counts."""

    what: Statement
    points: ShortText


class ChapterRow(Record):
    """A chapter of the booklet: its key, kind and heading, a text, and what its kind needs."""

    key: Key
    kind: ChapterKind
    heading: ShortText
    running: ShortText | None = None
    """Its name in the page margin, where the heading is too long for it."""
    spread: bool = False
    """Whether it starts on a left page, so that both its pages lie open together."""
    text: tuple[Passage, ...] = ()
    blocks: tuple[Key, ...] = ()
    """Blocks of the introduction's leaflet that stand here too."""
    diagram: Diagram | None = None
    flags: tuple[FlagId, ...] = ()
    markers: tuple[MarkerId, ...] = ()
    schedules: tuple[ScheduleId, ...] = ()
    rows: tuple[Points, ...] = ()
    syndromes: tuple[SyndromeId, ...] = ()
    corrected: tuple[ClaimId, ...] = ()
    contacts: tuple[ContactId, ...] = ()
    references: tuple[ReferenceId, ...] = ()

    @model_validator(mode="after")
    def _has_what_it_shows(self) -> Self:
        needed = {
            ChapterKind.CARE: "flags",
            ChapterKind.MARKERS: "markers",
            ChapterKind.SCHEDULES: "schedules",
            ChapterKind.POINTS: "rows",
            ChapterKind.SYNDROMES: "syndromes",
            ChapterKind.COMPARE: "syndromes",
            ChapterKind.CAUTIONS: "syndromes",
            ChapterKind.CORRECTED: "corrected",
            ChapterKind.CONTACTS: "contacts",
        }
        if self.kind is ChapterKind.PASSAGES and not (self.text or self.blocks or self.diagram):
            raise ValueError("a chapter of passages needs text, blocks or a diagram")
        name = needed.get(self.kind)
        if name and not getattr(self, name):
            raise ValueError(f"a chapter of the kind {self.kind} needs {name}")
        return self


class Booklet(Record):
    """The summary booklet: its chapters, in order."""

    ordered = True

    id: Id
    code: ShortText
    title: Title
    subtitle: ShortText
    searched: Day
    review_due: Day
    introduction: SyndromeId | None = None
    """The leaflet whose blocks a chapter may name."""
    chapters: Annotated[tuple[ChapterRow, ...], Field(min_length=1)]
