"""Pictures from anywhere: what they cost is known, and bounded, before they are drawn."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from handouts.content.problems import Fault, Problem
from handouts.page import pictures
from tests.hostile.harm import assert_placed, limited

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n'
SVGS: dict[str, str] = {
    "doubling": OPEN
    + '<g id="a0"><path d="M0 0"/></g>'
    + "".join(f'<g id="a{n + 1}"><use href="#a{n}"/><use href="#a{n}"/></g>\n' for n in range(40)),
    "use": OPEN + '<use xlink:href="#a" id="a"/>',
    "shapes": OPEN + '<path d="M0 0L1 1"/>' * 200_000,
    "fewer-shapes": OPEN + '<path d="M0 0"/>\n' * 15_000,
    "nested": OPEN + "<g>" * 5_000,
    "pattern": OPEN + '<pattern id="p"><rect fill="url(#p)"/></pattern>',
    "marker": OPEN + '<marker id="m"><path marker-mid="url(#m)"/></marker>',
    "filter": OPEN + "<filter id='f'><feTurbulence numOctaves='99999'/></filter>",
    "mask": OPEN + '<mask id="m"><rect mask="url(#m)"/></mask>',
    "clips": OPEN + '<clipPath id="c"><rect clip-path="url(#c)"/></clipPath>',
    "clip-in-style": OPEN + '<clipPath id="c"><rect style="clip-path: url(#c)"/></clipPath>',
    "script": OPEN + "<script>alert(1)</script>",
    "handler": OPEN + '<g onload="alert(1)"/>',
    "foreign": OPEN + "<foreignObject><p/></foreignObject>",
    "animation": OPEN + '<animate attributeName="x" repeatCount="indefinite"/>',
    "image": OPEN + '<image href="file:///etc/passwd"/>',
    "link": OPEN + '<linearGradient href="https://evil.example/a.svg#b"/>',
    "style-url": OPEN + '<rect style="fill: url(https://evil.example/)"/>',
    "style-url-file": OPEN + "<rect fill=\"url('file:///etc/passwd')\"/>",
    "style-import": OPEN + "<style>@import url(https://evil.example/a.css);</style>",
    "style-escaped": OPEN + "<style>rect { fill: \\75rl(https://evil.example/) }</style>",
    "style-comment": OPEN + '<rect style="fill: u/**/rl(https://evil.example/)"/>',
    "doctype": '<!DOCTYPE svg [<!ENTITY a "b">]>\n' + OPEN + "</svg>",
    "laughs": "<!DOCTYPE svg [<!ENTITY a0 'x'>"
    + "".join(f"<!ENTITY a{n + 1} '&a{n};&a{n};'>" for n in range(30))
    + f"]>\n{OPEN}<text>&a30;</text></svg>",
    "outside": '<!DOCTYPE svg SYSTEM "file:///etc/passwd">\n' + OPEN + "</svg>",
    "instruction": '<?xml-stylesheet href="https://evil.example/"?>\n' + OPEN + "</svg>",
    "large": OPEN + "<!--" + "x" * 1_000_000 + "--></svg>",
    "empty": "",
    "text": "hello",
    "html": "<html><body/></html>",
    "open": OPEN + "<g>",
    "repeated-gradient": OPEN
    + '<linearGradient id="g" spreadMethod="repeat" x2="0.0000001"/><rect fill="url(#g)"/>',
    "reflected-gradient": OPEN + '<radialGradient id="g" spreadMethod="reflect" r="0.0000001"/>',
    "rules-of-style": OPEN
    + f"<style>{''.join(f'g g:not(.a{n}) rect {{ fill: red }}' for n in range(3_000))}</style>",
    "letters": OPEN + f"<text>{'word ' * 60_000}</text>",
    "huge": OPEN + '<rect width="1e308" height="1e308"/>',
    "huge-path": OPEN + f'<path d="M0 0{"A1e9 1e-9 45 1 0 50 20" * 9_000}"/>',
    "huge-scale": OPEN + '<g transform="scale(99999999)"><path d="M0 0L9 9"/></g>',
    "no-box": OPEN.replace(">", ' viewBox="0 0 0 0"><path d="M0 0L9 9"/></svg>'),
    "odd-box": OPEN.replace(">", ' viewBox="a b c d"><path d="M0 0L9 9"/></svg>'),
    "no-width": '<svg xmlns="http://www.w3.org/2000/svg" width="-5"><path d="M0 0L9 9"/></svg>',
    "no-name-space": '<svg><path d="M0 0L9 9"/><use href="#a"/></svg>',
    "encoding": '<?xml version="1.0" encoding="utf-16"?>' + OPEN + "</svg>\n<x/>",
}


@pytest.mark.parametrize("name", SVGS)
def test_drawings(name: str, tmp_path: Path) -> None:
    """A drawing that repeats, runs, fetches or never ends is refused before it is drawn."""
    path = tmp_path / "logo.svg"
    path.write_text(SVGS[name], "utf-8")
    _refused(path)


def _refused(path: Path) -> Problem:
    def look() -> Problem:
        with pytest.raises(Fault) as caught:
            pictures.collect(f"{pictures.BASE}{path.name}", [path.parent])
        return caught.value.problem

    problem, _ = limited(look)
    (found,) = assert_placed([problem], path.parent)
    return found


UNSEEN = {
    "nothing": "",
    "only-definitions": '<defs><rect width="9" height="9"/></defs>',
    "no-size": '<rect width="0" height="9"/><circle r="0.0"/><path d=""/>',
    "white": '<g fill="#FFF"><rect width="9" height="9"/></g>',
    "no-paint": '<rect width="9" height="9" style="fill: none"/>',
    "clear": '<g opacity="0"><rect width="9" height="9"/></g>',
    "hidden": '<g display="none"><rect width="9" height="9"/></g>',
}
SEEN = {
    "black": '<rect width="9" height="9"/>',
    "line": '<g stroke="#123456" fill="none"><path d="M0 0L9 9"/></g>',
    "white-with-a-line": '<rect width="9" height="9" fill="white" stroke="black"/>',
    "class": '<style>.a { fill: red }</style><g class="a" fill="none"><path d="M0 0L9 9"/></g>',
    "letters": "<text>Elm</text>",
    "notes-of-a-program": '<g id="a20261128120000" data-name="20261128"><circle r="3"/></g>',
}


@pytest.mark.parametrize("name", UNSEEN)
def test_a_drawing_of_nothing(name: str, tmp_path: Path) -> None:
    """A logo that shows nothing is told, and not printed as a gap."""
    path = tmp_path / "logo.svg"
    path.write_text(f"{OPEN}{UNSEEN[name]}</svg>")
    assert "shows nothing" in _refused(path).message


@pytest.mark.parametrize("name", SEEN)
def test_a_drawing_of_something(name: str, tmp_path: Path) -> None:
    """Nor is one that shows something taken for nothing."""
    path = tmp_path / "logo.svg"
    path.write_text(f"{OPEN}{SEEN[name]}</svg>")
    assert pictures.read(path)


FAIR = OPEN + '<g fill="url(#a)"><linearGradient id="a"/><path d="M0 0"/><text>A</text></g></svg>'


def test_a_fair_drawing(tmp_path: Path) -> None:
    """Else the tests above would show nothing."""
    (tmp_path / "logo.svg").write_text(FAIR)
    assert pictures.read(tmp_path / "logo.svg") == FAIR.encode()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(
    width: int, height: int, rows: bytes, *more: bytes, color: int = 0, depth: int = 8
) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    parts = [
        _chunk(b"IHDR", head),
        *more,
        _chunk(b"IDAT", zlib.compress(rows)),
        _chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


GOOD_PNG = _png(2, 2, b"\0\0\0" * 2)
PNGS: dict[str, bytes] = {
    "wide": _png(30_000, 30_000, b"\0" * 100),
    "wider": _png(2**31 - 1, 2**31 - 1, b""),
    "bomb": _png(5_000, 5_000, b"\0" * 100_000_000),
    "inner-bomb": _png(100, 100, b"\0" * 200, color=6),
    "no-pixels": _png(0, 5, b""),
    "cut": GOOD_PNG[:40],
    "cut-in-chunk": GOOD_PNG[:-14],
    "changed": GOOD_PNG.replace(b"IDAT", b"IDAX"),
    "sum": GOOD_PNG[:-30] + b"x" + GOOD_PNG[-29:],
    "length": GOOD_PNG[:8] + b"\xff\xff\xff\xff" + GOOD_PNG[12:],
    "moving": _png(2, 2, b"\0\0\0" * 2, _chunk(b"acTL", b"\0" * 8)),
    "color": _png(2, 2, b"\0\0\0" * 2, color=5),
    "depth": _png(2, 2, b"\0\0\0" * 2, depth=7),
    "jpeg": b"\xff\xd8\xff\xe0" + b"\0" * 100,
    "gif": b"GIF89a",
    "svg": FAIR.encode(),
    "empty": b"",
    "crumbs": GOOD_PNG[:33] + _chunk(b"IDAT", b"") * 150_000,
    "large": GOOD_PNG + b"\0" * 3_000_000,
}


@pytest.mark.parametrize("name", PNGS)
def test_photographs(name: str, tmp_path: Path) -> None:
    """A PNG whose head promises more than a page needs, or that is none, is never decoded."""
    path = tmp_path / "logo.png"
    path.write_bytes(PNGS[name])
    _refused(path)


def test_a_fair_photograph(tmp_path: Path) -> None:
    """Else the tests above would show nothing."""
    (tmp_path / "logo.png").write_bytes(GOOD_PNG)
    assert pictures.read(tmp_path / "logo.png") == GOOD_PNG
