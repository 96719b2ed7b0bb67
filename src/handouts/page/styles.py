"""The style sheets of a handout: those of the theme, and the rules that are made for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from handouts.content.problems import Place
from handouts.page import sandbox
from handouts.page.drawing import check_drawing
from handouts.page.faces import FAMILY
from handouts.page.filters import environment, paint
from handouts.page.handout import Handout
from handouts.page.mirror import mirrored
from handouts.page.pictures import BASE


def styles(templates: Path, handout: Handout, family: str, names: Sequence[str]) -> Markup:
    """Some sheets in one (those of the format, unless told), and rules made for the handout."""
    told = [sheet(templates, name) for name in names or _names(handout)]
    sheets = [*told, _drawn(templates, handout, family)]
    if handout.faces and not names:
        families = ", ".join(f'"{name}"' for name in dict.fromkeys(f.family for f in handout.faces))
        sheets = [one.replace(f'"{FAMILY}"', f'"{FAMILY}", {families}') for one in sheets]
        sheets += [FACE.format(family=f.family, url=f"{BASE}{f.name}") for f in handout.faces]
    if handout.direction == "rtl":
        sheets = [mirrored(one) for one in sheets]
    return Markup("\n".join(sheets))  # noqa: S704 - ours


FACE = '@font-face {{ font-family: "{family}"; src: url("{url}") }}'


def _names(handout: Handout) -> tuple[str, ...]:
    return ("tokens", f"paper-{handout.site.paper}", *handout.edition.format.shape.styles)


def sheet(templates: Path, name: str) -> str:
    """A style sheet of a theme. Raises TemplateFault."""
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
    return _palette(sheet(templates, "tokens"), accent, family)


TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})")


@cache
def _palette(told: str, accent: str | None, family: str) -> Mapping[str, str]:
    colors = dict(TOKEN.findall(told.partition("}")[0]))
    own = re.search(rf"\.{re.escape(family)}\s*\{{([^}}]*)\}}", told)
    colors |= dict(TOKEN.findall(own.group(1))) if own else {}
    if accent:
        colors |= {"accent": accent, "tint": _paler(accent, 0.09), "mid": _paler(accent, 0.5)}
    return colors


def _paler(color: str, share: float) -> str:
    """A color of which only a share is left on white."""
    parts = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def _art(templates: Path, name: str, colors: Mapping[str, str]) -> str:
    """A drawing as a background: it adds nothing to the words, so no reader hears of it."""
    try:
        template = environment(templates).get_template(f"{name}.svg")
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
        length = sheet(templates, name).count("\n") + 1
        if line <= length:
            return Place(str(path), line, 1)
        line -= length
    return Place(str(templates / "css"))
