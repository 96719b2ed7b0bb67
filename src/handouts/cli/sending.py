"""Sending: which rows, whether somebody agrees, and what became of each."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli.common import INTERRUPTED, INVALID, OK, UNSENT, report
from handouts.cli.desk import Desk, Undone

if TYPE_CHECKING:
    from handouts.content.model import Server
    from handouts.mail.journal import Journal
    from handouts.mail.letter import Parcel, Stationery
    from handouts.mail.post import Posting
    from handouts.mail.recipients import Recipient

SERVER = "mail.yaml"
"""The user's own server, in the folder of the user's settings."""
SAID = {
    "taken": "sent",
    "later": "not sent, run again later",
    "never": "refused",
    "unknown": "unknown whether it was sent",
}
"""What we say of each answer."""


def send(desk: Desk, limit: int | None, rate: float, resend: frozenset[int], *, ask: bool) -> int:
    """Send what was not sent before, and say what became of each row."""
    from handouts.mail import post, wire
    from handouts.mail.journal import Journal
    from handouts.mail.server import NoServer, Secret

    server = _server(desk)
    recipients = desk.recipients()
    parcels, stationery = desk.parcels(recipients), desk.stationery()
    with Journal.write(desk.folder) as journal:
        postings = [
            _posting(recipient, parcel, stationery, journal)
            for recipient in recipients
            if (parcel := parcels.get(recipient.edition))
        ]
        chosen = _choose(postings, journal, resend, ask=ask)[: limit or len(resend) or 1]
        what = f"Send {len(chosen)} e-mail{'s' * (len(chosen) != 1)} through {server.host}?"
        if chosen and ask and not click.confirm(what, err=True):
            chosen = []
        secret = Secret(server, partial(click.prompt, hide_input=True, err=True))
        connect = partial(wire.line_to, server, secret)
        sent: set[int] = set()
        missed: set[int] = set()
        try:
            for posting, result in post.send(
                chosen, journal, connect, post.Rate(rate), post.PAUSES
            ):
                (sent if result.answer is wire.Answer.TAKEN else missed).add(posting.row)
                words = f": {result.words}" if result.words else ""
                click.echo(f"row {posting.row}: {SAID[result.answer]}{words}")
        except NoServer as error:
            raise Undone(str(error)) from error
        except KeyboardInterrupt:
            click.echo(f"stopped; {len(sent)} of {len(chosen)} sent; run again to go on", err=True)
            return INTERRUPTED
        all_sent = _sum_up(desk, len(recipients), postings, sent, journal)
        return OK if all_sent and not missed else UNSENT


def _server(desk: Desk) -> Server:
    from handouts.mail import server

    settings = Path(click.get_app_dir("handouts")) / SERVER
    found, problems = server.find(settings, desk.site)
    if report(problems):
        raise click.exceptions.Exit(INVALID)
    if not desk.site.mail:
        raise Undone(f"{desk.site.place.file} does not say who sends; add mail: to it")
    if not found:
        where = f"{settings} or below mail: in {desk.site.place.file}"
        raise Undone(f"no server is known; describe it in {where}")
    return found


def _posting(
    recipient: Recipient, parcel: Parcel, stationery: Stationery, journal: Journal
) -> Posting:
    from datetime import datetime

    from handouts.mail.letter import outgoing
    from handouts.mail.post import Posting

    assert stationery.site.mail is not None
    key = journal.key(recipient.address, recipient.edition, parcel.version)

    def now() -> datetime:
        return datetime.now().astimezone()

    # A mail server drops what has the name of a message that it knows. That is welcome when nobody
    # knows whether it has it, and not when somebody asks for another copy.
    again = f".{now():%Y%m%d%H%M%S}" if journal.has_sent(key) else ""
    return Posting(
        row=recipient.row,
        sender=stationery.site.mail.address,
        address=recipient.address,
        key=key,
        edition=str(recipient.edition),
        version=parcel.version,
        make=lambda at: outgoing(stationery.message(recipient, parcel), f"{key}{again}", at),
        now=now,
    )


def _choose(
    postings: list[Posting], journal: Journal, resend: frozenset[int], *, ask: bool
) -> list[Posting]:
    """What is to be sent: what was not sent before, or the rows that shall be sent again."""
    from handouts.mail.journal import State

    if resend:
        chosen = [posting for posting in postings if posting.row in resend]
        if missing := resend - {posting.row for posting in chosen}:
            raise click.UsageError(f"there is nothing to send in row {min(missing)}")
        return chosen
    chosen = []
    for posting in postings:
        known = journal.latest.get(posting.key)
        answer = "again"
        if known and known.state is State.TRYING:
            answer = "later"
            if ask:
                when = known.at[:16].replace("T", " ")
                answer = click.prompt(
                    f"Row {posting.row} was begun at {when}, and nobody knows whether it was sent. "
                    "Send it again, has it arrived, or decide later?",
                    type=click.Choice(["again", "arrived", "later"]),
                    default="later",
                    err=True,
                )
                if answer == "arrived":
                    posting.note_sent(journal)
        if answer == "again" and not journal.has_sent(posting.key):
            chosen.append(posting)
    return chosen


def _sum_up(
    desk: Desk, asked: int, postings: list[Posting], sent: set[int], journal: Journal
) -> bool:
    """Say how many rows are sent, and whether that is all."""
    from handouts.mail.journal import State

    states = {p.row: d.state for p in postings if (d := journal.latest.get(p.key))}
    before = [row for row, state in states.items() if state is State.SENT and row not in sent]
    unknown = [row for row, state in states.items() if state is State.TRYING]
    left = asked - len(sent) - len(before) - len(unknown)
    desk.say_rows(unknown, "unknown whether it was sent; find out, and give --resend if it was not")
    counts = ((len(sent), "sent"), (len(before), "sent before"), (len(unknown), "unknown"))
    told = [f"{number} {what}" for number, what in counts if number]
    told += [f"{left} left (run again, with --limit for more at once)"] if left else []
    desk.settings.say(", ".join(told) or "nothing sent")
    return not unknown and not left
