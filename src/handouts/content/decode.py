"""YAML text → records, each fault with its place.

The only module that knows YAML. Text becomes events (PyYAML's C parser), events become nodes that
keep line and column, nodes become plain data, and pydantic turns the data into records. Scalars
are typed by the record, not by YAML: `no` stays text where text is wanted. Anchors, aliases and
tags are refused, so nothing can loop or multiply; size and depth are bounded before any node
exists.
"""

from __future__ import annotations

import itertools
import re
import types
import typing
from collections.abc import Iterator
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

import yaml
from pydantic import ValidationError

from handouts.content.model import Link, Record
from handouts.content.problems import Place, Problem, did_you_mean

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\u2028\u2029\ufeff\ufffe\uffff]")

R = TypeVar("R", bound=Record)


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


@dataclass(frozen=True)
class Linked:
    """An id that must be the id of a record in a collection, and where it stands."""

    collection: str
    id: str
    place: Place


@dataclass
class Decoded(Generic[R]):
    """What came of a file: records that are sound, the links of each, and all faults."""

    records: list[R] = field(default_factory=list)
    links: list[list[Linked]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Fault(Exception):
    def __init__(self, place: Place, rule: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(place, rule, message)


def read(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """The one YAML document in `data` as nodes, and every fault that can be told from the text."""
    try:
        return _read(data, file)
    except _Fault as fault:
        return None, [fault.problem]


def _read(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    if len(data) > MAX_BYTES:
        raise _Fault(
            Place(file), "too-large", f"larger than {MAX_BYTES:,} bytes; split it or shorten it"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place_of(data[: error.start].decode("utf-8"), file)
        raise _Fault(place, "encoding", "not UTF-8; save the file as UTF-8") from None
    problems = [
        Problem(
            _place_of(text[: match.start()], file),
            "control-character",
            f"invisible character U+{ord(match.group()):04X}; delete it",
        )
        for match in itertools.islice(_CONTROL.finditer(text), 20)
    ]
    if problems:
        return None, problems
    if not text.strip():
        raise _Fault(Place(file, 1, 1), "empty-file", "the file is empty")
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        node = _document(events, file, problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise _Fault(place, "yaml", _yaml_message(error, text)) from None
    except yaml.YAMLError as error:  # pragma: no cover - a reader error that we have not met
        raise _Fault(Place(file), "yaml", str(error)) from None
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
    if "mapping values are not allowed" in message:
        return f"{message}; put a value that holds a colon in quotes"
    return message


def _document(events: Iterator[Any], file: str, problems: list[Problem]) -> Node:
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            node = _node(next(events), events, file, problems, 0)
            next(events)  # the document's end
            after = next(events)
            if isinstance(after, yaml.DocumentStartEvent):
                raise _Fault(_at(after, file), "yaml", "a second document; use one file for each")
            return node
    raise _Fault(Place(file, 1, 1), "empty-file", "the file holds nothing but comments")


def _at(event: Any, file: str) -> Place:
    return Place(file, event.start_mark.line + 1, event.start_mark.column + 1)


def _node(
    event: Any, events: Iterator[Any], file: str, problems: list[Problem], depth: int
) -> Node:
    place = _at(event, file)
    if depth > MAX_DEPTH:
        raise _Fault(place, "too-deep", f"nested more than {MAX_DEPTH} levels deep")
    if isinstance(event, yaml.AliasEvent):
        raise _Fault(place, "alias", f"alias *{event.anchor}; write the value out")
    if event.anchor:
        raise _Fault(place, "alias", f"anchor &{event.anchor}; write each value out")
    if event.tag and event.tag != "!":
        raise _Fault(place, "tag", f"tag {event.tag}; delete it")
    if isinstance(event, yaml.ScalarEvent):
        empty = event.value == "" and event.implicit[0]  # written plainly, so not as ""
        return Scalar(None if empty else event.value, place)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_node(inner, events, file, problems, depth + 1))
        return Sequence(tuple(items), place)
    pairs: dict[str, tuple[Scalar, Node]] = {}
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        key = _node(inner, events, file, problems, depth + 1)
        if not isinstance(key, Scalar) or key.text is None:
            raise _Fault(key.place, "yaml", "a key must be a plain word")
        value = _node(next(events), events, file, problems, depth + 1)
        if key.text in pairs:
            first = pairs[key.text][0].place.line
            problems.append(
                Problem(
                    key.place,
                    "duplicate-key",
                    f'"{key.text}" stands here a second time (first in line {first}); keep one',
                )
            )
        else:
            pairs[key.text] = (key, value)
    return Mapping(tuple(pairs.values()), place)


# --- nodes → records -------------------------------------------------------------------------


def decode_one(model: type[R], data: bytes, file: str) -> Decoded[R]:
    """The record that a file holds."""
    node, problems = read(data, file)
    found: Decoded[R] = Decoded(problems=problems)
    if node is not None:
        _decode(model, node, found)
    return found


def decode_list(model: type[R], data: bytes, file: str) -> Decoded[R]:
    """The records of a file that lists them; a broken one does not take the others with it."""
    node, problems = read(data, file)
    found: Decoded[R] = Decoded(problems=problems)
    if isinstance(node, Sequence):
        for item in node.items:
            _decode(model, item, found)
    elif node is not None:
        found.problems.append(
            Problem(node.place, "type", 'expected a list: start each record with "- "')
        )
    return found


def _decode(model: type[R], node: Node, found: Decoded[R]) -> None:
    found.problems += _order_problems(model, node)
    try:
        record = model.model_validate(_plain(node))
    except ValidationError as error:
        faults = (fault for fault in error.errors() if not _is_echo(model, node, fault))
        found.problems += [_problem(model, node, fault) for fault in faults]
    else:
        found.records.append(record)
        found.links.append(list(_links(model, node)))


def _plain(node: Node) -> Any:
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [_plain(item) for item in items]
        case Mapping(items, place):
            # "place" is ours: a key of that name is given another, so that it is refused.
            data = {("place " if k.text == "place" else k.text): _plain(v) for k, v in items}
            return {**data, "place": place}


@dataclass(frozen=True)
class _Field:
    """What a key of a record leads to: ids of a collection, records, or neither."""

    collection: str | None
    model: type[Record] | None


@cache
def _fields(model: type[Record]) -> Mapping_[str, _Field]:
    """The keys that a record may have, as written in YAML, in order."""
    found = {}
    for name, info in model.model_fields.items():
        if name == "place":
            continue
        parts = [*info.metadata, *_unwrap(info.annotation)]
        link = next((part for part in parts if isinstance(part, Link)), None)
        inner = next((p for p in parts if isinstance(p, type) and issubclass(p, Record)), None)
        found[info.alias or name] = _Field(link.collection if link else None, inner)
    return found


def _unwrap(annotation: Any) -> Iterator[Any]:
    """The types inside Annotated, unions and tuples, metadata included."""
    yield annotation
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from annotation.__metadata__
        yield from _unwrap(annotation.__origin__)
    elif origin in (typing.Union, types.UnionType, tuple):
        for inner in typing.get_args(annotation):
            yield from _unwrap(inner)


def _links(model: type[Record], node: Node) -> Iterator[Linked]:
    fields = _fields(model)
    for key, value in _pairs(node):
        field_ = fields[key.text or ""]
        for item in value.items if isinstance(value, Sequence) else (value,):
            if field_.collection and isinstance(item, Scalar) and item.text:
                yield Linked(field_.collection, item.text, item.place)
            elif field_.model and isinstance(item, Mapping):
                yield from _links(field_.model, item)


def _order_problems(model: type[Record], node: Node) -> Iterator[Problem]:
    fields = _fields(model)
    known = [key for key, _ in _pairs(node) if key.text in fields]
    if model.ordered:
        order = list(fields)
        for before, after in itertools.pairwise(known):
            if order.index(after.text or "") < order.index(before.text or ""):
                yield Problem(
                    after.place,
                    "block-order",
                    f'"{after.text}" belongs before "{before.text}"; the order of the blocks is '
                    "the same in every leaflet",
                )
                break
    for key, value in _pairs(node):
        field_ = fields.get(key.text or "")
        if field_ and field_.model:
            for item in value.items if isinstance(value, Sequence) else (value,):
                if isinstance(item, Mapping):
                    yield from _order_problems(field_.model, item)


def _is_echo(model: type[Record], root: Node, fault: Any) -> bool:
    """Whether a list seems too short only because its broken items do not count."""
    if fault["type"] != "too_short":
        return False
    node = _follow(model, root, fault["loc"])[3]
    return isinstance(node, Sequence) and len(node.items) >= fault["ctx"]["min_length"]


def _problem(model: type[Record], root: Node, fault: Any) -> Problem:
    """The fault that pydantic reports, at its place and in an editor's words."""
    holder, record, key, node = _follow(model, root, fault["loc"])
    if fault["type"] == "missing":
        return Problem(holder.place, "missing", f'"{key}" is missing; add it')
    if fault["type"] == "extra_forbidden":
        place = next(k.place for k, _ in _pairs(holder) if k.text == key)
        hint = did_you_mean(key, _fields(record)) or "; delete it"
        return Problem(place, "unknown-key", f'unknown key "{key}"{hint}')
    rule, message = _words(fault, node)
    return Problem(node.place, rule, f'"{key}": {message}' if key else message)


def _follow(
    model: type[Record], root: Node, loc: tuple[int | str, ...]
) -> tuple[Node, type[Record], str, Node]:
    """Where `loc` leads: the innermost mapping on the way, its class, the key, and the value."""
    node = holder = root
    inner = record = model
    key = ""
    for step in loc:
        if isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
        elif isinstance(node, Mapping) and isinstance(step, str):
            holder, record, key = node, inner, step.strip()
            value = next((v for k, v in node.items if k.text == key), None)
            if value is None:
                break
            node = value
            field_ = _fields(record).get(key)
            inner = (field_.model if field_ else None) or inner
    return holder, record, key, node


def _pairs(node: Node) -> tuple[tuple[Scalar, Node], ...]:
    return node.items if isinstance(node, Mapping) else ()


def _words(fault: Any, node: Node) -> tuple[str, str]:
    kind, context = fault["type"], fault.get("ctx", {})
    if isinstance(node, Scalar) and node.text is None:
        return "empty-value", "nothing is written here; write a value or delete the key"
    match kind:
        case "value_error":
            return "value", str(context["error"])
        case "string_pattern_mismatch":
            return _pattern_words(context["pattern"], node)
        case "string_too_long":
            return "length", f"longer than {context['max_length']} characters; shorten it"
        case "string_too_short" | "too_short":
            return "length", f"needs at least {context['min_length']}"
        case "too_long":
            return "length", f"has more than {context['max_length']}; drop some"
        case "enum":
            written = node.text if isinstance(node, Scalar) else ""
            words = re.findall(r"'([^']+)'", context["expected"])
            hint = did_you_mean(written or "", words)
            return "value", f'"{written}" is none of {", ".join(words)}{hint}'
        case "string_type":
            return "type", "expected one text, not a list or a mapping"
        case "tuple_type" | "list_type":
            return "type", 'expected a list: start each item with "- "'
        case "model_type" | "model_attributes_type" | "dict_type":
            return "type", "expected keys with values here"
        case "date_from_datetime_parsing" | "date_parsing" | "date_from_datetime_inexact":
            return "type", "expected a date such as 2026-11-21"
        case "int_parsing" | "float_parsing" | "int_type" | "float_type":
            return "type", "expected a number"
        case "bool_parsing" | "bool_type":
            return "type", "expected yes or no"
        case _:
            return "value", fault["msg"].removeprefix("Input should be ")


def _pattern_words(pattern: str, node: Node) -> tuple[str, str]:
    written = node.text if isinstance(node, Scalar) else ""
    if pattern.startswith("^[a-z0-9]+(-"):
        return "id", f'"{written}" is not an id: small letters, digits and single hyphens'
    if pattern.startswith(r"^\+?[0-9]"):
        return "phone", f'"{written}" is not a phone number: digits, spaces, hyphens'
    if pattern.startswith("^https"):
        return "web-address", f'"{written}" is not a web address that starts with https://'
    return "value", f'"{written}" does not have the form {pattern}'
