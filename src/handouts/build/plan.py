"""What has to be typeset, and why: fingerprints against the manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from handouts.build import manifest
from handouts.build.bind import Binding
from handouts.build.manifest import Entry, Manifest
from handouts.content.library import Library
from handouts.content.problems import Problem, errors
from handouts.lint import Linter
from handouts.page import pictures
from handouts.page.compose import compose
from handouts.page.edition import Edition, Format
from handouts.page.handout import Handout, Kind
from handouts.page.render import TemplateFault, render, render_chapter, render_contents
from handouts.paper import fit, impose, join, pdf, tags
from handouts.paper.pdf import Job

MAX_PAGES: Mapping[Format, int] = {
    Format.LEAFLET: 6,
    Format.LARGE_PRINT: 20,
    Format.TRIFOLD: 6,
    Format.BOOKLET: 0,
}
"""The page budget of each format; 0 means none."""


NAMES: Mapping[str, str] = {"weasyprint": "WeasyPrint"}
"""Libraries whose names are written in another way than their packages."""


@dataclass(frozen=True)
class Task:
    """An edition with the jobs that make it, and why it has to be made (fresh: no reason).

    A booklet has one job for each chapter, and a `binding` that knows the rest of the way.
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
    binding: Binding | None = None

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
            except TemplateFault as fault:
                yield Task(handout, self.templates, linter, fault.problem)
                continue
            fingerprint = _fingerprint(jobs, handout.site.crop_marks)
            uses = {**_words(handout), **look, **engine_inputs()}
            entry = self.before.entries.get(str(edition))
            asked = ("asked for with --force",)
            reasons = asked if self.force else _reasons(entry, fingerprint, uses, self.output)
            yield Task(
                handout, self.templates, linter, None, jobs, fingerprint, uses, reasons, binding
            )

    def _jobs(self, handout: Handout) -> tuple[dict[str, Job], Binding | None]:
        templates, edition = self.templates, handout.edition
        folders = (templates / "pictures", self.library.folder / "sites")
        if edition.format is not Format.BOOKLET:
            html = render(handout, templates)
            budget = MAX_PAGES[edition.format]
            return {"": Job(str(edition), html, pictures.collect(html, folders), budget)}, None
        cover = pictures.collect(render_contents(handout, (), templates), folders)
        jobs = {}
        for chapter in handout.chapters:
            html = render_chapter(handout, chapter, templates)
            name = f"{edition}#{chapter.key}"
            pages = 1 if chapter.code else 0  # a syndrome has one page
            jobs[chapter.key] = Job(name, html, pictures.collect(html, folders), pages)
        return jobs, Binding(handout, templates, str(edition), cover)


def fingerprint(job: Job) -> str:
    """The sha256 over all that shapes the bytes of a job's PDF."""
    digest = hashlib.sha256(job.html.encode())
    for name, data in sorted(job.pictures.items()):
        digest.update(f"\0{name}\0".encode() + hashlib.sha256(data).digest())
    digest.update(f"{job.max_pages} {job.tagged} {_engine_line()}".encode())
    return digest.hexdigest()


def _fingerprint(jobs: Mapping[str, Job], crop_marks: bool) -> str:
    parts = "\n".join(f"{step} {fingerprint(job)}" for step, job in jobs.items())
    parts += "\ncrop marks" if crop_marks else ""
    return hashlib.sha256(parts.encode()).hexdigest()


@cache
def engine_inputs() -> dict[str, str]:
    """What shapes every PDF: versions of engine and libraries, fonts, and our own program."""
    ours = b"".join(
        Path(str(module.__file__)).read_bytes() for module in (pdf, fit, tags, join, impose)
    )
    return {**pdf.versions(), "fonts": pdf.font_digest()[:12], "program": _short(ours)}


@cache
def _engine_line() -> str:
    return json.dumps(engine_inputs(), sort_keys=True)


def _words(handout: Handout) -> dict[str, str]:
    """What a handout prints, by the record it comes from, each with a short digest."""
    found: dict[str, list[str]] = {}
    for block in handout.blocks():
        for sentence in block.sentences():
            name = sentence.place.file
            if sentence.kind in (Kind.CORRECTION, Kind.SAID) and sentence.claims:
                name = f"correction {sentence.claims[0]}"
            found.setdefault(name, []).append(sentence.text)
    return {name: _short("\n".join(texts).encode()) for name, texts in found.items() if name}


def _template_digests(templates: Path) -> dict[str, str]:
    paths = (path for path in sorted(templates.rglob("*")) if path.is_file())
    return {str(path.relative_to(templates)): _short(path.read_bytes()) for path in paths}


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
