"""Letters of a translation that no font has: told once for each catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from handouts.content.languages.catalogue import Catalogue
from handouts.content.languages.spoken import known
from handouts.content.library import Library
from handouts.content.problems import Place, Problem
from handouts.page.faces import OURS, covered, font_faults
from handouts.page.handout import Handout

MOST = 12
"""Letters that a message names."""


def glyphs(library: Library, handout: Handout) -> Iterator[Problem]:
    """A handout whose language has letters that no font has: told once for each catalogue."""
    words = known(library.source or library, handout.language)
    have = covered(*filter(None, (OURS, handout.font)))
    if any(ord(c) not in have for w in handout.words() for c in w.text if c.isprintable()):
        yield from (*font_faults(words.language), *unprintable(words))


@lru_cache(maxsize=8)
def unprintable(words: Catalogue) -> tuple[Problem, ...]:
    """The letters of each file of a catalogue that no font has, where they first stand."""
    have = covered(*filter(None, (OURS, words.language.font if words.language else None)))
    first: dict[str, tuple[Place, dict[str, None]]] = {}
    for message in words.messages.values():
        if missing := {c: None for c in message.text if c.isprintable() and ord(c) not in have}:
            first.setdefault(message.place.file, (message.place, {}))[1].update(missing)
    return tuple(
        Problem(
            place,
            "translated-character",
            f"no font has {' '.join(list(letters)[:MOST])}{more}; "
            f"name a font package of PyPI that has, as font in {words.tag}/language.yaml",
        )
        for place, letters in first.values()
        for more in (f" and {len(letters) - MOST} more" if len(letters) > MOST else "",)
    )
