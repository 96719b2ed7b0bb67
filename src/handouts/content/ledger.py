"""Claims of other people's texts: what may be printed of them, coverage, and the tally."""

from __future__ import annotations

import hashlib
import itertools
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from handouts.content import files
from handouts.content.library import Library
from handouts.content.model import Claim, Source, Verdict
from handouts.content.problems import Place, Problem, errors

MAX_COPY = 10_000_000
"""Bytes of a copy of a source."""


def printable(claim: Claim) -> tuple[str, ...]:
    """The sentences that a page may print of a claim.

    An accurate claim prints as stated; any other as its correction; an unverifiable one not at
    all (an empty tuple).
    """
    return (claim.states,) if claim.verdict is Verdict.ACCURATE else claim.correction


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a copy of a source: its non-empty lines."""
    return [line for line in text.splitlines() if line.strip()]


@dataclass(frozen=True)
class Quote:
    """A claim beside the words of its source that say it."""

    claim: Claim
    says: str
    """Empty when the copy does not have these words."""


def quotes(library: Library, folder: Path) -> list[Quote]:
    """Every claim beside the words that the copies in a folder have for it."""
    return [
        Quote(claim, _says(claim, texts))
        for source in library.sources.values()
        for texts in [_paragraphs_of(folder / source.file)]
        for claim in _claims_of(library, source)
    ]


def verify(library: Library, folder: Path) -> list[Problem]:
    """What differs between the ledger and the copies of its sources in a folder.

    A copy that is not the text that was examined is one fault; its claims are not compared.
    """
    problems = []
    for source in library.sources.values():
        faults = _copy_faults(source, folder / source.file)
        problems += faults
        texts = [] if faults else _paragraphs_of(folder / source.file)
        for claim in _claims_of(library, source):
            if fault := _quote_fault(claim, texts):
                problems.append(Problem(claim.place, "claim-words", f'"{claim.id}": {fault}'))
    return problems + _unregistered(library, folder)


def _claims_of(library: Library, source: Source) -> tuple[Claim, ...]:
    file = library.claim_files.get(source.id)
    return file.claims if file else ()


def _paragraphs_of(path: Path) -> list[str]:
    """The paragraphs of a copy; none when it cannot be read."""
    try:
        return paragraphs(files.read_plain(path, MAX_COPY).decode("utf-8", errors="replace"))
    except OSError:
        return []


def _copy_faults(source: Source, path: Path) -> list[Problem]:
    place = Place(str(path))
    try:
        data = files.read_plain(path, MAX_COPY)
    except OSError as error:
        return [Problem(place, "source-copy", f"cannot be read: {error.strerror}")]
    messages = []
    if hashlib.sha256(data).hexdigest() != source.sha256:
        messages.append("not the text that was examined (sha256 differs)")
    found = len(paragraphs(data.decode("utf-8", errors="replace")))
    if found != source.paragraphs:
        messages.append(f"{found} paragraphs, {source.paragraphs} registered")
    return [Problem(place, "source-copy", message) for message in messages]


def _range(words: str) -> tuple[int, int]:
    first, _, last = words.partition("-")
    return int(first), int(last)


def _says(claim: Claim, texts: list[str]) -> str:
    """The words that say it; empty when they are not the ones that were examined."""
    if claim.words is None or claim.sha256 is None or claim.paragraph > len(texts):
        return ""
    there = texts[claim.paragraph - 1].split()
    first, last = _range(claim.words)
    if not 0 < first <= last <= len(there):
        return ""
    says = " ".join(there[first - 1 : last])
    return says if hashlib.sha256(says.encode()).hexdigest() == claim.sha256 else ""


def _quote_fault(claim: Claim, texts: list[str]) -> str:
    """What is wrong with the place of a claim; empty when nothing is, or no copy can tell."""
    if claim.words is None or claim.sha256 is None:
        return "no words with their sha256; name those that say it"
    first, last = _range(claim.words)
    if not 0 < first <= last:
        return f"words {claim.words}: count from 1, the first before the last"
    if claim.paragraph > len(texts):
        return ""
    there = len(texts[claim.paragraph - 1].split())
    if last > there:
        return f"words {claim.words} of paragraph {claim.paragraph}, which has {there}"
    if not _says(claim, texts):
        return f"words {claim.words} are not those that were examined (sha256 differs)"
    return ""


def _unregistered(library: Library, folder: Path) -> list[Problem]:
    """The files of the folder that are the copy of no source."""
    known = {source.file for source in library.sources.values()}
    files = sorted(path for path in folder.glob("*") if path.is_file() and path.name not in known)
    message = "not registered in sources; add it there with its claims, or take it away"
    return [Problem(Place(str(path)), "unregistered", message) for path in files]


def side_by_side(found: Iterable[Quote]) -> str:
    """Each claim as we restated it, on the left, and the words of its source, on the right."""
    lines = []
    for quote in found:
        claim = quote.claim
        place = f"paragraph {claim.paragraph}, words {claim.words or '?'}"
        lines.append(f"{claim.id}  {place}  {claim.verdict}")
        left = textwrap.wrap(claim.states, COLUMN)
        right = textwrap.wrap(quote.says or "(not in this copy)", COLUMN)
        rows = itertools.zip_longest(left, right, fillvalue="")
        lines += [f"  {ours:<{COLUMN}}  | {theirs}".rstrip() for ours, theirs in rows]
        lines.append("")
    return "\n".join(lines)


COLUMN = 46
"""How wide a column of the comparison is, in letters."""


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
