"""`revisions.yaml` and `signoffs.yaml`: what changed, and who approved which words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from handouts.content.model.base import ClaimId, Day, Id, Language, Record, ShortText, Text

Version = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}([.][0-9]{1,4}){1,2}$")]


class SignOff(Record):
    """Who approved exactly which words, and when."""

    handout: Id
    version: Version
    digest: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    name: ShortText
    role: ShortText
    organization: ShortText
    date: Day
    language: Language | None = None
    """Of the translation that was read; the source when absent."""


class RevisionKind(StrEnum):
    """What happened to a handout."""

    NEW = "new-edition"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


class Concerns(StrEnum):
    """What a change means for the reader, and so which part of the version rises."""

    SAFETY = "safety"
    """Advice, or what is safe: 1.4 → 2.0."""
    FACTS = "facts"
    """Facts, with the same advice: 1.4 → 1.5."""
    WORDING = "wording"
    """Words, with the same facts: 1.4 → 1.4.1."""


class Revision(Record):
    """A dated change of one of our own handouts."""

    handout: Id
    version: Version
    date: Day
    kind: RevisionKind
    concerns: Concerns | None = None
    changes: Annotated[tuple[Text, ...], Field(min_length=1)]
    corrects: tuple[ClaimId, ...] = ()
    """The claims that the version before still had wrong; what a recall looks for."""

    digest: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = None
    """Of the words that it brought; when they are others, a newer revision is missing."""

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers, so that 1.10 comes after 1.9."""
        return version_number(self.version)


def version_number(version: str) -> tuple[int, ...]:
    """A version as numbers: (1, 10)."""
    return tuple(int(part) for part in version.split("."))
