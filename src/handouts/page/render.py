"""Composed handout → complete HTML with its style sheets inside.

The only module that knows Jinja2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
import segno
from markupsafe import Markup

from handouts.content.model import Reference
from handouts.content.problems import Place, Problem
from handouts.page.edition import Format
from handouts.page.handout import Chapter, Handout
from handouts.page.numbers import long_date
from handouts.page.pictures import BASE

SHEETS: Mapping[Format, tuple[str, ...]] = {
    Format.LEAFLET: ("page", "text", "blocks", "leaflet"),
    Format.LARGE_PRINT: ("page", "text", "blocks", "large-print"),
    Format.TRIFOLD: ("text", "blocks", "trifold"),
    Format.BOOKLET: ("text", "blocks", "booklet"),
}
"""Style sheets of a format, in cascade order; `tokens` and the paper's come before them."""


class TemplateFault(Exception):
    """A template that cannot be rendered: a fault of the theme, with its place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Line:
    """A line of the table of contents: the chapter's title and key, and its first page."""

    title: str
    key: str
    page: int


def render(handout: Handout, templates: Path) -> str:
    """The HTML of a whole handout: one file, style sheets inlined, no scripts.

    Raises TemplateFault when a template is missing or wrong.
    """
    return _render(f"{handout.edition.format}.html", handout, templates)


def render_chapter(handout: Handout, chapter: Chapter, templates: Path) -> str:
    """The HTML of one chapter of a booklet, without page numbers. Raises TemplateFault."""
    return _render("chapter.html", handout, templates, chapter=chapter)


def render_contents(handout: Handout, lines: Sequence[Line], templates: Path) -> str:
    """The HTML of a booklet's cover and table of contents. Raises TemplateFault."""
    return _render("contents.html", handout, templates, lines=lines)


def render_folios(handout: Handout, titles: Sequence[str], templates: Path) -> str:
    """Empty pages with nothing but their margins: running title and page number of each page.

    `titles` has the running title of every page. Raises TemplateFault.
    """
    return _render("folios.html", handout, templates, titles=titles)


@dataclass(frozen=True)
class Words:
    """A letter with everything filled in."""

    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...]


def render_letter(words: Words, language: str, templates: Path) -> str:
    """The HTML of a letter: no style sheet, no picture, nothing to fetch. Raises TemplateFault."""
    with _faults(templates):
        template = _environment(templates).get_template("mail/letter.html")
        return template.render(words=words, language=language)


def _render(name: str, handout: Handout, templates: Path, **more: Any) -> str:
    with _faults(templates):
        template = _environment(templates).get_template(name)
        styles = _styles(templates, handout)
        return template.render(handout=handout, wording=handout.wording, styles=styles, **more)


@contextmanager
def _faults(templates: Path) -> Iterator[None]:
    try:
        yield
    except jinja2.TemplateNotFound as error:
        place = Place(str(templates / (error.name or "")))
        raise TemplateFault(Problem(place, "template", "no such template")) from error
    except jinja2.TemplateSyntaxError as error:
        place = Place(error.filename or str(templates), error.lineno, 1)
        raise TemplateFault(Problem(place, "template", error.message or "wrong")) from error
    except jinja2.UndefinedError as error:
        place = _raised_in(error, templates)
        raise TemplateFault(Problem(place, "template", str(error))) from error


@cache
def _environment(templates: Path) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["long_date"] = long_date
    environment.filters["month"] = lambda day: f"{day:%B %Y}"
    environment.filters["short_citation"] = short_citation
    environment.filters["citation"] = citation
    environment.filters["address"] = address
    environment.filters["qr"] = qr
    environment.globals["base"] = BASE
    return environment


def _styles(templates: Path, handout: Handout) -> Markup:
    """The sheets of the handout's format in one, each under a comment with its name."""
    names = ("tokens", f"paper-{handout.site.paper}", *SHEETS[handout.edition.format])
    sheets = []
    for name in names:
        path = templates / "css" / f"{name}.css"
        try:
            sheets.append(path.read_text("utf-8"))
        except OSError as error:
            problem = Problem(Place(str(path)), "template", f"cannot be read: {error.strerror}")
            raise TemplateFault(problem) from error
    return Markup("\n".join(sheets))  # noqa: S704 - our own sheets; no text of an editor's


def style_place(templates: Path, handout: Handout, line: int) -> Place:
    """Which sheet, and which line of it, a line of the inlined style sheets comes from."""
    names = ("tokens", f"paper-{handout.site.paper}", *SHEETS[handout.edition.format])
    line -= 1  # the first sheet starts on the line after <style>
    for name in names:
        path = templates / "css" / f"{name}.css"
        length = path.read_text("utf-8").count("\n") + 1
        if line <= length:
            return Place(str(path), line, 1)
        line -= length
    return Place(str(templates / "css"))


def _raised_in(error: Exception, templates: Path) -> Place:
    """The innermost template line of a traceback."""
    place, trace = Place(str(templates)), error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(str(templates)):
            place = Place(name, trace.tb_lineno, 1)
        trace = trace.tb_next
    return place


def qr(address: str, words: str) -> Markup:
    """A drawing of the QR code of an address; `words` say what it is."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(title=words, border=2, omitsize=True, lineclass=None, svgclass=None)
    return Markup(drawing)  # noqa: S704 - segno escapes the words


def short_citation(reference: Reference) -> str:
    """The least by which a reference can be found: name, year and PMID or DOI, or a web site."""
    year = f" {reference.issued[:4]}" if reference.issued else ""
    if _is_page(reference):
        return f"{_find(reference).partition('/')[0]}{year}"
    author = reference.author[0].family or reference.author[0].literal or ""
    return f"{author}{year}, {f'PMID {reference.PMID}' if reference.PMID else _find(reference)}"


def citation(reference: Reference) -> str:
    """The same, with the title of a web page, by which it can be found on its site."""
    short = short_citation(reference)
    return f"{reference.title}, {short}" if _is_page(reference) else short


def _is_page(reference: Reference) -> bool:
    return not (reference.PMID or reference.DOI or reference.PMCID or reference.ISBN)


def address(reference: Reference) -> str | None:
    """Where a reference can be opened, if it can be: its page, or what its DOI or PMID leads to."""
    if reference.DOI:
        return f"https://doi.org/{quote(reference.DOI)}"
    if reference.PMID:
        return f"https://pubmed.ncbi.nlm.nih.gov/{reference.PMID}/"
    if reference.PMCID:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.PMCID}/"
    return reference.URL


def _find(reference: Reference) -> str:
    if reference.DOI:
        return f"doi:{reference.DOI}"
    if reference.PMID:
        return f"PMID {reference.PMID}"
    if reference.URL:
        return reference.URL.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return reference.PMCID or f"ISBN {reference.ISBN}"
