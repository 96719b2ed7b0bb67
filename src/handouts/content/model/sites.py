"""`sites/<id>.yaml`: a hospital or a country."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from handouts.content.model.base import (
    ContactId,
    Count,
    Id,
    Language,
    Phone,
    Record,
    ShortText,
    Text,
    WebAddress,
)
from handouts.content.model.letters import Letters
from handouts.content.phones import dialable


class Emergency(Record):
    """Whom to call, in this place."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
    order: ShortText
    """The order on the emergency card: "Call 911 or go to the emergency room now"."""


class Security(StrEnum):
    """How the line to a mail server is encrypted; there is no other way."""

    STARTTLS = "starttls"
    TLS = "tls"


SETTINGS = "belongs into mail.yaml in your own settings; content names no secret and no command"


class PublicServer(Record):
    """An SMTP server as content may name it: where it is, and as whom to log in.

    It asks for the password. Files, keyring and commands stand in the user's own settings only, so
    that content from elsewhere can neither read them nor log in with them.
    """

    elsewhere: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("certificates", "password_file", "keyring", "token_command"), SETTINGS
    )

    host: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}$")]
    port: Annotated[Count, Field(lt=65536)] | None = None
    security: Security = Security.STARTTLS
    user: ShortText | None = None


class Server(PublicServer):
    """An SMTP server and how to log in, in the user's own settings.

    The password comes from a private file, the keyring, or the prompt; a token, as Microsoft 365
    and Google ask for, from a command.
    """

    elsewhere: ClassVar[Mapping[str, str]] = {}

    certificates: ShortText | None = None
    """A file with the certificates to trust, when the hospital has its own."""
    password_file: ShortText | None = None
    keyring: ShortText | None = None
    """The service name under which the keyring has the password."""
    token_command: Text | None = None

    @model_validator(mode="after")
    def _one_secret(self) -> Self:
        given = [k for k in ("password_file", "keyring", "token_command") if getattr(self, k)]
        if len(given) > 1:
            raise ValueError(f"one way to log in, please; {' and '.join(given)} are two")
        if given and not self.user:
            raise ValueError(f"{given[0]} needs user")
        return self


class Mail(Record):
    """Who sends, and through which server."""

    sender: ShortText
    """The name that the reader sees: the hospital, never a clinic."""
    address: Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"]+@[A-Za-z0-9.-]+$")]
    server: PublicServer | None = None


def _read_on_white(color: str) -> str:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    light = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    ratio = 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05)
    if ratio < LEGIBLE:
        raise ValueError(
            f"{color} is too pale for headings on white paper ({ratio:.1f} to 1, "
            f"{LEGIBLE} is needed); take a darker one"
        )
    return color


LEGIBLE = 4.5
"""Contrast of a text to its ground (WCAG 2.2, 1.4.3), by relative luminance."""

Picture = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,80}\.(png|svg)$")]


class Site(Record):
    """A hospital or a country: names, phones, paper. It holds no clinical words.

    A field left empty prints as a line to fill in by hand.
    """

    id: Id
    country: Id
    paper: Annotated[str, StringConstraints(pattern="^(letter|a4)$")]
    language: Language
    """The language of its readers."""
    languages: tuple[Language, ...] = ()
    """Others in which it gives handouts out, where they are translated: `[es-US]`."""
    emergency: Emergency
    hospital: ShortText | None = None
    accent: (
        Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$"), AfterValidator(_read_on_white)]
        | None
    ) = None
    """The hospital's own color for headings, in the place of the family's."""
    logo: Picture | None = None
    """A picture that lies beside this file."""
    logo_alt: ShortText | None = None
    team: ShortText | None = None
    team_phone: Phone | None = None
    out_of_hours_phone: Phone | None = None
    crisis: ContactId | None = None
    formats_phone: Phone | None = None
    interpreter_phone: Phone | None = None
    feedback: ShortText | None = None
    web: WebAddress | None = None
    crop_marks: bool = False
    """Whether print-room files have 3 mm bleed and crop marks, as a print shop wants them."""
    needs_signoff: bool = False
    """Whether only signed leaflets may be mailed."""
    mail: Mail | None = None
    letters: Letters | None = None
    """Its own words, in the place of letters.yaml."""

    @property
    def tongues(self) -> tuple[str, ...]:
        """Every language of its handouts, each once; that of its readers is the first."""
        return tuple(dict.fromkeys((self.language, *self.languages)))

    @model_validator(mode="after")
    def _phones_can_be_dialed(self) -> Self:
        for name in ("team_phone", "out_of_hours_phone", "formats_phone", "interpreter_phone"):
            number = getattr(self, name)
            if number and not dialable(number, self.country):
                raise ValueError(
                    f'{name}: "{number}" cannot be dialed in the country "{self.country}"; '
                    "add or drop digits, or begin with + and the code of the country"
                )
        return self

    @field_validator("logo_alt")
    @classmethod
    def _says_more_than_the_name(cls, text: str | None, known: ValidationInfo) -> str | None:
        name = known.data.get("hospital")
        if text and name and text.casefold() in name.casefold():
            raise ValueError(
                f'"{text}" would be read out twice, since the name stands beside the logo; '
                "say what the picture shows, such as: A tree in a ring"
            )
        return text

    @model_validator(mode="after")
    def _logo_has_words(self) -> Self:
        if self.logo and not self.logo_alt:
            raise ValueError("a logo needs logo_alt: what the picture shows, in words")
        return self
