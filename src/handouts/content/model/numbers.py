"""`numbers.yaml`: proportions, with who was counted."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from handouts.content.model.base import ClaimId, Id, Record, ReferenceId, ShortText, Text


class Number(Record):
    """A proportion with its numerator, denominator, population and references.

    Printed as "About 51 out of 100 people …", or with its own counts when `counts` is yes
    (small studies, where "out of 100" would promise more than was seen).
    """

    id: Id
    numerator: Annotated[float, Field(ge=0)]
    denominator: Annotated[float, Field(gt=0)]
    sample: Annotated[int, Field(gt=0)] | None = None
    """People studied, where the source gives a share and not the counts."""
    people: ShortText
    """Who was counted: "people with Lambert-Eaton syndrome"."""
    have: Text
    """What is true of the numerator: "have small-cell lung cancer"."""
    qualifier: ShortText | None = None
    """"Up to", "Fewer than"; without one it is "About", or nothing when the share is exact."""
    per: Annotated[int, Field(gt=0)] = 100
    counts: bool = False
    year: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]
    answers: tuple[ClaimId, ...] = ()

    @model_validator(mode="after")
    def _proportion(self) -> Self:
        if self.numerator > self.denominator:
            raise ValueError("the numerator is larger than the denominator")
        return self
