"""A Word file goes out to clinicians, and their remarks find their way back to file and line."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from handouts.content.library import Library
from handouts.lint.remarks import NoCopy, remarks
from handouts.lint.review_copy import SENTENCE, review_copy
from handouts.page.words import own_words
from tests.conftest import Run, edit


def _sentences(document: Any) -> list[Any]:
    body = document.element.body
    return [
        p
        for p in body.iter(qn("w:p"))
        if any(
            (b.get(qn("w:name")) or "").startswith(SENTENCE) for b in p.iter(qn("w:bookmarkStart"))
        )
    ]


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_every_sentence_stands_in_the_copy(golden: Library) -> None:
    """Numbered, each once with its mark, with sources and room for remarks."""
    document = Document(io.BytesIO(review_copy(golden, "elbow")))
    text = [p.text for p in document.paragraphs]
    words = own_words(golden, "elbow")
    for word in words:
        assert word.sentence.text in text
    assert len(_sentences(document)) == len({word.key for word in words})
    assert sum(line.startswith("Remark:") for line in text) == len({word.key for word in words})
    assert any(line.startswith("Source ") for line in text)
    assert remarks(review_copy(golden, "elbow"), golden) == []


def test_comments_changes_and_remarks_come_back(golden: Library) -> None:
    """A comment, a tracked change, a change without tracking, a line behind Remark."""
    document = Document(io.BytesIO(review_copy(golden, "elbow")))
    words = list({word.key: word for word in own_words(golden, "elbow")}.values())
    paragraphs = _sentences(document)
    by_element = {p._p: p for p in document.paragraphs}
    document.add_comment(by_element[paragraphs[3]].runs, "Is this right?", author="A. Reader")
    _track(paragraphs[4], "Other words.")
    by_element[paragraphs[5]].runs[0].text = "Not tracked."
    lines = [p for p in document.paragraphs if p.text.startswith("Remark:")]
    lines[6].add_run("too long")
    found = remarks(_saved(document), golden)
    told = {remark.text: (remark.said, remark.by) for remark in found}
    assert told == {
        words[3].sentence.text: ("Is this right?", "A. Reader"),
        words[4].sentence.text: ('write "Other words."', "A. Reader"),
        words[5].sentence.text: ('changed without tracking to "Not tracked."', ""),
        words[6].sentence.text: ("too long", ""),
    }
    assert {remark.place for remark in found} == {w.sentence.place for w in words[3:7]}


def _track(paragraph: Any, new: str) -> None:
    """Change a paragraph as Word does with Track Changes on."""
    run = next(paragraph.iter(qn("w:r")))
    added, gone = OxmlElement("w:ins"), OxmlElement("w:del")
    for mark in (added, gone):
        mark.set(qn("w:author"), "A. Reader")
    fresh = copy.deepcopy(run)
    next(fresh.iter(qn("w:t"))).text = new
    run.addprevious(gone)
    run.addprevious(added)
    added.append(fresh)
    gone.append(run)
    text = next(run.iter(qn("w:t")))
    text.tag = qn("w:delText")


def test_the_commands_print_file_line_sentence_remark(run: Run, data: Path) -> None:
    """review-copy writes the file, remarks reads it; what has changed since is said to have."""
    made = run("review-copy", "elbow")
    path = data.parent / made.stdout.strip()
    document = Document(str(path))
    by_element = {p._p: p for p in document.paragraphs}
    found = [by_element[p] for p in _sentences(document)]
    target = next(p for p in found if p.text.startswith("Bend"))
    document.add_comment(target.runs, "Say how far.", author="A. Reader")
    document.save(str(path))
    told = run("remarks", str(path)).stdout
    assert told.startswith("data/syndromes/elbow.yaml:")
    assert told.rstrip().endswith(f": {target.text}: Say how far. (A. Reader)")
    edit(data / "syndromes" / "elbow.yaml", target.text, "Bend it now.")
    assert run("remarks", str(path)).stdout.startswith("(changed since): ")


@pytest.mark.parametrize("data_", [b"", b"PK", b"no Word file", _saved(Document())])
def test_another_file_is_refused(golden: Library, data_: bytes) -> None:
    """What is no Word file, or none of ours, is said to be so."""
    with pytest.raises(NoCopy):
        remarks(data_, golden)
