"""The pictures that a page may fetch, and the address at which it asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

BASE = "https://handouts.invalid/"
"""Pictures live here; the address exists nowhere, so the same page has the same bytes anywhere."""

TYPES: Mapping[str, str] = {".png": "image/png", ".svg": "image/svg+xml"}


def collect(html: str, folders: Iterable[Path]) -> dict[str, bytes]:
    """The picture files of some folders that the HTML asks for, by file name."""
    paths = (path for folder in folders for path in sorted(folder.glob("*")))
    return {
        path.name: path.read_bytes()
        for path in paths
        if path.suffix in TYPES and f"{BASE}{path.name}" in html
    }
