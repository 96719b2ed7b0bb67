"""`languages/<tag>/language.yaml`: what a language has in the place of our words."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from handouts.content.model.base import ClaimId, Record, ShortText
from handouts.content.model.base import Language as Tag
from handouts.content.model.claims import Guard

Package = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Words = Annotated[tuple[ShortText, ...], Field(min_length=1)]


class Pair(Record):
    """A word of the source, and what stands for it in this language.

    In a variant of the source's language (en-GB of en-US) a text with the word needs an entry of
    its own; in any other language its translation holds one of `here`.
    """

    source: ShortText
    here: Words


class Side(Record):
    """Words of the source that mean the same, and those that stand for them in this language."""

    source: Words
    here: Words


class Opposites(Record):
    """What must not be exchanged: "before" and "after", "more" and "less"."""

    one: Side
    other: Side


class Watch(Guard):
    """A guard in this language: words that say what a claim of the ledger was found wrong for."""

    claim: ClaimId


class Language(Record):
    """A language into which handouts are translated."""

    id: Tag
    name: ShortText
    """In the language itself."""
    negations: Words
    """Words of which a text that says no has one."""
    joins: Words
    """Words that join the last item of a list: "and", "or"."""
    words: tuple[Pair, ...] = ()
    font: Package | None = None
    """A package of PyPI with fonts for its script, where ours have none."""
    opposites: tuple[Opposites, ...] = ()
    guards: tuple[Watch, ...] = ()
