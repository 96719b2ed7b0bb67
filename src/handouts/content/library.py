"""The data folder as one checked value."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from handouts.content import decode, files, nodes
from handouts.content.decode import Decoded, Linked
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
    syndrome_type,
)
from handouts.content.problems import Place, Problem, capped, did_you_mean

R = TypeVar("R", bound=Record)

LISTS: Mapping[str, type[Record]] = {
    "asked": Asked,
    "contacts": Contact,
    "first-aid": FirstAid,
    "glossary": Term,
    "markers": Marker,
    "numbers": Number,
    "references": Reference,
    "reviews": Review,
    "revisions": Revision,
    "schedules": Schedule,
    "signoffs": SignOff,
    "tests": Test,
    "treatments": Treatment,
    "triage": Flag,
}
"""Records that a file lists, `<name>.yaml`, or the files of a folder, `<name>/*.yaml`.

A file of such a folder holds a list, or one record whose id is the file's stem.
"""

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
    "series": Series,
    "wording": Wording,
}
"""Files that hold one record."""

MAX_FILES = 20_000
"""Files of a data folder; whoever names a whole disk is told so."""

LANGUAGES = "languages"
"""The folder with a folder for each language, which `content/languages` reads."""

PSEUDO = ("-XA", "-XB")
"""How the tags of languages end that nobody speaks and that need no catalogue."""

TOLD = tuple(name.replace("-", "_") for name in (*LISTS, "claims", "sites", "sources", "syndromes"))
"""The collections of a library by the names of its fields."""

SIGNED = "signed"
"""The folder with the words of each sign-off, as they were signed."""

NEEDED = ("imprint", "letters", "series", "wording")
"""Files that every data folder has."""

PICTURES = frozenset({".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"})
"""How pictures end, those among them that are never printed."""

DATED = frozenset({"revisions", "signoffs"})
"""Lists whose records have no id and stand in the order in which things happened."""


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
    paths = sorted(_files(folder, problems), key=lambda path: (path.stem != "series", path))
    series: Series | None = None
    for path in paths:
        if _collection(folder, path) == "syndromes" and series is None:
            continue  # its blocks are not known; the faults of series.yaml are reported
        for entry in _entries(folder, path, series, problems):
            entries.append(entry)
            if isinstance(entry.record, Series):
                series = entry.record
                entries += _declared(series)
    if series:
        problems += wrong_codes(entries, series)
        problems += _wrong_languages(entries, series, folder)
    problems += duplicates(entries)
    files = {(_collection(folder, path), path.stem) for path in paths}
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


def _files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every file that we read; any other file of the folder is a problem, never ignored."""
    if not folder.is_dir():
        problems.append(
            Problem(Place(str(folder)), "no-data", "no such folder; name it with --data")
        )
        return
    for name in NEEDED:
        if not (folder / f"{name}.yaml").exists():
            problems.append(Problem(Place(str(folder / f"{name}.yaml")), "missing", "no such file"))
    found = sorted(itertools.islice(folder.rglob("*"), MAX_FILES + 1))
    if len(found) > MAX_FILES:
        message = f"more than {MAX_FILES:,} files; name the folder of the content with --data"
        problems.append(Problem(Place(files.named(folder)), "too-large", message))
        return
    for path in found:
        name = files.named(path.relative_to(folder))
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if not files.inside(path, folder):
            problems.append(
                Problem(
                    Place(files.named(path)),
                    "outside",
                    "a link that leads out of the folder or in a circle; put the file itself here",
                )
            )
        elif path.is_dir() and _collection(folder, path):
            message = "cannot be read: a folder, not a file"
            problems.append(Problem(Place(files.named(path)), "unreadable", message))
        elif path.is_dir() or path.suffix in {".md", ".png", ".svg"} or _is_signed(folder, path):
            continue
        elif path.parent.parent == folder / LANGUAGES:
            if path.suffix != ".po" and path.name != "language.yaml":
                message = "a language has language.yaml and gettext catalogues, *.po"
                problems.append(Problem(Place(files.named(path)), "unknown-file", message))
        elif _collection(folder, path):
            yield path
        elif path.suffix.lower() in PICTURES:
            message = "a picture that cannot be printed; save it as .png or .svg, in small letters"
            problems.append(Problem(Place(files.named(path)), "unknown-file", message))
        else:
            known = [f"{known}.yaml" for known in (*LISTS, *SINGLES)]
            problems.append(
                Problem(
                    Place(files.named(path)),
                    "unknown-file",
                    f"not a file that we read{did_you_mean(name, known) or '; move it elsewhere'}",
                )
            )


def _is_signed(folder: Path, path: Path) -> bool:
    return path.suffix == ".txt" and path.parent == folder / SIGNED


def _collection(folder: Path, path: Path) -> str:
    """Which collection a file belongs to; empty when to none."""
    relative = path.relative_to(folder)
    if relative.suffix != ".yaml":
        return ""
    if len(relative.parts) == 1 and relative.stem in {*LISTS, *SINGLES}:
        return relative.stem
    if len(relative.parts) == 2 and relative.parts[0] in {*FOLDERS, *LISTS}:
        return relative.parts[0]
    return ""


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


def _entries(
    folder: Path, path: Path, series: Series | None, problems: list[Problem]
) -> Iterator[Entry]:
    collection, name = _collection(folder, path), files.named(path)
    try:
        data = files.read_plain(path, nodes.MAX_BYTES)
    except OSError as error:
        problems.append(Problem(Place(name), "unreadable", f"cannot be read: {error.strerror}"))
        return
    model = {**LISTS, **FOLDERS, **SINGLES}[collection]
    if model is Syndrome and series is not None:
        model = syndrome_type(series)
    is_alone = collection not in LISTS or (
        path.parent != folder and decode.holds_one(data)  # a file of a folder may hold one record
    )
    found = _decoded(is_alone, model, data, name)
    problems += found.problems
    if not is_alone and collection not in DATED:
        problems += _unsorted(found.records)
    for number, (record, links) in enumerate(zip(found.records, found.links, strict=True)):
        if isinstance(record, Claims):
            if record.source != path.stem:
                problems.append(_wrong_name(record.place, record.source, path))
            problems += _claim_faults(record)
            own, inside = _shared_out(links, record)
            yield Entry("claim-files", record.source, record, own)
            for claim, its in zip(record.claims, inside, strict=True):
                yield Entry("claims", claim.id, claim, its)
            continue
        id_ = getattr(record, "id", None) or f"{path.stem}-{number:06}"
        if is_alone and collection not in SINGLES and id_ != path.stem:
            problems.append(_wrong_name(record.place, id_, path))
        yield Entry(collection, id_, record, tuple(links))


@lru_cache(maxsize=5000)
def _decoded(is_alone: bool, model: type[Record], data: bytes, name: str) -> Decoded[Any]:
    """The records of a file; the same bytes, as in all files but one after an edit, at once."""
    decoder: Callable[[type[Record], bytes, str], Decoded[Any]]
    decoder = decode.decode_one if is_alone else decode.decode_list
    return decoder(model, data, name)


def _shared_out(
    links: list[Linked], file: Claims
) -> tuple[tuple[Linked, ...], list[tuple[Linked, ...]]]:
    """The links of a claims file: those of the file itself, and those of each of its claims."""
    after = max((none.place for none in file.no_claims), default=None)
    starts = sorted(claim.place for claim in file.claims)
    inside: dict[Place, list[Linked]] = {start: [] for start in starts}
    own = []
    for link in links:
        at = bisect.bisect_right(starts, link.place)
        if at == 0 or (after and after < link.place):
            own.append(link)
        else:
            inside[starts[at - 1]].append(link)
    return tuple(own), [tuple(inside[claim.place]) for claim in file.claims]


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
