"""Where each handout stands: reviewed, signed, changed since, due, withdrawn; and what is wrong
with its sign-offs and revisions."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from handouts.content import files
from handouts.content.folder import SIGNED
from handouts.content.languages.spoken import spoken
from handouts.content.library import Library
from handouts.content.model import Concerns, Revision, RevisionKind, SignOff
from handouts.content.problems import Place, Problem, nearest
from handouts.lint.dates import SOON_DAYS
from handouts.page.words import (
    digest,
    handouts_of,
    language_of,
    signed_text,
    unread,
    wording_digest,
)

MAX_SIGNED = 1_000_000
"""Bytes of the words of a sign-off."""


@dataclass(frozen=True)
class Standing:
    """Where a handout stands on a day."""

    handout: str
    version: str
    unread: int
    """How many of its words nobody has reviewed."""
    signoff: SignOff | None
    """The newest sign-off of this version, if there is one."""
    holds: bool
    """Whether it is of exactly these words."""
    withdrawn: date | None
    review_due: date
    is_due: bool
    is_overdue: bool
    needs_revision: bool
    """Whether the words are others than those of the newest revision."""
    difference: tuple[str, ...] = ()
    """How the words differ from those that were signed: lines with - and +."""

    @property
    def name(self) -> str:
        """In a word: withdrawn, signed, changed (since the sign-off), unreviewed or reviewed."""
        if self.withdrawn:
            return "withdrawn"
        if self.signoff:
            return "signed" if self.holds else "changed"
        return "unreviewed" if self.unread else "reviewed"


def standings(library: Library, today: date) -> list[Standing]:
    """Where every handout stands, leaflets first."""
    return [_standing(library, handout, today) for handout in handouts_of(library)]


def _standing(library: Library, handout: str, today: date) -> Standing:
    revision = library.newest[handout]
    named = (handout, revision.version)
    tag = language_of(library) if library.source else None
    signed = [s for s in library.signoffs if (s.handout, s.version, s.language) == (*named, tag)]
    now = digest(library, handout)
    held = next((s for s in reversed(signed) if s.digest == now), None)
    signoff = held or (signed[-1] if signed else None)
    due = record_of(library, handout).review_due
    return Standing(
        handout=handout,
        version=revision.version,
        unread=len(unread(library, handout)),
        signoff=signoff,
        holds=held is not None,
        withdrawn=revision.date if handout in library.withdrawn else None,
        review_due=due,
        is_due=0 <= (due - today).days < SOON_DAYS,
        is_overdue=due < today,
        needs_revision=changed_since(library, revision),
        difference=tuple(difference(library, signoff)) if signoff and not held else (),
    )


def record_of(library: Library, handout: str) -> Any:
    """The record of a handout: a syndrome, or the booklet."""
    return library.syndromes.get(handout) or library.booklet


def changed_since(library: Library, revision: Revision) -> bool:
    """Whether the words are others than those that a revision brought."""
    library = library.source or library
    return bool(revision.digest) and revision.digest != wording_digest(library, revision.handout)


def signed_file(library: Library, handout: str, version: str, language: str | None = None) -> Path:
    """Where the words of a sign-off are kept, as they were signed."""
    name = f"{handout}-{version}.{language}.txt" if language else f"{handout}-{version}.txt"
    return library.folder / SIGNED / name


def difference(library: Library, signoff: SignOff) -> Iterator[str]:
    """What was signed and is gone (-), and what was never signed (+); nothing if it is lost."""
    try:
        path = signed_file(library, signoff.handout, signoff.version, signoff.language)
        before = files.read_plain(path, MAX_SIGNED).decode().splitlines()
    except (OSError, ValueError):
        return
    now = signed_text(library, signoff.handout).splitlines()
    for line in difflib.unified_diff(before, now, n=0, lineterm=""):
        if line[:1] in "+-" and not line.startswith(("+++", "---")):
            address, label, _, text = (*line[1:].split("\t"), "", "", "")[:4]
            yield f"{line[0]} {address}: {f'{label} | ' if label else ''}{text}"


# --- faults -----------------------------------------------------------------------------------


def faults(library: Library) -> Iterator[Problem]:
    """What is wrong with the revisions and sign-offs of a library."""
    yield from _revisions(library)
    yield from _signoffs(library)


def _revisions(library: Library) -> Iterator[Problem]:
    known = handouts_of(library)
    last: dict[str, Revision] = {}
    for revision in library.revisions:
        place, handout = revision.place, revision.handout
        before = last.get(handout)
        last[handout] = revision
        if handout not in known and not _has_faults(library, handout):
            hint = nearest(handout, known)
            yield Problem(place, "revise", f'no handout "{handout}"{hint}')
        if before and revision.number <= before.number:
            message = f"version {revision.version} follows {before.version} and must be higher"
            yield Problem(place, "revise", message)
        if before and revision.date < before.date:
            message = f"{revision.date} is before {before.date}, the date of version "
            yield Problem(place, "revise", f"{message}{before.version}")
        if before and revision.concerns and revision.number > before.number:
            wanted = next_version(before.version, revision.concerns)
            if revision.version != wanted:
                message = f"a change of {revision.concerns} after {before.version} is {wanted}"
                yield Problem(place, "revise", f"{message}, not {revision.version}")
    for handout in known:
        newest = library.newest[handout]
        if changed_since(library, newest) and handout not in library.withdrawn:
            message = (
                f"the words of {handout} have changed since version {newest.version}; "
                f"run: handouts revise {handout}"
            )
            yield Problem(newest.place, "revise", message)


def _signoffs(library: Library) -> Iterator[Problem]:
    known = handouts_of(library)
    for signoff in library.signoffs:
        place, handout = signoff.place, signoff.handout
        if handout not in known:
            if not _has_faults(library, handout):
                hint = nearest(handout, known)
                yield Problem(place, "sign-off", f'no handout "{handout}"{hint}')
            continue
        versions = {r.version: r for r in library.revisions if r.handout == handout}
        revision = versions.get(signoff.version)
        if revision is None:
            yield Problem(
                place,
                "sign-off",
                f"{handout} has no version {signoff.version}; there is {', '.join(versions)}",
            )
        elif signoff.date < revision.date:
            message = f"signed on {signoff.date}, before version {signoff.version} was made"
            yield Problem(place, "sign-off", message)
        elif revision is library.newest[handout] and signoff.digest != digest(
            spoken(library, signoff.language or ""), handout
        ):
            yield Problem(
                place,
                "sign-off",
                f"these are not the words that {signoff.name} signed, so {handout} is a draft "
                "again; handouts status shows the difference",
            )
        yield from _copy(library, signoff)


def _copy(library: Library, signoff: SignOff) -> Iterator[Problem]:
    """Whether the kept words of a sign-off are those that it names."""
    path = signed_file(library, signoff.handout, signoff.version, signoff.language)
    if not path.exists():
        return
    try:
        found = hashlib.sha256(files.read_plain(path, MAX_SIGNED)).hexdigest()
    except OSError as error:
        yield Problem(Place(files.named(path)), "sign-off", f"cannot be read: {error.strerror}")
        return
    if found != signoff.digest:
        others = (s for s in library.signoffs if s.handout == signoff.handout)
        named = {s.digest for s in others if s.version == signoff.version}
        if found not in named:
            message = f"not the words that were signed on {signoff.date}; restore them"
            yield Problem(Place(str(path)), "sign-off", message)


def _has_faults(library: Library, handout: str) -> bool:
    """Whether a handout is missing only because its own file has faults."""
    return any(Path(problem.place.file).stem == handout for problem in library.problems)


def next_version(version: str, concerns: Concerns) -> str:
    """The version after a change: safety raises the first number, facts the second, words the
    third."""
    major, minor, patch = (*(int(n) for n in version.split(".")), 0)[:3]
    if concerns is Concerns.SAFETY:
        return f"{major + 1}.0"
    if concerns is Concerns.FACTS:
        return f"{major}.{minor + 1}"
    return f"{major}.{minor}.{patch + 1}"


def concerns_of(kind: RevisionKind) -> Concerns:
    """What a change of a kind concerns unless it is said."""
    return Concerns.SAFETY if kind is RevisionKind.CORRECTION else Concerns.FACTS
