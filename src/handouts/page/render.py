"""Composed handout → complete HTML with its style sheets inside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from handouts.content.languages.spoken import direction
from handouts.content.model import WebWords
from handouts.page import sandbox
from handouts.page.filters import environment
from handouts.page.handout import Chapter, Handout
from handouts.page.styles import palette, sheet, styles


@dataclass(frozen=True)
class Line:
    """A line of the table of contents: the chapter's title and key, and its first page."""

    title: str
    key: str
    page: int
    family: str = ""


def render(handout: Handout, templates: Path) -> str:
    """The HTML of a whole handout: one file, style sheets inlined, no scripts.

    Raises TemplateFault when a template is missing or wrong.
    """
    return _render(f"{handout.edition.format}.html", handout, templates)


def render_notice(handout: Handout, templates: Path) -> str:
    """The HTML of a withdrawn handout's notice. Raises TemplateFault."""
    return _render("notice.html", handout, templates)


def render_chapter(handout: Handout, chapter: Chapter, templates: Path) -> str:
    """The HTML of one chapter of a booklet, without page numbers. Raises TemplateFault."""
    return _render("chapter.html", handout, templates, chapter=chapter)


def render_contents(
    handout: Handout, lines: Sequence[Line], templates: Path, pad: bool = False
) -> str:
    """The HTML of a booklet's cover and table of contents. Raises TemplateFault.

    With `pad`, a page for notes comes after them, so that the next pages change sides.
    """
    return _render("contents.html", handout, templates, lines=lines, pad=pad)


def render_folios(handout: Handout, titles: Sequence[str], templates: Path) -> str:
    """Empty pages with nothing but their margins: running title and page number of each page.

    `titles` has the running title of every page. Raises TemplateFault.
    """
    return _render("folios.html", handout, templates, titles=titles)


def render_twin(handout: Handout, web: WebWords, templates: Path) -> str:
    """The same words as a web page: one file, no script. Raises TemplateFault."""
    sheets = ("tokens", "web")
    page = _render("web/twin.html", handout, templates, sheets, web=web, linked=True)
    return re.sub(r"<svg(?=[^>]*>\s*<title>)", '<svg role="img"', page)


def render_catalogue(items: Sequence[object], web: WebWords, templates: Path, **told: Any) -> str:
    """The page on which everything that was built is found. Raises TemplateFault."""
    with sandbox.filling(templates):
        styles = Markup("\n".join(sheet(templates, name) for name in ("tokens", "catalogue")))  # noqa: S704 - ours
        template = environment(templates).get_template("web/catalogue.html")
        return sandbox.made(template, items=items, web=web, styles=styles, **told)


@dataclass(frozen=True)
class Words:
    """A letter with everything filled in."""

    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...]


def render_letter(letters: Mapping[str, Words], templates: Path) -> str:
    """The HTML of a letter, by language: no style sheet, no picture, nothing to fetch.

    Raises TemplateFault.
    """
    told = [(language, direction(language), words) for language, words in letters.items()]
    with sandbox.filling(templates):
        template = environment(templates).get_template("mail/letter.html")
        return sandbox.made(template, letters=told)


def _render(
    name: str, handout: Handout, templates: Path, sheets: Sequence[str] = (), **more: Any
) -> str:
    family = more["chapter"].family if "chapter" in more else handout.family
    with sandbox.filling(templates):
        template = environment(templates).get_template(name)
        return sandbox.made(
            template,
            handout=handout,
            words=handout.furniture,
            styles=styles(templates, handout, family, sheets),
            colors=partial(palette, templates, handout.site.accent),
            **more,
        )
