"""From chapters to a booklet: what can be done next, in whatever order they come out."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from tests.conftest import ROOT

from handouts.build.bind import CONTENTS, FOLIOS, Binding
from handouts.content.library import Library
from handouts.content.problems import Place, Problem
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.paper.pdf import Job, Outcome


@pytest.fixture
def binding(golden: Library) -> Binding:
    handout = compose(golden, Edition("us", "booklet", Format.BOOKLET))
    return Binding(handout, ROOT / "templates", "us/booklet", {})


def pages(step: str, number: int) -> Outcome:
    with pikepdf.new() as pdf:
        for _ in range(number):
            pdf.add_blank_page()
        made = io.BytesIO()
        pdf.save(made)
    return Outcome(step, made.getvalue(), number, (), 0.0)


def chapters(binding: Binding, number: int = 2) -> list[Job]:
    """Feed all chapters, the last one first; what comes out after the last."""
    keys = [chapter.key for chapter in binding.handout.chapters]
    *others, last = reversed(keys)
    for key in others:
        assert binding.take(key, pages(key, number)) == []
    return binding.take(last, pages(last, number))


def numbers(job: Job) -> list[int]:
    """The page numbers of a table of contents."""
    return [int(n) for n in re.findall(r'class="page[^"]*">(\d+)<', job.html)]


def finish(binding: Binding, job: Job, more: int = 0) -> tuple[list[Job], Job]:
    """The tables of contents that were asked for, each as long as thought and so much more, and
    then the folios."""
    asked = []
    while job.name.endswith(f"#{CONTENTS}"):
        asked.append(job)
        number = binding._front + binding._pad + more * (len(asked) == 1)
        (job,) = binding.take(CONTENTS, pages(CONTENTS, number))
    return asked, job


def test_the_contents_come_when_all_chapters_are_there(binding: Binding) -> None:
    """Only then the page of each chapter is known: one after another, and as many as are there."""
    (contents,) = chapters(binding)
    assert contents.tagged
    asked, folios = finish(binding, contents)
    first, *others = numbers(asked[-1])
    assert others == [first + 2 * (n + 1) for n in range(len(others))]
    assert len(others) == len(binding.handout.chapters) - 1
    assert binding.pages == first - 1 + 2 * len(binding.handout.chapters)
    assert folios.name == f"us/booklet#{FOLIOS}"
    assert not folios.tagged


def test_contents_longer_than_thought_are_made_again(binding: Binding) -> None:
    """The printed numbers are right, however many pages the table of contents takes."""
    (contents,) = chapters(binding)
    before = numbers(contents)
    asked, _ = finish(binding, contents, more=2)
    assert len(asked) > 1
    assert numbers(asked[-1]) == [number + 2 for number in before]
    assert binding.pages == numbers(asked[-1])[-1] + 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_spread_lies_open(binding: Binding, number: int) -> None:
    """Both pages of a comparison are seen at once: it starts on a left page."""
    asked, _ = finish(binding, chapters(binding, number)[0])
    spreads = [n for n, chapter in enumerate(binding.handout.chapters) if chapter.spread]
    assert spreads
    assert numbers(asked[-1])[spreads[0]] % 2 == 0


def test_every_page_gets_the_running_title_of_its_chapter(binding: Binding) -> None:
    """A reader who opens the booklet anywhere knows where that is."""
    _, folios = finish(binding, chapters(binding, 1)[0])
    for chapter in binding.handout.chapters:
        assert chapter.running in folios.html


def test_a_chapter_that_fails_ends_it(binding: Binding) -> None:
    """Its problems are kept, and no half booklet is bound."""
    problem = Problem(Place("us/booklet#knee"), "engine", "crashed")
    assert binding.take("knee", Outcome("knee", None, 0, (problem,), 0.0)) == []
    for chapter in binding.handout.chapters:
        if chapter.key != "knee":
            assert binding.take(chapter.key, pages(chapter.key, 1)) == []
    assert binding.pdf is None
    assert binding.problems == [problem]
