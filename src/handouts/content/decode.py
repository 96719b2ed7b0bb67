"""Nodes → records, each fault with its place.

Nodes become plain data, and pydantic turns the data into records. Scalars are typed by the record,
not by YAML: `no` stays text where text is wanted.
"""

from __future__ import annotations

import itertools
import re
import types
import typing
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from handouts.content import bounds
from handouts.content.model import Link, Record
from handouts.content.nodes import Mapping, Node, Scalar, Sequence, cut, read
from handouts.content.problems import Place, Problem, capped, did_you_mean

R = TypeVar("R", bound=Record)


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


def holds_one(data: bytes) -> bool:
    """Whether a file starts as one record, and not as a list of them."""
    lines = (line.strip() for line in data.splitlines())
    return not next((line for line in lines if line and line[:1] != b"#"), b"").startswith(b"-")


def decode_one(model: type[R], data: bytes, file: str) -> Decoded[R]:
    """The record that a file holds."""
    return _within_bounds(file, lambda: _decoded_one(model, data, file))


def _decoded_one(model: type[R], data: bytes, file: str) -> Decoded[R]:
    node, problems = read(data, file)
    found: Decoded[R] = Decoded(problems=problems)
    if node is not None:
        _decode(model, node, found)
    return found


def decode_list(model: type[R], data: bytes, file: str) -> Decoded[R]:
    """The records of a file that lists them; a broken one does not take the others with it."""
    return _within_bounds(file, lambda: _decoded_list(model, data, file))


def _decoded_list(model: type[R], data: bytes, file: str) -> Decoded[R]:
    data = _without_mark(data)
    if data.strip() and not any(_told(data)):
        return Decoded()  # comments only: a list that is still empty
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


def _without_mark(data: bytes) -> bytes:
    """A list without the mark of an empty one (`[]`) that stands before its first record."""
    first = next(_told(data), b"")
    if first == b"[]" and len(list(_told(data))) > 1:
        return re.sub(rb"(?m)^([ \t]*)\[\](?=[ \t\r]*$)", rb"\1", data, count=1)
    return data


def _told(data: bytes) -> Iterator[bytes]:
    """The lines that say something."""
    lines = (line.strip() for line in data.splitlines())
    return (line for line in lines if line and line[:1] != b"#")


def _within_bounds(file: str, work: Callable[[], Decoded[R]]) -> Decoded[R]:
    """What came of a file, with as many faults as anybody reads, in bounded time and memory."""
    try:
        with bounds.bounded():
            found = work()
    except bounds.TooMuch as error:
        return Decoded(problems=[Problem(Place(file, 1), "too-large", f"{error}; split it")])
    found.problems = capped(found.problems, file)
    return found


def _decode(model: type[R], node: Node, found: Decoded[R]) -> None:
    found.problems += _order_problems(model, node)
    found.problems += _repeated(node)
    try:
        record = model.model_validate(_plain(node))
    except ValidationError as error:
        faults = (
            fault
            for fault in error.errors(include_url=False, include_input=False)
            if not _is_echo(model, node, fault)
        )
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
            data = {("place\0" if k.text == "place" else k.text): _plain(v) for k, v in items}
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


def _repeated(node: Node) -> Iterator[Problem]:
    """What stands in a list twice."""
    inner = node.items if isinstance(node, Sequence) else [value for _, value in _pairs(node)]
    if isinstance(node, Sequence):
        seen: set[str] = set()
        for item in node.items:
            if isinstance(item, Scalar) and item.text:
                if item.text in seen:
                    message = f'"{cut(item.text)}" stands in this list twice; delete one'
                    yield Problem(item.place, "twice", message)
                seen.add(item.text)
    for value in inner:
        if not isinstance(value, Scalar):
            yield from _repeated(value)


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
        if where := record.elsewhere.get(key):
            return Problem(place, "unknown-key", f'"{key}" {where}')
        hint = did_you_mean(key, _fields(record)) or "; delete it"
        return Problem(place, "unknown-key", f'unknown key "{cut(key)}"{hint}')
    rule, message = _words(fault, node)
    return Problem(node.place, rule, f'"{cut(key)}": {message}' if key else message)


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
            holder, record, key = node, inner, "place" if step == "place\0" else step
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
            return "value", f'"{cut(written or "")}" is none of {", ".join(words)}{hint}'
        case "string_type":
            return "type", "expected one text, not a list or a mapping"
        case "tuple_type" | "list_type":
            return "type", 'expected a list: start each item with "- "'
        case "model_type" | "model_attributes_type" | "dict_type":
            return "type", "expected keys with values here"
        case "date_from_datetime_parsing" | "date_parsing" | "date_from_datetime_inexact":
            return "type", "expected a date such as 2026-11-21"
        case "greater_than_equal" | "less_than_equal" if hasattr(_bound(context), "year"):
            return "value", "expected a date of this century, such as 2026-11-21"
        case "int_parsing" | "float_parsing" | "int_type" | "float_type":
            return "type", "expected a number"
        case "bool_parsing" | "bool_type":
            return "type", "expected yes or no"
        case _:
            return "value", fault["msg"].removeprefix("Input should be ")


def _bound(context: Mapping_[str, Any]) -> Any:
    return context.get("ge", context.get("le"))


def _pattern_words(pattern: str, node: Node) -> tuple[str, str]:
    written = cut((node.text or "") if isinstance(node, Scalar) else "")
    if pattern.startswith("^[a-z0-9]+(-"):
        return "id", f'"{written}" is not an id: small letters, digits and single hyphens'
    if pattern.startswith(r"^\+?[0-9]"):
        return "phone", f'"{written}" is not a phone number: digits, spaces, hyphens'
    if pattern.startswith(r"^[A-Za-z0-9.-]+[.]"):
        return "web-address", f'"{written}" is not a web address such as hospital.example/leaflets'
    if pattern.startswith("^https"):
        return "web-address", f'"{written}" is not a web address that starts with https://'
    if pattern.endswith(r"\.(png|svg)$"):
        advice = "save the picture as PNG or SVG, its name in letters and digits without blanks"
        return "value", f'"{written}" cannot be used; {advice}'
    return "value", f'"{written}" does not have the form {pattern}'
