"""The steps from a handout's parts to one file: of a booklet contents, folios, join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handouts.content.problems import Fault, Problem
from handouts.page import render
from handouts.page.handout import Handout
from handouts.paper import join, seal
from handouts.paper.pdf import Job, Outcome

CONTENTS, FOLIOS = "contents", "folios"


@dataclass
class Binding:
    """A booklet in the making.

    Feed it the outcome of every job; it answers with the jobs that can be done next, until `pdf`
    is there. The table of contents needs the page counts of all chapters, and its own length;
    the folios need the number of all pages.
    """

    handout: Handout
    templates: Path
    name: str
    pictures: Mapping[str, bytes]
    origin: str = ""
    chapters: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    pdf: bytes | None = None
    pages: int = 0
    _contents: bytes = b""
    _front: int = 2
    """The pages of cover and contents: a guess until they are typeset."""
    _pad: bool = False
    """Whether a page for notes follows them, so that spreads lie open."""

    def job(self, step: str, html: str) -> Job:
        """A job of this booklet; folios are untagged, since they become artifacts."""
        return Job(f"{self.name}#{step}", html, self.pictures, tagged=step != FOLIOS)

    def take(self, step: str, outcome: Outcome) -> list[Job]:
        """The jobs that can be done now that this step has come out."""
        try:
            return self._take(step, outcome)
        except Fault as fault:  # of a template that fails only when the pages are known
            self.problems.append(fault.problem)
            return []

    def _take(self, step: str, outcome: Outcome) -> list[Job]:
        if outcome.pdf is None:
            self.problems += outcome.problems
            return []
        if step == FOLIOS:
            chapters = [(key, self.chapters[key]) for key in self._keys()]
            joined = join.join([(CONTENTS, self._contents), *chapters], outcome.pdf)
            self.pdf = seal.sealed(joined, self.origin) if self.origin else joined
            return []
        if step != CONTENTS:
            self.chapters[step] = outcome.pdf
            return [self._contents_job()] if len(self.chapters) == len(self._keys()) else []
        self._contents = outcome.pdf
        front = outcome.pages - self._pad
        if front != self._front:
            self._front = front
            return [self._contents_job()]
        return [self._folios_job()]

    def _keys(self) -> list[str]:
        return [chapter.key for chapter in self.handout.chapters]

    def _counts(self) -> list[int]:
        return [join.page_count(self.chapters[key]) for key in self._keys()]

    def _contents_job(self) -> Job:
        self._pad = self._opens_right()
        lines, page = [], 1 + self._front + self._pad
        for chapter, count in zip(self.handout.chapters, self._counts(), strict=True):
            lines.append(render.Line(chapter.title.text, chapter.key, page, chapter.family))
            page += count
        html = render.render_contents(self.handout, lines, self.templates, self._pad)
        return self.job(CONTENTS, html)

    def _opens_right(self) -> bool:
        """Whether the first chapter that wants to be a spread would begin on a right-hand page."""
        page = 1 + self._front
        for chapter, count in zip(self.handout.chapters, self._counts(), strict=True):
            if chapter.spread:
                return page % 2 == 1
            page += count
        return False

    def _folios_job(self) -> Job:
        titles = [self.handout.title.text] * (self._front + self._pad)
        for chapter, count in zip(self.handout.chapters, self._counts(), strict=True):
            titles += [chapter.running] * count
        self.pages = len(titles)
        return self.job(FOLIOS, render.render_folios(self.handout, titles, self.templates))


@dataclass
class Sheet:
    """A sheet in the making that has a language on each side; fed like a booklet."""

    languages: tuple[str, ...]
    origin: str
    sides: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    pdf: bytes | None = None
    pages: int = 0

    def take(self, step: str, outcome: Outcome) -> list[Job]:
        """Nothing is left to typeset once both sides are there."""
        self.problems += outcome.problems
        if outcome.pdf is not None:
            self.sides[step] = outcome.pdf
            self.pages += outcome.pages
        if len(self.sides) == len(self.languages):
            joined = join.join([(language, self.sides[language]) for language in self.languages])
            self.pdf = seal.sealed(joined, self.origin)
        return []
