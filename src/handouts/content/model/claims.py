"""`sources/` and `claims/`: what others say, and what we found."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from handouts.content.model.base import ClaimId, Id, Record, ReferenceId, ShortText, SourceId, Text


class Source(Record):
    """A text that we examined: enough to recognize a copy, never its words."""

    id: Id
    title: Text
    publisher: ShortText
    dated: ShortText | None = None
    file: Annotated[str, StringConstraints(pattern=r"^[\w.-]+$")]
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    paragraphs: Annotated[int, Field(gt=0)]
    """How many non-empty lines it has."""


class Verdict(StrEnum):
    """What the evidence says of a claim."""

    ACCURATE = "accurate"
    IMPRECISE = "imprecise"
    OUTDATED = "outdated"
    MISLEADING = "misleading"
    WRONG = "wrong"
    GARBLED = "garbled"
    UNVERIFIABLE = "unverifiable"


@cache
def _insensitive(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


class Guard(Record):
    """Words that must never be printed again: a phrase, or a regular expression."""

    phrase: Text | None = None
    pattern: Text | None = None
    fires_on: Text
    """A sentence that the guard must catch: its own test."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.phrase is None) == (self.pattern is None):
            raise ValueError("a guard has either phrase or pattern")
        if self.pattern is not None:
            try:
                _insensitive(self.pattern)
            except re.error as error:
                raise ValueError(f"not a regular expression: {error}") from None
        if not self.finds(self.fires_on):
            raise ValueError("the guard does not catch its own fires_on sentence")
        return self

    @property
    def expression(self) -> str:
        """The regular expression that it looks for, without regard to case."""
        return self.pattern or rf"\b{re.escape(self.phrase or '')}\b"

    def finds(self, text: str) -> bool:
        """Whether the words stand in a text of single spaces; case does not matter."""
        return _insensitive(self.expression).search(text) is not None


class Claim(Record):
    """Something that a source says, restated, and what we found about it."""

    id: Id
    paragraph: Annotated[int, Field(gt=0)]
    states: Text
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    verdict: Verdict
    correction: tuple[Text, ...] = ()
    matters: Text | None = None
    evidence: tuple[ReferenceId, ...] = ()
    guards: tuple[Guard, ...] = ()
    contradicts: tuple[ClaimId, ...] = ()
    unprinted: Text | None = None
    """Why no page prints or answers it."""

    @model_validator(mode="after")
    def _verdict_is_backed(self) -> Self:
        if self.verdict is Verdict.ACCURATE:
            if self.correction or self.guards:
                raise ValueError("an accurate claim has no correction and no guards")
            return self
        if self.verdict is Verdict.UNVERIFIABLE:
            if self.correction or self.guards:
                raise ValueError("an unverifiable claim has no correction; say why in unprinted")
            if not self.unprinted:
                raise ValueError("an unverifiable claim is never printed: say why in unprinted")
            return self
        if not self.correction:
            raise ValueError(f"a claim found {self.verdict} needs a correction")
        if not self.matters:
            raise ValueError(f"a claim found {self.verdict} needs matters: the harm it can do")
        if not self.evidence:
            raise ValueError(f"a claim found {self.verdict} needs evidence")
        return self


class NoClaims(Record):
    """Paragraphs of a source that claim nothing, and why."""

    paragraphs: Annotated[tuple[Annotated[int, Field(gt=0)], ...], Field(min_length=1)]
    reason: Text


class Claims(Record):
    """All claims of one source, in paragraph order."""

    source: SourceId
    claims: tuple[Claim, ...]
    no_claims: tuple[NoClaims, ...] = ()
