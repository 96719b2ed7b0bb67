"""Claims that were found wrong and must not come back."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.page.handout import Kind, Sentence


def guards(library: Library, sentence: Sentence) -> Iterator[Problem]:
    """No printed sentence says what a guard of the ledger forbids.

    Only what is shown as "often said", beside its correction, may.
    """
    if sentence.kind is Kind.SAID:
        return
    for claim, guard in library.guards:
        if guard.finds(sentence.text):
            yield Problem(
                sentence.place,
                "guard",
                f'"{sentence.text[:60]}" says what {claim.id} corrects: {claim.correction[0]}',
            )
