"""A handout as a Word file for clinicians: every sentence numbered, with room for remarks.

Each sentence carries its key as a bookmark, so that remarks find their way back.
"""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from handouts.content.library import Library
from handouts.lint.review import Beside
from handouts.page.words import Word, digest, words_of

SENTENCE, REMARK = "s_", "r_"
"""How the bookmarks of a sentence and of its line for remarks begin; its key follows."""
ASK = "Remark: "
NEAR = 0.12
"""Claims that lie farther away are left out."""
HOW = (
    "Please read each numbered line as it stands. Add a comment, change the words with Track "
    "Changes on, or write behind “Remark”. Lines in gray are for your help: what the sources "
    "show, and faulty claims that lie near, with their corrections. Nothing else needs an edit."
)


def review_copy(library: Library, subject: str) -> bytes:
    """The Word file of a handout; the same words give the same text. KeyError when unknown."""
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    beside = Beside(library)
    newest = library.newest.get(subject)
    words = words_of(library, subject)
    document.add_heading(words[0].sentence.text if words else subject, 0)
    version = newest.version if newest else ""
    document.add_paragraph(f"{subject} {version}".strip())
    document.add_paragraph(HOW)
    block, seen = "", set[str]()
    for number, word in enumerate(words, 1):
        name = word.address.partition(" ")[0]
        if name != block:
            block = name
            document.add_heading(name.replace("_", " "), 1)
        is_new = word.key not in seen
        seen.add(word.key)
        _sentence(document, number, word, is_new=is_new)
        if is_new:
            _help(document, beside, word)
            remark = document.add_paragraph(ASK)
            _mark(remark, f"{REMARK}{word.key}", number + len(words))
    core = document.core_properties
    core.title, core.author = f"Review copy of {subject}", "handouts"
    core.comments = digest(library, subject) if newest else ""
    if newest:
        core.created = core.modified = datetime.combine(newest.date, time())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _sentence(document: Any, number: int, word: Word, *, is_new: bool) -> None:
    role = "" if word.sentence.role.value == "text" else f" ({word.sentence.role})"
    under = f" under “{word.label}”" if word.label else ""
    _gray(document.add_paragraph(), f"{number}{role}{under}{'' if is_new else ', as before'}")
    paragraph = document.add_paragraph()
    paragraph.add_run(word.sentence.text).bold = True
    if is_new:
        _mark(paragraph, f"{SENTENCE}{word.key}", number)


def _help(document: Any, beside: Beside, word: Word) -> None:
    for reference in beside.references(word):
        shows = " ".join(reference.shows)
        _gray(document.add_paragraph(), f"Source {reference.id}: {reference.title} {shows}")
    if word.sentence.role.value not in ("title", "heading", "label"):
        for near in beside.nearest(word)[:2]:
            if near.nearness >= NEAR:
                claim, told = near.claim, " ".join(near.claim.correction)
                text = f"Faulty claim nearby ({claim.verdict}): {claim.states} Correction: {told}"
                _gray(document.add_paragraph(), text)


def _gray(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x60, 0x60, 0x60)
    paragraph.paragraph_format.space_after = Pt(2)


def _mark(paragraph: Any, name: str, number: int) -> None:
    """Lay a bookmark around a paragraph."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)
