"""`booklet.yaml`: the summary booklet."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from handouts.content.model.base import (
    ClaimId,
    ContactId,
    Id,
    Record,
    ShortText,
    SyndromeId,
    _one_line,
)
from handouts.content.model.statements import Passages
from handouts.content.model.syndromes import Diagram, Help


class Booklet(Record):
    """The summary booklet: what stands around the pages that come from the leaflets."""

    ordered = True

    id: Id
    code: Annotated[str, StringConstraints(pattern=r"^PN-\d\d$")]
    title: Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=1, max_length=65)]
    subtitle: ShortText
    searched: date
    review_due: date
    how_to_use: Passages
    help: Help
    introduction: SyndromeId
    """The leaflet whose plain words open the booklet."""
    diagram: Diagram
    """The drawing of the introduction."""
    syndromes: tuple[SyndromeId, ...]
    corrected: Annotated[tuple[ClaimId, ...], Field(min_length=1)]
    support: Annotated[tuple[ContactId, ...], Field(min_length=2)]
