"""A leaflet: its blocks in print order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handouts.content import ledger
from handouts.content.model import (
    Action,
    Card,
    Caution,
    Claim,
    Contact,
    Diagram,
    Help,
    MedicineCautions,
    Site,
    Statement,
    Syndrome,
    TestUse,
    Treatment,
    TreatmentGroup,
    TreatmentUse,
    Uncertainty,
)
from handouts.page.desk import Desk, local_text
from handouts.page.handout import Block, Figure, Kind, Part, Row, Sentence
from handouts.page.terms import glossary_part


def leaflet_blocks(desk: Desk, syndrome: Syndrome) -> Iterator[Block]:
    """The blocks that hold a leaflet's own words, in print order."""
    blocks = []
    for block in _told(desk, syndrome):
        blocks.append(block)
        yield block
    yield desk.block("glossary", [glossary_part(desk, blocks)])


def _told(desk: Desk, syndrome: Syndrome) -> Iterator[Block]:
    wording = desk.wording
    yield desk.block("main_message", [Part(text=desk.sentences(syndrome.main_message))])
    yield desk.block("help", help_parts(desk, syndrome.help))
    yield desk.block("about", desk.passages(syndrome.about))
    yield desk.block("what_is", desk.passages(syndrome.what_is))
    yield diagram_block(desk, syndrome, syndrome.diagram)
    yield desk.block("cancer_link", desk.passages(syndrome.cancer_link))
    yield desk.block("symptoms", desk.passages(syndrome.symptoms))
    yield desk.block("tests", _tests(desk, syndrome.tests, syndrome.tests_note))
    yield desk.block("treatments", _treatments(desk, syndrome))
    yield desk.block("uncertainty", _uncertainty(desk, syndrome.uncertainty))
    yield desk.block("outlook", desk.passages(syndrome.outlook))
    yield desk.block("actions", _actions(desk, syndrome))
    if syndrome.medicine_cautions:
        yield desk.block("medicine_cautions", _cautions(desk, syndrome.medicine_cautions))
    yield desk.block("daily_life", desk.passages(syndrome.daily_life))
    yield desk.block("wellbeing", desk.passages(syndrome.wellbeing))
    yield desk.block("carers", desk.passages(syndrome.carers))
    questions = ((Sentence(text, Kind.NOTE, syndrome.place),) for text in syndrome.questions)
    yield desk.block("questions", [Part(items=tuple(questions))])
    yield desk.block("record", [])
    yield desk.block("read", corrected_parts(desk, syndrome.read), wording.read)


def help_parts(desk: Desk, help_: Help) -> Iterator[Part]:
    """The three care cards."""
    site_order = ""  # the emergency order is the site's; the templates set it
    cards: tuple[tuple[str, Card, str, str], ...] = (
        ("emergency", help_.emergency, desk.wording.emergency, site_order),
        ("urgent", help_.urgent, desk.wording.urgent, desk.wording.urgent_order),
        ("nonurgent", help_.nonurgent, desk.wording.nonurgent, desk.wording.nonurgent_order),
    )
    for style, card, title, lead in cards:
        yield Part(style=style, title=title, lead=lead, items=desk.items(card.items))


def diagram_block(desk: Desk, syndrome: Syndrome, diagram: Diagram) -> Block:
    """The picture of a leaflet, with its caption."""
    figure = Figure(
        diagram.figure, diagram.title, diagram.alt, tuple(syndrome.affects), syndrome.id
    )
    return desk.block(
        "diagram", [Part(text=desk.sentences([diagram.caption]))], diagram.title, figure
    )


def _tests(desk: Desk, uses: Iterable[TestUse], note: Iterable[Statement]) -> Iterator[Part]:
    if text := desk.sentences(note):
        yield Part(text=text)
    for use in uses:
        test = desk.library.tests[use.test]
        told = (*test.why, *use.here, *test.happens, *test.risk, *test.results)
        yield Part(style="test", title=test.name, text=desk.sentences(told))


def _treatments(desk: Desk, syndrome: Syndrome) -> Iterator[Part]:
    if text := desk.sentences(syndrome.treatments_note):
        yield Part(text=text)
    for group, title in group_titles(desk).items():
        uses = [
            use
            for use in syndrome.treatments
            if desk.library.treatments[use.treatment].group is group
        ]
        if uses:
            yield Part(style="group", title=title)
        for use in uses:
            yield treatment_part(desk, desk.library.treatments[use.treatment], use)


def group_titles(desk: Desk) -> dict[TreatmentGroup, str]:
    """What each group of treatments is called."""
    return {
        TreatmentGroup.CANCER: desk.wording.treating_cancer,
        TreatmentGroup.IMMUNE: desk.wording.calming_immune,
        TreatmentGroup.SYMPTOMS: desk.wording.easing_symptoms,
    }


def treatment_part(desk: Desk, treatment: Treatment, use: TreatmentUse | None = None) -> Part:
    """One treatment, with what is known about it here."""
    wording = desk.wording
    told = (
        (wording.how_works, treatment.how_works),
        (wording.benefit, (*treatment.benefit, *(use.here if use else ()))),
        (wording.risks, treatment.risks),
        (wording.uncertain, treatment.uncertain),
        (wording.without, treatment.without),
        (wording.daily_life_with, treatment.daily_life),
        (wording.alternatives, treatment.alternatives),
    )
    rows = tuple(Row(label, desk.sentences(statements)) for label, statements in told)
    return Part(style="treatment", title=treatment.name, rows=rows)


def _uncertainty(desk: Desk, uncertainty: Uncertainty) -> Iterator[Part]:
    yield Part(title=desk.wording.known, items=desk.items(uncertainty.known))
    yield Part(title=desk.wording.not_known, items=desk.items(uncertainty.not_known))


def _actions(desk: Desk, syndrome: Syndrome) -> Iterator[Part]:
    yield Part(style="steps", items=tuple(_action(action) for action in syndrome.actions))
    if items := desk.items(syndrome.do_not):
        yield Part(style="do-not", title=desk.wording.do_not, items=items)


def _action(action: Action) -> tuple[Sentence, ...]:
    first = Sentence(action.do, Kind.FACT, action.place, action.references, action.answers)
    return (
        first,
        Sentence(action.how, Kind.FACT, action.place, action.references),
        Sentence(action.why, Kind.FACT, action.place, action.references),
    )


def _cautions(desk: Desk, cautions: MedicineCautions) -> Iterator[Part]:
    yield Part(text=desk.sentences(cautions.text))
    titles = {
        Caution.AVOID: desk.wording.avoid,
        Caution.IF_NEEDED: desk.wording.if_needed,
        Caution.CARE: desk.wording.care,
    }
    for level, title in titles.items():
        rows = tuple(
            Row(m.medicine, (Sentence(m.why, Kind.FACT, m.place, m.references, m.answers),))
            for m in cautions.medicines
            if m.level is level
        )
        if rows:
            yield Part(style=f"caution-{level}", title=title, rows=rows)


def corrected_parts(desk: Desk, ids: Iterable[str], matters: bool = False) -> Iterator[Part]:
    """What is often said, beside what is true."""
    for id_ in ids:
        claim = desk.library.claims[id_]
        rows = [Row(desk.wording.often_said, (_said(claim),)), Row(desk.wording.true, _true(claim))]
        if matters and claim.matters:
            rows.append(
                Row(
                    desk.wording.matters,
                    (Sentence(claim.matters, Kind.NOTE, claim.place, (), (claim.id,)),),
                )
            )
        yield Part(style="corrected", rows=tuple(rows))


def _said(claim: Claim) -> Sentence:
    return Sentence(claim.states, Kind.SAID, claim.place, (), (claim.id,))


def _true(claim: Claim) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(text, Kind.CORRECTION, claim.place, claim.evidence, (claim.id,))
        for text in ledger.printable(claim)
    )


def contacts_part(desk: Desk, ids: Iterable[str]) -> Part:
    """Services and helplines of the reader’s country."""
    contacts = [desk.library.contacts[id_] for id_ in ids]
    rows = (
        Row(contact.name, tuple(_contact(contact)))
        for contact in contacts
        if not desk.country or contact.country in (desk.country, "world")
    )
    return Part(rows=tuple(rows))


def _contact(contact: Contact) -> Iterator[Sentence]:
    yield Sentence(contact.offers, Kind.LOCAL, contact.place)
    if contact.phone:
        yield Sentence(contact.phone, Kind.LOCAL, contact.place)
    yield Sentence(contact.web, Kind.LOCAL, contact.place)


def local_block(desk: Desk, block: Block, site: Site) -> Block:
    """The block with what the site says there: phones below the care cards, a crisis line."""
    crisis = desk.library.contacts[site.crisis] if site.crisis else None
    text = f"{crisis.name}, {crisis.phone}." if crisis and crisis.phone else None
    line = Row(desk.wording.crisis, local_text(text, site))
    if block.key == "help":  # the booklet has no block on feelings
        rows = (*_phones(desk, site), line) if desk.complete else tuple(_phones(desk, site))
        part = Part(style="phones", rows=rows)
    elif block.key == "wellbeing":
        part = Part(style="crisis", rows=(line,))
    else:
        return block
    return replace(block, parts=(*block.parts, part))


def _phones(desk: Desk, site: Site) -> Iterator[Row]:
    yield Row(desk.wording.team_phone, local_text(site.team_phone, site))
    yield Row(desk.wording.out_of_hours_phone, local_text(site.out_of_hours_phone, site))
