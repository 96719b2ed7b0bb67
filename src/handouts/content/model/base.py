"""What every record is made of: texts, ids, links, and the record itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from handouts.content.problems import Place


@dataclass(frozen=True)
class Link:
    """Marks a field whose text must be the id of a record in that collection."""

    collection: str


def _one_line(text: str) -> str:
    return " ".join(text.split())


Text = Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=1, max_length=600)]
ShortText = Annotated[
    str, AfterValidator(_one_line), StringConstraints(min_length=1, max_length=120)
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=300)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()-]{1,24}$")]
ReferenceId = Annotated[Id, Link("references")]
ClaimId = Annotated[Id, Link("claims")]
NumberId = Annotated[Id, Link("numbers")]
TestId = Annotated[Id, Link("tests")]
TreatmentId = Annotated[Id, Link("treatments")]
TermId = Annotated[Id, Link("glossary")]
ContactId = Annotated[Id, Link("contacts")]
SyndromeId = Annotated[Id, Link("syndromes")]
SourceId = Annotated[Id, Link("sources")]


class Record(BaseModel):
    """A mapping in a YAML file. Frozen; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ordered: ClassVar[bool] = False
    """Whether the keys must stand in the order of the fields."""

    place: SkipJsonSchema[Place] = Place()
