"""Which words of a text belong on one line: a phone number, a dose, a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

KINDS = {
    "quantity": r"(?<![\w.,])\d[\d.,]*\s?(?:°[CF]|%|(?:mg|g|kg|mcg|µg|ml|mL|cm|mm|mmol|IU|pt)\b)",
    "proportion": r"(?<![\w.,])\d[\d.,]*\sout of \d+(?:,\d+)*",
    "span of numbers": r"\b\d+–\d+\b",
    "address": r"\b(?:[a-z0-9-]+\.)+[a-z]{2,6}\b(?:/[\w/#.-]*\w)?|\bdoi:\S+|\bPMID \d+",
    "phone number": r"(?<![\w.,])[+(]?\d[\d()]*(?:[ .-]\(?\d[\d()]*){1,5}(?![\w,])",
}
"""What is never broken, by the word for it; names of things come from the content."""
SHORT_TAIL = re.compile(r"\b[A-Za-z]+[0-9]*-[A-Za-z0-9]{1,3}\b")
"""A compound whose last part is too short to begin a line: X-ray, B-12."""
LONGEST = 15
"""Letters of a compound that fits into a narrow column; a longer one may end a line in a hyphen."""
FEW, SHORT = 7, 3
"""Numbers in a row are a phone number when they have so many digits, or each of them so many."""


def unbroken(text: str, names: tuple[str, ...] = ()) -> Iterator[tuple[str, int, int]]:
    """What belongs on one line: what it is, where it begins and where it ends."""
    for found in _pattern(names).finditer(text):
        kind = _kind(found)
        if kind != "phone number" or _is_phone(found[0]):
            yield kind, found.start(), found.end()


def _is_phone(text: str) -> bool:
    groups = re.findall(r"\d+", text)
    return len("".join(groups)) >= FEW or all(len(group) >= SHORT for group in groups)


def whole_spans(text: str, names: tuple[str, ...] = ()) -> Iterator[tuple[int, int]]:
    """The pieces of a text to keep whole, one after the other; short tails of compounds too."""
    found = [(first, last) for _, first, last in unbroken(text, names)]
    found += [tail.span() for tail in SHORT_TAIL.finditer(text)]
    at = 0
    for first, last in sorted(found, key=lambda span: (span[0], -span[1])):
        if first >= at:
            yield first, last
            at = last


def compounds(names: Iterable[str]) -> tuple[str, ...]:
    """The words of names that a line could break: GABA-B-receptor, P/Q-type; and their beginnings.

    >>> compounds(["GABA-B-receptor antibody", "Hu (also called ANNA-1)"])
    ('GABA-B-receptor', 'ANNA-1', 'GABA-B')
    """
    found = set()
    for word in re.findall(r"\w+(?:[-/]\w+)+", " ".join(names)):
        ends = [at.start() for at in re.finditer("[-/]", word)][1:]
        found |= {word, *(word[:end] for end in ends)}
    found = {word for word in found if len(word) <= LONGEST}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    told = "|".join(re.escape(name) for name in names)
    kinds = [*KINDS.values(), *([rf"(?<![\w-])(?:{told})(?![\w])"] if told else [])]
    return re.compile("|".join(f"({kind})" for kind in kinds))


def _kind(found: re.Match[str]) -> str:
    return [*KINDS, "name"][(found.lastindex or 1) - 1]
