"""A leaflet: its blocks in print order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handouts.content.model import BlockKind, BlockRow, Caution, Diagram, Level, Syndrome
from handouts.page.card import card_parts
from handouts.page.desk import Desk
from handouts.page.governance import formats_part
from handouts.page.handout import Block, Part, Picture, Role
from handouts.page.tell import TELL, crisis, diagram, lit
from handouts.page.terms import LISTED, glossary_parts


def leaflet_blocks(desk: Desk, syndrome: Syndrome) -> list[Block]:
    """Every block of a leaflet that says something, in the order of the series.

    The sources and the governance are empty: they can be told when all else is.
    """
    found: list[Block] = []
    for row in desk.series.blocks:
        if row.kind is BlockKind.GLOSSARY:
            found.append(_block(desk, row, tuple(glossary_parts(desk, found, LISTED))))
        elif block := leaflet_block(desk, syndrome, row):
            found.append(block)
    return [block for block in found if block.parts or block.kind in EMPTY]


EMPTY = frozenset({BlockKind.SOURCES, BlockKind.GOVERNANCE, BlockKind.RECORD, BlockKind.CONTENTS})
"""The kinds of block that stand there without parts of their own."""


def leaflet_block(desk: Desk, syndrome: Syndrome, row: BlockRow) -> Block | None:
    """A block of a leaflet; None when the leaflet has none of that key."""
    if row.kind in EMPTY:
        return _block(desk, row, tuple(_record(desk)) if row.kind is BlockKind.RECORD else ())
    if row.kind is BlockKind.FORMATS:
        return _block(desk, row, (formats_part(desk),))
    content = syndrome.block(row.key)
    if content is None:
        return None
    if row.kind is BlockKind.CARD:
        return _block(desk, row, tuple(card_parts(desk, syndrome, content)))
    told = row
    if row.kind is BlockKind.QUESTIONS:  # plain texts, which an editor finds in the leaflet
        told = row.model_copy(update={"place": syndrome.place})
    parts = list(TELL[row.kind](desk, told, content))
    if row.crisis:
        parts.append(crisis(desk))
    block = _block(desk, row, tuple(parts))
    if row.lit and not _shows_body(desk, syndrome):
        return replace(block, picture=lit(desk, syndrome))
    if row.kind is not BlockKind.PICTURE:
        return block
    heading = desk.label(content.title, content.place, Role.HEADING)
    return replace(block, heading=heading, picture=_diagram(desk, content, syndrome))


ROOM = 560
"""Letters beside which a panel has room for a body; longer texts, in any language, stand alone."""


def brief(desk: Desk, syndrome: Syndrome, block: Block) -> Block:
    """A block as the folded short form shows it: what to do at once, the first things to know."""
    row = next(row for row in desk.series.blocks if row.key == block.key)
    parts = block.parts
    if row.kind is BlockKind.CARE:
        parts = (*(part for part in parts if part.style != Level.NONURGENT), crisis(desk))
    elif row.kind is BlockKind.CAUTIONS:
        parts = tuple(part for part in parts if part.style == f"caution-{Caution.AVOID}")
    elif row.kind is BlockKind.ACTIONS:
        parts = tuple(replace(part, items=tuple(i[:2] for i in part.items)) for part in parts)
    elif row.kind is BlockKind.QUESTIONS:
        parts = tuple(replace(part, items=part.items[: row.short]) for part in parts[-1:])
    parts = tuple(replace(part, picture=None) for part in parts[: row.short])
    letters = sum(len(word.text) for part in parts for word in part.words())
    body = lit(desk, syndrome) if letters <= ROOM else None
    return replace(block, parts=parts, picture=body if row.lit else block.picture)


def _diagram(desk: Desk, content: Diagram, syndrome: Syndrome) -> Picture:
    return diagram(desk, content, syndrome.affects, syndrome.short or syndrome.name)


def _shows_body(desk: Desk, syndrome: Syndrome) -> bool:
    """Whether the picture of a leaflet is a body with the affected parts already."""
    kinds = {row.key for row in desk.series.blocks if row.kind is BlockKind.PICTURE}
    found = filter(None, (syndrome.block(key) for key in kinds))
    return any(content.figure == "nervous-system" for content in found)


def _block(desk: Desk, row: BlockRow, parts: tuple[Part, ...]) -> Block:
    heading = desk.label(row.heading, row.place, Role.HEADING)
    return Block(
        row.key,
        row.kind,
        heading,
        parts,
        cover=row.cover,
        new_page=row.new_page,
        panel=row.panel or 0,
        side=row.side or 0,
        strong=row.strong,
    )


def _record(desk: Desk) -> Iterator[Part]:
    """Tables to fill in by hand."""
    words = desk.wording.record
    yield Part(
        style="medicines",
        title=desk.label(words.medicines, role=Role.HEADING),
        lead=desk.label(words.medicines_do, role=Role.LEAD),
        heads=tuple(desk.label(w) for w in (words.medicine, words.dose, words.when)),
    )
    yield Part(
        style="appointments",
        title=desk.label(words.appointments, role=Role.HEADING),
        heads=tuple(desk.label(w) for w in (words.date, words.with_whom, words.notes)),
    )
