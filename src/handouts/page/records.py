"""Shared records as a page shows them: tests, treatments, markers, schedules, first aid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handouts.content.model import (
    ROWS,
    AskedUse,
    BlockRow,
    FirstAid,
    MarkerUse,
    ScheduleUse,
    Statement,
    Test,
    Tests,
    TestUse,
    Treatment,
    Treatments,
    TreatmentUse,
)
from handouts.page.desk import Desk
from handouts.page.handout import Kind, Part, Picture, Role, Row, Sentence

Told = Iterator[Part]


def markers(desk: Desk, _: BlockRow, content: tuple[MarkerUse, ...]) -> Told:
    """A part for each marker: its traits, and what it means."""
    for use in content:
        marker = desk.library.markers[use.marker]
        yield Part(
            style="marker",
            id=marker.id,
            title=desk.label(marker.name, marker.place, Role.HEADING),
            text=desk.sentences(use.here or marker.text),
            rows=tuple(marker_traits(desk, use.marker)),
        )


def marker_traits(desk: Desk, id_: str) -> Iterator[Row]:
    """The traits of a marker, in words."""
    marker = desk.library.markers[id_]
    rows = {row.id: row for row in desk.series.traits}
    for trait in marker.traits:
        row = rows[trait.trait]
        name = next((v.name for v in row.values if v.id == trait.value), trait.value)
        value = Sentence(name, Kind.LABEL, row.place, marker.references)
        yield Row(desk.label(row.label, row.place), (value,))


def schedule(desk: Desk, _: BlockRow, content: ScheduleUse) -> Told:
    """Whom it is for, the steps as a path, and what else to know."""
    yield from schedule_parts(desk, content.schedule, content.here)


def schedule_parts(desk: Desk, id_: str, here: tuple[Statement, ...] = ()) -> Told:
    """The parts of a schedule."""
    record = desk.library.schedules[id_]
    yield Part(style="who", text=desk.sentences((record.who,)))
    rows = tuple(
        Row(desk.label(step.when, step.place), (desk.fact(step.what, step.place, step.references),))
        for step in record.steps
    )
    yield Part(style="path", rows=rows)
    if text := desk.sentences((*record.text, *here)):
        yield Part(text=text)


def tests(desk: Desk, _: BlockRow, content: Tests) -> Told:
    """A part for each test, in rows."""
    if text := desk.sentences(content.text):
        yield Part(text=text)
    for use in content.items:
        yield _test(desk, desk.library.tests[use.test], use)


def _test(desk: Desk, test: Test, use: TestUse) -> Part:
    words = desk.wording.tests
    told = (
        (words.why, (*(use.why or test.why), *use.here)),
        (words.happens, use.happens or test.happens),
        (words.risk, use.risk or test.risk),
        (words.results, use.results or test.results),
    )
    return Part(
        style="test",
        id=test.id,
        title=desk.label(test.name, test.place, Role.HEADING),
        rows=_rows(desk, told),
    )


def _rows(desk: Desk, told: Iterable[tuple[str, tuple[Statement, ...]]]) -> tuple[Row, ...]:
    """Rows of labelled statements; those without words are left out."""
    found = ((label, desk.sentences(statements)) for label, statements in told)
    return tuple(Row(desk.label(label), text) for label, text in found if text)


def treatments(desk: Desk, _: BlockRow, content: Treatments) -> Told:
    """The untreated course, then each group with its treatments.

    A red flag that several treatments share is told with the first of them.
    """
    told: set[str] = set()
    if text := desk.sentences(content.text):
        yield Part(text=text)
    for group in desk.series.groups:
        uses = [
            use for use in content.items if desk.library.treatments[use.treatment].group == group.id
        ]
        if uses:
            yield Part(style="group", title=desk.label(group.name, group.place, Role.HEADING))
        for use in uses:
            yield treatment(desk, desk.library.treatments[use.treatment], use, told)


def treatment(
    desk: Desk,
    record: Treatment,
    use: TreatmentUse | None = None,
    flagged: set[str] | None = None,
) -> Part:
    """One treatment; what the leaflet says of it here stands in the place of the record's words.

    Red flags of `flagged` were told before, and are left out; those that are told are added.
    """
    words, flagged = desk.wording.treatments, set() if flagged is None else flagged
    rows = []
    for name in ROWS:
        statements = (use and getattr(use, name)) or getattr(record, name)
        if use and name == "benefit":
            statements = (*use.here, *statements)
        fresh = [s for s in statements if s.flag is None or s.flag not in flagged]
        flagged |= {s.flag for s in fresh if s.flag}
        if text := desk.sentences(fresh):
            rows.append(Row(desk.label(getattr(words, name)), text, name))
    return Part(
        style="treatment",
        id=record.id,
        title=desk.label(record.name, record.place, Role.HEADING),
        rows=tuple(rows),
    )


def first_aid(desk: Desk, _: BlockRow, content: tuple[str, ...]) -> Told:
    """A part for each: its title, the people it holds for, and the steps."""
    for id_ in content:
        record = desk.library.first_aid[id_]
        people = desk.label(record.people, record.place, Role.LEAD) if record.people else None
        yield Part(
            style="first-aid",
            id=record.id,
            shown=tuple(_shown(desk, record)),
            title=desk.label(record.title, record.place, Role.HEADING),
            lead=people,
            items=desk.items(record.steps),
        )


def _shown(desk: Desk, record: FirstAid) -> Iterator[Picture]:
    """The drawings of the steps of a first aid."""
    for row in desk.series.figures:
        if row.alt and (record.id in row.first_aid or row.id == record.picture):
            yield Picture(row.id, desk.label(row.alt, row.place, Role.ALT))


def asked(desk: Desk, _: BlockRow, content: tuple[AskedUse, ...]) -> Told:
    """A part for each question, with its answer."""
    for use in content:
        shared = desk.library.asked[use.ask] if use.ask else None
        answer = use.answer or (shared.answer if shared else ())
        question = use.question or (shared.question if shared else "")
        place = use.place if use.question or not shared else shared.place
        yield Part(
            style="asked",
            title=desk.label(question, place, Role.HEADING),
            text=desk.sentences(answer),
        )
