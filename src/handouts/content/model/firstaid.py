"""`first-aid.yaml`: what to do at once, step by step."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.content.model.base import Id, Record, ShortText
from handouts.content.model.statements import Statement


class FirstAid(Record):
    """What someone nearby can do: a title, the people it holds for, and the steps."""

    id: Id
    title: ShortText
    people: ShortText | None = None
    picture: Id | None = None
    """A drawing of the templates, `first-aid/<picture>.svg`."""
    steps: Annotated[tuple[Statement, ...], Field(min_length=2, max_length=7)]
