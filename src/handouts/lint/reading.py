"""The reading level."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.lint.readability import Reader, chop
from handouts.lint.report import texts
from handouts.page.formats import Format
from handouts.page.handout import Handout

SMOG_ADJUSTED, SMOG_RAW = 8.0, 9.5
FK_ADJUSTED, FK_RAW = 6.0, 7.9
HARD_WORDS = 9.0
SHORT_WORDS, SHORT_SHARE = 6, 15.0
"""Sentences of six words or fewer: at most this many in 100 of the running text."""
POINTING = 15.0
"""Sentences that begin with It, They or This: at most this many in 100."""


def grades(library: Library, handout: Handout) -> Iterator[Problem]:
    """SMOG at most 8.0 adjusted and 9.5 raw, Flesch-Kincaid 6.0 and 7.9, 9 hard words in 100."""
    if handout.edition.format is not Format.LEAFLET:
        return
    reader = Reader.of(library.glossary.values())
    read = texts(handout.blocks())
    adjusted, raw = reader.scores(read, adjusted=True), reader.scores(read, adjusted=False)
    place = library.syndromes[handout.edition.subject].place
    for name, score, limit in (
        ("SMOG adjusted", adjusted.smog, SMOG_ADJUSTED),
        ("SMOG raw", raw.smog, SMOG_RAW),
        ("Flesch-Kincaid adjusted", adjusted.flesch_kincaid, FK_ADJUSTED),
        ("Flesch-Kincaid raw", raw.flesch_kincaid, FK_RAW),
        ("hard words in 100", adjusted.hard_words, HARD_WORDS),
    ):
        if score > limit:
            message = f"{name} {score:.1f}, {limit} allowed; see handouts readability"
            yield Problem(place, "reading-level", f"{message} {handout.edition.subject}")


def choppiness(library: Library, handout: Handout) -> Iterator[Problem]:
    """Running text is whole sentences: few very short ones, few that begin with It, They, This."""
    if handout.edition.format is not Format.LEAFLET:
        return
    found = chop(texts(handout.blocks()))
    place = library.syndromes[handout.edition.subject].place
    for name, share, limit in (
        (f"sentences of {SHORT_WORDS} words or fewer", found.short, SHORT_SHARE),
        ("sentences that begin with It, They or This", found.pointing, POINTING),
    ):
        if share > limit:
            message = f"{share:.0f} in 100 are {name}, {limit:.0f} allowed; join them with a reason"
            yield Problem(place, "choppiness", message)
