"""`numbers.yaml`: proportions, with who was counted."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from handouts.content.model.base import (
    Amount,
    ClaimId,
    Count,
    Id,
    Record,
    ReferenceId,
    ShortText,
    Text,
)


class Number(Record):
    """A proportion with its numerator, denominator, population and references.

    Printed as "About 51 out of 100 people …", or with its own counts when `counts` is yes
    (small studies, where "out of 100" would promise more than was seen).
    """

    id: Id
    numerator: Amount
    denominator: Annotated[Amount, Field(gt=0)]
    sample: Count | None = None
    """People studied, where the source gives a share and not the counts."""
    people: ShortText
    """Who was counted: "people with Lambert-Eaton syndrome"."""
    have: Text
    """What is true of the numerator: "have small-cell lung cancer"."""
    qualifier: ShortText | None = None
    """"Up to", "Fewer than"; without one it is "About", or nothing when the share is exact."""
    per: Annotated[Count, Field(le=10_000_000)] = 100
    counts: bool = False
    otherwise: ShortText | None = None
    """What is true of all others: "do not have one"; the other frame of the picture."""
    when: ShortText | None = None
    """"within 2 years", at the end of the sentence."""
    spread: ShortText | None = None
    """"the studies ranged from 6 to 54", in brackets after it."""
    year: Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}$")]
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]
    answers: tuple[ClaimId, ...] = ()

    @model_validator(mode="after")
    def _proportion(self) -> Self:
        if self.numerator > self.denominator:
            raise ValueError("the numerator is larger than the denominator")
        return self
