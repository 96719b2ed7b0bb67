"""`syndromes/<id>.yaml`: one leaflet each.

Which blocks a leaflet has is said by the series, so its class is made from that.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, create_model

from handouts.content.model.asked import AskedUse
from handouts.content.model.base import (
    ClaimId,
    ContactId,
    Day,
    FamilyId,
    FirstAidId,
    FlagId,
    Id,
    PartId,
    Record,
    ReferenceId,
    ShortText,
    Text,
    one_line,
)
from handouts.content.model.blocks import (
    Actions,
    Diagram,
    EmergencyCard,
    MedicineCautions,
    Uncertainty,
)
from handouts.content.model.markers import MarkerUse
from handouts.content.model.schedules import ScheduleUse
from handouts.content.model.series import MADE, BlockKind, Series
from handouts.content.model.statements import Passages, Statements
from handouts.content.model.tests import Tests
from handouts.content.model.treatments import Treatments

Title = Annotated[str, AfterValidator(one_line), StringConstraints(min_length=1, max_length=65)]

CONTENT: Mapping[BlockKind, Any] = {
    BlockKind.LINES: Statements,
    BlockKind.CARE: Annotated[tuple[FlagId, ...], Field(min_length=2)],
    BlockKind.PASSAGES: Passages,
    BlockKind.PICTURE: Diagram,
    BlockKind.MARKERS: Annotated[tuple[MarkerUse, ...], Field(min_length=1)],
    BlockKind.SCHEDULE: ScheduleUse,
    BlockKind.TESTS: Tests,
    BlockKind.TREATMENTS: Treatments,
    BlockKind.KNOWN: Uncertainty,
    BlockKind.CORRECTED: Annotated[tuple[ClaimId, ...], Field(min_length=1)],
    BlockKind.ACTIONS: Actions,
    BlockKind.CAUTIONS: MedicineCautions,
    BlockKind.FIRST_AID: Annotated[tuple[FirstAidId, ...], Field(min_length=1)],
    BlockKind.ASKED: Annotated[tuple[AskedUse, ...], Field(min_length=1)],
    BlockKind.QUESTIONS: Annotated[tuple[Text, ...], Field(min_length=3, max_length=10)],
    BlockKind.CONTACTS: Annotated[tuple[ContactId, ...], Field(min_length=1)],
    BlockKind.CARD: EmergencyCard,
}
"""What an editor writes in a block of each kind."""


class System(StrEnum):
    """Who gives an illness its code."""

    ICD_10 = "icd-10"
    ICD_11 = "icd-11"
    SNOMED_CT = "snomed-ct"
    ORPHA = "orpha"


class Code(Record):
    """The code of an illness in a system, and where it was looked up."""

    system: System
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9./&]{0,30}$")]
    reference: ReferenceId


class Syndrome(Record):
    """One leaflet's content; the blocks stand in the order in which they are printed.

    `syndrome_type` adds the blocks of a series, and `summary` and `glance` where it has them.
    """

    ordered = True

    id: Id
    code: ShortText
    title: Title
    name: ShortText
    say_it: ShortText | None = None
    short: ShortText | None = None
    also: tuple[ShortText, ...] = ()
    """Other names, old ones included; used for search and for privacy checks."""
    family: FamilyId
    affects: tuple[PartId, ...] = ()
    codes: tuple[Code, ...] = ()
    """For catalogues and electronic records; no page prints them."""
    searched: Day
    """When the evidence was last looked up."""
    review_due: Day

    def block(self, key: str) -> Any:
        """What is written in a block; None when the leaflet has none of that key."""
        return getattr(self, key, None)


class Glance(Record):
    """One row of the booklet's comparison table."""

    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]


@cache
def syndrome_type(series: Series) -> type[Syndrome]:
    """The class of the leaflets of a series: `Syndrome` with a field for each of its blocks."""
    fields: dict[str, Any] = {}
    for row in series.blocks:
        if row.kind in MADE:
            continue
        content = CONTENT[row.kind]
        fields[row.key] = (content, ...) if row.required else (content | None, None)
    if series.summary:
        rows: Any = {row.key: (Statements, ...) for row in series.summary}
        summary = create_model("Summary", __base__=Record, __doc__="In short.", **rows)
        fields["summary"] = (summary, ...)
    if series.glance:
        cells: Any = {row.key: (ShortText, ...) for row in series.glance}
        fields["glance"] = (create_model("Glance", __base__=Glance, **cells), ...)
    return create_model("Syndrome", __base__=Syndrome, __doc__=Syndrome.__doc__, **fields)
