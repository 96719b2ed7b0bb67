"""The leaflets to attach: of today's version, built on the spot when stale, fit to be mailed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from handouts.build import manifest
from handouts.build.lock import hold
from handouts.build.refresh import Order, make, tasks
from handouts.content import files
from handouts.content.library import Library
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
        order = Order(library, templates, output, tuple(editions))
        fit = []
        for task in tasks(order):
            if not task.is_sound:
                packed.problems += task.problems
            elif why := _unfit(task.handout):
                packed.refused[task.edition] = why
            else:
                fit.append(task)
        failed = set()
        for done in make(order, [task for task in fit if task.reasons]):
            packed.problems += done.problems
            if not done.entry:
                failed.add(done.task.edition)
        for task in fit:
            if task.edition not in failed:
                _take(task.handout, output, packed)
    for edition in editions:
        if edition not in packed.parcels:
            packed.refused.setdefault(edition, "could not be made")
    return packed


def _unfit(handout: Handout) -> str:
    """Why a handout may not be mailed, whatever its file is like."""
    if handout.unread:
        number = len(handout.unread)
        return f"has {number} words or sentences that nobody has reviewed; see handouts review"
    if handout.site.needs_signoff and handout.is_draft:
        return f"version {handout.version} is not signed, as {handout.site.place.file} asks for"
    return ""


def _take(handout: Handout, output: Path, packed: Packed) -> None:
    edition = handout.edition
    path = output / edition.path
    if path.is_symlink() or not files.inside(path, output):
        packed.refused[edition] = f"is a link: {path}; delete it and run again"
        return
    pdf = files.read_plain(path, manifest.MAX_BYTES)
    if len(pdf) > MAX_BYTES:
        packed.refused[edition] = (
            f"has {len(pdf) / 1e6:.1f} MB, {MAX_BYTES / 1e6:.0f} MB can be mailed; "
            "use smaller pictures, or send a link to it"
        )
        return
    packed.parcels[edition] = Parcel(
        handout.code, handout.version, handout.language, pdf, handout.is_draft
    )
