"""`glossary.yaml`: registered words."""

from __future__ import annotations

from handouts.content.model.base import Id, Record, ReferenceId, ShortText, Text


class Term(Record):
    """A registered word: how it is said, what it means, and the forms it takes in print."""

    id: Id
    term: ShortText
    forms: tuple[ShortText, ...] = ()
    say_it: ShortText
    plain: Text
    references: tuple[ReferenceId, ...] = ()
    exempt: bool = True
    """Left out of the adjusted reading score (a name that cannot be said more simply)."""
