"""`sites/<id>.yaml`: a hospital or a country."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from handouts.content.model.base import ContactId, Id, Phone, Record, ShortText, Text, WebAddress
from handouts.content.model.letters import Letters


class Emergency(Record):
    """Whom to call, in this place."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
    order: ShortText
    """The order on the emergency card: "Call 911 or go to the emergency room now"."""


class Security(StrEnum):
    """How the line to a mail server is encrypted; there is no other way."""

    STARTTLS = "starttls"
    TLS = "tls"


class Server(Record):
    """An SMTP server and how to log in.

    The password comes from a private file, the keyring, or the prompt; a token, as Microsoft 365
    and Google ask for, from a command.
    """

    host: ShortText
    port: Annotated[int, Field(gt=0, lt=65536)] | None = None
    security: Security = Security.STARTTLS
    certificates: ShortText | None = None
    """A file with the certificates to trust, when the hospital has its own."""
    user: ShortText | None = None
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
    server: Server | None = None


class Site(Record):
    """A hospital or a country: names, phones, paper. It holds no clinical words.

    A field left empty prints as a line to fill in by hand.
    """

    id: Id
    country: Id
    paper: Annotated[str, StringConstraints(pattern="^(letter|a4)$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    emergency: Emergency
    hospital: ShortText | None = None
    logo: Annotated[str, StringConstraints(pattern=r"^[\w-]+\.(png|svg)$")] | None = None
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

    @model_validator(mode="after")
    def _logo_has_words(self) -> Self:
        if self.logo and not self.logo_alt:
            raise ValueError("a logo needs logo_alt: the words that it shows")
        return self
