"""What a PDF says of itself: which edition, version and words it is, and whether it was changed.

It stands among the properties of the file. It is no signature: it tells of an edit made by
mistake or in passing, not of one by somebody who wants to deceive; against that, the manifest of
the hospital's own output folder counts.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, String

from handouts.content import bounds
from handouts.paper import tags

PRODUCT = "handouts"


@dataclass(frozen=True)
class Origin:
    """Where a file comes from."""

    edition: str
    """us/lambert-eaton-leaflet"""
    version: str
    state: str
    """draft, signed or withdrawn."""
    words: str
    """The sha256 of the words that it shows."""

    def __str__(self) -> str:
        return " ".join((self.edition, self.version, self.state, self.words))


class NotOurs(Exception):
    """Not a PDF that we made; the message says why."""


def sealed(data: bytes, origin: str) -> bytes:
    """The PDF with its origin, as text, and a seal over all that it draws."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if Name.Info not in pdf.trailer:
            pdf.trailer.Info = pdf.make_indirect(Dictionary())
        info = pdf.trailer.Info
        info[Name("/HandoutSeal")] = String(f"{PRODUCT} {origin} {_drawn(pdf)}")
        return tags.save(pdf)


WRITTEN = re.compile(
    rf"{PRODUCT} ([a-z0-9-]+/[A-Za-z0-9.-]+) ([0-9]{{1,4}}(?:[.][0-9]{{1,4}}){{1,2}}) "
    r"(draft|signed|withdrawn) ([0-9a-f]{64}) ([0-9a-f]{64})",
    re.ASCII,
)
"""What `sealed` writes: edition, version, state, words, and the seal."""
SECONDS = 10.0
"""Of the processor, to look into a file that somebody sent."""


def read(data: bytes) -> tuple[Origin, bool]:
    """The origin of a PDF, and whether it is as it was sealed. Raises NotOurs."""
    try:
        with bounds.bounded(SECONDS), pikepdf.open(io.BytesIO(data)) as pdf:
            info = pdf.trailer.get(Name.Info)
            found = info.get(Name("/HandoutSeal")) if info is not None else None
            if found is None:
                raise NotOurs("no mark of ours; made by another program, or saved anew by one")
            if not (told := WRITTEN.fullmatch(str(found))):
                raise NotOurs("made by another program, which wrote a mark like ours")
            *origin, seal = told.groups()
            return Origin(*origin), seal == _drawn(pdf)
    except NotOurs:
        raise
    except bounds.TooMuch as error:
        raise NotOurs(f"cannot be read as a PDF of ours: it {error}") from error
    except Exception as error:  # a damaged file can break a reader anywhere
        raise NotOurs("cannot be read as a PDF of ours: it is damaged, or no PDF") from error


def _drawn(pdf: pikepdf.Pdf) -> str:
    """The sha256 over what the pages draw, in order: text, pictures and fonts."""
    told = hashlib.sha256(f"{len(pdf.pages)} pages".encode())
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for key in (Name.MediaBox, Name.Contents, Name.Resources):
            if key in page.obj:
                _take(page.obj[key], told, seen)
    return told.hexdigest()


def _take(item: Any, told: Any, seen: set[tuple[int, int]]) -> None:
    """Take up an object and all that it leads to, each once, in an order that does not change."""
    if isinstance(item, pikepdf.Object) and item.is_indirect:
        if item.objgen in seen:
            return
        seen.add(item.objgen)
    if isinstance(item, pikepdf.Stream):
        # A file may end a stream with white space of its own.
        told.update(hashlib.sha256(item.read_bytes().rstrip()).digest())
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in sorted(item.keys()):
            if key not in PASSED_OVER:
                told.update(key.encode())
                _take(item[key], told, seen)
    elif isinstance(item, pikepdf.Array):
        for part in item:
            _take(part, told, seen)
    else:
        told.update(repr(item).encode())


PASSED_OVER = ("/Length", "/Filter", "/DecodeParms", "/StructParent", "/StructParents", "/Parent")
"""How a stream is stored, and what leads back out of a page."""
