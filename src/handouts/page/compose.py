"""Library + edition → what exactly the page shows.

Corrections are applied, citations numbered, numbers written out, words explained, and the lines
that a site left empty are there to fill in. What comes out is text in reading order; how it looks
is for the templates.
"""

from __future__ import annotations

from dataclasses import replace

from handouts.content.languages.spoken import known, spoken
from handouts.content.library import Library
from handouts.content.model import (
    BlockKind,
    Booklet,
    ChapterKind,
    Imprint,
    Revision,
    SignOff,
    Syndrome,
)
from handouts.page.booklet import booklet_chapters
from handouts.page.cite import cite
from handouts.page.desk import Desk
from handouts.page.edition import Edition
from handouts.page.governance import corrected_box, governance_parts
from handouts.page.handout import Block, Chapter, Citation, Handout, Kind, Part, Role, Sentence
from handouts.page.leaflet import brief, leaflet_blocks
from handouts.page.unbroken import compounds
from handouts.page.words import digest, furniture, language_of, turn, unread


def compose(library: Library, edition: Edition) -> Handout:
    """The handout of an edition. KeyError when the library has no such syndrome or site.

    A text that is not translated yet begins with `MISSING`.
    """
    own = library.sites[edition.site].language
    if edition.format.shape.is_bilingual:
        first, other = (_side(library, edition, tag) for tag in (own, edition.language))
        return replace(first, verso=other)
    return _composed(library, edition, edition.language or own)


def _composed(library: Library, edition: Edition, language: str) -> Handout:
    library = spoken(library, language)
    site = library.sites[edition.site]
    desk = Desk(library, language_of(library), site)
    if edition.format.shape.is_series:
        if library.booklet is None or library.booklet.id != edition.subject:
            raise KeyError(edition.subject)
        return _booklet(desk, edition, library.booklet)
    return _leaflet(desk, edition, library.syndromes[edition.subject])


def _side(library: Library, edition: Edition, language: str) -> Handout:
    """One side of a sheet in two languages."""
    made, told = _composed(library, edition, language), spoken(library, language)
    over = turn(Desk(told, language, told.sites[edition.site]))
    return replace(made, furniture={**made.furniture, "turn": over})


def standing(library: Library, handout: str) -> tuple[Revision, SignOff | None]:
    """The newest revision of a handout, and the sign-off of exactly these words, if any."""
    revision = library.newest[handout]
    for signoff in library.signoffs:
        named = (signoff.handout, signoff.version) == (handout, revision.version)
        if named and signoff.digest == digest(library, handout):
            return revision, signoff
    return revision, None


def _leaflet(desk: Desk, edition: Edition, syndrome: Syndrome) -> Handout:
    shape = edition.format.shape
    blocks, citations = cite(desk.library, leaflet_blocks(desk, syndrome), is_complete=False)
    revision, signoff = standing(desk.library, syndrome.id)
    governance = tuple(
        governance_parts(desk, syndrome, revision, signoff, len(citations), is_short=shape.is_short)
    )
    told = []
    for block in blocks:
        if block.kind == BlockKind.GOVERNANCE:
            block = replace(block, parts=governance)
        if block.kind == BlockKind.CONTENTS:
            block = replace(block, parts=(_in_it(blocks),))
        panel = block.side if shape.is_bilingual else block.panel
        if not shape.is_short:
            told.append(block)
        elif panel and (short := brief(desk, syndrome, block)).parts:
            told.append(replace(short, panel=panel))
    if shape.is_short:
        told.sort(key=lambda block: block.panel)
    title = Sentence(syndrome.title, Kind.LABEL, syndrome.place, role=Role.TITLE)
    chapter = Chapter("leaflet", title, tuple(told), syndrome.code, syndrome.name, syndrome.family)
    return _handout(
        desk, edition, syndrome, revision, signoff, (chapter,), citations, syndrome.name
    )


def _in_it(blocks: list[Block]) -> Part:
    """What is in the leaflet: the headings that start a page."""
    items = tuple(
        (Sentence(b.heading.text, Kind.LABEL, b.heading.place),)
        for b in blocks
        if b.heading and b.new_page
    )
    return Part(style="contents", items=items)


def _booklet(desk: Desk, edition: Edition, booklet: Booklet) -> Handout:
    library = desk.library
    chapters = booklet_chapters(desk, booklet)
    flat, citations = cite(library, [b for c in chapters for b in c.blocks], is_complete=True)
    revision, signoff = standing(library, booklet.id)
    remaining = iter(flat)
    told = []
    kinds = {row.key.replace("_", "-"): row.kind for row in booklet.chapters}
    for chapter in chapters:
        blocks = tuple(next(remaining) for _ in chapter.blocks)
        if kinds.get(chapter.key) is ChapterKind.SOURCES:
            parts = tuple(
                governance_parts(desk, booklet, revision, signoff, len(citations), is_short=False)
            )
            governance = _governance_row(desk)
            blocks = (*blocks, Block("governance", "governance", governance, parts))
        told.append(replace(chapter, blocks=blocks))
    return _handout(
        desk, edition, booklet, revision, signoff, tuple(told), citations, booklet.subtitle
    )


def _governance_row(desk: Desk) -> Sentence | None:
    rows = (row for row in desk.series.blocks if row.kind is BlockKind.GOVERNANCE)
    row = next(rows, None)
    return desk.label(row.heading, row.place, Role.HEADING) if row else None


def _handout(
    desk: Desk,
    edition: Edition,
    record: Syndrome | Booklet,
    revision: Revision,
    signoff: SignOff | None,
    chapters: tuple[Chapter, ...],
    citations: tuple[Citation, ...],
    name: str,
) -> Handout:
    imprint, site = _imprint(desk.library), desk.site
    assert site is not None
    say_it, family = None, desk.series.families[0].id
    also: tuple[str, ...] = ()
    if isinstance(record, Syndrome):
        say_it, also, family = record.say_it, record.also, record.family
    source = desk.library.source or desk.library
    missed = tuple(w.sentence for w in unread(source, record.id, source.sites[site.id]))
    draft, words = None, desk.wording.governance
    if signoff is None or missed:
        mark = words.status_unread if missed else imprint.draft
        mark = words.status_translation if desk.library.source else mark
        draft = Sentence(mark, Kind.LOCAL, imprint.place)
    return Handout(
        edition=edition,
        language=desk.language,
        code=record.code,
        title=Sentence(record.title, Kind.LABEL, record.place, role=Role.TITLE),
        name=Sentence(name, Kind.LABEL, record.place, role=Role.TITLE),
        say_it=Sentence(say_it, Kind.LABEL, record.place, role=Role.LABEL) if say_it else None,
        also=also,
        family=family,
        version=revision.version,
        published=revision.date,
        review_due=record.review_due,
        signoff=signoff,
        site=site,
        publisher=imprint.publisher,
        audience=Sentence(imprint.audience, Kind.LOCAL, imprint.place),
        draft=draft,
        corrected=corrected_box(desk, revision),
        furniture=furniture(desk, record, revision.version),
        chapters=chapters,
        citations=citations,
        names=_names(desk.library),
        unread=missed,
        font=told.font if (told := known(source, desk.language).language) else None,
    )


def _names(library: Library) -> tuple[str, ...]:
    """The compound words in the names of markers: GABA-B."""
    markers = library.markers.values()
    return compounds(name for marker in markers for name in (marker.name, marker.short) if name)


def _imprint(library: Library) -> Imprint:
    assert library.imprint is not None
    return library.imprint
