"""`markers.yaml`: what a blood test can find, and what each finding means."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from handouts.content.model.base import Id, Link, Record, ReferenceId, ShortText
from handouts.content.model.statements import Statement, Statements


class Share(StrEnum):
    """How many of those with a marker have it there."""

    MOST = "most"
    SOME = "some"
    FEW = "few"


class Found(Record):
    """Where something is found with a marker (a column of the series), and how often."""

    where: Annotated[Id, Link("columns")]
    share: Share


class Trait(Record):
    """A trait of the series, and its value for this marker."""

    trait: Annotated[Id, Link("traits")]
    value: Annotated[Id, Link("values")]


class Marker(Record):
    """A marker (an antibody, say): its traits, where something is found with it, its meaning."""

    id: Id
    name: ShortText
    short: ShortText | None = None
    traits: tuple[Trait, ...] = ()
    found: tuple[Found, ...] = ()
    text: Statements
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]


class MarkerUse(Record):
    """A marker in a leaflet; `here` stands in the place of the record's words."""

    marker: Annotated[Id, Link("markers")]
    here: tuple[Statement, ...] = ()
