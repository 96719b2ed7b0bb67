"""Every text of a library that readers may see, and the same library with other texts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, get_args

from pydantic import AfterValidator

from handouts.content.library import Library
from handouts.content.model import Record
from handouts.content.model.base import one_line
from handouts.content.problems import Place

Say = Callable[[str, str, Place], str]
"""Context, text, place of its record → the text that stands in its place."""

TOLD = (
    "asked",
    "claims",
    "contacts",
    "first_aid",
    "glossary",
    "markers",
    "numbers",
    "schedules",
    "sites",
    "syndromes",
    "tests",
    "treatments",
    "triage",
)
"""Collections of the library that hold words."""

SINGLE = ("booklet", "imprint", "letters", "series", "wording")

SAME: Mapping[str, frozenset[str]] = {
    "Booklet": frozenset({"code"}),
    "Claim": frozenset({"paraphrases", "unprinted", "guard"}),
    "Contact": frozenset({"web", "seen"}),
    "Imprint": frozenset({"publisher", "licence"}),
    "Series": frozenset({"code", "names", "private"}),
    "Site": frozenset({"hospital", "logo_alt", "team", "feedback", "mail", "letters"}),
    "Syndrome": frozenset({"code", "also"}),
}
"""Fields that are the same in every language: codes, addresses, what no page shows, and what a
site says of itself."""


def retold(library: Library, say: Say) -> Library:
    """The same library, with what `say` answers in the place of every text."""
    changes: dict[str, Any] = {}
    for name in TOLD:
        records: Mapping[str, Record] = getattr(library, name)
        told = {id_: _record(r, _context(name, id_, r), say) for id_, r in records.items()}
        changes[name] = MappingProxyType(told)
    for name in SINGLE:
        if (record := getattr(library, name)) is not None:
            changes[name] = _record(record, name, say)
    changes["revisions"] = tuple(
        _record(record, f"revisions/{record.handout}", say) for record in library.revisions
    )
    return dataclasses.replace(library, source=library, **changes)


def _context(collection: str, id_: str, record: Record) -> str:
    """Where a text stands, in words that stay the same when others are added before it."""
    if collection == "sites":
        return collection  # hospitals copy the order of their country
    if collection == "numbers":
        return f"numbers/{PurePath(record.place.file).stem}/{id_}"
    return f"{collection.replace('_', '-')}/{id_}"


def _record(record: Record, context: str, say: Say) -> Any:
    changes = {}
    for name in _fields(type(record)):
        old = getattr(record, name)
        new = _value(old, f"{context} {name}", record.place, say)
        if new is not old:
            changes[name] = new
    return record.model_copy(update=changes) if changes else record


def _value(old: Any, context: str, place: Place, say: Say) -> Any:
    if isinstance(old, Record):
        return _record(old, context, say)
    if isinstance(old, tuple):
        new = tuple(_value(value, context, place, say) for value in old)
        return old if all(a is b for a, b in zip(new, old, strict=True)) else new
    return say(context, old, place) if type(old) is str else old


@cache
def _fields(model: type[Record]) -> tuple[str, ...]:
    """The fields of a record that hold words, or records that do."""
    same = frozenset().union(*(SAME.get(base.__name__, frozenset()) for base in model.__mro__))
    return tuple(
        name
        for name, field in model.model_fields.items()
        if name not in same and (_is_text(field.metadata) or _holds_words(field.annotation))
    )


def _is_text(metadata: Any) -> bool:
    """Whether a type is that of written words: they are brought into one line."""
    return any(isinstance(m, AfterValidator) and m.func is one_line for m in metadata)


def _holds_words(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return bool(_fields(annotation))
    if _is_text(getattr(annotation, "__metadata__", ())):
        return True
    return any(_holds_words(inner) for inner in get_args(annotation))
