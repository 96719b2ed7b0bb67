"""The files of a data folder, and the records in them."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from handouts.content import decode, files, nodes
from handouts.content.decode import Decoded, Linked
from handouts.content.links import Entry
from handouts.content.model import (
    Asked,
    Booklet,
    Claims,
    Contact,
    FirstAid,
    Flag,
    Imprint,
    Letters,
    Marker,
    Number,
    Record,
    Reference,
    Review,
    Revision,
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
from handouts.content.problems import Place, Problem, did_you_mean

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

SIGNED = "signed"
"""The folder with the words of each sign-off, as they were signed."""

NEEDED = ("imprint", "letters", "series", "wording")
"""Files that every data folder has."""

PICTURES = frozenset({".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"})
"""How pictures end, those among them that are never printed."""

DATED = frozenset({"revisions", "signoffs"})
"""Lists whose records have no id and stand in the order in which things happened."""


def files_of(folder: Path, problems: list[Problem]) -> Iterator[Path]:
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
        elif path.is_dir() and collection_of(folder, path):
            message = "cannot be read: a folder, not a file"
            problems.append(Problem(Place(files.named(path)), "unreadable", message))
        elif path.is_dir() or path.suffix in {".md", ".png", ".svg"} or _is_signed(folder, path):
            continue
        elif path.parent.parent == folder / LANGUAGES:
            if path.suffix != ".po" and path.name != "language.yaml":
                message = "a language has language.yaml and gettext catalogues, *.po"
                problems.append(Problem(Place(files.named(path)), "unknown-file", message))
        elif collection_of(folder, path):
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


def collection_of(folder: Path, path: Path) -> str:
    """Which collection a file belongs to; empty when to none."""
    relative = path.relative_to(folder)
    if relative.suffix != ".yaml":
        return ""
    if len(relative.parts) == 1 and relative.stem in {*LISTS, *SINGLES}:
        return relative.stem
    if len(relative.parts) == 2 and relative.parts[0] in {*FOLDERS, *LISTS}:
        return relative.parts[0]
    return ""


def records_of(
    folder: Path, path: Path, series: Series | None, problems: list[Problem]
) -> Iterator[Entry]:
    """The records of a file with what they link to; its faults go to `problems`."""
    kind, name = collection_of(folder, path), files.named(path)
    try:
        data = files.read_plain(path, nodes.MAX_BYTES)
    except OSError as error:
        problems.append(Problem(Place(name), "unreadable", f"cannot be read: {error.strerror}"))
        return
    model = {**LISTS, **FOLDERS, **SINGLES}[kind]
    if model is Syndrome and series is not None:
        model = syndrome_type(series)
    is_alone = kind not in LISTS or (
        path.parent != folder and decode.holds_one(data)  # a file of a folder may hold one record
    )
    found = _decoded(is_alone, model, data, name)
    problems += found.problems
    if not is_alone and kind not in DATED:
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
        if is_alone and kind not in SINGLES and id_ != path.stem:
            problems.append(_wrong_name(record.place, id_, path))
        yield Entry(kind, id_, record, tuple(links))


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
