"""`revisions.yaml` and `signoffs.yaml`: what changed, and who approved which words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from handouts.content.model.base import ClaimId, Id, Record, ShortText, Text


class SignOff(Record):
    """Who approved exactly which words, and when."""

    handout: Id
    version: ShortText
    digest: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    name: ShortText
    role: ShortText
    organization: ShortText
    date: date


class RevisionKind(StrEnum):
    """What happened to a handout."""

    NEW = "new-edition"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


class Revision(Record):
    """A dated change of one of our own handouts."""

    handout: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    date: date
    kind: RevisionKind
    changes: Annotated[tuple[Text, ...], Field(min_length=1)]
    corrects: tuple[ClaimId, ...] = ()
    """The claims that the version before still had wrong; what a recall looks for."""

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers, so that 1.10 comes after 1.9."""
        return version_number(self.version)


def version_number(version: str) -> tuple[int, ...]:
    """A version as numbers: (1, 10)."""
    return tuple(int(part) for part in version.split("."))
