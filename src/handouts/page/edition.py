"""Which PDF: the format, the subject, the site and the language."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.content.library import Library
from handouts.page.formats import Format


@dataclass(frozen=True, order=True)
class Edition:
    """Names one PDF: what it is about, in which format, for which site, in which language.

    `language` is empty for the language of the site's readers; a sheet in two languages has the
    other one there.
    """

    site: str
    subject: str
    format: Format
    language: str = ""

    @property
    def name(self) -> str:
        """`lambert-eaton-leaflet`, `lambert-eaton-leaflet.es-US`; the booklet is just `booklet`."""
        name = self.subject if self.format.shape.is_series else f"{self.subject}-{self.format}"
        return f"{name}.{self.language}" if self.language else name

    @property
    def path(self) -> str:
        """Where it is written, below the output folder."""
        return f"{self.site}/{self.name}.pdf"

    @property
    def print_path(self) -> str:
        """Where the print room's file is written, if there is one."""
        return f"{self.site}/{self.name}-print.pdf"

    @property
    def trail_path(self) -> str:
        """Where it is written what stands behind each sentence."""
        return f"{self.site}/{self.name}.trail.json"

    @property
    def twin_path(self) -> str:
        """Where the same words are written as a web page, if they are."""
        language = f".{self.language}" if self.language else ""
        return f"{self.site}/{self.subject}{language}.html"

    def __str__(self) -> str:
        return f"{self.site}/{self.name}"


def editions(library: Library, site: str, language: str = "") -> list[Edition]:
    """Every edition of a site, leaflets first, the booklet last; withdrawn handouts have none.

    Whether all words of an edition are there in its language is not asked.
    """
    withdrawn = library.withdrawn
    found = [
        Edition(site, syndrome, format_, language)
        for format_ in Format
        if not format_.shape.is_series and (language or not format_.shape.is_bilingual)
        for syndrome in library.syndromes
        if syndrome not in withdrawn
    ]
    booklet = library.booklet
    if booklet and booklet.id not in withdrawn:
        found += [Edition(site, booklet.id, f, language) for f in Format if f.shape.is_series]
    return found
