"""The pictures that a page may fetch, and the address at which it asks for them.

A picture may come from anywhere, so it is looked at before the engine sees it: what it costs to
draw is known from its head and its elements, not from trying.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from handouts.content import files
from handouts.content.library import Library
from handouts.content.problems import Fault, Place, Problem
from handouts.page.drawing import check_drawing

BASE = "https://handouts.invalid/"
"""Pictures live here; the address exists nowhere, so the same page has the same bytes anywhere."""

TYPES: Mapping[str, str] = {".png": "image/png", ".svg": "image/svg+xml"}

MAX_BYTES = 2_000_000
MAX_PIXELS = 4_000_000
"""Of a PNG: a full page at 200 dots per inch."""


def collect(html: str, folders: Iterable[Path]) -> dict[str, bytes]:
    """The picture files of some folders that the HTML asks for, by file name. Raises Fault."""
    return {
        path.name: read(path)
        for folder in folders
        for path in sorted(folder.glob("*"))
        if path.suffix in TYPES and f"{BASE}{path.name}" in html
    }


def faults(library: Library) -> Iterator[Problem]:
    """What is wrong with the logos of the sites."""
    for site in library.sites.values():
        if site.logo:
            path = library.folder / "sites" / site.logo
            try:
                read(path)
            except Fault as fault:
                is_there = path.exists() or path.is_symlink()
                message = f'there is no picture "{site.logo}" beside this file'
                yield fault.problem if is_there else Problem(site.place, "picture", message)


def read(path: Path) -> bytes:
    """The bytes of a picture that is safe to draw. Raises Fault."""
    place = Place(files.named(path))
    if not files.inside(path, path.parent):
        raise Fault(
            Problem(place, "outside", "a link that leads out of the folder; put the picture here")
        )
    try:
        data = files.read_plain(path, MAX_BYTES)
    except OSError as error:
        raise Fault(Problem(place, "picture", f"cannot be read: {error.strerror}")) from error
    if path.suffix == ".svg":
        check_drawing(data, place.file, must_show=True)
    elif why := _wrong_png(data):
        raise Fault(Problem(place, "picture", why))
    return data


# --- PNG ---------------------------------------------------------------------------------------

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def _wrong_png(data: bytes) -> str:
    """Why a PNG is refused, told without decoding it; empty when it is not."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        return "not a PNG file"
    pixels, packed, at = b"", bytearray(), 8
    while at + 12 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        sum_ = data[at + 8 + size : at + 12 + size]
        if len(sum_) < 4 or zlib.crc32(kind + body) != int.from_bytes(sum_, "big"):
            return "a damaged PNG file; save it again"
        if at == 8 and (kind != b"IHDR" or size != 13):
            return "not a PNG file"
        if kind == b"IHDR":
            pixels = body
        elif kind == b"acTL":
            return "a moving picture; save it as a still one"
        elif kind == b"IDAT":
            packed += body
        at += 12 + size
    if len(pixels) != 13 or not packed:
        return "a damaged PNG file; save it again"
    width, height, depth, color = struct.unpack(">IIBB", pixels[:10])
    if not 0 < width * height <= MAX_PIXELS:
        return f"{width:,} by {height:,} pixels; {MAX_PIXELS:,} in all are enough for print"
    if color not in _CHANNELS or depth not in (1, 2, 4, 8, 16):
        return "a damaged PNG file; save it again"
    needed = height * (1 + (width * _CHANNELS[color] * depth + 7) // 8)
    try:
        found = len(zlib.decompressobj().decompress(packed, needed + 8 * height + 64))
    except zlib.error:
        return "a damaged PNG file; save it again"
    return "a damaged PNG file; save it again" if found < needed else ""
