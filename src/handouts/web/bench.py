"""The editor's bench: editions that are made anew after each save, by a worker that stays warm.

It shows the very bytes that `build` would write, and writes nothing.
What cannot be made leaves the last good page and says why.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from handouts.build import run
from handouts.build.cache import Cache
from handouts.build.manifest import Manifest
from handouts.build.plan import Plan
from handouts.build.pool import Pool
from handouts.content import library as content
from handouts.content.library import Library
from handouts.content.problems import Fault, Problem
from handouts.page.compose import compose
from handouts.page.edition import Edition, editions
from handouts.page.formats import Format

NOWHERE = Path(os.devnull)
"""Nothing was built there, and nothing will be."""
MOST = 200
"""Problems that are told; the others are counted."""


@dataclass(frozen=True)
class Sheet:
    """What is shown of an edition: its pages, its words as a web page, and what is wrong."""

    name: str
    number: int = 0
    """Goes up whenever something changes."""
    pdf: bytes = b""
    digest: str = ""
    pages: int = 0
    twin: str = ""
    twin_number: int = 0
    problems: tuple[Problem, ...] = ()
    is_old: bool = False
    """Whether the pages are of an earlier state, since those of today cannot be made."""
    is_busy: bool = False
    seconds: float = 0.0
    """From the save to these pages."""


@dataclass
class Bench:
    """Keeps the sheets of all editions that somebody looks at."""

    data: Path
    templates: Path
    kept: Cache
    tell: Callable[[], None]
    """Called from another thread whenever a sheet has changed."""
    library: Library | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    _looked_at: Counter[str] = field(default_factory=Counter)
    _asked: threading.Condition = field(default_factory=threading.Condition)
    _saved: float = 0.0
    _is_over: bool = False

    def look(self, name: str, *, begins: bool) -> None:
        """Somebody begins or ceases to look at an edition."""
        with self._asked:
            self._looked_at[name] += 1 if begins else -1
            self._asked.notify()

    def saved(self) -> None:
        """Something was saved."""
        with self._asked:
            self._saved = time.monotonic()
            self._asked.notify()

    def stop(self) -> None:
        """End the work at the next rest."""
        with self._asked:
            self._is_over = True
            self._asked.notify()

    def choices(self) -> list[Edition]:
        """What can be looked at; translations too that are not whole yet."""
        found = self.library
        if found is None:
            return []
        return [
            edition
            for site in found.sites.values()
            for language in ("", *site.tongues[1:])
            for edition in editions(found, site.id, language)
        ]

    def work(self, pool: Pool) -> None:
        """Make what is looked at, again after each save, until stopped."""
        done = -1.0
        made: dict[str, float] = {}
        while True:
            with self._asked:
                while not self._is_over and self._saved == done and not self._new(made, done):
                    self._asked.wait()
                if self._is_over:
                    return
                saved = self._saved
                wanted = [name for name, number in self._looked_at.items() if number > 0]
            if saved != done:
                self.library, done = content.load(self.data), saved
            start = saved or time.monotonic()
            for name in wanted:
                if made.get(name) != done:
                    self._make(name, start, pool)
                    made[name] = done

    def _new(self, made: dict[str, float], done: float) -> bool:
        return any(n > 0 and made.get(name) != done for name, n in self._looked_at.items())

    def _make(self, name: str, start: float, pool: Pool) -> None:
        """The words at once, then the pages."""
        library = self.library
        assert library is not None
        edition = next((e for e in self.choices() if str(e) == name), None)
        if edition is None:
            self._show(name, problems=library.problems, is_old=True, is_busy=False)
            return
        try:
            page = self._twin(library, edition)
            self._show(name, twin=page, problems=library.problems, is_busy=True)
            task = next(self._plan(library).tasks([edition]))
            made = run.typeset(task, pool, self.kept)
        except (Fault, OSError, KeyError) as error:
            said = (error.problem,) if isinstance(error, Fault) else ()
            self._show(name, problems=(*library.problems, *said), is_old=True, is_busy=False)
            return
        found = (*library.problems, *task.problems, *made.problems)
        if made.pdf is None or made.problems:
            self._show(name, problems=found, is_old=True, is_busy=False)
            return
        self._show(
            name,
            pdf=made.pdf,
            digest=hashlib.sha256(made.pdf).hexdigest()[:16],
            pages=made.pages,
            problems=found,
            is_old=False,
            is_busy=False,
            seconds=time.monotonic() - start,
        )

    def _plan(self, library: Library) -> Plan:
        return Plan(library, self.templates, NOWHERE, Manifest())

    def _twin(self, library: Library, edition: Edition) -> str:
        """Its words as a web page; a leaflet's for every format, none of a booklet."""
        if edition.format.shape.is_series or library.wording is None:
            return ""
        leaflet = compose(library, replace(edition, format=Format.LEAFLET))
        return self._plan(library).twin(leaflet)

    def _show(self, name: str, **changed: object) -> None:
        before = self.sheets.get(name, Sheet(name))
        after = replace(before, **changed, number=before.number + 1)  # type: ignore[arg-type]
        if after.twin != before.twin:
            after = replace(after, twin_number=after.number)
        self.sheets[name] = after
        self.tell()
