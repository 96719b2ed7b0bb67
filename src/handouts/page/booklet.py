"""The summary booklet: its chapters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from handouts.content.model import BlockRow, Booklet, ChapterKind, ChapterRow, Syndrome
from handouts.page import records, tell
from handouts.page.desk import Desk
from handouts.page.handout import Block, Chapter, Kind, Part, Picture, Role, Row, Sentence
from handouts.page.leaflet import leaflet_block
from handouts.page.terms import glossary_parts

PAGES = 2
"""The page budget of a syndrome's chapter."""


def booklet_chapters(desk: Desk, booklet: Booklet) -> list[Chapter]:
    """The chapters of the booklet, in print order; the sources are still empty."""
    found: list[Chapter] = []
    for row in booklet.chapters:
        if row.kind is ChapterKind.SYNDROMES:
            found += [_syndrome_or_notice(desk, id_) for id_ in row.syndromes]
        elif row.kind is ChapterKind.GLOSSARY:
            blocks = [block for chapter in found for block in chapter.blocks]
            found.append(_chapter(desk, row, tuple(glossary_parts(desk, blocks))))
        else:
            parts = (*desk.passages(row.text), *TELL[row.kind](desk, row))
            found.append(_chapter(desk, row, parts, _borrowed(desk, booklet, row)))
    return found


def _chapter(
    desk: Desk, row: ChapterRow, parts: tuple[Part, ...], more: Iterable[Block] = ()
) -> Chapter:
    heading = desk.label(row.heading, row.place, Role.HEADING)
    picture = tell.diagram(desk, row.diagram) if row.diagram else None
    if row.diagram:
        caption = tell.picture(desk, _no_row(desk), row.diagram)
        parts = (*parts, *caption)
    block = Block(row.key, row.kind, heading, parts, picture=picture)
    return Chapter(
        row.key.replace("_", "-"),
        heading,
        (block, *more),
        running=row.running or row.heading,
        family=desk.series.families[0].id,
        spread=row.spread,
    )


def _no_row(desk: Desk) -> BlockRow:
    return desk.series.blocks[0]


def _borrowed(desk: Desk, booklet: Booklet, row: ChapterRow) -> Iterator[Block]:
    """Blocks of the introduction's leaflet."""
    syndromes = desk.library.syndromes
    if booklet.introduction is None or booklet.introduction not in syndromes:
        return
    if booklet.introduction in desk.library.withdrawn:
        return
    for block_row in desk.series.blocks:
        if block_row.key in row.blocks:
            block = leaflet_block(desk, syndromes[booklet.introduction], block_row)
            if block:
                yield block


def _syndrome_or_notice(desk: Desk, id_: str) -> Chapter:
    """A syndrome's pages, or in the place of a withdrawn leaflet the words that say so."""
    chapter = _syndrome(desk, id_)
    if id_ not in desk.library.withdrawn:
        return chapter
    blocks = (Block("withdrawn", "passages", None, (withdrawn_part(desk),)),)
    return replace(chapter, blocks=blocks, code="")


def withdrawn_part(desk: Desk) -> Part:
    """That a leaflet was withdrawn, and what to do with old copies."""
    words = desk.wording.withdrawn
    return Part(
        style="withdrawn",
        title=desk.label(words.title, role=Role.HEADING),
        text=(desk.label(words.text, role=Role.TEXT),),
    )


def _standing(desk: Desk, row: ChapterRow) -> list[str]:
    """The syndromes of a row whose leaflets are not withdrawn."""
    return [id_ for id_ in row.syndromes if id_ not in desk.library.withdrawn]


def _called(syndrome: Syndrome) -> str:
    """What a syndrome is called where there is little room, as a heading."""
    name = syndrome.short or syndrome.name
    return name[0].upper() + name[1:]


def _syndrome(desk: Desk, id_: str) -> Chapter:
    """A syndrome in short: what it affects, its emergencies, antibodies and medicines to check."""
    syndrome = desk.library.syndromes[id_]
    title = Sentence(syndrome.title, Kind.LABEL, syndrome.place, role=Role.HEADING)
    short = tuple(_short(desk, syndrome))
    blocks = [Block("summary", "summary", None, short, picture=tell.lit(desk, syndrome))]
    for row in desk.series.blocks:
        if row.kind in ("care", "cautions", "markers") and (
            block := leaflet_block(desk, syndrome, row)
        ):
            parts = tuple(_brief(part) for part in block.parts if part.style in BRIEF)
            if parts:
                blocks.append(Block(block.key, block.kind, block.heading, parts))
    return Chapter(
        syndrome.id,
        title,
        tuple(blocks),
        syndrome.code,
        running=_called(syndrome),
        family=syndrome.family,
        max_pages=PAGES,
    )


LEVELS = ("caution-avoid", "caution-if-needed", "caution-care")
BRIEF = ("emergency", "marker", *LEVELS)
"""What the booklet takes over of a leaflet's blocks."""


def _brief(part: Part) -> Part:
    """A part in few words: of a marker only its traits, of medicines only their names; why they
    can do harm stands in a chapter of its own."""
    if part.style == "marker":
        return replace(part, text=())
    if part.style.startswith("caution-"):
        return replace(part, rows=(), items=tuple((row.label,) for row in part.rows if row.label))
    return part


def _short(desk: Desk, syndrome: Syndrome) -> Iterator[Part]:
    summary = getattr(syndrome, "summary", None)
    if summary is None:
        return
    rows = tuple(
        Row(desk.label(row.label, row.place), desk.sentences(getattr(summary, row.key)), row.key)
        for row in desk.series.summary
    )
    yield Part(style="summary", rows=rows)


def _compare(desk: Desk, row: ChapterRow) -> Iterator[Part]:
    """The syndromes side by side."""
    words = desk.wording.booklet
    heads = [desk.label(words.compare_name)]
    heads += [desk.label(column.label, column.place) for column in desk.series.glance]
    heads.append(desk.label(words.leaflet))
    cells, bodies = [], list[Picture]()
    for id_ in _standing(desk, row):
        syndrome = desk.library.syndromes[id_]
        glance = getattr(syndrome, "glance", None)
        if glance is None:
            continue
        line = [(Sentence(_called(syndrome), Kind.LABEL, syndrome.place),)]
        line += [
            (desk.fact(getattr(glance, c.key), glance.place, glance.references),)
            for c in desk.series.glance
        ]
        line.append((Sentence(syndrome.code, Kind.LABEL, syndrome.place),))
        cells.append(tuple(line))
        bodies += filter(None, (tell.lit(desk, syndrome),))
    yield Part(style="compare", heads=tuple(heads), cells=tuple(cells), shown=tuple(bodies))


def _markers(desk: Desk, row: ChapterRow) -> Iterator[Part]:
    """Markers × where something is found with them."""
    words = desk.wording.booklet
    shares = {
        "most": words.share_most,
        "some": words.share_some,
        "few": words.share_few,
        "": words.share_none,
    }
    traits = desk.series.traits
    heads = [desk.label(words.marker)]
    heads += [desk.label(trait.label, trait.place) for trait in traits]
    heads += [desk.label(column.name, column.place) for column in desk.series.columns]
    cells = []
    for id_ in row.markers:
        marker = desk.library.markers[id_]
        values = {use.trait: use.value for use in marker.traits}
        names = {v.id: v.name for trait in traits for v in trait.values}
        found = {use.where: use.share for use in marker.found}
        line = [(Sentence(marker.short or marker.name, Kind.LABEL, marker.place),)]
        for trait in traits:
            told = names.get(values.get(trait.id, ""), "")
            line.append((desk.label(told, trait.place, Role.TEXT),))
        for column in desk.series.columns:
            told = shares[found.get(column.id, "")]
            line.append((desk.fact(told, marker.place, marker.references),))
        cells.append(tuple(line))
    yield Part(text=(desk.label(words.shares, role=Role.TEXT),))
    yield Part(style="matrix", heads=tuple(heads), cells=tuple(cells))


def _schedules(desk: Desk, row: ChapterRow) -> Iterator[Part]:
    for id_ in row.schedules:
        name = desk.library.schedules[id_]
        yield Part(style="group", title=desk.label(name.name, name.place, Role.HEADING))
        yield from records.schedule_parts(desk, id_)


def _points(desk: Desk, row: ChapterRow) -> Iterator[Part]:
    yield Part(
        style="points",
        rows=tuple(
            Row(desk.label(point.points, point.place), desk.sentences((point.what,)))
            for point in row.rows
        ),
    )


def _cautions(desk: Desk, row: ChapterRow) -> Iterator[Part]:
    """What each level means; then the medicines that worsen an illness, under the name of each."""
    found = {id_: tuple(_caution_levels(desk, id_)) for id_ in _standing(desk, row)}
    levels = {part.style: part for parts in found.values() for part in parts}
    yield Part(
        style="levels",
        rows=tuple(
            Row(part.title, (part.lead,), part.style)
            for part in (levels[style] for style in LEVELS if style in levels)
            if part.lead
        ),
    )
    for id_, parts in found.items():
        if parts:
            syndrome = desk.library.syndromes[id_]
            title = desk.label(_called(syndrome), syndrome.place, Role.HEADING)
            yield Part(style="group", title=title)
            yield from (replace(part, lead=None) for part in parts)


def _caution_levels(desk: Desk, id_: str) -> Iterator[Part]:
    for block_row in desk.series.blocks:
        content = desk.library.syndromes[id_].block(block_row.key)
        if block_row.kind == "cautions" and content is not None:
            yield from (part for part in tell.cautions(desk, block_row, content) if part.rows)


FIRST = ({"how_works": 1, "benefit": 3}, {"risks": 3, "daily_life": 1})
"""How many sentences of each part of a treatment a column has; the leaflets have all."""


def _treatments(desk: Desk, _: ChapterRow) -> Iterator[Part]:
    """A table for each group: how it helps, and its risks with what to watch for."""
    words = desk.wording.booklet
    for group in desk.series.groups:
        records = [t for t in desk.library.treatments.values() if t.group == group.id]
        if not records:
            continue
        yield Part(style="group", title=desk.label(group.name, group.place, Role.HEADING))
        heads = tuple(map(desk.label, (words.treatment, words.helps, words.minds)))
        cells = tuple(
            (
                (Sentence(record.name, Kind.LABEL, record.place),),
                *(
                    tuple(
                        sentence
                        for field, count in fields.items()
                        for sentence in desk.sentences(getattr(record, field))[:count]
                    )
                    for fields in FIRST
                ),
            )
            for record in records
        )
        yield Part(style="treatments", heads=heads, cells=cells)


def _corrected(desk: Desk, row: ChapterRow) -> Iterator[Part]:
    for id_ in row.corrected:
        yield tell.corrected_part(desk, desk.library.claims[id_], matters=True)


def _care(desk: Desk, row: ChapterRow) -> Iterator[Part]:
    yield from tell.care(desk, _no_row(desk), row.flags)
    yield tell.crisis(desk)


def _contacts(desk: Desk, row: ChapterRow) -> Iterator[Part]:
    yield from tell.contacts(desk, _no_row(desk), row.contacts)


def _nothing(_: Desk, __: ChapterRow) -> Iterator[Part]:
    return iter(())


TELL: Mapping[ChapterKind, Callable[[Desk, ChapterRow], Iterator[Part]]] = {
    ChapterKind.PASSAGES: _nothing,
    ChapterKind.CARE: _care,
    ChapterKind.COMPARE: _compare,
    ChapterKind.MARKERS: _markers,
    ChapterKind.SCHEDULES: _schedules,
    ChapterKind.POINTS: _points,
    ChapterKind.CAUTIONS: _cautions,
    ChapterKind.TREATMENTS: _treatments,
    ChapterKind.CORRECTED: _corrected,
    ChapterKind.CONTACTS: _contacts,
    ChapterKind.SOURCES: _nothing,
}
"""What makes the parts of each kind of chapter."""
