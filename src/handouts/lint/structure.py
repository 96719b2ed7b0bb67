"""Lists, paragraphs and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.problems import Place, Problem, Severity
from handouts.page.handout import Handout, Part, Sentence

MAX_ITEMS = 7  # CDC Clear Communication Index, item 8
MAX_SIGNS = 9
"""A care card holds whole emergencies: none is left off for the sake of a shorter list."""
MAX_SENTENCES = 7
MAX_WORDS = 100


def parts(_: Library, handout: Handout) -> Iterator[Problem]:
    """Lists of at most 7 items (9 signs), paragraphs of at most 7 sentences and 100 words.

    The booklet's care cards hold the signs of all illnesses.
    """
    whole = handout.edition.format.shape.is_series
    for block in handout.blocks():
        if block.kind in {"glossary", "questions", "governance", "contacts", "contents"}:
            continue
        for part in block.parts:
            place = _place(part)
            most = MAX_SIGNS if block.kind == "care" else MAX_ITEMS
            if len(part.items) > most and not (whole and block.kind == "care"):
                message = f"{len(part.items)} items; split it, {most} at most"
                yield Problem(place, "list-length", message)
            texts = [sentence.text for sentence in part.text]
            if len(texts) > MAX_SENTENCES or sum(len(t.split()) for t in texts) > MAX_WORDS:
                message = f"a paragraph of {len(texts)} sentences; start a new one"
                yield Problem(place, "paragraph-length", message)


def braces(_: Library, sentence: Sentence) -> Iterator[Problem]:
    """No braces on a page: a word in them that is not known here stands for nothing."""
    text = sentence.text.replace("{page}", "").replace("{pages}", "")  # counted on paper
    if "{" in text or "}" in text:
        said = sentence.text[:60]
        yield Problem(sentence.place, "braces", f'"{said}" has a brace that nothing fills')


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
        if block.picture and block.picture.alt.text.rstrip(".") == caption.rstrip("."):
            place = next(block.sentences()).place
            yield Problem(
                place,
                "alt-text",
                "the text alternative repeats the caption; say what is to be seen",
                Severity.ERROR,
            )


def _place(part: Part) -> Place:
    """Where an editor finds a part: its first item or sentence, else its title."""
    own = [*(s for item in part.items for s in item), *part.text]
    return next((s.place for s in (*own, *part.words())), Place())
