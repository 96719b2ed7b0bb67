"""The leaflets to attach: of today's version, built on the spot when stale, fit to be mailed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from handouts.build import manifest
from handouts.build import run as build
from handouts.build.lock import hold
from handouts.build.plan import Plan, Task
from handouts.build.pool import Pool
from handouts.content.library import Library
from handouts.content.model import RevisionKind
from handouts.content.problems import Problem
from handouts.mail.letter import Parcel
from handouts.page.edition import Edition
from handouts.page.handout import Handout

MAX_BYTES = 2_000_000
"""Bytes of a PDF that hospital gateways let pass."""


@dataclass
class Packed:
    """What came of the editions: parcels, why others may not be mailed, and faults of content."""

    parcels: dict[Edition, Parcel] = field(default_factory=dict)
    refused: dict[Edition, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def pack(
    library: Library,
    editions: Collection[Edition],
    templates: Path,
    output: Path,
    say: Callable[[str], None],
) -> Packed:
    """Build what is stale, and take the screen file of each edition. Raises OSError, NoEngine."""
    packed = Packed()
    with hold(output, say):
        manifest.sweep(output)
        plan = Plan(library, templates, output, manifest.read(output))
        fit = []
        for task in plan.tasks(editions):
            if not task.is_sound:
                packed.problems += task.problems
            elif why := _unfit(library, task.handout):
                packed.refused[task.edition] = why
            else:
                fit.append(task)
        failed = _build([task for task in fit if task.reasons], output, packed.problems)
        for task in fit:
            if task.edition not in failed:
                _take(task.handout, output, packed)
    for edition in editions:
        if edition not in packed.parcels:
            packed.refused.setdefault(edition, "could not be made")
    return packed


def _unfit(library: Library, handout: Handout) -> str:
    """Why a handout may not be mailed, whatever its file is like."""
    of_it = [r for r in library.revisions if r.handout == handout.edition.subject]
    newest = max(of_it, key=lambda r: (r.date, r.number))
    if newest.kind is RevisionKind.WITHDRAWAL:
        return f"was withdrawn on {newest.date}"
    if handout.site.needs_signoff and handout.is_draft:
        return f"version {handout.version} is not signed, as {handout.site.place.file} asks for"
    return ""


def _build(stale: list[Task], output: Path, problems: list[Problem]) -> set[Edition]:
    """Make the PDFs of stale tasks; the editions that failed."""
    if not stale:
        return set()
    scratch = (output / manifest.SCRATCH).absolute()
    scratch.mkdir(parents=True)
    failed = set()
    try:
        with Pool(min(len(stale), build.default_workers()), scratch) as pool:
            for done in build.build(stale, output, manifest.read(output), pool):
                problems += done.problems
                if not done.entry:
                    failed.add(done.task.edition)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return failed


def _take(handout: Handout, output: Path, packed: Packed) -> None:
    edition = handout.edition
    pdf = (output / edition.path).read_bytes()
    if len(pdf) > MAX_BYTES:
        packed.refused[edition] = (
            f"has {len(pdf) / 1e6:.1f} MB, {MAX_BYTES / 1e6:.0f} MB can be mailed; "
            "use smaller pictures, or send a link to it"
        )
        return
    packed.parcels[edition] = Parcel(
        handout.code, handout.version, handout.site.language, pdf, handout.is_draft
    )
