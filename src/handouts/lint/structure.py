"""Lists, paragraphs and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.problems import Place, Problem, Severity
from handouts.page.handout import Handout, Part

MAX_ITEMS = 7  # CDC Clear Communication Index, item 8
MAX_SENTENCES = 4
MAX_WORDS = 60


def parts(_: Library, handout: Handout) -> Iterator[Problem]:
    """Lists of at most 7 items, paragraphs of at most 4 sentences and 60 words."""
    for block in handout.blocks():
        if block.key in {"glossary", "questions", "governance"}:
            continue
        for part in block.parts:
            place = _place(part)
            if len(part.items) > MAX_ITEMS:
                yield Problem(
                    place, "list-length", f"{len(part.items)} items; split it, {MAX_ITEMS} at most"
                )
            texts = [sentence.text for sentence in part.text]
            if block.key == "tests":
                continue
            if len(texts) > MAX_SENTENCES or sum(len(t.split()) for t in texts) > MAX_WORDS:
                message = f"a paragraph of {len(texts)} sentences; start a new one"
                yield Problem(place, "paragraph-length", message)


def do_not(_: Library, handout: Handout) -> Iterator[Problem]:
    """In a list of what not to do, each item says so again: a heading is easily missed."""
    for block in handout.blocks():
        for part in block.parts:
            for item in part.items if part.style == "do-not" else ():
                if not item[0].text.lower().startswith("do not"):
                    message = 'start each item of this list with "do not"'
                    yield Problem(item[0].place, "do-not", message)


def pictures(_: Library, handout: Handout) -> Iterator[Problem]:
    """A picture has a text alternative that is not its caption."""
    for block in handout.blocks():
        caption = " ".join(sentence.text for sentence in block.sentences())
        if block.figure and block.figure.alt.rstrip(".") == caption.rstrip("."):
            place = next(block.sentences()).place
            yield Problem(
                place,
                "alt-text",
                "the text alternative repeats the caption; say what is to be seen",
                Severity.ERROR,
            )


def _place(part: Part) -> Place:
    return next((sentence.place for sentence in part.sentences()), Place())
