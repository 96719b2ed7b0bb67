"""`letters.yaml`: the words around a leaflet that is sent by e-mail."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from handouts.content.model.base import Record, ShortText, Text
from handouts.content.problems import did_you_mean

PLACEHOLDER = re.compile(r"\{(\w*)\}")
PLACEHOLDERS = (
    "hospital",
    "team",
    "team_phone",
    "out_of_hours_phone",
    "formats_phone",
    "interpreter_phone",
    "emergency",
    "code",
    "version",
    "name",
    "old_version",
    "sent",
)
"""What a letter may put in braces: a field of the site, or something of the message."""


def _known_placeholders(text: str) -> str:
    for name in PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            raise ValueError(
                f"{{{name}}} is not known{did_you_mean(name, PLACEHOLDERS)}; "
                f"known are {', '.join(PLACEHOLDERS)}"
            )
    return text


LetterText = Annotated[Text, AfterValidator(_known_placeholders)]
LetterLine = Annotated[ShortText, AfterValidator(_known_placeholders)]


class Letter(Record):
    """The words around a leaflet that is sent by e-mail.

    A text whose placeholder the site leaves empty is left out. `subject` and `greeting` then have
    a form that stands alone.
    """

    ordered = True

    subject: LetterLine
    subject_alone: ShortText
    greeting: LetterLine
    greeting_alone: ShortText
    paragraphs: Annotated[tuple[LetterText, ...], Field(min_length=1)]
    closing: tuple[LetterLine, ...] = ()


class Letters(Record):
    """The letters that we write: with a leaflet, and with its correction."""

    leaflet: Letter
    correction: Letter
