"""What a text must hold if a regular expression is to find anything in it.

Looking for a few letters is a hundred times faster than looking for an expression.
"""

from __future__ import annotations

import re
import re._parser as sre  # type: ignore[import-not-found]  # no other way to read a pattern
from collections.abc import Iterable
from functools import cache
from typing import Any

Needles = frozenset[str]


@cache
def needles(expression: str) -> Needles:
    """Small letters of which at least one must stand in a folded text; empty when unknown."""
    return _of(sre.parse(expression, re.IGNORECASE))


def _of(parsed: Iterable[tuple[Any, Any]]) -> Needles:
    """The best of what every match of a sequence holds."""
    found: list[Needles] = []
    run = ""
    for operation, argument in parsed:
        name = str(operation)
        if name == "LITERAL":
            run += chr(argument).lower()
            continue
        found.append(frozenset({run}))
        run = ""
        if name == "SUBPATTERN":
            found.append(_of(argument[3]))
        elif name == "BRANCH":
            branches = [_of(branch) for branch in argument[1]]
            found.append(frozenset().union(*branches) if all(branches) else frozenset())
        elif name in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] > 0:
            found.append(_of(argument[2]))
    found.append(frozenset({run}))
    return max((one for one in found if one and "" not in one), key=_worth, default=frozenset())


def _worth(needed: Needles) -> tuple[int, int]:
    return min(map(len, needed)), -len(needed)
