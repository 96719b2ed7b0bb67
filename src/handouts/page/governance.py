"""What a copy is: version, dates, status, who signed; other formats; what was corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handouts.content.model import Booklet, Revision, RevisionKind, SignOff, Syndrome, filled
from handouts.page.desk import Desk
from handouts.page.handout import Kind, Part, Role, Row, Sentence, Sentences
from handouts.page.numbers import long_date


def formats_part(desk: Desk) -> Part:
    """Other formats and feedback, with lines to fill in; the web, where the site has it."""
    words = desk.wording.formats
    web = desk.local("web")
    return Part(
        style="formats",
        text=(desk.label(words.text, role=Role.TEXT),),
        rows=(
            Row(desk.label(words.phone), desk.local("formats_phone")),
            Row(desk.label(words.interpreter), desk.local("interpreter_phone")),
            Row(desk.label(words.feedback), desk.local("feedback")),
            *((Row(desk.label(words.web), web),) if web else ()),
        ),
    )


def governance_parts(
    desk: Desk,
    record: Syndrome | Booklet,
    revision: Revision,
    signoff: SignOff | None,
    sources: int,
    *,
    is_short: bool,
) -> Iterator[Part]:
    """A table of what a copy is, and the disclaimer; the short form keeps what names a copy."""
    words, imprint = desk.wording.governance, desk.library.imprint
    assert imprint is not None

    def day(when: date) -> str:
        return long_date(when, desk.language)

    signed = words.not_yet
    if signoff:
        signed = f"{signoff.name}, {signoff.role}, {signoff.organization}, {day(signoff.date)}"
    told = [
        (words.code, record.code),
        (words.version, revision.version),
        (words.published, day(revision.date)),
        (words.review_due, day(record.review_due)),
        (words.status, words.status_signed if signoff else words.status_draft),
    ]
    if not is_short:
        told += [
            (words.written_by, imprint.written_by),
            (words.clinical_review, signed),
            (words.patient_review, imprint.patient_review),
            (words.searched, day(record.searched)),
            (words.sources, str(sources)),
            (words.funding, imprint.funding),
            (words.conflicts, imprint.conflicts),
            (words.changes, " ".join(revision.changes)),
        ]
    rows = tuple(
        Row(desk.label(label), (Sentence(text, Kind.LOCAL, imprint.place),)) for label, text in told
    )
    yield Part(style="governance", rows=rows)
    if is_short:
        yield Part(text=(desk.label(filled(words.longer, code=record.code), role=Role.TEXT),))
    yield Part(text=(Sentence(imprint.disclaimer, Kind.LOCAL, imprint.place),))


def corrected_box(desk: Desk, revision: Revision) -> Part | None:
    """The box on page 1 of a corrected edition: what changed since the last."""
    if revision.kind is not RevisionKind.CORRECTION:
        return None
    words = desk.wording.governance
    title = desk.label(
        filled(
            words.corrected, version=revision.version, date=long_date(revision.date, desk.language)
        ),
        role=Role.HEADING,
    )
    changes: Sentences = tuple(
        Sentence(text, Kind.LOCAL, revision.place) for text in revision.changes
    )
    return Part(style="corrected-edition", title=title, items=tuple((c,) for c in changes))
