"""Claims of other people's texts: what may be printed of them, coverage, and the tally."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from handouts.content.library import Library
from handouts.content.model import Claim, Source, Verdict
from handouts.content.problems import Place, Problem, errors


def printable(claim: Claim) -> tuple[str, ...]:
    """The sentences that a page may print of a claim.

    An accurate claim prints as stated; any other as its correction; an unverifiable one not at
    all (an empty tuple).
    """
    return (claim.states,) if claim.verdict is Verdict.ACCURATE else claim.correction


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a copy of a source: its non-empty lines."""
    return [line for line in text.splitlines() if line.strip()]


def verify(library: Library, folder: Path) -> list[Problem]:
    """What differs between the registered sources and the copies in a folder."""
    problems = []
    for source in library.sources.values():
        path = folder / source.file
        place = Place(str(path))
        try:
            data = path.read_bytes()
        except OSError as error:
            problems.append(Problem(place, "source-copy", f"cannot be read: {error.strerror}"))
            continue
        if hashlib.sha256(data).hexdigest() != source.sha256:
            problems.append(
                Problem(place, "source-copy", "not the text that was examined (sha256 differs)")
            )
        found = len(paragraphs(data.decode("utf-8", errors="replace")))
        if found != source.paragraphs:
            message = f"{found} paragraphs, {source.paragraphs} registered"
            problems.append(Problem(place, "source-copy", message))
    return problems


def uncovered(library: Library, source: Source) -> list[int]:
    """The paragraphs of a source that neither a claim nor a reason for having none covers."""
    file = library.claim_files.get(source.id)
    covered = {claim.paragraph for claim in file.claims} if file else set()
    if file:
        covered.update(number for none in file.no_claims for number in none.paragraphs)
    return [n for n in range(1, source.paragraphs + 1) if n not in covered]


def tally(claims: Iterable[Claim]) -> dict[Verdict, int]:
    """How many claims have each verdict, every verdict named."""
    counts = dict.fromkeys(Verdict, 0)
    for claim in claims:
        counts[claim.verdict] += 1
    return counts


def check(library: Library, printed: set[str]) -> Iterator[Problem]:
    """Faults of the ledger as a whole; `printed` are the claims that a page prints or answers.

    What no page answers can only be told when every page can be made.
    """
    is_whole = not errors(library.problems)
    for source in library.sources.values():
        file = library.claim_files.get(source.id)
        place = file.place if file else source.place
        if missing := uncovered(library, source):
            numbers = ", ".join(map(str, missing))
            yield Problem(
                place,
                "uncovered",
                f"no claim for paragraphs {numbers} of {source.id}; add some, or say in no_claims "
                "why there are none",
            )
        if file:
            yield from _paragraph_faults(source, file.claims)
            for none in file.no_claims:
                claimed = {c.paragraph for c in file.claims} & set(none.paragraphs)
                for number in sorted(claimed):
                    yield Problem(
                        none.place,
                        "uncovered",
                        f"paragraph {number} has claims, but no_claims says that it has none",
                    )
    for claim in library.claims.values():
        if claim.id in printed and claim.unprinted:
            yield Problem(claim.place, "unprinted", "a page prints or answers it; delete unprinted")
        elif claim.id not in printed and not claim.unprinted and is_whole:
            yield Problem(
                claim.place,
                "unanswered",
                f'no page prints or answers "{claim.id}"; name it in answers, or say why in '
                "unprinted",
            )


def _paragraph_faults(source: Source, claims: Iterable[Claim]) -> Iterator[Problem]:
    for claim in claims:
        if claim.paragraph > source.paragraphs:
            yield Problem(
                claim.place,
                "paragraph",
                f"paragraph {claim.paragraph} of {source.id}, which has {source.paragraphs}",
            )
