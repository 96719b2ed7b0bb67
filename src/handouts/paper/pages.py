"""On which pages of a PDF some words stand."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import pypdfium2


@lru_cache(maxsize=64)
def _pages(data: bytes) -> tuple[str, ...]:
    with pypdfium2.PdfDocument(data) as pdf:
        return tuple(_squeezed(page.get_textpage().get_text_range()) for page in pdf)


def pages_with(data: bytes, text: str) -> list[int]:
    """The pages that hold a text, counted from 1; line ends and hyphens do not matter."""
    wanted = _squeezed(text)
    return [number for number, page in enumerate(_pages(data), 1) if wanted in page]


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
