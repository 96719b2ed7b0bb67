"""Which PDF: the format, the subject and the site."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handouts.content.library import Library


class Format(StrEnum):
    """The shapes that a handout can take."""

    LEAFLET = "leaflet"
    LARGE_PRINT = "large-print"
    TRIFOLD = "trifold"
    BOOKLET = "booklet"


IMPOSED = (Format.TRIFOLD, Format.BOOKLET)
"""Formats whose printed sheets hold more than one page."""


@dataclass(frozen=True, order=True)
class Edition:
    """Names one PDF: what it is about, in which format, for which site."""

    site: str
    subject: str
    format: Format

    @property
    def name(self) -> str:
        """`lambert-eaton-leaflet`; the booklet is just `booklet`."""
        return self.subject if self.format is Format.BOOKLET else f"{self.subject}-{self.format}"

    @property
    def path(self) -> str:
        """Where it is written, below the output folder."""
        return f"{self.site}/{self.name}.pdf"

    @property
    def print_path(self) -> str:
        """Where the print room's file is written, if there is one."""
        return f"{self.site}/{self.name}-print.pdf"

    def __str__(self) -> str:
        return f"{self.site}/{self.name}"


def editions(library: Library, site: str) -> list[Edition]:
    """Every edition of a site, leaflets first, the booklet last."""
    found = [
        Edition(site, syndrome, format_)
        for format_ in (Format.LEAFLET, Format.LARGE_PRINT, Format.TRIFOLD)
        for syndrome in library.syndromes
    ]
    if library.booklet:
        found.append(Edition(site, library.booklet.id, Format.BOOKLET))
    return found
