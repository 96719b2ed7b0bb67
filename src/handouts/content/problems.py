"""What can be wrong with content, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from handouts.content.characters import shown

MOST = 200
"""Faults of one file that are told; when there are more, the rest is counted."""
LONGEST_WORD, MOST_WORDS = 80, 2_000
"""What a likely word is looked for among: looking takes time with every letter."""


class Severity(StrEnum):
    """How much a problem weighs: an error stops a build, a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file; line and column count from 1, 0 means the whole of it."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the content: where it is, what it is, and what to do about it."""

    place: Place
    rule: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        told = f"{self.place}: {self.severity}: {self.message} [{self.rule}]"
        return shown(told).replace("\n", "U+000A")

    @property
    def is_error(self) -> bool:
        """Whether it stops a build."""
        return self.severity is Severity.ERROR


class Fault(Exception):
    """Raised where one fault ends the work on a file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build."""
    return [problem for problem in problems if problem.is_error]


def capped(problems: Iterable[Problem], file: str) -> list[Problem]:
    """The first problems of a file, and when there are more than anybody reads, how many."""
    rest = iter(problems)
    told = list(islice(rest, MOST))
    if more := sum(1 for _ in rest):
        message = f"{more:,} more faults in this file; mend the others first"
        told.append(Problem(Place(file, *_last(told)), "more", message))
    return told


def _last(problems: list[Problem]) -> tuple[int, int]:
    place = problems[-1].place
    return place.line, place.column


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "…"?` when a known word is close, else an empty string."""
    if len(word) > LONGEST_WORD:
        return ""
    words = [w for w in islice(known, MOST_WORDS) if len(w) <= LONGEST_WORD]
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """What to write instead: the known word that is close, else all that there are."""
    words = list(known)
    return did_you_mean(word, words) or f"; there is {', '.join(words) or 'none'}"
