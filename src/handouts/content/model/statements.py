"""Sentences as an editor writes them, and the passages that they form."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from handouts.content.model.base import (
    ClaimId,
    FlagId,
    Id,
    NumberId,
    Record,
    ReferenceId,
    ShortText,
    Text,
)

KINDS = ("say", "note", "number", "claim", "flag")


class Statement(Record):
    """One sentence that we print, or one item of a list.

    Exactly one of: `say`, a fact in our words with its references; `note`, words that state no
    fact (how to use the leaflet); `number`, the sentence of a number record; `claim`, what the
    ledger lets us print of a claim; `flag`, the order of a red flag of the triage table.
    """

    say: Text | None = None
    note: Text | None = None
    number: NumberId | None = None
    claim: ClaimId | None = None
    flag: FlagId | None = None
    references: tuple[ReferenceId, ...] = ()
    answers: tuple[ClaimId, ...] = ()
    country: Id | None = None
    picture: bool = False
    """Whether a number is also drawn, as so many people out of a hundred."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [k for k in KINDS if getattr(self, k) is not None]
        if len(kinds) != 1:
            raise ValueError(f"a statement has exactly one of {', '.join(KINDS)}")
        if self.say is not None and not self.references:
            raise ValueError("a fact (say) needs at least one reference")
        if self.say is None and self.references:
            raise ValueError(f"references belong to say; a {kinds[0]} has none of its own")
        if self.picture and self.number is None:
            raise ValueError("picture draws a number; this statement has none")
        return self


Statements = Annotated[tuple[Statement, ...], Field(min_length=1)]


class Passage(Record):
    """A piece of a block: an optional title, a paragraph, and a list with its lead-in."""

    title: ShortText | None = None
    text: tuple[Statement, ...] = ()
    lead: ShortText | None = None
    items: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.text and not self.items:
            raise ValueError("a passage needs text or items")
        if self.items and not (self.lead or self.title or self.text):
            raise ValueError("a list needs a lead, a title or a text before it")
        return self


Passages = Annotated[tuple[Passage, ...], Field(min_length=1)]
