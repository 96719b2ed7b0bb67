"""How much the references of a sentence can carry."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.model import STRONG, Tier
from handouts.content.problems import Problem
from handouts.page.handout import Handout, Kind

FACTS = frozenset({Kind.FACT, Kind.NUMBER, Kind.CORRECTION, Kind.TERM})


def tiers(library: Library, handout: Handout) -> Iterator[Problem]:
    """The first reference of a sentence carries it: none is of the tier "other", and what is said
    of danger, treatment or outlook rests on a guideline, a study, or an official source."""
    for block in handout.blocks():
        for sentence in block.words():
            if sentence.kind not in FACTS or not sentence.references:
                continue
            first = library.references[sentence.references[0]]
            told = f'"{sentence.text[:50]}" rests on {first.id}, of the tier "{first.tier}"'
            if first.tier is Tier.OTHER:
                message = f"{told}; find a better source, or cut the sentence"
                yield Problem(sentence.place, "tier", message)
            elif block.strong and sentence.kind is not Kind.TERM and first.tier not in STRONG:
                message = f"{told}; here a guideline, a study or an official source comes first"
                yield Problem(sentence.place, "tier", message)
