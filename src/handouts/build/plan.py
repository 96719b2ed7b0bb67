"""What has to be typeset, and why: fingerprints against the manifest."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from handouts.build import manifest
from handouts.build.bind import Binding, Sheet
from handouts.build.manifest import Entry, Manifest
from handouts.content import characters, files
from handouts.content.languages.spoken import spoken
from handouts.content.library import Library
from handouts.content.model import Record
from handouts.content.problems import Fault, Problem, errors
from handouts.lint import Linter
from handouts.page import pictures
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.handout import Handout, Kind
from handouts.page.render import render, render_chapter, render_contents
from handouts.page.trail import words_digest
from handouts.page.twin import embedded, lacks, twin
from handouts.page.words import shown
from handouts.paper import fit, impose, join, pdf, seal, tags
from handouts.paper.drawn import drawn_by
from handouts.paper.pdf import Job
from handouts.paper.seal import Origin

NAMES: Mapping[str, str] = {"weasyprint": "WeasyPrint"}
"""Libraries whose names are written in another way than their packages."""


@dataclass(frozen=True)
class Task:
    """An edition with the jobs that make it, and why it has to be made (fresh: no reason).

    A booklet has one job for each chapter, a sheet in two languages one for each side, and a
    `binding` that knows the rest of the way.
    With a fault of its templates it has no jobs.
    """

    handout: Handout
    templates: Path
    linter: Linter
    fault: Problem | None = None
    jobs: Mapping[str, Job] = field(default_factory=dict)
    fingerprint: str = ""
    uses: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    binding: Binding | Sheet | None = None
    twin: str = ""
    """The same words as a web page, for leaflets."""

    @property
    def edition(self) -> Edition:
        """The edition that it makes."""
        return self.handout.edition

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Those of its words and templates; looked for when first asked for, which takes time."""
        found = self.linter.check(self.handout)
        return (*found, self.fault) if self.fault else tuple(found)

    @property
    def is_sound(self) -> bool:
        """Whether its words and templates are without an error."""
        return not errors(self.problems)


@dataclass(frozen=True)
class Plan:
    """How tasks are made, one after another, so that any number of editions fits into memory."""

    library: Library
    templates: Path
    output: Path
    before: Manifest
    force: bool = False

    def tasks(self, editions: Iterable[Edition]) -> Iterator[Task]:
        """A task for every edition, fresh, stale or faulty; its words are not yet looked at."""
        linter = Linter(self.library)
        look = _template_digests(self.templates)
        for edition in editions:
            handout = compose(self.library, edition)
            try:
                jobs, binding = self._jobs(handout)
                web_page = self.twin(handout)
            except Fault as fault:
                yield Task(handout, self.templates, linter, fault.problem)
                continue
            fingerprint = _fingerprint(jobs, handout.site.crop_marks, web_page)
            uses = {**_words(self.library, handout), **look, **engine_inputs()}
            entry = self.before.entries.get(str(edition))
            asked = ("asked for with --force",)
            reasons = asked if self.force else _reasons(entry, fingerprint, uses, self.output)
            made = (jobs, fingerprint, uses, reasons, binding, web_page)
            yield Task(handout, self.templates, linter, None, *made)

    def _jobs(self, handout: Handout) -> tuple[dict[str, Job], Binding | Sheet | None]:
        templates, edition = self.templates, handout.edition
        folders = self._folders()
        budget = edition.format.shape.max_pages
        if handout.verso:
            jobs = {}
            for side, other in (handout.sides, handout.sides[::-1]):
                side = replace(side, verso=other)
                html = render(side, templates)
                name = f"{edition}#{side.language}"
                jobs[side.language] = Job(name, html, _with_logo(side, html, folders), budget)
            return jobs, Sheet(tuple(jobs), origin_of(handout))
        if not edition.format.shape.is_series:
            html = render(handout, templates)
            drawn = _with_logo(handout, html, folders)
            return {"": Job(str(edition), html, drawn, budget, origin_of(handout))}, None
        cover = _with_logo(handout, render_contents(handout, (), templates), folders)
        jobs = {}
        for chapter in handout.chapters:
            html = render_chapter(handout, chapter, templates)
            name = f"{edition}#{chapter.key}"
            jobs[chapter.key] = Job(
                name, html, _with_logo(handout, html, folders), chapter.max_pages
            )
        return jobs, Binding(handout, templates, str(edition), cover, origin_of(handout))

    def twin(self, handout: Handout) -> str:
        """A leaflet as a web page, whole in one file; nothing for other formats. Raises Fault."""
        if not handout.has_twin or self.library.wording is None:
            return ""
        told = spoken(self.library, handout.language).wording
        web = told.web if told and not lacks(told.web) else self.library.wording.web
        page = twin(handout, web, self.templates)
        return embedded(page, pictures.collect(page, self._folders()))

    def _folders(self) -> tuple[Path, Path]:
        return self.templates / "pictures", self.library.folder / "sites"


def origin_of(handout: Handout) -> str:
    """What the files of a handout say of where they come from."""
    state = "draft" if handout.is_draft else "signed"
    return str(Origin(str(handout.edition), handout.version, state, words_digest(handout)))


def _with_logo(handout: Handout, html: str, folders: Iterable[Path]) -> dict[str, bytes]:
    """The pictures and fonts of a page. Raises Fault when one is not fit, or is nowhere."""
    found = pictures.collect(html, folders)
    found |= fonts(handout)
    site = handout.site
    if site.logo and f"{pictures.BASE}{site.logo}" in html and site.logo not in found:
        message = f'there is no picture "{site.logo}" beside this file'
        raise Fault(Problem(site.place, "picture", message))
    return found


def fonts(handout: Handout) -> dict[str, bytes]:
    """The font files that a page needs beside ours, by the names under which it asks for them."""
    return {face.name: face.path.read_bytes() for face in handout.faces}


def fingerprint(job: Job) -> str:
    """The sha256 over all that shapes the bytes of a job's PDF."""
    digest = hashlib.sha256(job.html.encode())
    for name, data in sorted(job.pictures.items()):
        digest.update(f"\0{name}\0".encode() + hashlib.sha256(data).digest())
    digest.update(f"{job.max_pages} {job.tagged} {job.origin} {_engine_line()}".encode())
    return digest.hexdigest()


def part_key(job: Job) -> str:
    """Under which key a typeset job is kept for other machines too; none when that is not known.

    The libraries that draw are no part of the fingerprint, since a build does not look for them.
    """
    drawn = drawn_by()
    return f"{fingerprint(job)} {drawn}" if drawn else ""


def _fingerprint(jobs: Mapping[str, Job], crop_marks: bool, twin: str) -> str:
    parts = "\n".join(f"{step} {fingerprint(job)}" for step, job in jobs.items())
    parts += "\ncrop marks" if crop_marks else ""
    parts += f"\ntwin {_short(twin.encode())}" if twin else ""
    return hashlib.sha256(parts.encode()).hexdigest()


@cache
def engine_inputs() -> dict[str, str]:
    """What shapes every PDF: versions of engine and libraries, fonts, and our own program."""
    ours = b"".join(
        Path(str(module.__file__)).read_bytes() for module in (pdf, fit, tags, seal, join, impose)
    )
    return {**pdf.versions(), "fonts": pdf.font_digest()[:12], "program": _short(ours)}


@cache
def _engine_line() -> str:
    return json.dumps(engine_inputs(), sort_keys=True)


def _words(library: Library, handout: Handout) -> dict[str, str]:
    """What a handout prints, by the file or claim that it comes from, each with a short digest."""
    found: dict[str, list[str]] = {}
    for word in shown(handout):
        sentence = word.sentence
        name = sentence.place.file
        if sentence.kind in (Kind.CORRECTION, Kind.SAID) and sentence.claims:
            name = f"correction {sentence.claims[0]}"
        found.setdefault(name, []).append(word.line)
    for citation in handout.citations:
        found.setdefault(citation.reference.place.file, []).append(repr(citation.reference))
    for record in _settled(library, handout):
        found.setdefault(record.place.file, []).append(repr(record))
    return {name: _short("\n".join(texts).encode()) for name, texts in found.items() if name}


def _settled(library: Library, handout: Handout) -> list[Record]:
    """Records that shape pages beyond their sentences: phones, paper, dates, standing."""
    subject = handout.edition.subject
    records: list[Record] = [handout.site.model_copy(update={"mail": None, "letters": None})]
    records.append(library.newest[subject])
    return [*records, *([handout.signoff] if handout.signoff else [])]


def _template_digests(templates: Path) -> dict[str, str]:
    found = {}
    for path in sorted(templates.rglob("*")):
        if path.is_file():
            # What cannot be read, and is needed, is a fault where it is needed.
            with contextlib.suppress(OSError):
                data = files.read_plain(path, manifest.MAX_BYTES)
                found[characters.shown(files.named(path.relative_to(templates)))] = _short(data)
    return found


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _reasons(
    entry: Entry | None, fingerprint: str, uses: Mapping[str, str], output: Path
) -> tuple[str, ...]:
    """Why an edition has to be made, in words; nothing when it is fresh."""
    if entry is None:
        return ("never built",)
    for file in entry.files:
        if not manifest.intact(output, file):
            gone = not (output / file.path).exists()
            return (f"{file.path} was {'deleted' if gone else 'changed'} by hand",)
    if entry.fingerprint == fingerprint:
        return ()
    changed = []
    for name in sorted({*entry.uses, *uses}):
        old, new = entry.uses.get(name), uses.get(name)
        if old == new:
            continue
        if name in pdf.versions():
            changed.append(f"{NAMES.get(name, name)} {old} → {new}")
        else:
            changed.append(f"{name} {'is new' if old is None else 'changed' if new else 'is gone'}")
    return tuple(changed) or ("its layout changed",)
