"""Composed handout → complete HTML with its style sheets inside.

Only this module and its sandbox know Jinja2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from textwrap import wrap
from typing import Any
from urllib.parse import quote

import jinja2
import segno
from markupsafe import Markup, escape

from handouts.content.languages.spoken import direction
from handouts.content.model import Reference, WebWords
from handouts.content.problems import Place
from handouts.page import sandbox
from handouts.page.drawing import check_drawing
from handouts.page.faces import FAMILY
from handouts.page.handout import Chapter, Handout, Picture, Row
from handouts.page.mirror import mirrored
from handouts.page.pictures import BASE
from handouts.page.unbroken import whole_spans


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
        styles = Markup("\n".join(_sheet(templates, name) for name in ("tokens", "catalogue")))  # noqa: S704 - ours
        template = _environment(templates).get_template("web/catalogue.html")
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
        template = _environment(templates).get_template("mail/letter.html")
        return sandbox.made(template, letters=told)


def _render(
    name: str, handout: Handout, templates: Path, sheets: Sequence[str] = (), **more: Any
) -> str:
    family = more["chapter"].family if "chapter" in more else handout.family
    with sandbox.filling(templates):
        template = _environment(templates).get_template(name)
        return sandbox.made(
            template,
            handout=handout,
            words=handout.furniture,
            styles=_styles(templates, handout, family, sheets),
            colors=partial(palette, templates, handout.site.accent),
            **more,
        )


@cache
def _environment(templates: Path) -> jinja2.Environment:
    filters = {
        "keep": _keep,
        "citation": citation,
        "qr": qr,
        "paint": paint,
        "halves": halves,
        "whole": whole,
        "folded": folded,
        "named": named,
        "spans": spans,
    }
    return sandbox.environment(templates, filters, base=BASE)


def _styles(templates: Path, handout: Handout, family: str, names: Sequence[str]) -> Markup:
    """Some sheets in one (those of the format, unless told), and rules made for the handout."""
    told = [_sheet(templates, name) for name in names or _names(handout)]
    sheets = [*told, _drawn(templates, handout, family)]
    if handout.faces and not names:
        families = ", ".join(f'"{name}"' for name in dict.fromkeys(f.family for f in handout.faces))
        sheets = [sheet.replace(f'"{FAMILY}"', f'"{FAMILY}", {families}') for sheet in sheets]
        sheets += [FACE.format(family=f.family, url=f"{BASE}{f.name}") for f in handout.faces]
    if handout.direction == "rtl":
        sheets = [mirrored(sheet) for sheet in sheets]
    return Markup("\n".join(sheets))  # noqa: S704 - ours


FACE = '@font-face {{ font-family: "{family}"; src: url("{url}") }}'


def _names(handout: Handout) -> tuple[str, ...]:
    return ("tokens", f"paper-{handout.site.paper}", *handout.edition.format.shape.styles)


def _sheet(templates: Path, name: str) -> str:
    return sandbox.read_text(templates / "css" / f"{name}.css", templates)


def _drawn(templates: Path, handout: Handout, family: str) -> str:
    """The rules that are made: page numbers in words; the scene and the icons in their colors."""
    colors = palette(templates, handout.site.accent, family)
    page = _counters(handout.furniture["page"].text)
    rules = [f"@page {{ @bottom-right {{ content: {page} }} }}"]
    rules += [f"@page folio {{ @bottom-right {{ content: {page} }} }}"]
    notes = _css(handout.furniture["notes"].text)
    rules.append(f'@page :blank {{ @top-left {{ content: "{notes}" }} }}')
    if handout.site.logo or handout.site.hospital:
        rules.append("@page :first { margin-top: 21mm }")
    if handout.site.accent:
        own = "; ".join(f"--{name}: {colors[name]}" for name in ("accent", "tint", "mid"))
        rules.append(f":root body, :root section {{ {own} }}")
    white = {**colors, "accent": colors["paper"]}
    ink = {**colors, "accent": colors["ink"]}
    drawn = [(".scene", f"scenes/{family}", colors)]
    kinds = dict.fromkeys(block.kind for block in handout.blocks())
    drawn += [(f".icon-{kind}", f"icons/{ICONS[kind]}", colors) for kind in kinds if kind in ICONS]
    drawn += [(f".{level} .order", f"icons/{icon}", ink) for level, icon in MARKS.items()]
    drawn += [(f".{level} .order", f"icons/{MARKS[level]}", white) for level in DARK]
    drawn += [(f".draw-{name}", f"icons/{name}", colors) for name in DRAWN]
    for selector, name, paints in drawn:
        if art := _art(templates, name, paints):
            rules.append(f"{selector} {{ background-image: {art} }}")
    return "\n".join(rules)


ICONS: Mapping[str, str] = {
    "passages": "book",
    "picture": "search",
    "markers": "drop",
    "schedule": "calendar",
    "tests": "scan",
    "treatments": "drip",
    "known": "question",
    "corrected": "check",
    "actions": "star",
    "cautions": "pill",
    "first-aid": "heart",
    "asked": "speech",
    "questions": "question",
    "contacts": "phone",
    "record": "calendar",
    "glossary": "book",
    "formats": "ear",
    "sources": "book",
    "governance": "shield",
    "card": "warning",
}
"""The drawing beside the heading of each kind of block."""

MARKS: Mapping[str, str] = {
    "emergency": "emergency",
    "urgent": "warning",
    "nonurgent": "speech",
    "caution-avoid": "cross",
    "caution-if-needed": "warning",
    "caution-care": "question",
}
"""Levels that have a mark of their own, so that color is never alone."""

DARK = ("emergency", "caution-avoid")
"""Levels whose mark is white."""

DRAWN = ("target", "shield", "pill", "drop", "scan", "wave", "lungs", "check", "triangle")
"""Drawings that a template can put beside a record."""


def palette(templates: Path, accent: str | None, family: str) -> Mapping[str, str]:
    """The colors of a family by token: the house's, its own, or the hospital's accent for them."""
    return _palette(_sheet(templates, "tokens"), accent, family)


TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})")


@cache
def _palette(sheet: str, accent: str | None, family: str) -> Mapping[str, str]:
    colors = dict(TOKEN.findall(sheet.partition("}")[0]))
    own = re.search(rf"\.{re.escape(family)}\s*\{{([^}}]*)\}}", sheet)
    colors |= dict(TOKEN.findall(own.group(1))) if own else {}
    if accent:
        colors |= {"accent": accent, "tint": _paler(accent, 0.09), "mid": _paler(accent, 0.5)}
    return colors


def _paler(color: str, share: float) -> str:
    """A color of which only a share is left on white."""
    parts = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


VARIABLE = re.compile(r'"var\(--([a-z0-9-]+)\)"')


def paint(markup: str, colors: Mapping[str, str]) -> Markup:
    """A drawing, or HTML with drawings, with the values of its colors.

    The engine gives a drawing neither the style sheet of the page nor its custom properties.
    """
    painted = VARIABLE.sub(lambda found: f'"{colors.get(found[1], colors["ink"])}"', markup)
    return Markup(painted)  # noqa: S704 - it was markup before


def named(picture: Picture) -> dict[str, str]:
    """The words in a drawing, by the names that it has for them."""
    return {name: label.text for name, label in picture.labels}


def spans(numbers: Sequence[int]) -> str:
    """Ascending numbers, those that follow each other as a span: 1, 4–7, 9."""
    told: list[list[int]] = []
    for number in numbers:
        if told and number == told[-1][-1] + 1:
            told[-1].append(number)
        else:
            told.append([number])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in told
    )


def folded(text: str, width: int) -> list[str]:
    """A label as lines of at most so many letters, for drawings, which cannot break lines."""
    return wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _art(templates: Path, name: str, colors: Mapping[str, str]) -> str:
    """A drawing as a background: it adds nothing to the words, so no reader hears of it."""
    try:
        template = _environment(templates).get_template(f"{name}.svg")
    except jinja2.TemplateNotFound:
        return ""
    drawing = re.sub(r"\s*<title>.*?</title>\s*", "", sandbox.made(template, alt="", narrow=True))
    check_drawing(drawing.encode(), str(templates / f"{name}.svg"))
    drawing = paint(drawing, colors).replace("currentColor", colors["accent"])
    return f'url("data:image/svg+xml,{quote(drawing)}")'


def _counters(text: str) -> str:
    """The words of a page number as CSS: Page {page} of {pages}."""
    parts = re.split(r"(\{pages?\})", text)
    told = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    return " ".join(told.get(part) or f'"{_css(part)}"' for part in parts if part)


def _css(text: str) -> str:
    """A text inside a CSS string."""
    return re.sub(r'["\\<]', lambda found: f"\\{ord(found.group()):x} ", text)


def style_place(templates: Path, handout: Handout, line: int) -> Place:
    """Which sheet, and which line of it, a line of the inlined style sheets comes from."""
    names = _names(handout)
    line -= 1  # the first sheet starts on the line after <style>
    for name in names:
        path = templates / "css" / f"{name}.css"
        length = _sheet(templates, name).count("\n") + 1
        if line <= length:
            return Place(str(path), line, 1)
        line -= length
    return Place(str(templates / "css"))


def qr(address: str, words: str) -> Markup:
    """A drawing of the QR code of an address; `words` say what it is."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(title=words, border=2, omitsize=True, lineclass=None, svgclass=None)
    return Markup(drawing)  # noqa: S704 - segno escapes the words


@jinja2.pass_context
def _keep(context: jinja2.runtime.Context, text: str) -> Markup:
    handout = context.get("handout")
    return keep(text, handout.names if handout else ())


def keep(text: str, names: tuple[str, ...] = ()) -> Markup:
    """A text with a span around each piece that is not to be broken over lines."""
    pieces, at = [], 0
    for first, last in whole_spans(text, names):
        pieces += [escape(text[at:first]), Markup('<span class="keep">')]
        pieces += [escape(text[first:last]), Markup("</span>")]
        at = last
    return Markup("").join([*pieces, escape(text[at:])])


COMPOUND = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")


def whole(text: str) -> Markup:
    """A title or name in which no compound word is broken at its hyphens."""
    return Markup(COMPOUND.sub(r'<span class="keep">\g<0></span>', str(escape(text))))  # noqa: S704


Columns = tuple[Sequence[Row], Sequence[Row], int]


def halves(rows: Sequence[Row]) -> Columns:
    """Rows in two columns of about the same height, and the width of the first in percent."""
    weights = [sum(len(s.text) for s in row.text) + 20 for row in rows]
    total, found = sum(weights), []
    for at in range(1, len(rows)):
        left = sum(weights[:at])
        share = min(max(round(20 * left / total) * 5, 35), 65)
        height = max(left / share, (total - left) / (100 - share))
        found.append((height, at, share))
    _, at, share = min(found, default=(0.0, len(rows), 100))
    return rows[:at], rows[at:], share


def citation(reference: Reference, is_whole: bool = False) -> str:
    """A source in a form that can be read: author or body, title, year; whole, also where it is."""
    first = reference.author[0]
    name = first.literal or " ".join(filter(None, (first.family, first.given)))
    others = " and others" if len(reference.author) > 1 else ""
    year = reference.issued[:4] if reference.issued else ""
    where = reference.container_title or reference.publisher or ""
    told = [f"{name}{others}.", f"{reference.title.rstrip('.')}."]
    if is_whole and (where or year):
        told.append(f"{where} {year}.".strip())
    elif year:
        told.append(f"{year}.")
    if is_whole and (reference.DOI or reference.PMID):
        told.append(f"doi:{reference.DOI}" if reference.DOI else f"PMID {reference.PMID}")
    return " ".join(told)
