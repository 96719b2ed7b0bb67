"""Records → lines of YAML at the end of a file that lists them; all else stays as it was written.

Comments, order and style of what an editor wrote are never touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

Value = str | Sequence[str]

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,;.()/'’+-]*[A-Za-z0-9.)]|\d{4}-\d\d-\d\d")
RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def appended(text: str, records: Sequence[Mapping[str, Value]]) -> str:
    """The text of a list file with more records; an empty list (`[]`) makes room for them."""
    text = re.sub(r"(?m)^\[\s*\][ \t]*\n?", "", text)
    if text and not text.endswith("\n"):
        text += "\n"
    return text + "".join(map(listed, records))


def listed(record: Mapping[str, Value]) -> str:
    """A record as an item of a list: a line for each key, keys without a value left out."""
    lines: list[str] = []
    for key, value in record.items():
        if isinstance(value, str) and value:
            lines.append(f"{key}: {scalar(value)}")
        elif value and key in FLOWING:
            lines.append(f"{key}: [{', '.join(value)}]")
        elif value:
            lines.append(f"{key}:")
            lines += [f"  - {scalar(item)}" for item in value]
    return "".join(f"{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


FLOWING = frozenset({"claims", "corrects"})
"""Lists of ids, which fit on a line."""


def scalar(text: str) -> str:
    """A text as YAML reads it back: plain where it can be, else in double quotes."""
    is_plain = PLAIN.fullmatch(text) and ": " not in text and text.lower() not in RESERVED
    return text if is_plain else json.dumps(text, ensure_ascii=False)
