"""What clinicians wrote into a review copy: comments, tracked changes, remarks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from handouts.content import bounds
from handouts.content.library import Library
from handouts.content.problems import Place
from handouts.lint.review_copy import ASK, REMARK, SENTENCE
from handouts.page.words import Word, subjects, words_of

MAX_BYTES, MAX_UNPACKED = 20_000_000, 50_000_000
SECONDS = 10.0
"""Of the processor, to read what came back."""


class NoCopy(Exception):
    """Not a review copy that we can read; the message says why."""


@dataclass(frozen=True)
class Remark:
    """A remark on some words: where these are written, and what was said of them."""

    place: Place
    text: str
    said: str
    by: str = ""

    def __str__(self) -> str:
        place = f"{self.place.file}:{self.place.line}" if self.place.file else "(changed since)"
        return f"{place}: {self.text}: {self.said}{f' ({self.by})' if self.by else ''}"


def remarks(data: bytes, library: Library) -> list[Remark]:
    """The remarks of a review copy in the order of the text. Raises NoCopy."""
    known: dict[str, Word] = {}
    for subject in subjects(library):
        for word in words_of(library, subject):
            known.setdefault(word.key, word)
    try:
        with bounds.bounded(SECONDS):
            return _read(data, known)
    except NoCopy:
        raise
    except bounds.TooMuch as error:
        raise NoCopy(f"not a review copy: it {error}") from error
    except Exception as error:  # a damaged file can break a reader anywhere
        raise NoCopy("not a Word file, or a damaged one; save it as DOCX") from error


def _read(data: bytes, known: dict[str, Word]) -> list[Remark]:
    document = _open(data)
    comments = {str(c.comment_id): (c.text.strip(), c.author) for c in document.comments}
    found: list[Remark] = []
    key, told, is_marked = "", "", False
    for paragraph in document.element.body.iter(qn("w:p")):
        marks = [b.get(qn("w:name")) or "" for b in paragraph.iter(qn("w:bookmarkStart"))]
        of_sentence = next((m for m in marks if m.startswith(SENTENCE)), "")
        before, after, authors = _texts(paragraph)
        if of_sentence:
            key, is_marked = of_sentence.removeprefix(SENTENCE), True
            told = before
            found += _changed(known, key, before, after, authors)
        elif any(mark.startswith(REMARK) for mark in marks):
            said = after.strip().removeprefix(ASK.strip()).strip()
            found += [_remark(known, key, told, said, "")] if said else []
        for anchor in paragraph.iter(qn("w:commentRangeStart")):
            said, by = comments.get(anchor.get(qn("w:id")) or "", ("", ""))
            if said:
                found.append(_remark(known, key, told, said, by))
    if not is_marked:
        raise NoCopy("no sentence of it carries our mark; is it a review copy?")
    return found


def _open(data: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            raise NoCopy("too large when unpacked")
    return Document(io.BytesIO(data))


def _texts(paragraph: Any) -> tuple[str, str, str]:
    """A paragraph before and after its tracked changes, and who made them."""
    before, after, authors = list[str](), list[str](), dict[str, None]()
    waiting = [(paragraph, False, False)]
    while waiting:
        element, is_new, is_gone = waiting.pop()
        if element.tag in (qn("w:ins"), qn("w:del")):
            authors[element.get(qn("w:author")) or ""] = None
            is_new |= element.tag == qn("w:ins")
            is_gone |= element.tag == qn("w:del")
        if element.tag in (qn("w:t"), qn("w:delText")):
            if not is_new:
                before.append(element.text or "")
            if element.tag == qn("w:t") and not is_gone:
                after.append(element.text or "")
        waiting += [(inner, is_new, is_gone) for inner in reversed(element)]
    return "".join(before), "".join(after), ", ".join(filter(None, authors))


def _changed(
    known: dict[str, Word], key: str, before: str, after: str, authors: str
) -> Iterator[Remark]:
    """A tracked change of a sentence, or one that was made without tracking."""
    if before != after:
        said = f'write "{after.strip()}"' if after.strip() else "delete it"
        yield _remark(known, key, before, said, authors)
    elif (word := known.get(key)) and after.strip() != word.sentence.text.strip():
        said = f'changed without tracking to "{after.strip()}"'
        yield _remark(known, key, word.sentence.text, said, authors)


def _remark(known: dict[str, Word], key: str, told: str, said: str, by: str) -> Remark:
    word = known.get(key)
    place = word.sentence.place if word else Place()
    return Remark(place, word.sentence.text if word else told, " ".join(said.split()), by)
