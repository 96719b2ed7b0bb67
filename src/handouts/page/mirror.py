"""Style sheets for pages that are read from right to left."""

from __future__ import annotations

import re

SIDE = re.compile(r'url\("[^"]*"\)|(?<![.\w])(left|right)(?!\w)')
VALUE = r"(?:calc\([^)]*\)|var\([^)]*\)|[\w.%-]+)"
FOUR = re.compile(
    rf"(?<![\w-])(margin|padding|inset|border-radius)(\s*:\s*)({VALUE})\s+({VALUE})\s+({VALUE})"
    rf"\s+({VALUE})(?=\s*[;}}])"
)
TURN = re.compile(r"(translate|rotate)\((-?)(?=[\d.])")
OTHER = {"left": "right", "right": "left"}


def mirrored(sheet: str) -> str:
    """A style sheet with left and right exchanged, line for line.

    The engine lays out text by its direction, but knows no logical margins in all places.
    """
    sheet = SIDE.sub(lambda found: OTHER.get(found[1], found[0]), sheet)
    sheet = TURN.sub(lambda found: f"{found[1]}({'' if found[2] else '-'}", sheet)
    return FOUR.sub(_exchanged, sheet)


def _exchanged(found: re.Match[str]) -> str:
    name, colon, *values = found.groups()
    one, two, three, four = values
    # The sides go round from the top, the corners from the top left.
    told = (two, one, four, three) if name == "border-radius" else (one, four, three, two)
    return f"{name}{colon}{' '.join(told)}"
