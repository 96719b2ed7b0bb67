"""Figures in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.page.handout import Kind, Sentence

PROPORTION = re.compile(
    r"\d\s*(?:%|percent)|\b\d[\d,]*\s+(?:out\s+of|of\s+every|in)\s+(?:every\s+)?[\d,]+",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"\b(?:twice|three times|half) as\b|\btimes (?:more|less|higher|lower)\b|\bdoubles? the risk\b",
    re.IGNORECASE,
)
DOSE = re.compile(r"\d\s*(?:mg|mcg|micrograms?|milligrams?|g|ml|units?|IU)\b")
PROSE = frozenset({Kind.FACT, Kind.NOTE, Kind.TERM})


def proportions(_: Library, sentence: Sentence) -> Iterator[Problem]:
    """A proportion comes from a number record; risks are absolute, never "twice as many"."""
    if sentence.kind not in PROSE:
        return
    if share := PROPORTION.search(sentence.text):
        message = f'"{share.group()}" in prose; make it a record of numbers.yaml and name that'
        yield Problem(sentence.place, "number-record", message)
    if ratio := RELATIVE.search(sentence.text):
        message = f'"{ratio.group()}"; give both numbers as records of numbers.yaml'
        yield Problem(sentence.place, "absolute-risk", message)


def doses(_: Library, sentence: Sentence) -> Iterator[Problem]:
    """No amount of a medicine is printed; the team says it."""
    if found := DOSE.search(sentence.text):
        message = f'"{found.group()}" is a dose; leave amounts to the team'
        yield Problem(sentence.place, "dose", message)
