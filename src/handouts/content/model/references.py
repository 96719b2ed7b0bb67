"""`references.yaml`: where each fact is written."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from handouts.content.model.base import Id, Record, ShortText, Text, WebAddress


class Name(Record):
    """A name as in CSL: family and given, or literal for an organization."""

    family: ShortText | None = None
    given: ShortText | None = None
    literal: ShortText | None = None

    @model_validator(mode="after")
    def _person_or_body(self) -> Self:
        if (self.family is None) == (self.literal is None):
            raise ValueError("a name has either family (and given) or literal")
        return self

    def __str__(self) -> str:
        return self.literal or " ".join(filter(None, (self.family, self.given)))


class Reference(Record):
    """A bibliography entry, with the field names of CSL.

    `seen` says what was read (abstract, full text, page), `accessed` when, and `shows` what it
    supports, restated, so that a reviewer can judge a sentence without opening the source.
    """

    id: Id
    type: Annotated[
        str, StringConstraints(pattern="^(article-journal|chapter|book|webpage|report)$")
    ]
    title: Text
    author: Annotated[tuple[Name, ...], Field(min_length=1)]
    container_title: ShortText | None = Field(None, alias="container-title")
    publisher: ShortText | None = None
    issued: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d){0,2}$")] | None = None
    volume: ShortText | None = None
    issue: ShortText | None = None
    page: ShortText | None = None
    DOI: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    PMID: Annotated[str, StringConstraints(pattern=r"^\d{1,9}$")] | None = None
    PMCID: Annotated[str, StringConstraints(pattern=r"^PMC\d{1,9}$")] | None = None
    ISBN: Annotated[str, StringConstraints(pattern=r"^[0-9Xx-]{10,17}$")] | None = None
    URL: WebAddress | None = None
    accessed: date
    seen: Text
    shows: Annotated[tuple[Text, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if not (self.DOI or self.PMID or self.PMCID or self.ISBN or self.URL):
            raise ValueError("a reference needs a DOI, PMID, PMCID, ISBN or URL")
        return self
