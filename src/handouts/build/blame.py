"""The engine's messages → the file and line that an editor or designer has to mend.

The engine speaks of the HTML it was given; that HTML was made from sentences and style sheets whose
places are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from handouts.content.problems import Place, Problem
from handouts.page.handout import Handout
from handouts.page.render import style_place

GLYPH = re.compile(r"\(U\+([0-9A-F]{4,6})\)")
STYLE = re.compile(r" at (\d+):(\d+)")


def blame(problems: Iterable[Problem], handout: Handout, templates: Path) -> Iterator[Problem]:
    """The problems of a handout's typesetting, at the places that they come from if known."""
    for problem in problems:
        if problem.rule != "engine":
            yield problem
        elif ".notdef" in problem.message:
            yield from _glyphs(problem, handout)
        elif found := STYLE.search(problem.message):
            place = style_place(templates, handout, int(found[1]))
            message = problem.message.replace(found.group(), "").rstrip(".")
            yield Problem(Place(place.file, place.line, int(found[2])), "engine", message)
        else:
            yield problem


def _glyphs(problem: Problem, handout: Handout) -> Iterator[Problem]:
    """Every sentence that has the character."""
    for code in GLYPH.findall(problem.message):
        character = chr(int(code, 16))
        message = f"no font has {character} (U+{code}); write it in words"
        places = {s.place for s in handout.sentences() if character in s.text}
        for place in sorted(places) or [problem.place]:
            yield Problem(place, "glyph", message)
