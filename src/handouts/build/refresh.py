"""Bring output up to date: what to make first, with which workers, and what is no longer made.

Every front end (the command line, mail, a preview) goes through here, so that they agree on what is
stale, and on what a build leaves behind.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from handouts.build import manifest
from handouts.build.cache import NO_CACHE, Cache
from handouts.build.manifest import Entry, Manifest
from handouts.build.plan import Plan, Task
from handouts.build.pool import Pool
from handouts.build.run import Done, Runner, build, default_workers
from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.page.edition import Edition, editions
from handouts.page.translation import offered


@dataclass(frozen=True)
class Order:
    """What is asked for: the editions, from which folders, and whether to make them all anew."""

    library: Library
    templates: Path
    output: Path
    editions: Sequence[Edition]
    force: bool = False
    kept: Cache = NO_CACHE
    """Parts of earlier builds."""


@dataclass
class Tally:
    """What a build has met so far."""

    found: list[Problem]
    printed: set[str] = field(default_factory=set)
    """Claims that a page settles."""
    stale: int = 0
    fresh: int = 0
    faulty: int = 0
    written: int = 0
    sheets: set[str] = field(default_factory=set)
    """Formats of which a print-room file was written."""

    def count(self, task: Task) -> None:
        """What a task says."""
        self.found += task.problems
        for sentence in task.handout.words():
            self.printed.update(sentence.claims)
        if not task.is_sound:
            self.faulty += 1
        elif task.reasons:
            self.stale += 1
        else:
            self.fresh += 1

    def take(self, done: Done) -> None:
        """What came of a task."""
        self.count(done.task)
        self.found += done.problems
        if done.entry:
            self.written += 1
            if any(file.path == done.task.edition.print_path for file in done.entry.files):
                self.sheets.add(done.entry.format)

    @property
    def looked_at(self) -> int:
        """How many editions were looked at."""
        return self.faulty + self.stale + self.fresh


def tasks(order: Order) -> Iterator[Task]:
    """A task for each edition, the most urgent first."""
    before = manifest.read(order.output)
    plan = Plan(order.library, order.templates, order.output, before, order.force)
    return plan.tasks(sorted(order.editions, key=lambda edition: _urgency(order, edition)))


def _urgency(order: Order, edition: Edition) -> int:
    """The booklet first, whose last steps wait for its chapters; then what was just edited."""
    if edition.format.shape.is_series:
        return 0
    source = order.library.folder / "syndromes" / f"{edition.subject}.yaml"
    try:
        built = (order.output / manifest.NAME).stat().st_mtime_ns
        return 1 if source.stat().st_mtime_ns > built else 2
    except OSError:
        return 2


def bring_up_to_date(order: Order, runner: Runner) -> Iterator[Done]:
    """Make what is stale; an edition at a time, as it is finished. Raises NoEngine, OSError.

    The caller holds the lock of the output folder.
    """
    kept = replace(order.kept, reads=not order.force)
    return build(tasks(order), order.output, manifest.read(order.output), runner, kept)


@contextmanager
def warm_workers(number: int, *, early: int | None = None) -> Iterator[Pool]:
    """Workers for many builds: the engine and its fonts stay loaded; `early` start at once."""
    with (
        tempfile.TemporaryDirectory(prefix="handouts-") as scratch,
        Pool(number, Path(scratch), number if early is None else early) as pool,
    ):
        yield pool


@contextmanager
def workers(output: Path, number: int | None = None, *, ready: int = 1) -> Iterator[Pool]:
    """A pool of worker processes (one per processor unless told), `ready` of them at once."""
    scratch = (output / manifest.SCRATCH).absolute()
    scratch.mkdir(parents=True)
    try:
        with Pool(number or default_workers(), scratch, ready) as pool:
            yield pool
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def orphans(library: Library, output: Path) -> list[str]:
    """The editions of the manifest that the content no longer has; none while it has faults."""
    if library.problems:
        return []
    made = manifest.read(output).entries
    known = {str(e) for site in library.sites for e in editions(library, site)}
    asked = {name.partition("/")[0] for name in made if name not in known}
    known |= {str(e) for site in asked & library.sites.keys() for e in offered(library, site)}
    return [
        name for name, entry in made.items() if name not in known and not is_notice(library, entry)
    ]


def is_notice(library: Library, entry: Entry) -> bool:
    """Whether it is the notice in the place of a handout that is still withdrawn."""
    return entry.format == NOTICE and entry.subject in library.withdrawn


NOTICE = "notice"
"""The name of the notice among the formats of the manifest."""


def finish(library: Library, output: Path, inputs: str) -> Manifest:
    """The manifest after a build of everything: what is lost is forgotten, the inputs are known."""
    after = manifest.without_lost(output, orphans(library, output))
    known = Manifest(inputs, after.entries)
    manifest.write(output, known)
    return known


def make(order: Order, wanted: Collection[Task]) -> Iterator[Done]:
    """Make some tasks with workers of our own. Raises NoEngine, OSError."""
    if wanted:
        number = min(len(wanted), default_workers())
        with workers(order.output, number) as pool:
            before = manifest.read(order.output)
            yield from build(wanted, order.output, before, pool, order.kept)
