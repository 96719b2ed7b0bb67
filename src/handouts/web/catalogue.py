"""What stands in the output folder, as a page to search, as JSON and as CSV."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from handouts.build import manifest
from handouts.build.cache import Cache
from handouts.build.manifest import Entry, File
from handouts.build.refresh import NOTICE
from handouts.content import files
from handouts.content.library import Library
from handouts.content.model import Booklet, Syndrome
from handouts.page.formats import Format
from handouts.page.numbers import month
from handouts.page.render import render_catalogue
from handouts.page.words import language_of
from handouts.paper import raster

SCHEMA = 1
PAGE, JSON, CSV = manifest.CATALOGUE
WIDTH = 220
"""Of the picture of page 1, in pixels."""
DRAFT, SIGNED, WITHDRAWN = "draft", "signed", "withdrawn"


@dataclass(frozen=True)
class Edition:
    """A PDF that stands in the output folder, and its companions."""

    name: str
    format: str
    language: str
    state: str
    version: str
    file: File
    print_file: File | None = None
    twin: File | None = None
    picture: str = ""
    """Page 1 as a data URI; none of what was withdrawn."""

    @property
    def size(self) -> str:
        """How large its file is: 430 kB."""
        size = self.file.bytes
        return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} kB"


@dataclass(frozen=True)
class Subject:
    """What a site has on one subject."""

    site: str
    hospital: str
    record: Syndrome | Booklet
    review: str
    editions: tuple[Edition, ...]

    @property
    def twin(self) -> File | None:
        """Its web page."""
        return next((edition.twin for edition in self.editions if edition.twin), None)

    @property
    def also(self) -> tuple[str, ...]:
        """Other names, by which it is found too."""
        return self.record.also if isinstance(self.record, Syndrome) else ()

    @property
    def name(self) -> str:
        """The illness that it is about."""
        return self.record.name if isinstance(self.record, Syndrome) else self.record.subtitle

    @property
    def found_by(self) -> str:
        """All words by which it is found."""
        record = self.record
        short = record.short if isinstance(record, Syndrome) else None
        codes = (f"{code.code}" for code in _codes(record))
        told = (record.title, self.name, short or "", record.code, record.id, *self.also, *codes)
        return " ".join((*told, self.hospital, self.site))


def subjects(library: Library, output: Path, kept: Cache) -> list[Subject]:
    """All that the manifest names and that the content knows, in the order of the series' codes."""
    found: dict[tuple[str, str], list[Edition]] = {}
    for name, entry in manifest.read(output).entries.items():
        if entry.site in library.sites and _record(library, entry.subject):
            edition = _edition(library, output, name, entry, kept)
            found.setdefault((entry.site, entry.subject), []).append(edition)
    told = []
    for (site, subject), editions in found.items():
        record = _record(library, subject)
        assert record is not None
        review = month(record.review_due, language_of(library))
        hospital = library.sites[site].hospital or ""
        editions.sort(key=lambda edition: (ORDER.index(edition.format), edition.language))
        told.append(Subject(site, hospital, record, review, tuple(editions)))
    return sorted(told, key=lambda subject: (subject.site, subject.record.code))


ORDER = (*(format_.value for format_ in Format), NOTICE)


def _record(library: Library, subject: str) -> Syndrome | Booklet | None:
    booklet = library.booklet
    return booklet if booklet and booklet.id == subject else library.syndromes.get(subject)


def _edition(library: Library, output: Path, name: str, entry: Entry, kept: Cache) -> Edition:
    by_end = {file.path.removeprefix(name): file for file in entry.files}
    twins = (file for file in entry.files if file.path.endswith(".html"))
    state = SIGNED if entry.signed else DRAFT
    if entry.subject in library.withdrawn:
        state = WITHDRAWN
    file = by_end[".pdf"]
    picture = "" if state == WITHDRAWN else _picture(output, file, kept)
    language = Path(name).suffix.removeprefix(".") or language_of(library)
    companions = by_end.get("-print.pdf"), next(twins, None)
    return Edition(name, entry.format, language, state, entry.version, file, *companions, picture)


def _picture(output: Path, file: File, kept: Cache) -> str:
    """Page 1 of a file as a data URI; empty when the file is not as it was written."""
    key = f"page 1 {file.sha256} {WIDTH}"
    data = kept.get(key)
    if data is None:
        try:
            pdf = files.read_plain(files.below(output, file.path), manifest.MAX_BYTES)
        except (OSError, ValueError):
            return ""
        if hashlib.sha256(pdf).hexdigest() != file.sha256:
            return ""
        data = raster.small(pdf, 0, WIDTH)
        kept.put(key, data)
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"


def _codes(record: Syndrome | Booklet) -> Iterable[Any]:
    return record.codes if isinstance(record, Syndrome) else ()


def write(library: Library, templates: Path, output: Path, kept: Cache) -> None:
    """Write the catalogue of an output folder. Raises TemplateFault, OSError.

    The caller holds the lock of the folder.
    """
    if library.wording is None or library.imprint is None:
        return
    found = subjects(library, output, kept)
    web = library.wording.web
    names = {kind: getattr(web, kind.replace("-", "_")) for kind in ORDER}
    states = {state: getattr(web, state) for state in (DRAFT, SIGNED, WITHDRAWN)}
    told = {
        "names": names,
        "states": states,
        "formats": _present(names, (e.format for s in found for e in s.editions)),
        "kinds": _present(states, (e.state for s in found for e in s.editions)),
        "languages": sorted({e.language for s in found for e in s.editions}),
        "language": language_of(library),
        "governance": library.wording.governance,
        "publisher": library.imprint.publisher,
        "has_sites": len({subject.site for subject in found}) > 1,
    }
    page = render_catalogue(found, web, templates, **told)
    rows = list(_rows(found))
    listed = {"schema": SCHEMA, "editions": rows}
    manifest.replace(output / PAGE, page.encode())
    manifest.replace(output / JSON, json.dumps(listed, indent=1, ensure_ascii=False).encode())
    manifest.replace(output / CSV, _csv(rows).encode("utf-8-sig"))


def _present(names: Mapping[str, str], used: Iterable[str]) -> list[tuple[str, str]]:
    present = set(used)
    return [(key, name) for key, name in names.items() if key in present]


SYSTEMS = ("icd-10", "icd-11", "snomed-ct", "orpha")


def _rows(found: Iterable[Subject]) -> Iterator[dict[str, Any]]:
    for subject in found:
        record = subject.record
        codes: dict[str, list[str]] = {system: [] for system in SYSTEMS}
        for code in _codes(record):
            codes[code.system.value].append(code.code)
        for edition in subject.editions:
            yield {
                "edition": edition.name,
                "site": subject.site,
                "subject": record.id,
                "code": record.code,
                "title": record.title,
                "name": subject.name,
                "format": edition.format,
                "language": edition.language,
                "state": edition.state,
                "version": edition.version,
                "review_due": _day(record.review_due),
                "pages": edition.file.pages,
                "bytes": edition.file.bytes,
                "sha256": edition.file.sha256,
                "file": edition.file.path,
                "print_file": edition.print_file.path if edition.print_file else "",
                "web_page": edition.twin.path if edition.twin else "",
                "codes": codes,
            }


def _day(day: date) -> str:
    return day.isoformat()


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as a spreadsheet program reads them; several codes of a system in one cell."""
    with io.StringIO() as text:
        lines = [{**row, **_flat(row["codes"])} for row in rows]
        heads = [key for key in (lines[0] if lines else ()) if key != "codes"]
        writer = csv.DictWriter(text, heads, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({key: _plain(value) for key, value in line.items()} for line in lines)
        return text.getvalue()


def _flat(codes: Mapping[str, list[str]]) -> dict[str, str]:
    return {system.replace("-", "_"): "; ".join(found) for system, found in codes.items()}


def _plain(value: object) -> object:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
