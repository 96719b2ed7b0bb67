"""What is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from handouts.content.library import Library
from handouts.content.model import Booklet, Syndrome
from handouts.content.problems import Problem, Severity

REVIEW_MONTHS = 24
REFERENCE_DAYS = 730
CONTACT_DAYS = 183
SOON_DAYS = 90


def dates(library: Library, today: date) -> Iterator[Problem]:
    """Reviews within 24 months, references seen within 24 months, contacts within 6."""
    records: list[Syndrome | Booklet] = list(library.syndromes.values())
    if library.booklet:
        records.append(library.booklet)
    for record in records:
        revisions = [r.date for r in library.revisions if r.handout == record.id]
        if not revisions:
            yield Problem(record.place, "revision", f"no revision of {record.id}; add one")
            continue
        if (record.review_due - max(revisions)).days > 31 * REVIEW_MONTHS:
            message = f"review_due is more than {REVIEW_MONTHS} months after the last revision"
            yield Problem(record.place, "review-due", message)
        left = (record.review_due - today).days
        if left < SOON_DAYS:
            yield Problem(
                record.place,
                "review-due",
                f"review due on {record.review_due}; look at it again",
                Severity.WARNING,
            )
    for reference in library.references.values():
        if today - reference.accessed > timedelta(days=REFERENCE_DAYS):
            yield Problem(
                reference.place,
                "stale-reference",
                f"{reference.id} was last seen on {reference.accessed}; look again",
            )
    for contact in library.contacts.values():
        if today - contact.checked > timedelta(days=CONTACT_DAYS):
            yield Problem(
                contact.place,
                "stale-contact",
                f"{contact.name} was checked on {contact.checked}; check again",
                Severity.WARNING,
            )
