"""Registered words: which a text uses, and their explanations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from handouts.content.model import Term
from handouts.page.desk import Desk
from handouts.page.handout import Block, Kind, Part, Row, Sentence


def glossary_part(desk: Desk, blocks: Iterable[Block]) -> Part:
    """The registered words that the blocks use, in alphabetical order.

    A leaflet explains those of its own sentences (shared records explain theirs on the spot), the
    booklet all. Everyday long words, which count in the reading score, are not registered.
    """
    shared = {record.place.file for record in desk.library.treatments.values()}
    shared |= {record.place.file for record in desk.library.tests.values()}
    own = (s for block in blocks for s in block.sentences())
    text = " ".join(s.text for s in own if desk.complete or s.place.file not in shared)
    terms = (term for term in desk.library.glossary.values() if term.exempt)
    rows = tuple(
        Row(
            f"{term.term} ({term.say_it})",
            (Sentence(term.plain, Kind.TERM, term.place, term.references),),
        )
        for term in sorted(used_terms(text, terms), key=lambda term: term.term.casefold())
    )
    return Part(rows=rows)


def used_terms(text: str, terms: Iterable[Term]) -> list[Term]:
    """The terms that stand in a text in one of their forms, as whole words."""
    text = text.lower()
    return [
        term
        for term in terms
        for forms in (_forms(term.term, *term.forms),)
        # Looking for the letters first spares most of the expressions, which are slow.
        if any(form in text for form in forms) and _expression(forms).search(text)
    ]


@cache
def _forms(*forms: str) -> tuple[str, ...]:
    return tuple(form.lower() for form in forms)


@cache
def _expression(forms: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, forms))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
