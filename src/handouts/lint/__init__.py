"""Editorial rules: what a composed handout and the library as a whole must keep to.

One module per family; each rule is a generator of problems. The lists of rules are below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from handouts.content import ledger
from handouts.content.languages.spoken import variant
from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.lint import (
    dates,
    fill,
    glyphs,
    guards,
    local,
    notes,
    numbers,
    reading,
    standing,
    structure,
    tiers,
    translation,
    words,
)
from handouts.lint.triage import triage
from handouts.page import pictures as logos
from handouts.page.handout import Handout, Sentence
from handouts.page.words import Word, language_of, shown, site_facts, subjects, words_of

SENTENCE_RULES: tuple[Callable[[Library, Sentence], Iterator[Problem]], ...] = (
    structure.braces,
    words.length,
    words.style,
    words.abbreviations,
    numbers.proportions,
    numbers.doses,
    local.numbers,
    notes.facts,
)
"""Rules for one sentence, wherever it stands."""

HANDOUT_RULES: tuple[Callable[[Library, Handout], Iterator[Problem]], ...] = (
    structure.parts,
    structure.pictures,
    structure.do_not,
    words.terms,
    reading.grades,
    reading.choppiness,
    tiers.tiers,
)
"""Rules for a composed handout as a whole."""


STRUCTURE: tuple[Callable[[Library, Handout], Iterator[Problem]], ...] = (
    structure.pictures,
    glyphs.glyphs,
)
"""Rules for a handout in another language as a whole."""

WORD_RULES: tuple[Callable[[Library, Word], Iterator[Problem]], ...] = (guards.guards,)
"""Rules for words together with the label or lead over them."""


TRANSLATED: tuple[Callable[[Library, Sentence], Iterator[Problem]], ...] = (
    structure.braces,
    translation.untranslated,
)
"""Rules for one sentence in another language; that it says what ours says is looked at message by
message."""


class Linter:
    """Finds the faults of handouts. Words that many of them share are looked at once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._known: dict[tuple[str, str, Sentence], list[Problem]] = {}

    def check(self, handout: Handout) -> list[Problem]:
        """Every fault of a handout's words, in each of its languages."""
        if handout.verso:
            return [problem for side in handout.sides for problem in self.check(side)]
        begun = any(fill.is_begun(word) for word in handout.words())
        rules = HANDOUT_RULES if handout.language == language_of(self.library) else STRUCTURE
        found = [p for rule in rules for p in rule(self.library, handout)] if not begun else []
        for word in shown(handout):
            found += self._of_word(word, handout.language)
        return found

    def _of_word(self, word: Word, language: str) -> list[Problem]:
        key = (language, word.label, word.sentence)
        if key not in self._known:
            # What nobody has written yet breaks other rules as well: that is not worth telling.
            found = list(fill.filled(self.library, word.sentence))
            source = language_of(self.library)
            rules = () if found else SENTENCE_RULES if language == source else TRANSLATED
            found += [p for rule in rules for p in rule(self.library, word.sentence)]
            if variant(language, source):
                found += [p for rule in WORD_RULES for p in rule(self.library, word)]
            self._known[key] = found
        return self._known[key]

    def house(self) -> list[Problem]:
        """What the rules for words find where no edition was composed: every country, the letters,
        and every site."""
        library = self.library
        words = [word for subject in subjects(library) for word in words_of(library, subject)]
        words += [word for site in library.sites.values() for word in site_facts(site)]
        return [p for word in words for rule in WORD_RULES for p in rule(library, word)]


def check_library(library: Library, today: date, printed: set[str]) -> list[Problem]:
    """Every fault of the library as a whole; `printed` are the claims that a page settles."""
    return [
        *ledger.check(library, printed),
        *dates.dates(library, today),
        *dates.future(library, today),
        *logos.faults(library),
        *standing.faults(library),
        *triage(library),
        *translation.translations(library),
    ]
