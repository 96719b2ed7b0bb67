"""Job → PDF bytes, or what went wrong.

The only module that knows WeasyPrint. A job carries everything it needs, an outcome everything
that came of it; nothing is read from disk but the fonts, which are the only ones that the engine
can see. Every warning of the engine is a failure.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import importlib.metadata
import io
import logging
import os
import tempfile
import time
import typing
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote_to_bytes

from handouts.content.problems import Fault, Place, Problem
from handouts.page import faces
from handouts.page.drawing import check_drawing
from handouts.page.pictures import BASE, TYPES
from handouts.paper import fit, seal, tags
from handouts.paper.needs import how_to_install
from handouts.paper.tags import PX_TO_PT

FACES = ("Regular", "It", "Semibold", "Bold")
VARIANT = "pdf/a-2a"
DRAWN = "data:image/svg+xml,"
"""Drawings that stand in the style sheet itself."""
ALONE = "a page may fetch nothing but its own pictures"
SHOWN = 120
"""Characters of an address that a message shows."""

_PDFUA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""Says "PDF/UA-1" inside PDF/A metadata (ISO 14289-1 clause 5, ISO 19005-2 clause 6.6.2.3)."""


SELF_TEST = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Self-test</title></head>'
    f'<body style="font-family: {faces.FAMILY}"><h1>Self-test</h1><p>One page.</p></body></html>'
)


@dataclass(frozen=True)
class Job:
    """What is to be typeset: a name for messages, HTML, and the pictures that it may fetch."""

    name: str
    html: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    max_pages: int = 0
    """The page budget; 0 means none."""
    origin: str = ""
    """What the file says of where it comes from; empty for a part of a file."""
    tagged: bool = True
    """Whether it is a document of its own: tagged, PDF/A-2a and PDF/UA-1."""


@dataclass(frozen=True)
class Outcome:
    """What came of a job: the file, or the problems that stand in its way."""

    name: str
    pdf: bytes | None
    pages: int
    problems: tuple[Problem, ...]
    seconds: float


class NoEngine(Exception):
    """WeasyPrint's libraries are missing; the message says what to install."""


def typeset(job: Job) -> Outcome:
    """The PDF of a job: PDF/A-2a and PDF/UA-1 at once, linearized, the same bytes every time.

    Raises NoEngine when Pango is missing; anything else that goes wrong is in the outcome.
    """
    start = time.perf_counter()
    weasyprint = engine()
    options = {"pdf_variant": VARIANT} if job.tagged else {}
    pages, made = 0, None
    with _listening() as heard, warnings.catch_warnings():
        warnings.simplefilter("ignore", category=UserWarning)
        fetcher = _fetcher(job.pictures)
        try:
            page = weasyprint.HTML(string=job.html, base_url=BASE, url_fetcher=fetcher)
            own = (name for name in sorted(job.pictures) if Path(name).suffix in faces.TYPES)
            document = page.render(font_config=_fonts(tuple(own)), **options)
            pages = len(document.pages)
            if job.tagged:
                _declare_pdfua(document)
            made = document.write_pdf(**options)
        except Exception as error:  # noqa: BLE001 - the engine raises whatever it likes
            heard.append(f"{type(error).__name__}: {error}")
    echoes = tuple(fetcher.denied.values())  # the engine says once more what we denied
    heard = [message for message in dict.fromkeys(heard) if not message.endswith(echoes)]
    problems = [_problem(job, message) for message in heard]
    problems += [
        _problem(job, f"{url} was asked for; {why}") for url, why in fetcher.denied.items()
    ]
    if job.max_pages and pages > job.max_pages:
        problems.append(_over_budget(job, document))
    if made and not problems:
        problems += _misfits(job, document, made)
    if problems or made is None:
        made = None
    elif job.tagged:
        made = tags.repair(made)
        if job.origin:
            made = seal.sealed(made, job.origin)
    return Outcome(job.name, made, pages, tuple(problems), time.perf_counter() - start)


def _over_budget(job: Job, document: Any) -> Problem:
    """Which block is too long, told by the anchors of the pages.

    Where every page begins with a panel it is the last block before the first page that does not;
    elsewhere it is the first block of the surplus page.
    """
    starts = [
        min(page.anchors.items(), key=lambda a: a[1][1], default=("",)) for page in document.pages
    ]
    message = f"{len(document.pages)} pages, {job.max_pages} allowed"
    if starts[0][0] == "panel-1":
        full = next(n for n, (name, *_) in enumerate(starts) if name != f"panel-{n + 1}") - 1
        panel = document.pages[full]
        block = _block_at(panel, 0, panel.height)
        message += f"; panel {full + 1} overflows with {block}"
    elif first := starts[job.max_pages][0]:
        message += f"; {first} is the first block too many"
    return Problem(Place(job.name), "page-budget", f"{message}; shorten it")


def _misfits(job: Job, document: Any, made: bytes) -> Iterator[Problem]:
    """Words over the edge or over each other, each with the block that it stands in."""
    for number, (left, _, _, top), text, wrong in fit.misfits(made):
        page = document.pages[number]
        block = _block_at(page, left / PX_TO_PT, page.height - top / PX_TO_PT)
        where = f"page {number + 1}{f', {block}' if block else ''}"
        message = f'{where}: "{text}" {wrong}; shorten or divide it'
        yield Problem(Place(job.name), "overflow", message)


def _block_at(page: Any, x: float, y: float) -> str:
    """The block that begins last before a point of a page, in its column."""
    before = [
        (left, top, name)
        for name, (left, top, *_) in page.anchors.items()
        if top <= y and (left <= x or not x) and not name.startswith("panel-")
    ]
    return max(before)[2] if before else ""


def _problem(job: Job, message: str) -> Problem:
    return Problem(Place(job.name), "engine", message)


def _declare_pdfua(document: Any) -> None:
    describe = document.metadata.generate_rdf_metadata
    document.metadata.generate_rdf_metadata = lambda *args: describe(*args).replace(
        b"</rdf:RDF>", _PDFUA + b"</rdf:RDF>"
    )


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collects what the engine logs as warning or worse."""
    heard: list[str] = []
    logger, handler = logging.getLogger("weasyprint"), _Collector(heard)
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


class _Collector(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


def _fetcher(pictures: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Serves the pictures of the job and denies all else, keeping a list."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.denied: dict[str, str] = {}

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 - the engine's
            if url.startswith(DRAWN):
                data: bytes | None = unquote_to_bytes(url.removeprefix(DRAWN))
                try:
                    check_drawing(data or b"", "the drawing")
                except Fault as fault:
                    self.denied[url[:SHOWN]] = str(fault)
                    raise ValueError(str(fault)) from None
                return URLFetcherResponse(url, data, {"Content-Type": TYPES[".svg"]})
            data = pictures.get(url.removeprefix(BASE)) if url.startswith(BASE) else None
            if data is None:
                self.denied[url[:SHOWN]] = ALONE
                raise ValueError(ALONE)
            kind = {**TYPES, **faces.TYPES}[Path(url).suffix]
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    return Fetcher()


# --- the engine and its fonts -----------------------------------------------------------------


def lay_out_fonts(scratch: Path) -> None:
    """Put our faces into a folder, with a fontconfig file that knows no others."""
    # Relative to this very file: a folder may have a name that XML, or fontconfig, cannot say.
    parts = {face.name: face.read_bytes() for face in our_faces()}
    parts["fonts.conf"] = (
        b'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        b'<dir prefix="relative">.</dir><cachedir prefix="xdg">.</cachedir></fontconfig>'
    )
    for name, data in parts.items():
        try:
            (scratch / name).write_bytes(data)
        except OSError as error:  # the disk is at fault, not what was to be written
            raise OSError(error.errno, error.strerror, str(scratch)) from error


def settle(scratch: Path) -> None:
    """Give the engine of this process its fonts and a place for its files.

    Call it before the first `typeset`, for a folder with fonts that processes may share. Whoever
    made it removes it, for a worker that is killed cannot.
    """
    tempfile.tempdir = str(scratch)
    os.environ["FONTCONFIG_FILE"] = str(scratch / "fonts.conf")
    os.environ["XDG_CACHE_HOME"] = str(scratch)  # where fontconfig keeps what it found out


@cache
def engine() -> ModuleType:
    """WeasyPrint. Raises NoEngine when its libraries are missing."""
    try:
        # Without its libraries the engine prints its own advice on standard output.
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            import weasyprint
            import weasyprint.pdf.tags
    except OSError as error:
        raise NoEngine(how_to_install()) from error
    tags.remember_sources(weasyprint.pdf.tags)
    return typing.cast(ModuleType, weasyprint)


@cache
def _fonts(_more: tuple[str, ...]) -> Any:
    """The engine's font map: one for all jobs with the same fonts, since each keeps its memory."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def our_faces() -> tuple[Path, ...]:
    """The font files that we print with. Raises NoEngine."""
    found = {face.path.stem: face.path for face in faces.faces(faces.OURS)}
    if not found:
        raise NoEngine(f"the fonts are missing; run: pip install {faces.OURS}")
    return tuple(found[f"SourceSansPro-{face}"] for face in FACES)


@cache
def font_digest() -> str:
    """The sha256 of our font files together."""
    digest = hashlib.sha256()
    for face in our_faces():
        digest.update(face.read_bytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """What shapes the bytes of a PDF, by name: the Python side, without loading the engine."""
    names = ("weasyprint", "pydyf", "pikepdf", faces.OURS)
    return {name: importlib.metadata.version(name) for name in names}


def native_versions() -> dict[str, str]:
    """The versions of the libraries that the engine found. Raises NoEngine."""
    engine()
    from weasyprint.text import ffi

    found = {}
    sayers = {"pango-1.0": "pango_version_string", "harfbuzz": "hb_version_string"}
    for name, function in sayers.items():
        library = ctypes.CDLL(ctypes.util.find_library(name))
        version = getattr(library, function)
        version.restype = ctypes.c_char_p
        found[name.removesuffix("-1.0")] = version().decode()
    found["hb-subset"] = "yes" if ffi.harfbuzz_subset else f"missing; {how_to_install()}"
    return found
