"""What is overdue, and what cannot have happened yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from handouts.content.library import Library
from handouts.content.model import Booklet, Revision, SignOff, Syndrome
from handouts.content.problems import Place, Problem, Severity

REVIEW_MONTHS = 24
REFERENCE_DAYS = 730
CONTACT_DAYS = 183
SOON_DAYS = 90


def future(library: Library, today: date) -> Iterator[Problem]:
    """Nobody has searched, checked, read, changed or approved anything on a day to come."""
    searched: list[Syndrome | Booklet] = list(library.syndromes.values())
    searched += [library.booklet] if library.booklet else []
    acts: list[Revision | SignOff] = [*library.revisions, *library.signoffs]
    done: list[tuple[Place, str, date]] = [
        *((r.place, "searched", r.searched) for r in searched),
        *((c.place, "checked", c.checked) for c in library.contacts.values()),
        *((r.place, "accessed", r.accessed) for r in library.references.values()),
        *((r.place, "date", r.date) for r in acts),
        *((r.place, "date", r.date) for r in library.reviews.values()),
    ]
    tomorrow = today + timedelta(days=1)  # where the sun rises first it is tomorrow already
    for place, name, day in done:
        if day > tomorrow:
            yield Problem(place, "future", f'"{name}" is {day}, a day to come; write when it was')
    for number in library.numbers.values():
        if int(number.year) > today.year:
            yield Problem(number.place, "future", f'"year" is {number.year}, a year to come')
    for reference in library.references.values():
        if reference.issued and int(reference.issued[:4]) > today.year + 1:
            yield Problem(reference.place, "future", f'"issued" is {reference.issued}')


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
