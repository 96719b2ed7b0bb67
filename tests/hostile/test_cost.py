"""What a hostile file costs is bounded: two seconds, 300 megabytes, a message with its place."""

from __future__ import annotations

import io
import json
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handouts.content import bounds
from handouts.content.library import Library, load
from handouts.content.problems import Fault, Problem, did_you_mean
from handouts.mail.recipients import read as read_recipients
from handouts.page import pictures
from tests.hostile.harm import SECONDS, assert_placed, limited, tree, written

MANY = 50_000


def _contacts(data: Path) -> Any:
    return tree(data / "contacts.yaml")


def _claims(number: int) -> bytes:
    """Claims that contradict each other in a chain, of which the last is nowhere."""
    claims = [
        {
            "id": f"example-p1-a{n}",
            "paragraph": "1",
            "states": "x",
            "topics": ["a"],
            "verdict": "accurate",
            "contradicts": [f"example-p1-a{n + 1}"],
        }
        for n in range(number)
    ]
    return written({"source": "example", "claims": claims})


FILES: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "unknown-keys": (
        "imprint.yaml",
        lambda _: b"".join(b"key%d: x\n" % n for n in range(MANY)),
    ),
    "likely-keys": ("imprint.yaml", lambda _: b"".join(b"publishe%d: x\n" % n for n in range(480))),
    "duplicate-keys": ("imprint.yaml", lambda _: b"publisher: x\n" * 60_000),
    "empty-items": ("contacts.yaml", lambda _: b"-\n" * 200_000),
    "fewer-empty-items": ("contacts.yaml", lambda _: b"-\n" * 19_000),
    "contacts": ("contacts.yaml", lambda _: b"".join(b"- {id: a%d}\n" % n for n in range(60_000))),
    "same-contacts": (
        "contacts.yaml",
        lambda data: written([_contacts(data)[0]] * 1500),
    ),
    "brackets": ("contacts.yaml", lambda _: b"[" * 900_000),
    "braces": ("contacts.yaml", lambda _: b"{a: " * 220_000),
    "dashes": ("contacts.yaml", lambda _: b"- " * 450_000),
    "questions": ("contacts.yaml", lambda _: b"? " * 450_000),
    "colons": ("contacts.yaml", lambda _: b":" * 900_000),
    "anchors": ("contacts.yaml", lambda _: b"- &a x\n" * 100_000),
    "laughs": (
        "contacts.yaml",
        lambda _: b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a,*a]\n" % (n, n) for n in range(30)),
    ),
    "lists-in-a-list": ("contacts.yaml", lambda _: b"[" + b"[]," * 300_000 + b"[]]"),
    "one-long-key": ("contacts.yaml", lambda _: b'"' + b"a" * 900_000 + b'": x'),
    "one-long-text": ("imprint.yaml", lambda _: b"publisher: " + b"a " * 450_000),
    "one-long-id": ("contacts.yaml", lambda _: b"- id: " + b"a-" * 450_000),
    "escapes": ("imprint.yaml", lambda _: b'publisher: "' + b"\\u0301" * 150_000 + b'"'),
    "marks": ("imprint.yaml", lambda _: b"publisher: a" + "\u0335".encode() * 450_000),
    "hidden": ("imprint.yaml", lambda _: b"publisher: " + "\u200b".encode() * 300_000),
    "look-alikes": ("imprint.yaml", lambda _: b"publisher: " + "аb ".encode() * 200_000),
    "blank-lines": ("imprint.yaml", lambda _: b"\n" * 999_000),
    "comments": ("imprint.yaml", lambda _: b"# x\n" * 240_000),
    "tabs": ("imprint.yaml", lambda _: b"a:\n" + b"\t" * 900_000),
    "percent": ("imprint.yaml", lambda _: b"%" * 900_000),
    "too-large": ("imprint.yaml", lambda _: b"# " + b"x" * 30_000_000),
    "chain-of-claims": ("claims/example.yaml", lambda _: _claims(1_800)),
    "dangling": (
        "claims/example.yaml",
        lambda _: _claims(1).replace(
            b'"contradicts": [', b'"contradicts": [' + b'"example-p9-zzz",\n' * 15_000
        ),
    ),
    "letter-braces": ("imprint.yaml", lambda _: b"publisher: '" + b"{a" * 400_000 + b"'"),
    "words-of-braces": ("imprint.yaml", lambda _: b"publisher: '" + b"{a}" * 300_000 + b"'"),
}


@pytest.mark.parametrize("name", FILES)
def test_content(name: str, data: Path) -> None:
    """Whatever is repeated, nested or long: refused in time, at a line of the file."""
    file, made = FILES[name]
    (data / file).write_bytes(made(data))
    found, _ = limited(lambda: load(data).problems)
    assert_placed([p for p in found if p.place.file == str(data / file)], data)
    assert any(p.place.file == str(data / file) for p in found)
    assert len(found) < 1_000


def test_many_files(data: Path) -> None:
    """Thousands of files that do not belong here."""
    for number in range(3_000):
        (data / f"file{number}.txt").touch()
    found, _ = limited(lambda: load(data).problems)
    assert len(found) >= 3_000


def test_a_word_that_is_nothing_known() -> None:
    """Likely words are looked for among words of a sensible length only."""
    limited(lambda: did_you_mean("a" * 100_000, ["a" * 90_000] * 100))
    limited(lambda: did_you_mean("address", (f"addres{n}" for n in range(10**6))))


def _wide(cell: str) -> bytes:
    return f"address,syndrome\n{','.join([cell] * 3_000_000)}\n".encode()


def _bomb() -> bytes:
    """A workbook of 10 kilobytes that unpacks to a gigabyte."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            with packed.open(name, "w", force_zip64=True) as file:
                for _ in range(80):
                    file.write(b"<a>" + b" " * 2_000_000)
    return made.getvalue()


TABLES: dict[str, Callable[[], bytes]] = {
    "broken-rows": lambda: b"address,syndrome\n" + b"x,elbwo\n" * 500_000,
    "no-editions": lambda: (
        b"address,syndrome\n" + b"".join(b"a%d@mail.example,elbwo\n" % n for n in range(19_000))
    ),
    "empty-rows": lambda: b"address,syndrome\n" + b"\n" * 9_000_000,
    "same-rows": lambda: b"address,syndrome\n" + b"ann@mail.example,elbow\n" * 400_000,
    "columns": lambda: b"address,syndrome," + b"a," * 4_000_000,
    "cells": lambda: _wide(""),
    "long-cell": lambda: b"address,syndrome\n" + b"a" * 9_000_000 + b"@mail.example,elbow\n",
    "quotes": lambda: b'address,syndrome\n"' + b'""' * 4_000_000,
    "open-quote": lambda: b'address,syndrome\n"' + b"a\n" * 4_000_000,
    "separators": lambda: b"," * 9_000_000,
    "nul": lambda: b"\0" * 9_000_000,
    "too-large": lambda: b"address\n" * 3_000_000,
    "at-signs": lambda: b"address,syndrome\n" + b"@" * 100_000 + b",elbow\n",
    "dots": lambda: b"address,syndrome\na@" + b"a." * 60_000 + b",elbow\n",
    "not-a-workbook": lambda: b"PK\x03\x04" + b"\0" * 9_000_000,
    "workbook": _bomb,
}


@pytest.mark.parametrize("name", TABLES)
def test_recipients(name: str, golden: Library) -> None:
    """A file of recipients: refused in time, at a row."""
    data = TABLES[name]()
    (found, problems), _ = limited(lambda: read_recipients(data, "list.csv", golden, "us"))
    assert problems
    assert len(found) < 2 or name == "empty-rows"
    assert len(problems) <= 300
    assert all(p.place.file == "list.csv" and p.place.line for p in problems)
    assert all(len(p.message) < 2_000 for p in problems)


# --- pictures ----------------------------------------------------------------------------------

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


# --- the limits themselves ---------------------------------------------------------------------


def _endless() -> None:
    while True:
        json.dumps([1] * 100)


WORK: dict[str, Callable[[], object]] = {
    "time": _endless,
    "memory": lambda: b"x" * 10**10,
    "growing": lambda: [b"x" * 10**6 for _ in range(10**6)],
    "depth": lambda: _deep(0),
}


def _deep(number: int) -> int:
    return _deep(number + 1) + 1


@pytest.mark.parametrize("name", WORK)
def test_what_nobody_counted(name: str) -> None:
    """Work that takes more than it may is stopped, and the limits are lifted again."""

    def look() -> str:
        with pytest.raises(bounds.TooMuch) as caught, bounds.bounded(0.5):
            WORK[name]()
        assert len(b"x" * 400_000_000)
        return str(caught.value)

    told = _within(look)
    assert told


def _within(look: Callable[[], str]) -> str:
    from tests.hostile import harm

    before, harm.MEGABYTES = harm.MEGABYTES, 800
    try:
        return str(limited(look, SECONDS)[0])
    finally:
        harm.MEGABYTES = before


def test_work_in_a_thread() -> None:
    """Beside the first thread, as in the preview, endless work is stopped too."""
    told: list[str] = []

    def look() -> None:
        try:
            with bounds.bounded(0.05):
                _endless()
        except bounds.TooMuch as error:
            told.append(str(error))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(10)
    assert told == ["takes too long"]
