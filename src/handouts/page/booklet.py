"""The summary booklet: its chapters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handouts.content.model import Booklet, Summary, Syndrome
from handouts.page.desk import Desk
from handouts.page.handout import Block, Chapter, Figure, Kind, Part, Row, Sentence
from handouts.page.leaflet import (
    corrected_parts,
    diagram_block,
    group_titles,
    help_parts,
    treatment_part,
)
from handouts.page.terms import glossary_part


def _summary(desk: Desk, summary: Summary) -> Iterator[Row]:
    wording = desk.wording
    told = (
        (wording.in_short_what, summary.what),
        (wording.in_short_signs, summary.signs),
        (wording.in_short_cancer, summary.cancer),
        (wording.in_short_tests, summary.tests),
        (wording.in_short_treatment, summary.treatment),
        (wording.in_short_outlook, summary.outlook),
        (wording.in_short_emergency, summary.emergency),
    )
    for label, statements in told:
        yield Row(label, desk.sentences(statements))


def booklet_chapters(desk: Desk, booklet: Booklet) -> Iterator[Chapter]:
    """The chapters that hold the booklet's own words, in print order."""
    wording, library = desk.wording, desk.library
    chapters: list[Chapter] = []

    def add(key: str, title: str, *blocks: Block, code: str = "", running: str = "") -> Chapter:
        chapters.append(Chapter(key, title, blocks, code, running or title))
        return chapters[-1]

    how = desk.block("how_to_use", desk.passages(booklet.how_to_use))
    yield add("how-to-use", how.heading, how)
    help_ = desk.block("help", help_parts(desk, booklet.help))
    yield add("help", help_.heading, help_)
    opening = library.syndromes[booklet.introduction]
    yield add(
        "introduction",
        wording.introduction,
        desk.block("what_is", desk.passages(opening.what_is)),
        desk.block("cancer_link", desk.passages(opening.cancer_link)),
        desk.block("symptoms", desk.passages(opening.symptoms)),
        diagram_block(desk, opening, booklet.diagram),
    )
    syndromes = [library.syndromes[id_] for id_ in booklet.syndromes]
    for syndrome in syndromes:
        blocks = _page(desk, syndrome)
        yield add(syndrome.id, syndrome.title, *blocks, code=syndrome.code, running=syndrome.name)
    compare = desk.block("compare", [_compare(syndromes)])
    yield add("compare", compare.heading, compare)
    treatments = desk.block("all_treatments", _all_treatments(desk))
    yield add("treatments", treatments.heading, treatments)
    corrected = desk.block("corrected", corrected_parts(desk, booklet.corrected, matters=True))
    yield add("corrected", corrected.heading, corrected)
    glossary = desk.block(
        "glossary", [glossary_part(desk, [b for c in chapters for b in c.blocks])]
    )
    yield add("glossary", glossary.heading, glossary)


def _all_treatments(desk: Desk) -> Iterator[Part]:
    for group, title in group_titles(desk).items():
        yield Part(style="group", title=title)
        for treatment in desk.library.treatments.values():
            if treatment.group is group:
                yield treatment_part(desk, treatment)


def _page(desk: Desk, syndrome: Syndrome) -> Iterator[Block]:
    """A syndrome's page in the booklet."""
    parts = ", ".join(part.replace("-", " ") for part in syndrome.affects)
    alt = f"The outline of a body and of a head. Marked in red: {parts}."
    figure = Figure("nervous-system", "", alt, tuple(syndrome.affects), "")
    yield desk.block(
        "summary",
        [Part(rows=tuple(_summary(desk, syndrome.summary)))],
        syndrome.title,
        figure,
    )


def _short_name(syndrome: Syndrome) -> str:
    name = syndrome.short or syndrome.name
    return name[0].upper() + name[1:]


def _compare(syndromes: Iterable[Syndrome]) -> Part:
    rows = (
        Row(
            _short_name(syndrome),
            tuple(
                Sentence(text, Kind.FACT, syndrome.glance.place, syndrome.glance.references)
                for text in (syndrome.glance.part, syndrome.glance.sign, syndrome.glance.cancer)
            ),
        )
        for syndrome in syndromes
    )
    return Part(style="compare", rows=tuple(rows))
