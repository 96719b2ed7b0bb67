"""`references.yaml`: where each fact is written."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import quote

from pydantic import Field, StringConstraints, model_validator

from handouts.content.model.base import Day, Id, Record, ShortText, Text, WebAddress, Written


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


class Tier(StrEnum):
    """How much a reference can carry."""

    GUIDELINE = "guideline"
    """A guideline, consensus criteria, or a systematic review."""
    STUDY = "study"
    OFFICIAL = "official"
    """A label, a regulator, a national health body."""
    SOCIETY = "society"
    """A medical society, a charity, a hospital, a university."""
    OTHER = "other"
    """News, shops, makers' pages, question pages, bare copies: it carries no printed sentence."""


STRONG = frozenset({Tier.GUIDELINE, Tier.STUDY, Tier.OFFICIAL})
"""What a sentence on treatment, danger, triage, screening or outlook may rest on."""


class Reference(Record):
    """A bibliography entry, with the field names of CSL.

    `seen` says what was read (abstract, full text, page), `accessed` when, and `shows` what it
    supports, restated, so that a reviewer can judge a sentence without opening the source.
    """

    id: Id
    type: Annotated[
        str, StringConstraints(pattern="^(article-journal|chapter|book|webpage|report)$")
    ]
    tier: Tier
    title: Text
    author: Annotated[tuple[Name, ...], Field(min_length=1)]
    container_title: ShortText | None = Field(None, alias="container-title")
    publisher: ShortText | None = None
    issued: Written | None = None
    volume: ShortText | None = None
    issue: ShortText | None = None
    page: ShortText | None = None
    DOI: Annotated[str, StringConstraints(pattern=r"^10[.][0-9]{4,9}/[!-~]{1,200}$")] | None = None
    PMID: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}$")] | None = None
    PMCID: Annotated[str, StringConstraints(pattern=r"^PMC[0-9]{1,9}$")] | None = None
    ISBN: Annotated[str, StringConstraints(pattern=r"^[0-9Xx-]{10,17}$")] | None = None
    URL: WebAddress | None = None
    accessed: Day
    seen: Text
    shows: Annotated[tuple[Text, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if not (self.DOI or self.PMID or self.PMCID or self.ISBN or self.URL):
            raise ValueError("a reference needs a DOI, PMID, PMCID, ISBN or URL")
        return self

    @property
    def address(self) -> str | None:
        """Where it can be opened: what its DOI, PMID or PMCID leads to, else its page."""
        if self.DOI:
            return f"https://doi.org/{quote(self.DOI)}"
        if self.PMID:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.PMID}/"
        if self.PMCID:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.PMCID}/"
        return self.URL
