"""An SVG → what is wrong with it, told from its text and its elements.

A drawing may come from anywhere: what it costs to draw is counted before the engine sees it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from handouts.content import characters
from handouts.content.problems import Fault, Place, Problem

MAX_BYTES, MAX_SHAPES, MAX_NESTED = 400_000, 2_000, 40
"""Bytes, elements, and how deep they stand in each other."""
MAX_LETTERS, MAX_RULES = 2_000, 100
"""Letters of all texts, and rules of style: each rule is held against each shape."""
MAX_NUMBER = 1_000_000
"""Of any length or coordinate."""

SVG = "http://www.w3.org/2000/svg"
DRAWN = frozenset(
    {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
)
"""What makes a mark."""
UNSEEN = frozenset(
    {"defs", "title", "desc", "metadata", "style", "linearGradient", "radialGradient", "clipPath"}
)
"""What makes none, with all that stands in it."""
ALLOWED = frozenset({"svg", "g", "stop", *DRAWN, *UNSEEN})
"""What a drawing may consist of: nothing that repeats other parts, runs, or fetches."""

NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
COLOR = re.compile(r"#[\w-]+")
NAMES = frozenset({"id", "class", "href", "version"})
"""Attributes whose numbers are no lengths."""
NO_PAINT = re.compile(r"none|transparent|white|#f{3}|#f{6}|#[0-9a-f]{6}00", re.IGNORECASE)
NOTHING = re.compile(r"0*\.?0*%?")


def check_drawing(data: bytes, file: str, *, must_show: bool = False) -> None:
    """Look at an SVG. Raises Fault at the line that is wrong, or when it shows nothing at all."""
    if len(data) > MAX_BYTES:
        _refuse(file, f"larger than {MAX_BYTES:,} bytes; simplify it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(file, "not UTF-8; save it as UTF-8", data[: error.start].count(b"\n") + 1)
    for at, why in characters.faults(text.replace("\r\n", "\n")):
        _refuse(file, why, text.count("\n", 0, at) + 1)
    look = _Look(file)
    try:
        look.parser.Parse(text, True)  # noqa: FBT003 - it takes no keyword
    except expat.ExpatError as error:
        _refuse(file, f"not XML: {expat.ErrorString(error.code)}", error.lineno)
    if must_show and not look.shows:
        _refuse(file, "shows nothing: no shape of it has a size and a color; save it again")


def _refuse(file: str, why: str, line: int = 1) -> NoReturn:
    raise Fault(Problem(Place(file, line), "picture", why)) from None


@dataclass(frozen=True)
class _Paint:
    """How the shapes in an element are painted."""

    is_seen: bool = True
    fill: str = ""
    stroke: str = "none"
    is_styled: bool = False
    """Whether a style sheet may say otherwise, which is not looked up."""


@dataclass
class _Look:
    """Goes through a drawing element by element."""

    file: str
    shows: bool = False
    parser: expat.XMLParserType = field(init=False)
    _stack: list[str] = field(default_factory=list)
    _paints: list[_Paint] = field(default_factory=lambda: [_Paint()])
    _shapes: int = 0
    _letters: int = 0
    _rules: int = 0

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.StartDoctypeDeclHandler = self._never
        self.parser.EntityDeclHandler = self._never
        self.parser.ProcessingInstructionHandler = self._never

    def _wrong(self, why: str) -> NoReturn:
        _refuse(self.file, why, self.parser.CurrentLineNumber)

    def _never(self, *_: object) -> None:
        self._wrong("a DOCTYPE, an entity or an instruction; delete it")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._stack.append(local)
        self._shapes += 1
        if self._shapes > MAX_SHAPES or len(self._stack) > MAX_NESTED:
            self._wrong(f"more than {MAX_SHAPES:,} shapes, or nested too deep; simplify it")
        if len(self._stack) == 1 and (local != "svg" or space != SVG):
            self._wrong(f'not an SVG file; it begins with <svg xmlns="{SVG}" ...>')
        if space == SVG and local not in ALLOWED:
            self._wrong(f'"{local[:40]}" is not drawn; save it as a plain SVG of simple shapes')
        # Of what drawing programs note for themselves, only links are of interest.
        own = {
            key.rpartition(" ")[2]: value
            for key, value in attributes.items()
            if " " not in key or key.endswith(" href") or key.rpartition(" ")[2][:2] == "on"
        }
        for key, value in own.items():
            self._attribute(key, value)
        if len(self._stack) == 1:
            self._size(own)
        self._paints.append(self._painted(own | _styled(own.get("style", ""))))
        if space == SVG and local in DRAWN and UNSEEN.isdisjoint(self._stack):
            self._drawn(local, own)

    def _end(self, _: str) -> None:
        self._stack.pop()
        self._paints.pop()

    def _attribute(self, key: str, value: str) -> None:
        if key.lower().startswith("on"):
            self._wrong(f'"{key[:40]}" would run; delete it')
        if key == "href" and not value.startswith("#"):
            self._wrong("a link to another file; a drawing stands alone")
        if ("clip-path" in key or "clip-path" in value) and "clipPath" in self._stack:
            self._wrong("a clip inside a clip; simplify it")
        if key == "spreadMethod" and value.strip() != "pad":
            self._wrong("a gradient that repeats itself; let it end with its last color")
        self._style(value)
        if key == "style" and "@" in value:
            self._wrong("a link to another file; a drawing stands alone")
        if key not in NAMES and not key.startswith("data-"):
            for number in NUMBER.findall(COLOR.sub("", value)):
                if abs(float(number)) > MAX_NUMBER:
                    self._wrong(f'"{number[:20]}" is too large a number; make the drawing smaller')

    def _size(self, own: Mapping[str, str]) -> None:
        box = own.get("viewBox")
        sides = [own[key] for key in ("width", "height") if key in own]
        if box is not None:
            parts = NUMBER.findall(box)
            if len(parts) != 4 or len(re.split(r"[\s,]+", box.strip())) != 4:
                self._wrong("viewBox has four numbers: left, top, width, height")
            sides += parts[2:]
        for side in sides:
            number = NUMBER.match(side.strip())
            if number is None or float(number.group()) <= 0:
                self._wrong(f'a drawing of the size "{side[:20]}" shows nothing')

    def _style(self, value: str) -> None:
        plain = re.sub(r"\\[0-9a-fA-F]{1,6}\s?|/\*.*?\*/", "", value, flags=re.DOTALL)
        if re.search(r"url\(\s*['\"]?(?!['\"]?#)", plain, re.IGNORECASE):
            self._wrong("a link to another file; a drawing stands alone")

    def _words(self, value: str) -> None:
        inside = self._stack[-1] if self._stack else ""
        if inside == "style":
            self._style(value)
            self._rules += value.count("{")
            if "@" in value or "\\" in value:
                self._wrong("a style with @ or a backslash; put styles on the shapes")
            if self._rules > MAX_RULES or len(value) > 100 * MAX_RULES:
                self._wrong(f"more than {MAX_RULES} rules of style; put styles on the shapes")
        elif inside in ("text", "tspan"):
            self._letters += len(value)
            if self._letters > MAX_LETTERS:
                self._wrong(f"more than {MAX_LETTERS:,} letters; a drawing is no page of text")

    # --- whether anything of it can be seen -----------------------------------------------------

    def _painted(self, own: Mapping[str, str]) -> _Paint:
        over = self._paints[-1]
        is_hidden = (
            own.get("display") == "none"
            or own.get("visibility") in ("hidden", "collapse")
            or NOTHING.fullmatch(own.get("opacity", "1").strip())
        )
        paints = []
        for name, before in (("fill", over.fill), ("stroke", over.stroke)):
            paint = own.get(name, before).strip()
            if NOTHING.fullmatch(own.get(f"{name}-opacity", "1").strip()):
                paint = "none"
            paints.append(paint)
        is_styled = over.is_styled or "class" in own or self._rules > 0
        return _Paint(over.is_seen and not is_hidden, paints[0], paints[1], is_styled)

    def _drawn(self, local: str, own: Mapping[str, str]) -> None:
        paint = self._paints[-1]
        is_painted = not all(NO_PAINT.fullmatch(p) for p in (paint.fill, paint.stroke) if p)
        is_painted |= not paint.fill  # black, unless somebody says otherwise
        sizes = [own.get(key, "0") for key in SIZES.get(local, ())]
        has_size = not any(NOTHING.fullmatch(size.strip()) for size in sizes)
        self.shows |= paint.is_seen and has_size and (is_painted or paint.is_styled)


SIZES = {"rect": ("width", "height"), "circle": ("r",), "path": ("d",), "polygon": ("points",)}
"""Without which a shape is none."""


def _styled(style: str) -> dict[str, str]:
    """The declarations of a style attribute."""
    pairs = (part.partition(":") for part in style.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value}
