"""The words of a handout as one value: what is read, in order, each with its address.

They are what a review has read, what a sign-off names, and what the rules look at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from handouts.content.library import Library
from handouts.content.model import Booklet, Letter, Reference, Site, Syndrome, filled
from handouts.content.problems import Place
from handouts.page.booklet import booklet_chapters
from handouts.page.cite import cite
from handouts.page.desk import Desk
from handouts.page.governance import corrected_box, governance_parts
from handouts.page.handout import Block, Handout, Kind, Part, Role, Sentence, Sentences
from handouts.page.leaflet import brief, leaflet_blocks
from handouts.page.numbers import month
from handouts.page.tell import crisis

LETTERS, SITES = "letters", "sites"
"""What is read beside the handouts: the words of e-mails, and the order of the emergency card."""

IMPRINT = (
    "publisher",
    "audience",
    "draft",
    "written_by",
    "patient_review",
    "funding",
    "conflicts",
    "disclaimer",
    "licence",
)


@dataclass(frozen=True)
class Word:
    """Something that is read: where it stands, the label or heading over it, and what it says."""

    address: str
    """The block, and the style of the part in it: `help emergency`."""
    label: str
    sentence: Sentence

    @property
    def key(self) -> str:
        """Twenty digits that stand for exactly this: its role, its level and label, its text."""
        level = self.address.partition(" ")[2]
        told = f"{self.sentence.role}\t{level}\t{self.label}\t{self.sentence.text}"
        told += f"\t{self.sentence.country}" if self.sentence.country else ""
        return hashlib.sha256(told.encode()).hexdigest()[:20]

    @property
    def line(self) -> str:
        """All that a signature covers of it."""
        role, text, country = self.sentence.role, self.sentence.text, self.sentence.country
        told = f"{self.address}\t{self.label}\t{role}\t{text}"
        return f"{told}\t{country}" if country else told


def handouts_of(library: Library) -> list[str]:
    """The ids of all handouts, leaflets first."""
    return [*library.syndromes, *([library.booklet.id] if library.booklet else [])]


def subjects(library: Library) -> list[str]:
    """All that has words to be read: the handouts, the letters, the sites."""
    return [*handouts_of(library), LETTERS, SITES]


def words_of(library: Library, subject: str) -> tuple[Word, ...]:
    """The words of a subject, whatever it is. KeyError when there is no such subject."""
    if subject == LETTERS:
        return tuple(letter_words(library))
    if subject == SITES:
        return tuple(w for site in library.sites.values() for w in site_words(library, site))
    return own_words(library, subject)


@lru_cache(maxsize=64)
def own_words(library: Library, subject: str) -> tuple[Word, ...]:
    """A handout's own words in order, those of every country, without any site's."""
    desk = Desk(library, language_of(library), None)
    found: list[Word] = []
    record: Booklet | Syndrome
    if (booklet := library.booklet) and subject == booklet.id:
        record, titles = booklet, [booklet.title, booklet.subtitle]
        for chapter in booklet_chapters(desk, booklet):
            running = Sentence(chapter.running, Kind.LABEL, chapter.title.place, role=Role.TITLE)
            found += [Word(f"{chapter.key} chapter", "", w) for w in (chapter.title, running)]
            found += [word for block in chapter.blocks for word in block_words(block)]
    else:
        record = leaflet = library.syndromes[subject]
        titles = [leaflet.title, leaflet.name, leaflet.say_it or "", leaflet.short or ""]
        titles += leaflet.also
        blocks = leaflet_blocks(desk, leaflet)
        found += [word for block in blocks for word in block_words(block)]
        # What only the folded short form shows: a crisis line beside the signs of danger.
        known = {word.line for word in found}
        short = (brief(desk, leaflet, block) for block in blocks if block.panel)
        found += [w for block in short for w in block_words(block) if w.line not in known]
    told = (Sentence(t, Kind.LABEL, record.place, role=Role.TITLE) for t in titles if t)
    found[:0] = [Word("title", "", sentence) for sentence in told]
    found += _governance(desk, record)
    words = desk.wording
    for text in (words.numbers.celsius, words.care.emergency_order):
        found.append(Word("wording", "", desk.label(text)))  # with nothing of a site in them
    version = library.newest[record.id].version
    for name, sentence in furniture(desk, record, version).items():
        if sentence.kind is not Kind.LOCAL:
            found.append(Word(f"furniture {name}", "", sentence))
    return tuple(found)


def shown(handout: Handout) -> Iterator[Word]:
    """The words of a composed handout, a site's own among them."""
    heads = [handout.title, handout.name, handout.say_it, handout.audience, handout.draft]
    yield from (Word("title", "", sentence) for sentence in heads if sentence)
    if handout.corrected:
        yield from part_words("changes", handout.corrected)
    for chapter in handout.chapters:
        if chapter.title != handout.title:
            yield Word("chapter", "", chapter.title)
        for block in chapter.blocks:
            yield from block_words(block)
    for name, sentence in handout.furniture.items():
        yield Word(f"furniture {name}", "", sentence)
    if handout.verso:
        yield from shown(handout.verso)


def block_words(block: Block) -> Iterator[Word]:
    """The words of a block, each under the label or lead that governs it."""
    if block.heading:
        yield Word(block.key, "", block.heading)
    if block.picture:
        for sentence in block.picture.words():
            yield Word(f"{block.key} {','.join(block.picture.marks)}", "", sentence)
    for part in block.parts:
        yield from part_words(f"{block.key} {part.style}".strip(), part)


def part_words(address: str, part: Part) -> Iterator[Word]:
    """The words of a part: a table's cells under column and row, items under their lead."""
    title = part.title.text if part.title else ""
    lead = part.lead.text if part.lead else title

    def under(label: str, sentences: Sentences) -> Iterator[Word]:
        return (Word(address, label, sentence) for sentence in sentences)

    if part.title:
        yield Word(address, "", part.title)
    yield from under(title, part.text)
    if part.lead:
        yield Word(address, title, part.lead)
    for item in part.items:
        yield from under(lead, item)
    for row in part.rows:
        if row.label:
            yield Word(address, lead, row.label)
        yield from under(row.label.text if row.label else lead, row.text)
    yield from under(title, part.heads)
    for cells in part.cells:
        name = " ".join(sentence.text for sentence in cells[0]) if cells else ""
        for head, cell in zip(part.heads, cells, strict=False):
            yield from under(head.text if cell is cells[0] else f"{head.text}, {name}", cell)
    for picture in (*part.shown, *filter(None, (part.picture,))):
        yield from under(title, (picture.alt, *picture.caption))


def _governance(desk: Desk, record: Booklet | Syndrome) -> Iterator[Word]:
    """The labels of the last page, what the imprint says there, and what changed."""
    imprint, words = desk.library.imprint, desk.wording.governance
    assert imprint is not None
    revision = desk.library.newest[record.id]
    labels = [
        row.label
        for part in governance_parts(desk, record, revision, None, 0, is_short=False)
        for row in part.rows
        if row.label
    ]
    states = (words.status_draft, words.status_unread, words.status_signed, words.not_yet)
    labels += [desk.label(text) for text in (*states, filled(words.longer, code=record.code))]
    yield from (Word("governance", "", label) for label in labels)
    for name in IMPRINT:
        yield Word(f"governance {name}", "", _said(getattr(imprint, name), imprint.place))
    box = corrected_box(desk, revision)
    if box is None:
        yield from (Word("changes", "", _said(t, revision.place)) for t in revision.changes)
    else:
        yield from part_words(f"changes {box.style}", box)


def _said(text: str, place: Place) -> Sentence:
    return Sentence(text, Kind.LOCAL, place)


def letter_words(library: Library, site: Site | None = None) -> Iterator[Word]:
    """The words of the letters of the house and of every site, or only those that a site uses."""
    used = [site.letters or library.letters] if site else [library.letters]
    used += [] if site else [own.letters for own in library.sites.values() if own.letters]
    for both in filter(None, used):
        for kind in ("leaflet", "correction"):
            letter: Letter = getattr(both, kind)
            address = f"{LETTERS} {kind}"
            heads = (letter.subject, letter.subject_alone, letter.greeting, letter.greeting_alone)
            place = letter.place
            for text in heads:
                yield Word(address, "", Sentence(text, Kind.LOCAL, place, role=Role.LABEL))
            for text in (*letter.paragraphs, *letter.closing):
                yield Word(address, "", Sentence(text, Kind.LOCAL, place))


def site_words(library: Library, site: Site) -> Iterator[Word]:
    """What of a site is read: its emergency order and its crisis line, no other name or phone.

    And over which words its readers turn a sheet in two languages.
    """
    place = site.emergency.place
    yield Word(f"{SITES} turn", "", turn(Desk(library, language_of(library), site)))
    yield Word(f"{SITES} order", "", Sentence(site.emergency.order, Kind.LOCAL, place))
    if site.crisis:
        for row in crisis(Desk(library, language_of(library), site)).rows:
            label = row.label.text if row.label else ""
            yield from (Word(f"{SITES} crisis", label, sentence) for sentence in row.text)


def turn(desk: Desk) -> Sentence:
    """What stands over the other language of a sheet in two."""
    return desk.label(desk.wording.page.turn)


def site_facts(site: Site) -> Iterator[Word]:
    """Every other text of a site that a reader may see; nobody reviews it, the rules look at it."""
    for name in ("hospital", "logo_alt", "team", "feedback", "web"):
        if text := getattr(site, name):
            yield Word(f"{SITES} {name}", "", Sentence(text, Kind.LOCAL, site.place))
    if site.mail:
        yield Word(f"{SITES} sender", "", Sentence(site.mail.sender, Kind.LOCAL, site.mail.place))


def signed_text(library: Library, subject: str) -> str:
    """All that a sign-off covers, a line each: the words in order, with places, labels, roles.

    Then dates, codes and sources. Nothing of a site is in it, no color and no drawing.
    """
    words = (*own_words(library, subject), *_stated(library, subject))
    return "".join(f"{word.line}\n" for word in words)


@lru_cache(maxsize=64)
def digest(library: Library, subject: str) -> str:
    """The sha256 of all that a sign-off covers: one changed word, and the handout is a draft."""
    return hashlib.sha256(signed_text(library, subject).encode()).hexdigest()


def wording_digest(library: Library, subject: str) -> str:
    """The sha256 of a handout's words without what its newest revision says of itself."""
    words = (w for w in own_words(library, subject) if w.address.split(" ")[0] != "changes")
    return hashlib.sha256("".join(f"{word.line}\n" for word in words).encode()).hexdigest()


def _stated(library: Library, subject: str) -> Iterator[Word]:
    """What stands on the pages and is signed, but is no wording: dates, codes, sources."""
    desk = Desk(library, language_of(library), None)
    record: Booklet | Syndrome
    if (booklet := library.booklet) and subject == booklet.id:
        record, is_complete = booklet, True
        blocks = [b for chapter in booklet_chapters(desk, booklet) for b in chapter.blocks]
    else:
        record, is_complete = library.syndromes[subject], False
        blocks = leaflet_blocks(desk, record)
    for text in (record.code, str(record.searched), str(record.review_due)):
        yield Word("governance", "", _said(text, record.place))
    cited, citations = cite(library, blocks, is_complete)
    for block in cited:
        yield Word(f"{block.key} sources", "", _said(",".join(map(str, block.cites)), Place()))
    for citation in citations:
        told = f"{citation.number} {citation.main} {_source(citation.reference)}"
        yield Word("sources", "", _said(told, citation.reference.place))


def _source(reference: Reference) -> str:
    names = (f"{n.family} {n.given} {n.literal}" for n in reference.author)
    told: Iterable[str | None] = (
        *names,
        reference.title,
        reference.container_title,
        reference.publisher,
        reference.issued,
        reference.DOI,
        reference.PMID,
        reference.PMCID,
        reference.URL,
    )
    return " ".join(filter(None, told))


def unread(library: Library, subject: str, site: Site | None = None) -> list[Word]:
    """The words of a handout, and of the order of a site, that no review has read."""
    library = library.source or library  # a translation is compared with what was read
    site = library.sites[site.id] if site else None
    read = library.reviews
    words = [*words_of(library, subject), *(site_words(library, site) if site else ())]
    return [word for word in words if word.key not in read]


def language_of(library: Library) -> str:
    """The language in which the content is written."""
    assert library.series is not None
    return library.series.language


def furniture(desk: Desk, record: Syndrome | Booklet, version: str) -> dict[str, Sentence]:
    """The words that the templates put around blocks: margins, notes, the list of sources."""
    words = desk.wording
    told = {
        "page": words.page.page,
        "skip": words.page.skip,
        "notes": words.page.notes,
        "sources_main": words.sources.main,
        "sources_all": filled(words.sources.all, code=record.code),
        "sources_foot": words.sources.foot,
        "in_it": words.care.contents,
        "contents": words.booklet.contents,
        "web_code": words.formats.web_code,
    }
    found = {name: desk.label(text) for name, text in told.items()}
    for name, text in {
        "mark": f"{record.code} · {words.governance.version} {version}",
        "review": f"{words.governance.review_due} {month(record.review_due, desk.language)}",
    }.items():
        found[name] = Sentence(text, Kind.LOCAL, words.place)
    return found
