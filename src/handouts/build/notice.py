"""The notice of a withdrawn handout as a file of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from handouts.build import manifest
from handouts.build.manifest import Entry, File, Manifest
from handouts.build.plan import engine_inputs, fingerprint, fonts
from handouts.build.refresh import NOTICE, workers
from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.page import pictures
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.notice import notice
from handouts.page.render import render_notice
from handouts.paper.pdf import Job


def make_notices(
    library: Library, templates: Path, output: Path, wanted: list[tuple[str, str]]
) -> Iterator[File | Problem]:
    """The files of notices, each for a site and a withdrawn handout, or what went wrong.

    The caller holds the lock of the output folder. Raises NoEngine, OSError, Fault.
    """
    folders = (templates / "pictures", library.folder / "sites")
    with workers(output, 1) as pool:
        for site, subject in wanted:
            handout = notice(library, Edition(site, subject, _format(library, subject)))
            html = render_notice(handout, templates)
            shown = pictures.collect(html, folders) | fonts(handout)
            job = Job(f"{site}/{subject}-{NOTICE}", html, shown, 1)
            pool.submit(job)
            (outcome,) = pool.collect(wait=True)
            yield from outcome.problems
            if outcome.pdf is None:
                continue
            path = manifest.put(output, f"{job.name}.pdf", outcome.pdf)
            sha256, stat = hashlib.sha256(outcome.pdf).hexdigest(), path.stat()
            file = File(f"{job.name}.pdf", sha256, stat.st_size, stat.st_mtime_ns, outcome.pages)
            entry = Entry(
                site=site,
                subject=subject,
                format=NOTICE,
                files=(file,),
                fingerprint=fingerprint(job),
                chapters=(),
                version=handout.version,
                signed=False,
                engine=f"WeasyPrint {engine_inputs()['weasyprint']}",
                uses={},
            )
            before = manifest.read(output)
            manifest.write(output, Manifest("", {**before.entries, job.name: entry}))
            yield file


def _format(library: Library, subject: str) -> Format:
    is_series = library.booklet is not None and library.booklet.id == subject
    return Format.BOOKLET if is_series else Format.LEAFLET
