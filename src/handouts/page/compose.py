"""Library + edition to handout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from handouts.content.library import Library
from handouts.content.model import Booklet, Family, Revision, SignOff, Site, Syndrome
from handouts.page.booklet import booklet_chapters
from handouts.page.card import card_block
from handouts.page.desk import Desk
from handouts.page.edition import Edition, Format
from handouts.page.governance import colophon, formats_part, governance_parts, imprint_of
from handouts.page.handout import Block, Chapter, Citation, Handout, Kind
from handouts.page.leaflet import contacts_part, leaflet_blocks, local_block

SHORT = (
    "main_message",
    "help",
    "what_is",
    "cancer_link",
    "symptoms",
    "questions",
    "actions",
    "medicine_cautions",
)
"""The leaflet's own blocks that the short form keeps, in the order of its panels."""


def compose(library: Library, edition: Edition) -> Handout:
    """The handout of an edition. KeyError when the library has no such syndrome or site."""
    site = library.sites[edition.site]
    if edition.format is Format.BOOKLET:
        if library.booklet is None or library.booklet.id != edition.subject:
            raise KeyError(edition.subject)
        return _booklet(library, site, edition, library.booklet)
    return _leaflet(library, site, edition, library.syndromes[edition.subject])


def digest(library: Library, subject: str) -> str:
    """The sha256 of a handout's own words, those of every country, without any site's.

    It is what a sign-off names: one changed word, and the handout is a draft again.
    """
    desk = Desk(library, country=None)
    blocks: Iterable[Block]
    if library.booklet and subject == library.booklet.id:
        blocks = [b for c in booklet_chapters(desk, library.booklet) for b in c.blocks]
    else:
        blocks = leaflet_blocks(desk, library.syndromes[subject])
    lines = [
        f"{block.key}\t{sentence.text}"
        for block in blocks
        for sentence in block.sentences()
        if sentence.kind is not Kind.LOCAL
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _leaflet(library: Library, site: Site, edition: Edition, syndrome: Syndrome) -> Handout:
    desk = Desk(library, site.country)
    blocks = [local_block(desk, block, site) for block in leaflet_blocks(desk, syndrome)]
    card = card_block(desk, syndrome, site)
    citations = _citations(desk)
    revision, signoff = _standing(library, syndrome.id)
    governance = governance_parts(
        desk, site, syndrome.code, revision, signoff, syndrome, len(citations)
    )
    if edition.format is Format.TRIFOLD:
        blocks = [block for key in SHORT for block in blocks if block.key == key]
        blocks.append(desk.block("governance", colophon(desk, governance, syndrome.code)))
    else:
        blocks.append(desk.block("support", [contacts_part(desk, syndrome.support)]))
        blocks.append(desk.block("formats", [formats_part(desk, site)]))
        blocks.append(desk.block("references", []))
        blocks.append(desk.block("governance", governance))
        blocks.append(card)
    return Handout(
        edition=edition,
        code=syndrome.code,
        title=syndrome.title,
        name=syndrome.name,
        say_it=syndrome.say_it or "",
        also=syndrome.also,
        family=syndrome.family,
        version=revision.version,
        published=revision.date,
        review_due=syndrome.review_due,
        signoff=signoff,
        site=site,
        imprint=imprint_of(library),
        wording=desk.wording,
        chapters=(Chapter("leaflet", syndrome.title, tuple(blocks), syndrome.code),),
        citations=citations,
    )


def _citations(desk: Desk) -> tuple[Citation, ...]:
    return tuple(
        Citation(number, desk.library.references[id_]) for id_, number in desk.cited.items()
    )


def _standing(library: Library, handout: str) -> tuple[Revision, SignOff | None]:
    """The newest revision of a handout, and the sign-off of exactly these words, if any."""
    revision = max(
        (r for r in library.revisions if r.handout == handout), key=lambda r: (r.date, r.number)
    )
    for signoff in library.signoffs:
        named = (signoff.handout, signoff.version) == (handout, revision.version)
        if named and signoff.digest == digest(library, handout):
            return revision, signoff
    return revision, None


def _booklet(library: Library, site: Site, edition: Edition, booklet: Booklet) -> Handout:
    desk = Desk(library, site.country, complete=True)
    chapters = [
        replace(c, blocks=tuple(local_block(desk, block, site) for block in c.blocks))
        for c in booklet_chapters(desk, booklet)
    ]
    support = desk.block("support", [contacts_part(desk, booklet.support)])
    chapters.append(Chapter("support", support.heading, (support,), running=support.heading))
    citations = _citations(desk)
    references = desk.block("references", [])
    revision, signoff = _standing(library, booklet.id)
    told = governance_parts(desk, site, booklet.code, revision, signoff, booklet, len(citations))
    governance = desk.block("governance", told, desk.wording.about_booklet)
    chapters.append(
        Chapter(
            "references", references.heading, (references, governance), running=references.heading
        )
    )
    return Handout(
        edition=edition,
        code=booklet.code,
        title=booklet.title,
        name=booklet.subtitle,
        say_it="",
        also=(),
        family=Family.OVERVIEW,
        version=revision.version,
        published=revision.date,
        review_due=booklet.review_due,
        signoff=signoff,
        site=site,
        imprint=imprint_of(library),
        wording=desk.wording,
        chapters=tuple(chapters),
        citations=citations,
    )
