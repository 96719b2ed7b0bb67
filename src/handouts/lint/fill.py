"""What nobody has written yet."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.content.start import FILL
from handouts.page.handout import Sentence


def is_begun(sentence: Sentence) -> bool:
    """Whether a text was left to be written."""
    return sentence.text.startswith(FILL)


def filled(_: Library, sentence: Sentence) -> Iterator[Problem]:
    """No text that a new record left to be written."""
    if is_begun(sentence):
        yield Problem(sentence.place, "fill-in", f'"{sentence.text[:60]}"; write it, or delete it')
