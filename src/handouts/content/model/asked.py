"""`asked.yaml`: questions that people ask, with the answer that holds everywhere."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from handouts.content.model.base import AskedId, Id, Record, ShortText
from handouts.content.model.statements import Statement, Statements


class Asked(Record):
    """A question and its answer."""

    id: Id
    question: ShortText
    answer: Statements


class AskedUse(Record):
    """A question in a leaflet: its own, or a shared one (`ask`), whose answer it may replace."""

    ask: AskedId | None = None
    question: ShortText | None = None
    answer: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        if (self.ask is None) == (self.question is None):
            raise ValueError("either ask, the id of a shared question, or question, its own words")
        if self.question and not self.answer:
            raise ValueError("a question of its own needs an answer")
        return self
