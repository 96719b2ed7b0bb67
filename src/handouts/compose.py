"""Library + edition → what exactly the page shows.

Corrections are applied, citations numbered, numbers written out, words explained, and the lines
that a site left empty are there to fill in. What comes out is text in reading order; how it looks
is for the templates.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache

from handouts import ledger
from handouts.library import Library
from handouts.model import (
    Action,
    Booklet,
    Card,
    Caution,
    Claim,
    Contact,
    Diagram,
    EmergencyCard,
    Family,
    Help,
    Imprint,
    MedicineCautions,
    Number,
    Passage,
    Reference,
    Revision,
    SignOff,
    Site,
    Statement,
    Summary,
    Syndrome,
    Term,
    TestUse,
    Treatment,
    TreatmentGroup,
    TreatmentUse,
    Uncertainty,
    Wording,
)
from handouts.problems import Place


class Format(StrEnum):
    """The shapes that a handout can take."""

    LEAFLET = "leaflet"
    LARGE_PRINT = "large-print"
    TRIFOLD = "trifold"
    BOOKLET = "booklet"


IMPOSED = (Format.TRIFOLD, Format.BOOKLET)
"""Formats whose printed sheets hold more than one page."""

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


@dataclass(frozen=True, order=True)
class Edition:
    """Names one PDF: what it is about, in which format, for which site."""

    site: str
    subject: str
    format: Format

    @property
    def name(self) -> str:
        """`lambert-eaton-leaflet`; the booklet is just `booklet`."""
        return self.subject if self.format is Format.BOOKLET else f"{self.subject}-{self.format}"

    @property
    def path(self) -> str:
        """Where it is written, below the output folder."""
        return f"{self.site}/{self.name}.pdf"

    @property
    def print_path(self) -> str:
        """Where the print room's file is written, if there is one."""
        return f"{self.site}/{self.name}-print.pdf"

    def __str__(self) -> str:
        return f"{self.site}/{self.name}"


class Kind(StrEnum):
    """What a sentence is."""

    FACT = "fact"
    NOTE = "note"
    NUMBER = "number"
    CORRECTION = "correction"
    SAID = "said"
    """What is often said: the claim itself, shown beside its correction."""
    TERM = "term"
    LOCAL = "local"
    """From the site, the imprint or the contacts: no clinical words."""


@dataclass(frozen=True)
class Sentence:
    """A sentence or list item as printed, with what stands behind it."""

    text: str
    kind: Kind
    place: Place = Place()
    references: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    """Claims that it prints or answers."""


@dataclass(frozen=True)
class Row:
    """A label and what belongs to it; without text it is a line to fill in."""

    label: str
    text: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Part:
    """A piece of a block. `style` tells the templates what it is."""

    style: str = ""
    title: str = ""
    text: tuple[Sentence, ...] = ()
    lead: str = ""
    items: tuple[tuple[Sentence, ...], ...] = ()
    rows: tuple[Row, ...] = ()

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        yield from self.text
        for item in self.items:
            yield from item
        for row in self.rows:
            yield from row.text


@dataclass(frozen=True)
class Figure:
    """A drawing of the templates and what it is told."""

    name: str
    title: str
    alt: str
    affects: tuple[str, ...]
    subject: str


@dataclass(frozen=True)
class Block:
    """A block of a handout: heading, parts, and the numbers of its sources."""

    key: str
    heading: str
    parts: tuple[Part, ...]
    cites: tuple[int, ...] = ()
    figure: Figure | None = None

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        for part in self.parts:
            yield from part.sentences()


@dataclass(frozen=True)
class Chapter:
    """Blocks under one title; a leaflet is a single chapter."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    code: str = ""
    running: str = ""
    """Its name in the page margins, where long titles have no room."""


@dataclass(frozen=True)
class Citation:
    """A numbered entry of the list of references."""

    number: int
    reference: Reference


@dataclass(frozen=True)
class Handout:
    """A leaflet or booklet, ready to be rendered."""

    edition: Edition
    code: str
    title: str
    name: str
    say_it: str
    also: tuple[str, ...]
    family: Family
    version: str
    published: date
    review_due: date
    signoff: SignOff | None
    site: Site
    imprint: Imprint
    wording: Wording
    chapters: tuple[Chapter, ...]
    citations: tuple[Citation, ...]

    @property
    def has_print_file(self) -> bool:
        """Whether the print room gets a file of its own: its sheets are not just the pages."""
        return self.edition.format in IMPOSED or self.site.crop_marks

    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order."""
        for chapter in self.chapters:
            yield from chapter.blocks

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        for block in self.blocks():
            yield from block.sentences()

    @property
    def is_draft(self) -> bool:
        """Whether no clinician has signed exactly these words."""
        return self.signoff is None


def editions(library: Library, site: str) -> list[Edition]:
    """Every edition of a site, leaflets first, the booklet last."""
    found = [
        Edition(site, syndrome, format_)
        for format_ in (Format.LEAFLET, Format.LARGE_PRINT, Format.TRIFOLD)
        for syndrome in library.syndromes
    ]
    if library.booklet:
        found.append(Edition(site, library.booklet.id, Format.BOOKLET))
    return found


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
    desk = _Desk(library, country=None)
    blocks: Iterable[Block]
    if library.booklet and subject == library.booklet.id:
        blocks = [b for c in _chapters(desk, library.booklet) for b in c.blocks]
    else:
        blocks = _blocks(desk, library.syndromes[subject])
    lines = [
        f"{block.key}\t{sentence.text}"
        for block in blocks
        for sentence in block.sentences()
        if sentence.kind is not Kind.LOCAL
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# --- the desk: from statements to sentences ---------------------------------------------------


@dataclass
class _Desk:
    """What is at hand while a handout is composed: the library, the country, the citations.

    A leaflet is short: it cites the first reference of each sentence, its main one, and explains
    the words of its own sentences. The booklet is complete.
    """

    library: Library
    country: str | None
    complete: bool = False
    cited: dict[str, int] = field(default_factory=dict)

    @property
    def wording(self) -> Wording:
        assert self.library.wording is not None
        return self.library.wording

    def sentence(self, statement: Statement) -> Iterator[Sentence]:
        """The sentences of a statement; none when it is for another country."""
        if self.country and statement.country not in (None, self.country):
            return
        if statement.number is not None:
            number = self.library.numbers[statement.number]
            answered = statement.answers + number.answers
            yield Sentence(
                write_number(number), Kind.NUMBER, statement.place, number.references, answered
            )
        elif statement.claim is not None:
            claim = self.library.claims[statement.claim]
            for text in ledger.printable(claim):
                yield Sentence(
                    text,
                    Kind.CORRECTION,
                    claim.place,
                    claim.evidence,
                    (claim.id, *statement.answers),
                )
        else:
            kind = Kind.FACT if statement.say is not None else Kind.NOTE
            text = statement.say or statement.note or ""
            yield Sentence(text, kind, statement.place, statement.references, statement.answers)

    def sentences(self, statements: Iterable[Statement]) -> tuple[Sentence, ...]:
        return tuple(s for statement in statements for s in self.sentence(statement))

    def items(self, statements: Iterable[Statement]) -> tuple[tuple[Sentence, ...], ...]:
        found = (tuple(self.sentence(statement)) for statement in statements)
        return tuple(item for item in found if item)

    def passages(self, passages: Iterable[Passage]) -> Iterator[Part]:
        for passage in passages:
            part = Part(
                title=passage.title or "",
                text=self.sentences(passage.text),
                lead=passage.lead or "",
                items=self.items(passage.items),
            )
            if part.text or part.items:
                yield part

    def block(
        self, key: str, parts: Iterable[Part], heading: str = "", figure: Figure | None = None
    ) -> Block:
        parts = tuple(parts)
        cites = {
            self.cited.setdefault(reference, len(self.cited) + 1)
            for part in parts
            for sentence in part.sentences()
            for reference in sentence.references[: None if self.complete else 1]
        }
        return Block(
            key, heading or getattr(self.wording, key), parts, tuple(sorted(cites)), figure
        )


def write_number(number: Number) -> str:
    """The sentence of a proportion, in whole people: "About 51 out of 100 people have ...".

    A share that would round to nothing is "Fewer than 1 out of ...".
    """
    who = f"{number.people} {number.have}."
    if number.numerator == 0:
        return f"None of {number.denominator:,.0f} {who}"
    if number.counts:
        return f"In one study, {number.numerator:,.0f} out of {number.denominator:,.0f} {who}"
    share = number.numerator * number.per / number.denominator
    if round(share) == 0:
        return f"Fewer than 1 out of {number.per:,} {who}"
    about = number.qualifier or ("" if share == round(share) else "About")
    return f"{about} {round(share):,} out of {number.per:,} {who}".lstrip()


# --- the leaflet ------------------------------------------------------------------------------


def _leaflet(library: Library, site: Site, edition: Edition, syndrome: Syndrome) -> Handout:
    desk = _Desk(library, site.country)
    blocks = [_local_block(desk, block, site) for block in _blocks(desk, syndrome)]
    card = _card(desk, syndrome, site)
    citations = _citations(desk)
    revision, signoff = _standing(library, syndrome.id)
    governance = _governance(desk, site, syndrome.code, revision, signoff, syndrome, len(citations))
    if edition.format is Format.TRIFOLD:
        blocks = [block for key in SHORT for block in blocks if block.key == key]
        blocks.append(desk.block("governance", _colophon(desk, governance, syndrome.code)))
    else:
        blocks.append(desk.block("support", [_contacts(desk, syndrome.support)]))
        blocks.append(desk.block("formats", [_formats(desk, site)]))
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
        imprint=_imprint(library),
        wording=desk.wording,
        chapters=(Chapter("leaflet", syndrome.title, tuple(blocks), syndrome.code),),
        citations=citations,
    )


def _blocks(desk: _Desk, syndrome: Syndrome) -> Iterator[Block]:
    """The blocks that hold a leaflet's own words, in print order."""
    blocks = []
    for block in _told(desk, syndrome):
        blocks.append(block)
        yield block
    yield desk.block("glossary", [_glossary(desk, blocks)])


def _told(desk: _Desk, syndrome: Syndrome) -> Iterator[Block]:
    wording = desk.wording
    yield desk.block("main_message", [Part(text=desk.sentences(syndrome.main_message))])
    yield desk.block("help", _help(desk, syndrome.help))
    yield desk.block("about", desk.passages(syndrome.about))
    yield desk.block("what_is", desk.passages(syndrome.what_is))
    yield _diagram(desk, syndrome, syndrome.diagram)
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
    yield desk.block("read", _corrected(desk, syndrome.read), wording.read)


def _help(desk: _Desk, help_: Help) -> Iterator[Part]:
    site_order = ""  # the emergency order is the site's; the templates set it
    cards: tuple[tuple[str, Card, str, str], ...] = (
        ("emergency", help_.emergency, desk.wording.emergency, site_order),
        ("urgent", help_.urgent, desk.wording.urgent, desk.wording.urgent_order),
        ("nonurgent", help_.nonurgent, desk.wording.nonurgent, desk.wording.nonurgent_order),
    )
    for style, card, title, lead in cards:
        yield Part(style=style, title=title, lead=lead, items=desk.items(card.items))


def _diagram(desk: _Desk, syndrome: Syndrome, diagram: Diagram) -> Block:
    figure = Figure(
        diagram.figure, diagram.title, diagram.alt, tuple(syndrome.affects), syndrome.id
    )
    return desk.block(
        "diagram", [Part(text=desk.sentences([diagram.caption]))], diagram.title, figure
    )


def _tests(desk: _Desk, uses: Iterable[TestUse], note: Iterable[Statement]) -> Iterator[Part]:
    if text := desk.sentences(note):
        yield Part(text=text)
    for use in uses:
        test = desk.library.tests[use.test]
        told = (*test.why, *use.here, *test.happens, *test.risk, *test.results)
        yield Part(style="test", title=test.name, text=desk.sentences(told))


def _treatments(desk: _Desk, syndrome: Syndrome) -> Iterator[Part]:
    if text := desk.sentences(syndrome.treatments_note):
        yield Part(text=text)
    for group, title in _group_titles(desk).items():
        uses = [
            use
            for use in syndrome.treatments
            if desk.library.treatments[use.treatment].group is group
        ]
        if uses:
            yield Part(style="group", title=title)
        for use in uses:
            yield _treatment(desk, desk.library.treatments[use.treatment], use)


def _group_titles(desk: _Desk) -> dict[TreatmentGroup, str]:
    return {
        TreatmentGroup.CANCER: desk.wording.treating_cancer,
        TreatmentGroup.IMMUNE: desk.wording.calming_immune,
        TreatmentGroup.SYMPTOMS: desk.wording.easing_symptoms,
    }


def _treatment(desk: _Desk, treatment: Treatment, use: TreatmentUse | None = None) -> Part:
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


def _uncertainty(desk: _Desk, uncertainty: Uncertainty) -> Iterator[Part]:
    yield Part(title=desk.wording.known, items=desk.items(uncertainty.known))
    yield Part(title=desk.wording.not_known, items=desk.items(uncertainty.not_known))


def _actions(desk: _Desk, syndrome: Syndrome) -> Iterator[Part]:
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


def _cautions(desk: _Desk, cautions: MedicineCautions) -> Iterator[Part]:
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


def _summary(desk: _Desk, summary: Summary) -> Iterator[Row]:
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


def _corrected(desk: _Desk, ids: Iterable[str], matters: bool = False) -> Iterator[Part]:
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


def _glossary(desk: _Desk, blocks: Iterable[Block]) -> Part:
    """The registered words that the blocks use, in alphabetical order.

    A leaflet explains those of its own sentences (shared records explain theirs on the spot), the
    booklet all. Everyday long words, which count in the reading score, are not registered.
    """
    shared = {record.place.file for record in desk.library.treatments.values()}
    shared |= {record.place.file for record in desk.library.tests.values()}
    own = (s for block in blocks for s in block.sentences())
    text = " ".join(s.text for s in own if desk.complete or s.place.file not in shared)
    terms = (term for term in desk.library.glossary.values() if term.exempt)
    rows = tuple(
        Row(
            f"{term.term} ({term.say_it})",
            (Sentence(term.plain, Kind.TERM, term.place, term.references),),
        )
        for term in sorted(used_terms(text, terms), key=lambda term: term.term.casefold())
    )
    return Part(rows=rows)


def used_terms(text: str, terms: Iterable[Term]) -> list[Term]:
    """The terms that stand in a text in one of their forms, as whole words."""
    text = text.lower()
    return [
        term
        for term in terms
        for forms in (_forms(term.term, *term.forms),)
        # Looking for the letters first spares most of the expressions, which are slow.
        if any(form in text for form in forms) and _expression(forms).search(text)
    ]


@cache
def _forms(*forms: str) -> tuple[str, ...]:
    return tuple(form.lower() for form in forms)


@cache
def _expression(forms: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, forms))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")


def _contacts(desk: _Desk, ids: Iterable[str]) -> Part:
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


def _local(text: str | None, site: Site) -> tuple[Sentence, ...]:
    return (Sentence(text, Kind.LOCAL, site.place),) if text else ()


def _local_block(desk: _Desk, block: Block, site: Site) -> Block:
    """The block with what the site says there: phones below the care cards, a crisis line."""
    crisis = desk.library.contacts[site.crisis] if site.crisis else None
    text = f"{crisis.name}, {crisis.phone}." if crisis and crisis.phone else None
    line = Row(desk.wording.crisis, _local(text, site))
    if block.key == "help":  # the booklet has no block on feelings
        rows = (*_phones(desk, site), line) if desk.complete else tuple(_phones(desk, site))
        part = Part(style="phones", rows=rows)
    elif block.key == "wellbeing":
        part = Part(style="crisis", rows=(line,))
    else:
        return block
    return replace(block, parts=(*block.parts, part))


def _phones(desk: _Desk, site: Site) -> Iterator[Row]:
    yield Row(desk.wording.team_phone, _local(site.team_phone, site))
    yield Row(desk.wording.out_of_hours_phone, _local(site.out_of_hours_phone, site))


def _formats(desk: _Desk, site: Site) -> Part:
    wording = desk.wording
    return Part(
        text=(Sentence(wording.formats_text, Kind.LOCAL, wording.place),),
        rows=(
            Row(wording.formats_phone, _local(site.formats_phone, site)),
            Row(wording.interpreter, _local(site.interpreter_phone, site)),
            Row(wording.feedback, _local(site.feedback, site)),
        ),
    )


def _citations(desk: _Desk) -> tuple[Citation, ...]:
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


def _imprint(library: Library) -> Imprint:
    assert library.imprint is not None
    return library.imprint


def long_date(day: date) -> str:
    """A date as printed: 6 August 2026."""
    return f"{day.day} {day:%B %Y}"


def _governance(
    desk: _Desk,
    site: Site,
    code: str,
    revision: Revision,
    signoff: SignOff | None,
    record: Syndrome | Booklet,
    sources: int,
) -> tuple[Part, Part]:
    wording, imprint = desk.wording, _imprint(desk.library)
    signed = (
        f"{signoff.name}, {signoff.role}, {signoff.organization}, {long_date(signoff.date)}"
        if signoff
        else wording.not_yet
    )
    told = (
        (wording.code, code),
        (wording.version, revision.version),
        (wording.published, long_date(revision.date)),
        (wording.review_due, long_date(record.review_due)),
        (wording.status, wording.status_signed if signoff else wording.status_draft),
        (wording.written_by, imprint.written_by),
        (wording.clinical_review, signed),
        (wording.patient_review, imprint.patient_review),
        (wording.searched, long_date(record.searched)),
        (wording.sources_count, str(sources)),
        (wording.funding, imprint.funding),
        (wording.conflicts, imprint.conflicts),
        (wording.changes, " ".join(revision.changes)),
    )
    rows = tuple(Row(label, (Sentence(text, Kind.LOCAL, imprint.place),)) for label, text in told)
    if site.web:
        rows += (Row(wording.web, _local(site.web, site)),)
    disclaimer = Sentence(imprint.disclaimer, Kind.LOCAL, imprint.place)
    return Part(rows=rows), Part(text=(disclaimer,))


def _colophon(desk: _Desk, governance: tuple[Part, Part], code: str) -> Iterator[Part]:
    """The governance of the short form: what a copy is, and where to find the rest."""
    wording = desk.wording
    kept = (wording.code, wording.version, wording.published, wording.review_due, wording.status)
    told, disclaimer = governance
    yield Part(rows=tuple(row for row in told.rows if row.label in kept))
    yield Part(text=(Sentence(f"{wording.longer} {code}.", Kind.LOCAL, wording.place),))
    yield disclaimer


def _card(desk: _Desk, syndrome: Syndrome, site: Site) -> Block:
    wording, card = desk.wording, syndrome.card
    parts = [
        Part(style="front", title=wording.card_title, rows=tuple(_card_front(desk, syndrome))),
        Part(style="inside", rows=tuple(_card_inside(desk, card, site))),
    ]
    return desk.block("card", parts)


def _card_front(desk: _Desk, syndrome: Syndrome) -> Iterator[Row]:
    wording = desk.wording
    name = f"{syndrome.name} ({syndrome.short})" if syndrome.short else syndrome.name
    yield Row(wording.card_condition, (Sentence(name, Kind.NOTE, syndrome.card.place),))
    if syndrome.card.understands:
        yield Row("", (Sentence(wording.card_understands, Kind.LOCAL, wording.place),))
    yield Row(wording.card_name)
    yield Row(wording.card_born)
    yield Row(wording.card_family)


def _card_inside(desk: _Desk, card: EmergencyCard, site: Site) -> Iterator[Row]:
    wording = desk.wording
    yield Row(wording.card_signs, desk.sentences(card.signs))
    if card.keep:
        yield Row(wording.card_keep, desk.sentences(card.keep))
    if card.check:
        yield Row(wording.card_check, desk.sentences(card.check))
    yield Row(wording.team_phone, _local(site.team_phone, site))
    yield Row(wording.card_allergies)


# --- the booklet ------------------------------------------------------------------------------


def _booklet(library: Library, site: Site, edition: Edition, booklet: Booklet) -> Handout:
    desk = _Desk(library, site.country, complete=True)
    chapters = [
        replace(c, blocks=tuple(_local_block(desk, block, site) for block in c.blocks))
        for c in _chapters(desk, booklet)
    ]
    support = desk.block("support", [_contacts(desk, booklet.support)])
    chapters.append(Chapter("support", support.heading, (support,), running=support.heading))
    citations = _citations(desk)
    references = desk.block("references", [])
    revision, signoff = _standing(library, booklet.id)
    told = _governance(desk, site, booklet.code, revision, signoff, booklet, len(citations))
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
        imprint=_imprint(library),
        wording=desk.wording,
        chapters=tuple(chapters),
        citations=citations,
    )


def _chapters(desk: _Desk, booklet: Booklet) -> Iterator[Chapter]:
    """The chapters that hold the booklet's own words, in print order."""
    wording, library = desk.wording, desk.library
    chapters: list[Chapter] = []

    def add(key: str, title: str, *blocks: Block, code: str = "", running: str = "") -> Chapter:
        chapters.append(Chapter(key, title, blocks, code, running or title))
        return chapters[-1]

    how = desk.block("how_to_use", desk.passages(booklet.how_to_use))
    yield add("how-to-use", how.heading, how)
    help_ = desk.block("help", _help(desk, booklet.help))
    yield add("help", help_.heading, help_)
    opening = library.syndromes[booklet.introduction]
    yield add(
        "introduction",
        wording.introduction,
        desk.block("what_is", desk.passages(opening.what_is)),
        desk.block("cancer_link", desk.passages(opening.cancer_link)),
        desk.block("symptoms", desk.passages(opening.symptoms)),
        _diagram(desk, opening, booklet.diagram),
    )
    syndromes = [library.syndromes[id_] for id_ in booklet.syndromes]
    for syndrome in syndromes:
        blocks = _page(desk, syndrome)
        yield add(syndrome.id, syndrome.title, *blocks, code=syndrome.code, running=syndrome.name)
    compare = desk.block("compare", [_compare(syndromes)])
    yield add("compare", compare.heading, compare)
    treatments = desk.block("all_treatments", _all_treatments(desk))
    yield add("treatments", treatments.heading, treatments)
    corrected = desk.block("corrected", _corrected(desk, booklet.corrected, matters=True))
    yield add("corrected", corrected.heading, corrected)
    glossary = desk.block("glossary", [_glossary(desk, [b for c in chapters for b in c.blocks])])
    yield add("glossary", glossary.heading, glossary)


def _all_treatments(desk: _Desk) -> Iterator[Part]:
    for group, title in _group_titles(desk).items():
        yield Part(style="group", title=title)
        for treatment in desk.library.treatments.values():
            if treatment.group is group:
                yield _treatment(desk, treatment)


def _page(desk: _Desk, syndrome: Syndrome) -> Iterator[Block]:
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
