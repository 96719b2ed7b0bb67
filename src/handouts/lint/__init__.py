"""Editorial rules: what a composed handout and the library as a whole must keep to.

One module per family; each rule is a generator of problems. The lists of rules are below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from handouts.content import ledger
from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.lint import dates, guards, local, numbers, reading, structure, words
from handouts.page.handout import Handout, Sentence

SENTENCE_RULES: tuple[Callable[[Library, Sentence], Iterator[Problem]], ...] = (
    words.length,
    words.style,
    words.abbreviations,
    numbers.proportions,
    numbers.doses,
    local.numbers,
    guards.guards,
)
"""Rules for one sentence, wherever it stands."""

HANDOUT_RULES: tuple[Callable[[Library, Handout], Iterator[Problem]], ...] = (
    structure.parts,
    structure.pictures,
    structure.do_not,
    words.terms,
    reading.grades,
)
"""Rules for a composed handout as a whole."""


class Linter:
    """Finds the faults of handouts. A sentence that many of them share is looked at once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[Sentence, list[Problem]] = {}

    def check(self, handout: Handout) -> list[Problem]:
        """Every fault of a handout's words."""
        found = [p for rule in HANDOUT_RULES for p in rule(self._library, handout)]
        for sentence in handout.sentences():
            if sentence not in self._known:
                self._known[sentence] = [
                    p for rule in SENTENCE_RULES for p in rule(self._library, sentence)
                ]
            found += self._known[sentence]
        return found


def check_library(library: Library, today: date, printed: set[str]) -> list[Problem]:
    """Every fault of the library as a whole; `printed` are the claims that a page settles."""
    return [*ledger.check(library, printed), *dates.dates(library, today)]
