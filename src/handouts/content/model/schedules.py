"""`schedules.yaml`: what is done when, and for how long."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.content.model.base import Id, Record, ReferenceId, ScheduleId, ShortText, Text
from handouts.content.model.statements import Statement


class Appointment(Record):
    """One step of a schedule: when, and what is done then."""

    when: ShortText
    what: Text
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]


class Schedule(Record):
    """A search or a follow-up: whom it is for, its steps, and what else to know."""

    id: Id
    name: ShortText
    who: Statement
    steps: Annotated[tuple[Appointment, ...], Field(min_length=1, max_length=5)]
    text: tuple[Statement, ...] = ()


class ScheduleUse(Record):
    """A schedule in a leaflet, with what is special here."""

    schedule: ScheduleId
    here: tuple[Statement, ...] = ()
