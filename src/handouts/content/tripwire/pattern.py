r"""Patterns of statements: which words, in which clause, in which tone.

    {radiation} & {calm} & {immune}

finds a statement that holds a word of each group, in any order. A part is a regular expression,
in which `{group}` stands for the words of a group (`groups.py`) and ` .. ` for up to sixty
letters. The part `no` asks for a denial: `no & {care} & {stop} & {damage}`. Without it the
statement must affirm. What follows `unless` must not stand in the statement.
"""

from __future__ import annotations

import re
import re._parser as sre  # type: ignore[import-not-found]  # no other way to read a pattern
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from handouts.content.tripwire.fold import fold
from handouts.content.tripwire.groups import expanded
from handouts.content.tripwire.needles import needles
from handouts.content.tripwire.tone import DENIED, Segment, hedged, segments, whole

LONGEST = 800
"""Characters of a text that are looked at: a lead and its item at their longest."""
GAP = r"\b.{0,60}?\b"
MANY = 200
"""Times that count as without end."""


@lru_cache(maxsize=20_000)
def heard(text: str) -> str:
    """A text as patterns see it: folded, short forms written out, no longer than it needs be."""
    return whole(fold(text))[:LONGEST]


@dataclass(frozen=True)
class Pattern:
    """What a statement must hold, made ready."""

    parts: tuple[re.Pattern[str], ...]
    denied: bool
    unless: re.Pattern[str] | None
    letters: tuple[frozenset[str], ...]
    """For each part letters of which some must stand in a text that it finds, where known."""

    @property
    def needles(self) -> frozenset[str]:
        """The fewest of these; the empty text when none are known."""
        return min(self.letters, key=len, default=frozenset({""}))

    def may_find(self, text: str) -> bool:
        """Whether the letters are there: quick, and asked first."""
        return all(any(needle in text for needle in part) for part in self.letters)

    def span(self, text: str) -> tuple[int, int] | None:
        """From the first to the last letter of the words that are looked for."""
        spans = []
        for part in self.parts:
            found = part.search(text)
            if not found:
                return None
            spans.append(found.span())
        if self.unless and self.unless.search(text):
            return None
        return min(start for start, _ in spans), max(end for _, end in spans)

    def says(self, segment: Segment, hedges: frozenset[int]) -> bool:
        """Whether a statement says it, in its tone and with no hedges but these."""
        span = self.span(segment.text)
        if span is None:
            return False
        tone = segment.tone(*span)
        return tone.denies is self.denied and tone.hedges <= hedges


@dataclass(frozen=True)
class Wire:
    """The patterns of a guard, and the hedges that do not take its claim back."""

    patterns: tuple[Pattern, ...]
    hedges: frozenset[int]

    def trips(self, text: str) -> bool:
        """Whether a text says it: neither denied nor hedged more than allowed."""
        text = heard(text)
        near = [one for one in self.patterns if one.may_find(text)]
        if not near or DENIED.search(text):
            return False
        told = segments(text)
        return any(pattern.says(one, self.hedges) for pattern in near for one in told)


@lru_cache(maxsize=1_000)
def wire(patterns: Sequence[str], fires_on: Sequence[str]) -> Wire:
    """Patterns made ready; a hedge that stands in one of their own sentences does not count."""
    hedges = frozenset().union(*(hedged(heard(text)) for text in fires_on))
    return Wire(tuple(map(read, patterns)), hedges)


@cache
def read(written: str) -> Pattern:
    """A pattern made ready. Raises ValueError with what is wrong in it."""
    told, _, unless = written.partition(" unless ")
    named = [part.strip() for part in told.split(" & ")]
    parts = [part for part in named if part != "no"]
    if not all(parts):
        raise ValueError("a part of the pattern is empty")
    expressions = [_expression(part) for part in parts]
    return Pattern(
        parts=tuple(map(_compiled, expressions)),
        denied="no" in named,
        unless=_compiled(rf"{_expression(unless)}(?!\w)") if unless else None,
        letters=tuple(frozenset(found) for found in map(needles, expressions) if found),
    )


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def _expression(part: str) -> str:
    written = part.replace(" .. ", GAP)
    expression = expanded(rf"\b(?:{written})")
    try:
        _compiled(expression)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    if why := _without_end(expression):
        raise ValueError(why)
    return expression


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
