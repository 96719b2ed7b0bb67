"""`triage.yaml`: each red flag once, with its level."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from handouts.content.model.base import ClaimId, Id, Record, ReferenceId, ShortText, Text


class Level(StrEnum):
    """How soon to get help."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NONURGENT = "nonurgent"


class Flag(Record):
    """A sign that asks for help, and how soon; the care cards of all handouts are made of these.

    The same `sign` has one level for the same `people`.
    """

    id: Id
    sign: Id
    people: ShortText | None = None
    """The people it holds for; everybody when absent."""
    level: Level
    say: Text
    """What stands on the care card, after "Call ... if you"."""
    order: Text | None = None
    """The same as a whole sentence, for use in a text."""
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]
    answers: tuple[ClaimId, ...] = ()
    country: Id | None = None
