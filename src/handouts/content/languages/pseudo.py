"""Languages that nobody speaks: they show what is not translated, too long, or not mirrored."""

from __future__ import annotations

import re

ACCENTED, RIGHT_TO_LEFT = "en-XA", "ar-XB"
"""The tags that CLDR keeps for accented and for mirrored English."""
PSEUDO = frozenset({ACCENTED, RIGHT_TO_LEFT})

LETTERS = str.maketrans("ACEGINORSUYZaceginorsuyz", "ÁÇÉĞÍÑÓŔŠÚÝŽáçéğíñóŕšúýž")
KEPT = re.compile(r"(\{[^}]*\})")


def disguised(text: str) -> str:
    """A text with accents, a third longer and in brackets; what is in braces stays."""
    told = "".join(
        part if part.startswith("{") else part.translate(LETTERS) for part in KEPT.split(text)
    )
    more = max(1, round(len(text) * 0.3) - 2)
    return f"[{told} {('~ ' * more)[:more].strip() or '~'}]"
