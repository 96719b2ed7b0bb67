"""What templates can do with a value: keep words on one line, share rows out, cite a source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from textwrap import wrap

import jinja2
import segno
from markupsafe import Markup, escape

from handouts.content.model import Reference
from handouts.page import sandbox
from handouts.page.handout import Picture, Row
from handouts.page.pictures import BASE
from handouts.page.unbroken import whole_spans


@cache
def environment(templates: Path) -> jinja2.Environment:
    """The templates of a theme, with everything below at hand."""
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
    more = " and others" if len(reference.author) > 1 else ""
    year = reference.issued[:4] if reference.issued else ""
    where = reference.container_title or reference.publisher or ""
    told = [f"{name}{more}.", f"{reference.title.rstrip('.')}."]
    if is_whole and (where or year):
        told.append(f"{where} {year}.".strip())
    elif year:
        told.append(f"{year}.")
    if is_whole and (reference.DOI or reference.PMID):
        told.append(f"doi:{reference.DOI}" if reference.DOI else f"PMID {reference.PMID}")
    return " ".join(told)
