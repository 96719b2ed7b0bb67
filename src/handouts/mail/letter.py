"""The letter around a leaflet: its words, and the message that carries both."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path

from handouts.compose import used_terms
from handouts.library import Library
from handouts.mail.recipients import Recipient
from handouts.model import PLACEHOLDER, Letter, Letters, Mail, Site
from handouts.problems import Problem, Severity
from handouts.render import Words, render_letter

MAX_SUBJECT = 60
MAX_ATTACHED = 2_000_000
"""Bytes of a PDF that hospital gateways let pass."""
PREVIEW = 200
"""Characters that a locked screen may show."""
LINE = 78  # RFC 5322, 2.1.1
WORDS_AT_LEAST, WORDS_AT_MOST = 80, 160

REVEALING = re.compile(
    r"\b(?:cancer|tumou?rs?|oncolog\w*|neurolog\w*|neuro-?\w*|clinics?|hospice|palliative|"
    r"chemo\w*|radio\w*|scans?|biops\w+|symptoms?|syndromes?|disease|illness|diagnos\w+|"
    r"patients?|memory|psychiatr\w*|seizures?)\b",
    re.IGNORECASE,
)
"""Words that tell a stranger more than "a leaflet", beside the terms of our own content."""


@dataclass(frozen=True)
class Parcel:
    """What is attached: the screen file of an edition, and how it may be named."""

    code: str
    version: str
    language: str
    pdf: bytes

    @property
    def file_name(self) -> str:
        """The name of the attached file, which tells nothing."""
        return f"leaflet-{self.code}-v{self.version.replace('.', '-')}-{self.language[:2]}.pdf"

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


def letters_of(library: Library, site: Site) -> Letters | None:
    """The site's own letters, or those of the house."""
    return site.letters or library.letters


def write(letter: Letter, site: Site, values: Mapping[str, str]) -> Words:
    """A letter with its placeholders filled in; a text that lacks one is left out."""
    known = {
        "hospital": site.hospital or (site.mail.sender if site.mail else None),
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
    return (
        "\n\n".join(
            "\n".join(textwrap.fill(line, LINE - 2) for line in part.splitlines()) for part in parts
        )
        + "\n"
    )


def message(
    words: Words, mail: Mail | None, recipient: Recipient, parcel: Parcel, templates: Path
) -> EmailMessage:
    """One message to one reader: text, the same words as HTML, and the leaflet.

    The same input gives the same bytes. Raises TemplateFault.
    """
    made = EmailMessage(policy=SMTP)
    made["Subject"] = words.subject
    if mail:
        made["From"] = Address(mail.sender, addr_spec=mail.address)
    made["To"] = Address(addr_spec=recipient.address)
    made["Content-Language"] = parcel.language
    made.set_content(plain(words), cte="quoted-printable")
    html = render_letter(words, parcel.language, templates)
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    made.make_mixed()
    made.attach(parcel.part)
    seed = f"{recipient.address}\0{parcel.file_name}\0{plain(words)}"
    for number, part in enumerate(part for part in made.walk() if part.is_multipart()):
        name = hashlib.sha256(f"{number}{seed}".encode()).hexdigest()[:32]
        part.set_boundary(f"=-{name}")
    return made


def draft(made: EmailMessage) -> bytes:
    """A message as a file that opens as an unsent draft."""
    made["X-Unsent"] = "1"
    return bytes(made)


def outgoing(made: EmailMessage, name: str, now: datetime) -> bytes:
    """A message as it is sent; `name` is its own for ever, so that servers know a repetition."""
    sender = made["From"].addresses[0]
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{name}@{sender.domain}>"
    return bytes(made)


# --- privacy ----------------------------------------------------------------------------------


def lint(library: Library, site: Site) -> Iterator[Problem]:
    """What of a site's letters could tell a stranger about an illness, and what is too long."""
    letters = letters_of(library, site)
    if letters is None:
        return
    values = {"code": "PN-00", "version": "1.0", "old_version": "1.0", "sent": "1 May 2026"}
    for letter in (letters.leaflet, letters.correction):
        words = write(letter, site, values)
        place = letter.place
        shown = {
            "subject": words.subject,
            "subject_alone": letter.subject_alone,
            "beginning of the letter": plain(words)[:PREVIEW],
        }
        if site.mail:
            shown["sender"] = site.mail.sender
        for name, text in shown.items():
            for word in revealing(library, text):
                message_ = f'the {name} says "{word}", which tells a stranger about an illness'
                spot = site.place if name == "sender" or _from_site(word, site) else place
                yield Problem(spot, "mail-privacy", f"{message_}; write it without")
        if len(words.subject) > MAX_SUBJECT:
            message_ = f"the subject has {len(words.subject)} characters, {MAX_SUBJECT} allowed"
            yield Problem(place, "mail-length", message_)
        number = len(plain(words).split())
        if not WORDS_AT_LEAST <= number <= WORDS_AT_MOST:
            message_ = f"{number} words, {WORDS_AT_LEAST} to {WORDS_AT_MOST} are easy to read"
            yield Problem(place, "mail-length", message_, Severity.WARNING)


def revealing(library: Library, text: str) -> list[str]:
    """The words of a text that name an illness, a sign of one, a test, a treatment or a clinic."""
    names = [
        name
        for syndrome in library.syndromes.values()
        for name in (syndrome.title, syndrome.name, *syndrome.also, syndrome.short)
        if name
    ]
    names += [test.name for test in library.tests.values()]
    names += [treatment.name for treatment in library.treatments.values()]
    lowered = f" {re.sub(r'[^a-z0-9]+', ' ', text.lower())} "
    found = [n for n in names if f" {re.sub(r'[^a-z0-9]+', ' ', n.lower()).strip()} " in lowered]
    found += [term.term for term in used_terms(text, library.glossary.values())]
    found += REVEALING.findall(text)
    return list(dict.fromkeys(found))


def _from_site(word: str, site: Site) -> bool:
    return any(word.lower() in (text or "").lower() for text in (site.hospital, site.team))
