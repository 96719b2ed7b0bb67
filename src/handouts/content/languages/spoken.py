"""A library in another language: what is not translated yet bears a mark."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from handouts.content.languages.catalogue import Catalogue, catalogue
from handouts.content.languages.pseudo import PSEUDO, RIGHT_TO_LEFT, disguised
from handouts.content.languages.texts import retold
from handouts.content.library import Library
from handouts.content.problems import Place

MISSING = "\ue000"
"""Before a text that is not translated; no page is ever printed with it."""


@lru_cache(maxsize=8)
def spoken(library: Library, tag: str) -> Library:
    """The library in a language; itself in that in which it is written."""
    if library.series is None or tag in ("", library.series.language):
        return library
    if tag in PSEUDO:
        told = retold(library, lambda _, text, __: disguised(text))
    else:
        told = translated(library, known(library, tag))
    assert told.series is not None
    series = told.series.model_copy(update={"language": tag})
    return dataclasses.replace(told, series=series)


@lru_cache(maxsize=16)
def known(library: Library, tag: str) -> Catalogue:
    """The catalogue of a language, read once."""
    return catalogue(library.folder, tag)


def translated(library: Library, words: Catalogue) -> Library:
    """The library with the words of a catalogue."""
    assert library.series is not None
    is_variant = variant(words.tag, library.series.language)
    differs = differing(words)

    def say(context: str, text: str, _: Place) -> str:
        found = words.find(context, text)
        if found and found.is_current:
            return found.text
        is_form = context.endswith(" forms")  # a form is looked for, never printed
        if is_form or (is_variant and found is None and not differs.search(text)):
            return text
        return MISSING + text

    return retold(library, say)


def variant(tag: str, source: str) -> bool:
    """Whether a language is the source's as another country writes it."""
    return tag.partition("-")[0] == source.partition("-")[0]


def differing(words: Catalogue) -> re.Pattern[str]:
    """Finds a word of the source that the language writes in another way."""
    pairs = words.language.words if words.language else ()
    either = "|".join(re.escape(pair.source).replace(r"\*", r"\w*") for pair in pairs)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if either else r"(?!)", re.IGNORECASE)


def direction(tag: str) -> str:
    """`rtl` for a language that is written from right to left, else `ltr`."""
    if tag in PSEUDO:
        return "rtl" if tag == RIGHT_TO_LEFT else "ltr"
    try:
        return Locale.parse(tag, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"
