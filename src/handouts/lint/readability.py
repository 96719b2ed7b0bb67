"""Text → reading scores.

Sentences come from the structure of a handout, not from guessing at full stops: a text that ends
with a period is a sentence, anything else (an item of a list) is a fragment. SMOG and
Flesch-Kincaid look at sentences only; hard words are counted everywhere.

Each score comes twice: raw, and adjusted, with the registered terms of the glossary counted as
easy words (WCAG 2.2, 3.1.5 lets names be left out; a term earns it by being explained).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import syllapy

from handouts.content.model import Term

WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’-][A-Za-zÀ-ÿ]+)*")

OVERRIDES: Mapping[str, int] = {
    "caregiver": 3,
    "caregivers": 3,
    "different": 2,
    "every": 2,
    "everyone": 3,
    "several": 2,
}
"""Syllables of words that the table gets wrong; registered terms carry their own."""


SHORT = 6
POINTING = frozenset({"it", "they", "this"})


@dataclass(frozen=True)
class Counts:
    """What the formulas need of a text."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    polysyllables: int = 0
    """Words of three or more syllables."""
    all_words: int = 0
    hard_words: int = 0
    """Polysyllables that are not registered, fragments included."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(_values(self), _values(other), strict=True)))


def _values(counts: Counts) -> tuple[int, ...]:
    return (
        counts.sentences,
        counts.words,
        counts.syllables,
        counts.polysyllables,
        counts.all_words,
        counts.hard_words,
    )


@dataclass(frozen=True)
class Scores:
    """School grades (United States) and hard words per 100 words."""

    smog: float
    flesch_kincaid: float
    hard_words: float


@dataclass(frozen=True)
class Chop:
    """How choppy running text is: shares in 100 sentences, and their mean length in words."""

    short: float
    pointing: float
    mean: float


def chop(texts: Iterable[str]) -> Chop:
    """The choppiness of a text given as its sentences; fragments do not count."""
    lengths, pointing = [], 0
    for text in texts:
        if text.rstrip().endswith((".", "!", "?")):
            words = text.split()
            lengths.append(len(words))
            pointing += words[0].lower() in POINTING
    number = len(lengths)
    if not number:
        return Chop(0.0, 0.0, 0.0)
    short = sum(length <= SHORT for length in lengths)
    return Chop(100 * short / number, 100 * pointing / number, sum(lengths) / number)


def smog(polysyllables: int, sentences: int) -> float:
    """The SMOG grade: 3.1291 + 1.0430 √(polysyllables × 30 / sentences).

    McLaughlin GH. SMOG grading: a new readability formula. Journal of Reading 1969;12:639-46.
    Normed on 30 sentences; with fewer it is only a hint. 0 without sentences.
    """
    if not sentences:
        return 0.0
    return 3.1291 + 1.0430 * math.sqrt(polysyllables * 30 / sentences)


def flesch_kincaid(words: int, sentences: int, syllables: int) -> float:
    """The Flesch-Kincaid grade: 0.39 words/sentences + 11.8 syllables/words - 15.59.

    Kincaid JP and others. Derivation of new readability formulas for Navy enlisted personnel.
    Naval Technical Training Command, Research Branch Report 8-75, 1975. 0 without words.
    """
    if not sentences or not words:
        return 0.0
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


@dataclass(frozen=True)
class Reader:
    """Counts texts, knowing the registered terms: their syllables, and that they are names."""

    syllables: Mapping[str, int]
    exempt: frozenset[str]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Reader:
        """A reader that knows the terms of a glossary."""
        known: dict[str, int] = {}
        forms: list[tuple[Term, list[str]]] = []
        for term in terms:
            parts = _parts(term.term)
            forms += [(term, _parts(form)) for form in (term.term, *term.forms)]
            spoken = said(term.say_it)
            if len(parts) == len(spoken):
                known.update(zip(parts, spoken, strict=True))
        exempt = {
            part
            for term, parts in forms
            if term.exempt
            for part in parts
            if (known.get(part) or count_syllables(part)) >= 3
        }
        return cls(known, frozenset(exempt))

    def count(self, text: str, adjusted: bool = False) -> Counts:
        """What the formulas need of one sentence or fragment.

        Adjusted, a registered term counts as a word of one syllable.
        """
        words = [word.lower().replace("’", "'") for word in WORD.findall(text)]
        syllables = [self._syllables(word, adjusted) for word in words]
        long = sum(number >= 3 for number in syllables)
        hard = sum(self._syllables(word, adjusted=True) >= 3 for word in words)
        if not text.rstrip().endswith((".", "!", "?", ":")):
            return Counts(all_words=len(words), hard_words=hard)
        return Counts(1, len(words), sum(syllables), long, len(words), hard)

    def _syllables(self, word: str, adjusted: bool) -> int:
        if adjusted and word in self.exempt:
            return 1
        return self.syllables.get(word) or count_syllables(word)

    def scores(self, texts: Sequence[str], adjusted: bool) -> Scores:
        """The scores of a text given as its sentences and fragments."""
        total = sum((self.count(text, adjusted) for text in texts), Counts())
        return Scores(
            smog(total.polysyllables, total.sentences),
            flesch_kincaid(total.words, total.sentences, total.syllables),
            100 * total.hard_words / total.all_words if total.all_words else 0.0,
        )

    def cost(self, text: str) -> float:
        """How much a sentence weighs on the reader: its length and its hard words."""
        counts = self.count(text, adjusted=True)
        return counts.all_words / 10 + 2 * counts.hard_words


def _parts(term: str) -> list[str]:
    return [word.lower() for word in WORD.findall(term)]


def said(say_it: str) -> list[int]:
    """The syllables of each word of a pronunciation: "LAM-bert EE-tun" → [2, 2]."""
    return [len(re.findall(r"[A-Za-z]+", word)) for word in say_it.split()]


@cache
def count_syllables(word: str) -> int:
    """The syllables of an English word, from a table, else by rule."""
    word = word.lower().removesuffix("'s")
    return OVERRIDES.get(word) or int(syllapy.count(word)) or 1
