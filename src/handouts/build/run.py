"""Run the stale tasks' jobs, write what came of them, keep the manifest."""

from __future__ import annotations

import hashlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from handouts.build import manifest
from handouts.build.blame import blame
from handouts.build.cache import NO_CACHE, Cache
from handouts.build.manifest import Entry, File, Manifest
from handouts.build.plan import Task, fingerprint, origin_of, part_key
from handouts.content import files
from handouts.content.problems import Place, Problem
from handouts.page.trail import trail
from handouts.paper import join, seal
from handouts.paper.impose import impose
from handouts.paper.pdf import Job, Outcome

UNREAD = 50
"""How many tasks may wait for a look at their words; each holds its HTML."""


class Runner(Protocol):
    """Whatever takes jobs and gives outcomes as they finish: a pool, a cluster."""

    @property
    def is_hungry(self) -> bool:
        """Whether more jobs would keep it busier."""

    @property
    def is_idle(self) -> bool:
        """Whether every outcome has been collected."""

    def submit(self, job: Job) -> None:
        """Take a job."""

    def collect(self, wait: bool) -> list[Outcome]:
        """What has come out since the last call; when told to wait, at least one outcome."""


@dataclass(frozen=True)
class Done:
    """An edition that was made, that was fresh, or the problems that kept it from being made."""

    task: Task
    entry: Entry | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Made:
    """A PDF, or what was wrong with it."""

    pdf: bytes | None
    pages: int
    problems: tuple[Problem, ...]


def typeset(task: Task, runner: Runner, kept: Cache) -> Made:
    """What `build` would write as the file of a sound task; nothing is written."""
    found: list[Made] = []

    def take(task: Task, made: Made) -> Done:
        found.append(made)
        return Done(task)

    running = _Running(take, runner, kept)
    running.start(task)
    _ = task.problems  # looked for while the pages are typeset
    while not running.is_idle:
        for outcome in running.collect(wait=True):
            running.take(outcome)
    if not found:
        return Made(None, 0, ())
    problems = tuple(blame(found[-1].problems, task.handout, task.templates))
    return replace(found[-1], problems=problems)


def build(
    tasks: Iterable[Task],
    output: Path,
    before: Manifest,
    runner: Runner,
    kept: Cache = NO_CACHE,
) -> Iterator[Done]:
    """Typeset the stale tasks, and write each file as soon as it is there.

    What is `kept` of an earlier build is not typeset again.

    No more tasks are taken than keep the runner busy, so their number is no matter. The words of
    an edition are looked at while its pages are typeset, and before anything is written. An
    interrupted build is never wrong, only unfinished: the next one goes on where it stopped.
    """
    books = _Books(output, dict(before.entries))
    running = _Running(partial(_write, output), runner, kept)
    waiting = iter(tasks)
    unread: deque[Task] = deque()
    try:
        more = True
        while more or unread or not running.is_idle:
            if more and runner.is_hungry and len(unread) < UNREAD:
                task = next(waiting, None)
                if task is None:
                    more = False
                else:
                    unread.append(task)
                    if task.reasons:
                        running.start(task)
            elif unread:
                task = unread.popleft()
                if not task.is_sound or not task.reasons:
                    yield Done(task)
            wait = not (more and runner.is_hungry) and not unread and not running.is_idle
            for outcome in running.collect(wait):
                if done := running.take(outcome):
                    if done.entry:
                        books.enter(str(done.task.edition), done.entry)
                    yield done
    finally:
        books.close()


@dataclass
class _Books:
    """The manifest of a running build, on disk often enough, and in any case at the end.

    The longer it takes to write, the less often: with thousands of editions it is large.
    """

    output: Path
    entries: dict[str, Entry]
    _changed: bool = False
    _next: float = 0.0

    def enter(self, name: str, entry: Entry) -> None:
        if before := self.entries.get(name):
            dropped = {file.path for file in before.files} - {file.path for file in entry.files}
            manifest.delete(self.output, [self.output / path for path in dropped])
        self.entries[name] = entry
        self._changed = True
        if time.monotonic() >= self._next:
            start = time.monotonic()
            self.close()
            self._next = time.monotonic() + max(1.0, 20 * (time.monotonic() - start))

    def close(self) -> None:
        if self._changed:
            # What the inputs were is only known when all is done.
            manifest.write(self.output, Manifest("", self.entries))
            self._changed = False


@dataclass
class _Running:
    """The tasks under way: which job belongs to which, and how many chapters each waits for."""

    write: Callable[[Task, Made], Done]
    runner: Runner
    kept: Cache
    owner: dict[str, tuple[Task, str, str]] = field(default_factory=dict)
    chapters: dict[str, int] = field(default_factory=dict)
    ready: list[Outcome] = field(default_factory=list)
    """What was kept, and need not be typeset."""

    @property
    def is_idle(self) -> bool:
        return self.runner.is_idle and not self.ready

    def start(self, task: Task) -> None:
        self.chapters[str(task.edition)] = len(task.jobs)
        for step, job in task.jobs.items():
            self._submit(task, step, job)

    def collect(self, wait: bool) -> list[Outcome]:
        ready, self.ready = self.ready, []
        return [*ready, *self.runner.collect(wait and not ready)]

    def take(self, outcome: Outcome) -> Done | None:
        """What is finished by this outcome, if anything is."""
        task, step, key = self.owner.pop(outcome.name)
        if outcome.pdf and not outcome.problems and key:
            self.kept.put(key, outcome.pdf)
        if not task.is_sound:
            return None  # its words are at fault, as has been or will be said
        if task.binding is None:
            return self.write(task, Made(outcome.pdf, outcome.pages, outcome.problems))
        self._bind(task, step, outcome)
        binding = task.binding
        if binding.pdf is None and not (binding.problems and not self._left(task)):
            return None
        return self.write(task, Made(binding.pdf, binding.pages, tuple(binding.problems)))

    def _left(self, task: Task) -> int:
        return self.chapters[str(task.edition)]

    def _bind(self, task: Task, step: str, outcome: Outcome) -> None:
        assert task.binding is not None
        self.chapters[str(task.edition)] -= step in task.jobs
        for job in task.binding.take(step, outcome):
            self._submit(task, job.name.partition("#")[2], job)

    def _submit(self, task: Task, step: str, job: Job) -> None:
        key = part_key(job)
        found = self.kept.get(key) if key else None
        self.owner[job.name] = (task, step, "" if found else key)
        if found is None:
            self.runner.submit(job)
        else:
            self.ready.append(Outcome(job.name, found, join.page_count(found), (), 0.0))


def _write(output: Path, task: Task, made: Made) -> Done:
    data, pages = made.pdf, made.pages
    if data is None or made.problems:
        return Done(task, None, tuple(blame(made.problems, task.handout, task.templates)))
    edition = task.edition
    contents = [(edition.path, data, pages)]
    if task.handout.has_print_file:
        site = task.handout.site
        sheets = impose(data, edition.format, site.paper, site.crop_marks)
        sheets = seal.sealed(sheets, origin_of(task.handout))
        contents.append((edition.print_path, sheets, join.page_count(sheets)))
    if task.twin:
        contents.append((edition.twin_path, task.twin.encode(), 0))
    contents.append((edition.trail_path, trail(task.linter.library, task.handout), 0))
    written = []
    for name, content, number in contents:
        path = output / name
        try:
            manifest.replace(files.below(output, name), content)
            modified = path.stat().st_mtime_ns
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            message = f"cannot be written: {why}; free it and run again"
            return Done(task, None, (Problem(Place(files.named(path)), "output", message),))
        sha256 = hashlib.sha256(content).hexdigest()
        written.append(File(name, sha256, len(content), modified, number))
    entry = Entry(
        site=edition.site,
        subject=edition.subject,
        format=edition.format.value,
        files=tuple(written),
        fingerprint=task.fingerprint,
        chapters=tuple(map(fingerprint, task.jobs.values())) if task.binding else (),
        version=task.handout.version,
        signed=not task.handout.is_draft,
        engine=f"WeasyPrint {task.uses['weasyprint']}",
        uses=dict(task.uses),
    )
    return Done(task, entry)


def default_workers() -> int:
    """As many workers as this process may use processors."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
