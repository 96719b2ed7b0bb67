"""The data folder as one checked value."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from handouts.content.folder import LANGUAGES, LISTS, collection_of, files_of, records_of
from handouts.content.links import Entry, dangling, duplicates, revised, sound, wrong_codes
from handouts.content.model import (
    Asked,
    Booklet,
    Claim,
    Claims,
    Contact,
    FirstAid,
    Flag,
    Guard,
    Imprint,
    Letters,
    Marker,
    Number,
    Record,
    Reference,
    Review,
    Revision,
    RevisionKind,
    Schedule,
    Series,
    SignOff,
    Site,
    Source,
    Syndrome,
    Term,
    Test,
    Treatment,
    Wording,
)
from handouts.content.problems import Problem, capped

R = TypeVar("R", bound=Record)

PSEUDO = ("-XA", "-XB")
"""How the tags of languages end that nobody speaks and that need no catalogue."""

TOLD = tuple(name.replace("-", "_") for name in (*LISTS, "claims", "sites", "sources", "syndromes"))
"""The collections of a library by the names of its fields."""


@dataclass(frozen=True, eq=False)
class Library:
    """Every sound record of a data folder by id, and every fault that was found.

    A record that is broken, or that names one that is missing, is left out; what remains can be
    composed without a further check.
    """

    folder: Path
    asked: Mapping[str, Asked]
    claims: Mapping[str, Claim]
    claim_files: Mapping[str, Claims]
    contacts: Mapping[str, Contact]
    first_aid: Mapping[str, FirstAid]
    glossary: Mapping[str, Term]
    markers: Mapping[str, Marker]
    numbers: Mapping[str, Number]
    references: Mapping[str, Reference]
    reviews: Mapping[str, Review]
    revisions: tuple[Revision, ...]
    schedules: Mapping[str, Schedule]
    signoffs: tuple[SignOff, ...]
    sites: Mapping[str, Site]
    sources: Mapping[str, Source]
    syndromes: Mapping[str, Syndrome]
    tests: Mapping[str, Test]
    treatments: Mapping[str, Treatment]
    triage: Mapping[str, Flag]
    booklet: Booklet | None
    imprint: Imprint | None
    letters: Letters | None
    series: Series | None
    wording: Wording | None
    problems: tuple[Problem, ...]
    source: Library | None = None
    """Of which it is a translation. Reviews read the source; a sign-off names words by digest."""

    @cached_property
    def newest(self) -> Mapping[str, Revision]:
        """The newest revision of each handout."""
        found: dict[str, Revision] = {}
        for revision in sorted(self.revisions, key=lambda r: (r.date, r.number)):
            found[revision.handout] = revision
        return found

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """The handouts that were withdrawn and not published again."""
        kind = RevisionKind.WITHDRAWAL
        return frozenset(id_ for id_, newest in self.newest.items() if newest.kind is kind)

    @cached_property
    def guards(self) -> tuple[tuple[Claim, Guard], ...]:
        """Every guard with its claim."""
        return tuple((claim, claim.guard) for claim in self.claims.values() if claim.guard)

    @cached_property
    def explained(self) -> frozenset[str]:
        """The terms, forms and short names that need no further explanation."""
        forms = {form for term in self.glossary.values() for form in (term.term, *term.forms)}
        return frozenset(forms | {s.short for s in self.syndromes.values() if s.short})


def load(folder: Path) -> Library:
    """The data folder as a `Library`; all faults of all files in `problems`, in file order."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    paths = sorted(files_of(folder, problems), key=lambda path: (path.stem != "series", path))
    series: Series | None = None
    for path in paths:
        if collection_of(folder, path) == "syndromes" and series is None:
            continue  # its blocks are not known; the faults of series.yaml are reported
        for entry in records_of(folder, path, series, problems):
            entries.append(entry)
            if isinstance(entry.record, Series):
                series = entry.record
                entries += _declared(series)
    if series:
        problems += wrong_codes(entries, series)
        problems += _wrong_languages(entries, series, folder)
    problems += duplicates(entries)
    files = {(collection_of(folder, path), path.stem) for path in paths}
    problems += dangling(entries, files, () if series else DECLARED)
    entries = sound(list(revised(entries, problems)))
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        found.setdefault(entry.collection, {}).setdefault(entry.id, entry.record)

    def by_id(collection: str) -> Mapping[str, Any]:
        return MappingProxyType(dict(sorted(found.get(collection, {}).items())))

    def single(collection: str) -> Any:
        return next(iter(found.get(collection, {}).values()), None)

    return Library(
        folder=folder,
        asked=by_id("asked"),
        claims=by_id("claims"),
        claim_files=by_id("claim-files"),
        contacts=by_id("contacts"),
        first_aid=by_id("first-aid"),
        glossary=by_id("glossary"),
        markers=by_id("markers"),
        numbers=by_id("numbers"),
        references=by_id("references"),
        reviews=by_id("reviews"),
        revisions=tuple(by_id("revisions").values()),
        schedules=by_id("schedules"),
        signoffs=tuple(by_id("signoffs").values()),
        sites=by_id("sites"),
        sources=by_id("sources"),
        syndromes=by_id("syndromes"),
        tests=by_id("tests"),
        treatments=by_id("treatments"),
        triage=by_id("triage"),
        booklet=single("booklet"),
        imprint=single("imprint"),
        letters=single("letters"),
        series=single("series"),
        wording=single("wording"),
        problems=tuple(_told(problems)),
    )


def _told(problems: list[Problem]) -> Iterator[Problem]:
    """Each problem once, in file order, and of each file as many as anybody reads."""
    for file, found in itertools.groupby(sorted(set(problems)), lambda p: p.place.file):
        yield from capped(found, file)


DECLARED = ("families", "parts", "groups", "columns", "traits", "values")
"""What the series names and records may link to."""


def _declared(series: Series) -> Iterator[Entry]:
    """What the series names, so that a link to something else is a fault with its place."""
    rows: dict[str, tuple[Any, ...]] = {
        "families": series.families,
        "parts": series.parts,
        "groups": series.groups,
        "columns": series.columns,
        "traits": series.traits,
        "values": tuple(value for trait in series.traits for value in trait.values),
    }
    for collection, named in rows.items():
        for row in named:
            yield Entry(collection, row.id, row, ())


def _wrong_languages(entries: list[Entry], series: Series, folder: Path) -> Iterator[Problem]:
    """Sites whose readers speak a language that nothing here is written in."""
    for entry in entries:
        if isinstance(entry.record, Site):
            for spoken in entry.record.tongues:
                is_there = spoken.endswith(PSEUDO) or (folder / LANGUAGES / spoken).is_dir()
                if spoken != series.language and not is_there:
                    message = f'nothing is written in "{spoken}", as the series is in '
                    message += f"{series.language}; add {LANGUAGES}/{spoken}"
                    yield Problem(entry.record.place, "language", message)
