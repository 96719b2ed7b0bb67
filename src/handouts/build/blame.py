"""The engine's messages → the file and line that an editor or designer has to mend.

The engine speaks of the HTML it was given; that HTML was made from sentences and style sheets whose
places are known.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from handouts.content import files
from handouts.content.problems import Place, Problem
from handouts.page.handout import Handout
from handouts.page.pictures import BASE
from handouts.page.styles import style_place

ASKED = re.compile(r"^(.+?) was asked for; |^Font-face '([^']+)' cannot", re.DOTALL)
GLYPH = re.compile(r"\(U\+([0-9A-F]{4,6})\)")
STYLE = re.compile(r" at (\d+):(\d+)")


def blame(problems: Iterable[Problem], handout: Handout, templates: Path) -> Iterator[Problem]:
    """The problems of a handout's typesetting, at the places that they come from if known."""
    for problem in problems:
        if problem.rule != "engine":
            yield problem
        elif ".notdef" in problem.message:
            yield from _glyphs(problem, handout, templates)
        elif found := STYLE.search(problem.message):
            place = style_place(templates, handout, int(found[1]))
            message = problem.message.replace(found.group(), "").rstrip(".")
            yield Problem(Place(place.file, place.line, int(found[2])), "engine", message)
        else:
            place = (
                _logo(problem.message, handout)
                or _mentioned(problem.message, templates)
                or _page(handout, templates)
            )
            yield Problem(place, "engine", f"{handout.edition}: {problem.message}")


def _glyphs(problem: Problem, handout: Handout, templates: Path) -> Iterator[Problem]:
    """Every sentence that has the character."""
    for code in GLYPH.findall(problem.message):
        character = chr(int(code, 16))
        message = f"no font has {character} (U+{code}); write it in words"
        places = {s.place for s in handout.words() if character in s.text}
        named = _mentioned(character, templates) or _page(handout, templates)
        for place in sorted(places) or [named]:
            yield Problem(place, "glyph", message)


def _mentioned(message: str, templates: Path) -> Place | None:
    """The first line of a template that has the character, or the address that was asked for."""
    found = ASKED.match(message)
    wanted = (found[1] or found[2]) if found else message
    name = wanted.removeprefix(BASE).removeprefix("file://")
    if len(message) > 1 and not found:
        return None
    for path in sorted(templates.rglob("*")):
        if path.suffix in (".html", ".css", ".svg") and path.is_file():
            with contextlib.suppress(OSError, ValueError):
                lines = files.read_plain(path, 1_000_000).decode().split("\n")
                for number, line in enumerate(lines, 1):
                    if name in line:
                        return Place(files.named(path), number, line.index(name) + 1)
    return None


def _logo(message: str, handout: Handout) -> Place | None:
    """The logo of the site, when the engine complains of it."""
    site = handout.site
    if not site.logo or f"{BASE}{site.logo}" not in message:
        return None
    return Place(files.named(Path(site.place.file).parent / site.logo), 1)


def _page(handout: Handout, templates: Path) -> Place:
    """The template that a handout's page begins with."""
    return Place(files.named(templates / f"{handout.edition.format}.html"), 1)
