"""What an editor writes in the blocks of a leaflet, one record for each kind of block."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from handouts.content.model.base import ClaimId, Record, ReferenceId, ShortText, Text, one_line
from handouts.content.model.statements import Statement, Statements


class Diagram(Record):
    """The picture of a leaflet: which drawing, its title, caption and text alternative."""

    figure: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    """A drawing of the templates, `figures/<figure>.svg`."""
    title: ShortText
    caption: Statement
    alt: Annotated[str, AfterValidator(one_line), StringConstraints(min_length=40, max_length=250)]


class Uncertainty(Record):
    """What is known, and what is not."""

    ordered = True

    known: Statements
    not_known: Statements


class Action(Record):
    """Something the reader can do: the step, when or how often, and why."""

    do: Text
    how: Text | None = None
    why: Text
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]
    answers: tuple[ClaimId, ...] = ()


class Actions(Record):
    """What the reader can do, and what not to do."""

    ordered = True

    steps: Annotated[tuple[Action, ...], Field(min_length=2)]
    do_not: tuple[Statement, ...] = ()


class Caution(StrEnum):
    """How careful to be with a medicine."""

    AVOID = "avoid"
    IF_NEEDED = "if-needed"
    CARE = "care"


class MedicineCaution(Record):
    """A medicine, or a kind of medicine, to ask about before taking it."""

    medicine: ShortText
    level: Caution
    why: Text
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]
    answers: tuple[ClaimId, ...] = ()


class MedicineCautions(Record):
    """Medicines to check first."""

    ordered = True

    text: tuple[Statement, ...] = ()
    medicines: Annotated[tuple[MedicineCaution, ...], Field(min_length=1)]


class EmergencyCard(Record):
    """The tear-off card: what a stranger must know when the reader cannot speak."""

    understands: bool
    """Whether "I can understand you" is true for everyone who carries this card."""
    signs: Annotated[tuple[Statement, ...], Field(min_length=1, max_length=6)]
    takes: tuple[Statement, ...] = ()
    stop: tuple[Statement, ...] = ()
    keep: tuple[Statement, ...] = ()
    check: tuple[Statement, ...] = ()
