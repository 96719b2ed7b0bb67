"""One sign, one level."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.model import Flag
from handouts.content.problems import Problem


def triage(library: Library) -> Iterator[Problem]:
    """The same sign has one level for the same people, and one wording one level."""
    seen: dict[tuple[str, ...], Flag] = {}
    for flag in library.triage.values():
        country = flag.country or ""
        for key in (
            ("sign", flag.sign, (flag.people or "").lower(), country),
            ("words", flag.say.lower(), country),
        ):
            other = seen.setdefault(key, flag)
            if other.level is not flag.level:
                message = (
                    f"{flag.id} is {flag.level}, but {other.id} ({other.place}) is {other.level} "
                    f'for the sign "{flag.sign}"; name the people each holds for, or give one level'
                )
                yield Problem(flag.place, "triage", message)
