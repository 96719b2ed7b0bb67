"""The font files that pages are printed with: ours, and those that a language names."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handouts.content.model.languages import Language
from handouts.content.problems import Problem

OURS = "font-source-sans-pro"
FAMILY = "Source Sans Pro"
TYPES: Mapping[str, str] = {".ttf": "font/ttf", ".otf": "font/otf"}


@dataclass(frozen=True)
class Face:
    """A font file of a package: its family, and under which name a page asks for it."""

    family: str
    name: str
    path: Path


@cache
def faces(package: str) -> tuple[Face, ...]:
    """The faces of a package from PyPI, sorted by file; none where it is not installed."""
    from fontTools.ttLib import TTFont  # only where fonts are looked at

    try:
        files = importlib.metadata.files(package) or ()
    except importlib.metadata.PackageNotFoundError:
        return ()
    found: list[Face] = []
    for file in sorted(files):
        if file.suffix in TYPES:
            path = Path(str(file.locate()))
            with TTFont(path, lazy=True) as font:
                family = str(font["name"].getBestFamilyName())
            found.append(Face(family, f"{package}-{len(found)}{file.suffix}", path))
    return tuple(found)


@cache
def covered(*packages: str) -> frozenset[int]:
    """The characters that some packages can print together."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for face in (face for package in packages for face in faces(package)):
        with TTFont(face.path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


def font_faults(language: Language | None) -> Iterator[Problem]:
    """Whether a language names a font package that is not here."""
    if language and language.font and not faces(language.font):
        message = f'no fonts in "{language.font}"; run: pip install {language.font}'
        yield Problem(language.place, "font", message)
