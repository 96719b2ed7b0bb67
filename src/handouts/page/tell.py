"""What is written in a block → the parts that a page shows; one function a kind of block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from handouts.content import ledger
from handouts.content.model import (
    Action,
    Actions,
    BlockKind,
    BlockRow,
    Caution,
    Claim,
    Diagram,
    Flag,
    Level,
    MedicineCautions,
    Statement,
    Syndrome,
    Uncertainty,
    filled,
)
from handouts.page.desk import Desk
from handouts.page.handout import Kind, Part, Picture, Role, Row, Sentence, Sentences
from handouts.page.records import asked, first_aid, markers, schedule, tests, treatments

Told = Iterator[Part]


def lines(desk: Desk, _: BlockRow, content: tuple[Statement, ...]) -> Told:
    """One paragraph."""
    yield Part(text=desk.sentences(content))


def care(desk: Desk, _: BlockRow, content: tuple[str, ...]) -> Told:
    """The three care cards, and the phones below them."""
    yield from care_cards(desk, desk.flags(content))
    yield Part(style="phones", rows=tuple(phones(desk)))


def care_cards(desk: Desk, flags: Iterable[Flag]) -> Told:
    """A card for each level: what it is called, its order, and the signs."""
    words, flags = desk.wording.care, tuple(flags)
    order = desk.site.emergency.order if desk.site else ""
    told = {
        Level.EMERGENCY: (words.emergency, words.emergency_order),
        Level.URGENT: (words.urgent, words.urgent_order),
        Level.NONURGENT: (words.nonurgent, words.nonurgent_order),
    }
    for level, (title, lead) in told.items():
        items = tuple(
            (
                desk.meant(
                    desk.fact(flag.say, flag.place, flag.references, flag.answers), flag.country
                ),
            )
            for flag in flags
            if flag.level is level
        )
        if items:
            # The order is the site's: a signature does not cover it.
            head = Sentence(
                filled(lead, order=order),
                Kind.LOCAL if "{order}" in lead else Kind.LABEL,
                desk.wording.place,
                role=Role.LEAD,
            )
            yield Part(style=level, title=desk.label(title), lead=head, items=items)


def phones(desk: Desk) -> Iterator[Row]:
    """The phones of the site, or lines to write them on."""
    words = desk.wording.phones
    yield Row(desk.label(words.team), desk.local("team_phone"))
    yield Row(desk.label(words.out_of_hours), desk.local("out_of_hours_phone"))


def crisis(desk: Desk) -> Part:
    """The crisis line of the site, or a line to write it on."""
    site = desk.site
    contact = desk.library.contacts[site.crisis] if site and site.crisis else None
    text = None
    if contact and contact.phone:
        # A name that holds its number (988 Lifeline) is not followed by it again.
        text = contact.name if contact.phone in contact.name else f"{contact.name}, {contact.phone}"
    told = (Sentence(text, Kind.LOCAL, contact.place),) if contact and text else ()
    return Part(style="crisis", rows=(Row(desk.label(desk.wording.phones.crisis), told),))


def passages(desk: Desk, _: BlockRow, content: Any) -> Told:
    """A part for each passage."""
    yield from desk.passages(content)


def picture(desk: Desk, _: BlockRow, content: Diagram) -> Told:
    """The caption of the picture, which belongs to the block."""
    sentences = desk.sentences([content.caption])
    yield Part(style="caption", text=tuple(_as(s, Role.CAPTION) for s in sentences))


def _as(sentence: Sentence, role: Role) -> Sentence:
    return Sentence(
        sentence.text, sentence.kind, sentence.place, sentence.references, sentence.claims, role
    )


def diagram(desk: Desk, content: Diagram, affects: Iterable[str] = (), name: str = "") -> Picture:
    """The drawing of a leaflet, with the parts that it lights, and the words in it."""
    alt = Sentence(content.alt, Kind.LABEL, content.place, role=Role.ALT)
    affects = tuple(affects)
    return Picture(
        content.figure, alt, affects, labels=_labels(desk, content.figure, affects, name)
    )


def _labels(
    desk: Desk, figure: str, affects: tuple[str, ...], name: str
) -> tuple[tuple[str, Sentence], ...]:
    """The words in a drawing; of the parts of a body only those that are lit have a name."""
    row = next((row for row in desk.series.figures if row.id == figure), None)
    if row is None:
        return ()
    parts = {part.id for part in desk.series.parts} - set(affects)
    told = [
        (label.id, desk.label(filled(label.name, name=name), row.place))
        for label in row.labels
        if label.id not in parts
    ]
    if row.alt:
        told.append(("alt", desk.label(row.alt, row.place, Role.ALT)))
    return tuple(told)


def lit(desk: Desk, syndrome: Syndrome) -> Picture | None:
    """A body with the parts lit that a syndrome affects."""
    names = {part.id: part.name for part in desk.series.parts}
    if not syndrome.affects or not desk.series.marked:
        return None
    told = filled(desk.series.marked, parts=", ".join(names[id_] for id_ in syndrome.affects))
    alt = Sentence(told, Kind.LABEL, desk.series.place, role=Role.ALT)
    return Picture("nervous-system", alt, tuple(syndrome.affects))


def known(desk: Desk, _: BlockRow, content: Uncertainty) -> Told:
    """What we know, and what not."""
    words = desk.wording.known
    for style, label, statements in (
        ("known", words.known, content.known),
        ("not-known", words.not_known, content.not_known),
    ):
        title = desk.label(label, role=Role.HEADING)
        yield Part(style=style, title=title, items=desk.items(statements))


def corrected(desk: Desk, _: BlockRow, content: tuple[str, ...]) -> Told:
    """What is often said, beside what is true."""
    for id_ in content:
        yield corrected_part(desk, desk.library.claims[id_])


def corrected_part(desk: Desk, claim: Claim, matters: bool = False) -> Part:
    """One corrected claim; with `matters`, also the harm that it can do."""
    words = desk.wording.corrected
    said = Sentence(claim.states, Kind.SAID, claim.place, (), (claim.id,))
    true = tuple(
        Sentence(text, Kind.CORRECTION, claim.place, claim.evidence, (claim.id,))
        for text in ledger.printable(claim)
    )
    rows = [Row(desk.label(words.said), (said,), "said"), Row(desk.label(words.true), true, "true")]
    if matters and claim.matters:
        harm = Sentence(claim.matters, Kind.NOTE, claim.place, (), (claim.id,))
        rows.append(Row(desk.label(words.matters), (harm,), "matters"))
    return Part(style="corrected", rows=tuple(rows))


def actions(desk: Desk, _: BlockRow, content: Actions) -> Told:
    """The steps, and what not to do."""
    yield Part(style="steps", items=tuple(_action(desk, action) for action in content.steps))
    if items := desk.items(content.do_not):
        title = desk.label(desk.wording.do_not, role=Role.LEAD)
        yield Part(style="do-not", lead=title, items=items)


def _action(desk: Desk, action: Action) -> Sentences:
    told = filter(None, (action.how, action.why))
    first = desk.fact(action.do, action.place, action.references, action.answers)
    return (first, *(desk.fact(text, action.place, action.references) for text in told))


def cautions(desk: Desk, _: BlockRow, content: MedicineCautions) -> Told:
    """A text, then each level: what to do at it, and the medicines."""
    if text := desk.sentences(content.text):
        yield Part(text=text)
    words = desk.wording.cautions
    told = {
        Caution.AVOID: (words.avoid, words.avoid_do),
        Caution.IF_NEEDED: (words.if_needed, words.if_needed_do),
        Caution.CARE: (words.care, words.care_do),
    }
    for level, (title, lead) in told.items():
        rows = tuple(
            Row(
                desk.label(m.medicine, m.place),
                (desk.fact(m.why, m.place, m.references, m.answers),),
            )
            for m in content.medicines
            if m.level is level
        )
        if rows:
            yield Part(
                style=f"caution-{level}",
                title=desk.label(title, role=Role.HEADING),
                lead=desk.label(lead, role=Role.LEAD),
                rows=rows,
            )


def questions(desk: Desk, row: BlockRow, content: tuple[str, ...]) -> Told:
    """Questions to ask, and what the reader can tick."""
    if row.choices:
        lead = desk.label(row.lead, row.place, Role.LEAD) if row.lead else None
        items = tuple((desk.label(text, row.place, Role.TEXT),) for text in row.choices)
        yield Part(style="choices", lead=lead, items=items)
    place = row.place
    yield Part(
        style="questions", items=tuple((Sentence(text, Kind.NOTE, place),) for text in content)
    )


def contacts(desk: Desk, _: BlockRow, content: tuple[str, ...]) -> Told:
    """Services and helplines of the reader's country."""
    rows = []
    for id_ in content:
        contact = desk.library.contacts[id_]
        if desk.country and contact.country not in (desk.country, "world"):
            continue
        told = [
            Sentence(contact.offers, Kind.LOCAL, contact.place),
            *(
                Sentence(text, Kind.LOCAL, contact.place)
                for text in (contact.phone, contact.hours, contact.web)
                if text
            ),
        ]
        label = Sentence(contact.name, Kind.LOCAL, contact.place, role=Role.LABEL)
        rows.append(Row(desk.meant(label, contact.country), tuple(told)))
    if rows:
        yield Part(style="contacts", rows=tuple(rows))


TELL: Mapping[BlockKind, Callable[[Desk, BlockRow, Any], Told]] = {
    BlockKind.LINES: lines,
    BlockKind.CARE: care,
    BlockKind.PASSAGES: passages,
    BlockKind.PICTURE: picture,
    BlockKind.MARKERS: markers,
    BlockKind.SCHEDULE: schedule,
    BlockKind.TESTS: tests,
    BlockKind.TREATMENTS: treatments,
    BlockKind.KNOWN: known,
    BlockKind.CORRECTED: corrected,
    BlockKind.ACTIONS: actions,
    BlockKind.CAUTIONS: cautions,
    BlockKind.FIRST_AID: first_aid,
    BlockKind.ASKED: asked,
    BlockKind.QUESTIONS: questions,
    BlockKind.CONTACTS: contacts,
}
"""What makes the parts of each kind of block; the card and what the program makes stand apart."""
