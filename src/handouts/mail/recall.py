"""Which recorded deliveries carried a version that has since been corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from handouts.content.folder import LANGUAGES
from handouts.content.library import Library
from handouts.content.model import Revision, RevisionKind, version_number
from handouts.content.problems import did_you_mean
from handouts.mail.journal import Delivery, Journal, State
from handouts.mail.recipients import Recipient
from handouts.page.formats import Format


@dataclass(frozen=True)
class Recalled:
    """A delivery, and the newest revision that put right what it carried."""

    delivery: Delivery
    edition: str
    revision: Revision

    def __str__(self) -> str:
        d, r = self.delivery, self.revision
        unknown = DOUBTS.get(d.state, "")
        verb = "withdrawn" if r.kind is RevisionKind.WITHDRAWAL else f"corrected in {r.version}"
        line = f"{d.key[:12]}  {d.at[:10]}  {self.edition}  {d.version}, {verb} on {r.date}"
        return line + unknown


DOUBTS = {
    State.TRYING: "  (unknown whether it arrived)",
    State.DRAFTED: "  (a draft; was it sent?)",
}
"""What nobody but a person can know of a delivery."""


class Unnamed(Exception):
    """Neither a claim nor an edition; the message says what there is."""


def recall(library: Library, journal: Journal, site: str, what: str) -> list[Recalled]:
    """The deliveries of a site that `what` concerns, oldest first. Raises Unnamed.

    `what` is a claim (what its correction concerns), an edition, or a handout in all its formats.
    """
    spoken = sorted(path.name for path in (library.folder / LANGUAGES).glob("*"))
    revisions = {
        journal.mark(name): (name, revision)
        for revision in sorted(library.revisions, key=lambda r: (r.date, r.number))
        for name in _concerned(revision, site, what, spoken)
    }
    found = [
        Recalled(delivery, *known)
        for delivery in journal.latest.values()
        if delivery.state in (State.SENT, *DOUBTS)
        and (known := revisions.get(delivery.edition))
        and _is_older(delivery, known[1])
    ]
    if not revisions and what not in library.claims:
        handouts = {r.handout for r in library.revisions}
        names = [*library.claims, *handouts, *(n for h in handouts for n in _names(h, spoken))]
        if what not in names:
            raise Unnamed(f'no claim or edition "{what}"{did_you_mean(what, names)}')
    return sorted(found, key=lambda recalled: recalled.delivery.at)


def as_before(library: Library) -> Library:
    """The library without its withdrawals, so that withdrawn editions still have their names."""
    kept = (r for r in library.revisions if r.kind is not RevisionKind.WITHDRAWAL)
    return replace(library, revisions=tuple(kept))


def _concerned(revision: Revision, site: str, what: str, spoken: list[str]) -> Iterator[str]:
    """The editions, as the journal names them, that a revision put right."""
    if revision.kind is RevisionKind.NEW and not revision.corrects:
        return
    names = _names(revision.handout, spoken)
    if what in revision.corrects or what == revision.handout:
        yield from (f"{site}/{name}" for name in names)
    elif what.removeprefix(f"{site}/") in names:
        yield f"{site}/{what.removeprefix(f'{site}/')}"


def _names(handout: str, spoken: list[str]) -> list[str]:
    """The names of all its editions, in every format and language."""
    names = [handout, *(f"{handout}-{format_}" for format_ in Format)]
    return [*names, *(f"{name}.{language}" for language in spoken for name in names)]


def _is_older(delivery: Delivery, revision: Revision) -> bool:
    sent = version_number(delivery.version)
    if revision.kind is RevisionKind.WITHDRAWAL:
        return sent <= revision.number
    return sent < revision.number


def matching(
    recalled: Iterable[Recalled], recipients: Iterable[Recipient], journal: Journal
) -> Iterator[tuple[Recipient, Recalled]]:
    """The rows that got a recalled delivery, each with the newest one that it got."""
    by_key = {one.delivery.key: one for one in recalled}
    versions = sorted({one.delivery.version for one in by_key.values()}, key=version_number)
    for recipient in recipients:
        for version in reversed(versions):
            key = journal.key(recipient.address, recipient.edition, version)
            if key in by_key:
                yield recipient, by_key[key]
                break
