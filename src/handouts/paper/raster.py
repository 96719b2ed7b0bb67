"""Pages of a PDF as pictures, for screens."""

from __future__ import annotations

import io

import pypdfium2

QUALITY = 72
"""Of JPEG, where a page is small and many are shown."""


def small(data: bytes, page: int, width: int) -> bytes:
    """A page as a small JPEG of a width in pixels. Pages count from 0."""
    return _drawn(data, page, width, format="JPEG", quality=QUALITY, optimize=True)


def sharp(data: bytes, page: int, width: int) -> bytes:
    """A page as a PNG, to be read. Pages count from 0."""
    return _drawn(data, page, width, format="PNG", compress_level=1)


def _drawn(data: bytes, page: int, width: int, **how: object) -> bytes:
    with pypdfium2.PdfDocument(data) as pdf:
        drawn = pdf[page].render(scale=width / pdf[page].get_width())
        with io.BytesIO() as file:
            drawn.to_pil().save(file, **how)
            return file.getvalue()
