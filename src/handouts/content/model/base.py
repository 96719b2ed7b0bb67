"""What every record is made of: texts, ids, links, and the record itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from handouts.content.phones import phone
from handouts.content.problems import Place


@dataclass(frozen=True)
class Link:
    """Marks a field whose text must be the id of a record in that collection."""

    collection: str


def one_line(text: str) -> str:
    """The text with every run of white space as one blank."""
    return " ".join(text.split())


BRACES = re.compile(r"\{([a-z_]{1,40})\}")
"""A word in braces, in the place of which something else is printed."""
_MEASURED = re.compile(r"\{[0-9]{1,3}(?:\.[0-9])? °C\}")


def filled(text: str, **values: object) -> str:
    """A text with its words in braces replaced by what they stand for; unknown ones stay.

    Not `str.format`: what an editor writes may not reach into the program.
    """
    return BRACES.sub(lambda found: str(values.get(found[1], found[0])), text)


def _braced(text: str) -> str:
    if "{" in text or "}" in text:
        rest = _MEASURED.sub("", BRACES.sub("", text))
        if "{" in rest or "}" in rest:
            raise ValueError("a brace; inside braces stands one word, or a temperature {38.0 °C}")
    return text


MARKUP = re.compile(
    r"\*\*|__|`|<[A-Za-z/!][^>]*>|\[[^\]]{1,80}\]\([^)]*\)|^#{1,6}\s|^[*_][^*_]+[*_]$"
)
"""Marks of Markdown and HTML, which would be printed as they are."""


def _unmarked(text: str) -> str:
    if found := MARKUP.search(text):
        raise ValueError(
            f'"{found.group()[:20]}" would be printed as it is; texts hold no markup: '
            "drop the marks, the words stay"
        )
    return text


def _written(form: str, kind: str) -> Callable[[Any], Any]:
    """Refuses numbers and dates that are written in any other way than people do."""
    whole = re.compile(form, re.ASCII)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not whole.fullmatch(value):
            raise PydanticCustomError(kind, "not written as expected")
        return value

    return check


def _possible(text: str) -> str:
    year, month, day = (int(part) for part in (*text.split("-"), "1", "1")[:3])
    try:
        date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {text}") from None
    return text


Count = Annotated[
    int, BeforeValidator(_written(r"[0-9]{1,9}", "int_parsing")), Field(gt=0, le=999_999_999)
]
"""A whole number of something that can be counted."""
Amount = Annotated[
    float,
    BeforeValidator(_written(r"[0-9]{1,9}(\.[0-9]{1,6})?", "float_parsing")),
    Field(ge=0, le=999_999_999, allow_inf_nan=False),
]
Day = Annotated[
    date,
    BeforeValidator(_written(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "date_parsing")),
    Field(ge=date(2000, 1, 1), le=date(2099, 12, 31)),
]
"""A day on which somebody did, or shall do, something for these handouts."""
Written = Annotated[
    str,
    StringConstraints(pattern=r"^[12][0-9]{3}(-[0-9]{2}){0,2}$"),
    AfterValidator(_possible),
]
"""When something was published: a year, a month or a day."""
Text = Annotated[
    str,
    AfterValidator(one_line),
    AfterValidator(_braced),
    AfterValidator(_unmarked),
    StringConstraints(min_length=1, max_length=600),
]
ShortText = Annotated[
    str,
    AfterValidator(one_line),
    AfterValidator(_braced),
    AfterValidator(_unmarked),
    StringConstraints(min_length=1, max_length=120),
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"@]+$", max_length=300)]
WebName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9.-]+[.][A-Za-z]{2,}(/[^\s<>\"@]*)?$", max_length=120),
    AfterValidator(one_line),
]
"""A web address as people say it, without https://: hospital.example/leaflets."""
Phone = Annotated[str, AfterValidator(phone), StringConstraints(max_length=60)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
"""A BCP 47 tag: en-US."""
ReferenceId = Annotated[Id, Link("references")]
ClaimId = Annotated[Id, Link("claims")]
NumberId = Annotated[Id, Link("numbers")]
TestId = Annotated[Id, Link("tests")]
TreatmentId = Annotated[Id, Link("treatments")]
TermId = Annotated[Id, Link("glossary")]
ContactId = Annotated[Id, Link("contacts")]
SyndromeId = Annotated[Id, Link("syndromes")]
SourceId = Annotated[Id, Link("sources")]
FlagId = Annotated[Id, Link("triage")]
MarkerId = Annotated[Id, Link("markers")]
ScheduleId = Annotated[Id, Link("schedules")]
FirstAidId = Annotated[Id, Link("first-aid")]
AskedId = Annotated[Id, Link("asked")]
FamilyId = Annotated[Id, Link("families")]
PartId = Annotated[Id, Link("parts")]
GroupId = Annotated[Id, Link("groups")]


class Record(BaseModel):
    """A mapping in a YAML file. Frozen; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ordered: ClassVar[bool] = False
    """Whether the keys must stand in the order of the fields."""
    elsewhere: ClassVar[Mapping[str, str]] = {}
    """Keys that belong to another file, with the words that say so."""

    place: SkipJsonSchema[Place] = Place()
