"""What a copy is: version, status, who signed; other formats."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.model import Booklet, Imprint, Revision, SignOff, Site, Syndrome
from handouts.page.desk import Desk, local_text
from handouts.page.handout import Kind, Part, Row, Sentence
from handouts.page.numbers import long_date


def formats_part(desk: Desk, site: Site) -> Part:
    """Other formats and feedback, with lines to fill in."""
    wording = desk.wording
    return Part(
        text=(Sentence(wording.formats_text, Kind.LOCAL, wording.place),),
        rows=(
            Row(wording.formats_phone, local_text(site.formats_phone, site)),
            Row(wording.interpreter, local_text(site.interpreter_phone, site)),
            Row(wording.feedback, local_text(site.feedback, site)),
        ),
    )


def imprint_of(library: Library) -> Imprint:
    """The imprint of a library that was checked to have one."""
    assert library.imprint is not None
    return library.imprint


def governance_parts(
    desk: Desk,
    site: Site,
    code: str,
    revision: Revision,
    signoff: SignOff | None,
    record: Syndrome | Booklet,
    sources: int,
) -> tuple[Part, Part]:
    """What a copy is: code, version, dates, review, and the disclaimer."""
    wording, imprint = desk.wording, imprint_of(desk.library)
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
        rows += (Row(wording.web, local_text(site.web, site)),)
    disclaimer = Sentence(imprint.disclaimer, Kind.LOCAL, imprint.place)
    return Part(rows=rows), Part(text=(disclaimer,))


def colophon(desk: Desk, governance: tuple[Part, Part], code: str) -> Iterator[Part]:
    """The governance of the short form: what a copy is, and where to find the rest."""
    wording = desk.wording
    kept = (wording.code, wording.version, wording.published, wording.review_due, wording.status)
    told, disclaimer = governance
    yield Part(rows=tuple(row for row in told.rows if row.label in kept))
    yield Part(text=(Sentence(f"{wording.longer} {code}.", Kind.LOCAL, wording.place),))
    yield disclaimer
