"""The reading level."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.lint.readability import Reader
from handouts.lint.report import texts
from handouts.page.edition import Format
from handouts.page.handout import Handout

SMOG_ADJUSTED, SMOG_RAW = 8.0, 9.5
FK_ADJUSTED, FK_RAW = 6.0, 7.9
HARD_WORDS = 9.0


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
