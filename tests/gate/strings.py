"""Every text of a library, and the library with one of them changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from enum import Enum
from typing import Any

from handouts.content.library import Library
from handouts.content.model import Record
from handouts.content.model.base import Link

Path = tuple[str | int, ...]

SILENT = {"place", "id", "digest", "sha256", "file", "key"}
"""Fields that name things for the program."""


def texts(library: Library) -> Iterator[tuple[Path, str]]:
    """The path and the words of every text that an editor writes."""
    for field in fields(library):
        if field.name not in ("folder", "problems", "claim_files", "reviews", "signoffs"):
            yield from _texts(getattr(library, field.name), (field.name,))


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Record):
        for name, info in type(value).model_fields.items():
            is_link = any(isinstance(part, Link) for part in _parts(info))
            if name not in SILENT and not is_link:
                yield from _texts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, str) and not isinstance(value, Enum) and value:
        yield path, value


def _parts(info: Any) -> Iterator[Any]:
    from handouts.content.decode import _unwrap

    yield from info.metadata
    yield from _unwrap(info.annotation)


def changed(library: Library, path: Path, text: str) -> Library:
    """The library with another text at a path."""
    name = str(path[0])
    return replace(library, **{name: _put(getattr(library, name), path[1:], text)})


def _put(value: Any, path: Path, text: str) -> Any:
    if not path:
        return text
    first, rest = path[0], path[1:]
    if isinstance(value, Record):
        return value.model_copy(update={str(first): _put(getattr(value, str(first)), rest, text)})
    if isinstance(value, tuple):
        at = int(first)
        return (*value[:at], _put(value[at], rest, text), *value[at + 1 :])
    return {**value, str(first): _put(value[first], rest, text)}
