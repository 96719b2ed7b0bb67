"""Registered words: which a text uses, and their explanations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from handouts.content.model import Term
from handouts.page.desk import Desk
from handouts.page.handout import Block, Kind, Part, Row, Sentence

LISTED = 6
"""How many words a leaflet lists; the others are explained where they first stand."""


def glossary_parts(desk: Desk, blocks: Iterable[Block], most: int = 0) -> Iterator[Part]:
    """The registered words that the blocks use, in alphabetical order; `most` keeps the commonest.

    Everyday long words, which count in the reading score, are not explained.
    """
    text = " ".join(s.text for block in blocks for s in block.words())
    terms = (term for term in desk.library.glossary.values() if term.exempt)
    used = used_terms(text, terms)
    if most:
        used = sorted(used, key=lambda term: (-_count(term, text.lower()), term.id))[:most]
    rows = tuple(
        Row(
            desk.label(f"{term.term} ({term.say_it})", term.place),
            (Sentence(desk.text(term.plain), Kind.TERM, term.place, term.references),),
        )
        for term in sorted(used, key=lambda term: term.term.casefold())
    )
    if rows:
        yield Part(rows=rows)


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


def _count(term: Term, text: str) -> int:
    return len(_expression(_forms(term.term, *term.forms)).findall(text))


@cache
def _forms(*forms: str) -> tuple[str, ...]:
    return tuple(form.lower() for form in forms)


@cache
def _expression(forms: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, forms))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
