"""`treatments.yaml`: one record a treatment."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.content.model.base import GroupId, Id, Record, ShortText, TreatmentId
from handouts.content.model.statements import Statement, Statements

ROWS = ("how_works", "benefit", "uncertain", "risks", "daily_life", "alternatives")
"""The parts of a treatment, in the order in which they are told (DISCERN 9 to 15)."""


class Treatment(Record):
    """One treatment; a part that has nothing true and useful to say is left out."""

    id: Id
    name: ShortText
    group: GroupId
    how_works: Statements
    benefit: tuple[Statement, ...] = ()
    risks: tuple[Statement, ...] = ()
    uncertain: tuple[Statement, ...] = ()
    daily_life: tuple[Statement, ...] = ()
    alternatives: tuple[Statement, ...] = ()


class TreatmentUse(Record):
    """A treatment in a leaflet: what is known here, and what replaces the record's words."""

    treatment: TreatmentId
    here: tuple[Statement, ...] = ()
    how_works: tuple[Statement, ...] = ()
    benefit: tuple[Statement, ...] = ()
    risks: tuple[Statement, ...] = ()
    uncertain: tuple[Statement, ...] = ()
    daily_life: tuple[Statement, ...] = ()
    alternatives: tuple[Statement, ...] = ()


class Treatments(Record):
    """The treatments of a leaflet; the text before them tells the untreated course."""

    text: tuple[Statement, ...] = ()
    items: Annotated[tuple[TreatmentUse, ...], Field(min_length=1)]
