"""`languages/<tag>/language.yaml`: what a language has in the place of our words."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.content.model.base import Language as Tag
from handouts.content.model.base import Record, ShortText


class Pair(Record):
    """A word of the source, and what stands for it in this language.

    In a variant of the source's language (en-GB of en-US) a text with the word needs an entry of
    its own; in any other language its translation holds one of `here`.
    """

    source: ShortText
    here: Annotated[tuple[ShortText, ...], Field(min_length=1)]


class Language(Record):
    """A language into which handouts are translated."""

    id: Tag
    name: ShortText
    """In the language itself."""
    negations: Annotated[tuple[ShortText, ...], Field(min_length=1)]
    """Words of which a text that says no has one."""
    joins: Annotated[tuple[ShortText, ...], Field(min_length=1)]
    """Words that join the last item of a list: "and", "or"."""
    words: tuple[Pair, ...] = ()
