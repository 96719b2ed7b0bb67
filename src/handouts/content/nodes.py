"""YAML text → nodes that keep line and column.

The only module that knows YAML. Text becomes events (PyYAML's C parser), events become nodes.
Anchors, aliases and tags are refused, so nothing can loop or multiply; size and depth are bounded
before any node exists; what must not stand in a text ends the file.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from handouts.content import characters
from handouts.content.problems import MOST, Fault, Place, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 100_000
MAX_KEYS = 500
MAX_ITEMS = 20_000


@dataclass(frozen=True)
class Scalar:
    """A single value, as text; None when nothing was written."""

    text: str | None
    place: Place


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True)
class Mapping:
    """Keys with their values, in file order."""

    items: tuple[tuple[Scalar, Node], ...]
    place: Place


Node = Scalar | Sequence | Mapping


def _fault(place: Place, rule: str, message: str) -> Fault:
    return Fault(Problem(place, rule, message))


def read(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """The one YAML document in `data` as nodes, and every fault that can be told from the text."""
    try:
        return _read(data, file)
    except Fault as fault:
        return None, [fault.problem]


def _read(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    if len(data) > MAX_BYTES:
        raise _fault(
            Place(file), "too-large", f"larger than {MAX_BYTES:,} bytes; split it or shorten it"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place_of(data[: error.start].decode("utf-8"), file)
        raise _fault(place, "encoding", "not UTF-8; save the file as UTF-8") from None
    # An editor may begin a file with a byte order mark, and end lines as on Windows.
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    problems = [
        Problem(_place_of(text[:at], file), "character", why)
        for at, why in itertools.islice(characters.faults(text), MOST)
    ]
    if problems:
        return None, problems
    if not text.strip():
        raise _fault(Place(file, 1, 1), "empty-file", "the file is empty")
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        node = _document(events, file, problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise _fault(place, "yaml", _yaml_message(error, text)) from None
    except yaml.YAMLError as error:  # pragma: no cover - a reader error that we have not met
        raise _fault(Place(file), "yaml", str(error)) from None
    if any(problem.rule == "character" for problem in problems):
        return None, problems  # nothing of it may reach a page
    return node, problems


def _place_of(before: str, file: str) -> Place:
    line = before.count("\n") + 1
    return Place(file, line, len(before) - (before.rfind("\n") + 1) + 1)


def _yaml_message(error: yaml.MarkedYAMLError, text: str) -> str:
    message = error.problem or "cannot be read"
    mark = error.problem_mark
    if mark and "\t" in "".join(text.splitlines()[mark.line : mark.line + 1]):
        return "a tab; indent with spaces"
    if "cannot start any token" in message:
        return f"{message}; put the value in quotes"
    if (
        mark
        and text.splitlines()[mark.line : mark.line + 1] != []
        and "*" in (text.splitlines()[mark.line][max(0, mark.column - 2) : mark.column + 1])
    ):
        return f"{message}; put the value in quotes, or drop the **: markup is not printed"
    if "mapping values are not allowed" in message:
        return f"{message}; put a value that holds a colon in quotes"
    return message


def _document(parsed: Iterator[Any], file: str, problems: list[Problem]) -> Node:
    events = _counted(parsed, file)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            node = _node(next(events), events, file, problems, 0)
            next(events)  # the document's end
            after = next(events)
            if isinstance(after, yaml.DocumentStartEvent):
                raise _fault(_at(after, file), "yaml", "a second document; use one file for each")
            return node
    raise _fault(Place(file, 1, 1), "empty-file", "the file holds nothing but comments")


def _counted(events: Iterator[Any], file: str) -> Iterator[Any]:
    for number, event in enumerate(events):
        if number > MAX_NODES:
            raise _fault(_at(event, file), "too-large", f"more than {MAX_NODES:,} values; split it")
        yield event


def _at(event: Any, file: str) -> Place:
    return Place(file, event.start_mark.line + 1, event.start_mark.column + 1)


def _node(
    event: Any, events: Iterator[Any], file: str, problems: list[Problem], depth: int
) -> Node:
    place = _at(event, file)
    if depth > MAX_DEPTH:
        raise _fault(place, "too-deep", f"nested more than {MAX_DEPTH} levels deep")
    if isinstance(event, yaml.AliasEvent):
        raise _fault(place, "alias", f"alias *{event.anchor}; write the value out")
    if event.anchor:
        raise _fault(place, "alias", f"anchor &{event.anchor}; write each value out")
    if event.tag and event.tag != "!":
        raise _fault(place, "tag", f"tag {event.tag}; delete it")
    if isinstance(event, yaml.ScalarEvent):
        empty = event.value == "" and event.implicit[0]  # written plainly, so not as ""
        return Scalar(None if empty else _text(event, place, problems), place)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            if len(items) == MAX_ITEMS:
                words = f"more than {MAX_ITEMS:,} items in a list; split it"
                raise _fault(_at(inner, file), "too-large", words)
            items.append(_node(inner, events, file, problems, depth + 1))
        return Sequence(tuple(items), place)
    pairs: dict[str, tuple[Scalar, Node]] = {}
    keys = 0
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        keys += 1
        if keys > MAX_KEYS:
            words = f"more than {MAX_KEYS} keys in one record; no record has so many"
            raise _fault(_at(inner, file), "too-large", words)
        key = _node(inner, events, file, problems, depth + 1)
        if not isinstance(key, Scalar) or key.text is None:
            raise _fault(key.place, "yaml", "a key must be a plain word")
        value = _node(next(events), events, file, problems, depth + 1)
        if key.text in pairs:
            first = pairs[key.text][0].place.line
            problems.append(
                Problem(
                    key.place,
                    "duplicate-key",
                    f'"{cut(key.text)}" stands here a second time '
                    f"(first in line {first}); keep one",
                )
            )
        else:
            pairs[key.text] = (key, value)
    return Mapping(tuple(pairs.values()), place)


def _text(event: Any, place: Place, problems: list[Problem]) -> str:
    """The text of a scalar, composed; what escapes put into it is looked at once more."""
    text = characters.normal(event.value)
    if event.style == '"' and (why := characters.fault(text)):
        problems.append(Problem(place, "character", why))
    return text


def cut(text: str) -> str:
    """A text of a file inside a message, as long as a reader needs to find it."""
    return text if len(text) <= 80 else f"{text[:80]}…"
