"""`sources/` and `claims/`: what others say, and what we found."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from handouts.content.model.base import (
    ClaimId,
    Count,
    Id,
    Record,
    ReferenceId,
    ShortText,
    SourceId,
    Text,
)
from handouts.content.tripwire.pattern import read, wire


class Source(Record):
    """A text that we examined: enough to recognize a copy, never its words."""

    id: Id
    title: Text
    publisher: ShortText
    dated: ShortText | None = None
    file: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]*$")]
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    paragraphs: Count
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


def _pattern(written: str) -> str:
    read(written)
    return written


def _fires(text: str, info: ValidationInfo) -> str:
    patterns = info.data.get("patterns")
    if patterns and not wire(patterns, (text,)).trips(text):
        raise ValueError("the guard does not catch this sentence; widen a pattern, or change it")
    return text


def _passes(text: str, info: ValidationInfo) -> str:
    patterns, fires_on = info.data.get("patterns"), info.data.get("fires_on")
    if patterns and fires_on and wire(patterns, fires_on).trips(text):
        raise ValueError("the guard catches this sentence, which is true; narrow its patterns")
    return text


class Guard(Record):
    """What must never be printed again: patterns, and sentences that prove them."""

    patterns: Annotated[
        tuple[
            Annotated[
                str, StringConstraints(min_length=1, max_length=600), AfterValidator(_pattern)
            ],
            ...,
        ],
        Field(min_length=1),
    ]
    """Each is looked for in every statement; see `content/tripwire/pattern.py`."""
    fires_on: Annotated[tuple[Annotated[Text, AfterValidator(_fires)], ...], Field(min_length=6)]
    """The claim in other words: sentences that the guard must catch."""
    passes: Annotated[tuple[Annotated[Text, AfterValidator(_passes)], ...], Field(min_length=5)]
    """True sentences on the same matter, which it must not catch."""

    def trips(self, text: str) -> bool:
        """Whether a text says the claim again."""
        return wire(self.patterns, self.fires_on).trips(text)

    @property
    def needles(self) -> frozenset[str]:
        """Letters of which some stand in every text that trips it."""
        return frozenset().union(*(read(pattern).needles for pattern in self.patterns))


class Claim(Record):
    """Something that a source says, restated, and what we found about it."""

    id: Id
    paragraph: Count
    words: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}-[0-9]{1,6}$")] | None = None
    """Which words of the paragraph say it, first and last, counted from 1."""
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = None
    """Of those words, joined by single blanks; so that a reviewer can be shown the right ones."""
    states: Text
    paraphrases: tuple[Text, ...] = ()
    """Other words in which it was met, so that a review finds it again."""
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    verdict: Verdict
    correction: tuple[Text, ...] = ()
    matters: Text | None = None
    evidence: tuple[ReferenceId, ...] = ()
    guard: Guard | None = None
    contradicts: tuple[ClaimId, ...] = ()
    unprinted: Text | None = None
    """Why no page prints or answers it."""

    @field_validator("guard")
    @classmethod
    def _spares_the_correction(cls, guard: Guard | None, info: ValidationInfo) -> Guard | None:
        for text in info.data.get("correction", ()) if guard else ():
            if guard and guard.trips(text):
                raise ValueError(f'the guard catches the correction "{text}"; narrow its patterns')
        return guard

    @model_validator(mode="after")
    def _verdict_is_backed(self) -> Self:
        if self.verdict is Verdict.ACCURATE:
            if self.correction or self.guard:
                raise ValueError("an accurate claim has no correction and no guard")
            return self
        if self.verdict is Verdict.UNVERIFIABLE:
            if self.correction or self.guard:
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

    paragraphs: Annotated[tuple[Count, ...], Field(min_length=1)]
    reason: Text


class Claims(Record):
    """All claims of one source, in paragraph order."""

    source: SourceId
    claims: tuple[Claim, ...]
    no_claims: tuple[NoClaims, ...] = ()
