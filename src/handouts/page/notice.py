"""The one-page notice in the place of a withdrawn handout."""

from __future__ import annotations

from dataclasses import replace

from handouts.content.library import Library
from handouts.page.booklet import withdrawn_part
from handouts.page.compose import compose
from handouts.page.desk import Desk
from handouts.page.edition import Edition
from handouts.page.handout import Block, Chapter, Handout, Kind, Role, Row, Sentence
from handouts.page.numbers import long_date


def notice(library: Library, edition: Edition) -> Handout:
    """A withdrawn edition with nothing but that it was withdrawn, when and why."""
    handout = compose(library, edition)
    revision = library.newest[edition.subject]
    desk = Desk(library, handout.language, handout.site)
    words = desk.wording
    told = (
        (words.governance.code, handout.code),
        (words.governance.version, revision.version),
        (words.withdrawn.title, long_date(revision.date, handout.language)),
        (words.governance.changes, " ".join(revision.changes)),
    )
    rows = tuple(
        Row(desk.label(label), (Sentence(text, Kind.LOCAL, revision.place),))
        for label, text in told
    )
    block = Block("withdrawn", "withdrawn", None, (replace(withdrawn_part(desk), rows=rows),))
    mark = Sentence(words.withdrawn.title, Kind.LOCAL, words.place, role=Role.LABEL)
    chapter = Chapter("notice", handout.title, (block,), handout.code, family=handout.family)
    return replace(handout, chapters=(chapter,), citations=(), draft=mark, corrected=None)
