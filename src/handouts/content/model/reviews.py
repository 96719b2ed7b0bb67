"""`reviews/<handout>.yaml`: which words were read beside the claims, by whom, and when.

A line for each, in the order of the keys, so that two people's reviews merge without a conflict.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from handouts.content.model.base import ClaimId, Day, Record, ShortText

Key = Annotated[str, StringConstraints(pattern="^[0-9a-f]{20}$")]
"""What stands for words: their role, level, label and text."""
Read = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Relation(StrEnum):
    """What words are in relation to the claims that lie nearest."""

    AGREES = "agrees"
    """They say what the correction of a claim says."""
    OTHER = "other"
    """They speak of another matter."""


class Answer(Record):
    """What a reader found of some words."""

    id: Key
    relation: Relation = Relation.OTHER
    claims: tuple[ClaimId, ...] = ()
    """Those with whose correction they agree."""

    @model_validator(mode="after")
    def _agrees_with_something(self) -> Self:
        if (self.relation is Relation.AGREES) != bool(self.claims):
            raise ValueError("agrees names the claims; any other relation names none")
        return self


class Review(Answer):
    """Words that somebody has read beside their nearest claims."""

    by: ShortText
    date: Day
    at: Read | None = None
    """Where they stood: the block, and the part of it."""
    text: Read | None = None
    """What they said, so that a changed sentence is shown beside the old one."""
