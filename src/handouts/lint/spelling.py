"""Slips of the keyboard: words that no dictionary has, and words that stand there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from handouts.content.library import Library
from handouts.content.problems import Problem, Severity
from handouts.page.handout import Kind, Role
from handouts.page.words import subjects, words_of

WORD = re.compile(r"[A-Za-z][a-z]+(?:['’][a-z]+)?")
TWICE = re.compile(r"\b([a-z]{2,})\s+\1\b", re.IGNORECASE)
OFTEN = frozenset({"that", "had"})
"""Words that can rightly follow themselves."""
PLAIN = frozenset({Kind.FACT, Kind.NOTE, Kind.NUMBER, Kind.CORRECTION, Kind.TERM})


def spelling(library: Library) -> Iterator[Problem]:
    """Each word is in the dictionary, the glossary, or the names of series.yaml; none stands twice.

    The dictionary is American English, that of the words in this folder.
    """
    if library.series is None or not library.series.language.startswith("en"):
        return
    known, seen = _names(library), set()
    for subject in subjects(library):
        for word in words_of(library, subject):
            sentence = word.sentence
            if sentence.kind not in PLAIN and sentence.role is not Role.HEADING:
                continue
            if (sentence.text, sentence.place) in seen:
                continue
            seen.add((sentence.text, sentence.place))
            for found in TWICE.finditer(sentence.text):
                if found[1].lower() not in OFTEN:
                    message = f'"{found.group()}": the word stands there twice; delete one'
                    yield Problem(sentence.place, "spelling", message)
            for written in WORD.findall(sentence.text):
                plain = written.lower().replace("’", "'")
                if plain not in known and not _is_word(plain):
                    message = f'"{written}" is in no dictionary{_hint(plain)}'
                    yield Problem(sentence.place, "spelling", message, Severity.WARNING)


def _names(library: Library) -> set[str]:
    """The words that this folder itself explains or names, in small letters."""
    texts = [form for term in library.glossary.values() for form in (term.term, *term.forms)]
    for syndrome in library.syndromes.values():
        texts += [syndrome.title, syndrome.name, syndrome.short or "", *syndrome.also]
    texts += [marker.name for marker in library.markers.values()]
    texts += library.series.names if library.series else ()
    return {word.lower() for text in texts for word in WORD.findall(text)}


@cache
def _dictionary() -> Any:
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1)


@cache
def _is_word(word: str) -> bool:
    return bool(_dictionary().known([word]))


def _hint(word: str) -> str:
    better = _dictionary().correction(word)
    if better and better != word:
        return f'; did you mean "{better}"? If it is right, add it to names in series.yaml'
    return "; if it is right, add it to names in series.yaml, or to the glossary"
