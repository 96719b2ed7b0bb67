"""`wording.yaml`: the words of the house, the same in every handout."""

from __future__ import annotations

from handouts.content.model.base import Record, ShortText, Text


class CareWords(Record):
    """The three care cards. `{order}` is the emergency order of the site."""

    emergency: ShortText
    emergency_order: ShortText
    urgent: ShortText
    urgent_order: ShortText
    nonurgent: ShortText
    nonurgent_order: ShortText
    contents: ShortText
    """Over the list of what is in the leaflet."""


class PhoneWords(Record):
    """Phones that a site fills in, or the reader by hand."""

    team: ShortText
    out_of_hours: ShortText
    crisis: ShortText


class TestWords(Record):
    """The parts of a test."""

    __test__ = False

    why: ShortText
    happens: ShortText
    risk: ShortText
    results: ShortText


class TreatmentWords(Record):
    """The parts of a treatment."""

    how_works: ShortText
    benefit: ShortText
    risks: ShortText
    uncertain: ShortText
    daily_life: ShortText
    alternatives: ShortText


class KnownWords(Record):
    """What we know, and what not."""

    known: ShortText
    not_known: ShortText


class CautionWords(Record):
    """The levels of caution, and what to do at each."""

    avoid: ShortText
    avoid_do: Text
    if_needed: ShortText
    if_needed_do: Text
    care: ShortText
    care_do: Text


class CorrectedWords(Record):
    """What is often said, and what is true."""

    said: ShortText
    true: ShortText
    matters: ShortText


class NumberWords(Record):
    """The sentences of proportions; words in braces come from the number record.

    Each ends without a full stop, since more may follow.
    """

    none: Text
    counts: Text
    fewer: Text
    exact: Text
    about: Text
    qualified: Text
    picture: Text
    """The text alternative of a drawn proportion."""
    both: Text
    """The caption of a drawn proportion: how many have it, and how many do not."""
    fahrenheit: ShortText
    celsius: ShortText


class RecordWords(Record):
    """Tables to fill in by hand."""

    medicines: ShortText
    medicines_do: Text
    medicine: ShortText
    dose: ShortText
    when: ShortText
    appointments: ShortText
    date: ShortText
    with_whom: ShortText
    notes: ShortText


class FormatsWords(Record):
    """Other formats and feedback."""

    text: Text
    phone: ShortText
    interpreter: ShortText
    feedback: ShortText
    web: ShortText
    web_code: ShortText


class GovernanceWords(Record):
    """What a copy is, and who answers for it."""

    code: ShortText
    version: ShortText
    published: ShortText
    review_due: ShortText
    status: ShortText
    status_draft: ShortText
    status_unread: ShortText
    """On pages with words that nobody has reviewed."""
    status_translation: ShortText
    """On pages in another language, until its words are signed."""
    status_signed: ShortText
    written_by: ShortText
    clinical_review: ShortText
    not_yet: ShortText
    patient_review: ShortText
    searched: ShortText
    sources: ShortText
    funding: ShortText
    conflicts: ShortText
    changes: ShortText
    longer: ShortText
    corrected: ShortText
    """Over the box on page 1 of a corrected edition; `{version}` is the old one."""


class CardWords(Record):
    """The emergency card."""

    cut: ShortText
    title: ShortText
    condition: ShortText
    understands: ShortText
    signs: ShortText
    takes: ShortText
    stop: ShortText
    keep: ShortText
    check: ShortText
    name: ShortText
    born: ShortText
    family: ShortText
    allergies: ShortText


class SourceWords(Record):
    """The list of sources."""

    main: ShortText
    """Over the main sources of a leaflet."""
    all: ShortText
    """Where all of them are; `{code}` is the leaflet's."""
    foot: ShortText
    """Before the numbers of a block's sources."""


class PageWords(Record):
    """What stands in the margins of a page."""

    page: ShortText
    """`{page}` and `{pages}` stand for the numbers."""
    skip: ShortText
    notes: ShortText
    turn: ShortText
    """On a sheet in two languages, over the other one: names this language, and says to turn."""


class WithdrawnWords(Record):
    """The notice in the place of a withdrawn handout."""

    title: ShortText
    text: Text


class BookletWords(Record):
    """The booklet's own words."""

    contents: ShortText
    compare_name: ShortText
    shares: ShortText
    """Explains the marks of the table of markers."""
    share_most: ShortText
    share_some: ShortText
    share_few: ShortText
    share_none: ShortText
    marker: ShortText
    treatment: ShortText
    helps: ShortText
    minds: ShortText
    """Over what a treatment can do, and over what to mind."""
    leaflet: ShortText


class WebWords(Record):
    """What a web page and the catalogue say around the leaflets."""

    skip: ShortText
    sources: ShortText
    """Over the sources of a page, which has all of them."""
    pdf: ShortText
    all: ShortText
    """Leads from a page to the catalogue."""
    title: ShortText
    """Of the catalogue."""
    search: ShortText
    format: ShortText
    language: ShortText
    state: ShortText
    any: ShortText
    """The choice that leaves nothing out."""
    found: ShortText
    """`{count}` and `{all}` stand for the numbers."""
    nothing: Text
    open: ShortText
    page: ShortText
    print_room: ShortText
    size: ShortText
    """`{pages}` and `{size}` stand for the numbers."""
    leaflet: ShortText
    large_print: ShortText
    trifold: ShortText
    bilingual: ShortText
    booklet: ShortText
    notice: ShortText
    draft: ShortText
    signed: ShortText
    withdrawn: ShortText


class Wording(Record):
    """The words of the house, by where they are used."""

    care: CareWords
    phones: PhoneWords
    tests: TestWords
    treatments: TreatmentWords
    known: KnownWords
    do_not: ShortText
    cautions: CautionWords
    corrected: CorrectedWords
    numbers: NumberWords
    record: RecordWords
    formats: FormatsWords
    governance: GovernanceWords
    card: CardWords
    sources: SourceWords
    page: PageWords
    withdrawn: WithdrawnWords
    booklet: BookletWords
    web: WebWords
