"""What belongs to the site and not into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.page.handout import Kind, Sentence

LOCAL = re.compile(
    r"\b(?:911|999|112|111|988)\b|\b(?:\+?\d[\d ()-]{7,}\d)\b|\b(?:A&E|emergency room)\b"
)


def numbers(_: Library, sentence: Sentence) -> Iterator[Problem]:
    """No phone number and no name of a local service in the text: they come from the site."""
    found = LOCAL.search(sentence.text)
    if found and sentence.kind is not Kind.LOCAL:
        message = f'"{found.group()}" belongs to the site; write "emergency services" or the like'
        yield Problem(sentence.place, "local", message)
