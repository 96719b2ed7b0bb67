"""`tests.yaml`: examinations."""

from __future__ import annotations

from handouts.content.model.base import Id, Record, ShortText
from handouts.content.model.statements import Statement, Statements


class Test(Record):
    """An examination: why, what happens, how it feels, its risks, when results come."""

    __test__ = False  # not a test of ours, whatever pytest thinks

    id: Id
    name: ShortText
    why: Statements
    happens: Statements
    risk: Statements
    results: tuple[Statement, ...] = ()
