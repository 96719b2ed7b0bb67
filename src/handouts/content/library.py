"""The data folder as one checked value."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from handouts.content import decode
from handouts.content.decode import Decoded, Linked
from handouts.content.model import (
    Booklet,
    Claim,
    Claims,
    Contact,
    Guard,
    Imprint,
    Letters,
    Number,
    Record,
    Reference,
    Revision,
    SignOff,
    Site,
    Source,
    Syndrome,
    Term,
    Test,
    Treatment,
    Wording,
)
from handouts.content.problems import Place, Problem, did_you_mean

R = TypeVar("R", bound=Record)

LISTS: Mapping[str, type[Record]] = {
    "contacts": Contact,
    "glossary": Term,
    "numbers": Number,
    "references": Reference,
    "revisions": Revision,
    "signoffs": SignOff,
    "tests": Test,
    "treatments": Treatment,
}
"""Files that list records."""

FOLDERS: Mapping[str, type[Record]] = {
    "claims": Claims,
    "sites": Site,
    "sources": Source,
    "syndromes": Syndrome,
}
"""Folders with one record in each file; the file's stem is the record's id."""

SINGLES: Mapping[str, type[Record]] = {
    "booklet": Booklet,
    "imprint": Imprint,
    "letters": Letters,
    "wording": Wording,
}
"""Files that hold one record."""


@dataclass(frozen=True)
class Library:
    """Every sound record of a data folder by id, and every fault that was found.

    A record that is broken, or that names one that is missing, is left out; what remains can be
    composed without a further check.
    """

    folder: Path
    claims: Mapping[str, Claim]
    claim_files: Mapping[str, Claims]
    contacts: Mapping[str, Contact]
    glossary: Mapping[str, Term]
    numbers: Mapping[str, Number]
    references: Mapping[str, Reference]
    revisions: tuple[Revision, ...]
    signoffs: tuple[SignOff, ...]
    sites: Mapping[str, Site]
    sources: Mapping[str, Source]
    syndromes: Mapping[str, Syndrome]
    tests: Mapping[str, Test]
    treatments: Mapping[str, Treatment]
    booklet: Booklet | None
    imprint: Imprint | None
    letters: Letters | None
    wording: Wording | None
    problems: tuple[Problem, ...]

    @cached_property
    def guards(self) -> tuple[tuple[Claim, Guard], ...]:
        """Every guard with its claim."""
        return tuple((claim, guard) for claim in self.claims.values() for guard in claim.guards)

    @cached_property
    def explained(self) -> frozenset[str]:
        """The terms, forms and short names that need no further explanation."""
        forms = {form for term in self.glossary.values() for form in (term.term, *term.forms)}
        return frozenset(forms | {s.short for s in self.syndromes.values() if s.short})


@dataclass(frozen=True)
class _Entry:
    """A record with its collection, its id, the links that it makes, and its file."""

    collection: str
    id: str
    record: Any
    links: tuple[Linked, ...]


def load(folder: Path) -> Library:
    """The data folder as a `Library`; all faults of all files in `problems`, in file order."""
    problems: list[Problem] = []
    entries: list[_Entry] = []
    paths = list(_files(folder, problems))
    for path in paths:
        entries += _entries(folder, path, problems)
    problems += _duplicates(entries)
    problems += _dangling(entries, {(_collection(folder, path), path.stem) for path in paths})
    entries = _sound(entries)
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        found.setdefault(entry.collection, {}).setdefault(entry.id, entry.record)

    def by_id(collection: str) -> Mapping[str, Any]:
        return MappingProxyType(dict(sorted(found.get(collection, {}).items())))

    def single(collection: str) -> Any:
        return next(iter(found.get(collection, {}).values()), None)

    return Library(
        folder=folder,
        claims=by_id("claims"),
        claim_files=by_id("claim-files"),
        contacts=by_id("contacts"),
        glossary=by_id("glossary"),
        numbers=by_id("numbers"),
        references=by_id("references"),
        revisions=tuple(by_id("revisions").values()),
        signoffs=tuple(by_id("signoffs").values()),
        sites=by_id("sites"),
        sources=by_id("sources"),
        syndromes=by_id("syndromes"),
        tests=by_id("tests"),
        treatments=by_id("treatments"),
        booklet=single("booklet"),
        imprint=single("imprint"),
        letters=single("letters"),
        wording=single("wording"),
        problems=tuple(sorted(set(problems))),
    )


def _files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every file that we read; any other file of the folder is a problem, never ignored."""
    if not folder.is_dir():
        problems.append(
            Problem(Place(str(folder)), "no-data", "no such folder; name it with --data")
        )
        return
    root = folder.resolve()
    for name in (*LISTS, *SINGLES):
        if not (folder / f"{name}.yaml").exists():
            problems.append(Problem(Place(str(folder / f"{name}.yaml")), "missing", "no such file"))
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if not path.resolve().is_relative_to(root):
            problems.append(
                Problem(
                    Place(str(path)),
                    "outside",
                    "a link that leads out of the folder; put the file itself here",
                )
            )
        elif path.is_dir() or path.suffix in {".md", ".png", ".svg"}:
            continue
        elif _collection(folder, path):
            yield path
        else:
            known = [f"{known}.yaml" for known in (*LISTS, *SINGLES)]
            problems.append(
                Problem(
                    Place(str(path)),
                    "unknown-file",
                    f"not a file that we read{did_you_mean(name, known) or '; move it elsewhere'}",
                )
            )


def _collection(folder: Path, path: Path) -> str:
    """Which collection a file belongs to; empty when to none."""
    relative = path.relative_to(folder)
    if relative.suffix != ".yaml":
        return ""
    if len(relative.parts) == 1 and relative.stem in {*LISTS, *SINGLES}:
        return relative.stem
    if len(relative.parts) == 2 and relative.parts[0] in FOLDERS:
        return relative.parts[0]
    return ""


def _entries(folder: Path, path: Path, problems: list[Problem]) -> Iterator[_Entry]:
    collection, name = _collection(folder, path), str(path)
    try:
        with path.open("rb") as file:  # one byte past the limit is enough to refuse it
            data = file.read(decode.MAX_BYTES + 1)
    except OSError as error:
        problems.append(Problem(Place(name), "unreadable", f"cannot be read: {error.strerror}"))
        return
    decoder: Callable[[type[Record], bytes, str], Decoded[Any]]
    decoder = decode.decode_list if collection in LISTS else decode.decode_one
    model = {**LISTS, **FOLDERS, **SINGLES}[collection]
    found = decoder(model, data, name)
    problems += found.problems
    if collection in LISTS and collection not in {"revisions", "signoffs"}:
        problems += _unsorted(found.records)
    for number, (record, links) in enumerate(zip(found.records, found.links, strict=True)):
        if isinstance(record, Claims):
            if record.source != path.stem:
                problems.append(_wrong_name(record.place, record.source, path))
            problems += _claim_faults(record)
            inside = {claim.id: tuple(_within(links, claim, record)) for claim in record.claims}
            own = set(links).difference(*inside.values())
            yield _Entry("claim-files", record.source, record, tuple(own))
            for claim in record.claims:
                yield _Entry("claims", claim.id, claim, inside[claim.id])
            continue
        id_ = getattr(record, "id", None) or f"{number:06}"
        if collection in FOLDERS and id_ != path.stem:
            problems.append(_wrong_name(record.place, id_, path))
        yield _Entry(collection, id_, record, tuple(links))


def _within(links: list[Linked], claim: Claim, file: Claims) -> Iterator[Linked]:
    """The links of a claims file that stand inside one claim."""
    after = [c.place for c in file.claims if c.place > claim.place]
    end = min(after, default=Place(claim.place.file, 10**9))
    return (link for link in links if claim.place <= link.place < end)


def _wrong_name(place: Place, id_: str, path: Path) -> Problem:
    return Problem(
        place, "file-name", f'the id is "{id_}" but the file is {path.name}; make them the same'
    )


def _unsorted(records: list[Any]) -> Iterator[Problem]:
    for before, after in itertools.pairwise(records):
        if after.id < before.id:
            yield Problem(
                after.place, "unsorted", f'"{after.id}" belongs before "{before.id}"; sort by id'
            )


def _claim_faults(file: Claims) -> Iterator[Problem]:
    for claim in file.claims:
        if not claim.id.startswith(f"{file.source}-p{claim.paragraph}-"):
            yield Problem(
                claim.place,
                "claim-id",
                f'"{claim.id}" should be "{file.source}-p{claim.paragraph}-" and a letter',
            )
    for before, after in itertools.pairwise(file.claims):
        if (after.paragraph, after.id) < (before.paragraph, before.id):
            yield Problem(
                after.place, "unsorted", f'"{after.id}" belongs before "{before.id}"; sort them'
            )


def _duplicates(entries: list[_Entry]) -> Iterator[Problem]:
    first: dict[tuple[str, str], _Entry] = {}
    for entry in entries:
        other = first.setdefault((entry.collection, entry.id), entry)
        if other is not entry:
            yield Problem(
                entry.record.place,
                "duplicate-id",
                f'"{entry.id}" is taken in {other.record.place}; ids are unique',
            )


def _dangling(entries: list[_Entry], files: set[tuple[str, str]]) -> Iterator[Problem]:
    """Links to what is nowhere; to a file with faults of its own they are not at fault."""
    ids: dict[str, list[str]] = {}
    for entry in entries:
        ids.setdefault(entry.collection, []).append(entry.id)
    for entry in entries:
        for link in entry.links:
            known = ids.get(link.collection, [])
            if link.id not in known and (link.collection, link.id) not in files:
                hint = did_you_mean(link.id, known)
                yield Problem(
                    link.place,
                    "dangling",
                    f'no "{link.id}" in {link.collection}{hint or "; add it there"}',
                )


def _sound(entries: list[_Entry]) -> list[_Entry]:
    """The entries whose links all lead to sound entries."""
    while True:
        known = {(entry.collection, entry.id) for entry in entries}
        sound = [
            entry
            for entry in entries
            if all((link.collection, link.id) in known for link in entry.links)
        ]
        if len(sound) == len(entries):
            return sound
        entries = sound
