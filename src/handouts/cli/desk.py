"""What the ways of mailing share: who gets what, and the leaflets to attach."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.build import manifest
from handouts.cli.common import INVALID, UNSENT, Settings, report
from handouts.content import files

if TYPE_CHECKING:
    from handouts.content.library import Library
    from handouts.content.model import Site
    from handouts.mail.journal import Journal
    from handouts.mail.letter import Parcel, Stationery
    from handouts.mail.recipients import Recipient
    from handouts.page.edition import Edition

FOLDER = "mail"
"""Where drafts and the journal are, below the output folder."""


class Undone(click.ClickException):
    """Mail that could not be drafted or sent."""

    exit_code = UNSENT


@dataclass(frozen=True)
class Wish:
    """Who shall get what: editions and addresses of the command line, or a file of recipients."""

    editions: tuple[str, ...]
    to: tuple[str, ...]
    file: Path | None


@dataclass(frozen=True)
class Desk:
    """The content and the wish, and what both need to become letters."""

    settings: Settings
    library: Library
    wish: Wish
    drafts: list[dict[str, int | str]] | None = None
    """Where drafts are noted that are told as JSON; else each is printed when it is written."""

    @property
    def language(self) -> str:
        """The language of the letters."""
        return self.library.series.language if self.library.series else ""

    @property
    def folder(self) -> Path:
        """Where drafts and the journal are."""
        return self.settings.output / FOLDER

    @cached_property
    def site(self) -> Site:
        """The site in whose name we write, its letters sound."""
        from handouts.content.problems import errors
        from handouts.mail import privacy

        if len(self.settings.sites) != 1:
            raise click.UsageError("mail comes from one site; name it with --site")
        site = self.library.sites.get(self.settings.sites[0])
        faults = errors(self.library.problems)
        faults += errors(privacy.check(self.library, site)) if site else []
        if faults or not site:
            report(faults)
            raise click.ClickException("nothing is mailed until these are mended")
        return site

    def recipients(self) -> list[Recipient]:
        """Who gets what; Undone when the file has a fault, of which all are printed."""
        from handouts.mail import recipients
        from handouts.mail.recipients import Recipient, Unfit

        if file := self.wish.file:
            try:
                if str(file) == "-":
                    data = sys.stdin.buffer.read(recipients.MAX_BYTES + 1)
                else:
                    data = files.read_plain(file, recipients.MAX_BYTES)
            except OSError as error:
                raise Undone(f"{files.named(file)}: {error.strerror}") from error
            found, problems = recipients.read(data, files.named(file), self.library, self.site.id)
            if report(problems):
                raise Undone("nothing is mailed until these are mended")
            return found
        for name in self.wish.editions:
            for id_ in self.library.withdrawn:
                if name.rpartition("/")[2].startswith(id_):
                    day = self.library.newest[id_].date
                    raise click.UsageError(f"{id_} was withdrawn on {day}; it is not mailed")
        known = recipients.editions_by_name(self.library, self.site.id)
        try:
            pairs = dict.fromkeys(
                (recipients.mailbox(address), recipients.named(name, known))
                for address in self.wish.to
                for name in self.wish.editions
            )
        except Unfit as error:
            raise click.UsageError(str(error)) from error
        return [Recipient(row, *pair) for row, pair in enumerate(pairs, 1)]

    def parcels(self, recipients: list[Recipient]) -> dict[Edition, Parcel]:
        """The leaflets that may be mailed; of the others it is said why not, and to which rows."""
        from handouts.mail.parcels import pack

        settings = self.settings
        editions = dict.fromkeys(recipient.edition for recipient in recipients)
        packed = pack(self.library, editions, settings.templates, settings.output, settings.say)
        failed = report(packed.problems)
        if failed and not packed.parcels:
            raise click.exceptions.Exit(INVALID)
        for edition, why in packed.refused.items():
            self.say_rows((r.row for r in recipients if r.edition == edition), f"{edition} {why}")
        for edition, parcel in packed.parcels.items():
            if parcel.is_draft:
                settings.say(f"{edition} is a draft: no clinician has signed it")
        return packed.parcels

    def stationery(self, *, correction: bool = False) -> Stationery:
        """The words and the look of the letters; Undone when nobody has reviewed the words."""
        from handouts.content.languages.spoken import spoken
        from handouts.mail import privacy
        from handouts.mail.letter import Stationery
        from handouts.page.translation import has_letters
        from handouts.page.words import LETTERS, letter_words

        read = self.library.reviews
        unread = [w for w in letter_words(self.library, self.site) if w.key not in read]
        if unread:
            raise Undone(
                f"{unread[0].sentence.place}: {len(unread)} sentences of the letters that nobody "
                f"has reviewed; run: handouts review {LETTERS}"
            )
        letters = privacy.letters_of(self.library, self.site)
        assert letters is not None  # a library without letters.yaml has a fault
        letter = letters.correction if correction else letters.leaflet
        others = {}
        for tongue in self.site.tongues:
            told = spoken(self.library, tongue)
            site = told.sites[self.site.id]
            both = privacy.letters_of(told, site)
            if both and told.source and has_letters(self.library, site.id, tongue):
                others[tongue] = (both.correction if correction else both.leaflet, site)
        return Stationery(letter, self.site, self.settings.templates, others)

    def put(self, kind: str, recipient: Recipient, data: bytes, journal: Journal) -> None:
        """Write a draft under a name that tells nothing, the same for the same reader."""
        key = journal.key(recipient.address, recipient.edition)[:12]
        path = self.folder / f"{kind}-{key}.eml"
        manifest.replace(path, data, 0o600)  # it holds an address
        if self.drafts is not None:
            self.drafts.append({"row": recipient.row, "file": str(path)})
        else:
            self.settings.print(f"{path}  row {recipient.row}" if self.wish.file else str(path))

    def say_rows(self, rows: Iterable[int], what: str) -> None:
        """Say something of rows of the file, or of the command line."""
        from handouts.mail.recipients import spans

        if numbers := spans(rows):
            click.echo(f"row {numbers}: {what}" if self.wish.file else what, err=True)
