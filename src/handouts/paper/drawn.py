"""What shapes the bytes of a PDF beside our own packages: the system's libraries."""

from __future__ import annotations

import ctypes
import importlib.metadata
import platform
import sys
import zlib
from functools import cache

BELOW = ("pillow", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen")
"""The engine's own packages."""
LIBRARIES = {
    "libpango-1.0.so.0": "pango_version_string",
    "libharfbuzz.so.0": "hb_version_string",
    "libharfbuzz-subset.so.0": "hb_version_string",
    "libfontconfig.so.1": "",
}
"""By the names that Linux has for them, each with the function that says its version."""


@cache
def drawn_by() -> str:
    """Versions of all that draws, in a line, told in milliseconds without loading the engine.

    Empty where a library is not found by its name.
    """
    told = [sys.platform, platform.machine(), sys.version, zlib.ZLIB_RUNTIME_VERSION]
    told += [f"{name} {importlib.metadata.version(name)}" for name in BELOW]
    try:
        for name, function in LIBRARIES.items():
            library = ctypes.CDLL(name)
            if function:
                version = getattr(library, function)
                version.restype = ctypes.c_char_p
                told.append(f"{name} {version().decode()}")
            else:
                told.append(f"{name} {library.FcGetVersion()}")
    except (OSError, AttributeError):
        return ""
    return " ".join(told)
