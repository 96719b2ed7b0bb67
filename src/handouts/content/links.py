"""What leads where: the records of all files with their links, and which of them hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from handouts.content.decode import Linked
from handouts.content.model import Booklet, Review, Revision, Series, Syndrome
from handouts.content.problems import MOST, Problem, did_you_mean


@dataclass(frozen=True)
class Entry:
    """A record with its collection, its id, the links that it makes, and its file."""

    collection: str
    id: str
    record: Any
    links: tuple[Linked, ...]


def duplicates(entries: list[Entry]) -> Iterator[Problem]:
    """Ids that stand twice in a collection."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if isinstance(entry.record, Review):
            continue  # what two people have read was read
        other = first.setdefault((entry.collection, entry.id), entry)
        if other is not entry:
            yield Problem(
                entry.record.place,
                "duplicate-id",
                f'"{entry.id}" is taken in {other.record.place}; ids are unique',
            )


def dangling(
    entries: list[Entry], files: set[tuple[str, str]], unknown: Collection[str]
) -> Iterator[Problem]:
    """Links to what is nowhere; to a file with faults of its own they are not at fault, nor to
    `unknown` collections."""
    ids: dict[str, dict[str, None]] = {}
    for entry in entries:
        ids.setdefault(entry.collection, {})[entry.id] = None
    found = 0
    for entry in entries:
        for link in entry.links:
            known = ids.get(link.collection, {})
            if link.collection in unknown or link.id in known:
                continue
            if (link.collection, link.id) not in files:
                found += 1  # to look for a likely id takes time
                hint = did_you_mean(link.id, known) if found <= MOST else ""
                yield Problem(
                    link.place,
                    "dangling",
                    f'no "{link.id}" in {link.collection}{hint or "; add it there"}',
                )


def revised(entries: list[Entry], problems: list[Problem]) -> Iterator[Entry]:
    """The entries without handouts that have no revision, each of which is a fault."""
    known = {e.record.handout for e in entries if isinstance(e.record, Revision)}
    for entry in entries:
        if isinstance(entry.record, Syndrome | Booklet) and entry.id not in known:
            message = f"no revision of {entry.id}; add one to revisions.yaml"
            problems.append(Problem(entry.record.place, "revision", message))
        else:
            yield entry


def sound(entries: list[Entry]) -> list[Entry]:
    """The entries whose links all lead to sound entries."""
    left = Counter((entry.collection, entry.id) for entry in entries)
    users: dict[tuple[str, str], list[int]] = {}
    for number, entry in enumerate(entries):
        for link in entry.links:
            users.setdefault((link.collection, link.id), []).append(number)
    lost: set[int] = set()
    gone = [key for key in users if not left[key]]
    while gone:
        for number in users.get(gone.pop(), ()):
            if number not in lost:
                lost.add(number)
                key = (entries[number].collection, entries[number].id)
                left[key] -= 1
                if not left[key]:
                    gone.append(key)
    return [entry for number, entry in enumerate(entries) if number not in lost]


def wrong_codes(entries: list[Entry], series: Series) -> Iterator[Problem]:
    """Codes that have not the form of the series, and codes that two handouts share."""
    form = re.compile(re.escape(series.code).replace(r"\#", "[0-9]"))
    first: dict[str, Entry] = {}
    for entry in entries:
        if isinstance(entry.record, Syndrome | Booklet):
            code = entry.record.code
            if not form.fullmatch(code):
                message = f'"{code}" has not the form {series.code} of series.yaml'
                yield Problem(entry.record.place, "code", message)
            other = first.setdefault(code, entry)
            if other is not entry:
                message = f'code "{code}" is taken in {other.record.place}; each has its own'
                yield Problem(entry.record.place, "duplicate-code", message)
