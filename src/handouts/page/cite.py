"""Which references stand behind the blocks, numbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from handouts.content.library import Library
from handouts.content.model import Tier
from handouts.page.handout import Block, Citation

MAIN = 8
"""How many sources a leaflet prints; all of them stand in the booklet and the twin."""

RANK = (Tier.GUIDELINE, Tier.STUDY, Tier.OFFICIAL, Tier.SOCIETY, Tier.OTHER)


def cite(
    library: Library, blocks: Iterable[Block], is_complete: bool
) -> tuple[list[Block], tuple[Citation, ...]]:
    """The blocks with the numbers of their sources, and the numbered list.

    Complete, as in the booklet, it holds every reference. Else it holds the first, the best, of
    each sentence; those that carry most sentences, guidelines first, are the main ones and come
    first, and a block names only those.
    """
    blocks = list(blocks)
    carried: Counter[str] = Counter()
    for block in blocks:
        for sentence in block.words():
            carried.update(sentence.references[: None if is_complete else 1])
    if is_complete:
        order = list(carried)
        main = set(order)
    else:
        weight = {
            id_: (number + (5 if library.references[id_].tier is Tier.GUIDELINE else 0))
            for id_, number in carried.items()
        }
        ranked = sorted(
            carried,
            key=lambda id_: (-weight[id_], RANK.index(library.references[id_].tier), id_),
        )
        main = set(ranked[:MAIN])
        order = [*ranked[:MAIN], *(id_ for id_ in carried if id_ not in main)]
    numbers = {id_: number for number, id_ in enumerate(order, 1)}
    cited = []
    for block in blocks:
        used = {
            numbers[id_]
            for sentence in block.words()
            for id_ in sentence.references[: None if is_complete else 1]
            if id_ in main
        }
        cited.append(replace(block, cites=tuple(sorted(used))))
    citations = tuple(
        Citation(number, library.references[id_], id_ in main) for id_, number in numbers.items()
    )
    return cited, citations
