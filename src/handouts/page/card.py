"""The emergency card."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.model import EmergencyCard, Syndrome
from handouts.page.desk import Desk
from handouts.page.handout import Kind, Part, Role, Row, Sentence


def card_parts(desk: Desk, syndrome: Syndrome, card: EmergencyCard) -> Iterator[Part]:
    """How to cut it out, its front, and its inside."""
    words = desk.wording.card
    yield Part(style="cut", text=(desk.label(words.cut, role=Role.CAPTION),))
    title = desk.label(words.title, role=Role.HEADING)
    yield Part(style="front", title=title, rows=tuple(_front(desk, syndrome, card)))
    yield Part(style="inside", rows=tuple(_inside(desk, card)))


def _front(desk: Desk, syndrome: Syndrome, card: EmergencyCard) -> Iterator[Row]:
    words = desk.wording.card
    name = f"{syndrome.name} ({syndrome.short})" if syndrome.short else syndrome.name
    condition = Sentence(name, Kind.LABEL, syndrome.place, role=Role.TEXT)
    yield Row(desk.label(words.condition), (condition,), "condition")
    if card.understands:
        yield Row(None, (desk.label(words.understands, role=Role.TEXT),), "understands")
    for label in (words.name, words.born, words.family):
        yield Row(desk.label(label))
    yield Row(desk.label(desk.wording.phones.team), desk.local("team_phone"))
    yield Row(desk.label(words.allergies))


def _inside(desk: Desk, card: EmergencyCard) -> Iterator[Row]:
    words = desk.wording.card
    told = (
        ("signs", words.signs, card.signs),
        ("takes", words.takes, card.takes),
        ("stop", words.stop, card.stop),
        ("keep", words.keep, card.keep),
        ("check", words.check, card.check),
    )
    for style, label, statements in told:
        if text := desk.sentences(statements):
            yield Row(desk.label(label), text, style)
