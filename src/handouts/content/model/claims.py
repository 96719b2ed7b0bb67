"""`sources/` and `claims/`: what others say, and what we found."""

from __future__ import annotations

import re
import re._parser as sre  # type: ignore[import-not-found]  # no other way to read a pattern
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

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


@cache
def _insensitive(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def _without_end(expression: str) -> str:
    """Why an expression could take for ever on some text; empty when it cannot.

    A repetition without an upper limit inside another one lets the search double with every
    letter; more than three in a row make it grow like a power of the length.
    """
    endless = 0

    def look(parsed: Iterable[Any], *, inside: bool) -> bool:
        nonlocal endless
        for operation, argument in parsed:
            repeats = str(operation) in ("MAX_REPEAT", "MIN_REPEAT")
            many = repeats and int(argument[1]) > MANY
            if many and inside:
                return True
            endless += many and _is_wide(argument[2])
            inner = argument if isinstance(argument, tuple | list) else ()
            if look_at(inner, inside or many):
                return True
        return False

    def look_at(value: Any, inside: bool) -> bool:
        if isinstance(value, sre.SubPattern):
            return look(value, inside=inside)
        return isinstance(value, tuple | list) and any(look_at(part, inside) for part in value)

    if look(sre.parse(expression), inside=False):
        return "a repetition stands inside another; give one of them an upper limit"
    return "more than 3 times any letters without a limit; set limits" if endless > 3 else ""


def _is_wide(repeated: Any) -> bool:
    """Whether nearly any letter is repeated: a dot, or all but some."""
    operation, argument = repeated[0]
    negated = str(operation) == "IN" and str(argument[0][0]) == "NEGATE"
    return negated or str(operation) in ("ANY", "NOT_LITERAL")


MANY = 200
"""Times that count as without end."""


class Guard(Record):
    """Words that must never be printed again: a phrase, or a regular expression."""

    phrase: Text | None = None
    pattern: Annotated[str, StringConstraints(min_length=1, max_length=600)] | None = None
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
            if why := _without_end(self.pattern):
                raise ValueError(why)
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

    paragraphs: Annotated[tuple[Count, ...], Field(min_length=1)]
    reason: Text


class Claims(Record):
    """All claims of one source, in paragraph order."""

    source: SourceId
    claims: tuple[Claim, ...]
    no_claims: tuple[NoClaims, ...] = ()
