"""`tests.yaml`: examinations."""

from __future__ import annotations

from handouts.content.model.base import Id, Record, ShortText, TestId
from handouts.content.model.statements import Statement, Statements


class Test(Record):
    """An examination: why, what happens, its risks, when results come; what is not known stays out.

    General truth only; what depends on the illness stands in the leaflet.
    """

    __test__ = False  # not a test of ours, whatever pytest thinks

    id: Id
    name: ShortText
    why: Statements
    happens: tuple[Statement, ...] = ()
    risk: tuple[Statement, ...] = ()
    results: tuple[Statement, ...] = ()


class TestUse(Record):
    """A test in a leaflet: what is special about it here, and what replaces the record's words."""

    __test__ = False

    test: TestId
    here: tuple[Statement, ...] = ()
    why: tuple[Statement, ...] = ()
    happens: tuple[Statement, ...] = ()
    risk: tuple[Statement, ...] = ()
    results: tuple[Statement, ...] = ()


class Tests(Record):
    """The tests of a leaflet, with a text before them."""

    __test__ = False

    text: tuple[Statement, ...] = ()
    items: tuple[TestUse, ...]
