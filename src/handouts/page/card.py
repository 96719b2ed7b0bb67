"""The emergency card."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.model import EmergencyCard, Site, Syndrome
from handouts.page.desk import Desk, local_text
from handouts.page.handout import Block, Kind, Part, Row, Sentence


def card_block(desk: Desk, syndrome: Syndrome, site: Site) -> Block:
    """The emergency card of a leaflet, front and inside."""
    wording, card = desk.wording, syndrome.card
    parts = [
        Part(style="front", title=wording.card_title, rows=tuple(_card_front(desk, syndrome))),
        Part(style="inside", rows=tuple(_card_inside(desk, card, site))),
    ]
    return desk.block("card", parts)


def _card_front(desk: Desk, syndrome: Syndrome) -> Iterator[Row]:
    wording = desk.wording
    name = f"{syndrome.name} ({syndrome.short})" if syndrome.short else syndrome.name
    yield Row(wording.card_condition, (Sentence(name, Kind.NOTE, syndrome.card.place),))
    if syndrome.card.understands:
        yield Row("", (Sentence(wording.card_understands, Kind.LOCAL, wording.place),))
    yield Row(wording.card_name)
    yield Row(wording.card_born)
    yield Row(wording.card_family)


def _card_inside(desk: Desk, card: EmergencyCard, site: Site) -> Iterator[Row]:
    wording = desk.wording
    yield Row(wording.card_signs, desk.sentences(card.signs))
    if card.keep:
        yield Row(wording.card_keep, desk.sentences(card.keep))
    if card.check:
        yield Row(wording.card_check, desk.sentences(card.check))
    yield Row(wording.team_phone, local_text(site.team_phone, site))
    yield Row(wording.card_allergies)
