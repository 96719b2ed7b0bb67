"""What an edition says otherwise than when it was built, from the trail beside its file."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from pathlib import Path

from handouts.build.manifest import MAX_BYTES
from handouts.content import bounds
from handouts.content.files import read_plain
from handouts.page.handout import Handout
from handouts.page.words import shown


def changes(trail: Path, handout: Handout) -> Iterator[str]:
    """Lines with - for words that are gone and + for new ones, these with their place."""
    try:
        with bounds.bounded():
            parts = json.loads(read_plain(trail, MAX_BYTES))["hasPart"]
            before = [_line(part["at"], part.get("headline", ""), part["text"]) for part in parts]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, bounds.TooMuch):
        return
    words = list(shown(handout))
    now = [_line(word.address, word.label, word.sentence.text) for word in words]
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    for _, i1, i2, j1, j2 in (code for code in matcher.get_opcodes() if code[0] != "equal"):
        yield from (f"- {line}" for line in before[i1:i2])
        for word, line in zip(words[j1:j2], now[j1:j2], strict=True):
            yield f"+ {line}  [{word.sentence.place}]"


def _line(address: str, label: str, text: str) -> str:
    return f"{address}: {f'{label} | ' if label else ''}{text}"
