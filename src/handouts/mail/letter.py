"""The letter around a leaflet: its words, and the message that carries both."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path

from handouts.content.model import PLACEHOLDER, Letter, Site
from handouts.mail.recipients import Recipient
from handouts.page.render import Words, render_letter

LINE = 78  # RFC 5322, 2.1.1
RULE = f"\n{'-' * 8}\n\n"
"""Between the same letter in two languages."""


@dataclass(frozen=True)
class Parcel:
    """What is attached: the screen file of an edition, and how it may be named."""

    code: str
    version: str
    language: str
    pdf: bytes
    is_draft: bool = False

    @property
    def file_name(self) -> str:
        """The name of the attached file, which tells nothing: `leaflet-PN04-v2-1-en.pdf`."""
        code, version = re.sub(r"[^A-Za-z0-9]", "", self.code), self.version.replace(".", "-")
        return f"leaflet-{code}-v{version}-{self.language[:2]}.pdf"

    @cached_property
    def part(self) -> EmailMessage:
        """The attachment, encoded once for all messages that carry it."""
        part = EmailMessage(policy=SMTP)
        part.set_content(
            self.pdf,
            maintype="application",
            subtype="pdf",
            disposition="attachment",
            filename=self.file_name,
        )
        del part["MIME-Version"]
        return part


def fill(letter: Letter, site: Site, values: Mapping[str, str]) -> Words:
    """A letter with its placeholders filled in; a text that lacks one is left out."""
    known = {
        "hospital": site.mail.sender if site.mail else site.hospital,
        "team": site.team,
        "team_phone": site.team_phone,
        "out_of_hours_phone": site.out_of_hours_phone,
        "formats_phone": site.formats_phone,
        "interpreter_phone": site.interpreter_phone,
        "emergency": site.emergency.order,
        **values,
    }
    return Words(
        subject=_fill(letter.subject, known) or letter.subject_alone,
        greeting=_fill(letter.greeting, known) or letter.greeting_alone,
        paragraphs=tuple(filter(None, (_fill(text, known) for text in letter.paragraphs))),
        closing=tuple(filter(None, (_fill(text, known) for text in letter.closing))),
    )


def _fill(text: str, known: Mapping[str, str | None]) -> str:
    if not all(known.get(name) for name in PLACEHOLDER.findall(text)):
        return ""
    return PLACEHOLDER.sub(lambda found: str(known[found.group(1)]), text)


def plain(words: Words) -> str:
    """The letter as plain text, in lines of at most 78 characters."""
    parts = [words.greeting, *words.paragraphs, "\n".join(words.closing)]
    wrapped = ("\n".join(textwrap.fill(line, LINE) for line in p.splitlines()) for p in parts)
    return "\n\n".join(wrapped) + "\n"


@dataclass(frozen=True)
class Stationery:
    """What all letters of a run share: the words, who sends, and the look."""

    letter: Letter
    site: Site
    templates: Path
    others: Mapping[str, tuple[Letter, Site]] = field(default_factory=dict)
    """The words in other languages, and the site with its emergency order in them."""

    def message(self, recipient: Recipient, parcel: Parcel, **values: str) -> EmailMessage:
        """One message to one reader: text, the same words as HTML, and the leaflet.

        All of it in the leaflet's language, and once more in another that the reader asked for.
        The same input gives the same bytes. Raises TemplateFault.
        """
        own = {"code": parcel.code, "version": parcel.version, "name": recipient.name}
        languages = [language for language in (parcel.language, recipient.also) if language]
        letters = {
            language if language in self.others else self.site.language: fill(
                *self.others.get(language, (self.letter, self.site)), {**own, **values}
            )
            for language in languages
        }
        text = RULE.join(plain(words) for words in letters.values())
        made = EmailMessage(policy=SMTP)
        made["Subject"] = " / ".join(dict.fromkeys(words.subject for words in letters.values()))
        if mail := self.site.mail:
            made["From"] = Address(mail.sender, addr_spec=mail.address)
        made["To"] = Address(addr_spec=recipient.address)
        made.set_content(text, cte="quoted-printable")
        html = render_letter(letters, self.templates)
        made.add_alternative(html, subtype="html", cte="quoted-printable")
        made.make_mixed()
        made["Content-Language"] = ", ".join(letters)
        made.attach(parcel.part)
        seed = f"{recipient.address}\0{parcel.file_name}\0{text}"
        for number, part in enumerate(part for part in made.walk() if part.is_multipart()):
            name = hashlib.sha256(f"{number}{seed}".encode()).hexdigest()[:32]
            part.set_boundary(f"=-{name}")
        return made


def draft(made: EmailMessage) -> bytes:
    """A message as a file that mail programs open as an unsent draft."""
    made["X-Unsent"] = "1"  # Outlook, Thunderbird
    made["X-Uniform-Type-Identifier"] = "com.apple.mail-draft"
    return bytes(made)


def outgoing(made: EmailMessage, name: str, now: datetime) -> bytes:
    """A message as it is sent; `name` is its own for ever, so that servers know a repetition."""
    sender = made["From"].addresses[0]
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{name}@{sender.domain}>"
    return bytes(made)
